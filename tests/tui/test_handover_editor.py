"""The user's own editor: the words go out in a private file and come back whatever happens there."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile

import pytest

from store.errors import Unavailable
from tui.handover import edit
from tui.handover.editor import FALLBACKS


class Screen:
    """Stands for the app: counts how often the terminal was given away and taken back."""

    def __init__(self):
        self.away = 0
        self.back = 0

    @contextlib.contextmanager
    def suspend(self):
        """Give the terminal away; as in the app, an exception never comes back to it."""
        self.away += 1
        yield
        self.back += 1


@pytest.fixture
def screen():
    return Screen()


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Keep temporary files of this test in a folder of its own, and no editor in the environment."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    return place


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Return what makes a Python program the editor; `path` is the draft's file in it."""

    def make(program, variable="EDITOR"):
        script = tmp_path / "editor with space.py"
        script.write_text(f"import os, signal, sys\npath = sys.argv[-1]\n{program}\n")
        monkeypatch.setenv(variable, f"'{sys.executable}' '{script}'")

    return make


def test_the_words_come_back(editor, screen, folder):
    editor("open(path, 'a').write('and more\\n')")
    assert edit("Hi Marty", screen.suspend) == "Hi Marty\nand more"
    assert (screen.away, screen.back) == (1, 1)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("words", ["", "Hi", "Hi\n", "a\n\nb", "ü😀\u202e", "  x  ", "\n\n"])
def test_untouched_words_come_back_as_they_were(words, editor, screen):
    editor("")
    assert edit(words, screen.suspend) == words


@pytest.mark.parametrize(("written", "words"), [
    (b"a\r\nb\r\n", "a\nb"), (b"\xef\xbb\xbfa\n", "a"), (b"", ""), (b"\xff\n", "\ufffd"),
])
def test_what_other_editors_write(written, words, editor, screen):
    editor(f"open(path, 'wb').write({written!r})")
    assert edit("before", screen.suspend) == words


def test_the_file_is_private_and_a_replaced_one_is_read(editor, screen):
    editor("facts = oct(os.stat(path).st_mode & 0o777), oct(os.stat(os.path.dirname(path)).st_mode & 0o777)\n"
           "open(path + '.new', 'w').write(' '.join(facts))\nos.replace(path + '.new', path)")
    assert edit("x", screen.suspend) == "0o600 0o700"


def test_visual_goes_before_editor(editor, screen, monkeypatch):
    editor("open(path, 'w').write('visual')", variable="VISUAL")
    monkeypatch.setenv("EDITOR", "false")
    assert edit("x", screen.suspend) == "visual"


@pytest.mark.parametrize(("program", "status", "kept"), [
    ("open(path, 'w').write('half'); sys.exit(3)", 3, "half"), ("os.remove(path)", 0, "Hi"),
    ("os.kill(os.getpid(), signal.SIGKILL)", -9, "Hi"),
])
def test_an_editor_that_fails_keeps_the_words(program, status, kept, editor, screen, folder):
    editor(program)
    with pytest.raises(Unavailable) as caught:
        edit("Hi", screen.suspend)
    assert caught.value.code == "editor-failed"
    assert (caught.value.values["status"], caught.value.values["text"]) == (status, kept)
    assert (screen.away, screen.back) == (1, 1)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("wanted", ["not-an-editor-anywhere", "'unclosed"])
def test_an_editor_that_is_not_there(wanted, screen, monkeypatch):
    monkeypatch.setenv("EDITOR", wanted)
    with pytest.raises(Unavailable) as caught:
        edit("Hi", screen.suspend)
    assert (caught.value.code, caught.value.values["editor"], screen.away) == ("no-editor", wanted, 0)


def test_without_a_word_about_editors_the_usual_ones_are_tried(screen, monkeypatch, tmp_path):
    path = tmp_path / FALLBACKS[-1]
    path.write_text("#!/bin/sh\necho fallback > \"$1\"\n")
    path.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert edit("x", screen.suspend) == "fallback"
    path.unlink()
    with pytest.raises(Unavailable, match="no-editor"):
        edit("x", screen.suspend)


def test_an_editor_that_cannot_be_started_gives_the_terminal_back(screen, monkeypatch, tmp_path):
    path = tmp_path / "editor"
    path.write_text("no program")
    path.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(path))
    with pytest.raises(Unavailable, match="editor-failed"):
        edit("x", screen.suspend)
    assert (screen.away, screen.back) == (1, 1)


@pytest.mark.parametrize("number", ["SIGINT", "SIGQUIT"])
def test_keys_that_end_programs_belong_to_the_editor(number, editor, screen):
    editor(f"signal.signal(signal.{number}, lambda *_: None)\n"
           f"os.kill(os.getppid(), signal.{number})\nos.kill(os.getpid(), signal.{number})\n"
           "open(path, 'w').write('alive')")
    before = signal.getsignal(getattr(signal, number))
    assert edit("x", screen.suspend) == "alive"
    assert signal.getsignal(getattr(signal, number)) is before


def test_the_editor_does_not_inherit_deafness(editor, screen):
    editor("open(path, 'w').write(str(signal.getsignal(signal.SIGINT) is signal.SIG_IGN))")
    assert edit("x", screen.suspend) == "False"


def test_editors_with_windows_are_asked_to_wait(screen, monkeypatch, tmp_path):
    path = tmp_path / "code"
    path.write_text("#!/bin/sh\neval last=\\${$#}\necho \"$1\" > \"$last\"\n")
    path.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(path))
    assert edit("x", screen.suspend) == "--wait"
    monkeypatch.setenv("EDITOR", f"{path} -w")
    assert edit("x", screen.suspend) == "-w"


def test_no_room_for_the_file(screen, monkeypatch, tmp_path):
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not-there"))
    with pytest.raises(Unavailable) as caught:
        edit("Hi", screen.suspend)
    assert (caught.value.code, caught.value.values["text"]) == ("editor-failed", "Hi")
    assert os.path.basename(caught.value.values["editor"]) == "true"
