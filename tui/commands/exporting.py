"""`onward export [FILE]`: give everything back, as JSON."""

from __future__ import annotations

import os

from store.errors import FileFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--json", "as JSON (the default)")
    asking.flag("--yes", "replace a file that is there")
    asking.words("FILE", "where to; the standard output where none is named", nargs="?", default="-")
    asking.examples("onward export onward.json", "onward export --json | jq '.contacts | length'")


def run(asked: Namespace, console: Console) -> int:
    """Write the whole book."""
    import json

    whole = console.book().export()
    if asked.FILE == "-":
        json.dump(whole, console.output, indent=1)
        console.output.write("\n")
        return 0
    if os.path.lexists(asked.FILE) and not asked.yes:
        raise FileFault("file-exists", path=asked.FILE)
    _write(asked.FILE, json.dumps(whole, indent=1, ensure_ascii=False) + "\n")
    count = len(whole.get("contacts", ()))
    from tui.wording.dialogs import people

    console.say(f"Exported {people(count)} with everything that passed to {asked.FILE}.")
    return 0


def _write(path: str, text: str) -> None:
    """Write a private file whole or not at all: beside the place first, then into it."""
    target = os.path.realpath(path)
    temporary = f"{target}.{os.getpid()}.part"
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8",
                  errors="backslashreplace") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except OSError as error:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise FileFault("file-unwritable", path=path, reason=error.strerror or str(error)) from None
