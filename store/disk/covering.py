"""What an index covers: the two files it was made from, and the units of the journal taken into it."""

from __future__ import annotations

import os
from zlib import crc32

from store.disk.index import IN_JOURNAL, Place
from store.disk.index_writer import IndexChange
from store.disk.lines import from_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.disk.index_head import IndexHead
    from store.disk.index_writer import IndexWriter
    from store.disk.journal import Found
    from store.disk.unit import KeysOf
    from store.disk.view import OpenFile

_SEAL = 64


def fingerprint_of(keys_of: KeysOf) -> int:
    """Return what stands for `keys_of` in an index: its code, and its attribute `version` where it has one.

    The attribute is for what the code of the function itself does not show: a helper that makes other keys.
    """
    code = getattr(keys_of, "__code__", None)
    parts: list[object] = [getattr(keys_of, "version", 0)]
    waiting = [code] if code is not None else []
    while waiting:
        each = waiting.pop()
        parts += [each.co_code, each.co_names]
        for constant in each.co_consts:
            if hasattr(constant, "co_code"):
                waiting.append(constant)
            else:
                parts.append(sorted(map(repr, constant)) if isinstance(constant, frozenset) else constant)
    return crc32(repr(parts).encode("utf-8", "backslashreplace"))


def seal_of(journal: OpenFile, position: int) -> int:
    """Return the checksum of a journal's last bytes before a position."""
    start = max(0, position - _SEAL)
    return crc32(journal.read(position - start, start))


def note_files(head: IndexHead, book: OpenFile, journal: OpenFile) -> None:
    """Write into a head which two files it covers, and what they look like now."""
    snapshot, log = os.fstat(book.descriptor), os.fstat(journal.descriptor)
    head.book_size, head.book_mtime, head.book_inode = snapshot.st_size, snapshot.st_mtime_ns, snapshot.st_ino
    head.journal_inode, head.journal_mtime = log.st_ino, log.st_mtime_ns
    head.journal_seal = seal_of(journal, head.position)


def add_units(
    writer: IndexWriter, units: Iterable[Found], journal: OpenFile, head: IndexHead, keys_of: KeysOf
) -> None:
    """Take units of the journal into an index, and move the head on; units that it covers already are passed over."""
    for unit in units:
        head.position = unit.end
        head.stamp = max(head.stamp, unit.head["stamp"])
        number = unit.head["number"]
        if number <= head.number:
            continue
        head.number = number
        for each in unit.changes:
            line = journal.read(each.length, each.place)
            change = from_line(line)
            table, before, after = each.table, change["before"], change["after"]
            writer.change(IndexChange(
                table, each.id, None if before is None else keys_of(table, before),
                None if after is None else keys_of(table, after), place_of(number, each.place, line, each.is_gone),
            ))


def place_of(number: int, offset: int, line: bytes, is_gone: bool) -> Place:
    """Return the place of a document in the journal, given its change's line; a removed one stands nowhere."""
    return Place(0, number, 0, 0, 0) if is_gone else Place(IN_JOURNAL, number, offset, len(line), crc32(line))
