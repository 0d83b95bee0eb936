"""Asking for a password, unseen and for this run only."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Input

from tui.widgets.dialog import Dialog
from tui.widgets.line_input import LineInput


class AskPassword(Dialog[str]):
    """Type a password, shown as dots; gives it, or None. It is kept nowhere, not even when left with Esc."""

    DEFAULT_CSS = "AskPassword #line { background: $panel; }"

    def __init__(self, title: str, help: str = "") -> None:
        """Keep the title and why it is asked for."""
        super().__init__(title, hint=help)

    def body(self) -> Iterable[Widget]:
        """Return the field."""
        line = LineInput(id="line")
        line.password = True
        return (line,)

    def on_mount(self) -> None:
        """Stand in the field."""
        self.query_one(LineInput).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the password back."""
        self.dismiss(event.value or None)
