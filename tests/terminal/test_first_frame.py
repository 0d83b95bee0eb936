"""The first frame of the inbox: there before the library of the full screen, and gone without a trace."""

import shlex

import pytest

pytestmark = pytest.mark.terminal


SAME = "stty -g | diff - before && echo sa''me"
"Prints `same` where the terminal is set as it was when the file was written."


def begin(terminal):
    """Keep how the terminal is set."""
    terminal.shell("stty -g > before; echo ke''pt", r"kept")


def test_keys_typed_at_the_first_frame_count_and_the_terminal_is_given_back(terminal, program):
    onward = shlex.quote(str(program))
    for line in ("log met Ada Long 415 555 0101 hot", "log met Bea Short 415 555 0102 hot"):
        terminal.shell(f"{onward} {line}", r"Thank-you text due by")
    begin(terminal)
    # The keys come in one write with the command: the inbox is not there to read them yet.
    terminal.run("send-keys", "-t", "walk", "-l", f"clear; {onward}\r")
    terminal.until(r"Today 2")
    terminal.type("?")
    terminal.until(r"All keys")
    terminal.keys("Escape")
    terminal.until(r"Bea Short")
    terminal.keys("q")
    terminal.until(r"\$$")
    terminal.shell(SAME, r"same")


def test_an_inbox_that_cannot_be_imported_leaves_the_terminal_as_it_was(terminal, program, tmp_path):
    onward = shlex.quote(str(program))
    terminal.shell(f"{onward} log met Ada Long 415 555 0101 hot", r"Thank-you text due by")
    (tmp_path / "broken" / "textual").mkdir(parents=True)
    (tmp_path / "broken" / "textual" / "__init__.py").write_text("raise ModuleNotFoundError('gone', name='textual')")
    begin(terminal)
    terminal.shell(f"PYTHONPATH=$PWD/broken {onward}; {SAME}", r"same")
    assert "The full screen is not part of this installation" in terminal.screen()
