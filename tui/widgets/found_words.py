"""Words of a touch as lines, with those told apart that are looked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.look import width, wrap

if TYPE_CHECKING:
    from tui.widgets.tones import Piece

BEFORE = 12
"Characters that stand before what was found, where a text is shown only from there."


def pattern(wanted: str) -> re.Pattern[str] | None:
    """Return what finds each of some words in a text, upper and lower case alike; None for no words."""
    parts = sorted(wanted.split(), key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, parts))})", re.IGNORECASE) if parts else None


def marked(told: str, tone: str, sought: re.Pattern[str] | None) -> list[Piece]:
    """Return words as pieces of a tone, those that are looked for told apart."""
    if sought is None:
        return [(told, tone)]
    return [(part, "found" if place % 2 else tone) for place, part in enumerate(sought.split(told)) if part]


def from_found(text: str, cells: int, sought: re.Pattern[str] | None) -> str:
    """Return a text from shortly before what is looked for, where a line of the text would end before it."""
    found = sought.search(text) if sought is not None else None
    if found is None:
        return text
    until = text[:found.end()]
    if "\n" not in until and width(until) < cells - 1:
        return text
    line = text.rfind("\n", 0, found.start()) + 1
    if found.start() - line > BEFORE:
        line = text.find(" ", found.start() - BEFORE, found.start()) + 1 or found.start()
    return f"… {text[line:]}"


def flowed(text: str, first: int, others: int) -> list[str]:
    """Return a text as lines, the first of another width than those under it."""
    if not text:
        return []
    head = wrap(text.split("\n", 1)[0], first)[0]
    rest = text[len(head):].lstrip(" ").removeprefix("\n") if text.startswith(head) else ""
    return [head, *(wrap(rest, others) if rest.strip() else ())]
