"""`onward backup`: the whole book in one file, read back and found whole."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--json")


def run(asked: Namespace, console: Console) -> int:
    """Write a backup now."""
    done = console.book().backup()
    if asked.json:
        console.put_json({"verb": "backup", **done.values}, one_line=True)
        return 0
    from tui.wording.keeping import backed_up

    console.say(backed_up(done))
    return 0
