"""The journal: what happened since the snapshot and somewhat before, in units that are there whole or not at all.

The first line says what the file is. Each unit is one line a change and then a commit line that carries the number of
changes, the length of their lines and a checksum of them and of itself; a unit without a valid commit line never
happened. Because a commit line says where its unit begins, sound units are found again behind a damaged stretch.
"""

from __future__ import annotations

import datetime as dt
from zlib import crc32

from store.disk.lines import from_line, read_lines, to_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from store.disk.lines import Read

FORMAT = "onward-journal"
VERSION = 1
_CHECKSUM = b',"checksum":"'
_TAIL = len(_CHECKSUM) + len(b'00000000"}\n')
_BACKWARDS = 1 << 13


class UnitChange:
    """One document, changed by a unit."""

    __slots__ = ("after", "before", "id", "table")

    def __init__(self, table: str, id: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        """Keep the table, the document's id, and the document before and after; None where there was or is none."""
        self.table = table
        self.id = id
        self.before = before
        self.after = after

    def __repr__(self) -> str:
        """Return the change as the call that makes it."""
        return f"UnitChange({self.table!r}, {self.id!r}, {self.before!r}, {self.after!r})"


class Unit:
    """One verb as the journal keeps it; its changes are read when they are asked for."""

    __slots__ = ("_changes", "_load", "about", "at", "end", "machine", "number", "stamp", "start", "undoable", "verb")

    def __init__(self, head: Mapping[str, Any], start: int, end: int, load: Callable[[], Sequence[UnitChange]]) -> None:
        """Keep the values of a commit line, the places between which the unit stands, and how to read its changes."""
        self.number: int = head["number"]
        self.verb: str = head["verb"]
        self.at = dt.datetime.fromisoformat(head["at"])
        self.stamp: str = head["stamp"]
        self.about: Mapping[str, Any] = head["about"]
        self.undoable: bool = head["undoable"]
        self.machine = self.stamp[18:]
        self.start = start
        self.end = end
        self._load = load
        self._changes: tuple[UnitChange, ...] | None = None

    @property
    def changes(self) -> tuple[UnitChange, ...]:
        """What the unit changed, in the order in which the documents were first touched."""
        if self._changes is None:
            self._changes = tuple(self._load())
        return self._changes

    def __repr__(self) -> str:
        """Return the unit in short."""
        return f"Unit({self.number}, {self.verb!r}, {self.at.isoformat()}, {self.stamp!r})"


class ChangeLine:
    """Where one change of a unit stands, and which document it is about; the documents are not kept."""

    __slots__ = ("checksum", "id", "is_gone", "length", "place", "table")

    def __init__(self, place: int, line: bytes, change: Mapping[str, Any]) -> None:
        """Keep place, length and checksum of the line, and table, id and whether the document is removed."""
        self.place = place
        self.length = len(line)
        self.checksum = crc32(line)
        self.table: str = change["table"]
        self.id: str = change["id"]
        self.is_gone = change["after"] is None


class Found:
    """A unit found by reading forwards: its commit line, its place and the places of its changes."""

    __slots__ = ("changes", "edited", "end", "head", "start")

    def __init__(
        self, head: dict[str, Any], start: int, end: int, changes: list[ChangeLine], edited: bool
    ) -> None:
        """Keep the commit line, start and end, the places of the changes, and whether it was edited by hand."""
        self.head = head
        self.start = start
        self.end = end
        self.changes = changes
        self.edited = edited


class Stretch:
    """A part of the journal that holds no sound unit; `torn` where nothing sound follows it."""

    __slots__ = ("end", "start", "torn")

    def __init__(self, start: int, end: int, torn: bool) -> None:
        """Keep the places between which it stands."""
        self.start = start
        self.end = end
        self.torn = torn


def header_line(generation: str, schema: int, after: int, stamp: str, undoable_after: int) -> bytes:
    """Return the first line of a journal beside a snapshot that holds everything up to unit `after`."""
    return to_line({
        "format": FORMAT, "version": VERSION, "generation": generation, "schema": schema, "after": after,
        "stamp": stamp, "undoable_after": undoable_after,
    }) + b"\n"


def read_header(line: bytes) -> dict[str, Any] | None:
    """Return the values of a journal's first line; None where it is none."""
    try:
        found = from_line(line)
        sound = found["format"] == FORMAT and all(type(found[name]) is int for name in ("version", "schema", "after"))
        sound = sound and isinstance(found["generation"], str) and isinstance(found["stamp"], str)
    except (ValueError, KeyError, TypeError):
        return None
    return found if sound and line.endswith(b"\n") else None


def change_line(table: str, id_: str, before: bytes | None, after: bytes | None) -> bytes:
    """Return the line of one change; the documents come as JSON, None where there was or is none."""
    return b'{"table":%s,"id":"%s","before":%s,"after":%s}\n' % (
        to_line(table), id_.encode(), before or b"null", after or b"null",
    )


def commit_line(head: Mapping[str, Any], count: int, length: int, checksum: int) -> bytes:
    """Return the line that makes a unit true, for changes whose `length` bytes have a CRC-32 of `checksum`."""
    line = to_line({**head, "count": count, "length": length})[:-1]
    return line + _CHECKSUM + b'%08x"}\n' % crc32(line, checksum)


def _as_commit(line: bytes) -> dict[str, Any] | None:
    """Return the values of a commit line; None where the line is none."""
    try:
        head = from_line(line)
        sound = (
            type(head["number"]) is int and type(head["count"]) is int and type(head["length"]) is int
            and isinstance(head["verb"], str) and isinstance(head["stamp"], str) and isinstance(head["about"], dict)
            and type(head["undoable"]) is bool and dt.datetime.fromisoformat(head["at"]).tzinfo is not None
        )
    except (ValueError, KeyError, TypeError):
        return None
    return head if sound and line.endswith(b"\n") else None


def _as_change(line: bytes) -> dict[str, Any] | None:
    """Return the values of a change line; None where the line is none."""
    try:
        change = from_line(line)
        sound = isinstance(change["table"], str) and isinstance(change["id"], str) and all(
            change[name] is None or (isinstance(change[name], dict) and change[name].get("id") == change["id"])
            for name in ("before", "after")
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return change if sound else None


def _seals(line: bytes, checksum: int) -> bool:
    """Return whether a commit line's checksum is right for changes whose CRC-32 is `checksum`."""
    return line[-_TAIL:] == _CHECKSUM + b'%08x"}\n' % crc32(line[:-_TAIL], checksum)


def scan(read: Read, start: int, end: int) -> Iterator[Found | Stretch]:
    """Yield what stands between two places of a journal, in its order: units, and stretches that hold none."""
    unit_start = start
    checksum = 0
    changes: list[ChangeLine] = []
    whole = True
    for place, line in read_lines(read, start, end):
        head = None if line.startswith(b'{"table":') else _as_commit(line)
        if head is None:
            change = _as_change(line)
            whole = whole and change is not None
            if change is not None:
                changes.append(ChangeLine(place, line, change))
            checksum = crc32(line, checksum)
            continue
        begins = place - head["length"]
        if begins == unit_start and whole and head["count"] == len(changes) and _seals(line, checksum):
            yield Found(head, unit_start, place + len(line), changes, False)
        elif unit_start < begins <= place and (inner := _inside(read, begins, place, head, line)) is not None:
            yield Stretch(unit_start, begins, False)
            yield Found(head, begins, place + len(line), inner, False)
        elif whole and head["count"] == len(changes):
            yield Found(head, unit_start, place + len(line), changes, True)
        else:
            whole = False
            checksum = crc32(line, checksum)
            continue
        unit_start, checksum, changes, whole = place + len(line), 0, [], True
    if unit_start < end:
        yield Stretch(unit_start, end, True)


def _inside(
    read: Read, start: int, end: int, head: Mapping[str, Any], commit: bytes
) -> list[ChangeLine] | None:
    """Return the changes between two places where a commit line seals them; None where it does not."""
    checksum = 0
    changes = []
    for place, line in read_lines(read, start, end):
        change = _as_change(line)
        if change is None:
            return None
        changes.append(ChangeLine(place, line, change))
        checksum = crc32(line, checksum)
    return changes if len(changes) == head["count"] and _seals(commit, checksum) else None


def units_backwards(read: Read, start: int, end: int) -> Iterator[Unit]:
    """Yield the units of a sound journal from `end` back to `start`, reading no more than the commit lines."""
    while end > start:
        line = _last_line(read, start, end)
        head = _as_commit(line)
        if head is None:
            return
        commit = end - len(line)
        begins = commit - head["length"]
        if begins < start:
            return
        yield Unit(head, begins, end, _loader(read, begins, commit))
        end = begins


def _last_line(read: Read, start: int, end: int) -> bytes:
    """Return the line that ends at a place."""
    size = _BACKWARDS
    while True:
        begins = max(start, end - size)
        piece = read(end - begins, begins)
        found = piece.rfind(b"\n", 0, len(piece) - 1)
        if found >= 0 or begins == start:
            return piece[found + 1:]
        size *= 4


def _loader(read: Read, start: int, end: int) -> Callable[[], list[UnitChange]]:
    """Return what reads the changes between two places."""

    def load() -> list[UnitChange]:
        values = (from_line(line) for _place, line in read_lines(read, start, end))
        return [UnitChange(each["table"], each["id"], each["before"], each["after"]) for each in values]

    return load
