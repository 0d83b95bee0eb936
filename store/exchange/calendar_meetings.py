"""Events as the meetings they stand for: each time one repeats, moved and cancelled ones heeded, as instants."""

from __future__ import annotations

import datetime as dt
import hashlib

from store.exchange import calendar_rules
from store.exchange.calendar_events import CalendarFile, Event, Wall
from store.exchange.calendar_zones import Zones
from store.meetings import Meeting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

MOST_TIMES = 500
"Times of one repeating event inside what is looked at."
STEPS = 3_000_000
"Days, weeks, months and years looked at for the rules of a whole calendar."
LONGEST = dt.timedelta(days=366)
FAR = dt.timedelta(days=2)

Identity = tuple[bool, dt.datetime]
"Which time of a repeating event is meant: whether a day, and the instant (or the day)."


def key_of(uid: str, starts: dt.datetime, day_only: bool) -> str:
    """Return what a meeting is known by: its event, and when it was first to begin."""
    key = f"calendar:{uid}:{starts:%Y%m%d}" if day_only else f"calendar:{uid}:{starts:%Y%m%dT%H%M}"
    if len(key) > 200 or not key.isprintable():
        key = f"calendar:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:40]}"
    return key


def near(event: Event, since: dt.datetime, until: dt.datetime) -> bool:
    """Return whether an event may take place between two instants: anything that repeats or stands for a time of such a one."""
    if event.rule or event.more or event.instance is not None:
        return True
    try:
        begins = event.start.at.replace(tzinfo=dt.UTC)
        return begins <= until + FAR and begins + event.length >= since - FAR
    except OverflowError:
        return False


def meetings(found: CalendarFile, zone: str, since: dt.datetime, until: dt.datetime, own: Collection[str] = (),
             budget: calendar_rules.Budget | None = None) -> Iterator[Meeting]:
    """Yield the meetings of a file that touch the time between two instants (aware), in no order.

    Left out: cancelled ones, those to which the user (by an address in `own`, in lower case) said no, and the guests who
    did. `zone` is the user's.
    """
    left = budget or calendar_rules.Budget(STEPS)
    zones = Zones(found.zones, zone, since.date(), until.date(), left)
    for events in _by_uid(found.events):
        try:
            yield from _of_one(events, zones, since, until, own, left)
        except (OverflowError, ValueError):  # beyond the years that there are
            continue


def _by_uid(events: Iterable[Event]) -> Iterable[list[Event]]:
    """Return events with their changed times together."""
    found: dict[str, list[Event]] = {}
    for each in events:
        found.setdefault(each.uid, []).append(each)
    return found.values()


def _of_one(events: Sequence[Event], zones: Zones, since: dt.datetime, until: dt.datetime, own: Collection[str],
            budget: calendar_rules.Budget) -> Iterator[Meeting]:
    """Yield the meetings of one event and its changed times; of two versions the newer one holds."""
    series: Event | None = None
    changed: dict[Identity, Event] = {}
    for each in events:
        if each.instance is None:
            if series is None or each.sequence >= series.sequence:
                series = each
            continue
        which = _identity(each.instance, zones)
        if which not in changed or each.sequence >= changed[which].sequence:
            changed[which] = each
    later = sorted(((which, each) for which, each in changed.items() if each.from_then_on), key=lambda one: one[0])
    if series is not None:
        off = {_identity(each, zones) for each in series.off}
        days_off = {each.at.date() for each in series.off if each.day_only}
        for wall in _times(series, zones, since, until, budget):
            which = _identity(wall, zones)
            if which in changed or which in off or wall.at.date() in days_off:
                continue
            shifted = next((each for first, each in reversed(later) if first <= which), None)
            meeting = _meeting(shifted or series, _shift(wall, shifted), which, zones, own)
            if meeting is not None and meeting.ends >= since and meeting.starts <= until:
                yield meeting
    for which, each in changed.items():
        meeting = _meeting(each, each.start, which, zones, own)
        if meeting is not None and meeting.ends >= since and meeting.starts <= until:
            yield meeting


def _shift(wall: Wall, changed: Event | None) -> Wall:
    """Return a time of a series, moved as one before it was moved together with all later ones."""
    if changed is None or changed.instance is None:
        return wall
    return Wall(wall.at + (changed.start.at - changed.instance.at), changed.start.zone, changed.start.day_only)


def _identity(wall: Wall, zones: Zones) -> Identity:
    """Return which time is meant, the same in whatever zone it is written."""
    return (True, wall.at.replace(tzinfo=dt.UTC)) if wall.day_only else (False, zones.utc(wall.at, wall.zone))


def _times(event: Event, zones: Zones, since: dt.datetime, until: dt.datetime,
           budget: calendar_rules.Budget) -> Iterator[Wall]:
    """Yield when an event takes place: once, or by its rule and its more times; those near the span asked for."""
    start = event.start
    seen = {start.at}
    rule = calendar_rules.read(event.rule) if event.rule else None
    if rule is None:
        yield start
    else:
        first = (since - FAR - min(event.length, LONGEST)).date()
        seen = set()
        days = calendar_rules.days(rule, start.at.date(), first, (until + FAR).date(), budget)
        for count, day in enumerate(days):
            wall = Wall(dt.datetime.combine(day, start.at.time()), start.zone, start.day_only)
            if _over(rule, wall, zones) or count >= MOST_TIMES:
                break
            seen.add(wall.at)
            yield wall
    for each in event.more[:MOST_TIMES]:
        if each.at not in seen:
            yield each


def _over(rule: calendar_rules.Rule, wall: Wall, zones: Zones) -> bool:
    """Return whether a time lies behind the end of its rule."""
    if rule.until is None:
        return False
    if rule.until_day or wall.day_only:
        return wall.at.date() > rule.until.date()
    if rule.until.tzinfo is None:
        return wall.at > rule.until
    return zones.utc(wall.at, wall.zone) > rule.until


def _meeting(event: Event, wall: Wall, which: Identity, zones: Zones, own: Collection[str]) -> Meeting | None:
    """Return one time of an event as a meeting; None for one that does not take place, or not with the user."""
    if event.status == "CANCELLED" or any(declined and guest.address in own for guest, declined in event.guests):
        return None
    guests = tuple(guest for guest, declined in event.guests if not declined and guest.address not in own)
    length = min(event.length, LONGEST)
    zone = "" if wall.day_only else wall.zone
    starts = zones.utc(wall.at, zone)
    ends = zones.utc(wall.at + length, "") if wall.day_only else starts + length
    return Meeting(key_of(event.uid, which[1], which[0]), starts, ends, zones.named(zone), wall.day_only, event.title,
                   event.where, guests)
