"""Short questions: pick one, type a line, say when. The longer ones about touches and traits come from here too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from store.errors import OnwardError
from store.model import Planned
from tui import keys
from tui.screens.ask_next import AskNext
from tui.screens.log_touch import LogTouch
from tui.screens.traits import Traits
from tui.widgets import memory
from tui.widgets.choices import Choice, Choices
from tui.widgets.dialog import Dialog, preview_when, zone_of
from tui.widgets.line_input import LineInput
from tui.wording import on_screen
from tui.wording.choices import QUICK_DAYS
from tui.wording.instants import planned

if TYPE_CHECKING:
    from store.book import Book

__all__ = ["AskLine", "AskNext", "AskWhen", "Choose", "LogTouch", "Traits"]

PAUSE = 0.05
"Seconds after a key until the words are read as a date."


class Choose(Dialog[object]):
    """Pick one of some options by its key, by the arrows and Enter, or by the mouse; gives its value, or None."""

    def __init__(self, title: str, options: Sequence[Choice], help: str = "") -> None:
        """Keep the title and the options as (key, words, value)."""
        super().__init__(title, hint=help)
        self.options = tuple(options)

    def body(self) -> Iterable[Widget]:
        """Return the list."""
        return (Choices(self.options),)

    def on_mount(self) -> None:
        """Stand on the first option."""
        self.query_one(Choices).focus()

    def on_choices_picked(self, event: Choices.Picked) -> None:
        """Give back the value picked."""
        self.dismiss(event.value)


class AskLine(Dialog[str]):
    """Type one line; gives it, or None. A line left with Esc stands there again the next time."""

    DEFAULT_CSS = "AskLine #line { background: $panel; }"

    def __init__(self, title: str, value: str = "", help: str = "", allow_empty: bool = False) -> None:
        """Keep the title, a line to begin with, and whether an empty line is an answer."""
        super().__init__(title, hint=help)
        self.value = value
        self.allow_empty = allow_empty

    def body(self) -> Iterable[Widget]:
        """Return the field."""
        return (LineInput(id="line"),)

    def on_mount(self) -> None:
        """Put the line in and stand at its end."""
        line = self.query_one(LineInput)
        line.value = memory.kept(self.app, self._place) or self.value
        line.cursor_position = len(line.value)
        line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give back the line."""
        if event.value.strip() or self.allow_empty:
            memory.keep(self.app, self._place, "")
            self.dismiss(event.value.strip())

    def action_back(self) -> None:
        """Leave with nothing done; the line is kept."""
        typed = self.query_one(LineInput).value
        memory.keep(self.app, self._place, typed if typed != self.value else "")
        self.dismiss(None)

    @property
    def _place(self) -> str:
        return f"line: {self.heading}: {self.value}"




class AskWhen(Dialog[Planned]):
    """Say a day or a time with one key or in words, seen live as a date; gives a Planned, or None."""

    DEFAULT_CSS = """
    AskWhen #words { background: $panel; margin-top: 1; }
    AskWhen #preview { height: 1; }
    """
    PLACE = "day"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("day")

    def __init__(self, book: Book, title: str) -> None:
        """Keep the book, which reads the words."""
        super().__init__(title, hint=on_screen.ONE_KEY_OR_SPACE_AND_WORDS)
        self.book = book
        self.planned: Planned | None = None
        self._reading: Timer | None = None

    def body(self) -> Iterable[Widget]:
        """Return the quick keys, the field and what it means."""
        return (
            Choices(self._days(), id="days"),
            LineInput(placeholder=on_screen.OR_IN_WORDS, id="words"),
            Static(id="preview", classes="muted"),
        )

    def on_mount(self) -> None:
        """Stand on the quick keys; words left the last time are there."""
        words = self.query_one(LineInput)
        words.value = memory.kept(self.app, self._place)
        self.query_one(Choices).focus()

    def on_key(self, event: events.Key) -> None:
        """Move into the field with Space, or with any letter that is no quick key."""
        days = self.query_one(Choices)
        words = self.query_one(LineInput)
        if self.focused is days and event.is_printable and event.character:
            event.stop()
            words.focus()
            if event.character != " ":
                words.insert_text_at_cursor(event.character)

    def on_choices_picked(self, event: Choices.Picked) -> None:
        """Give back the day of a quick key."""
        if isinstance(event.value, Planned):
            self.dismiss(event.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read the words once the key has been painted."""
        memory.keep(self.app, self._place, event.value)
        self.say("")
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(PAUSE, self._preview)

    def on_input_submitted(self) -> None:
        """Give back what the words mean; where they mean nothing, say so and keep them."""
        words = self.query_one(LineInput).value
        if not words.strip():
            self.action_quick_days()
            return
        meant = self.attempt(lambda: self.book.plan_when(words))
        if meant is not None:
            memory.keep(self.app, self._place, "")
            self.dismiss(meant)

    def action_quick_days(self) -> None:
        """Go back to the quick keys; among them, up."""
        days = self.query_one(Choices)
        if self.focused is days:
            days.action_cursor_up()
        else:
            days.focus()

    def _days(self) -> list[Choice]:
        """Return the quick keys whose words the book understands, each with its day."""
        found: list[Choice] = []
        for key, label, words in QUICK_DAYS:
            try:
                meant = self.book.plan_when(words)
            except OnwardError:
                continue
            shown = planned(meant, self.book.now(), zone_of(self.book))
            found.append((key, label if shown == label else f"{label}   {shown}", meant))
        return found

    def _preview(self) -> None:
        words = self.query_one(LineInput).value
        self.query_one("#preview", Static).update(Content(preview_when(self.book, words)))

    @property
    def _place(self) -> str:
        return f"when: {self.heading}"

