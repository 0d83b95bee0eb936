"""Spreading what is due over the coming days: previewed, then done as one unit."""

from __future__ import annotations

from store.book import reading
from store.book.writing import Writing
from store.errors import NotFound, UsageFault
from store.model import Contact, Move, Planned, Receipt
from store.rules import spread as rules
from store.rules.queue import row_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book
    from store.book.due import DueIndex
    from store.model import Touch
    from store.reports import SpreadPreview

MOST_DAYS = 60


def preview(book: Book, index: DueIndex, over_days: int | None) -> SpreadPreview:
    """Return what a spread would do; raises UsageFault(`bad-value`) for a number of days that is none."""
    if over_days is not None and not 1 <= over_days <= MOST_DAYS:
        raise UsageFault("bad-value", field="days", value=over_days, allowed=[f"1 to {MOST_DAYS}"])
    now = book.now()
    entries = list(index.entries())
    referrers = _referrers(book)
    waiting = []
    for entry in entries:
        due = row_of(entry.agenda, now)
        if due is None:
            continue
        if rules.may_move(due):
            dossier = reading.dossier(book.database, entry.line.id)
            refers = entry.line.id in referrers or any(_refers(each) for each in dossier.touches)
            last = dossier.touches[-1].happened.at if dossier.touches else None
            waiting.append(rules.Waiting(dossier.contact, due, last, refers))
        else:
            waiting.append(rules.Waiting(Contact(id=entry.line.id, name=entry.line.name), due))
    planned = rules.load([each.agenda.candidates for each in entries], book.practice, now)
    return rules.preview(waiting, book.practice, now, planned, index.done_today(), over_days)


def _referrers(book: Book) -> set[str]:
    """Return the ids of the contacts who have sent somebody."""
    return {str(each["referrer"]) for each in book.database.table("contacts").all()
            if each.get("referrer") and not each.get("deleted")}


def _refers(touch: Touch) -> bool:
    """Return whether a touch is a lead that was given to the user."""
    return touch.kind == "referral" and touch.direction == "in"


def spread(book: Book, found: SpreadPreview) -> Receipt:
    """Put each touch of a preview on its day, where it is still what is due; raises NotFound(`nothing-to-spread`)."""
    now = book.now()
    with Writing(book, "spread") as writing:
        count, last = 0, ""
        for each in found.moves:
            due = row_of(book.agenda(each.contact), now)
            if due is None or due.step_key != each.step_key:
                continue
            writing.name(reading.contact(book.database, each.contact))
            writing.add("moves", Move(id="", contact=each.contact, step_key=each.step_key, what="spread",
                                      until=Planned(each.on), made=writing.moment()))
            count, last = count + 1, max(last, each.on.isoformat())
        if not count:
            raise NotFound("nothing-to-spread")
        writing.values.update(count=count, until=last, cap=found.cap)
    return writing.receipt()
