"""What files tell of the past: touches, promises and rhythms that a record brings besides the person."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

from store.exchange.cleaning import many_lines, one_line
from store.model import Moment, Promise, Touch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.exchange.parsed import ParsedRecord

LONGEST_NOTE = 20_000
"""Characters of one touch's words that are kept."""
USUAL_DAYS = 90
"""Days between two touches of the cadence `keep` with somebody whose stage is not known yet."""
_EVERY = re.compile(r"(\d{1,4})\s*([dwmy])", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def moment(text: str, zone: str) -> Moment | None:
    """Return when something happened, from an ISO day or instant; one without a zone is in `zone`; None for neither."""
    text = text.strip()[:40]
    try:
        if not _INSTANT.match(text):
            return day(dt.date.fromisoformat(text[:10]), zone)
        return instant(dt.datetime.fromisoformat(text), zone)
    except (ValueError, OverflowError):
        return None


def day(on: dt.date, zone: str) -> Moment:
    """Return a day on which something happened, of which no hour is known."""
    found = instant(dt.datetime.combine(on, dt.time(12)), zone)
    return Moment(found.at, found.zone, day_only=True)


def instant(at: dt.datetime, zone: str) -> Moment:
    """Return an instant as something that happened; one without a zone is in `zone`."""
    import zoneinfo

    if at.tzinfo is None:
        try:
            at = at.replace(tzinfo=zoneinfo.ZoneInfo(zone))
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            zone, at = "UTC", at.replace(tzinfo=dt.UTC)
    return Moment(at.astimezone(dt.UTC), zone)


def touch(kind: str, direction: str, happened: Moment, key: str, *, note: str = "", **more: str) -> Touch:
    """Return an imported touch; `key` says which one it is in the other program, whatever its length."""
    if len(key) > 200 or not key.isprintable():
        key = f"{key[:40].split(':', 1)[0]}:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:40]}"
    fields: dict[str, Any] = {name: one_line(value)[:1000] for name, value in more.items()}
    return Touch(
        id="", contacts=(), kind=kind, direction=direction, happened=happened, recorded=happened.at, origin="import",
        note=many_lines(note)[:LONGEST_NOTE], external_key=key, **fields)


def touches(person: ParsedRecord) -> tuple[Touch, ...]:
    """Return the touches a record brings."""
    found: tuple[Touch, ...] = person.more.get("touches", ())
    return found


def joined(first: Mapping[str, Any], second: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what two records of one person bring together; nothing twice."""
    if not second:
        return first
    found = {**second, **first}
    for name in ("touches", "promises"):
        if name in first and name in second:
            found[name] = (*first[name], *(each for each in second[name] if each not in first[name]))
    return found


def rhythm(days: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields of a contact, and what else, that stand for staying in touch every so many days."""
    if not 1 <= days <= 3650:
        return {}, {}
    slower = round(days / USUAL_DAYS, 3)
    return ({"slower": slower} if slower != 1.0 else {}), {"cadence": "keep", "anchor": None}


def days_of(text: str) -> int:
    """Return the days of an interval such as `2w`, `1m` or `3d`; 0 for what is none."""
    match = _EVERY.fullmatch(text.strip())
    return int(match[1]) * _DAYS[match[2].lower()] if match else 0


def promise(kind: str, due: Any, text: str) -> Promise:
    """Return an imported promise."""
    return Promise(id="", contact="", kind=kind, due=due, text=many_lines(text)[:2000])
