"""Erasing documents for good: snapshot, journal and index written anew without any byte of them, now or in the past.

Everything is written and synced under other names first. The rename of the journal makes it true: whoever finds the new
journal beside the old snapshot gives the new snapshot its name too (`finish`), so that a sudden end leaves nothing half done.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from zlib import crc32

from store.disk.files import fault_of
from store.disk.fold import Folded
from store.disk.identity import next_stamp
from store.disk.index_head import Odd
from store.disk.journal import Found, change_line, commit_line, read_header, scan
from store.disk.lines import from_line, read_lines, to_line
from store.disk.lock import Lock
from store.disk.mending import truth_of
from store.disk.snapshot import SnapshotReader
from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _thread import RLock
    from collections.abc import Callable, Collection, Mapping
    from typing import Any

    from store.disk.reach import Reach
    from store.disk.truth import Truth
    from store.disk.view import OpenFile, View

    Gone = Mapping[str, Collection[str]]
    "Ids by table."
    Changed = Mapping[str, Mapping[str, Mapping[str, Any]]]
    "Documents by table and id."
    Scrub = Callable[[Mapping[str, Any]], Mapping[str, Any]]

SUFFIX = ".erase"
"What the names of the new files end in until they take the place of the old ones."
_LEFT_BEHIND = (SUFFIX, ".fold", ".new")
_PIECE = 1 << 20
_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ID_LENGTH = 36
_HEAD_LENGTH = 4096
_SEALING = ("count", "length", "checksum")


class Erasure:
    """What is to be erased: documents that go, documents that are replaced wherever they stand, and words of units."""

    def __init__(self, gone: Gone, changed: Changed, scrub: Scrub) -> None:
        """Take the ids that go and the documents that stay in another form, by table, and what cleans an `about`."""
        self.gone = {table: frozenset(ids) for table, ids in gone.items()}
        self.changed = {
            (table, id_): to_line(document) for table, rows in changed.items() for id_, document in rows.items()
            if id_ not in self.gone.get(table, ())
        }
        self.ids = frozenset(id_.encode() for ids in self.gone.values() for id_ in ids)
        self._scrub = scrub

    def settle(self, truth: Truth, view: View) -> None:
        """Have a book that is folded from the truth hold the documents as they stay; none is added that is not there."""
        for table, ids in self.gone.items():
            for id_ in ids:
                truth.texts[table, id_] = None
        for (table, id_), text in self.changed.items():
            if view.document(table, id_) is not None:
                truth.texts[table, id_] = text

    def line(self, line: bytes) -> bytes:
        """Return the line of a change as it stays; empty where nothing of it does."""
        change = from_line(line)
        table, id_ = change["table"], change["id"]
        if id_ in self.gone.get(table, ()):
            return b""
        text = self.changed.get((table, id_))
        if text is None:
            return line
        before, after = (None if change[name] is None else text for name in ("before", "after"))
        return b"" if before == after else change_line(table, id_, before, after)

    def head(self, head: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of a commit line as they stay, without those that seal it."""
        kept = {name: value for name, value in head.items() if name not in _SEALING}
        return {**kept, "about": dict(self._scrub(head["about"]))}


class Erased(Folded):
    """The three files without what is erased, waiting to take the place of the old ones."""

    def __init__(self, reach: Reach, erasure: Erasure) -> None:
        """Write beside the files of a book."""
        super().__init__(reach.files, reach.paths, SUFFIX)
        self._erasure = erasure
        self._is_ready = False

    def _write_unit(self, truth: Truth, start: int, end: int, edited: bool, journal: OpenFile, place: int) -> int:
        """Write what stays of a unit; one of which nothing stays goes, or undo would stop at it for ever."""
        unit = next(each for each in scan(truth.journal.read, start, end) if isinstance(each, Found))
        waiting = bytearray()
        count = length = checksum = 0
        for each in unit.changes:
            line = self._erasure.line(truth.journal.read(each.length, each.place))
            if not line:
                continue
            count, length, checksum = count + 1, length + len(line), crc32(line, checksum)
            waiting += line
            if len(waiting) >= _PIECE:
                self.files.write(journal.descriptor, waiting, place)
                place += len(waiting)
                waiting = bytearray()
        if count:
            waiting += commit_line(self._erasure.head(unit.head), count, length, checksum)
            self.files.write(journal.descriptor, waiting, place)
        return place + len(waiting)

    def publish(self) -> View:
        """Give the new files the names of the old ones, the journal first: from then on it is done; the lock is held."""
        assert self.view is not None
        for folder in {os.path.dirname(name) for name in self.names}:
            self.files.sync_folder(folder)
        self._is_ready = True
        for which in (1, 0, 2):
            self.files.replace(self.names[which], self.paths[which])
            self.files.sync_folder(os.path.dirname(self.paths[which]))
        return self.view

    def give_up(self) -> None:
        """Remove what was written, but for the snapshot where the journal has its name already: it is to be finished."""
        is_true = self._is_ready and not os.path.exists(self.names[1])
        for name in self.names[is_true:]:
            self.files.remove(name)


def erase(reach: Reach, erasure: Erasure, guard: RLock, begin: Callable[[], str]) -> None:
    """Write the book anew without what is erased; `begin` refuses while a unit is in hand, or returns this machine's name.

    Nobody folds or writes meanwhile. Raises BookFault; then nothing has changed, but for `disk-fault` in the renames: then
    whoever next opens the book finishes.
    """
    folding = Lock(reach.paths[2] + ".folding", reach.files, reach.lock.wait)
    folding.take("forget")
    try:
        with guard:
            machine = begin()
            assert reach.view is not None
            seen = reach.view.head.number
            reach.lock.take("forget")
            try:
                _erase(reach, erasure, seen, machine)
                reach.files.remove(folding.path)
                reach.files.sync_folder(os.path.dirname(folding.path))
            finally:
                reach.lock.release()
    except OSError as error:
        raise fault_of(error, reach.folder) from error
    except Odd as error:
        raise BookFault("cannot-read", path=reach.paths[0], reason=str(error)) from error
    finally:
        folding.release()


def _erase(reach: Reach, erasure: Erasure, seen: int, machine: str) -> None:
    """Write and rename; what was left behind or set aside goes first, for afterwards nobody knows what to look for."""
    truth, view = _sound(reach)
    if view.head.number != seen:  # what the caller decided on is not what the book holds now
        raise BookFault("book-locked", path=reach.lock.path, holder=None, verb=None)
    erasure.settle(truth, view)
    _remove_left_behind(reach)
    erased = Erased(reach, erasure)
    try:
        erased.write(truth, reach.keys_of, reach.boot, reach.fingerprint, len(truth.units), {
            "number": view.head.number + 1, "stamp": next_stamp(view.head.stamp, dt.datetime.now(dt.UTC), machine),
        })
        _remove_set_aside(reach, erasure.ids)
        reach.view = erased.publish()
    finally:
        erased.give_up()


def _sound(reach: Reach) -> tuple[Truth, View]:
    """Return what the files say, mended where they have to be, and the view of it; the lock is held."""
    for _attempt in range(2):
        view = reach.settle()
        if reach.fault is not None:
            raise reach.fault
        truth = truth_of(reach, view)
        if truth.sound:
            return truth, view
        reach.build_anew(True)
        if reach.fault is not None:
            raise reach.fault
    raise BookFault("cannot-read", path=reach.paths[0])


def _remove_left_behind(reach: Reach) -> None:
    """Remove what sudden ends of folding, mending and erasing left, beside the files and beside links to them."""
    names = [os.path.join(reach.folder, os.path.basename(path)) for path in reach.paths]
    for path in dict.fromkeys([*reach.paths, *names]):
        for suffix in _LEFT_BEHIND:
            reach.files.remove(path + suffix)


def _remove_set_aside(reach: Reach, ids: Collection[bytes]) -> None:
    """Remove the damaged parts beside the book that hold one of some ids."""
    for name in sorted(os.listdir(reach.folder)):
        path = os.path.join(reach.folder, name)
        if name.startswith("damaged-") and name.endswith(".jsonl") and os.path.isfile(path):
            file = reach.open_file(path)
            if _holds(file, ids):
                reach.files.remove(path)


def _holds(file: OpenFile, ids: Collection[bytes]) -> bool:
    """Return whether a file holds one of some ids; it may be of any size and have no lines."""
    place = 0
    while piece := file.read(_PIECE, place):
        if any(found in ids for found in _ID.findall(piece)):
            return True
        if len(piece) < _PIECE:
            return False
        place += _PIECE - _ID_LENGTH
    return False


def finish(reach: Reach) -> None:
    """Finish what a sudden end interrupted: give the new snapshot its name where the new journal has its own already.

    A new snapshot to which no journal belongs was never true, and goes. The lock is held. Raises OSError.
    """
    path = reach.paths[0] + SUFFIX
    file = reach.open_file(path)
    reader = SnapshotReader(file.read, os.fstat(file.descriptor).st_size)
    for _place, _line in reader.lines():
        pass
    journal = reach.open_file(reach.paths[1])
    header = read_header(next((line for _place, line in read_lines(journal.read, 0, _HEAD_LENGTH)), b""))
    if reader.sealed and reader.head and header and reader.head["generation"] == header["generation"]:
        reach.files.replace(path, reach.paths[0])
        reach.files.sync_folder(os.path.dirname(reach.paths[0]))
    else:
        reach.files.remove(path)
    for each in reach.paths[1:]:
        reach.files.remove(each + SUFFIX)
