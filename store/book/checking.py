"""The doctor's look at everything the store knows of: book, journal, index, backups, settings, definitions, keyring."""

from __future__ import annotations

import datetime as dt
import os
import stat

from store import documents, passwords
from store.book import large, reading, undoing
from store.errors import FileFault, OnwardError
from store.exchange import backup as backup_files
from store.model import Finding, Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from store.book import Book

OLD = dt.timedelta(days=2)
"A newest backup older than this is worth a word."
AHEAD = dt.timedelta(hours=24)
"A last entry further in the future than this says that the clock was set back."
LITTLE = 50_000_000
"Fewer bytes free than this are worth a word."


def check(book: Book) -> Iterator[Finding]:
    """Yield what is found, one line a thing; nothing is changed but an index that disagrees, which is made again."""
    looks: tuple[tuple[str, Callable[[Book], Iterator[Finding]]], ...] = (
        ("book", _book), ("documents", _documents), ("journal", _journal), ("index", _index), ("backups", _backups),
        ("photos", _large), ("settings", _settings), ("cadences", _cadences), ("templates", _templates), ("keyring", _keyring),
        ("accounts", _accounts))
    for about, look in looks:
        try:
            yield from look(book)
        except OnwardError as error:
            yield Finding(about, "bad", Reason(error.code, error.values))
        except OSError as error:
            values = {"path": error.filename or book.home.book, "reason": error.strerror or ""}
            yield Finding(about, "bad", Reason("cannot-read", values))


def _book(book: Book) -> Iterator[Finding]:
    """Look at the folder, its privacy, the disk it is on, and what opening found."""
    folder = str(book.database.folder)
    for notice in book.database.notices:
        yield Finding("book", "note", Reason(notice.code, notice.values))
    aside = sorted(name for name in os.listdir(folder) if name.startswith("damaged-"))
    if aside:
        paths = [os.path.join(folder, name) for name in aside]
        yield Finding("book", "note", Reason("parts-set-aside", {"count": len(aside), "paths": paths}))
    disk = os.statvfs(folder)
    if disk.f_bavail * disk.f_frsize < LITTLE:
        yield Finding("book", "note", Reason("disk-nearly-full", {"path": folder, "free": disk.f_bavail * disk.f_frsize}))
    if not os.access(folder, os.W_OK):
        yield Finding("book", "bad", Reason("cannot-write", {"path": folder}))
    elif _is_open(folder) or _is_open(book.home.backups):
        yield Finding("book", "bad", Reason("folder-open-to-others", {
            "path": folder if _is_open(folder) else book.home.backups}))
    else:
        yield Finding("book", "good", Reason("book-sound", {
            "path": folder, "schema": book.database.schema, "contacts": _living(book, "contacts"),
            "touches": _living(book, "touches")}))


def _is_open(folder: str) -> bool:
    """Return whether others on this machine can look into a folder."""
    try:
        return bool(stat.S_IMODE(os.stat(folder).st_mode) & 0o077)
    except FileNotFoundError:
        return False


def _living(book: Book, table: str) -> int:
    """Return how many documents of a table are not deleted."""
    return sum(not each.get("deleted") for each in book.database.table(table))


def _documents(book: Book) -> Iterator[Finding]:
    """Look at every document: whether it can be read, and whether what it points at is there."""
    broken, lost = 0, 0
    contacts = book.database.table("contacts")
    for name in documents.TABLES:
        for document in book.database.table(name):
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
    """Look at the journal, and whether its last entry is of a time still to come."""
    units = book.database.journal_units()
    undo = min(undoing.DEPTH, sum(each.undoable for each in book.database.units(limit=3 * undoing.DEPTH)))
    last = next(iter(book.database.units(limit=1)), None)
    if last is not None and last.at - book.now() > AHEAD:
        yield Finding("journal", "note", Reason("clock-behind", {"last": last.at}))
    yield Finding("journal", "good", Reason("journal-sound", {"units": units, "undo": undo, "number": book.database.number}))


def _index(book: Book) -> Iterator[Finding]:
    """Look whether the indexes say what the book says."""
    from store.rules.agenda import agenda

    practice, now = book.practice, book.now()
    differing = 0
    book.queue("everyone")
    dossiers = list(reading.every_dossier(book.database))
    for dossier in dossiers:
        if book.agenda(dossier.contact.id) != agenda(dossier, practice, now):
            differing += 1
    if differing or not book.queue_agrees(dossiers):
        book.forget_what_was_read()
        yield Finding("index", "note", Reason("index-rebuilt", {"count": max(1, differing)}))
    else:
        yield Finding("index", "good", Reason("index-agrees"))


def _backups(book: Book) -> Iterator[Finding]:
    """Look at the backups: whether one can be made, whether all are whole; the newest is read to its end."""
    folder, found = book.home.backups, backup_files.existing(book.home.backups)
    place = folder if os.path.isdir(folder) else os.path.dirname(folder)
    if not os.access(place, os.W_OK):
        yield Finding("backups", "bad", Reason("backups-unwritable", {"path": folder}))
    damaged, counts = [], {}
    for each, path in found:
        try:
            if (each, path) == found[-1]:
                counts[path] = sum(1 for _ in backup_files.documents_of(path))
            else:
                backup_files.head_of(path)
        except FileFault:
            damaged.append(path)
    if damaged:
        yield Finding("backups", "bad", Reason("backups-damaged", {"count": len(damaged), "paths": damaged}))
    if not found:
        yield Finding("backups", "note" if book.database.number else "good", Reason("no-backup", {"path": folder}))
    for path, count in counts.items():
        made = found[-1][0]
        old = book.now() - made > OLD
        yield Finding("backups", "note" if old else "good", Reason("backup-old" if old else "backup-sound", {
            "path": path, "made": made, "count": count, "backups": len(found)}))


def _large(book: Book) -> Iterator[Finding]:
    """Look at photos and other long values of imported cards; one that is lost comes back where a backup has it."""
    count, back, lost = large.look_after(book)
    if back:
        yield Finding("photos", "note", Reason("photos-brought-back", {"count": back}))
    if lost:
        yield Finding("photos", "note", Reason("photos-lost", {"count": lost}))
    elif count:
        yield Finding("photos", "good", Reason("photos-sound", {"count": count}))


def _settings(book: Book) -> Iterator[Finding]:
    """Look at the settings."""
    faults = [each for each in book.settings.faults if each["code"] != "bad-cadence"]
    for fault in faults:
        yield Finding("settings", "bad", Reason(fault["code"], _without_code(fault)))
    if not faults:
        there = os.path.exists(book.home.settings)
        code = "settings-sound" if there else "settings-default"
        yield Finding("settings", "good", Reason(code, {"path": book.home.settings}))


def _cadences(book: Book) -> Iterator[Finding]:
    """Look at the cadences, those that ship and the user's own."""
    faults = [each for each in book.settings.faults if each["code"] == "bad-cadence"]
    for fault in faults:
        yield Finding("cadences", "bad", Reason(fault["code"], _without_code(fault)))
    if not faults:
        yield Finding("cadences", "good", Reason("cadences-sound", {"count": len(book.practice.cadences)}))


def _without_code(fault: Mapping[str, Any]) -> dict[str, Any]:
    """Return a fault's values."""
    return {name: value for name, value in fault.items() if name != "code"}


def _templates(book: Book) -> Iterator[Finding]:
    """Look at the user's own templates."""
    from store.templates import load

    templates, faults = load((book.home.templates,), shipped=False)
    for fault in faults:
        yield Finding("templates", "bad", Reason(fault.code, fault.values))
    if not faults:
        yield Finding("templates", "good", Reason("templates-sound", {"path": book.home.templates, "count": len(templates)}))


def _keyring(book: Book) -> Iterator[Finding]:
    """Look whether the system's keyring answers, and which accounts would need it."""
    from store import accounts

    code, name = passwords.state()
    yield Finding("keyring", "good" if code == "ready" else "note", Reason(f"keyring-{code}", {"name": name}))
    asking = [each.name for each in accounts.load(book.home) if not (each.password_command or each.token_command)]
    if asking and code != "ready":
        yield Finding("accounts", "note", Reason("accounts-ask", {"count": len(asking), "names": asking}))


def _accounts(book: Book) -> Iterator[Finding]:
    """Look at accounts.toml; nobody is called. Without accounts there is nothing to say."""
    from store import accounts

    path = accounts.path_of(book.home)
    found, faults = accounts.read(book.home)
    for fault in faults:
        yield Finding("accounts", "bad", Reason(fault.code, fault.values))
    try:
        open_to_others = bool(stat.S_IMODE(os.stat(path).st_mode) & 0o022)
    except FileNotFoundError:
        return
    if open_to_others:
        yield Finding("accounts", "bad", Reason("accounts-open", {"path": path}))
    if found and not faults and not open_to_others:
        yield Finding("accounts", "good", Reason("accounts-sound", {"path": path, "count": len(found)}))
