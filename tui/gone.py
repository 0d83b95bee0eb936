"""A terminal that has gone: its window was closed, or the line to it broke, with or without a signal."""

from __future__ import annotations

import os
import select
import sys
import threading

GRACE = 3.0
"Seconds that an orderly end may take once nobody looks; everything acknowledged is on the disk already."


def has_gone() -> bool:
    """Return whether nobody is at the other end of the standard input any more."""
    try:
        number = sys.__stdin__.fileno() if sys.__stdin__ is not None else -1
        return number >= 0 and _hung_up(number)
    except (OSError, ValueError):
        return False


def end_soon(status: int) -> None:
    """End the process after a short grace, should it hang on a terminal that is not there."""
    timer = threading.Timer(GRACE, os._exit, (status,))
    timer.daemon = True
    timer.start()


def _hung_up(number: int) -> bool:
    """Return whether the system says that the other end is closed."""
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
