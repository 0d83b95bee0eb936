"""Which words of a text are a date or a time, the two in either order."""

from __future__ import annotations

from store.records import replace
from store.rules.when.calendar import Ground
from store.rules.when.clocks import Clock, read_clock, read_open_range, read_part
from store.rules.when.day import Day
from store.rules.when.relative import read_day
from store.rules.when.settle import Match, moment_of, planned_of, settle, settle_bare, settle_instant
from store.rules.when.tokens import Tokens
from store.rules.when.words import LEADS

__all__ = ("Match", "moment_of", "planned_of", "read_match")

CONNECTORS = frozenset((",", "at", "@", "around", "about", "by", "-", "–", "from", "approx", "~", "before", "after", "until", "for"))
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
        glued_on = tokens.glued(at) and tokens.word(at - 1) not in ("t", ",", "@", "-")
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
        return settle(place, replace(day, end=end, part=day.part or part), clock, part, ground)
    if clock.vague and part and part != "eod":
        timed = read_clock(tokens, clock.end + 1, True) if tokens.word(clock.end) in ("at", "@", "around") else None
        if timed is not None:
            return settle_bare(place, timed, part, timed.end, ground)
    if clock.weak or ((clock.vague and not ground.lenient and part != "eod") or (clock.vague and not part)):
        return None
    return settle_bare(place, clock, part, after, ground)
