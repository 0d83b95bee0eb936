"""One at a time: what must not run twice at once on this machine, such as reading a mailbox."""

from __future__ import annotations

import contextlib
import os

from store.errors import BookFault, Unavailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.book import Book


@contextlib.contextmanager
def alone(book: Book, name: str) -> Iterator[None]:
    """Hold the right to bring one account in step; raises Unavailable(`sync-runs`, name, holder) where another has it.

    The right ends with its process, whatever became of it.
    """
    from hashlib import blake2b

    from store.disk.files import FileLayer
    from store.disk.lock import Lock

    try:
        os.makedirs(book.home.cache, mode=0o700, exist_ok=True)
    except OSError as error:
        raise BookFault("cannot-write", path=book.home.cache, reason=error.strerror or "") from None
    mark = blake2b(name.encode(), digest_size=8).hexdigest()
    lock = Lock(os.path.join(book.home.cache, f"sync-{mark}.lock"), FileLayer(), 0.0)
    try:
        lock.take("sync")
    except BookFault as fault:
        if fault.code != "book-locked":
            raise
        raise Unavailable("sync-runs", name=name, holder=fault.values.get("holder")) from None
    try:
        yield
    finally:
        lock.release()
