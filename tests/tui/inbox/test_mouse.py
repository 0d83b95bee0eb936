"""The mouse: the wheel in queue, history, week and help; a click runs what it stands on, and nothing where it only reads."""

from __future__ import annotations

import datetime as dt

import pytest
from textual import events
from textual.containers import VerticalScroll

from store.book import Book
from tui.app import OnwardApp
from tui.screens.contact import ContactScreen
from tui.screens.help import HelpScreen
from tui.screens.inbox import InboxScreen
from tui.widgets.action_bar import ActionBar
from tui.widgets.timeline import Timeline

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)


@pytest.fixture
def demo(tmp_path):
    """The demo book at a fixed instant, with one long history."""
    book = Book.demo(tmp_path / "demo", lambda: NOW)
    who = book.who("Tom Ashby").id
    for number in range(60):
        book.log_touch(who, "call", "out", outcome="reached", note=f"word {number}")
    return book


async def wheel(pilot, widget, down=True, times=3):
    """Turn the wheel over a widget."""
    kind = events.MouseScrollDown if down else events.MouseScrollUp
    for _ in range(times):
        await pilot._post_mouse_events([kind], widget, offset=(4, 3), button=0)
    await pilot.pause()


async def test_the_wheel_turns_a_history_and_leaves_the_cursor_in_sight(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ContactScreen(demo, demo.who("Tom Ashby").id))
        await pilot.pause()
        line = app.screen.query_one(Timeline)
        await wheel(pilot, line)
        down = line.top
        assert down > 0
        await wheel(pilot, line, down=False)
        assert line.top < down


@pytest.mark.parametrize("key", ["w", "question_mark"])
async def test_the_wheel_turns_the_week_and_the_help(demo, key):
    app = OnwardApp(demo)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        page = app.screen.query_one(VerticalScroll)
        await wheel(pilot, page)
        down = page.scroll_target_y
        assert down > 0
        await wheel(pilot, page, down=False)
        assert page.scroll_target_y < down


async def test_a_click_on_a_line_of_the_help_runs_nothing(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        for y in (1, 4, 8):
            await pilot.click(VerticalScroll, offset=(6, y))
        assert isinstance(app.screen, HelpScreen)
        assert app.screen.focused is not None
        await pilot.press("d", "r", "a", "f", "t")
        assert "draft" in str(app.screen.query_one("#keys").render()).lower()
        await pilot.press("escape")
        assert isinstance(app.screen, InboxScreen)


async def test_a_click_on_the_bar_of_a_person_acts(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(120, 36)) as pilot:
        app.push_screen(ContactScreen(demo, demo.who("Tom Ashby").id))
        await pilot.pause()
        bar = app.screen.query_one(ActionBar)
        told = "".join(each.text for each in bar.render_line(0))
        await pilot.click(ActionBar, offset=(told.index("draft") + 1, 0))
        await pilot.pause()
        assert not isinstance(app.screen, ContactScreen)
