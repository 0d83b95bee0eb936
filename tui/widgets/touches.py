"""Touches as lines of pieces: when, which way, what, and the words; for the pane beside the queue and for the timeline."""

from __future__ import annotations

import datetime as dt

from tui.look import Piece, clean, fit, wrap
from tui.wording.inbox import kind_word, touch_day, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Touch

Line = list[Piece]
BESIDE = 30
"Cells that the words need to stand beside their head instead of under it."
HEAD = 25


def touch_lines(touch: Touch, cells: int, now: dt.datetime, zone: dt.tzinfo, most: int = 4) -> list[Line]:
    """Return one touch as lines of pieces: when, which way, what, and at most `most` lines of words."""
    incoming = touch.direction == "in"
    tone = "incoming" if incoming else "outgoing"
    head: Line = [
        (fit(touch_day(touch.happened, now, zone), 14, pad=True) + " ", "quiet"),
        ("← " if incoming else "→ ", tone),
        (fit(kind_word(touch.kind), 7, pad=True) + " ", tone),
    ]
    words = clean(words_of(touch), one_line=False).strip()
    if not words:
        return [head]
    told = "plain" if incoming else "quiet"
    if cells - HEAD >= BESIDE:
        first, *rest = shortened(words, cells - HEAD, most)
        return [[*head, (first, told)], *([(" " * HEAD, "plain"), (line, told)] for line in rest)]
    if "\n" not in words and len(fit(words, cells - HEAD)) == len(words):
        return [[*head, (words, told)]]
    return [head, *([("   ", "plain"), (line, told)] for line in shortened(words, cells - 3, most))]


def shortened(words: str, cells: int, most: int) -> list[str]:
    """Return words wrapped to at most so many lines, the last one saying that there is more."""
    lines = [line for line in wrap(words[: cells * (most + 1) * 2], cells) if line.strip()]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], fit(f"{lines[most - 1]} {lines[most]}", cells)]
