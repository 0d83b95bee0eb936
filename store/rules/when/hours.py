"""One hour of the day: 10am, 10:30, 14h30, quarter past four, noon, five o'clock."""

from __future__ import annotations

import datetime as dt

from store.records import record
from store.rules.when.words import AFTER_BARE, NUMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.when.tokens import Tokens

FIGURES = frozenset(
    (("high", "noon"), ("noon", "tea"), ("midnight", "oil"), ("midnight", "blue"), ("midnight", "sun"), ("midnight", "mass"))
)
"Pairs of words that are no time of day."


@record
class Clock:
    """A time of day as read, before its day is known."""

    hour: int
    "0 to 23, or 1 to 12 where not `sure`."
    minute: int
    "0 to 59."
    end: int
    "Place of the first token after it."
    second: int = 0
    "0 to 59."
    sure: bool = True
    "Whether the half of the day is known."
    weak: bool = False
    "Whether only its neighbours make it a time."
    zone: str = ""
    "The IANA zone it names, or empty."
    offset: int | None = None
    "The distance from UTC in minutes it names, or None."
    vague: bool = False
    "Whether it is a part of the day (morning) and no hour."

    def time(self, part: str = "") -> dt.time:
        """Return the wall time; without `am` or `pm` one to six mean the afternoon, unless the part of day says else."""
        hour = self.hour
        if not self.sure and 0 < hour <= 12:
            if part in ("morning", "morn", "forenoon"):
                hour %= 12
            elif part in ("evening", "eve", "night", "tonight", "tonite"):
                hour = hour + 12 if 4 <= hour < 12 else hour % 12
            elif part or hour <= 6:
                hour = hour % 12 + 12
        return dt.time(hour, self.minute, self.second)


def _small_number(tokens: Tokens, place: int) -> tuple[int, int] | None:
    """Return a number in digits or words at a place, with the place after it."""
    value = tokens.number(place)
    if value is not None:
        return value, place + 1
    value = NUMBERS.get(tokens.word(place))
    if value is None:
        return None
    place += 1
    if value >= 20:
        following = place + 1 if tokens.word(place) == "-" else place
        unit = NUMBERS.get(tokens.word(following), 0)
        if 0 < unit < 10:
            return value + unit, following + 1
    return value, place


def _read_past_hour(tokens: Tokens, place: int) -> Clock | None:
    """Return "quarter past four", "half past 2 pm", "20 minutes to five", or None."""
    word = tokens.word(place)
    at = place + 1 if word in ("a", "about") else place
    word = tokens.word(at)
    worded = True
    if word in ("quarter", "half"):
        minutes, at = {"quarter": 15, "half": 30}[word], at + 1
        past_only = word == "half"
    else:
        number = _small_number(tokens, at)
        if number is None or not 0 < number[0] < 60:
            return None
        minutes, at = number
        past_only = False
        worded = tokens.word(at) in ("minute", "minutes", "min", "mins")
        at += worded
    link = tokens.word(at)
    if link in ("past", "after"):
        sign = 1
    elif (link in ("to", "before", "of", "til", "till") and not past_only and worded) or (
            link == "to" and _is_minutes_to(tokens, place, minutes, at)):
        sign = -1
    else:
        return None
    if link == "of" and word != "quarter":
        return None
    hour = _small_number(tokens, at + 1)
    named_half = hour is not None and _meridiem(tokens, hour[1]) is not None
    if hour is None:
        return _past_noon(tokens, at + 1, sign * minutes)
    if not 1 <= hour[0] <= 23 or (link == "after" and not worded and not named_half):
        return None
    at = hour[1]
    if tokens.word(at) in ("o'clock", "oclock"):
        at += 1
    meridiem = _meridiem(tokens, at)
    value, sure = _with_meridiem(hour[0], meridiem[0] if meridiem else "")
    if not sure and value == 1 and sign < 0:
        value, sure = 13, True
    minute = sign * minutes % 60
    value = (value - (sign < 0)) % 24
    return Clock(value, minute, meridiem[1] if meridiem else at, sure=sure)


def _is_minutes_to(tokens: Tokens, place: int, minutes: int, link: int) -> bool:
    """Return whether "ten to five" and "20 to 9" tell one hour, and not from one to another."""
    spoken = tokens.at(place).kind == "word" and minutes in (5, 10, 20, 25)
    if not (spoken or minutes in (20, 25)) or tokens.word(place - 1) in ("from", "between", "about", "in"):
        return False
    hour = _small_number(tokens, link + 1)
    return hour is not None and 1 <= hour[0] <= 12 and _meridiem(tokens, hour[1]) is None and tokens.at(hour[1]).start < 0


def _past_noon(tokens: Tokens, place: int, minutes: int) -> Clock | None:
    """Return "quarter past noon" and its like."""
    hour = {"noon": 12, "midday": 12, "midnight": 24}.get(tokens.word(place))
    if hour is None:
        return None
    total = (hour * 60 + minutes) % 1440
    return Clock(total // 60, total % 60, place + 1)


def _meridiem(tokens: Tokens, place: int) -> tuple[str, int] | None:
    """Return `am` or `pm` at a place, however it is written, with the place after it."""
    word = tokens.word(place)
    if word in ("am", "pm"):
        after = place + 1
        if tokens.glued(after) and tokens.at(after).kind != "mark":
            return None
        if word == "am" and not tokens.glued(place) and tokens.word(after) in ("i", "a", "the", "not", "here", "so", "radio"):
            return None
        return word, after
    if word in ("a", "p"):
        if tokens.word(place + 1) == "." and tokens.word(place + 2) == "m" and tokens.glued(place + 2):
            closes = tokens.word(place + 3) == "." and tokens.glued(place + 3)
            return word + "m", place + 3 + closes
        if tokens.word(place + 1) == "m" and tokens.word(place + 2) != "'":
            return word + "m", place + 2
        ends = not tokens.glued(place + 1) or (tokens.word(place + 1) in (".", ",") and not tokens.glued(place + 2))
        if tokens.glued(place) and ends:
            return word + "m", place + 1
    if word == "in" and tokens.word(place + 1) == "the" and tokens.word(place + 2) in ("morning", "afternoon", "evening"):
        return ("am" if tokens.word(place + 2) == "morning" else "pm"), place + 3
    if word == "at" and tokens.word(place + 1) == "night":
        return "night", place + 2
    return None


def _with_meridiem(hour: int, meridiem: str) -> tuple[int, bool]:
    """Return the hour of the day and whether its half is known; at night it is one to five of the next day."""
    if meridiem == "night":
        meridiem = "am" if hour <= 5 or hour == 12 else "pm"
    if meridiem == "pm":
        return (hour + 12 if hour < 12 else hour), True
    if meridiem == "am":
        return (hour % 12 if hour <= 12 else hour), True
    return hour, hour == 0 or hour > 12


def _read_digits(tokens: Tokens, place: int, attached: bool) -> Clock | None:
    """Return a time that begins with digits."""
    hour = tokens.number(place)
    if hour is None:
        return None
    digits = tokens.digits(place)
    mark, minutes = tokens.word(place + 1), tokens.number(place + 2)
    tight = tokens.glued(place + 1) and tokens.glued(place + 2) and tokens.digits(place + 2) == 2
    if digits <= 2 and tight and minutes is not None and minutes < 60 and hour <= 24 and mark in (":", ".", "h"):
        return _with_minutes(tokens, place, hour, minutes, attached)
    if digits in (3, 4) and hour % 100 < 60 and hour < 2400:
        return _compact(tokens, place, hour, attached)
    if digits > 2 or hour > 24:
        return None
    after = place + 1
    if tokens.word(after) in ("o'clock", "oclock", "o’clock"):
        after, named = after + 1, True
    else:
        named = False
    meridiem = _meridiem(tokens, after)
    if meridiem and 1 <= hour <= 12:
        single = tokens.word(after) in ("a", "p") and meridiem[1] == after + 1
        return Clock(_with_meridiem(hour, meridiem[0])[0], 0, meridiem[1], weak=single and not attached)
    if named and hour <= 23:
        return Clock(hour, 0, after, sure=_with_meridiem(hour, "")[1])
    if (
        tokens.word(after) in ("h", "uhr")
        and hour <= 23
        and (attached or tokens.word(after) == "uhr")
        and not tokens.glued(after + 1)
    ):
        return Clock(hour, 0, after + 1, weak=tokens.word(after) == "h")
    if attached and hour <= 23 and _ends_number(tokens, after):
        return Clock(hour, 0, after, sure=(digits == 2 and tokens.at(place).raw[0] == "0") or hour > 12, weak=True)
    return None


def _with_minutes(tokens: Tokens, place: int, hour: int, minute: int, attached: bool) -> Clock | None:
    """Return 10:30, 10.30am, 14h30, 10:30:15."""
    mark, after, second = tokens.word(place + 1), place + 3, 0
    if mark == ":" and tokens.word(after) == ":" and tokens.glued(after) and tokens.digits(after + 1) == 2:
        second = tokens.number(after + 1) or 0
        after += 2
        if second > 59:
            return None
        if tokens.word(after) == "." and tokens.digits(after + 1) and tokens.glued(after + 1):
            after += 2
    meridiem = _meridiem(tokens, after)
    if meridiem and hour <= 12:
        return Clock(_with_meridiem(hour, meridiem[0])[0], minute, meridiem[1], second)
    named = tokens.word(after) in ("z", "utc", "gmt")
    if tokens.glued(after) and (
        (tokens.at(after).kind != "mark" and not named) or tokens.word(after) in ("%", ":", "/", "€", "$", "_")
    ):
        return None
    if tokens.word(after) == "." and tokens.glued(after) and tokens.digits(after + 1) and tokens.glued(after + 1):
        return None
    if hour == 24 or (mark == "." and not (attached and _ends_number(tokens, after))):
        return None
    padded = tokens.digits(place) == 2 and tokens.at(place).raw[0] == "0"
    return Clock(hour, minute, after, second, sure=padded or hour == 0 or hour > 12, weak=mark == ".")


def _compact(tokens: Tokens, place: int, number: int, attached: bool) -> Clock | None:
    """Return 1030am, and 1430 where a date or "at" stands before or "hours" after."""
    hour, minute = divmod(number, 100)
    meridiem = _meridiem(tokens, place + 1)
    if meridiem and 1 <= hour <= 12:
        return Clock(_with_meridiem(hour, meridiem[0])[0], minute, meridiem[1])
    if tokens.digits(place) == 4 and tokens.word(place + 1) in ("hours", "hrs", "h", "hr") and not tokens.glued(place + 2):
        return Clock(hour, minute, place + 2)
    if attached and tokens.word(place - 1) in ("at", "around", "about", "approximately") and _ends_number(tokens, place + 1):
        return Clock(hour, minute, place + 1, sure=tokens.digits(place) == 4, weak=True)
    return None


def _read_words(tokens: Tokens, place: int, attached: bool) -> Clock | None:
    """Return five o'clock, ten am, seven thirty pm, at seven."""
    hour = NUMBERS.get(tokens.word(place))
    if hour is None or not 1 <= hour <= 12:
        return None
    after, minute = place + 1, 0
    if tokens.word(after) == "-":
        after += 1
        if not tokens.glued(after) or NUMBERS.get(tokens.word(after), 0) < 10:
            return None
    if tokens.word(after) in ("o'clock", "oclock"):
        meridiem = _meridiem(tokens, after + 1)
        value, sure = _with_meridiem(hour, meridiem[0] if meridiem else "")
        return Clock(value, 0, meridiem[1] if meridiem else after + 1, sure=sure)
    minutes = _small_number(tokens, after) if tokens.at(after).kind == "word" else None
    if minutes and tokens.at(place).raw[0].isupper() and tokens.at(after).raw[0].isupper():
        minutes = None
    if minutes and 10 <= minutes[0] < 60:
        minute, after = minutes
    meridiem = _meridiem(tokens, after)
    if meridiem:
        return Clock(_with_meridiem(hour, meridiem[0])[0], minute, meridiem[1])
    if attached and _ends_number(tokens, after):
        return Clock(hour, minute, after, sure=False, weak=True)
    return None


def _ends_number(tokens: Tokens, place: int) -> bool:
    """Return whether no noun or sign at a place claims the number before it."""
    token = tokens.at(place)
    if token.start < 0:
        return True
    if token.kind == "mark":
        if token.text in ("%", "€", "$", "£", "/", "+", "*", "=", "°", "@") or (token.text == ":" and token.glued):
            return token.text == "@" and not token.glued
        following = tokens.at(place + 1)
        return not (token.glued and following.glued and following.kind != "mark")
    return token.kind == "word" and not token.glued and token.text in AFTER_BARE


def _is_time_after_all(tokens: Tokens, place: int) -> bool:
    """Return whether a capitalised noon or midnight is a time after all: no other capitalised word or place name follows."""
    following = tokens.at(place + 1)
    return not (following.kind == "word" and (following.raw[0].isupper() or following.text == "in"))


def read_hour(tokens: Tokens, place: int, attached: bool) -> Clock | None:
    """Return one time without a range or zone."""
    word = tokens.word(place)
    if (tokens.word(place - 1), word) in FIGURES or (word, tokens.word(place + 1)) in FIGURES:
        return None
    if word in ("noon", "midnight") and tokens.at(place).raw[0].isupper() and not _is_time_after_all(tokens, place):
        return None
    if word in ("noon", "midday", "noonish"):
        return Clock(12, 0, place + 1)
    if word == "midnight":
        return Clock(0, 0, place + 1)
    return _read_past_hour(tokens, place) or _read_digits(tokens, place, attached) or _read_words(tokens, place, attached)
