"""Week, why, shelf, away, spread, like kinds and what is suggested, in the app on the demo's book."""

from __future__ import annotations

import datetime as dt

import pytest
from textual.widgets import Input, OptionList, Static

from store.book import Book
from store.records import replace
from tests.tui.settling import until
from tui.app import OnwardApp
from tui.screens.draft import DraftScreen
from tui.screens.inbox import InboxScreen
from tui.widgets.lines import Hints
from tui.widgets.person_pane import PersonPane

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)
SIZES = ((120, 36), (80, 24), (40, 20))


@pytest.fixture
def demo(tmp_path):
    """The demo book at a fixed instant."""
    return Book.demo(tmp_path / "demo", lambda: NOW)


def said(app):
    """What the app says in its corner."""
    return " ".join(each.message for each in app._notifications)


def text(screen, id="text"):
    """The words of a screen."""
    return str(screen.query_one(f"#{id}", Static).render())


async def press(pilot, *pressed):
    """Press keys and let the screen settle after each."""
    for key in pressed:
        await pilot.press(key)
        await pilot.pause()


def stand_on(app, fits):
    """Put the cursor on the first row that fits, and return it."""
    rows = app.screen.listing.rows
    place = next(place for place, row in enumerate(rows) if fits(row))
    app.screen.listing.move_to(place)
    return rows[place]


@pytest.mark.parametrize("size", SIZES)
async def test_the_week_is_read_turned_and_left(demo, size):
    app = OnwardApp(demo)
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "w")
        first = text(app.screen)
        assert first.startswith("Week: Wed 18 Nov to Tue 24 Nov") and "How fast" in first
        assert max(map(len, first.split("\n"))) < size[0]
        await press(pilot, "left_square_bracket")
        assert text(app.screen).startswith("Week: Wed 11 Nov to Tue 17 Nov")
        await press(pilot, "right_square_bracket", "right_square_bracket", "f", "j", "G", "g")
        assert text(app.screen).startswith("28 days")
        await press(pilot, "escape")
        assert isinstance(app.screen, InboxScreen)


async def test_why_shows_the_whole_reasoning(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(80, 24)) as pilot:
        row = stand_on(app, lambda row: row.due.group == "running")
        await press(pilot, "W")
        assert text(app.screen).startswith(row.name.split(" ")[0])
        for each in ("order", "rule", "last call", "After it,"):
            assert each in text(app.screen)
        await press(pilot, "q")
        assert isinstance(app.screen, InboxScreen)


async def test_like_kinds_stand_together_and_nothing_is_lost(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        before = [row.due.step_key for row in app.screen.listing.rows]
        await press(pilot, "o")
        rows = app.screen.listing.rows
        assert sorted(row.due.step_key for row in rows) == sorted(before)
        now = [row for row in rows if not (row.due.possible_from and row.due.possible_from > NOW)]
        first = sum(row.due.group in ("owed", "running") for row in now)
        assert all(row.due.group in ("owed", "running") for row in now[:first])
        kinds = [row.due.kind for row in now[first:]]
        assert len([each for place, each in enumerate(kinds) if place == 0 or kinds[place - 1] != each]) == len(set(kinds))
        await press(pilot, "o")
        assert [row.due.step_key for row in app.screen.listing.rows] == before


async def test_what_is_suggested_is_shown_and_answered_with_one_key(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        row = stand_on(app, lambda row: bool(demo.agenda(row.due.contact).proposals) if row.due.contact else False)
        await pilot.pause()
        card = app.screen.query_one(PersonPane)
        shown = "\n".join("".join(piece for piece, _ in line) for line in card._face.lines)
        assert "Suggested" in shown and "A accepts, R leaves it" in shown
        contact, to = row.due.contact, demo.agenda(row.due.contact).proposals[0].values["to"]
        await press(pilot, "A")
        assert demo.dossier(contact).contact.stage == to and f"stage is {to} now" in said(app)
        await press(pilot, "u", "R")
        assert demo.agenda(contact).proposals == () and "stays as it is" in said(app)
        await press(pilot, "A")
        assert "Nothing is suggested" in said(app)


async def test_the_shelf_is_filled_passed_on_and_emptied(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "S")
        assert "Nothing here yet" in text(app.screen, "nothing")
        await press(pilot, "a")
        app.screen.query_one(Input).value = "https://example.com/lease #lease until 31 dec"
        await until(pilot, lambda: "until Thu 31 Dec" in text(app.screen, "preview"))
        await press(pilot, "escape", "a")
        assert app.screen.query_one(Input).value.startswith("https://example.com/lease"), "words are kept"
        await press(pilot, "enter")
        assert len(demo.shelf()) == 1 and app.screen.query_one(OptionList).option_count == 1
        people = len(demo.shelf()[0].people)
        assert people
        await press(pilot, "enter", "1")
        await pilot.pause()
        assert isinstance(app.screen, DraftScreen)
        assert demo.drafts()[-1].shelf == demo.shelf()[0].item.id
        while isinstance(app.screen, DraftScreen) or app.screen.is_modal:
            await press(pilot, "escape")
        await press(pilot, "x")
        assert demo.shelf() == ()
        await press(pilot, "u")
        assert len(demo.shelf()) == 1
        await press(pilot, "escape")
        assert isinstance(app.screen, InboxScreen)


async def test_away_from_the_app_and_back(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        due = len(app.screen.listing.rows)
        app.screen.action_away()
        await pilot.pause()
        app.screen.query_one(Input).value = "today until 7 dec"
        await until(pilot, lambda: "back on Mon 7 Dec, 13 days" in text(app.screen, "preview"))
        await press(pilot, "enter")
        assert len(app.screen.listing.rows) < due and demo.aways()
        app.screen.action_away()
        await pilot.pause()
        assert "back on Mon 7 Dec" in text(app.screen, "standing")
        await press(pilot, "f5")
        assert len(app.screen.listing.rows) == due and not demo.aways()


@pytest.mark.parametrize("size", SIZES)
async def test_a_spread_is_offered_shown_done_and_taken_back(demo, size):
    demo.settings = replace(demo.settings, practice=replace(demo.settings.practice, daily_cap=2))
    demo.refresh()
    app = OnwardApp(demo)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert "O spreads the rest" in said(app)
        number = demo.database.number
        await press(pilot, "O")
        assert "would move to 5 days, 2 a day at most" in " ".join(text(app.screen).split())
        await press(pilot, "plus", "minus", "j", "escape")
        assert demo.database.number == number
        await press(pilot, "O", "enter")
        assert isinstance(app.screen, InboxScreen) and "Spread:" in said(app)
        assert app.screen.queue_now.held == 0
        await press(pilot, "u")
        assert app.screen.queue_now.held


async def test_the_footers_name_the_keys(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(80, 24)) as pilot:
        for key, wanted in (("w", "four weeks"), ("S", "take off"), ("O", "move them")):
            await press(pilot, key)
            shown = " ".join(piece[0] for piece in app.screen.query_one(Hints).pieces(80))
            assert wanted in shown and "Esc" in shown
            await press(pilot, "escape")


async def test_the_sweep_asks_what_left_then_for_notes_then_who_else(demo):
    """Esc at each question leads to the next, and at last to the log line."""
    from tui.screens.asking import AskLine
    from tui.screens.confirm import SentSweep
    from tui.screens.quick_log import QuickLogScreen

    demo.log("called Marty Chen")
    app = OnwardApp(demo)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        app.screen.action_sweep()
        await pilot.pause()
        assert isinstance(app.screen, SentSweep)
        await press(pilot, "escape")
        assert isinstance(app.screen, AskLine)
        app.screen.query_one(Input).value = "wants Tuesday"
        await press(pilot, "enter")
        while isinstance(app.screen, AskLine):
            await press(pilot, "enter")
        assert isinstance(app.screen, QuickLogScreen)
        assert "wants Tuesday" in {touch.note for touch in demo.dossier(demo.who("Marty").id).touches}


async def test_on_a_wide_screen_the_week_stands_in_two_columns_and_loses_nothing(demo):
    app = OnwardApp(demo)
    async with app.run_test(size=(200, 50)) as pilot:
        await press(pilot, "w")
        wide = text(app.screen)
        assert app.screen.query_one("#text").size.height == len(wide.split("\n"))
        assert len(wide.split("\n")) < 40 and max(map(len, wide.split("\n"))) < 200
        assert any(line.count("█") and line.rstrip()[60:].strip() for line in wide.split("\n"))
        await pilot.resize_terminal(100, 40)
        await pilot.pause()
        narrow = text(app.screen)
        headings = [line for line in narrow.split("\n") if line and not line.startswith(" ")]
        assert len(headings) > 5 and all(each in wide for each in headings)
