"""The head of the index: what it covers, of which files, and how far it goes; and where an index may live."""

from __future__ import annotations

import os
from struct import Struct
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.disk.files import FileLayer

HEAD_SIZE = 4096
MOST_ARRAYS = 8
_MAGIC = b"ONWIDX03"
_NUMBERS = (
    "fingerprint", "schema", "number", "position", "end", "synced", "synced_position", "book_size", "book_mtime",
    "book_inode", "book_number", "journal_start", "journal_kept", "journal_inode", "journal_mtime", "journal_seal",
    "undoable_after", "keys",
)
_STRUCT = Struct(f"<8s16s32s{len(_NUMBERS)}Q{MOST_ARRAYS}Q")
_CHECKSUM = Struct("<I")
_ATTEMPTS = 5


class Odd(Exception):
    """An index, or a document it points to, is not as it should be: the index has to be built again."""


class IndexHead:
    """The values at the beginning of an index."""

    boot: bytes
    "The start of the computer in which it was last written."
    stamp: str
    "The last stamp of the book."
    fingerprint: int
    "What stands for `keys_of` and the layout; a different one needs another index."
    schema: int
    "The schema number of the book."
    number: int
    "The last unit taken in."
    position: int
    "Where that unit ends in the journal."
    end: int
    "Where the index may be written on."
    synced: int
    "The last unit of which everything in the index is known to be on the disk."
    synced_position: int
    "Where that unit ends in the journal."
    book_size: int
    "Size of the snapshot in bytes; with time and inode it tells whether somebody else has changed it."
    book_mtime: int
    "Time of the snapshot's last change, in nanoseconds."
    book_inode: int
    "Inode of the snapshot."
    book_number: int
    "The last unit that the snapshot holds."
    journal_start: int
    "Where the first unit begins in the journal."
    journal_kept: int
    "Where the units that the snapshot holds as well, and that are kept to be undone, end in the journal."
    journal_inode: int
    "Inode of the journal."
    journal_mtime: int
    "Time of the journal's last change, in nanoseconds, when the index was last written."
    journal_seal: int
    "Checksum of the journal's last bytes before `position`."
    undoable_after: int
    "Units up to this number cannot be undone: the schema has changed since."
    keys: int
    "How many keys stand in the newest array."
    arrays: list[tuple[int, int]]
    "The arrays of buckets, oldest first, as (place, bits)."

    def __init__(self) -> None:
        """Begin with nothing."""
        self.boot = bytes(16)
        self.stamp = ""
        self.arrays = []
        for name in _NUMBERS:
            setattr(self, name, 0)

    def copy(self) -> IndexHead:
        """Return a copy that may be changed."""
        other = IndexHead()
        other.__dict__.update(self.__dict__)
        other.arrays = list(self.arrays)
        return other

    def pack(self) -> bytes:
        """Return the head as it is written."""
        arrays = [place << 8 | bits for place, bits in self.arrays]
        numbers = [getattr(self, name) & 0xFFFFFFFFFFFFFFFF for name in _NUMBERS]
        arrays += [0] * (MOST_ARRAYS - len(arrays))
        data = _STRUCT.pack(_MAGIC, self.boot, self.stamp.encode(), *numbers, *arrays)
        return data + _CHECKSUM.pack(crc32(data))


def unpack(data: bytes) -> IndexHead | None:
    """Return the head that was written as `data`; None where it is none."""
    if len(data) < _STRUCT.size + 4 or _CHECKSUM.unpack_from(data, _STRUCT.size)[0] != crc32(data[: _STRUCT.size]):
        return None
    magic, boot, stamp, *numbers = _STRUCT.unpack_from(data)
    if magic != _MAGIC:
        return None
    head = IndexHead()
    head.boot = boot
    head.stamp = stamp.rstrip(b"\0").decode()
    for name, number in zip(_NUMBERS, numbers, strict=False):
        setattr(head, name, number)
    head.arrays = [(each >> 8, each & 0xFF) for each in numbers[len(_NUMBERS):] if each]
    return head


class FileStore:
    """An index in a file."""

    def __init__(self, files: FileLayer, descriptor: int) -> None:
        """Use an open file, and close it when nobody reads it any more."""
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

    def write(self, data: bytes | bytearray, offset: int) -> None:
        """Write `data` at `offset`."""
        self.files.write(self.descriptor, data, offset)

    def size(self) -> int:
        """Return the size in bytes."""
        return os.fstat(self.descriptor).st_size

    def extend(self, size: int) -> None:
        """Make the file longer with zeros, and be sure of it."""
        self.files.truncate(self.descriptor, size)
        self.files.sync(self.descriptor)

    def sync(self) -> None:
        """Return when everything written is on the disk."""
        self.files.sync(self.descriptor)


class MemoryStore:
    """An index in memory: while it is built, and where there is no place to write one."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.data = bytearray()

    def read(self, length: int, offset: int) -> bytes:
        """Return up to `length` bytes from `offset`."""
        return bytes(self.data[offset : offset + length])

    def write(self, data: bytes | bytearray, offset: int) -> None:
        """Write `data` at `offset`."""
        if offset > len(self.data):
            self.extend(offset)
        self.data[offset : offset + len(data)] = data

    def size(self) -> int:
        """Return the size in bytes."""
        return len(self.data)

    def extend(self, size: int) -> None:
        """Make it longer with zeros."""
        self.data.extend(bytes(size - len(self.data)))

    def sync(self) -> None:
        """There is no disk to wait for."""


def load_head(store: FileStore | MemoryStore) -> IndexHead:
    """Return the head of an index; raises Odd where it has none.

    A head read while another process writes it may be torn: it is read again.
    """
    for _attempt in range(_ATTEMPTS):
        head = unpack(store.read(_STRUCT.size + 4, 0))
        if head is not None:
            return head
    raise Odd("no head")
