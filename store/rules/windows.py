"""The clocks: from what started one to its five instants, always opens <= goal <= due <= late <= last call."""

from __future__ import annotations

import datetime as dt

from store.model import Window
from store.rules import days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Contact, Planned
    from store.rules.days import Place
    from store.rules.practice import Practice

_MINUTE = dt.timedelta(minutes=1)
_HOUR = dt.timedelta(hours=1)
_DAY = dt.timedelta(days=1)
LATE_AFTER = 3 * _DAY
LAST_CALL_AFTER = 7 * _DAY

HOURS: dict[str, tuple[dt.timedelta, dt.timedelta, dt.timedelta, dt.timedelta]] = {
    "met": (_HOUR, 24 * _HOUR, 48 * _HOUR, 72 * _HOUR),
    "booth": (5 * _MINUTE, _HOUR, 24 * _HOUR, 72 * _HOUR),
    "inquiry": (0 * _HOUR, _HOUR, 24 * _HOUR, 48 * _HOUR),
    "cold-lead": (24 * _HOUR, 48 * _HOUR, 60 * _HOUR, 72 * _HOUR),
    "recap": (_HOUR, 24 * _HOUR, 48 * _HOUR, 72 * _HOUR),
    "referrer": (_HOUR, 24 * _HOUR, 48 * _HOUR, 72 * _HOUR),
    "referral": (2 * _HOUR, 24 * _HOUR, 48 * _HOUR, 72 * _HOUR),
}
"Clocks that count hours: goal, due, late, last call after the start."
BUSINESS = ("lead-call", "reply")
"Clocks that count business days: same day, end of the next business day, one more, two more."
CLOCKS = (*HOURS, *BUSINESS, "promise", "rung", "rhythm")
"Every row of the table of clocks, by name."


def window(clock: str, start: dt.datetime, practice: Practice, contact: Contact,
           until: dt.datetime | None = None) -> Window:
    """Return one row of the table of clocks, counted from `start` (aware).

    `until` is the upper bound of a `rung` or a `rhythm` touch (default: `start`). Business days are the user's
    working days in the contact's country, ending when working hours end in the contact's zone. Raises KeyError for
    a clock that is not in CLOCKS.
    """
    place = days.place_of(contact, practice)
    if clock == "promise":
        own = days.home(practice)
        opens = min(days.instant(start.astimezone(own).date(), dt.time(0, 0), own), start - _HOUR)
        return _after_promise(start, opens, place)
    if clock in ("rung", "rhythm"):
        return span(start, until or start)
    return running(clock, start, place)


def running(clock: str, start: dt.datetime, place: Place) -> Window:
    """Return the window of a clock that runs from `start`: one of HOURS or BUSINESS; raises KeyError for others."""
    if clock in BUSINESS:
        today = days.local_day(start, place)
        first = days.business_day(today, place, 1)
        second = days.business_day(first, place, 1)
        third = days.business_day(second, place, 1)
        return ordered(start, days.instant(today, days.DAY_END, place.zone), days.closing_of(first, place),
                       days.closing_of(second, place), days.closing_of(third, place))
    goal, due, late, last_call = HOURS[clock]
    return Window(start, start + goal, start + due, start + late, start + last_call)


def ordered(opens: dt.datetime, goal: dt.datetime, due: dt.datetime, late: dt.datetime,
            last_call: dt.datetime) -> Window:
    """Return a window whose later instants have moved so that the order holds."""
    goal = max(opens, goal)
    due = max(goal, due)
    late = max(due, late)
    return Window(opens, goal, due, late, max(late, last_call))


def span(opens: dt.datetime, due: dt.datetime) -> Window:
    """Return the window of a rung or a rhythm touch: goal where it opens, late three days past due, last call seven."""
    due = max(opens, due)
    return Window(opens, opens, due, due + LATE_AFTER, due + LAST_CALL_AFTER)


def promised(planned: Planned, practice: Practice, place: Place) -> Window:
    """Return the window of a promise: shown from the start of its day, due at its time or when the day's work ends."""
    at = days.planned_instant(planned, practice, place.closing)
    opens = min(days.planned_instant(_day_of(planned), practice, dt.time(0, 0)), at - _HOUR)
    return _after_promise(at, opens, place)


def _day_of(planned: Planned) -> Planned:
    """Return the day of a planned time, in its zone."""
    from store.records import replace

    return replace(planned, time=None)


def _after_promise(at: dt.datetime, opens: dt.datetime, place: Place) -> Window:
    """Return the window of a promise due at an instant: late a business day later at that wall time, last call two."""
    there = at.astimezone(place.zone)
    first = days.business_day(there.date(), place, 1)
    second = days.business_day(first, place, 1)
    time = there.time()
    return ordered(opens, at, at, days.instant(first, time, place.zone), days.instant(second, time, place.zone))


def moved(window_: Window, opens: dt.datetime, restart: dt.datetime | None) -> Window:
    """Return a window that opens no earlier than `opens`.

    With `restart` (a new upper bound) it counts anew from there, as a rung or rhythm touch that was put off does;
    without, the clock has gone on running and only the order is kept.
    """
    if opens <= window_.opens:
        return window_
    if restart is not None and restart > window_.due:
        return span(opens, restart)
    return ordered(opens, window_.goal, window_.due, window_.late, window_.last_call)
