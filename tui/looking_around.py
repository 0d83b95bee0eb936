"""Taking in what other processes wrote, such as a sync, in pieces so short that a key never waits for them."""

from __future__ import annotations

import signal
from time import monotonic, perf_counter
from typing import TYPE_CHECKING

from store.errors import OnwardError
from tui import gone
from tui.visiting import Visiting
from tui.wording.errors import sentence
from tui.wording.inbox import LOOKED_AWAY

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE = 0.004
"Seconds of one piece of taking in; keys are heard between two."
BETWEEN = 0.012
"Seconds between two pieces."
STRUCK = 0.05
"Seconds that a key has for itself, to be painted."
SHOWN_AFTER = 3.0
"Seconds of taking in after which what is known so far is shown."
SHORT = 0.012
"Seconds that showing it may take without minding the keys; what takes longer waits until nobody types."
QUIET = 0.3
"Seconds without a key that count as nobody typing."
LONGEST = 6.0
"Seconds that news may wait for that."
REST = 15
"How many times as long as showing it took the screens are left alone then."
LONGEST_REST = 10.0
"Seconds that such a rest may be."


class LookingAround(Visiting):
    """The part of the app that notices what others write."""

    busy = False
    "Whether something slow has the book for itself."
    syncs = False
    "Whether a sync goes on in a process of its own; it sees to the upkeep when it is done."
    _takes_in = False
    _began = 0.0
    _has_more = False
    _rests_until = 0.0
    _showing_took = SHORT * 2
    "Seconds; taken for long until it is known."
    _look_failed = False
    _afterwards: tuple[Callable[[], object], ...] = ()

    def look_around(self) -> None:
        """Take in what other processes wrote, and let every open screen that shows the book know."""
        if not self.is_headless and gone.has_gone():
            self.end_for(signal.SIGHUP)
            return
        if self.busy or self._takes_in:
            return
        try:
            changed = self._has_more or self.book.changed_elsewhere()
        except OnwardError as error:
            self._fail(error)
            return
        if changed and monotonic() >= self._rests_until:
            self._take_in_anew()
        elif not changed:
            self._look_failed = False
            self._tell_screens("time_passed")

    def look_for_all(self, then: Callable[[], object]) -> None:
        """Take in everything now, then do something, which a great deal of news does not keep waiting for ever."""
        self._afterwards = (*self._afterwards, then)
        if not self._takes_in:
            self._take_in_anew()

    def end_for(self, number: int) -> None:
        """End because the system says so; the app says how."""
        raise NotImplementedError

    def _take_in_anew(self) -> None:
        """Begin taking in."""
        self._takes_in = True
        self._began = monotonic()
        self._take_in()

    def _take_in(self) -> None:
        """Take in a piece; the next one follows when keys were heard."""
        waited = monotonic() - self._began
        if self.busy:
            self.set_timer(QUIET, self._take_in)
            return
        if monotonic() - self.last_key < STRUCK and waited < LONGEST:
            self.set_timer(STRUCK, self._take_in)
            return
        try:
            self._has_more = not self.book.refresh_for(PIECE)
        except OnwardError as error:
            self._takes_in = self._has_more = False
            self._fail(error)
            self._go_on()
            return
        self._look_failed = False
        if self._has_more and waited < SHOWN_AFTER:
            self.set_timer(BETWEEN, self._take_in)
        elif self._is_much_to_show() and monotonic() - self.last_key < QUIET and waited < LONGEST:
            self.set_timer(QUIET / 2, self._take_in)
        else:
            self._show()

    def _is_much_to_show(self) -> bool:
        """Return whether showing the news would keep a key waiting: under a dialog all that is seen is painted anew."""
        return self._showing_took > SHORT or self.screen.is_modal

    def _show(self) -> None:
        """Let the screens show what was taken in, and leave them alone for as long as that was much work."""
        self._takes_in = False
        began = perf_counter()
        self._tell_screens("book_changed")
        self._showing_took = perf_counter() - began
        rest = min(LONGEST_REST, self._showing_took * REST)
        self._rests_until = monotonic() + (rest if self._showing_took > SHORT else 0.0)
        self._go_on()

    def _go_on(self) -> None:
        """Do what waited for the news."""
        waiting, self._afterwards = self._afterwards, ()
        for each in waiting:
            each()

    def _tell_screens(self, what: str) -> None:
        """Let every open screen know that the book has changed, or that time has passed."""
        for screen in self.screen_stack:
            tell = getattr(screen, what, None)
            if tell is not None:
                tell()

    def _fail(self, error: OnwardError) -> None:
        """Say once why the book cannot be looked at."""
        if not self._look_failed:
            self.say(LOOKED_AWAY.format(sentence=sentence(error)), wrong=True)
        self._look_failed = True
