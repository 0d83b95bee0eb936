"""The start, middle and end of a period: eow, end of next month, mid December, early next week."""

from __future__ import annotations

import datetime as dt

from store.records import replace
from store.rules.when import calendar
from store.rules.when.calendar import DAY
from store.rules.when.day import LAST, NEXT, THIS, Day
from store.rules.when.days import read_today, read_weekday
from store.rules.when.figures import ends_date
from store.rules.when.periods import period_end, period_start
from store.rules.when.words import ENDINGS, MONTHS, NAME_MONTHS, PERIODS, TODAY, WEEKDAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.calendar import Ground
    from store.rules.when.tokens import Tokens


def read_edge(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return the end, start or middle of a period: eow, end of next month, month end, mid december, early next week."""
    word = tokens.word(place)
    if word == "midweek":
        middle = _edge(ground, "middle", "week", 0, place + 1)
        return middle if middle.day >= ground.today or ground.past else _edge(ground, "middle", "week", 1, place + 1)
    if word in ENDINGS:
        return _edge(ground, "end", ENDINGS[word], 0, place + 1)
    if word in ("month", "year", "quarter", "week") and (
        tokens.word(place + 1) == "end" or tokens.words(place + 1, "-", "end")
    ):
        end = place + 2 + (tokens.word(place + 1) == "-")
        return replace(_edge(ground, "end", word, 0, end), weak=not proof)
    edges = {"end": "end", "close": "end", "start": "start", "beginning": "start", "begin": "start", "middle": "middle",
             "mid": "middle", "early": "start", "late": "end", "later": "end", "beg": "start"}
    edge = edges.get(word)
    if edge is None:
        return None
    after = place + 1
    if tokens.word(after) == "-" and word == "mid":
        after += 1
    after += tokens.word(after) in ("of", "in")
    after += tokens.word(after) == "the"
    shift_word = tokens.word(after)
    shift = 1 if shift_word in (*NEXT, "coming", "upcoming") else -1 if shift_word in LAST else 0
    shifted = shift_word in NEXT or shift_word in LAST or shift_word in THIS
    after += shifted
    noun = tokens.word(after)
    year = tokens.number(after) if tokens.digits(after) == 4 else None
    if year is not None and 1990 <= year <= 2100 and not tokens.glued(after) and ends_date(tokens, after + 1):
        month, number = {"start": (1, 1), "middle": (7, 1), "end": (12, 31)}[edge]
        return Day(dt.date(year, month, number), after + 1, period="year")
    if edge == "end" and word == "end" and (noun in TODAY or noun in WEEKDAYS):
        day = read_today(tokens, after, ground) or read_weekday(tokens, after, ground, True)
        return replace(day, part="eod") if day else None
    if noun in PERIODS and (shifted or word not in ("early", "late", "later", "mid")):
        return _edge(ground, edge, PERIODS[noun], shift, after + 1)
    if noun in MONTHS and word != "later" and (noun not in NAME_MONTHS or word not in ("early", "late") or proof):
        return _edge_of_month(tokens, after, edge, shift, ground)
    return None


def _edge(ground: Ground, edge: str, period: str, shift: int, end: int) -> Day:
    """Return the day at an edge of a period; the end of a working week that is over means the next week's."""
    start, last = period_start(ground, period, shift), period_end(ground, period, shift)
    if edge == "end" and period == "week" and shift == 0 and last < ground.today and not ground.past:
        last = period_end(ground, period, 1)
    if edge == "end" and shift == 0 and ground.past and last > ground.today:
        last = period_end(ground, period, -1)
    sense = "future" if shift > 0 else "past" if shift < 0 else ""
    return Day(_edge_day(ground, edge, period, start, last), end, sense=sense)


def _edge_day(ground: Ground, edge: str, period: str, start: dt.date, last: dt.date) -> dt.date:
    """Return the first, middle or last day of a period."""
    if edge == "end":
        return last
    if edge == "start":
        return calendar.first_working(start, ground.working_days) if period == "week" else start
    if period == "month":
        return start.replace(day=15)
    return start + DAY * (2 if period == "week" else (last - start).days // 2)


def _edge_of_month(tokens: Tokens, place: int, edge: str, shift: int, ground: Ground) -> Day | None:
    """Return the start, middle or end of a month by name, with a year where one follows."""
    month = MONTHS[tokens.word(place)]
    year = tokens.number(place + 1) if tokens.digits(place + 1) == 4 else None
    if year is not None:
        start = calendar.make_date(year, month, 1)
        if start is None:
            return None
        last = calendar.last_day_of_month(start)
        return Day(_edge_day(ground, edge, "month", start, last), place + 2)
    for offset in range(-1, 3) if not ground.past else range(1, -3, -1):
        start = dt.date(ground.today.year + offset + (shift if shift < 0 else 0), month, 1)
        day = _edge_day(ground, edge, "month", start, calendar.last_day_of_month(start))
        if day <= ground.today if ground.past else day >= ground.today:
            return Day(day, place + 1)
    return None
