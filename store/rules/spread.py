"""Spreading what is due over the coming days: a plan of moves, best people first, before anything moves.

Only rhythm touches, rungs and housekeeping ever move. Owed replies, promises, running clocks, dates and what is past
last call stay where they are, whatever the cap.
"""

from __future__ import annotations

import datetime as dt

from store.model import Reason
from store.records import record
from store.reports import SpreadDay, SpreadMove, SpreadPreview
from store.rules import days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from store.model import Contact, DueTouch
    from store.rules.practice import Practice

MOVES = ("rhythm", "housekeeping")
"The groups whose rows may be put on another day."
CAP = 20
"Touches a day where the settings set no cap."
FURTHEST = 400
"Days ahead that are ever looked at."
_TEMPERATURE = {"hot": 0, "warm": 1, "": 2, "cold": 3}
_STAGE = {"profitability": 0, "credibility": 1, "visibility": 2, "": 2}
_LONG_AGO = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


@record
class Waiting:
    """One row of now and what decides how soon it comes."""

    contact: Contact
    "The contact."
    due: DueTouch
    "The contact's row of now."
    last: dt.datetime | None = None
    "When anything last passed."
    refers: bool = False
    "Whether they have sent somebody."


def may_move(due: DueTouch) -> bool:
    """Return whether a row may be put on another day: a rhythm touch, a rung or a question about one contact."""
    return bool(due.contact) and due.group in MOVES and not due.promise


def best_first(waiting: Waiting) -> tuple[object, ...]:
    """Return the key by which people are sorted: clients and referrers, hot, stage, recency; total and stable."""
    person = waiting.contact
    valued = person.standing == "client" or waiting.refers
    last = waiting.last or _LONG_AGO
    return (not valued, _TEMPERATURE.get(person.temperature, 2), _STAGE.get(person.stage, 2), -last.timestamp()
            if waiting.last else float("inf"), person.name.casefold(), person.id)


def preview(waiting: Iterable[Waiting], practice: Practice, now: dt.datetime, planned: Mapping[dt.date, int] | None = None,
            done_today: int = 0, over_days: int | None = None) -> SpreadPreview:
    """Return on which day each movable row would come, so that no day holds more than the daily cap.

    `planned` are the rhythm touches that open on coming days already, `done_today` those done today. `over_days`
    spreads evenly over that many working days instead of by the cap. A day is one of the user's working days and no
    public holiday where the contact is. Each day takes at least a quarter of the cap, so that an end is reached.
    """
    rows = list(waiting)
    movable = sorted((each for each in rows if may_move(each.due)), key=best_first)
    today = now.astimezone(days.home(practice)).date()
    cap = practice.daily_cap or CAP
    if over_days:
        cap = -(-len(movable) // over_days)
    placing = _Placing(practice, today, cap, {} if over_days else (planned or {}), 0 if over_days else done_today)
    for each in movable:
        placing.place(each)
    stays = [each for each in rows if not may_move(each.due)]
    return SpreadPreview(at=now, cap=cap, days=placing.found(planned or {}), stays=len(stays),
                         rescues=sum(each.due.group == "rescue" for each in stays), today=today)


class _Placing:
    """The days that fill up."""

    def __init__(self, practice: Practice, today: dt.date, cap: int, planned: Mapping[dt.date, int], done_today: int) -> None:
        self.practice, self.today, self.cap = practice, today, max(cap, 1)
        self.planned, self.done_today = planned, done_today
        self.full_until = 0
        self.taken: dict[dt.date, list[SpreadMove]] = {}

    def place(self, waiting: Waiting) -> None:
        """Put a row on the first day that has room for it and on which the contact can be reached."""
        place = days.place_of(waiting.contact, self.practice)
        for ahead in range(self.full_until, FURTHEST):
            day = self.today + dt.timedelta(days=ahead)
            if not self._room(day):
                if ahead == self.full_until:
                    self.full_until += 1
                continue
            if days.is_business(day, place):
                break
        person, due = waiting.contact, waiting.due
        self.taken.setdefault(day, []).append(SpreadMove(
            contact=person.id, name=person.name, step_key=due.step_key, step=due.step, kind=due.kind, group=due.group,
            on=day, why=why_so_soon(waiting)))

    def _room(self, day: dt.date) -> bool:
        """Return whether a day has room left: none on days off, else the cap less what is planned or done there."""
        if day.weekday() not in (self.practice.working_days or range(7)):
            return False
        at_least = -(-self.cap // 4)
        left = self.cap - self.done_today if day == self.today else max(self.cap - self.planned.get(day, 0), at_least)
        return len(self.taken.get(day, ())) < left

    def found(self, planned: Mapping[dt.date, int]) -> tuple[SpreadDay, ...]:
        """Return the days in order."""
        return tuple(SpreadDay(day, tuple(self.taken[day]), planned.get(day, 0)) for day in sorted(self.taken))


def why_so_soon(waiting: Waiting) -> tuple[Reason, ...]:
    """Return what a person's place among the others comes from, the strongest first."""
    person = waiting.contact
    found = []
    if person.standing == "client":
        found.append(Reason("client", {}))
    if waiting.refers:
        found.append(Reason("referrer", {}))
    if person.temperature:
        found.append(Reason("temperature", {"temperature": person.temperature}))
    if person.stage:
        found.append(Reason("stage-is", {"stage": person.stage}))
    if waiting.last is not None:
        found.append(Reason("last-touch", {"at": waiting.last}))
    return tuple(found)


def load(dues: Iterable[Sequence[DueTouch]], practice: Practice, now: dt.datetime) -> dict[dt.date, int]:
    """Return how many rhythm touches open on each coming day, from the candidates of everybody; one a contact."""
    zone = days.home(practice)
    found: dict[dt.date, int] = {}
    for candidates in dues:
        if any(due.window.opens <= now for due in candidates):
            continue
        coming = min((due.window.opens for due in candidates if due.group == "rhythm"), default=None)
        if coming is not None:
            day = coming.astimezone(zone).date()
            found[day] = found.get(day, 0) + 1
    return found
