"""Making a unit true: written to the journal, synced, and taken into the index."""

from __future__ import annotations

import os

from store.disk.covering import note_files, place_of
from store.disk.files import fault_of
from store.disk.index_head import Odd
from store.disk.index_writer import IndexChange, IndexWriter
from store.disk.lines import from_line
from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.disk.reach import Reach
    from store.disk.unit import UnitInHand
    from store.disk.view import View


def write_unit(reach: Reach, hand: UnitInHand, own: set[int]) -> bool:
    """Write a unit, and see the book with it; return whether there was anything to write. The lock is held.

    Its number joins `own` as soon as it is on the disk. Raises BookFault where it could not be written; then the book
    is as it was.
    """
    lines, commit = hand.lines()
    if not lines:
        return False
    view = reach.view
    if view is None or reach.is_private:
        raise reach.fault or BookFault("cannot-write", path=reach.paths[1])
    try:
        pen = reach.files.open(reach.paths[1], os.O_RDWR)
    except OSError as error:
        raise fault_of(error, reach.paths[1]) from error
    try:
        _append(reach, pen, view, b"".join(lines) + commit)
        own.add(hand.number)
        try:
            reach.view = _indexed(reach, hand, view, lines, commit)
        except (OSError, Odd):  # the unit is on the disk; only finding it again has to be prepared anew
            reach.build_anew(True)
    finally:
        reach.files.close(pen)
    return True


def _append(reach: Reach, pen: int, view: View, data: bytes) -> None:
    """Write at the end of the journal and sync; where that fails, everything is as before."""
    position = view.head.position
    try:
        reach.files.write(pen, data, position)
        reach.files.sync(pen)
    except OSError as error:
        try:
            reach.files.truncate(pen, position)
            head = view.head.copy()
            note_files(head, view.book, view.journal)
            reach.view = view.at(IndexWriter(view.index.store, view.head).finish(head))
        except (OSError, Odd):
            pass  # the next to open the book finds what was begun without a commit line, and takes it off
        raise fault_of(error, reach.paths[1]) from error


def _indexed(reach: Reach, hand: UnitInHand, view: View, lines: list[bytes], commit: bytes) -> View:
    """Return the view with a unit that stands at the end of the journal taken into the index."""
    head = view.head.copy()
    writer = IndexWriter(view.index.store, view.head)
    for (table, id_, before, after), line in zip(hand.changes(), lines, strict=True):
        keys_before = None if before is None else reach.keys_of(table, from_line(before))
        place = place_of(hand.number, head.position, line, after is None)
        writer.change(IndexChange(table, id_, keys_before, hand.keys(table, id_), place))
        head.position += len(line)
    head.position += len(commit)
    head.number, head.stamp = hand.number, hand.stamp
    note_files(head, view.book, view.journal)
    return view.at(writer.finish(head))
