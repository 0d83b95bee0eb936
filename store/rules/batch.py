"""Like kinds together: all calls now, then all texts; a running clock is never held back by it."""

from __future__ import annotations

from store.reports import Batch

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from store.model import Row

FIRST = ("owed", "running")
"Groups that go first, whatever their kind: somebody waits, or a clock runs."


def waits_for_its_hour(row: Row, now: dt.datetime) -> bool:
    """Return whether a row cannot be done at this hour."""
    return row.due.possible_from is not None and row.due.possible_from > now


def batches(rows: Sequence[Row], now: dt.datetime) -> tuple[Batch, ...]:
    """Return the rows of a queue by kind: first what runs or is owed, then a batch a kind, questions, what waits for its hour.

    The rows keep the order of the queue inside a batch, and the batches that of their first row. Every row is in
    exactly one batch; the kind of the first one is empty, of questions `decide`, of what waits `later`.
    """
    first: list[Row] = []
    later: list[Row] = []
    questions: list[Row] = []
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        if waits_for_its_hour(row, now):
            later.append(row)
        elif row.due.group in FIRST:
            first.append(row)
        elif row.due.kind == "decide":
            questions.append(row)
        else:
            kinds.setdefault(row.due.kind, []).append(row)
    made = [("", first), *kinds.items(), ("decide", questions), ("later", later)]
    return tuple(Batch(kind, tuple(some)) for kind, some in made if some)


def of_kind(rows: Sequence[Row], kind: str) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the rows of a kind, and the running clocks of other kinds that they must not hold back."""
    wanted = tuple(row for row in rows if row.due.kind == kind)
    running = tuple(row for row in rows if row.due.group == "running" and row.due.kind != kind)
    return wanted, running
