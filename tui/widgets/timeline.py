"""The timeline: everything that passed between the user and a contact, newest first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.look import clean, fit, wrap
from tui.widgets.tones import Piece, Toned
from tui.wording.inbox import kind_word, touch_day, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.model import Touch

Line = list[Piece]
BESIDE = 30
"Cells that the words need to stand beside their head instead of under it."
HEAD = 25
AT_ONCE = 60


def touch_lines(touch: Touch, cells: int, now: dt.datetime, zone: dt.tzinfo, most: int = 4) -> list[Line]:
    """Return one touch as lines of pieces: when, which way, what, and at most `most` lines of words."""
    incoming = touch.direction == "in"
    tone = "incoming" if incoming else "outgoing"
    head: Line = [
        (fit(touch_day(touch.happened, now, zone), 14, pad=True) + " ", "quiet"),
        ("← " if incoming else "→ ", tone),
        (fit(kind_word(touch.kind), 7, pad=True) + " ", tone),
    ]
    words = clean(words_of(touch), one_line=False).strip()
    if not words:
        return [head]
    told = "plain" if incoming else "quiet"
    if cells - HEAD >= BESIDE:
        first, *rest = _shortened(words, cells - HEAD, most)
        return [[*head, (first, told)], *([(" " * HEAD, "plain"), (line, told)] for line in rest)]
    if "\n" not in words and len(fit(words, cells - HEAD)) == len(words):
        return [[*head, (words, told)]]
    return [head, *([("   ", "plain"), (line, told)] for line in _shortened(words, cells - 3, most))]


def _shortened(words: str, cells: int, most: int) -> list[str]:
    """Return words wrapped to at most so many lines, the last one saying that there is more."""
    lines = [line for line in wrap(words[: cells * (most + 1) * 2], cells) if line.strip()]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], fit(f"{lines[most - 1]} {lines[most]}", cells)]


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
