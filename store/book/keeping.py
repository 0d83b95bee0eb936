"""Keeping the book safe: backups, restoring one, and the upkeep that no verb should wait for."""

from __future__ import annotations

import datetime as dt

from store.book.writing import Writing
from store.errors import BookFault, NotFound
from store.exchange import backup as files
from store.model import Receipt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book

FOLD_AFTER = 400
"Units in the journal after which upkeep folds it into the snapshot."


def backup(book: Book) -> Receipt:
    """Write a backup now, verified; old ones are thinned out."""
    database = book.database
    tables = {name: database.table(name).all() for name in sorted(database.tables())}
    path, count = files.write(tables, book.home.backups, database.schema, database.number, book.now())
    files.thin(book.home.backups, book.now())
    return Receipt("backup", values={"path": path, "count": count})


def newest_backup(book: Book) -> tuple[dt.datetime, str] | None:
    """Return when the newest backup was made and where it lies, or None."""
    found = files.existing(book.home.backups)
    return found[-1] if found else None


def restore(book: Book, path: str) -> Receipt:
    """Lead the book back to a backup, as one unit that undo takes back; raises FileFault, BookFault."""
    chosen = path or _newest_path(book)
    head = files.head_of(chosen)
    if head["schema"] > book.database.schema:
        raise BookFault("newer-book", path=chosen, found=head["schema"], known=book.database.schema)
    wanted: dict[str, dict[str, dict[str, object]]] = {}
    for table, document in files.documents_of(chosen):
        wanted.setdefault(table, {})[document["id"]] = document
    changed = 0
    with Writing(book, "restore") as writing:
        for name in sorted(book.database.tables() | wanted.keys()):
            if name in files.LOCAL:
                continue
            place = book.database.table(name)
            goal = wanted.get(name, {})
            for document in place.all():
                if document["id"] not in goal and not document.get("deleted"):
                    writing.remove(name, document["id"])
                    changed += 1
            for identity, document in goal.items():
                if place.by_id(identity) != document:
                    place.put(document)
                    changed += 1
        writing.about["many"] = max(changed, 1)
        writing.values.update(path=chosen, made=str(head["made"]), count=changed)
    book.forget_what_was_read()
    return writing.receipt()


def _newest_path(book: Book) -> str:
    """Return the newest backup's path; raises NotFound(`no-backup`)."""
    newest = newest_backup(book)
    if newest is None:
        raise NotFound("no-backup", path=book.home.backups)
    return newest[1]


def upkeep_due(book: Book) -> bool:
    """Return whether a daily backup is missing or the journal has grown long; costs a look at a folder."""
    newest = newest_backup(book)
    empty = book.database.number == 0
    return not empty and (newest is None or newest[0].date() < book.now().date() or book.database.journal_units() > FOLD_AFTER)


def upkeep(book: Book) -> None:
    """Make the day's backup where it is missing, and fold a long journal into the snapshot; safe at any moment."""
    newest = newest_backup(book)
    if book.database.number and (newest is None or newest[0].date() < book.now().date()):
        backup(book)
    if book.database.journal_units() > FOLD_AFTER:
        book.database.compact()
