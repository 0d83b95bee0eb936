"""Opening a link with the desktop's own program, away from this terminal, or with the user's own command."""

from __future__ import annotations

import os
import sys

from store.errors import Unavailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from typing import NoReturn

WAIT = 3.0
"Seconds to wait for a program that fails at once; one that still runs then has opened."
_MISSING = {"mailto": "no-mail-program", "sms": "no-message-program", "tel": "no-call-program"}
_DISPLAYS = ("WAYLAND_DISPLAY", "DISPLAY")


def open_link(
    link: str, command: str = "", suspend: Callable[[], AbstractContextManager[object]] | None = None,
    wait: float = WAIT,
) -> str | None:
    """Open a mailto:, sms:, tel: or web link; return the name of the program that took it, None where unknown.

    `command` is the user's own, split as a shell would but run without one; `{link}` in it is the link, which
    otherwise comes last. `suspend` is given where that command needs this terminal (a mail program of the terminal):
    it then has the terminal until it ends. Without a command the desktop's handler is asked for and started in a
    session of its own, never in this terminal. Raises Unavailable: `no-mail-program`, `no-message-program`,
    `no-call-program` or `no-browser`, with `reason` one of `no-display`, `no-handler`, `no-opener`, `no-command`,
    `failed`, and `bad-link` for a link that is none of these.
    """
    from tui.handover.links import safe_link

    safe = safe_link(link)
    if not safe:
        raise Unavailable("bad-link", link=link)
    if command.strip():
        return _own_command(safe, command, suspend, wait)
    if sys.platform == "darwin":
        return start(["open", safe], safe, wait)
    if is_phone() and found("termux-open-url"):
        return start(["termux-open-url", safe], safe, wait)
    if not has_display():
        if is_windows_guest() and found("wslview"):
            return start(["wslview", safe], safe, wait)
        _missing(safe, "no-display")
    if not found("xdg-open") or not found("xdg-mime"):
        _missing(safe, "no-opener")
    handler = _handler(safe.split(":", 1)[0].lower())
    if not handler:
        _missing(safe, "no-handler")
    start(["xdg-open", safe], safe, wait)
    return handler.removesuffix(".desktop")


def program_for(scheme: str, command: str = "") -> str:
    """Return the name of the program that would open links of a scheme, opening nothing; raises as `open_link` does."""
    import shlex

    link = f"{scheme}:"
    if command.strip():
        try:
            words = shlex.split(command)
        except ValueError:
            words = []
        if not words or not found(words[0]):
            _missing(link, "no-command", command)
        return _name(words[0])
    for is_there, opener in ((sys.platform == "darwin", "open"), (is_phone(), "termux-open-url")):
        if is_there and found(opener):
            return opener
    if not has_display():
        if is_windows_guest() and found("wslview"):
            return "wslview"
        _missing(link, "no-display")
    if not found("xdg-open") or not found("xdg-mime"):
        _missing(link, "no-opener")
    return _handler(scheme).removesuffix(".desktop") or _missing(link, "no-handler")


def _own_command(
    link: str, command: str, suspend: Callable[[], AbstractContextManager[object]] | None, wait: float,
) -> str:
    """Open a link with the user's command, in this terminal where `suspend` is given."""
    import shlex

    try:
        words = shlex.split(command)
    except ValueError:
        _missing(link, "no-command", command)
    if not words or not found(words[0]):
        _missing(link, "no-command", command)
    filled = [each.replace("{link}", link) for each in words]
    if filled == words:
        filled.append(link)
    if suspend is None:
        return start(filled, link, wait)
    from tui.handover.editor import run_in_terminal

    status = run_in_terminal(filled, suspend)
    if status != 0:
        _missing(link, "failed", command)
    return _name(words[0])


def start(words: list[str], link: str, wait: float) -> str:
    """Start a program away from the terminal; raise where it fails within the wait, let it be where it still runs."""
    import subprocess
    import threading

    try:
        started = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, cwd=os.path.expanduser("~"), env=_environment())
    except (OSError, ValueError):
        _missing(link, "no-command", words[0])
    try:
        status = started.wait(wait)
    except subprocess.TimeoutExpired:
        threading.Thread(target=started.wait, daemon=True).start()
        return _name(words[0])
    if status != 0:
        _missing(link, "failed", words[0])
    return _name(words[0])


def _environment() -> Mapping[str, str]:
    """Return the environment for a desktop program: without what would make it draw on this terminal."""
    return {name: value for name, value in os.environ.items() if name not in ("TERM", "COLUMNS", "LINES", "BROWSER")}


def _handler(scheme: str) -> str:
    """Return the desktop's program for a scheme, such as `thunderbird.desktop`; empty where there is none to be used.

    A handler that wants a terminal, and would get none but this one, counts as none.
    """
    name = handler_of(f"x-scheme-handler/{scheme}")
    return "" if name and wants_terminal(name) else name


def handler_of(kind: str) -> str:
    """Return the desktop's program for a kind of file or link; empty where there is none, or it is no longer installed."""
    import subprocess

    asked = ["xdg-mime", "query", "default", kind]
    try:
        answer = subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True, timeout=5.0, check=False,
                                start_new_session=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    name = answer.stdout.decode("utf-8", "replace").strip().split(";")[0].split("\n")[0]
    return name if name.endswith(".desktop") and _place_of(name) else ""


def _place_of(desktop_file: str) -> str:
    """Return the path of a handler's file; empty where it is gone: a default may outlive the program it names."""
    home = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    others = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    spellings = (desktop_file, desktop_file.replace("-", "/", 1))
    places = (os.path.join(folder, "applications", each)
              for folder in (home, *others.split(":")) if folder for each in spellings)
    return next((each for each in places if os.path.isfile(each)), "")


def wants_terminal(desktop_file: str) -> bool:
    """Return whether a handler draws on a terminal and there is no desktop environment that would open one for it."""
    if os.environ.get("XDG_CURRENT_DESKTOP"):
        return False
    try:
        with open(_place_of(desktop_file), encoding="utf-8", errors="replace") as file:
            lines = [line.replace(" ", "").strip().lower() for line in file]
    except OSError:
        return False
    return "terminal=true" in lines


def has_display() -> bool:
    """Return whether a desktop is there."""
    return any(os.environ.get(each) for each in _DISPLAYS)


def is_phone() -> bool:
    """Return whether this is Termux on a phone."""
    return "com.termux" in os.environ.get("PREFIX", "")


def is_windows_guest() -> bool:
    """Return whether this is Linux inside Windows."""
    return bool(os.environ.get("WSL_DISTRO_NAME"))


def found(program: str) -> bool:
    """Return whether a program is on the path."""
    import shutil

    return shutil.which(program) is not None


def _name(program: str) -> str:
    """Return a program's name without its folder."""
    return os.path.basename(program)


def _missing(link: str, reason: str, command: str = "") -> NoReturn:
    """Raise what says that nothing here opens such a link, and why."""
    code = _MISSING.get(link.split(":", 1)[0].lower(), "no-browser")
    raise Unavailable(code, reason=reason, command=command)
