"""The draft check in the draft screen: live, beside the words or in one line, all of it at a key."""

import pytest

from tui.screens import draft_flags
from tui.screens.draft import DraftScreen
from tui.screens.draft_flags import FlagsPage
from tui.widgets.flag_views import FlagsLine, FlagsPane


@pytest.fixture
def mail(book, priya):
    """A draft of a mail to Priya, with things to mind."""
    draft = book.draft(priya, "email")
    book.save_draft(draft.id, "Two dates", "Hi Brian,\n\nTuesday or Thursday at ‹where›? Act now!")
    return draft.id


def line_of(screen):
    return str(screen.query_one(FlagsLine).render())


def pane_of(screen):
    return str(screen.query_one(FlagsPane).render())


async def found(driver, screen):
    await driver.until(lambda: bool(screen.flags))


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_one_line_where_there_is_no_room(book, stage, mail, size):
    async with stage(*size) as driver:
        screen = await driver.show(DraftScreen(book, mail))
        await found(driver, screen)
        await driver.pilot.pause()
        line = screen.query_one(FlagsLine)
        assert line.display and line.size.height == 1
        assert "flags: a gap is open" in line_of(screen)
        assert not screen.query_one(FlagsPane).display


async def test_beside_the_words_where_there_is(book, stage, mail):
    async with stage(140, 40) as driver:
        screen = await driver.show(DraftScreen(book, mail))
        await found(driver, screen)
        await driver.pilot.pause()
        assert screen.query_one(FlagsPane).display
        assert not screen.query_one(FlagsLine).display
        assert "Better:" in pane_of(screen)
        await driver.press("escape", "n")
        assert screen.query_one(FlagsLine).display


async def test_the_flags_follow_the_words(book, stage, mail):
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, mail))
        await found(driver, screen)
        assert screen.editor.words.marks
        screen.editor.put("Two dates", "Hi Priya,\n\nyou asked for two dates: Tuesday 1 December or Thursday 3 December?")
        await driver.until(lambda: not screen.flags)
        await driver.pilot.pause()
        assert not screen.query_one(FlagsLine).display
        assert not screen.editor.words.marks


async def test_typing_puts_the_look_off(book, stage, mail, monkeypatch):
    looks = []
    monkeypatch.setattr(draft_flags, "PAUSE", 30)
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, mail))
        monkeypatch.setattr(screen, "look", lambda: looks.append(1))
        await driver.type("abc")
        first = screen._looking
        await driver.type("d")
        assert screen._looking is not first
        assert not looks


async def test_a_key_shows_them_all(book, stage, mail):
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, mail))
        await found(driver, screen)
        await driver.press("f4")
        await driver.until(lambda: isinstance(driver.app.screen, FlagsPage))
        await driver.pilot.pause()
        told = "\n".join(driver.app.screen.lines(60))
        assert "mismatch" in told and "get-the-sale" in told and "Better:" in told
        await driver.press("escape")
        assert driver.app.screen is screen


async def test_a_check_that_cannot_be_made_says_nothing(book, stage, mail, monkeypatch):
    from store.errors import NotFound

    def gone(*words):
        raise NotFound("no-such-draft")

    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, mail))
        await found(driver, screen)
        monkeypatch.setattr(book, "check_draft", gone)
        screen.look()
        assert screen.flags == ()
