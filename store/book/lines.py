"""Quick-log lines: what a line would store, and storing it."""

from __future__ import annotations

from store import documents
from store.book import reading
from store.book.likeness import near_duplicates
from store.book.matching import candidates_for, shared_with
from store.book.touching import begin_plan, record_touch
from store.book.writing import Writing
from store.errors import NotFound, OnwardError, UsageFault
from store.model import (
    PERMISSION_CHANNELS,
    Address,
    Contact,
    ContactLine,
    Moment,
    Permission,
    Promise,
    Proposal,
    QuickEntry,
    QuickTouch,
    Reason,
    Receipt,
    SpecialDate,
    Touch,
    Unfiled,
)
from store.records import replace
from store.rules import quick_log
from store.rules.quick_log.words import BOOTH_VERBS, FIRST_MEETINGS, INQUIRIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from store.book import Book


def propose(book: Book, line: str) -> Proposal:
    """Return what a line would store, held against the book."""
    entry = quick_log.parse(line, book.now(), book.practice)
    return held_against(book, entry)


def held_against(book: Book, entry: QuickEntry) -> Proposal:
    """Return an entry with whom it is about: known, new, or in doubt."""
    asked = _slips(entry)
    verb = entry.touch.verb if entry.touch else ""
    certain, possible = candidates_for(book.database, entry, may_be_new=verb in FIRST_MEETINGS or not verb)
    if len(certain) == 1:
        return Proposal(entry, known=certain[0], cadence=_cadence_of(book, entry, certain[0]), questions=asked)
    if len(certain) > 1:
        return Proposal(entry, candidates=_lines(certain, entry), doubt="ambiguous", questions=asked)
    if not entry.name:
        return Proposal(entry, candidates=_lines(possible, entry), doubt="no-name", questions=asked)
    near = possible or near_duplicates(book.database, entry)
    doubt = "near-duplicate" if near else ""
    return Proposal(entry, candidates=_lines(near, entry), doubt=doubt, creates=not doubt,
                    cadence=_cadence_of(book, entry, None), questions=asked)


def _lines(people: Sequence[Contact], entry: QuickEntry) -> tuple[ContactLine, ...]:
    """Return contacts in one line each, with what they have of an entry's addresses."""
    return tuple(reading.line_of(each, shared_with(each, entry)) for each in people)


def _slips(entry: QuickEntry) -> tuple[Reason, ...]:
    """Return a question for each mail address that looks like a slip."""
    if not entry.emails:
        return ()
    from store.rules.addresses import suggest_mail

    meant = ((each, suggest_mail(each)) for each in entry.emails)
    return tuple(Reason("mail-slip", {"typed": typed, "meant": better}) for typed, better in meant if better)


def _cadence_of(book: Book, entry: QuickEntry, known: Contact | None) -> str:
    """Return the cadence that storing an entry would start, or nothing."""
    from store.rules.agenda import cadence_for

    if entry.touch is None:
        return ""
    name = cadence_for(_beginning(entry.touch, known is None))
    if not name or name not in book.practice.cadences:
        return ""
    if known is not None:
        plans = reading.dossier(book.database, known.id).plans
        running = [each for each in plans if each.ended is None]
        if any(each.cadence == name for each in running) or (running and name != "inquiry"):
            return ""
    return name


def _beginning(touch: QuickTouch, new: bool) -> str:
    """Return the word that stands for what a touch begins: `booth`, `met`, `inquired`, or its own verb."""
    verb = touch.verb or touch.kind
    if verb in BOOTH_VERBS:
        return "booth"
    if verb in INQUIRIES:
        return "inquired"
    return "met" if verb in FIRST_MEETINGS or (new and touch.kind == "meeting") else verb


def log(book: Book, line: str, contact: str | None, new: bool) -> Receipt:
    """Store one line, or keep it as unfiled where it is in doubt."""
    if not line.strip():
        raise UsageFault("empty-line")
    with Writing(book, "log") as writing:
        _store(book, writing, line, contact, new)
    return writing.receipt()


def log_many(book: Book, lines: Sequence[str]) -> tuple[Receipt, ...]:
    """Store lines as one unit, each seeing those before it; one receipt a line, empty lines passed over."""
    writings = []
    with Writing(book, "log") as whole:
        for line in lines:
            if line.strip():
                single = _Part(whole)
                _store(book, single, line, None, False)
                writings.append(single)
    if len(writings) == 1:
        return (whole.receipt(),)
    return tuple(
        Receipt("log", tuple(each.contacts), tuple(each.names), each.values, whole.number, unfiled=each.unfiled,
                next=book.next_due(each.contacts[0]) if each.contacts else None)
        for each in writings
    )


class _Part(Writing):
    """One line's share of a unit of many lines: it writes through the whole, and keeps what its own receipt says."""

    def __init__(self, whole: Writing) -> None:
        super().__init__(whole.book, whole.verb)
        self._whole = whole
        self._unit = whole._unit

    def new_id(self) -> str:
        """Return the whole's next id."""
        return self._whole.new_id()

    def name(self, contact: Any) -> None:
        """Note the name here and in the whole."""
        super().name(contact)
        self._whole.name(contact)


def store_received(book: Book, writing: Writing, line: str, received: Moment, mark: str) -> None:
    """Store a line that came at an instant as part of a unit; one in doubt is kept as unfiled, marked with where it is from."""
    came = Unfiled(id="", line=line, reason="", received=received, extra={"mail": mark})
    _store(book, writing, line, None, False, received=came)
    if "doubt" in writing.values:
        writing.unfiled = writing.add("unfiled", replace(came, reason=str(writing.values["doubt"]))).id


def settle_unfiled(book: Book, unfiled: str, line: str | None, contact: str | None, new: bool) -> Receipt:
    """File a line in doubt, or throw it away where the line is empty."""
    document = book.database.table("unfiled").by_id(unfiled)
    if document is None or document.get("settled") or document.get("deleted"):
        raise NotFound("no-such-line")
    kept: Unfiled = documents.from_document("unfiled", document)
    with Writing(book, "throw-away" if line == "" else "log") as writing:
        if line != "":
            _store(book, writing, line if line is not None else kept.line, contact, new, received=kept)
        if not writing.unfiled:
            writing.change("unfiled", unfiled, settled=writing.now)
        writing.values["line"] = kept.line
    return writing.receipt()


def _store(book: Book, writing: Writing, line: str, contact: str | None, new: bool, received: Unfiled | None = None) -> None:
    """Store one line inside a unit."""
    reference = received.received.at if received else writing.now
    entry = quick_log.parse(line, reference, book.practice)
    proposal = held_against(book, entry)
    if contact is not None:
        proposal = Proposal(entry, known=reading.contact(book.database, contact), cadence="")
        assert proposal.known is not None
        proposal = replace(proposal, cadence=_cadence_of(book, entry, proposal.known))
    elif new and entry.name:
        proposal = replace(proposal, known=None, doubt="", creates=True)
    if proposal.doubt:
        if received is None:
            kept = writing.add("unfiled", Unfiled(id="", line=line, reason=proposal.doubt, received=writing.moment()))
            writing.unfiled = kept.id
        else:
            writing.unfiled = received.id
        writing.values.update(line=line, doubt=proposal.doubt, candidates=[each.name for each in proposal.candidates])
        return
    person = _person(book, writing, proposal)
    _birthday(book, writing, entry, person)
    touch = _touch(book, writing, entry, person, received)
    if proposal.cadence:
        begin_plan(book, writing, person, proposal.cadence, touch)
    if entry.next is not None:
        agree(writing, person.id, entry.next.kind, entry.next.when, entry.next.text)
    writing.values.update(
        line=line, new=proposal.creates, verb=entry.touch.verb if entry.touch else "",
        kind=entry.touch.kind if entry.touch else "", cadence=proposal.cadence)
    if entry.touch is not None:
        writing.values.update(direction=entry.touch.direction, outcome=entry.touch.outcome)
    if proposal.questions:
        writing.values["slips"] = [dict(each.values) for each in proposal.questions]


def agree(writing: Writing, contact: str, kind: str, when: Any, text: str) -> Promise:
    """Store the agreed next step in place of an open one."""
    for promise in reading.alive("promises", writing.book.database.table("promises").with_key(f"contact:{contact}")):
        if promise.next_step and promise.kept is None and promise.dropped is None:
            writing.change("promises", promise.id, dropped=writing.moment())
    return writing.add("promises", Promise(
        id="", contact=contact, kind=kind, due=when, text=text, next_step=True, made=writing.moment()))


def _person(book: Book, writing: Writing, proposal: Proposal) -> Contact:
    """Return the contact of a proposal, made or filled up with what the line says."""
    entry = proposal.entry
    known = proposal.known
    base = known or _named(entry)
    facts: dict[str, Any] = {
        "addresses": _addresses(base, entry), "permissions": _permissions(base, entry, writing),
        "tags": tuple(dict.fromkeys(base.tags + entry.tags)),
    }
    for name in ("company", "title", "temperature", "pace"):
        if getattr(entry, name):
            facts[name] = getattr(entry, name)
    if entry.source and not base.source:
        facts["source"] = entry.source
    if entry.via and not base.referrer:
        facts |= _referrer(book, entry.via)
    if entry.phones and entry.phones[0].region and not base.country:
        facts["country"] = entry.phones[0].region
        if len(entry.phones[0].zones) == 1 and not base.zone:
            facts["zone"] = entry.phones[0].zones[0]
    if entry.touch is not None and entry.touch.verb in INQUIRIES and base.standing in ("", "closed"):
        facts["standing"] = "inquiry"
    if entry.note and entry.touch is None:
        facts["note"] = f"{base.note}\n{entry.note}".strip()
    if known is not None:
        person: Contact = writing.change("contacts", known.id, **facts)
    else:
        person = writing.add("contacts", replace(base, **facts, created=writing.now, origin="log"))
    writing.name(person)
    return person


def _birthday(book: Book, writing: Writing, entry: QuickEntry, person: Contact) -> None:
    """Store the birthday that a line says, in place of another one."""
    if entry.birthday is None:
        return
    month, day, year = entry.birthday
    for each in reading.alive("dates", book.database.table("dates").with_key(f"contact:{person.id}")):
        if each.name.casefold() == "birthday":
            same = (each.month, each.day) == (month, day)
            writing.change("dates", each.id, month=month, day=day, year=year or (each.year if same else None))
            return
    writing.add("dates", SpecialDate(id="", contact=person.id, name="birthday", month=month, day=day, year=year))


def _named(entry: QuickEntry) -> Contact:
    """Return a bare contact with the parts of a name."""
    from store.book.matching import name_parts

    parts: dict[str, Any] = {**name_parts(entry.name)}
    return Contact(id="", name=entry.name, **parts)


def _referrer(book: Book, via: str) -> dict[str, str]:
    """Return the referrer as a known contact where exactly one has that name, else as a name."""
    try:
        found = reading.who(book.database, via)
        return {"referrer": found.id, "referrer_name": found.name}
    except OnwardError:
        return {"referrer_name": via}


def _addresses(base: Contact, entry: QuickEntry) -> tuple[Address, ...]:
    """Return a contact's addresses with those of the line that are new."""
    found = list(base.addresses)
    have = {_same(each) for each in found}
    given = [Address("phone", each.e164 or each.typed, typed=each.typed) for each in entry.phones
             if each.e164 or not known_by_tail(base, each.typed)]
    given += [Address("email", each) for each in entry.emails]
    given += [Address("web", each) for each in entry.links]
    for address in given:
        if _same(address) not in have:
            have.add(_same(address))
            found.append(address)
    return tuple(found)


def _same(address: Address) -> tuple[str, str]:
    """Return what makes two addresses the same."""
    from store.book.matching import plain_link

    return address.channel, plain_link(address.value) if address.channel == "web" else address.value.lower()


def known_by_tail(person: Contact, typed: str) -> bool:
    """Return whether a number typed without its area is the end of one that the contact has."""
    digits = "".join(each for each in typed if each.isdigit())
    return any(each.channel == "phone" and "".join(filter(str.isdigit, each.value)).endswith(digits)
               for each in person.addresses)


def _permissions(base: Contact, entry: QuickEntry, writing: Writing) -> tuple[Permission, ...]:
    """Return permissions after the line: said so, else implied by a number or address handed over or written from."""
    states = {each.channel: each for each in base.permissions}
    incoming = entry.touch is not None and entry.touch.direction == "in"
    how = "wrote-there" if incoming else "handed-over"
    implied = (("text", "call") if entry.phones else ()) + (("email",) if entry.emails else ())
    if incoming and entry.touch is not None:
        implied += {"email": ("email",), "text": ("text",), "call": ("call",)}.get(entry.touch.kind, ())
    for channel in implied:
        if channel not in states or states[channel].state == "unknown":
            states[channel] = Permission(channel, "implied", how, writing.now)
    for channel, state in entry.permissions.items():
        states[channel] = Permission(channel, state, "said-so", writing.now)
    return tuple(states[channel] for channel in PERMISSION_CHANNELS if channel in states)


def _spoken(entry: QuickEntry) -> str:
    """Return `reached` for a call that the line says nothing else of: a call that came in was taken, so nothing is owed."""
    return "reached" if entry.touch is not None and entry.touch.kind == "call" else ""


def _touch(book: Book, writing: Writing, entry: QuickEntry, person: Contact, received: Unfiled | None) -> Touch | None:
    """Store what happened, where the line says that something did; of one that stands for a mail, that mail."""
    if received is not None and received.extra:
        from store.book import shared_address

        mail = shared_address.touch_in(received)
        if mail is not None:
            return shared_address.file(book, writing, mail, person, entry.note)
    if entry.touch is None:
        return None
    return record_touch(book, writing, person, Touch(
        id="", contacts=(person.id,), kind=entry.touch.kind, direction=entry.touch.direction, happened=entry.touch.happened,
        recorded=writing.now, outcome=entry.touch.outcome or _spoken(entry), note=entry.note, event=entry.source, origin="log"))
