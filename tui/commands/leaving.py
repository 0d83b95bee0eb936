"""The ways a draft leaves from the command line: opened, scanned, copied, edited."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Draft
    from tui.commands.console import Console


def choices(kind: str) -> str:
    """Return the ways as a question, for a kind of touch."""
    opened = {"text": "o open the message", "call": "o dial"}.get(kind, "o open the mail")
    return f"{opened}, q QR code, c copy, e edit"


def take(console: Console, draft: Draft, way: str) -> Draft | None:
    """Let a draft leave by `o`, `q` or `c` (None: it left), or edit it by `e` (the draft as it is now).

    Raises Unavailable where the way is not there; the draft is kept.
    """
    book = console.book()
    if way == "e":
        return _edit(console, draft)
    if way == "o":
        _open(console, draft)
    elif way == "q":
        _scan(console, draft)
        book.hand_over(draft.id, "qr")
        return None
    elif way == "c":
        _copy(console, draft)
        book.hand_over(draft.id, "clipboard")
        return None
    else:
        console.say("o, q, c, e, or Enter.")
        return draft
    book.hand_over(draft.id, "message-program" if draft.kind in ("text", "call") else "mail-program")
    return None
