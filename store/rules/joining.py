"""Two histories made one: which touches, promises and dates both have, and which plan goes on."""

from __future__ import annotations

from store.records import replace
from store.rules.merging import joined_notes

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Hashable, Iterable, Sequence

    from store.model import Dossier, Pause, Plan, Promise, SpecialDate, Touch

FILLED = ("outcome", "subject", "text", "address", "plan", "step", "template", "message_id", "references", "event",
          "external_key", "shelf")
"What one of two records of the same touch takes from the other where it is empty."


def doubles(first: Sequence[Touch], second: Sequence[Touch]) -> dict[str, str]:
    """Return for each touch of the second history that the first has too: its id to that one's id.

    The same are: one key in another program, one Message-ID, or the same instant, kind, direction, outcome and words. Each
    touch of the first stands for one of the second; a touch that both had a part in is no double.
    """
    shared = {each.id for each in first}
    free: dict[Hashable, list[str]] = {}
    for each in first:
        for mark in _marks(each):
            free.setdefault(mark, []).append(each.id)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for each in second:
        if each.id in shared:
            continue
        twin = next((one for mark in _marks(each) for one in free.get(mark, ()) if one not in taken), None)
        if twin is not None:
            found[each.id] = twin
            taken.add(twin)
    return found


def _marks(touch: Touch) -> Iterable[Hashable]:
    """Yield what a touch is known by, the surest first."""
    if touch.external_key:
        yield "external", touch.external_key
    if touch.message_id:
        yield "message", touch.message_id.strip(" <>"), touch.direction
    if touch.external_key or touch.message_id:
        return
    yield ("words", touch.happened.at, touch.happened.day_only, touch.kind, touch.direction, touch.outcome,
           " ".join(touch.note.split()), touch.subject, touch.text)


def joined_touch(first: Touch, second: Touch, contacts: Sequence[str]) -> Touch:
    """Return one touch of two records of it: filled up, the notes joined, with everybody who had a part in either."""
    filled = {name: getattr(second, name) for name in FILLED if not getattr(first, name) and getattr(second, name)}
    if first.wants_answer is None and second.wants_answer is not None:
        filled["wants_answer"] = second.wants_answer
    return replace(first, contacts=tuple(contacts), note=joined_notes(first.note, second.note),
                   recorded=min(first.recorded, second.recorded), **filled)


def same_promise(first: Promise, second: Promise) -> bool:
    """Return whether two promises are the same one."""
    return (first.kind, first.due, first.text, first.next_step, _at(first.kept), _at(first.dropped)) == (
        second.kind, second.due, second.text, second.next_step, _at(second.kept), _at(second.dropped))


def _at(moment: object) -> dt.datetime | None:
    return getattr(moment, "at", None)


def same_date(first: SpecialDate, second: SpecialDate) -> bool:
    """Return whether two dates are the same one, of which a year may be missing."""
    return ((first.name.casefold(), first.month, first.day) == (second.name.casefold(), second.month, second.day)
            and (first.year == second.year or first.year is None or second.year is None))


def same_pause(first: Pause, second: Pause) -> bool:
    """Return whether two pauses are the same span."""
    return (first.since, first.until, first.ended) == (second.since, second.until, second.ended)


def running(dossier: Dossier) -> tuple[Plan, ...]:
    """Return the open plans of a contact."""
    return tuple(each for each in dossier.plans if each.ended is None)


def further(first: Dossier, second: Dossier) -> str:
    """Return whose open plan goes on, `1` or `2`: the one with more touches of the user's since its anchor; then the newer."""
    ours, theirs = running(first), running(second)
    if not theirs or not ours:
        return "1" if ours or not theirs else "2"
    return "2" if _furthest(theirs, second.touches) > _furthest(ours, first.touches) else "1"


def _furthest(plans: Iterable[Plan], touches: Sequence[Touch]) -> tuple[int, float]:
    """Return how far the furthest plan has come: the user's touches since its anchor, then the anchor."""
    return max((sum(touch.direction == "out" and touch.happened.at > each.anchor.at for touch in touches),
                each.anchor.at.timestamp()) for each in plans)


def birthday(dates: Iterable[SpecialDate]) -> SpecialDate | None:
    """Return the birthday among some dates; the one with a year before the one without."""
    found = [each for each in dates if each.name.casefold() == "birthday"]
    return next((each for each in found if each.year is not None), found[0] if found else None)
