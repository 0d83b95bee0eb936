"""`onward restore [FILE]`: lead the book back to a backup, as one action that undo takes back."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from store.model import Receipt
    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    asking.flag("--list")
    writing_flags(asking, yes=True)
    asking.words("FILE", nargs="?", default="")


def run(asked: Namespace, console: Console) -> int:
    """Show what a backup would bring back, ask, and restore it."""
    from tui.wording import keeping, spoken

    if asked.list:
        return _list(asked, console)
    book, zone = console.book(), console.zone
    look = book.restore(asked.FILE, dry_run=True)
    if not look.values["count"]:
        return _end(asked, console, look, keeping.NOTHING_DIFFERS)
    if not asked.json:
        console.say(keeping.would_restore(look, book.now(), zone))
    if asked.dry_run:
        return _end(asked, console, look, keeping.NOTHING_CHANGED)
    if not console.agreed(spoken.LEAD_THE_BOOK_BACK, asked.yes):
        console.say(keeping.NOTHING_CHANGED)
        return 0
    done = book.restore(str(look.values["path"]))
    return _end(asked, console, done, keeping.restored(done, book.now(), zone))


def _end(asked: Namespace, console: Console, done: Receipt, words: str) -> int:
    """Say how it ended."""
    if asked.json:
        values = {"verb": "restore", "unit": done.unit, **done.values}
        console.put_json({**values, "dry_run": True} if asked.dry_run else values, one_line=True)
    else:
        console.say(words)
    return 0


def _list(asked: Namespace, console: Console) -> int:
    """Print the backups there are."""
    from tui.commands.shapes import plain
    from tui.wording import keeping

    book = console.book()
    found = book.backups()
    if asked.json:
        console.put_json([{"path": each.path, "made": plain(each.made), "size": each.size} for each in found])
        return 0
    for each in found:
        console.put(keeping.backup_line(each, book.now(), console.zone))
    if not found:
        console.say(keeping.NO_BACKUPS)
    return 0
