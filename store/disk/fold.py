"""Folding: snapshot and journal written anew from what they say, with an index of both.

The same steps fold a grown journal in, mend a damaged book, take in what was edited by hand, and finish a migration.
Everything is written and synced under other names first; then the snapshot gets its name, then the journal, then the
index. Units carry numbers and the snapshot says which it holds, so that a sudden end between two names does no harm.
"""

from __future__ import annotations

import os
from zlib import crc32

from store.disk.covering import add_units, note_files
from store.disk.index import IN_BOOK, Index, Place
from store.disk.index_head import FileStore, IndexHead, MemoryStore, Odd
from store.disk.index_writer import IndexChange, IndexWriter, new_index
from store.disk.journal import Found, commit_line, header_line, scan
from store.disk.lines import from_line, to_line
from store.disk.snapshot import SnapshotWriter
from store.disk.view import OpenFile, View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.disk.files import FileLayer
    from store.disk.truth import Truth
    from store.disk.unit import KeysOf

_PIECE = 1 << 20
_KEYS_A_DOCUMENT = 4


def index_truth(truth: Truth, store: FileStore | MemoryStore, keys_of: KeysOf, boot: bytes, fingerprint: int) -> View:
    """Make an index of a sound snapshot and journal, and return the view through it; the files stay as they are."""
    head = IndexHead()
    head.boot, head.fingerprint, head.stamp = boot, fingerprint, truth.stamp
    head.schema, head.undoable_after = truth.schema, truth.undoable_after
    head.number, head.book_number = truth.number, truth.book_number
    head.journal_start, head.journal_kept, head.position = truth.journal_start, truth.kept, truth.position
    note_files(head, truth.book, truth.journal)
    writer = new_index(store, head, (truth.documents + len(truth.changed)) * _KEYS_A_DOCUMENT)
    spans = _Spans()
    in_book = set()
    for table, document, offset, line in truth.book_items():
        id_ = document["id"]
        spans.add(table, offset, len(line))
        if (table, id_) in truth.changed:
            in_book.add((table, id_))
        else:
            place = Place(IN_BOOK, head.book_number, offset, len(line), crc32(line))
            writer.add_from_book(table, id_, keys_of(table, document), place)
    spans.write(writer, head.book_number)
    for (table, id_), place in truth.changed.items():
        newest = truth.changed_document((table, id_))
        before: set[str] | None = set() if (table, id_) in in_book else None
        if before is not None or newest is not None:
            after = None if newest is None else keys_of(table, newest)
            writer.change(IndexChange(table, id_, before, after, place))
    return View(_finished(writer, head, store), truth.book, truth.journal)


class _Spans:
    """Between which places of a snapshot each table stands."""

    def __init__(self) -> None:
        """Begin with no table."""
        self._spans: dict[str, list[int]] = {}

    def add(self, table: str, offset: int, length: int) -> None:
        """Take in the line of one document."""
        span = self._spans.setdefault(table, [offset, 0, 0])
        span[1] = offset + length
        span[2] += 1

    def write(self, writer: IndexWriter, number: int) -> None:
        """Write the spans into an index."""
        for table, (start, end, count) in self._spans.items():
            writer.base(table, start, end, count, number)


def _finished(writer: IndexWriter, head: IndexHead, store: FileStore | MemoryStore) -> Index:
    """Write a new index and wait until it is on the disk."""
    writer.head.synced, writer.head.synced_position = head.number, head.position
    head = writer.finish(head)
    store.sync()
    return Index(store, head)


class Folded:
    """A snapshot, a journal and an index, written under other names and waiting to take the place of the old ones."""

    def __init__(self, files: FileLayer, paths: tuple[str, str, str], suffix: str) -> None:
        """Write beside some paths, those of snapshot, journal and index, under their names with a suffix."""
        self.files = files
        self.paths = paths
        self.names = [path + suffix for path in paths]
        self.view: View | None = None
        self._copied = 0

    def write(
        self, truth: Truth, keys_of: KeysOf, boot: bytes, fingerprint: int, keep_units: int, moved: Mapping[str, Any]
    ) -> None:
        """Write all three from the truth; `moved` gives schema, number, stamp and undoable_after where they change."""
        head = IndexHead()
        head.boot, head.fingerprint = boot, fingerprint
        head.schema = moved.get("schema", truth.schema)
        head.number = head.book_number = moved.get("number", truth.number)
        head.stamp = moved.get("stamp", truth.stamp)
        head.undoable_after = moved.get("undoable_after", truth.undoable_after)
        generation = os.urandom(8).hex()
        snapshot = SnapshotWriter(self.files, self.names[0], {
            "schema": head.schema, "generation": generation, "number": head.number, "stamp": head.stamp,
        })
        store = FileStore(self.files, self.files.open(self.names[2], os.O_RDWR | os.O_CREAT | os.O_TRUNC))
        writer = new_index(store, head, (truth.documents + len(truth.changed)) * _KEYS_A_DOCUMENT)
        spans = _Spans()
        try:
            for table, id_, document, text in truth.items():
                offset, length, checksum = snapshot.add(table, text)
                spans.add(table, offset, length)
                place = Place(IN_BOOK, head.number, offset, length, checksum)
                writer.add_from_book(table, id_, keys_of(table, document), place)
        except BaseException:
            snapshot.give_up()
            raise
        book = OpenFile(self.files, snapshot.finish())
        spans.write(writer, head.number)
        journal = self._write_journal(truth, head, generation, keep_units)
        note_files(head, book, journal)
        self.view = View(_finished(writer, head, store), book, journal)

    def _write_journal(self, truth: Truth, head: IndexHead, generation: str, keep_units: int) -> OpenFile:
        """Write a journal that keeps the last units for undo, and note in the head where they begin and end."""
        journal = OpenFile(self.files, self.files.open(self.names[1], os.O_RDWR | os.O_CREAT | os.O_TRUNC))
        line = header_line(generation, head.schema, head.number, head.stamp, head.undoable_after)
        self.files.write(journal.descriptor, line, 0)
        head.journal_start = head.position = len(line)
        for start, end, edited in truth.units[len(truth.units) - min(keep_units, len(truth.units)) :]:
            head.position = self._write_unit(truth, start, end, edited, journal, head.position)
        head.journal_kept = head.position
        self.files.sync(journal.descriptor)
        self._copied = truth.position
        return journal

    def _write_unit(self, truth: Truth, start: int, end: int, edited: bool, journal: OpenFile, place: int) -> int:
        """Write a unit to a place in the new journal; return the place behind it."""
        if not edited:
            return self._copy(truth.journal, start, end, journal, place)
        data = _sealed_anew(truth, start, end)
        self.files.write(journal.descriptor, data, place)
        return place + len(data)

    def _copy(self, source: OpenFile, start: int, end: int, target: OpenFile, place: int) -> int:
        """Copy a part of one file to a place in another; return the place behind it."""
        while start < end:
            piece = source.read(min(_PIECE, end - start), start)
            if not piece:
                raise Odd("the journal became shorter while it was read")
            self.files.write(target.descriptor, piece, place)
            start += len(piece)
            place += len(piece)
        return place

    def catch_up(self, old: View, keys_of: KeysOf) -> None:
        """Take over the units written since; the lock is held."""
        assert self.view is not None
        if old.head.position == self._copied:
            return
        head = self.view.head.copy()
        end = self._copy(old.journal, self._copied, old.head.position, self.view.journal, head.position)
        self.files.sync(self.view.journal.descriptor)
        writer = IndexWriter(self.view.index.store, head)
        found = [each for each in scan(self.view.journal.read, head.position, end) if isinstance(each, Found)]
        add_units(writer, found, self.view.journal, head, keys_of)
        note_files(head, self.view.book, self.view.journal)
        self.view = self.view.at(writer.finish(head))
        self._copied = old.head.position

    def publish(self) -> View:
        """Give the new files the names of the old ones, each on the disk before the next; the lock is held."""
        assert self.view is not None
        for name, target in zip(self.names, self.paths, strict=True):
            self.files.replace(name, target)
            if target != self.paths[-1]:
                self.files.sync_folder(os.path.dirname(target))
        return self.view

    def give_up(self) -> None:
        """Remove what was written."""
        for name in self.names:
            self.files.remove(name)


def _sealed_anew(truth: Truth, start: int, end: int) -> bytes:
    """Return a unit that was edited by hand with a commit line that is right again."""
    unit = next(each for each in scan(truth.journal.read, start, end) if isinstance(each, Found))
    changes = (from_line(truth.journal.read(each.length, each.place)) for each in unit.changes)
    lines = b"".join(to_line(change) + b"\n" for change in changes)
    head = {name: value for name, value in unit.head.items() if name not in ("count", "length", "checksum")}
    return lines + commit_line(head, len(unit.changes), len(lines), crc32(lines))
