"""Time zones as calendars name them: by an IANA name wherever there is one, else by the offsets the calendar brings along."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right

from store.exchange import calendar_rules
from store.records import record
from store.zones import zone_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?\d\d)?")
MOST_OBSERVANCES = 300


@record
class Observance:
    """One part of a zone that a calendar describes: an offset, and when it begins to hold."""

    start: dt.datetime
    "The wall time at which it held first."
    before: dt.timedelta
    "The offset before."
    after: dt.timedelta
    "The offset from then on."
    rule: str = ""
    "How the beginning repeats."
    more: tuple[dt.datetime, ...] = ()
    "More beginnings."


class Offsets:
    """A zone described by a calendar itself, for some years."""

    def __init__(self, observances: Sequence[Observance], since: dt.date, until: dt.date,
                 budget: calendar_rules.Budget) -> None:
        """Compute when which offset begins to hold."""
        found = []
        for each in observances[:MOST_OBSERVANCES]:
            jump = max(each.after - each.before, dt.timedelta())
            rule = calendar_rules.read(each.rule) if each.rule else None
            begins = {each.start, *each.more}
            if rule is not None:
                around = (since - dt.timedelta(days=400), until + dt.timedelta(days=2))
                begins |= {dt.datetime.combine(day, each.start.time())
                           for day in calendar_rules.days(rule, each.start.date(), *around, budget)
                           if not _past(rule, dt.datetime.combine(day, each.start.time()) - each.before)}
            found += [(_sum(at, jump), each.before, each.after) for at in begins]
        found.sort(key=lambda each: each[0])
        self._from = [at for at, _, _ in found]
        self._offsets = [after for _, _, after in found]
        self._first = found[0][1] if found else dt.timedelta()

    def offset(self, wall: dt.datetime) -> dt.timedelta:
        """Return the offset from UTC at a wall time; of an hour that is there twice, the first one's."""
        place = bisect_right(self._from, wall)
        return self._offsets[place - 1] if place else self._first


def _past(rule: calendar_rules.Rule, utc: dt.datetime) -> bool:
    """Return whether an instant lies behind the last one of a rule."""
    if rule.until is None:
        return False
    return utc > rule.until.replace(tzinfo=None) + dt.timedelta(days=1 if rule.until_day else 0)


def _sum(at: dt.datetime, length: dt.timedelta) -> dt.datetime:
    """Return a wall time later by a span, as far as the calendar reaches."""
    try:
        return at + length
    except OverflowError:
        return at


def offset_of(text: str) -> dt.timedelta | None:
    """Return the span of `+0130`; None for none."""
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        return None
    length = dt.timedelta(hours=int(match[2]), minutes=int(match[3]))
    return None if length >= dt.timedelta(hours=24) else -length if match[1] == "-" else length


class Zones:
    """The zones of one calendar file."""

    def __init__(self, own: Mapping[str, Sequence[Observance]], otherwise: str, since: dt.date, until: dt.date,
                 budget: calendar_rules.Budget) -> None:
        """Keep what the file describes, and the zone of times without one."""
        self.otherwise = otherwise
        self._own = own
        self._around = (since, until)
        self._budget = budget
        self._found: dict[str, tuple[str, dt.tzinfo | None, Offsets | None]] = {}

    def utc(self, wall: dt.datetime, name: str) -> dt.datetime:
        """Return the instant of a wall time in a zone of the file, aware, in UTC; raises OverflowError."""
        _, zone, offsets = self._of(name)
        if offsets is not None:
            return (wall - offsets.offset(wall)).replace(tzinfo=dt.UTC)
        return wall.replace(tzinfo=zone).astimezone(dt.UTC)

    def named(self, name: str) -> str:
        """Return the IANA name to keep with a time in a zone of the file."""
        return self._of(name)[0]

    def _of(self, name: str) -> tuple[str, dt.tzinfo | None, Offsets | None]:
        """Return a zone of the file: name, and either zone or offsets."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._look(name)
        return found

    def _look(self, name: str) -> tuple[str, dt.tzinfo | None, Offsets | None]:
        """Look a zone up."""
        known = iana(name)
        if known:
            return known, zone_named(known), None
        if name in self._own:
            return self.otherwise, None, Offsets(self._own[name], *self._around, self._budget)
        return self.otherwise, zone_named(self.otherwise) or dt.UTC, None


def iana(name: str) -> str:
    """Return a zone's name where there is one of that name, also behind a prefix that some programs write; else nothing."""
    name = name.strip("\"/ ")
    for candidate in (name, "/".join(name.split("/")[-2:]), "/".join(name.split("/")[-3:])):
        if candidate and len(candidate) < 80 and candidate.isprintable() and zone_named(candidate) is not None:
            return candidate
    return ""
