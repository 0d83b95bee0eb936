"""The slow parts of an import, each in a thread: reading, looking at the days, taking in; with a bar, and a way to stop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen
from textual.timer import Timer

from store.errors import OnwardError
from store.model import Receipt
from tui.look import clean
from tui.widgets.dialog import Said
from tui.wording import importing as words
from tui.wording import on_screen
from tui.wording.errors import sentence

if TYPE_CHECKING:
    from store.book import Book

Value = TypeVar("Value")
LOOK_EVERY = 0.1
"Seconds between two paintings of the bar."


class Stopped(Exception):
    """Somebody stopped the work and wants nothing of it."""


class Working(Screen[Receipt | None]):
    """A screen that works in a thread: one piece of work at a time, the book left to it meanwhile."""

    def __init__(self, book: Book) -> None:
        """Begin with no work."""
        super().__init__()
        self.book = book
        self.busy = False
        self.wants_stop = ""
        self.what = ""
        self._far = (0, 0)
        self._began = 0.0
        self._bar: Timer | None = None

    def far(self, done: int, total: int) -> bool:
        """Take in how far the work is, from its thread; raise Stopped, or say whether to go on."""
        self._far = (done, total)
        if self.wants_stop == "drop":
            raise Stopped
        return self.wants_stop != "keep"

    def work(self, what: str, act: Callable[[], Value], then: Callable[[Value], None], failed: str) -> None:
        """Do something in a thread with a bar; go on with what it gave, or say why not (`failed` where that is unexpected)."""
        if self.busy:
            return
        self._far, self.wants_stop, self.what = (0, 0), "", what
        self._began = time.monotonic()
        self._set_busy(True)
        self._show_bar()
        self._bar = self.set_interval(LOOK_EVERY, self._show_bar)
        self.run_worker(self._work(act, then, failed), exit_on_error=False)

    async def _work(self, act: Callable[[], Value], then: Callable[[Value], None], failed: str) -> None:
        try:
            value = await asyncio.to_thread(act)
        except Stopped:
            self._ended(words.STOPPED)
        except OnwardError as error:
            self._ended(sentence(error), wrong=True)
        except Exception as error:
            told = on_screen.NOTHING_WAS_IMPORTED.format(failed=failed, what=clean(str(error)) or type(error).__name__)
            self._ended(told, wrong=True)
        else:
            self._ended("")
            then(value)

    def _ended(self, said: str, wrong: bool = False) -> None:
        """Take the bar away, and say what there is to say."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
        self._set_busy(False)
        self.work_ended()
        self.query_one(Said).show(said, wrong=wrong)

    def work_ended(self) -> None:
        """Take back what was asked about the work."""

    def _show_bar(self) -> None:
        done, total = self._far
        seconds = time.monotonic() - self._began
        at_end = total and done >= total and self.what == words.TAKING_IN
        told = words.WRITING_DOWN if at_end else words.progress(self.what, done, total, seconds, self.size.width - 2)
        self.query_one(Said).show(told)

    def _set_busy(self, busy: bool) -> None:
        """Keep everybody else from the book while a thread is in it."""
        self.busy = busy
        if hasattr(self.app, "busy"):
            self.app.busy = busy
