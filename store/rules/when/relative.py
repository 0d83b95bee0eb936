"""A day with what may stand beside it: in 3 days, a week from thursday, Thu 15th, Sat 5 Dec."""

from __future__ import annotations

import datetime as dt

from store.records import replace
from store.rules.when import calendar
from store.rules.when.calendar import DAY, Ground
from store.rules.when.dates import day_of_month, read_date
from store.rules.when.day import Day
from store.rules.when.feasts import read_feast
from store.rules.when.named import read_named_day
from store.rules.when.spans import read_span
from store.rules.when.words import DOUBTFUL_WEEKDAYS, MONTHS, NUMBERS, PROOFS, WEEKDAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.tokens import Tokens

MOST_WEEKDAYS = 99


def read_day(tokens: Tokens, place: int, ground: Ground) -> Day | None:
    """Return the day that starts at a place, without a time of day."""
    proof = ground.lenient or tokens.word(place - 1) in PROOFS or (
        tokens.word(place - 1) == "the" and tokens.word(place - 2) in PROOFS)
    relative = _read_relative(tokens, place, ground)
    if relative is not None:
        return relative
    if tokens.word(place) == "the" and tokens.word(place + 1) in WEEKDAYS and tokens.word(place + 2) in ("after", "before"):
        return read_day(tokens, place + 1, ground)
    dated = read_date(tokens, place, ground, proof)
    named = _with_date(tokens, read_named_day(tokens, place, ground, proof), ground)
    return named if named and (dated is None or named.end > dated.end) else dated


def _with_date(tokens: Tokens, found: Day | None, ground: Ground) -> Day | None:
    """Return the date after a weekday ("Sat, 5 Dec") in its place, or the day itself."""
    if found is None or not found.weekday:
        return found
    beside = _weekday_beside(tokens, found, ground)
    if beside is not None:
        return beside
    at = found.end + (tokens.word(found.end) in (",", ".", "the"))
    at += tokens.word(at) == "the"
    counted = _weekday_and_number(tokens, found, at, ground)
    if counted is not None:
        return counted
    if tokens.at(at).kind == "number" or tokens.at(at).kind == "word":
        dated = read_date(
            tokens, at, replace(ground, lenient=False), tokens.word(at - 1) == "the" or _ordinal_follows(tokens, at)
        )
        if dated is not None and not dated.period:
            return replace(dated, day=_year_with_weekday(tokens, dated, found.day.weekday(), ground))
    ahead = found.end + (tokens.word(found.end) == ",")
    span = None
    if tokens.word(ahead) == "in" or read_span(tokens, ahead):
        span = _read_relative(tokens, ahead, replace(ground, lenient=False))
    if span is not None and span.instant is None:
        shift = (found.day.weekday() - ground.first_weekday) % 7
        return Day(calendar.week_start(span.day, ground.first_weekday) + DAY * shift, span.end, sense=span.sense)
    return found


def _weekday_beside(tokens: Tokens, found: Day, ground: Ground) -> Day | None:
    """Return "monday after christmas" and "friday before 12/24": the nearest such weekday that is not the day itself."""
    word = tokens.word(found.end)
    if word not in ("after", "before"):
        return None
    inner = replace(ground, lenient=False)
    start = found.end + 1
    base = read_feast(tokens, start, inner, True) or read_date(tokens, start, inner, True)
    if base is None or base.period:
        return None
    step = DAY if word == "after" else -DAY
    day = base.day + step
    while day.weekday() != found.day.weekday():
        day += step
    return Day(day, base.end, sense=base.sense)


def _weekday_and_number(tokens: Tokens, found: Day, place: int, ground: Ground) -> Day | None:
    """Return "Thu 15th" and "monday the 27th": the nearest such day of a month that falls on that weekday."""
    value, after = tokens.number(place), place + 1
    if value is None or not 1 <= value <= 31 or tokens.digits(place) > 2:
        return None
    if _ordinal_follows(tokens, place):
        after += 1
    elif value <= 12 or tokens.glued(after) or tokens.word(after) in (":", "h", "am", "pm", "-", "uhr", "o'clock", "hours"):
        return None
    if tokens.word(after) in MONTHS or tokens.words(after, "of"):
        return None
    day = day_of_month(ground, value, found.day.weekday())
    return Day(day, after) if day else None


def _year_with_weekday(tokens: Tokens, dated: Day, weekday: int, ground: Ground) -> dt.date:
    """Return the day of a date without a year in the year where it falls on the weekday named beside it.

    The year before counts only for what happened, or in free text for a day of the last two months, never for a plan;
    where neither fits, the weekday is taken for a slip.
    """
    if dated.day.weekday() == weekday or tokens.digits(dated.end - 1) == 4:
        return dated.day
    for shift in (-1, 1):
        day = calendar.make_date(dated.day.year + shift, dated.day.month, dated.day.day)
        recent = not ground.lenient and day is not None and (ground.today - day).days <= 60
        if day and day.weekday() == weekday and (shift > 0 or ground.past or recent):
            return day
    return dated.day


def _ordinal_follows(tokens: Tokens, place: int) -> bool:
    """Return whether an ordinal in figures stands at a place."""
    return tokens.digits(place) in (1, 2) and tokens.word(place + 1) in ("st", "nd", "rd", "th")


def _read_relative(tokens: Tokens, place: int, ground: Ground) -> Day | None:
    """Return in 3 days, 20m ago, two weeks from now, a week from thursday, a week on friday, 2w where a date is expected."""
    word = tokens.word(place)
    several = _several_weekdays(tokens, place, ground)
    if several is not None:
        return several
    led = word in ("in", "within", "after", "inside")
    start = place + led
    if led and tokens.words(start, "about"):
        start += 1
    if led and tokens.word(start) == "the" and tokens.word(start + 1) == "next":
        start += 2
    elif led and tokens.word(start) == "another":
        start += 0
    span = read_span(tokens, start)
    if span is None:
        return None
    end, sign = span.end, 0
    follows = tokens.word(end)
    if follows in ("ago", "back", "earlier") and not (
        follows == "back" and tokens.word(end + 1) in ("to", "in", "at", "from", "on")
    ):
        end, sign = end + 1, -1
    elif follows == "from" and tokens.word(end + 1) in ("now", "today"):
        end, sign = end + 2, 1
    elif follows in ("hence", "later", "out") and (follows != "out" or ground.lenient) and not (
            tokens.at(end).raw[0].isupper() and tokens.at(end - 1).raw[0].isupper()):
        end, sign = end + 1, 1
    elif led and (word != "after" or ground.lenient):
        end, sign = end + (follows == "time"), 1
        if span.idiom and not ground.lenient and tokens.word(end - 1) == "second":
            return None
    else:
        based = None if led and follows == "on" else _read_based(tokens, span.end, ground)
        if based is not None:
            base, base_sign = based
            if span.exact and not span.days:
                return None
            return Day(span.day_from(base.day + DAY * (base.turn if not base.time else 0), base_sign, ground), base.end)
        if not ground.lenient or place or span.end != tokens.size:
            return None
        sign = -1 if ground.past else 1
    sense = "past" if sign < 0 else "future"
    day = span.day_from(ground.today, sign, ground)
    if not span.exact and not span.seconds:
        return Day(day, end, sense=sense)
    local = (
        calendar.instant_of(dt.datetime.combine(day, ground.here.time()), ground.zone)
        if day != ground.today
        else ground.reference
    )
    instant = local + dt.timedelta(seconds=sign * span.seconds)
    return Day(calendar.wall_of(instant, ground.zone).date(), end, instant=instant, sense=sense)


def _several_weekdays(tokens: Tokens, place: int, ground: Ground) -> Day | None:
    """Return "two fridays from now" and "3 mondays ago"."""
    count = tokens.number(place) if tokens.at(place).kind == "number" else NUMBERS.get(tokens.word(place))
    weekday = WEEKDAYS.get(tokens.word(place + 1).removesuffix("s")) if count else None
    if weekday is None or not count or count > MOST_WEEKDAYS:
        return None
    if tokens.word(place + 2) == "ago":
        day = ground.today - DAY * ((ground.today.weekday() - weekday) % 7 or 7)
        return Day(day - DAY * 7 * (count - 1), place + 3, sense="past")
    if tokens.words(place + 2, "from", "now") or tokens.words(place + 2, "from", "today"):
        day = ground.today + DAY * ((weekday - ground.today.weekday()) % 7 or 7)
        return Day(day + DAY * 7 * (count - 1), place + 4, sense="future")
    return None


def _read_based(tokens: Tokens, place: int, ground: Ground) -> tuple[Day, int] | None:
    """Return the day that a length counts from and its direction: from thursday, before christmas, on friday, today."""
    word = tokens.word(place)
    sign, start = 1, place + 1
    if word == "before":
        sign = -1
    elif word not in ("from", "after", "past", "on"):
        if word not in ("today", "tomorrow") and (word not in WEEKDAYS or word in DOUBTFUL_WEEKDAYS):
            return None
        start = place
    inner = replace(ground, lenient=False)
    base = read_date(tokens, start, inner, True) or read_named_day(tokens, start, inner, True)
    return (base, sign) if base and not base.period else None
