"""Finding anyone: a line that filters this list first, then everyone; Esc restores what was there."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.widgets import Input

from store.model import Row
from tui.screens.inbox.looking import Looking
from tui.widgets.queue import QueueList
from tui.widgets.rows import Section, row_key
from tui.widgets.unplanned import row_of_line
from tui.wording.inbox import FOUND_ELSEWHERE, FOUND_HERE


class Finding(Looking):
    """The keys and the line that find."""

    found_from: str | None = None
    "The row under the cursor when the search began."
    _texts: Sequence[str] = ()
    _texts_of: Sequence[Row] | None = None

    def action_find(self) -> None:
        """Open the line to find with; open already, go into it."""
        line = self.query_one("#find", Input)
        if not line.display:
            row = self.listing.row
            self.found_from = row_key(row) if row else None
            line.display = True
        line.focus()

    def end_finding(self) -> bool:
        """Put the filter away and show the whole split, the cursor where it was; return whether there was a filter."""
        line = self.query_one("#find", Input)
        if not line.display:
            return False
        line.display = False
        with line.prevent(Input.Changed):
            line.value = ""
        self.listing.focus()
        self.reload(self.found_from)
        return True

    @on(Input.Changed, "#find")
    def filter_rows(self, event: Input.Changed) -> None:
        """Show who fits the words so far."""
        self.show_found(event.value)

    @on(Input.Submitted, "#find")
    def open_found(self) -> None:
        """Open the first who fits, or the one the arrows went to."""
        self.listing.focus()
        self.action_open()

    def action_open(self) -> None:
        """Open the row; the class that opens says how."""

    def show_found(self, wanted: str) -> None:
        """Show the rows of this split that fit, then everyone else who does."""
        if not wanted.strip():
            super().reload(self.found_from)
            return
        parts = wanted.casefold().split()
        rows = self.queue_now.rows
        if self._texts_of is not rows:
            self._texts_of, self._texts = rows, [f"{row.name} {row.company}".casefold() for row in rows]
        here = [row for row, text in zip(rows, self._texts, strict=True) if all(part in text for part in parts)]
        shown = {row.due.contact for row in here}
        found = self.attempt(lambda: self.book.find(wanted)) or ()
        others = [row_of_line(line, self.book.now()) for line in found if line.id not in shown]
        self.show_rows([Section(FOUND_HERE, here), Section(FOUND_ELSEWHERE, others)], place=0)

    def reload(self, keep: str | None = None, place: int | None = None) -> None:
        """Read the split again; a filter that is on stays on."""
        line = self.query_one("#find", Input)
        if not (line.display and line.value.strip()):
            super().reload(keep, place)
            return
        queue = self.attempt(lambda: self.book.queue(self.split))
        if queue is not None:
            self.queue_now = queue
        row = self.listing.row
        at = self.listing.cursor
        wanted = keep or (row_key(row) if row else "")
        self.show_found(line.value)
        again = self.listing.place_of(wanted)
        self.listing.move_to(at if again is None else again)

    def on_key(self, event: events.Key) -> None:
        """Let the arrows move the cursor while the line is written in, and Tab go into the list with the filter on."""
        line = self.query_one("#find", Input)
        if self.focused is not line:
            return
        moves = {"down": 1, "up": -1, "pagedown": self.listing.page(), "pageup": -self.listing.page()}
        if event.key in moves:
            self.listing.move_to(self.listing.cursor + moves[event.key])
        elif event.key in ("tab", "shift+tab"):
            self.query_one(QueueList).focus()
        else:
            return
        event.stop()
        event.prevent_default()
