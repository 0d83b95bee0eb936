"""The report of something unexpected: a private file with the traceback, so that none reaches a person's screen."""

from __future__ import annotations

import os
import platform
import time
import traceback

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def keep_report(command: Sequence[str], error: BaseException, cache: str) -> str:
    """Write what happened into a private file and return its path; empty where nothing can be written.

    It goes into the cache folder, or where that is empty or refuses, among the machine's temporary files. The words after
    the command are left out: they may hold names.
    """
    from tui.commands.helping import version

    lines = [
        f"Onward {version()}, Python {platform.python_version()}, {platform.platform()}",
        f"command: onward {' '.join(command)}",
        "".join(traceback.format_exception(error)),
    ]
    for folder in _folders(cache):
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


def _folders(cache: str) -> list[str]:
    """Return where a report may lie, best first."""
    import tempfile

    folders = [os.path.join(tempfile.gettempdir(), f"onward-reports-{os.getuid()}")]
    return [os.path.join(cache, "reports"), *folders] if cache else folders
