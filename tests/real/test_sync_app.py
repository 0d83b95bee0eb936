"""The inbox looks into a real mailbox while it stays in use: by a key, on a timer, without touching what one is at."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from pathlib import Path

import pytest
from textual.widgets import Input

from store import accounts
from store.book import Book
from store.records import replace
from store.settings import home_under
from tests.real.cutting import Wire
from tests.real.sync_mails import fill, mail
from tui.app import OnwardApp
from tui.screens.inbox import InboxScreen

ADA = "Ada <ada@example.com>"
MARTY = "Marty Chen <marty@example.com>"


def book_at(tmp_path, server, sync="", command=True):
    (tmp_path / "settings.toml").write_text(
        f'[you]\nname = "Ada"\nemail = "ada@example.com"\n[place]\nzone = "UTC"\ncountry = "US"\n[sync]\n{sync}\n')
    (tmp_path / "password").write_text(server.password)
    home = home_under(str(tmp_path))
    more = {"password_command": f"cat '{tmp_path}/password'"} if command else {}
    accounts.keep(home, server.account(**more))
    book = Book.open(home, now=lambda: dt.datetime.now(dt.UTC))
    book.log("met Marty Chen marty@example.com hot 10 days ago")
    book.log("met Lena Voss lena@example.net warm 10 days ago")
    return book


@pytest.fixture(autouse=True)
def real_clock(monkeypatch):
    """Let the process that reads the mailbox use the same clock as the app."""
    monkeypatch.delenv("ONWARD_NOW")


@pytest.fixture
def wire(mail_server):
    """A wire to the server that can be held."""
    found = Wire(mail_server.imaps_port)
    yield found
    found.stop()


def through(book, wire):
    """Let the account of a book go through a wire."""
    accounts.keep(book.home, replace(accounts.load(book.home)[0], imap_port=wire.port))


def reads(tmp_path):
    """Return the ids of the processes that read a mailbox for a home."""
    found = []
    for each in Path("/proc").iterdir():
        try:
            words = (each / "cmdline").read_bytes().split(b"\0")
            variables = (each / "environ").read_bytes()
        except OSError:
            continue
        if b"--steps" in words and str(tmp_path).encode() in variables:
            found.append(int(each.name))
    return found


async def gone(tmp_path):
    """Wait until no process reads any more."""
    async with asyncio.timeout(30):
        while reads(tmp_path):
            await asyncio.sleep(0.02)


async def shows(inbox, pilot, words):
    """Wait until the foot of the inbox says something."""
    async with asyncio.timeout(30):
        while words not in inbox.doing:
            await pilot.pause(0.02)


@pytest.fixture
def told(monkeypatch):
    """What the app says, in its order."""
    said = []
    sane = OnwardApp.say

    def say(self, words, wrong=False):
        said.append(words)
        sane(self, words, wrong)

    monkeypatch.setattr(OnwardApp, "say", say)
    return said


async def ended(app, pilot):
    """Wait until the run is at its end."""
    inbox = next(each for each in app.screen_stack if isinstance(each, InboxScreen))
    async with asyncio.timeout(30):
        while inbox.run_now is not None:
            await pilot.pause(0.01)
    await pilot.pause()
    return inbox


async def test_a_key_looks_and_one_notice_tells(tmp_path, mail_server, told):
    book = book_at(tmp_path, mail_server)
    fill(mail_server, "INBOX", [mail(MARTY, ADA, "Two dates?")])
    app = OnwardApp(book)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        inbox = app.screen
        await pilot.press("j")
        under = inbox.listing.row.name
        await pilot.press("f5")
        await ended(app, pilot)
        assert inbox.listing.row.name == under
        assert len(told) == 1 and "1 mail logged" in told[0] and "1 reply owed" in told[0]
        assert inbox.queue_now.counts["owed"] == 1
        await pilot.press("dollar_sign")
        await ended(app, pilot)
        assert "nothing new" in told[-1].lower()


async def test_a_timer_says_nothing_of_nothing_and_touches_no_typed_line(tmp_path, mail_server, told):
    book = book_at(tmp_path, mail_server, 'every = "1 min"')
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        inbox = await ended(app, pilot)
        assert told == []
        fill(mail_server, "INBOX", [mail(MARTY, ADA, "Two dates?")])
        await pilot.press("a", *"met Pat")
        line = app.screen.query(Input).first()
        inbox._on_time()
        await ended(app, pilot)
        assert app.screen.query(Input).first() is line and line.value == "met Pat"
        assert len(told) == 1 and "reply owed" in told[0]


MANY = 45
"Mails of 42 KB, some of which are fetched at once."


def many(mail_server):
    fill(mail_server, "INBOX", [mail(MARTY, ADA, "words " * 7000, subject=str(number), ago=2 - number / 100)
                                for number in range(MANY)])


def held_after(size, tmp_path, mail_server, wire):
    """Return a book whose mailbox of many mails stops answering after so many bytes."""
    book = book_at(tmp_path, mail_server)
    many(mail_server)
    through(book, wire)
    wire.hold_after = size
    return book


async def test_progress_shows_and_again_stops_it(tmp_path, mail_server, wire, told):
    book = held_after(900_000, tmp_path, mail_server, wire)
    app = OnwardApp(book)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        inbox = app.screen
        await pilot.press("f5")
        await shows(inbox, pilot, "Reading the inbox")
        [reader] = reads(tmp_path)
        assert os.getpriority(os.PRIO_PROCESS, reader) >= os.getpriority(os.PRIO_PROCESS, 0) + 5
        await pilot.press("f5")
        assert "Stopping" in told[-1]
        wire.release()
        await ended(app, pilot)
        assert "Stopped" in told[-1]
        await gone(tmp_path)
        assert 0 < sum(each.kind == "email" for each in book.dossier(book.who("Marty").id).touches) < MANY
        await pilot.press("f5")
        await ended(app, pilot)
        assert sum(each.kind == "email" for each in book.dossier(book.who("Marty").id).touches) == MANY


async def test_a_server_that_hangs_is_left_by_pressing_once_more(tmp_path, mail_server, wire, told):
    book = held_after(20_000, tmp_path, mail_server, wire)
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await shows(app.screen, pilot, "Reading the inbox")
        await pilot.press("f5")
        await pilot.press("f5")
        await ended(app, pilot)
        assert "Stopped" in told[-1]
    await gone(tmp_path)


async def test_leaving_does_not_wait_and_leaves_no_process(tmp_path, mail_server, wire, told):
    book = held_after(20_000, tmp_path, mail_server, wire)
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await shows(app.screen, pilot, "Reading the inbox")
        assert reads(tmp_path)
    await gone(tmp_path)


async def test_what_comes_appears_with_cursor_and_typed_line_kept_while_it_goes_on(tmp_path, mail_server, wire, told):
    book = book_at(tmp_path, mail_server)
    fill(mail_server, "INBOX", [mail(MARTY, ADA, "Two dates?", ago=2)])
    many(mail_server)
    through(book, wire)
    wire.hold_after = 900_000
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        inbox = app.screen
        await pilot.press("j")
        under = inbox.listing.row.name
        await pilot.press("f5")
        await pilot.press("a", *"met Pat")
        line = app.screen.query(Input).first()
        async with asyncio.timeout(30):
            while not inbox.queue_now.counts["owed"]:
                await pilot.pause(0.02)
        assert inbox.run_now is not None
        assert app.screen.query(Input).first() is line and line.value == "met Pat"
        assert inbox.listing.row.name == under
        wire.release()
        await ended(app, pilot)


async def test_a_server_that_is_not_there_is_said(tmp_path, mail_server, told):
    book = book_at(tmp_path, mail_server)
    accounts.keep(book.home, replace(accounts.load(book.home)[0], imap_port=1))
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await ended(app, pilot)
        assert "takes no connection" in told[-1] and "nothing new" not in told[-1].lower()


async def test_without_a_password_it_is_asked_for_once(tmp_path, mail_server, told, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    from store import passwords

    monkeypatch.setattr(passwords, "_remembered", {})
    book = book_at(tmp_path, mail_server, command=False)
    app = OnwardApp(book)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await ended(app, pilot)
        await pilot.pause()
        app.screen.query_one(Input).value = mail_server.password
        await pilot.press("enter")
        await ended(app, pilot)
        assert "nothing new" in told[-1].lower()
        assert mail_server.password not in "".join(told)


async def test_without_an_account_it_says_how_to_make_one(tmp_path, told):
    book = Book.demo(tmp_path / "demo")
    app = OnwardApp(book)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await ended(app, pilot)
        assert "onward account add" in told[-1]


async def test_mail_that_comes_is_seen_without_a_key(tmp_path, mail_server, told):
    book = book_at(tmp_path, mail_server, "idle = true")
    app = OnwardApp(book)
    async with app.run_test(size=(120, 36)) as pilot:
        async with asyncio.timeout(30):
            while "reply owed" not in "".join(told):
                if not mail_server.messages("INBOX"):
                    fill(mail_server, "INBOX", [mail(MARTY, ADA, "Two dates?")])
                await pilot.pause(0.05)
        await ended(app, pilot)
    assert len([each for each in told if "reply owed" in each]) == 1
