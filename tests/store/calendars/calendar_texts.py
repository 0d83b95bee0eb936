"""Calendars as texts, for the tests."""

from __future__ import annotations

import datetime as dt

from store.exchange import calendar_events, calendar_meetings

SINCE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
UNTIL = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)

OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def event(*lines, uid="one", title="Review", guests=("marty@example.com",)):
    """Return an event as text."""
    people = [f"ATTENDEE;CN={each.partition('@')[0].title()}:mailto:{each}" for each in guests]
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, *people, "END:VEVENT", ""])


def calendar(*parts):
    """Return a calendar as text."""
    return "".join(["BEGIN:VCALENDAR\nVERSION:2.0\n", *parts, "END:VCALENDAR\n"])


def meetings(text, zone="America/Los_Angeles", since=SINCE, until=UNTIL, own=()):
    """Return the meetings of a calendar, in order."""
    raw = text if isinstance(text, bytes) else text.encode()
    found = calendar_events.read([raw])
    return sorted(calendar_meetings.meetings(found, zone, since, until, own), key=lambda each: (each.starts, each.key))


def starts(text, **more):
    """Return when the meetings of a calendar begin, in UTC, as `01-31 15:00`."""
    return [f"{each.starts:%m-%d %H:%M}" for each in meetings(text, **more)]
