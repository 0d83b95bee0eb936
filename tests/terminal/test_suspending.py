"""Ctrl+Z goes back to the shell, fg brings Onward back as it was."""

import shlex

import pytest

pytestmark = pytest.mark.terminal


def test_onward_is_paused_and_comes_back(terminal, program):
    terminal.type(f"ONWARD_HOME=$PWD/home {shlex.quote(str(program))}")
    terminal.keys("Enter")
    terminal.until("Three ways in")
    terminal.keys("C-z")
    terminal.until(r"Stopped")
    terminal.shell("echo still $((40 + 2))", "still 42")
    terminal.type("fg")
    terminal.keys("Enter")
    terminal.until("Three ways in")
    terminal.keys("q")
    terminal.until(r"\$$")
