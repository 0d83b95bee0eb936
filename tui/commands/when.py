"""`onward when WORDS`: the day or time that words mean, as every other command reads them."""

from __future__ import annotations

import datetime as dt

from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--json")
    asking.flag("--from", metavar="ISO", default="", dest="reference")
    asking.free_words("WORDS")


def run(asked: Namespace, console: Console) -> int:
    """Print what the words mean; exit status 2 where a single phrase holds no day or time."""
    reference = _instant(asked.reference) if asked.reference else None
    if asked.WORDS != ["-"]:
        words = " ".join(asked.WORDS)
        if not _tell(asked, console, words, reference) and not asked.json:
            raise UsageFault("no-date", words=words)
        return 0
    for line in console.lines_in():
        if not _tell(asked, console, line, reference) and not asked.json:
            console.put("-")
    return 0


def _tell(asked: Namespace, console: Console, words: str, reference: dt.datetime | None) -> bool:
    """Print what one phrase means, and return whether it holds a day or time."""
    found = console.book().when(words, reference)
    if asked.json:
        console.put_json(found, one_line=True)
        return True
    if "at" not in found and "on" not in found:
        return False
    from tui.wording import instants

    now = reference or console.book().now()
    if found.get("at"):
        console.put(instants.full(dt.datetime.fromisoformat(found["at"]), now, console.zone))
    else:
        console.put(instants.date(dt.date.fromisoformat(found["on"]), now.astimezone(console.zone).date()))
    return True


def _instant(text: str) -> dt.datetime:
    """Return an ISO 8601 instant; without an offset it counts as UTC. Raises UsageFault(`bad-instant`)."""
    try:
        instant = dt.datetime.fromisoformat(text.strip())
        return (instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise UsageFault("bad-instant", value=text) from None
