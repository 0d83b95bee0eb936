"""What can be done here, each with its key; clickable, and a place for the cursor when it is in no text field."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

Item = tuple[str, str, str]
"A key as shown, the words, and the action of the screen; all our own words."


class ActionBar(Static, can_focus=True):
    """A line or two of keys and words; wraps between the items only."""

    DEFAULT_CSS = """
    ActionBar { height: auto; padding: 0 1; background: $panel; color: $text-muted; }
    ActionBar:focus { background: $panel; color: $foreground; }
    """

    def __init__(self, items: Sequence[Item] = (), id: str | None = None) -> None:
        """Make a bar."""
        super().__init__(id=id)
        self.items = tuple(items)

    def on_mount(self) -> None:
        """Draw the bar."""
        self.show(self.items)

    def show(self, items: Sequence[Item]) -> None:
        """Show other items."""
        self.items = tuple(items)
        pieces = []
        for key, words, action in self.items:
            text = words.replace(" ", "\N{NO-BREAK SPACE}")
            click = Style.from_meta({"@click": f"screen.{action}"})
            piece = Content.assemble((key, "bold $accent"), "\N{NO-BREAK SPACE}", text).stylize(click)
            pieces.append(Content.assemble(piece, "   "))
        self.update(Content("").join(pieces))
