"""Which rows of the queue have a draft that waits: begun and left open, or handed over and not known to have left."""

from __future__ import annotations

from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book
    from store.model import Queue


def marked(book: Book, queue: Queue) -> Queue:
    """Return a queue whose rows know of the drafts that wait for them; one handed over counts before one left open."""
    waiting: dict[str, str] = {}
    for document in book.database.table("drafts").with_key("waiting:"):
        state = str(document.get("state", ""))
        if not document.get("deleted") and waiting.get(str(document.get("contact"))) != "handed":
            waiting[str(document.get("contact"))] = state
    if not waiting:
        return queue
    return replace(queue, rows=tuple(
        replace(row, draft=waiting[row.due.contact]) if row.due.contact in waiting else row for row in queue.rows))
