"""What to know before the next meeting: when and where, who is there, and what passed between."""

from __future__ import annotations

from store.book import meetings, reading
from store.meetings import Brief, BriefPerson

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt

    from store.book import Book
    from store.meetings import Attendance


def brief(book: Book, contact: str = "") -> Brief:
    """Return what to know before the next meeting, or the next one with a contact; of them alone where none is ahead."""
    found = meetings.ahead(book, only=contact)
    if found is None:
        return Brief(people=(_person(book, contact, True),)) if contact else Brief()
    attended, after = found
    people = [(each.id, True) for each in attended.known] or [(each.id, False) for each in attended.perhaps]
    people.sort(key=lambda each: each[0] != contact)
    return Brief(attended, tuple(_person(book, *each) for each in people), after)


def soon(book: Book, within: dt.timedelta) -> Attendance | None:
    """Return the meeting with somebody of the book that begins within a span; nothing is read but the kept excerpt."""
    found = meetings.ahead(book, fresh=False, known=True)
    if found is None or found[0].meeting.day_only or found[0].meeting.starts > book.now() + within:
        return None
    return found[0]


def _person(book: Book, contact: str, certain: bool) -> BriefPerson:
    """Return what to know of one person."""
    from store.rules.call_points import talking_points

    dossier = reading.dossier(book.database, contact)
    return BriefPerson(dossier, talking_points(dossier, book.now(), book.zone()), book.next_due(dossier.contact.id), certain)
