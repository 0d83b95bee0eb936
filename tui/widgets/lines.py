"""The single lines of a screen: tabs and clock on top, the why of the row and the hints at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.look import clean, fit, width
from tui.widgets.edges import hint_pieces, tab_pieces
from tui.widgets.tones import Piece, Toned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class OneLine(Toned):
    """A line of pieces, some of which can be clicked."""

    DEFAULT_CSS = """
    OneLine { height: 1; }
    """

    class Clicked(Message):
        """A piece with a name was clicked."""

        def __init__(self, line: OneLine, name: str) -> None:
            """Keep the line and the piece's name."""
            super().__init__()
            self.line = line
            self.name = name

    def __init__(self, id: str | None = None) -> None:
        """Begin with an empty line."""
        super().__init__(id=id)
        self._spots: list[tuple[int, int, str]] = []

    def pieces(self, cells: int) -> list[tuple[str, str, str]]:
        """Return the line for a width as (text, tone, name to click by or empty)."""
        return []

    def render_line(self, y: int) -> Strip:
        """Paint the line and remember where its pieces are."""
        cells = self.size.width
        pieces = self.pieces(cells)
        self._spots = []
        at = 0
        for text, _, name in pieces:
            taken = width(text)
            if name:
                self._spots.append((at, at + taken, name))
            at += taken
        return self.paint([(text, tone) for text, tone, _ in pieces], cells)

    def on_click(self, event: events.Click) -> None:
        """Say which piece was clicked."""
        for start, end, name in self._spots:
            if start <= event.x < end:
                self.post_message(self.Clicked(self, name))
                return


class Tabs(OneLine):
    """The splits with their counts, and the clock."""

    def __init__(self, names: Mapping[str, str], id: str | None = None) -> None:
        """Keep the splits by name."""
        super().__init__(id=id)
        self.names = names
        self.counts: Mapping[str, int] = {}
        self.active = next(iter(names))
        self.clock = ""

    def show(self, counts: Mapping[str, int], active: str, clock: str) -> None:
        """Show other counts, another split, another time."""
        self.counts, self.active, self.clock = counts, active, clock
        self.refresh()

    def pieces(self, cells: int) -> list[tuple[str, str, str]]:
        """Return the tabs that fit, and the clock."""
        return tab_pieces(self.names, self.counts, self.active, self.clock, cells)


class Hints(OneLine):
    """What the keys do now: the footer."""

    def __init__(self, id: str | None = None) -> None:
        """Begin without hints."""
        super().__init__(id=id)
        self._hints: Sequence[tuple[str, str, str]] = ()
        self._note = ""

    def show(self, hints: Sequence[tuple[str, str, str]], note: str = "") -> None:
        """Show hints as (key, label, action), after a note such as `3 selected`."""
        self._hints, self._note = hints, note
        self.refresh()

    def pieces(self, cells: int) -> list[tuple[str, str, str]]:
        """Return the hints that fit."""
        return hint_pieces(self._hints, self._note, cells)


class WhyLine(OneLine):
    """Why the row under the cursor is there, where no pane has room for it."""

    def __init__(self, id: str | None = None) -> None:
        """Begin with nothing to say."""
        super().__init__(id=id)
        self._words = ""

    def show(self, words: str) -> None:
        """Show other words, not cleaned yet."""
        self._words = clean(words)
        self.refresh()

    def pieces(self, cells: int) -> list[tuple[str, str, str]]:
        """Return the words, cut to the width."""
        return [(" " + fit(self._words, cells - 2), "plain", "")]


class Notes(Toned):
    """Some lines in place of a list: an empty split, an empty book; some can be clicked."""

    class Clicked(Message):
        """A line with a name was clicked."""

        def __init__(self, name: str) -> None:
            """Keep the line's name."""
            super().__init__()
            self.name = name

    def __init__(self, id: str | None = None) -> None:
        """Begin with no lines."""
        super().__init__(id=id)
        self._lines: Sequence[Sequence[Piece]] = ()
        self._names: Mapping[int, str] = {}

    def show(self, lines: Sequence[Sequence[Piece]], names: Mapping[int, str] | None = None) -> None:
        """Show other lines, and the names of those that can be clicked by their place."""
        self._lines, self._names = lines, names or {}
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Say which line was clicked, where it has a name."""
        name = self._names.get(self._line_at(event.y), "")
        if name:
            self.post_message(self.Clicked(name))

    def _line_at(self, y: int) -> int:
        """Return which line stands at a height: they begin below a third of the empty room."""
        return y - max(1, (self.size.height - len(self._lines)) // 3)

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        line = self._line_at(y)
        pieces = self._lines[line] if 0 <= line < len(self._lines) else ()
        return self.paint([("  ", "plain"), *pieces], self.size.width)
