"""The day that words are read into, before a time of day is put to it."""

from __future__ import annotations

import datetime as dt

from store.records import record

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
