"""Onward's own table of contacts: every field in a column, written and read back without loss.

Several words in one cell are joined with ` ::: `. Numbered columns hold addresses and dates. `Other fields` holds in JSON what
came from other programs and is not used, `More` what a newer Onward brought.
"""

from __future__ import annotations

import json
import re

from store.exchange import days, vcard_own
from store.exchange.cleaning import many_lines, one_line
from store.exchange.csv_cells import armed, disarmed, table
from store.exchange.gathering import LONGEST_NUMBER, address_key
from store.exchange.large import apart
from store.exchange.outgoing import EXTENSION, as_typed, day_text, spoken
from store.exchange.parsed import ParsedRecord
from store.exchange.postal import tidy
from store.exchange.vcard_own import instant_text
from store.model import EMPTY, PACES, PERMISSION_CHANNELS, STAGES, STANDINGS, TEMPERATURES, Address, Contact, Permission

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from store.exchange.large import Keep
    from store.exchange.outgoing import Outgoing
    from store.exchange.parsed import Day

KEY = "Onward id"
"""The column by which the table is known."""
_JOINT = " ::: "
_TEXTS = {
    "Name": "name", "First name": "given", "Middle name": "middle", "Last name": "family", "Name prefix": "prefix",
    "Name suffix": "suffix", "Nickname": "nickname", "Company": "company", "Job title": "title", "Language": "language",
    "Country code": "country", "Time zone": "zone", "Closed because": "closed_reason", "Need": "need", "Size": "size",
    "Wanted by": "wanted_by", "Referred by": "referrer_name", "Source": "source",
}
_CHOICES = {"Temperature": ("temperature", TEMPERATURES), "Pace": ("pace", PACES), "Stage": ("stage", STAGES),
            "Standing": ("standing", STANDINGS)}
_LISTS = {"Tags": "tags", "Interests": "interests", "Preferred kinds": "preferred_kinds"}
_CHANNELS = {"Phone": "phone", "E-mail": "email", "Website": "web", "Address": "post"}
_NUMBERED = re.compile(r"(Phone|E-mail|Website|Address|Event) (\d{1,4}) - (Label|Value|Preferred|As typed|Bounced)")
_PARTS = re.compile("; ?")
_EXTENDED = re.compile(r"(\+\d+) x(\d+)")


def write(people: Sequence[Outgoing], mark: bool = False) -> Iterator[bytes]:
    """Yield the table of some people, a row a piece; `mark` puts a byte order mark in front for Excel."""
    rows = [_cells(each) for each in people]
    found = dict.fromkeys(name for row in rows for name in row)
    fixed = [KEY, *_TEXTS, *_CHOICES, *_LISTS, "Notes", "Birthday"]
    numbered = sorted((each for each in found if _NUMBERED.fullmatch(each)), key=_place)
    rest = [each for each in found if each not in fixed and each not in numbered]
    header = [*fixed, *numbered, *rest]
    return table(header, ([disarmed(row.get(name, "")) for name in header] for row in rows), mark)


def _place(header: str) -> tuple[int, int, int]:
    """Return where a numbered column stands."""
    match = _NUMBERED.fullmatch(header)
    assert match is not None
    return ((*_CHANNELS, "Event").index(match[1]), int(match[2]),
            ("Label", "Value", "Preferred", "As typed", "Bounced").index(match[3]))


def _cells(person: Outgoing) -> dict[str, str]:
    """Return the cells of a contact that are not empty, by header."""
    contact = person.contact
    cells = {KEY: contact.id, "Notes": contact.note}
    cells |= {header: getattr(contact, field) for header, field in _TEXTS.items()}
    cells |= {header: getattr(contact, field) for header, (field, _) in _CHOICES.items()}
    cells |= {header: _JOINT.join(getattr(contact, field)) for header, field in _LISTS.items()}
    for name, channel in _CHANNELS.items():
        for number, each in enumerate((each for each in contact.addresses if each.channel == channel), 1):
            value = spoken(each.value) if channel == "phone" else each.value
            cells |= {f"{name} {number} - Label": each.label, f"{name} {number} - Value": value,
                      f"{name} {number} - Preferred": "yes" if each.preferred else "",
                      f"{name} {number} - As typed": as_typed(each),
                      f"{name} {number} - Bounced": "yes" if each.bounced else ""}
    number = 0
    for day in person.dates:
        text = day_text(day.month, day.day, day.year)
        if day.name == "birthday" and "Birthday" not in cells:
            cells["Birthday"] = text
        else:
            number += 1
            cells |= {f"Event {number} - Label": day.name, f"Event {number} - Value": text}
    for allowed in contact.permissions:
        at, how = instant_text(allowed.at), allowed.how
        said = [allowed.state, at, how] if how else [allowed.state, at] if at else [allowed.state]
        cells[f"Permission {allowed.channel}"] = "; ".join(said)
    if contact.slower != 1.0:
        cells["Slower"] = repr(contact.slower)
    cells |= _plans(person)
    if person.originals:
        kept = [{"source": each.source, "key": each.key, "properties": [dict(one) for one in each.properties]}
                for each in person.originals]
        cells["Other fields"] = json.dumps(kept, default=str)
    if contact.extra:
        cells["More"] = json.dumps(dict(contact.extra), sort_keys=True, default=str)
    return {header: text for header, text in cells.items() if text}


def _plans(person: Outgoing) -> dict[str, str]:
    """Return the cells of the cadence that runs and of the next step."""
    cells = {"Cadence": person.cadence}
    if person.cadence and person.anchor is not None:
        cells |= {"Cadence from": instant_text(person.anchor.at), "Cadence zone": person.anchor.zone,
                  "Cadence day only": "yes" if person.anchor.day_only else ""}
    if (step := person.next_step) is not None:
        cells |= {"Next step": step.kind, "Next step on": step.due.on.isoformat(),
                  "Next step at": step.due.time.isoformat() if step.due.time else "",
                  "Next step zone": step.due.zone or "", "Next step text": step.text}
    return cells


def read(rows: Iterable[tuple[int, list[str]]], headers: Sequence[str], region: str) -> Iterator[ParsedRecord | int]:
    """Yield the people of such a table; for a row that names nobody its line."""
    names = [each.strip().strip("\ufeff") for each in headers]
    for place, cells in rows:
        given = {name: armed(cell.strip()) for name, cell in zip(names, cells, strict=False) if cell.strip()}
        found = _record(place, given, region)
        yield place if found is None else found


def _record(place: int, given: Mapping[str, str], region: str) -> ParsedRecord | None:
    """Return the person of a row, or None where nothing says who it is."""
    fields: dict[str, Any] = {field: one_line(given.get(header, "")) for header, field in _TEXTS.items()}
    numbered = _groups(given)
    addresses = _addresses(numbered, region)
    fields["name"] = fields["name"] or " ".join(filter(None, (fields["given"], fields["middle"], fields["family"]))) or (
        fields["company"] or next((each.typed or each.value for each in addresses), ""))
    if not fields["name"]:
        return None
    fields |= {field: given[header] for header, (field, known) in _CHOICES.items() if given.get(header) in known}
    for header, field in _LISTS.items():
        fields[field] = vcard_own.words(map(one_line, given.get(header, "").split(_JOINT)), field)
    permissions: dict[str, Permission] = {}
    for channel in PERMISSION_CHANNELS:
        state, at, how = (*_PARTS.split(given.get(f"Permission {channel}", ""), 2), "", "")[:3]
        permissions |= vcard_own.permission(channel, state.strip(), how, at)
    fields |= vcard_own.slower(given.get("Slower", "")) | vcard_own.brought(given.get("More", ""))
    contact = Contact(id="", note=many_lines(given.get("Notes", "")), addresses=addresses, origin="import",
                      permissions=tuple(permissions.values()), **fields)
    more: dict[str, Any] = vcard_own.cadence(
        *(given.get(each, "") for each in ("Cadence", "Cadence from", "Cadence zone", "Cadence day only")))
    more |= vcard_own.next_step(
        *(given.get(f"Next step{each}", "") for each in ("", " on", " at", " zone", " text")))
    large: dict[str, bytes] = {}
    original = _original(given, large.__setitem__)
    return ParsedRecord(place, contact, _days(given, numbered), original, more=more or EMPTY, large=large or EMPTY)


def _groups(given: Mapping[str, str]) -> dict[tuple[str, int], dict[str, str]]:
    """Return the numbered cells by their kind and number, in the order of the numbers."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    for header, text in given.items():
        if match := _NUMBERED.fullmatch(header):
            found.setdefault((match[1], int(match[2])), {})[match[3]] = text
    return dict(sorted(found.items()))


def _addresses(numbered: Mapping[tuple[str, int], Mapping[str, str]], region: str) -> tuple[Address, ...]:
    """Return the addresses, none twice and at most one a channel preferred."""
    found: dict[tuple[str, str], Address] = {}
    preferred: set[str] = set()
    for name, channel in _CHANNELS.items():
        for (kind, _), parts in numbered.items():
            value = parts.get("Value", "")
            text = tidy(value) if channel == "post" else one_line(value)
            if kind != name or not text:
                continue
            typed = one_line(parts.get("As typed", ""))
            if channel == "phone":
                text, typed = _number(text, typed, region)
            chosen = "Preferred" in parts and channel not in preferred
            preferred |= {channel} if chosen else set()
            address = Address(channel, text, typed, one_line(parts.get("Label", "")), chosen, "Bounced" in parts)
            found.setdefault(address_key(address), address)
    return tuple(found.values())


def _number(text: str, typed: str, region: str) -> tuple[str, str]:
    """Return a number in normal form and as typed; one that a person wrote into the table is understood as anywhere."""
    if text == typed and not text.startswith("+"):
        return text, ""
    if match := _EXTENDED.fullmatch(text):
        return match[1] + EXTENSION + match[2], typed
    if text.startswith("+") and text[1:].isdigit():
        return text, typed
    from store.rules import addresses

    understood = addresses.phone(text, region) if len(text) <= LONGEST_NUMBER else None
    return (understood.e164, typed or text) if understood and understood.e164 else (text, typed)


def _days(given: Mapping[str, str], numbered: Mapping[tuple[str, int], Mapping[str, str]]) -> tuple[Day, ...]:
    """Return the dates that return every year."""
    named = [("birthday", given.get("Birthday", ""))]
    named += [(parts.get("Label", ""), parts.get("Value", "")) for (kind, _), parts in numbered.items() if kind == "Event"]
    found = []
    for name, text in named:
        day = days.day(text) if text else None
        if day is not None:
            found.append((one_line(name).lower() or "date", *day))
    return tuple(dict.fromkeys(found))


def _original(given: Mapping[str, str], keep: Keep) -> dict[str, Any]:
    """Return what came from other programs, under the id it has in the first of them."""
    try:
        kept = json.loads(given.get("Other fields", "[]"))
    except (ValueError, RecursionError):
        kept = []
    kept = [each for each in kept if isinstance(each, dict)] if isinstance(kept, list) else []
    properties = [apart(each, keep) for one in kept if isinstance(one.get("properties"), list) for each in one["properties"]
                  if isinstance(each, dict) and isinstance(each.get("name"), str) and isinstance(each.get("value"), str)]
    named: dict[str, Any] = next((each for each in kept if each.get("key") and isinstance(each["key"], str)), {})
    first = named or next(iter(kept), {})
    source = first.get("source") if isinstance(first.get("source"), str) else ""
    key = named.get("key") or one_line(given.get(KEY, ""))
    return {"source": source if named else source or "onward-csv", "key": one_line(key), "properties": properties}
