"""One run over a mailbox."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from store.book import Book
    from store.model import Account
    from store.sync import Tally, Tell


def run(book: Book, account: Account, tally: Tally, tell: Tell, ask: Callable[[Account], str] | None) -> None:
    """Bring the book in step with a mailbox."""
