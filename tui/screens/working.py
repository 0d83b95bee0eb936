"""A notice over the screen while something takes long; keys wait until it is done."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.look import clean
from tui.wording.inbox import WORKING


class Working(ModalScreen[None]):
    """Says what is being done; nothing can be pressed meanwhile."""

    DEFAULT_CSS = """
    Working { align: center middle; background: $background 40%; }
    Working > Static { width: auto; height: auto; padding: 1 3; background: $panel; }
    """

    def __init__(self, words: str = "") -> None:
        """Keep what to say."""
        super().__init__()
        self.words = clean(words) or WORKING

    def compose(self) -> ComposeResult:
        """Lay out the notice."""
        yield Static(Content(self.words))

    def on_key(self, event: events.Key) -> None:
        """Let no key through."""
        event.stop()

    def leave(self) -> None:
        """Go away, once."""
        if self in self.app.screen_stack and self.is_current:
            self.dismiss(None)
