"""Lengths of time in words: 2w, half an hour, two weeks and 3 days, 5 business days."""

from __future__ import annotations

import datetime as dt

from store.records import record
from store.rules.when.calendar import DAY, Ground, add_business_days, add_months
from store.rules.when.words import NUMBERS, SHORT_UNITS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.tokens import Tokens

SECONDS = {"second": 1, "minute": 60, "hour": 3600}
DAYS = {"day": 1, "week": 7, "fortnight": 14}
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
FRACTIONS = {(1, "/", "2"): 30, (1, "/", "4"): 15, (3, "/", "4"): 45}
LARGEST = 99_999
MOST_PARTS = 6


@record
class Span:
    """A length of time, its parts kept apart because months differ."""

    end: int
    "Place of the first token after it."
    months: int = 0
    "Whole months."
    days: int = 0
    "Whole days."
    business: int = 0
    "Business days."
    seconds: int = 0
    "Seconds."
    exact: bool = False
    "Whether it is told in hours or less, so that it leads to an instant."
    idiom: bool = False
    "Whether it is a figure of speech more often than a length (a second, a minute)."
    weeks_only: bool = False
    "Whether it is told in weeks alone."

    def day_from(self, day: dt.date, sign: int, ground: Ground) -> dt.date:
        """Return the day this length after (sign 1) or before (-1) a day; hours are left out."""
        if self.months:
            day = add_months(day, sign * self.months)
        day += DAY * (sign * self.days)
        return add_business_days(day, sign * self.business, ground.working_days) if self.business else day


def read_span(tokens: Tokens, place: int) -> Span | None:
    """Return the length of time that starts at a place, or None."""
    months = days = business = seconds = 0
    exact = idiom = False
    units: list[str] = []
    end = place
    for _ in range(MOST_PARTS):
        part = _read_part(tokens, end, bool(units))
        if part is None:
            break
        halves, unit, article, after = part
        months_half = MONTHS.get(unit, 0) * halves
        months += months_half // 2
        days += 15 * (months_half % 2) + (DAYS.get(unit, 0) * halves) // 2
        seconds += SECONDS.get(unit, 0) * halves // 2
        if unit in DAYS and DAYS[unit] * halves % 2:
            seconds += 43_200 if unit == "day" else 0
        business += halves // 2 if unit == "business" else 0
        exact = exact or unit in SECONDS
        idiom = article and unit in ("second", "minute")
        units.append(unit)
        end = after
        follows = tokens.word(end)
        end_of_list = end + 1 if follows in ("and", ",") else end
        if _read_part(tokens, end_of_list, True) is None:
            break
        end = end_of_list
    if not units:
        return None
    return Span(end, months, days, business, seconds, exact, idiom and len(units) == 1,
                all(unit in ("week", "fortnight") for unit in units))


def _read_part(tokens: Tokens, place: int, continued: bool) -> tuple[int, str, bool, int] | None:
    """Return (twice the amount, unit, whether told by an article, place after) of one part, or None."""
    word = tokens.word(place)
    if tokens.at(place).kind == "number":
        return _read_numeric(tokens, place)
    if word == "half":
        after = place + 1 + (tokens.word(place + 1) in ("a", "an"))
        after += tokens.word(after) == "-"
        unit = UNITS.get(tokens.word(after))
        return (1, unit, False, after + 1) if unit in ("hour", "day", "year", "minute") else None
    if word in ("a", "an") and tokens.word(place + 1) == "half":
        after = place + 2 + (tokens.word(place + 2) == "-")
        unit = UNITS.get(tokens.word(after))
        return (1, unit, False, after + 1) if unit in ("hour", "day", "year") else None
    if word in ("a", "the") and tokens.words(place + 1, "quarter", "of", "an", "hour"):
        return 30, "minute", False, place + 5
    if word == "three":
        after = place + 1 + (tokens.word(place + 1) == "-")
        if tokens.words(after, "quarters", "of", "an", "hour"):
            return 90, "minute", False, after + 4
    amount = _read_amount(tokens, place)
    if amount is None:
        return None
    halves, after, article = amount
    if continued and article:
        return None
    return _with_unit(tokens, halves, after, article)


def _read_numeric(tokens: Tokens, place: int) -> tuple[int, str, bool, int] | None:
    """Return a part that begins with digits: 2w, 20 minutes, 1.5 hours."""
    value = tokens.number(place)
    if value is None or value > LARGEST:
        return None
    halves, after = value * 2, place + 1
    if (
        tokens.word(after) in (".", ",")
        and tokens.glued(after)
        and tokens.glued(after + 1)
        and tokens.word(after + 1) in ("5", "0")
    ):
        halves += tokens.word(after + 1) == "5"
        after += 2
    elif tokens.words(after, "and", "a", "half") or tokens.words(after, "and", "an", "half"):
        halves, after = halves + 1, after + 3
    elif (value, tokens.word(after), tokens.word(after + 1)) in FRACTIONS and tokens.glued(after + 1):
        unit = tokens.word(after + 2)
        minutes = FRACTIONS[value, "/", tokens.word(after + 1)]
        return (minutes * 2, "minute", False, after + 3) if unit in ("h", "hr", "hour", "hours") else None
    elif tokens.words(after, "1", "/", "2") and tokens.glued(after + 2):
        halves, after = halves + 1, after + 3
    short = SHORT_UNITS.get(tokens.word(after))
    if short and tokens.glued(after):
        if tokens.word(after + 1) == "'" and tokens.glued(after + 1):
            return None
        return halves, short, False, after + 1
    return _with_unit(tokens, halves, after, False)


def _read_amount(tokens: Tokens, place: int) -> tuple[int, int, bool] | None:
    """Return (twice the amount, place after, whether it is an article) of an amount in words, or None."""
    word = tokens.word(place)
    if word in ("a", "an"):
        if tokens.word(place + 1) in ("couple", "pair"):
            return 4, place + 2 + (tokens.word(place + 2) == "of"), False
        if tokens.words(place + 1, "few"):
            return 6, place + 2, False
        return 2, place + 1, True
    if word == "couple":
        return 4, place + 1 + (tokens.word(place + 1) == "of"), False
    if word == "few":
        return 6, place + 1, False
    value = NUMBERS.get(word)
    if not value:
        return None
    after = place + 1
    if value >= 20:
        following = after + 1 if tokens.word(after) == "-" else after
        unit = NUMBERS.get(tokens.word(following), 0)
        if 0 < unit < 10:
            value, after = value + unit, following + 1
    if tokens.words(after, "and", "a", "half"):
        return value * 2 + 1, after + 3, False
    return value * 2, after, False


def _with_unit(tokens: Tokens, halves: int, place: int, article: bool) -> tuple[int, str, bool, int] | None:
    """Return the part with the unit that stands at a place, "and a half" after it, and its apostrophe."""
    word = tokens.word(place)
    if word == "-" and tokens.glued(place) and tokens.glued(place + 1):
        place += 1
        word = tokens.word(place)
    if word in ("business", "working", "work") and tokens.word(place + 1) in ("day", "days"):
        return _after_unit(tokens, halves, "business", article, place + 2)
    if word in ("calendar", "full", "whole", "more") and tokens.word(place + 1) in UNITS:
        place += 1
        word = tokens.word(place)
    if word in ("week's", "day's", "month's", "year's", "hour's", "fortnight's"):
        word = word[:-2]
    unit = UNITS.get(word)
    return _after_unit(tokens, halves, unit, article, place + 1) if unit else None


def _after_unit(tokens: Tokens, halves: int, unit: str, article: bool, after: int) -> tuple[int, str, bool, int]:
    """Return the part with what may follow its unit."""
    if tokens.words(after, "and", "a", "half") and tokens.word(after + 3) not in ("hour", "day", "year", "dozen"):
        return halves + 1, unit, False, after + 3
    if tokens.word(after) == "'" and tokens.glued(after):
        after += 1
    return halves, unit, article, after
