"""Days and times in words, read with the user's own zone, locale and working days."""

from __future__ import annotations

from store.errors import UsageFault
from store.rules import when

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from typing import Any

    from store.book import Book
    from store.model import Moment, Planned


def _ground(book: Book) -> dict[str, Any]:
    """Return what the grammar needs to know of the user."""
    practice = book.practice
    return {"zone": practice.zone, "day_first": practice.day_first, "first_weekday": practice.first_weekday,
            "working_days": practice.working_days, "end_of_day": practice.working_hours[1]}


def plan_when(book: Book, words: str, reference: dt.datetime | None = None) -> Planned:
    """Return the day or time to come, after an instant (default: now), that words mean; raises UsageFault(`no-date`)."""
    planned = when.parse_plan(words, reference or book.now(), **_ground(book))
    if planned is None:
        raise UsageFault("no-date", words=words)
    return planned


def plan_happened(book: Book, words: str) -> Moment:
    """Return the past instant or day that words mean; raises UsageFault(`no-date`)."""
    moment = when.parse_happened(words, book.now(), **_ground(book))
    if moment is None:
        raise UsageFault("no-date", words=words)
    return moment


def find(book: Book, text: str, reference: dt.datetime | None) -> dict[str, Any]:
    """Return `{text, at or on, span: [from, to], rest}` of the first date in a text; only `text` and `rest` without one."""
    from store.rules.quick_log.composing import when_as_json

    found = when.find_when(text, reference or book.now(), **_ground(book))
    if found is None:
        return {"text": text, "rest": text}
    meant = when_as_json(found.planned, book.practice.zone)
    if found.moment is not None and not found.moment.day_only:
        meant = {"at": found.moment.at.isoformat().replace("+00:00", "Z")}
    return {"text": text, **meant, "span": [found.start, found.end], "rest": found.rest}
