"""The upkeep that no verb should wait for: the day's backup, and folding a journal that has grown long.

Asking whether it is due imports nothing and costs a look at one folder, because every quick command asks.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book

FOLD_AFTER = 400
"Units in the journal after which upkeep folds it into the snapshot."


def due(book: Book) -> bool:
    """Return whether the day's backup is missing or the journal has grown long; False for a book without an entry."""
    database = book.database
    if database.number == 0:
        return False
    return _is_backup_due(book) or _is_fold_due(book)


def _is_backup_due(book: Book) -> bool:
    """Return whether there is no backup of this day (in UTC, as their names are) yet."""
    day = book.now().date().isoformat()
    try:
        return not any(name.startswith(day) and name.endswith(".gz") for name in os.listdir(book.home.backups))
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _is_fold_due(book: Book) -> bool:
    """Return whether the journal is worth folding."""
    return book.database.journal_units() > FOLD_AFTER or book.database.wants_compacting


def run(book: Book) -> None:
    """Make the day's backup where it is missing, and fold a long journal; safe at any moment, in any process.

    Of two processes that come to it together one does it, and the other goes away. Raises BookFault.
    """
    import fcntl

    from store.book import keeping, large

    if not due(book):
        return
    folder = book.home.cache
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        mark = os.open(os.path.join(folder, "upkeep.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _is_backup_due(book):
            keeping.backup(book)
            large.collect(book)
        if _is_fold_due(book):
            book.database.compact()
    except BlockingIOError:
        return
    finally:
        os.close(mark)
