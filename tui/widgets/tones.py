"""Tones: the app's meanings as styles of lines that widgets paint themselves."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.look import Piece, fit, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["TONES", "Piece", "Toned"]
TONES = (
    "plain", "strong", "quiet", "heading", "overdue", "running", "owed", "rescue", "today", "snoozed", "hot", "warm",
    "cold", "allowed", "asked", "refused", "incoming", "outgoing", "bar", "bar-empty", "cursor-row", "cursor-mark",
    "selected-row", "key", "rule", "accent", "tab",
)


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

    _tones: dict[str, Style] | None = None

    def tone(self, name: str) -> Style:
        """Return the style of a tone, as far as it differs from the widget's own."""
        if self._tones is None:
            self._tones = {}
        known = self._tones.get(name)
        if known is None:
            known = self._tones[name] = self.get_component_rich_style(f"tone--{name}", partial=True)
        return known

    def notify_style_update(self) -> None:
        """Forget the styles when a theme or a class changes."""
        self._tones = None
        super().notify_style_update()

    def paint(self, pieces: Sequence[Piece], cells: int, row_tone: str = "") -> Strip:
        """Return a line of exactly `cells` cells from its pieces, on the background of a row tone if one is given."""
        base = self.rich_style
        if row_tone:
            base += self.tone(row_tone)
        segments = []
        used = 0
        for text, tone in pieces:
            if used >= cells:
                break
            taken = width(text)
            if used + taken > cells:
                text = fit(text, cells - used)
                taken = width(text)
            segments.append(Segment(text, base + self.tone(tone)))
            used += taken
        if used < cells:
            segments.append(Segment(" " * (cells - used), base))
        return Strip(segments, cells)
