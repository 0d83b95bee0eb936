"""What was typed and not stored yet: kept while the app runs, so that Esc loses nothing."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from textual.app import App

MOST_LINES = 200
_kept: WeakKeyDictionary[App[Any], dict[str, str]] = WeakKeyDictionary()
_lines: WeakKeyDictionary[App[Any], list[str]] = WeakKeyDictionary()


def keep(app: App[Any], place: str, text: str) -> None:
    """Keep what stood in a field for the next time it opens; an empty text forgets it."""
    fields = _kept.setdefault(app, {})
    if text.strip():
        fields[place] = text
    else:
        fields.pop(place, None)


def kept(app: App[Any], place: str) -> str:
    """Return what was last kept for a field, or an empty text."""
    return _kept.get(app, {}).get(place, "")


def remember_line(app: App[Any], line: str) -> None:
    """Add a line to this session's history, the newest last; the same line twice running counts once."""
    lines = _lines.setdefault(app, [])
    if line.strip() and (not lines or lines[-1] != line):
        lines.append(line)
        del lines[:-MOST_LINES]


def lines(app: App[Any]) -> tuple[str, ...]:
    """Return this session's lines, oldest first."""
    return tuple(_lines.get(app, ()))
