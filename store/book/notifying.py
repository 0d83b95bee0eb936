"""Clocks about to run out, each given out once: by the inbox or by a timer, whichever comes first."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os

from store.rules import notices

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book
    from store.model import Row

KEPT = dt.timedelta(days=14)
"How long it is known that a step was told of."
BEFORE = 10
"Minutes before the end, where the settings say nothing."


def about_to_run_out(book: Book) -> tuple[Row, ...]:
    """Return what was not told of before, and know from now on that it was; see `Book.about_to_run_out`."""
    now = book.now()
    before = dt.timedelta(minutes=int(book.settings.notify.get("before", BEFORE)))
    near = notices.about_to_end(book.queue("today", all_counts=False).rows, now, before)
    if not near:
        return ()
    try:
        return _claimed(os.path.join(book.home.cache, "told.json"), near, now)
    except OSError:
        return ()  # better no word than the same one every half minute


def _claimed(path: str, near: tuple[Row, ...], now: dt.datetime) -> tuple[Row, ...]:
    """Return the rows that nobody claimed before, and write down that they are claimed; raises OSError."""
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with open(descriptor, "r+", encoding="utf-8", errors="replace") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        told = {key: at for key, at in _read(file.read()).items() if at > (now - KEPT).isoformat()}
        new = tuple(row for row in near if row.due.step_key not in told)
        if new:
            told.update((row.due.step_key, now.isoformat()) for row in new)
            file.seek(0)
            file.write(json.dumps(told))
            file.truncate()
            file.flush()
    return new


def _read(text: str) -> dict[str, str]:
    """Return which steps were told of, and when; nothing where the file is none of ours."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(key): str(at) for key, at in found.items()} if isinstance(found, dict) else {}
