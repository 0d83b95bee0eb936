"""Upkeep in a process of its own, away from the terminal, so that a command never waits for it."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book


def upkeep(book: Book) -> None:
    """Let the book's upkeep be done by a child that outlives this process, silently; the doctor tells where it fails."""
    try:
        child = os.fork()
    except OSError:
        return
    if child:
        return
    try:
        os.setsid()
        _let_go_of_terminal()
        os.nice(10)
        book.upkeep()
    except BaseException:  # nobody is there to be told, and nothing of the parent may run twice
        os._exit(1)
    os._exit(0)


def _let_go_of_terminal() -> None:
    """Point the standard streams away, so that whoever reads the command's output sees its end at once."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    if nowhere > 2:
        os.close(nowhere)
