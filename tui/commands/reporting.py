"""The report of something unexpected: a private file with the traceback, so that none reaches a person's screen."""

from __future__ import annotations

import os
import platform
import sys
import time
import traceback

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def keep_report(command: Sequence[str], error: BaseException) -> str:
    """Write what happened into the cache folder (private) and return its path; empty where nothing can be written.

    The words after the command are left out: they may hold names.
    """
    from tui.commands.helping import version

    lines = [
        f"Onward {version()}, Python {platform.python_version()}, {platform.platform()}",
        f"command: onward {' '.join(command)}",
        "".join(traceback.format_exception(error)),
    ]
    for folder in _folders():
        path = os.path.join(folder, f"report-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt")
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8",
                      errors="backslashreplace") as file:
                file.write("\n".join(lines))
        except OSError:
            continue
        return path
    return ""


def _folders() -> list[str]:
    """Return where a report may lie: the cache, else the machine's place for temporary files."""
    import tempfile

    folders = []
    if "store.book" in sys.modules:
        try:
            folders.append(os.path.join(sys.modules["store.book"].Book.places().cache, "reports"))
        except Exception:  # a report about a fault must not fail on the same fault
            pass
    folders.append(os.path.join(tempfile.gettempdir(), f"onward-reports-{os.getuid()}"))
    return folders
