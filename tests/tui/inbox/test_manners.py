"""The app in a terminal of its own: asked to end, it leaves the terminal as it found it."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys

import pytest

SCRIPT = """
import pathlib, sys
from store.book import Book
from store.settings import home_under
from tui.app import OnwardApp
sys.exit(OnwardApp(Book.open(home_under(sys.argv[1]))).run())
"""


def read_until(terminal: int, wanted: bytes) -> bytes:
    """Read what is painted until a text comes, or the program ends."""
    seen = b""
    while wanted not in seen:
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        if not more:
            break
        seen += more
    return seen


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_sane(tmp_path, number):
    mine, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(tmp_path / "home")], stdin=theirs, stdout=theirs,
                               stderr=theirs, env=environment, start_new_session=True)
    os.close(theirs)
    try:
        assert b"Three ways in" in read_until(mine, b"Three ways in")
        process.send_signal(number)
        after = read_until(mine, b"\x1b[?1049l")
        assert b"\x1b[?1049l" in after
        assert b"Traceback" not in after
        rest = after + read_until(mine, b"never")
        assert b"\x1b[?25h" in rest
        assert process.wait(timeout=20) == 128 + number
    finally:
        if process.poll() is None:
            process.kill()
        os.close(mine)
