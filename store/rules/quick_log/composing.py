"""An entry as a line again, and as JSON."""

from __future__ import annotations

import datetime as dt

from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from store.model import Moment, Planned, QuickEntry
    from store.rules.practice import Practice


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def compose(entry: QuickEntry, reference: dt.datetime, practice: Practice) -> str:
    """Return the plainest line that gives the entry again: unquoted where that is understood the same, else quoted."""
    from store.rules.quick_log import parse

    for quoting in (False, True):
        line = _line(entry, reference, practice, quoting)
        if same(parse(line, reference, practice), entry):
            return line
    return line


def same(one: QuickEntry, other: QuickEntry) -> bool:
    """Return whether two entries say the same; the line, and which words of the note were left over, do not count."""
    return replace(one, line="", unparsed=(), permissions=dict(one.permissions)) == replace(
        other, line="", unparsed=(), permissions=dict(other.permissions))


def _line(entry: QuickEntry, reference: dt.datetime, practice: Practice, quoting: bool) -> str:
    """Return the entry as a line, its free texts in quotes where asked."""
    parts: list[str] = []
    touch = entry.touch
    if touch is not None:
        parts.append(touch.verb or touch.kind)
    if entry.tail:
        parts.append(entry.tail)
    if entry.name:
        parts.append(_quote(entry.name) if quoting else entry.name)
    if entry.company:
        parts.append("@" + (_quote(entry.company) if quoting else entry.company))
    parts += entry.emails
    parts += [f'tel:"{each.typed}"' if quoting else each.typed for each in entry.phones]
    parts += [f'web:"{each}"' if quoting else each for each in entry.links]
    parts += ["tag:" + _quote(each) if quoting or " " in each else "#" + each for each in entry.tags]
    if entry.birthday is not None:
        month, day, year = entry.birthday
        parts.append(f"birthday: {day} {MONTHS[month - 1]}{f' {year}' if year else ''},")
    parts += [each for each in (entry.temperature, entry.pace) if each]
    for mark, state in (("ok", "granted"), ("no", "refused")):
        channels = [channel for channel, held in entry.permissions.items() if held == state]
        if channels:
            parts.append(f"{mark}:{','.join(channels)}")
    for mark, value in (("via", entry.via), ("at", entry.source), ("title", entry.title)):
        if value:
            parts.append(f"{mark}:{_quote(value) if quoting or ' ' in value else value}")
    if touch is not None and not _is_now(touch.happened, reference):
        parts.append(_moment(touch.happened))
    if entry.next is not None:
        parts.append(f"next: {_kind_word(entry.next.kind)} {_planned(entry.next.when)}")
        if entry.next.text:
            parts.append(_quote(entry.next.text) if quoting else entry.next.text)
    if entry.note:
        parts.append("// " + entry.note)
    return " ".join(parts)


def _quote(text: str) -> str:
    """Return a text in quotes it does not hold itself."""
    for opening, closing in (('"', '"'), ("“", "”"), ("«", "»")):
        if closing not in text:
            return f"{opening}{text}{closing}"
    return '"' + text.replace('"', "'") + '"'


def _kind_word(kind: str) -> str:
    """Return the word of the line for a kind."""
    return {"meeting": "meet", "clipping": "article"}.get(kind, kind)


def _is_now(happened: Moment, reference: dt.datetime) -> bool:
    """Return whether a touch happened at the moment of writing."""
    return not happened.day_only and happened.at == reference


def _moment(happened: Moment) -> str:
    """Return when something happened, as the grammar reads it: an ISO day or instant."""
    if happened.day_only:
        from store.rules.when import calendar

        return calendar.wall_of(happened.at, happened.zone).date().isoformat()
    return happened.at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _planned(planned: Planned) -> str:
    """Return a plan as the grammar reads it: an ISO day, a wall time, a zone where it has its own."""
    if planned.time is None:
        return planned.on.isoformat()
    precision = "minutes" if not planned.time.second else "seconds"
    words = f"{planned.on.isoformat()} {planned.time.isoformat(precision)}"
    if planned.zone:
        from store.rules.when.words import ZONES

        return words + " " + next((word for word, zone in ZONES.items() if zone == planned.zone), "utc")
    return words


def as_json(entry: QuickEntry, zone: str = "") -> dict[str, Any]:
    """Return the documented JSON shape of an entry; see `store.rules.quick_log.as_json`."""
    touch, planned = entry.touch, entry.next
    found: dict[str, Any] = {
        "contact": {
            "name": entry.name, "company": entry.company, "emails": list(entry.emails),
            "phones": [{"e164": each.e164, "as_typed": each.typed} for each in entry.phones], "tags": list(entry.tags),
            "temperature": entry.temperature, "pace": entry.pace, "permission": dict(entry.permissions), "source": entry.source,
        },
        "touch": None, "next": None, "unparsed": [*((entry.tail,) if entry.tail else ()), *entry.unparsed],
    }
    if entry.birthday is not None:
        month, day, year = entry.birthday
        found["contact"]["birthday"] = f"{f'{year:04}' if year else '-'}-{month:02}-{day:02}"
    if touch is not None:
        found["touch"] = {"kind": touch.kind, "direction": touch.direction, "at": _iso(touch.happened.at), "note": entry.note}
    elif entry.note:
        found["note"] = entry.note
    if planned is not None:
        user_zone = zone or (touch.happened.zone if touch else "UTC")
        found["next"] = {"kind": planned.kind, **when_as_json(planned.when, user_zone)}
    return found


def when_as_json(planned: Planned, zone: str) -> dict[str, str]:
    """Return `{"at": instant}` for a plan with a time, `{"on": day}` for one without; `zone` is the user's own."""
    if planned.time is None:
        return {"on": planned.on.isoformat()}
    from store.rules.when import calendar

    return {"at": _iso(calendar.instant_of(dt.datetime.combine(planned.on, planned.time), planned.zone or zone))}


def _iso(instant: dt.datetime) -> str:
    """Return an instant as ISO 8601 in UTC."""
    return instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
