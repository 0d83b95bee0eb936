"""`onward find WORDS`: people by name, company, tag, mail or number."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--json")
    asking.free_words("WORDS")


def run(asked: Namespace, console: Console) -> int:
    """Print who matches, best first; exit status 3 where nobody does."""
    from tui.wording import spoken

    book = console.book()
    words = " ".join(asked.WORDS)
    found = book.find(words)
    if asked.json:
        from tui.commands import shapes

        console.put_json([shapes.line(each) for each in found])
    elif found:
        from tui.wording.people import find_lines

        console.put("\n".join(find_lines(found, book.now(), console.zone, console.width)))
    else:
        console.say(spoken.NOBODY_FITS.format(words=words))
    return 0 if found else 3
