"""The user's calendars: where they are, and what they say of the days around today, kept so that it can be asked quickly.

What came from a server is read from the copy in the cache; nothing here contacts anybody. The excerpt of the days around
today is made again when a file, a copy, the settings or the day is another.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from hashlib import blake2b
from pathlib import Path

from store.documents import instant, instant_text
from store.meetings import Guest, Meeting
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from store.book import Book
    from store.exchange.calendar_rules import Budget

FORMAT = 1
FOLDER = "calendar"
EXCERPT = "meetings.json"
BEFORE = dt.timedelta(days=14)
AFTER = dt.timedelta(days=62)
MOST_FILES = 200_000
DEEPEST = 4
LARGEST_EXCERPT = 64 << 20


@record
class Source:
    """One calendar of the settings."""

    address: str
    "The https address, or the path of a file or folder."
    path: str
    "Where it is read from: the path itself, or the copy in the cache."
    feed: bool
    "Whether it is fetched from a server."
    name: str
    "What it is called: the host, or the last part of the path."


def sources(book: Book) -> tuple[Source, ...]:
    """Return the calendars of the settings, in their order."""
    found = []
    for each in book.settings.calendar.get("sources", ()):
        if each.startswith("https://"):
            from urllib.parse import urlsplit

            mark = blake2b(each.encode(), digest_size=12).hexdigest()
            copy = os.path.join(book.home.cache, FOLDER, f"{mark}.ics")
            found.append(Source(each, copy, True, urlsplit(each).hostname or ""))
        else:
            path = os.path.abspath(os.path.expanduser(each))
            found.append(Source(path, path, False, os.path.basename(path) or path))
    return tuple(found)


def own_addresses(book: Book) -> frozenset[str]:
    """Return the user's own mail addresses, in lower case: of the settings and the accounts."""
    found = {book.settings.sender.email, *book.settings.calendar.get("addresses", ())}
    for account in book.accounts():
        found |= {account.address, account.user}
    return frozenset(each.lower() for each in found if "@" in each)


def files(source: Source) -> Iterator[str]:
    """Yield the files of a calendar: itself, or those of a folder, as synchronising programs write them."""
    if not os.path.isdir(source.path):
        if os.path.isfile(source.path):
            yield source.path
        return
    count = 0
    for place, folders, names in os.walk(source.path):
        deep = place[len(source.path):].count(os.sep)
        folders[:] = sorted(each for each in folders if not each.startswith(".")) if deep < DEEPEST else []
        for name in sorted(names):
            if name.lower().endswith((".ics", ".ical", ".ifb")) and not name.startswith("."):
                count += 1
                if count > MOST_FILES:
                    return
                yield os.path.join(place, name)


def marks(book: Book) -> str:
    """Return what the calendars look like from outside: another text when any of them was changed."""
    digest = blake2b(digest_size=16)
    settings = book.settings
    digest.update(json.dumps([FORMAT, settings.practice.zone, sorted(own_addresses(book))]).encode())
    for source in sources(book):
        digest.update(source.address.encode())
        for path in files(source):
            try:
                status = os.stat(path)
            except OSError:
                continue
            digest.update(f"{path}\0{status.st_mtime_ns}\0{status.st_size}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def meetings(book: Book, since: dt.datetime, until: dt.datetime, tell: Callable[[int, int], None] | None = None,
             missing: list[str] | None = None) -> Iterator[Meeting]:
    """Yield every meeting of all calendars between two instants, each once; a file that cannot be read is passed over.

    `tell` hears how many files are read; the names of calendars that are not there are added to `missing`.
    """
    from store.errors import FileFault
    from store.exchange import calendar_events, calendar_meetings, calendar_rules
    from store.exchange.streams import chunks

    budget: Budget = calendar_rules.Budget(calendar_meetings.STEPS)
    own, zone = own_addresses(book), book.practice.zone
    seen: set[str] = set()
    done = 0
    for source in sources(book):
        found = False
        for path in files(source):
            found = True
            done += 1
            if tell is not None:
                tell(done, 0)
            try:
                kept = calendar_events.read(
                    chunks(Path(path)), lambda event: calendar_meetings.near(event, since, until),
                    ((since - calendar_meetings.LONGEST - calendar_meetings.FAR).date(),
                     (until + calendar_meetings.FAR).date()))
            except FileFault:
                if missing is not None:
                    missing.append(source.name)
                continue
            for meeting in calendar_meetings.meetings(kept, zone, since, until, own, budget):
                if meeting.key not in seen:
                    seen.add(meeting.key)
                    yield meeting
        if not found and not source.feed and missing is not None and not os.path.isdir(source.path):
            missing.append(source.name)


def around(book: Book, fresh: bool = True) -> tuple[Meeting, ...]:
    """Return the meetings of the days around today, in order: from the excerpt where it still holds, else read anew.

    Without `fresh` the excerpt is taken as it is, so that nothing is ever waited for; none where there is none of today's.
    """
    if not book.settings.calendar.get("sources"):
        return ()
    path = os.path.join(book.home.cache, FOLDER, EXCERPT)
    day = book.today().isoformat()
    kept = _kept(path)
    if kept.get("day") == day and (not fresh or kept.get("marks") == marks(book)):
        return _read(kept)
    if not fresh:
        return ()
    return make(book)


def make(book: Book) -> tuple[Meeting, ...]:
    """Read the days around today from all calendars and keep the excerpt; return its meetings in order."""
    mark = marks(book)
    day = dt.datetime.combine(book.today(), dt.time(), tzinfo=book.zone()).astimezone(dt.UTC)
    found = sorted(meetings(book, day - BEFORE, day + AFTER), key=lambda each: (each.starts, each.key))
    excerpt = {"day": book.today().isoformat(), "marks": mark, "meetings": [_out(each) for each in found]}
    _keep(os.path.join(book.home.cache, FOLDER, EXCERPT), excerpt)
    return tuple(found)


def _kept(path: str) -> dict[str, Any]:
    """Return the excerpt; an empty one where there is none that can be read."""
    try:
        with open(path, encoding="utf-8") as file:
            found = json.loads(file.read(LARGEST_EXCERPT))
        return found if isinstance(found, dict) else {}
    except (OSError, ValueError, RecursionError):
        return {}


def _keep(path: str, excerpt: dict[str, Any]) -> None:
    """Keep the excerpt, privately; a folder that cannot be written only costs time."""
    beside = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(excerpt, file)
        os.replace(beside, path)
    except OSError:
        return


def _out(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting as the excerpt holds it."""
    return {"key": meeting.key, "starts": instant_text(meeting.starts), "ends": instant_text(meeting.ends),
            "zone": meeting.zone, "day_only": meeting.day_only, "title": meeting.title, "where": meeting.where,
            "guests": [[each.address, each.name] for each in meeting.guests]}


def _read(kept: dict[str, Any]) -> tuple[Meeting, ...]:
    """Return the meetings of the excerpt; none where it is no excerpt."""
    try:
        return tuple(
            Meeting(**{**each, "starts": instant(each["starts"]), "ends": instant(each["ends"]),
                       "guests": tuple(Guest(*guest) for guest in each["guests"])})
            for each in kept["meetings"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return ()
