"""What can be done here, each with its key; clickable, and a place for the cursor when it is in no text field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui import keys
from tui.widgets.flow import Flow, flow

Item = tuple[str, str, str]
"A key as shown, the words, and the id of the action."
NARROW = 60
"Cells of a window under which the keys take two lines at most."
MOST_LINES = 2


class KeyLine(Flow):
    """The keys of a place, drawn from the table with the user's own in it; those that work in a field while in one."""

    DEFAULT_CSS = """
    KeyLine { height: auto; color: $text-muted; }
    """

    def __init__(self, place: str, labels: Mapping[str, str] | None = None, id: str | None = None,
                 labels_in_field: Mapping[str, str] | None = None) -> None:
        """Keep the place, one of `keys.PLACES`, and words to show in place of the table's, by action id; others in a field."""
        super().__init__(id=id, gap=3)
        self.place = place
        self.labels = labels or {}
        self.labels_in_field = labels_in_field or self.labels
        self.items: list[Item] = []

    def on_mount(self) -> None:
        """Draw the keys, and again whenever the cursor goes into a field or out of one."""
        self.watch(self.screen, "focused", self._focus_moved, init=False)
        self._draw(self.screen.focused)

    def go_to(self, place: str) -> None:
        """Show the keys of another place."""
        self.place = place
        self._draw(self.screen.focused)

    def _focus_moved(self, focused: Widget | None) -> None:
        self._draw(focused)

    def on_resize(self) -> None:
        """Show what there is room for now."""
        self._draw(self.screen.focused)

    def _draw(self, focused: Widget | None) -> None:
        own: Mapping[str, str] = getattr(self.app, "own_keys", dict)()
        typing = isinstance(focused, (Input, TextArea))
        found = keys.footer(self.place, typing, own)
        labels = self.labels_in_field if typing else self.labels
        items = [(key, labels.get(id, label), id) for key, label, id in found]
        if self.size.width and self.app.size.width < NARROW:
            items = self._fitting(items, keys.help_item(typing, own))
        if items != self.items:
            self.items = items
            self.set_pieces([_piece(each) for each in items])

    def _fitting(self, items: Sequence[Item], help: Item) -> list[Item]:
        """Return what fits two lines, the way to all keys and the last item always among it."""
        kept = list(items)
        while len(kept) > 3 and self._lines(kept) > MOST_LINES:
            middle = kept[:-1] if kept[-2] != help else kept[:-2]
            kept = [*middle[:-1], help, items[-1]]
        return kept

    def _lines(self, items: Sequence[Item]) -> int:
        """Return how many lines some items take."""
        return len(flow([_piece(each) for each in items], self.content_size.width, self.gap))

    async def on_flow_clicked(self, event: Flow.Clicked) -> None:
        """Do what was clicked."""
        event.stop()
        name = self.items[event.place][2].replace("-", "_")
        await self.screen.run_action(name if hasattr(self.screen, f"action_{name}") else f"app.{name}")


def place_of(screen: Widget) -> str:
    """Return which of `keys.PLACES` a screen is, as its own line of keys says; empty where it has none."""
    lines = screen.query(KeyLine)
    return lines.first().place if lines else ""


def _piece(item: Item) -> Content:
    """Return one key with its words."""
    return Content.assemble((item[0], "bold $accent"), " ", item[1])


class ActionBar(KeyLine, can_focus=True):
    """The keys at the foot of a whole screen; has the focus while no field has it."""

    DEFAULT_CSS = """
    ActionBar { padding: 0 1; background: $panel; color: $text-muted; }
    ActionBar:focus { background: $panel; color: $foreground; }
    """
