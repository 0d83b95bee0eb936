"""One row of the queue as pieces of text: who, what, why, how long is left; by the width there is."""

from __future__ import annotations

import datetime as dt

from store.records import record
from tui.look import Piece, clean, fit
from tui.wording.inbox import HEADINGS, NOT_YET, narrow_left, row_name, what, with_draft
from tui.wording.reasons import share_left, time_left, why

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.model import DueTouch, Row

WIDE_ENOUGH = 60
BAR_ENOUGH = 66
BAR_CELLS = 4
DRAFT_MARK = "\N{LOWER RIGHT PENCIL}"
"Before a row for which a draft waits; the why says it in words."


@record
class Section:
    """Some rows under one heading."""

    title: str
    "The heading; empty for none."
    rows: Sequence[Row]
    "The rows, in order."


def row_key(row: Row) -> str:
    """Return what a row is known by: its contact, or the step of a housekeeping row."""
    return row.due.contact or row.due.step_key


def sections_of(rows: Sequence[Row], by_group: bool, now: dt.datetime) -> list[Section]:
    """Return rows in their order under the headings of their groups, or under none."""
    if not by_group:
        return [Section("", rows)] if rows else []
    sections: list[Section] = []
    start = 0
    titles = [_heading(row, now) for row in rows]
    for place, title in enumerate(titles[1:], 1):
        if title != titles[start]:
            sections.append(Section(titles[start], rows[start:place]))
            start = place
    return [*sections, Section(titles[start], rows[start:])] if rows else []


def _heading(row: Row, now: dt.datetime) -> str:
    """Return the heading a row stands under; what cannot be done at this hour has one of its own."""
    if row.due.possible_from is not None and row.due.possible_from > now:
        return NOT_YET
    return HEADINGS.get(row.due.group, "")


def urgency(due: DueTouch, now: dt.datetime) -> str:
    """Return the tone of how a due touch stands."""
    if due.possible_from and due.possible_from > now:
        return "snoozed"
    if due.group == "housekeeping" or not due.kind or due.window.opens > now:
        return "quiet"
    if now > due.window.due:
        return "overdue"
    return {"owed": "owed", "running": "running", "rescue": "rescue"}.get(due.group, "today")


def bar(share: float) -> tuple[str, str]:
    """Return a draining bar of four cells as its full and its empty part; `share` is what is left, 0 to 1."""
    halves = round(max(0.0, min(1.0, share)) * BAR_CELLS * 2)
    full = "━" * (halves // 2) + "╸" * (halves % 2)
    return full, "─" * (BAR_CELLS - len(full))


def row_pieces(row: Row, cells: int, now: dt.datetime, zone: dt.tzinfo, cursor: bool, marked: bool) -> list[Piece]:
    """Return a row for a width: under sixty cells only name, kind and time left."""
    tone = urgency(row.due, now)
    before = "●" if marked else DRAFT_MARK if row.draft else " "
    mark: list[Piece] = [("▌" if cursor else " ", "cursor-mark"), (before, "accent")]
    if cells < WIDE_ENOUGH:
        left_cells = 11
        name_cells = max(6, cells - 2 - 9 - left_cells)
        left = narrow_left(_left(row, now, zone))
        kind_cells = 8 if left else 8 + left_cells
        return [
            *mark,
            (fit(clean(row_name(row)), name_cells - 1, pad=True) + " ", "strong" if cursor else "plain"),
            (fit(what(row.due), kind_cells, pad=True) + " ", "quiet"),
            (fit(left, left_cells), tone),
        ]
    left_cells = 14
    bar_cells = BAR_CELLS + 1 if cells >= BAR_ENOUGH else 0
    name_cells = 24 if cells >= 100 else 17
    kind_cells = 9
    left = _left(row, now, zone)
    why_cells = cells - 2 - name_cells - 1 - kind_cells - 1 - 1
    if left:
        why_cells -= bar_cells + left_cells + 1
    pieces = [
        *mark,
        (fit(clean(row_name(row)), name_cells, pad=True) + " ", "strong" if cursor else "plain"),
        (fit(what(row.due), kind_cells, pad=True) + " ", "quiet" if tone == "today" else tone),
        (fit(_why(row, now, zone), why_cells, pad=True) + " ", "plain" if cursor else "quiet"),
    ]
    if not left:
        return pieces
    if bar_cells:
        pieces += _bar_pieces(row, now, tone)
    return [*pieces, (fit(left, left_cells), tone)]


def _bar_pieces(row: Row, now: dt.datetime, tone: str) -> list[Piece]:
    """Return the bar of a row: draining, or shaded where it cannot be done yet; none for a question."""
    due = row.due
    if due.possible_from and due.possible_from > now:
        return [("┄" * BAR_CELLS + " ", "bar-empty")]
    if not due.kind or due.group == "housekeeping":
        return [(" " * (BAR_CELLS + 1), "plain")]
    full, empty = bar(share_left(due, now))
    return [(full, "quiet" if tone == "today" else tone), (empty + " ", "bar-empty")]


def _left(row: Row, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return how long is left; nothing for a question that waits without a clock."""
    if not row.due.kind:
        return ""
    return time_left(row.due, now, zone)


def _why(row: Row, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return the why of a row; the company where there is none."""
    return clean(with_draft(row, why(row.due, now, zone) if row.due.why else row.company))
