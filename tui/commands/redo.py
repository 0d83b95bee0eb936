"""`onward redo`: do again what was taken back."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking)


def run(asked: Namespace, console: Console) -> int:
    """Do again what was last taken back."""
    from tui.commands.telling import tell, would
    from tui.wording import spoken

    book = console.book()
    if asked.dry_run:
        from store.model import ContactLine
        from tui.wording.receipts import turned

        look = book.redo(dry_run=True)
        people = [ContactLine(*each) for each in zip(look.contacts, look.names, strict=False)]
        return would(console, asked, "redo", people, spoken.DO_AGAIN.format(look=turned(look)))
    tell(console, book.redo(), asked.json)
    return 0
