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

from store.disk.identity import id_of_number
from store.disk.index_head import Odd, load_head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.disk.index_head import FileStore, IndexHead, MemoryStore

GONE, IN_BOOK, IN_JOURNAL, BASE, NAME = 0, 1, 2, 3, 4
_PRIME = (1 << 61) - 1
_SPREAD = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
POINTER = Struct("<Q")
_LOW = (1 << 48) - 1
NOWHERE = 1 << 63
KEY = Struct("<QQQII")
KEY_SEAL = Struct("<QQI")
ENTRY = Struct("<QQQ16sIIII")
ENTRY_BODY = Struct("<QQQ16sIII")
LISTING = b"\x02"
NAMES = b"\x03"


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


def sealed(pointer: int) -> int:
    """Return a pointer as it is written: with a check in the upper 16 bits, which are never all zero."""
    return pointer | ((pointer * _SPREAD >> 40) & 0x7FFF) << 48 | NOWHERE


def opened(value: int) -> int:
    """Return a pointer that was written as `value`; raises Odd where it never was."""
    pointer = value & _LOW
    if sealed(pointer) != value:
        raise Odd("a pointer")
    return pointer


def code_of(name: bytes) -> tuple[int, int]:
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
        for _prev, _number, offset, digits, _length, _checksum, flags in self._entries(LISTING + table.encode()):
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
        for _prev, _number, offset, _digits, _length, _checksum, _flags in self._entries(LISTING + table.encode()):
            return offset
        return 0

    def tables(self) -> Iterator[str]:
        """Yield the names of the tables that have, or once had, documents."""
        for _prev, _number, offset, _digits, length, checksum, _flags in self._entries(NAMES):
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
        return opened(POINTER.unpack(self._exactly(8, place))[0])

    def _key(self, place: int) -> tuple[int, int, int, int]:
        """Return the key record at a place: the older one, code, newest entry, check."""
        older, code, newest, check, seal = KEY.unpack(self._exactly(KEY.size, place))
        if crc32(KEY_SEAL.pack(older, code, check)) != seal or older >= place:
            raise Odd("a key record")
        return older, code, opened(newest), check

    def _entries(self, name: bytes) -> Iterator[tuple[int, int, int, bytes, int, int, int]]:
        """Yield a key's entries, newest first, none newer than the unit this index is read at."""
        number = self.head.number
        place = self._find(*code_of(name))[1]
        while place:
            data = self._exactly(ENTRY.size, place)
            *values, seal = ENTRY.unpack(data)
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
