"""The quick-log line: what it shows, stores, asks and keeps."""

import pytest
from textual.widgets import Static

from tui.screens.quick_log import QuickLogScreen
from tui.widgets.chips import Chips, pieces
from tui.widgets.choices import Choices
from tui.widgets.dialog import Said, zone_of
from tui.widgets.line_input import LineInput


def words_of(screen):
    return dict(screen.query_one(Chips).pieces)


async def test_pieces_show_what_will_be_stored(book, stage):
    async with stage(120, 36) as driver:
        screen = await driver.show(QuickLogScreen(book))
        await driver.type("met Marty Chen @Acme 415 555 0100 hot #expo // son plays golf")
        await driver.until(lambda: "then due" in words_of(screen))
        found = words_of(screen)
        assert found["new"] == "Marty Chen"
        assert found["company"] == "Acme"
        assert found["phone"] == "+14155550100"
        assert found["tag"] == "#expo"
        assert found[""] == "hot"
        assert found["note"] == "son plays golf"
        assert found["then due"] == "a thank-you within the hour"
        assert book.everyone() == ()


async def test_enter_stores_the_line(book, stage):
    async with stage() as driver:
        await driver.show(QuickLogScreen(book))
        await driver.type("met Marty Chen")
        await driver.press("enter")
        assert driver.given.names == ("Marty Chen",)
        assert [each.name for each in book.everyone()] == ["Marty Chen"]


async def test_enter_before_the_pause_still_reads_the_whole_line(book, stage):
    async with stage() as driver:
        screen = await driver.show(QuickLogScreen(book))
        screen.line.value = "met Priya Raman priya@example.com"
        screen._save()
        await driver.pilot.pause()
        assert book.dossier(driver.given.contacts[0]).contact.addresses[0].value == "priya@example.com"


async def test_saves_and_asks_for_the_draft(book, stage):
    async with stage() as driver:
        for key, line in (
            ("ctrl+enter", "met Marty Chen"), ("alt+enter", "called Marty Chen"), ("f5", "texted Marty Chen"),
            ("ctrl+j", "emailed Marty Chen"),
        ):
            await driver.show(QuickLogScreen(book, line))
            await driver.press(key)
            receipt, what = driver.given
            assert what == "draft", key
            assert receipt.names == ("Marty Chen",)


async def test_escape_keeps_the_line_for_the_next_time(book, stage):
    async with stage() as driver:
        await driver.show(QuickLogScreen(book))
        await driver.type("met Mar")
        await driver.press("escape")
        assert driver.given is None
        again = await driver.show(QuickLogScreen(book))
        assert again.line.value == "met Mar"
        await driver.type("ty Chen")
        await driver.press("enter")
        assert driver.given.names == ("Marty Chen",)
        empty = await driver.show(QuickLogScreen(book))
        assert empty.line.value == ""


async def test_a_prefill_puts_the_kept_line_into_the_history(book, stage):
    async with stage() as driver:
        await driver.show(QuickLogScreen(book))
        await driver.type("met somebody")
        await driver.press("escape")
        screen = await driver.show(QuickLogScreen(book, "called Marty Chen "))
        assert screen.line.value == "called Marty Chen "
        await driver.press("up")
        assert screen.line.value == "met somebody"
        await driver.press("down")
        assert screen.line.value == "called Marty Chen "


async def test_up_brings_back_the_lines_of_this_session(book, stage):
    async with stage() as driver:
        for line in ("met Ana Duarte", "met Tom Ashby"):
            await driver.show(QuickLogScreen(book))
            await driver.type(line)
            await driver.press("enter")
        screen = await driver.show(QuickLogScreen(book))
        await driver.type("half")
        await driver.press("up")
        assert screen.line.value == "met Tom Ashby"
        await driver.press("up")
        assert screen.line.value == "met Ana Duarte"
        await driver.press("down", "down")
        assert screen.line.value == "half"


async def test_a_line_without_a_name_says_that_it_is_kept_as_unfiled(book, stage, text_of):
    async with stage() as driver:
        screen = await driver.show(QuickLogScreen(book))
        await driver.type("hot #expo")
        await driver.until(lambda: "unfiled" in text_of(screen.query_one("#doubt", Static)))
        await driver.press("enter")
        assert driver.given.unfiled
        assert [each.line for each in book.unfiled()] == ["hot #expo"]


async def test_an_empty_line_says_so_and_stays(book, stage, nothing, text_of):
    async with stage() as driver:
        screen = await driver.show(QuickLogScreen(book))
        await driver.type("   ")
        await driver.press("enter")
        assert driver.given is nothing
        assert "empty" in text_of(screen.query_one(Said))


async def test_a_near_duplicate_asks_which_one(book, stage, marty):
    async with stage() as driver:
        screen = await driver.show(QuickLogScreen(book))
        await driver.type("met Marty Chan")
        await driver.press("enter")
        who = screen.query_one(Choices)
        assert driver.app.focused is who
        assert [value for _, _, value in who.choices] == [marty, "new", "later"]
        await driver.press("1")
        assert driver.given.contacts == (marty,)
        assert len(book.everyone()) == 1


async def test_a_near_duplicate_can_be_somebody_new(book, stage, marty):
    async with stage() as driver:
        await driver.show(QuickLogScreen(book))
        await driver.type("met Marty Chan")
        await driver.press("enter", "n")
        assert driver.given.contacts != (marty,)
        assert {each.name for each in book.everyone()} == {"Marty Chen", "Marty Chan"}


async def test_an_ambiguous_line_can_be_left_unfiled(book, stage, marty):
    book.log("met Marty Stone 415 555 0101")
    async with stage() as driver:
        screen = await driver.show(QuickLogScreen(book))
        await driver.type("called Marty")
        await driver.press("enter")
        assert len(screen.query_one(Choices).choices) >= 3
        await driver.press("u")
        assert driver.given.unfiled
        assert len(book.unfiled()) == 1


async def test_escape_goes_from_the_people_back_to_the_line(book, stage, marty, nothing):
    async with stage() as driver:
        screen = await driver.show(QuickLogScreen(book))
        await driver.type("met Marty Chan")
        await driver.press("enter", "escape")
        assert driver.given is nothing
        assert driver.app.focused is screen.line
        assert screen.line.value == "met Marty Chan"


async def test_draft_key_on_the_people_opens_the_draft_of_the_one_chosen(book, stage, marty):
    async with stage() as driver:
        await driver.show(QuickLogScreen(book))
        await driver.type("met Marty Chan")
        await driver.press("f5", "f5")
        receipt, what = driver.given
        assert (receipt.contacts, what) == ((marty,), "draft")


async def test_a_known_person_is_saved_by_enter(book, stage, marty):
    async with stage() as driver:
        screen = await driver.show(QuickLogScreen(book))
        await driver.type("called Marty Chen")
        await driver.until(lambda: "known" in words_of(screen))
        await driver.press("enter")
        assert driver.given.contacts == (marty,)


async def test_a_paste_of_several_lines_loses_none(book, stage):
    from textual import events

    async with stage() as driver:
        screen = await driver.show(QuickLogScreen(book))
        screen.query_one(LineInput).post_message(events.Paste("Marty Chen\nAcme\r\n\x1b[31m415 555 0100\n"))
        await driver.pilot.pause()
        assert screen.line.value == "Marty Chen Acme 415 555 0100"


@pytest.mark.parametrize("size", [(120, 36), (40, 20)])
async def test_outside_text_is_only_text(book, stage, size):
    lines = ("met a[/]b [work]", "met [@click=app.quit]y[/]", "met \u202eevil", "met 日本 語 @東京")
    async with stage(*size) as driver:
        for count, line in enumerate(lines, 1):
            screen = await driver.show(QuickLogScreen(book, line))
            assert screen.query_one(Chips).pieces
            await driver.press("enter")
            assert len(book.everyone()) + len(book.unfiled()) == count


def test_words_not_understood_are_shown_apart_from_the_note(book):
    proposal = book.propose("met Marty Chen 12345xx // golf")
    found = dict(pieces(proposal, book.now(), zone_of(book)))
    assert "golf" in " ".join(found.values())
