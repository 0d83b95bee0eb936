"""Rows for people with nothing due, so that a list can show them like any other."""

from __future__ import annotations

import datetime as dt

from store.model import ContactLine, DueTouch, Row, Window


def row_of_line(line: ContactLine, now: dt.datetime) -> Row:
    """Return a row for a contact found, with no kind and no clock."""
    window = Window(now, now, now, now, now)
    due = DueTouch(line.id, f"found:{line.id}", "", "", "housekeeping", window, ())
    return Row(due, line.name, line.company, line.temperature)
