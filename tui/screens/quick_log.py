"""One line that logs: typed in any order, shown live as what it will store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from store.model import Proposal, Receipt
from tui import keys
from tui.look import clean
from tui.screens.typed_lines import TypedLines
from tui.widgets import memory
from tui.widgets.chips import LATER, NEW_PERSON, Chips, pieces, who_choices
from tui.widgets.choices import Choices
from tui.widgets.completion import FromTheBook
from tui.widgets.dialog import Dialog, zone_of
from tui.widgets.line_input import LineInput
from tui.widgets.unchip import unchipped
from tui.wording import dialogs, on_screen

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
    QuickLogScreen #doubt { color: $text-warning; height: auto; display: none; }
    QuickLogScreen #who { margin-top: 1; display: none; }
    QuickLogScreen #who.-shown { display: block; }
    """
    PLACE = "log line"
    LABELS: ClassVar[Mapping[str, str]] = {"back": on_screen.KEEP_FOR_LATER}
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("log line")

    def __init__(self, book: Book, prefill: str = "") -> None:
        """Keep the book and a line to begin with."""
        super().__init__(on_screen.LOG_A_LINE)
        self.book = book
        self.prefill = prefill
        self.proposal: Proposal | None = None
        self._read_as = ""
        self._wants_draft = False
        self._doubt = ""
        self._reading: Timer | None = None
        self.typed = TypedLines(book.home.cache)
        self._lines: list[str] = []
        self._place = 0

    def body(self) -> Iterable[Widget]:
        """Return the line, its pieces, the doubt and the people it may be about."""
        return (
            LineInput(placeholder=dialogs.QUICK_HELP, id="line"),
            Chips(id="chips", can_focus=True),
            Static(id="doubt"),
            Choices(id="who"),
        )

    def on_mount(self) -> None:
        """Put back the line of the last time, and the history."""
        waiting = memory.kept(self.app, PLACE) or self.typed.waiting()
        if waiting and self.prefill and waiting != self.prefill:
            self.typed.remember(waiting)
        self._lines = [*self.typed.lines(), ""]
        self._place = len(self._lines) - 1
        self._set_line(self.prefill or waiting)
        self._read()
        self.line.suggester = FromTheBook(self.book, lambda line: line == self.line.value, self._verb)
        self.line.focus()

    def on_unmount(self) -> None:
        """Keep the line however the screen ends."""
        self.typed.keep(memory.kept(self.app, PLACE))

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

    def action_save_line(self) -> None:
        """Save the line, or ask who is meant; among the people, take the one under the cursor."""
        self._save_or_pick(wants_draft=False)

    def action_save_and_draft(self) -> None:
        """Save the line and have its draft opened."""
        self._save_or_pick(wants_draft=True)

    def _save_or_pick(self, wants_draft: bool) -> None:
        self._wants_draft = wants_draft
        chosen = self.query_one(Choices)
        if self.focused is chosen:
            chosen.action_select()
        else:
            self._save()

    def action_complete(self) -> None:
        """Take the completion of the line; where there is none go on, to the pieces and the people."""
        if self.focused is not self.line or not self.line.complete():
            self.focus_next()

    def action_piece_after(self) -> None:
        """Mark the next piece."""
        self.query_one(Chips).step(1)

    def action_piece_before(self) -> None:
        """Mark the piece before."""
        self.query_one(Chips).step(-1)

    def action_unchip(self) -> None:
        """Make the marked piece plain text again."""
        chips = self.query_one(Chips)
        if self.focused is not chips or chips.piece is None:
            return
        line = unchipped(self.line.value, chips.piece, self._pieces)
        if line is None:
            self.say(dialogs.NOT_PLAIN)
            return
        self._set_line(line)
        self._read()

    def on_key(self, event: events.Key) -> None:
        """Go on typing in the line from the pieces."""
        if self.focused is self.query_one(Chips) and event.is_printable and event.character:
            event.stop()
            self.line.focus()
            self.line.insert_text_at_cursor(event.character)

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
        if self.focused is who and who.highlighted:
            who.action_cursor_up()
        elif self.focused is not self.line:
            self.line.focus()
        elif self._place > 0:
            self._turn(-1)

    def action_newer(self) -> None:
        """Go forward in the lines before, from the newest into the people it may be about."""
        who = self.query_one(Choices)
        if self.focused is who:
            who.action_cursor_down()
        elif self.focused is self.line and self._place < len(self._lines) - 1:
            self._turn(1)
        elif who.choices:
            who.focus()

    def action_back(self) -> None:
        """Leave; from the pieces and the people back to the line. The line is kept, also after a restart."""
        if self.focused is not self.line:
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
        told = [dialogs.doubt(self.proposal.doubt), *map(dialogs.slip, self.proposal.questions)] if self.proposal else []
        self._tell_doubt("\n".join(each for each in told if each))
        who = self.query_one(Choices)
        options = who_choices(self.proposal) if self.proposal else []
        if list(who.choices) != options:
            who.show(options)
        who.set_class(bool(options), "-shown")

    def _tell_doubt(self, words: str) -> None:
        """Show what is in doubt, or nothing."""
        if words != self._doubt:
            self._doubt = words
            doubt = self.query_one("#doubt", Static)
            doubt.update(Content(words))
            doubt.display = bool(words)

    def action_mend_slip(self) -> None:
        """Write the mail address as it was probably meant; the key does nothing where there is no such question."""
        for question in self.proposal.questions if self.proposal and self._read_as == self.line.value else ():
            typed, meant = str(question.values["typed"]), str(question.values["meant"])
            start = self.line.value.lower().find(typed.lower())
            if start >= 0:
                self._set_line(self.line.value[:start] + meant + self.line.value[start + len(typed):])
        self._read()

    def _pieces(self, line: str) -> tuple[tuple[str, str], ...]:
        """Return the pieces of another line."""
        return pieces(self.book.propose(line), self.book.now(), zone_of(self.book))

    def _verb(self) -> str:
        """Return the verb of the line as it was read last."""
        touch = self.proposal.entry.touch if self.proposal else None
        return touch.verb if touch else ""

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
        memory.keep(self.app, PLACE, "")
        self.typed.keep("")
        self.typed.remember(line)
        self.line.value = ""
        wants_draft = self._wants_draft and not receipt.unfiled and len(receipt.contacts) == 1
        self.dismiss((receipt, "draft") if wants_draft else receipt)
