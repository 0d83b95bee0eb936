"""The evening's questions: whom one met today and wrote nothing about; and writing it."""

from __future__ import annotations

import datetime as dt

from store import documents
from store.book import reading
from store.book.writing import Writing
from store.errors import NotFound, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book
    from store.model import Contact, Receipt, Touch

KINDS = frozenset({"meeting", "call"})
"Kinds one writes a note about."


def without_note(book: Book) -> tuple[tuple[Contact, Touch], ...]:
    """Return today's meetings and calls that reached somebody and have no note, oldest first, each with its person.

    Costs a walk through the touches: for a question asked once a day.
    """
    begins = dt.datetime.combine(book.today(), dt.time(), tzinfo=book.zone()).astimezone(dt.UTC)
    earliest = documents.instant_text(begins - dt.timedelta(days=1))
    found = []
    for document in book.database.table("touches").all():
        if document.get("deleted") or document.get("note") or document.get("kind") not in KINDS:
            continue
        if str(document.get("happened", {}).get("at", "")) < earliest:
            continue
        touch: Touch = documents.from_document("touches", document)
        if touch.happened.at >= begins and touch.outcome not in ("no-answer", "left-message"):
            try:
                found.append((reading.contact(book.database, touch.contacts[0]), touch))
            except NotFound:
                continue
    return tuple(sorted(found, key=lambda each: (each[1].happened.at, each[1].id)))


def annotate(book: Book, touch: str, words: str) -> Receipt:
    """Write a note about a touch, behind one that it has."""
    if not words.strip():
        raise UsageFault("empty-line")
    document = book.database.table("touches").by_id(touch)
    if document is None or document.get("deleted"):
        raise NotFound("gone", table="touches", id=touch)
    with Writing(book, "note") as writing:
        kept: Touch = documents.from_document("touches", document)
        writing.change("touches", touch, note=f"{kept.note}\n{words.strip()}".strip())
        writing.name(reading.contact(book.database, kept.contacts[0]))
    return writing.receipt()
