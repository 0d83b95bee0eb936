"""A mail leaves from the draft screen after a look; the newsletter from its row; a failure is a sentence and keeps the words."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest

from store import accounts, passwords
from store.accounts import imap, smtp
from store.model import Account
from tests.store.outbox.conftest import FakeMailbox, FakeSender, Servers
from tui.app import OnwardApp
from tui.screens.asking import Choose
from tui.screens.asking_password import AskPassword
from tui.screens.confirm import Confirm
from tui.screens.draft import DraftScreen
from tui.screens.draft_more_ways import ConfirmSending
from tui.screens.newsletter import NewsletterScreen
from tui.widgets.dialog import Said


@pytest.fixture
def servers(book, monkeypatch):
    """Servers in memory."""
    found = Servers(book.now)
    monkeypatch.setattr(imap, "connect", lambda *_args, **_named: found.did("imap") or FakeMailbox(found))
    monkeypatch.setattr(smtp, "connect", lambda *_args, **_named: found.did("smtp") or FakeSender(found))
    return found


@pytest.fixture
def account(book):
    """An account whose password a command prints."""
    found = Account("work", address="sam@work.example", imap_host="mail.example.com", smtp_host="mail.example.com",
                    password_command="echo secret", default=True)
    accounts.keep(book.home, found)
    return found


@pytest.fixture
def draft(book, priya):
    found = book.draft(priya, "email")
    book.save_draft(found.id, "Two [b]dates[/]", "Hello Priya,\n\nTuesday?")
    return found.id


class At:
    """A pilot of the whole app."""

    def __init__(self, app, pilot) -> None:
        self.app = app
        self.pilot = pilot

    async def until(self, true):
        for _ in range(400):
            if true():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"it never came true; {self.app.screen}: {self.words}")

    async def on(self, screen):
        await self.until(lambda: isinstance(self.app.screen, screen))

    @property
    def words(self):
        return "\n".join("".join(each.text for each in strip) for strip in self.app.screen._compositor.render_strips())


@pytest.fixture
def app(book):
    """Run the whole app at a size."""

    @asynccontextmanager
    async def run(width=80, height=24):
        whole = OnwardApp(book)
        async with whole.run_test(size=(width, height)) as pilot:
            await pilot.pause()
            yield At(whole, pilot)

    return run


def state(book, draft):
    from store.book import drafting

    return drafting.get(book, draft)


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_recipient_and_account_are_shown_before_it_is_sent(app, book, draft, servers, account, size):
    async with app(*size) as at:
        at.app.push_screen(DraftScreen(book, draft))
        await at.pilot.pause()
        await at.pilot.press("escape", "M")
        await at.on(ConfirmSending)
        shown = " ".join(at.words.split())
        for each in ("Priya Raman", "priya@example.com", "sam@work.example", "leaves at once"):
            assert each in shown
        await at.pilot.press("enter")
        await at.on(DraftScreen)
        assert servers.taken == []
        await at.pilot.press("M")
        await at.on(ConfirmSending)
        await at.pilot.press("y")
        await at.until(lambda: state(book, draft).state == "sent")
        assert [each[1] for each in servers.taken] == ["priya@example.com"]
        await at.until(lambda: not isinstance(at.app.screen, DraftScreen))


async def test_a_failure_is_a_sentence_and_the_words_stay(app, book, draft, servers, account):
    servers.fail("smtp", "connection-refused")
    async with app() as at:
        at.app.push_screen(DraftScreen(book, draft))
        await at.pilot.pause()
        await at.pilot.press("escape", "M")
        await at.on(ConfirmSending)
        await at.pilot.press("y")
        await at.on(DraftScreen)
        await at.until(lambda: "Nothing was sent" in str(at.app.screen.query_one("#said", Said).render()))
        assert state(book, draft).state == "open"
        assert at.app.screen.editor.body == "Hello Priya,\n\nTuesday?"


async def test_a_password_that_is_missing_is_asked_for_unseen(app, book, draft, servers, monkeypatch):
    from store.errors import Unavailable

    accounts.keep(book.home, Account("work", address="sam@work.example", imap_host="m.example.com", smtp_host="m.example.com"))
    asked = []

    def secret_of(account, ask=None, limit=0):
        if ask is None:
            raise Unavailable("keyring-absent", name=account.name)
        asked.append(ask(account))
        return passwords.Secret("password", asked[-1])

    monkeypatch.setattr(passwords, "secret_of", secret_of)
    async with app() as at:
        at.app.push_screen(DraftScreen(book, draft))
        await at.pilot.pause()
        await at.pilot.press("escape", "D")
        await at.on(AskPassword)
        await at.pilot.press(*"hunter2")
        assert "hunter2" not in at.words
        await at.pilot.press("enter")
        await at.on(Choose)
        assert asked[0] == "hunter2"
        assert state(book, draft).way == "drafts-folder"
        assert len(servers.mails("Entwürfe")) == 1


async def test_without_an_account_there_is_the_file(app, book, draft):
    async with app() as at:
        at.app.push_screen(DraftScreen(book, draft))
        await at.pilot.pause()
        await at.pilot.press("escape", "M")
        await at.until(lambda: "no mail account" in str(at.app.screen.query_one("#said", Said).render()))
        await at.pilot.press("f")
        await at.on(Choose)
        await at.pilot.press("y")
        await at.until(lambda: state(book, draft).state == "sent")
        assert state(book, draft).way == "eml"


async def test_the_usual_way_is_the_one_that_was_chosen(app, book, draft, priya, servers, account):
    book.set_way(priya, "email", "drafts-folder")
    async with app() as at:
        at.app.push_screen(DraftScreen(book, draft))
        await at.pilot.pause()
        await at.pilot.press("escape", "o")
        await at.on(Choose)
        assert len(servers.mails("Entwürfe")) == 1


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_the_newsletter_is_written_looked_at_and_sent(app, book, servers, account, size):
    import datetime as dt

    people = [book.log(f"{name} {name.split()[0].lower()}@example.com").contacts[0] for name in ("Ana Duarte", "Bo Hart")]
    book.change(people[:1], name="Ana [b]Duarte[/]", given="Ana")
    book.use_cadence(people, "nurture")
    later = book.now() + dt.timedelta(days=32)
    book._clock = lambda: later
    servers.now = lambda: later
    book.forget_what_was_read()
    async with app(*size) as at:
        at.app.screen.action_newsletter()
        await at.on(NewsletterScreen)
        screen = at.app.screen
        await at.pilot.press("escape", "M")
        await at.pilot.pause()
        assert isinstance(at.app.screen, NewsletterScreen), "places to fill in are open"
        assert servers.taken == []
        screen.editor.put("What came up, $first_name", "Hello $first_name,\n\none thing.")
        await at.pilot.press("v")
        await at.until(lambda: screen.has_class("-looking"))
        assert "Hello Ana" in at.words
        await at.pilot.press("M")
        await at.on(Confirm)
        assert "2 people" in " ".join(at.words.split())
        await at.pilot.press("y")
        await at.until(lambda: len(servers.taken) == 2 and not isinstance(at.app.screen, NewsletterScreen))
        assert all(len(book.dossier(each).touches) == 1 for each in people)


async def test_the_row_of_the_newsletter_opens_it(app, book):
    import datetime as dt

    people = [book.log(f"{name} {name.split()[0].lower()}@example.com").contacts[0] for name in ("Ana Duarte", "Bo Hart")]
    book.use_cadence(people, "nurture")
    later = book.now() + dt.timedelta(days=32)
    book._clock = lambda: later
    book.forget_what_was_read()
    async with app() as at:
        rows = book.queue("today").rows
        assert rows[0].due.step == "newsletter"
        await at.until(lambda: at.app.screen.listing.row is not None)
        await at.pilot.press("enter")
        await at.on(NewsletterScreen)


async def test_at_the_next_start_it_is_said_that_a_mail_may_be_out(app, book, draft, servers, account):
    servers.fail("accepted", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        book.send(draft)
    async with app() as at:
        await at.until(lambda: any("Priya Raman" in each.message for each in at.app._notifications))
