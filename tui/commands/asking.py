"""What a command takes: flags and words, read by argparse, with faults as errors of ours instead of its exit."""

from __future__ import annotations

import argparse
import os

from store.errors import UsageFault
from tui.commands.console import whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, NoReturn


# argparse looks for translations of its own few words, and with them for the locale: a tenth of a quick command's time,
# for words that are never shown as they are.
setattr(argparse, "_", str)  # noqa: B010


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help for a width that is known, so that no terminal need be asked for one nobody reads."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=int(os.environ.get("COLUMNS", "80")))


class _Parser(argparse.ArgumentParser):
    """An argument parser that raises UsageFault."""

    def error(self, message: str) -> NoReturn:
        """Turn argparse's own sentence into one of ours."""
        command = self.prog.split(" ", 1)[-1]
        needed = "the following arguments are required: "
        if message.startswith(needed):
            raise UsageFault("missing-words", command=command, missing=message[len(needed):])
        raise UsageFault("bad-usage", command=command, reason=message)


class Asking:
    """One command's flags and words."""

    def __init__(self, name: str, purpose: str) -> None:
        """Begin with a command's name and one line of what it is for."""
        self.name = name
        self.flags: list[str] = ["--help"]
        self.free = False
        self._valued: set[str] = set()
        self._parser = _Parser(
            prog=f"onward {name}", description=purpose[0].upper() + purpose[1:] + ".", allow_abbrev=False,
            formatter_class=_Formatter,
        )

    def flag(self, name: str, help: str, **more: Any) -> None:
        """Take a flag; without `metavar` it is on or off."""
        if "metavar" not in more:
            more.setdefault("action", "store_true")
        else:
            self._valued.add(name)
        self.flags.append(name)
        self._parser.add_argument(name, help=help, **more)

    def keep(self, name: str, value: str) -> None:
        """Hand a value on to the command as if it had been asked for."""
        self._parser.set_defaults(**{name: value})

    def words(self, name: str, help: str, **more: Any) -> None:
        """Take words by their place."""
        self._parser.add_argument(name, help=help, **more)

    def free_words(self, name: str, help: str, at_least_one: bool = True) -> None:
        """Take all other words as they come, also ones with a dash; after `//` no unknown flag is minded."""
        self.free = True
        self._parser.add_argument(name, help=help, nargs="+" if at_least_one else "*")

    def examples(self, *lines: str) -> None:
        """Show examples at the end of the help."""
        self._parser.epilog = "for example:\n" + "\n".join(f"  {line}" for line in lines)

    def help(self, width: int) -> str:
        """Return the command's help, for a width."""
        os.environ["COLUMNS"] = str(max(width, 40))
        return self._parser.format_help().rstrip()

    def read(self, given: Sequence[str]) -> argparse.Namespace | None:
        """Return what was asked for; None where it is help. Raises UsageFault for what is not understood."""
        words = [whole(each) for each in given]
        if self.free:
            words = self._flags_first(words)
        until = words.index("--") if "--" in words else len(words)
        if "--help" in words[:until] or "-h" in words[:until]:
            return None
        asked, rest = self._parser.parse_known_args(words)
        unknown = next((each for each in rest if each != "--"), None)
        if unknown is None:
            return asked
        if unknown.startswith("-") and len(unknown) > 1:
            raise self._unknown(unknown)
        raise UsageFault("bad-usage", command=self.name, reason=f"\"{unknown}\" is one word too many")

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
