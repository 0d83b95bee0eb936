"""Days by name: today, weekdays, this and next week, the end of the month, the first monday of January, feasts."""

from __future__ import annotations

import datetime as dt

from store.records import record, replace
from store.rules.when import calendar
from store.rules.when.calendar import DAY, Ground
from store.rules.when.words import (
    DOUBTFUL_WEEKDAYS, ENDINGS, HOLIDAYS, MONTHS, NAME_MONTHS, NOT_AFTER_WEEKDAY, NOT_BEFORE_WEEKDAY, ORDINALS, PARTS, PERIODS, PROOFS,
    TODAY, WEEKDAYS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.tokens import Tokens

NEXT = frozenset(("next", "nxt", "following"))
LAST = frozenset(("last", "previous", "prev", "past"))
THIS = frozenset(("this", "current", "coming", "upcoming"))


@record
class Day:
    """A day as read, before a time of day is put to it."""

    day: dt.date
    "The day."
    end: int
    "Place of the first token after it."
    weak: bool = False
    "Whether only its neighbours make it a date."
    turn: int = 0
    "Days to move where the day is today and neither a time nor the rules keep it there (7 for a bare weekday)."
    part: str = ""
    "The part of day it names (tonight, last night), or empty."
    time: dt.time | None = None
    "The wall time it brings along, where no other is given."
    instant: dt.datetime | None = None
    "The instant itself, where the words lead to one."
    sense: str = ""
    "`past` or `future` where the words say so; empty where the house rules chose."
    period: str = ""
    "week, month, quarter, year, weekend where it stands for the whole; empty for a day."
    weekday: bool = False
    "Whether it is a bare weekday, which an explicit date after it overrules."


def read_named_day(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return the day by name that starts at a place, or None."""
    word = tokens.word(place)
    if word == "the":
        return _read_after_the(tokens, place + 1, ground, proof)
    return (
        _read_today(tokens, place, ground)
        or _read_feast(tokens, place, ground, proof)
        or _read_weekday(tokens, place, ground, proof)
        or _read_counted(tokens, place, ground)
        or _read_modified(tokens, place, ground, proof)
        or _read_edge(tokens, place, ground, proof)
        or _read_period(tokens, place, ground, proof)
    )


def _read_period(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return a period without "this" or "next" before it: week after next, weekend, Q1 2027."""
    word = tokens.word(place)
    if word in PERIODS and tokens.words(place + 1, "after", "next"):
        return _period(ground, PERIODS[word], 2, place + 3)
    if word in PERIODS and tokens.words(place + 1, "before", "last"):
        return _period(ground, PERIODS[word], -2, place + 3)
    if word in ("week", "wk") and tokens.word(place + 1) in ("of", "commencing", "beginning", "starting"):
        return _week_of(tokens, place + 2, ground)
    if word == "weekend" and ground.lenient:
        return _period(ground, "weekend", 0, place + 1)
    if word == "q" and tokens.glued(place + 1) and tokens.word(place + 1) in ("1", "2", "3", "4"):
        return _quarter(tokens, place, ground, proof)
    return None


def _week_of(tokens: Tokens, place: int, ground: Ground) -> Day | None:
    """Return the first working day of the week that a date is in."""
    from store.rules.when.dates import read_date

    base = read_date(tokens, place, ground, True)
    if base is None or base.period:
        return None
    start = calendar.week_start(base.day, ground.first_weekday)
    return Day(calendar.first_working(start, ground.working_days), base.end, period="week")


def _quarter(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return the first day of a quarter by number, with a year where one follows."""
    if not (ground.lenient or proof or tokens.word(place - 1) in ("in", "during", "early", "late", "for")):
        return None
    month, end = 3 * int(tokens.word(place + 1)) - 2, place + 2
    year = tokens.number(end) if tokens.digits(end) == 4 else None
    if year is not None and 1900 <= year <= 2200:
        return Day(dt.date(year, month, 1), end + 1, period="quarter")
    first, today = dt.date(ground.today.year, month, 1), ground.today
    over = calendar.add_months(first, 3) <= today
    if ground.past:
        return Day(first if first <= today else first.replace(year=first.year - 1), end, period="quarter")
    return Day(max(first, today) if not over else first.replace(year=first.year + 1), end, period="quarter")


def _read_after_the(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return a day that "the" may lead: the day after tomorrow, the week after next, the weekend, the end of May."""
    word = tokens.word(place)
    if word == "day" and tokens.word(place + 1) in ("after", "before"):
        return _day_beside(tokens, place, ground)
    if word in PERIODS and tokens.words(place + 1, "after", "next"):
        return _period(ground, PERIODS[word], 2, place + 3)
    if word in PERIODS and tokens.words(place + 1, "before", "last"):
        return _period(ground, PERIODS[word], -2, place + 3)
    if word == "weekend" and (proof or tokens.word(place - 2) in ("at", "over", "for", "this", "during")):
        return _period(ground, "weekend", 0, place + 1)
    if word in NEXT and tokens.word(place + 1) == "day" and ground.lenient:
        return Day(ground.today + DAY, place + 2, sense="future")
    if word in LAST and tokens.word(place + 1) in PERIODS and not ground.lenient and not proof:
        return None
    if word == "week" and tokens.word(place + 1) in ("of", "commencing", "beginning"):
        return _week_of(tokens, place + 2, ground)
    return (
        _read_feast(tokens, place, ground, proof) or _read_counted(tokens, place, ground)
        or _read_modified(tokens, place, ground, proof) or _read_edge(tokens, place, ground, proof)
    )


def _day_beside(tokens: Tokens, place: int, ground: Ground) -> Day | None:
    """Return "day after tomorrow", "day before yesterday", "day after thanksgiving"."""
    sign = 1 if tokens.word(place + 1) == "after" else -1
    base = (
        _read_today(tokens, place + 2, ground) or _read_feast(tokens, place + 2, ground, True)
        or _read_weekday(tokens, place + 2, ground, True)
    )
    if base is None:
        return None
    return Day(base.day + DAY * sign, base.end, sense=base.sense)


def _read_today(tokens: Tokens, place: int, ground: Ground) -> Day | None:
    """Return today, tomorrow, yesterday, tonight, last night, this morning, day after tomorrow."""
    word = tokens.word(place)
    if word in TODAY:
        if tokens.word(place + 1) in ("'", "-") and tokens.glued(place + 1) and tokens.glued(place + 2):
            return None
        sense = ("past", "", "future")[TODAY[word] + 1]
        return Day(ground.today + DAY * TODAY[word], place + 1, sense=sense)
    if word in ("tonight", "tonite") and tokens.word(place + 1) != "show":
        return Day(ground.today, place + 1, part="tonight")
    if word == "last" and tokens.word(place + 1) in ("night", "evening"):
        return Day(ground.today - DAY, place + 2, part=tokens.word(place + 1), sense="past")
    if word == "later" and tokens.word(place + 1) in ("today", "tonight"):
        return _read_today(tokens, place + 1, ground)
    if word == "earlier" and tokens.word(place + 1) == "today":
        return Day(ground.today, place + 2, sense="past")
    if word == "day" and tokens.word(place + 1) in ("after", "before") and tokens.word(place + 2) in TODAY:
        return _day_beside(tokens, place, ground)
    if word == "this" and tokens.word(place + 1) in ("morning", "afternoon", "evening", "lunchtime"):
        return Day(ground.today, place + 2, part=tokens.word(place + 1))
    if word == "this" and tokens.word(place + 1) in ("early", "late") and tokens.word(place + 2) in ("morning", "afternoon", "evening"):
        return Day(ground.today, place + 1)
    if word == "just" and tokens.word(place + 1) == "now" and tokens.word(place + 2) != "and":
        return Day(ground.today, place + 2, instant=ground.reference)
    if word == "now" and ground.lenient or word == "right" and tokens.word(place + 1) == "now" and ground.lenient:
        return Day(ground.today, place + 1 + (word == "right"), instant=ground.reference)
    return None


def _read_feast(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return Christmas Eve, Thanksgiving, Easter Monday and other feasts that have a date."""
    first = tokens.word(place)
    if first not in _feast_starts():
        return None
    for size in (3, 2, 1):
        key = tuple(tokens.word(place + offset) for offset in range(size))
        if key in HOLIDAYS:
            break
    else:
        return None
    sure = proof or ground.lenient or size > 1 and key[-1] in ("eve", "day") or tokens.word(place - 1) in (*NEXT, *LAST, "this", "for", "at")
    end = place + size
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


_starts: frozenset[str] = frozenset()


def _feast_starts() -> frozenset[str]:
    """Return the first words of all feasts."""
    global _starts
    if not _starts:
        _starts = frozenset(key[0] for key in HOLIDAYS)
    return _starts


def _feast(year: int, month: int, day: int) -> dt.date:
    """Return a feast's day in a year."""
    if month == 0:
        from dateutil.easter import easter

        sunday: dt.date = easter(year)
        return sunday + DAY * day
    if day:
        return dt.date(year, month, day)
    weekday, count = {11: (3, 4), 9: (0, 1), 5: (0, -1)}[month]
    return calendar.nth_weekday(year, month, weekday, count) or dt.date(year, month, 1)


def _read_weekday(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return a bare weekday: the nearest one ahead for plans, the last one for what happened."""
    word = tokens.word(place)
    weekday = WEEKDAYS.get(word)
    if weekday is None:
        return None
    before, after = tokens.word(place - 1), tokens.word(place + 1)
    if not ground.lenient and (before in NOT_BEFORE_WEEKDAY or after in NOT_AFTER_WEEKDAY):
        return None
    if after in ("'", "-") and tokens.glued(place + 1) and tokens.glued(place + 2) and tokens.at(place + 2).kind == "word" and (
            tokens.word(place + 2) not in WEEKDAYS and tokens.word(place + 2) not in MONTHS and tokens.word(place + 2) not in PARTS):
        return None
    end = place + 1 + (after == "." and tokens.glued(place + 1) and word in DOUBTFUL_WEEKDAYS and tokens.at(place + 2).start > 0)
    day = calendar.nearest_weekday(ground, weekday, ground.past)
    found = Day(day, end, weak=word in DOUBTFUL_WEEKDAYS and not proof, turn=7 if day == ground.today else 0, weekday=True)
    return _weekday_of_week(tokens, found, weekday, ground)


def _weekday_of_week(tokens: Tokens, found: Day, weekday: int, ground: Ground) -> Day:
    """Return a weekday with the week that follows it: "friday next week", "monday week", "tuesday after next"."""
    end = found.end
    if tokens.word(end) in (",", "of", "in", "from"):
        end += 1
    start = calendar.week_start(ground.today, ground.first_weekday)
    inside = start + DAY * ((weekday - ground.first_weekday) % 7)
    if tokens.word(end) in (*NEXT, "this", *LAST) and tokens.word(end + 1) in ("week", "wk"):
        shift = 7 if tokens.word(end) in NEXT else -7 if tokens.word(end) in LAST else 0
        return Day(inside + DAY * shift, end + 2, sense="future" if shift > 0 else "past" if shift < 0 else "")
    if tokens.words(end, "the", "week", "after", "next"):
        return Day(inside + DAY * 14, end + 4, sense="future")
    if tokens.words(found.end, "after", "next"):
        return Day(inside + DAY * 14, found.end + 2, sense="future")
    if tokens.words(found.end, "week") and not ground.past and tokens.word(found.end + 1) not in ("of", "days"):
        base = found.day + DAY * found.turn
        return Day(base + DAY * 7, found.end + 1, sense="future")
    return found


def _read_modified(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return this, next or last with a weekday, a week, a month, a weekend, a month's name."""
    word = tokens.word(place)
    if word not in NEXT and word not in LAST and word not in THIS:
        return None
    sign = 1 if word in NEXT else -1 if word in LAST else 0
    after = place + 1
    if word == "this" and tokens.word(after) in LAST:
        sign, after = -1, after + 1
    if word in ("coming", "upcoming") and tokens.word(after) in PERIODS:
        sign = 1
    if tokens.word(after) in ("business", "working") and tokens.word(after + 1) == "day":
        return Day(calendar.add_business_days(ground.today, sign or 1, ground.working_days), after + 2) if sign else None
    noun = tokens.word(after)
    if noun in WEEKDAYS:
        return _modified_weekday(tokens, word, sign, after, ground)
    if noun in PERIODS and not (word == "past" and not ground.lenient):
        found = _period(ground, PERIODS[noun], sign, after + 1)
        return _weekday_in(tokens, found, PERIODS[noun], sign, ground)
    if noun in MONTHS and noun != "mar" and (sign or ground.lenient or noun not in NAME_MONTHS or tokens.at(after).raw[0].isupper()):
        return _modified_month(tokens, after, sign, ground)
    if noun in _feast_starts():
        return _read_feast(tokens, after, replace(ground, past=True) if sign < 0 else ground, True)
    return None


def _modified_weekday(tokens: Tokens, word: str, sign: int, place: int, ground: Ground) -> Day:
    """Return this, next, coming or last tuesday by the rules of the house."""
    weekday = WEEKDAYS[tokens.word(place)]
    start = calendar.week_start(ground.today, ground.first_weekday)
    inside = start + DAY * ((weekday - ground.first_weekday) % 7)
    end = place + 1
    if sign > 0:
        week = 1 if tokens.word(end) in ("week", "wk") and tokens.word(end + 1) != "of" else 0
        return Day(inside + DAY * 7, end + week, sense="future")
    if sign < 0:
        last = ground.today - DAY * ((ground.today.weekday() - weekday) % 7 or 7)
        if tokens.word(end) == "week":
            return Day(inside - DAY * 7, end + 1, sense="past")
        return Day(last, end, sense="past")
    if word in ("coming", "upcoming") or (not ground.past and inside < ground.today):
        inside = calendar.nearest_weekday(ground, weekday, False)
    elif ground.past and inside > ground.today:
        inside -= DAY * 7
    if word in ("coming", "upcoming") and inside == ground.today:
        inside += DAY * 7
    return Day(inside, end)


def _weekday_in(tokens: Tokens, found: Day, period: str, sign: int, ground: Ground) -> Day:
    """Return "next week tuesday", "next week on friday", "next month on the 15th" for the period read."""
    at = found.end + (tokens.word(found.end) in ("on", ","))
    if period == "week" and tokens.word(at) in WEEKDAYS:
        start = calendar.week_start(ground.today, ground.first_weekday) + DAY * 7 * sign
        inside = start + DAY * ((WEEKDAYS[tokens.word(at)] - ground.first_weekday) % 7)
        return Day(inside, at + 1, sense=found.sense)
    if period == "month" and tokens.word(at) == "the" and tokens.word(at + 2) in ("st", "nd", "rd", "th"):
        first = calendar.add_months(ground.today.replace(day=1), sign)
        number = tokens.number(at + 1)
        day = calendar.make_date(first.year, first.month, number) if number else None
        return Day(day, at + 3, sense=found.sense) if day else found
    return found


def _modified_month(tokens: Tokens, place: int, sign: int, ground: Ground) -> Day | None:
    """Return the first day of this, next or last December; a day number after the name is left to the dates."""
    month = MONTHS[tokens.word(place)]
    if tokens.digits(place + 1):
        return None
    year = ground.today.year
    if sign > 0 and month <= ground.today.month:
        year += 1
    elif sign < 0 and month >= ground.today.month:
        year -= 1
    sense = "future" if sign > 0 else "past" if sign < 0 else ""
    return Day(dt.date(year, month, 1), place + 1, sense=sense, period="month")


def _period(ground: Ground, period: str, sign: int, end: int) -> Day:
    """Return the first day of the period `sign` periods from now, by the house rule for periods.

    A week means its first working day; a weekend its first free day; a period that has begun means today.
    """
    first = period_start(ground, period, sign)
    sense = "future" if sign > 0 else "past" if sign < 0 else ""
    if period == "week" and sign >= 0:
        first = calendar.first_working(first, ground.working_days)
    if sign == 0 and not ground.past and first < ground.today:
        first = ground.today
    if sign == 0 and ground.past and first > ground.today:
        first -= DAY * 7
    return Day(first, end, sense=sense, period=period)


def period_start(ground: Ground, period: str, shift: int) -> dt.date:
    """Return the first calendar day of a period `shift` periods from the present one."""
    today = ground.today
    if period == "week":
        return calendar.week_start(today, ground.first_weekday) + DAY * 7 * shift
    if period == "weekend":
        saturday = calendar.week_start(today, 0) + DAY * 5
        if shift < 0:
            return saturday + DAY * 7 * shift
        return saturday + DAY * 7 * shift
    if period == "month":
        return calendar.add_months(today.replace(day=1), shift)
    if period == "quarter":
        return calendar.add_months(dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * shift)
    return dt.date(today.year + shift, 1, 1)


def period_end(ground: Ground, period: str, shift: int) -> dt.date:
    """Return the last day of a period; of a week its last working day."""
    if period == "week":
        start = period_start(ground, "week", shift)
        return calendar.last_working(start + DAY * 6, ground.working_days)
    if period == "weekend":
        return period_start(ground, period, shift) + DAY
    return period_start(ground, period, shift + 1) - DAY


def _read_edge(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return the end, start or middle of a period: eow, end of next month, month end, mid december, early next week."""
    word = tokens.word(place)
    if word in ENDINGS:
        return _edge(ground, "end", ENDINGS[word], 0, place + 1)
    if word in ("month", "year", "quarter", "week") and (tokens.word(place + 1) == "end" or tokens.words(place + 1, "-", "end")):
        end = place + 2 + (tokens.word(place + 1) == "-")
        return replace(_edge(ground, "end", word, 0, end), weak=not proof)
    edges = {"end": "end", "close": "end", "start": "start", "beginning": "start", "begin": "start", "middle": "middle",
             "mid": "middle", "early": "start", "late": "end", "later": "end", "beg": "start"}
    edge = edges.get(word)
    if edge is None:
        return None
    after = place + 1
    if tokens.word(after) == "-" and word == "mid":
        after += 1
    after += tokens.word(after) in ("of", "in")
    after += tokens.word(after) == "the"
    shift_word = tokens.word(after)
    shift = 1 if shift_word in (*NEXT, "coming", "upcoming") else -1 if shift_word in LAST else 0
    shifted = shift_word in NEXT or shift_word in LAST or shift_word in THIS
    after += shifted
    noun = tokens.word(after)
    if edge == "end" and word == "end" and (noun in TODAY or noun in WEEKDAYS):
        day = _read_today(tokens, after, ground) or _read_weekday(tokens, after, ground, True)
        return replace(day, part="eod") if day else None
    if noun in PERIODS and (shifted or word not in ("early", "late", "later", "mid")):
        return _edge(ground, edge, PERIODS[noun], shift, after + 1)
    if noun in MONTHS and word != "later" and (noun not in NAME_MONTHS or word not in ("early", "late") or proof):
        return _edge_of_month(tokens, after, edge, shift, ground)
    return None


def _edge(ground: Ground, edge: str, period: str, shift: int, end: int) -> Day:
    """Return the day at an edge of a period; the end of a working week that is over means the next week's."""
    start, last = period_start(ground, period, shift), period_end(ground, period, shift)
    if edge == "end" and period == "week" and shift == 0 and last < ground.today and not ground.past:
        last = period_end(ground, period, 1)
    if edge == "end" and shift == 0 and ground.past and last > ground.today:
        last = period_end(ground, period, -1)
    sense = "future" if shift > 0 else "past" if shift < 0 else ""
    return Day(_edge_day(ground, edge, period, start, last), end, sense=sense)


def _edge_day(ground: Ground, edge: str, period: str, start: dt.date, last: dt.date) -> dt.date:
    """Return the first, middle or last day of a period."""
    if edge == "end":
        return last
    if edge == "start":
        return calendar.first_working(start, ground.working_days) if period == "week" else start
    if period == "month":
        return start.replace(day=15)
    return start + DAY * (2 if period == "week" else (last - start).days // 2)


def _edge_of_month(tokens: Tokens, place: int, edge: str, shift: int, ground: Ground) -> Day | None:
    """Return the start, middle or end of a month by name, with a year where one follows."""
    month = MONTHS[tokens.word(place)]
    year = tokens.number(place + 1) if tokens.digits(place + 1) == 4 else None
    if year is not None:
        start = calendar.make_date(year, month, 1)
        if start is None:
            return None
        last = calendar.last_day_of_month(start)
        return Day(_edge_day(ground, edge, "month", start, last), place + 2)
    for offset in range(-1, 3) if not ground.past else range(1, -3, -1):
        start = dt.date(ground.today.year + offset + (shift if shift < 0 else 0), month, 1)
        day = _edge_day(ground, edge, "month", start, calendar.last_day_of_month(start))
        if day <= ground.today if ground.past else day >= ground.today:
            return Day(day, place + 1)
    return None


def _read_counted(tokens: Tokens, place: int, ground: Ground) -> Day | None:
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
        starts = [period_start(ground, noun, shift)] if shifted else [period_start(ground, noun, each) for each in ((0, -1) if ground.past else (0, 1))]
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


def has_proof(tokens: Tokens, place: int) -> bool:
    """Return whether the word before a place makes a doubtful date a date."""
    return tokens.word(place - 1) in PROOFS
