"""One person: what is shown, the keys, and editing in place."""

import datetime as dt

import pytest

from store.model import Address
from tui import handover
from tui.screens.contact import ContactScreen
from tui.screens.contact_edit import EditContact, edited, split
from tui.screens.draft import DraftScreen
from tui.widgets.action_bar import ActionBar
from tui.widgets.dialog import Said
from tui.widgets.line_input import LineInput


async def on_top(driver, kind):
    await driver.until(lambda: isinstance(driver.app.screen, kind))
    return driver.app.screen


async def test_the_next_draft_opens_and_comes_back(book, stage, marty):
    async with stage() as driver:
        screen = await driver.show(ContactScreen(book, marty))
        await driver.press("d")
        await on_top(driver, DraftScreen)
        await driver.press("escape", "escape")
        assert driver.app.screen is screen


async def test_done_says_what_and_gives_the_receipt(book, stage, marty, text_of):
    async with stage() as driver:
        screen = await driver.show(ContactScreen(book, marty))
        before = len(book.dossier(marty).touches)
        await driver.press("e")
        assert len(book.dossier(marty).touches) == before + 1
        assert "Marty Chen" in text_of(screen.query_one(Said))
        await driver.press("u")
        assert len(book.dossier(marty).touches) == before
        await driver.press("escape")
        assert driver.given.verb == "undo"


async def test_the_line_that_finds_says_what_enter_and_escape_do_there(book, stage, marty):
    async with stage() as driver:
        screen = await driver.show(ContactScreen(book, marty))
        bar = screen.query_one(ActionBar)
        assert ("Enter", "all words", "open-touch") in bar.items
        await driver.press("slash")
        assert [label for _, label, _ in bar.items] == ["to what was found", "all of it again"]
        await driver.press("escape")
        assert ("Enter", "all words", "open-touch") in bar.items


async def test_snooze_by_two_keys(book, stage, marty):
    async with stage() as driver:
        await driver.show(ContactScreen(book, marty))
        await driver.press("s", "t")
        assert book.dossier(marty).moves[-1].until.on == dt.date(2026, 11, 25)


async def test_log_next_and_traits(book, stage, marty):
    async with stage() as driver:
        await driver.show(ContactScreen(book, marty))
        await driver.press("l", "c", "r", "enter")
        assert book.dossier(marty).touches[-1].kind == "call"
        await driver.press("n", "f5")
        assert book.dossier(marty).promises
        await driver.press("t", "w", "enter")
        assert book.dossier(marty).contact.temperature == "warm"


async def test_copy_asks_where_there_are_several(book, stage, marty, monkeypatch):
    copied = []
    monkeypatch.setattr(handover, "copy", lambda text, write: copied.append(text) or ("terminal",))
    async with stage() as driver:
        await driver.show(ContactScreen(book, marty))
        await driver.press("y")
        await driver.until(lambda: copied == ["415 555 0100"])
        person = book.dossier(marty).contact
        book.change([marty], addresses=(*person.addresses, Address("email", "marty@example.com")))
        screen = driver.app.screen
        screen.show()
        await driver.press("y", "2")
        await driver.until(lambda: copied[-1] == "marty@example.com")


async def test_edit_stores_only_what_was_changed(book, stage, marty):
    async with stage() as driver:
        await driver.show(EditContact(book, marty))
        await driver.type("g")
        await driver.press("enter")
        await driver.type(" Roofs")
        await driver.press("ctrl+s")
        contact = book.dossier(marty).contact
        assert (contact.name, contact.company) == ("Marty Cheng", "Acme Roofs")
        assert driver.given.verb == "change"
        book.undo()
        assert book.dossier(marty).contact.company == "Acme"


async def test_edit_addresses_tags_and_note(book, stage, marty):
    async with stage() as driver:
        screen = await driver.show(EditContact(book, marty))
        for field, words in (
            ("email", "marty@example.com; m.chen@example.com"), ("phone", "415 555 0199"), ("tags", "#golf, expo"),
            ("note", "likes [b]brackets[/b]"),
        ):
            screen.query_one(f"#field-{field}", LineInput).value = words
        await driver.press("ctrl+s")
        contact = book.dossier(marty).contact
        assert [each.value for each in contact.addresses if each.channel == "email"] == [
            "marty@example.com", "m.chen@example.com"]
        assert [each.typed or each.value for each in contact.addresses if each.channel == "phone"] == ["415 555 0199"]
        assert contact.tags == ("golf", "expo")
        assert contact.note == "likes [b]brackets[/b]"


async def test_an_empty_name_is_refused_and_the_words_stay(book, stage, marty, nothing, text_of):
    async with stage() as driver:
        screen = await driver.show(EditContact(book, marty))
        screen.query_one("#field-name", LineInput).value = ""
        screen.query_one("#field-need", LineInput).value = "a roof"
        await driver.press("ctrl+s")
        assert driver.given is nothing
        assert text_of(screen.query_one(Said))
        await driver.press("escape")
        again = await driver.show(EditContact(book, marty))
        assert again.query_one("#field-need", LineInput).value == "a roof"


async def test_nothing_edited_writes_nothing(book, stage, marty):
    async with stage() as driver:
        await driver.show(EditContact(book, marty))
        await driver.press("ctrl+s")
        assert driver.given is None


@pytest.mark.parametrize("size", [(120, 36), (40, 20)])
async def test_names_from_outside_are_only_text(book, stage, size):
    contact = book.log('met "Zoe [work] a[/]b" 415 555 0100').contacts[0]
    book.change([contact], note="[@click=app.quit]x[/] \x1b[31m", company="日本語")
    async with stage(*size) as driver:
        await driver.show(ContactScreen(book, contact))
        await driver.pilot.resize_terminal(60, 20)
        await driver.press("j", "G", "g", "E", "escape", "l", "escape", "t", "escape", "n", "escape", "escape")
        assert driver.given is None


@pytest.mark.parametrize("typed, parts", [("a, b;c", ["a", "b", "c"]), (" , ", []), ("x", ["x"])])
def test_split(typed, parts):
    assert split(typed) == parts


def test_an_edited_address_keeps_its_label():
    old = [Address("phone", "+14155550100", "415 555 0100", label="work", preferred=True), Address("email", "a@example.com")]
    new = edited(old, "phone", ["415 555 0111", "415 555 0122"])
    assert [(each.channel, each.value, each.label, each.preferred) for each in new] == [
        ("email", "a@example.com", "", False), ("phone", "415 555 0111", "work", True),
        ("phone", "415 555 0122", "", False)]
    assert edited(old, "phone", []) == [old[1]]
    assert edited(old, "phone", ["415 555 0100"])[1] is old[0]
