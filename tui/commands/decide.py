"""`onward decide WHO WHAT`: answer what the queue asks about a person, or what their history suggests."""

from __future__ import annotations

from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from store.model import Receipt
    from tui.commands.asking import Asking
    from tui.commands.console import Console

CHOICES = ("keep", "slow", "nurture", "close", "skip", "accept", "refuse")


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking)
    asking.free_words("WORDS")


def run(asked: Namespace, console: Console) -> int:
    """Decide."""
    from tui.commands.asking import nearest
    from tui.commands.telling import tell, would
    from tui.wording import spoken

    if len(asked.WORDS) < 2:
        raise UsageFault("missing-words", command="decide", missing=spoken.WHAT)
    *who, choice = asked.WORDS
    book = console.book()
    person = book.who(" ".join(who))
    choice = choice.lower()
    if choice not in CHOICES:
        raise UsageFault("unknown-action", command="decide", action=choice, hint=nearest(choice, CHOICES))
    if asked.dry_run:
        return would(console, asked, "decide", [person], spoken.DECIDE.format(name=person.name, choice=choice))
    verbs: dict[str, Callable[[], Receipt]] = {
        "skip": lambda: book.skip([person.id]), "accept": lambda: book.accept(person.id),
        "refuse": lambda: book.refuse(person.id)}
    tell(console, verbs.get(choice, lambda: book.decide(person.id, choice))(), asked.json)
    return 0
