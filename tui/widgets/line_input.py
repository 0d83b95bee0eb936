"""A one-line field for outside text: a paste of several lines becomes one, control characters stay out."""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from tui.look import clean


class LineInput(Input):
    """An Input without a frame that loses no line of a paste."""

    DEFAULT_CSS = """
    LineInput { border: none; height: 1; padding: 0; background: $surface; }
    LineInput:focus { border: none; background: $panel; }
    """

    virtual_size = Reactive(Size(0, 0), layout=False)
    "What was typed is longer or shorter, and nothing around it moves for that."

    def __init__(self, value: str = "", placeholder: str = "", id: str | None = None) -> None:
        """Make a field with a safe value; the whole text is not selected on focus, so that typing adds to it."""
        super().__init__(value=clean(value), placeholder=placeholder, id=id, select_on_focus=False)

    def complete(self) -> bool:
        """Take the grey completion, where there is one; return whether there was."""
        if not self._suggestion or self.cursor_position != len(self.value):
            return False
        self.action_cursor_right()
        return True

    def _on_paste(self, event: events.Paste) -> None:
        """Insert all lines of a paste, joined by spaces."""
        joined = " ".join(clean(line).strip() for line in event.text.splitlines() if line.strip())
        if joined:
            self.insert_text_at_cursor(joined)
        event.stop()
        event.prevent_default()
