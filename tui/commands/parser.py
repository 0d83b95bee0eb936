"""argparse with errors of ours instead of its exit; imported for help, and by commands whose words have places."""

from __future__ import annotations

import argparse
from functools import partial

from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """An argument parser that raises UsageFault."""

    def error(self, message: str) -> NoReturn:
        """Turn argparse's own sentence into one of ours."""
        command = self.prog.split(" ", 1)[-1]
        needed = "the following arguments are required: "
        if message.startswith(needed):
            raise UsageFault("missing-words", command=command, missing=message[len(needed):])
        raise UsageFault("bad-usage", command=command, reason=message)


def plain_formatter(width: int | None) -> Callable[..., argparse.HelpFormatter]:
    """Return what makes the formatter that leaves the examples as they are, for a width in columns."""
    return partial(argparse.RawDescriptionHelpFormatter, width=width)
