"""`onward snooze WHO WHEN`: hide a person's due touch until a day or time."""

from __future__ import annotations

from store.errors import OnwardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking)
    asking.free_words("WORDS")


def run(asked: Namespace, console: Console) -> int:
    """Snooze."""
    from tui.commands.telling import person_and_rest, tell, would
    from tui.wording import instants, spoken

    book = console.book()
    trouble: OnwardError | None = None
    for person, rest in person_and_rest(console, asked.WORDS, "snooze", "WHEN"):
        try:
            until = book.plan_when(" ".join(rest))
        except OnwardError as error:
            trouble = trouble or error
            continue
        if asked.dry_run:
            when = instants.planned(until, book.now(), console.zone)
            return would(console, asked, "snooze", [person], spoken.HIDE_UNTIL.format(name=person.name, when=when))
        tell(console, book.snooze([person.id], until), asked.json)
        return 0
    assert trouble is not None
    raise trouble
