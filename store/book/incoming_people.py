"""Whom of the book a mail is about, and whether it was taken in before."""

from __future__ import annotations

import re

from store.book import reading
from store.book.past import STILL_WANTS_ANSWER as STALE
from store.documents import folded
from store.errors import NotFound

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from store.book import Book
    from store.model import Contact, Draft, Touch
    from store.rules.incoming import Mail, Verdict

__all__ = ["STALE"]


def with_address(book: Book, address: str) -> tuple[Contact, ...]:
    """Return everybody with a mail address, such as a couple, or those whom one assistant writes for."""
    if "@" not in address:
        return ()
    found = reading.alive("contacts", book.database.table("contacts").with_key(f"mail:{address.lower()}"))
    return tuple(sorted(found, key=lambda each: str(each.id)))


def _meant(people: Sequence[Contact], name: str) -> Contact | None:
    """Return who of some people is meant: the only one, or the only one whom the name beside the address fits."""
    if len(people) < 2:
        return people[0] if people else None
    said = _words(name)
    if not said:
        return None
    found = [each for each in people if _words(each.name) == said] or [
        each for each in people if _words(each.name) <= said or said <= _words(each.name)]
    return found[0] if len(found) == 1 else None


def _words(name: str) -> frozenset[str]:
    """Return the words of a name, whatever their order and marks."""
    return frozenset(re.findall(r"\w+", folded(name)))


def sender(book: Book, mail: Mail, verdict: Verdict) -> tuple[Contact | None, bool]:
    """Return who wrote a mail, and whether it came from an address that is not known of them.

    Who answers a mail of the user's to one person is that person, whatever address they write from.
    """
    for name, address in (mail.sender, *mail.reply_to[:3]):
        found = _meant(with_address(book, address), name)
        if found is not None:
            return found, False
    if verdict.kind in ("person", "automatic"):
        sent = answered_touch(book, verdict)
        if sent is not None and len(sent.contacts) == 1:
            return _contact(book, sent.contacts[0]), True
    return None, False


def sharing(book: Book, mail: Mail) -> tuple[tuple[Contact, ...], str]:
    """Return the people who share the address that a mail came from, and the address; nobody where it is one person's."""
    for _name, address in (mail.sender, *mail.reply_to[:3]):
        people = with_address(book, address)
        if len(people) > 1:
            return people, address
    return (), ""


def recipients(book: Book, mail: Mail, own: Collection[str]) -> tuple[tuple[Contact, ...], tuple[tuple[Contact, ...], ...]]:
    """Return everybody of the book's whom a mail certainly went to, and the people of each shared address that it went to."""
    certain: dict[str, Contact] = {}
    shared: dict[str, tuple[Contact, ...]] = {}
    for name, address in (*mail.to, *mail.cc):
        people = with_address(book, address) if address.casefold() not in own else ()
        one = _meant(people, name)
        if one is not None:
            certain[one.id] = one
        elif people:
            shared[address.lower()] = people
    return tuple(certain.values()), tuple(
        each for each in shared.values() if not any(person.id in certain for person in each))


def address_used(person: Contact, mail: Mail) -> str:
    """Return which of a contact's addresses a mail went to."""
    went = {address.lower() for _name, address in (*mail.to, *mail.cc)}
    return next((each.value for each in person.addresses if each.value.lower() in went), "")


def unreached(book: Book, verdict: Verdict, sent: Touch | None, own: Collection[str]) -> tuple[Contact | None, str]:
    """Return whom a mail did not reach, and their address as the book has it."""
    for address in verdict.failed:
        people = with_address(book, address) if address.casefold() not in own else ()
        found = next((each for each in people if sent is not None and each.id in sent.contacts), people[0] if people else None)
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
