"""Adding units to an index, so that whoever reads it meanwhile sees all of a unit or nothing of it."""

from __future__ import annotations

from zlib import crc32

from store.disk.identity import number_of_id
from store.disk.index import (
    BASE,
    ENTRY_BODY,
    GONE,
    KEY,
    KEY_SEAL,
    LISTING,
    NAME,
    NAMES,
    NOWHERE,
    POINTER,
    Index,
    code_of,
    name_of_id,
    name_of_key,
    opened,
    sealed,
)
from store.disk.index_head import HEAD_SIZE, MOST_ARRAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.disk.index import Place
    from store.disk.index_head import FileStore, IndexHead, MemoryStore

_CHUNK = 1 << 20
_SYNC_EVERY = 256


class IndexChange:
    """What one unit does to one document."""

    __slots__ = ("after_keys", "before_keys", "id", "place", "table")

    def __init__(
        self, table: str, id_: str, before_keys: Iterable[str] | None, after_keys: Iterable[str] | None, place: Place
    ) -> None:
        """Keep table and id, the keys before and after (None where there was or is no document), and its new place."""
        self.table = table
        self.id = id_
        self.before_keys = None if before_keys is None else set(before_keys)
        self.after_keys = None if after_keys is None else set(after_keys)
        self.place = place


class IndexWriter(Index):
    """Adds units to an index; whoever uses it on a shared file holds the lock of the book."""

    def __init__(self, store: FileStore | MemoryStore, head: IndexHead, is_new: bool = False) -> None:
        """Write on after a head; a new index, which nobody reads yet, is written along the way to spare memory."""
        super().__init__(store, head.copy())
        self._is_new = is_new
        self._arrays = list(head.arrays)
        self._base = (self.head.end + 7) & ~7
        self._added = bytearray()
        self._turned: dict[int, int] = {}
        self._counts: dict[str, int] = {}

    def change(self, change: IndexChange) -> None:
        """Take in what a unit does to one document."""
        place = change.place
        digits = number_of_id(change.id).to_bytes(16, "big")
        values = (place.number, place.offset, digits, place.length, place.checksum, place.kind)
        self._append(name_of_id(change.table, change.id), *values)
        before, after = change.before_keys or set(), change.after_keys or set()
        for key in before - after:
            self._append(name_of_key(change.table, key), place.number, 0, digits, 0, 0, GONE)
        for key in after - before:
            self._append(name_of_key(change.table, key), place.number, 0, digits, 0, 0, place.kind)
        more = (change.after_keys is not None) - (change.before_keys is not None)
        self._list(change.table, place.number, digits, place.kind, more)

    def add_from_book(self, table: str, id_: str, keys: Iterable[str], place: Place) -> None:
        """Take in a document that stands in the snapshot; `base` then says how many there are."""
        digits = number_of_id(id_).to_bytes(16, "big")
        values = (place.number, place.offset, digits, place.length, place.checksum, place.kind)
        self._append(name_of_id(table, id_), *values)
        for key in set(keys):
            self._append(name_of_key(table, key), place.number, 0, digits, 0, 0, place.kind)

    def base(self, table: str, start: int, end: int, count: int, number: int) -> None:
        """Say between which places of the snapshot a table stands, and how many documents that are."""
        digits = start.to_bytes(8, "big") + end.to_bytes(8, "big")
        self._name(table, number)
        self._append(LISTING + table.encode(), number, count, digits, 0, 0, BASE)
        self._counts[table] = count

    def finish(self, head: IndexHead) -> IndexHead:
        """Write what was taken in, in an order that no reader and no sudden end can misread; return the new head.

        `head` says what the index covers now. Raises OSError; then the index covers what it did before.
        """
        kept = self.head.copy()
        kept.arrays = self._arrays
        end = self._base + len(self._added)
        if end > self.store.size():
            self.store.extend((end // _CHUNK + 1) * _CHUNK)
        kept.end = self.head.end = end
        self.store.write(kept.pack(), 0)  # whatever happens now, nobody writes there again
        self.store.write(self._added, self._base)
        for place, pointer in self._turned.items():
            self.store.write(POINTER.pack(sealed(pointer)), place)
        head = head.copy()
        head.end, head.arrays, head.keys = end, list(self.head.arrays), self.head.keys
        head.synced, head.synced_position = kept.synced, kept.synced_position
        if head.number - head.synced >= _SYNC_EVERY:
            self.store.sync()
            head.synced, head.synced_position = head.number, head.position
        self.store.write(head.pack(), 0)
        return head

    def _pointer(self, place: int) -> int:
        """Return the pointer at a place, written or not."""
        if place >= self._base:
            return opened(POINTER.unpack_from(self._added, place - self._base)[0])
        turned = self._turned.get(place)
        return super()._pointer(place) if turned is None else turned

    def _key(self, place: int) -> tuple[int, int, int, int]:
        """Return the key record at a place, written or not."""
        if place >= self._base:
            older, code, newest, check, _seal = KEY.unpack_from(self._added, place - self._base)
            return older, code, opened(newest), check
        older, code, newest, check = super()._key(place)
        return older, code, self._turned.get(place + 16, newest), check

    def _point(self, place: int, pointer: int) -> None:
        """Turn a pointer: at once where nobody sees it, else when everything else is written."""
        if place >= self._base:
            POINTER.pack_into(self._added, place - self._base, sealed(pointer))
        elif self._is_new:
            self.store.write(POINTER.pack(sealed(pointer)), place)
        else:
            self._turned[place] = pointer

    def _put(self, data: bytes) -> int:
        """Add bytes at the end, filled up to a multiple of eight, and return their place."""
        added = self._added
        if self._is_new and len(added) > _CHUNK:
            self.store.write(added, self._base)
            self._base += len(added)
            self._added = added = bytearray()
        place = self._base + len(added)
        added += data
        if len(data) & 7:
            added += bytes(-len(data) & 7)
        return place

    def _append(
        self, name: bytes, number: int, offset: int, digits: bytes, length: int, checksum: int, flags: int
    ) -> None:
        """Add an entry to a key, making the key where there is none."""
        code, check = code_of(name)
        record, newest = self._find(code, check)
        if not record:
            record = self._new_key(code, check)
        body = ENTRY_BODY.pack(newest, number, offset, digits, length, checksum, flags)
        self._point(record + 16, self._put(body + crc32(body).to_bytes(4, "little")))

    def _new_key(self, code: int, check: int) -> int:
        """Add a key record, and a further array where the newest is crowded."""
        head = self.head
        if len(head.arrays) < MOST_ARRAYS and (not head.arrays or head.keys > 1 << head.arrays[-1][1]):
            bits = min(head.arrays[-1][1] + 3, 24) if head.arrays else 10
            self.add_array(bits)
        head.keys += 1
        bucket = self._bucket(head.arrays[-1], code)
        older = self._pointer(bucket)
        place = self._put(KEY.pack(older, code, NOWHERE, check, crc32(KEY_SEAL.pack(older, code, check))))
        self._point(bucket, place)
        return place

    def add_array(self, bits: int) -> None:
        """Add an array of 2**bits buckets."""
        self.head.arrays.append((self._put(POINTER.pack(NOWHERE) * (1 << bits)), bits))
        self.head.keys = 0

    def _list(self, table: str, number: int, digits: bytes, kind: int, more: int) -> None:
        """Add a changed document to its table's listing, with the count of documents after it."""
        if table not in self._counts:
            newest = next(self._entries(LISTING + table.encode()), None)
            self._counts[table] = newest[2] if newest else 0
            if newest is None:
                self._name(table, number)
        self._counts[table] += more
        self._append(LISTING + table.encode(), number, self._counts[table], digits, 0, 0, kind)

    def _name(self, table: str, number: int) -> None:
        """Keep the name of a table."""
        data = table.encode()
        self._append(NAMES, number, self._put(data), bytes(16), len(data), crc32(data), NAME)


def new_index(store: FileStore | MemoryStore, head: IndexHead, keys: int) -> IndexWriter:
    """Return the writer of a new, empty index that expects about so many keys."""
    head = head.copy()
    head.arrays, head.keys, head.end = [], 0, HEAD_SIZE
    store.extend(HEAD_SIZE)
    writer = IndexWriter(store, head, is_new=True)
    writer.add_array(min(24, max(10, keys.bit_length())))
    return writer
