"""Going somewhere by two keys: the first row at once, and with one more key a tab, the week or the shelf."""

from __future__ import annotations

from textual import events

from tui.keys import SECOND_KEYS
from tui.screens.inbox.moving import Moving
from tui.screens.waiting import NextKey
from tui.wording.inbox import GO_WHERE


class Going(Moving):
    """The prefix that has acted already: a key that does not belong to it does what it always does."""

    _popup: NextKey | None = None

    def action_go(self) -> None:
        """Go to the first row, and heed the next key."""
        self.action_first()
        self._stop_going()
        self._popup = NextKey(GO_WHERE, SECOND_KEYS["go"])
        self.mount(self._popup)

    def action_top(self) -> None:
        """Go to the first row."""
        self.action_first()

    def follow(self, pressed: str) -> bool:
        """Do what a key means after the prefix, if one waits for it; return whether it meant anything."""
        if self._popup is None:
            return False
        self._stop_going()
        choice = next((each for each in SECOND_KEYS["go"] if each.key == pressed), None)
        if choice is not None:
            getattr(self, f"action_{choice.value.replace('-', '_')}")()
        return choice is not None or pressed == "escape"

    def on_click(self, event: events.Click) -> None:
        """Take the key that was clicked."""
        if self._popup is not None:
            choice = self._popup.choice_at(event)
            self.follow(choice.key if choice is not None else "")

    def on_screen_suspend(self) -> None:
        """Heed no key once another screen stands on top."""
        self._stop_going()

    def _stop_going(self) -> None:
        if self._popup is not None:
            self._popup.remove()
            self._popup = None
