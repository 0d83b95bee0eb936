"""Tones: the app's meanings as styles of lines that widgets paint themselves."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.containers import Container
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.look import Piece, fit, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["TONES", "Ground", "Piece", "Toned"]
TONES = (
    "plain", "strong", "quiet", "heading", "overdue", "running", "owed", "rescue", "today", "snoozed", "hot", "warm",
    "cold", "allowed", "asked", "refused", "incoming", "outgoing", "bar", "bar-empty", "cursor-row", "cursor-mark",
    "selected-row", "key", "rule", "accent", "tab",
)


class Ground(Container):
    """Holds other widgets and is nothing but background itself, so that it costs nothing to paint."""

    BLANK = True


class Toned(Widget):
    """A widget that paints its own lines from pieces of text with a tone."""

    COMPONENT_CLASSES = {f"tone--{tone}" for tone in TONES}  # noqa: RUF012
    DEFAULT_CSS = """
    Toned {
        .tone--strong { text-style: bold; }
        .tone--quiet { color: $quiet; }
        .tone--heading { color: $heading; text-style: bold; }
        .tone--overdue { color: $overdue; text-style: bold; }
        .tone--running { color: $running; }
        .tone--owed { color: $owed; }
        .tone--rescue { color: $rescue; }
        .tone--today { color: $today; }
        .tone--snoozed { color: $snoozed; }
        .tone--hot { color: $hot; }
        .tone--warm { color: $warm; }
        .tone--cold { color: $cold; }
        .tone--allowed { color: $allowed; }
        .tone--asked { color: $asked; }
        .tone--refused { color: $refused; }
        .tone--incoming { color: $incoming; }
        .tone--outgoing { color: $outgoing; }
        .tone--bar { color: $bar; }
        .tone--bar-empty { color: $bar-empty; }
        .tone--cursor-row { background: $cursor-row; }
        .tone--cursor-mark { color: $cursor-mark; text-style: bold; }
        .tone--selected-row { background: $selected-row; }
        .tone--key { color: $key; text-style: bold; }
        .tone--rule { color: $rule; }
        .tone--accent { color: $accent; }
        .tone--tab { color: $accent; text-style: bold underline; }
    }
    """

    _tones: dict[tuple[str, str], Style] | None = None
    _worn = ""

    def tone(self, name: str, row_tone: str = "") -> Style:
        """Return the style of a tone upon the widget's own, or upon a row's; both are kept until the look changes."""
        if self._tones is None or self._worn != self.app.theme:
            self._tones, self._worn = {}, self.app.theme
        known = self._tones.get((name, row_tone))
        if known is None:
            base = self.tone("", row_tone) if name else self.rich_style
            extra = name or row_tone
            known = base + self.get_component_rich_style(f"tone--{extra}", partial=True) if extra else base
            self._tones[name, row_tone] = known
        return known

    def notify_style_update(self) -> None:
        """Forget the styles when a theme or a class changes."""
        self._tones = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the lines as they are painted; only one with a border or a margin inside goes Textual's longer way."""
        if self.styles.gutter:
            return super().render_lines(crop)
        background = self.background_colors[1]
        filters = self.get_line_filters()
        strips = []
        for y in crop.line_range:
            strip = self.render_line(y)
            for each in filters:
                strip = strip.apply_filter(each, background)
            if strip.cell_length != crop.width or crop.x:
                strip = strip.crop_extend(crop.x, crop.right, None)
            strips.append(strip)
        return strips

    def paint(self, pieces: Sequence[Piece], cells: int, row_tone: str = "") -> Strip:
        """Return a line of exactly `cells` cells from its pieces, on the background of a row tone if one is given."""
        segments = []
        used = 0
        for text, tone in pieces:
            if used >= cells:
                break
            taken = width(text)
            if used + taken > cells:
                text = fit(text, cells - used)
                taken = width(text)
            segments.append(Segment(text, self.tone(tone, row_tone)))
            used += taken
        if used < cells:
            segments.append(Segment(" " * (cells - used), self.tone("", row_tone)))
        return Strip(segments, cells)
