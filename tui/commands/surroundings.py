"""What the front ends stand on, looked at for the doctor: themes, keys, the mail handler, the terminal."""

from __future__ import annotations

import os
import sys

from store.errors import DefinitionFault, Unavailable
from store.model import Finding, Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.book import Book
    from tui.commands.console import Console

SMALLEST = (40, 20)
"Columns and rows for which the screens are made."


def look(book: Book, console: Console) -> tuple[Finding, ...]:
    """Return what was found, one line a thing."""
    return (*_themes(book), *_keys(book), *_mail(book), *_terminal(console))


def _themes(book: Book) -> Iterator[Finding]:
    """Look at the themes, and at the one the settings name."""
    try:
        from tui.look import themes as looks

        found, faults = looks.load_all(book.home.themes)
    except ImportError:
        yield Finding("themes", "note", Reason("no-app"))
        return
    for fault in faults:
        yield Finding("themes", "bad", Reason(fault.code, fault.values))
    wanted = book.settings.theme
    if wanted and wanted not in found:
        from textual.theme import BUILTIN_THEMES

        if wanted not in BUILTIN_THEMES:
            yield Finding("themes", "bad", Reason("no-such-theme", {"name": wanted, "known": sorted(found)}))
            return
    if not faults:
        yield Finding("themes", "good", Reason("themes-sound", {"count": len(found), "name": wanted or looks.DARK}))


def _keys(book: Book) -> Iterator[Finding]:
    """Look at the user's own keys."""
    if not book.settings.keys:
        return
    from tui import keys

    try:
        keys.actions(None, book.settings.keys)
    except DefinitionFault as fault:
        yield Finding("keys", "bad", Reason(fault.code, fault.values))
    else:
        yield Finding("keys", "good", Reason("keys-sound", {"count": len(book.settings.keys)}))


def _mail(book: Book) -> Iterator[Finding]:
    """Ask for the program that opens a draft as mail."""
    from tui.handover.programs import program_for

    command = book.settings.mail_command
    try:
        program = program_for("mailto", command)
    except Unavailable as lack:
        state = "bad" if command else "note"
        yield Finding("mail", state, Reason(lack.code, lack.values))
    else:
        yield Finding("mail", "good", Reason("mail-opens", {"program": program}))


def _terminal(console: Console) -> Iterator[Finding]:
    """Look at the terminal: whether there is one, its size, its colours, and whether it takes UTF-8."""
    values = {"term": os.environ.get("TERM", ""), "encoding": (getattr(console.output, "encoding", "") or "").lower()}
    if values["encoding"].replace("-", "") not in ("utf8", "utf8sig"):
        yield Finding("terminal", "bad", Reason("terminal-no-utf8", values))
    if not console.has_screen:
        yield Finding("terminal", "note", Reason("terminal-none", values))
        return
    try:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        columns, rows = 80, 24
    sized = {**values, "columns": columns, "rows": rows, "colours": _colours()}
    small = columns < SMALLEST[0] or rows < SMALLEST[1]
    yield Finding("terminal", "note" if small else "good", Reason("terminal-small" if small else "terminal-sound", sized))


def _colours() -> str:
    """Return how many colours the terminal says it has: `none`, `16`, `256`, `16 million`."""
    if "NO_COLOR" in os.environ:
        return "none"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "16 million"
    return "256" if "256" in os.environ.get("TERM", "") else "16"
