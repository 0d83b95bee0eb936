"""What another machine wrote, taken into the book: merged field by field, one unit an entry, both values kept."""

from __future__ import annotations

import datetime as dt

from store import documents, migrations
from store.book import machines_forgetting, machines_mending
from store.book.writing import Writing
from store.disk.identity import STAMP_START
from store.errors import BookFault
from store.model import Change
from store.rules import merge_fields
from store.sync.dav.identity import derived

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from store.book import Book
    from store.rules.merge_fields import Loss
    from store.sync.machines import Entry

    Document = Mapping[str, Any]

FROM, OUT = "from", "out"
"What a unit that took an entry in notes of itself: whose it was, and which documents it changed on its own account."
TABLES = ("forgotten", "history", "definitions", "contacts", "originals", "plans", "touches", "promises", "dates", "moves",
          "pauses", "shelf", "unfiled", "drafts")
"What travels, in the order in which it is written and read: what was noticed already is not to be noticed again."
UNFINISHED = ("open", "handed")
"States of drafts that stay on their machine."
_UNTOLD = frozenset({"forgotten", "definitions", "originals", "drafts", "history", "moves"})
"Tables of whose fields nobody needs to know what did not stay."


def travels(table: str, document: Document) -> bool:
    """Return whether a document is everybody's, and not only this machine's."""
    return table in TABLES and not (table == "drafts" and document.get("state") in UNFINISHED)


class _Rehearsed(Exception):
    """Ends a block whose unit is not to be written."""


def apply(book: Book, entry: Entry, exported: str, covered: Mapping[str, str],
          keep: Callable[[Writing], None] | None) -> tuple[int, int]:
    """Take an entry in as one unit; return how many documents that changed, and how many could not be understood.

    `exported` is the stamp up to which our own changes have been written for others, `covered` that up to which those of
    each machine were read: by them is known which values met for the first time. `keep` is called inside the unit; without
    it nothing is written (a rehearsal).
    """
    given = _brought_up(book, entry)
    taking = _Taking(book, exported, covered)
    try:
        with Writing(book, "sync", undoable=False) as writing:
            latest = max((merge_fields.newest(each) for _, each in given), default="")
            writing.come_after(latest or STAMP_START)
            taking.take(writing, given)
            writing.contacts += taking.people()
            writing.about[FROM] = entry.machine
            out = [*taking.out, *machines_mending.mend(writing, taking.changed)]
            if out:
                writing.about[OUT] = [list(each) for each in dict.fromkeys(out)]
            if keep is None:
                raise _Rehearsed
            keep(writing)
    except _Rehearsed:
        return len(taking.changed), taking.odd
    if any(table == "shelf" or (table == "pauses" and not each.get("contact")) for table, each in taking.changed):
        book.forget_what_was_read()
    return len(taking.changed), taking.odd


def _brought_up(book: Book, entry: Entry) -> list[tuple[str, Document]]:
    """Return the documents of an entry as the present schema has them."""
    given = [(table, each) for table, each in entry.documents if travels(table, each)]
    given.sort(key=lambda each: TABLES.index(each[0]))
    if entry.schema >= migrations.SCHEMA or not given:
        return given
    tables: dict[str, dict[str, Document]] = {}
    for table, each in given:
        tables.setdefault(table, {})[each["id"]] = each
    lifted = migrations.brought_up(tables, entry.schema, book.home.cache)
    return [(table, each) for table, rows in lifted.items() for each in rows.values()]


class _Taking:
    """One entry being taken in."""

    def __init__(self, book: Book, exported: str, covered: Mapping[str, str]) -> None:
        self.book = book
        self.exported = exported
        self.covered = covered
        self.changed: list[tuple[str, Document]] = []
        self.out: list[tuple[str, str]] = []
        self.odd = 0
        self._people: dict[str, None] = {}

    def people(self) -> list[str]:
        """Return the contacts concerned."""
        return list(self._people)

    def take(self, writing: Writing, given: Sequence[tuple[str, Document]]) -> None:
        """Merge documents into the book."""
        forgotten = machines_forgetting.marks(self.book) | {each["id"] for table, each in given if table == "forgotten"}
        for table, whole in given:
            theirs = machines_forgetting.without(table, whole, forgotten)
            if theirs is None:
                continue
            place = self.book.database.table(table)
            ours = place.by_id(theirs["id"])
            after: Document
            losses: tuple[Loss, ...] = ()
            if ours is None:
                after = theirs
            elif table == "definitions":
                continue
            else:
                merged = merge_fields.merged(table, ours, theirs)
                after, losses = merged.document, merged.losses
            if after is not ours and not readable(table, after):
                self.odd += 1
                continue
            for each in losses:
                self._tell(writing, table, after, each)
            if after is ours:
                continue
            place.put(after)
            self.changed.append((table, after))
            self._people.update(dict.fromkeys(people_of(table, after)))
            if ours is not None:
                self._people.update(dict.fromkeys(people_of(table, ours)))

    def _tell(self, writing: Writing, table: str, after: Document, loss: Loss) -> None:
        """Keep in the history a value that did not stay, where whoever set the other one cannot have known of it."""
        if table in _UNTOLD or loss.lost in (None, "", []) or after.get("deleted"):
            return
        if loss.field in merge_fields.FIRST.get(table, ()) or _is_within(loss.lost, loss.kept):
            return
        machine = loss.lost_stamp[18:]
        ours = machine == self.book.database.machine
        if ours != (not loss.is_ours):
            return
        if loss.lost_stamp <= (self.exported if ours else self.covered.get(machine, "")):
            return
        made = clash(table, after, loss, writing.stamp)
        history = self.book.database.table("history")
        if history.by_id(made["id"]) is None:
            history.put(made)
            self.out.append(("history", made["id"]))


def _is_within(lost: Any, kept: Any) -> bool:
    """Return whether a text goes on in another, so that nothing of it is lost."""
    return isinstance(lost, str) and isinstance(kept, str) and lost in kept


def clash(table: str, document: Document, loss: Loss, stamp: str) -> dict[str, Any]:
    """Return the entry of the history of a value that did not stay, under the same id on every machine that notices."""
    field, before, after = loss.field, loss.lost, loss.kept
    if field.startswith(merge_fields.CHANNEL):
        field, before, after = "permissions", [before], [after] if after else []
    identity = derived("clash", table, document["id"], loss.field, loss.lost_stamp, loss.kept_stamp)
    at = dt.datetime.fromtimestamp(int((loss.kept_stamp or loss.lost_stamp)[:12], 16) / 1000, dt.UTC)
    contact = next(iter(people_of(table, document)), "")
    change = Change(id=identity, table=table, subject=document["id"], contact=contact, field=field, before=before,
                    after=after, at=at, by="sync")
    return documents.to_document("history", change, stamp)


def people_of(table: str, document: Document) -> list[str]:
    """Return the ids of the contacts a document is about."""
    if table == "contacts":
        return [document["id"]]
    return [each for each in (document.get("contact", ""), *document.get("contacts", ())) if each]


def readable(table: str, document: Document) -> bool:
    """Return whether a document can be read as one of its table."""
    try:
        named = document.get("contacts", [])
        if not isinstance(named, list) or not all(isinstance(each, str) for each in (document.get("contact", ""), *named)):
            return False
        if table == "forgotten":
            return document.keys() <= {"id", "stamp", "stamps"}
        if table == "definitions":
            return isinstance(document.get("definition"), dict)
        documents.fields_out(table, documents.from_document(table, document))
        set(documents.keys_of(table, document))
    except (BookFault, TypeError, ValueError, AttributeError, KeyError):
        return False
    return isinstance(document.get("stamp"), str)
