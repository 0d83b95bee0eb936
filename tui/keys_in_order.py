"""Keys that come faster than screens open do what they would have done one by one: none is lost, none overtakes another."""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

PATIENCE = 100
"How many times a key waits for the screen that a key before it has opened, and how often for the key itself."
TURN = 0.005
"Seconds of one such wait."
ROUNDS = 2
"A key goes through the field and what holds it; then so does what the field says because of it, such as that a line is done."


class Behind(events.Event, bubble=True):
    """Goes the way of a key right behind it; once it is back, the key has done what it does."""


class Flight:
    """A key that a widget was given and that has not done yet all that it does."""

    def __init__(self, widget: Widget, screen: Screen[object]) -> None:
        """Keep where the key went."""
        self.widget = widget
        self.screen = screen
        self.mark: Behind | None = None
        self.rounds = 0
        self.waits = 0


class KeysInOrder(App[int]):
    """An app that hands out one key after the other, and knows when the last one came.

    Textual passes a key to the widget first and lets it come back before a binding acts; of two keys read at once the
    second is under way by then, and goes to the field or the screen that the first one leaves.
    """

    last_key = 0.0
    "When the last key came, on the monotonic clock."
    _flight: Flight | None = None

    def __init__(self) -> None:
        """Begin with nothing that waits."""
        super().__init__()
        self._held: deque[events.Event] = deque()
        "What came while a key was under way."

    async def on_event(self, event: events.Event) -> None:
        """Hand out a key, or hold it while the one before it is under way."""
        if isinstance(event, Behind):
            await self._came_back(event)
        elif isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if isinstance(event, events.Key):
                self.last_key = monotonic()
            if self._flight is not None:
                self._hold(event)
            else:
                await self._hand_out(event)
        else:
            await super().on_event(event)

    async def _hand_out(self, event: events.Event) -> None:
        """Act on a key of a list at once; let a key wait for a screen that is about to open."""
        for _ in range(PATIENCE):
            if not self.screen_stack or _is_ready(self.screen):
                break
            await asyncio.sleep(TURN)
        if not self.screen_stack:  # the key before ended the app
            return
        if isinstance(event, events.Key) and await self._acted(event):
            return
        screen, widget = self.screen, self.focused
        await super().on_event(event)
        if widget is not None and event.is_forwarded and not _only_typed(event, widget):
            self._flight = Flight(widget, screen)
            self._send_behind()

    def _send_behind(self) -> None:
        """Send a mark behind the key that is under way."""
        flight = self._flight
        if flight is not None:
            flight.mark = Behind()
            flight.rounds += 1
            flight.widget.post_message(flight.mark)

    async def _came_back(self, mark: Behind) -> None:
        """Go on with the keys held, once all is done that the key before them does."""
        flight = self._flight
        if flight is None or mark is not flight.mark:
            return
        if flight.rounds < ROUNDS and self._stays(flight):
            self._send_behind()
        else:
            await self._hand_out_held()

    async def _hand_out_held(self) -> None:
        """Hand out what was held, as far as the next key that is under way for a while."""
        self._flight = None
        while self._held and self._flight is None and self.screen_stack:
            await self._hand_out(self._held.popleft())
        if self._held:
            self._look_again()

    def _hold(self, event: events.Event) -> None:
        """Keep what came until the key before it has done its work."""
        self._held.append(event)
        if len(self._held) == 1:
            self._look_again()

    def _stays(self, flight: Flight) -> bool:
        """Return whether the screen that a key went to is still on top, and the widget on it."""
        stack = self.screen_stack
        return bool(stack) and stack[-1] is flight.screen and flight.widget.is_attached

    def _look_again(self) -> None:
        """See to it that nothing is held for ever: a mark does not come back from a screen that the key has closed."""
        flight = self._flight

        async def look() -> None:
            if flight is None or flight is not self._flight:
                return
            flight.waits += 1
            if flight.waits > PATIENCE or not self._stays(flight):
                await self._hand_out_held()
            else:
                self.set_timer(TURN, look)

        self.set_timer(TURN, look)

    async def _acted(self, event: events.Key) -> bool:
        """Run what a key is bound to on a screen that says it may act at once; return whether it did."""
        screen = self.screen
        at_once = getattr(screen, "keys_act_at_once", None)
        if at_once is None or isinstance(self.focused, Input | TextArea) or not at_once():
            return False
        if getattr(screen, "follow", _never)(event.key):
            return True
        # What comes before all else is what works while typing, which is never a letter: a letter is spared the look.
        if not event.is_printable and await self._check_bindings(event.key, priority=True):
            return True
        return await self._check_bindings(event.key)


def _is_ready(screen: Screen[object]) -> bool:
    """Return whether a screen can take a key: it is mounted, and what begins with the focus has it."""
    if not screen.is_attached or not screen.is_mounted:
        return False
    return screen.focused is not None or not screen.focus_chain


def _only_typed(event: events.Event, widget: Widget) -> bool:
    """Return whether something ends in the field it goes to: a letter, or a paste."""
    return isinstance(widget, Input | TextArea) and (not isinstance(event, events.Key) or event.is_printable)


def _never(key: str) -> bool:
    return False
