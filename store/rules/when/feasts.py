"""Feasts that have a date: Christmas Eve, Thanksgiving, Easter Monday."""

from __future__ import annotations

import datetime as dt

from store.rules.when import calendar
from store.rules.when.calendar import DAY
from store.rules.when.day import LAST, NEXT, Day
from store.rules.when.words import HOLIDAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.calendar import Ground
    from store.rules.when.tokens import Tokens

COUNTED = 100
FEAST_THINGS = frozenset((
    "sale", "sales", "deal", "deals", "card", "cards", "movie", "film", "party", "dinner", "costume", "parade", "special",
    "recipe", "edition", "tree", "island", "carol", "song", "gift", "gifts", "present", "presents", "basket", "egg", "eggs",
    "bunny", "resolution", "resolutions", "weekend",
))
"Things named after a feast."
FIRST_WORDS = frozenset(key[0] for key in HOLIDAYS)


def read_feast(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return Christmas Eve, Thanksgiving, Easter Monday and other feasts that have a date."""
    first = tokens.word(place)
    if first not in FIRST_WORDS:
        return None
    for size in (3, 2, 1):
        key = tuple(tokens.word(place + offset) for offset in range(size))
        if key in HOLIDAYS:
            break
    else:
        return None
    sure = (
        proof
        or ground.lenient
        or (size > 1 and key[-1] in ("eve", "day"))
        or tokens.word(place - 1) in (*NEXT, *LAST, "this", "for", "at")
    )
    end = place + size
    if not (ground.lenient or proof) and tokens.word(end) in FEAST_THINGS:
        return None
    year = tokens.number(end) if tokens.digits(end) == 4 else None
    if year is not None and 1900 <= year <= 2200:
        day = _feast(year, *HOLIDAYS[key])
        return Day(day, end + 1)
    step = -1 if ground.past else 1
    for offset in range(3):
        day = _feast(ground.today.year + step * offset, *HOLIDAYS[key])
        if day <= ground.today if ground.past else day >= ground.today:
            return Day(day, end, weak=not sure)
    return None


def _feast(year: int, month: int, day: int) -> dt.date:
    """Return a feast's day in a year."""
    if month == 0:
        from dateutil.easter import easter

        sunday: dt.date = easter(year)
        return sunday + DAY * day
    if day > COUNTED:
        weekday, count = divmod(day - COUNTED, 10)
        return calendar.nth_weekday(year, month, weekday, count) or dt.date(year, month, 1)
    if day > 0:
        return dt.date(year, month, day)
    weekday, count = {11: (3, 4), 9: (0, 1), 5: (0, -1)}[month]
    if day < 0:
        return _feast(year, month, 0) + DAY
    return calendar.nth_weekday(year, month, weekday, count) or dt.date(year, month, 1)
