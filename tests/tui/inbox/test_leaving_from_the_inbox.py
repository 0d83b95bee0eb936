"""From a due touch to sent words, counted in keys; what is told where; and a draft that a crash leaves behind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from store.book import Book
from store.settings import home_under
from tui import handover
from tui.app import OnwardApp
from tui.screens.asking import Choose
from tui.screens.call_card import CallScreen
from tui.screens.draft import DraftScreen
from tui.screens.inbox import InboxScreen
from tui.widgets.dialog import Said

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)


@pytest.fixture
def book(tmp_path):
    """A book with Marty, met just now, who gave a number, and Priya, who gave a mail address."""
    home = home_under(str(tmp_path / "home"))
    Path(home.settings).parent.mkdir(parents=True, exist_ok=True)
    Path(home.settings).write_text('[you]\nname = "Sam Reed"\n[place]\nzone = "America/Los_Angeles"\ncountry = "US"\n')
    found = Book.open(home, now=lambda: NOW)
    found.log("met Marty Chen @Acme at:Chamber 415 555 0100 hot // son plays golf")
    return found


@pytest.fixture
def opened(monkeypatch):
    """The links that were opened in another program."""
    links: list[str] = []
    monkeypatch.setattr(handover, "open_link", links.append)
    return links


class Hand:
    """Presses keys and counts them."""

    def __init__(self, pilot) -> None:
        self.pilot = pilot
        self.app = pilot.app
        self.count = 0

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.count += 1
            await self.pilot.press(key)
            await self.pilot.pause()

    async def until(self, true, tries: int = 400) -> None:
        for _ in range(tries):
            if true():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it never came true")


def fill_gaps(screen) -> None:
    """Write something into every open gap: the words are not counted."""
    from tui.widgets.draft_editor import GAP

    screen.editor.put(screen.editor.subject, GAP.sub("x", screen.editor.body))


async def test_one_key_to_the_draft_two_to_the_program_three_to_logged(book, opened):
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await hand.until(lambda: isinstance(app.screen, InboxScreen) and app.screen.listing.rows)
        await hand.press("d")
        assert isinstance(app.screen, DraftScreen)
        assert hand.count == 1
        fill_gaps(app.screen)
        await hand.press("f5")
        await hand.until(lambda: isinstance(app.screen, Choose))
        assert hand.count == 2
        assert [each.partition(":")[0] for each in opened] == ["sms"]
        await hand.press("y")
        await hand.until(lambda: isinstance(app.screen, InboxScreen))
        assert hand.count == 3
        contact = book.who("Marty").id
        assert [(each.kind, each.outcome) for each in book.dossier(contact).touches][-1] == ("text", "sent")


async def test_in_the_sweep_one_key_confirms_all(book, opened):
    book.log("met Priya Raman priya@example.com hot")
    for name in ("Marty", "Priya"):
        book.hand_over(book.draft(book.who(name).id).id, "mail-program")
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await hand.until(lambda: isinstance(app.screen, InboxScreen) and app.screen.listing.rows)
        app.screen.action_sweep()
        await pilot.pause()
        await hand.press("a")
        await hand.until(lambda: not book.drafts(("handed",)))
        assert hand.count == 1
        for name in ("Marty", "Priya"):
            assert book.dossier(book.who(name).id).touches[-1].outcome == "sent"


async def test_a_call_is_one_key_to_the_card_and_one_to_its_outcome(book, opened):
    book.sent([book.draft(book.who("Marty").id, "text").id])
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await hand.until(lambda: isinstance(app.screen, InboxScreen) and app.screen.listing.rows)
        await hand.press("d")
        assert isinstance(app.screen, CallScreen)
        await hand.press("n")
        assert isinstance(app.screen, InboxScreen)
        assert hand.count == 2
        assert book.dossier(book.who("Marty").id).touches[-1].outcome == "no-answer"


@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
async def test_what_was_logged_is_told_in_the_drafts_own_line(book, size):
    app = OnwardApp(book)
    async with app.run_test(size=size, notifications=True) as pilot:
        hand = Hand(pilot)
        await hand.until(lambda: isinstance(app.screen, InboxScreen) and app.screen.listing.rows)
        await hand.press("a")
        app.screen.line.value = "met Lena Voss 415 555 0101 hot"
        await pilot.pause(0.1)
        await hand.press("f5")
        await hand.until(lambda: isinstance(app.screen, DraftScreen))
        said = app.screen.query_one("#said", Said)
        await hand.until(lambda: said.has_class("-shown"))
        assert "Lena Voss" in str(said.render())
        assert not app._notifications


async def test_a_draft_left_open_waits_in_its_row(book):
    app = OnwardApp(book)
    async with app.run_test(size=(100, 30)) as pilot:
        hand = Hand(pilot)
        await hand.until(lambda: isinstance(app.screen, InboxScreen) and app.screen.listing.rows)
        await hand.press("d", "h", "i", "escape", "escape")
        assert isinstance(app.screen, InboxScreen)
        row = app.screen.listing.row
        assert row.draft == "open"
        shown = "".join(segment.text for segment in app.screen.listing.render_line(app.screen.listing._line_of(0)))
        assert "a draft waits" in shown
        await hand.press("d")
        assert "hi" in app.screen.editor.body
