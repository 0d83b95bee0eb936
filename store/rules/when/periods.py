"""Weeks, months, quarters, years and weekends: this, next and last, by number and by name."""

from __future__ import annotations

import datetime as dt

from store.records import replace
from store.rules.when import calendar
from store.rules.when.calendar import DAY
from store.rules.when.day import LAST, NEXT, THIS, Day
from store.rules.when.feasts import FIRST_WORDS, read_feast
from store.rules.when.words import MONTHS, NAME_MONTHS, PERIODS, WEEKDAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.calendar import Ground
    from store.rules.when.tokens import Tokens


def read_period(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return a period without "this" or "next" before it: week after next, weekend, Q1 2027."""
    word = tokens.word(place)
    if word in PERIODS and tokens.words(place + 1, "after", "next"):
        return period_day(ground, PERIODS[word], 2, place + 3)
    if word in PERIODS and tokens.words(place + 1, "before", "last"):
        return period_day(ground, PERIODS[word], -2, place + 3)
    if word in ("week", "wk") and tokens.word(place + 1) in ("of", "commencing", "beginning", "starting"):
        return week_of(tokens, place + 2, ground)
    if word == "weekend" and ground.lenient:
        return period_day(ground, "weekend", 0, place + 1)
    if word == "q" and tokens.glued(place + 1) and tokens.word(place + 1) in ("1", "2", "3", "4"):
        return _quarter(tokens, place, ground, proof)
    return None


def week_of(tokens: Tokens, place: int, ground: Ground) -> Day | None:
    """Return the first working day of the week that a date is in."""
    from store.rules.when.dates import read_date

    base = read_date(tokens, place, ground, True)
    if base is None or base.period:
        return None
    start = calendar.week_start(base.day, ground.first_weekday)
    return Day(calendar.first_working(start, ground.working_days), base.end, period="week")


def _quarter(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return the first day of a quarter by number, with a year where one follows."""
    if not (ground.lenient or proof or tokens.word(place - 1) in ("in", "during", "early", "late", "for")):
        return None
    month, end = 3 * int(tokens.word(place + 1)) - 2, place + 2
    year = tokens.number(end) if tokens.digits(end) == 4 else None
    if year is not None and 1900 <= year <= 2200:
        return Day(dt.date(year, month, 1), end + 1, period="quarter")
    first, today = dt.date(ground.today.year, month, 1), ground.today
    over = calendar.add_months(first, 3) <= today
    if ground.past:
        return Day(first if first <= today else first.replace(year=first.year - 1), end, period="quarter")
    return Day(max(first, today) if not over else first.replace(year=first.year + 1), end, period="quarter")


def read_modified(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return this, next or last with a weekday, a week, a month, a weekend, a month's name."""
    word = tokens.word(place)
    if word not in NEXT and word not in LAST and word not in THIS:
        return None
    sign = 1 if word in NEXT else -1 if word in LAST else 0
    after = place + 1
    if word == "this" and tokens.word(after) in LAST:
        sign, after = -1, after + 1
    if word == "this" and tokens.word(after) in ("coming", "upcoming"):
        word, after = "coming", after + 1
    if word in ("coming", "upcoming") and tokens.word(after) in PERIODS:
        sign = 1
    if tokens.word(after) in ("business", "working") and tokens.word(after + 1) == "day":
        return Day(calendar.add_business_days(ground.today, sign or 1, ground.working_days), after + 2) if sign else None
    noun = tokens.word(after)
    if noun in ("workday", "weekday") and sign:
        return Day(calendar.add_business_days(ground.today, sign, ground.working_days), after + 1)
    if noun in WEEKDAYS:
        return _modified_weekday(tokens, word, sign, after, ground)
    if noun in PERIODS and not (word == "past" and not ground.lenient):
        found = period_day(ground, PERIODS[noun], sign, after + 1)
        return _weekday_in(tokens, found, PERIODS[noun], sign, ground)
    if (
        noun in MONTHS
        and noun != "mar"
        and (sign or ground.lenient or noun not in NAME_MONTHS or tokens.at(after).raw[0].isupper())
    ):
        return _modified_month(tokens, after, sign, ground)
    if noun in FIRST_WORDS:
        return read_feast(tokens, after, replace(ground, past=True) if sign < 0 else ground, True)
    return None


def _modified_weekday(tokens: Tokens, word: str, sign: int, place: int, ground: Ground) -> Day:
    """Return this, next, coming or last tuesday by the rules of the house."""
    weekday = WEEKDAYS[tokens.word(place)]
    start = calendar.week_start(ground.today, ground.first_weekday)
    inside = start + DAY * ((weekday - ground.first_weekday) % 7)
    end = place + 1
    if sign > 0:
        week = 1 if tokens.word(end) in ("week", "wk") and tokens.word(end + 1) != "of" else 0
        return Day(inside + DAY * 7, end + week, sense="future")
    if sign < 0:
        last = ground.today - DAY * ((ground.today.weekday() - weekday) % 7 or 7)
        if tokens.word(end) == "week":
            return Day(inside - DAY * 7, end + 1, sense="past")
        return Day(last, end, sense="past")
    if word in ("coming", "upcoming") or (not ground.past and inside < ground.today):
        inside = calendar.nearest_weekday(ground, weekday, False)
    elif ground.past and inside > ground.today:
        inside -= DAY * 7
    if word in ("coming", "upcoming") and inside == ground.today:
        inside += DAY * 7
    return Day(inside, end)


def _weekday_in(tokens: Tokens, found: Day, period: str, sign: int, ground: Ground) -> Day:
    """Return "next week tuesday", "next week on friday", "next month on the 15th" for the period read."""
    at = found.end + (tokens.word(found.end) in ("on", ","))
    if period == "week" and tokens.word(at) in WEEKDAYS:
        start = calendar.week_start(ground.today, ground.first_weekday) + DAY * 7 * sign
        inside = start + DAY * ((WEEKDAYS[tokens.word(at)] - ground.first_weekday) % 7)
        return Day(inside, at + 1, sense=found.sense)
    if period == "month" and tokens.word(at) == "the" and tokens.word(at + 2) in ("st", "nd", "rd", "th"):
        first = calendar.add_months(ground.today.replace(day=1), sign)
        number = tokens.number(at + 1)
        day = calendar.make_date(first.year, first.month, number) if number else None
        return Day(day, at + 3, sense=found.sense) if day else found
    return found


def _modified_month(tokens: Tokens, place: int, sign: int, ground: Ground) -> Day | None:
    """Return the first day of this, next or last December; a day number after the name is left to the dates."""
    month = MONTHS[tokens.word(place)]
    if tokens.digits(place + 1):
        from store.rules.when.dates import read_date

        return read_date(tokens, place, replace(ground, past=sign < 0), True) if sign else None
    year = ground.today.year
    if not sign and not ground.past and month < ground.today.month:
        year += 1
    if sign > 0 and month <= ground.today.month:
        year += 1
    elif sign < 0 and month >= ground.today.month:
        year -= 1
    sense = "future" if sign > 0 else "past" if sign < 0 else ""
    return Day(dt.date(year, month, 1), place + 1, sense=sense, period="month")


def period_day(ground: Ground, period: str, sign: int, end: int) -> Day:
    """Return the first day of the period `sign` periods from now, by the house rule for periods.

    A week means its first working day; a weekend its first free day; a period that has begun means today.
    """
    first = period_start(ground, period, sign)
    sense = "future" if sign > 0 else "past" if sign < 0 else ""
    if period == "week" and sign >= 0:
        first = calendar.first_working(first, ground.working_days)
    if sign == 0 and not ground.past and first < ground.today:
        first = ground.today
    if sign == 0 and ground.past and first > ground.today:
        first -= DAY * 7
    return Day(first, end, sense=sense, period=period)


def period_start(ground: Ground, period: str, shift: int) -> dt.date:
    """Return the first calendar day of a period `shift` periods from the present one."""
    today = ground.today
    if period == "week":
        return calendar.week_start(today, ground.first_weekday) + DAY * 7 * shift
    if period == "weekend":
        saturday = calendar.week_start(today, 0) + DAY * 5
        if shift < 0:
            return saturday + DAY * 7 * shift
        return saturday + DAY * 7 * shift
    if period == "month":
        return calendar.add_months(today.replace(day=1), shift)
    if period == "quarter":
        return calendar.add_months(dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * shift)
    return dt.date(today.year + shift, 1, 1)


def period_end(ground: Ground, period: str, shift: int) -> dt.date:
    """Return the last day of a period; of a week its last working day."""
    if period == "week":
        start = period_start(ground, "week", shift)
        return calendar.last_working(start + DAY * 6, ground.working_days)
    if period == "weekend":
        return period_start(ground, period, shift) + DAY
    return period_start(ground, period, shift + 1) - DAY
