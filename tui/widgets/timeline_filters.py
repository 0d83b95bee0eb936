"""The line of filters above a timeline: each way and kind with its count; a click puts one on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.look import width
from tui.widgets.lines import OneLine
from tui.wording import timeline as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.widgets.timeline import Timeline

MORE = "…"
"Stands where there are more filters than fit."
GAP = 3
"Cells between two filters."


class TimelineFilters(OneLine):
    """The filters of a timeline with their counts."""

    def __init__(self, id: str | None = None) -> None:
        """Begin with nothing."""
        super().__init__(id=id)
        self._filters: Sequence[tuple[str, str, int]] = ()
        self._active = words.ALL

    def show(self, timeline: Timeline) -> None:
        """Show the filters of a timeline and which is on."""
        self._filters, self._active = timeline.filters, timeline.filter
        self.refresh()

    def pieces(self, cells: int) -> list[tuple[str, str, str]]:
        """Return the filters that fit, with a mark where there are more; the one that is on is always among them."""
        told = [(name, f"{label} {count:,}") for name, label, count in self._filters]
        at = next((place for place, (name, _) in enumerate(told) if name == self._active), 0)
        room = cells - 1
        start = 0
        while start < at and _taken(told[start:at + 1], start > 0, at + 1 < len(told)) > room:
            start += 1
        end = at + 1 if told else 0
        while end < len(told) and _taken(told[start:end + 1], start > 0, end + 1 < len(told)) <= room:
            end += 1
        line: list[tuple[str, str, str]] = [(" ", "plain", "")]
        if start:
            line += [(MORE, "quiet", told[start - 1][0]), (" " * GAP, "plain", "")]
        for name, label in told[start:end]:
            line += [(label, "tab" if name == self._active else "quiet", name), (" " * GAP, "plain", "")]
        if end < len(told):
            line.append((MORE, "quiet", told[end][0]))
        return line


def _taken(told: Sequence[tuple[str, str]], before: bool, after: bool) -> int:
    """Return the cells of some filters, with the marks for those before and after them."""
    return sum(width(label) for _, label in told) + GAP * (len(told) - 1) + (GAP + 1) * (before + after)
