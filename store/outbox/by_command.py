"""Letting a draft leave by a command of the user's own, such as one that hands a text to the phone.

The command is a list of arguments from the settings, run without a shell. Each argument stays one argument whatever a
draft holds: a value never becomes an option, nor another argument, nor a placeholder to be filled once more.
"""

from __future__ import annotations

import os
import re

from store.errors import NotFound, Unavailable
from store.model import address_channel_of
from store.outbox.links import mailto, number_of
from store.outbox.ways import Left
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO, Any

    from store.model import Draft
    from store.outbox.ways import Surroundings

PLACEHOLDERS = ("number", "address", "subject", "body", "name")
LIMIT = 30
"Seconds that a command may take, where the settings say nothing else."
LONGEST_LIMIT = 600
LONGEST_REASON = 160
"Characters of a command's complaint that are passed on."
_GAP = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
_ANY_GAP = re.compile(r"\{([^{}]*)\}")
_UNWRITTEN = ("call", "meeting")


@record
class Command:
    """One command of the settings."""

    name: str
    "What the user calls it."
    run: tuple[str, ...]
    "The program and its arguments, with placeholders in braces."
    stdin: bool = False
    "Whether the words go to its standard input."
    kinds: tuple[str, ...] = ()
    "The kinds of touch it is for; empty for those that its placeholders fit."
    limit: int = LIMIT
    "Seconds that it may take."

    def takes(self, kind: str) -> bool:
        """Return whether drafts of a kind leave by it: those it names; else texts, and what is written without {number}."""
        if self.kinds:
            return kind in self.kinds
        if kind in _UNWRITTEN:
            return False
        return kind == "text" or not any("{number}" in each for each in self.run)


def checked(name: str, given: Any) -> dict[str, Any]:
    """Return a command of the settings as plain values; raises ValueError with what is wrong with it.

    `given` is a list of arguments, or a table with `run`, and perhaps `stdin`, `kinds` and `limit`.
    """
    from store.model import KINDS

    table = {"run": given} if isinstance(given, list) else given
    if not isinstance(table, dict) or set(table) - {"run", "stdin", "kinds", "limit"}:
        raise ValueError(f"{name}: a list of arguments is expected, or run, stdin, kinds and limit")
    run = table.get("run")
    if not isinstance(run, list) or not run or not all(isinstance(each, str) and "\0" not in each for each in run):
        raise ValueError(f"{name}: run must be a list of texts, the program first")
    unknown = [gap for each in run for gap in _ANY_GAP.findall(each) if gap not in PLACEHOLDERS and gap.isalpha()]
    if unknown:
        known = ", ".join(f"{{{gap}}}" for gap in PLACEHOLDERS)
        raise ValueError(f"{name}: {{{unknown[0]}}} is no placeholder; use {known}")
    if not run[0].strip() or _GAP.search(run[0]):
        raise ValueError(f"{name}: the program itself must be named, without braces")
    stdin, kinds, limit = table.get("stdin", False), table.get("kinds", []), table.get("limit", LIMIT)
    if not isinstance(stdin, bool):
        raise ValueError(f"{name}: stdin is true or false")
    if not isinstance(kinds, list) or any(each not in KINDS for each in kinds):
        raise ValueError(f"{name}: kinds must be a list of kinds of touch")
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= LONGEST_LIMIT:
        raise ValueError(f"{name}: limit must be a number of seconds from 1 to {LONGEST_LIMIT}")
    return {"run": list(run), "stdin": stdin, "kinds": list(kinds), "limit": limit}


def commands_of(settings: Mapping[str, Mapping[str, Any]]) -> tuple[Command, ...]:
    """Return the commands of the settings (`checked` ones by name), in the order in which they stand there."""
    return tuple(
        Command(name, tuple(each["run"]), bool(each["stdin"]), tuple(each["kinds"]), int(each["limit"]))
        for name, each in settings.items())


def command_named(settings: Mapping[str, Mapping[str, Any]], name: str) -> Command:
    """Return a command of the settings; raises NotFound(`no-such-command`, name, known)."""
    for each in commands_of(settings):
        if each.name == name:
            return each
    raise NotFound("no-such-command", name=name, known=tuple(settings))


def arguments(command: Command, draft: Draft, name: str = "") -> list[str]:
    """Return the arguments of a command filled for a draft; `name` is the contact's.

    Raises Unavailable: `no-address`, `bad-address`.
    """
    wanted = {gap for each in command.run for gap in _GAP.findall(each)}
    values = {gap: _value(gap, draft, name) for gap in wanted}
    filled: list[str] = []
    for each in command.run:
        whole = _GAP.sub(lambda gap: values[gap[1]], each)
        if whole.startswith("-") and not each.startswith("-") and "--" not in command.run[: len(filled)]:
            # Words that begin with a dash would be read as an option; a space before them changes nothing else.
            whole = " " + whole
        filled.append(whole)
    return filled


def _value(gap: str, draft: Draft, name: str) -> str:
    """Return what stands in place of a placeholder."""
    if gap == "number":
        return number_of(draft)
    if gap == "address":
        return _address(draft)
    if gap == "body":
        return words_of(draft)
    return " ".join(_plain(draft.subject if gap == "subject" else name).split())


def _address(draft: Draft) -> str:
    """Return where a draft goes, checked: the number, the mail address, the postal address on one line."""
    channel = address_channel_of(draft.kind)
    if channel == "phone":
        return number_of(draft)
    address = " ".join(_plain(draft.address).split())
    if not address:
        raise Unavailable("no-address", channel=channel or "", contact=draft.contact, name="")
    if channel == "email":
        mailto(draft)
    if address.startswith("-"):
        raise Unavailable("bad-address", channel=channel or "", contact=draft.contact, address=address)
    return address


def words_of(draft: Draft) -> str:
    """Return the words of a draft as a command gets them: line feeds between lines, no other control characters."""
    return _plain(draft.body.replace("\r\n", "\n").replace("\r", "\n"))


def _plain(words: str) -> str:
    """Return words without control characters, but line feeds and tabs; a lone surrogate becomes a question mark."""
    kept = "".join(each for each in words if each in "\n\t" or not (each < " " or "\x7f" <= each <= "\x9f"))
    return kept.encode("utf-8", "replace").decode("utf-8")


class _ByCommand:
    """A command of the user's own; it sends at once."""

    name = "command"
    medium = "command"
    confirms = True

    def takes(self, draft: Draft) -> bool:
        """Return whether the kind has words to send."""
        return draft.kind not in _UNWRITTEN

    def leave(self, draft: Draft, around: Surroundings) -> Left:
        """Run the command `around.command`, whose definition is `around.more`, and wait for its end.

        Ended well, the draft was sent. Stopped at its time limit it may have been: then it counts as handed over, with
        `command-slow` for trouble. Raises Unavailable: `no-address`, `bad-address`, `command-missing` (name, program),
        `command-failed` (name, status, reason: the first line of its complaint).
        """
        command = commands_of({around.command: around.more})[0]
        filled = arguments(command, draft, around.name)
        status, complaint = _run(command, filled, words_of(draft) if command.stdin else "")
        if status is None:
            return Left("handed", note=command.name, trouble="command-slow", values={"seconds": command.limit})
        if status != 0:
            raise Unavailable("command-failed", name=command.name, status=status, reason=complaint)
        return Left("sent", note=command.name)


def _run(command: Command, words: list[str], given: str) -> tuple[int | None, str]:
    """Run a command away from the terminal; return its exit status (None: stopped at its limit) and its complaint."""
    import shutil
    import subprocess
    import tempfile

    program = os.path.expanduser(words[0])
    if shutil.which(program) is None:
        raise Unavailable("command-missing", name=command.name, program=words[0], reason="no-command")
    # Files, not pipes: a command that reads nothing, or whose child lives on, must not hold anybody up.
    with tempfile.TemporaryFile() as read_from, tempfile.TemporaryFile() as complaints:
        read_from.write(given.encode("utf-8"))
        read_from.seek(0)
        try:
            started = subprocess.Popen(
                [program, *words[1:]], stdin=read_from, stdout=subprocess.DEVNULL, stderr=complaints,
                start_new_session=True, cwd=os.path.expanduser("~"), env=_environment())
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", "") or ""
            raise Unavailable("command-failed", name=command.name, status=-1, reason=reason) from error
        try:
            status = started.wait(command.limit)
        except subprocess.TimeoutExpired:
            _end(started.pid)
            started.wait()
            return None, ""
        except BaseException:
            _end(started.pid)
            started.wait()
            raise
        return status, _first_line(complaints)


def _end(process: int) -> None:
    """End a command and what it started."""
    import signal

    try:
        os.killpg(process, signal.SIGKILL)
    except OSError:
        pass


def _first_line(complaints: IO[bytes]) -> str:
    """Return the first line that says something, without control characters, and not too long."""
    complaints.seek(0)
    for line in complaints.read(4096).decode("utf-8", "replace").splitlines():
        said = " ".join(_plain(line).split())
        if said:
            return said[:LONGEST_REASON]
    return ""


def _environment() -> dict[str, str]:
    """Return the environment without what would make a program draw on this terminal."""
    return {name: value for name, value in os.environ.items() if name not in ("TERM", "COLUMNS", "LINES")}


COMMAND = _ByCommand()
