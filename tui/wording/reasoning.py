"""The whole reasoning about one contact, in words: what is due and why, which rule and clock, and what comes after."""

from __future__ import annotations

from tui.look import clean, wrap
from tui.wording import dialogs, inbox, instants, reasons, receipts

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from store.model import Agenda, Contact, DueTouch

    After = Sequence[tuple[str, DueTouch | None]]

GROUPS = {
    "owed": "a debt: it comes first", "running": "a clock that runs: least time left first",
    "rescue": "past last call: an honest word", "dates": "a date", "rhythm": "a rung or the rhythm: best people first",
    "housekeeping": "a question: it comes last",
}
"What each group of the queue means for the order."
AFTER = {"reached": "if you reach them", "no-answer": "if nobody answers", "sent": "once it has left"}


def lines(person: Contact, agenda: Agenda, after: After, now: dt.datetime, zone: dt.tzinfo, columns: int) -> list[str]:
    """Return the reasoning as lines of a width: the name, then a paragraph for each due touch, then what comes after."""
    name = clean(person.name)
    told = [name]
    if not agenda.candidates:
        why = ("Nothing is due: something was sent, and the answer is theirs." if agenda.waiting else
               "Nothing is due, and no cadence runs. onward cadence use NAME WHO starts one.")
        told += ["", *wrap(why, columns)]
    for place, due in enumerate(agenda.candidates):
        order = "Then" if place else "Now" if due.window.opens <= now else "Next"
        left = reasons.time_left(due, now, zone)
        told += ["", *wrap(f"{order}: {clean(inbox.what(due))}{f', {left}' if left else ''}", columns)]
        for line in reasons.why_lines(due, now, zone):
            told += [f"  {each}" for each in wrap(clean(line), columns - 2)]
        for label, text in (*_rule(due), *_clock(due, now, zone)):
            first, *rest = wrap(text, max(columns - 13, 16))
            told += [f"  {label:<10} {first}", *(" " * 13 + each for each in rest)]
        if not place:
            told += _after(after, now, zone, columns)
    for each in agenda.proposals:
        told += ["", *wrap("Suggested: " + clean(reasons.reason_line(each, now, zone)), columns)]
    if agenda.turns is not None:
        told += ["", *wrap(f"This changes by itself: {instants.near(agenda.turns, now, zone)}.", columns)]
    return told


def _rule(due: DueTouch) -> list[tuple[str, str]]:
    """Return which rule made it: the place in the order, cadence and step, and every kind that would do."""
    step = clean(due.step).replace("-", " ")
    told = [("order", GROUPS.get(due.group, clean(due.group)))]
    told.append(("rule", f"cadence {clean(due.cadence)}, step {step}" if due.cadence else step))
    kinds = [dialogs.kind(each) for each in due.kinds if each != "decide"]
    if len(kinds) > 1:
        told.append(("would do", ", ".join(kinds)))
    return told


def _clock(due: DueTouch, now: dt.datetime, zone: dt.tzinfo) -> list[tuple[str, str]]:
    """Return the five instants, a line each; none for a question."""
    if due.group == "housekeeping":
        return []
    window = due.window
    named = (("opens", window.opens), ("goal", window.goal), ("due", window.due), ("late", window.late),
             ("last call", window.last_call))
    return [(label, f"{instants.full(at, now, zone)}, {instants.away(at, now)}") for label, at in named]


def _after(after: After, now: dt.datetime, zone: dt.tzinfo, columns: int) -> list[str]:
    """Return what would come next, for each likely outcome."""
    told = []
    for outcome, due in after:
        coming = receipts.due_by(due, now, zone) if due is not None else "nothing"
        text = f"After it, {AFTER.get(outcome, outcome)}: {coming.removeprefix('next: ')}"
        told += [f"  {each}" for each in wrap(text, columns - 2)]
    return told
