"""Dates in figures and by month: 2026-12-05, 12/5, 12.12.2026, 12 Dec, Dec 12th 2026, the 15th, in December."""

from __future__ import annotations

import datetime as dt

from store.rules.when import calendar
from store.rules.when.day import Day
from store.rules.when.words import AFTER_BARE, MONTHS, NAME_MONTHS, NUMBERS, ORDINALS, VERB_MONTHS, WEEKDAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.calendar import Ground
    from store.rules.when.tokens import Tokens

FIRST_YEAR, LAST_YEAR = 1900, 2200
NO_DATES = frozenset(((24, 7), (50, 50), (1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 1), (1, 5), (1, 8), (9, 11), (7, 11), (4, 4)))
"Pairs with a slash that are fractions and figures of speech; they need a word before them that only a date has."


def read_date(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return the date in figures or by month that starts at a place, or None."""
    start = place + (tokens.word(place) == "the")
    token = tokens.at(start)
    if token.kind == "number":
        return (
            _read_figures(tokens, start, ground, proof) if start == place else None
        ) or _read_day_month(tokens, start, ground, proof) or _read_ordinal_alone(tokens, start, ground, proof, start > place)
    if token.text in MONTHS and start == place:
        return _read_month_day(tokens, place, ground, proof) or _read_month_alone(tokens, place, ground, proof)
    if token.text in ORDINALS or 2 <= NUMBERS.get(token.text, 0) < 40:
        return _read_day_month(tokens, start, ground, proof) or (
            _read_ordinal_alone(tokens, start, ground, proof, start > place) if ground.lenient or proof else None
        )
    return None


def _read_figures(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
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
    if digits == 8 and (ground.lenient or proof) and FIRST_YEAR <= first // 10000 <= LAST_YEAR:
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
    if mark == "/":
        if not expected and ((first, second) in NO_DATES or not _ends_date(tokens, end)):
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
    if digits != 4 or not (led or alone) or not _clear_after(tokens, place + 1) or not _ends_date(tokens, place + 1):
        return None
    return Day(dt.date(year, 1, 1), place + 1, period="year")


def _day_number(tokens: Tokens, place: int) -> tuple[int, int, bool] | None:
    """Return a day of the month at a place as (number, place after, whether an ordinal), or None."""
    number = tokens.number(place)
    if number is not None:
        if not 1 <= number <= 31 or tokens.digits(place) > 2:
            return None
        if tokens.word(place + 1) in ("st", "nd", "rd", "th") and tokens.glued(place + 1):
            return number, place + 2, True
        return number, place + 1, False
    word = tokens.word(place)
    if word in ORDINALS:
        return ORDINALS[word], place + 1, True
    if 2 <= NUMBERS.get(word, 0) < 20:
        return NUMBERS[word], place + 1, False
    if word in ("twenty", "thirty"):
        after = place + 1 + (tokens.word(place + 1) == "-")
        unit = ORDINALS.get(tokens.word(after), 0)
        if 0 < unit < 10 and not (word == "thirty" and unit > 1):
            return (20 if word == "twenty" else 30) + unit, after + 1, True
        unit = NUMBERS.get(tokens.word(after), 0)
        if 0 < unit < 10 and not (word == "thirty" and unit > 1):
            return (20 if word == "twenty" else 30) + unit, after + 1, False
        return NUMBERS[word], place + 1, False
    return None


def _joint(tokens: Tokens, place: int) -> int:
    """Return the place after one mark that may stand between the parts of a date."""
    return place + 1 if tokens.word(place) in ("-", "/", ".", ",", "'") else place


def _read_year(tokens: Tokens, place: int) -> tuple[int, int] | None:
    """Return the year that follows a day and month as (year, place after), or None."""
    at = _joint(tokens, place)
    at += (tokens.word(at) in ("'", "’", "of", "in") and at == place) or tokens.word(at) in ("'", "’")
    year, digits = tokens.number(at), tokens.digits(at)
    if year is None or tokens.word(at + 1) in (":", "am", "pm", "h", "o'clock"):
        return None
    if digits == 4 and FIRST_YEAR <= year <= LAST_YEAR and tokens.word(at + 1) not in ("hours", "hrs"):
        return year, at + 1
    short = tokens.word(at - 1) in ("'", "’") or (tokens.word(place) in ("-", "/", ".") and tokens.glued(place) and at == place + 1)
    if digits == 2 and short and tokens.glued(at):
        return (2000 if year < 70 else 1900) + year, at + 1
    if digits == 2 and at == place and year >= 20 and not tokens.glued(at + 1) and _ends_date(tokens, at + 1):
        return 2000 + year, at + 1
    return None


def _read_day_month(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return 12 Dec, 12th of December 2026, 12-Dec-26, or None."""
    number = _day_number(tokens, place)
    if number is None:
        return None
    value, after, ordinal = number
    if (tokens.word(after) in ("of", "in") and tokens.word(after + 1) in MONTHS and ordinal | (tokens.word(after) == "of")) or (tokens.word(after) in ("-", "/", ".") and tokens.glued(after)):
        after += 1
    month = MONTHS.get(tokens.word(after))
    if month is None or not _is_month_word(tokens, after):
        return None
    doubtful = tokens.at(after).raw.islower() and tokens.word(after) in VERB_MONTHS and not ordinal
    after += 1
    after += tokens.word(after) == "." and tokens.glued(after) and tokens.digits(after + 1) > 0
    year = _read_year(tokens, after)
    if year is not None:
        day = calendar.make_date(year[0], month, value)
        return Day(day, year[1]) if day else None
    found = calendar.year_of(ground, month, value)
    if found is None or (doubtful and not (proof or ground.lenient or _ends_date(tokens, after))):
        return None
    return Day(found, after)


def _is_month_word(tokens: Tokens, place: int) -> bool:
    """Return whether the month at a place is not the start of another word (may-be, dec. is)."""
    return not (tokens.word(place + 1) in ("-", "_") and tokens.glued(place + 1) and tokens.glued(place + 2)
                and tokens.at(place + 2).kind == "word")


def _read_month_day(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return Dec 12, December 12th, 2026, or None."""
    word, raw = tokens.word(place), tokens.at(place).raw
    after = place + 1
    if tokens.word(after) in (".", "-", "/") and tokens.glued(after):
        after += 1
    after += tokens.word(after) == "the"
    number = _day_number(tokens, after)
    if number is None:
        return None
    value, end, ordinal = number
    if tokens.word(end) in ("%", "€", "$") or (tokens.word(end) == "." and tokens.digits(end + 1) and tokens.glued(end + 1)
                                               and tokens.digits(end + 1) != 4):
        return None
    if tokens.glued(end) and tokens.at(end).kind == "word" and tokens.word(end) != "t":
        return None
    if tokens.word(end) == ":" and tokens.glued(end):
        return None
    until = end + 1 if tokens.word(end) in ("-", "–") else end
    if until > end and tokens.number(until) and tokens.digits(until) <= 2 and not (tokens.word(until + 1) == ":"):
        end = until + 1
    month = MONTHS[word]
    year = _read_year(tokens, end)
    if year is not None:
        day = calendar.make_date(year[0], month, value)
        return Day(day, year[1]) if day else None
    doubtful = raw.islower() and word in VERB_MONTHS and not ordinal
    if doubtful and not (proof or ground.lenient or _ends_date(tokens, end)):
        return None
    found = calendar.year_of(ground, month, value)
    return Day(found, end) if found else None


def _ends_date(tokens: Tokens, place: int) -> bool:
    """Return whether what follows a date leaves it one: the end, a mark, a small word; a noun claims the number."""
    token = tokens.at(place)
    if token.start < 0:
        return True
    if token.kind == "mark":
        return token.text not in ("%", "€", "$", "°", "=", "*", "+", "&", "#")
    if token.kind == "number":
        return len(token.raw) > 2 or tokens.word(place + 1) in (":", "am", "pm", "h")
    return token.text in AFTER_BARE or token.text in WEEKDAYS or token.text in ("noon", "morning", "afternoon", "evening")


def _read_month_alone(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return the first day of "December 2026", "in December"; a month that has begun means today."""
    word = tokens.word(place)
    after = place + 1
    if tokens.word(after) in (".", ",", "-", "/", "of", "'"):
        after += 1
    year, month = tokens.number(after), MONTHS[word]
    if year is not None and tokens.digits(after) == 2 and tokens.word(after - 1) == "'":
        return Day(dt.date(2000 + year, month, 1), after + 1, period="month")
    if year is not None and tokens.digits(after) == 4 and FIRST_YEAR <= year <= LAST_YEAR:
        return Day(dt.date(year, month, 1), after + 1, period="month")
    if tokens.glued(place + 1) and tokens.word(place + 1) not in (",", ".", ";", "?", "!", ")", ":"):
        return None
    before = tokens.word(place - 1)
    led = proof or before in ("in", "during", "for", "of", "late", "early", "mid", "sometime")
    following = tokens.at(place + 1)
    if not ground.lenient:
        if not led or (word in VERB_MONTHS and before not in ("in", "since", "until", "by")):
            return None
        if word in NAME_MONTHS and (following.raw[:1].isupper() or before not in ("in", "since", "until", "during")):
            return None
    elif tokens.size == 1 and word in NAME_MONTHS and not ground.past and tokens.at(place).raw.islower() and word == "may":
        return None
    first = dt.date(ground.today.year, month, 1)
    if ground.past:
        return Day(first if month <= ground.today.month else first.replace(year=first.year - 1), place + 1, period="month")
    if month == ground.today.month:
        return Day(ground.today, place + 1, period="month")
    return Day(first if month > ground.today.month else first.replace(year=first.year + 1), place + 1, period="month")


def _read_ordinal_alone(tokens: Tokens, place: int, ground: Ground, proof: bool, article: bool) -> Day | None:
    """Return "the 15th": the next such day of a month, or for what happened the last."""
    number = _day_number(tokens, place)
    if number is None or not (number[2] or (article and ground.lenient and tokens.digits(place) == 2)):
        return None
    value, after, _ = number
    if tokens.words(after, "of", "the", "month") or tokens.words(after, "of", "this", "month"):
        after += 3
    elif tokens.words(after, "this", "month"):
        after += 2
    elif (not ground.lenient and not (proof and _ends_date(tokens, after) and (article or tokens.digits(place)))) or (not article and not tokens.digits(place) and tokens.word(place - 1) not in ("on", "by", "until", "before")):
        return None
    day = day_of_month(ground, value)
    return Day(day, after) if day else None


def day_of_month(ground: Ground, value: int, weekday: int | None = None) -> dt.date | None:
    """Return the next (for what happened: the last) such day of a month, falling on a weekday where one is asked for."""
    month = ground.today.replace(day=1)
    for _ in range(40):
        day = calendar.make_date(month.year, month.month, value)
        fits = day is not None and (weekday is None or day.weekday() == weekday)
        if day and fits and (day <= ground.today if ground.past else day >= ground.today):
            return day
        month = (month - calendar.DAY).replace(day=1) if ground.past else (month + calendar.DAY * 32).replace(day=1)
    return None
