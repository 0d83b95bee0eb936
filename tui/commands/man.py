"""`onward man`: the manual page, shown, printed into a pipe, or put where `man onward` finds it."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console

NAME = "onward.1"


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--install")
    asking.flag("--dry-run")
    asking.flag("--json")


def run(asked: Namespace, console: Console) -> int:
    """Show the page with `man` in a terminal; else print it as it is."""
    page = manual()
    if asked.install:
        return _install(asked, console, page)
    if console.output.isatty() and _shown(console, page):
        return 0
    console.put(page.rstrip("\n"))
    return 0


def manual() -> str:
    """Return the page of this Onward."""
    from tui.cli import COMMANDS
    from tui.commands.describing import describe
    from tui.commands.helping import version
    from tui.wording.manual import page

    return page([describe(each, COMMANDS) for each in COMMANDS], version())


def folder() -> str:
    """Return the user's own folder of manual pages, which `man` searches by itself."""
    data = os.environ.get("XDG_DATA_HOME", "").strip() or os.path.join(os.path.expanduser("~"), ".local", "share")
    return os.path.join(data, "man", "man1")


def _shown(console: Console, page: str) -> bool:
    """Let the system's `man` show the page; return whether it could."""
    import shutil
    import subprocess
    import tempfile

    program = shutil.which("man")
    if program is None:
        return False
    console.flush()
    with tempfile.TemporaryDirectory(prefix="onward-man-") as place:
        path = os.path.join(place, NAME)
        with open(path, "w", encoding="utf-8") as file:
            file.write(page)
        try:  # macOS knows no -l; a path with a slash is a file to both
            return subprocess.run([program, path], check=False).returncode == 0
        except OSError:
            return False


def _install(asked: Namespace, console: Console, page: str) -> int:
    """Write the page into the user's own folder and say so."""
    from tui.commands.own_files import write_own
    from tui.wording import spoken

    path = os.path.join(folder(), NAME)
    written = "" if asked.dry_run else write_own(path, page)
    if asked.json:
        console.put_json({"verb": "man", "dry_run": bool(asked.dry_run), "path": path, "written": bool(written)}, one_line=True)
    elif asked.dry_run:
        console.say(spoken.WOULD_WRITE_THE_MANUAL_PAGE.format(path=path))
    else:
        console.say(spoken.THE_MANUAL_PAGE_IS_IN_MAN.format(path=path))
    return 0
