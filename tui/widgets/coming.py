"""The quiet line of the inbox that a meeting comes, with the key for what to know before it."""

from __future__ import annotations

from tui.look import clean, fit, width
from tui.widgets.lines import OneLine


class Coming(OneLine):
    """What comes, and a key; no room is taken where nothing does."""

    DEFAULT_CSS = """
    Coming { display: none; }
    """

    def __init__(self, id: str | None = None) -> None:
        """Begin with nothing."""
        super().__init__(id=id)
        self.words = ""
        self._key = ("", "", "")

    def show(self, words: str, key: str = "", label: str = "", action: str = "") -> None:
        """Show what comes and the key with its label and action; an empty text takes the line away."""
        words = clean(words)
        if (words, (key, label, action)) == (self.words, self._key):
            return
        self.words, self._key = words, (key, label, action)
        self.display = bool(words)
        self.refresh()

    def pieces(self, cells: int) -> list[tuple[str, str, str]]:
        """Return the words, cut to the width, and the key."""
        key, label, action = self._key
        room = cells - 5 - width(key) - width(label)
        words = fit(self.words, room)
        return [(f" {words}  ", "accent", action), (key, "key", action), (f" {label}", "quiet", action)]
