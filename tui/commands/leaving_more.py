"""More ways a draft leaves from the command line: printed, or by a command of the user's own."""

from __future__ import annotations

from store.errors import OnwardError
from tui.wording import ways

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Draft
    from tui.commands.console import Console

PRINTED = ("note", "card", "letter")


def choices(console: Console, kind: str) -> str:
    """Return these ways as the end of a question; empty where there are none for a kind of touch."""
    from tui.wording import spoken

    told = spoken.P_PRINT if kind in PRINTED else ""
    names = console.book().commands(kind)
    return told + (f", m {names[0] if len(names) == 1 else spoken.YOUR_COMMAND}" if names else "")


def take(console: Console, draft: Draft, way: str) -> tuple[Draft | None, bool]:
    """Print a draft (`p`) or send it (`m`); return the draft (None: handed over) and whether it is known to have left.

    Raises Unavailable, FileFault where the way failed; the draft is kept.
    """
    if way == "p":
        _print(console, draft)
        return None, False
    return _send(console, draft)


def _print(console: Console, draft: Draft) -> None:
    """Write the draft as a page, open it where a program does, and say where it is."""
    from tui.handover import open_page
    from tui.look import clean
    from tui.wording.errors import sentence

    path = str(console.book().write_paper(draft.id).values["path"])
    try:
        console.say(ways.PRINTING.format(program=clean(open_page(path)), path=clean(path)))
    except OnwardError as error:
        console.say(sentence(error))


def _send(console: Console, draft: Draft) -> tuple[Draft | None, bool]:
    """Send a draft by a command, after a yes."""
    from tui.wording import spoken

    book = console.book()
    names = book.commands(draft.kind)
    if not names:
        console.say(ways.NO_COMMAND)
        return draft, False
    name = names[0]
    if len(names) > 1:
        answer = (console.ask(f"{ways.WHICH_COMMAND} {', '.join(names)}: ") or "").strip()
        if answer not in names:
            console.say(spoken.NOTHING_WAS_SENT)
            return draft, False
        name = answer
    person = book.dossier(draft.contact).contact
    question = ways.send_question(draft.kind, person.name, draft.address, name)
    if (console.ask(f"{question} y yes, Enter no: ") or "").strip().lower()[:1] != "y":
        console.say(spoken.NOTHING_WAS_SENT)
        return draft, False
    run = book.start_command(draft.id, name)
    try:
        sent = run()
    except OnwardError:
        book.command_failed(draft.id)
        raise
    if not sent:
        console.say(ways.slow(name))
    return None, sent
