"""Single days by name: today, tomorrow, tonight, the day after tomorrow, weekdays."""

from __future__ import annotations

from store.rules.when import calendar
from store.rules.when.calendar import DAY
from store.rules.when.day import LAST, NEXT, Day
from store.rules.when.doubts import NIGHT_SHOWS, NO_DAYS
from store.rules.when.feasts import read_feast
from store.rules.when.words import (
    DOUBTFUL_WEEKDAYS,
    MONTHS,
    NOT_AFTER_WEEKDAY,
    NOT_BEFORE_WEEKDAY,
    PARTS,
    TODAY,
    WEEKDAYS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.calendar import Ground
    from store.rules.when.tokens import Tokens


def day_beside(tokens: Tokens, place: int, ground: Ground) -> Day | None:
    """Return "day after tomorrow", "day before yesterday", "day after thanksgiving"."""
    sign = 1 if tokens.word(place + 1) == "after" else -1
    base = (
        read_today(tokens, place + 2, ground) or read_feast(tokens, place + 2, ground, True)
        or read_weekday(tokens, place + 2, ground, True)
    )
    if base is None:
        return None
    return Day(base.day + DAY * sign, base.end, sense=base.sense)


def read_today(tokens: Tokens, place: int, ground: Ground) -> Day | None:
    """Return today, tomorrow, yesterday, tonight, last night, this morning, day after tomorrow."""
    word = tokens.word(place)
    if (tokens.word(place - 1), word) in NO_DAYS or (word, tokens.word(place + 1)) in NO_DAYS:
        return None
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
        return read_today(tokens, place + 1, ground)
    if word == "earlier" and tokens.word(place + 1) == "today":
        return Day(ground.today, place + 2, sense="past")
    if word == "day" and tokens.word(place + 1) in ("after", "before") and tokens.word(place + 2) in TODAY:
        return day_beside(tokens, place, ground)
    if word == "this" and tokens.word(place + 1) in ("morning", "afternoon", "evening", "lunchtime"):
        return Day(ground.today, place + 2, part=tokens.word(place + 1))
    if (
        word == "this"
        and tokens.word(place + 1) in ("early", "late")
        and tokens.word(place + 2) in ("morning", "afternoon", "evening")
    ):
        return Day(ground.today, place + 1)
    if word == "just" and tokens.word(place + 1) == "now" and tokens.word(place + 2) != "and":
        return Day(ground.today, place + 2, instant=ground.reference)
    if (word == "now" and ground.lenient) or (word == "right" and tokens.word(place + 1) == "now" and ground.lenient):
        return Day(ground.today, place + 1 + (word == "right"), instant=ground.reference)
    return None


def read_weekday(tokens: Tokens, place: int, ground: Ground, proof: bool) -> Day | None:
    """Return a bare weekday: the nearest one ahead for plans, the last one for what happened."""
    word = tokens.word(place)
    weekday = WEEKDAYS.get(word)
    if weekday is None:
        return None
    before, after = tokens.word(place - 1), tokens.word(place + 1)
    if not ground.lenient and (before in NOT_BEFORE_WEEKDAY or after in NOT_AFTER_WEEKDAY):
        return None
    if after in ("night", "evening", "morning") and tokens.word(place + 2) in NIGHT_SHOWS:
        return None
    if not ground.lenient and after == "night" and tokens.at(place + 1).raw[0].isupper() and (
            tokens.at(place + 2).raw[:1].isupper() and tokens.at(place + 2).kind == "word"):
        return None
    if (
        after in ("'", "-")
        and tokens.glued(place + 1)
        and tokens.glued(place + 2)
        and tokens.at(place + 2).kind == "word"
        and (
            tokens.word(place + 2) not in WEEKDAYS
            and tokens.word(place + 2) not in MONTHS
            and tokens.word(place + 2) not in PARTS
        )
    ):
        return None
    end = (
        place + 1 + (after == "." and tokens.glued(place + 1) and word in DOUBTFUL_WEEKDAYS and tokens.at(place + 2).start > 0)
    )
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
