"""`onward demo`: the inbox on a made-up book, in a throwaway folder, never the user's own."""

from __future__ import annotations

import os

from store.errors import FileFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--list")
    asking.flag("--folder", metavar="DIR", default="")


def run(asked: Namespace, console: Console) -> int:
    """Make the demo book and open it; print its queue where that is asked for or there is no terminal."""
    import tempfile

    if asked.folder:
        return _open(asked, console, _empty(asked.folder))
    with tempfile.TemporaryDirectory(prefix="onward-demo-", ignore_cleanup_errors=True) as folder:
        return _open(asked, console, folder)


def _empty(folder: str) -> str:
    """Return a folder made for the book; raises FileFault(`folder-not-empty`, `file-unwritable`)."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if os.listdir(folder):
            raise FileFault("folder-not-empty", path=folder)
    except OSError as error:
        raise FileFault("file-unwritable", path=folder, reason=error.strerror or str(error)) from None
    return folder


def _open(asked: Namespace, console: Console, folder: str) -> int:
    """Open the demo book of a folder."""
    from pathlib import Path

    from store.book import Book

    console.use(Book.demo(Path(folder)))
    try:
        if asked.list or not console.has_screen:
            from tui.commands.due import show_queue

            return show_queue(console, console.book().queue())
        from tui.commands.inbox import open_inbox

        return open_inbox(console.book(), tour=True)
    finally:
        console.close()
