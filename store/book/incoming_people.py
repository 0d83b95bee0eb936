"""Whom of the book a mail is about, and whether it was taken in before."""

from __future__ import annotations

from store.book import reading
from store.book.past import STILL_WANTS_ANSWER as STALE
from store.errors import NotFound

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from store.book import Book
    from store.model import Contact, Draft, Touch
    from store.rules.incoming import Mail, Verdict

__all__ = ["STALE"]


def by_address(book: Book, address: str) -> Contact | None:
    """Return the contact with a mail address; None for nobody, or where several have it."""
    if "@" not in address:
        return None
    found = reading.alive("contacts", book.database.table("contacts").with_key(f"mail:{address.lower()}"))
    return found[0] if len(found) == 1 else None


def sender(book: Book, mail: Mail, verdict: Verdict) -> tuple[Contact | None, bool]:
    """Return who wrote a mail, and whether it came from an address that is not known of them.

    Who answers a mail of the user's to one person is that person, whatever address they write from.
    """
    for _name, address in (mail.sender, *mail.reply_to[:3]):
        found = by_address(book, address)
        if found is not None:
            return found, False
    if verdict.kind in ("person", "automatic"):
        sent = answered_touch(book, verdict)
        if sent is not None and len(sent.contacts) == 1:
            return _contact(book, sent.contacts[0]), True
    return None, False


def recipients(book: Book, mail: Mail, own: Collection[str]) -> tuple[Contact, ...]:
    """Return everybody of the book's whom a mail went to."""
    found = (by_address(book, address) for _name, address in (*mail.to, *mail.cc) if address.casefold() not in own)
    return tuple({each.id: each for each in found if each is not None}.values())


def address_used(person: Contact, mail: Mail) -> str:
    """Return which of a contact's addresses a mail went to."""
    went = {address.lower() for _name, address in (*mail.to, *mail.cc)}
    return next((each.value for each in person.addresses if each.value.lower() in went), "")


def unreached(book: Book, verdict: Verdict, sent: Touch | None, own: Collection[str]) -> tuple[Contact | None, str]:
    """Return whom a mail did not reach, and their address as the book has it."""
    for address in verdict.failed:
        found = by_address(book, address) if address.casefold() not in own else None
        if found is not None:
            return found, next(each.value for each in found.addresses if each.value.lower() == address.lower())
    if sent is not None:
        found = _contact(book, sent.contacts[0])
        return found, sent.address
    return None, ""


def answered_touch(book: Book, verdict: Verdict) -> Touch | None:
    """Return the user's own mail that another one answers or brings back."""
    for identity in verdict.answers[:50]:
        for touch in _touches(book, identity):
            if touch.direction == "out":
                return touch
    return None


def known(book: Book, mail: Mail) -> Touch | None:
    """Return the touch that a mail was taken in as."""
    from store.book.incoming import key_of

    table = book.database.table("touches")
    found: list[Touch] = reading.alive("touches", table.with_key(f"external_key:{key_of(mail)}"))
    return next(iter((*found, *_touches(book, mail.message_id))), None)


def _touches(book: Book, identity: str) -> Iterable[Touch]:
    """Yield the touches with a Message-ID, with angle brackets or without."""
    bare = identity.strip("<> ")
    table = book.database.table("touches")
    for spelled in (f"<{bare}>", bare) if bare else ():
        yield from reading.alive("touches", table.with_key(f"message_id:{spelled}"))


def waiting_draft(book: Book, mail: Mail) -> Draft | None:
    """Return the draft, not yet known to have left, that a mail is."""
    if not mail.message_id:
        return None
    bare = mail.message_id.strip("<> ")
    found: list[Draft] = reading.alive("drafts", book.database.table("drafts").with_key("waiting:"))
    return next((each for each in found if each.message_id.strip("<> ") == bare and each.contact), None)


def _contact(book: Book, identity: str) -> Contact | None:
    """Return a contact, or None where they are gone."""
    try:
        return reading.contact(book.database, identity)
    except NotFound:
        return None
