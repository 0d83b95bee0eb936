"""The index: from a key to the documents that have it, on the disk, derived from the book and always rebuildable.

A hash table in a file that only grows: a head, arrays of buckets, and records behind them. A bucket points to the
newest of its key records; a key record points to the newest of its entries; each record points to an older one.
A unit adds entries and then turns the pointers, so that a reader, who skips entries newer than its own unit number,
sees one state of the book for as long as it likes, without a lock. Every record has a checksum; whatever does not fit
is `Odd`, and the index is built again. Pointers carry a check in their upper bits, so that zeros are none. A file that
has grown gets a further, larger array; the old ones stay in use.
"""

from __future__ import annotations

from struct import Struct
from zlib import crc32

from store.disk.identity import id_of_number, number_of_id
from store.disk.index_head import HEAD_SIZE, MOST_ARRAYS, Odd, load_head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.disk.index_head import FileStore, IndexHead, MemoryStore

GONE, IN_BOOK, IN_JOURNAL, BASE, NAME = 0, 1, 2, 3, 4
_CHUNK = 1 << 20
_SYNC_EVERY = 256
_PRIME = (1 << 61) - 1
_SPREAD = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_POINTER = Struct("<Q")
_LOW = (1 << 48) - 1
_NOWHERE = 1 << 63
_KEY = Struct("<QQQII")
_KEY_SEAL = Struct("<QQI")
_ENTRY = Struct("<QQQ16sIIII")
_ENTRY_BODY = Struct("<QQQ16sIII")
_LISTING = b"\x02"
_NAMES = b"\x03"


class Place:
    """Where one document stands: in which file, from where, how long, with which checksum; since which unit."""

    __slots__ = ("checksum", "kind", "length", "number", "offset")

    def __init__(self, kind: int, number: int, offset: int, length: int, checksum: int) -> None:
        """Keep the values; `kind` is GONE, IN_BOOK or IN_JOURNAL."""
        self.kind = kind
        self.number = number
        self.offset = offset
        self.length = length
        self.checksum = checksum


class Listing:
    """What a table consists of: the part in the snapshot, and where the documents changed since then stand."""

    __slots__ = ("changed", "count", "end", "start")

    def __init__(self) -> None:
        """Begin with an empty table."""
        self.start = self.end = self.count = 0
        self.changed: dict[str, int] = {}


def name_of_id(table: str, id_: str) -> bytes:
    """Return the name under which a document's place is kept."""
    return b"\x00%s\x00%s" % (table.encode(), id_.encode())


def name_of_key(table: str, key: str) -> bytes:
    """Return the name under which the documents with a key are kept."""
    return b"\x01%s\x00%s" % (table.encode("utf-8", "surrogatepass"), key.encode("utf-8", "surrogatepass"))


def _sealed(pointer: int) -> int:
    """Return a pointer as it is written: with a check in the upper 16 bits, which are never all zero."""
    return pointer | ((pointer * _SPREAD >> 40) & 0x7FFF) << 48 | _NOWHERE


def _opened(value: int) -> int:
    """Return a pointer that was written as `value`; raises Odd where it never was."""
    pointer = value & _LOW
    if _sealed(pointer) != value:
        raise Odd("a pointer")
    return pointer


def _code(name: bytes) -> tuple[int, int]:
    """Return the two numbers that stand for a name."""
    return int.from_bytes(name, "little") % _PRIME, crc32(name)


class Index:
    """Reads an index as it was after one unit; `Odd` is raised wherever something does not fit."""

    def __init__(self, store: FileStore | MemoryStore, head: IndexHead | None = None) -> None:
        """Read an index in a file or in memory, up to the unit that its head covers now."""
        self.store = store
        self.head = head or load_head(store)

    def place(self, table: str, id_: str) -> Place | None:
        """Return where a document stands; None where there is none."""
        for _prev, number, offset, digits, length, checksum, flags in self._entries(name_of_id(table, id_)):
            if id_of_number(int.from_bytes(digits, "big")) != id_:
                raise Odd("another document's place")
            return None if flags == GONE else Place(flags, number, offset, length, checksum)
        return None

    def ids(self, table: str, key: str) -> set[str]:
        """Return the ids of the documents of a table that have a key."""
        state: dict[bytes, int] = {}
        for _prev, _number, _offset, digits, _length, _checksum, flags in self._entries(name_of_key(table, key)):
            state.setdefault(digits, flags)
        return {id_of_number(int.from_bytes(digits, "big")) for digits, flags in state.items() if flags != GONE}

    def listing(self, table: str) -> Listing:
        """Return what a table consists of."""
        listing = Listing()
        first = True
        for _prev, _number, offset, digits, _length, _checksum, flags in self._entries(_LISTING + table.encode()):
            if first:
                listing.count = offset
                first = False
            if flags == BASE:
                listing.start, listing.end = int.from_bytes(digits[:8], "big"), int.from_bytes(digits[8:], "big")
                break
            listing.changed.setdefault(id_of_number(int.from_bytes(digits, "big")), flags)
        return listing

    def count(self, table: str) -> int:
        """Return how many documents a table has."""
        for _prev, _number, offset, _digits, _length, _checksum, _flags in self._entries(_LISTING + table.encode()):
            return offset
        return 0

    def tables(self) -> Iterator[str]:
        """Yield the names of the tables that have, or once had, documents."""
        for _prev, _number, offset, _digits, length, checksum, _flags in self._entries(_NAMES):
            data = self._read(length, offset)
            if crc32(data) != checksum:
                raise Odd("a table's name")
            yield data.decode()

    def _read(self, length: int, offset: int) -> bytes:
        return self.store.read(length, offset)

    def _bucket(self, array: tuple[int, int], code: int) -> int:
        """Return the place of the bucket of a key's code in an array."""
        place, bits = array
        return place + ((code * _SPREAD & _MASK) >> (64 - bits)) * 8

    def _find(self, code: int, check: int) -> tuple[int, int]:
        """Return the place of a key's record and of its newest entry; (0, 0) where there is none."""
        for array in reversed(self.head.arrays):
            place = self._pointer(self._bucket(array, code))
            while place:
                older, found, newest, found_check = self._key(place)
                if found == code and found_check == check:
                    return place, newest
                place = older
        return 0, 0

    def _pointer(self, place: int) -> int:
        """Return the pointer at a place."""
        return _opened(_POINTER.unpack(self._exactly(8, place))[0])

    def _key(self, place: int) -> tuple[int, int, int, int]:
        """Return the key record at a place: the older one, code, newest entry, check."""
        older, code, newest, check, seal = _KEY.unpack(self._exactly(_KEY.size, place))
        if crc32(_KEY_SEAL.pack(older, code, check)) != seal or older >= place:
            raise Odd("a key record")
        return older, code, _opened(newest), check

    def _entries(self, name: bytes) -> Iterator[tuple[int, int, int, bytes, int, int, int]]:
        """Yield a key's entries, newest first, none newer than the unit this index is read at."""
        number = self.head.number
        place = self._find(*_code(name))[1]
        while place:
            data = self._exactly(_ENTRY.size, place)
            *values, seal = _ENTRY.unpack(data)
            if crc32(data[:-4]) != seal or values[0] >= place:
                raise Odd("an entry")
            if values[1] <= number:
                yield tuple(values)
            place = values[0]

    def _exactly(self, length: int, offset: int) -> bytes:
        data = self._read(length, offset)
        if len(data) != length:
            raise Odd("too short")
        return data


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
        self._append(_LISTING + table.encode(), number, count, digits, 0, 0, BASE)
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
            self.store.write(_POINTER.pack(_sealed(pointer)), place)
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
            return _opened(_POINTER.unpack_from(self._added, place - self._base)[0])
        turned = self._turned.get(place)
        return super()._pointer(place) if turned is None else turned

    def _key(self, place: int) -> tuple[int, int, int, int]:
        """Return the key record at a place, written or not."""
        if place >= self._base:
            older, code, newest, check, _seal = _KEY.unpack_from(self._added, place - self._base)
            return older, code, _opened(newest), check
        older, code, newest, check = super()._key(place)
        return older, code, self._turned.get(place + 16, newest), check

    def _point(self, place: int, pointer: int) -> None:
        """Turn a pointer: at once where nobody sees it, else when everything else is written."""
        if place >= self._base:
            _POINTER.pack_into(self._added, place - self._base, _sealed(pointer))
        elif self._is_new:
            self.store.write(_POINTER.pack(_sealed(pointer)), place)
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
        code, check = _code(name)
        record, newest = self._find(code, check)
        if not record:
            record = self._new_key(code, check)
        body = _ENTRY_BODY.pack(newest, number, offset, digits, length, checksum, flags)
        self._point(record + 16, self._put(body + crc32(body).to_bytes(4, "little")))

    def _new_key(self, code: int, check: int) -> int:
        """Add a key record, and a further array where the newest is crowded."""
        head = self.head
        if len(head.arrays) < MOST_ARRAYS and (not head.arrays or head.keys > 2 << head.arrays[-1][1]):
            bits = min(head.arrays[-1][1] + 3, 24) if head.arrays else 10
            self.add_array(bits)
        head.keys += 1
        bucket = self._bucket(head.arrays[-1], code)
        older = self._pointer(bucket)
        place = self._put(_KEY.pack(older, code, _NOWHERE, check, crc32(_KEY_SEAL.pack(older, code, check))))
        self._point(bucket, place)
        return place

    def add_array(self, bits: int) -> None:
        """Add an array of 2**bits buckets."""
        self.head.arrays.append((self._put(_POINTER.pack(_NOWHERE) * (1 << bits)), bits))
        self.head.keys = 0

    def _list(self, table: str, number: int, digits: bytes, kind: int, more: int) -> None:
        """Add a changed document to its table's listing, with the count of documents after it."""
        if table not in self._counts:
            newest = next(self._entries(_LISTING + table.encode()), None)
            self._counts[table] = newest[2] if newest else 0
            if newest is None:
                self._name(table, number)
        self._counts[table] += more
        self._append(_LISTING + table.encode(), number, self._counts[table], digits, 0, 0, kind)

    def _name(self, table: str, number: int) -> None:
        """Keep the name of a table."""
        data = table.encode()
        self._append(_NAMES, number, self._put(data), bytes(16), len(data), crc32(data), NAME)


def new_index(store: FileStore | MemoryStore, head: IndexHead, keys: int) -> IndexWriter:
    """Return the writer of a new, empty index that expects about so many keys."""
    head = head.copy()
    head.arrays, head.keys, head.end = [], 0, HEAD_SIZE
    store.extend(HEAD_SIZE)
    writer = IndexWriter(store, head, is_new=True)
    writer.add_array(min(24, max(10, keys.bit_length())))
    return writer
