"""Other programs' files, in and out: recognised by content, and held against the book before it changes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from store.exchange.parsed import Asked as Asked
    from store.exchange.parsed import ExistingContacts as ExistingContacts
    from store.exchange.parsed import ParsedFile as ParsedFile
    from store.exchange.parsed import ParsedRecord as ParsedRecord
    from store.model import Contact, ImportPreview


def read(path: Path, *, region: str = "", asked: Asked | None = None) -> ParsedFile:
    """Return the people in a file, a folder or a zip; `region` is the ISO country of numbers without one.

    The kind is told by content: vCard 2.1, 3.0, 4.0 (`vcard`) and its other forms (`jcard`, `xcard`), tables of contacts
    (`google-csv`, `linkedin-csv`, `outlook-csv`, `thunderbird-csv`, `contacts-csv`), Onward's own export (`onward-json`),
    and histories: `monica`, `hermitcrm` (a folder), `mail` (mbox, Maildir, a single mail), `calendar`. `asked` says more
    than the region. Records are read while they are asked for, once.

    Raises FileFault: `missing-file`, `cannot-read` (reason), `not-contacts` (kind: what it is instead, see
    `recognise`); `cannot-read` also while records are read.
    """
    from store.exchange.reading import read as read_path

    if asked is None:
        from store.exchange.parsed import Asked as Circumstances

        asked = Circumstances(region=region)
    return read_path(path, asked)


def preview(parsed: ParsedFile, existing: ExistingContacts) -> ImportPreview:
    """Return what importing a file would do, a row a record, in the order of the file; reads all its records.

    Verdicts: `new`; `same` (nothing new, or joined to an earlier record of the file); `changed` (the merged contact,
    with its id); `doubt` (perhaps the contact in `existing`); `bad`. Rows of the same contact are never stored twice.
    """
    from store.exchange.previewing import preview as hold_against

    return hold_against(parsed, existing)


def merge(existing: Contact, incoming: Contact) -> Contact:
    """Return the existing contact with what the incoming one adds; nothing that is there is overwritten."""
    from store.exchange.merging import merge as join

    return join(existing, incoming)
