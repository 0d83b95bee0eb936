"""The week as Markdown for a report: a table a chart, its bars as blocks, every name as plain words."""

from __future__ import annotations

from tui.look import clean
from tui.wording.charts import MARKS, bar
from tui.wording.week import NOTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.wording.charts import Chart

CELLS = 20
_SPECIAL = frozenset("\\`*_{}[]<>#|~!&$")


def markdown(title: str, charts: Sequence[Chart]) -> str:
    """Return some charts under a title."""
    told = [f"# {plain(title)}"]
    for chart in charts:
        told += ["", f"## {plain(chart.title)}", ""]
        drawn = any(row.parts or row.whole for row in chart.rows)
        told += ["| | | |", "|---|---|---|"] if drawn else ["| | |", "|---|---|"]
        for row in chart.rows:
            cells = [plain(row.label.strip())]
            if drawn:
                cells.append(bar(row.parts, CELLS, row.whole).rstrip() if row.parts or row.whole else "")
            told.append("| " + " | ".join([*cells, plain(row.text)]) + " |")
        if chart.legend:
            told += ["", " · ".join(f"{MARKS[mark]} {plain(words)}" for mark, words in chart.legend)]
        if chart.note:
            told += ["", plain(chart.note)]
    return "\n".join(told if charts else [*told, "", NOTHING]) + "\n"


def plain(text: str) -> str:
    """Return outside text so that Markdown shows it as it is: no link, no table cell, no tag comes of it."""
    return "".join(f"\\{each}" if each in _SPECIAL else each for each in clean(text))
