"""Keys that come faster than screens open do what they would have done one by one: none is lost, none overtakes another."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    from textual.screen import Screen

PATIENCE = 100
"How many times a key waits for the screen that a key before it has opened."
TURN = 0.005
"Seconds of one such wait."


class KeysInOrder(App[int]):
    """An app that hands out one key after the other, and knows when the last one came.

    Textual passes a key to the widget first and lets it come back before a binding acts; of two keys read at once the
    second is under way by then, and goes to the screen that the first one leaves.
    """

    last_key = 0.0
    "When the last key came, on the monotonic clock."

    async def on_event(self, event: events.Event) -> None:
        """Act on a key of a list at once; let a key wait for a screen that is about to open."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.last_key = monotonic()
            for _ in range(PATIENCE):
                if _is_ready(self.screen):
                    break
                await asyncio.sleep(TURN)
            if await self._acted(event):
                return
        await super().on_event(event)

    async def _acted(self, event: events.Key) -> bool:
        """Run what a key is bound to on a screen that says it may act at once; return whether it did."""
        screen = self.screen
        at_once = getattr(screen, "keys_act_at_once", None)
        if at_once is None or isinstance(self.focused, Input | TextArea) or not at_once():
            return False
        if getattr(screen, "follow", _never)(event.key):
            return True
        if await self._check_bindings(event.key, priority=True):
            return True
        return await self._check_bindings(event.key)


def _is_ready(screen: Screen[object]) -> bool:
    """Return whether a screen can take a key: it is mounted, and what begins with the focus has it."""
    if not screen.is_attached or not screen.is_mounted:
        return False
    return screen.focused is not None or not screen.focus_chain


def _never(key: str) -> bool:
    return False
