"""Charts of blocks with their numbers, as plain lines of a width: pure functions, readable without any colour."""

from __future__ import annotations

from store.records import record
from tui.look import clean, fit, width, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS = {"goal": "█", "due": "▓", "late": "▒", "missed": "░", "running": "·", "yes": "█", "published": "▒"}
"What a part of a bar is drawn with, by its mark; each differs in shape, so that no colour is needed."
INK = frozenset("█▉▊▋▌▍▎▏▓▒░·")
_EIGHTHS = " ▏▎▍▌▋▊▉"
_NARROW, _WIDE = 60, 90
_BARS = {_NARROW: 10, _WIDE: 20}
_WIDEST_BAR = 30
SHARED = 14
"Cells of a label up to which charts share their column; a longer one makes a column of its own."


@record
class Bar:
    """One row of a chart."""

    label: str
    "What it is about; cleaned when it is drawn."
    text: str
    "Its numbers in words."
    parts: tuple[tuple[str, float], ...] = ()
    "Its parts from the left as (mark, share of the whole bar, 0 to 1); none for a row of words alone."
    whole: bool = False
    "Whether the rest of the bar is drawn too, because the whole means something: all of ten, all that went out."


@record
class Chart:
    """Rows under one heading."""

    title: str
    "The heading."
    rows: tuple[Bar, ...]
    "The rows."
    legend: tuple[tuple[str, str], ...] = ()
    "What the marks mean, as (mark, words), for those that are used."
    note: str = ""
    "A sentence under it."


def bar_cells(columns: int) -> int:
    """Return how many cells a bar takes in a width."""
    return next((cells for least, cells in _BARS.items() if columns < least), _WIDEST_BAR)


def bar(parts: Sequence[tuple[str, float]], cells: int, whole: bool = False) -> str:
    """Return a bar of at most `cells` cells, padded to them; a part that is not nothing is never left out.

    A bar of one part ends in an eighth of a cell; several parts are rounded so that together they keep their length.
    """
    shown = [(mark, min(1.0, max(0.0, share))) for mark, share in parts if share > 0]
    rest = "░" if whole else " "
    if len(shown) == 1:
        mark, share = shown[0]
        if MARKS[mark] == "█" and not whole:
            eighths = max(1, round(share * cells * 8))
            drawn = "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
            return drawn + " " * (cells - len(drawn))
        length = min(cells, max(1, round(share * cells)))
        return MARKS[mark] * length + rest * (cells - length)
    if not shown:
        return rest * cells
    drawn = "".join(MARKS[mark] * count for (mark, _), count in zip(shown, _apportioned(shown, cells), strict=True))
    return drawn + rest * (cells - len(drawn))


def _apportioned(shown: Sequence[tuple[str, float]], cells: int) -> list[int]:
    """Return how many cells each part gets: at least one, largest remainders first."""
    total = min(cells, max(len(shown), round(sum(share for _, share in shown) * cells)))
    exact = [share * cells for _, share in shown]
    counts = [max(1, int(each)) for each in exact]
    while sum(counts) > total and max(counts) > 1:
        widest = max(range(len(counts)), key=lambda place: (counts[place] - exact[place], counts[place]))
        counts[widest if counts[widest] > 1 else counts.index(max(counts))] -= 1
    while sum(counts) < total:
        counts[max(range(len(counts)), key=lambda place: exact[place] - counts[place])] += 1
    return counts


def label_cells(some: Sequence[Chart]) -> int:
    """Return the cells of the labels before bars that some charts share, so that their bars begin in one column."""
    found = [width(clean(row.label)) for chart in some for row in chart.rows if row.parts or row.whole]
    return max([each for each in found if each <= SHARED], default=0)


def chart_lines(chart: Chart, columns: int, least: int = 0) -> list[str]:
    """Return a chart as lines of at most `columns` cells: heading, rows of label, bar and numbers, what the marks mean.

    `least` cells are for the labels of a chart with bars.
    """
    most = 12 if columns < _NARROW else 24
    labels = [clean(row.label) for row in chart.rows]
    drawn = any(row.parts or row.whole for row in chart.rows)
    column = min(most, max([least if drawn else 0, *(width(each) for each in labels)]))
    told = [chart.title]
    for label, row in zip(labels, chart.rows, strict=True):
        head = f"  {fit(label, column, pad=True)}  "
        if drawn and (row.parts or row.whole):
            head += bar(row.parts, bar_cells(columns), row.whole) + "  "
        told += _beside(head, clean(row.text), columns, column + 4)
    if chart.legend:
        told += [f"  {line}" for line in _legend(chart.legend, columns - 2)]
    if chart.note:
        told += [f"  {line}" for line in wrap(clean(chart.note), columns - 2)]
    return told


def _beside(head: str, text: str, columns: int, indent: int) -> list[str]:
    """Return the head of a row with its words: beside it where they fit, else under it."""
    room = columns - width(head)
    if width(text) <= room:
        return [(head + text).rstrip()]
    if room >= 24:
        first, *rest = wrap(text, room)
        return [head + first, *(" " * width(head) + line for line in rest)]
    under = [" " * min(indent, 4) + line for line in wrap(text, columns - min(indent, 4))]
    return [head.rstrip(), *under]


def _legend(legend: Sequence[tuple[str, str]], columns: int) -> list[str]:
    """Return what the marks mean, as many to a line as fit."""
    lines: list[str] = []
    for mark, words in legend:
        piece = f"{MARKS[mark]} {words}"
        if lines and width(lines[-1]) + 3 + width(piece) <= columns:
            lines[-1] += "   " + piece
        else:
            lines.append(piece)
    return lines
