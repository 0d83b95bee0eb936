"""Copying words: through the terminal, which works over SSH, and through the platform's own tool where there is one."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MOST_FOR_TERMINAL = 74_994
"Bytes: terminals that know OSC 52 take sequences up to 100,000 bytes, base64 and all."
SCREEN_PIECE = 250
"Bytes that GNU screen passes on at once."
LIMIT = 2.0
"Seconds for a clipboard tool."


def copy(text: str, write: Callable[[str], None]) -> tuple[str, ...]:
    """Copy words every way there is; return the names of the ways used, none where there was no way.

    `write` writes to the terminal: OSC 52, passed on by tmux and GNU screen, left out where the words are too long for
    it; whether the terminal obeyed cannot be known. Then the first of wl-copy, xclip, xsel, pbcopy,
    termux-clipboard-set or clip.exe that works. Control characters are left out, line breaks and tabs kept:
    a pasted line must not be a command.
    """
    words = "".join(each for each in text if each in "\n\t" or not (each < " " or "\x7f" <= each <= "\x9f"))
    octets = words.encode("utf-8", "replace")
    ways = []
    if len(octets) <= MOST_FOR_TERMINAL:
        write(terminal_copy(octets))
        ways.append("terminal")
    tool = next((name for name, command, octets_for in _tools() if _run(command, octets_for(words))), "")
    return (*ways, tool) if tool else tuple(ways)


def terminal_copy(octets: bytes) -> str:
    """Return the OSC 52 sequence that copies octets, wrapped for tmux or GNU screen where one is in between."""
    import base64

    plain = f"\x1b]52;c;{base64.b64encode(octets).decode('ascii')}\x07"
    if os.environ.get("TMUX"):
        # tmux takes the plain one where set-clipboard is on, and passes the wrapped one where it may.
        return plain + "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if os.environ.get("STY"):
        pieces = (plain[place : place + SCREEN_PIECE] for place in range(0, len(plain), SCREEN_PIECE))
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return plain


def _tools() -> list[tuple[str, list[str], Callable[[str], bytes]]]:
    """Return the clipboard tools that fit this desktop, as name, command and encoding; best first."""
    far = bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))
    tools: list[tuple[str, list[str], Callable[[str], bytes]]] = []
    if "com.termux" in os.environ.get("PREFIX", ""):
        tools.append(("termux-clipboard-set", ["termux-clipboard-set"], _utf8))
    if sys.platform == "darwin" and not far:
        tools.append(("pbcopy", ["pbcopy"], _utf8))
    if os.environ.get("WAYLAND_DISPLAY"):
        tools.append(("wl-copy", ["wl-copy"], _utf8))
    if os.environ.get("DISPLAY"):
        tools.append(("xclip", ["xclip", "-selection", "clipboard"], _utf8))
        tools.append(("xsel", ["xsel", "--clipboard", "--input"], _utf8))
    if os.environ.get("WSL_DISTRO_NAME") and not far:
        tools.append(("clip.exe", ["clip.exe"], _utf16))
    return tools


def _utf8(words: str) -> bytes:
    return words.encode("utf-8", "replace")


def _utf16(words: str) -> bytes:
    return words.encode("utf-16-le", "replace")


def _run(command: list[str], octets: bytes) -> bool:
    """Run a clipboard tool away from the terminal; return whether it took the words."""
    import shutil
    import subprocess

    if shutil.which(command[0]) is None:
        return False
    try:
        ended = subprocess.run(command, input=octets, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               timeout=LIMIT, check=False, start_new_session=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return ended.returncode == 0
