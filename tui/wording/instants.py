"""Instants, days, spans and windows in words, in the user's zone; the one place that formats them."""

from __future__ import annotations

import datetime as dt

from store.zones import known_zone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Moment, Planned

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def zone_named(name: str) -> dt.tzinfo:
    """Return the time zone of an IANA name; UTC where there is none of that name."""
    return known_zone(name)


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its word: `1 person`, `2 people` (`many` defaults to `one` with an s)."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def date(day: dt.date, today: dt.date) -> str:
    """Return a day as `Tue 24 Nov`, with its year where that is not this one's."""
    text = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return text if day.year == today.year else f"{text} {day.year}"


def day_name(day: dt.date, today: dt.date) -> str:
    """Return a day as `today`, `tomorrow`, `yesterday` or as `date` does."""
    names = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return names.get((day - today).days) or date(day, today)


def full(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return an aware instant as `Tue 24 Nov 09:12` in the zone, with its year where that is not this one's."""
    local = at.astimezone(zone)
    return f"{date(local.date(), now.astimezone(zone).date())} {local:%H:%M}"


def near(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return an aware instant in the fewest words: `10:12` today, `tomorrow 10:00`, else as `full` does."""
    local = at.astimezone(zone)
    today = now.astimezone(zone).date()
    if local.date() == today:
        return f"{local:%H:%M}"
    return f"{day_name(local.date(), today)} {local:%H:%M}"


def moment(happened: Moment, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return when something happened: a day where only that is known, else as `full` does."""
    if happened.day_only:
        own = zone_named(happened.zone)
        return date(happened.at.astimezone(own).date(), now.astimezone(zone).date())
    return full(happened.at, now, zone)


def planned(when: Planned, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return what is planned: `tomorrow`, `Thu 26 Nov 10:00`; a wall time of another zone is turned into the user's."""
    today = now.astimezone(zone).date()
    if when.time is None:
        return day_name(when.on, today)
    own = zone_named(when.zone) if when.zone else zone
    local = dt.datetime.combine(when.on, when.time, own).astimezone(zone)
    return f"{day_name(local.date(), today)} {local:%H:%M}"


def span(length: dt.timedelta) -> str:
    """Return a length of time, rounded down to its largest unit: `40 min`, `5 h`, `3 days`, `7 weeks`."""
    seconds = abs(int(length.total_seconds()))
    if seconds < 3600:
        return f"{max(seconds // 60, 1)} min"
    if seconds < 48 * 3600:
        return f"{seconds // 3600} h"
    days = seconds // 86400
    return plural(days, "day") if days < 28 else plural(days // 7, "week")


def away(at: dt.datetime, now: dt.datetime) -> str:
    """Return how far an instant is: `in 40 min`, `5 h ago`, `now`."""
    length = at - now
    if abs(length) < dt.timedelta(minutes=1):
        return "now"
    return f"in {span(length)}" if length > dt.timedelta(0) else f"{span(length)} ago"


def birthday(parts: tuple[int, int, int | None]) -> str:
    """Return a birthday by month, day and year: `29 Feb`, `4 May 1984`."""
    month, day, year = parts
    return f"{day} {MONTHS[month - 1]}" + (f" {year}" if year else "")
