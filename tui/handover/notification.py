"""A notification: through the desktop, or through the terminal that Onward runs in. Its texts are data, whatever they hold."""

from __future__ import annotations

import os
import sys

from store.errors import Unavailable
from tui.handover.programs import found, has_display, is_phone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 5.0
"Seconds for the desktop's program."
LONGEST = 160
"Characters of a title or a body."
TITLE_TERMINALS = ("foot", "rxvt")
"Terminals, by TERM, that know the sequence with a title (OSC 777) and not the one without (OSC 9)."


def way_of(by: str, has_terminal: bool) -> str:
    """Return how a notification leaves: `desktop`, `osc9` or `osc777`; `by` is one of these or `auto`.

    Raises Unavailable(`no-notification`, reason) where that way is not there.
    """
    if by in ("desktop", "auto"):
        if _desktop():
            return "desktop"
        if by == "desktop" or not has_terminal:
            raise Unavailable("no-notification", reason="no-notifier" if has_display() else "no-display", command="notify-send")
        with_title = os.environ.get("TERM", "").startswith(TITLE_TERMINALS) or bool(os.environ.get("VTE_VERSION"))
        return "osc777" if with_title else "osc9"
    if not has_terminal:
        raise Unavailable("no-notification", reason="not-in-terminal", command="")
    return by


def notify(way: str, title: str, body: str, write: Callable[[str], None]) -> bool:
    """Send one notification by a way of `way_of`; `write` writes to the terminal. Return whether it was taken.

    Whether a terminal shows it cannot be known. Control characters, and what a desktop would read as markup, are left out.
    """
    title, body = plain(title), plain(body)
    if way == "desktop":
        return _sent(_command(title, body))
    text = f"777;notify;{title.replace(';', ',')};{body}" if way == "osc777" else f"9;Onward: {title}. {body}"
    write(_through(f"\x1b]{text}\x07"))
    return True


def plain(text: str) -> str:
    """Return a text in one line without control characters, brackets of markup and a leading dash; cut where it is long."""
    from tui.look import clean

    words = " ".join(clean(text).split()).translate({ord("<"): "‹", ord(">"): "›", ord("&"): "+"})
    if len(words) > LONGEST:
        words = words[: LONGEST - 1] + "…"
    return f" {words}" if words.startswith("-") else words


def _desktop() -> list[str]:
    """Return the program that notifies on this desktop, as the first words of its command; nothing where there is none."""
    if sys.platform == "darwin":
        return [] if os.environ.get("SSH_CONNECTION") else ["osascript"]
    if is_phone():
        return ["termux-notification"] if found("termux-notification") else []
    return ["notify-send"] if has_display() and found("notify-send") else []


def _command(title: str, body: str) -> list[str]:
    """Return the whole command; texts are arguments of their own, never part of a script."""
    program = (_desktop() or ["notify-send"])[0]
    if program == "osascript":
        script = ("on run told", "display notification (item 2 of told) with title (item 1 of told)", "end run")
        return [program, *(word for line in script for word in ("-e", line)), title, body]
    if program == "termux-notification":
        return [program, "--title", title, "--content", body]
    return [program, "--app-name=Onward", "--", title, body]


def _sent(command: list[str]) -> bool:
    """Run a command away from the terminal, with a limit; return whether it went well."""
    import subprocess

    try:
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               timeout=LIMIT, check=False, start_new_session=True)
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return ended.returncode == 0


def _through(sequence: str) -> str:
    """Return a sequence so that tmux or GNU screen, where one is in between, passes it on."""
    if os.environ.get("TMUX"):
        return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if os.environ.get("STY"):
        return f"\x1bP{sequence}\x1b\\"
    return sequence
