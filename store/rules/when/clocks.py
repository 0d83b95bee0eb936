"""Times of day with what belongs to them: parts of the day, ranges, zones and offsets."""

from __future__ import annotations

from store.records import replace
from store.rules.when.hours import Clock, read_hour
from store.rules.when.words import EARLY_PARTS, LATE_PARTS, MID_PARTS, PARTS, SPOKEN_ZONES, ZONES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.tokens import Tokens

__all__ = ("Clock", "read_clock", "read_open_range", "read_part")


def read_clock(tokens: Tokens, place: int, attached: bool = False) -> Clock | None:
    """Return the time of day that starts at a place, or None.

    `attached` says that a date or the word "at" stands before, so that a bare number may be an hour.
    """
    clock = read_hour(tokens, place, attached)
    if clock is None:
        clock = _read_compact(tokens, place)
    if clock is None:
        return None
    if tokens.word(place - 1) == "t" and tokens.glued(place):
        return _read_offset(tokens, _read_zone(tokens, clock))
    return _read_zone(tokens, _read_range(tokens, clock, attached, place))


def _read_compact(tokens: Tokens, place: int) -> Clock | None:
    """Return the time of 20261224T150000, after its T."""
    raw = tokens.at(place).raw
    if tokens.word(place - 1) != "t" or not tokens.glued(place) or tokens.digits(place) not in (4, 6):
        return None
    hour, minute, second = int(raw[:2]), int(raw[2:4]), int(raw[4:6] or 0)
    return Clock(hour, minute, place + 1, second) if hour < 24 and minute < 60 and second < 60 else None


def read_part(tokens: Tokens, place: int) -> tuple[Clock, str] | None:
    """Return the part of day that starts at a place (early morning, afternoon, night), with its word, or None."""
    table, at = None, place
    word = tokens.word(at)
    if word in ("early", "late", "mid"):
        table = {"early": EARLY_PARTS, "late": LATE_PARTS, "mid": MID_PARTS}[word]
        at += 1
        if tokens.word(at) == "-":
            at += 1
    part = tokens.word(at)
    if part not in PARTS or (table and part not in table):
        return None
    hour, minute = (table or PARTS)[part]
    return Clock(hour, minute, at + 1, vague=True), part


def _read_range(tokens: Tokens, clock: Clock, attached: bool, start: int) -> Clock:
    """Return the start of "2-3pm", "from 10 to 11", with the end of the whole; the clock itself where there is none."""
    link = tokens.word(clock.end)
    if link not in ("-", "–", "—", "to", "till", "until", "til", "and"):
        return clock
    if link == "and" and "between" not in (tokens.word(start - 1), tokens.word(start - 2)):
        return clock
    until = read_hour(tokens, clock.end + 1, True)
    if until is None or (until.weak and not attached):
        return clock
    if clock.sure or not until.sure:
        return replace(clock, end=until.end, weak=clock.weak and until.weak)
    hour = clock.hour
    if until.hour >= 12 and hour < 12 and (hour + 12, clock.minute) < (until.hour, until.minute):
        hour += 12
    return replace(clock, hour=hour, sure=True, end=until.end, weak=until.weak)


def read_open_range(tokens: Tokens, place: int) -> Clock | None:
    """Return the start of "2-3pm" or "10 to 11am", where only the second hour says that it is a time."""
    hour = tokens.number(place)
    if hour is None or tokens.digits(place) > 2 or not 1 <= hour <= 12:
        return None
    between = tokens.word(place - 1) == "between" and tokens.word(place + 1) == "and"
    if tokens.word(place + 1) not in ("-", "–", "—", "to") and not between:
        return None
    until = read_hour(tokens, place + 2, False)
    if until is None or until.weak or not until.sure or not tokens.digits(place + 2):
        return None
    return _read_zone(tokens, _read_range(tokens, Clock(hour, 0, place + 1, sure=False), True, place))


def _read_zone(tokens: Tokens, clock: Clock) -> Clock:
    """Return the clock with the zone or offset that follows it."""
    place = clock.end
    word = tokens.word(place)
    if word in ("+", "-") and not tokens.glued(place) and tokens.glued(place + 1) and tokens.digits(place + 1) == 4:
        return _read_offset(tokens, clock, True)
    if word in SPOKEN_ZONES and clock.sure and (len(word) > 2 or tokens.at(place).raw.isupper()):
        named = tokens.word(place + 1) in ("time", "standard") or len(word) == 2 or tokens.at(place).raw[0].isupper()
        if named:
            return replace(clock, zone=SPOKEN_ZONES[word], end=place + 1 + (tokens.word(place + 1) == "time"))
    if word == "z" and tokens.glued(place):
        return replace(clock, zone="UTC", end=place + 1)
    if word in ZONES:
        sign = tokens.word(place + 1)
        if word in ("utc", "gmt") and sign in ("+", "-") and tokens.glued(place + 1) and tokens.glued(place + 2):
            hours = tokens.number(place + 2)
            if hours is not None and hours <= 14:
                return replace(clock, offset=(-60 if sign == "-" else 60) * hours, end=place + 3)
        return replace(clock, zone=ZONES[word], end=place + 1)
    return clock


def _read_offset(tokens: Tokens, clock: Clock, apart: bool = False) -> Clock:
    """Return the clock of an instant with the offset from UTC that follows it (+01:00, -0800, +02), perhaps apart."""
    place = clock.end
    sign, hours = tokens.word(place), tokens.number(place + 1)
    if sign not in ("+", "-", "−") or hours is None or not (apart or tokens.glued(place)) or not tokens.glued(place + 1):
        return clock
    minutes, end = 0, place + 2
    if tokens.digits(place + 1) == 4:
        hours, minutes = divmod(hours, 100)
    elif tokens.word(end) == ":" and tokens.digits(end + 1) == 2:
        minutes, end = tokens.number(end + 1) or 0, end + 2
    if hours > 14 or minutes > 59:
        return clock
    return replace(clock, offset=(1 if sign == "+" else -1) * (hours * 60 + minutes), end=end)
