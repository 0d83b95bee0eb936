"""What the terminal's background is, dark or light: asked of the terminal itself, never waited for long.

The question goes out before the full screen's library is imported, so that the answer is there when that is done. An
answer that comes late is taken out of what is typed, wherever it comes. Nothing here imports Textual.
"""

from __future__ import annotations

import os
import select
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LIMIT = 0.25
"Seconds from the question after which the answer is no longer waited for."
QUESTION = "\x1b]11;?\x1b\\\x1b[c"
"OSC 11, and a question that every terminal answers: without the first answer before the second there will be none."
MIDDLE = 0.5
"The lightness, from 0 to 1, from which a background counts as light."


class Ground:
    """One question to the terminal of the standard streams, and its answer."""

    def __init__(self) -> None:
        """Nothing is asked yet."""
        self.asked_at = 0.0
        self.read = b""

    def ask(self) -> None:
        """Ask the terminal; it must neither echo nor wait for the end of a line."""
        try:
            sys.stdout.write(QUESTION)
            sys.stdout.flush()
        except (OSError, ValueError):
            return
        self.asked_at = time.monotonic()

    def is_dark(self) -> bool | None:
        """Return whether the background is dark, from the answer or the environment; None where nothing tells."""
        if self.asked_at:
            self._listen()
        light = lightness(self.read)
        return light < MIDDLE if light is not None else by_environment(os.environ)

    def typed(self) -> bytes:
        """Return what was typed meanwhile, the answers taken out."""
        return without_answers(self.read)

    def _listen(self) -> None:
        """Read until both answers are there or the time is over."""
        try:
            number = sys.stdin.fileno()
            while not _is_whole(self.read):
                left = self.asked_at + LIMIT - time.monotonic()
                if not select.select([number], [], [], max(0.0, left))[0]:
                    return
                more = os.read(number, 4096)
                if not more:
                    return
                self.read += more
        except (OSError, ValueError):
            return


def lightness(answer: bytes) -> float | None:
    """Return the lightness, from 0 to 1, in an answer that says `rgb:1414/1717/1c1c`; None without one."""
    start = answer.find(b"\x1b]11;rgb")
    if start < 0:
        return None
    body = answer[start:].split(b":", 1)[-1]
    for end in (b"\x1b", b"\x07"):
        body = body.split(end, 1)[0]
    parts = body.split(b"/")
    if len(parts) not in (3, 4) or not all(1 <= len(part) <= 4 for part in parts):
        return None
    try:
        red, green, blue = (int(part, 16) / float(int(b"f" * len(part), 16)) for part in parts[:3])
    except ValueError:
        return None
    return round(0.299 * red + 0.587 * green + 0.114 * blue, 6)


def by_environment(environment: Mapping[str, str]) -> bool | None:
    """Return whether COLORFGBG, such as `15;0`, tells of a dark background; None where it tells nothing."""
    last = environment.get("COLORFGBG", "").rsplit(";", 1)[-1]
    return int(last) in (0, 1, 2, 3, 4, 5, 6, 8) if last.isascii() and last.isdigit() and int(last) < 16 else None


def without_answers(typed: bytes) -> bytes:
    """Return what was typed without the terminal's answers in it."""
    kept = b""
    while typed:
        start = min((place for place in (typed.find(b"\x1b]11;"), typed.find(b"\x1b[?")) if place >= 0), default=len(typed))
        kept += typed[:start]
        typed = _after_answer(typed[start:])
    return kept


def _after_answer(answer: bytes) -> bytes:
    """Return what follows the answer that bytes begin with; nothing where it has no end."""
    if answer.startswith(b"\x1b[?"):
        place = 3
        while place < len(answer) and answer[place] in b"0123456789;":
            place += 1
        return answer[place + 1:]
    ends = [(answer.find(mark), len(mark)) for mark in (b"\x07", b"\x1b\\") if answer.find(mark) >= 0]
    place, size = min(ends, default=(len(answer), 0))
    return answer[place + size:]


def _is_whole(read: bytes) -> bool:
    """Return whether the answer that every terminal gives has come: what was to come before it has come too."""
    start = read.find(b"\x1b[?")
    return start >= 0 and b"c" in read[start:]
