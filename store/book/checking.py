"""The doctor's look at everything the store knows of: book, journal, index, backups, settings, definitions, keyring."""

from __future__ import annotations

import datetime as dt
import os
import stat

from store import documents, passwords
from store.book import keeping, reading
from store.errors import OnwardError
from store.exchange import backup as backup_files
from store.model import Finding, Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.book import Book

OLD = dt.timedelta(days=2)
"A newest backup older than this is worth a word."


def check(book: Book) -> tuple[Finding, ...]:
    """Return what was found, one line a thing; nothing is changed but an index that disagrees, which is made again."""
    found: list[Finding] = []
    for look in (_book, _documents, _journal, _index, _backups, _settings, _templates, _keyring):
        try:
            found += look(book)
        except OnwardError as error:
            found.append(Finding(look.__name__.strip("_"), "bad", Reason(error.code, error.values)))
    return tuple(found)


def _book(book: Book) -> Iterator[Finding]:
    """Look at the folder, its privacy, and what opening found."""
    folder = str(book.database.folder)
    for notice in book.database.notices:
        yield Finding("book", "note", Reason(notice.code, notice.values))
    if stat.S_IMODE(os.stat(folder).st_mode) & 0o077:
        yield Finding("book", "bad", Reason("folder-open-to-others", {"path": folder}))
    elif not os.access(folder, os.W_OK):
        yield Finding("book", "bad", Reason("cannot-write", {"path": folder}))
    else:
        yield Finding("book", "good", Reason("book-sound", {
            "path": folder, "schema": book.database.schema, "contacts": len(book.database.table("contacts")),
            "touches": len(book.database.table("touches"))}))


def _documents(book: Book) -> Iterator[Finding]:
    """Look at every document: whether it can be read, and whether what it points at is there."""
    broken, lost = 0, 0
    contacts = book.database.table("contacts")
    for name in documents.TABLES:
        for document in book.database.table(name).all():
            try:
                record = documents.from_document(name, document)
            except OnwardError:
                broken += 1
                continue
            named = getattr(record, "contacts", None) or ([record.contact] if getattr(record, "contact", "") else [])
            if not document.get("deleted") and any(contacts.by_id(each) is None for each in named):
                lost += 1
    if broken:
        yield Finding("documents", "bad", Reason("documents-unreadable", {"count": broken}))
    if lost:
        yield Finding("documents", "note", Reason("documents-without-contact", {"count": lost}))
    if not broken and not lost:
        yield Finding("documents", "good", Reason("documents-sound"))


def _journal(book: Book) -> Iterator[Finding]:
    """Look at the journal."""
    units = book.database.journal_units()
    yield Finding("journal", "good", Reason("journal-sound", {"units": units, "number": book.database.number}))


def _index(book: Book) -> Iterator[Finding]:
    """Look whether the indexes say what the book says."""
    from store.rules.agenda import agenda

    practice, now = book.practice, book.now()
    differing = 0
    for line in reading.everyone(book.database):
        if book.agenda(line.id) != agenda(book.dossier(line.id), practice, now):
            differing += 1
    if differing:
        book.forget_what_was_read()
        yield Finding("index", "note", Reason("index-rebuilt", {"count": differing}))
    else:
        yield Finding("index", "good", Reason("index-agrees"))


def _backups(book: Book) -> Iterator[Finding]:
    """Look at the newest backup, and read it whole."""
    newest = keeping.newest_backup(book)
    if newest is None:
        yield Finding("backups", "note" if book.database.number else "good", Reason("no-backup", {"path": book.home.backups}))
        return
    made, path = newest
    count = sum(1 for _ in backup_files.documents_of(path))
    state = "note" if book.now() - made > OLD else "good"
    yield Finding("backups", state, Reason("backup-sound", {"path": path, "made": made, "count": count}))


def _settings(book: Book) -> Iterator[Finding]:
    """Look at the settings and the user's own cadences."""
    for fault in book.settings.faults:
        about = "cadences" if fault["code"] == "bad-cadence" else "settings"
        yield Finding(about, "bad", Reason(fault["code"], fault))
    if not book.settings.faults:
        there = os.path.exists(book.home.settings)
        code = "settings-sound" if there else "settings-default"
        yield Finding("settings", "good", Reason(code, {"path": book.home.settings}))


def _templates(book: Book) -> Iterator[Finding]:
    """Look at the user's own templates."""
    from store.templates import load

    templates, faults = load((book.home.templates,), shipped=False)
    for fault in faults:
        yield Finding("templates", "bad", Reason(fault.code, fault.values))
    if not faults:
        yield Finding("templates", "good", Reason("templates-sound", {"path": book.home.templates, "count": len(templates)}))


def _keyring(book: Book) -> Iterator[Finding]:
    """Look whether the system's keyring answers."""
    code, name = passwords.state()
    yield Finding("keyring", "good" if code == "ready" else "note", Reason(f"keyring-{code}", {"name": name}))
