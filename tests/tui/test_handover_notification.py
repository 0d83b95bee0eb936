"""Notifications: which way they take, and texts that do nothing but be read."""

import stat
import sys

import pytest

from store.errors import Unavailable
from tui.handover import notify, way_of
from tui.handover.notification import LONGEST, plain

EVIL = "a\x1b]52;c;ZXZpbA==\x07b\n<b>c</b> & --d \u202e"


@pytest.fixture(autouse=True)
def desktop(monkeypatch, tmp_path):
    """Take every desktop away, and keep programs in a folder of our own."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PREFIX", "TMUX", "STY", "VTE_VERSION", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / 'bin'))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.fixture
def notify_send(tmp_path, monkeypatch):
    """Put a notify-send on the path that keeps its arguments, and a desktop beside it."""
    monkeypatch.setenv("DISPLAY", ":9")
    kept = tmp_path / "kept"
    path = tmp_path / "bin" / "notify-send"
    path.write_text(f"#!/bin/sh\nfor each in \"$@\"; do printf '%s\\n' \"$each\"; done >> {kept}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return kept


def test_the_desktop_gets_it_as_arguments(notify_send):
    assert way_of("auto", has_terminal=True) == "desktop"
    written = []
    assert notify("desktop", "-Marty: text", EVIL, written.append)
    assert notify_send.read_text().splitlines()[:3] == ["--app-name=Onward", "--", " -Marty: text"]
    body = notify_send.read_text().splitlines()[3]
    assert not set(body) & set("<>&\x1b\x07\u202e") and "‹b›c‹/b›" in body
    assert len(notify_send.read_text().splitlines()) == 4 and not written


def test_a_desktop_that_takes_nothing_is_told(notify_send, tmp_path):
    (tmp_path / "bin" / "notify-send").write_text("#!/bin/sh\nexit 1\n")
    assert not notify("desktop", "Marty", "9 min left", lambda _: None)


@pytest.mark.parametrize(("term", "way"), [("xterm-256color", "osc9"), ("foot", "osc777"), ("rxvt-unicode", "osc777")])
def test_without_a_desktop_the_terminal(monkeypatch, term, way):
    monkeypatch.setenv("TERM", term)
    assert way_of("auto", has_terminal=True) == way


def test_what_is_not_there_is_said(monkeypatch):
    for by, terminal, reason in (("desktop", True, "no-display"), ("auto", False, "no-display"), ("osc9", False, "not-in-terminal")):
        with pytest.raises(Unavailable) as caught:
            way_of(by, has_terminal=terminal)
        assert caught.value.values["reason"] == reason
    monkeypatch.setenv("DISPLAY", ":9")
    with pytest.raises(Unavailable) as caught:
        way_of("desktop", has_terminal=True)
    assert caught.value.values["reason"] == "no-notifier"


@pytest.mark.parametrize(("way", "begins"), [("osc9", "\x1b]9;Onward: a"), ("osc777", "\x1b]777;notify;a")])
def test_the_terminal_gets_one_sequence(way, begins):
    written = []
    assert notify(way, EVIL, EVIL, written.append)
    (sequence,) = written
    assert sequence.startswith(begins) and sequence.endswith("\x07")
    assert sequence.count("\x1b") == 1 and sequence.count("\x07") == 1 and "\n" not in sequence
    if way == "osc777":
        assert sequence.split(";")[2].count(";") == 0 and len(sequence.split(";", 3)) == 4


def test_tmux_passes_it_on(monkeypatch):
    monkeypatch.setenv("TMUX", "/tmp/x,1,0")
    written = []
    notify("osc9", "Marty", "now", written.append)
    assert written == ["\x1bPtmux;\x1b\x1b]9;Onward: Marty. now\x07\x1b\\"]


def test_long_texts_are_cut():
    assert len(plain("x" * 1000)) == LONGEST
