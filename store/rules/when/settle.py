"""What a day and a time of day mean together: an instant or a day, by the rules of the house."""

from __future__ import annotations

import datetime as dt

from store.model import Moment, Planned
from store.records import record
from store.rules.when import calendar
from store.rules.when.calendar import DAY, Ground
from store.rules.when.clocks import Clock
from store.rules.when.day import Day


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


def settle_instant(place: int, day: Day, ground: Ground) -> Match:
    """Return the match of words that lead to an instant."""
    instant = day.instant or ground.reference
    wall = calendar.wall_of(instant, ground.zone)
    return Match(place, day.end, wall.date(), wall.time().replace(microsecond=0), instant, day.sense)


def _wall_time(clock: Clock, part: str, ground: Ground) -> dt.time:
    """Return the wall time of a clock, the end of the working day where that is meant."""
    if part == "eod" and clock.vague:
        return ground.end_of_day
    return clock.time(part)


def settle(place: int, day: Day, clock: Clock | None, part: str, ground: Ground) -> Match:
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
    small_hours = (
        not clock.vague and 0 < time.hour < 4 and (part or day.part) in ("tonight", "tonite", "night") and not ground.past
    )
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


def settle_bare(place: int, clock: Clock, part: str, end: int, ground: Ground) -> Match:
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
