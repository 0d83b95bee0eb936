"""Folding the journal into the snapshot while others write, and the end of a migration."""

from __future__ import annotations

import os

from store.disk.files import fault_of
from store.disk.fold import Folded
from store.disk.index_head import Odd
from store.disk.lock import Lock
from store.disk.mending import truth_of
from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _thread import RLock

    from store.disk.reach import Reach
    from store.disk.unit import UnitInHand
    from store.disk.view import View


_MOST_ROUNDS = 8
_FEW_UNITS = 4


def fold(reach: Reach, view: View, keep_units: int, guard: RLock) -> bool:
    """Write snapshot, journal and index anew beside the old ones, then rename them under the lock.

    Others read and write all the while; the last of what they write is taken over under the lock, which is held for the
    moment of the renames. Returns False where somebody else is folding, or has folded meanwhile; raises BookFault.
    """
    folding = Lock(reach.paths[2] + ".folding", reach.files, 0)
    try:
        folding.take("compact")
    except BookFault as fault:
        if fault.code == "book-locked":
            return False
        raise
    folded = Folded(reach.files, reach.paths, ".fold")
    try:
        truth = truth_of(reach, view)
        if not truth.sound:
            with guard:
                reach.build_anew(False)
            return True
        folded.write(truth, reach.keys_of, reach.boot, reach.fingerprint, keep_units, {})
        del truth
        _follow(reach, view, folded, guard)
        with guard:
            reach.lock.take("compact")
            try:
                return _published(reach, view, folded)
            finally:
                reach.lock.release()
    except Odd:
        return False
    except OSError as error:
        raise fault_of(error, reach.folder) from error
    finally:
        folded.give_up()
        folding.release()


def _published(reach: Reach, view: View, folded: Folded) -> bool:
    """Take over what was written meanwhile and rename; return False where the files are no longer those folded."""
    newest = reach.settle()
    if reach.fault is not None:
        raise reach.fault
    if not _is_same_book(view, newest):
        return False
    folded.catch_up(newest, reach.keys_of)
    reach.view = folded.publish()
    return True


def _follow(reach: Reach, view: View, folded: Folded, guard: RLock) -> None:
    """Take over what was written meanwhile before the lock is taken, until hardly anything is left to do under it."""
    reached = view.head.number
    for _attempt in range(_MOST_ROUNDS):
        with guard:
            newest = reach.refresh()
        left = newest.head.number - reached
        if left <= _FEW_UNITS or not _is_same_book(view, newest):
            return
        folded.catch_up(newest, reach.keys_of)
        reached = newest.head.number


def _is_same_book(view: View, newest: View) -> bool:
    """Return whether two views are of the same files."""
    return all(
        os.fstat(old.descriptor).st_ino == os.fstat(new.descriptor).st_ino
        for old, new in ((view.book, newest.book), (view.journal, newest.journal))
    )


def finish_migration(reach: Reach, hand: UnitInHand) -> None:
    """Write the book with the changes of a migration and the new schema; the rename of the snapshot makes it true.

    The units before it stay in the journal to be read, and cannot be undone any more.
    """
    view = reach.view
    assert view is not None
    folded = Folded(reach.files, reach.paths, ".new")
    try:
        truth = truth_of(reach, view)
        for table, id_, _before, after in hand.changes():
            truth.texts[table, id_] = after
        folded.write(truth, reach.keys_of, reach.boot, reach.fingerprint, len(truth.units), {
            "schema": reach.known_schema, "number": hand.number, "stamp": hand.stamp, "undoable_after": hand.number,
        })
        reach.view = folded.publish()
        reach.is_older = False
    except (OSError, Odd) as error:
        folded.give_up()
        if isinstance(error, Odd):
            raise BookFault("cannot-read", path=reach.paths[0], reason=str(error)) from error
        raise fault_of(error, reach.folder) from error
