"""One run over the calendars: feeds fetched, past meetings with people of the book logged, each once.

Today's meetings are left for the evening's question, and those with a name in the title alone too. What is kept of a feed
(`remotes`) is what its server called the last copy; losing it costs time alone.
"""

from __future__ import annotations

import datetime as dt
import os
from hashlib import blake2b

from store.book import calendars, meetings
from store.book.alone import alone
from store.book.writing import Writing
from store.errors import Unavailable
from store.model import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.book import Book
    from store.book.calendars import Source
    from store.meetings import Attendance
    from store.sync import Tally, Tell

NAME = "calendar"
"What the calendars together are called, in the report and on the command line."
SEVERAL = 50
"Meetings that are stored as one unit."
LOOK_EVERY = 500


def run(book: Book, tally: Tally, tell: Tell) -> None:
    """Bring the book in step with the calendars; raises Unavailable, Stopped, BookFault with what was done before kept.

    A calendar that cannot be reached keeps none of the others back: its last copy is used, and told about at the end.
    """
    with alone(book, NAME):
        troubles = [each for each in (_fetch(book, source, tally, tell) for source in calendars.sources(book)
                                      if source.feed) if each is not None]
        _log(book, tally, tell)
    for trouble in troubles[1:]:
        tally.note(Reason(trouble.code, trouble.values))
    if troubles:
        raise troubles[0]


def _fetch(book: Book, source: Source, tally: Tally, tell: Tell) -> Unavailable | None:
    """Fetch a calendar where it was changed since; return what went wrong."""
    from store.book.syncing import keep_remote, remote
    from store.sync import calendar_feed

    tell("calendar-fetch", 0, 0)
    known = remote(book, f"{NAME}:{blake2b(source.address.encode(), digest_size=12).hexdigest()}")
    there = os.path.exists(source.path)
    state: Mapping[str, Any] = known.state if there else {}
    try:
        found = calendar_feed.fetch(
            source.address, source.path, str(state.get("etag", "")), str(state.get("modified", "")),
            book.settings.calendar.get("authority", ""), lambda done, of: tell("calendar-fetch", done, of))
    except Unavailable as error:
        return Unavailable(error.code, **{**error.values, "kept": there})
    tally.values["requests"] = tally.values.get("requests", 0) + 1
    tally.values["bytes"] = tally.values.get("bytes", 0) + found.size
    now = {"etag": found.etag, "modified": found.modified}
    if not tally.dry_run and now != dict(known.state):
        with Writing(book, "sync", undoable=False) as writing:
            keep_remote(writing, known, now)
    return None


def _log(book: Book, tally: Tally, tell: Tell) -> None:
    """Log the past meetings with people of the book, and keep the excerpt of the days around today."""
    from store.book.syncing import keep_remote, remote

    today = dt.datetime.combine(book.today(), dt.time(), tzinfo=book.zone()).astimezone(dt.UTC)
    people = _people(book)
    mark = f"{calendars.marks(book)}:{book.today()}:{people}"
    known = remote(book, NAME)
    if known.state.get("mark") != mark:
        since = today - dt.timedelta(days=int(book.settings.calendar.get("days", 400)))
        missing: list[str] = []
        waiting: list[Attendance] = []
        looked = 0
        for meeting in calendars.meetings(book, since, today, lambda done, of: tell("calendar", done, of), missing):
            looked += 1
            if looked % LOOK_EVERY == 0:
                tell("calendar", looked, 0)
            if meeting.ends > today or not meeting.guests:
                continue
            each = meetings.attendance(book, meeting)
            if each.known and not each.logged and not each.refused:
                waiting.append(each)
        waiting.sort(key=lambda each: each.meeting.starts)
        _store(book, waiting, tally, tell)
        for name in missing:
            tally.note(Reason("calendar-missing", {"name": name}))
        if not tally.dry_run and not missing:
            with Writing(book, "sync", undoable=False) as writing:
                keep_remote(writing, known, {"mark": mark})
    if not tally.dry_run:
        calendars.around(book)
    waits = len(meetings.to_ask(book))
    if waits:
        tally.add("meetings-to-ask", waits)


def _store(book: Book, waiting: list[Attendance], tally: Tally, tell: Tell) -> None:
    """Log meetings, some at a time."""
    for begin in range(0, len(waiting), SEVERAL):
        tell("calendar", begin, len(waiting))
        some = waiting[begin : begin + SEVERAL]
        if tally.dry_run:
            for each in some:
                if not all(meetings.by_hand(book, each.meeting, person) for person in each.known):
                    tally.add("meetings")
            continue
        new = 0
        with Writing(book, "sync", undoable=False) as writing:
            for each in some:
                if meetings.log(book, writing, each.meeting, each.known) is not None:
                    new += 1
        if new:
            tally.add("meetings", new)


def _people(book: Book) -> str:
    """Return another text when anybody came, went, or has another address."""
    digest = blake2b(digest_size=12)
    found = []
    for document in book.database.table("contacts"):
        if not document.get("deleted") and not document.get("merged_into"):
            found += [f"{document['id']}:{each.get('value', '')}" for each in document.get("addresses", ())
                      if each.get("channel") == "email"]
    for each in sorted(found):
        digest.update(each.lower().encode() + b"\0")
    return digest.hexdigest()
