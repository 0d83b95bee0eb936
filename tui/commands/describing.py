"""What each command takes, as plain values: the manual page and the command reference are written from them."""

from __future__ import annotations

import importlib

from store.records import record
from tui.wording import asked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from tui.commands.asking import Named

MANY = ("*", "+")


@record
class Flag:
    """One flag of a command."""

    name: str
    "Its name with the dashes."
    value: str
    "What stands behind it, such as `DATE`; empty for one that is on or off."
    help: str
    "What it does, without a full stop."


@record
class Words:
    """The words that a command takes by their place."""

    name: str
    "What they are called, such as `WHO`."
    help: str
    "What they are."
    needed: bool
    "Whether there must be one."
    many: bool
    "Whether there may be more than one."


@record
class Description:
    """One command, with all that it takes."""

    name: str
    "Its name."
    purpose: str
    "What it is for, one line."
    words: tuple[Words, ...]
    "Words by their place."
    flags: tuple[Flag, ...]
    "Flags, `--help` left out."
    examples: tuple[str, ...]
    "Lines to type."

    @property
    def usage(self) -> str:
        """The line that shows how it is typed, flags as one word."""
        said = [f"onward {self.name}", *(["[FLAGS]"] if self.flags else [])]
        for each in self.words:
            name = each.name + (" ..." if each.many else "")
            said.append(name if each.needed else f"[{name}]")
        return " ".join(said)


class _Listening:
    """Stands in for `Asking` and keeps what a command says of itself."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.words_taken: list[Words] = []
        self.flags_taken: list[Flag] = []

    def flag(self, name: str, named: Named = None, **more: Any) -> None:
        """Keep a flag."""
        value = more.get("metavar", "")
        shown = " ".join(value) if isinstance(value, tuple) else str(value)
        self.flags_taken.append(Flag(name, shown, self._said(name, named)))

    def words(self, name: str, named: Named = None, **more: Any) -> None:
        """Keep words by their place."""
        count = more.get("nargs", "")
        shown = more.get("metavar") or name
        self.words_taken.append(Words(" ".join(shown) if isinstance(shown, tuple) else str(shown), self._said(name, named),
                                      count not in ("*", "?"), count in MANY))

    def free_words(self, name: str, named: Named = None, at_least_one: bool = True) -> None:
        """Keep the name of all other words."""
        self.words_taken.append(Words(name, self._said(name, named), at_least_one, True))

    def keep(self, name: str, value: str) -> None:
        """Take no note of what a command tells itself."""

    def _said(self, name: str, named: Named) -> str:
        """Return what a flag or word is for."""
        return asked.text(self.name, name, named)


def describe(name: str, commands: Mapping[str, tuple[str, str]]) -> Description:
    """Return one command of the table; raises KeyError for a name that is not in it."""
    module, purpose = commands[name]
    listening = _Listening(name)
    importlib.import_module(f"tui.commands.{module}").arguments(listening)
    return Description(name, purpose, tuple(listening.words_taken), tuple(listening.flags_taken), asked.examples(name))
