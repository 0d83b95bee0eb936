"""Who rests: found exactly and cheaply for most people, so that the whole agenda is only worked out where something may be due.

Every step here answers "can anything have opened?" with an instant that is never later than the true one, and gives up
(None) where that is not certain; then the agenda itself is asked. What a candidate opens with is the only question: the
guards, pauses and moves put a candidate off and never forward, so they are left out.
"""

from __future__ import annotations

import datetime as dt

from store.rules import days
from store.rules.beat import interval
from store.rules.case import Case, after_anchor
from store.rules.channels import WRITTEN
from store.rules.course import course_of
from store.rules.dates import earliest
from store.rules.progress import progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from store.model import Dossier, Pause, Plan, Touch
    from store.rules.practice import Practice

_DAY = dt.timedelta(days=1)
_PLAIN = frozenset(WRITTEN)
_SENT = ("", "sent")
_LEFT = ("sent", "left-message")
_LONGEST_CLOSED = 6
"Days without a business day among them after which a rhythm touch may come earlier instead of later."
_MANY = 10 ** 9


class Rest:
    """What the queue counts of somebody with whom nothing is due."""

    __slots__ = ("planned", "waiting")

    def __init__(self, planned: bool, waiting: bool) -> None:
        """Keep whether anything is planned at all, and whether something unanswered was sent."""
        self.planned = planned
        self.waiting = waiting


_RESTS = {(planned, waiting): Rest(planned, waiting) for planned in (False, True) for waiting in (False, True)}


def rest(dossier: Dossier, practice: Practice, now: dt.datetime) -> Rest | None:
    """Return that nothing has opened with a contact, and what they count as; None where the agenda has to say.

    Certain wherever it is not None: `agenda` then has no candidate that opened at or before `now`, has any at all where
    `planned`, and the same `waiting`.
    """
    contact = dossier.contact
    if contact.merged_into or contact.standing == "closed" or _is_endless(dossier.pauses) or _is_endless(practice.aways):
        return None
    for promise in dossier.promises:
        if promise.kept is None and promise.dropped is None:
            return None
    for permission in contact.permissions:
        if permission.state == "refused":
            return None
    for plan in dossier.plans:
        if course_of(plan.definition).beside:
            return None
    place = _last_word(dossier.touches, practice)
    if place is None:
        return None
    planned = False
    for plan in dossier.plans:
        if plan.ended is None:
            if not _rests(plan, place, dossier, practice, now):
                return None
            planned = True
    if dossier.dates:
        opens = earliest(dossier, practice, now)
        if opens is not None and (not planned or opens <= now):
            return None
    return _RESTS[planned, place >= 0]


def _is_endless(pauses: Sequence[Pause]) -> bool:
    """Return whether one of some pauses has no end, and may hide what there is altogether."""
    return bool(pauses) and any(each.until is None and each.ended is None for each in pauses)


def _last_word(touches: Sequence[Touch], practice: Practice) -> int | None:
    """Return the place of the last touch but newsletters where that is a plain word of the user's; -1 where there is none.

    None where a reply, a recap or a next step may be owed: for somebody heard from or talked to since something was written
    at least the gap ago.
    """
    last = len(touches) - 1
    place = last
    while place >= 0 and touches[place].kind == "newsletter" and _is_word(touches[place]):
        place -= 1
    if place < 0:
        return -1
    overtaken = touches[last].happened.at - dt.timedelta(days=max(1, practice.gap_days))
    written = False
    for before in range(place, -1, -1):
        touch = touches[before]
        if written and touch.happened.at <= overtaken:
            break
        if not _is_word(touch) or (before and touches[before - 1].direction == "in"):
            return None
        written = written or touch.kind in _PLAIN
    return place


def _is_word(touch: Touch) -> bool:
    """Return whether a touch is a word of the user's that nothing is known to have come of: sent, or left on a machine."""
    if touch.direction != "out":
        return False
    if touch.kind == "call":
        return touch.outcome in _LEFT
    return touch.outcome in _SENT and (touch.kind in _PLAIN or touch.kind == "newsletter")


def _rests(plan: Plan, place: int, dossier: Dossier, practice: Practice, now: dt.datetime) -> bool:
    """Return whether nothing of an open plan can have opened; `place` is that of the last word."""
    if place < 0:
        return False
    rhythm = _rhythm_of(plan, place, dossier, practice, now)
    if rhythm is None:
        return False
    newsletter = "newsletter" in rhythm["kinds"]
    base = dossier.touches[-1 if newsletter else place].happened.at
    least, *_ = interval(plan, rhythm, dossier.contact, practice, 0 if rhythm.get("stretch", 1.0) >= 1 else _MANY)
    opens = base + least * _DAY
    start = plan.anchor.at
    if opens < start and start <= now:
        return False
    length = rhythm.get("days", 0)
    if length and start + length * _DAY <= now:
        return False
    where = days.place_of(dossier.contact, practice)
    wanted = days.local_day(max(opens, start), where)
    day = days.business_day(wanted, where)
    return (day - wanted).days <= _LONGEST_CLOSED and days.opening_of(day, where) > now


def _rhythm_of(plan: Plan, place: int, dossier: Dossier, practice: Practice, now: dt.datetime) -> Mapping[str, Any] | None:
    """Return the rhythm a plan stands in, its last touch no call that nobody took; None where it is not certain."""
    course = course_of(plan.definition)
    touches = dossier.touches
    if touches[place].happened.at <= plan.anchor.at and after_anchor(plan, touches[:place + 1]):
        return None
    if course.steps:
        stand = progress(plan, Case(dossier, practice, now))
        return stand.table if stand.rhythm else None
    first: Mapping[str, Any] | None = course.rhythms[course.order[0]] if course.order else None
    if first is None or "replied" in first:
        return None
    for touch in touches:
        if touch.outcome == "declined":
            return None
    return first
