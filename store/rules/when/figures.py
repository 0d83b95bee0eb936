"""Dates in figures: 2026-12-05, 12/5, 12.12.2026, 12/2026, 20261205."""

from __future__ import annotations

import datetime as dt

from store.rules.when import calendar
from store.rules.when.day import Day
from store.rules.when.doubts import NO_FIGURES
from store.rules.when.words import AFTER_BARE, MONTHS, WEEKDAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.calendar import Ground
    from store.rules.when.tokens import Tokens

FIRST_YEAR, LAST_YEAR = 1900, 2200
NO_DATES = frozenset(
    ((24, 7), (50, 50), (1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 1), (1, 5), (1, 8), (9, 11), (7, 11), (4, 4))
)
"Pairs with a slash that are fractions and figures of speech; they need a word before them that only a date has."


def read_figures(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return 2026-12-05, 12/5/2026, 12.12.2026, 12/5, 20261205, 2026, or None."""
    first, digits = tokens.number(place), tokens.digits(place)
    if first is None:
        return None
    if digits == 4 and tokens.word(place + 2) in MONTHS and tokens.glued(place + 1) and tokens.glued(place + 2):
        return _year_month_day(tokens, place, first)
    mark = tokens.word(place + 1) if tokens.glued(place + 1) else ""
    second = tokens.number(place + 2) if mark and tokens.glued(place + 2) else None
    if mark in ("-", "/", ".") and second is not None:
        again = tokens.word(place + 3) == mark and tokens.glued(place + 3) and tokens.glued(place + 4)
        third = tokens.number(place + 4) if again else None
        if digits == 4 or third is not None:
            return _three_figures(tokens, place, ground, third)
        if tokens.digits(place + 2) > 2 or digits > 2:
            return _month_and_year(tokens, place) if mark == "/" else None
        return _two_figures(tokens, place, mark, ground, proof)
    timed = tokens.word(place + 1) == "t" and tokens.glued(place + 1) and tokens.digits(place + 2) in (4, 6)
    if digits == 8 and (ground.lenient or proof or timed) and FIRST_YEAR <= first // 10000 <= LAST_YEAR:
        day = calendar.make_date(first // 10000, first // 100 % 100, first % 100)
        return Day(day, place + 1) if day else None
    return _year_alone(tokens, place, first, digits, ground)


def _year_month_day(tokens: Tokens, place: int, year: int) -> Day | None:
    """Return 2026-Dec-05 and 2026/dec/5."""
    mark, number = tokens.word(place + 1), tokens.number(place + 4)
    if mark not in ("-", "/", ".") or tokens.word(place + 3) != mark or number is None or not tokens.glued(place + 4):
        return None
    day = calendar.make_date(year, MONTHS[tokens.word(place + 2)], number) if FIRST_YEAR <= year <= LAST_YEAR else None
    return Day(day, place + 5) if day else None


def _clear_after(tokens: Tokens, place: int) -> bool:
    """Return whether nothing that belongs to a longer figure is glued on to the token before a place."""
    token = tokens.at(place)
    if token.start < 0 or not token.glued:
        return True
    if token.kind != "mark":
        return token.text == "t"
    if token.text in ("%", "/", "-", "_", "€", "$", "£", ":", "+"):
        return not tokens.glued(place + 1) and token.text not in ("%", "€", "$", "£")
    return not (token.text in (".", ",") and tokens.digits(place + 1) and tokens.glued(place + 1))


def _three_figures(tokens: Tokens, place: int, ground: Ground, third: int | None) -> Day | None:
    """Return a full date in figures, in the order its year and the locale give, or a year and month."""
    first, second = tokens.number(place) or 0, tokens.number(place + 2) or 0
    digits, end = tokens.digits(place), place + 5
    if digits == 4:
        if third is None:
            whole = FIRST_YEAR <= first <= LAST_YEAR and 1 <= second <= 12 and tokens.digits(place + 2) == 2
            usable = whole and tokens.word(place + 1) == "-" and ground.lenient and _clear_after(tokens, place + 3)
            return Day(dt.date(first, second, 1), place + 3, period="month") if usable else None
        day = calendar.make_date(first, second, third) if FIRST_YEAR <= first <= LAST_YEAR else None
        return Day(day, end) if day and _clear_after(tokens, end) else None
    if third is None or digits > 2 or tokens.digits(place + 2) > 2 or tokens.digits(place + 4) not in (2, 4):
        return None
    year = third if tokens.digits(place + 4) == 4 else 2000 + third if third < 70 else 1900 + third
    if tokens.word(place + 1) == "." and tokens.digits(place + 4) == 2 and not ground.lenient and first < 10 and digits == 1:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR or not _clear_after(tokens, end):
        return None
    day_first = ground.day_first or tokens.word(place + 1) == "."
    day = _in_order(year, first, second, day_first)
    return Day(day, end) if day else None


def _in_order(year: int, first: int, second: int, day_first: bool) -> dt.date | None:
    """Return the date of two figures in the locale's order, in the other where only that is one."""
    month, day = (second, first) if day_first else (first, second)
    return calendar.make_date(year, month, day) or calendar.make_date(year, day, month)


def _two_figures(tokens: Tokens, place: int, mark: str, ground: Ground, proof: bool) -> Day | None:
    """Return 12/5 by the locale; 12.5. and 12-5 only where a date is expected."""
    first, second = tokens.number(place) or 0, tokens.number(place + 2) or 0
    end = place + 3
    if mark == "." and tokens.word(end) == "." and tokens.glued(end) and not tokens.glued(end + 1):
        end += 1
    elif not _clear_after(tokens, end):
        return None
    expected = ground.lenient or proof
    if not ground.lenient and tokens.word(place - 1) in NO_FIGURES:
        return None
    if mark == "/":
        if not expected and ((first, second) in NO_DATES or not ends_date(tokens, end)):
            return None
    elif not expected or ((mark == "." and (tokens.digits(place + 2) < 2 or first == 0)) and end == place + 3):
        return None
    day_first = ground.day_first or mark == "."
    for month, day in ((second, first), (first, second)) if day_first else ((first, second), (second, first)):
        if 1 <= month <= 12 and 1 <= day <= 31:
            found = calendar.year_of(ground, month, day)
            if found:
                return Day(found, end)
    return None


def _month_and_year(tokens: Tokens, place: int) -> Day | None:
    """Return the first day of 12/2026."""
    month, year = tokens.number(place) or 0, tokens.number(place + 2) or 0
    if not (1 <= month <= 12 and tokens.digits(place + 2) == 4 and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    return Day(dt.date(year, month, 1), place + 3, period="month") if _clear_after(tokens, place + 3) else None


def _year_alone(tokens: Tokens, place: int, year: int, digits: int, ground: Ground) -> Day | None:
    """Return the first day of a year that "in" leads, or that is all the text."""
    led = tokens.word(place - 1) in ("in", "since", "until", "by") and 1990 <= year <= 2100
    alone = tokens.size == 1 and ground.lenient and 1990 <= year <= 2100
    if digits != 4 or not (led or alone) or not _clear_after(tokens, place + 1) or not ends_date(tokens, place + 1):
        return None
    return Day(dt.date(year, 1, 1), place + 1, period="year")


def ends_date(tokens: Tokens, place: int) -> bool:
    """Return whether what follows a date leaves it one: the end, a mark, a small word; a noun claims the number."""
    token = tokens.at(place)
    if token.start < 0:
        return True
    if token.kind == "mark":
        return token.text not in ("%", "€", "$", "°", "=", "*", "+", "&", "#")
    if token.kind == "number":
        return len(token.raw) > 2 or tokens.word(place + 1) in (":", "am", "pm", "h")
    return token.text in AFTER_BARE or token.text in WEEKDAYS or token.text in ("noon", "morning", "afternoon", "evening")
