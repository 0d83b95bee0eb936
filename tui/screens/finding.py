"""Finding anyone from any screen; what was open stays open underneath."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.widgets.line_input import LineInput
from tui.widgets.queue import QueueList
from tui.widgets.rows import Section
from tui.widgets.unplanned import row_of_line
from tui.wording.inbox import FIND_PROMPT

if TYPE_CHECKING:
    from store.book import Book
    from tui.app import OnwardApp


class FindScreen(ModalScreen[None]):
    """A line and the people who fit; Enter opens one, Esc goes back to where the user was."""

    DEFAULT_CSS = """
    FindScreen { align: center top; background: $background 60%; }
    FindScreen > Vertical { width: 100%; max-width: 104; height: auto; max-height: 80%; padding: 1; }
    FindScreen > Vertical { background: $surface; }
    FindScreen LineInput { border: none; height: 1; padding: 0 1; background: $panel; }
    FindScreen QueueList { height: 14; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", "back"),
        ("down", "step(1)", "down"),
        ("up", "step(-1)", "up"),
    ]

    def __init__(self, book: Book) -> None:
        """Keep the book."""
        super().__init__()
        self.book = book

    def compose(self) -> ComposeResult:
        """Lay out the line and the list."""
        with Vertical():
            yield LineInput(placeholder=FIND_PROMPT)
            yield QueueList()

    def on_mount(self) -> None:
        """Stand in the line."""
        self.query_one(QueueList).can_focus = False
        self.query_one(Input).focus()

    @on(Input.Changed)
    def look(self, event: Input.Changed) -> None:
        """Show who fits the words so far."""
        owner = cast("OnwardApp", self.app)
        now = self.book.now()
        found = owner.attempt(lambda: self.book.find(event.value)) if event.value.strip() else ()
        rows = [row_of_line(line, now) for line in found or ()]
        self.query_one(QueueList).show([Section("", rows)], now, owner.zone)

    @on(Input.Submitted)
    def take(self) -> None:
        """Open the person under the cursor in place of this line."""
        row = self.query_one(QueueList).row
        if row is not None:
            from tui.screens.contact import ContactScreen

            self.app.switch_screen(ContactScreen(self.book, row.due.contact))

    def on_queue_list_opened(self) -> None:
        """Open the person who was double-clicked."""
        self.take()

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        queue = self.query_one(QueueList)
        queue.move_to(queue.cursor + by)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
