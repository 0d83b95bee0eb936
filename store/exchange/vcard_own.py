"""What a card says in Onward's own words (`X-ONWARD-...`): written for the way out, read on the way back."""

from __future__ import annotations

import datetime as dt
import json

from store.exchange import postal
from store.exchange.cleaning import many_lines, one_line
from store.exchange.outgoing import spoken
from store.exchange.vcard_lines import split, unescape
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
    from collections.abc import Iterator, Mapping, Sequence
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
_LISTS = {"PREFERRED-KINDS": "preferred_kinds", "INTERESTS": "interests"}
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
        if words := getattr(contact, field):
            yield PREFIX + name, ",".join(map(escaped, words))
    if contact.slower != 1.0:
        yield f"{PREFIX}SLOWER", repr(contact.slower)
    for each in contact.permissions:
        yield f"{PREFIX}PERMISSION", _joined(each.channel, each.state, each.how, instant_text(each.at))
    if person.cadence:
        anchor = person.anchor
        yield f"{PREFIX}CADENCE", _joined(person.cadence, instant_text(anchor.at) if anchor else "",
                                          anchor.zone if anchor else "", "day" if anchor and anchor.day_only else "")
    if (step := person.next_step) is not None:
        yield f"{PREFIX}NEXT-STEP", _joined(
            step.kind, step.due.on.isoformat(), step.due.time.isoformat() if step.due.time else "", step.due.zone or "",
            step.text)
    if contact.extra:
        yield f"{PREFIX}EXTRA", escaped(json.dumps(dict(contact.extra), sort_keys=True, default=str))


def _joined(*parts: str) -> str:
    """Return the value of a structured property."""
    return ";".join(map(escaped, parts))


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
        name = each.name.removeprefix(PREFIX)
        parts = [unescape(part) for part in split(each.text(), ";")]
        if name in _TEXTS:
            changes[_TEXTS[name]] = one_line(each.plain())
        elif name in _CHOICES and (text := one_line(each.plain())) in _CHOICES[name][1]:
            changes[_CHOICES[name][0]] = text
        elif name in _LISTS:
            changes[_LISTS[name]] = words(map(one_line, each.parts(",")), name)
        elif name == "SLOWER":
            changes |= slower(each.plain())
        elif name == "PERMISSION":
            permissions |= permission(*(*parts, "", "", "")[:4])
        elif name == "EXTRA":
            changes |= brought(each.plain())
        elif name == "CADENCE":
            more |= cadence(*(*parts, "", "", "")[:4])
        elif name == "NEXT-STEP":
            more |= next_step(*(*parts, "", "", "", "")[:5])
        elif name == "KEPT":
            kept.append({"name": parts[0], "params": {"TYPE": [parts[1]]} if parts[1:2] and parts[1] else {},
                         "value": parts[2] if len(parts) > 2 else ""})
    if permissions:
        changes["permissions"] = tuple(permissions.values())
    changes["addresses"] = _addresses(person.contact.addresses, others, own)
    original = {**person.original, "properties": [*person.original.get("properties", ()), *kept]}
    return replace(person, contact=replace(person.contact, **changes), original=original, more=more or EMPTY)


def words(given: Any, name: str) -> tuple[str, ...]:
    """Return the words of a list, none twice; of kinds only those there are."""
    found = dict.fromkeys(each for each in given if each)
    return tuple(each for each in found if name != "PREFERRED-KINDS" or each in KINDS)


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


