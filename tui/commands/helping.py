"""The overview of all commands, and the version."""

from __future__ import annotations

import textwrap

from tui.wording import spoken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

START = spoken.OVERVIEW_START
END = spoken.OVERVIEW_END


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
