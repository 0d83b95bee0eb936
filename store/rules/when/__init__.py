"""Dates and times in words: one grammar for plans, for what happened, and for free text.

The rules of the house, which beat any library:
a bare weekday is the nearest one ahead for plans and the last one for what happened;
"next tuesday" is the one in next week, also while tuesday is still ahead this week; "last tuesday" is the last one before
today; 12/5 follows `day_first`; a date without a year is the next such day, for what happened the last;
a time without a date is the next such time for plans and the last for what happened;
an hour from one to six without am or pm is in the afternoon; a week is its first working day, any other
period its first day, one that has begun is today; the end of a week is its last working day;
morning is 9:00, afternoon 14:00, evening 18:00, tonight 20:00, the end of the day the end of the working day.
A wall time that a change of clocks skips means the later one that exists, one that comes twice its later pass.
A word that could be a date but need not be (may, sun, second) is one only beside words that prove it.
"""

from __future__ import annotations

import datetime as dt

from store.model import Moment, Planned
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.rules.when.calendar import Ground
    from store.rules.when.grammar import Match
    from store.rules.when.tokens import Tokens

WORKING_DAYS = (0, 1, 2, 3, 4)
END_OF_DAY = dt.time(17, 30)
LONGEST_PHRASE = 200


@record
class Found:
    """A date or time found in a text."""

    planned: Planned
    "The day, or the wall time on a day."
    moment: Moment | None
    "The instant or day it happened, where the words tell of the past; None for what is to come."
    start: int
    "Where in the text it begins."
    end: int
    "Where in the text it ends."
    rest: str
    "The text without it."


def find_when(
    text: str, reference: dt.datetime, *, zone: str, day_first: bool = False, past: bool = False, first_weekday: int = 0,
    working_days: Sequence[int] = WORKING_DAYS, end_of_day: dt.time = END_OF_DAY,
) -> Found | None:
    """Return the first date or time in a free text, None where it holds none; never raises, linear in the text.

    `reference` is aware; `past` reads doubtful words as what happened. A text that is nothing but a date is read as such.
    """
    from store.rules.when import calendar, grammar
    from store.rules.when.tokens import Tokens

    tokens = Tokens(text)
    ground = calendar.make_ground(reference, zone, day_first, past, first_weekday, working_days, end_of_day, False)
    whole = len(text) <= LONGEST_PHRASE and not _is_only_a_word(tokens) and not _is_only_a_length(tokens)
    match = _whole(tokens, ground) if whole else None
    place = 0
    while match is None and place < tokens.size:
        if tokens.at(place).kind != "mark" and not tokens.in_address(place):
            match = grammar.read_match(tokens, place, ground)
        place += 1
    if match is None:
        return None
    start, end = tokens.at(match.first).start, tokens.at(match.end - 1).end
    backward = past or match.sense == "past"
    return Found(
        grammar.planned_of(match), grammar.moment_of(match, ground) if backward else None, start, end,
        " ".join((text[:start] + " " + text[end:]).split()),
    )


def parse_plan(
    words: str, reference: dt.datetime, *, zone: str, day_first: bool = False, first_weekday: int = 0,
    working_days: Sequence[int] = WORKING_DAYS, end_of_day: dt.time = END_OF_DAY,
) -> Planned | None:
    """Return the day or time ahead that the whole of the words means; None for no date and for words about the past."""
    from store.rules.when import calendar, grammar
    from store.rules.when.tokens import Tokens

    if len(words) > LONGEST_PHRASE:
        return None
    ground = calendar.make_ground(reference, zone, day_first, False, first_weekday, working_days, end_of_day, True)
    match = _whole(Tokens(words), ground)
    return None if match is None or match.sense == "past" else grammar.planned_of(match)


def parse_happened(
    words: str, reference: dt.datetime, *, zone: str, day_first: bool = False, first_weekday: int = 0,
    working_days: Sequence[int] = WORKING_DAYS, end_of_day: dt.time = END_OF_DAY,
) -> Moment | None:
    """Return the past instant or day that the whole of the words means; None for no date and for what is to come."""
    from store.rules.when import calendar, grammar
    from store.rules.when.tokens import Tokens

    if len(words) > LONGEST_PHRASE:
        return None
    ground = calendar.make_ground(reference, zone, day_first, True, first_weekday, working_days, end_of_day, True)
    match = _whole(Tokens(words), ground)
    return None if match is None else grammar.moment_of(match, ground)


def _whole(tokens: Tokens, ground: Ground) -> Match | None:
    """Return the match that takes in all the words, or None."""
    from store.records import replace
    from store.rules.when import grammar

    match = grammar.read_match(tokens, 0, replace(ground, lenient=True))
    if match is None:
        return None
    rest = [tokens.word(place) for place in range(match.end, tokens.size)]
    return match if all(each in (".", "!", "?", ",") for each in rest) else None


def _is_only_a_length(tokens: Tokens) -> bool:
    """Return whether a text is a bare length of time in words (48 hours): no date by itself, unlike 2w."""
    from store.rules.when.spans import read_span

    span = read_span(tokens, 0)
    return span is not None and span.end == tokens.size and not tokens.glued(1)


def _is_only_a_word(tokens: Tokens) -> bool:
    """Return whether a text is a single word or figure that is a date only where one is expected."""
    from store.rules.when.words import NAME_MONTHS

    words = [each for each in tokens.items if each.kind != "mark"]
    if len(words) == 2 and tokens.size == 3 and words[0].kind == words[1].kind == "number" and tokens.glued(2):
        mark = tokens.word(1)
        return (mark == "." and len(words[1].raw) <= 2) or (mark == "/" and (words[0].raw, words[1].raw) == ("24", "7"))
    if len(words) == 2 and tokens.size == 2 and words[1].raw in ("M", "D", "W", "Y", "B", "H", "S") and tokens.glued(1):
        return True
    return len(words) == 1 and (words[0].text in NAME_MONTHS or (words[0].kind == "number" and len(words[0].raw) != 8)
                                or words[0].text in ("second", "night", "morning", "evening", "afternoon", "lunch"))
