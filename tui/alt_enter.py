"""Alt+Enter in every terminal, also where it comes as two bytes."""

from __future__ import annotations

from enum import Enum
from typing import Any, cast


class MoreKeys(str, Enum):
    """Keys that Textual's table of sequences leaves out, in the form its values have."""

    AltEnter = "alt+enter"
    CtrlEnter = "ctrl+enter"


SEQUENCES = {"\x1b\r": MoreKeys.AltEnter, "\x1b[27;3;13~": MoreKeys.AltEnter, "\x1b[27;5;13~": MoreKeys.CtrlEnter}
"What terminals send: Escape before Return everywhere, the others where xterm's modifyOtherKeys is on."


def teach() -> None:
    """Have Textual understand these sequences.

    Without the kitty protocol a terminal sends Escape and Return for Alt+Enter. Textual has no name for that pair
    and delivers a plain Enter, which would store a line where its draft was asked for too.
    """
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    table = cast("dict[str, Any]", ANSI_SEQUENCES_KEYS)
    for sequence, key in SEQUENCES.items():
        table[sequence] = (key,)
