"""The ways a draft leaves from the command line: opened, scanned, copied, edited."""

from __future__ import annotations

from store.errors import OnwardError, Unavailable
from store.model import channel_of
from store.records import replace
from tui.wording import dialogs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Draft
    from tui.commands.console import Console


def choices(kind: str) -> str:
    """Return the ways as a question, for a kind of touch."""
    from tui.wording import spoken

    opened = {"text": spoken.O_OPEN_THE_MESSAGE, "call": spoken.O_DIAL}.get(kind, spoken.O_OPEN_THE_MAIL)
    return spoken.LEAVING_CHOICES.format(opened=opened)


def over_ssh() -> bool:
    """Return whether the person sits at another machine than this one."""
    import os

    return any(os.environ.get(each) for each in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


def offer(console: Console, draft: Draft) -> None:
    """Offer a draft without being asked: a link to tap, on the clipboard over SSH, as a code to scan on a laptop."""
    link_to_tap(console, draft)
    try:
        if over_ssh():
            _copy(console, draft)
        elif draft.kind == "text" and console.output.isatty():
            _scan(console, draft)
    except OnwardError:
        return


def link_to_tap(console: Console, draft: Draft) -> None:
    """Show the draft as a link that a phone's terminal opens when it is tapped; nothing where there is no address."""
    from tui.handover import terminal_link
    from tui.wording import spoken

    try:
        link = console.book().link(draft.id)
    except OnwardError:
        return
    console.say_raw(terminal_link(link, spoken.TAP_TO_OPEN.format(kind=dialogs.kind(draft.kind))))


def take(console: Console, draft: Draft, way: str) -> Draft | None:
    """Let a draft leave by `o`, `q` or `c`, or take `y` for it has (None: it left), or edit it by `e` (the draft as it is now).

    Raises Unavailable where the way is not there; the draft is kept.
    """
    from tui.wording import spoken

    book = console.book()
    if way == "y":
        book.hand_over(draft.id, "clipboard" if over_ssh() else "qr" if draft.kind == "text" else "clipboard")
        return None
    if way == "e":
        return _edit(console, draft)
    if way == "o":
        _open(console, draft)
        book.hand_over(draft.id, "mail-program" if channel_of(draft.kind) == "email" else "message-program")
        return None
    if way == "q":
        if _scan(console, draft):
            book.hand_over(draft.id, "qr")
            return None
        return draft
    if way == "c":
        _copy(console, draft)
        book.hand_over(draft.id, "clipboard")
        return None
    console.say(spoken.LEAVING_HELP)
    return draft


def _open(console: Console, draft: Draft) -> None:
    """Open the draft in the user's own command or the desktop's program."""
    from contextlib import nullcontext

    from tui.handover import open_link
    from tui.wording import spoken

    settings = console.book().settings
    mail = channel_of(draft.kind) == "email"
    command = settings.mail_command if mail else settings.message_command
    program = open_link(console.book().link(draft.id), command, nullcontext if command else None)
    console.say(spoken.OPENED_IN.format(program=program) if program else "Opened.")


def _scan(console: Console, draft: Draft) -> bool:
    """Show the draft as a QR code, or the longest form of it that fits; return whether one fits at all."""
    import os

    from tui.handover import qr_forms, qr_in_colour, qr_lines
    from tui.wording import spoken

    text = console.book().scan_text(draft.id)
    height = os.get_terminal_size(console.talk.fileno()).lines - 2
    for form in qr_forms(text):
        lines = qr_lines(form, console.width, height)
        if lines is not None:
            console.say_raw(qr_in_colour(lines))
            if form != text:
                console.say(spoken.ONLY_THE_NUMBER_OR_ADDRESS_FITS)
            return True
    console.say(spoken.NO_CODE_FITS_THIS_WINDOW_MAKE)
    return False


def _copy(console: Console, draft: Draft) -> None:
    """Copy the words; raises Unavailable(`no-clipboard`) where no clipboard took them."""
    from tui.handover import copy

    if not copy(draft.body, console.write_raw):
        raise Unavailable("no-clipboard")
    console.say("Copied.")


def _edit(console: Console, draft: Draft) -> Draft:
    """Let the user's editor change the words, and return the draft as it is then."""
    from contextlib import nullcontext

    from tui.handover import edit

    console.flush()
    words = edit(draft.body, nullcontext)
    console.book().save_draft(draft.id, draft.subject, words)
    return replace(draft, body=words)
