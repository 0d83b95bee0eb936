"""What a process sees of the book: one state of it, which stays as it is while others write, fold and rename."""

from __future__ import annotations

from zlib import crc32

from store.disk.index import GONE, IN_BOOK, Index
from store.disk.index_head import Odd
from store.disk.lines import from_line, read_lines, to_line
from store.disk.snapshot import read_document, read_documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from store.disk.files import FileLayer
    from store.disk.index import Listing, Place
    from store.disk.index_head import IndexHead


LINES_AT_ONCE = 64
"Documents of a snapshot that are read as one, in a fraction of the time of one after the other."


def _read(table: str, lines: list[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the documents on some lines of a table; those before one that is none, where there is one."""
    together = read_documents(table, lines)
    if together is not None:
        yield from together
        return
    for line in lines:
        found = read_document(line)
        if found is None or found[0] != table:
            raise Odd("a line of the snapshot")
        yield found[1]


class OpenFile:
    """A file held open as long as anybody reads it."""

    def __init__(self, files: FileLayer, descriptor: int) -> None:
        """Hold an open file."""
        self.files = files
        self.descriptor = descriptor

    def __del__(self) -> None:
        """Let go of the file."""
        try:
            self.files.close(self.descriptor)
        except (OSError, AttributeError, TypeError):  # the last two where the interpreter is ending
            pass

    def read(self, length: int, offset: int) -> bytes:
        """Return up to `length` bytes from `offset`."""
        return self.files.read(self.descriptor, length, offset)


class View:
    """The book after one unit, read through the index; Odd is raised where something does not fit."""

    def __init__(self, index: Index, book: OpenFile, journal: OpenFile) -> None:
        """Read the documents of a snapshot and a journal through the index of both."""
        self.index = index
        self.book = book
        self.journal = journal

    @property
    def head(self) -> IndexHead:
        """The head of the index at this state."""
        return self.index.head

    def at(self, head: IndexHead) -> View:
        """Return the view of the same files at another state."""
        return View(Index(self.index.store, head), self.book, self.journal)

    def document(self, table: str, id_: str) -> bytes | None:
        """Return a document as JSON; None where there is none."""
        place = self.index.place(table, id_)
        return None if place is None else self._text(table, place)

    def ids_with_key(self, table: str, key: str) -> set[str]:
        """Return the ids of the documents that have a key."""
        return self.index.ids(table, key)

    def count(self, table: str) -> int:
        """Return how many documents a table has."""
        return self.index.count(table)

    def tables(self) -> set[str]:
        """Return the names of the tables that hold documents."""
        return {table for table in self.index.tables() if self.count(table)}

    def documents(self, table: str, beyond: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield a table's documents with ids after `beyond`, in order of id, reading the snapshot as a stream."""
        listing = self.index.listing(table)
        changed = sorted(id_ for id_ in listing.changed if id_ > beyond)
        waiting = 0
        for document in self._in_book(table, listing):
            id_ = document["id"]
            if id_ <= beyond:
                continue
            while waiting < len(changed) and changed[waiting] < id_:
                yield from self._one(table, changed[waiting], listing)
                waiting += 1
            if waiting < len(changed) and changed[waiting] == id_:
                yield from self._one(table, id_, listing)
                waiting += 1
            else:
                yield id_, document
        for id_ in changed[waiting:]:
            yield from self._one(table, id_, listing)

    def _one(self, table: str, id_: str, listing: Listing) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield a changed document, where it is not gone."""
        if listing.changed[id_] != GONE:
            text = self.document(table, id_)
            if text is None:
                raise Odd("a document of a listing")
            yield id_, from_line(text)

    def _in_book(self, table: str, listing: Listing) -> Iterator[dict[str, Any]]:
        """Yield a table's documents as the snapshot has them."""
        lines: list[bytes] = []
        for _place, line in read_lines(self.book.read, listing.start, listing.end):
            lines.append(line)
            if len(lines) == LINES_AT_ONCE:
                yield from _read(table, lines)
                lines = []
        yield from _read(table, lines)

    def _text(self, table: str, place: Place) -> bytes:
        """Return the document at a place as JSON."""
        source = self.book if place.kind == IN_BOOK else self.journal
        line = source.read(place.length, place.offset)
        if len(line) != place.length or crc32(line) != place.checksum:
            raise Odd("a document")
        if place.kind != IN_BOOK:
            return to_line(from_line(line)["after"])
        return line[len(to_line(table)) + 2 : -1]
