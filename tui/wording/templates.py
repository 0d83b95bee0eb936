"""What is said about templates: lists, previews, faults, and what a draft becomes when it is kept as one."""

from __future__ import annotations

from tui.look import clean, fit, wrap
from tui.wording.dialogs import KIND_LABELS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from store.errors import DefinitionFault
    from store.model import Filled, Reason
    from store.reports import TemplateEntry

NO_CHOICE = "There is no template for this kind of touch. onward template new NAME begins one."
NOTHING_FITS = "No template has these words in its name."
HOW_TO_WRITE_A_GAP = ("In a template: $company or ${company}; $$ is a dollar. [[one|another]]: the first whose gaps all have a fact; "
                      "where none has, nothing.")
NOTES: Mapping[str, str] = {
    "replaces-shipped": "it takes the place of the one that ships",
    "by-hand": "no step asks for it by itself, since it has no line \"family: ...\"",
    "unknown-family": "no step asks for \"{family}\" by itself{hint}",
}
"What the writer of a template may want to know."
FAMILY_LABELS: Mapping[str, str] = {
    "thank-you": "thanks after a meeting", "acknowledgement": "first answer to an inquiry",
    "first-call": "the first call", "call-again": "the second call", "voicemail": "a message left",
    "ladder-mail": "a mail after calls", "week-after": "a week after an inquiry", "recap": "what was agreed",
    "next-step": "the next step", "reply": "an answer", "promise": "a promise kept", "check-in": "keeping in touch",
    "clipping": "an article", "invitation": "an invitation", "gift": "something for nothing", "card": "a card",
    "birthday": "a birthday", "rescue": "owning up to being late", "newsletter": "the newsletter",
    "end-of-plan": "the end of a plan", "tell-me-more": "can you tell me more?", "cannot-help": "I can't help you",
    "holding": "a holding answer while away", "referral-thanks": "thanks for sending somebody",
    "referral-first": "to somebody who was sent", "referral-report": "how it went, to who sent them",
    "ask-permission": "may I write to you here?", "bounce": "after a mail came back",
}
"What a family of templates is for."
SETTINGS_FILL = "settings"
CONTACT_FILLS = "the person"


def family(name: str) -> str:
    """Return what a family is for; a word of the user's own as it is."""
    return FAMILY_LABELS.get(name, clean(name)) or "chosen by hand"


def kinds(names: Iterable[str]) -> str:
    """Return kinds of touch in words."""
    return ", ".join(KIND_LABELS.get(each, each) for each in names)


def choice(entry: TemplateEntry, gone: str) -> tuple[str, str]:
    """Return a template's line in a list, and what is to be said less loudly: whose, and when it last went out."""
    marks = [*(["yours"] if entry.own else []), *([gone] if gone else [])]
    return clean(entry.name), "  ".join(marks)


def why_here(entry: TemplateEntry, gone: str) -> str:
    """Return what a template is for and whether this person has had it, for beside the preview."""
    parts = [family(entry.family), *(["fits what is due"] if entry.fits else []),
             f"went out {gone}" if gone else "never sent to them"]
    return " · ".join(parts)


def preview(filled: Filled) -> str:
    """Return filled words as they would stand in the draft."""
    head = f"Subject: {clean(filled.subject)}\n\n" if filled.subject else ""
    return head + clean(filled.body, one_line=False)


def replaced(gaps: Sequence[tuple[str, str, int]]) -> str:
    """Return what became a gap: `Marty → $first_name (2 times), Acme → $company`."""
    if not gaps:
        return "Nothing in it is theirs alone, so it has no gap. $first_name, $company or $event would make it personal."
    told = []
    for gap, words, count in gaps:
        shown = fit(" ".join(clean(words).split()), 24)
        told.append(f"{shown} \N{RIGHTWARDS ARROW} ${gap}" + (f" ({count} times)" if count > 1 else ""))
    return "Gaps now: " + ", ".join(told)


def kept(name: str, path: str) -> str:
    """Return that a template was written."""
    return f"Kept as the template {clean(name)}, in {clean(path)}."


def fault_line(fault: DefinitionFault) -> str:
    """Return one fault as compilers write them: `my.txt:4: there is no gap called $frist_name; did you mean $first_name?`."""
    from tui.wording.errors import REASONS

    values = {name: clean(str(value)) for name, value in fault.values.items()}
    line = f":{values['line']}" if fault.values.get("line") else ""
    if fault.code == "unknown-gap":
        near = f"; did you mean ${values['hint']}?" if values.get("hint") else "; onward template gaps lists those there are"
        told = f"there is no gap called ${values['gap']}{near}"
    else:
        told = REASONS.get(values.get("reason", ""), values.get("reason", "")).replace("{word}", values.get("word", ""))
    return f"{values.get('path', '')}{line}: {told}"


def note(reason: Reason) -> str:
    """Return what the writer of a template may want to know."""
    near = reason.values.get("hint")
    hint = f"; did you mean {near}?" if near else ""
    return NOTES[reason.code].format(family=clean(str(reason.values.get("family", ""))), hint=hint)


def good(path: str, notes: Sequence[Reason]) -> str:
    """Return that a file can be used, with what is worth knowing."""
    told = "; ".join(note(each) for each in notes)
    return f"{clean(path)}: good" + (f" ({told})" if told else "")


def listed(entries: Sequence[TemplateEntry], width: int, languages: bool) -> list[str]:
    """Return templates as lines under the heading of each family; in a narrow window without the kinds."""
    lines: list[str] = []
    before = None
    longest = min(max((len(each.name) for each in entries), default=0), 26)
    for each in sorted(entries, key=lambda each: FAMILY_ORDER.get(each.family, len(FAMILY_ORDER))):
        if each.family != before:
            before = each.family
            heading = f"{clean(each.family)}   {family(each.family)}" if each.family else family("")
            lines += [*([""] if lines else []), fit(heading, width)]
        marks = [*(["yours"] if each.own else []), *([each.language or "any language"] if languages else []),
                 *([each.stage] if each.stage else [])]
        text = fit(clean(each.name), longest, pad=True) + "  " + "  ".join([kinds(each.kinds), *marks])
        lines.append("  " + fit(text, width - 2))
    return lines


def gap_rows(gaps: Sequence[tuple[str, str, bool]], width: int) -> list[str]:
    """Return the gaps a template may have, a line each, what is long broken below itself."""
    lines = []
    for name, words, settings in gaps:
        told = f"{words} ({'from your settings' if settings else 'about them'})"
        first, *rest = wrap(told, max(20, width - 18))
        lines += [f"${name:<16} {first}", *(" " * 18 + each for each in rest)]
    return lines


def gap_table(gaps: Sequence[tuple[str, str, bool]]) -> list[str]:
    """Return the table of gaps of the README as lines of Markdown."""
    rows = [f"| `${name}` | {words} | {SETTINGS_FILL if settings else CONTACT_FILLS} |" for name, words, settings in gaps]
    return ["| gap | what stands there | known from |", "|---|---|---|", *rows]


FAMILY_ORDER: Mapping[str, int] = {name: place for place, name in enumerate(FAMILY_LABELS)}
