"""`onward hot|warm|cold WHO`: how close somebody is to a decision."""

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
    asking.keep("temperature", asking.name)
    asking.free_words("WHO")


def run(asked: Namespace, console: Console) -> int:
    """Change a person's temperature."""
    from tui.commands.telling import tell, would
    from tui.wording import spoken

    book = console.book()
    person = book.who(" ".join(asked.WHO))
    if asked.dry_run:
        return would(console, asked, "change", [person], spoken.CALL_THEM.format(
            name=person.name, temperature=asked.temperature))
    tell(console, book.change([person.id], temperature=asked.temperature), asked.json)
    return 0
