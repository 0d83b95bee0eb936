"""One line that logs: typed in any order, shown live as what it will store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from store.model import Proposal, Receipt
from tui.look import clean
from tui.widgets import memory
from tui.widgets.chips import LATER, NEW_PERSON, Chips, who_choices
from tui.widgets.choices import Choices
from tui.widgets.dialog import Dialog, zone_of
from tui.widgets.line_input import LineInput
from tui.wording import dialogs

if TYPE_CHECKING:
    from store.book import Book

PAUSE = 0.05
"Seconds after a key until the line is read again; the key itself is painted first."
PLACE = "quick-log"

Logged = Receipt | tuple[Receipt, str] | None
"What the screen gives back: a receipt; (receipt, `draft`) where the draft is to be opened; None where it was left."


class QuickLogScreen(Dialog[Logged]):
    """The quick-log line; dismisses with a Receipt, with (Receipt, "draft"), or with None.

    A line left with Esc stands there again the next time. A line in doubt asks who is meant, or is kept as unfiled.
    """

    DEFAULT_CSS = """
    QuickLogScreen #line { background: $panel; margin-bottom: 1; }
    QuickLogScreen #doubt { color: $text-warning; height: auto; }
    QuickLogScreen #who { margin-top: 1; display: none; }
    QuickLogScreen #who.-shown { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+enter,alt+enter,ctrl+j,f5", "save_and_draft", "Save and draft", priority=True),
        Binding("up", "older", "Earlier line"),
        Binding("down", "newer", "Later line"),
    ]

    def __init__(self, book: Book, prefill: str = "") -> None:
        """Keep the book and a line to begin with."""
        super().__init__("Log a line", hint=dialogs.QUICK_HINT)
        self.book = book
        self.prefill = prefill
        self.proposal: Proposal | None = None
        self._read_as = ""
        self._wants_draft = False
        self._reading: Timer | None = None
        self._lines: list[str] = []
        self._place = 0

    def body(self) -> Iterable[Widget]:
        """Return the line, its pieces, the doubt and the people it may be about."""
        return (
            LineInput(placeholder=dialogs.QUICK_HELP, id="line"),
            Chips(id="chips"),
            Static(id="doubt"),
            Choices(id="who"),
        )

    def on_mount(self) -> None:
        """Put back the line of the last time, and the history."""
        waiting = memory.kept(self.app, PLACE)
        if waiting and self.prefill and waiting != self.prefill:
            memory.remember_line(self.app, waiting)
        self._lines = [*memory.lines(self.app), ""]
        self._place = len(self._lines) - 1
        self._set_line(self.prefill or waiting)
        self._read()
        self.line.focus()

    @property
    def line(self) -> LineInput:
        """The field of the line."""
        return self.query_one("#line", LineInput)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what was typed, and read it once the key has been painted."""
        memory.keep(self.app, PLACE, event.value)
        self.say("")
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(PAUSE, self._read)

    def on_input_submitted(self) -> None:
        """Save the line, or ask who is meant."""
        self._wants_draft = False
        self._save()

    def action_save_and_draft(self) -> None:
        """Save the line and have its draft opened."""
        self._wants_draft = True
        chosen = self.query_one(Choices)
        if self.focused is chosen:
            chosen.action_select()
        else:
            self._save()

    def on_choices_picked(self, event: Choices.Picked) -> None:
        """Save the line for the person picked."""
        if event.value == NEW_PERSON:
            self._log(new=True)
        elif event.value == LATER:
            self._log()
        else:
            self._log(contact=str(event.value))

    def action_older(self) -> None:
        """Bring back the line before, or leave the list of people."""
        who = self.query_one(Choices)
        if self.focused is who:
            self.line.focus()
        elif self._place > 0:
            self._turn(-1)

    def action_newer(self) -> None:
        """Go forward in the lines of this session, from the newest into the people it may be about."""
        if self._place < len(self._lines) - 1:
            self._turn(1)
        elif self.query_one(Choices).choices:
            self.query_one(Choices).focus()

    def action_leave(self) -> None:
        """Leave; from the list of people back to the line. The line is kept."""
        if self.focused is self.query_one(Choices):
            self.line.focus()
            return
        memory.keep(self.app, PLACE, self.line.value)
        self.dismiss(None)

    def _turn(self, by: int) -> None:
        self._lines[self._place] = self.line.value
        self._place += by
        self._set_line(self._lines[self._place])

    def _set_line(self, line: str) -> None:
        self.line.value = clean(line)
        self.line.cursor_position = len(self.line.value)

    def _read(self) -> None:
        """Hold the line against the book and show what it will store."""
        line = self.line.value
        self._read_as = line
        self.proposal = self.book.propose(line) if line.strip() else None
        self.query_one(Chips).show(self.proposal, self.book.now(), zone_of(self.book))
        doubt = self.query_one("#doubt", Static)
        doubt.update(dialogs.doubt(self.proposal.doubt if self.proposal else ""))
        doubt.display = self.proposal is not None and bool(self.proposal.doubt)
        who = self.query_one(Choices)
        options = who_choices(self.proposal) if self.proposal else []
        if list(who.choices) != options:
            who.show(options)
        who.set_class(bool(options), "-shown")

    def _save(self) -> None:
        """Store the line; where more than one person fits, move to the list of them first."""
        if self._reading is not None:
            self._reading.stop()
        if self._read_as != self.line.value or self.proposal is None:
            self._read()
        if self.proposal is not None and self.proposal.doubt and self.query_one(Choices).choices:
            self.query_one(Choices).focus()
            return
        known = self.proposal.known if self.proposal else None
        self._log(contact=known.id if known else None)

    def _log(self, contact: str | None = None, new: bool = False) -> None:
        line = self.line.value
        receipt = self.attempt(lambda: self.book.log(line, contact=contact, new=new))
        if receipt is None:
            return
        memory.remember_line(self.app, line)
        memory.keep(self.app, PLACE, "")
        self.line.value = ""
        wants_draft = self._wants_draft and not receipt.unfiled and len(receipt.contacts) == 1
        self.dismiss((receipt, "draft") if wants_draft else receipt)
