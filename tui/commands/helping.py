"""The overview of all commands, and the version."""

from __future__ import annotations

import textwrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

START = "onward: a follow-up inbox. Without a command it opens the inbox."
END = """onward COMMAND --help shows what a command takes, with examples.
onward --version says which Onward this is.

Data goes to standard output, talk to standard error. --json prints a documented shape,
--dry-run only shows, --yes does not ask. ONWARD_HOME=DIR keeps everything in one folder.

Exit status: 0 done, 1 something went wrong, 2 not understood, 3 not found, 4 fits several
or in doubt, 5 the book, 6 a file, 7 settings or a template, 8 a terminal or answer is needed."""


def overview(commands: Mapping[str, tuple[str, str]], width: int) -> str:
    """Return the help of `onward --help` for a terminal of some width."""
    longest = max(len(name) for name in commands) + 4
    lines = [*textwrap.wrap(START, width), ""]
    for name, (_, purpose) in commands.items():
        lines.extend(textwrap.wrap(purpose, max(width, 30), initial_indent=f"  {name:<{longest - 2}}",
                                   subsequent_indent=" " * longest))
    for paragraph in END.split("\n\n"):
        lines.append("")
        whole = paragraph.replace("\n", " ") if width < 92 else paragraph
        for line in whole.split("\n"):
            lines.extend(textwrap.wrap(line, max(width, 30)))
    return "\n".join(lines)


def version() -> str:
    """Return which Onward this is."""
    from tui import __version__

    return __version__
