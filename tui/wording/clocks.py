"""How long is left, and when something was or will be, in a few characters."""

from __future__ import annotations

import datetime as dt

from store.zones import known_zone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import DueTouch

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HOUR = dt.timedelta(hours=1)
_DAY = dt.timedelta(days=1)


def zone_of(zone: str | dt.tzinfo) -> dt.tzinfo:
    """Return a zone by its IANA name; UTC for a name that is none."""
    return known_zone(zone) if isinstance(zone, str) else zone


def time_left(due: DueTouch, now: dt.datetime, zone: str | dt.tzinfo) -> str:
    """Return how long is left, in a few characters: `40 min`, `5 h left`, `by 17:00`, `today`, `2 d late`."""
    there = zone_of(zone)
    window = due.window
    if due.possible_from is not None and due.possible_from > now:
        return "from " + clock(due.possible_from, now, there)
    if window.opens > now:
        return "from " + clock(window.opens, now, there)
    if due.group == "housekeeping":
        return ""
    if now > window.due:
        gone = amount(now - window.due)
        return f"{gone} late" if now > window.late else f"{gone} over"
    if due.group in ("rhythm", "dates") and day_of(window.due, there) == day_of(now, there):
        return "today"
    left = deadline(due, now) - now
    if left < _HOUR:
        return f"{max(1, int(left / dt.timedelta(minutes=1)))} min"
    if left < 10 * _HOUR and due.group != "rhythm":
        return f"{int(left / _HOUR)} h left"
    if left < 2 * _DAY:
        return "by " + clock(deadline(due, now), now, there)
    return f"{left.days} d left"


def share_left(due: DueTouch, now: dt.datetime) -> float:
    """Return how much of the time is left, from 1 (just opened) to 0 (due or past it), for the draining bar."""
    window = due.window
    start = window.opens if now < window.goal else window.goal
    end = deadline(due, now)
    if now >= end:
        return 0.0
    width = (end - start).total_seconds()
    return min(1.0, max(0.0, (end - now).total_seconds() / width)) if width > 0 else 0.0


def deadline(due: DueTouch, now: dt.datetime) -> dt.datetime:
    """Return what the clock runs towards: the goal, and once that is past, when it is due."""
    return due.window.goal if now < due.window.goal else due.window.due


def amount(span: dt.timedelta) -> str:
    """Return a length of time in a few characters."""
    if span < _HOUR:
        return f"{max(1, int(span / dt.timedelta(minutes=1)))} min"
    return f"{int(span / _HOUR)} h" if span < _DAY else f"{span.days} d"


def day_of(at: dt.datetime, zone: dt.tzinfo) -> dt.date:
    """Return the day of an instant in a zone."""
    return at.astimezone(zone).date()


def clock(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return an instant to come: `16:30` today, `Mon 09:00` this week, `12 Dec` later."""
    there = at.astimezone(zone)
    ahead = (there.date() - day_of(now, zone)).days
    time = f"{there:%H:%M}"
    if ahead == 0:
        return time
    if 0 < ahead < 7:
        return f"{_WEEKDAYS[there.weekday()]} {time}"
    return day_named(there.date(), day_of(now, zone))


def day_named(day: dt.date, today: dt.date) -> str:
    """Return a day: `today`, `tomorrow`, `yesterday`, `Sat` within a week, `12 Dec`, with the year where it differs."""
    ahead = (day - today).days
    if ahead in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[ahead + 1]
    if 1 < ahead < 7:
        return _WEEKDAYS[day.weekday()]
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


def ago(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo, day_only: bool = False) -> str:
    """Return an instant in the past: `20 min ago`, `3 h ago`, `yesterday`, `4 days ago`, `12 Nov`."""
    gone = now - at
    days = (day_of(now, zone) - day_of(at, zone)).days
    if day_only and days >= 0:
        return "today" if days == 0 else "yesterday" if days == 1 else days_ago(days, at, now, zone)
    if dt.timedelta(0) <= gone < dt.timedelta(minutes=1):
        return "just now"
    if gone < dt.timedelta(0):
        return clock(at, now, zone)
    if gone < _HOUR:
        return f"{int(gone / dt.timedelta(minutes=1))} min ago"
    if days == 0 or gone < 12 * _HOUR:
        return f"{int(gone / _HOUR)} h ago"
    return "yesterday" if days == 1 else days_ago(days, at, now, zone)


def days_ago(days: int, at: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return a day some days back."""
    return f"{days} days ago" if days < 14 else day_named(day_of(at, zone), day_of(now, zone))
