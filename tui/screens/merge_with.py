"""Who else is this person? Those who look like them, and anybody by name; then both side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from store.model import ContactLine, Receipt
from tui.widgets.choices import Choices
from tui.widgets.dialog import Dialog
from tui.widgets.line_input import LineInput
from tui.wording import merging as words

if TYPE_CHECKING:
    from store.book import Book

PAUSE = 0.05
MOST = 9


class MergeWith(Dialog[str | None]):
    """Choose the other one; gives their id, or None."""

    DEFAULT_CSS = """
    MergeWith #line { background: $panel; margin-bottom: 1; }
    """

    def __init__(self, book: Book, contact: str) -> None:
        """Look up the person and who is like them; raises NotFound."""
        self.book = book
        self.contact = contact
        self.whose = book.dossier(contact).contact.name
        self.alike = [(pair.second if pair.first.id == contact else pair.first, words.pair_reasons(pair.why))
                      for pair in book.likely_with(contact)]
        self._looking: Timer | None = None
        super().__init__(words.with_whom(self.whose), hint=words.WITH_HINT)

    def body(self) -> Iterable[Widget]:
        """Return a line for a name, and those who fit."""
        return (LineInput(placeholder=words.WITH_PROMPT, id="line"), Choices(self._options(self.alike), id="who"))

    def on_mount(self) -> None:
        """Stand in the list where there is one, else in the line."""
        (self.query_one(Choices) if self.alike else self.query_one(LineInput)).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for a name once the key has been painted."""
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(PAUSE, self._look)

    def on_input_submitted(self) -> None:
        """Take the first one who fits, or go to the list where several do."""
        self._look()
        choices = self.query_one(Choices)
        if len(choices.choices) == 1:
            self.dismiss(str(choices.choices[0][2]))
        elif choices.choices:
            choices.focus()

    def on_choices_picked(self, event: Choices.Picked) -> None:
        """Give the one picked."""
        self.dismiss(str(event.value))

    def _look(self) -> None:
        typed = self.query_one(LineInput).value.strip()
        found = self.attempt(lambda: self.book.find(typed, MOST + 1)) if typed else None
        rows = [(each, "") for each in found or () if each.id != self.contact] if typed else self.alike
        self.query_one(Choices).show(self._options(rows))
        self.say(words.NOBODY_ELSE if typed and not rows else "")

    def _options(self, rows: Iterable[tuple[ContactLine, str]]) -> list[tuple[str, str, object]]:
        return [(str(place), words.pair_line(each.name, each.company) + (f"   {why}" if why else ""), each.id)
                for place, (each, why) in enumerate(list(rows)[:MOST], 1)]


def merge_with(screen: Screen[Any], book: Book, contact: str, took: Callable[[Receipt | None], None],
               complain: Callable[[str], None]) -> None:
    """Ask who else a person is, show both side by side, and hand the receipt on."""
    from tui.screens.merging import MergeScreen
    from tui.widgets.dialog import attempt

    def chosen(other: str | None) -> None:
        side_by_side = attempt(lambda: MergeScreen(book, contact, other), complain) if other else None
        if side_by_side is not None:
            screen.app.push_screen(side_by_side, took)

    dialog = attempt(lambda: MergeWith(book, contact), complain)
    if dialog is not None:
        screen.app.push_screen(dialog, chosen)
