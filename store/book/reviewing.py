"""The week in figures, and what the history suggests about a contact: a stage or standing to move to."""

from __future__ import annotations

import datetime as dt

from store.book import reading
from store.book.writing import Writing
from store.errors import NotFound, UsageFault
from store.model import Move, Reason, Receipt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book
    from store.model import DueTouch
    from store.reports import Week

LONGEST = 3660


def week(book: Book, since: dt.date | None, until: dt.date | None) -> Week:
    """Return the figures of some days (default: the last seven, today among them); raises UsageFault(`bad-value`)."""
    from store.book.reading import every_dossier
    from store.rules import figures

    last = until or book.today()
    first = since or last - dt.timedelta(days=6)
    if not 0 <= (last - first).days <= LONGEST:
        raise UsageFault("bad-value", field="since", value=first.isoformat(), allowed=["a day before today"])
    return figures.week(every_dossier(book.database), book.practice, book.now(), first, last, _standings(book))


def _standings(book: Book) -> dict[str, list[str]]:
    """Return the standings that contacts had before, from the history."""
    found: dict[str, list[str]] = {}
    for document in book.database.table("history").all():
        if document.get("field") == "standing" and not document.get("deleted"):
            before = found.setdefault(str(document.get("contact", "")), [])
            before += [str(document[name]) for name in ("before", "after") if document.get(name)]
    return found


def save(path: str, text: str, replace: bool = False) -> int:
    """Write a report into a private file, whole or not at all; return its size. Raises FileFault."""
    from store.exchange import files_out

    return files_out.write_file(path, [text.encode()], replace)


def proposal(book: Book, contact: str, code: str) -> Reason:
    """Return what the history suggests for a contact: `stage` or `standing`; raises NotFound(`no-proposal`)."""
    agenda = book.agenda(contact)
    found = next((each for each in agenda.proposals if each.code == code or not code), None)
    if found is None:
        raise NotFound("no-proposal", name=reading.contact(book.database, contact).name)
    return found


def accept(book: Book, contact: str, code: str) -> Receipt:
    """Move a contact to the stage or standing suggested."""
    from store.book.touching import apply_what_follows

    found = proposal(book, contact, code)
    with Writing(book, "accept") as writing:
        person = reading.contact(book.database, contact)
        before = reading.dossier(book.database, person.id)
        writing.change("contacts", person.id, **{found.code: str(found.values["to"])})
        writing.name(person)
        apply_what_follows(book, writing, person.id, before)
        writing.values.update(field=found.code, to=str(found.values["to"]))
    return writing.receipt()


def refuse(book: Book, contact: str, code: str) -> Receipt:
    """Leave a contact where they are; the same is not suggested again."""
    found = proposal(book, contact, code)
    with Writing(book, "refuse") as writing:
        person = reading.contact(book.database, contact)
        writing.add("moves", Move(
            id="", contact=person.id, step_key=f"proposal:{found.code}:{found.values['to']}", what="settle",
            made=writing.moment()))
        writing.name(person)
        writing.values.update(field=found.code, to=str(found.values["to"]))
    return writing.receipt()


def afterwards(book: Book, contact: str) -> tuple[tuple[str, DueTouch | None], ...]:
    """Return for each likely outcome of what is due with a contact what would come next."""
    from store.rules.afterwards import afterwards as rules

    due = book.next_due(contact)
    return rules(reading.dossier(book.database, contact), due, book.practice, book.now()) if due is not None else ()
