"""What a card says in Onward's own words (`X-ONWARD-...`): written for the way out, read on the way back.

Each value is one text: servers that write cards again escape every comma and semicolon of properties they do not know, so
lists are a property a word, and what has several parts is parted by `|`, free words last.
"""

from __future__ import annotations

import datetime as dt
import json

from store.exchange import postal
from store.exchange.cleaning import kept as kept_text
from store.exchange.cleaning import many_lines, one_line
from store.exchange.large import apart
from store.exchange.outgoing import spoken
from store.exchange.vcard_text import escaped
from store.model import (
    EMPTY,
    KINDS,
    PACES,
    PERMISSION_CHANNELS,
    PERMISSION_STATES,
    STAGES,
    STANDINGS,
    TEMPERATURES,
    Moment,
    Permission,
    Planned,
    Promise,
)
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from store.exchange.outgoing import Outgoing
    from store.exchange.parsed import ParsedRecord
    from store.exchange.vcard_lines import Property
    from store.model import Address

PREFIX = "X-ONWARD-"
TYPED, BOUNCED, KEPT = f"{PREFIX}TYPED", f"{PREFIX}BOUNCED", f"{PREFIX}KEPT"
"""Beside a number or mail address, in its group: what was typed, and that mail came back. And a column of a table."""
_TEXTS = {
    "COUNTRY": "country", "CLOSED-REASON": "closed_reason", "NEED": "need", "SIZE": "size", "WANTED-BY": "wanted_by",
    "SOURCE": "source", "REFERRER": "referrer_name", "LANGUAGE": "language", "ZONE": "zone",
}
_CHOICES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "TEMPERATURE": ("temperature", TEMPERATURES), "PACE": ("pace", PACES), "STAGE": ("stage", STAGES),
    "STANDING": ("standing", STANDINGS),
}
_LISTS = {"PREFERRED-KIND": "preferred_kinds", "INTEREST": "interests"}
_ELSEWHERE = frozenset({"language", "zone"})
"""Fields that have a property of the standard; written here only where that cannot hold them."""


def properties(person: Outgoing) -> Iterator[tuple[str, str]]:
    """Yield (name, escaped value) of what only Onward knows of a contact."""
    contact = person.contact
    for name, field in _TEXTS.items():
        if (text := getattr(contact, field)) and field not in _ELSEWHERE:
            yield PREFIX + name, escaped(text)
    for name, (field, _) in _CHOICES.items():
        if text := getattr(contact, field):
            yield PREFIX + name, escaped(text)
    for name, field in _LISTS.items():
        for word in getattr(contact, field):
            yield PREFIX + name, escaped(word)
    if contact.slower != 1.0:
        yield f"{PREFIX}SLOWER", repr(contact.slower)
    for each in contact.permissions:
        yield f"{PREFIX}PERMISSION", _joined(each.channel, each.state, instant_text(each.at), each.how)
    if person.cadence:
        anchor = person.anchor
        since = (instant_text(anchor.at), anchor.zone, "day" if anchor.day_only else "") if anchor else ("", "", "")
        yield f"{PREFIX}CADENCE", _joined(*since, person.cadence)
    if (step := person.next_step) is not None:
        time = step.due.time.isoformat() if step.due.time else ""
        yield f"{PREFIX}NEXT-STEP", _joined(step.kind, step.due.on.isoformat(), time, step.due.zone or "", step.text)
    if contact.extra:
        yield f"{PREFIX}EXTRA", escaped(json.dumps(dict(contact.extra), sort_keys=True, default=str))


def column(name: str, label: str, value: str) -> str:
    """Return a column of a table as the value of a property."""
    return escaped(json.dumps([name, label, value]))


def _joined(*parts: str) -> str:
    """Return several parts as one value."""
    return escaped("|".join(parts))


def instant_text(at: dt.datetime | None) -> str:
    """Return an instant in UTC with a Z, to the microsecond where it has any; empty for none."""
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if at else ""


def instant(text: str) -> dt.datetime | None:
    """Return an aware instant in UTC, or None for what is none."""
    try:
        found = dt.datetime.fromisoformat(text)
        return found.astimezone(dt.UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def parted(found: Sequence[Property]) -> tuple[Sequence[Property], Sequence[Property]]:
    """Return the properties that are not Onward's own, and those that are."""
    own = [each for each in found if each.name.startswith(PREFIX)]
    return ([each for each in found if not each.name.startswith(PREFIX)], own) if own else (found, ())


def complete(person: ParsedRecord, others: Sequence[Property], own: Sequence[Property]) -> ParsedRecord:
    """Return a record with what its card says in Onward's own words; what is not understood is left out."""
    changes: dict[str, Any] = {}
    more: dict[str, Any] = {}
    permissions: dict[str, Permission] = {}
    kept: list[dict[str, Any]] = []
    for each in own:
        name, text = each.name.removeprefix(PREFIX), each.plain()
        if name in _TEXTS:
            changes[_TEXTS[name]] = one_line(text)
        elif name in _CHOICES and (word := one_line(text)) in _CHOICES[name][1]:
            changes[_CHOICES[name][0]] = word
        elif name in _LISTS:
            field = _LISTS[name]
            changes[field] = words((*changes.get(field, ()), one_line(text)), field)
        elif name == "SLOWER":
            changes |= slower(text)
        elif name == "PERMISSION":
            channel, state, at, how = _parts(text, 4)
            permissions |= permission(channel, state, how, at)
        elif name == "EXTRA":
            changes |= brought(text)
        elif name == "CADENCE":
            at, zone, day_only, called = _parts(text, 4)
            more |= cadence(called, at, zone, day_only)
        elif name == "NEXT-STEP":
            more |= next_step(*_parts(text, 5))
        elif name == "KEPT":
            kept += _column(text)
    if permissions:
        changes["permissions"] = tuple(permissions.values())
    changes["addresses"] = _addresses(person.contact.addresses, others, own)
    large = dict(person.large)
    kept = [apart(each, large.__setitem__) for each in kept]
    original = {**person.original, "properties": [*person.original.get("properties", ()), *kept]}
    return replace(person, contact=replace(person.contact, **changes), original=original, more=more or EMPTY,
                   large=large or EMPTY)


def _parts(text: str, count: int) -> list[str]:
    """Return so many parts of a value; the last may hold the sign that parts them."""
    return (text.split("|", count - 1) + [""] * count)[:count]


def _column(text: str) -> list[dict[str, Any]]:
    """Return the kept column that a value stands for; nothing where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not (isinstance(found, list) and len(found) == 3 and all(isinstance(each, str) for each in found)):
        return []
    name, label, value = map(kept_text, found)
    return [{"name": name[:200], "params": {"TYPE": [label]} if label else {}, "value": value}]


def words(given: Iterable[str], field: str) -> tuple[str, ...]:
    """Return the words of a list, none twice; of kinds only those there are."""
    found = dict.fromkeys(each for each in given if each)
    return tuple(each for each in found if field != "preferred_kinds" or each in KINDS)


def slower(text: str) -> dict[str, float]:
    """Return the field for a stretch of the rhythm, where it is one."""
    try:
        number = float(text)
    except ValueError:
        return {}
    return {"slower": number} if 0 < number < 100 else {}


def permission(channel: str, state: str, how: str, at: str) -> dict[str, Permission]:
    """Return a permission by its channel, where it is one."""
    if channel not in PERMISSION_CHANNELS or state not in PERMISSION_STATES:
        return {}
    return {channel: Permission(channel, state, one_line(how), instant(at))}


def brought(text: str) -> dict[str, Mapping[str, Any]]:
    """Return the field for what a newer version or another program brought, where it is an object of JSON."""
    try:
        found = json.loads(text)
        json.dumps(found, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return {}
    return {"extra": found} if isinstance(found, dict) else {}


def cadence(name: str, at: str, zone: str, day_only: str) -> dict[str, Any]:
    """Return the cadence that ran and what it counted from, where a name is given."""
    anchor = instant(at)
    if not one_line(name):
        return {}
    return {"cadence": one_line(name), "anchor": Moment(anchor, one_line(zone) or "UTC", bool(day_only)) if anchor else None}


def next_step(kind: str, on: str, time: str, zone: str, text: str) -> dict[str, Promise]:
    """Return the next step agreed, where its kind and day are sound."""
    try:
        due = Planned(dt.date.fromisoformat(on), dt.time.fromisoformat(time).replace(tzinfo=None) if time else None,
                      one_line(zone) or None)
    except ValueError:
        return {}
    return {"next_step": Promise("", "", kind, due, many_lines(text), next_step=True)} if kind in KINDS else {}


def _addresses(known: tuple[Address, ...], others: Sequence[Property], own: Sequence[Property]) -> tuple[Address, ...]:
    """Return addresses with what was typed and whether mail came back, as their groups say."""
    typed = {each.group: one_line(each.plain()) for each in own if each.name == TYPED and each.group}
    bounced = {each.group for each in own if each.name == BOUNCED and each.group}
    groups: dict[str, str] = {}
    for each in others:
        if each.group and each.name in ("TEL", "EMAIL", "URL", "IMPP", "ADR"):
            value = postal.lines(each.parts()) if each.name == "ADR" else one_line(each.plain())
            groups.setdefault(value.casefold(), each.group)
    found = []
    for address in known:
        group = groups.get(spoken(address.value).casefold()) or groups.get((address.typed or address.value).casefold(), "")
        text = typed.get(group, "")
        if text and address.channel == "phone" and not text.startswith("+") and text == (address.typed or address.value):
            address = replace(address, value=text, typed="")
        elif text and address.channel in ("phone", "email") and _same(text, address.value):
            address = replace(address, typed="" if text == address.value else text)
        elif address.channel == "phone" and address.typed == spoken(address.value):
            address = replace(address, typed="")
        found.append(replace(address, bounced=True) if group in bounced else address)
    return tuple(found)


def _same(typed: str, value: str) -> bool:
    """Return whether what was typed can still be the address beside it, which another program may have changed."""
    if "@" in value:
        return value.casefold() in typed.casefold()
    digits = "".join(each for each in value.partition(";")[0] if each.isdigit())
    return digits[-4:] in "".join(each for each in typed if each.isdigit())


