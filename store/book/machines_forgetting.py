"""Somebody forgotten on one machine is forgotten on all, and no entry on a server brings them back.

What stays is a mark made from the id, from which nothing can be read; whoever meets the id again knows it by the mark.
"""

from __future__ import annotations

from store.book.machines_state import MachineState
from store.book.writing import Writing
from store.sync.dav.identity import derived

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any

    from store.book import Book

TABLE = "forgotten"
"The table of the marks: documents of an id and a stamp alone."


def mark_of(contact: str) -> str:
    """Return the mark of a contact's id."""
    return derived("forgotten", contact)


def note(book: Book, contacts: Iterable[str]) -> None:
    """Keep the marks of people who are being forgotten, and have our own entries on every server written anew without them.

    A book that never met another machine keeps nothing.
    """
    accounts = {str(each.get("name", "")).partition("\n")[0] for each in book.database.table("remotes")
                if str(each.get("name", "")).endswith("\nmachines")}
    if not accounts:
        return
    with Writing(book, "sync", undoable=False) as writing:
        table = book.database.table(TABLE)
        for each in contacts:
            if table.by_id(mark_of(each)) is None:
                table.put({"id": mark_of(each), "stamp": writing.stamp})
        for account in sorted(accounts):
            MachineState(book, account).change(_anew, writing)


def _anew(now: MachineState) -> None:
    """Have everything written anew by the next run."""
    now.number, now.going = -1, {}


def marks(book: Book) -> frozenset[str]:
    """Return the marks of everybody who was forgotten."""
    return frozenset(each["id"] for each in book.database.table(TABLE))


def without(table: str, document: Mapping[str, Any], forgotten: Collection[str]) -> Mapping[str, Any] | None:
    """Return a document of another machine without those who were forgotten; None where it is about nobody else."""
    if not forgotten:
        return document
    if table == "contacts":
        return None if mark_of(document["id"]) in forgotten else document
    if table == "touches":
        people = list(document.get("contacts") or ())
        left = [each for each in people if mark_of(str(each)) not in forgotten]
        return document if len(left) == len(people) else {**document, "contacts": left} if left else None
    named = [str(document.get(name) or "") for name in ("contact", "subject")]
    return None if any(each and mark_of(each) in forgotten for each in named) else document


def catch_up(book: Book) -> int:
    """Forget here who was forgotten on another machine; return how many."""
    known = marks(book)
    if not known:
        return 0
    from store.book import forgetting

    found = [each["id"] for each in book.database.table("contacts")
             if not each.get("deleted") and not each.get("merged_into") and mark_of(each["id"]) in known]
    for each in found:
        forgetting.forget(book, each)
    return len(found)
