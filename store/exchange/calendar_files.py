"""Calendar files (iCalendar): past meetings with people, by their invitations."""

from __future__ import annotations

import datetime as dt
import itertools
import re

from store.exchange import histories
from store.exchange.cleaning import one_line
from store.exchange.gathering import Gathering
from store.exchange.streams import chunks, lines
from store.exchange.vcard_lines import Property, parse, unfold
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.exchange.parsed import Asked, ParsedRecord
    from store.model import Moment, Touch

MOST_TIMES = 500
"""Past times of one repeating meeting that are kept."""
MOST_PEOPLE = 50
"""A meeting of more people than these is none with each of them."""
_RULE = re.compile(
    r"FREQ=(?:DAILY(?!.*INTERVAL.*BYDAY|.*BYDAY.*INTERVAL)|WEEKLY(?!.*BYMONTH)|MONTHLY(?!.*BYMONTH=)|YEARLY)"
    r"(?:;(?:INTERVAL=[1-9]\d{0,3}|COUNT=\d{1,6}|UNTIL=\w{8,20}|WKST=\w\w|(?:BYDAY|BYMONTH|BYMONTHDAY)=[\w+,-]{1,60}))*")
"""Rules that are followed: none of them can run for ever without a day to show for it."""
_YEARLY_DAY = re.compile(r";BYMONTH(?:DAY)?=[\w+,-]+")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?$")
_FIRST_YEAR = 1990


def records(path: Path, asked: Asked) -> Iterator[ParsedRecord]:
    """Yield one record a person invited, with the meetings that are over; nobody is added for having been invited."""
    people: dict[str, tuple[int, str, list[Touch]]] = {}
    for event in _events(path):
        touches = list(_touches(event, asked))
        guests = _guests(event) if touches else {}
        if len(guests) > MOST_PEOPLE:
            continue
        for address, name in guests.items():
            place, known, all_touches = people.setdefault(address, (event[0].line, "", []))
            people[address] = (place, known or name, all_touches)
            all_touches.extend(touches)
    own = {each.lower() for each in asked.own}
    for address, (place, name, touches) in people.items():
        if address.lower() in own:
            continue
        person = Gathering("calendar", asked.region)
        person.put("name", name)
        person.mail(address)
        found = person.record(place)
        if found is not None:
            yield replace(found, more={"touches": tuple(touches), "known_only": "quiet"})


def _events(path: Path) -> Iterator[list[Property]]:
    """Yield the properties of each event, those of its alarms left out."""
    event: list[Property] | None = None
    depth = 0
    for number, line, cut in unfold(lines(chunks(path))):
        found = parse(number, line, cut)
        if found is None:
            continue
        what = found.raw.strip().upper()
        if found.name == "BEGIN":
            if what == b"VEVENT":
                event, depth = [], 0
            elif event is not None:
                depth += 1
        elif found.name == "END":
            if event is not None and what == b"VEVENT":
                if event:
                    yield event
                event = None
            depth = max(0, depth - 1)
        elif event is not None and depth == 0 and len(event) < 5000:
            event.append(found)


def _touches(event: list[Property], asked: Asked) -> Iterator[Touch]:
    """Yield the times of an event that are over, as meetings."""
    texts = {each.name: one_line(each.plain()) for each in reversed(event)}
    start = next((each for each in event if each.name == "DTSTART"), None)
    if start is None or texts.get("STATUS", "").upper() == "CANCELLED":
        return
    uid = texts.get("UID") or f"{texts.get('SUMMARY', '')}:{texts.get('DTSTART', '')}"
    for happened in _times(event, start, texts.get("RRULE", "").upper().replace(" ", ""), asked):
        if happened.at < asked.now:
            yield histories.touch(
                "meeting", "out", happened, f"calendar:{uid}:{happened.at:%Y%m%dT%H%M}", note=texts.get("SUMMARY", ""),
                event=texts.get("LOCATION", ""), outcome="reached")


def _times(event: list[Property], start: Property, rule: str, asked: Asked) -> Iterator[Moment]:
    """Yield when an event takes place: once, or by its rule up to now, without the days it is called off."""
    first, day_only, own_zone = _when(start, start.plain().strip(), asked.zone)
    if first is None:
        return
    if not rule or not _RULE.fullmatch(rule) or first.year < _FIRST_YEAR:
        yield _moment(first, day_only, own_zone)
        return
    from dateutil.rrule import rrulestr

    off = {_when(each, text, asked.zone)[0] for each in event if each.name == "EXDATE" for text in each.plain().split(",")}
    end = asked.now.replace(tzinfo=None) + dt.timedelta(days=1)
    plain = re.sub(r";UNTIL=\w+", "", rule)
    if "BYMONTH=" in plain and "BYMONTHDAY=" in plain:
        plain = _YEARLY_DAY.sub("", plain)
    until = re.search(r";UNTIL=(\d{8})", rule)
    if until:
        try:
            end = min(end, dt.datetime.strptime(until[1], "%Y%m%d") + dt.timedelta(days=1))
        except ValueError:
            return
    try:
        times = rrulestr(plain, dtstart=first)
        for at in itertools.islice(itertools.takewhile(lambda each: each <= end, times), MOST_TIMES):
            if at not in off:
                yield _moment(at, day_only, own_zone)
    except (ValueError, OverflowError, TypeError, ArithmeticError):
        yield _moment(first, day_only, own_zone)


def _moment(at: dt.datetime, day_only: bool, zone: str) -> Moment:
    """Return a wall time in a zone as an instant."""
    return histories.day(at.date(), zone) if day_only else histories.instant(at, zone)


def _when(found: Property, text: str, zone: str) -> tuple[dt.datetime | None, bool, str]:
    """Return the wall time that a property says, whether it is a day alone, and its zone."""
    match = _STAMP.match(text.strip())
    if not match:
        return None, False, zone
    year, month, day, hour, minute, second, utc = match.groups()
    try:
        at = dt.datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(59, int(second or 0)))
    except ValueError:
        return None, False, zone
    named = (found.params.get("TZID") or [""])[0].strip("\"/")
    return at, hour is None, "UTC" if utc else _known(named) or zone


def _known(name: str) -> str:
    """Return a zone's name where there is one of that name, also behind a prefix some programs write."""
    import zoneinfo

    for candidate in (name, "/".join(name.split("/")[-2:])):
        try:
            if candidate and zoneinfo.ZoneInfo(candidate):
                return candidate
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            continue
    return ""


def _guests(event: list[Property]) -> dict[str, str]:
    """Return the people invited and who invited, as address and name; rooms and those who declined left out."""
    found: dict[str, str] = {}
    for each in event:
        if each.name not in ("ATTENDEE", "ORGANIZER"):
            continue
        kind = (each.params.get("CUTYPE") or ["INDIVIDUAL"])[0].upper()
        said = (each.params.get("PARTSTAT") or [""])[0].upper()
        address = each.plain().strip()
        if address[:7].lower() != "mailto:":
            address = (each.params.get("EMAIL") or [address])[0]
        address = address.removeprefix("mailto:").removeprefix("MAILTO:").strip()
        if kind in ("INDIVIDUAL", "UNKNOWN") and said != "DECLINED" and "@" in address and len(address) < 255:
            name = one_line((each.params.get("CN") or [""])[0])
            found.setdefault(address.lower(), "" if "@" in name else name)
    return found
