"""Alt+Enter in every terminal, also where it comes as two bytes."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, cast


class MoreKeys(StrEnum):
    """A key that Textual's table of sequences leaves out, in the form its values have."""

    AltEnter = "alt+enter"


def teach() -> None:
    """Have Textual understand Escape and Return as Alt+Enter.

    Without the kitty protocol a terminal sends Escape and Return for Alt+Enter. Textual has no name for that pair
    and delivers a plain Enter, which would store a line where its draft was asked for too.
    """
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    table = cast("dict[str, Any]", ANSI_SEQUENCES_KEYS)
    table["\x1b\r"] = (MoreKeys.AltEnter,)
