"""A spread before it is done: which day each touch would come on, best people first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from store.model import Receipt
from tui import keys
from tui.screens.page import Page
from tui.widgets.dialog import attempt
from tui.wording import practice

if TYPE_CHECKING:
    from store.book import Book
    from store.reports import SpreadPreview

DAYS = (None, 2, 3, 5, 10)
"By the daily cap, or evenly over so many working days."


class SpreadScreen(Page[Receipt]):
    """Shows the days; Enter moves, Esc leaves everything as it is."""

    place = "spread"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("spread")

    def __init__(self, book: Book) -> None:
        """Begin with a spread by the daily cap, or over two days where all fits into the cap."""
        super().__init__(book)
        self.over_days: int | None = None
        self.preview: SpreadPreview = book.spread_preview()

    def lines(self, columns: int) -> Sequence[str]:
        """Return what would move, day by day, and what stays."""
        from tui.look import wrap

        told = [*wrap(practice.spread_title(self.preview), columns)]
        note = practice.spread_note(self.preview)
        told += [f"  {line}" for line in wrap(note, columns - 2)] if note else []
        for line in practice.spread_lines(self.preview, columns, most=24):
            told += [line] if line.startswith(" ") else ["", line]
        return told

    def action_spread_go(self) -> None:
        """Move."""
        if not self.preview.moves:
            self.say(practice.NOTHING_TO_SPREAD)
            return
        done = attempt(lambda: self.book.spread(self.preview), self.complain)
        if done is not None:
            self.dismiss(done)

    def action_more_days(self) -> None:
        """Spread over more days."""
        self._go(DAYS[min(DAYS.index(self.over_days) + 1, len(DAYS) - 1)])

    def action_fewer_days(self) -> None:
        """Spread over fewer days; at last by the daily cap again."""
        self._go(DAYS[max(DAYS.index(self.over_days) - 1, 0)])

    def book_changed(self) -> None:
        """Plan again."""
        self._go(self.over_days)

    def _go(self, days: int | None) -> None:
        """Plan over another number of days."""
        found = attempt(lambda: self.book.spread_preview(days), self.complain)
        if found is not None:
            self.over_days, self.preview = days, found
            self.paint()
