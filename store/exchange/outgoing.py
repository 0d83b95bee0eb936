"""One contact on the way out, with everything that another program could keep of it."""

from __future__ import annotations

import re

from store.model import Contact, Moment, Original, Promise, SpecialDate
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from store.model import Address

_FILE_NAME = re.compile(r"[A-Za-z0-9_@+-][A-Za-z0-9_@+.-]{0,119}")
EXTENSION = ";ext="
"What stands before an extension in the normal form of a number."


@record
class Outgoing:
    """A contact and what belongs to it."""

    contact: Contact
    "The contact; `referrer_name` is filled where the referrer is in the book."
    dates: tuple[SpecialDate, ...] = ()
    "Birthday and others."
    originals: tuple[Original, ...] = ()
    "What was imported and is not used."
    next_step: Promise | None = None
    "The next step agreed, where one stands."
    cadence: str = ""
    "Name of the cadence that runs, or empty."
    anchor: Moment | None = None
    "What that cadence counts from."
    read_large: Callable[[str], str | None] | None = None
    "Reads a value that is too long for a property, by its digest; None where such values stay at home."


def uid(person: Outgoing) -> str:
    """Return the id under which other programs know a contact: the one it came with on a card, else its own."""
    return next((each.key for each in person.originals if each.source == "vcard" and each.key), person.contact.id)


def file_name(person: Outgoing, ending: str) -> str:
    """Return a file name for a contact's card: its UID where that can be one, else its id."""
    name = uid(person).removeprefix("urn:uuid:")
    return f"{name if _FILE_NAME.fullmatch(name) else person.contact.id}{ending}"


def kept(person: Outgoing) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (source, property) for every imported property that Onward does not use; those not kept whole are left out."""
    for original in person.originals:
        for each in original.properties:
            if not each.get("dropped") and isinstance(each.get("name"), str) and isinstance(each.get("value"), str):
                found = whole(each, person.read_large)
                if not found.get("large"):
                    yield original.source, found


def whole(found: Mapping[str, Any], read_large: Callable[[str], str | None] | None) -> dict[str, Any]:
    """Return a kept property with its value, where that is long and can be read; else as it is kept."""
    value = read_large(str(found["large"])) if found.get("large") and read_large is not None else None
    if value is None:
        return dict(found)
    return {name: value if name == "value" else each for name, each in found.items() if name not in ("large", "size")}


def spoken(number: str) -> str:
    """Return a number with its extension as people write it: `+14155550100 x12`."""
    return number.replace(EXTENSION, " x")


def as_typed(address: Address) -> str:
    """Return what was typed of a number or mail address; of a number that is not understood the same, so that it stays so."""
    if address.channel == "phone" and not address.typed and not address.value.startswith("+"):
        return address.value
    return address.typed if address.channel in ("phone", "email") else ""


def day_text(month: int, day: int, year: int | None) -> str:
    """Return a day as ISO 8601 has it, `--03-15` where the year is unknown."""
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"
