"""Calls: what lies beside the telephone, kept while it rings, and what came of it."""

from __future__ import annotations

from store import outbox
from store.book import drafting, reading
from store.book.referring import done_with
from store.book.touching import checked, log_for_step
from store.book.writing import Writing
from store.documents import instant, instant_text
from store.errors import OnwardError, UsageFault
from store.model import OUTCOMES, Contact, Draft, Reason
from store.records import record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt

    from store.book import Book
    from store.model import Receipt

KEPT = "call"
"Where a draft keeps the notes and the clock of its call, in `extra`."


@record
class CallCard:
    """What lies beside the telephone during one call."""

    draft: Draft
    "The draft of the call; its words are the template's points."
    contact: Contact
    "Whom to call: the contact, or for a row about them who sent them."
    number: str = ""
    "The number as people write it; empty where none is known."
    link: str = ""
    "The tel: link; empty where there is no number that can be dialled."
    zone: str = ""
    "IANA zone where the phone rings; empty where unknown."
    guessed: bool = False
    "Whether the zone is taken from the number or the country, and not from what was said."
    opens: dt.datetime | None = None
    "When working hours begin there, where they do not hold now."
    points: tuple[Reason, ...] = ()
    "What the history gives to talk about, the most useful first."
    note: str = ""
    "What was written during the call so far."
    started: dt.datetime | None = None
    "When the clock was started; None before."
    seconds: int | None = None
    "How long the call took, once the clock was stopped."


def card(book: Book, identity: str, contact: str = "") -> CallCard:
    """Return what lies beside the telephone for a draft of a call; raises NotFound, UsageFault(`not-a-call`, kind)."""
    from store.rules.addresses import grouped
    from store.rules.call_points import talking_points

    draft = drafting.get(book, identity) if identity else _blank(book, contact)
    if draft.kind != "call":
        raise UsageFault("not-a-call", kind=draft.kind)
    dossier = reading.dossier(book.database, draft.contact)
    partner = done_with(book, dossier.contact, drafting.step_of(book, draft))
    if partner.id != dossier.contact.id:
        dossier = reading.dossier(book.database, partner.id)
    now = book.now()
    zone, guessed, opens = _where(book, dossier.contact, draft)
    try:
        link = outbox.tel(draft)
    except OnwardError:
        link = ""
    kept = draft.extra.get(KEPT) or {}
    started = kept.get("started")
    return CallCard(
        draft, dossier.contact, grouped(draft.address), link, zone, guessed, opens,
        talking_points(dossier, now, book.zone()), str(kept.get("note", "")),
        instant(started) if started else None, kept.get("seconds"))


def _blank(book: Book, contact: str) -> Draft:
    """Return the draft of a call that is not kept."""
    due = book.next_due(contact)
    filled = drafting.fill(book, contact, "call", "")
    return Draft("", contact, "call", "open", body=filled.body, address=filled.address, template=filled.template,
                 plan=due.plan if due else "", step_key=due.step_key if due else "")


def keep(book: Book, identity: str, note: str, started: dt.datetime | None, seconds: int | None) -> None:
    """Keep the notes and the clock of a call that goes on; part of calling, not an action to undo."""
    found = drafting.get(book, identity)
    kept = {"note": note, "started": instant_text(started) if started else "", "seconds": seconds}
    plain = {name: value for name, value in kept.items() if value not in ("", None)}
    if plain == (found.extra.get(KEPT) or {}):
        return
    with Writing(book, "save-draft", [found.contact], undoable=False) as writing:
        writing.change("drafts", identity, extra={**found.extra, KEPT: plain})


def called(book: Book, identity: str, outcome: str, note: str, seconds: int | None) -> Receipt:
    """Log what came of a call, with its notes and its length in seconds in `extra`; the draft is done."""
    checked("outcome", outcome, OUTCOMES)
    with Writing(book, "done") as writing:
        found = drafting.get(book, identity)
        if found.state not in ("open", "handed"):
            raise UsageFault("draft-not-open", state=found.state)
        person = reading.contact(book.database, found.contact)
        writing.name(person)
        due = drafting.step_of(book, found)
        kept = found.extra.get(KEPT) or {}
        started = kept.get("started")
        happened = writing.moment(instant(started)) if started else found.handed or writing.moment()
        writing.change("drafts", identity, state="sent", way="phone")
        touch = log_for_step(
            book, writing, person, due, "call", outcome or "reached", note=note or str(kept.get("note", "")),
            template=found.template, origin="draft", address=found.address, happened=happened,
            extra={"seconds": seconds} if seconds and outcome == "reached" else {})
        writing.values.update(kind="call", outcome=touch.outcome, step=due.step if due is not None else "")
    return writing.receipt()


def _where(book: Book, person: Contact, draft: Draft) -> tuple[str, bool, dt.datetime | None]:
    """Return the zone where the phone rings, whether it is a guess, and when working hours begin if they do not hold."""
    from store.rules import country_zones, days
    from store.rules.addresses import zones_of

    zone, guessed = person.zone, False
    if days.zone(zone) is None or not zone:
        zone, guessed = country_zones.ONLY_ZONE.get(person.country.upper(), ""), True
    if not zone and draft.address.startswith("+"):
        found = zones_of(draft.address)
        zone = found[0] if len(found) == 1 else ""
    there = days.place_of(replace(person, zone=zone) if zone else person, book.practice)
    open_now, change = days.working_now(book.now(), there)
    return zone, bool(zone) and guessed, None if open_now else change
