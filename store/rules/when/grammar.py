"""Dates and times together: which words of a text are one, and what instant or day they mean."""

from __future__ import annotations

import datetime as dt

from store.model import Moment, Planned
from store.records import record, replace
from store.rules.when import calendar
from store.rules.when.calendar import DAY, Ground
from store.rules.when.clocks import Clock, read_clock, read_open_range, read_part
from store.rules.when.dates import day_of_month, read_date
from store.rules.when.days import Day, read_named_day
from store.rules.when.spans import read_span
from store.rules.when.tokens import Tokens
from store.rules.when.words import DOUBTFUL_WEEKDAYS, LEADS, MONTHS, PROOFS, WEEKDAYS

CONNECTORS = frozenset((",", "at", "@", "around", "about", "by", "-", "–", "from", "approx", "~", "before", "after", "until", "for"))
FIRST_YEAR, LAST_YEAR = 2, 9998
"Years beyond these cannot be turned into instants of every zone."
GLUE_BEFORE = frozenset("$€£#@/\\_.:+&=*^%-–'")
GLUE_AFTER = frozenset("@_\\&=")


@record
class Match:
    """An expression of a text, with what it means."""

    first: int
    "Place of its first token."
    end: int
    "Place of the first token after it."
    on: dt.date
    "The day, in the zone of the ground or its own."
    time: dt.time | None
    "The wall time, or None."
    instant: dt.datetime | None
    "The instant where there is a time, in UTC."
    sense: str
    "`past` or `future` where the words themselves say so."
    zone: str = ""
    "The IANA zone the wall time was given in, where not the ground's."
    period: str = ""
    "The period it stands for, or empty."


def read_match(tokens: Tokens, place: int, ground: Ground) -> Match | None:
    """Return the date or time that starts at a place, a word that leads it included, or None; looks at few tokens."""
    lead = place
    word = tokens.word(place)
    for _ in range(2):
        if tokens.word(lead) in LEADS and lead - place < 2:
            lead += 1
    starts = range(lead, place - 1, -1) if word in LEADS else (place,)
    best: Match | None = None
    for start in starts:
        found = _read_at(tokens, start, ground)
        if found is not None and (best is None or found.end > best.end or (found.end == best.end and start == place)):
            best = found
    return replace(best, first=place) if best and best.first > place else best


def _read_at(tokens: Tokens, place: int, ground: Ground) -> Match | None:
    """Return the expression at a place, leading words already passed; nothing that overflows the calendar."""
    if not _may_start(tokens, place):
        return None
    try:
        first, second = _read_day_then_clock(tokens, place, ground), _read_clock_then_day(tokens, place, ground)
    except (OverflowError, ValueError):
        return None
    best = second if second and (first is None or second.end > first.end) else first
    return best if best is not None and FIRST_YEAR < best.on.year < LAST_YEAR else None


def _may_start(tokens: Tokens, place: int) -> bool:
    """Return whether the token at a place is not a part of something longer: a price, an address, a link, a version."""
    token = tokens.at(place)
    if token.start < 0 or token.kind == "mark":
        return False
    before = tokens.at(place - 1)
    if token.glued and (before.kind != "mark" or before.text in GLUE_BEFORE) and not (
            before.text in ("-", "–") and before.start >= 0 and not before.glued):
        return False
    after = tokens.at(place + 1)
    if after.glued and after.text in GLUE_AFTER and tokens.glued(place + 2):
        return False
    return not (token.kind == "word" and after.glued and after.text in (".", "-") and tokens.glued(place + 2)
                and tokens.at(place + 2).kind == "word" and after.text == ".")


def read_day(tokens: Tokens, place: int, ground: Ground) -> Day | None:
    """Return the day that starts at a place, without a time of day."""
    proof = ground.lenient or tokens.word(place - 1) in PROOFS or (
        tokens.word(place - 1) == "the" and tokens.word(place - 2) in PROOFS)
    relative = _read_relative(tokens, place, ground)
    if relative is not None:
        return relative
    dated = read_date(tokens, place, ground, proof)
    named = _with_date(tokens, read_named_day(tokens, place, ground, proof), ground)
    return named if named and (dated is None or named.end > dated.end) else dated


def _with_date(tokens: Tokens, found: Day | None, ground: Ground) -> Day | None:
    """Return the date after a weekday ("Sat, 5 Dec") in its place, or the day itself."""
    if found is None or not found.weekday:
        return found
    at = found.end + (tokens.word(found.end) in (",", ".", "the"))
    at += tokens.word(at) == "the"
    counted = _weekday_and_number(tokens, found, at, ground)
    if counted is not None:
        return counted
    if tokens.at(at).kind == "number" or tokens.at(at).kind == "word":
        dated = read_date(tokens, at, replace(ground, lenient=False), tokens.word(at - 1) == "the" or _ordinal_follows(tokens, at))
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

    The year before counts only for a day of the last two months; where neither fits, the weekday is taken for a slip.
    """
    if dated.day.weekday() == weekday or tokens.digits(dated.end - 1) == 4:
        return dated.day
    for shift in (-1, 1):
        day = calendar.make_date(dated.day.year + shift, dated.day.month, dated.day.day)
        if day and day.weekday() == weekday and (shift > 0 or ground.past or (ground.today - day).days <= 60):
            return day
    return dated.day


def _ordinal_follows(tokens: Tokens, place: int) -> bool:
    """Return whether an ordinal in figures stands at a place."""
    return tokens.digits(place) in (1, 2) and tokens.word(place + 1) in ("st", "nd", "rd", "th")


def _read_relative(tokens: Tokens, place: int, ground: Ground) -> Day | None:
    """Return in 3 days, 20m ago, two weeks from now, a week from thursday, a week on friday, 2w where a date is expected."""
    word = tokens.word(place)
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
    if follows in ("ago", "back", "earlier") and not (follows == "back" and tokens.word(end + 1) in ("to", "in", "at", "from", "on")):
        end, sign = end + 1, -1
    elif follows == "from" and tokens.word(end + 1) in ("now", "today"):
        end, sign = end + 2, 1
    elif follows in ("hence", "later", "out") and (follows != "out" or ground.lenient):
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
    local = calendar.instant_of(dt.datetime.combine(day, ground.here.time()), ground.zone) if day != ground.today else ground.reference
    instant = local + dt.timedelta(seconds=sign * span.seconds)
    return Day(calendar.wall_of(instant, ground.zone).date(), end, instant=instant, sense=sense)


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


def _read_day_then_clock(tokens: Tokens, place: int, ground: Ground) -> Match | None:
    """Return a day with the time of day that may follow it."""
    day = read_day(tokens, place, ground)
    if day is None:
        return None
    if day.instant is not None:
        return _settle_instant(place, day, ground)
    clock, part, end = _read_time_after(tokens, day, day.end)
    if day.weak and clock is None and not ground.lenient:
        return None
    if day.weak and clock is not None and clock.weak and not ground.lenient:
        return None
    return _settle(place, replace(day, end=end), clock, part, ground)


def _read_time_after(tokens: Tokens, day: Day, place: int) -> tuple[Clock | None, str, int]:
    """Return the time of day that follows a day, its part of day, and the place after both."""
    part_word, clock = day.part, None
    at, end = place, place
    for _ in range(2):
        start = at
        if tokens.word(at) == "t" and tokens.glued(at):
            at += 1
        while tokens.word(at) in CONNECTORS and at - start < 2:
            at += 1
        led = at > start
        if tokens.word(at) in ("in", "during") and tokens.word(at + 1) in ("the", "early", "late"):
            at += 1 + (tokens.word(at + 1) == "the")
        elif tokens.words(at, "first", "thing"):
            clock = clock or Clock(9, 0, at + 2, vague=True)
            end = at = at + 2
            continue
        if tokens.words(at, "end", "of", "day") or tokens.word(at) in ("eod", "cob") or tokens.words(at, "close", "of", "business"):
            size = 1 if tokens.word(at) in ("eod", "cob") else 3
            return replace(clock, vague=False) if clock and not clock.vague else Clock(0, 0, at + size, vague=True), "eod", at + size
        part = read_part(tokens, at)
        if part is not None and (tokens.word(at) != "eve") and not (led and tokens.word(start) in ("for",)):
            if clock is None:
                clock = part[0]
            part_word, end, at = part[1], part[0].end, part[0].end
            continue
        read = read_open_range(tokens, at) or read_clock(tokens, at, True)
        glued_on = tokens.glued(at) and not (tokens.word(at - 1) in ("t", ",", "@", "-"))
        if read is None or glued_on or (clock is not None and not clock.vague):
            break
        if (tokens.word(start) == "for" and (read.weak or not read.sure)) or (read.weak and led and tokens.word(at - 1) in (",", "-", "–") and tokens.word(at - 2) != "at"):
            break
        clock, end, at = read, read.end, read.end
    return clock, part_word, end


def _read_clock_then_day(tokens: Tokens, place: int, ground: Ground) -> Match | None:
    """Return a time of day with the day that may follow it; alone it is the next such time, or the last."""
    word = tokens.word(place)
    ending = 1 if word in ("eod", "cob") else 3 if tokens.words(place, "end", "of", "day") or tokens.words(place, "close", "of", "business") else 0
    if tokens.words(place, "end", "of", "the", "day"):
        ending = 4 if ground.lenient or tokens.word(place - 1) == "by" else 0
    part = ""
    clock: Clock | None
    if ending:
        clock, part = Clock(0, 0, place + ending, vague=True), "eod"
    elif tokens.words(place, "first", "thing"):
        clock = Clock(9, 0, place + 2, vague=True)
    else:
        led = tokens.word(place - 1) in ("at", "around", "@", "by", "until", "till", "from", "before", "after")
        clock = read_open_range(tokens, place) or read_clock(tokens, place, ground.lenient or led or True)
        if clock is not None and clock.weak:
            clock = replace(clock, weak=not (ground.lenient or tokens.word(place - 1) in ("at", "around", "@")))
        if clock is None:
            start = place + (word == "the" and tokens.word(place - 1) in ("in", "during"))
            meal = tokens.word(start) in ("lunch", "lunchtime", "eve") and not (ground.lenient or tokens.word(place - 1) in ("at", "over"))
            read = None if meal else read_part(tokens, start)
            clock, part = read if read else (None, "")
    if clock is None:
        return None
    if word in ("a", "p"):
        return None
    at, joined = clock.end, ""
    while tokens.word(at) in (",", "on", "of", "in", "the", "this") and at - clock.end < 2:
        joined, at = tokens.word(at), at + 1
    after = clock.end
    if not clock.vague:
        between = read_part(tokens, at) if tokens.word(at) != "tonight" and tokens.word(at) != "eve" else None
        if between and (joined in ("the", "this") or tokens.word(at) in ("morning",)):
            part, after = between[1], between[0].end
            at = after + (tokens.word(after) in (",", "on"))
    day = None
    for start in (clock.end, at) if at != clock.end else (at,):
        day = day or read_day(tokens, start, replace(ground, lenient=False))
    if day is not None and day.weak and joined != "on":
        day = None
    if day is not None and day.instant is None:
        end = day.end
        if day.part and not part:
            part = day.part
        following, part_after, finish = _read_time_after(tokens, day, end) if not clock.vague or part == "eod" else (None, "", end)
        if following is not None and following.vague:
            end, part = finish, part_after or part
        elif clock.vague and part != "eod":
            timed, _, finish = _read_time_after(tokens, day, end)
            if timed is not None and not timed.vague:
                clock, end = timed, finish
        return _settle(place, replace(day, end=end, part=day.part or part), clock, part, ground)
    if clock.vague and part and part != "eod":
        timed = read_clock(tokens, clock.end + 1, True) if tokens.word(clock.end) in ("at", "@", "around") else None
        if timed is not None:
            return _settle_bare(place, timed, part, timed.end, ground)
    if clock.weak or (clock.vague and not ground.lenient and part != "eod" or (clock.vague and not part)):
        return None
    return _settle_bare(place, clock, part, after, ground)


def _settle_instant(place: int, day: Day, ground: Ground) -> Match:
    """Return the match of words that lead to an instant."""
    instant = day.instant or ground.reference
    wall = calendar.wall_of(instant, ground.zone)
    return Match(place, day.end, wall.date(), wall.time().replace(microsecond=0), instant, day.sense)


def _wall_time(clock: Clock, part: str, ground: Ground) -> dt.time:
    """Return the wall time of a clock, the end of the working day where that is meant."""
    if part == "eod" and clock.vague:
        return ground.end_of_day
    return clock.time(part)


def _settle(place: int, day: Day, clock: Clock | None, part: str, ground: Ground) -> Match:
    """Return the match of a day and perhaps a time; a bare weekday that is today's moves off where it must."""
    on = day.day
    if clock is None and day.part:
        if day.part == "eod":
            clock, part = Clock(0, 0, day.end, vague=True), "eod"
        read = {"tonight": 20, "night": 20, "evening": 18, "afternoon": 14, "morning": 9, "lunchtime": 12}.get(day.part)
        clock = Clock(read, 0, day.end, vague=True) if read is not None else clock
    sign = -1 if ground.past else 1
    if clock is None:
        return Match(place, day.end, on + DAY * (day.turn * sign), None, None, day.sense, period=day.period)
    time = _wall_time(clock, part or day.part, ground)
    at_midnight = not clock.vague and time == dt.time(0) and clock.hour == 0 and (day.part in ("tonight", "night") or (
        on == ground.today and not ground.past and not day.turn))
    small_hours = not clock.vague and 0 < time.hour < 4 and (part or day.part) in ("tonight", "tonite", "night") and not ground.past
    on += DAY if at_midnight or small_hours else dt.timedelta(0)
    instant = _instant(on, time, clock, ground)
    if day.turn and (instant > ground.reference if ground.past else instant <= ground.reference):
        on += DAY * (day.turn * sign)
        instant = _instant(on, time, clock, ground)
    return _with_instant(place, day.end, on, time, instant, day.sense, clock, ground)


def _instant(on: dt.date, time: dt.time, clock: Clock, ground: Ground) -> dt.datetime:
    """Return the instant of a wall time on a day, in the zone or offset that the clock names."""
    if clock.offset is not None:
        return (dt.datetime.combine(on, time) - dt.timedelta(minutes=clock.offset)).replace(tzinfo=dt.UTC)
    instant = calendar.instant_of(dt.datetime.combine(on, time), clock.zone or ground.zone)
    if ground.past and clock.vague and instant > ground.reference:
        return ground.reference
    return instant


def _with_instant(
    place: int, end: int, on: dt.date, time: dt.time, instant: dt.datetime, sense: str, clock: Clock, ground: Ground,
) -> Match:
    """Return the match of an instant, its wall time moved where the clocks of the zone skip it."""
    zone = clock.zone if clock.zone and clock.zone != "UTC" else ""
    if clock.offset is not None or clock.zone == "UTC":
        wall = calendar.wall_of(instant, ground.zone)
        on, time = wall.date(), wall.time()
    elif not (ground.past and clock.vague):
        wall = calendar.wall_of(instant, zone or ground.zone)
        on, time = wall.date(), wall.time()
    return Match(place, end, on, time, instant, sense, zone)


def _settle_bare(place: int, clock: Clock, part: str, end: int, ground: Ground) -> Match:
    """Return the match of a time without a day: the next such time for plans, the last for what happened."""
    time = _wall_time(clock, part, ground)
    on = ground.today
    instant = _instant(on, time, clock, ground)
    if ground.past and instant > ground.reference:
        on -= DAY
    elif not ground.past and instant <= ground.reference:
        on += DAY
    if on != ground.today:
        instant = _instant(on, time, clock, ground)
    return _with_instant(place, end, on, time, instant, "", clock, ground)


def planned_of(match: Match) -> Planned:
    """Return the day or wall time a match means."""
    return Planned(match.on, match.time, match.zone or None)


def moment_of(match: Match, ground: Ground) -> Moment | None:
    """Return when a match says something happened; None where that is still to come."""
    if match.instant is not None:
        return Moment(match.instant, ground.zone) if match.instant <= ground.reference else None
    if match.on > ground.today:
        return None
    midday = calendar.instant_of(dt.datetime.combine(match.on, dt.time(12)), ground.zone)
    return Moment(min(midday, ground.reference), ground.zone, True)
