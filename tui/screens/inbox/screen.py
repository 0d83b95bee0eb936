"""The inbox screen itself: its keys from the table, and what Esc, q and a click mean here."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from tui import keys
from tui.screens.inbox.briefing import Briefing
from tui.screens.inbox.finding import Finding
from tui.screens.inbox.first_minute import FirstMinute
from tui.screens.inbox.going import Going
from tui.screens.inbox.syncing import Syncing
from tui.widgets.lines import OneLine

if TYPE_CHECKING:
    from store.book import Book


class InboxScreen(Going, Briefing, Syncing, FirstMinute, Finding):
    """Who is due a touch, in what order and why; one key each."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("inbox")

    def __init__(self, book: Book) -> None:
        """Keep the book."""
        super().__init__(book)

    def keys_act_at_once(self) -> bool:
        """Return whether a key of the list may act before the list itself has seen it."""
        return self.ready and self.focused is self.listing

    def action_back(self) -> None:
        """End a filter, else a selection."""
        if self.end_finding():
            return
        if self.listing.unselect():
            self.show_hints()
        else:
            self.owner.leave_tour()

    def action_quit(self) -> None:
        """Leave; from the demo opened inside, back to the own book."""
        if not self.owner.leave_demo():
            self.app.exit(0)

    def on_one_line_clicked(self, event: OneLine.Clicked) -> None:
        """Go to the tab, or do the action, that was clicked."""
        if event.line.id == "tabs":
            self.go_to(event.name)
        else:
            getattr(self, f"action_{event.name.replace('-', '_')}")()
