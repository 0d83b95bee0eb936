"""What a word of the command line may go on with; asked by a shell at every press of Tab, so nothing slow is imported.

`onward --complete SHELL POINT LINE` prints one possibility a line; POINT is in bytes, empty for the end of the line. For bash,
which breaks words at @ and :, only what stands behind them is printed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.commands.console import Console

PEOPLE = frozenset({"show", "why", "draft", "done", "snooze", "pause", "resume", "decide", "change",
                    "next", "tag", "hot", "warm", "cold", "find", "log", "forget",
                    "booth", "call", "merge"})
"Commands whose words hold a name."
VERBS = ("met", "called", "called by", "vm", "texted", "emailed", "inquired", "heard from", "sent", "gave", "invited")
WORDS: Mapping[str, tuple[str, ...]] = {
    "completion": ("install", "bash", "zsh", "fish"), "cadence": ("list", "show", "check", "use"),
    "unfiled": ("list", "file", "drop"), "template": ("list", "show", "new", "check", "gaps"),
    "account": ("list", "show", "add", "test", "password", "remove"), "shelf": ("list", "add", "drop"),
    "newsletter": ("new", "edit", "check", "status", "send", "drop"),
}
"Command to what its first word may be."


def run(words: Sequence[str], commands: Iterable[str], console: Console) -> int:
    """Print what the word under the cursor may go on with."""
    shell, point, line = [*words, "", "", ""][:3]
    if point.isdecimal():
        line = line.encode("utf-8", "surrogateescape")[: int(point)].decode("utf-8", "ignore")
    given, current = cut(line)
    shown = max(current.rfind(each) for each in "@:") + 1 if shell == "bash" else 0
    for each in possible(given, current, commands, console):
        console.put(each[shown:])
    return 0


def cut(line: str) -> tuple[list[str], str]:
    """Return the whole words of a line, the command's own name left out, and the word that is being typed; never raises."""
    words: list[str] = []
    current, quote, escaped, begun = "", "", False, False
    for letter in line:
        if escaped:
            current, escaped = current + letter, False
        elif letter == "\\" and quote != "'":
            escaped = begun = True
        elif quote:
            current, quote = (current, "") if letter == quote else (current + letter, quote)
        elif letter in "'\"":
            quote, begun = letter, True
        elif letter.isspace():
            if current or begun:
                words.append(current)
            current, begun = "", False
        else:
            current += letter
    return words[1:], current


def possible(given: Sequence[str], current: str, commands: Iterable[str], console: Console) -> list[str]:
    """Return what the word being typed may be, behind the words given."""
    if not given:
        return [each for each in commands if each.startswith(current)]
    command = given[0]
    if current.startswith("-") and "//" not in given:
        return [each for each in flags(command, console) if each.startswith(current)]
    if command in WORDS and len(given) == 1:
        return [each for each in WORDS[command] if each.startswith(current)]
    if command == "completion" and given[1:] == ["install"]:
        return [each for each in WORDS["completion"][1:] if each.startswith(current)]
    found: list[str] = []
    if command == "log" and len(given) == 1 and current:
        found = [each for each in VERBS if each.startswith(current)]
    if command == "cadence" and len(given) == 2 and given[1] in ("use", "show"):
        return [name for name, _ in console.book().cadences() if name.startswith(current)]
    if command == "template" and ((len(given) == 2 and given[1] == "show") or given[-1] == "--from"):
        return sorted({each.name for each in console.book().all_templates()[0] if each.name.startswith(current)})
    if command in PEOPLE or given[-1] == "--who" or (command == "cadence" and len(given) > 2):
        before = " ".join(given[1:]) if given[-1] != "--who" else ""
        found += console.book().complete(before, current)
    if command == "done" and len(given) > 1 and current:
        found += [each for each in ("reached", "no answer", "left message", "sent", "bounced", "declined")
                  if each.startswith(current)]
    return found


class _Flags:
    """Stands in for the argument parser and only keeps the names of flags: argparse costs more than the answer."""

    def __init__(self, name: str) -> None:
        """Begin with the flag that every command takes."""
        self.name = name
        self.found = ["--help"]

    def flag(self, name: str, *_: object, **__: object) -> None:
        """Keep a flag."""
        self.found.append(name)

    def ignore(self, *_: object, **__: object) -> None:
        """Take no note of anything else."""

    words = free_words = keep = ignore


def flags(command: str, console: Console) -> list[str]:
    """Return the flags of a command."""
    import importlib

    from tui.cli import COMMANDS

    if command not in COMMANDS:
        return []
    asking = _Flags(command)
    importlib.import_module(f"tui.commands.{COMMANDS[command][0]}").arguments(asking)
    return sorted(asking.found)
