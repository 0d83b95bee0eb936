"""The short questions: choose, a line, a day, the next step, a touch, traits."""

import datetime as dt

import pytest
from textual.widgets import Static

from store.errors import UsageFault
from tui.screens.asking import AskLine, AskNext, AskWhen, Choose, LogTouch, Traits
from tui.widgets.action_bar import KeyLine
from tui.widgets.choices import Choices, PickRow
from tui.widgets.dialog import Said
from tui.widgets.line_input import LineInput

THREE = (("a", "one", 1), ("b", "two", 2), ("", "three", 3))


async def test_choose(stage):
    async with stage() as driver:
        for keys, value in (
            (("b",), 2), (("enter",), 1), (("down", "down", "enter"), 3), (("j", "enter"), 2), (("k", "enter"), 3),
            (("escape",), None),
        ):
            await driver.show(Choose("Which?", THREE))
            await driver.press(*keys)
            assert driver.given == value, keys


async def test_choose_by_mouse(stage):
    async with stage() as driver:
        await driver.show(Choose("Which?", THREE))
        await driver.pilot.click(Choices, offset=(4, 1))
        assert driver.given == 2


async def test_choose_shows_markup_as_text(stage):
    async with stage() as driver:
        await driver.show(Choose("a[/]b", [("1", "[red]x[/] \x1b[31m", 1), ("2", "[@click=app.quit]y[/]", 2)]))
        screenshot = driver.app.export_screenshot()
        assert "[red]x[/]" in screenshot.replace("&#160;", " ")


async def test_a_line_left_stands_there_again(stage):
    async with stage() as driver:
        await driver.show(AskLine("Reason", "old"))
        await driver.type(" and new")
        await driver.press("escape")
        assert driver.given is None
        screen = await driver.show(AskLine("Reason", "old"))
        assert screen.query_one(LineInput).value == "old and new"
        await driver.press("enter")
        assert driver.given == "old and new"
        screen = await driver.show(AskLine("Reason", "old"))
        assert screen.query_one(LineInput).value == "old"


async def test_when_by_one_key(book, stage):
    async with stage() as driver:
        for key, day in (
            ("t", dt.date(2026, 11, 25)), ("3", dt.date(2026, 11, 27)), ("m", dt.date(2026, 12, 24)),
            ("w", book.plan_when("next week").on),
        ):
            await driver.show(AskWhen(book, "Until when?"))
            await driver.press(key)
            assert driver.given.on == day, key


async def test_when_in_words_with_a_preview(book, stage, text_of):
    async with stage() as driver:
        screen = await driver.show(AskWhen(book, "Until when?"))
        await driver.type("fri 10am")
        await driver.until(lambda: "Fri 27 Nov 10:00" in text_of(screen.query_one("#preview", Static)))
        await driver.press("enter")
        assert (driver.given.on, driver.given.time) == (dt.date(2026, 11, 27), dt.time(10))


async def test_when_space_begins_words_that_start_like_a_quick_key(book, stage):
    async with stage() as driver:
        await driver.show(AskWhen(book, "Until when?"))
        await driver.type(" tue")
        await driver.press("enter")
        assert driver.given == book.plan_when("tue")


async def test_when_words_that_are_no_date_stay(book, stage, nothing, text_of):
    async with stage() as driver:
        screen = await driver.show(AskWhen(book, "Until when?"))
        await driver.type("florp")
        await driver.press("enter")
        assert driver.given is nothing
        assert "florp" in text_of(screen.query_one(Said))
        await driver.press("escape")
        again = await driver.show(AskWhen(book, "Until when?"))
        assert again.query_one(LineInput).value == "florp"


async def test_next_step_by_keys(book, stage, marty):
    async with stage() as driver:
        screen = await driver.show(AskNext(book, marty))
        assert isinstance(driver.app.focused, PickRow)
        await driver.press("m")
        assert driver.app.focused is screen.query_one("#when")
        await driver.type("thu 14:00")
        await driver.press("enter")
        await driver.type("see the roof")
        await driver.press("enter")
        promise = book.dossier(marty).promises[-1]
        assert driver.given.verb
        assert (promise.kind, promise.due.on, promise.due.time) == ("meeting", dt.date(2026, 11, 26), dt.time(14))
        assert promise.text == "see the roof"
        assert promise.next_step


@pytest.mark.parametrize("key", ["f5", "enter"])
async def test_next_step_proposal_is_taken_with_one_key(book, stage, marty, key):
    async with stage() as driver:
        screen = await driver.show(AskNext(book, marty))
        assert ("Enter", "take it as it is", "go-on") in screen.query_one(KeyLine).items
        await driver.press(key)
        assert book.dossier(marty).promises[-1].due.on > dt.date(2026, 11, 24)


async def test_enter_on_how_does_not_leave_out_what_an_inquiry_is_asked(book, stage, nothing):
    lena = book.log("inquired Lena Voss @Voss 415 555 0188 hot").contacts[0]
    async with stage() as driver:
        screen = await driver.show(AskNext(book, lena))
        await driver.press("enter")
        assert driver.given is nothing and driver.app.focused is screen.query_one("#when")


async def test_next_step_offers_the_one_that_stands(book, stage, marty):
    book.set_next(marty, "meeting", book.plan_when("2026-12-03 09:30"), "plans")
    async with stage() as driver:
        screen = await driver.show(AskNext(book, marty))
        assert screen.query_one("#when", LineInput).value == "2026-12-03 09:30"
        assert screen.query_one("#what", LineInput).value == "plans"
        assert screen.query_one(PickRow).value == "meeting"


async def test_next_step_with_a_bad_day_keeps_everything(book, stage, marty, nothing, text_of):
    async with stage() as driver:
        screen = await driver.show(AskNext(book, marty))
        await driver.press("c")
        await driver.type("florp")
        await driver.press("enter")
        await driver.type("words")
        await driver.press("enter")
        assert driver.given is nothing
        assert "florp" in text_of(screen.query_one(Said))
        assert screen.query_one("#what", LineInput).value == "words"
        await driver.press("escape")
        again = await driver.show(AskNext(book, marty))
        assert again.query_one("#what", LineInput).value == "words"


def newest(book, contact, before):
    return next(each for each in book.dossier(contact).touches if each.id not in before)


async def test_touches_out_in_three_keys(book, stage, marty):
    async with stage() as driver:
        for keys, kind, outcome in (
            (("c", "n", "enter"), "call", "no-answer"),
            (("c", "m", "enter"), "call", "left-message"),
            (("t", "enter", "enter"), "text", "sent"),
            (("e", "b", "enter"), "email", "bounced"),
            (("m", "enter", "enter"), "meeting", "reached"),
        ):
            before = {each.id for each in book.dossier(marty).touches}
            await driver.show(LogTouch(book, marty))
            await driver.press(*keys)
            touch = newest(book, marty, before)
            assert driver.given is not None
            assert (touch.kind, touch.direction, touch.outcome) == (kind, "out", outcome)


async def test_touches_in_with_shift(book, stage, marty):
    async with stage() as driver:
        for answer, wants in (("a", True), ("x", False), ("q", None)):
            before = {each.id for each in book.dossier(marty).touches}
            await driver.show(LogTouch(book, marty))
            await driver.press("E", answer)
            await driver.type("asks for dates")
            await driver.press("enter")
            touch = newest(book, marty, before)
            assert (touch.kind, touch.direction, touch.note) == ("email", "in", "asks for dates")
            assert touch.wants_answer is wants


async def test_a_note_that_was_not_logged_is_kept(book, stage, marty):
    async with stage() as driver:
        await driver.show(LogTouch(book, marty))
        await driver.press("c", "r")
        await driver.type("long talk")
        await driver.press("escape")
        screen = await driver.show(LogTouch(book, marty))
        assert screen.query_one("#note", LineInput).value == "long talk"


async def test_traits_by_one_key(book, stage, marty):
    async with stage() as driver:
        await driver.show(Traits(book, [marty]))
        for key, field, value in (
            ("w", "temperature", "warm"), ("f", "pace", "fast"), ("l", "pace", "slow"), ("r", "stage", "credibility"),
            ("k", "standing", "client"), ("q", "standing", "qualified"),
        ):
            await driver.press(key)
            assert getattr(book.dossier(marty).contact, field) == value, key
        await driver.press("enter")
        assert driver.given.contacts == (marty,)


async def test_the_same_trait_again_is_taken_away(book, stage, marty):
    async with stage() as driver:
        await driver.show(Traits(book, [marty]))
        await driver.press("h")
        assert book.dossier(marty).contact.temperature == ""


async def test_traits_of_several_at_once(book, stage, marty, priya):
    async with stage() as driver:
        screen = await driver.show(Traits(book, [marty, priya]))
        assert screen.query_one("#temperature", PickRow).value is None
        await driver.press("h")
        assert {book.dossier(each).contact.temperature for each in (marty, priya)} == {"hot"}
        await driver.press("escape")
        assert len(driver.given.contacts) == 2


async def test_permission_turns(book, stage, priya):
    async with stage() as driver:
        await driver.show(Traits(book, [priya]))
        await driver.press("T")
        assert book.dossier(priya).contact.permission("text") == "granted"
        await driver.press("T")
        assert book.dossier(priya).contact.permission("text") == "refused"
        await driver.press("T")
        assert book.dossier(priya).contact.permission("text") == "unknown"


async def test_tags_and_liked_kinds(book, stage, marty):
    async with stage() as driver:
        await driver.show(Traits(book, [marty]))
        await driver.press("6", "number_sign")
        await driver.type("golf #vip")
        await driver.press("enter")
        contact = book.dossier(marty).contact
        assert contact.preferred_kinds == ("clipping",)
        assert {"golf", "vip"} <= set(contact.tags)
        await driver.press("number_sign")
        await driver.type("-golf")
        await driver.press("enter")
        assert "golf" not in book.dossier(marty).contact.tags


async def test_closing_asks_why(book, stage, marty):
    async with stage() as driver:
        await driver.show(Traits(book, [marty]))
        await driver.press("x")
        await driver.type("not a fit")
        await driver.press("enter", "enter")
        contact = book.dossier(marty).contact
        assert (contact.standing, contact.closed_reason) == ("closed", "not a fit")
        assert driver.given is not None


async def test_nothing_changed_gives_nothing(book, stage, marty):
    async with stage() as driver:
        await driver.show(Traits(book, [marty]))
        await driver.press("enter")
        assert driver.given is None


async def test_an_error_stands_in_the_dialog(book, stage, marty, monkeypatch, nothing, text_of):
    def refuse(*_, **__):
        raise UsageFault("bad-value", field="temperature", value="hot")

    monkeypatch.setattr(book, "change", refuse)
    async with stage() as driver:
        screen = await driver.show(Traits(book, [marty]))
        await driver.press("c")
        assert driver.given is nothing
        assert "Nothing was changed" in text_of(screen.query_one(Said))
        assert screen.query_one("#temperature", PickRow).value == "hot"


@pytest.mark.parametrize("size", [(120, 36), (40, 20), (20, 8)])
async def test_every_question_fits_every_window(book, stage, marty, size):
    async with stage(*size) as driver:
        for screen in (AskNext(book, marty), LogTouch(book, marty), Traits(book, [marty]), AskWhen(book, "When?")):
            await driver.show(screen)
            await driver.pilot.resize_terminal(50, 18)
            await driver.pilot.resize_terminal(*size)
            await driver.press("escape")
            assert driver.given is None


async def test_an_inquiry_is_asked_need_size_and_when_with_the_next_step_as_one_action(book, stage):
    lena = book.log("inquired Lena Voss @Voss 415 555 0188 hot").contacts[0]
    before = book.database.number
    async with stage() as driver:
        screen = await driver.show(AskNext(book, lena))
        await driver.press("c")
        await driver.type("thu 14:00")
        await driver.press("enter")
        for words in ("the quote", "two new roofs", "400 square metres", "before the winter"):
            await driver.type(words)
            await driver.press("enter")
        assert driver.given.verb == "next", screen
    person = book.dossier(lena).contact
    assert (person.need, person.size, person.wanted_by) == ("two new roofs", "400 square metres", "before the winter")
    assert book.dossier(lena).promises[-1].text == "the quote"
    assert book.database.number == before + 1
    book.undo()
    assert book.dossier(lena).contact.need == "" and not any(each.next_step for each in book.dossier(lena).promises)


async def test_nobody_else_is_asked_for_need_and_size(book, stage, marty):
    async with stage() as driver:
        screen = await driver.show(AskNext(book, marty))
        assert not screen.query("#need")
