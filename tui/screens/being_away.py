"""Away: one line for the first day and the day of return; or back again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from store.errors import OnwardError
from store.model import Receipt
from tui import keys
from tui.look import clean
from tui.widgets import memory
from tui.widgets.dialog import Dialog
from tui.widgets.line_input import LineInput
from tui.wording import on_screen, practice
from tui.wording.errors import sentence

if TYPE_CHECKING:
    from store.book import Book

PAUSE = 0.05
KEPT = "away line"


class AskAway(Dialog[Receipt]):
    """Be away, or back; gives the Receipt, or None. Esc keeps what was typed."""

    DEFAULT_CSS = """
    AskAway LineInput { background: $panel; }
    AskAway #preview { height: auto; min-height: 1; }
    """
    PLACE = "away"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("away")

    def __init__(self, book: Book) -> None:
        """Look up whether the user is away."""
        self.book = book
        self.standing = book.aways()
        self._reading: Timer | None = None
        super().__init__(practice.AWAY_TITLE, hint=practice.AWAY_NOW_HINT if self.standing else practice.AWAY_HINT)

    def body(self) -> Iterable[Widget]:
        """Return what stands, the line, and what it means."""
        today = self.book.today()
        standing = "\n".join(practice.away_line(each, today) for each in self.standing)
        shown = Static(Content(clean(standing, one_line=False)), id="standing", classes="muted")
        shown.display = bool(standing)
        return (shown, LineInput(placeholder=on_screen.FRI_UNTIL_7_DEC, id="line"), Static(id="preview", classes="muted"))

    def on_mount(self) -> None:
        """Put back what was typed the last time."""
        line = self.query_one(LineInput)
        line.value = memory.kept(self.app, KEPT)
        line.focus()
        self._preview()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the line, and read it once the key has been painted."""
        memory.keep(self.app, KEPT, event.value)
        self.say("")
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(PAUSE, self._preview)

    def on_input_submitted(self) -> None:
        """Be away."""
        words = self.query_one(LineInput).value
        done = self.attempt(lambda: self.book.away(*self.book.read_away(words)))
        if done is not None:
            memory.keep(self.app, KEPT, "")
            self.dismiss(done)

    def action_end(self) -> None:
        """Be back."""
        done = self.attempt(self.book.end_away)
        if done is not None:
            self.dismiss(done)

    def _preview(self) -> None:
        """Say which days the words mean."""
        words, told = self.query_one(LineInput).value, ""
        if words.strip():
            try:
                told = practice.away_span(*self.book.read_away(words), self.book.today())
            except OnwardError as error:
                told = sentence(error)
        self.query_one("#preview", Static).update(Content(clean(told)))
