"""The manual page: roff written from the commands, and what stands around them."""

from __future__ import annotations

import re
import textwrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.commands.describing import Description

WIDTH = 72
"Columns of the lines that are written; the reader breaks them anew."
PURPOSE = "a follow-up inbox in the terminal"
ABOUT = (
    "Onward shows who is due a touch today, in what order and why. Without a command it opens the inbox; each command "
    "below does one thing and ends.",
    "WHO is a name, part of one, a mail address, or the last digits of a number. Where it fits several people, they are "
    "listed and nothing is changed.",
    "Data goes to the standard output, talk to the standard error. --json prints a shape that is documented and stays, "
    "--dry-run only shows what would be done, --yes does not ask. A file called - is the standard input.",
)
STATUSES: tuple[tuple[str, str], ...] = (
    ("0", "Done."),
    ("1", "Something went wrong; the sentence names the file in which it is written down."),
    ("2", "The command, a flag or the words were not understood."),
    ("3", "Nobody or nothing by that name."),
    ("4", "A name that fits several people, or a line kept in doubt."),
    ("5", "The book cannot be opened, read or written."),
    ("6", "A file from outside cannot be used."),
    ("7", "Settings, a cadence or a template with a fault."),
    ("8", "A terminal, a program or an answer is needed that is not there."),
    ("130", "Interrupted by Ctrl+C."),
    ("141", "Whoever read the output has left."),
)
VARIABLES: tuple[tuple[str, str], ...] = (
    ("ONWARD_HOME", "A folder that holds everything: book, settings, backups and caches."),
    ("ONWARD_NOW", "An instant such as 2026-11-24T09:12:00-08:00 at which the clock stands, for tests and scripts."),
    ("NO_COLOR", "Where it is set, no colours are used."),
    ("TZ, LC_ALL, LC_TIME, LANG", "The time zone, language and country where the settings say nothing."),
    ("VISUAL, EDITOR", "The editor for drafts and templates."),
    ("XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_CACHE_HOME", "Where the folders below lie."),
)
FILES: tuple[tuple[str, str], ...] = (
    ("~/.local/share/onward/book/", "The book, readable by you alone."),
    ("~/.local/share/onward/backups/", "A backup a day."),
    ("~/.config/onward/settings.toml", "Settings; every line is optional."),
    ("~/.config/onward/accounts.toml", "Your own mail and calendar servers, without passwords."),
    ("~/.config/onward/cadences/, templates/, themes/", "Your own; one of a name that ships takes its place."),
    ("~/.cache/onward/", "What can be made again."),
)


def page(commands: Sequence[Description], version: str) -> str:
    """Return the whole manual page in roff (the `man` macros), ending with a line break; ASCII, whatever is told."""
    lines = [
        f'.TH ONWARD 1 "" "onward {text(version)}" "User Commands"',
        ".SH NAME", f"onward \\- {text(PURPOSE)}",
        ".SH SYNOPSIS", ".B onward", ".br", ".B onward", ".I COMMAND", "[FLAGS] [WORDS]", ".br",
        ".B onward", ".I COMMAND", "\\-\\-help",
        ".SH DESCRIPTION",
    ]
    for place, paragraph in enumerate(ABOUT):
        lines += [*([".PP"] if place else []), *_lines(paragraph)]
    lines.append(".SH COMMANDS")
    for each in commands:
        lines += list(_command(each))
    lines += [".SH KEYS", "In the inbox ? shows every key, and : every command with its key."]
    for title, rows, bold in (("EXIT STATUS", STATUSES, True), ("ENVIRONMENT", VARIABLES, True), ("FILES", FILES, False)):
        lines.append(f".SH {title}")
        for name, said in rows:
            lines += [".TP", f"{'.B' if bold else '.I'} {text(name)}", *_lines(said)]
    lines += [
        ".SH EXAMPLES", ".nf", *(_line(each) for each in (
            "onward demo", "onward import contacts.vcf", "onward log met Marty Chen @Acme 415 555 0100 hot", "onward due",
            "onward draft Marty --kind text", "onward done Marty", "onward undo")), ".fi",
    ]
    return "\n".join(lines) + "\n"


def _command(command: Description) -> Iterable[str]:
    """Give the lines of one command: how it is typed, what it does, its flags, its examples."""
    yield from (f".SS {text(command.usage)}", *_lines(_sentence(command.purpose)))
    for words in command.words:
        yield from (".TP", f".I {text(words.name)}", *_lines(_sentence(words.help)))
    for flag in command.flags:
        value = f" \\fI{text(flag.value)}\\fR" if flag.value else ""
        yield from (".TP", f"\\fB{text(flag.name)}\\fR{value}", *_lines(_sentence(flag.help)))
    if command.examples:
        yield from (".PP", "For example:", ".PP", ".nf", ".RS 4", *(_line(each) for each in command.examples), ".RE", ".fi")


def _sentence(help: str) -> str:
    """Return help as a sentence; a name such as vCard keeps its small letter."""
    begins = help if help[1:2].isupper() else help[:1].upper() + help[1:]
    return begins + ("" if help.endswith((".", "...", "?", "!")) else ".")


def _lines(words: str) -> list[str]:
    """Return words as lines of text that are no longer than roff likes them."""
    return [_line(each) for each in textwrap.wrap(words, WIDTH, break_long_words=False, break_on_hyphens=False)]


def _line(words: str) -> str:
    """Return words as a line of text, never taken for a request."""
    found = text(words)
    return f"\\&{found}" if found.startswith((".", "'")) else found


def text(words: str) -> str:
    """Return words as roff shows them: what it would act on is written out, and letters beyond ASCII are named."""
    found = " ".join(words.split(" ")).replace("\n", " ").replace("\\", "\\e")
    for mark, name in (("-", "\\-"), ("'", "\\(aq"), ("`", "\\(ga"), ("^", "\\(ha"), ("~", "\\(ti"), ('"', "\\(dq")):
        found = found.replace(mark, name)
    return re.sub(r"[^\x20-\x7e]", lambda letter: f"\\[u{ord(letter[0]):04X}]", found)
