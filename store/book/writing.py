"""One unit in hand: adding, changing and removing records, with stamps, history and what the receipt says."""

from __future__ import annotations

import datetime as dt

from store import documents
from store.disk.identity import id_in_unit
from store.errors import NotFound
from store.model import EMPTY, Change, DueTouch, Moment, Receipt
from store.records import as_mapping, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType
    from typing import Any, TypeVar

    from store.book import Book
    from store.disk import UnitInHand

    Record = TypeVar("Record")

TOLD = frozenset({"temperature", "pace", "stage", "standing", "closed_reason", "company", "title", "name", "addresses",
                  "permissions", "referrer", "need", "size", "wanted_by", "merged_into"})
"The facts about a person whose changes are kept in the history."


class Writing:
    """A unit of the book being written: `with Writing(book, "snooze", contacts) as writing: ...`.

    Everything added, changed or removed inside becomes one unit on the disk when the block ends without an error.
    """

    def __init__(self, book: Book, verb: str, contacts: Sequence[str] = (), undoable: bool = True) -> None:
        """Prepare a unit about some contacts; nothing is locked before the block begins."""
        self.book = book
        self.verb = verb
        self.contacts = list(contacts)
        self.names: list[str] = []
        self.values: dict[str, Any] = {}
        self.unfiled = ""
        self.now = book.now()
        self.number = 0
        self.about: dict[str, Any] = {}
        self._undoable = undoable
        self._made = 0
        self._unit: UnitInHand

    def __enter__(self) -> Writing:
        """Take the lock and see what others wrote."""
        self._context = self.book.database.unit(self.verb, at=self.now, undoable=self._undoable)
        self._unit = self._context.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Write the unit, synced, or leave everything as it was where the block failed."""
        if kind is None:
            self.contacts = list(dict.fromkeys(self.contacts))
            about = {"contacts": self.contacts, "names": self.names, "values": self.values, **self.about}
            about = shortened(about)
            self._unit.about.update({name: value for name, value in about.items() if value})
        try:
            self._context.__exit__(kind, error, trace)
        except BaseException:
            self.book.nothing_written()
            raise
        if kind is not None:
            self.book.nothing_written()
        else:
            self.number = self._unit.number
            self.book.touched(self.contacts, self.number)

    @property
    def stamp(self) -> str:
        """The logical stamp of everything this unit changes."""
        return self._unit.stamp

    def come_after(self, seen: str) -> None:
        """Have everything this unit changes come after a stamp seen elsewhere; to be called before anything is changed."""
        self._unit.advance(seen, self.book.database.machine)

    def moment(self, at: dt.datetime | None = None) -> Moment:
        """Return an instant (default: now) as something that happened in the user's zone."""
        return Moment(at or self.now, self.book.practice.zone)

    def new_id(self) -> str:
        """Return an id for a new record; ids sort in the order in which the book took the records in."""
        self._made += 1
        return id_in_unit(self._unit.stamp, self._made)

    def add(self, table: str, record: Record) -> Record:
        """Store a new record; one without an id gets one."""
        if not record.id:  # type: ignore[attr-defined]
            record = replace(record, id=self.new_id())  # type: ignore[type-var]
        self.book.database.table(table).insert(documents.to_document(table, record, self._unit.stamp))
        return record

    def change(self, table: str, identity: str, **fields: Any) -> Any:
        """Change fields of a record, and return it as it is now; raises NotFound where it is gone."""
        place = self.book.database.table(table)
        document = place.by_id(identity)
        if document is None or document.get("deleted"):
            raise NotFound("gone", table=table, id=identity)
        before = documents.from_document(table, document)
        after = replace(before, **fields)
        changed = documents.changed_document(table, document, after, self._unit.stamp)
        if changed is not None:
            place.put(changed)
            if table == "contacts":
                self._tell(before, after, fields)
        return after

    def remove(self, table: str, identity: str) -> None:
        """Mark a record as deleted."""
        place = self.book.database.table(table)
        document = place.by_id(identity)
        if document is not None and not document.get("deleted"):
            place.put(documents.tombstone(document, self._unit.stamp))

    def _tell(self, before: Any, after: Any, fields: Mapping[str, Any]) -> None:
        """Keep in the history which facts about a person changed."""
        old, new = as_mapping(before), as_mapping(after)
        for name in fields:
            if name in TOLD and old[name] != new[name] and old[name] not in ("", ()):
                self.add("history", Change(
                    id="", table="contacts", subject=after.id, contact=after.id, field=name,
                    before=documents.field_out("contacts", name, old[name]),
                    after=documents.field_out("contacts", name, new[name]), at=self.now, by=self.verb))

    def name(self, contact: Any) -> None:
        """Note the name of a contact for the receipt."""
        self.names.append(contact.name)
        self.contacts.append(contact.id)

    def receipt(self) -> Receipt:
        """Return what was done, with what is due next where it was about one contact; to be called after the block."""
        following: DueTouch | None = None
        if len(self.contacts) == 1 and self.number:
            following = self.book.next_due(self.contacts[0])
        return Receipt(
            verb=self.verb, contacts=tuple(self.contacts), names=tuple(self.names), values=self.values or EMPTY,
            unit=self.number, next=following, unfiled=self.unfiled)


def shortened(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a unit keeps about itself: of many contacts only the first names, marked as `many`."""
    if len(about["contacts"]) <= 50:
        return dict(about)
    return {**about, "contacts": about["contacts"][:5], "names": about["names"][:5], "many": len(about["contacts"])}
