"""What stands behind other widgets paints only what is seen of it, so that a key does not pay for lines that nobody sees."""

from __future__ import annotations

from textual.containers import Container
from textual.widget import Widget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Region
    from textual.strip import Strip

__all__ = ["Backdrop", "Ground", "lines_until_covered"]


class Backdrop(Widget):
    """A widget that is nothing but background: all of one colour."""

    BLANK = True
    _seen_among: object = None
    _seen_lines = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give the lines down to the last one that is seen; Textual asks for those under other widgets too."""
        placed = self.screen._compositor.visible_widgets
        if placed is not self._seen_among:
            before: list[Region] = []
            for widget, (region, clip) in placed.items():
                if widget is self:
                    break
                before.append(region.intersection(clip))
            self._seen_lines = lines_until_covered(placed[self][0], before) if self in placed else self.outer_size.height
            self._seen_among = placed
        wanted = self._seen_lines - crop.y
        return super().render_lines(crop)[:wanted] if wanted > 0 else []


class Ground(Backdrop, Container):
    """Holds other widgets."""


def lines_until_covered(region: Region, before: Sequence[Region]) -> int:
    """Return how many lines of a region there are from its top to the last one that those before it do not hide."""
    for y in range(region.bottom - 1, region.y - 1, -1):
        reached = region.x
        for each in sorted((each for each in before if each.y <= y < each.bottom), key=lambda each: each.x):
            if each.x > reached:
                break
            reached = max(reached, each.right)
        if reached < region.right:
            return y + 1 - region.y
    return 0
