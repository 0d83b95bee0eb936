"""Meetings of the calendar held against the book: with whom, which to ask about, and what becomes of the answer."""

from __future__ import annotations

import datetime as dt

from store.book import calendars, reading
from store.book.touching import record_touch
from store.book.writing import Writing
from store.documents import words_of
from store.errors import NotFound
from store.meetings import Attendance, Guest, Meeting
from store.model import Contact, Move, Receipt, Touch
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from store.book import Book

MOST_PEOPLE = 50
"A meeting of more people than these is none with each of them."
AROUND = dt.timedelta(hours=2)
"How far from a meeting one that was logged by hand may lie and still be the same."
LATE = dt.timedelta(minutes=15)
"How long after its beginning a meeting still counts as the next one."
MOST_WORDS = 30
STEP = "meeting:"
"How the key of an answer begins that says a meeting did not take place."


def attendance(book: Book, meeting: Meeting) -> Attendance:
    """Return a meeting held against the book."""
    if len(meeting.guests) > MOST_PEOPLE:
        return Attendance(meeting)
    known: dict[str, Contact] = {}
    unknown = []
    table = book.database.table("contacts")
    for guest in meeting.guests:
        found = reading.alive("contacts", table.with_key(f"mail:{guest.address}"))
        if len(found) == 1:
            known[found[0].id] = found[0]
        elif not found:
            unknown.append(guest)
    perhaps = () if known else named(book, meeting.title)
    people = tuple(known.values())
    touch = _touch(book, meeting.key)
    logged = touch is not None and all(each.id in touch.contacts for each in people)
    return Attendance(meeting, people, perhaps, tuple(unknown), logged, refused(book, meeting, (*people, *perhaps)))


def named(book: Book, title: str) -> tuple[Contact, ...]:
    """Return everybody whose whole name of two words or more stands in a title."""
    words = words_of(title)[:MOST_WORDS]
    table = book.database.table("contacts")
    found: dict[str, Contact] = {}
    for size in (4, 3, 2):
        for place in range(len(words) - size + 1):
            for each in reading.alive("contacts", table.with_key(f"name:{' '.join(words[place : place + size])}")):
                found[each.id] = each
    return tuple(found.values())


def refused(book: Book, meeting: Meeting, people: Iterable[Contact]) -> bool:
    """Return whether the user said that a meeting did not take place."""
    step = STEP + meeting.key
    ids = [each.id for each in people]
    if any(move.step_key == step for each in ids for move in reading.dossier(book.database, each).moves):
        return True
    if ids:
        return False
    return any(move.step_key == step for move in reading.alive("moves", book.database.table("moves").with_key("contact:")))


def by_hand(book: Book, meeting: Meeting, person: Contact) -> Touch | None:
    """Return the touch as which a meeting with somebody was logged by hand, or from a copy of the calendar."""
    zone = book.zone()
    day = meeting.starts.astimezone(zone).date()
    for touch in reading.dossier(book.database, person.id).touches:
        if touch.kind != "meeting" or touch.outcome in ("no-answer", "declined"):
            continue
        at = touch.happened.at
        if touch.external_key:
            # The same hour from another calendar: a copy under another name.
            if at == meeting.starts and touch.external_key.startswith("calendar:"):
                return touch
            continue
        same_day = (meeting.day_only or touch.happened.day_only) and at.astimezone(zone).date() == day
        if same_day or (not meeting.day_only and meeting.starts - AROUND <= at <= meeting.ends + AROUND):
            return touch
    return None


def log(book: Book, writing: Writing, meeting: Meeting, people: Sequence[Contact], note: str = "",
        origin: str = "sync") -> Touch | None:
    """Log a meeting with some people as part of a unit, once; return the touch where it is new, or new with somebody."""
    from store.exchange.calendar_files import touch_of

    there = _touch(book, meeting.key)
    if there is None:
        there = next((each for each in (by_hand(book, meeting, person) for person in people) if each is not None), None)
    if there is not None:
        more = [each.id for each in people if each.id not in there.contacts]
        text = f"{there.note}\n{note}".strip() if note else there.note
        if more or not there.external_key or text != there.note:
            writing.contacts += [*there.contacts, *more]
            there = writing.change("touches", there.id, contacts=(*there.contacts, *more), note=text,
                                   external_key=there.external_key or meeting.key, event=there.event or meeting.where,
                                   subject=there.subject or meeting.title)
            return there if more else None
        return None
    writing.contacts += [each.id for each in people]
    found = touch_of(meeting, book.practice.zone)
    return record_touch(book, writing, people[0], replace(
        found, contacts=tuple(each.id for each in people), recorded=writing.now, subject=meeting.title, note=note,
        origin=origin))


def _touch(book: Book, key: str) -> Touch | None:
    """Return the touch that a meeting is already."""
    found: list[Touch] = reading.alive("touches", book.database.table("touches").with_key(f"external_key:{key}"))
    return found[0] if found else None


def to_ask(book: Book) -> tuple[Attendance, ...]:
    """Return the meetings to ask about, oldest first: today's that began, and older ones with somebody named in the title."""
    now = book.now()
    today = dt.datetime.combine(book.today(), dt.time(), tzinfo=book.zone()).astimezone(dt.UTC)
    found = []
    for meeting in calendars.around(book):
        if meeting.starts > now or meeting.starts < today - calendars.BEFORE:
            continue
        ended_before = meeting.ends <= today
        if ended_before and meeting.guests and not _may_be_named(meeting):
            continue
        each = attendance(book, meeting)
        people = (*each.known, *each.perhaps)
        if each.logged or each.refused or not (people or (each.unknown and not ended_before)):
            continue
        if ended_before and not each.perhaps:
            continue
        if _touch(book, meeting.key) is not None or (people and all(by_hand(book, meeting, one) for one in people)):
            continue
        found.append(each)
    return tuple(found)


def _may_be_named(meeting: Meeting) -> bool:
    """Return whether a title has room for a name."""
    return " " in meeting.title.strip()


def one(book: Book, key: str) -> Attendance:
    """Return a meeting of the days around today by its key; raises NotFound(`no-such-meeting`)."""
    for meeting in calendars.around(book):
        if meeting.key == key:
            return attendance(book, meeting)
    raise NotFound("no-such-meeting")


def met(book: Book, key: str, note: str = "", guests: Sequence[str] = ()) -> Receipt:
    """Log a meeting that took place, with everybody known; guests given by address are added as new people."""
    found = one(book, key)
    with Writing(book, "met") as writing:
        people = [*(found.known or found.perhaps)]
        for person in people:
            writing.name(person)
        wanted = {each.lower() for each in guests}
        new = [_add(writing, found.meeting, each) for each in found.unknown if each.address in wanted]
        if not people and not new:
            raise NotFound("nobody-known")
        touch = log(book, writing, found.meeting, [*people, *new], note, origin="log")
        for person in new:
            _begin(book, writing, person, touch or _touch(book, key))
        writing.values.update(kind="meeting", title=found.meeting.title, new=[each.name for each in new],
                              touch=touch.id if touch is not None else "")
    return writing.receipt()


def _add(writing: Writing, meeting: Meeting, guest: Guest) -> Contact:
    """Make a contact of somebody invited."""
    from store.book.matching import name_parts
    from store.model import Address, Permission

    name = guest.name or guest.address
    parts: dict[str, Any] = {**name_parts(name)} if guest.name else {}
    person = writing.add("contacts", Contact(
        id="", name=name, **parts, addresses=(Address("email", guest.address),),
        permissions=(Permission("email", "implied", "handed-over", writing.now),), source=meeting.title,
        created=writing.now, origin="log"))
    writing.name(person)
    return person


def _begin(book: Book, writing: Writing, person: Contact, touch: Touch | None) -> None:
    """Start the cadence of people just met."""
    from store.book.touching import begin_plan
    from store.rules.agenda import cadence_for

    name = cadence_for("met")
    if name and name in book.practice.cadences:
        begin_plan(book, writing, person, name, touch)


def not_met(book: Book, key: str) -> Receipt:
    """Note that a meeting did not take place: it is neither asked about again nor logged. Undo brings the question back."""
    found = one(book, key)
    people = (*found.known, *found.perhaps)
    with Writing(book, "not-met") as writing:
        for person in people:
            writing.name(person)
        for contact in [each.id for each in people] or [""]:
            writing.add("moves", Move(id="", contact=contact, step_key=STEP + key, what="settle", made=writing.moment()))
        writing.values["title"] = found.meeting.title
    return writing.receipt()


def ahead(book: Book, fresh: bool = True, only: str = "", known: bool = False) -> tuple[Attendance, dt.datetime | None] | None:
    """Return the next meeting with anybody, and when the one after it begins; None where none is ahead.

    `only` is the id of a contact who must be part of it; with `known` somebody of the book must be. A meeting of whole days
    counts until it ends.
    """
    now = book.now()
    found: Attendance | None = None
    for meeting in calendars.around(book, fresh):
        begins = meeting.ends if meeting.day_only else meeting.starts + LATE
        if begins <= now or (not meeting.day_only and meeting.ends <= now and meeting.ends > meeting.starts):
            continue
        if not meeting.guests and not _may_be_named(meeting):
            continue
        each = attendance(book, meeting)
        people = (*each.known, *each.perhaps)
        if each.refused or not (people or (each.unknown and not known)):
            continue
        if found is not None:
            if not meeting.day_only and meeting.starts > found.meeting.starts:
                return found, meeting.starts
            continue
        if not only or any(one.id == only for one in people):
            found = each
    return (found, None) if found is not None else None
