"""Cards, notes and letters as files to print: where they lie, what stands in them, and their end."""

from __future__ import annotations

import os

from store.book import drafting, reading
from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book
    from store.model import Receipt
    from store.settings import Home

FOLDER = "to-print"
"Beside the book."
MARK = 12
"Characters of a contact's id that end a file's name, so that forgetting them finds it."
LONGEST_NAME = 40


def folder_of(home: Home) -> str:
    """Return the folder of the files to print."""
    return os.path.join(os.path.dirname(home.book), FOLDER)


def write(book: Book, identity: str) -> Receipt:
    """Write a draft as a page and a text to print, and note that it waits for "sent?".

    `values` of the receipt hold path and text, the two files. Raises UsageFault(`not-on-paper`, kind), FileFault.
    """
    from store.outbox import way_named
    from store.outbox.ways import Surroundings
    from store.records import replace

    found = drafting.get(book, identity)
    way = way_named("file")
    if not way.takes(found):
        raise UsageFault("not-on-paper", kind=found.kind)
    person = reading.contact(book.database, found.contact)
    postal = person.address("post")
    more = {"postal": postal.value if postal else "", "country": book.practice.country,
            "language": person.language or book.practice.language}
    around = Surroundings(book.now().astimezone(book.zone()), book.settings.sender, name=person.name, more=more,
                          path=os.path.join(folder_of(book.home), file_name(book, found.kind, person.name, person.id)))
    left = way.leave(found, around)
    receipt = drafting.hand_over(book, identity, "file")
    return replace(receipt, values={**receipt.values, "path": left.note, **left.values})


def file_name(book: Book, kind: str, name: str, contact: str) -> str:
    """Return the name of a file to print: day, kind, person in plain letters, and the end of the contact's id."""
    from unicodedata import normalize

    plain = normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    words = "".join(each if each.isalnum() else " " for each in plain).split()
    slug = "-".join(words)[:LONGEST_NAME].strip("-")
    parts = (book.today().isoformat(), kind, slug, contact[-MARK:])
    return "-".join(each for each in parts if each) + ".html"


def forget(home: Home, contacts: set[str]) -> None:
    """Remove the files of contacts."""
    remove_of(folder_of(home), contacts)


def remove_of(folder: str, contacts: set[str]) -> None:
    """Remove the files in a folder whose names end with the mark of one of some contacts."""
    marks = {each[-MARK:] for each in contacts}
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if name.split(".", 1)[0][-MARK:] in marks:
            os.unlink(os.path.join(folder, name))
