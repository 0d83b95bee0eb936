"""Merging in words: the fields, why a side is taken, why two may be one person, and the pages in a terminal."""

from __future__ import annotations

from tui.look import clean, fit, width, wrap
from tui.wording import dialogs
from tui.wording.instants import birthday, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.model import Reason
    from store.reports import LikelyPair, MergeField, MergePreview

FIELD_LABELS: Mapping[str, str] = {
    "name": "name", "nickname": "nickname", "company": "company", "title": "title", "addresses": "reach",
    "permissions": "permission", "birthday": "birthday", "temperature": "temperature", "pace": "pace", "stage": "stage",
    "standing": "standing", "plan": "plan", "need": "need", "size": "size", "wanted_by": "wanted by",
    "referrer": "sent by", "source": "where met", "tags": "tags", "interests": "interests",
    "preferred_kinds": "likes to get", "language": "language", "country": "country", "zone": "time zone", "note": "note",
    "slower": "slower by", "given": "first name", "family": "last name", "middle": "middle name", "prefix": "prefix",
    "suffix": "suffix", "email": "mail", "phone": "phone", "post": "post", "web": "web", "closed_reason": "closed because",
    "referrer_name": "sent by", "extra": "other fields",
}
"What each field is called."

FIELD_REASONS: Mapping[str, str] = {
    "same": "the same", "newer": "changed later", "longer": "longer", "fuller": "says more", "further": "further",
    "joined": "both kept", "refused": "what was refused stays refused", "first": "", "with-company": "goes with the company",
    "chosen": "your choice",
}
"Why a side is taken."

PAIR_REASONS: Mapping[str, str] = {
    "same-email": "the same mail address", "same-phone": "the same number", "same-profile": "the same profile",
    "same-name": "the same name", "near-name": "a name much like it", "same-company": "the same company",
    "same-domain": "mail at the same company",
}
"Why two contacts may be one person."

NO_PAIRS = "No two people in the book look like the same one."
NOTHING_CHANGED = "Nothing was changed."
LEAST = 34
"Columns from which on two values stand beside each other."


def field_label(name: str) -> str:
    """Return what a field is called."""
    return FIELD_LABELS.get(name, clean(name).replace("_", " "))


def field_reason(field: MergeField) -> str:
    """Return why a side of a field is taken; empty where there is nothing to say."""
    if field.why.code == "only":
        return "only there"
    return FIELD_REASONS.get(field.why.code, clean(field.why.code))


def pair_reasons(why: Sequence[Reason]) -> str:
    """Return why two may be one person, in one line."""
    told = []
    for each in why:
        said = PAIR_REASONS.get(each.code, clean(each.code).replace("-", " "))
        value = clean(str(each.values.get("value", "")))
        told.append(f"{said} ({value})" if value and each.code != "near-name" else said)
    return ", ".join(told)


def value(texts: Sequence[str]) -> str:
    """Return one side of a field in one line; a day, with or without its year, as days are written."""
    return ", ".join(_day(each) or " ".join(clean(each).split()) for each in texts)


def _day(text: str) -> str:
    """Return a day written `1980-03-15` or `????-03-15` in words; empty for any other text."""
    parts = text.split("-")
    if [len(each) for each in parts] != [4, 2, 2] or not (parts[1] + parts[2] + parts[0].replace("????", "")).isdecimal():
        return ""
    year, month, day = (0 if each == "????" else int(each) for each in parts)
    return birthday((month, day, year or None)) if 1 <= month <= 12 else ""


def pair_line(name: str, company: str) -> str:
    """Return one of a pair: the name and where they work."""
    return f"{clean(name)}, {clean(company)}" if company and company != name else clean(name)


def pairs(found: Sequence[LikelyPair], columns: int) -> list[str]:
    """Return the list of likely pairs, numbered, each with its reasons."""
    told = []
    for number, each in enumerate(found, 1):
        both = f"{pair_line(each.first.name, each.first.company)} = {pair_line(each.second.name, each.second.company)}"
        lines = wrap(both, max(columns - 5, 20))
        told.append(f"{number:>3}  {lines[0]}")
        told += [f"     {line}" for line in (*lines[1:], *wrap(pair_reasons(each.why), max(columns - 5, 20)))]
    return told


def side_by_side(preview: MergePreview, columns: int) -> list[str]:
    """Return a merge field by field: what each side has, a mark at what is taken, why; then what the histories become."""
    told: list[str] = []
    for each in preview.fields:
        told += _field(each, columns)
    told += ["", *wrap(history(preview), columns)]
    return told


def _field(field: MergeField, columns: int) -> list[str]:
    """Return the lines of one field: beside each other where there is room, else below."""
    label, why = field_label(field.name), field_reason(field)
    one, other = value(field.first) or "-", value(field.second) or "-"
    marks = {side: "*" if field.taken in (side, "both") else " " for side in ("1", "2")}
    room = (columns - 14 - 4) // 2
    if field.why.code == "same":
        return [f"{fit(label, 12, pad=True)}   {line}" if place == 0 else f"{'':15}{line}"
                for place, line in enumerate(wrap(one, max(columns - 15, 12)))]
    if room >= LEAST and width(one) <= room and width(other) <= room:
        head = f"{fit(label, 12, pad=True)} {marks['1']} {fit(one, room, pad=True)} {marks['2']} {other}"
        return [head.rstrip(), *([f"{'':15}{why}"] if why else [])]
    lines = wrap(f"{label}{f' ({why})' if why else ''}", columns)
    for side, text in (("1", one), ("2", other)):
        broken = wrap(text, max(columns - 6, 12))
        lines.append(f" {marks[side]} {side} {broken[0]}")
        lines += [f"     {line}" for line in broken[1:4]]
    return lines


def history(preview: MergePreview) -> str:
    """Return what the joined history would hold."""
    counts = preview.counts
    parts = [plural(counts.get("touches", 0), "touch", "touches")]
    named = (("promises", "promise", "promises"), ("plans", "plan", "plans"), ("dates", "date", "dates"),
             ("drafts", "draft", "drafts"))
    parts += [plural(counts[table], one, many) for table, one, many in named if counts.get(table)]
    told = f"One history of {', '.join(parts)}"
    if preview.doubles:
        told += f"; {plural(preview.doubles, 'touch', 'touches')} both have {'is' if preview.doubles == 1 else 'are'} kept once"
    if preview.referred:
        told += f"; {dialogs.people(preview.referred)} sent by {clean(preview.gone.name)} {'points' if preview.referred == 1 else 'point'} here"
    return f"{told}."


def question(preview: MergePreview) -> str:
    """Return what a merge asks."""
    return f"Make {clean(preview.gone.name)} and {clean(preview.kept.name)} one person?"


NOT_TO_CHOOSE = "There is only this to take."
REFUSED_STAYS = "What was refused stays refused, whoever refused it."
WITH_PROMPT = "a name, a mail address or last digits"
WITH_HINT = "Both are shown side by side before anything is changed."
NOBODY_ELSE = "Nobody else fits."


def with_whom(name: str) -> str:
    """Return the question who else a person is."""
    return f"Who else is {clean(name)}?"


def pairs_title(count: int) -> str:
    """Return how many may be in the book twice."""
    if not count:
        return NO_PAIRS
    return "One pair may be one person" if count == 1 else f"{count:,} pairs may each be one person"
