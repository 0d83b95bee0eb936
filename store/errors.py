"""One tree of errors: each has a code, the values a sentence needs, and the exit status of the command it ends.

Nothing here says anything to a person: `tui.wording` makes the sentence from the code and the values.
Exit statuses: 1 something went wrong, 2 the command was not understood, 3 nobody or nothing by that name,
4 a name or line that fits several, 5 the book cannot be read or written, 6 an outside file cannot be used,
7 settings, cadence or template with a fault, 8 needs a terminal, a program or an answer that is not there.
"""

from __future__ import annotations


class OnwardError(Exception):
    """Anything that Onward explains to its user instead of failing with a traceback.

    `code` names the sentence in the wording; `values` fill it; `exit_status` ends a command.
    """

    exit_status = 1

    def __init__(self, code: str, **values: object) -> None:
        """Keep the code and the values; the text of the exception is for developers only."""
        super().__init__(code, values)
        self.code = code
        self.values = values


class UsageFault(OnwardError):
    """The command, a flag or the words given were not understood."""

    exit_status = 2


class NotFound(OnwardError):
    """Nobody, or nothing, by that name."""

    exit_status = 3


class Ambiguous(OnwardError):
    """A name or line that fits several contacts; `values["candidates"]` lists them, nothing was changed."""

    exit_status = 4


class BookFault(OnwardError):
    """The book cannot be opened, read or written: place, permission, lock, damage, a newer schema."""

    exit_status = 5


class FileFault(OnwardError):
    """A file from outside cannot be used: missing, unreadable, not contacts."""

    exit_status = 6


class DefinitionFault(OnwardError):
    """Settings, a cadence, a template or a theme with a fault; `values` hold path, line and reason."""

    exit_status = 7


class Unavailable(OnwardError):
    """A terminal, a program or an answer is needed that is not there."""

    exit_status = 8


class Stopped(Exception):
    """The user has had enough of something long: what was done so far stays, the rest comes with the next run."""
