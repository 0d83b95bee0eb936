"""Log one touch with a contact: what, by whom, how it ended, and a note."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Label

from tui import keys
from tui.look import clean
from tui.widgets import memory
from tui.widgets.choices import PickRow
from tui.widgets.dialog import Form
from tui.widgets.line_input import LineInput
from tui.wording import on_screen
from tui.wording.choices import CALL_OUTCOMES, CAME_IN, DIRECTIONS, MET_OUTCOMES, SENT_OUTCOMES, TOUCH_KINDS

if TYPE_CHECKING:
    from store.book import Book



class LogTouch(Form):
    """Log a touch with one contact, out or in; gives the Receipt, or None. The note is kept by Esc."""

    DEFAULT_CSS = """
    LogTouch Label { width: 10; color: $text-muted; }
    LogTouch .field { height: auto; }
    LogTouch LineInput { width: 1fr; background: $panel; }
    """
    PLACE = "form"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("form")

    def __init__(self, book: Book, contact_id: str) -> None:
        """Look up the contact."""
        self.book = book
        self.contact_id = contact_id
        contact = book.dossier(contact_id).contact
        super().__init__(
            on_screen.LOG_A_TOUCH.format(name=clean(contact.name)),
            hint=on_screen.ONE_KEY_FOR_WHAT_WITH_SHIFT,
        )

    def body(self) -> Iterable[Widget]:
        """Return the rows: what, who, how it ended, the note."""
        return (
            PickRow("What", TOUCH_KINDS, "call", id="kind"),
            PickRow("Who", DIRECTIONS, "out", id="direction"),
            PickRow("Outcome", CALL_OUTCOMES, "reached", id="outcome"),
            Horizontal(Label("Note"), LineInput(placeholder=on_screen.WHAT_WAS_SAID, id="note"), classes="field"),
        )

    def on_mount(self) -> None:
        """Begin with what happened; a note left the last time is there."""
        note = self.query_one("#note", LineInput)
        note.value = memory.kept(self.app, self._place)
        self._row("kind").focus()

    def on_key(self, event: events.Key) -> None:
        """Take a capital letter on the first row as the same kind, from them."""
        letter = event.character or ""
        kinds = {key.upper(): value for key, _, value in TOUCH_KINDS}
        if self.focused is self._row("kind") and letter in kinds:
            event.stop()
            self._row("kind").choose(kinds[letter])
            self._row("direction").choose("in")
            self._fit_outcomes()
            self._row("outcome").focus()

    def on_pick_row_picked(self, event: PickRow.Picked) -> None:
        """Go on: from what to how it ended (who is out unless said), and then to the note."""
        self._fit_outcomes()
        if event.row.id in ("kind", "direction"):
            self._row("outcome").focus()
        else:
            self.query_one("#note", LineInput).focus()

    def on_descendant_blur(self) -> None:
        """Keep the outcomes fitting what was chosen with the arrows."""
        self._fit_outcomes()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the note."""
        memory.keep(self.app, self._place, event.value)

    def on_input_submitted(self) -> None:
        """Save."""
        self.action_save()

    def action_save(self) -> None:
        """Log the touch; an error is shown and the note stays."""
        self._fit_outcomes()
        kind, direction = str(self._row("kind").value), str(self._row("direction").value)
        chosen = self._row("outcome").value
        note = self.query_one("#note", LineInput).value.strip()
        incoming = direction == "in"
        receipt = self.attempt(lambda: self.book.log_touch(
            self.contact_id, kind, direction=direction, note=note,
            outcome="" if incoming else str(chosen or ""),
            wants_answer=chosen if incoming and isinstance(chosen, bool) else None,
        ))
        if receipt is not None:
            memory.keep(self.app, self._place, "")
            self.dismiss(receipt)

    def _fit_outcomes(self) -> None:
        """Offer the outcomes that the kind and the direction can have."""
        row = self._row("outcome")
        if self._row("direction").value == "in":
            row.offer(CAME_IN, None if self._row("kind").value in ("call", "meeting") else True)
        elif self._row("kind").value == "call":
            row.offer(CALL_OUTCOMES, "reached")
        elif self._row("kind").value == "meeting":
            row.offer(MET_OUTCOMES, "reached")
        else:
            row.offer(SENT_OUTCOMES, "sent")

    def _row(self, name: str) -> PickRow:
        return self.query_one(f"#{name}", PickRow)

    @property
    def _place(self) -> str:
        return f"touch: {self.contact_id}"
