"""Calendar arithmetic: weeks, business days, months, and wall times that exist."""

from __future__ import annotations

import datetime as dt

from store.records import record
from store.zones import known_zone, zone_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = dt.timedelta(days=1)


@record
class Ground:
    """What the words are held against: the moment, the place and the house rules."""

    reference: dt.datetime
    "The instant, aware, in UTC."
    here: dt.datetime
    "The same as wall time in the zone, naive."
    zone: str
    "The IANA zone."
    day_first: bool = False
    "Whether 12/5 is the twelfth of May."
    past: bool = False
    "Whether the words tell what happened."
    first_weekday: int = 0
    "0 for Monday to 6 for Sunday."
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    "0 for Monday; never empty."
    end_of_day: dt.time = dt.time(17, 30)
    "When the working day ends."
    lenient: bool = False
    "Whether the words are known to be a date, so that doubtful ones count."

    @property
    def today(self) -> dt.date:
        """The day in the zone."""
        return self.here.date()


def make_ground(
    reference: dt.datetime, zone: str, day_first: bool, past: bool, first_weekday: int, working_days: Sequence[int],
    end_of_day: dt.time, lenient: bool,
) -> Ground:
    """Return the ground for a reference; an unknown zone counts as UTC, no working days as all."""
    place = zone_named(zone)
    if place is None:
        zone, place = "UTC", dt.UTC
    if reference.tzinfo is None:
        reference = reference.replace(tzinfo=dt.UTC)
    return Ground(
        reference.astimezone(dt.UTC), reference.astimezone(place).replace(tzinfo=None, fold=0), zone, day_first, past,
        first_weekday % 7, tuple(working_days) or (0, 1, 2, 3, 4, 5, 6), end_of_day, lenient,
    )


def instant_of(wall: dt.datetime, zone: str) -> dt.datetime:
    """Return the instant of a naive wall time in a zone, in UTC.

    A wall time that a change of clocks skips means the later one that exists (02:30 becomes 03:30); one that
    comes twice means its later pass.
    """
    place = known_zone(zone)
    first = wall.replace(tzinfo=place, fold=0)
    before = first.astimezone(dt.UTC)
    if before.astimezone(place).replace(tzinfo=None, fold=0) != wall:
        return before
    return wall.replace(tzinfo=place, fold=1).astimezone(dt.UTC)


def wall_of(instant: dt.datetime, zone: str) -> dt.datetime:
    """Return the naive wall time of an instant in a zone."""
    return instant.astimezone(known_zone(zone)).replace(tzinfo=None, fold=0)


def week_start(day: dt.date, first_weekday: int) -> dt.date:
    """Return the first day of the week a day is in."""
    return day - DAY * ((day.weekday() - first_weekday) % 7)


def add_business_days(day: dt.date, count: int, working_days: Sequence[int]) -> dt.date:
    """Return the working day that is `count` working days after (or before) a day."""
    working = frozenset(working_days)
    step = DAY if count >= 0 else -DAY
    weeks, rest = divmod(abs(count), len(working))
    if weeks and not rest:
        weeks, rest = weeks - 1, len(working)
    day += step * 7 * weeks
    while rest:
        day += step
        rest -= day.weekday() in working
    return day


def add_months(day: dt.date, count: int) -> dt.date:
    """Return the same day of the month `count` months on; the last day where that month is shorter."""
    from dateutil.relativedelta import relativedelta

    moved: dt.date = day + relativedelta(months=count)
    return moved


def last_day_of_month(day: dt.date) -> dt.date:
    """Return the last day of the month a day is in."""
    following = day.replace(day=28) + DAY * 4
    return following - DAY * following.day


def nth_weekday(year: int, month: int, weekday: int, count: int) -> dt.date | None:
    """Return the n-th weekday of a month, -1 for the last one; None where there is no such day."""
    first = dt.date(year, month, 1)
    if count < 0:
        last = last_day_of_month(first)
        return last - DAY * ((last.weekday() - weekday) % 7)
    day = first + DAY * ((weekday - first.weekday()) % 7 + 7 * (count - 1))
    return day if day.month == month else None


def nearest_weekday(ground: Ground, weekday: int, past: bool) -> dt.date:
    """Return the nearest such weekday, ahead or behind; today where it is today's."""
    if past:
        return ground.today - DAY * ((ground.today.weekday() - weekday) % 7)
    return ground.today + DAY * ((weekday - ground.today.weekday()) % 7)


def first_working(day: dt.date, working_days: Sequence[int]) -> dt.date:
    """Return the day itself or the next working day after it."""
    for _ in range(7):
        if day.weekday() in working_days:
            break
        day += DAY
    return day


def last_working(day: dt.date, working_days: Sequence[int]) -> dt.date:
    """Return the day itself or the working day before it."""
    for _ in range(7):
        if day.weekday() in working_days:
            break
        day -= DAY
    return day


def year_of(ground: Ground, month: int, day: int) -> dt.date | None:
    """Return the next (for what happened: the last) such day of the year, today counting; None where there is none."""
    step = -1 if ground.past else 1
    for year in range(ground.today.year, ground.today.year + 9 * step, step):
        found = make_date(year, month, day)
        if found and (found <= ground.today if ground.past else found >= ground.today):
            return found
    return None


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, or None where there is no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
