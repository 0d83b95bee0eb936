"""What a mail changes in the book: one verb for mails from the mailbox and mails from files, each taken in once.

`plan` says what a mail means and writes nothing; `take` does it, inside the caller's unit. A mail is known by its
Message-ID, so that taking it in again changes nothing.
"""

from __future__ import annotations

import hashlib

from store.book import incoming_people, reading, shared_address
from store.book.touching import record_touch
from store.model import EMPTY, Contact, Draft, Moment, Move, Planned, Reason, Touch
from store.records import record, replace
from store.rules.debts import LOOKS_LIKE, THANKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any

    from store.book import Book
    from store.book.writing import Writing
    from store.rules.incoming import Mail, Verdict

LONGEST_TEXT = 20_000
"Characters of a mail's own words that are kept."
MOST_PEOPLE = 50
"A mail of the user's to more people than these is none to each of them."


@record
class Taken:
    """What a mail means for the book."""

    code: str
    """`owed` (a person's, becomes an owed reply), `thanks` (a person's that probably wants no answer: to be asked),
    `logged` (a person's from too long ago to be owed), `sent-elsewhere` (the user's own mail), `draft-sent` (a draft of the
    user's that left), `bounced`, `temporary`, `moved` (a due touch waits for a day of return), `known` (taken in before),
    `shared` (a person's from an address that several people have: kept as a line in doubt that asks whom it is from),
    `ignored` (nobody of the book's, or not a person's)."""
    contact: Contact | None = None
    "Whom it is from, or whom it could not reach, or whom it went to; None for nobody in the book, or one of `people`."
    touch: Touch | None = None
    "The touch that is logged, or changed where it has an id; None where none is."
    moves: tuple[Move, ...] = ()
    "What is put off until a day of return."
    notes: tuple[Reason, ...] = ()
    """What a person should know or decide: `asks-to-stop`, `only-thanks`, `other-address`, `mailbox-full`, `away-until`,
    `shared-address` (asked whom it is from), `shared-thread` (taken for theirs whose mail it answers), `shared-by-all`
    (logged with everybody who has the address)."""
    people: tuple[Contact, ...] = ()
    "Everybody of the book's whom the user's own mail went to, or who has the address that a mail came from."
    draft: Draft | None = None
    "The draft that this mail is, where it waited for word that it left."
    values: Mapping[str, Any] = EMPTY
    "More figures."


def plan(book: Book, mail: Mail, verdict: Verdict, own_addresses: Collection[str], keep_text: bool = False) -> Taken:
    """Return what a mail means for the book; nothing is written. `own_addresses` are the user's own, in any case."""
    own = {each.casefold() for each in own_addresses}
    if verdict.kind in ("bounce", "temporary"):
        return _of_bounce(book, mail, verdict, own)
    if mail.sender[1].casefold() in own:
        return _of_own(book, mail, own, keep_text)
    found, other = incoming_people.sender(book, mail, verdict)
    if found is None and verdict.kind == "person":
        return shared_address.plan(book, mail, verdict, keep_text)
    if found is None or verdict.kind not in ("person", "automatic"):
        return Taken("ignored", found)
    if verdict.kind == "automatic":
        return _of_automatic(book, verdict, found)
    if incoming_people.known(book, mail) is not None or shared_address.is_asked(book, mail):
        return Taken("known", found)
    notes = [shared_address.of_thread(book, mail, found)] if other else []
    if verdict.asks_to_stop:
        notes.append(Reason("asks-to-stop", {"name": found.name}))
    touch = touch_of(book, mail, "in", (found,), mail.sender[1], keep_text)
    code = "owed"
    if verdict.wants_answer is False:
        notes.append(Reason("only-thanks", {"name": found.name}))
        touch, code = replace(touch, extra={LOOKS_LIKE: THANKS}), "thanks"
    elif book.now() - touch.happened.at > incoming_people.STALE:
        touch, code = replace(touch, wants_answer=False), "logged"
    return Taken(code, found, touch, notes=tuple(notes))


def take(book: Book, writing: Writing, mail: Mail, verdict: Verdict, own_addresses: Collection[str],
         keep_text: bool = False) -> Taken:
    """Take a mail into the book, inside a unit, and return what happened; a mail taken in before changes nothing."""
    found = plan(book, mail, verdict, own_addresses, keep_text)
    if found.code == "shared":
        shared_address.ask(writing, mail, found)
        return found
    if found.contact is None or found.code in ("known", "ignored", "temporary"):
        return found
    for each in found.people or (found.contact,):
        if each.id not in writing.contacts:
            writing.contacts.append(each.id)
    for move in found.moves:
        writing.add("moves", replace(move, made=writing.moment()))
    if found.code == "bounced":
        return _take_bounce(book, writing, found)
    if found.draft is not None:
        from store.book import drafting

        drafting.log_sent(book, writing, found.draft)
        return found
    if found.touch is not None:
        return replace(found, touch=record_touch(book, writing, found.contact, replace(found.touch, recorded=writing.now)))
    return found


def _of_own(book: Book, mail: Mail, own: Collection[str], keep_text: bool) -> Taken:
    """Return what a mail of the user's own means: the touch that was due, or a draft that left."""
    certain, shared = incoming_people.recipients(book, mail, own)
    people = tuple({each.id: each for some in (certain, *shared) for each in some}.values())
    if not people or len(mail.to) + len(mail.cc) > MOST_PEOPLE:
        return Taken("ignored")
    draft = incoming_people.waiting_draft(book, mail)
    if draft is not None:
        person = reading.contact(book.database, draft.contact)
        return Taken("draft-sent", person, touch_of(book, mail, "out", (person,), draft.address, keep_text),
                     people=(person,), draft=draft)
    if incoming_people.known(book, mail) is not None:
        return Taken("known", people[0], people=certain)
    address = incoming_people.address_used(people[0], mail)
    return Taken("sent-elsewhere", people[0], touch_of(book, mail, "out", people, address, keep_text), people=people,
                 notes=tuple(shared_address.by_all(each, incoming_people.address_used(each[0], mail)) for each in shared))


def _of_automatic(book: Book, verdict: Verdict, person: Contact) -> Taken:
    """Return what an automatic answer means: what is due waits for the day of return, where it says one."""
    if verdict.returns is None or verdict.returns <= book.now().astimezone(book.zone()).date():
        return Taken("ignored", person)
    until = Planned(verdict.returns)
    there = {(each.step_key, each.until) for each in reading.dossier(book.database, person.id).moves
             if each.what == "snooze"}
    moves = tuple(
        Move(id="", contact=person.id, step_key=due.step_key, what="snooze", until=until)
        for due in book.agenda(person.id).candidates
        if due.group in ("running", "rescue", "rhythm") and due.kind != "decide" and not due.promise
        and due.window.opens.astimezone(book.zone()).date() < verdict.returns and (due.step_key, until) not in there)
    if not moves:
        return Taken("ignored", person)
    return Taken("moved", person, moves=moves, notes=(
        Reason("away-until", {"name": person.name, "on": verdict.returns}),))


def _of_bounce(book: Book, mail: Mail, verdict: Verdict, own: Collection[str]) -> Taken:
    """Return what a bounce means: the mail that came back did not arrive, and its address is no good."""
    sent = incoming_people.answered_touch(book, verdict)
    person, address = incoming_people.unreached(book, verdict, sent, own)
    if person is None:
        return Taken("ignored")
    if verdict.kind == "temporary":
        return Taken("temporary", person)
    notes = (Reason("mailbox-full", {"name": person.name, "address": address}),) if verdict.full else ()
    if sent is not None and person.id in sent.contacts:
        if sent.outcome == "bounced":
            return Taken("known", person)
        return Taken("bounced", person, replace(sent, outcome="bounced", address=address or sent.address), notes=notes)
    if incoming_people.known(book, mail) is not None:
        return Taken("known", person)
    original = replace(mail, message_id=verdict.answers[0] if verdict.answers else "",
                       subject=next(iter(mail.original.get("subject", ())), mail.subject), in_reply_to=(), references=())
    made = replace(touch_of(book, original, "out", (person,), address, False), outcome="bounced", external_key=key_of(mail))
    return Taken("bounced", person, made, notes=notes)


def _take_bounce(book: Book, writing: Writing, found: Taken) -> Taken:
    """Note that a mail came back: on the touch it was, or as one that never arrived; and mark the address."""
    touch, person = found.touch, found.contact
    if touch is None or person is None:
        return found
    if not touch.id:
        found = replace(found, touch=record_touch(book, writing, person, replace(touch, recorded=writing.now)))
    else:
        writing.change("touches", touch.id, outcome="bounced", address=touch.address)
    for each in {one.id: one for one in (person, *incoming_people.with_address(book, touch.address))}.values():
        now = reading.contact(book.database, each.id)
        addresses = tuple(replace(one, bounced=True) if one.value.lower() == touch.address.lower() else one
                          for one in now.addresses)
        if addresses != now.addresses:
            writing.change("contacts", each.id, addresses=addresses)
            writing.contacts.append(each.id)
    return found


def touch_of(book: Book, mail: Mail, direction: str, people: tuple[Contact, ...], address: str, keep_text: bool) -> Touch:
    """Return a mail as a touch; one dated in the future happened now."""
    from store.rules.incoming import own_words

    now = book.now()
    at = min(mail.at, now) if mail.at is not None else now
    return Touch(
        id="", contacts=tuple(each.id for each in people), kind="email", direction=direction,
        happened=Moment(at, book.practice.zone), recorded=now, outcome="sent" if direction == "out" else "",
        subject=mail.subject[:1000], text=own_words(mail.text)[:LONGEST_TEXT] if keep_text else "", address=address,
        message_id=mail.message_id, references=tuple(reversed(mail.answered))[-20:], origin="mail", external_key=key_of(mail))


def key_of(mail: Mail) -> str:
    """Return what a mail is known by, the same as for one from an imported mailbox: its Message-ID, else its mark."""
    key = f"mail:{mail.message_id.strip('<> ')[:300] or mail.mark}"
    if len(key) > 200 or not key.isprintable():
        key = f"mail:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:40]}"
    return key
