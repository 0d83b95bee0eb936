"""The week in figures, as charts; earlier and later weeks by the arrows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content

from store.errors import OnwardError
from tui import keys
from tui.look import clean
from tui.screens.page import WIDEST, Page
from tui.wording.charts import INK
from tui.wording.errors import sentence
from tui.wording.week import lines

if TYPE_CHECKING:
    from store.book import Book
    from store.reports import Week

WEEK = dt.timedelta(days=7)
FOUR = dt.timedelta(days=28)
BESIDE, GAP = 150, 4
"Columns from which on two charts stand beside each other, and those between them."


class WeekScreen(Page[None]):
    """How fast, how often, what was answered, who is cooling."""

    place = "week"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("week")
    DEFAULT_CSS = "WeekScreen #text { max-width: 204; }"

    def __init__(self, book: Book) -> None:
        """Begin with the last seven days."""
        super().__init__(book)
        self.until = book.today()
        self.length = WEEK
        self._week: Week | None = None

    def lines(self, columns: int) -> Sequence[str]:
        """Return the figures."""
        if self._week is None:
            try:
                self._week = self.book.week(self.until - self.length + dt.timedelta(days=1), self.until)
            except OnwardError as error:
                return [sentence(error)]
        return lines(self._week, self.book.now(), self.zone, columns)

    def laid_out(self, room: int) -> list[Content]:
        """Return the charts, on wide screens in two columns of like length."""
        if room < BESIDE:
            return super().laid_out(room)
        half = min((room - GAP) // 2, WIDEST)
        title, *told = map(clean, self.lines(half))
        parts = [list(run) for full, run in groupby(told, bool) if full]
        left: list[str] = []
        while parts and (not left or 2 * len(left) < len(told) - len(parts[0])):
            left += [*parts.pop(0), ""]
        right = [line for part in parts for line in (*part, "")]
        pairs = zip_longest(self.styled(left), self.styled(right), fillvalue=Content(""))
        beside = [Content.assemble(one, " " * (half + GAP - one.cell_length), other) for one, other in pairs]
        return [*self.styled([title]), Content(""), *beside]

    def styled(self, told: Sequence[str]) -> Iterable[Content]:
        """Give the lines with their bars in colour; the shapes say the same without it."""
        for line in super().styled(told):
            at = 0
            for tone, run in groupby(line.plain, _tone_of):
                length = len(list(run))
                if tone:
                    line = line.stylize(tone, at, at + length)
                at += length
            yield line

    def book_changed(self) -> None:
        """Count again."""
        self._week = None
        super().book_changed()

    def action_earlier(self) -> None:
        """Show the week before."""
        self._go(self.until - WEEK)

    def action_later(self) -> None:
        """Show the week after; never past today."""
        self._go(min(self.until + WEEK, self.book.today()))

    def action_longer(self) -> None:
        """Show four weeks in place of one, or one again."""
        self.length = FOUR if self.length == WEEK else WEEK
        self._go(self.until)

    def _go(self, until: dt.date) -> None:
        """Show the days until another day."""
        self.until, self._week = until, None
        self.paint()


def _tone_of(sign: str) -> str:
    """Return the colour of one sign of a chart; none for words."""
    return "" if sign not in INK else {"░": "$bar-empty", "·": "$quiet", "▒": "$running"}.get(sign, "$bar")
