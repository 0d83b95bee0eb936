"""Days counted inside a period: the first monday of January, the last working day of the month."""

from __future__ import annotations

import datetime as dt

from store.rules.when import calendar
from store.rules.when.calendar import DAY
from store.rules.when.day import LAST, NEXT, THIS, Day
from store.rules.when.periods import period_start
from store.rules.when.words import MONTHS, ORDINALS, WEEKDAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.calendar import Ground
    from store.rules.when.tokens import Tokens


def read_counted(tokens: Tokens, place: int, ground: Ground) -> Day | None:
    """Return the first monday of January, the last friday of the month, the last day of next month, the 1st of next month."""
    count, after = _ordinal(tokens, place)
    if not count:
        return None
    noun = tokens.word(after)
    working = noun in ("business", "working") and tokens.word(after + 1) == "day"
    if noun in WEEKDAYS or noun in ("day", "weekday", "week", "weekend") or working:
        joint = after + 1 + working
        inside = joint + 1 if tokens.word(joint) in ("of", "in") else 0
        kind = -2 if working else WEEKDAYS.get(noun, {"weekday": -2, "week": -3, "weekend": 5}.get(noun, -1))
    elif count > 0 and (noun in ("of", "in") or tokens.words(after, "this", "month")):
        after -= noun == "this"
        inside, kind = after + 1, -1
        if tokens.word(inside) in MONTHS:
            return None
    else:
        return None
    if not inside:
        return None
    return _counted_in(tokens, inside, count, kind, ground)


def _ordinal(tokens: Tokens, place: int) -> tuple[int, int]:
    """Return the number of an ordinal (-1 for last, 0 for none) and the place after it."""
    word = tokens.word(place)
    if word in ("last", "final"):
        return -1, place + 1
    if word in ORDINALS:
        return ORDINALS[word], place + 1
    number = tokens.number(place)
    if number and tokens.word(place + 1) in ("st", "nd", "rd", "th") and tokens.glued(place + 1):
        return number, place + 2
    if number and number <= 31 and tokens.word(place + 1) == "of" and tokens.word(place + 2) in (*NEXT, "this"):
        return number, place + 1
    return 0, place


def _counted_in(tokens: Tokens, place: int, count: int, kind: int, ground: Ground) -> Day | None:
    """Return the counted day inside the month or year named at a place."""
    place += tokens.word(place) == "the"
    word = tokens.word(place)
    shift = 1 if word in NEXT else -1 if word in LAST else 0
    shifted = word in NEXT or word in LAST or word in THIS
    noun = tokens.word(place + shifted)
    end = place + shifted + 1
    if noun in MONTHS:
        year = tokens.number(end) if tokens.digits(end) == 4 else None
        years = [year] if year else _years(ground)
        end += year is not None
        days = [_counted_day(each, MONTHS[noun], count, kind, ground) for each in years if 1 <= each <= 9998]
    elif noun in ("month", "year", "quarter"):
        starts = (
            [period_start(ground, noun, shift)]
            if shifted
            else [period_start(ground, noun, each) for each in ((0, -1) if ground.past else (0, 1))]
        )
        days = [_counted_from(start, noun, count, kind, ground) for start in starts]
        if shifted and days[0]:
            return Day(days[0], end)
        year = None
    else:
        return None
    for day in days:
        if day and (year or (day <= ground.today if ground.past else day >= ground.today)):
            return Day(day, end)
    return None


def _years(ground: Ground) -> list[int]:
    """Return the years to try, the likeliest first."""
    step = -1 if ground.past else 1
    return [ground.today.year + step * offset for offset in range(9)]


def _counted_from(start: dt.date, period: str, count: int, kind: int, ground: Ground) -> dt.date | None:
    """Return the counted day of the month, quarter or year that begins at a day."""
    if period == "month" or count > 0:
        return _counted_day(start.year, start.month, count, kind, ground)
    last = calendar.add_months(start, 3 if period == "quarter" else 12) - DAY
    return _counted_day(last.year, last.month, count, kind, ground)


def _counted_day(year: int, month: int, count: int, kind: int, ground: Ground) -> dt.date | None:
    """Return the n-th weekday (kind 0 to 6), day (-1) or working day (-2) of a month; count -1 for the last."""
    if kind >= 0:
        return calendar.nth_weekday(year, month, kind, count)
    first = dt.date(year, month, 1)
    last = calendar.last_day_of_month(first)
    if kind == -3:
        monday = calendar.nth_weekday(year, month, 0, count)
        return monday - DAY * 7 if monday and count < 0 and (last - monday).days < 6 else monday
    if kind == -1:
        return last if count < 0 else calendar.make_date(year, month, count)
    if count < 0:
        return calendar.last_working(last, ground.working_days)
    day = calendar.add_business_days(first - DAY, count, ground.working_days)
    return day if day <= last else None
