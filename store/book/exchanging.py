"""Files in and out: previews held against the book, and the whole book as JSON."""

from __future__ import annotations

from store import documents, exchange
from store.book import large, reading
from store.model import Contact, ImportPreview, Original, Touch
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from store.book import Book
    from store.exchange import ParsedFile, ParsedRecord

    Progress = Callable[[int, int], bool]


OWN = frozenset({"id", "created", "origin", "merged_into"})
"The fields of a contact that no import fills."


class Existing:
    """The contacts of the book, as the exchange looks them up."""

    def __init__(self, book: Book) -> None:
        self._database = book.database
        self._values = large.of_book(book)

    def by_key(self, key: str) -> list[Contact]:
        """Return the contacts with a key: `mail:`, `phone:`, `name:` or `original:<source>:<key>`."""
        if key.startswith("id:"):
            found = self._database.table("contacts").by_id(key[3:])
            return reading.alive("contacts", [found] if found is not None and not found.get("merged_into") else [])
        if key.startswith("original:"):
            originals = reading.alive("originals", self._database.table("originals").with_key(key))
            ids = [each.contact for each in originals] or [key.rpartition(":")[2]]
            documents_found = [self._database.table("contacts").by_id(each) for each in ids]
            return reading.alive("contacts", [each for each in documents_found if each is not None])
        kind, _, value = key.partition(":")
        return reading.alive("contacts", self._database.table("contacts").with_key(
            f"name:{documents.folded(value)}" if kind == "name" else key))

    def dates(self, contact: str) -> list[tuple[str, int, int, int | None]]:
        """Return the special dates of a contact as (name, month, day, year or None)."""
        found = reading.alive("dates", self._database.table("dates").with_key(f"contact:{contact}"))
        return [(each.name, each.month, each.day, each.year) for each in found]

    def has_touch(self, contact: str, touch: Touch) -> bool:
        """Return whether an imported touch with a contact is there already."""
        from store.book.past import has_touch

        return has_touch(self._database, contact, touch)

    def original(self, contact: str) -> Original | None:
        """Return the imported properties of a contact, or None."""
        found = reading.alive("originals", self._database.table("originals").with_key(f"contact:{contact}"))
        return found[-1] if found else None

    def lacks(self, contact: str, coming: Mapping[str, Any]) -> list[str]:
        """Return the names of properties of which the book has only the size, or no longer the value, and the file more."""
        names: dict[str, None] = {}
        for each in reading.alive("originals", self._database.table("originals").with_key(f"contact:{contact}")):
            if (each.source, each.key) == (coming.get("source", ""), coming.get("key", "")):
                bare = {_field(one) for one in each.properties if one.get("dropped") or self._is_lost(one)}
                names |= {str(one["name"]).lower(): None for one in coming["properties"]
                          if one.get("large") and _field(one) in bare}
        return list(names)

    def _is_lost(self, kept: Mapping[str, Any]) -> bool:
        """Return whether a long value is missing or damaged."""
        return bool(kept.get("large")) and not self._values.is_sound(str(kept["large"]))


def _field(found: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return what tells a property of a card from the others on it."""
    return found.get("name"), found.get("group")


def asked(book: Book, mapping: Mapping[str, str] | None = None) -> exchange.Asked:
    """Return what the reader of a file is to know of this book and its user."""
    from store.exchange.parsed import Asked

    practice = book.settings.practice
    sender = book.settings.sender.email
    return Asked(region=practice.country, zone=practice.zone, now=book.now(), own=(sender,) if sender else (),
                 mapping=mapping or {})


def read_file(book: Book, path: Path, progress: Progress | None = None,
              mapping: Mapping[str, str] | None = None) -> ImportPreview:
    """Return what importing a file would do; see `Book.read_file`."""
    parsed = exchange.read(path, asked=asked(book, mapping))
    if progress is not None:
        parsed = replace(parsed, records=_watched(parsed, _length(path), progress))
    if parsed.whole:
        from store.book import returning

        return returning.preview(book, parsed)
    found = exchange.preview(parsed, Existing(book))
    return replace(found, mapping=mapping) if mapping else found


def _watched(parsed: ParsedFile, total: int, progress: Progress) -> Iterator[ParsedRecord]:
    """Yield the records of a file, saying at each how far it has been read."""
    length = len(parsed.whole.get("contacts", ())) if parsed.whole else total
    for seen, each in enumerate(parsed.records, 1):
        if not length or parsed.whole:
            progress(seen, length)
        else:
            progress(min(each.place, length), length)
        yield each


def _length(path: Path) -> int:
    """Return how many lines a file has; 0 for a folder, or where it cannot be told."""
    count = 0
    try:
        with open(path, "rb") as file:
            while part := file.read(1 << 20):
                count += part.count(b"\n")
    except OSError:
        return 0
    return count


def export(book: Book) -> dict[str, Any]:
    """Return the whole book as plain JSON values.

    What is deleted, what is of nobody but people who are, and this machine's own state is left out.
    """
    from store.exchange.book_json import export as as_json

    living = {each["id"] for each in book.database.table("contacts") if not each.get("deleted")}
    tables = {name: _living(book, name, living) for name in (*documents.TABLES, "definitions") if name != "remotes"}
    return as_json(tables, book.database.schema)


def _living(book: Book, table: str, living: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the entries of a table that somebody living is named in, or nobody; the dead are taken out of what they shared."""
    for each in sorted(book.database.table(table).all(), key=lambda each: str(each["id"])):
        if each.get("deleted") or (each.get("contact") and each["contact"] not in living):
            continue
        shared = each.get("contacts")
        if not shared or living.issuperset(shared):
            yield dict(each)
        elif left := [one for one in shared if one in living]:
            yield {**each, "contacts": left}
