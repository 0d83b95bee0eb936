"""The days on which something in a calendar repeats (RFC 5545, RRULE), by whole days and with a bounded effort.

`dateutil.rrule` looks for the next day of a rule that has none until the year 9999, and begins each rule at its first day;
somebody else's calendar must cost neither. Rules by hours, minutes or week numbers are not followed.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_STEPS = 40_000
"Days, weeks, months or years that are looked at for one rule."
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_ONE_DAY = dt.timedelta(days=1)


@record
class Rule:
    """How something repeats."""

    frequency: str
    "One of FREQUENCIES."
    interval: int = 1
    "Every so many days, weeks, months or years."
    count: int = 0
    "How often in all, the first time included; 0 for no end."
    until: dt.datetime | None = None
    "The last time: aware in UTC, or a naive wall time; midnight where only a day is said."
    until_day: bool = False
    "Whether `until` is a day."
    by_day: tuple[tuple[int, int], ...] = ()
    "Weekdays as (which one: 2 for the second, -1 for the last, 0 for every; 0 for Monday)."
    by_month: tuple[int, ...] = ()
    "Months."
    by_month_day: tuple[int, ...] = ()
    "Days of a month, -1 for the last."
    by_year_day: tuple[int, ...] = ()
    "Days of a year, -1 for the last."
    by_place: tuple[int, ...] = ()
    "Which of the days that a period gives (BYSETPOS)."
    week_start: int = 0
    "The weekday on which weeks begin, 0 for Monday."


class Budget:
    """How much may still be computed, for a whole calendar."""

    def __init__(self, steps: int) -> None:
        """Begin with some steps."""
        self.left = steps

    def spend(self, steps: int = 1) -> bool:
        """Take steps; False where none are left."""
        self.left -= steps
        return self.left >= 0


def read(text: str) -> Rule | None:
    """Return the rule of a text such as `FREQ=WEEKLY;BYDAY=TU`; None for one that is not followed."""
    parts: dict[str, str] = {}
    for each in text.upper().replace(" ", "").split(";")[:30]:
        name, _, value = each.partition("=")
        if name:
            parts[name] = value
    unknown = parts.keys() - {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY",
                              "BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND"}
    several = any("," in parts.get(name, "") for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if parts.get("FREQ") not in FREQUENCIES or several or any(not each.startswith("X-") for each in unknown):
        return None
    try:
        until, until_day = _until(parts.get("UNTIL", ""))
        return Rule(
            parts["FREQ"], max(1, int(parts.get("INTERVAL") or 1)), max(0, int(parts.get("COUNT") or 0)), until, until_day,
            _weekdays(parts.get("BYDAY", "")), _numbers(parts.get("BYMONTH", ""), 12),
            _numbers(parts.get("BYMONTHDAY", ""), 31), _numbers(parts.get("BYYEARDAY", ""), 366),
            _numbers(parts.get("BYSETPOS", ""), 366), WEEKDAYS.index(parts.get("WKST") or "MO"))
    except ValueError:
        return None


def _until(text: str) -> tuple[dt.datetime | None, bool]:
    """Return the last time of a rule, and whether it is a day; raises ValueError."""
    if not text:
        return None, False
    match = _STAMP.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second, utc = match.groups()
    at = dt.datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(59, int(second or 0)))
    return (at.replace(tzinfo=dt.UTC) if utc else at), hour is None


def _weekdays(text: str) -> tuple[tuple[int, int], ...]:
    """Return weekdays with their place; raises ValueError."""
    found: list[tuple[int, int]] = []
    for each in text.split(",") if text else ():
        match = _DAY.fullmatch(each)
        if match is None or len(found) > 60:
            raise ValueError(text)
        found.append((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return tuple(found)


def _numbers(text: str, most: int) -> tuple[int, ...]:
    """Return numbers from 1 to `most`, or from the end where negative; raises ValueError."""
    found = tuple(int(each) for each in text.split(",")) if text else ()
    if any(not 1 <= abs(each) <= most for each in found) or len(found) > 400:
        raise ValueError(text)
    return found


def days(rule: Rule, first: dt.date, since: dt.date, until: dt.date, budget: Budget) -> Iterator[dt.date]:
    """Yield the days from `since` to `until` on which something repeats that begins on `first`, in order.

    The first day belongs to them whatever the rule says. A rule that ends by its count is followed from its first day; `until`
    of the rule is the caller's to heed where it is a time.
    """
    last = until
    if rule.until is not None:
        last = min(last, rule.until.date() + _ONE_DAY)
    place = 0 if rule.count else max(0, _periods(rule, first, since) - 1)
    counted = 1
    if since <= first <= last:
        yield first
    for _ in range(MOST_STEPS):
        begins = _begin(rule, first, place)
        place += 1
        if begins is None or begins > last or not budget.spend():
            return
        for day in _placed(rule, _of_period(rule, first, begins)):
            if day <= first:
                continue
            counted += 1
            if day > last or (rule.count and counted > rule.count) or not budget.spend():
                return
            if day >= since:
                yield day


def _periods(rule: Rule, first: dt.date, since: dt.date) -> int:
    """Return how many whole steps of a rule lie between its first day and another."""
    between = {
        "DAILY": (since - first).days, "WEEKLY": (since - first).days // 7,
        "MONTHLY": (since.year - first.year) * 12 + since.month - first.month, "YEARLY": since.year - first.year,
    }[rule.frequency]
    return between // rule.interval


def _begin(rule: Rule, first: dt.date, place: int) -> dt.date | None:
    """Return the first day of a period of a rule; None past the end of the calendar."""
    step = place * rule.interval
    try:
        if rule.frequency == "DAILY":
            return first + dt.timedelta(days=step)
        if rule.frequency == "WEEKLY":
            return first + dt.timedelta(days=7 * step - (first.weekday() - rule.week_start) % 7)
        if rule.frequency == "YEARLY":
            return dt.date(first.year + step, 1, 1)
        months = first.year * 12 + first.month - 1 + step
        return dt.date(months // 12, months % 12 + 1, 1)
    except (OverflowError, ValueError):
        return first if place == 0 and rule.frequency == "WEEKLY" else None


def _of_period(rule: Rule, first: dt.date, begins: dt.date) -> list[dt.date]:
    """Return the days of one period that a rule gives, in order."""
    if rule.frequency == "DAILY":
        found = [begins] if not rule.by_day or begins.weekday() in _plain(rule) else []
        found = [each for each in found if _in_month(rule, each)]
    elif rule.frequency == "WEEKLY":
        wanted = _plain(rule) or {first.weekday()}
        found = [each for each in (_later(begins, ahead) for ahead in range(7)) if each is not None]
        found = [each for each in found if each.weekday() in wanted]
    elif rule.frequency == "MONTHLY":
        found = _of_month(rule, first, begins.year, begins.month)
    else:
        found = _of_year(rule, first, begins.year)
    if rule.by_month:
        found = [each for each in found if each.month in rule.by_month]
    return found


def _later(day: dt.date, ahead: int) -> dt.date | None:
    """Return a day some days ahead; None past the end of the calendar."""
    try:
        return day + dt.timedelta(days=ahead)
    except OverflowError:
        return None


def _plain(rule: Rule) -> set[int]:
    """Return the weekdays of a rule."""
    return {weekday for _, weekday in rule.by_day}


def _in_month(rule: Rule, day: dt.date) -> bool:
    """Return whether a day is one of the days of a month that a rule names, if it names any."""
    if not rule.by_month_day:
        return True
    return day.day in rule.by_month_day or day.day - monthrange(day.year, day.month)[1] - 1 in rule.by_month_day


def _of_month(rule: Rule, first: dt.date, year: int, month: int) -> list[dt.date]:
    """Return the days of a month that a rule gives."""
    length = monthrange(year, month)[1]
    if not rule.by_day and not rule.by_month_day:
        return [dt.date(year, month, first.day)] if first.day <= length else []
    found = set(range(1, length + 1))
    if rule.by_month_day:
        found = {each if each > 0 else length + 1 + each for each in rule.by_month_day} & found
    if rule.by_day:
        found &= _weekdays_among(rule, dt.date(year, month, 1).weekday(), length)
    return [dt.date(year, month, each) for each in sorted(found)]


def _weekdays_among(rule: Rule, starts_on: int, length: int) -> set[int]:
    """Return which days, from 1, of a stretch of days are the weekdays of a rule."""
    found: set[int] = set()
    for which, weekday in rule.by_day:
        these = range((weekday - starts_on) % 7 + 1, length + 1, 7)
        if which == 0:
            found.update(these)
        elif abs(which) <= len(these):
            found.add(these[which - 1 if which > 0 else which])
    return found


def _of_year(rule: Rule, first: dt.date, year: int) -> list[dt.date]:
    """Return the days of a year that a rule gives."""
    length = (dt.date(year, 12, 31) - dt.date(year, 1, 1)).days + 1
    begins = dt.date(year, 1, 1)
    if rule.by_year_day:
        places = {each if each > 0 else length + 1 + each for each in rule.by_year_day}
        found = [begins + dt.timedelta(days=each - 1) for each in sorted(places) if 1 <= each <= length]
        return [each for each in found if _in_month(rule, each) and (not rule.by_day or each.weekday() in _plain(rule))]
    if rule.by_day and not rule.by_month and not rule.by_month_day:
        return [begins + dt.timedelta(days=each - 1)
                for each in sorted(_weekdays_among(rule, begins.weekday(), length))]
    months = sorted(set(rule.by_month)) if rule.by_month else list(range(1, 13)) if rule.by_month_day else [first.month]
    return [each for month in months if 1 <= month <= 12 for each in _of_month(rule, first, year, month)]


def _placed(rule: Rule, found: list[dt.date]) -> list[dt.date]:
    """Return those of a period's days that stand at the places a rule names, if it names any."""
    if not rule.by_place:
        return found
    places = {each - 1 if each > 0 else len(found) + each for each in rule.by_place}
    return [each for place, each in enumerate(found) if place in places]
