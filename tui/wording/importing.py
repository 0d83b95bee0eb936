"""The import screen in words: how far it is, what a row changes, what was decided, the lot and its days."""

from __future__ import annotations

from tui.look import clean, wrap
from tui.wording import dialogs, instants
from tui.wording.merging import field_label, value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.model import ImportPreview, ImportRow
    from store.reports import MergeField, SpreadPreview

READING = "Reading"
TAKING_IN = "Taking in"
WRITING_DOWN = "Writing it down ..."
STOPPED = "Stopped. Nothing was changed."
STOP_TITLE = "Stop taking in?"
STOP_CHOICES = (("k", "keep those who are in, leave the rest", "keep"), ("n", "keep nobody", "drop"), ("g", "go on", ""))
NOTHING_TO_TAKE = "There is nothing in it to take in."
GROUP_DONE = {"add": "added", "update": "the same person, filled up", "replace": "the file wins", "skip": "left out"}
NOT_MET = "There is nobody in the book that this row could be; {as-new} adds it as new."
NO_PERSON = "Nobody can be read from this row."
DAYS_TITLE = "The first touches, day by day"
COUNTING_DAYS = "Looking at the coming days ..."


def progress(what: str, done: int, total: int, seconds: float, columns: int) -> str:
    """Return how far something is: counts, a bar where there is room, and the time left once it can be told."""
    if not total:
        return f"{what} {done:,} ...   Esc stops"
    share = min(done / total, 1.0)
    left = instants_left(seconds * (1 - share) / share) if seconds > 1 and share > 0.02 else ""
    told = f"{what} {share:.0%}"
    room = min(columns - len(told) - len(left) - 18, 40)
    bar = f"  {'━' * round(room * share)}{'─' * (room - round(room * share))}" if room >= 6 else ""
    return f"{told}{bar}{f'  {left}' if left else ''}   Esc stops"


def instants_left(seconds: float) -> str:
    """Return a time left: `12 s left`, `3 min left`."""
    return f"{max(round(seconds), 1)} s left" if seconds < 90 else f"{round(seconds / 60)} min left"


def detail(row: ImportRow, fields: Sequence[MergeField], columns: int, most: int) -> list[str]:
    """Return what a row changes, field by field, under its reason and its place in the file; at most so many lines."""
    place = f"line {row.place:,}" if row.place else ""
    file = clean(str(row.reason.values.get("file", "")))
    head = ", ".join(each for each in (dialogs.import_reason(row.reason), place if not file else f"{file}, {place}") if each)
    told = wrap(head, columns)
    for each in fields:
        told += wrap(_field(each), columns)[:2]
    return [*told[: most - 1], f"and {len(told) - most + 1} more lines"] if len(told) > most else told


def _field(field: MergeField) -> str:
    """Return one field of a row: what it has now, and what it gets."""
    label, now, new = field_label(field.name), value(field.first), value(field.second)
    if field.why.code == "stays":
        return f"{label}: stays {now} (the file says {new})"
    if field.why.code == "instead":
        return f"{label}: {now} becomes {new}"
    return f"{label}: {new} is added to {now}" if now else f"{label}: {new}"


def group_decided(verdict: str, decision: str, count: int) -> str:
    """Return what was decided about all rows of a verdict."""
    label = dialogs.VERDICT_LABELS.get(verdict, verdict)
    return f"All {count:,} {label}: {GROUP_DONE.get(decision, clean(decision))}."


def too_large(preview: ImportPreview) -> str:
    """Return what of a file is too large to be kept, mostly photos, so that nobody throws the file away; empty for nothing."""
    count = sum(1 for row in preview.rows for each in row.original.get("properties", ()) if each.get("dropped"))
    if not count:
        return ""
    return (f"{instants.plural(count, 'photo or the like is', 'photos or the like are')} too large to be kept (over 16 MB): "
            "only the name and size come, so keep the file.")


def lot_title(added: int, filled: int) -> str:
    """Return the question about everybody of an import."""
    parts = [f"{dialogs.people(added)} to add" if added else "", f"{dialogs.people(filled)} to fill up" if filled else ""]
    return f"{' and '.join(each for each in parts if each)}. For all of them:"


def days_title(preview: SpreadPreview) -> str:
    """Return how many first touches come on how many days."""
    days = len([each for each in preview.days if each.moves])
    return (f"{instants.plural(preview.total, 'first touch', 'first touches')} on {instants.plural(days, 'day')}, "
            f"{preview.cap} a day at most, best people first.")

