"""Esc and a letter right behind it are two keys, also where they come as if they were one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from string import ascii_letters
from typing import Any, cast

BEGIN_MORE = "NOPX"
"Letters that begin a longer sequence of the terminal's own when they follow Escape."
MARKS = {"/": "slash", ":": "colon", "?": "question_mark"}
"Other characters that are keys of a list, with Textual's names."


def teach(own_keys: Mapping[str, str]) -> None:
    """Have Textual understand Escape and a letter as both, unless Alt and that letter is one of the user's own keys.

    A terminal sends the same two bytes for Alt and a letter. Onward has no such keys of its own, and hands, telephone lines
    and multiplexers bring Escape and the next key within a tenth of a second. What the table knows already stays as it is.
    """
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    table = cast("dict[str, Any]", ANSI_SEQUENCES_KEYS)
    names = {**{letter: letter for letter in ascii_letters if letter not in BEGIN_MORE}, **MARKS}
    for character, name in names.items():
        pair = f"\x1b{character}"
        known = table.get(pair)
        if _is_own(character, name, own_keys.values()):
            if isinstance(known, tuple) and known[:1] == (_PRESSED.ESCAPE,):
                del table[pair]
        elif known is None:
            table[pair] = (_PRESSED.ESCAPE, _PRESSED[f"KEY_{ord(character)}"])


def _is_own(character: str, name: str, wanted: Iterable[str]) -> bool:
    """Return whether Alt and a character is one of the keys in some settings."""
    named = {key.strip() for keys in wanted for key in keys.split(",")}
    return bool(named & {f"alt+{character}", f"alt+{name}"})


_ENUM: Any = Enum
_PRESSED = _ENUM("_PRESSED", {
    "ESCAPE": "escape", **{f"KEY_{ord(each)}": MARKS.get(each, each) for each in (*ascii_letters, *MARKS)}})
"Keys in the form that Textual's table has."
