"""Dates by month: 12 Dec, Dec 12th 2026, the 15th, in December; and where those in figures are tried."""

from __future__ import annotations

import datetime as dt

from store.rules.when import calendar
from store.rules.when.day import Day
from store.rules.when.doubts import STREETS
from store.rules.when.figures import FIRST_YEAR, LAST_YEAR, ends_date, read_figures
from store.rules.when.words import MONTHS, NAME_MONTHS, NUMBERS, ORDINALS, VERB_MONTHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.calendar import Ground
    from store.rules.when.tokens import Tokens


def read_date(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return the date in figures or by month that starts at a place, or None."""
    start = place + (tokens.word(place) == "the")
    token = tokens.at(start)
    if token.kind == "number":
        return (
            read_figures(tokens, start, ground, proof) if start == place else None
        ) or _read_day_month(tokens, start, ground, proof) or _read_ordinal_alone(tokens, start, ground, proof, start > place)
    if token.text in MONTHS and start == place:
        return _read_month_day(tokens, place, ground, proof) or _read_month_alone(tokens, place, ground, proof)
    if token.text in ORDINALS or 2 <= NUMBERS.get(token.text, 0) < 40:
        return _read_day_month(tokens, start, ground, proof) or (
            _read_ordinal_alone(tokens, start, ground, proof, start > place) if ground.lenient or proof else None
        )
    return None


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
    short = tokens.word(at - 1) in ("'", "’") or (
        tokens.word(place) in ("-", "/", ".") and tokens.glued(place) and at == place + 1
    )
    if digits == 2 and short and tokens.glued(at):
        return (2000 if year < 70 else 1900) + year, at + 1
    if digits == 2 and at == place and year >= 20 and not tokens.glued(at + 1) and ends_date(tokens, at + 1):
        return 2000 + year, at + 1
    return None


def _read_day_month(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return 12 Dec, 12th of December 2026, 12-Dec-26, or None."""
    number = _day_number(tokens, place)
    if number is None:
        return None
    value, after, ordinal = number
    if (tokens.word(after) in ("of", "in") and tokens.word(after + 1) in MONTHS and ordinal | (tokens.word(after) == "of")) or (
        tokens.word(after) in ("-", "/", ".") and tokens.glued(after)
    ):
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
    if not ground.lenient and tokens.at(after).raw[:1].isupper() and tokens.word(after).rstrip(".") in STREETS:
        return None
    if found is None or (doubtful and not (proof or ground.lenient or ends_date(tokens, after))):
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
    if until > end and tokens.number(until) and tokens.digits(until) <= 2 and tokens.word(until + 1) != ":":
        end = until + 1
    month = MONTHS[word]
    year = _read_year(tokens, end)
    if year is not None:
        day = calendar.make_date(year[0], month, value)
        return Day(day, year[1]) if day else None
    doubtful = raw.islower() and word in VERB_MONTHS and not ordinal
    if doubtful and not (proof or ground.lenient or ends_date(tokens, end)):
        return None
    found = calendar.year_of(ground, month, value)
    return Day(found, end) if found else None


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
    if following.text == "of" and word in VERB_MONTHS and not ground.lenient:
        return None
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
    if tokens.word(after) in ("one", "ones", "time", "thing", "half", "place", "step", "two", "three"):
        return None
    if tokens.words(after, "of", "the", "month") or tokens.words(after, "of", "this", "month"):
        after += 3
    elif tokens.words(after, "this", "month"):
        after += 2
    elif (not ground.lenient and not (proof and ends_date(tokens, after) and (article or tokens.digits(place)))) or (
        not article and not tokens.digits(place) and tokens.word(place - 1) not in ("on", "by", "until", "before")
    ):
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
