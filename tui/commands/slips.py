"""Mail addresses that look like a slip of the keys: asked about, never mended unasked."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from tui.commands.console import Console


def ask_about(console: Console, line: str) -> str:
    """Return a line with its slips mended where the person at the terminal says so."""
    from tui.look import clean
    from tui.wording import spoken

    for question in console.book().propose(line).questions:
        typed, meant = str(question.values["typed"]), str(question.values["meant"])
        answer = console.ask(spoken.DID_YOU_MEAN.format(typed=clean(typed), what=clean(meant.rpartition('@')[2])))
        if (answer or "").strip().lower() in ("y", "yes"):
            line = _replaced(line, typed, meant)
    return line


def _replaced(line: str, typed: str, meant: str) -> str:
    """Return a line with an address replaced, however its domain was spelled."""
    start = line.lower().find(typed.lower())
    return line if start < 0 else line[:start] + meant + line[start + len(typed):]


def say_slips(console: Console, slips: Sequence[Mapping[str, Any]]) -> None:
    """Say which addresses look like a slip, where nobody can be asked."""
    from tui.look import clean
    from tui.wording import spoken

    for each in slips:
        console.say(spoken.STORED_AS_TYPED.format(
            typed=clean(str(each["typed"])), meant=clean(str(each["meant"]))))
