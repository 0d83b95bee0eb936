"""The app in a terminal of its own: asked to end, it leaves the terminal as it found it."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys

import pytest

from tests.ptys import read_until

SCRIPT = """
import pathlib, sys
from store.book import Book
from store.settings import home_under
from tui.app import OnwardApp
sys.exit(OnwardApp(Book.open(home_under(sys.argv[1]))).run())
"""


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


def started(tmp_path, session):
    """Start the app in a terminal of its own; return the process and this side of the terminal."""
    mine, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(tmp_path / "home")], stdin=theirs, stdout=theirs,
                               stderr=theirs, env=environment, start_new_session=session)
    os.close(theirs)
    assert b"Three ways in" in read_until(mine, b"Three ways in")
    return process, mine


def book_is_sound(tmp_path):
    """Open the book again, write and read."""
    from store.book import Book
    from store.settings import home_under

    book = Book.open(home_under(str(tmp_path / "home")))
    book.log("met Marty Chen")
    found = len(book.find("Marty"))
    book.close()
    return found == 1


@pytest.mark.parametrize("session", [True, False])
def test_a_terminal_that_disappears_ends_the_app_by_itself(tmp_path, session):
    process, mine = started(tmp_path, session)
    try:
        os.close(mine)
        process.wait(timeout=20)
    finally:
        if process.poll() is None:
            process.kill()
            pytest.fail("it runs on without a terminal")
    assert book_is_sound(tmp_path)


def test_a_storm_of_resizes_is_survived_and_the_last_size_holds(tmp_path):
    import fcntl
    import struct
    import termios

    process, mine = started(tmp_path, True)
    try:
        for turn in range(300):
            size = struct.pack("HHHH", 5 + turn % 40, 12 + turn % 150, 0, 0)
            fcntl.ioctl(mine, termios.TIOCSWINSZ, size)
            process.send_signal(signal.SIGWINCH)
        fcntl.ioctl(mine, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
        process.send_signal(signal.SIGWINCH)
        os.write(mine, b"?")
        assert b"All keys" in read_until(mine, b"All keys")
        process.send_signal(signal.SIGTERM)
        read_until(mine, b"never")
        assert process.wait(timeout=20) == 128 + signal.SIGTERM
    finally:
        if process.poll() is None:
            process.kill()
        os.close(mine)
    assert book_is_sound(tmp_path)
