"""What was done with a task on the phone, done in the book: a tick logs the touch, a later day snoozes it."""

from __future__ import annotations

import datetime as dt

from store import documents
from store.book import reading
from store.errors import NotFound
from store.model import Move, Touch
from store.rules import days
from store.sync.dav.identity import derived

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.book import Book
    from store.book.writing import Writing
    from store.model import Contact, Planned
    from store.sync.dav.tasks import ReadTask


def take_done(book: Book, writing: Writing, contact: str, state: Mapping[str, Any], task: ReadTask) -> bool:
    """Log the touch of a task that was ticked; return False where it is in the book already.

    Its id follows from the task, so that two machines that both see the tick log one touch.
    """
    from store.book.referring import done_with
    from store.book.touching import default_outcome, record_touch

    person = _person(book, contact)
    if person is None:
        return False
    uid, step_key = str(state.get("uid", task.uid)), str(state["step"])
    identity = derived("touch", "task", uid)
    key = f"task:{uid}"
    touches = reading.dossier(book.database, person.id).touches
    if any(each.external_key == key or each.step == step_key for each in touches):
        return False
    if book.database.table("touches").by_id(identity) is not None:
        return False
    due = next((each for each in book.agenda(person.id).candidates if each.step_key == step_key), None)
    kind = str(state.get("kind") or (due.kind if due is not None else "call"))
    partner = done_with(book, person, due)
    happened = min(task.completed or writing.now, writing.now)
    writing.name(person)
    if partner.id != person.id:
        writing.contacts.append(partner.id)
    record_touch(book, writing, person, Touch(
        id=identity, contacts=tuple(dict.fromkeys((person.id, partner.id))), kind=kind, direction="out",
        happened=writing.moment(happened), recorded=writing.now, outcome=default_outcome(kind, "out"),
        note=str(state.get("typed", "")), plan=due.plan if due is not None else str(state.get("plan", "")), step=step_key,
        origin="sync", external_key=key))
    return True


def take_moved(book: Book, writing: Writing, contact: str, state: Mapping[str, Any], until: Planned) -> bool:
    """Snooze the touch of a task that was moved to later; return False where there is nothing to put off."""
    person = _person(book, contact)
    if person is None or days.planned_instant(until, book.practice, dt.time(0)) <= writing.now:
        return False
    step_key = str(state["step"])
    if all(each.step_key != step_key for each in book.agenda(person.id).candidates):
        return False
    text = f"{until.on.isoformat()}T{until.time.isoformat() if until.time else ''}{until.zone or ''}"
    identity = derived("move", step_key, text, str(state.get("etag", "")))
    table = book.database.table("moves")
    if table.by_id(identity) is None:
        made = Move(id=identity, contact=person.id, step_key=step_key, what="snooze", until=until, made=writing.moment())
        table.put(documents.to_document("moves", made, writing.stamp))
    writing.name(person)
    return True


def _person(book: Book, contact: str) -> Contact | None:
    """Return a contact; None where they are gone."""
    try:
        return reading.contact(book.database, contact)
    except NotFound:
        return None
