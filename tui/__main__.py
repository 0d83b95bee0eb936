"""The process: `python -m tui` and the installed command `onward` begin and end here."""

from __future__ import annotations

import gc
import os
import sys

COLLECT_AFTER = 100_000
"New objects before garbage is looked for; the interpreter's own default is 700, many times in a start-up."


def start() -> None:
    """Run one command and end the process with its exit status.

    A quick command is over before collecting garbage would find any, so the first collection comes late. It ends
    without taking every module apart, which takes longer than many a command: by then the book is closed and all
    that was said is written.
    """
    gc.set_threshold(COLLECT_AFTER, 20, 20)
    from tui.kept_modules import install

    kept = install()
    from tui.cli import main

    status = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        pass
    if kept is not None:
        kept.keep()
    if "threading" in sys.modules or "atexit" in sys.modules:
        sys.exit(status)
    os._exit(status)


if __name__ == "__main__":
    start()
