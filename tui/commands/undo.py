"""`onward undo`: take back the last action, whatever it was."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--json", "print what was done as JSON")


def run(asked: Namespace, console: Console) -> int:
    """Take back the last action."""
    from tui.commands.telling import tell

    tell(console, console.book().undo(), asked.json)
    return 0
