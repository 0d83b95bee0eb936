"""Touches: logging one, marking the due one as done, and what a touch changes in plans and promises."""

from __future__ import annotations

from store.book import reading
from store.book.referring import done_with, settle_for_those_sent
from store.book.writing import Writing
from store.disk.identity import id_of_content
from store.errors import NotFound, UsageFault
from store.model import (
    DIRECTIONS,
    KINDS,
    OUTCOMES,
    Contact,
    DueTouch,
    Moment,
    Permission,
    Plan,
    Receipt,
    Touch,
    address_channel_of,
    channel_of,
)
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from typing import Any

    from store.book import Book
    from store.model import Dossier

SPOKEN = frozenset({"call", "meeting"})


def checked(field: str, value: str, allowed: Sequence[str]) -> str:
    """Return a value that is empty or allowed; raises UsageFault(`bad-value`)."""
    if value and value not in allowed:
        raise UsageFault("bad-value", field=field, value=value, allowed=list(allowed))
    return value


def default_outcome(kind: str, direction: str) -> str:
    """Return the outcome of a touch that nobody said: reached for what was spoken, sent for what went out."""
    if kind in SPOKEN:
        return "reached"
    return "sent" if direction == "out" else ""


def log_touch(book: Book, contact: str, kind: str, direction: str, outcome: str, note: str,
              happened: dt.datetime | None, wants_answer: bool | None) -> Receipt:
    """Log one touch."""
    if not kind:
        raise UsageFault("bad-value", field="kind", value=kind, allowed=list(KINDS))
    checked("kind", kind, KINDS)
    checked("direction", direction, DIRECTIONS)
    checked("outcome", outcome, OUTCOMES)
    with Writing(book, "log-touch") as writing:
        person = reading.contact(book.database, contact)
        writing.name(person)
        touch = record_touch(book, writing, person, Touch(
            id="", contacts=(person.id,), kind=kind, direction=direction, happened=writing.moment(happened),
            recorded=writing.now, outcome=outcome or default_outcome(kind, direction), note=note,
            wants_answer=wants_answer, address=_address(person, kind), origin="app"))
        writing.values.update(kind=kind, direction=direction, outcome=touch.outcome)
    return writing.receipt()


def done(book: Book, contacts: Sequence[str], outcome: str, kind: str, note: str) -> Receipt:
    """Log the due touch of each contact as done."""
    checked("outcome", outcome, OUTCOMES)
    checked("kind", kind, KINDS)
    with Writing(book, "done") as writing:
        for contact in contacts:
            person = reading.contact(book.database, contact)
            due = book.next_due(person.id)
            if due is None:
                raise NotFound("nothing-due", name=person.name)
            if due.kind == "decide" and not kind:
                raise UsageFault("needs-decision", name=person.name, step=due.step)
            writing.name(person)
            done_kind = kind or due.kind
            touch = log_for_step(book, writing, person, due, done_kind, outcome or default_outcome(done_kind, "out"), note=note,
                                 shelf=passed_on(book, person, due, done_kind))
            writing.values.update(kind=done_kind, outcome=touch.outcome, step=due.step)
    return writing.receipt()


def passed_on(book: Book, person: Contact, due: DueTouch, kind: str) -> str:
    """Return the id of the shelf item that a step done as proposed has passed on; empty for none."""
    from store.rules.shelf import SHELF_KINDS, proposed

    if kind != due.kind or kind not in SHELF_KINDS:
        return ""
    touches = reading.dossier(book.database, person.id).touches
    found = proposed(person, touches, book.practice, book.now(), kind)
    return found[0].id if found else ""


def log_for_step(book: Book, writing: Writing, person: Contact, due: DueTouch | None, kind: str, outcome: str,
                 **fields: Any) -> Touch:
    """Store the outgoing touch that does what is due, and apply what follows."""
    step = due if due is not None and due.kind != "decide" else None
    partner = done_with(book, person, step)
    if partner.id != person.id:
        writing.contacts.append(partner.id)
    return record_touch(book, writing, person, Touch(
        id="", contacts=tuple(dict.fromkeys((person.id, partner.id))), kind=kind, direction="out",
        recorded=writing.now, outcome=outcome, plan=step.plan if step else "", step=step.step_key if step else "",
        **{"address": _address(partner, kind), "origin": "app", "happened": writing.moment(), **fields}))


def record_touch(book: Book, writing: Writing, person: Contact, touch: Touch) -> Touch:
    """Store a touch with a contact already in the book, and apply what it settles and brings.

    The step it settles is noted on it, promises it keeps are kept, and what the rules say follows is done: plans that
    end, an address that bounced, a channel that somebody's own writing permits.
    """
    from store.rules import agenda as rules

    before = reading.dossier(book.database, person.id)
    agenda = book.agenda(person.id)
    settled = rules.settle(agenda, touch)
    if settled and not touch.step:
        touch = replace(touch, step=settled[0].step_key, plan=settled[0].plan)
    touch = writing.add("touches", touch)
    for promise in rules.kept_by(agenda, touch):
        writing.change("promises", promise, kept=writing.moment(touch.happened.at), kept_by=touch.id)
    if touch.direction == "in":
        _permit(writing, before.contact, touch)
    apply_what_follows(book, writing, person.id, before)
    settle_for_those_sent(book, writing, person, touch)
    return touch


def apply_what_follows(book: Book, writing: Writing, contact: str, before: Dossier | None) -> None:
    """Do what the rules say follows from a change: end plans, mark an address that bounced, drop promises."""
    from store.rules.endings import what_follows

    after = reading.dossier(book.database, contact)
    for reason in what_follows(before, after, book.practice, writing.now):
        values = reason.values
        if reason.code == "plan-ended":
            writing.change("plans", values["plan"], ended=writing.now, ended_why=str(values["why"]))
        elif reason.code == "promise-dropped":
            writing.change("promises", values["promise"], dropped=writing.moment())
        elif reason.code == "address-bounced":
            writing.change("contacts", contact, addresses=tuple(
                replace(each, bounced=True) if each.value == values["value"] else each
                for each in after.contact.addresses))


def nothing_to_answer(book: Book, contacts: Sequence[str]) -> Receipt:
    """Settle owed replies that want no answer."""
    with Writing(book, "nothing-to-answer") as writing:
        for contact in contacts:
            person = reading.contact(book.database, contact)
            owed = [each for each in book.agenda(person.id).candidates if each.step == "reply" and each.touch]
            if not owed:
                raise NotFound("no-owed-reply", name=person.name)
            writing.name(person)
            # The rules owe an answer to the newest incoming touch only, so older unanswered ones are settled with it.
            newest = book.database.table("touches").by_id(owed[0].touch)
            for touch in reading.dossier(book.database, person.id).touches:
                if touch.direction == "in" and touch.wants_answer is not False and newest is not None:
                    writing.change("touches", touch.id, wants_answer=False)
    return writing.receipt()


def _permit(writing: Writing, person: Contact, touch: Touch) -> None:
    """Note that somebody who wrote or called on a channel may be answered there."""
    channel = channel_of(touch.kind)
    if channel and person.permission(channel) == "unknown":
        others = tuple(each for each in person.permissions if each.channel != channel)
        writing.change("contacts", person.id, permissions=(*others, Permission(channel, "implied", "wrote-there", writing.now)))


def begin_plan(book: Book, writing: Writing, person: Contact, cadence: str, touch: Touch | None,
               anchor: Moment | None = None) -> Plan:
    """Start a cadence for a contact in place of the open ones, anchored at a touch or an instant (default: now)."""
    from store.rules.agenda import plan_for

    for plan in reading.dossier(book.database, person.id).plans:
        if plan.ended is None:
            writing.change("plans", plan.id, ended=writing.now, ended_why="replaced")
    start = anchor or (touch.happened if touch else writing.moment())
    plan = plan_for(cadence, person.id, start, touch.id if touch else "", book.practice, writing.now, writing.new_id())
    return add_plan(writing, plan)


def add_plan(writing: Writing, plan: Plan) -> Plan:
    """Store a plan; the cadence's definition is kept once, under a number made from it, for all plans that share it."""
    from json import dumps

    identity = id_of_content(dumps(plan.definition, sort_keys=True).encode())
    definitions = writing.book.database.table("definitions")
    if definitions.by_id(identity) is None:
        definitions.insert({"id": identity, "definition": dict(plan.definition)})
    stored = writing.add("plans", replace(plan, definition={"kept": identity}))
    return replace(stored, definition=plan.definition)


def _address(person: Contact, kind: str) -> str:
    """Return the address a touch of a kind uses, or nothing."""
    channel = address_channel_of(kind)
    found = person.address(channel) if channel else None
    return found.value if found else ""


