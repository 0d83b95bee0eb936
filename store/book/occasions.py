"""Today's event: remembered for the day in the cache, because losing it costs a word and nothing else."""

from __future__ import annotations

import os

from store.model import Occasion
from store.rules.quick_log import occasion as rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book

FILE = "occasion.json"
LONGEST = 10_000


def today(book: Book) -> Occasion:
    """Return the event and tags remembered today; none where nothing was, or it was another day."""
    import json

    try:
        with open(os.path.join(book.home.cache, FILE), encoding="utf-8") as kept:
            found = json.loads(kept.read(LONGEST))
        if found["day"] == book.today().isoformat():
            return Occasion(str(found["event"]), tuple(str(each) for each in found["tags"]))
    except (OSError, ValueError, LookupError, TypeError):
        pass
    return Occasion()


def remember(book: Book, occasion: Occasion) -> None:
    """Remember an event and its tags until the day is over; a folder that cannot be written is no fault."""
    import json

    path = os.path.join(book.home.cache, FILE)
    text = json.dumps({"day": book.today().isoformat(), "event": occasion.event, "tags": list(occasion.tags)})
    try:
        os.makedirs(book.home.cache, mode=0o700, exist_ok=True)
        handle = os.open(f"{path}.{os.getpid()}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as kept:
            kept.write(text)
        os.replace(f"{path}.{os.getpid()}", path)
    except OSError:
        return


def read(book: Book, line: str, before: Occasion) -> tuple[Occasion, bool]:
    """Return the event and tags after a line, and whether the line says nothing else."""
    from store.rules.quick_log import parse

    if line.strip().lower() in ("at:", "at:-", "at:none"):
        return Occasion(), True
    entry = parse(line, book.now(), book.practice)
    if rules.only_marks(line) and not entry.note and not entry.name:
        return Occasion(entry.source or before.event, entry.tags if entry.source else (*before.tags, *entry.tags)), True
    if not rules.tells_of_meeting(entry, book.now()):
        return before, False
    return rules.occasion_of(entry, before), False


def within(book: Book, line: str, occasion: Occasion, booth: bool) -> str:
    """Return a line with the day's event and tags where it tells of a meeting."""
    return rules.within(line, occasion, booth, book.now(), book.practice)
