"""Which words of a text are a date or a time, the two in either order."""

from __future__ import annotations

from store.records import replace
from store.rules.when.calendar import Ground
from store.rules.when.clocks import Clock, read_clock, read_open_range, read_part
from store.rules.when.day import Day
from store.rules.when.doubts import VERSES
from store.rules.when.relative import read_day
from store.rules.when.settle import Match, moment_of, planned_of, settle, settle_bare, settle_instant
from store.rules.when.tokens import Tokens
from store.rules.when.words import LEADS

__all__ = ("Match", "moment_of", "planned_of", "read_match")

CONNECTORS = frozenset(
    (",", "at", "@", "around", "about", "by", "-", "–", "from", "approx", "~", "before", "after", "until", "for")
)
FIRST_YEAR, LAST_YEAR = 2, 9998
"Years beyond these cannot be turned into instants of every zone."
GLUE_BEFORE = frozenset("$€£#@/\\_.:+&=*^%-–'")
GLUE_AFTER = frozenset("@_\\&=")


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


def _read_day_then_clock(tokens: Tokens, place: int, ground: Ground) -> Match | None:
    """Return a day with the time of day that may follow it."""
    day = read_day(tokens, place, ground)
    if day is None:
        return None
    if day.instant is not None:
        return settle_instant(place, day, ground)
    clock, part, end = _read_time_after(tokens, day, day.end)
    if day.weak and clock is None and not ground.lenient:
        return None
    if day.weak and clock is not None and clock.weak and not ground.lenient:
        return None
    return settle(place, replace(day, end=end), clock, part, ground)


def _read_time_after(tokens: Tokens, day: Day, place: int) -> tuple[Clock | None, str, int]:
    """Return the time of day that follows a day, its part of day, and the place after both."""
    part_word, clock = day.part, None
    at, end = place, place
    for _ in range(2):
        start, at = at, _after_joint(tokens, at)
        if tokens.words(at, "first", "thing"):
            clock = clock or Clock(9, 0, at + 2, vague=True)
            end = at = at + 2
            continue
        size = _ending_size(tokens, at)
        if size:
            return clock if clock and not clock.vague else Clock(0, 0, at + size, vague=True), "eod", at + size
        part = read_part(tokens, at)
        if part is not None and tokens.word(at) != "eve" and not (at > start and tokens.word(start) == "for"):
            clock = clock or part[0]
            part_word, end, at = part[1], part[0].end, part[0].end
            continue
        read = _read_hour_after(tokens, start, at)
        if read is None or (clock is not None and not clock.vague):
            break
        clock, end, at = read, read.end, read.end
    return clock, part_word, end


def _after_joint(tokens: Tokens, place: int) -> int:
    """Return the place after the words that join a time to its day: at, a comma, the T of ISO, in the."""
    at = place + (tokens.word(place) == "t" and tokens.glued(place))
    while tokens.word(at) in CONNECTORS and at - place < 2:
        at += 1
    if tokens.word(at) in ("in", "during") and tokens.word(at + 1) in ("the", "early", "late"):
        at += 1 + (tokens.word(at + 1) == "the")
    return at


def _ending_size(tokens: Tokens, place: int) -> int:
    """Return how many tokens say the end of the day at a place, 0 for none."""
    if tokens.word(place) in ("eod", "cob"):
        return int(tokens.word(place + 1) not in ("report", "reports", "summary", "update", "updates", "checklist", "call"))
    return 3 if tokens.words(place, "end", "of", "day") or tokens.words(place, "close", "of", "business") else 0


def _read_hour_after(tokens: Tokens, start: int, place: int) -> Clock | None:
    """Return the hour at a place behind a day; `start` is where the words that join them begin."""
    read = read_open_range(tokens, place) or read_clock(tokens, place, True)
    if read is None or (tokens.glued(place) and tokens.word(place - 1) not in ("t", ",", "@", "-")):
        return None
    if tokens.word(start) == "for" and (read.weak or not read.sure):
        return None
    listed = place > start and tokens.word(place - 1) in (",", "-", "–") and tokens.word(place - 2) != "at"
    return None if read.weak and listed else read


def _read_clock_then_day(tokens: Tokens, place: int, ground: Ground) -> Match | None:
    """Return a time of day with the day that may follow it; alone it is the next such time, or the last."""
    read = _read_leading_clock(tokens, place, ground)
    if read is None:
        return None
    clock, part = read
    at, joined = clock.end, ""
    while tokens.word(at) in (",", "on", "of", "in", "the", "this") and at - clock.end < 2:
        joined, at = tokens.word(at), at + 1
    after = clock.end
    if not clock.vague:
        between = read_part(tokens, at) if tokens.word(at) not in ("tonight", "eve") else None
        if between and (joined in ("the", "this") or tokens.word(at) == "morning"):
            part, after = between[1], between[0].end
            at = after + (tokens.word(after) in (",", "on"))
    day = read_day(tokens, clock.end, replace(ground, lenient=False)) or read_day(tokens, at, replace(ground, lenient=False))
    if day is not None and day.instant is None and not (day.weak and joined != "on"):
        return _settle_clock_and_day(tokens, place, clock, part or day.part, day, ground)
    if clock.vague and part and part != "eod":
        timed = read_clock(tokens, clock.end + 1, True) if tokens.word(clock.end) in ("at", "@", "around") else None
        if timed is not None:
            return settle_bare(place, timed, part, timed.end, ground)
    if clock.weak or (clock.vague and (not part or (not ground.lenient and part != "eod"))):
        return None
    return settle_bare(place, clock, part, after, ground)


def _read_leading_clock(tokens: Tokens, place: int, ground: Ground) -> tuple[Clock, str] | None:
    """Return the time of day that an expression begins with, and its part of day; weak where no "at" leads a bare hour."""
    word, before = tokens.word(place), tokens.word(place - 1)
    ending = _ending_size(tokens, place)
    if tokens.words(place, "end", "of", "the", "day") and (ground.lenient or before == "by"):
        ending = 4
    if ending:
        return Clock(0, 0, place + ending, vague=True), "eod"
    if tokens.words(place, "first", "thing"):
        if tokens.words(place + 2, "in", "the", "morning"):
            return Clock(9, 0, place + 5), ""
        return Clock(9, 0, place + 2, vague=True), ""
    if (before in VERSES or before == "in") and tokens.word(place + 1) == ":" and not ground.lenient:
        return None
    clock = read_open_range(tokens, place) or read_clock(tokens, place, True)
    if clock is not None:
        return replace(clock, weak=clock.weak and not (ground.lenient or before in ("at", "around", "@"))), ""
    start = place + (word == "the" and before in ("in", "during"))
    meal = tokens.word(start) in ("lunch", "lunchtime", "eve")
    return None if meal and not (ground.lenient or before in ("at", "over")) else read_part(tokens, start)


def _settle_clock_and_day(tokens: Tokens, place: int, clock: Clock, part: str, day: Day, ground: Ground) -> Match:
    """Return the match of a time and the day after it, with a part of day or an hour that follows both."""
    end = day.end
    following, part_after, finish = _read_time_after(tokens, day, end)
    if following is not None and (not clock.vague or part == "eod") and following.vague:
        end, part = finish, part_after or part
    elif following is not None and clock.vague and part != "eod" and not following.vague:
        clock, end = following, finish
    return settle(place, replace(day, end=end, part=day.part or part), clock, part, ground)
