"""Photos and other long values of imported properties: brought in before the entries that name them, removed after.

They lie beside the book (`store.disk.large_values`), copies beside the backups. A file is removed when no entry names it, nor
anything in the journal that could be done again; one that is young is left alone, for an import may be about to name it.
"""

from __future__ import annotations

import os

from store.disk.large_values import FOLDER, LargeValues, is_digest
from store.errors import FileFault
from store.exchange import backup as files
from store.exchange.large import named, without
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from store.book import Book
    from store.model import ImportPreview, ImportRow

    Progress = Callable[[int, int], bool]

YOUNG = 86_400.0
"Seconds for which a file that nothing names is left alone."
TABLE = "originals"
"The table whose documents name long values."
_IN_BACKUP = b'"large": "'


def of_book(book: Book) -> LargeValues:
    """Return the values beside the book."""
    return LargeValues(os.path.join(str(book.database.folder), FOLDER))


def of_backups(folder: str) -> LargeValues:
    """Return the values beside backups."""
    return LargeValues(os.path.join(folder, FOLDER))


def reader(values: LargeValues) -> Callable[[str], str | None]:
    """Return what reads a long value as text; None for one that is missing or damaged."""

    def read(digest: str) -> str | None:
        data = values.read(digest)
        return None if data is None else data.decode("utf-8", "replace")

    return read


def keep(book: Book, coming: Mapping[str, bytes]) -> None:
    """Keep values before the unit that names them ends."""
    if coming:
        values = of_book(book)
        for digest, data in coming.items():
            values.keep(digest, data)
        values.settle()


def keep_named(book: Book, contact: str, coming: Mapping[str, bytes]) -> None:
    """Keep those values that imported properties of a contact name already: another machine brought their names alone."""
    if coming:
        wanted = {digest for each in book.database.table(TABLE).with_key(f"contact:{contact}") for digest in named_by(each)}
        keep(book, {digest: data for digest, data in coming.items() if digest in wanted})


# What an import brings.


def bring(book: Book, previews: Sequence[ImportPreview], is_taken: Callable[[ImportRow], bool],
          progress: Progress | None = None) -> frozenset[str]:
    """Keep the long values of an import, read once more from its files; return those that are nowhere to be had.

    `progress` is asked whether to go on; where not, what is not kept yet counts as not to be had.
    """
    values = of_book(book)
    missing: set[str] = set()
    for preview in previews:
        wanted = set(_named_in(preview, is_taken)) - missing
        missing |= {each for each in wanted if not values.is_sound(each)}
        found = missing & wanted
        for digest in wanted - found:
            values.touch(digest)
        if found:
            missing -= _read_again(book, preview, values, found, progress)
    values.settle()
    return frozenset(missing)


def _named_in(preview: ImportPreview, is_taken: Callable[[ImportRow], bool]) -> Iterator[str]:
    """Yield the digests that the rows to be taken, and the entries of an export of ours, name."""
    for row in preview.rows:
        if row.original.get("properties") and is_taken(row):
            yield from named(row.original["properties"])
    for each in preview.entries.get(TABLE, ()):
        yield from named(each.get("properties", ()))


class _Enough(Exception):
    """Ends the reading of a file."""


def _read_again(book: Book, preview: ImportPreview, values: LargeValues, wanted: set[str],
                progress: Progress | None) -> set[str]:
    """Keep values of a file as it is now; return which."""
    from pathlib import Path

    from store.book.exchanging import asked
    from store.exchange.reading import large_values

    kept: set[str] = set()

    def take(digest: str, data: bytes) -> None:
        if digest in wanted and digest not in kept:
            values.keep(digest, data)
            kept.add(digest)
        if len(kept) == len(wanted) or (progress is not None and not progress(0, len(preview.rows))):
            raise _Enough

    try:
        large_values(Path(preview.path), asked(book, preview.mapping), take)
    except (_Enough, FileFault):
        pass
    return kept


def whole(preview: ImportPreview, absent: Collection[str]) -> ImportPreview:
    """Return a preview that names no value that is nowhere to be had."""
    if not absent:
        return preview
    rows = tuple(replace(row, original=_kept(row.original, absent)) if row.original.get("properties") else row
                 for row in preview.rows)
    entries = {table: tuple(_kept(each, absent) for each in found) if table == TABLE else found
               for table, found in preview.entries.items()}
    return replace(preview, rows=rows, entries=entries)


def _kept(original: Mapping[str, Any], absent: Collection[str]) -> Mapping[str, Any]:
    properties = original.get("properties", ())
    return {**original, "properties": list(without(properties, absent))} if set(named(properties)) & set(absent) else original


# What goes.


def named_by(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the digests that a document names."""
    properties = document.get("properties")
    if isinstance(properties, list | tuple):
        yield from (each for each in named(properties) if is_digest(each))


def named_now(book: Book) -> set[str]:
    """Return the digests that the book names."""
    return {digest for each in book.database.table(TABLE) if not each.get("deleted") for digest in named_by(each)}


def _named_ever(book: Book) -> set[str]:
    """Return the digests that the book names, or a state of the past that can come back."""
    found = named_now(book)
    for unit in book.database.units():
        for change in unit.changes:
            if change.table == TABLE:
                for state in (change.before, change.after):
                    found.update(named_by(state or {}))
    return found


def _waiting(values: LargeValues, known: Collection[str]) -> set[str]:
    """Return the values that may go if nothing names them: old ones and those `known`; what was left unfinished goes now."""
    if not values.exists():
        return set()
    values.remove_unfinished()
    return {*values.digests(older=YOUNG), *(each for each in known if values.has(each))}


def collect(book: Book, known: Collection[str] = ()) -> None:
    """Remove the values beside the book that nothing names; of young ones only those `known` to be nobody's."""
    values = of_book(book)
    waiting = _waiting(values, known)
    if not waiting:
        return
    with book.database.unit("upkeep", at=book.now(), undoable=False):
        for digest in sorted(waiting - _named_ever(book)):
            values.remove(digest)


def collect_backups(folder: str, known: Collection[str] = ()) -> None:
    """Remove the values beside backups that none of them names; of young ones only those `known` to be nobody's.

    Where a backup cannot be read nothing is removed, for it may yet be mended.
    """
    values = of_backups(folder)
    waiting = _waiting(values, known)
    if not waiting:
        return
    try:
        for _, path in files.existing(folder):
            waiting -= named_in_backup(path)
    except FileFault:
        return
    for digest in sorted(waiting):
        values.remove(digest)


def named_in_backup(path: str) -> set[str]:
    """Return the digests that the entries of a backup name; raises FileFault(`bad-backup`)."""
    import json

    found: set[str] = set()
    for line in files.lines(path):
        if _IN_BACKUP in line:
            document = json.loads(line)["document"]
            if not document.get("deleted"):
                found.update(named_by(document))
    return found


# Backups.


def back_up(book: Book) -> None:
    """Have the values that the book names beside its backups as well; one that was lost here comes back from there."""
    here, there = of_book(book), of_backups(book.home.backups)
    if not here.exists() and not there.exists():
        return
    for digest in named_now(book):
        there.take_from(here, digest) if here.has(digest) else here.take_from(there, digest)
    here.settle()
    there.settle()


def bring_back(book: Book, path: str, documents: Iterable[Mapping[str, Any]]) -> None:
    """Take over the values that documents of a backup name, before they stand in the book again."""
    here, there = of_book(book), of_backups(os.path.dirname(os.path.realpath(path)))
    if not there.exists():
        return
    for each in documents:
        for digest in () if each.get("deleted") else named_by(each):
            here.take_from(there, digest)
    here.settle()


def look_after(book: Book) -> tuple[int, int, int]:
    """Return how many values the book names, how many came back from the backups, and how many are lost."""
    here, there = of_book(book), of_backups(book.home.backups)
    wanted = named_now(book)
    damaged = [each for each in wanted if not here.is_sound(each)]
    back = 0
    for digest in damaged:
        data = there.read(digest)
        if data is not None:
            here.keep(digest, data)
            back += 1
    here.settle()
    return len(wanted), back, len(damaged) - back
