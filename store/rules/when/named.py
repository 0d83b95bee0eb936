"""Days by name, all of them: which reader the words belong to."""

from __future__ import annotations

from store.rules.when.calendar import DAY
from store.rules.when.counted import read_counted
from store.rules.when.day import LAST, NEXT, Day
from store.rules.when.days import day_beside, read_today, read_weekday
from store.rules.when.edges import read_edge
from store.rules.when.feasts import read_feast
from store.rules.when.periods import period_day, read_modified, read_period, week_of
from store.rules.when.words import PERIODS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.calendar import Ground
    from store.rules.when.tokens import Tokens


def read_named_day(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return the day by name that starts at a place, or None."""
    word = tokens.word(place)
    if word == "the":
        return _read_after_the(tokens, place + 1, ground, proof)
    if word == "day" and tokens.word(place + 1) in ("after", "before"):
        return day_beside(tokens, place, ground)
    return (
        read_today(tokens, place, ground)
        or read_feast(tokens, place, ground, proof)
        or read_weekday(tokens, place, ground, proof)
        or read_counted(tokens, place, ground)
        or read_modified(tokens, place, ground, proof)
        or read_edge(tokens, place, ground, proof)
        or read_period(tokens, place, ground, proof)
    )


def _read_after_the(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return a day that "the" may lead: the day after tomorrow, the week after next, the weekend, the end of May."""
    word = tokens.word(place)
    if word == "day" and tokens.word(place + 1) in ("after", "before"):
        return day_beside(tokens, place, ground)
    if word in PERIODS and tokens.words(place + 1, "after", "next"):
        return period_day(ground, PERIODS[word], 2, place + 3)
    if word in PERIODS and tokens.words(place + 1, "before", "last"):
        return period_day(ground, PERIODS[word], -2, place + 3)
    if word == "weekend" and (proof or tokens.word(place - 2) in ("at", "over", "for", "this", "during")):
        return period_day(ground, "weekend", 0, place + 1)
    if word in NEXT and tokens.word(place + 1) == "day" and ground.lenient:
        return Day(ground.today + DAY, place + 2, sense="future")
    if word in LAST and tokens.word(place + 1) in PERIODS and not ground.lenient and not proof:
        return None
    if word == "week" and tokens.word(place + 1) in ("of", "commencing", "beginning"):
        return week_of(tokens, place + 2, ground)
    return (
        read_feast(tokens, place, ground, proof) or read_counted(tokens, place, ground)
        or read_modified(tokens, place, ground, proof) or read_edge(tokens, place, ground, proof)
    )
