"""Lines told at an event: its name, its tags, and the booth's clock, put into the line itself."""

from __future__ import annotations

from store.records import replace
from store.rules.quick_log.cut import split_note
from store.rules.quick_log.words import BOOTH_VERBS, CLOSERS, FIRST_MEETINGS, INQUIRIES, MARKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt

    from store.model import Occasion, QuickEntry
    from store.rules.practice import Practice

SAME_DAY = 18 * 3600
"Seconds: what happened longer ago was not at today's event."


def tells_of_meeting(entry: QuickEntry, reference: dt.datetime) -> bool:
    """Return whether an entry is about somebody met just now, or only named: what an event says something about."""
    if entry.next is not None and entry.touch is None:
        return False
    if entry.touch is None:
        return True
    recent = abs((reference - entry.touch.happened.at).total_seconds()) < SAME_DAY
    return recent and entry.touch.verb in FIRST_MEETINGS - INQUIRIES


def within(line: str, occasion: Occasion, booth: bool, reference: dt.datetime, practice: Practice) -> str:
    """Return a line with the event and the tags of the day where it tells of a meeting; else the line as it came.

    What the line says itself goes first. With `booth` the meeting is one at a booth.
    """
    from store.rules.quick_log import parse

    entry = parse(line, reference, practice)
    if not tells_of_meeting(entry, reference):
        return line
    marks = []
    if occasion.event and not entry.source:
        marks.append(f"at:{_quoted(occasion.event)}")
    have = {each.lower() for each in entry.tags}
    marks += [f"tag:{_quoted(each)}" for each in occasion.tags if each.lower() not in have]
    changed = _with_marks(line, marks)
    if booth:
        changed = _at_booth(changed, entry)
    return changed if _same_person(parse(changed, reference, practice), entry) else line


def _with_marks(line: str, marks: list[str]) -> str:
    """Return a line with marked words before its note; on a line of their own behind several lines."""
    if not marks:
        return line
    head, _ = split_note(line)
    note = line[len(head):]
    joint = "\n" if "\n" in head.strip() else " "
    return f"{head.rstrip()}{joint}{' '.join(marks)}{' ' + note if note else ''}"


def _at_booth(line: str, entry: QuickEntry) -> str:
    """Return a line whose leading verb is the booth's."""
    verb = entry.touch.verb if entry.touch is not None else ""
    if verb in BOOTH_VERBS:
        return line
    lines = line.splitlines()
    first = next((place for place, each in enumerate(lines)
                  if each.strip() and each.strip().lower().rstrip(",.!") not in CLOSERS), 0)
    words = lines[first].split(None, len(verb.split()))
    spoken = " ".join(each.lower().rstrip(",:") for each in words[: len(verb.split())])
    rest = " ".join(words[len(verb.split()):]) if verb and spoken == verb else lines[first].lstrip()
    return "\n".join([*lines[:first], f"booth {rest}", *lines[first + 1:]])


def _same_person(one: QuickEntry, other: QuickEntry) -> bool:
    """Return whether two entries say the same of a person, whatever they say of the event."""
    return all(getattr(one, name) == getattr(other, name)
               for name in ("name", "company", "emails", "phones", "links", "note", "next", "tail"))


def _quoted(text: str) -> str:
    """Return a text in quotes where it needs them."""
    bare = " ".join(text.replace('"', "").split())
    return bare if bare.isalnum() else f'"{bare}"'


def occasion_of(entry: QuickEntry, before: Occasion) -> Occasion:
    """Return the event and tags an entry names; those of before where it names none."""
    if not entry.source:
        return before
    return replace(before, event=entry.source, tags=entry.tags)


def only_marks(line: str) -> bool:
    """Return whether a line holds nothing but where and tags, so that it sets them for the lines to come."""
    from store.rules.quick_log.cut import cut

    pieces = cut(line)
    wanted = {"at", "tag"} & MARKS
    return bool(pieces) and pieces[0].kind in ("tag", "mark") and all(
        each.kind == "tag" or (each.kind == "mark" and each.mark in wanted) or (place > 0 and each.kind in ("word", "quoted"))
        for place, each in enumerate(pieces)) and any(each.mark == "at" or each.kind == "tag" for each in pieces)
