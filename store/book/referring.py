"""The one who sent somebody: rows about them, done with them, and settled by what passes with them."""

from __future__ import annotations

from store.book import reading
from store.errors import NotFound
from store.model import Move

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book
    from store.book.writing import Writing
    from store.model import Contact, DueTouch, Touch


def done_with(book: Book, person: Contact, due: DueTouch | None) -> Contact:
    """Return with whom a due touch is done: the referrer for a row about them, else the person."""
    from store.rules.referral import is_with_referrer

    if due is None or not person.referrer or not is_with_referrer(reading.dossier(book.database, person.id), due.step_key):
        return person
    try:
        return reading.contact(book.database, person.referrer)
    except NotFound:
        return person


def settle_for_those_sent(book: Book, writing: Writing, person: Contact, touch: Touch) -> None:
    """Settle the thanks and the reports owed to a person for those they sent, where a touch with them does."""
    from store.rules.agenda import agenda
    from store.rules.referral import settled_with_referrer

    if touch.direction != "out":
        return
    for document in book.database.table("contacts").with_key(f"referrer:{person.id}"):
        dossier = reading.dossier(book.database, document["id"])
        if all(plan.ended is not None for plan in dossier.plans) or dossier.contact.id in touch.contacts:
            continue
        before = agenda(dossier, book.practice, writing.now)
        for key in settled_with_referrer(dossier, before, touch):
            writing.add("moves", Move(id="", contact=dossier.contact.id, step_key=key, what="settle",
                                      made=writing.moment(touch.happened.at)))
            if dossier.contact.id not in writing.contacts:
                writing.contacts.append(dossier.contact.id)
