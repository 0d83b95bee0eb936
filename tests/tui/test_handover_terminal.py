"""What goes through the terminal: the clipboard sequence and links to tap, with nothing of the words obeyed."""

from __future__ import annotations

import base64
import stat
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.handover import copy, terminal_link
from tui.handover.clipboard import MOST_FOR_TERMINAL, SCREEN_PIECE, terminal_copy
from tui.handover.links import LONGEST


@pytest.fixture(autouse=True)
def bare_terminal(monkeypatch, tmp_path):
    """Take every desktop, multiplexer and clipboard tool away."""
    for name in ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "PREFIX", "WSL_DISTRO_NAME", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(sys, "platform", "linux")
    (tmp_path / "bin").mkdir()


@pytest.fixture
def tool(tmp_path):
    """Return what puts a clipboard tool of our own on the path; it keeps what it was given."""

    def make(name, status=0, seconds=0):
        kept = tmp_path / f"{name}.kept"
        path = tmp_path / "bin" / name
        path.write_text(f"#!/bin/sh\n/bin/cat > {kept}\n/bin/sleep {seconds}\nexit {status}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return kept

    return make


def sequence_of(words):
    return f"\x1b]52;c;{base64.b64encode(words.encode()).decode()}\x07"


class TestCopy:
    def test_through_the_terminal_alone(self):
        written = []
        assert copy("Hi Marty,\n\tü", written.append) == ("terminal",)
        assert written == [sequence_of("Hi Marty,\n\tü")]

    @pytest.mark.parametrize(("environment", "name"), [
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wl-copy"), ({"DISPLAY": ":0"}, "xclip"), ({"DISPLAY": ":0"}, "xsel"),
        ({"PREFIX": "/data/data/com.termux/files/usr"}, "termux-clipboard-set"),
    ])
    def test_the_platforms_tool_too(self, environment, name, tool, monkeypatch):
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        kept = tool(name)
        assert copy("Grüße", lambda _: None) == ("terminal", name)
        assert kept.read_text() == "Grüße"

    def test_on_a_mac_but_not_on_one_far_away(self, tool, monkeypatch):
        monkeypatch.setattr(sys, "platform", "darwin")
        tool("pbcopy")
        assert copy("x", lambda _: None) == ("terminal", "pbcopy")
        monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 22 192.0.2.2 22")
        assert copy("x", lambda _: None) == ("terminal",)

    def test_beside_windows_in_its_own_letters(self, tool, monkeypatch):
        monkeypatch.setenv("WSL_DISTRO_NAME", "Debian")
        kept = tool("clip.exe")
        assert copy("ü", lambda _: None) == ("terminal", "clip.exe")
        assert kept.read_bytes().decode("utf-16-le") == "ü"

    def test_a_tool_that_fails_leaves_it_to_the_next(self, tool, monkeypatch):
        monkeypatch.setenv("DISPLAY", ":0")
        tool("xclip", status=1)
        tool("xsel")
        assert copy("x", lambda _: None) == ("terminal", "xsel")

    def test_a_tool_that_hangs_is_given_up(self, tool, monkeypatch):
        monkeypatch.setenv("DISPLAY", ":0")
        monkeypatch.setattr("tui.handover.clipboard.LIMIT", 0.1)
        tool("xclip", seconds=3)
        assert copy("x", lambda _: None) == ("terminal",)

    def test_words_too_long_for_the_terminal_are_not_cut(self):
        written = []
        assert copy("ü" * (MOST_FOR_TERMINAL // 2 + 1), written.append) == ()
        assert written == []
        assert copy("x" * MOST_FOR_TERMINAL, written.append) == ("terminal",)
        assert len(written[0]) <= 100_000

    @given(st.text(max_size=200))
    def test_only_the_sequence_reaches_the_terminal_and_no_command_the_clipboard(self, words):
        written = []
        copy(words, written.append)
        head, _, rest = written[0].partition("52;c;")
        assert head == "\x1b]"
        assert rest.endswith("\x07")
        copied = base64.b64decode(rest[:-1], validate=True).decode()
        assert not any(each < " " and each not in "\n\t" for each in copied)
        assert "\x1b" not in copied

    def test_tmux_gets_it_plain_and_to_pass_on(self, monkeypatch):
        monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
        plain = sequence_of("x")
        assert terminal_copy(b"x") == plain + "\x1bPtmux;\x1b" + plain + "\x1b\\"

    def test_screen_gets_it_in_pieces(self, monkeypatch):
        monkeypatch.setenv("STY", "1.pts-0")
        sent = terminal_copy(b"x" * 600)
        pieces = [each.removeprefix("\x1bP") for each in sent.split("\x1b\\") if each]
        assert "".join(pieces) == sequence_of("x" * 600)
        assert max(len(each) for each in pieces) <= SCREEN_PIECE


class TestLink:
    def test_a_label_to_tap(self):
        assert terminal_link("sms:+14155550100?body=Hi%20Marty", "text Marty") == (
            "\x1b]8;;sms:+14155550100?body=Hi%20Marty\x1b\\text Marty\x1b]8;;\x1b\\")

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", "x" * 10, "ssh://example.com",
                                     "mailto:" + "x" * LONGEST])
    def test_what_is_not_ours_to_open_is_a_plain_label(self, url):
        assert terminal_link(url, "Marty") == "Marty"

    @given(st.text(max_size=100), st.text(max_size=40))
    def test_nothing_breaks_out_of_the_link(self, words, label):
        made = terminal_link("mailto:" + words, label)
        opening, link, rest = made.partition("\x1b]8;;")[0], *made[5:].split("\x1b\\", 1)
        assert opening == ""
        assert link.isascii()
        assert link.isprintable()
        shown, closing, end = rest.partition("\x1b]8;;\x1b\\")
        assert closing
        assert end == ""
        assert "\x1b" not in shown
        assert not any(each < " " or each in "\u202e\x9b" for each in shown)
