"""`onward forget WHO`: a person erased for good, from the book, its past and every backup."""

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

    writing_flags(asking, yes=True)
    asking.free_words("WHO")


def run(asked: Namespace, console: Console) -> int:
    """Show what would go, ask, and erase it."""
    from tui.wording import keeping, spoken

    book = console.book()
    person = book.who(" ".join(asked.WHO))
    look = book.forget(person.id, dry_run=True)
    if not (asked.json and (asked.dry_run or asked.yes)):
        console.say(f"{keeping.would_forget(look)} {keeping.NO_WAY_BACK}")
    if asked.dry_run:
        return _end(asked, console, look, keeping.NOTHING_CHANGED)
    if not console.agreed(spoken.FORGET_FOR_GOOD.format(name=person.name), asked.yes):
        console.say(keeping.NOTHING_CHANGED)
        return 0
    done = book.forget(person.id)
    return _end(asked, console, done, keeping.forgotten(done))


def _end(asked: Namespace, console: Console, done: Receipt, words: str) -> int:
    """Say how it ended; as JSON without the name, which is to stand nowhere any more."""
    if asked.json:
        counts = {name: value for name, value in done.values.items() if not name.endswith("_gone")}
        console.put_json({"verb": "forget", **counts, **({"dry_run": True} if asked.dry_run else {})}, one_line=True)
    else:
        console.say(words)
    return 0
