"""`onward pause WHO [UNTIL]` and `onward resume WHO`: leave a person alone for a while, or no longer."""

from __future__ import annotations

from store.errors import OnwardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from store.model import Contact, Planned
    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking)
    asking.keep("verb", asking.name)
    asking.free_words("WHO")


def run(asked: Namespace, console: Console) -> int:
    """Pause or resume."""
    from tui.commands.telling import tell, would
    from tui.wording import instants, spoken

    book = console.book()
    if asked.verb == "resume":
        person = book.who(" ".join(asked.WHO))
        if asked.dry_run:
            return would(console, asked, "resume", [person], spoken.RESUME.format(name=person.name))
        tell(console, book.resume([person.id]), asked.json)
        return 0
    person, until = _read(console, asked.WHO)
    if asked.dry_run:
        told = spoken.PAUSE if until is None else spoken.PAUSE_UNTIL
        when = instants.planned(until, book.now(), console.zone) if until is not None else ""
        return would(console, asked, "pause", [person], told.format(name=person.name, when=when))
    tell(console, book.pause([person.id], until.on if until is not None else None), asked.json)
    return 0


def _read(console: Console, words: list[str]) -> tuple[Contact, Planned | None]:
    """Return the person, and until when where that is said; a whole name is a name before it is a day."""
    from tui.commands.telling import person_and_rest

    book = console.book()
    try:
        return book.who(" ".join(words)), None
    except OnwardError as error:
        if len(words) < 2:
            raise
        trouble = error
    for person, rest in person_and_rest(console, words, "pause", "UNTIL"):
        try:
            return person, book.plan_when(" ".join(rest))
        except OnwardError as error:
            trouble = error
    raise trouble
