"""Drafts that leave by a command of the user's own: found, started, and what came of it."""

from __future__ import annotations

from store.book import drafting, reading
from store.book.writing import Writing
from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from store.book import Book


def names(book: Book, kind: str) -> tuple[str, ...]:
    """Return the names of the commands that take drafts of a kind, in the order of the settings."""
    from store.outbox.by_command import commands_of

    return tuple(each.name for each in commands_of(book.settings.commands) if each.takes(kind))


def start(book: Book, identity: str, name: str) -> Callable[[], bool]:
    """Note that a draft is being given to a command, and return what runs it; that touches no book and may take long.

    It gives True where the command ended well, False where it was stopped at its time limit and may have sent. Until
    `sent` or `failed` is told, the draft counts as handed over: whatever happens meanwhile, somebody asks whether it left.
    Raises NotFound(`no-such-command`), Unavailable(`no-address`, `bad-address`), with the draft as it was.
    """
    from store.outbox.by_command import COMMAND, arguments, command_named
    from store.outbox.ways import Surroundings

    found = drafting.get(book, identity)
    if found.state not in ("open", "handed"):
        raise UsageFault("draft-not-open", state=found.state)
    person = reading.contact(book.database, found.contact)
    command = command_named(book.settings.commands, name)
    arguments(command, found, person.name)
    around = Surroundings(book.now().astimezone(book.zone()), book.settings.sender, command=name, name=person.name,
                          more=book.settings.commands[name])
    with Writing(book, "hand-over", [found.contact], undoable=False) as writing:
        writing.change("drafts", identity, state="handed", handed=writing.moment(), way=f"command:{name}")
    return lambda: COMMAND.leave(found, around).state == "sent"


def failed(book: Book, identity: str) -> None:
    """Take a draft back that a command did not send."""
    found = drafting.get(book, identity)
    with Writing(book, "not-sent", [found.contact], undoable=False) as writing:
        writing.change("drafts", identity, state="open", handed=None, way="")
