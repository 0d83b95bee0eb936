"""The queue: rows under headings, painted line by line, so that ten thousand cost what ten do."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

from tui.widgets.rows import WIDE_ENOUGH, Section, row_key, row_pieces
from tui.widgets.sheet import Sheet
from tui.widgets.tones import Piece
from tui.wording.inbox import heading_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.model import Row

TALL_ENOUGH = 18
"Lines from which a blank one stands above each heading."


class QueueList(Sheet, can_focus=True):
    """Rows with a cursor and a selection; says when a row is opened, and at once when the cursor moves."""

    class Opened(Message):
        """A row was double-clicked."""

    def __init__(self, moved: Callable[[], None] = lambda: None, id: str | None = None) -> None:
        """Begin with no rows; `moved` is called when the cursor stands on another row, or on none."""
        super().__init__(id=id)
        self._moved = moved
        self.rows: list[Row] = []
        self.cursor = 0
        self.heading = 1
        self.selected: set[str] = set()
        self.range_from: int | None = None
        self._selected_before: set[str] = set()
        self._sections: list[Section] = []
        self._first_rows: list[int] = []
        self._first_lines: list[int] = []
        self._lines = 0
        self._now = dt.datetime.now(dt.UTC)
        self._zone: dt.tzinfo = dt.UTC

    def show(self, sections: Sequence[Section], now: dt.datetime, zone: dt.tzinfo, cursor: int = 0) -> None:
        """Show other rows, with the cursor on one of them; a selection keeps those that are still there."""
        begun = None if self.range_from is None else row_key(self.rows[self.range_from])
        self._sections = [each for each in sections if each.rows]
        self.rows = [row for section in self._sections for row in section.rows]
        if self.selected:
            self.selected &= {row_key(row) for row in self.rows}
        self.range_from = None if begun is None else self.place_of(begun)
        self.cursor = max(0, min(cursor, len(self.rows) - 1))
        self._now, self._zone = now, zone
        self._arrange()
        self._keep_in_sight()
        self._moved()

    def tick(self, now: dt.datetime) -> None:
        """Repaint for another instant: only the time that is left changes."""
        self._now = now
        self.repaint()

    @property
    def shown_at(self) -> dt.datetime:
        """The instant that is painted."""
        return self._now

    def place_of(self, key: str) -> int | None:
        """Return the place of a row by its key; None where it is not here."""
        return next((place for place, row in enumerate(self.rows) if row_key(row) == key), None)

    @property
    def row(self) -> Row | None:
        """The row under the cursor; None where there are none."""
        return self.rows[self.cursor] if self.rows else None

    def move_to(self, place: int) -> None:
        """Put the cursor on a row, as near as there is one."""
        place = max(0, min(place, len(self.rows) - 1))
        if place == self.cursor or not self.rows:
            return
        before, self.cursor = self.cursor, place
        self.heading = 1 if place > before else -1
        if self.range_from is not None:
            self._select_range()
        else:
            self.show_line(self._line_of(before))
            self.show_line(self._line_of(place))
        self._keep_in_sight()
        self._moved()

    def prepare(self) -> None:
        """Paint what the next step of the cursor shows, while nobody waits for it."""
        before, place = self.cursor, self.cursor + self.heading
        if not 0 <= place < len(self.rows) or self.range_from is not None or not self.size.height:
            return
        whole = self.outer_size.width - self.styles.gutter.width
        self.cursor = place
        for each in (before, place):
            self._strip(self._line_of(each), whole, False).render(self.app.console)
        self.cursor = before

    def is_under_cursor(self, line: int) -> bool:
        """Return whether the cursor is on a line."""
        return bool(self.rows) and line == self._line_of(self.cursor)

    def page(self) -> int:
        """Return how many rows a screen is."""
        return max(1, self.size.height - 2)

    def toggle(self) -> None:
        """Select the row under the cursor, or no longer; a question about no one person is never selected."""
        row = self.row
        if row is None or not row.due.contact:
            return
        self.selected ^= {row_key(row)}
        self.repaint()

    def toggle_range(self) -> None:
        """Begin selecting from here to where the cursor goes, or end it and keep what is selected."""
        if self.range_from is None:
            self.range_from = self.cursor
            self._selected_before = set(self.selected)
            self._select_range()
        else:
            self.range_from = None

    def unselect(self) -> bool:
        """Select nothing; return whether there was anything to unselect."""
        had = bool(self.selected) or self.range_from is not None
        self.selected = set()
        self.range_from = None
        self.repaint()
        return had

    def line_count(self) -> int:
        """Return how many lines the list has, its headings among them."""
        return self._lines

    def on_resize(self) -> None:
        """Lay the rows out for another width."""
        self._arrange()
        self._keep_in_sight()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; open the row on a double click."""
        place = self._row_at(event.y + self.top)
        if place is None or self._on_bar(event):
            return
        self.move_to(place)
        if event.chain == 2:
            self.post_message(self.Opened())

    def _select_range(self) -> None:
        """Select every person between where the range began and the cursor."""
        if self.range_from is None:
            return
        first, last = sorted((self.range_from, self.cursor))
        inside = {row_key(row) for row in self.rows[first:last + 1] if row.due.contact}
        self.selected = self._selected_before | inside
        self.repaint()

    def _arrange(self) -> None:
        """Work out on which line each section begins; a narrow list has no headings."""
        headed = self.size.width >= WIDE_ENOUGH
        blank = self.size.height >= TALL_ENOUGH
        self._first_rows, self._first_lines = [], []
        row = line = 0
        for section in self._sections:
            if section.title and headed:
                line += 2 if line and blank else 1
            self._first_rows.append(row)
            self._first_lines.append(line)
            row += len(section.rows)
            line += len(section.rows)
        self._lines = line
        self.top = max(0, min(self.top, line - self.size.height))
        self.repaint()

    def _line_of(self, place: int) -> int:
        """Return the line of a row."""
        section = bisect_right(self._first_rows, place) - 1
        return self._first_lines[section] + place - self._first_rows[section]

    def _section_at(self, line: int) -> int:
        """Return the place of the section whose rows begin at or before a line; -1 above the first."""
        return bisect_right(self._first_lines, line) - 1

    def _row_at(self, line: int) -> int | None:
        """Return the place of the row on a line; None for a heading or a blank line."""
        section = self._section_at(line)
        if section < 0:
            return None
        inside = line - self._first_lines[section]
        return self._first_rows[section] + inside if inside < len(self._sections[section].rows) else None

    def line_pieces(self, line: int, cells: int) -> tuple[Sequence[Piece], str]:
        """Return one line of the whole list: a heading, a row, or nothing."""
        place = self._row_at(line)
        if place is None:
            following = self._section_at(line) + 1
            if following < len(self._sections) and line == self._first_lines[following] - 1:
                section = self._sections[following]
                return [(heading_line(section.title, len(section.rows)), "heading")], ""
            return (), ""
        row = self.rows[place]
        under = place == self.cursor
        marked = row_key(row) in self.selected
        tone = "cursor-row" if under else "selected-row" if marked else ""
        return row_pieces(row, cells, self._now, self._zone, under, marked), tone

    def _keep_in_sight(self) -> None:
        """Scroll so that the cursor's row is seen, with the heading above it where it is the first of its section."""
        if self.rows:
            line = self._line_of(self.cursor)
            first = 0 if self.cursor == 0 else line - 1 if self.cursor in self._first_rows and line else line
            self.keep_in_sight(first, line)
