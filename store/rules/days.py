"""Days and hours where a contact lives: zone, business days, public holidays; the one place that imports holidays."""

from __future__ import annotations

import datetime as dt

from store.zones import zone_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.model import Contact, Planned
    from store.rules.practice import Practice

UTC = dt.UTC
DAY_END = dt.time(23, 59)
_LONGEST_SEARCH = 400
_MOST_KEPT = 4096

_places: dict[tuple[object, ...], Place] = {}
_holidays: dict[tuple[str, int], frozenset[dt.date]] = {}


class Place:
    """Where a contact is, as far as days and hours go; what was worked out for a day is kept, many contacts share it."""

    __slots__ = ("business", "closing", "closings", "country", "opening", "openings", "working_days", "zone",
                 "zone_name")

    def __init__(self, zone: dt.tzinfo, zone_name: str, country: str, working_days: tuple[int, ...],
                 opening: dt.time, closing: dt.time) -> None:
        """Keep the zone with its IANA name, the country of the holidays (or empty), weekdays (0 for Monday) and hours."""
        self.zone = zone
        self.zone_name = zone_name
        self.country = country
        self.working_days = working_days
        self.opening = opening
        self.closing = closing
        self.business: dict[tuple[dt.date, int], dt.date] = {}
        self.openings: dict[dt.date, dt.datetime] = {}
        self.closings: dict[dt.date, dt.datetime] = {}


def zone(name: str) -> dt.tzinfo | None:
    """Return the zone of an IANA name; None for a name that is no zone."""
    return zone_named(name)


def place_of(contact: Contact, practice: Practice) -> Place:
    """Return where a contact is: their zone, else their country's only zone, else the user's zone and country."""
    key = (contact.zone, contact.country, practice.zone, practice.country, practice.working_days,
           practice.working_hours)
    place = _places.get(key)
    if place is None:
        if len(_places) > _MOST_KEPT:
            _places.clear()
        place = _places[key] = _make_place(contact, practice)
    return place


def _make_place(contact: Contact, practice: Practice) -> Place:
    """Return a place, looking the zone up."""
    name = contact.zone
    found = zone(name)
    if found is None and contact.country:
        from store.rules.country_zones import ONLY_ZONE

        name = ONLY_ZONE.get(contact.country.upper(), "")
        found = zone(name)
    if found is None:
        name = practice.zone
        found = zone(name)
    opening, closing = practice.working_hours
    if closing <= opening:
        opening, closing = dt.time(0, 0), DAY_END
    days = tuple(day for day in practice.working_days if 0 <= day <= 6)
    return Place(zone=found or UTC, zone_name=name if found else "UTC",
                 country=(contact.country or practice.country).upper(), working_days=days or (0, 1, 2, 3, 4, 5, 6),
                 opening=opening, closing=closing)


def home(practice: Practice) -> dt.tzinfo:
    """Return the user's own zone."""
    return zone(practice.zone) or UTC


def public_holidays(country: str, year: int) -> frozenset[dt.date]:
    """Return the public holidays of a country in a year; empty for an unknown country."""
    key = (country, year)
    known = _holidays.get(key)
    if known is None:
        known = _holidays[key] = _look_up_holidays(country, year)
    return known


def _look_up_holidays(country: str, year: int) -> frozenset[dt.date]:
    """Return the public holidays from the holidays package; empty where it does not know the country."""
    if not country:
        return frozenset()
    try:
        from holidays import country_holidays

        return frozenset(country_holidays(country, years=year))
    except (ImportError, NotImplementedError, ValueError, KeyError, OverflowError):
        return frozenset()


def remember_holidays(known: Mapping[tuple[str, int], frozenset[dt.date]]) -> None:
    """Take in public holidays looked up before (a compiled file), so that the package need not be imported."""
    _holidays.update(known)
    _places.clear()


def known_holidays() -> Mapping[tuple[str, int], frozenset[dt.date]]:
    """Return the public holidays looked up so far, by country and year, for a compiled file."""
    return _holidays


def is_business(day: dt.date, place: Place) -> bool:
    """Return whether the user's working day is no public holiday where the contact is."""
    if day.weekday() not in place.working_days:
        return False
    return not place.country or day not in public_holidays(place.country, day.year)


def why_not_business(day: dt.date, place: Place) -> str:
    """Return `weekend`, `holiday`, or empty for a business day."""
    if day.weekday() not in place.working_days:
        return "weekend"
    return "" if is_business(day, place) else "holiday"


def business_day(day: dt.date, place: Place, count: int = 0) -> dt.date:
    """Return the business day `count` after a day (0: the day itself or the next); negative counts go back."""
    known = place.business.get((day, count))
    if known is None:
        if len(place.business) > _MOST_KEPT:
            place.business.clear()
        known = place.business[day, count] = _find_business_day(day, place, count)
    return known


def _find_business_day(day: dt.date, place: Place, count: int) -> dt.date:
    """Return the business day some days on or back, day by day."""
    one = dt.timedelta(days=-1 if count < 0 else 1)
    left = abs(count)
    if left == 0:
        for _ in range(_LONGEST_SEARCH):
            if is_business(day, place):
                return day
            day += one
        return day
    for _ in range(_LONGEST_SEARCH + 8 * left):
        day += one
        if is_business(day, place):
            left -= 1
            if left == 0:
                return day
    return day


def instant(day: dt.date, time: dt.time, place_zone: dt.tzinfo) -> dt.datetime:
    """Return the UTC instant of a wall time; a time that a clock change leaves out falls after the change."""
    return dt.datetime.combine(day, time, place_zone).astimezone(UTC)


def opening_of(day: dt.date, place: Place) -> dt.datetime:
    """Return the instant at which working hours begin on a day."""
    known = place.openings.get(day)
    if known is None:
        known = _keep(place.openings, day, instant(day, place.opening, place.zone))
    return known


def closing_of(day: dt.date, place: Place) -> dt.datetime:
    """Return the instant at which working hours end on a day."""
    known = place.closings.get(day)
    if known is None:
        known = _keep(place.closings, day, instant(day, place.closing, place.zone))
    return known


def _keep(known: dict[dt.date, dt.datetime], day: dt.date, at: dt.datetime) -> dt.datetime:
    """Keep the instant of a day among those known, and return it."""
    if len(known) > _MOST_KEPT:
        known.clear()
    known[day] = at
    return at


def local_day(at: dt.datetime, place: Place) -> dt.date:
    """Return the day it is where the contact is."""
    return at.astimezone(place.zone).date()


def planned_instant(planned: Planned, practice: Practice, day_time: dt.time) -> dt.datetime:
    """Return the instant of a planned time; `day_time` stands for the time where only the day is planned."""
    own = home(practice)
    found = (zone(planned.zone) or own) if planned.zone else own
    return instant(planned.on, planned.time or day_time, found)


EARLIEST_TEXT = dt.time(8, 0)
TICK = dt.timedelta(microseconds=1)


def working_now(at: dt.datetime, place: Place) -> tuple[bool, dt.datetime]:
    """Return whether an instant lies inside working hours, and the instant at which that changes."""
    there = at.astimezone(place.zone)
    day, time = there.date(), there.time()
    if is_business(day, place):
        if time < place.opening:
            return False, opening_of(day, place)
        if time <= place.closing:
            return True, closing_of(day, place) + TICK
    return False, opening_of(business_day(day, place, 1), place)


def texting_now(at: dt.datetime, place: Place, until: dt.time) -> tuple[bool, dt.datetime]:
    """Return whether a thank-you text may leave (any day, from 08:00), and the instant at which that changes."""
    there = at.astimezone(place.zone)
    day, time = there.date(), there.time()
    start = min(EARLIEST_TEXT, place.opening)
    if time < start:
        return False, instant(day, start, place.zone)
    if time <= until:
        return True, instant(day, until, place.zone) + TICK
    return False, instant(day + dt.timedelta(days=1), start, place.zone)
