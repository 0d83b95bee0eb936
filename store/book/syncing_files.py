"""Mails in files, taken in as those of the mailbox are: each judged, matched to somebody known, and logged once."""

from __future__ import annotations

import os
from pathlib import Path

from store.book import incoming
from store.book.writing import Writing
from store.model import Reason
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.book import Book
    from store.book.incoming import Taken
    from store.rules.incoming import Mail, Verdict

LARGEST = 64 * 1024 * 1024
"Bytes of one file that are read."
IN_FOLDERS = (".eml", ".emlx", ".mail", ".msg")
"Endings of the files of a folder that are mails; in a Maildir every file is."
MAILDIR = frozenset({"cur", "new"})


@record
class MailFile:
    """One mail in a file, and what it means."""

    path: str
    "The file."
    mail: Mail | None = None
    "The mail; None where the file cannot be read."
    verdict: Verdict | None = None
    "What it is."
    taken: Taken | None = None
    "What it means for the book, or what was done."
    trouble: Reason | None = None
    "Why the file cannot be read: `missing-file` {path}, `cannot-read` {path, reason}."


def sync_files(book: Book, paths: Sequence[str], dry_run: bool = False) -> Iterator[MailFile]:
    """Yield what each mail of some files and folders is, and take it in; a file that cannot be read keeps no other back."""
    from store.rules.incoming import classify
    from store.sync.mail_parsing import read

    own = own_addresses(book)
    keep_text = bool(book.settings.sync.get("keep_text", False))
    for path in _files(paths):
        try:
            with Path(path).open("rb") as file:
                octets = file.read(LARGEST)
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            trouble = Reason("missing-file", {"path": path}) if missing else Reason(
                "cannot-read", {"path": path, "reason": error.strerror or "error"})
            yield MailFile(path, trouble=trouble)
            continue
        mail = read(octets)
        verdict = classify(mail)
        found = incoming.plan(book, mail, verdict, own, keep_text)
        if not dry_run and (found.touch is not None or found.moves):
            with Writing(book, "sync", undoable=False) as writing:
                found = incoming.take(book, writing, mail, verdict, own, keep_text)
        yield MailFile(path, mail, verdict, found)


def own_addresses(book: Book) -> frozenset[str]:
    """Return the user's own mail addresses: of the accounts, and the one that mails are signed with."""
    from store.book import accounting

    every = (each.address or each.user for each in accounting.every(book))
    return frozenset(each.lower() for each in (*every, book.settings.sender.email) if "@" in each)


def _files(paths: Sequence[str]) -> Iterator[str]:
    """Yield files as they are named, and of folders the mails in them, by name."""
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        for place, below, names in os.walk(path):
            below.sort()
            whole = os.path.basename(place) in MAILDIR
            yield from (os.path.join(place, name) for name in sorted(names)
                        if whole or name.lower().endswith(IN_FOLDERS))
