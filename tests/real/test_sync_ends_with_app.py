"""The process that reads a mailbox for the inbox goes when the inbox goes, however it does, and paints nothing."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store import accounts
from store.book import Book
from store.records import replace
from store.settings import home_under
from tests.ptys import read_until
from tests.real.cutting import Wire
from tests.real.sync_mails import fill, mail

PATIENCE = 25.0


@pytest.fixture
def wire(mail_server):
    """A wire that holds before the mails are through."""
    found = Wire(mail_server.imaps_port)
    found.hold_after = 20_000
    yield found
    found.stop()


@pytest.fixture
def app(tmp_path, mail_server, wire, monkeypatch):
    """The app in a terminal of its own, while its mailbox is being read: the process, and this side of the terminal."""
    monkeypatch.delenv("ONWARD_NOW")
    (tmp_path / "settings.toml").write_text('[you]\nemail = "ada@example.com"\n[place]\nzone = "UTC"\ncountry = "US"\n')
    (tmp_path / "password").write_text(mail_server.password)
    home = home_under(str(tmp_path))
    accounts.keep(home, replace(mail_server.account(password_command=f"cat '{tmp_path}/password'"), imap_port=wire.port))
    book = Book.open(home)
    book.log("met Marty Chen marty@example.com hot 10 days ago")
    book.close()
    fill(mail_server, "INBOX", [mail("marty@example.com", "ada@example.com", "words " * 3000, str(number))
                                for number in range(40)])
    mine, theirs = pty.openpty()
    command = Path(sys.executable).with_name("onward")
    variables = {**os.environ, "ONWARD_HOME": str(tmp_path), "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    process = subprocess.Popen([str(command)], stdin=theirs, stdout=theirs, stderr=theirs, env=variables,
                               start_new_session=True)
    os.close(theirs)
    seen = read_until(mine, b"Marty")
    os.write(mine, b"\x1b[15~")
    seen += read_until(mine, b"Reading")
    assert readers(tmp_path), seen[-500:]
    yield process, mine
    if process.poll() is None:
        process.kill()
    process.wait(20)


def readers(tmp_path):
    """Return the processes that read a mailbox for a home."""
    found = []
    for each in Path("/proc").iterdir():
        try:
            if b"--steps" in (each / "cmdline").read_bytes() and str(tmp_path).encode() in (each / "environ").read_bytes():
                found.append(int(each.name))
        except OSError:
            continue
    return found


def all_gone(tmp_path):
    """Wait until no process reads any more; return whether that came to be."""
    deadline = time.monotonic() + PATIENCE
    while readers(tmp_path):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("end", ["q", "SIGTERM", "SIGKILL", "terminal"])
def test_it_goes_with_the_app(tmp_path, app, end):
    process, mine = app
    [reader] = readers(tmp_path)
    shown = (Path(f"/proc/{reader}/cmdline").read_bytes() + Path(f"/proc/{reader}/environ").read_bytes())
    assert (tmp_path / "password").read_bytes() not in shown
    painted = b""
    if end == "q":
        os.write(mine, b"q")
        painted = read_until(mine, b"\x1b[?1049l")
    elif end == "terminal":
        os.close(mine)
    else:
        process.send_signal(signal.Signals[end])
    assert all_gone(tmp_path)
    process.wait(20)
    assert b"Traceback" not in painted
    if end != "terminal":
        os.close(mine)
    book = Book.open(home_under(str(tmp_path)))
    assert len(book.find("Marty")) == 1 and not book.database.notices
    book.close()
