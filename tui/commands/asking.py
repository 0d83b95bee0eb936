"""What a command takes: flags and words, read by argparse, with faults as errors of ours instead of its exit.

What they are for is said in `tui.wording.asked`, which is imported where help is drawn and never to read a command.
"""

from __future__ import annotations

from types import SimpleNamespace

from store.errors import UsageFault
from tui.commands.console import whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    Named = Mapping[str, Iterable[str]] | None
    """Place in a text of help to the names that it lists there."""

PLAIN = frozenset({"action", "default", "dest", "metavar"})
"What a flag may be told that is read here; argparse, whose import costs more than most commands, reads all else."


class Asking:
    """One command's flags and words."""

    def __init__(self, name: str, purpose: str) -> None:
        """Begin with a command's name and one line of what it is for."""
        self.name = name
        self.flags: list[str] = ["--help"]
        self.free = False
        self._purpose = purpose
        self._valued: set[str] = set()
        self._given: list[tuple[str, Named, dict[str, Any]]] = []
        self._placed = False
        self._kept: dict[str, str] = {}
        self._words = ("", True)

    def flag(self, name: str, named: Named = None, **more: Any) -> None:
        """Take a flag; without `metavar` it is on or off. `named` holds the names that its text lists."""
        if "metavar" not in more:
            more.setdefault("action", "store_true")
        else:
            self._valued.add(name)
        self.flags.append(name)
        self._given.append((name, named, more))

    def keep(self, name: str, value: str) -> None:
        """Hand a value on to the command as if it had been asked for."""
        self._kept[name] = value

    def words(self, name: str, named: Named = None, **more: Any) -> None:
        """Take words by their place."""
        self._placed = True
        self._given.append((name, named, more))

    def free_words(self, name: str, named: Named = None, at_least_one: bool = True) -> None:
        """Take all other words as they come, also ones with a dash; after `//` no unknown flag is minded."""
        self.free = True
        self._words = (name, at_least_one)
        self._given.append((name, named, {"nargs": "+" if at_least_one else "*"}))

    def help(self, width: int) -> str:
        """Return the command's help, for a width."""
        from tui.wording import asked

        told = {name: asked.text(self.name, name, named).replace("%", "%%") for name, named, _ in self._given}
        parser = self._parser(told, max(width, 40) - 2)
        lines = asked.examples(self.name)
        parser.epilog = "\n  ".join((asked.EXAMPLES_BEGIN, *lines)) if lines else None
        return parser.format_help().rstrip()

    def read(self, given: Sequence[str]) -> argparse.Namespace | SimpleNamespace | None:
        """Return what was asked for; None where it is help. Raises UsageFault for what is not understood."""
        words = [whole(each) for each in given]
        if self.free:
            words = self._flags_first(words)
        until = words.index("--") if "--" in words else len(words)
        if "--help" in words[:until] or "-h" in words[:until]:
            return None
        if self._is_plain():
            return self._read_plainly(words if self.free else self._flags_first(words))
        asked, rest = self._parser().parse_known_args(words)
        self._refuse(rest)
        return asked

    def _parser(self, told: Mapping[str, str] | None = None, width: int | None = None) -> argparse.ArgumentParser:
        """Return argparse's own reader of the same flags and words, which also writes the help from what each is for."""
        from tui.commands.parser import Parser, plain_formatter

        parser = Parser(prog=f"onward {self.name}", description=self._purpose[0].upper() + self._purpose[1:] + ".",
                        allow_abbrev=False, formatter_class=plain_formatter(width))
        for name, _, more in self._given:
            parser.add_argument(name, help=told[name] if told else None, **more)
        parser.set_defaults(**self._kept)
        return parser

    def _is_plain(self) -> bool:
        """Return whether the command takes free words or none, and flags that are on or off or have one value."""
        return not self._placed and all(
            more.keys() <= PLAIN and more.get("action", "store_true") == "store_true"
            for name, _, more in self._given if name.startswith("-"))

    def _read_plainly(self, words: Sequence[str]) -> SimpleNamespace:
        """Return what was asked for, from words whose flags stand in front; raises UsageFault."""
        found: dict[str, Any] = dict(self._kept)
        targets = {}
        for name, _, more in self._given:
            if name.startswith("-"):
                targets[name] = more.get("dest") or name.lstrip("-").replace("-", "_")
                found[targets[name]] = more.get("default", False if "metavar" not in more else None)
        place = 0
        while place < len(words) and words[place] != "--":
            name, equals, value = words[place].partition("=")
            place += 1
            if name not in self._valued:
                if equals:
                    from tui.wording import spoken

                    raise self._bad(spoken.IS_ON_OR_OFF.format(flag=name, value=value))
                found[targets[name]] = True
                continue
            if not equals:
                if place >= len(words) or words[place] == "--":
                    from tui.wording import spoken

                    raise self._bad(spoken.WANTS_A_VALUE.format(flag=name))
                value, place = words[place], place + 1
            found[targets[name]] = value
        rest = list(words[place + 1:])
        name, at_least_one = self._words
        if not self.free:
            self._refuse(rest)
            return SimpleNamespace(**found)
        if at_least_one and not rest:
            raise UsageFault("missing-words", command=self.name, missing=name)
        return SimpleNamespace(**found, **{name: rest})

    def _refuse(self, rest: Sequence[str]) -> None:
        """Raise UsageFault for words that the command has no place for."""
        unknown = next((each for each in rest if each != "--"), None)
        if unknown is None:
            return
        if unknown.startswith("-") and len(unknown) > 1:
            raise self._unknown(unknown)
        from tui.wording import spoken

        raise self._bad(spoken.ONE_WORD_TOO_MANY.format(word=unknown))

    def _bad(self, reason: str) -> UsageFault:
        """Return the error for a flag or word that is used otherwise than it can be."""
        return UsageFault("bad-usage", command=self.name, reason=reason)

    def _flags_first(self, words: list[str]) -> list[str]:
        """Return the words with the flags in front and `--` before the rest, so that no word is taken for a flag."""
        flags: list[str] = []
        rest: list[str] = []
        noting = False
        position = 0
        while position < len(words):
            word = words[position]
            position += 1
            if word == "--":
                rest.extend(words[position:])
                break
            name = word.split("=", 1)[0]
            if name in self.flags or word == "-h":
                flags.append(word)
                if "=" not in word and self._takes_value(name) and position < len(words):
                    flags.append(words[position])
                    position += 1
            elif not noting and word.startswith("--") and word[2:3].isalpha() and " " not in word:
                raise self._unknown(word)
            else:
                rest.append(word)
                noting = noting or "//" in word
        return [*flags, "--", *rest]

    def _takes_value(self, flag: str) -> bool:
        """Return whether a flag is followed by a value."""
        return flag in self._valued

    def _unknown(self, flag: str) -> UsageFault:
        """Return the error for a flag that is not taken here, with the nearest one."""
        name = flag.split("=", 1)[0]
        return UsageFault("unknown-flag", command=self.name, flag=name, hint=nearest(name, self.flags))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like one that was mistyped, or an empty text."""
    import difflib

    found = difflib.get_close_matches(word.lower(), list(known), 1, 0.5)
    return found[0] if found else ""
