"""The two sets of keys, the prefix that goes somewhere, and keys that come faster than screens."""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
import re

import pytest
from textual import events

from store.errors import DefinitionFault
from store.model import Receipt
from tui import keys, wording
from tui.app import OnwardApp
from tui.presets import PRESETS
from tui.screens.inbox import InboxScreen
from tui.screens.waiting import NextKey, WaitingKey
from tui.wording import inbox as words
from tui.wording import receipts

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_no_preset_gives_a_key_twice_or_names_what_is_not_there(preset):
    table = keys.actions(None, {"preset": preset})
    assert keys.clashes(table) == []
    assert {each.id for each in table} == {each.id for each in keys.ACTIONS}


def test_own_keys_stand_on_top_of_the_preset():
    own = {"preset": "editor", "done": "D"}
    found = {each.id: each.keys for each in keys.actions("inbox", own)}
    assert found["done"] == ("D",)
    assert found["draft"] == ("i",)
    assert keys.keymap(own)["draft"] == "i"


@pytest.mark.parametrize("own, code", [
    ({"preset": "pianist"}, "no-such-preset"),
    ({"preset": "editor", "copy": "x"}, "key-taken"),
    ({"preset": "editor", "dance": "x"}, "no-such-key-action"),
])
def test_what_cannot_be_is_named(own, code):
    with pytest.raises(DefinitionFault) as fault:
        keys.actions(None, own)
    assert fault.value.code == code


async def test_editor_hands_in_the_inbox(book):
    book.settings.keys = {"preset": "editor"}
    app = OnwardApp(book)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("z")
        assert isinstance(app.screen, WaitingKey)
        await pilot.press("t")
        assert book.calls[-1][0] == "snooze"
        await pilot.press("L")
        assert app.screen.split == "owed"


async def test_a_clash_leaves_the_preset_in_force(book):
    book.settings.keys = {"preset": "editor", "copy": "x"}
    app = OnwardApp(book)
    async with app.run_test(size=(120, 36)):
        assert dict(app.own_keys()) == {"preset": "editor"}


async def test_g_goes_to_the_first_row_and_by_one_more_key_to_a_tab(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j", "g")
        assert app.screen.listing.cursor == 0
        await pilot.press("o")
        assert app.screen.split == "owed"
        await pilot.press("g", "g")
        assert not app.screen.query(NextKey)
        await pilot.press("g", "t")
        assert app.screen.split == "today"


async def test_a_key_that_is_no_second_key_does_what_it_always_does(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "g", "j")
        assert app.screen.listing.cursor == 1
        await pilot.press("g", "escape", "j")
        assert app.screen.listing.cursor == 1


async def test_the_popup_comes_after_a_moment_and_can_be_clicked(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g")
        popup = app.screen.query_one(NextKey)
        assert not popup.display
        popup._come()
        await pilot.pause()
        line, start, _, choice = next(each for each in popup.spots if each[3].value == "split-later")
        await pilot.click(NextKey, offset=(start + 1, line))
        await pilot.pause()
        assert app.screen.split == "later", choice
        assert not app.screen.query(NextKey)


async def test_keys_that_are_read_at_once_act_one_by_one(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for key, character in (("s", "s"), ("t", "t"), ("j", "j"), ("e", "e")):
            app.post_message(events.Key(key, character))
        await pilot.pause()
        await pilot.pause()
        assert [name for name, _, _ in book.calls] == ["snooze", "done"]
        assert isinstance(app.screen, InboxScreen)


async def test_what_is_typed_before_the_line_is_there_is_typed_into_it(tmp_path):
    from store.book import Book
    from store.settings import home_under
    from tui.screens.quick_log import QuickLogScreen
    from tui.widgets.line_input import LineInput

    app = OnwardApp(Book.open(home_under(str(tmp_path))))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for character in "amet":
            app.post_message(events.Key(character, character))
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, QuickLogScreen)
        assert app.screen.query_one(LineInput).value == "met"


def test_the_editor_presets_keys_are_told_in_help():
    rows = {told: pressed for _, group in keys.help_rows(own={"preset": "editor"}) for pressed, told in group}
    assert rows[keys.action("redo").help].split()[0] == "Ctrl+R"


@pytest.fixture
def hands():
    yield keys.wear
    keys.wear({})


def test_a_sentence_names_the_keys_that_are_in_force(hands):
    assert keys.in_words(words.NOTHING_DUE, name="Ana {log}").startswith("Nothing is due with Ana {log}. l logs")
    hands({"preset": "editor", "log": "ctrl+l", "undo": "backspace"})
    assert keys.in_words(words.NOTHING_DUE, name="Ana").startswith("Nothing is due with Ana. Ctrl+L logs")
    assert "K puts the usual order back" in keys.in_words(words.BY_KIND)
    done = Receipt("snooze", ("a",), ("Ana",), {"until": None}, 1)
    assert receipts.receipt(done, NOW, dt.UTC, receipts.APP).endswith("Backspace takes it back.")
    assert keys.in_words("{skip} goes on") == ": skip goes on"


def test_every_key_in_a_sentence_is_one_of_an_action(hands):
    """An action is named in braces by its id; one that is no more would end in an error in front of somebody."""
    ids = {each.id for each in keys.ACTIONS}
    dashed = {name for module in pkgutil.iter_modules(wording.__path__)
              for text in _texts(vars(importlib.import_module(f"tui.wording.{module.name}")).values())
              for name in re.findall(r"\{([a-z]+-[a-z-]+)\}", text)}
    assert {"by-kind", "next-step", "shelf-add"} <= dashed <= ids


def _texts(values):
    for each in values:
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            yield from _texts(each.values())


async def test_what_is_said_after_an_action_names_the_users_own_key(book, hands):
    book.settings.keys = {"preset": "editor", "undo": "ctrl+r", "redo": "U"}
    app = OnwardApp(book)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("z", "t")
        await pilot.pause()
        assert [each.message for each in app._notifications][-1].endswith("Ctrl+R takes it back.")
    assert keys.in_words("{undo}") == "u"
