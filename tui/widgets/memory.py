"""What was typed and not stored yet: kept while the app runs, so that Esc loses nothing."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from textual.app import App

_kept: WeakKeyDictionary[App[Any], dict[str, str]] = WeakKeyDictionary()


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
