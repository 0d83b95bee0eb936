"""A visit to the demo from inside: the made-up book opens over one's own, with a tour, and goes without a trace."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

from tui import keys
from tui.keys_in_order import KeysInOrder
from tui.touring import Tour

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from store.book import Book
    from store.model import Receipt


class Visiting(KeysInOrder):
    """The part of the app that has two books while the demo is open."""

    book: Book
    own_book: Book | None = None
    "The user's own book while the demo is open."
    tour: Tour | None = None
    "What the tour waits for; None where there is none."
    _folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def in_demo(self) -> bool:
        """Whether what is open is the made-up book."""
        return self.own_book is not None or self.tour is not None

    def slowly(self, act: Callable[[], Any], then: Callable[[Any], None], words: str = "") -> None:
        """Do something that may take long; the app says how."""
        raise NotImplementedError

    def say(self, words: str, wrong: bool = False) -> None:
        """Show a sentence; the app says how."""
        raise NotImplementedError

    def action_demo(self) -> None:
        """Open the made-up book."""
        from tui.wording.first_minute import DEMO_OPENING

        if not self.in_demo:
            self.slowly(self._made_up, self._open_demo, DEMO_OPENING)

    def leave_demo(self) -> bool:
        """Go back to the own book, if the demo was opened over it; return whether it was."""
        from tui.screens.inbox import InboxScreen
        from tui.wording.first_minute import DEMO_BACK

        if self.own_book is None:
            return False
        demo, self.book, self.own_book, self.tour = self.book, self.own_book, None, None
        while not (isinstance(self.screen, InboxScreen) and self.screen.book is self.book):
            self.pop_screen()
        demo.close()
        self._sweep_up()
        self.screen.reload()
        self.say(DEMO_BACK)
        return True

    def begin_tour(self) -> None:
        """Begin the tour on the inbox that is open."""
        self.tour = Tour()
        self.screen_change_signal.subscribe(self, self._tour_follows)
        self.tour_changed()

    def tour_saw(self, event: str) -> None:
        """Let the tour see what the user did."""
        if self.tour is not None and self.tour.saw(event):
            self.tour_changed()

    def leave_tour(self) -> bool:
        """End the tour; return whether there was one that still said something."""
        from tui.wording.first_minute import TOUR_LEFT

        if self.tour is None or not self.tour.leave():
            return False
        self.tour_changed()
        self.say(keys.in_words(TOUR_LEFT))
        return True

    def tour_changed(self) -> None:
        """Show what the tour says now on every screen that is open."""
        for screen in self.screen_stack:
            self._show_tour_on(screen)

    def _tour_follows(self, screen: Screen[Any]) -> None:
        """Show what the tour says on the screen that comes to the front, once its widgets are there."""
        self.call_after_refresh(self._show_tour_on, screen)

    def _show_tour_on(self, screen: Screen[Any]) -> None:
        """Show what the tour says on a screen: the inbox has a line for it, others get one."""
        from tui.widgets.tour_line import show_tour

        show = getattr(screen, "show_tour", None)
        if show is not None:
            show()
        elif screen.is_attached:
            show_tour(screen, self.tour)

    def saw_receipt(self, done: Receipt) -> None:
        """Let the tour see a verb."""
        self.tour_saw({"log-touch": "log", "sent": "done", "nothing-to-answer": "done", "decide": "done"}.get(
            done.verb, done.verb))

    def close_visit(self) -> None:
        """Close the own book where the demo is open over it, and leave nothing behind."""
        if self.own_book is not None:
            self.own_book.close()
        self._sweep_up()

    def _made_up(self) -> Book:
        """Make the demo in a folder that goes with it."""
        from pathlib import Path

        from store.book import Book

        self._folder = tempfile.TemporaryDirectory(prefix="onward-demo-", ignore_cleanup_errors=True)
        return Book.demo(Path(self._folder.name))

    def _open_demo(self, demo: Book) -> None:
        """Show the demo over the own book."""
        from tui.screens.inbox import InboxScreen

        self.own_book, self.book = self.book, demo
        self.push_screen(InboxScreen(demo))
        self.begin_tour()

    def _sweep_up(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
