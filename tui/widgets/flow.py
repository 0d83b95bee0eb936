"""Pieces of text that fill lines one after the other and break between each other, not inside."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

SPACE = Content(" ")


def flow(pieces: Sequence[Content], cells: int, gap: int = 2, indent: int = 0) -> list[Content]:
    """Return lines of at most `cells` cells; a piece longer than a line breaks at its spaces, then anywhere.

    `gap` is the room between two pieces, `indent` the room before every line but the first.
    """
    cells = max(cells, indent + 4)
    lines: list[Content] = []
    line = Content("")
    for number, piece in enumerate(pieces):
        words = [piece] if piece.cell_length <= cells - indent else _words(piece, cells - indent)
        for place, word in enumerate(words):
            space = 0 if not line.plain.strip() else 1 if place else gap
            if number and line.cell_length + space + word.cell_length > cells:
                lines.append(line)
                line = Content(" " * indent)
                space = 0
            line = Content.assemble(line, " " * space, word)
    return [*lines, line] if line.plain.strip() else lines or [Content("")]


def _words(piece: Content, cells: int) -> list[Content]:
    """Return a long piece as words, those that are longer than a line cut."""
    found: list[Content] = []
    for word in piece.split(" "):
        found.extend([word] if word.cell_length <= cells else word.fold(cells))
    return [word for word in found if word.plain]


class Flow(Widget):
    """Pieces in lines; a click on a piece says which one."""

    DEFAULT_CSS = """
    Flow { height: auto; width: 1fr; }
    """

    class Clicked(Message):
        """A piece was clicked."""

        def __init__(self, sender: Flow, place: int) -> None:
            """Keep the place of the piece."""
            super().__init__()
            self.sender = sender
            self.place = place

        @property
        def control(self) -> Flow:
            """The widget that was clicked."""
            return self.sender

    def __init__(self, id: str | None = None, gap: int = 2, indent: int = 0) -> None:
        """Begin with nothing; see `flow` for gap and indent."""
        super().__init__(id=id)
        self.gap = gap
        self.indent = indent
        self.content_pieces: tuple[Content, ...] = ()

    def set_pieces(self, pieces: Sequence[Content]) -> None:
        """Show other pieces; everything around them is laid out anew only where they take more or fewer lines."""
        before = self._lines_now()
        self.content_pieces = tuple(
            piece.stylize(Style.from_meta({"place": place})) for place, piece in enumerate(pieces))
        self.refresh(layout=not self.content_size or self._lines_now() != before)

    def _lines_now(self) -> int:
        """Return how many lines the pieces take in the width there is."""
        return len(flow(self.content_pieces, self.content_size.width, self.gap, self.indent))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the pieces take."""
        return len(flow(self.content_pieces, width, self.gap, self.indent))

    def render(self) -> Content:
        """Return the lines for the width there is."""
        return Content("\n").join(flow(self.content_pieces, self.content_size.width, self.gap, self.indent))

    def on_click(self, event: events.Click) -> None:
        """Say which piece was clicked."""
        place = event.style.meta.get("place")
        if isinstance(place, int):
            self.post_message(self.Clicked(self, place))
