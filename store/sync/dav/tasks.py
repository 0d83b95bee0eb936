"""A due touch as a task on a server (VTODO with a reminder): written, and read again after others have changed it."""

from __future__ import annotations

import datetime as dt
import re

from store.exchange.calendar_writing import CalendarTouch, calendar, identity
from store.exchange.cleaning import many_lines, one_line
from store.exchange.streams import lines
from store.exchange.vcard_lines import parse, unfold
from store.model import DueTouch, Planned, Window
from store.records import record, replace
from store.zones import zone_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.exchange.vcard_lines import Property

LONGEST = 1 << 20
"Bytes of a task that are read."
LONGEST_WORDS = 4000
"Characters of what somebody typed into a task that are kept."
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")


@record
class ReadTask:
    """What a task on a server says now."""

    uid: str = ""
    "Its UID; empty for what is no task."
    summary: str = ""
    "Its title."
    description: str = ""
    "What stands in it."
    due: Planned | None = None
    "When it is due; a wall time in its own zone, or a day."
    opens: Planned | None = None
    "When it begins."
    done: bool = False
    "Whether it was ticked."
    completed: dt.datetime | None = None
    "When it was ticked, where it says so."
    cancelled: bool = False
    "Whether it was called off."


def uid_of(due: DueTouch) -> str:
    """Return the UID of a due touch's task, always the same."""
    return identity("touch", due.contact, due.step_key)


def written(due: DueTouch, summary: str, description: str, due_at: dt.datetime, now: dt.datetime) -> bytes:
    """Return a due touch as a task, due at an instant, with a reminder a quarter of an hour before."""
    opens = min(due.window.opens, due_at)
    window = Window(opens, opens, due_at, due_at, due_at)
    touch = CalendarTouch(replace(due, window=window), one_line(summary), many_lines(description))
    return b"".join(calendar((), (touch,), now, entry="todo"))


def said(due: DueTouch, summary: str, description: str, due_at: dt.datetime) -> dict[str, str]:
    """Return what a task says, for telling whether it says something else."""
    return {"summary": one_line(summary), "description": many_lines(description),
            "opens": instant_text(min(due.window.opens, due_at)), "due": instant_text(due_at)}


def instant_text(at: dt.datetime) -> str:
    """Return an instant to the second, in UTC."""
    return at.astimezone(dt.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def read(data: bytes) -> ReadTask:
    """Return the task in a calendar; never raises for what it holds."""
    found: dict[str, Property] = {}
    inside, depth = False, 0
    for number, line, cut in unfold(lines([data[:LONGEST]])):
        each = parse(number, line, cut)
        if each is None:
            continue
        what = each.raw.strip().upper()
        if each.name == "BEGIN":
            if inside:
                depth += 1
            elif what == b"VTODO" and not found:
                inside = True
        elif each.name == "END":
            if inside and depth == 0:
                inside = False
            depth = max(0, depth - 1)
        elif inside and depth == 0:
            found.setdefault(each.name, each)
    return _task(found)


def _task(found: Mapping[str, Property]) -> ReadTask:
    """Return the task of its properties."""
    texts = {name: each.plain() for name, each in found.items()}
    status = texts.get("STATUS", "").strip().upper()
    percent = texts.get("PERCENT-COMPLETE", "").strip()
    completed = planned(found.get("COMPLETED"))
    return ReadTask(
        one_line(texts.get("UID", "")), one_line(texts.get("SUMMARY", "")), many_lines(texts.get("DESCRIPTION", "")),
        planned(found.get("DUE")), planned(found.get("DTSTART")),
        status == "COMPLETED" or percent == "100" or (completed is not None and not status),
        instant_of(completed, "UTC") if completed is not None else None, status == "CANCELLED")


def planned(found: Property | None) -> Planned | None:
    """Return the day or time that a property says; None where it says none."""
    match = _STAMP.fullmatch(found.plain().strip()) if found is not None else None
    if match is None or found is None:
        return None
    year, month, day, hour, minute, second, utc = match.groups()
    try:
        on = dt.date(int(year), int(month), int(day))
        time = dt.time(int(hour), int(minute), min(59, int(second or 0))) if hour is not None else None
    except ValueError:
        return None
    if time is None:
        return Planned(on)
    named = (found.params.get("TZID") or [""])[0].strip("\"/")
    tail = "/".join(named.split("/")[-2:])
    zone = "UTC" if utc else next((each for each in (named, tail) if each and zone_named(each) is not None), None)
    return Planned(on, time, zone)


def instant_of(when: Planned, zone: str) -> dt.datetime:
    """Return the instant of a day or time; a day stands for its beginning, a time without a zone is in the one given."""
    known = zone_named(when.zone or zone) or dt.UTC
    return dt.datetime.combine(when.on, when.time or dt.time(0), known).astimezone(dt.UTC)


def moved_to(task: ReadTask, known: Mapping[str, Any], zone: str) -> Planned | None:
    """Return to when a task was moved by somebody; None where it stands where it was put.

    `known` are the states (`facts`, `sending`) that it was written with.
    """
    states = [each for each in (known.get("facts"), known.get("sending")) if isinstance(each, dict)]
    for when, name in ((task.due, "due"), (task.opens, "opens")):
        if when is None or not states:
            continue
        at = instant_of(when, zone)
        if when.time is None:
            own = zone_named(zone) or dt.UTC
            days = {dt.datetime.fromisoformat(each[name]).astimezone(own).date() for each in states if each.get(name)}
            if days and when.on not in days:
                return when
        elif all(each.get(name) and instant_text(at) != each[name] for each in states):
            return when
    return None


def words_added(task: ReadTask, known: Mapping[str, Any]) -> str:
    """Return what somebody typed into a task besides what we wrote there."""
    states = [each for each in (known.get("facts"), known.get("sending")) if isinstance(each, dict)]
    text = task.description
    for each in states:
        ours = str(each.get("description", ""))
        if text == ours:
            return ""
        if ours and ours in text:
            return text.replace(ours, "", 1).strip()[:LONGEST_WORDS]
    return text.strip()[:LONGEST_WORDS] if states else ""
