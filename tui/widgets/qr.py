"""A QR code on the screen: black on white in every theme, and a word where all of it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.handover import qr_forms, qr_lines
from tui.wording import on_screen

if TYPE_CHECKING:
    from typing import ClassVar

WORDS_LEFT_OUT = on_screen.ONLY_THE_FITS_THIS_WINDOW_COPY
NOTHING_FITS = on_screen.NO_CODE_FITS_THIS_WINDOW_MAKE
LARGEST = 177 + 4
"Modules: the largest code there is, with its border."


class QrCode(Widget):
    """A QR code of a text; where that does not fit the window, a shorter form of it, and a word that says so."""

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; }
    """
    BLACK_ON_WHITE: ClassVar[Style] = Style(color="#000000", bgcolor="#ffffff")

    def __init__(self, text: str, *, id: str | None = None, classes: str | None = None) -> None:
        """Keep what the code holds."""
        super().__init__(id=id, classes=classes)
        self.text = text
        self.form = ""
        self._room = Size(0, 0)
        self._window = Size(0, 0)
        self._code: list[str] = []
        self._words: list[str] = []

    @property
    def complete(self) -> bool:
        """Whether the code shown holds all of the text."""
        return bool(self._code) and self.form == self.text

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the cells that the code, or the words in its place, take across."""
        self._fit(self._visible(viewport))
        return max((len(line) for line in (*self._code, *self._words)), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that the code and the words beside it take."""
        self._fit(self._visible(viewport))
        return len(self._code) + len(self._words)

    def render_line(self, y: int) -> Strip:
        """Draw one line: of the code, then of the words beside it."""
        if y < len(self._code):
            line = self._code[y]
            left = " " * max(0, (self.size.width - len(line)) // 2)
            parts = [Segment(left, self.rich_style), Segment(line, self.BLACK_ON_WHITE)]
            return Strip(parts, len(left) + len(line)).adjust_cell_length(self.size.width, self.rich_style)
        place = y - len(self._code)
        words = self._words[place] if place < len(self._words) else ""
        return Strip([Segment(words, self.rich_style)], len(words)).adjust_cell_length(self.size.width, self.rich_style)

    def _visible(self, viewport: Size) -> Size:
        """Return the room that is seen at once: the window, or what scrolls in it once that has a size."""
        if viewport != self._window:
            # What scrolls around it may still have its old size while it asks; look again once all is laid out.
            self._window = viewport
            self.call_after_refresh(self._fit_again)
        width, height = viewport
        for each in self.ancestors:
            if isinstance(each, Widget) and each.styles.overflow_y in ("auto", "scroll") and each.size:
                width, height = min(width, each.size.width), min(height, each.size.height)
        return Size(width, height)

    def _fit_again(self) -> None:
        """Lay out once more where the layout has shown that the room is another one."""
        if self.is_attached and self._visible(self.screen.size) != self._room:
            self.refresh(layout=True)

    def _fit(self, room: Size) -> None:
        """Draw the longest form of the text that fits the room, with a word where it is not all."""
        if room == self._room:
            return
        self._room = room
        self._code, self._words, self.form = [], [], ""
        what = "address" if self.text.startswith("mailto:") else "number"
        for form in qr_forms(self.text):
            words = [] if form == self.text else _wrapped(WORDS_LEFT_OUT.format(what=what), room.width)
            lines = qr_lines(form, room.width, room.height - len(words))
            if lines is not None:
                self._code, self._words, self.form = lines, words, form
                return
        self._words = _wrapped(NOTHING_FITS, room.width)


def _wrapped(words: str, width: int) -> list[str]:
    """Return words in lines of at most `width` cells."""
    from tui.look import wrap

    return wrap(words, max(10, width))
