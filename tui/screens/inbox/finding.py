"""Finding anyone: a line that filters this list first, then everyone; Esc restores what was there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import monotonic

from textual import events, on
from textual.widgets import Input

from store.model import ContactLine, Row
from tui.screens.inbox.looking import Looking
from tui.widgets.queue import QueueList
from tui.widgets.rows import Section, row_key
from tui.widgets.unplanned import row_of_line
from tui.wording.inbox import FOUND_ELSEWHERE, FOUND_HERE

SHORT, MANY, PAUSE, BREATH = 3, 1000, 0.3, 0.1
"""In a book of so many everyone is looked through only after so many seconds without a key: the longer for fewer letters
than `SHORT`."""


PIECE, BETWEEN, WHOLE = 0.004, 0.012, float("inf")
"Seconds of one piece of looking through everyone, between two of them, and where it is all done in one."


def _until(steps: Iterator[tuple[ContactLine, ...] | None], end: float) -> tuple[ContactLine, ...] | None:
    """Return what steps come to; None where they have not by an end, in seconds of the monotonic clock."""
    for found in steps:
        if found is not None:
            return found
        if monotonic() >= end:
            return None
    return ()


class Finding(Looking):
    """The keys and the line that find."""

    found_from: str | None = None
    "The row under the cursor when the search began."
    _texts: Sequence[str] = ()
    _texts_of: Sequence[Row] | None = None
    _narrowed: tuple[str, Sequence[int]] = ("", ())
    "The words before, and the rows that fitted them: more letters can only make them fewer."
    _here = Section(FOUND_HERE, ())
    _others: tuple[str, Sequence[Row]] | None = None
    "The words that everyone was last looked through for, and who else was found."
    _wanted = ""
    _steps: Iterator[tuple[ContactLine, ...] | None] | None = None
    "The looking through everyone that goes on."

    def action_find(self) -> None:
        """Open the line to find with; open already, go into it."""
        line = self.query_one("#find", Input)
        if not line.display:
            row = self.listing.row
            self.found_from = row_key(row) if row else None
            with line.prevent(Input.Changed):
                line.value = ""
            line.display = True
            self.call_after_refresh(self._prepare)
        self.set_focus(line)

    def end_finding(self) -> bool:
        """Put the filter away and show the whole split, the cursor where it was; return whether there was a filter."""
        line = self.query_one("#find", Input)
        if not line.display:
            return False
        line.display = self.looks_on = False
        with line.prevent(Input.Changed):
            line.value = ""
        self.set_focus(self.listing)
        self._texts_of, self._texts, self._narrowed = None, (), ("", ())
        self.reload(self.found_from)
        return True

    @on(Input.Changed, "#find")
    def filter_rows(self, event: Input.Changed) -> None:
        """Show who fits the words so far; word of a letter may come after the line was put away."""
        if event.input.display:
            self.show_found(event.input.value)

    @on(Input.Submitted, "#find")
    def open_found(self) -> None:
        """Open the first who fits, or the one the arrows went to."""
        self.set_focus(self.listing)
        self.action_open()

    def action_open(self) -> None:
        """Open the row; the class that opens says how."""

    def show_found(self, wanted: str) -> None:
        """Show the rows of this split that fit, and once they are painted everyone else who does."""
        self._wanted = wanted
        self.looks_on = False
        if not wanted.strip():
            super().reload(self.found_from)
            return
        self._here = Section(FOUND_HERE, self._fitting(wanted))
        if self._others is not None and not wanted.casefold().startswith(self._others[0]):
            self._others = None
        kept = self._others[1] if self._others is not None else ()
        parts = wanted.casefold().split()
        likely = [row for row in kept if all(part in f"{row.name} {row.company}".casefold() for part in parts)]
        self.looks_on = True
        self.show_rows([self._here, Section(FOUND_ELSEWHERE, likely)], place=0)
        if self.queue_now.counts.get("everyone", 0) <= MANY:
            self.call_after_refresh(self._find_others, wanted)
        else:
            self.set_timer(PAUSE if len(max(parts, key=len)) < SHORT else BREATH, lambda: self._find_others(wanted))

    def _fitting(self, wanted: str) -> list[Row]:
        """Return the rows of this split that fit; more letters are looked for only among those that fitted fewer."""
        self._prepare()
        rows, texts = self.queue_now.rows, self._texts
        before, places = self._narrowed
        found = places if before and wanted.casefold().startswith(before) else range(len(rows))
        for part in wanted.casefold().split():
            found = [place for place in found if part in texts[place]]
        self._narrowed = (wanted.casefold(), found)
        return [rows[place] for place in found]

    def show_person_soon(self) -> None:
        """Show the person; in a large book, while letters are typed, in a pause between them."""
        if isinstance(self.focused, Input) and len(self.queue_now.rows) > MANY:
            self.set_timer(BREATH, self.show_person)
        else:
            super().show_person_soon()

    def _prepare(self) -> None:
        """Have the text of every row that is looked for, before the first letter."""
        rows = self.queue_now.rows
        if self._texts_of is not rows:
            self._texts_of, self._texts = rows, [f"{row.name} {row.company}".casefold() for row in rows]
            self._narrowed = ("", ())

    def _find_others(self, wanted: str) -> None:
        """Show everyone else who fits, unless other words came meanwhile or the line was put away."""
        if not self.ready or wanted != self._wanted or not self.query_one("#find", Input).display:
            return
        self._steps = self.book.finding(wanted)
        self._go_through(wanted, self._steps, PIECE if self.queue_now.counts.get("everyone", 0) > MANY else WHOLE)

    def _go_through(self, wanted: str, steps: Iterator[tuple[ContactLine, ...] | None], seconds: float) -> None:
        """Look through everyone, in a large book in pieces that no key waits for, and show who fits; other words end it."""
        if not self.ready or steps is not self._steps or wanted != self._wanted or not self.query_one("#find", Input).display:
            return
        found = self.attempt(lambda: _until(steps, monotonic() + seconds))
        if found is None:
            self.set_timer(BETWEEN, lambda: self._go_through(wanted, steps, seconds))
            return
        shown = {row.due.contact for row in self._here.rows}
        others = [row_of_line(line, self.book.now()) for line in found if line.id not in shown]
        self._others = (wanted.casefold(), others)
        self.looks_on = False
        under = self.listing.row
        self.show_rows([self._here, Section(FOUND_ELSEWHERE, others)], row_key(under) if under else None)

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
        self._find_others(line.value)
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
