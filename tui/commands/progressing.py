"""How far something long has come, on the standard error: how much, and about how long it still takes."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tui.commands.console import Console

PATIENCE = 0.7
"Seconds before anything is said, and between two sayings a quarter of it."


class Progress:
    """A line that is written over until the work is done; silent where no terminal shows it."""

    def __init__(self, console: Console, what: str, silent: bool = False) -> None:
        """Begin counting now."""
        self._console = console
        self._what = what
        self._silent = silent or not console.talk.isatty()
        self._began = time.monotonic()
        self._said = 0.0
        self._width = 0
        self.stopped = False

    def __call__(self, done: int, total: int) -> bool:
        """Take in how much of how much is done; return whether to go on."""
        now = time.monotonic()
        if not self._silent and now - self._began > PATIENCE and now - self._said > PATIENCE / 4:
            self._said = now
            self._write(line(self._what, done, total, now - self._began))
        return not self.stopped

    def stop(self) -> None:
        """Have the work end at the next chance, with what is done kept."""
        self.stopped = True

    def done(self) -> None:
        """Take the line away."""
        if self._width:
            self._console.write_raw("\r" + " " * self._width + "\r")
            self._width = 0

    def _write(self, text: str) -> None:
        """Write over the line."""
        text = text[: max(10, self._console.width - 1)]
        self._console.write_raw("\r" + text.ljust(self._width))
        self._width = len(text)


def line(what: str, done: int, total: int, seconds: float) -> str:
    """Return how far something has come in one line."""
    from tui.wording import spoken

    if not total:
        return f"{what}: {done:,}"
    share = min(1.0, done / total)
    told = spoken.PROGRESS.format(what=what, share=share, total=total)
    if share > 0.02:
        told += f", {left(seconds / share - seconds)}"
    return told


def left(seconds: float) -> str:
    """Return how long something still takes, in words."""
    from tui.wording import spoken

    if seconds < 1:
        return spoken.NEARLY_DONE
    if seconds < 90:
        return spoken.SECONDS_LEFT.format(seconds=seconds)
    return spoken.MINUTES_LEFT.format(what=seconds / 60)
