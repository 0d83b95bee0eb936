"""The snapshot: the whole book up to one unit, one JSON document with one document of the book a line.

    {"format":"onward-book","version":1,"schema":1,"generation":"5e1f...","number":12,"stamp":"...","documents":[
    ["contacts",{"id":"..."}],
    ["touches",{"id":"..."}]
    ],"checksum":"0badcafe"}

The lines stand by table and id; the checksum is the CRC-32 of what stands between the first line and the last.
"""

from __future__ import annotations

import os
from zlib import crc32

from store.disk.lines import from_line, read_lines, to_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from store.disk.files import FileLayer
    from store.disk.lines import Read

FORMAT = "onward-book"
VERSION = 1
_OPENING = b',"documents":[\n'
_CHECKSUM = b'],"checksum":"'
_BUFFER = 1 << 20
_SYNC_EVERY = 8 << 20


class SnapshotWriter:
    """Writes a snapshot, document by document."""

    def __init__(self, files: FileLayer, path: str, head: dict[str, Any]) -> None:
        """Begin a snapshot in a new file; `head` has schema, generation, number and stamp."""
        self._files = files
        self._descriptor = files.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        opening = to_line({"format": FORMAT, "version": VERSION, **head})[:-1] + _OPENING
        self._buffer = bytearray(opening)
        self._written = 0
        self._synced = 0
        self._checksum = 0
        self._separator = b""

    def add(self, table: str, document: bytes) -> tuple[int, int, int]:
        """Write one document, given as JSON; return place, length and CRC-32 of its line, without comma and end."""
        line = b"[%s,%s]" % (to_line(table), document)
        self._put(self._separator)
        place = self._written + len(self._buffer)
        self._put(line)
        self._separator = b",\n"
        return place, len(line), crc32(line)

    def finish(self) -> int:
        """Write the end, sync, and return the descriptor, still open."""
        if self._separator:
            self._put(b"\n")
        self._buffer += _CHECKSUM + b'%08x"}\n' % self._checksum
        self._flush()
        self._files.sync(self._descriptor)
        return self._descriptor

    def give_up(self) -> None:
        """Close the unfinished file."""
        self._files.close(self._descriptor)

    def _put(self, data: bytes) -> None:
        self._checksum = crc32(data, self._checksum)
        self._buffer += data
        if len(self._buffer) >= _BUFFER:
            self._flush()

    def _flush(self) -> None:
        self._files.write(self._descriptor, self._buffer, self._written)
        self._written += len(self._buffer)
        self._buffer = bytearray()
        if self._written - self._synced >= _SYNC_EVERY:  # or a verb of another process would wait for all of it at once
            self._files.sync(self._descriptor)
            self._synced = self._written


def read_head(line: bytes) -> dict[str, Any] | None:
    """Return the values of a snapshot's first line; None where it is none."""
    if not line.endswith(_OPENING):
        return None
    try:
        return checked_head(from_line(line[: -len(_OPENING)] + b"}"))
    except ValueError:
        return None


def checked_head(found: Any) -> dict[str, Any] | None:
    """Return the values at the head of a snapshot where they are all there and of their kinds."""
    try:
        sound = found["format"] == FORMAT and all(type(found[name]) is int for name in ("version", "schema", "number"))
        sound = sound and isinstance(found["generation"], str) and isinstance(found["stamp"], str)
    except (KeyError, TypeError):
        return None
    return found if sound else None


def read_document(line: bytes) -> tuple[str, dict[str, Any]] | None:
    """Return the table and the document on a line, with or without its comma and end; None where there is none."""
    try:
        table, document = from_line(line.rstrip(b"\r\n").rstrip(b","))
        sound = isinstance(table, str) and isinstance(document, dict) and isinstance(document["id"], str)
    except (ValueError, KeyError, TypeError):
        return None
    return (table, document) if sound else None


def read_documents(table: str, lines: Sequence[bytes]) -> list[dict[str, Any]] | None:
    """Return the documents of a table on some lines, read as one; None where one of the lines holds anything else."""
    opening = b"[%s,{" % to_line(table)
    bare = [line.rstrip(b",\r\n") for line in lines]
    for line in bare:
        if not line.startswith(opening) or not line.endswith(b"}]"):
            return None
    try:
        found = from_line(b"[%s]" % b",".join(bare))
        documents = [document for _table, document in found]
        sound = len(documents) == len(bare) and all(type(each["id"]) is str for each in documents)
    except (ValueError, KeyError, TypeError):
        return None
    return documents if sound else None


def text_of(table: str, document: dict[str, Any], line: bytes) -> bytes:
    """Return a document as JSON, given the line it stands on, without comma and end."""
    opening = b"[%s," % to_line(table)
    return line[len(opening) : -1] if line.startswith(opening) and line.endswith(b"}]") else to_line(document)


class SnapshotReader:
    """Reads a snapshot from its beginning, telling sound lines from the rest."""

    def __init__(self, read: Read, size: int) -> None:
        """Read from a file of a size in bytes; `head` and `sealed` are known once `lines` has come to its end."""
        self.head: dict[str, Any] | None = None
        self.sealed = False
        self._read = read
        self._size = size

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield the lines between head and end as (place, line with comma and end), sound or not."""
        checksum = 0
        first = True
        for place, line in read_lines(self._read, 0, self._size):
            if first:
                first = False
                self.head = read_head(line)
                if self.head is not None:
                    continue
            if line.startswith(_CHECKSUM):
                self.sealed = self.head is not None and line == _CHECKSUM + b'%08x"}\n' % checksum \
                    and place + len(line) == self._size
                if self.sealed or place + len(line) == self._size:
                    continue
            checksum = crc32(line, checksum)
            yield place, line
