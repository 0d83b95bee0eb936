"""What nobody expected: the screen is left sane, without a traceback, and the exception reaches the command line."""

import os
import sys

import pytest

from tests.bench.timing import Terminal

BROKEN = """
from tui.screens.inbox import InboxScreen
def broken(self):
    raise ZeroDivisionError("a secret name")
InboxScreen.action_open = broken
from tui.cli import main
import sys
sys.exit(main([]))
"""


@pytest.mark.terminal
def test_an_unexpected_error_ends_with_a_sentence_and_a_report(home):
    """The terminal shows the sentence, not the traceback; the traceback is in a private file."""
    terminal = Terminal([sys.executable, "-c", BROKEN], {**os.environ, "TERM": "xterm-256color"}, 80, 24)
    try:
        terminal.wait_for(b"keys")
        terminal.type(b"\r")
        seen = terminal.read_until(b"written down")
        assert b"Traceback" not in seen and b"ZeroDivisionError" not in seen
        assert terminal.process.wait(timeout=20) == 1
    finally:
        terminal.end()
    reports = list((home / "cache" / "reports").iterdir())
    assert len(reports) == 1 and "ZeroDivisionError" in reports[0].read_text()
    assert reports[0].stat().st_mode & 0o077 == 0
