"""Keeping the book safe: writing backups, listing them, and leading the book back to one."""

from __future__ import annotations

import datetime as dt
import os

from store import documents, migrations
from store.book import large
from store.book.writing import Writing
from store.errors import BookFault, FileFault, NotFound
from store.exchange import backup as files
from store.model import KeptBackup, Receipt
from store.rules.merge_fields import lifting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.book import Book

    Tables = dict[str, dict[str, dict[str, Any]]]

ATTEMPTS = 4
"How often a backup begins again because somebody wrote meanwhile, before it makes them wait."
CONSTANT = frozenset({"definitions", "forgotten"})
"Tables whose documents never change, so that restoring leaves newer ones alone."


def backup(book: Book) -> Receipt:
    """Write a backup now, verified; old ones are thinned out."""
    for attempt in range(ATTEMPTS):
        try:
            path, count = _write(book)
            break
        except BookFault as fault:
            if fault.values.get("reason") != "disturbed":
                raise
            if attempt == ATTEMPTS - 2:
                with book.database.unit("backup", at=book.now(), undoable=False):
                    path, count = _write(book)
                break
    thinned = files.thin(book.home.backups, book.now())
    if thinned:
        large.collect_backups(book.home.backups)
    return Receipt("backup", values={"path": path, "count": count, "thinned": thinned, "size": os.path.getsize(path)})


def _write(book: Book) -> tuple[str, int]:
    """Write a backup of one moment; raises BookFault(`backup-failed`, reason `disturbed`) where somebody wrote meanwhile."""
    database = book.database
    database.changed_elsewhere()
    number = database.number
    large.back_up(book)
    tables = {name: iter(database.table(name)) for name in sorted(database.tables())}
    return files.write(
        tables, book.home.backups, database.schema, number, book.now(), is_still=lambda: database.number == number)


def backups(book: Book) -> tuple[KeptBackup, ...]:
    """Return the backups there are, newest first."""
    found = []
    for made, path in reversed(files.existing(book.home.backups)):
        try:
            found.append(KeptBackup(path, made, os.path.getsize(path)))
        except OSError:
            continue
    return tuple(found)


def newest_backup(book: Book) -> tuple[dt.datetime, str] | None:
    """Return when the newest backup was made and where it lies, or None."""
    found = files.existing(book.home.backups)
    return found[-1] if found else None


def restore(book: Book, path: str, dry_run: bool = False) -> Receipt:
    """Lead the book back to a backup, as one unit that undo takes back; raises FileFault, BookFault, NotFound.

    What is in the backup stands again as it stood, stamped as changed now; what came since is marked as deleted. With
    `dry_run` nothing is written and the receipt says what would be.
    """
    chosen = path or _newest_path(book)
    head, wanted = read(book, chosen)
    counts = {"added": 0, "changed": 0, "removed": 0}
    if not dry_run:
        large.bring_back(book, chosen, wanted.get(large.TABLE, {}).values())
    with Writing(book, "restore") as writing:
        people = _lead_back(book, writing, wanted, counts, dry_run)
        many = sum(counts.values())
        if many:
            writing.about["many"] = many
        writing.values.update(path=chosen, made=str(head["made"]), count=many, people=people, **counts)
    if many and not dry_run:
        book.forget_what_was_read()
    return writing.receipt() if many and not dry_run else Receipt("restore", values=writing.values)


def read(book: Book, path: str) -> tuple[Mapping[str, Any], Tables]:
    """Return a backup's head and its documents by table and id, brought up to the present schema."""
    head = files.head_of(path)
    if head["schema"] > book.database.schema:
        raise BookFault("newer-book", path=path, found=head["schema"], known=book.database.schema)
    wanted: Tables = {}
    for table, document in files.documents_of(path):
        wanted.setdefault(table, {})[document["id"]] = document
    if head["schema"] < book.database.schema:
        wanted = migrations.brought_up(wanted, head["schema"], book.home.cache)
    for table, rows in wanted.items():
        for document in rows.values():
            if table in documents.TABLES:
                try:
                    documents.from_document(table, document)
                except BookFault as fault:
                    raise FileFault("bad-backup", path=path, reason=f"{table} {fault.values['id']}") from None
    return head, wanted


def _lead_back(book: Book, writing: Writing, wanted: Tables, counts: dict[str, int], dry_run: bool) -> int:
    """Write every document in which the book differs from a backup; return how many people that concerns."""
    people: set[str] = set()
    for name in sorted(book.database.tables() | wanted.keys()):
        if name in files.LOCAL:
            continue
        table = book.database.table(name)
        goal = wanted.get(name, {})
        gone = [] if name in CONSTANT else [each for each in table if each["id"] not in goal and not each.get("deleted")]
        for document in gone:
            counts["removed"] += 1
            people.update(_people_of(name, document))
            if not dry_run:
                writing.remove(name, document["id"])
        for identity, kept in goal.items():
            current = table.by_id(identity)
            led = _led(current, kept, writing.stamp)
            if led is None:
                continue
            counts["added" if current is None or current.get("deleted") else "changed"] += 1
            people.update(_people_of(name, kept))
            if not dry_run:
                table.put(led)
    return len(people)


def _people_of(table: str, document: Mapping[str, Any]) -> list[str]:
    """Return the ids of the people a document is about."""
    if table == "contacts":
        return [document["id"]]
    return [each for each in [document.get("contact", ""), *document.get("contacts", ())] if each]


def _led(current: Mapping[str, Any] | None, goal: Mapping[str, Any], stamp: str) -> dict[str, Any] | None:
    """Return a document with its fields as a backup has them, those that differ stamped now; None where none do."""
    if current is None:
        return dict(goal)
    if bool(current.get("deleted")) and bool(goal.get("deleted")):
        return None
    if goal.get("deleted"):
        return {**current, "deleted": stamp}
    before = {name: value for name, value in current.items() if name not in documents.BOOKKEEPING}
    after = {name: value for name, value in goal.items() if name not in documents.BOOKKEEPING}
    if before == after and not current.get("deleted"):
        return None
    stamps = dict(current.get("stamps", {}))
    for name in before.keys() | after.keys():
        if name not in before or name not in after or before[name] != after[name]:
            stamps[name] = stamp
    if before.get("permissions") != after.get("permissions"):
        stamps |= lifting(current, after, stamp)
    if current.get("deleted"):
        stamps["deleted"] = stamp
    return {"id": current["id"], "stamp": current.get("stamp", stamp), "stamps": stamps, **after}


def _newest_path(book: Book) -> str:
    """Return the newest backup's path; raises NotFound(`no-backup`)."""
    newest = newest_backup(book)
    if newest is None:
        raise NotFound("no-backup", path=book.home.backups)
    return newest[1]
