"""Clocks about to run out: which rows of the queue are worth a word from outside the inbox."""

from __future__ import annotations

import datetime as dt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.model import DueTouch, Row


def deadline(due: DueTouch, now: dt.datetime) -> dt.datetime:
    """Return what a clock runs towards: its goal, and once that is past, when it is due."""
    return due.window.goal if now < due.window.goal else due.window.due


def about_to_end(rows: Iterable[Row], now: dt.datetime, before: dt.timedelta) -> tuple[Row, ...]:
    """Return the rows whose running clock, or promised time, ends within `before`.

    Never more than half of a clock's own length ahead, so that the five-minute message is not told of at once. Left out is
    what cannot be done at this hour, and what was handed to another program already.
    """
    return tuple(row for row in rows if _is_near(row, now, before))


def _is_near(row: Row, now: dt.datetime, before: dt.timedelta) -> bool:
    """Return whether a row's clock is about to end."""
    due = row.due
    if not due.contact or row.draft == "handed" or not (due.group == "running" or due.step == "promise"):
        return False
    if due.window.opens > now or (due.possible_from is not None and due.possible_from > now):
        return False
    end = deadline(due, now)
    start = due.window.opens if now < due.window.goal else due.window.goal
    return now < end and end - now <= min(before, (end - start) / 2)
