"""Tones: the app's meanings as styles of lines that widgets paint themselves."""

from __future__ import annotations

from operator import is_not

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import ANSIToTruecolor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.look import Piece, fit, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["TONES", "Piece", "Toned"]
_BOLD, _PLAIN = Style(bold=True), Style()
TONES: dict[str, tuple[str, str, Style]] = {
    "plain": ("", "", _PLAIN),
    "strong": ("", "", _BOLD),
    "heading": ("heading", "", _BOLD),
    "overdue": ("overdue", "", _BOLD),
    "cursor-row": ("", "cursor-row", _PLAIN),
    "cursor-mark": ("cursor-mark", "", _BOLD),
    "selected-row": ("", "selected-row", _PLAIN),
    "key": ("key", "", _BOLD),
    "tab": ("accent", "", Style(bold=True, underline=True)),
    "found": ("accent", "", Style(bold=True, underline=True)),
    **{name: (name, "", _PLAIN) for name in (
        "quiet", "running", "owed", "rescue", "today", "snoozed", "hot", "warm", "cold", "allowed", "asked", "refused",
        "incoming", "outgoing", "bar", "bar-empty", "rule", "accent")},
}
"""By tone: the theme's variable for the letters, the one for the ground (empty: as they are), and how the letters stand.

They are no classes of the style sheet: Textual would match each of them for every widget at every change of a class.
"""


class Toned(Widget):
    """A widget that paints its own lines from pieces of text with a tone."""

    _tones: dict[tuple[str, str], Style] | None = None
    _worn: dict[str, str] | None = None
    _kept: dict[int, Strip] | None = None
    _kept_for: tuple[object, ...] = ()
    _ground = Color(0, 0, 0)

    def tone(self, name: str, row_tone: str = "") -> Style:
        """Return the style of a tone upon the widget's own, or upon a row's; both are kept until the look changes."""
        if self._tones is None or self._worn is not self.app.theme_variables:
            self._tones, self._worn = {}, self.app.theme_variables
        known = self._tones.get((name, row_tone))
        if known is None:
            base = self.tone("", row_tone) if name else self.rich_style
            extra = name or row_tone
            known = base + self._worn_style(extra) if extra else base
            self._tones[name, row_tone] = known
        return known

    def _worn_style(self, tone: str) -> Style:
        """Return what a tone adds, in the colours of the theme that is worn."""
        letters, ground, style = TONES[tone]
        colours = [Color.parse(self.app.theme_variables[each]).rich_color if each else None for each in (letters, ground)]
        return Style(color=colours[0], bgcolor=colours[1]) + style

    def notify_style_update(self) -> None:
        """Forget the styles when a theme or a class changes."""
        self._tones = self._kept = None
        super().notify_style_update()

    def _set_dirty(self, *regions: Region) -> None:
        """Forget the lines that are to be painted anew."""
        if not regions:
            self._kept = None
        elif self._kept:
            for region in regions:
                for y in region.line_range:
                    self._kept.pop(y, None)
        super()._set_dirty(*regions)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the lines as they were painted; only one with a border or a margin inside goes Textual's longer way.

        Textual asks for every line of every widget between the first and the last that changed.
        """
        if self.styles.gutter:
            return super().render_lines(crop)
        # The tones are true colours already, and Textual's filter that makes them so would look at each piece of a line.
        filters = [each for each in self.get_line_filters() if not isinstance(each, ANSIToTruecolor)]
        wanted = (crop.x, crop.width, self.app.theme_variables, *filters)
        if self._kept is None or not _same(wanted, self._kept_for):
            self._kept, self._kept_for, self._ground = {}, wanted, self.background_colors[1]
        strips = []
        for y in crop.line_range:
            strip = self._kept.get(y)
            if strip is None:
                strip = self.render_line(y)
                for each in filters:
                    strip = strip.apply_filter(each, self._ground)
                if strip.cell_length != crop.width or crop.x:
                    strip = strip.crop_extend(crop.x, crop.right, None)
                self._kept[y] = strip
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


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Return whether two looks are made of the same numbers and the very same things."""
    return len(one) == len(other) and one[:2] == other[:2] and not any(map(is_not, one[2:], other[2:]))
