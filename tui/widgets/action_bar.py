"""What can be done here, each with its key; clickable, and a place for the cursor when it is in no text field."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui import keys
from tui.widgets.flow import Flow


class KeyLine(Flow):
    """The keys of a place, drawn from the table with the user's own in it; those that work in a field while in one."""

    DEFAULT_CSS = """
    KeyLine { height: auto; color: $text-muted; }
    """

    def __init__(self, place: str, labels: Mapping[str, str] | None = None, id: str | None = None) -> None:
        """Keep the place, one of `keys.PLACES`, and words to show in place of the table's, by action id."""
        super().__init__(id=id, gap=3)
        self.place = place
        self.labels = labels or {}
        self.items: list[tuple[str, str, str]] = []

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

    def _draw(self, focused: Widget | None) -> None:
        own: Mapping[str, str] = getattr(self.app, "own_keys", dict)()
        items = keys.footer(self.place, isinstance(focused, (Input, TextArea)), own)
        if items != self.items:
            self.items = items
            self.set_pieces([Content.assemble((key, "bold $accent"), " ", self.labels.get(id, label))
                             for key, label, id in items])

    async def on_flow_clicked(self, event: Flow.Clicked) -> None:
        """Do what was clicked."""
        event.stop()
        await self.screen.run_action(self.items[event.place][2].replace("-", "_"))


class ActionBar(KeyLine, can_focus=True):
    """The keys at the foot of a whole screen; has the focus while no field has it."""

    DEFAULT_CSS = """
    ActionBar { padding: 0 1; background: $panel; color: $text-muted; }
    ActionBar:focus { background: $panel; color: $foreground; }
    """
