"""The screen that a draft is worked on in: beside the telephone for a call, the editor for all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.book import Book
    from store.model import Draft
    from tui.screens.call_card import CallScreen
    from tui.screens.draft import DraftScreen


def screen_for(book: Book, draft: Draft) -> CallScreen | DraftScreen:
    """Return the screen for a draft, imported when it is opened."""
    if draft.kind == "call":
        from tui.screens.call_card import CallScreen

        return CallScreen(book, draft.id)
    from tui.screens.draft import DraftScreen

    return DraftScreen(book, draft.id)
