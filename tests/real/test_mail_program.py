"""The desktop's own way to open a link: xdg-utils and a handler of ours in a private folder, which keeps what it got."""

from __future__ import annotations

import sys
import time
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from store.errors import Unavailable
from store.model import Draft
from store.outbox import mailto, sms
from tui.handover import open_link

BODY = "Hi Marty,\n\n50% & more; \"quoted\", 'single' $HOME `id` $(id)\nüber 😀 \u202etfel\nbcc: x@example.org\n-- \nSam"


def draft(kind, address, body=BODY):
    return Draft("d", "c", kind, "open", subject="Re: dates, a\r\nBcc: x@example.org", body=body, address=address)


@pytest.fixture
def desktop(needs, tmp_path, monkeypatch):
    """A private desktop whose handler of mailto and sms keeps its arguments; return the file it keeps them in."""
    needs("xdg-open", "xdg-utils")
    needs("xdg-mime", "xdg-utils")
    kept = tmp_path / "kept"
    program = tmp_path / "keep link.py"
    program.write_text(
        "import os, sys\nfrom pathlib import Path\n"
        f"Path({str(kept)!r} + '.new').write_text('\\0'.join([str(os.isatty(0)), *sys.argv[1:]]))\n"
        f"os.replace({str(kept)!r} + '.new', {str(kept)!r})\n")
    applications = tmp_path / "share" / "applications"
    applications.mkdir(parents=True)
    (applications / "keeper.desktop").write_text(
        "[Desktop Entry]\nType=Application\nName=Keeper\nNoDisplay=true\n"
        f"Exec={tmp_path / 'keeper'} %u\nMimeType=x-scheme-handler/mailto;x-scheme-handler/sms;\n")
    (tmp_path / "keeper").write_text(f"#!/bin/sh\nexec '{sys.executable}' '{program}' \"$@\"\n")
    (tmp_path / "keeper").chmod(0o755)
    settings = tmp_path / "config"
    settings.mkdir()
    (settings / "mimeapps.list").write_text(
        "[Default Applications]\nx-scheme-handler/mailto=keeper.desktop\nx-scheme-handler/sms=keeper.desktop\n")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(settings))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":99")
    for name in ("XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "KDE_FULL_SESSION", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    return kept


def arrived(kept: Path) -> list[str]:
    """Return what the handler was given, once it has it: it may outlive what started it."""
    until = time.monotonic() + 20
    while not kept.exists():
        assert time.monotonic() < until, "the handler was never started"
        time.sleep(0.02)
    return kept.read_text().split("\0")


def test_a_mail_reaches_the_mail_program_as_one_argument(desktop):
    link = mailto(draft("email", "marty+work@example.com"))
    assert open_link(link, wait=10) == "keeper"
    terminal, *arguments = arrived(desktop)
    assert terminal == "False"
    assert arguments == [link]
    parts = urlsplit(arguments[0])
    fields = parse_qs(parts.query, strict_parsing=True)
    message = EmailMessage()
    message["To"] = unquote(parts.path)
    message["Subject"] = fields["subject"][0]
    message.set_content(fields["body"][0])
    assert [str(each) for each in message["To"].addresses] == ["marty+work@example.com"]
    assert message["Subject"] == "Re: dates, a Bcc: x@example.org"
    assert set(fields) == {"subject", "body"}
    assert fields["body"][0].split("\r\n") == BODY.split("\n")


def test_a_text_reaches_the_message_program(desktop):
    link = sms(draft("text", "+14155550100"))
    assert open_link(link, wait=10) == "keeper"
    assert arrived(desktop)[1:] == [link]


def test_a_scheme_that_nobody_handles(desktop):
    with pytest.raises(Unavailable) as caught:
        open_link("tel:+14155550100")
    assert (caught.value.code, caught.value.values["reason"]) == ("no-call-program", "no-handler")


def test_a_default_that_is_no_longer_installed(desktop, tmp_path):
    (tmp_path / "share" / "applications" / "keeper.desktop").unlink()
    with pytest.raises(Unavailable) as caught:
        open_link(mailto(draft("email", "marty@example.com")))
    assert (caught.value.code, caught.value.values["reason"]) == ("no-mail-program", "no-handler")
    assert not desktop.exists()


def test_without_a_display_no_text_browser_takes_the_screen(desktop, monkeypatch):
    monkeypatch.delenv("DISPLAY")
    with pytest.raises(Unavailable) as caught:
        open_link(mailto(draft("email", "marty@example.com")))
    assert caught.value.values["reason"] == "no-display"
    assert not desktop.exists()
