"""Meetings of a calendar, and what is told before one: records between the book and the front ends."""

from __future__ import annotations

import datetime as dt

from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Contact, Dossier, DueTouch, Reason


@record
class Guest:
    """Somebody invited to a meeting, or who invited."""

    address: str
    "The mail address, in lower case."
    name: str = ""
    "The name as the calendar has it; empty where it has none."


@record
class Meeting:
    """One time at which a meeting takes place."""

    key: str
    "What it is known by, the same in every copy of the calendar: the external key of the touch it becomes."
    starts: dt.datetime
    "When it begins, in UTC; midnight of its first day in the user's zone where it is of whole days."
    ends: dt.datetime
    "When it ends, in UTC."
    zone: str = "UTC"
    "IANA zone in which it is written down; the user's own where the calendar names none."
    day_only: bool = False
    "Whether it takes whole days."
    title: str = ""
    "What it is called."
    where: str = ""
    "Where it is: a place, or an address to join at."
    guests: tuple[Guest, ...] = ()
    "Who is invited; those who declined and the user's own addresses left out."


@record
class Attendance:
    """A meeting held against the book."""

    meeting: Meeting
    "The meeting."
    known: tuple[Contact, ...] = ()
    "The guests who are in the book, by their mail address."
    perhaps: tuple[Contact, ...] = ()
    "Who may be meant by a name in its title, where no guest is known; never logged unasked."
    unknown: tuple[Guest, ...] = ()
    "The guests who are not in the book."
    logged: bool = False
    "Whether it is a touch already with everybody who is known."
    refused: bool = False
    "Whether the user said that it did not take place."


@record
class BriefPerson:
    """What to know of one person before a meeting."""

    dossier: Dossier
    "Everything about them."
    points: tuple[Reason, ...] = ()
    "What to talk about, as for a call, the most useful first."
    due: DueTouch | None = None
    "What is due with them, or comes next."
    certain: bool = True
    "Whether they are invited by an address of theirs; else a name in the title is all there is."


@record
class Brief:
    """What to know before a meeting, or of one person where none is ahead."""

    attendance: Attendance | None = None
    "The meeting; None where none is ahead."
    people: tuple[BriefPerson, ...] = ()
    "The people of the book who are part of it."
    next: dt.datetime | None = None
    "When the meeting after it begins, in UTC; None where none is known."
