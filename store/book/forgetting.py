"""Forgetting a person: gone from book, journal, history, backups and caches, so that nothing brings them back.

Backups and caches go first and the book last: whoever is interrupted still finds the person, and does it again.
"""

from __future__ import annotations

import os

from store.book import large, mailing, papers, reading
from store.book.traces import Traces
from store.disk.large_values import FOLDER
from store.errors import FileFault
from store.exchange import backup as files
from store.model import Receipt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from store.book import Book

BOOK_FILES = frozenset({"book.json", "journal.jsonl", "index", "lock", "due.jsonl", "later.jsonl"})
"What lies in the folder of a book and is written anew; everything else there was set aside or copied by others."
TYPED = ("typed.json",)
"Caches of lines as somebody typed them: they may name a person by half a name, so they go in any case."
SET_ASIDE = ("damaged", "aside")
"How the names of parts begin that Onward itself set aside."


def forget(book: Book, contact: str, dry_run: bool = False) -> Receipt:
    """Erase a person for good; see `Book.forget`."""
    person = reading.contact(book.database, contact)
    traces = _traces(book, person.id)
    gone, changed = _in_book(book, traces)
    values: dict[str, Any] = {f"{name}_gone": len(ids) for name, ids in gone.items()}
    values |= {"touches": len(gone.get("touches", ())), "unfiled": len(gone.get("unfiled", ())),
               "mentions": sum(map(len, changed.values())), "entries": sum(map(len, gone.values()))}
    erase = None if dry_run else book.database.erase
    if not dry_run:
        from store.book import dav_state, machines_forgetting

        dav_state.forget(book, traces.ids)
        machines_forgetting.note(book, traces.ids)
    values["backups"] = _in_backups(book, traces, dry_run)
    if erase is not None:
        large.collect_backups(book.home.backups, traces.large)
        aside = _clear_around(book, traces)
        book.forget_what_was_read()
        erase(gone, changed, traces.about_without)
        large.collect(book, traces.large)
        book.forget_what_was_read()
        values["left"] = [path for path in aside if os.path.exists(path)]
        return Receipt("forget", names=(person.name,), values=values)
    return Receipt("forget", contacts=(person.id,), names=(person.name,), values=values)


def _traces(book: Book, contact: str) -> Traces:
    """Return what tells the person: every id, name, mail address and number that book, journal or a backup knows."""
    database = book.database
    ids = {contact}
    documents_there = [dict(each) for each in database.table("contacts")]
    while more := {each["id"] for each in documents_there if each.get("merged_into") in ids} - ids:
        ids |= more
    traces = Traces(ids)
    for each in documents_there:
        traces.learn("contacts", each)
    for original in database.table("originals"):
        traces.learn("originals", original)
    for table, document in _past(book):
        traces.learn(table, document)
    for _, path in files.existing(book.home.backups):
        try:
            for table, document in files.documents_of(path):
                traces.learn(table, document)
        except FileFault:
            continue
    traces.settle(each for each in documents_there if not each.get("deleted"))
    return traces


def _past(book: Book) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every state of a document that the journal keeps."""
    for unit in book.database.units():
        for change in unit.changes:
            for state in (change.before, change.after):
                if state is not None:
                    yield change.table, state


def _in_book(book: Book, traces: Traces) -> tuple[dict[str, set[str]], dict[str, dict[str, dict[str, Any]]]]:
    """Return the ids that go by table, and the documents that stay without the person."""
    gone: dict[str, set[str]] = {}
    changed: dict[str, dict[str, dict[str, Any]]] = {}
    for name in sorted(book.database.tables()):
        for document in book.database.table(name):
            left = traces.without(name, document)
            if left is None:
                gone.setdefault(name, set()).add(document["id"])
            elif left is not document:
                changed.setdefault(name, {})[document["id"]] = dict(left)
    for name, state in _past(book):
        identity = state["id"]
        if identity in gone.get(name, ()) or traces.without(name, state) is state:
            continue
        current = book.database.table(name).by_id(identity)
        left = None if current is None else traces.without(name, current)
        if left is None:
            gone.setdefault(name, set()).add(identity)
            changed.get(name, {}).pop(identity, None)
        else:
            changed.setdefault(name, {})[identity] = dict(left)
    return gone, {name: rows for name, rows in changed.items() if rows}


def _in_backups(book: Book, traces: Traces, dry_run: bool) -> int:
    """Write every backup anew without the person; return how many held them. A damaged one goes, for it cannot be read."""
    count = 0
    for _, path in files.existing(book.home.backups):
        try:
            if dry_run:
                count += any(traces.without(table, each) is not each for table, each in files.documents_of(path))
            else:
                count += files.rewrite(path, traces.without)
        except FileFault:
            count += 1
            if not dry_run:
                os.unlink(path)
    for path in files.unfinished(book.home.backups) if not dry_run else ():
        os.unlink(path)
    return count


def _clear_around(book: Book, traces: Traces) -> list[str]:
    """Remove caches, reports and parts set aside that hold the person; return the paths of others' files that do."""
    left = []
    for path in _files_under(book.home.cache):
        if os.path.basename(path) in TYPED or traces.in_file(path):
            os.unlink(path)
    papers.forget(book.home, traces.ids)
    mailing.forget(book.home, traces.ids)
    folder = str(book.database.folder)
    for path in _files_under(folder, without=FOLDER):
        name = os.path.basename(path)
        if name in BOOK_FILES or not traces.in_file(path):
            continue
        if name.startswith(SET_ASIDE):
            os.unlink(path)
        else:
            left.append(path)
    return left


def _files_under(folder: str, without: str = "") -> Iterable[str]:
    """Yield the paths of all files in a folder and below it, one folder in it left out."""
    for place, below, names in os.walk(folder):
        if without in below and place == folder:
            below.remove(without)
        for name in names:
            path = os.path.join(place, name)
            if os.path.isfile(path) and not os.path.islink(path):
                yield path
