"""What files tell of the past, stored: touches that are not there yet, promises, and pauses."""

from __future__ import annotations

import datetime as dt

from store.book import reading
from store.model import Pause
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.book import Book
    from store.book.writing import Writing
    from store.disk import Database
    from store.model import Contact, Touch

STILL_WANTS_ANSWER = dt.timedelta(days=14)
"""How long an imported incoming touch may still want an answer; older ones are history, not debts."""


def known_touch(database: Database, touch: Touch) -> Touch | None:
    """Return the touch of the book that an imported one is, by its key in the other program or its Message-ID."""
    table = database.table("touches")
    for name, value in (("external_key", touch.external_key), ("message_id", touch.message_id)):
        for document in table.with_key(f"{name}:{value}") if value else ():
            found: list[Touch] = reading.alive("touches", [document])
            if found:
                return found[0]
    return None


def has_touch(database: Database, contact: str, touch: Touch) -> bool:
    """Return whether the book has an imported touch with a contact already."""
    found = known_touch(database, touch)
    return found is not None and contact in found.contacts


def take(book: Book, writing: Writing, person: Contact, more: Mapping[str, Any]) -> tuple[Touch, ...]:
    """Store what a record brings of the past with a contact; return the touches that are new with them."""
    stored = []
    for touch in more.get("touches", ()):
        known = known_touch(book.database, touch)
        if known is not None:
            if person.id not in known.contacts:
                stored.append(writing.change("touches", known.id, contacts=(*known.contacts, person.id)))
            continue
        old = writing.now - touch.happened.at > STILL_WANTS_ANSWER
        wants = False if touch.direction == "in" and old else touch.wants_answer
        stored.append(writing.add("touches", replace(
            touch, id="", contacts=(person.id,), recorded=writing.now, wants_answer=wants)))
    _promises(book, writing, person, more)
    until = more.get("pause_until")
    if isinstance(until, dt.date) and until > writing.now.date() and not reading.alive(
            "pauses", book.database.table("pauses").with_key(f"contact:{person.id}")):
        writing.add("pauses", Pause(id="", contact=person.id, since=writing.now.date(), until=until))
    return tuple(stored)


def _promises(book: Book, writing: Writing, person: Contact, more: Mapping[str, Any]) -> None:
    """Store promises, each once."""
    if not more.get("promises"):
        return
    there = reading.alive("promises", book.database.table("promises").with_key(f"contact:{person.id}"))
    have = {(each.text, each.due.on) for each in there}
    for each in more["promises"]:
        if (each.text, each.due.on) not in have:
            writing.add("promises", replace(each, id="", contact=person.id, made=writing.moment()))
