"""Files in and out: previews held against the book, taking them in as one unit, and the whole book as JSON."""

from __future__ import annotations

import datetime as dt

from store import documents, exchange
from store.book import reading
from store.book.writing import Writing
from store.model import Contact, ImportPreview, ImportRow, Moment, Original, Receipt, SpecialDate, Touch
from store.records import as_mapping, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from store.book import Book


OWN = frozenset({"id", "created", "origin", "merged_into"})
"The fields of a contact that no import fills."


class Existing:
    """The contacts of the book, as the exchange looks them up."""

    def __init__(self, book: Book) -> None:
        self._database = book.database

    def by_key(self, key: str) -> list[Contact]:
        """Return the contacts with a key: `mail:`, `phone:`, `name:` or `original:<source>:<key>`."""
        if key.startswith("id:"):
            found = self._database.table("contacts").by_id(key[3:])
            return reading.alive("contacts", [found] if found is not None and not found.get("merged_into") else [])
        if key.startswith("original:"):
            originals = reading.alive("originals", self._database.table("originals").with_key(key))
            documents_found = [self._database.table("contacts").by_id(each.contact) for each in originals]
            return reading.alive("contacts", [each for each in documents_found if each is not None])
        kind, _, value = key.partition(":")
        return reading.alive("contacts", self._database.table("contacts").with_key(
            f"name:{documents.folded(value)}" if kind == "name" else key))

    def dates(self, contact: str) -> list[tuple[str, int, int, int | None]]:
        """Return the special dates of a contact as (name, month, day, year or None)."""
        found = reading.alive("dates", self._database.table("dates").with_key(f"contact:{contact}"))
        return [(each.name, each.month, each.day, each.year) for each in found]

    def original(self, contact: str) -> Original | None:
        """Return the imported properties of a contact, or None."""
        found = reading.alive("originals", self._database.table("originals").with_key(f"contact:{contact}"))
        return found[-1] if found else None


def read_file(book: Book, path: Path) -> ImportPreview:
    """Return what importing a file would do."""
    parsed = exchange.read(path, region=book.settings.practice.country)
    if parsed.whole:
        from store.book import returning

        return returning.preview(book, parsed)
    return exchange.preview(parsed, Existing(book))


def take_in(book: Book, previews: Sequence[ImportPreview]) -> Receipt:
    """Store the new and changed rows of previews as one unit."""
    counts = {"new": 0, "changed": 0, "same": 0, "doubt": 0, "bad": 0}
    entries = 0
    with Writing(book, "import") as writing:
        for preview in previews:
            for row in preview.rows:
                counts[row.verdict] += 1
                if row.verdict in ("new", "changed") and row.contact is not None:
                    _take_row(book, writing, row)
            if preview.entries:
                from store.book import returning

                entries += returning.take_in(book, writing, preview)
        if entries:
            counts["entries"] = entries
        writing.values.update(counts, files=[preview.path for preview in previews])
    return writing.receipt()


def _take_row(book: Book, writing: Writing, row: ImportRow) -> None:
    """Store one row: the contact, its dates, and what the file said besides."""
    assert row.contact is not None
    if row.identity and row.verdict == "new":
        writing.name(replace(row.contact, id=row.identity))
        return
    coming, known = row.contact, row.existing
    twin = _twin(book, row) if row.verdict == "new" else None
    if twin is not None:
        coming, known = exchange.merge(twin, coming), twin.id
    person: Contact
    if known:
        person = writing.change("contacts", known, **{
            name: value for name, value in as_mapping(coming).items() if name not in OWN})
    else:
        person = writing.add("contacts", replace(coming, id="", created=writing.now, origin="import"))
    writing.name(person)
    if row.identity:
        return
    have = {
        (each.name, each.month, each.day)
        for each in reading.alive("dates", book.database.table("dates").with_key(f"contact:{person.id}"))
    }
    for name, month, day, year in row.dates:
        if (name, month, day) not in have:
            writing.add("dates", SpecialDate(id="", contact=person.id, name=name, month=month, day=day, year=year))
    if row.original:
        _keep_original(book, writing, person.id, row.original)
    if row.met_on is not None and row.verdict == "new":
        _keep_connection(writing, person.id, row)


def _twin(book: Book, row: ImportRow) -> Contact | None:
    """Return who an earlier file of the same import brought in under the same mail address, number or record id."""
    assert row.contact is not None
    existing = Existing(book)
    keys = [f"{'mail' if each.channel == 'email' else 'phone'}:{each.value.lower()}"
            for each in row.contact.addresses if each.channel in ("email", "phone")]
    if row.original.get("key"):
        keys.append(f"original:{row.original.get('source', '')}:{row.original['key']}")
    for key in keys:
        for person in existing.by_key(key):
            if documents.folded(person.name) == documents.folded(row.contact.name):
                return person
    return None


def _keep_original(book: Book, writing: Writing, contact: str, original: Mapping[str, Any]) -> None:
    """Keep the properties that Onward does not use, in place of those of an earlier import of the same record."""
    source, key = str(original.get("source", "")), str(original.get("key", ""))
    properties = tuple(original.get("properties", ()))
    for each in reading.alive("originals", book.database.table("originals").with_key(f"contact:{contact}")):
        if (each.source, each.key) == (source, key):
            writing.change("originals", each.id, properties=properties)
            return
    writing.add("originals", Original(id="", contact=contact, source=source, key=key, properties=properties))


def _keep_connection(writing: Writing, contact: str, row: ImportRow) -> None:
    """Keep the day on which a connection was made as a touch of the past."""
    assert row.met_on is not None
    midday = dt.datetime.combine(row.met_on, dt.time(12), tzinfo=dt.UTC)
    writing.add("touches", Touch(
        id="", contacts=(contact,), kind="social", direction="out", happened=Moment(midday, "UTC", day_only=True),
        recorded=writing.now, note="connected", origin="import"))


def export(book: Book) -> dict[str, Any]:
    """Return the whole book as plain JSON values; what is deleted, and this machine's own state, is left out."""
    from store.exchange.book_json import export as as_json

    tables = {
        name: (dict(each) for each in sorted(book.database.table(name).all(), key=lambda each: str(each["id"]))
               if not each.get("deleted"))
        for name in (*documents.TABLES, "definitions") if name != "remotes"
    }
    return as_json(tables, book.database.schema)
