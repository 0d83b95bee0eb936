"""Calendar files (RFC 5545) as events: their times still wall times, nothing repeated yet; broken ones passed over."""

from __future__ import annotations

import datetime as dt
import re

from store.exchange.calendar_zones import Observance, offset_of
from store.exchange.cleaning import one_line
from store.exchange.streams import lines
from store.exchange.vcard_lines import Property, parse
from store.meetings import Guest
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

LONGEST = 1 << 16
"Bytes of one property that are kept."
MOST_PROPERTIES = 5000
"Properties of one event that are kept."
MOST_ZONES = 500
_NAME = re.compile(rb"[ \t]*([A-Za-z-]{2,40})[;:]")
_WANTED = frozenset({
    b"BEGIN", b"END", b"UID", b"SUMMARY", b"LOCATION", b"URL", b"X-GOOGLE-CONFERENCE", b"DTSTART", b"DTEND", b"DURATION",
    b"RRULE", b"RDATE", b"EXDATE", b"RECURRENCE-ID", b"STATUS", b"SEQUENCE", b"ATTENDEE", b"ORGANIZER", b"METHOD", b"TZID",
    b"X-LIC-LOCATION", b"TZOFFSETFROM", b"TZOFFSETTO"})
_DAY = re.compile(rb":[ \t]*(\d{8})(?!.*:)")
_REPEATS = frozenset({b"RRULE", b"RDATE", b"RECURRENCE-ID"})
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_DURATION = re.compile(r"([+-])?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?")
PEOPLE = frozenset({"INDIVIDUAL", "UNKNOWN", ""})


@record
class Wall:
    """A time as a calendar writes it."""

    at: dt.datetime
    "The wall time, naive; midnight of a day."
    zone: str = ""
    "The name of its zone in the file, `UTC`, or empty for wherever one is."
    day_only: bool = False
    "Whether it is a day."


@record
class Event:
    """One event of a file; one that repeats, or one time of such a one that was changed."""

    uid: str
    "What it is known by; made of its title and beginning where the file says nothing."
    start: Wall
    "When it begins, the first time."
    length: dt.timedelta
    "How long it lasts."
    title: str = ""
    "What it is called."
    where: str = ""
    "Where it is."
    status: str = ""
    "`CONFIRMED`, `TENTATIVE`, `CANCELLED` or nothing."
    sequence: int = 0
    "How often it was changed."
    rule: str = ""
    "How it repeats."
    more: tuple[Wall, ...] = ()
    "More times."
    off: tuple[Wall, ...] = ()
    "Times at which it does not take place."
    instance: Wall | None = None
    "Which time of a repeating event this one stands for."
    from_then_on: bool = False
    "Whether it stands for all later times too."
    guests: tuple[tuple[Guest, bool], ...] = ()
    "People invited and who invited, each with whether they declined."
    line: int = 0
    "Line of the file at which it begins."


@record
class CalendarFile:
    """What one file holds."""

    events: Sequence[Event]
    "Its events, in order."
    zones: dict[str, list[Observance]]
    "The zones it describes."
    whole: bool = False
    "Whether it is a calendar, and ends as one."


def read(pieces: Iterable[bytes], wanted: Callable[[Event], bool] | None = None,
         between: tuple[dt.date, dt.date] | None = None) -> CalendarFile:
    """Return what a file holds, of which `wanted` says which events to keep; never raises for what stands in it.

    With `between`, events that take place once, and begin on none of the days from one to the other, are not even looked at.
    """
    reader = _Reader(wanted or (lambda event: True), between)
    for number, line in _unfolded(pieces):
        match = _NAME.match(line)
        if match is not None and match[1].upper() in _WANTED:
            reader.take(number, line, match[1].upper())
    return CalendarFile(reader.events, reader.zones, reader.whole)


def _unfolded(pieces: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the properties, each on one line, with the number of its first one."""
    number, kept, size = 0, [b""], 0
    for place, line, _ in lines(pieces):
        if line[:1] in (b" ", b"\t") and kept[0]:
            if size < LONGEST:
                kept.append(line[1 : 1 + LONGEST - size])
                size += len(line)
            continue
        if kept[0]:
            yield number, b"".join(kept) if len(kept) > 1 else kept[0]
        number, kept, size = place, [line[:LONGEST]], len(line)
    if kept[0]:
        yield number, b"".join(kept)


class _Reader:
    """Puts events and zones together from properties."""

    def __init__(self, wanted: Callable[[Event], bool], between: tuple[dt.date, dt.date] | None) -> None:
        self._between = tuple(f"{each.year:04d}{each.month:02d}{each.day:02d}".encode() for each in between or ())
        self.events: list[Event] = []
        self.zones: dict[str, list[Observance]] = {}
        self.whole = False
        self._wanted = wanted
        self._method = ""
        self._event: list[tuple[int, bytes, bytes]] | None = None
        self._inside = 0
        self._zone = ""
        self._part: list[Property] | None = None
        self._parts: list[Observance] = []

    def take(self, number: int, line: bytes, name: bytes) -> None:
        """Take the next property; those of events are understood when it is known whether the event is wanted."""
        if name in (b"BEGIN", b"END"):
            what = line.partition(b":")[2].strip().upper()
            (self._begin if name == b"BEGIN" else self._end)(what)
            return
        if self._event is not None:
            if not self._inside and len(self._event) < MOST_PROPERTIES:
                self._event.append((number, line, name))
            return
        found = parse(number, line)
        if found is None:
            return
        if self._part is not None:
            if len(self._part) < 100:
                self._part.append(found)
        elif found.name == "TZID":
            self._zone = found.plain().strip()
        elif found.name == "METHOD":
            self._method = found.plain().strip().upper()

    def _begin(self, what: bytes) -> None:
        """Take the beginning of a part."""
        if what == b"VEVENT":
            self._event, self._inside = [], 0
        elif self._event is not None:
            self._inside += 1
        elif what == b"VTIMEZONE":
            self._zone, self._parts = "", []
        elif what in (b"STANDARD", b"DAYLIGHT"):
            self._part = []
        elif what == b"VCALENDAR":
            self.whole, self._method = False, ""

    def _end(self, what: bytes) -> None:
        """Take the end of a part."""
        if what == b"VEVENT":
            event = self._made(self._event) if self._event and self._method != "REPLY" else None
            if event is not None and self._wanted(event):
                self.events.append(event)
            self._event = None
        elif self._event is not None and what != b"VCALENDAR":
            self._inside = max(0, self._inside - 1)
        elif what in (b"STANDARD", b"DAYLIGHT"):
            part = _observance(self._part or ())
            if part is not None and len(self._parts) < 1000:
                self._parts.append(part)
            self._part = None
        elif what == b"VTIMEZONE":
            if self._zone and self._parts and len(self.zones) < MOST_ZONES:
                self.zones[self._zone] = self._parts
        elif what == b"VCALENDAR":
            self.whole, self._event = True, None


    def _made(self, lines_of: list[tuple[int, bytes, bytes]]) -> Event | None:
        """Return an event; None for a broken one, or one far from the days asked for."""
        if self._between and not any(name in _REPEATS for _, _, name in lines_of):
            stamps = [_DAY.search(line) for _, line, name in lines_of if name == b"DTSTART"]
            if stamps and stamps[0] is not None and not self._between[0] <= stamps[0][1] <= self._between[1]:
                return None
        found = [each for each in (parse(number, line) for number, line, _ in lines_of) if each is not None]
        return _event(found, self._method) if found else None


def _observance(found: Iterable[Property]) -> Observance | None:
    """Return one part of a zone; None for a broken one."""
    texts = {each.name: each.plain().strip() for each in found}
    start = _wall(texts.get("DTSTART", ""), "")
    before, after = offset_of(texts.get("TZOFFSETFROM", "")), offset_of(texts.get("TZOFFSETTO", ""))
    if start is None or before is None or after is None:
        return None
    more = [_wall(each, "") for each in texts.get("RDATE", "").split(",")[:300]]
    return Observance(start.at, before, after, texts.get("RRULE", ""), tuple(each.at for each in more if each is not None))


def _event(found: Sequence[Property], method: str) -> Event | None:
    """Return an event; None for one without a beginning."""
    by_name: dict[str, list[Property]] = {}
    for each in found:
        by_name.setdefault(each.name, []).append(each)
    starts = _walls(by_name.get("DTSTART", [])[:1])
    if not starts:
        return None
    start = starts[0]
    texts = {name: one_line(each[0].plain()) for name, each in by_name.items()
             if name in ("UID", "SUMMARY", "LOCATION", "STATUS", "URL", "X-GOOGLE-CONFERENCE")}
    instance = by_name.get("RECURRENCE-ID", [])
    instances = _walls(instance[:1])
    where = next((texts[name] for name in ("LOCATION", "X-GOOGLE-CONFERENCE", "URL") if texts.get(name)), "")
    sequence = by_name["SEQUENCE"][0].plain().strip()[:9] if "SEQUENCE" in by_name else ""
    return Event(
        texts.get("UID") or f"{texts.get('SUMMARY', '')}:{start.at:%Y%m%dT%H%M}", start,
        _length(start, by_name), texts.get("SUMMARY", "")[:1000], where[:1000],
        "CANCELLED" if method == "CANCEL" else texts.get("STATUS", "").upper(), int(sequence) if sequence.isdecimal() else 0,
        by_name["RRULE"][0].plain().strip()[:1000] if "RRULE" in by_name else "",
        _walls(by_name.get("RDATE", ())), _walls(by_name.get("EXDATE", ())), instances[0] if instances else None,
        bool(instances) and "THISANDFUTURE" in [each.upper() for each in instance[0].params.get("RANGE", ())],
        _guests(by_name), found[0].line)


def _walls(found: Iterable[Property]) -> tuple[Wall, ...]:
    """Return the times of properties that may hold several."""
    times = []
    for each in found:
        zone = (each.params.get("TZID") or [""])[0].strip()
        for text in each.plain().split(",")[:MOST_PROPERTIES]:
            wall = _wall(text.partition("/")[0], zone)
            if wall is not None:
                times.append(wall)
    return tuple(times)


def _wall(text: str, zone: str) -> Wall | None:
    """Return a time; None for what is none."""
    match = _STAMP.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, utc = match.groups()
    try:
        at = dt.datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(59, int(second or 0)))
    except ValueError:
        return None
    return Wall(at, "UTC" if utc else "" if hour is None else zone, hour is None)


def _length(start: Wall, by_name: dict[str, list[Property]]) -> dt.timedelta:
    """Return how long an event lasts, by its end or its duration; a day where only days are known."""
    usual = dt.timedelta(days=1) if start.day_only else dt.timedelta()
    ends = _walls(by_name.get("DTEND", ())[:1])
    if ends and ends[0].day_only == start.day_only and ends[0].zone == start.zone:
        return max(ends[0].at - start.at, usual)
    if ends:
        # Begun and ended in two zones, as a flight is: near enough for a meeting.
        return min(max(ends[0].at - start.at, usual), dt.timedelta(days=1))
    if "DURATION" in by_name:
        match = _DURATION.fullmatch(by_name["DURATION"][0].plain().strip().upper())
        if match is not None and match[1] != "-":
            weeks, days, hours, minutes, seconds = (int(each or 0) for each in match.groups()[1:])
            return max(dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds), usual)
    return usual


def _guests(by_name: dict[str, list[Property]]) -> tuple[tuple[Guest, bool], ...]:
    """Return the people invited and who invited, each once, with whether they declined; rooms left out."""
    found: dict[str, tuple[Guest, bool]] = {}
    for each in (*by_name.get("ATTENDEE", ()), *by_name.get("ORGANIZER", ())):
        kind = (each.params.get("CUTYPE") or [""])[0].upper()
        address = each.plain().strip()
        if address[:7].lower() != "mailto:":
            address = (each.params.get("EMAIL") or [address])[0]
        address = re.sub(r"^mailto:", "", address, flags=re.IGNORECASE).strip().lower()
        if kind not in PEOPLE or not re.fullmatch(r"[^@\s<>,;]{1,120}@[^@\s<>,;]{1,120}", address) or not address.isprintable():
            continue
        name = one_line((each.params.get("CN") or [""])[0])[:200]
        declined = (each.params.get("PARTSTAT") or [""])[0].upper() == "DECLINED"
        if address in found:
            known, before = found[address]
            found[address] = (known if known.name else Guest(address, "" if "@" in name else name), before or declined)
        else:
            found[address] = (Guest(address, "" if "@" in name else name), declined)
    return tuple(found.values())
