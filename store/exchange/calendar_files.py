"""Calendar files (iCalendar): past meetings with people, by their invitations."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from store.exchange import calendar_events, calendar_meetings, histories
from store.exchange.gathering import Gathering
from store.exchange.streams import chunks
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.exchange.parsed import Asked, ParsedRecord
    from store.meetings import Meeting
    from store.model import Touch

MOST_PEOPLE = 50
"""A meeting of more people than these is none with each of them."""
_FIRST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)


def records(path: Path, asked: Asked) -> Iterator[ParsedRecord]:
    """Yield one record a person invited, with the meetings that are over; nobody is added for having been invited."""
    people: dict[str, tuple[int, str, list[Touch]]] = {}
    kept = calendar_events.read(chunks(path), lambda event: calendar_meetings.near(event, _FIRST, asked.now))
    places = {address.address: event.line for event in reversed(kept.events) for address, _ in event.guests}
    own = {each.lower() for each in asked.own}
    for meeting in calendar_meetings.meetings(kept, asked.zone, _FIRST, asked.now, own):
        if len(meeting.guests) > MOST_PEOPLE or meeting.starts >= asked.now:
            continue
        found = touch_of(meeting, asked.zone)
        for guest in meeting.guests:
            place, known, touches = people.setdefault(guest.address, (places.get(guest.address, 1), "", []))
            people[guest.address] = (place, known or guest.name, touches)
            touches.append(replace(found, note=meeting.title))
    for address, (place, name, touches) in people.items():
        person = Gathering("calendar", asked.region)
        person.put("name", name)
        person.mail(address)
        record = person.record(place)
        if record is not None:
            yield replace(record, more={"touches": tuple(touches), "known_only": "quiet"})


def touch_of(meeting: Meeting, zone: str) -> Touch:
    """Return a meeting as the touch it is with those who were there; `zone` is the user's."""
    if meeting.day_only:
        from store.zones import known_zone

        happened = histories.day(meeting.starts.astimezone(known_zone(zone)).date(), zone)
    else:
        happened = histories.instant(meeting.starts, meeting.zone)
    return histories.touch("meeting", "out", happened, meeting.key, event=meeting.where, outcome="reached")
