"""TinyDB's Storage over the snapshot and the journal: single documents read, single units written."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import contextmanager

from tinydb.storages import Storage

from store.disk.files import FileLayer, fault_of
from store.disk.identity import STAMP_START, id_of_number, new_machine, next_stamp, number_of_id
from store.disk.journal import Found, header_line, read_header, scan, units_backwards
from store.disk.lines import from_line, to_line
from store.disk.lock import Lock
from store.disk.snapshot import SnapshotReader, SnapshotWriter, read_document
from store.disk.unit import UnitInHand
from store.errors import BookFault, OnwardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from store.disk.journal import Unit
    from store.disk.unit import KeysOf


class BookStorage(Storage):
    """The whole book in memory, its truth on the disk."""

    def __init__(self, folder: str, keys_of: KeysOf, schema: int, files: FileLayer, wait: float, create: bool) -> None:
        self.folder = os.path.realpath(folder)
        self.files = files
        self.keys_of = keys_of
        self.known_schema = schema
        self.book_path = os.path.realpath(os.path.join(self.folder, "book.json"))
        self.journal_path = os.path.realpath(os.path.join(self.folder, "journal.jsonl"))
        self.lock = Lock(os.path.join(self.folder, "lock"), files, wait)
        self.notices: list[OnwardError] = []
        self.hand: UnitInHand | None = None
        self._foreign: list[tuple[int, int]] = []
        if create and not os.path.exists(self.book_path):
            self._create()
        if not os.path.exists(self.book_path):
            raise BookFault("no-book", path=self.book_path)
        self._load()

    # opening

    def _create(self) -> None:
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            self.lock.take("create")
            try:
                if not os.path.exists(self.book_path):
                    self._write_files([], 0, STAMP_START, self.known_schema, [])
            finally:
                self.lock.release()
        except OSError as error:
            raise fault_of(error, self.folder) from error

    def _write_files(self, documents: Iterable[tuple[str, bytes]], number: int, stamp: str, schema: int, units: list[bytes]) -> None:
        generation = os.urandom(4).hex()
        head = {"schema": schema, "generation": generation, "number": number, "stamp": stamp}
        writer = SnapshotWriter(self.files, self.book_path + ".new", head)
        for table, text in documents:
            writer.add(table, text)
        self.files.close(writer.finish())
        descriptor = self.files.open(self.journal_path + ".new", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        self.files.write(descriptor, header_line(generation, schema, number, stamp, 0) + b"".join(units), 0)
        self.files.sync(descriptor)
        self.files.close(descriptor)
        self.files.replace(self.book_path + ".new", self.book_path)
        self.files.replace(self.journal_path + ".new", self.journal_path)
        self.files.sync_folder(self.folder)

    def _load(self) -> None:
        machine = os.path.join(self.folder, "machine")
        try:
            with open(machine, encoding="ascii") as source:
                self.machine = source.read().strip()
        except OSError:
            self.machine = new_machine()
            descriptor = self.files.open(machine, os.O_RDWR | os.O_CREAT)
            self.files.write(descriptor, self.machine.encode() + b"\n", 0)
            self.files.sync(descriptor)
            self.files.close(descriptor)
        book = self.files.open(self.book_path, os.O_RDONLY)
        reader = SnapshotReader(lambda length, offset: self.files.read(book, length, offset), os.fstat(book).st_size)
        tables: dict[str, dict[str, bytes]] = {}
        for _place, line in reader.lines():
            found = read_document(line)
            if found is None:
                raise BookFault("not-a-book", path=self.book_path)
            tables.setdefault(found[0], {})[found[1]["id"]] = to_line(found[1])
        os.close(book)
        if reader.head is None:
            raise BookFault("not-a-book", path=self.book_path)
        self.schema = reader.head["schema"]
        if self.schema > self.known_schema:
            raise BookFault("newer-book", found=self.schema, known=self.known_schema, path=self.book_path)
        self._tables = tables
        self._keys: dict[tuple[str, str], set[str]] = {}
        for table, kept in tables.items():
            for id_, text in kept.items():
                for key in self.keys_of(table, from_line(text)):
                    self._keys.setdefault((table, key), set()).add(id_)
        self.number, self.stamp = reader.head["number"], reader.head["stamp"]
        self._journal = self.files.open(self.journal_path, os.O_RDWR)
        size = os.fstat(self._journal).st_size
        first = self._read(min(size, 4096), 0)
        end = first.find(b"\n") + 1
        if read_header(first[:end]) is None:
            raise BookFault("not-a-book", path=self.journal_path)
        self.start = self.position = end
        self._take_in(size)

    def _read(self, length: int, offset: int) -> bytes:
        return self.files.read(self._journal, length, offset)

    def _take_in(self, size: int) -> None:
        for each in scan(self._read, self.position, size):
            if not isinstance(each, Found):
                break
            self.position = each.end
            self.stamp = max(self.stamp, each.head["stamp"])
            if each.head["number"] <= self.number:
                continue
            self.number = each.head["number"]
            for _place, _line, change in each.changes:
                self._apply(change["table"], change["id"], None if change["after"] is None else to_line(change["after"]))
        self._seen = self._identity()

    def _apply(self, table: str, id_: str, after: bytes | None) -> None:
        kept = self._tables.setdefault(table, {})
        before = kept.get(id_)
        if before is not None:
            for key in self.keys_of(table, from_line(before)):
                self._keys[table, key].discard(id_)
        if after is None:
            kept.pop(id_, None)
        else:
            kept[id_] = after
            for key in self.keys_of(table, from_line(after)):
                self._keys.setdefault((table, key), set()).add(id_)

    def _identity(self) -> tuple[int, int]:
        found = os.stat(self.journal_path)
        return found.st_ino, found.st_size

    def changed_elsewhere(self) -> bool:
        return bool(self._foreign) or self._identity() != self._seen

    def _catch_up(self) -> None:
        if self._identity() == self._seen:
            return
        number = self.number
        if os.fstat(self._journal).st_ino != self._identity()[0]:
            os.close(self._journal)
            self._load()
        else:
            self._take_in(os.fstat(self._journal).st_size)
        if self.number > number:
            self._foreign.append((number, self.number))

    def catch_up(self) -> list[Unit]:
        self._catch_up()
        ranges, self._foreign = self._foreign, []
        return [unit for unit in reversed(list(self.units())) if any(low < unit.number <= high for low, high in ranges)]

    def units(self) -> Iterator[Unit]:
        return units_backwards(self._read, self.start, self.position)

    # reading

    def document(self, table: str, id_: str) -> bytes | None:
        if self.hand is not None and id_ in (changed := self.hand.changed(table)):
            return changed[id_]
        return self._tables.get(table, {}).get(id_)

    def ids(self, table: str) -> list[str]:
        kept = set(self._tables.get(table, {}))
        if self.hand is not None:
            for id_, after in self.hand.changed(table).items():
                (kept.discard if after is None else kept.add)(id_)
        return sorted(kept)

    def count(self, table: str) -> int:
        return len(self.ids(table))

    def documents(self, table: str) -> Iterator[dict[str, Any]]:
        for id_ in self.ids(table):
            text = self.document(table, id_)
            if text is not None:
                yield from_line(text)

    def with_key(self, table: str, key: str) -> list[dict[str, Any]]:
        ids = set(self._keys.get((table, key), ()))
        if self.hand is not None:
            ids.difference_update(self.hand.changed(table))
            ids.update(self.hand.holders(table, key))
        return [from_line(text) for id_ in sorted(ids) if (text := self.document(table, id_)) is not None]

    def table_names(self) -> set[str]:
        names = set(self._tables) | set(self.hand.tables() if self.hand else ())
        return {name for name in names if self.count(name)}

    def read(self) -> dict[str, dict[str, Any]]:
        return {
            name: {str(number_of_id(document["id"])): document for document in self.documents(name)}
            for name in self.table_names()
        }

    # writing

    def record(self, table: str, id_: str, after: bytes | None) -> None:
        assert self.hand is not None
        self.hand.record(table, id_, self._tables.get(table, {}).get(id_), after)

    @contextmanager
    def unit(self, verb: str, at: dt.datetime, about: Mapping[str, Any], undoable: bool) -> Iterator[UnitInHand]:
        if self.hand is not None:
            yield self.hand
            return
        self.lock.take(verb)
        try:
            self._catch_up()
            self.hand = UnitInHand(
                self.number + 1, verb, at, next_stamp(self.stamp, at, self.machine), about, undoable, self.keys_of
            )
            try:
                yield self.hand
                self._commit(self.hand)
            finally:
                self.hand = None
        finally:
            self.lock.release()

    @contextmanager
    def writing(self) -> Iterator[UnitInHand]:
        with self.unit("write", dt.datetime.now(dt.UTC), {}, True) as hand:
            yield hand

    def _commit(self, hand: UnitInHand) -> None:
        lines, commit = hand.lines()
        if not lines:
            return
        data = b"".join(lines) + commit
        try:
            self.files.truncate(self._journal, self.position)
            self.files.write(self._journal, data, self.position)
            self.files.sync(self._journal)
        except OSError as error:
            self.files.truncate(self._journal, self.position)
            raise fault_of(error, self.journal_path) from error
        self.position += len(data)
        self.number, self.stamp = hand.number, hand.stamp
        for table, id_, _before, after in hand.changes():
            self._apply(table, id_, after)
        self._seen = self._identity()

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        with self.writing():
            for table in self.table_names() | set(data):
                wanted = {id_of_number(int(doc_id)): dict(document) for doc_id, document in data.get(table, {}).items()}
                for id_ in set(self.ids(table)) - set(wanted):
                    self.record(table, id_, None)
                for id_, document in wanted.items():
                    document["id"] = id_
                    text = self.document(table, id_)
                    if text is None or from_line(text) != document:
                        self.record(table, id_, to_line(document))

    def compact(self, keep_units: int) -> None:
        self.lock.take("compact")
        try:
            self._catch_up()
            kept = []
            for unit in self.units():
                if len(kept) >= keep_units:
                    break
                kept.append(self._read(unit.end - unit.start, unit.start))
            documents = ((name, self._tables[name][id_]) for name in sorted(self._tables) for id_ in self.ids(name))
            self._write_files(documents, self.number, self.stamp, self.schema, kept[::-1])
            os.close(self._journal)
            self._load()
        finally:
            self.lock.release()

    def close(self) -> None:
        self.lock.release()
        if self._journal >= 0:
            os.close(self._journal)
            self._journal = -1
