"""What is due later or no longer: snoozes, skips, next steps, cadences, pauses and decisions."""

from __future__ import annotations

import datetime as dt

from store.book import reading
from store.book.touching import begin_plan, checked
from store.book.writing import Writing
from store.errors import DefinitionFault, FileFault, NotFound, UsageFault
from store.model import KINDS, Contact, DueTouch, Move, Pause, Plan, Planned, Receipt, Touch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from store.book import Book

CHOICES = ("keep", "slow", "nurture", "close")


def _due_of(book: Book, person: Contact) -> DueTouch:
    """Return the due touch of a contact; raises NotFound where nothing is."""
    due = book.next_due(person.id)
    if due is None:
        raise NotFound("nothing-due", name=person.name)
    return due


def move(book: Book, contacts: Sequence[str], what: str, until: Planned | None) -> Receipt:
    """Snooze or skip the due touch of each contact."""
    with Writing(book, what) as writing:
        if until is not None:
            writing.values["until"] = until.on.isoformat() + (f"T{until.time.isoformat('minutes')}" if until.time else "")
        for contact in contacts:
            person = reading.contact(book.database, contact)
            due = _due_of(book, person)
            writing.name(person)
            writing.add("moves", Move(
                id="", contact=person.id, step_key=due.step_key, what=what, until=until, made=writing.moment()))
            writing.values.update(step=due.step, kind=due.kind)
    return writing.receipt()


ASKED = ("need", "size", "wanted_by")
"What an inquiry is asked for once somebody was reached, as fields of the contact."


def set_next(book: Book, contact: str, kind: str, when: Planned, text: str, facts: Mapping[str, str] | None = None) -> Receipt:
    """Agree the next step with a contact, and keep what was learned with it (`need`, `size`, `wanted_by`) as one action."""
    from store.book.lines import agree

    checked("kind", kind or "call", KINDS)
    plain = {name: " ".join(value.replace("\0", "").split()) for name, value in (facts or {}).items() if name in ASKED}
    learned = {name: value for name, value in plain.items() if value}
    with Writing(book, "next") as writing:
        person = reading.contact(book.database, contact)
        writing.name(person)
        if learned:
            writing.change("contacts", person.id, **learned)
        agree(writing, person.id, kind or "call", when, text)
        writing.values.update(
            kind=kind or "call", text=text,
            when=when.on.isoformat() + (f"T{when.time.isoformat('minutes')}" if when.time else ""))
    return writing.receipt()


def check_cadence(path: Path) -> tuple[str, tuple[DefinitionFault, ...]]:
    """Return the name in a cadence file, and everything that is wrong with the file; raises FileFault(`missing-file`)."""
    from store.compiling import plain_fault
    from store.rules.cadence import faults_in, load_text

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "not-text" if isinstance(error, UnicodeDecodeError) else "unreadable"
        if isinstance(error, FileNotFoundError):
            raise FileFault("missing-file", path=str(path)) from None
        raise FileFault("cannot-read", path=str(path), reason=reason) from None
    faults = tuple(plain_fault(each) for each in faults_in(text, str(path)))
    return ("" if faults else str(load_text(text, str(path))["name"])), faults


def use_cadence(book: Book, contacts: Sequence[str], name: str) -> Receipt:
    """Start a cadence for contacts, or with `none` end theirs."""
    known = book.practice.cadences
    if name != "none" and name not in known:
        raise NotFound("no-such-cadence", name=name, known=sorted(known))
    with Writing(book, "use-cadence") as writing:
        for contact in contacts:
            dossier = reading.dossier(book.database, contact)
            writing.name(dossier.contact)
            if name == "none":
                _choose_none(writing, dossier.contact, dossier.plans)
            else:
                touch = _anchor_touch(dossier.touches, name, writing.now)
                begin_plan(book, writing, dossier.contact, name, touch)
        writing.values.update(cadence=name, count=len(contacts))
    return writing.receipt()


def _choose_none(writing: Writing, person: Contact, plans: Sequence[Plan]) -> None:
    """End the open plans, and leave an ended one so that the choice is known to have been made."""
    running = [plan for plan in plans if plan.ended is None]
    for plan in running:
        writing.change("plans", plan.id, ended=writing.now, ended_why="user")
    if not plans:
        writing.add("plans", Plan(
            id="", contact=person.id, cadence="none", definition={}, anchor=writing.moment(), started=writing.now,
            ended=writing.now, ended_why="user"))


def _anchor_touch(touches: Sequence[Touch], cadence: str, now: dt.datetime) -> Touch | None:
    """Return the touch from which a newly chosen cadence counts: the meeting or message of the last three days.

    None where there is none, and for a rhythm, which counts from now and looks back at the last touch by itself: what lies
    longer back is no debt that somebody owed.
    """
    recent = [each for each in touches if now - each.happened.at <= dt.timedelta(hours=72)]
    if cadence == "inquiry":
        recent = [each for each in recent if each.direction == "in"]
    elif cadence in ("met", "booth"):
        recent = [each for each in recent if each.kind == "meeting"]
    else:
        recent = []
    return recent[-1] if recent else None


def pause(book: Book, contacts: Sequence[str], until: dt.date | None) -> Receipt:
    """Leave contacts alone until a day, or until resumed; the later word ends a pause that still runs."""
    with Writing(book, "pause") as writing:
        for contact in contacts:
            dossier = reading.dossier(book.database, contact)
            person = dossier.contact
            writing.name(person)
            for each in dossier.pauses:
                if each.ended is None:
                    writing.change("pauses", each.id, ended=writing.now)
            writing.add("pauses", Pause(id="", contact=person.id, since=_today(book, writing.now), until=until))
        if until is not None:
            writing.values["until"] = until.isoformat()
    return writing.receipt()


def resume(book: Book, contacts: Sequence[str]) -> Receipt:
    """End the pauses of contacts."""
    with Writing(book, "resume") as writing:
        for contact in contacts:
            dossier = reading.dossier(book.database, contact)
            running = [each for each in dossier.pauses if each.ended is None]
            if not running:
                raise NotFound("not-paused", name=dossier.contact.name)
            writing.name(dossier.contact)
            for each in running:
                writing.change("pauses", each.id, ended=writing.now)
    return writing.receipt()


def _today(book: Book, now: dt.datetime) -> dt.date:
    """Return the day it is where the user is."""
    from store.zones import known_zone

    return now.astimezone(known_zone(book.practice.zone)).date()


def decide(book: Book, contact: str, choice: str) -> Receipt:
    """Answer a question that the queue asks about a contact; the rules say what each answer does."""
    from store.rules.endings import decided

    if choice not in CHOICES:
        raise UsageFault("bad-value", field="choice", value=choice, allowed=list(CHOICES))
    with Writing(book, "decide") as writing:
        dossier = reading.dossier(book.database, contact)
        person = dossier.contact
        due = _due_of(book, person)
        writing.name(person)
        writing.values.update(choice=choice, step=due.step)
        plans = [each for each in dossier.plans if each.ended is None]
        plan = next((each for each in plans if each.id == due.plan), plans[-1] if plans else None)
        changes = decided(due, choice, plan.cadence if plan else "")
        if "standing" in changes:
            writing.change("contacts", person.id, standing=changes["standing"], closed_reason=str(changes.get("reason", "")))
        for each in plans if "end" in changes else ():
            writing.change("plans", each.id, ended=writing.now, ended_why=changes["end"])
        if "start" in changes:
            begin_plan(book, writing, person, str(changes["start"]), None)
        if "settle" in changes:
            writing.add("moves", Move(id="", contact=person.id, step_key=due.step_key, what="settle", made=writing.moment()))
        if plan is not None and "review" in changes:
            slower = plan.slower * float(str(changes.get("slower", 1.0)))
            writing.change("plans", plan.id, reviewed=writing.moment(), slower=slower)
    return writing.receipt()
