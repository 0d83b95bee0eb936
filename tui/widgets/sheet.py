"""A sheet of lines that scrolls by itself: only what is seen is painted, and scrolling asks for no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.geometry import Region
from textual.strip import Strip

from tui.widgets.tones import Piece, Toned

if TYPE_CHECKING:
    from collections.abc import Sequence

WHEEL = 3
"Lines that the wheel turns at once."
MOST_PAINTED = 600
AT_ONCE = 20
"Lines that are painted at once when all change; those below follow in the next paint, and a key comes between."
THUMB = "▐"


class Sheet(Toned):
    """Lines by number; a class that builds on it says how many there are and what is in each."""

    has_bar: ClassVar[bool] = True
    "Whether the last column is kept for the mark of where one is."

    def __init__(self, id: str | None = None) -> None:
        """Begin at the top, with nothing painted."""
        super().__init__(id=id)
        self.top = 0
        self._painted: dict[tuple[int, int, bool, bool], Strip] = {}
        "Lines as they were painted, by number, cells, whether the mark of the bar is on it, and whether the cursor is."
        self._thumb = (0, 0)
        self._rest_waits = False
        "Whether lower lines still stand as they were before a change of all."

    def line_count(self) -> int:
        """Return how many lines there are."""
        return 0

    def line_pieces(self, line: int, cells: int) -> tuple[Sequence[Piece], str]:
        """Return the pieces of one line for a width, and the tone of the row it is, or an empty text."""
        return (), ""

    @property
    def line_cells(self) -> int:
        """How many cells a line has."""
        return max(0, self.size.width - (1 if self.has_bar else 0))

    def repaint(self) -> None:
        """Paint every line in sight anew, the upper ones first."""
        self._painted.clear()
        self._measure()
        self._refresh_all()

    def is_under_cursor(self, line: int) -> bool:
        """Return whether the cursor is on a line, where nothing else changes its look; a class with a cursor says so."""
        return False

    def forget(self, line: int) -> None:
        """Paint one line anew."""
        for thumb in (False, True):
            for under in (False, True):
                self._painted.pop((line, self.size.width, thumb, under), None)
        self.show_line(line)

    def show_line(self, line: int) -> None:
        """Have one line shown as it is now, which may have been painted before."""
        if 0 <= line - self.top < self.size.height:
            self.refresh(Region(0, line - self.top, self.size.width, 1))

    def scroll_lines(self, top: int) -> None:
        """Put a line at the top, as near as there are lines below it; lines that only move are not painted again."""
        height = self.size.height
        top = max(0, min(top, self.line_count() - height))
        if top == self.top:
            return
        by, marked = top - self.top, range(*self._thumb)
        kept = {} if self._rest_waits else self._kept or {}
        self.top = top
        self._measure()
        self.refresh()
        marks = range(*self._thumb)
        self._kept = {y - by: strip for y, strip in kept.items() if 0 <= y - by < height and (y in marked) == (y - by in marks)}

    def _refresh_all(self) -> None:
        """Have all lines painted, the lower ones in a paint of their own where there are many."""
        columns, lines = self.size
        if lines <= AT_ONCE * 3 // 2:
            self.refresh()
            return
        self.refresh(Region(0, 0, columns, AT_ONCE))
        self._rest_waits = True
        self.call_after_refresh(self._refresh_rest)

    def _refresh_rest(self) -> None:
        """Have the lower lines painted."""
        columns, lines = self.size
        self._rest_waits = False
        self.refresh(Region(0, AT_ONCE, columns, max(0, lines - AT_ONCE)))

    def keep_in_sight(self, first: int, last: int) -> None:
        """Scroll as little as it takes to see some lines; the first of them where they do not all fit."""
        if not self.size.height:
            return
        top = self.top
        if last >= top + self.size.height:
            top = last - self.size.height + 1
        self.scroll_lines(min(top, first))

    def notify_style_update(self) -> None:
        """Paint anew in other colours."""
        self._painted.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Paint one line, with the mark of where one is."""
        line = y + self.top
        thumb = self._thumb[0] <= y < self._thumb[1]
        whole = self.outer_size.width - self.styles.gutter.width
        return self._strip(line, whole, thumb)

    def _strip(self, line: int, whole: int, thumb: bool) -> Strip:
        """Return a line as painted, for as many cells as there are."""
        key = (line, whole, thumb, self.is_under_cursor(line))
        known = self._painted.get(key)
        if known is None:
            if len(self._painted) > MOST_PAINTED:
                self._painted.clear()
            cells = max(0, whole - 1) if self.has_bar else whole
            pieces, tone = self.line_pieces(line, cells) if line < self.line_count() else ((), "")
            known = self.paint(pieces, cells, tone)
            if self.has_bar:
                known = Strip.join([known, self.paint([(THUMB if thumb else " ", "rule")], 1)])
            self._painted[key] = known
        return known

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Turn some lines down."""
        self.scroll_lines(self.top + WHEEL)
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Turn some lines up."""
        self.scroll_lines(self.top - WHEEL)
        event.stop()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go where the bar is pressed."""
        if self._on_bar(event):
            self.capture_mouse()
            self._go_along_bar(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the bar while it is held."""
        if self.app.mouse_captured is self:
            self._go_along_bar(event.y)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let the bar go."""
        self.release_mouse()

    def _on_bar(self, event: events.MouseEvent) -> bool:
        """Return whether the mouse is on the bar, where there is one."""
        return self.has_bar and event.x == self.size.width - 1 and self._thumb != (0, 0)

    def _go_along_bar(self, y: int) -> None:
        """Scroll to the share of all lines that a place on the bar stands for."""
        room = max(1, self.size.height - 1)
        self.scroll_lines(round((self.line_count() - self.size.height) * max(0, min(y, room)) / room))

    def _measure(self) -> None:
        """Work out where the mark is; there is none where all lines are seen."""
        height, count = self.size.height, self.line_count()
        if not self.has_bar or not height or count <= height:
            self._thumb = (0, 0)
            return
        length = max(1, height * height // count)
        start = round((height - length) * self.top / (count - height))
        self._thumb = (start, start + length)
