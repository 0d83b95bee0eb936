"""The database: TinyDB to every caller, with units, the journal as history, and what other processes wrote."""

from __future__ import annotations

import os

from tinydb import TinyDB

from store.disk.files import FileLayer
from store.disk.storage import BookStorage
from store.disk.table import DocumentTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from store.disk.journal import Unit
    from store.disk.storage import UnitBlock
    from store.disk.unit import KeysOf
    from store.errors import OnwardError

    Migrate = Callable[[int, "Database"], None]

_NOTHING: Mapping[str, Any] = {}
_SMALL_JOURNAL = 4 << 20


class Database(TinyDB):
    """A book on the disk."""

    table_class = DocumentTable  # type: ignore[assignment]
    _storage: BookStorage

    def __init__(self, storage: BookStorage) -> None:
        """Make a database of an opened storage."""
        super().__init__(storage=lambda: storage)

    @property
    def folder(self) -> Path:
        """The folder of the book, with links followed."""
        from pathlib import Path

        return Path(self._storage.folder)

    @property
    def schema(self) -> int:
        """The schema number found in the book."""
        return self._storage.view.head.schema

    @property
    def machine(self) -> str:
        """The name of this folder on this machine: 8 hexadecimal digits."""
        return self._storage.machine

    @property
    def number(self) -> int:
        """The number of the last unit taken in."""
        return self._storage.view.head.number

    @property
    def mark(self) -> tuple[int, str]:
        """The number and the logical stamp of the last unit taken in, of one and the same state."""
        head = self._storage.view.head
        return head.number, head.stamp

    @property
    def notices(self) -> Sequence[OnwardError]:
        """What opening found and mended, as codes and values."""
        return self._storage.notices

    def table(self, name: str, **kwargs: Any) -> DocumentTable:
        """Return a table by name."""
        return super().table(name, **kwargs)  # type: ignore[return-value]

    def tables(self) -> set[str]:
        """Return the names of the tables that hold documents."""
        return self._storage.table_names()

    def drop_table(self, name: str) -> None:
        """Remove every document of a table."""
        self.table(name).truncate()

    def unit(
        self, verb: str, *, at: dt.datetime, about: Mapping[str, Any] = _NOTHING, undoable: bool = True
    ) -> UnitBlock:
        """Begin a unit: everything written inside is on the disk, whole, when the block is left, or not at all.

        Waits for other processes (BookFault `book-locked`), takes in what they wrote, and raises BookFault `disk-full`,
        `cannot-write` or `disk-fault` where writing fails; then nothing has changed. A unit inside a unit joins it.
        """
        return self._storage.unit(verb, at, about, undoable)

    def units(self, newest_first: bool = True, limit: int | None = None) -> Iterator[Unit]:
        """Yield the units that the journal still keeps."""
        units: Iterator[Unit] = self._storage.units()
        if not newest_first:
            units = iter(list(units)[::-1])
        for count, unit in enumerate(units):
            if limit is not None and count >= limit:
                return
            yield unit

    def changed_elsewhere(self) -> bool:
        """Return whether another process has written something not yet returned by `catch_up`."""
        return self._storage.changed_elsewhere()

    def catch_up(self) -> list[Unit]:
        """Take in what other processes wrote, and return their units since the last call, oldest first.

        A unit that was folded in meanwhile without being kept for undo is not among them: `number` has moved further.
        """
        return self._storage.catch_up()

    def compact(self, keep_units: int = 1000) -> bool:
        """Fold the journal into the snapshot, keeping the last units for undo; every unit since is kept as well.

        Reads the whole book; meanwhile other processes and threads read and write, and wait no longer than for a few
        renames. Returns False, with nothing changed, where another process is folding already or has just folded.
        Raises BookFault. With `keep_units=0` nothing of the past is kept, as forgetting somebody asks for.
        """
        return self._storage.compact(keep_units)

    def erase(
        self, gone: Mapping[str, Collection[str]], changed: Mapping[str, Mapping[str, Mapping[str, Any]]],
        scrub: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    ) -> None:
        """Erase documents for good: afterwards no file of the book holds a byte of them, nor does its past.

        `gone` are ids by table, of documents that are there or that only the journal still knows. `changed` are whole
        documents by table and id: they stand for themselves now and in every state of the past. `scrub` is given what
        each unit is about and returns what stays of it; a unit that changed nothing else goes. No unit is written:
        `number` moves one further, by which other processes notice. Parts set aside that hold an id of `gone` go.
        Raises BookFault, `book-locked` also where others wrote since this process last looked; then nothing has changed.
        """
        from store.disk.erasing import Erasure

        self._storage.erase(Erasure(gone, changed, scrub))

    def journal_units(self) -> int:
        """Return how many units were written since the snapshot was."""
        head = self._storage.view.head
        return head.number - head.book_number

    def derived(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what `make` reads from the book, kept under a name for as long as this process sees the same state."""
        return self._storage.derived(name, make)

    @property
    def wants_compacting(self) -> bool:
        """Whether the journal has grown so far since the last time that `compact` is worth its while.

        What is kept of the past to be undone does not count: folding again would not make it less.
        """
        head = self._storage.view.head
        return head.position - head.journal_kept > max(_SMALL_JOURNAL, head.book_size // 2)


def open_database(
    folder: Path | str, *, keys_of: KeysOf, schema: int, files: FileLayer | None = None, wait: float = 3.0,
    create: bool = True, migrate: Migrate | None = None,
) -> Database:
    """Open the book in a folder, making both where there are none and `create` allows it.

    `keys_of` gives the keys of a document, from table and document alone, for `DocumentTable.with_key`; where other
    keys come from the same code (a helper changed), give it another attribute `version`. `schema` is the newest schema
    understood and that of a new book; `wait` is in seconds. `migrate` is called with the schema found, where it is
    older, and with the database, to bring the documents to the present one: everything it writes is one step.
    Raises BookFault: `no-book`, `not-a-book`, `newer-book` (found, known), `cannot-read`, `cannot-write`, `disk-full`,
    `book-locked` (holder, verb), each with `path`. A book that cannot be written can still be read.
    """
    storage = BookStorage(os.fspath(folder), keys_of, schema, files or FileLayer(), wait, create)
    database = Database(storage)
    if migrate is not None and database.schema < schema:
        storage.migrate(lambda found: migrate(found, database))
    return database
