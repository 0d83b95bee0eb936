"""The timeline: everything that passed between the user and a contact, newest first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.tones import Toned
from tui.widgets.touches import Line, touch_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.model import Touch

AT_ONCE = 60


class Timeline(Toned, ScrollView, can_focus=False):
    """Touches, painted line by line; two thousand scroll as ten do."""

    DEFAULT_CSS = """
    Timeline { overflow-x: hidden; overflow-y: auto; }
    Timeline { scrollbar-size-vertical: 1; scrollbar-background: $background; scrollbar-color: $rule; }
    """

    def __init__(self, id: str | None = None, most: int = 4) -> None:
        """Begin with no touches; `most` is how many lines of words each may take."""
        super().__init__(id=id)
        self.most = most
        self._touches: Sequence[Touch] = ()
        self._lines: list[Line] = []
        self._laid_out = 0
        self._now = dt.datetime.now(dt.UTC)
        self._zone: dt.tzinfo = dt.UTC

    def show(self, touches: Sequence[Touch], now: dt.datetime, zone: dt.tzinfo) -> None:
        """Show touches, given oldest first as a dossier holds them, the newest on top."""
        self._touches = touches
        self._now, self._zone = now, zone
        self.scroll_to(y=0, animate=False)
        self._begin()

    def on_resize(self) -> None:
        """Wrap the words anew."""
        self._begin()

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        line = y + self.scroll_offset.y
        return self.paint(self._lines[line] if line < len(self._lines) else [], self.size.width)

    def _begin(self) -> None:
        """Lay the newest touches out now and the others when the screen is painted."""
        self._lines = []
        self._laid_out = 0
        self._lay_out(AT_ONCE)

    def _lay_out(self, count: int) -> None:
        """Turn some more touches into lines, the newest first."""
        cells = self.size.width
        if not cells:
            return
        last = len(self._touches) - self._laid_out
        for place in range(last - 1, max(-1, last - count - 1), -1):
            self._lines += touch_lines(self._touches[place], cells, self._now, self._zone, self.most)
        self._laid_out = min(len(self._touches), self._laid_out + count)
        self.virtual_size = Size(cells, len(self._lines))
        self.refresh()
        if self._laid_out < len(self._touches):
            self.call_after_refresh(self._go_on, self._touches, cells)

    def _go_on(self, touches: Sequence[Touch], cells: int) -> None:
        """Lay more out, unless other touches or another width came meanwhile."""
        if touches is self._touches and cells == self.size.width:
            self._lay_out(AT_ONCE * 3)
