"""Opening links: with the user's own command, or a sentence's worth of reason; never in this terminal."""

from __future__ import annotations

import contextlib
import stat
import sys

import pytest

from store.errors import Unavailable
from tui.handover import open_link

MAIL = "mailto:marty@example.com?subject=Hi%20there"
TEXT = "sms:+14155550100?body=Hi"


@pytest.fixture(autouse=True)
def desktop(monkeypatch, tmp_path):
    """Take every desktop away, and keep programs in a folder of our own."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PREFIX", "WSL_DISTRO_NAME", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.fixture
def program(tmp_path):
    """Return what puts a program on the path that keeps its arguments and whether it sees a terminal."""

    def make(name, body=""):
        kept = tmp_path / f"{name}.kept"
        path = tmp_path / "bin" / name
        path.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {kept}\n{body}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return kept

    return make


@pytest.mark.parametrize(("link", "code"), [
    (MAIL, "no-mail-program"), (TEXT, "no-message-program"), ("tel:+14155550100", "no-call-program"),
    ("https://example.com/", "no-browser"),
])
def test_without_a_display_nothing_is_started(link, code, program):
    kept = program("xdg-open")
    with pytest.raises(Unavailable) as caught:
        open_link(link)
    assert (caught.value.code, caught.value.values["reason"]) == (code, "no-display")
    assert not kept.exists()


@pytest.mark.parametrize("link", ["", "file:///etc/passwd", "javascript:x", "--help", "ftp://example.com"])
def test_other_links_are_not_opened(link, program):
    kept = program("mine")
    with pytest.raises(Unavailable, match="bad-link"):
        open_link(link, "mine")
    assert not kept.exists()


@pytest.mark.parametrize(("answer", "installed"), [("", False), ("gone.desktop", False), ("odd words", True)])
def test_without_a_handler_nothing_is_started(answer, installed, program, monkeypatch, tmp_path):
    monkeypatch.setenv("DISPLAY", ":99")
    program("xdg-mime", f"echo '{answer}'")
    kept = program("xdg-open")
    with pytest.raises(Unavailable) as caught:
        open_link(MAIL)
    assert (caught.value.code, caught.value.values["reason"]) == ("no-mail-program", "no-handler")
    assert not kept.exists()


def handler(tmp_path, name):
    (tmp_path / "share" / "applications").mkdir(parents=True)
    (tmp_path / "share" / "applications" / f"{name}.desktop").write_text("[Desktop Entry]\n")


def test_the_desktops_handler_gets_the_link_without_a_terminal(program, monkeypatch, tmp_path):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("BROWSER", "w3m")
    handler(tmp_path, "net.example.Mail")
    asked = program("xdg-mime", "echo net.example.Mail.desktop")
    kept = program("xdg-open", f"(echo x > /dev/tty) 2>/dev/null || echo \"none $BROWSER$TERM\" > {tmp_path}/terminal")
    assert open_link(MAIL) == "net.example.Mail"
    assert asked.read_text().split() == ["query", "default", "x-scheme-handler/mailto"]
    assert kept.read_text() == MAIL + "\n"
    assert (tmp_path / "terminal").read_text().strip() == "none"


def test_a_handler_that_fails_is_told(program, monkeypatch, tmp_path):
    monkeypatch.setenv("DISPLAY", ":99")
    handler(tmp_path, "mail")
    program("xdg-mime", "echo mail.desktop")
    program("xdg-open", "exit 3")
    with pytest.raises(Unavailable) as caught:
        open_link(MAIL)
    assert caught.value.values["reason"] == "failed"


def test_a_handler_that_goes_on_has_opened(program, monkeypatch, tmp_path):
    monkeypatch.setenv("DISPLAY", ":99")
    handler(tmp_path, "mail")
    program("xdg-mime", "echo mail.desktop")
    program("xdg-open", "exec sleep 2")
    assert open_link(MAIL, wait=0.2) == "mail"


def test_on_a_mac_it_is_open(program, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    kept = program("open")
    assert open_link(TEXT) == "open"
    assert kept.read_text() == TEXT + "\n"


def test_on_an_android_phone_the_system_is_asked(program, monkeypatch):
    monkeypatch.setenv("PREFIX", "/data/data/com.termux/files/usr")
    kept = program("termux-open-url")
    assert open_link(TEXT) == "termux-open-url"
    assert kept.read_text() == TEXT + "\n"


@pytest.mark.parametrize(("command", "given"), [
    ("mine", [MAIL]), ("mine --compose", ["--compose", MAIL]), ("mine '--link={link}' -x", [f"--link={MAIL}", "-x"]),
])
def test_the_users_own_command(command, given, program):
    kept = program("mine")
    assert open_link(MAIL, command) == "mine"
    assert kept.read_text().splitlines() == given


def test_no_shell_sees_the_link(program, tmp_path):
    kept = program("mine")
    link = f"mailto:a@example.com?subject=$(touch${{IFS}}{tmp_path}/x);`id`&body='\"\n x\x1b"
    open_link(link, "mine {link}")
    assert not (tmp_path / "x").exists()
    assert kept.read_text().rstrip("\n").endswith("%0A%20x%1B")


@pytest.mark.parametrize("command", ["not-a-program-anywhere {link}", "'unclosed"])
def test_a_command_that_is_not_there(command):
    with pytest.raises(Unavailable) as caught:
        open_link(MAIL, command)
    assert (caught.value.code, caught.value.values["reason"]) == ("no-mail-program", "no-command")
    assert caught.value.values["command"] == command


def test_a_mail_program_of_the_terminal_has_the_terminal(program):
    places = []

    @contextlib.contextmanager
    def suspend():
        places.append("away")
        yield
        places.append("back")

    kept = program("neomutt", "exit 0")
    assert open_link(MAIL, "neomutt", suspend) == "neomutt"
    program("neomutt", "exit 1")
    with pytest.raises(Unavailable, match="no-mail-program"):
        open_link(MAIL, "neomutt", suspend)
    assert kept.read_text() == MAIL + "\n"
    assert places == ["away", "back"] * 2
