"""The words for time in a cadence file: `at once`, `2 hours after the start`, `1 business day`, `end of the day`."""

from __future__ import annotations

import datetime as dt

from store.rules import days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.days import Place

_UNITS = {"minute": dt.timedelta(minutes=1), "hour": dt.timedelta(hours=1), "day": dt.timedelta(days=1)}
_ANCHORS = {"after the start": "start", "after the last": "last", "before": "before"}
_LONGEST = 3660

_known: dict[str, tuple[float, str, str]] = {}


def parse(words: str) -> tuple[float, str, str]:
    """Return (amount, unit, anchor) of a span in words.

    Units: `minute`, `hour`, `day`, `business day`, or `end` for the end of the day; anchors: `start` (of the plan),
    `last` (the touch before; the default), `before` (a date). Raises ValueError for words that are no span.
    """
    known = _known.get(words)
    if known is None:
        known = _known[words] = _parse(words)
    return known


def _parse(words: str) -> tuple[float, str, str]:
    """Return the parts of a span in words, not looking into what is known."""
    rest = " ".join(words.casefold().split())
    anchor = "last"
    for ending, name in _ANCHORS.items():
        if rest.endswith(" " + ending):
            rest, anchor = rest[: -len(ending) - 1], name
    if rest == "at once":
        return 0, "minute", anchor
    if rest == "on the day":
        return 0, "day", "before"
    if rest == "end of the day":
        return 0, "end", anchor
    number, _, unit = rest.partition(" ")
    unit = unit.removesuffix("s")
    if unit not in _UNITS and unit != "business day":
        raise ValueError(words)
    amount = float(number)
    if not 0 <= amount <= _LONGEST or (unit == "business day" and amount != int(amount)):
        raise ValueError(words)
    return amount, unit, anchor


def opening(words: str, start: dt.datetime, last: dt.datetime, place: Place) -> dt.datetime:
    """Return the instant from which a step can be done; business days open when working hours begin."""
    amount, unit, anchor = parse(words)
    base = start if anchor == "start" else last
    if unit == "business day":
        day = days.business_day(days.local_day(base, place), place, int(amount))
        return max(base, days.opening_of(day, place))
    if unit == "end":
        return _day_end(base, place)
    return base + amount * _UNITS[unit]


def bound(words: str, start: dt.datetime, last: dt.datetime, opens: dt.datetime, place: Place) -> dt.datetime:
    """Return the instant by which a step is due; `end of the day` is the end of the day on which it opens."""
    amount, unit, anchor = parse(words)
    base = start if anchor == "start" else last
    if unit == "business day":
        day = days.business_day(days.local_day(base, place), place, int(amount))
        return days.closing_of(day, place)
    if unit == "end":
        return _day_end(opens, place)
    return base + amount * _UNITS[unit]


def _day_end(at: dt.datetime, place: Place) -> dt.datetime:
    """Return when the work of a day ends; after working hours, when the day ends."""
    day = days.local_day(at, place)
    closing = days.closing_of(day, place)
    return closing if at < closing else max(at, days.instant(day, days.DAY_END, place.zone))
