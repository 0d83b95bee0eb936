"""Drafts of ours that left from elsewhere, seen while the mailbox is read: closed, and logged once."""

from __future__ import annotations

from store.book import drafting, reading
from store.book.mailing import is_mail
from store.book.writing import Writing
from store.model import Moment
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.accounts.imap import Mailbox as Line
    from store.book import Book
    from store.model import Draft


def close_sent(book: Book, line: Line) -> int:
    """Look for the drafts that were handed over in the Sent folder, and log those that left; return how many.

    Told as `mailing.look_for_sent` tells them: by Message-ID, else by recipient and subject where none lies among the drafts.
    """
    from store.outbox.by_imap import Mailbox

    waiting = [each for each in drafting.waiting(book, ("handed",)) if is_mail(each)]
    if not waiting:
        return 0
    mailbox = Mailbox.over(line)
    left = mailbox.which_left(waiting) if mailbox.folder("sent") else {}
    for each in waiting:
        if each.id in left:
            with Writing(book, "sync", undoable=False) as writing:
                close(book, writing, each, left[each.id] or each.message_id)
    return len(left)


def close(book: Book, writing: Writing, draft: Draft, message_id: str, at: Moment | None = None) -> None:
    """Log a draft as sent under the Message-ID it left with, when it left."""
    from store.outbox.message import message_id_of

    sound = message_id_of(message_id) or draft.message_id
    person = reading.contact(book.database, draft.contact)
    writing.name(person)
    writing.change("drafts", draft.id, message_id=sound)
    known = reading.alive("touches", book.database.table("touches").with_key(f"message_id:{sound}")) if sound else []
    if any(person.id in each.contacts for each in known):
        # It was logged before it was known to be this draft's: only the draft is left to close.
        writing.change("drafts", draft.id, state="sent", extra=drafting.settled(draft, "kept_text"))
        return
    drafting.log_sent(book, writing, replace(draft, message_id=sound, handed=at or draft.handed))
