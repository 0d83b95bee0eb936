"""Birthdays, other dates and due touches as a calendar (RFC 5545), for any calendar or task program.

Ids are made from what an entry is about, so that importing the file again replaces entries and adds none twice. Days are dates
without a zone, instants stand in UTC: no zone has to be described. A 29 February falls in other years where the setting says.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid5

from store.exchange.vcard_text import escaped, folded
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.model import DueTouch, SpecialDate

ENTRIES = ("event", "todo")
"""What a due touch becomes: an entry of the calendar, or a task."""
_OURS = UUID("5d0c8a3e-6f0b-5a44-9d55-2f1f0a2b7c11")
_PRIORITY = {"owed": 1, "running": 1, "rescue": 3, "dates": 5, "rhythm": 5, "housekeeping": 9}
_BEFORE = "-PT15M"


@record
class CalendarDate:
    """A date that returns, and of whom."""

    date: SpecialDate
    "The date."
    name: str
    "The contact's name."


@record
class CalendarTouch:
    """A due touch in words."""

    due: DueTouch
    "The due touch."
    summary: str
    "What and with whom."
    description: str = ""
    "Why, and how to reach them."
    on: dt.date | None = None
    "The day for which it stands, where that is all that matters; None for the instant at which it is due."


def calendar(
    dates: Iterable[CalendarDate], touches: Iterable[CalendarTouch], now: dt.datetime, leap_day: str = "28",
    entry: str = "event", morning: dt.time = dt.time(9, 0),
) -> Iterator[bytes]:
    """Yield a calendar piece by piece, in UTF-8 with CRLF.

    `leap_day` is where 29 February falls in other years (`28`, or `1` of March); `entry` one of ENTRIES; `morning` the wall
    time at which days are reminded of.
    """
    yield _lines(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Onward//Onward//EN", "CALSCALE:GREGORIAN",
                  "X-WR-CALNAME:Onward"])
    for date in dates:
        yield _lines(_date(date, now, leap_day, morning))
    for touch in touches:
        yield _lines(_todo(touch, now) if entry == "todo" else _event(touch, now, morning))
    yield _lines(["END:VCALENDAR"])


def _lines(lines: Iterable[str]) -> bytes:
    """Return lines folded and ended."""
    return b"".join(map(folded, lines))


def identity(*parts: str) -> str:
    """Return the id of an entry about some things, always the same for the same things."""
    return f"{uuid5(_OURS, chr(31).join(parts))}@onward"


def _head(kind: str, uid: str, now: dt.datetime, summary: str) -> list[str]:
    """Return how every entry begins; the sequence grows with time, so that a later file is taken for the newer one."""
    return [f"BEGIN:{kind}", f"UID:{uid}", f"DTSTAMP:{_instant(now)}", f"SEQUENCE:{int(now.timestamp()) // 60}",
            f"SUMMARY:{escaped(summary)}", "CATEGORIES:Onward"]


def _date(each: CalendarDate, now: dt.datetime, leap_day: str, morning: dt.time) -> list[str]:
    """Return the yearly entry of a date; where its year is unknown it begins this year."""
    date = each.date
    leap = (date.month, date.day) == (2, 29)
    first = dt.date(date.year or now.year, 3 if leap else date.month, 1 if leap else date.day)
    rule = "FREQ=YEARLY"
    if leap:
        leaps = first.year % 4 == 0 and (first.year % 100 != 0 or first.year % 400 == 0)
        # The 60th day is 29 February in leap years and 1 March in others; the last day of February is the 29th or the 28th.
        rule += ";BYYEARDAY=60" if leap_day == "1" else ";BYMONTH=2;BYMONTHDAY=-1"
        first -= dt.timedelta(days=0 if leap_day == "1" and not leaps else 1)
    since = f" ({date.year})" if date.year else ""
    return [*_head("VEVENT", identity("date", date.contact, date.name, str(date.month), str(date.day)), now,
                   f"{each.name}: {date.name}{since}"),
            f"DTSTART;VALUE=DATE:{_day(first)}", f"DTEND;VALUE=DATE:{_day(first + dt.timedelta(days=1))}", f"RRULE:{rule}",
            "TRANSP:TRANSPARENT", *_alarm(_after(morning), each.name), "END:VEVENT"]


def _event(touch: CalendarTouch, now: dt.datetime, morning: dt.time) -> list[str]:
    """Return a due touch as an entry of the calendar: on its day, or a quarter of an hour at its instant."""
    due = touch.due
    lines = [*_head("VEVENT", identity("touch", due.contact, due.step_key), now, touch.summary)]
    if touch.on is not None:
        lines += [f"DTSTART;VALUE=DATE:{_day(touch.on)}", f"DTEND;VALUE=DATE:{_day(touch.on + dt.timedelta(days=1))}"]
        alarm = _after(morning)
    else:
        lines += [f"DTSTART:{_instant(due.window.due)}", f"DTEND:{_instant(due.window.due + dt.timedelta(minutes=15))}"]
        alarm = _BEFORE
    return [*lines, *_described(touch), "TRANSP:TRANSPARENT", *_alarm(alarm, touch.summary), "END:VEVENT"]


def _todo(touch: CalendarTouch, now: dt.datetime) -> list[str]:
    """Return a due touch as a task, from when it can be done until it is due."""
    window = touch.due.window
    lines = [*_head("VTODO", identity("touch", touch.due.contact, touch.due.step_key), now, touch.summary)]
    if window.opens < window.due:
        lines.append(f"DTSTART:{_instant(window.opens)}")
    return [*lines, f"DUE:{_instant(window.due)}", f"PRIORITY:{_PRIORITY.get(touch.due.group, 5)}", "STATUS:NEEDS-ACTION",
            *_described(touch), *_alarm(_BEFORE, touch.summary, ";RELATED=END"), "END:VTODO"]


def _described(touch: CalendarTouch) -> list[str]:
    """Return the line that says why."""
    return [f"DESCRIPTION:{escaped(touch.description)}"] if touch.description else []


def _alarm(trigger: str, words: str, related: str = "") -> list[str]:
    """Return a reminder some time from the beginning (or the end) of its entry."""
    return ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER{related}:{trigger}", f"DESCRIPTION:{escaped(words)}", "END:VALARM"]


def _after(time: dt.time) -> str:
    """Return a wall time as a span from the beginning of its day."""
    return f"PT{time.hour}H" + (f"{time.minute}M" if time.minute else "")


def _instant(at: dt.datetime) -> str:
    """Return an instant in UTC."""
    return f"{_day(at.astimezone(dt.UTC).date())}T{at.astimezone(dt.UTC):%H%M%S}Z"


def _day(day: dt.date) -> str:
    """Return a day."""
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"
