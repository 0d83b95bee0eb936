"""The inbox on a real book on the disk: the demo's people, every verb, undo, and a second process's line."""

from __future__ import annotations

import datetime as dt

import pytest
from textual import events
from textual.widgets import Input

from store.book import Book
from store.settings import home_under
from tests.tui.settling import until
from tui.app import OnwardApp
from tui.screens.contact import ContactScreen
from tui.screens.inbox import InboxScreen
from tui.screens.quick_log import QuickLogScreen
from tui.widgets.lines import Notes

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)


@pytest.fixture
def demo(tmp_path):
    """The demo book at a fixed instant."""
    return Book.demo(tmp_path / "demo", lambda: NOW)


def said(app) -> list[str]:
    return [each.message for each in app._notifications]


def keys_of(app) -> list[str]:
    return [row.due.step_key for row in app.screen.listing.rows]


async def press(pilot, *pressed: str) -> None:
    for key in pressed:
        await pilot.press(key)
        await pilot.pause()


async def test_walking_every_row_of_every_split_in_every_size(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        for size in ((120, 36), (80, 24), (40, 20)):
            await pilot.resize_terminal(*size)
            for split in "123456":
                await press(pilot, split)
                for place in range(0, len(app.screen.listing.rows), 3):
                    app.screen.listing.move_to(place)
                    await pilot.pause()
        assert said(app) == []


async def test_what_is_done_leaves_and_undo_brings_back_the_same_list(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        before = keys_of(app)
        place = next(place for place, row in enumerate(app.screen.listing.rows)
                     if row.due.group == "running" and row.due.kind in ("text", "email"))
        app.screen.listing.move_to(place)
        following = before[place + 1]
        await press(pilot, "e")
        assert before[place] not in keys_of(app)
        assert app.screen.listing.row.due.step_key == following
        await press(pilot, "u")
        assert keys_of(app) == before
        assert app.screen.listing.cursor == place


async def test_a_batch_snooze_and_one_undo(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        before = keys_of(app)
        app.screen.listing.move_to(3)
        await press(pilot, "x", "x", "x", "s", "t")
        after = keys_of(app)
        assert not set(before[3:6]) & set(after)
        await press(pilot, "u")
        assert keys_of(app) == before


async def test_a_line_of_another_process_appears(tmp_path):
    home = home_under(str(tmp_path / "home"))
    book = Book.open(home, lambda: NOW)
    app = OnwardApp(book)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert app.screen.query_one(Notes).display
        other = Book.open(home, lambda: NOW)
        other.log("met Marty Chen @Acme 415 555 0100 hot // son plays golf")
        other.close()
        app.look_around()
        await pilot.pause()
        assert [row.name for row in app.screen.listing.rows] == ["Marty Chen"]
        assert app.screen.listing.row.due.step == "thank-you"


@pytest.mark.parametrize(
    "pressed, opened",
    [("enter", "ContactScreen"), ("d", "DraftScreen"), ("D", "Choose"), ("l", "LogTouch"), ("n", "AskNext"),
     ("t", "Traits"), ("a", "QuickLogScreen"), ("i", "ImportScreen"), ("question_mark", "HelpScreen"),
     ("colon", "CommandPalette")],
)
async def test_every_screen_opens_and_esc_comes_back(demo, pressed, opened):
    app = OnwardApp(demo)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        place = next(place for place, row in enumerate(app.screen.listing.rows) if row.due.kind == "email")
        app.screen.listing.move_to(place)
        before = app.screen.listing.row.name
        await press(pilot, pressed)
        assert type(app.screen).__name__ == opened
        for _ in range(2):
            if not isinstance(app.screen, InboxScreen):
                await press(pilot, "escape")
        assert isinstance(app.screen, InboxScreen)
        assert app.screen.listing.row.name == before


async def test_find_from_any_screen_opens_the_person(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await press(pilot, "slash", *"priya", "enter")
        assert type(app.screen).__name__ == "ContactScreen"
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, InboxScreen)
        await press(pilot, "a", "ctrl+f", *"marty", "enter")
        assert type(app.screen).__name__ == "ContactScreen"
        await press(pilot, "escape")
        assert type(app.screen).__name__ == "QuickLogScreen"


async def test_words_typed_fast_are_looked_for_in_the_history_and_leave_nothing_behind(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(40, 20), notifications=True) as pilot:
        await pilot.pause()
        somebody = next(row.due.contact for row in app.screen.listing.rows if row.due.contact)
        app.push_screen(ContactScreen(demo, somebody))
        await until(pilot, lambda: isinstance(app.screen, ContactScreen) and app.screen.history.shown)
        screen = app.screen
        passed = len(screen.history.shown)
        for words in ("slash", *"zebras"), ("escape",), ("slash", *"zebras", "escape"):
            for key in words:
                app.post_message(events.Key(key, key if len(key) == 1 else None))
            looks = words[-1] != "escape"
            wanted, count = ("zebras", 0) if looks else ("", passed)
            await until(pilot, lambda: screen.history.wanted == wanted and len(screen.history.shown) == count)  # noqa: B023
            assert app.screen is screen


async def test_keys_that_come_all_at_once_do_what_they_do_one_by_one(demo):
    app = OnwardApp(demo)
    pressed = ("slash", *"prix", "backspace", *"ya", "enter", "escape", "escape", "j", "j", "a", *"met Io", "left", "y",
               "escape", "j", "question_mark", *"undo", "escape", "j", "slash", *"xyzzy", "escape", "j")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, InboxScreen) and app.screen.listing.rows)
        app.screen.listing.move_to(0)
        for key in pressed:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: isinstance(app.screen, InboxScreen) and app.screen.listing.cursor == 5)
        await press(pilot, "a")
        await until(pilot, lambda: isinstance(app.screen, QuickLogScreen) and app.screen.query_one(Input).value == "met Iyo")


async def test_a_cadence_for_the_lot(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        place = app.screen.listing.place_of("without-cadence")
        assert place is not None
        app.screen.listing.move_to(place)
        await press(pilot, "enter")
        assert type(app.screen).__name__ == "ChooseCadence"
        await press(pilot, "enter")
        assert app.screen.listing.place_of("without-cadence") is None
        await press(pilot, "u")
        assert app.screen.listing.place_of("without-cadence") is not None
