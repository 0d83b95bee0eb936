"""Due touches as a task list on the phone."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book
    from store.model import Account
    from store.sync import Tally, Tell
    from store.sync.dav.client import Client
    from store.sync.dav.discovery import Found


def run(book: Book, account: Account, client: Client, found: Found, tally: Tally, tell: Tell) -> None:
    """Bring the task list in step with what is due."""
