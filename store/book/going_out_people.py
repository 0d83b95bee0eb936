"""The people of the book with everything that belongs to them, gathered for the way out."""

from __future__ import annotations

from store.book import large, reading
from store.exchange.outgoing import Outgoing
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from store.book import Book
    from store.disk.large_values import LargeValues
    from store.model import Contact

FEW = 20
"With more people than this a table is read once instead of by person."
_TABLES = ("dates", "originals", "promises", "plans")


def outgoing(book: Book, ids: Iterable[str], values: LargeValues | None = None) -> Iterator[Outgoing]:
    """Yield some people with their dates, imported properties, next step and running cadence, in the order given.

    `values` are the long ones beside the book, where the caller wants to know which of them were lost.
    """
    gathered: dict[str, dict[str, list[Any]]] | None = None
    read_large = large.reader(values or large.of_book(book))
    for number, identity in enumerate(ids):
        if number == FEW:
            gathered = {name: _by_contact(reading.alive(name, book.database.table(name).all())) for name in _TABLES}
        contact = reading.contact(book.database, identity)
        if gathered is None:
            parts = {name: reading.alive(name, book.database.table(name).with_key(f"contact:{contact.id}")) for name in _TABLES}
        else:
            parts = {name: found.get(contact.id, []) for name, found in gathered.items()}
        yield replace(assembled(_with_referrer(book, contact), parts), read_large=read_large)


def assembled(contact: Contact, parts: dict[str, list[Any]]) -> Outgoing:
    """Return a contact with its records by table (`dates`, `originals`, `promises`, `plans`)."""
    steps = [each for each in parts["promises"] if each.next_step and each.kept is None and each.dropped is None]
    plans = [each for each in parts["plans"] if each.ended is None]
    step = min(steps, key=lambda each: (each.due.on, each.id), default=None)
    plan = max(plans, key=lambda each: each.id, default=None)
    return Outgoing(contact, tuple(sorted(parts["dates"], key=lambda each: each.id)),
                    tuple(sorted(parts["originals"], key=lambda each: each.id)), step,
                    plan.cadence if plan else "", plan.anchor if plan else None)


def _by_contact(records: Iterable[Any]) -> dict[str, list[Any]]:
    """Return records by the contact they belong to."""
    found: dict[str, list[Any]] = {}
    for each in records:
        found.setdefault(each.contact, []).append(each)
    return found


def _with_referrer(book: Book, contact: Contact) -> Contact:
    """Return a contact with the name of who sent them, where that is somebody in the book."""
    if not contact.referrer:
        return contact
    found = book.database.table("contacts").by_id(contact.referrer)
    name = found.get("name", "") if found is not None and not found.get("deleted") else ""
    return replace(contact, referrer_name=name) if name else contact
