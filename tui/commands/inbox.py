"""Opening the full screen."""

from __future__ import annotations

from store.errors import Unavailable
from tui.first_frame import FirstFrame

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book


def open_inbox(book: Book, tour: bool = False) -> int:
    """Run the app on a book, with the tour if asked, and return its exit status.

    What the app did not expect comes out as it was raised.
    """
    frame = FirstFrame(book)
    frame.paint()
    app = None
    try:
        try:
            from tui.app import OnwardApp
        except ModuleNotFoundError as missing:
            raise Unavailable("no-app", name=missing.name) from None
        app = OnwardApp(book, frame, tour)
        status = app.run()
    finally:
        frame.take_away(app is not None and app.was_shown)
    if app._exception is not None:
        raise app._exception
    return int(status or 0)
