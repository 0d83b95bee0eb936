"""Beside the telephone, in every size: the number, the clock, the notes, the outcome with one key."""

import datetime as dt

import pytest
from textual.widgets import Static

from store.errors import Unavailable
from tui import handover
from tui.screens.ask_next import AskNext
from tui.screens.call_card import CallScreen
from tui.screens.draft import DraftScreen
from tui.screens.qr_view import QrView
from tui.widgets.dialog import Said
from tui.widgets.digits import large
from tui.widgets.qr import QrCode

SIZES = [(120, 36), (80, 24), (40, 20)]


@pytest.fixture
def call(book, marty):
    """A draft of a call to Marty."""
    return book.draft(marty, "call").id


@pytest.fixture
def no_dialler(monkeypatch):
    """A desktop on which nothing dials."""

    def refuse(link):
        raise Unavailable("no-call-program", reason="no-display", command="")

    monkeypatch.setattr(handover, "open_link", refuse)


def screen_text(driver):
    return "\n".join("".join(segment.text for segment in strip).rstrip()
                     for strip in driver.app.screen._compositor.render_strips())


@pytest.mark.parametrize("size", SIZES)
async def test_number_hour_points_and_keys_are_in_sight(book, stage, call, size):
    async with stage(*size) as driver:
        screen = await driver.show(CallScreen(book, call))
        shown = screen_text(driver)
        assert "Marty Chen" in shown
        assert "+1 415-555-0100" in shown
        assert "09:12 there" in shown
        assert "r reached" in shown
        assert screen.query_one("#code").display is (size[0] >= 72)
        if size[0] >= 72:
            assert large("+1 415-555-0100")[0].strip() in shown
            assert screen.query_one(QrCode).complete


@pytest.mark.parametrize(("key", "outcome"), [("m", "left-message"), ("n", "no-answer"), ("d", "declined")])
async def test_one_key_logs_the_outcome(book, stage, call, marty, key, outcome):
    async with stage() as driver:
        await driver.show(CallScreen(book, call))
        await driver.press(key)
        await driver.until(lambda: driver.given is not None and getattr(driver.given, "verb", "") == "done")
        touch = book.dossier(marty).touches[-1]
        assert (touch.kind, touch.outcome) == ("call", outcome)


async def test_reached_asks_for_the_next_step(book, stage, call, marty):
    async with stage() as driver:
        await driver.show(CallScreen(book, call))
        await driver.press("r")
        await driver.until(lambda: isinstance(driver.app.screen, AskNext))
        assert book.dossier(marty).touches[-1].outcome == "reached"
        await driver.press("escape")
        await driver.until(lambda: getattr(driver.given, "verb", "") == "done")


async def test_the_clock_runs_stops_and_stays(book, stage, call, marty, monkeypatch):
    now = book.now()
    monkeypatch.setattr(book, "now", lambda: now)
    async with stage() as driver:
        screen = await driver.show(CallScreen(book, call))
        await driver.press("space")
        now += dt.timedelta(seconds=67)
        screen._tick()
        assert str(screen.query_one("#where", Static).render()).startswith("1:07 · ")
        await driver.press("escape")
        assert driver.given is None
        now += dt.timedelta(seconds=60)
        again = await driver.show(CallScreen(book, call))
        assert "2:07" in str(again.query_one("#where", Static).render())
        assert "was begun" in str(again.query_one("#said", Said).render())
        await driver.press("space", "n")
        await driver.until(lambda: getattr(driver.given, "verb", "") == "done")
        assert book.dossier(marty).touches[-1].happened.at == now - dt.timedelta(seconds=127)


async def test_notes_are_kept_while_typed_and_by_escape(book, stage, call):
    async with stage() as driver:
        await driver.show(CallScreen(book, call))
        await driver.press("i")
        await driver.type("wants two dates [b]now[/]")
        await driver.until(lambda: book.call_card(call).note == "wants two dates [b]now[/]")
        await driver.type(" r")
        await driver.press("escape")
        await driver.press("escape")
        assert book.call_card(call).note.endswith("[/] r")


async def test_without_a_dialler_the_clock_runs_all_the_same(book, stage, call, no_dialler):
    async with stage() as driver:
        screen = await driver.show(CallScreen(book, call))
        await driver.press("enter")
        await driver.until(lambda: "take the phone" in str(screen.query_one("#said", Said).render()))
        assert screen.started is not None


async def test_the_code_alone_and_the_points_as_a_draft(book, stage, call):
    async with stage(40, 20) as driver:
        screen = await driver.show(CallScreen(book, call))
        await driver.press("v")
        await driver.until(lambda: isinstance(driver.app.screen, QrView))
        assert driver.app.screen.query_one(QrCode).complete
        await driver.press("escape")
        await driver.press("E")
        await driver.until(lambda: isinstance(driver.app.screen, DraftScreen))
        driver.app.screen.editor.put("", "Ask about the dog")
        await driver.press("escape", "escape")
        await driver.until(lambda: driver.app.screen is screen)
        assert "Ask about the dog" in screen_text(driver)


@pytest.mark.parametrize("size", SIZES)
async def test_whatever_the_book_holds_is_only_shown(book, stage, size):
    nasty = "Zoe [@click=app.quit]x[/] \x1b]0;t\x07 \u202eabc [b"
    contact = book.log("met Zoe 415 555 0102 hot").contacts[0]
    book.change([contact], name=nasty, company=nasty, note=nasty * 20, need=nasty, interests=(nasty,))
    draft = book.draft(contact, "call").id
    book.save_draft(draft, "", f"{nasty}\n" * 30)
    async with stage(*size) as driver:
        await driver.show(CallScreen(book, draft))
        shown = screen_text(driver)
        assert "[@click=app.quit]x[/]" in shown or size[0] == 40
        assert not set(shown) & set("\x1b\x07\u202e")


async def test_without_a_number(book, stage):
    contact = book.log("met Lena Voss").contacts[0]
    async with stage() as driver:
        screen = await driver.show(CallScreen(book, book.draft(contact, "call").id))
        for key in ("enter", "v", "y"):
            await driver.press(key)
            assert "no number" in str(screen.query_one("#said", Said).render())
        await driver.press("n")
        await driver.until(lambda: getattr(driver.given, "verb", "") == "done")


@pytest.mark.parametrize(("number", "width"), [
    ("+1 415-555-0100", 55), ("030 123456", 37), ("", 0), ("call me", 0), ("112 ext. 3", 0),
])
def test_large_digits(number, width):
    lines = large(number)
    assert (lines is None) is (width == 0)
    if lines is not None:
        assert len(lines) == 3
        assert {len(line) for line in lines} == {width}
        assert set("".join(lines)) <= set(" ▀▄█")
