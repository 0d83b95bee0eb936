"""What can be done here, each with its key; clickable, and a place for the cursor when it is in no text field."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tui.widgets.flow import Flow

Item = tuple[str, str, str]
"A key as shown, the words, and the action of the screen; all our own words."


class ActionBar(Flow, can_focus=True):
    """A line or two of keys and words; wraps between the items only."""

    DEFAULT_CSS = """
    ActionBar { height: auto; padding: 0 1; background: $panel; color: $text-muted; }
    ActionBar:focus { background: $panel; color: $foreground; }
    """

    def __init__(self, items: Sequence[Item] = (), id: str | None = None) -> None:
        """Make a bar."""
        super().__init__(id=id, gap=3)
        self.items = tuple(items)

    def on_mount(self) -> None:
        """Draw the bar."""
        self.show(self.items)

    def show(self, items: Sequence[Item]) -> None:
        """Show other items."""
        self.items = tuple(items)
        self.set_pieces([Content.assemble((key, "bold $accent"), " ", words) for key, words, _ in self.items])

    async def on_flow_clicked(self, event: Flow.Clicked) -> None:
        """Do what was clicked."""
        event.stop()
        await self.screen.run_action(self.items[event.place][2])
