"""A prefix key waits for the next one: the keys that may follow stand in a small popup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip

from tui.keys import SECOND_KEYS, SecondKey, shown
from tui.look import clean, fit, width
from tui.widgets.lines import Notes
from tui.widgets.tones import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence


MOMENT = 0.2
"Seconds that a prefix waits before it shows what may follow; the next key counts at once."


class NextKey(Notes):
    """The title and the keys, each clickable, wrapped to the width."""

    DEFAULT_CSS = """
    NextKey { height: auto; dock: bottom; background: $panel; }
    """

    def __init__(self, title: str, choices: Sequence[SecondKey]) -> None:
        """Keep the title, which may hold a name, and the keys."""
        super().__init__()
        self.heading = clean(title)
        self.choices = choices
        self.spots: list[tuple[int, int, int, SecondKey]] = []

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Return how many lines the keys take."""
        return len(self.lines(width))

    def lines(self, cells: int) -> list[list[Piece]]:
        """Return the title and the keys as lines."""
        lines: list[list[Piece]] = [[("  ", "plain"), (fit(self.heading, cells - 3), "strong")], [("  ", "plain")]]
        self.spots = []
        used = 2
        for choice in self.choices:
            key = shown(choice.key)
            taken = width(key) + 1 + width(choice.label) + 3
            if used + taken > cells and used > 2:
                lines.append([("  ", "plain")])
                used = 2
            self.spots.append((len(lines) - 1, used, used + taken, choice))
            lines[-1] += [(key, "key"), (f" {choice.label}   ", "plain")]
            used += taken
        return lines

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        lines = self.lines(self.size.width)
        return self.paint(lines[y] if y < len(lines) else [], self.size.width)

    def on_mount(self) -> None:
        """Stay out of sight until a moment has passed: who knows the next key presses it before anything moves."""
        self.display = False
        self.set_timer(MOMENT, self._come)

    def _come(self) -> None:
        self.display = True

    def choice_at(self, event: events.Click) -> SecondKey | None:
        """Return the key that was clicked; None for a click elsewhere."""
        x, y = event.screen_x - self.region.x, event.screen_y - self.region.y
        return next((choice for line, start, end, choice in self.spots if line == y and start <= x < end), None)


class WaitingKey(ModalScreen[str]):
    """Waits for one of the keys that may follow; gives its value, or None for Esc and any other key."""

    DEFAULT_CSS = """
    WaitingKey { background: transparent; }
    """

    def __init__(self, title: str, choices: str) -> None:
        """Keep the title and the name of one of SECOND_KEYS."""
        super().__init__()
        self.heading = title
        self.choices = SECOND_KEYS[choices]

    def compose(self) -> ComposeResult:
        """Lay out the popup at the foot of the window."""
        yield NextKey(self.heading, self.choices)

    def keys_act_at_once(self) -> bool:
        """Return that every key is an answer, and only the first one is."""
        return True

    def follow(self, pressed: str) -> bool:
        """Take the key that follows; leave on any other."""
        self.dismiss(next((each.value for each in self.choices if each.key == pressed), None))
        return True

    def on_click(self, event: events.Click) -> None:
        """Take the key that was clicked; leave on a click elsewhere."""
        choice = self.query_one(NextKey).choice_at(event)
        self.dismiss(choice.value if choice is not None else None)
