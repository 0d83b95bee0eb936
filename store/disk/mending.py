"""Making an index anew, mending a damaged or edited book, and seeing one that cannot be written.

Imported where the index on the disk does not do: at the first opening, on bad days, and for folding.
"""

from __future__ import annotations

import os

from store.disk.damage import set_aside
from store.disk.fold import Folded, index_truth
from store.disk.index_head import FileStore, MemoryStore, Odd
from store.disk.truth import Truth
from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.disk.reach import Reach
    from store.disk.view import OpenFile, View

_ATTEMPTS = 5


def truth_of(reach: Reach, view: View) -> Truth:
    """Read the two files of a view from their beginnings, as far as it goes."""
    return Truth(view.book, view.journal, reach.paths[:2], view.head.position)


def truth_on_disk(reach: Reach) -> Truth:
    """Read the two files from their beginnings; one that is missing counts as empty.

    Raises BookFault `no-book`, `not-a-book`, `newer-book`, `cannot-read`; nothing is changed.
    """
    if not reach.exists():
        raise BookFault("no-book", path=reach.paths[0])
    opened = []
    for path in reach.paths[:2]:
        try:
            opened.append(reach.open_file(path))
        except FileNotFoundError:
            opened.append(reach.open_file(os.devnull))
        except OSError as error:
            raise BookFault("cannot-read", path=path, reason=error.strerror) from error
    truth = Truth(opened[0], opened[1], reach.paths[:2])
    if truth.schema > reach.known_schema:
        raise BookFault("newer-book", found=truth.schema, known=reach.known_schema, path=reach.paths[0])
    reach.is_older = truth.schema < reach.known_schema
    return truth


def rebuilt(reach: Reach) -> View:
    """Return the view through a new index of a sound book, or of a damaged one mended; the lock is held."""
    for _attempt in range(_ATTEMPTS):
        try:
            return _rebuilt(reach)
        except Odd as error:  # somebody who knows no lock writes at the same time
            reason = str(error)
    raise BookFault("cannot-read", path=reach.paths[0], reason=reason)


def _rebuilt(reach: Reach) -> View:
    if os.path.exists(reach.paths[0] + ".erase"):
        from store.disk.erasing import finish

        finish(reach)
    truth = truth_on_disk(reach)
    if not truth.sound:
        return _mended(reach, truth)
    if truth.torn:
        cut(reach, truth.journal, *truth.lost["journal"][0])
    path = reach.paths[2] + ".new"
    store = FileStore(reach.files, reach.files.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC))
    view = index_truth(truth, store, reach.keys_of, reach.boot, reach.fingerprint)
    reach.files.replace(path, reach.paths[2])
    return view


def _mended(reach: Reach, truth: Truth) -> View:
    """Return the view of a damaged or edited book, written anew from what is sound; the rest is set aside first."""
    pieces = _pieces_of(truth)
    aside = set_aside(reach.files, reach.folder, pieces) if pieces else None
    folded = Folded(reach.files, reach.paths, ".new")
    try:
        folded.write(truth, reach.keys_of, reach.boot, reach.fingerprint, len(truth.units), {})
        view = folded.publish()
    except OSError:
        folded.give_up()
        raise
    reach.notices += _notices_of(truth, view, reach.paths, aside)
    return view


def cut(reach: Reach, journal: OpenFile, start: int, end: int) -> None:
    """Set the torn end of the journal aside and cut it off; somebody died while writing it."""
    aside = set_aside(reach.files, reach.folder, [journal.read(end - start, start)])
    descriptor = reach.files.open(reach.paths[1], os.O_RDWR)
    try:
        reach.files.truncate(descriptor, start)
        reach.files.sync(descriptor)
    finally:
        reach.files.close(descriptor)
    reach.notices.append(BookFault("torn-unit", path=reach.paths[1], aside=aside, length=end - start))


def private(reach: Reach) -> View:
    """Return the view through an index in memory, where nothing can be written or the lock cannot be had."""
    for _attempt in range(_ATTEMPTS):
        reach.private_stamp = reach.stamp_of_files()
        truth = truth_on_disk(reach)
        if reach.private_stamp == reach.stamp_of_files():
            break
    view = _private_view(reach, truth)
    reach.is_private = True
    for notice in _notices_of(truth, view, reach.paths, None):
        reach.tell(notice)
    return view


def _private_view(reach: Reach, truth: Truth) -> View:
    """Return a view that writes nothing beside the book: what has to be mended is written into nameless files."""
    if truth.sound:
        return index_truth(truth, MemoryStore(), reach.keys_of, reach.boot, reach.fingerprint)
    import tempfile

    with tempfile.TemporaryDirectory(prefix="onward-") as folder:
        names = (os.path.join(folder, "book"), os.path.join(folder, "journal"), os.path.join(folder, "index"))
        folded = Folded(reach.files, names, "")
        folded.write(truth, reach.keys_of, reach.boot, reach.fingerprint, len(truth.units), {})
    assert folded.view is not None
    return folded.view


def _pieces_of(truth: Truth) -> list[bytes]:
    """Return the damaged parts of both files, each ending its line."""
    pieces = []
    for name, file in (("book", truth.book), ("journal", truth.journal)):
        for start, end in truth.lost[name]:
            piece = file.read(end - start, start)
            pieces.append(piece if piece.endswith(b"\n") else piece + b"\n")
    return pieces


def _notices_of(truth: Truth, view: View, paths: tuple[str, str, str], aside: str | None) -> list[BookFault]:
    """Return what is to be told: `kept` counts documents or units, `aside` names the file with the damaged parts."""
    if truth.sound:
        return []
    notices = []
    documents = sum(view.count(table) for table in view.tables())
    for which, name in enumerate(("book", "journal")):
        path, kept = paths[which], documents if name == "book" else len(truth.units)
        if truth.lost[name]:
            length = sum(end - start for start, end in truth.lost[name])
            notices.append(BookFault(f"damaged-{name}", path=path, kept=kept, aside=aside, length=length))
        if name in truth.edited:
            notices.append(BookFault("edited-by-hand", path=path, kept=kept))
    if truth.cut_short and truth.number:
        notices.append(BookFault("book-cut-short", path=paths[0], kept=documents, aside=aside))
    if truth.headless and not truth.lost["journal"] and truth.number:
        notices.append(BookFault("journal-missing", path=paths[1], kept=documents))
    if truth.gap:
        last, base = truth.gap
        notices.append(BookFault("journal-gap", path=paths[1], kept=documents, last=last, next=base + 1))
    return notices
