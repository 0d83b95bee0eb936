"""One issue of the newsletter, many people."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.book import Book


def headers(book: Book) -> Mapping[str, str]:
    """Return the header by which mail programs offer to stop a newsletter (RFC 2369): an answer that says so."""
    from store.outbox.message import stop_address

    address = stop_address(book.settings.sender.email)
    return {"List-Unsubscribe": f"<mailto:{address}?subject=stop>"} if address else {}
