"""Making an empty book; imported once in a book's life."""

from __future__ import annotations

import os

from store.disk.files import fault_of
from store.disk.identity import STAMP_START
from store.disk.journal import header_line
from store.disk.snapshot import SnapshotWriter
from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.disk.reach import Reach


def create(reach: Reach) -> None:
    """Make an empty book, and its folder; the folder and its files are the user's alone. Raises BookFault."""
    try:
        os.makedirs(reach.folder, mode=0o700, exist_ok=True)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BookFault("cannot-write", path=reach.folder) from error
    except OSError as error:
        raise fault_of(error, reach.folder) from error
    reach.lock.take("create")
    try:
        if not reach.exists():
            _write(reach)
    except OSError as error:
        raise fault_of(error, reach.folder) from error
    finally:
        reach.lock.release()


def _write(reach: Reach) -> None:
    """Write an empty journal and then an empty snapshot, each whole before it gets its name."""
    book, journal, _index = reach.paths
    generation = os.urandom(8).hex()
    descriptor = reach.files.open(journal + ".new", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    try:
        reach.files.write(descriptor, header_line(generation, reach.known_schema, 0, STAMP_START, 0), 0)
        reach.files.sync(descriptor)
    finally:
        reach.files.close(descriptor)
    head = {"schema": reach.known_schema, "generation": generation, "number": 0, "stamp": STAMP_START}
    writer = SnapshotWriter(reach.files, book + ".new", head)
    reach.files.close(writer.finish())
    for path in (journal, book):
        reach.files.replace(path + ".new", path)
    reach.files.sync_folder(reach.folder)
    reach.files.sync_folder(os.path.dirname(reach.folder))
