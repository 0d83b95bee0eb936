"""The first minute: three ways in, the demo and back, the tour, what is asked and when, and a theme tried on."""

from __future__ import annotations

import os
import tomllib

import pytest
from textual.widgets import Static

from store.book import Book
from store.settings import home_under
from tests.tui.settling import until
from tui import keys
from tui.app import OnwardApp
from tui.first_frame import frame_lines
from tui.look import themes
from tui.screens.asking import AskLine
from tui.screens.choosing_theme import ChooseTheme
from tui.screens.inbox import InboxScreen
from tui.touring import Tour
from tui.widgets.lines import Hints
from tui.widgets.tour_line import TourLine
from tui.wording.first_minute import TOUR_STEPS


@pytest.fixture
def own(tmp_path):
    """An empty book of one's own."""
    book = Book.open(home_under(str(tmp_path / "home")))
    yield book
    book.close()


async def settle(app, pilot):
    """Wait until what runs beside the screen is done."""
    for _ in range(200):
        await pilot.pause(0.02)
        if not app.busy and isinstance(app.screen, InboxScreen):
            return
    raise AssertionError("it never ended")


def said(app):
    """Return what the tour says."""
    return app.screen.query_one("#tour", Static).render().plain


async def test_the_demo_opens_from_inside_and_goes_without_a_trace(own):
    app = OnwardApp(own)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("V")
        await settle(app, pilot)
        demo = app.book
        assert demo is not own and app.screen.listing.rows
        folder = demo.home.settings.rsplit("/", 1)[0]
        assert said(app).startswith("Tour 1 of 7")
        await pilot.press("j", "e", "escape", "q")
        await pilot.pause()
        assert app.book is own and app.screen.book is own
        assert not own.queue("everyone").rows
        assert not os.path.exists(folder)
        await pilot.press("q")
    assert app.return_value == 0


async def test_leaving_altogether_from_inside_the_demo_leaves_nothing_either(own):
    app = OnwardApp(own)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("V")
        await settle(app, pilot)
        folder = app.book.home.settings.rsplit("/", 1)[0]
        await pilot.press("ctrl+q")
    assert not os.path.exists(folder)


@pytest.mark.parametrize(("pressed", "told"), [
    (("d",), "The words to send"), (("enter",), "Everything that passed"), (("a",), "Type a line"), (("s",), "One more key"),
    (("ctrl+f",), ""), (("question_mark",), ""),
])
async def test_the_tour_is_seen_on_the_screens_it_sends_people_to(tmp_path, pressed, told):
    demo = Book.demo(tmp_path)
    app = OnwardApp(demo, tour=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        inbox = app.screen
        await pilot.press("j", *pressed)
        await until(pilot, lambda: not told or any(each.display for each in app.screen.query(TourLine)))
        lines = [each.render().plain for each in app.screen.query(TourLine) if each.display]
        if told:
            assert len(lines) == 1 and lines[0].startswith("Tour ") and told in lines[0]
        app.leave_tour()
        await pilot.pause()
        assert not [each for each in app.screen.query(TourLine) if each.display]
        assert not inbox.query_one("#tour").display


async def test_the_tour_follows_in_any_order_and_esc_ends_it(tmp_path):
    app = OnwardApp(Book.demo(tmp_path / "demo"), tour=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert len(TOUR_STEPS) == 7
        assert said(app).startswith("Tour 1 of 7")
        await pilot.press("j")
        await pilot.pause()
        assert said(app).startswith("Tour 2 of 7")
        await pilot.press("s", "t", "u")
        await pilot.pause()
        assert said(app).startswith("Tour 2 of 7")
        app.tour_saw("draft")
        assert said(app).startswith("Tour 3 of 7")
        app.tour_saw("done")
        assert said(app).startswith("Tour 6 of 7")
        await pilot.press("escape")
        assert said(app) == ""
        await pilot.press("q")
    assert app.return_value == 0


@pytest.mark.parametrize("own_keys", [{}, {"preset": "editor"}, {"done": "f", "snooze": ""}])
def test_every_step_can_be_told_with_the_users_own_keys(own_keys):
    tour = Tour()
    for event, _ in TOUR_STEPS:
        try:
            told = tour.line(own_keys)
        except KeyError as missing:
            pytest.fail(f"{missing} has no key")
        assert told
        assert tour.saw(event)
    assert "q ends the demo" in tour.line()
    assert tour.leave() and not tour.leave()


async def test_the_name_is_asked_before_the_first_mail_and_never_again(own):
    contact = own.log("met Marty Chen marty@example.com").contacts[0]
    app = OnwardApp(own)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen.open_draft(contact, "email")
        await pilot.pause()
        assert isinstance(app.screen, AskLine)
        await pilot.press("ctrl+u", *"Dana", "enter")
        await pilot.pause()
        assert type(app.screen).__name__ == "DraftScreen"
        assert "Dana" in app.screen.editor.words.text
        await pilot.press("escape", "escape")
        app.screen.open_draft(contact, "email")
        await pilot.pause()
        assert type(app.screen).__name__ == "DraftScreen"
    with open(own.home.settings, "rb") as file:
        assert tomllib.load(file) == {"you": {"name": "Dana"}}


async def test_a_name_left_out_is_not_asked_for_again(own):
    contact = own.log("met Marty Chen marty@example.com").contacts[0]
    app = OnwardApp(own)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen.open_draft(contact, "email")
        await pilot.press("escape")
        await pilot.pause()
        assert type(app.screen).__name__ == "DraftScreen"
        assert own.setting_given("you", "name")


async def test_hours_that_are_none_are_told_and_not_kept(own):
    app = OnwardApp(own)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        app.screen.action_my_hours()
        await pilot.pause()
        await pilot.press("ctrl+u", *"noon", "enter")
        await pilot.pause()
        assert any("hours" in each.message for each in app._notifications)
        assert not own.setting_given("work", "hours")


async def test_a_theme_is_worn_while_the_cursor_is_on_it_and_kept_by_enter(own):
    app = OnwardApp(own)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        before = app.theme
        app.screen.action_theme()
        await pilot.pause()
        assert isinstance(app.screen, ChooseTheme)
        await pilot.press("down")
        await pilot.pause()
        tried = app.theme
        assert tried != before
        await pilot.press("escape")
        assert app.theme == before
        app.screen.action_theme()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.theme == tried
    assert own.settings.theme == tried


@pytest.mark.parametrize("dark, worn", [(True, themes.DARK), (False, themes.LIGHT), (None, themes.DARK)])
async def test_auto_follows_the_terminal(own, dark, worn):
    own.keep_setting("look", "theme", "auto")
    app = OnwardApp(own)
    app.dark_ground = dark
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.theme == worn


@pytest.mark.parametrize(("size", "own_keys"), [((80, 24), {}), ((40, 20), {"demo": "L"})])
async def test_the_three_ways_show_their_keys_and_can_be_clicked(own, size, own_keys):
    own.settings.keys.update(own_keys)
    app = OnwardApp(own)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        notes = app.screen.query_one("#nothing")
        lines = ["".join(segment.text for segment in notes.render_line(y)) for y in range(notes.size.height)]
        for action, words in (("add", "log a line"), ("import", "import a file"), ("demo", "look around")):
            y = next(place for place, line in enumerate(lines) if words in line)
            assert lines[y].split()[0] == own_keys.get(action, keys.action(action).keys[0])
            if action != "demo":
                await pilot.click("#nothing", offset=(6, y))
                await pilot.pause()
                assert not isinstance(app.screen, InboxScreen)
                await pilot.press("escape")
                await pilot.pause()
        told = " ".join(lines)
        assert "met Marty Chen @Acme" in told and "the export of a phone" in told
        await pilot.click("#nothing", offset=(6, 0))
        await pilot.pause()
        assert isinstance(app.screen, InboxScreen)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 20)])
async def test_the_footer_offers_only_what_there_is_something_for(own, size):
    app = OnwardApp(own)
    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)
        hints = app.screen.query_one(Hints)
        line = "".join(text for text, _, _ in hints.pieces(size[0]))
        assert line.split() == ["a", "add", "i", "import", "V", "tour", "?", "keys"]
        frame = list(frame_lines(own, own.queue("today"), *size))[-1]
        assert "".join(text for text, _ in frame).split() == line.split()
        own.log("met Marty Chen @Acme 415 555 0100 hot // son plays golf")
        app.screen.reload()
        await settle(app, pilot)
        named = [name for _, _, name in hints.pieces(200) if name]
        assert {"draft", "done", "find", "undo"} <= set(named) and "import" not in named
        own.undo()
        app.screen.reload()
        await settle(app, pilot)
        assert "undo" not in [name for _, _, name in hints.pieces(200)]


async def test_what_is_for_one_person_says_so_where_several_are_selected(tmp_path):
    from tui.wording.inbox import ONE_AT_A_TIME

    app = OnwardApp(Book.demo(tmp_path))
    told = []
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        app.say = lambda words, wrong=False: told.append(words)
        inbox = app.screen
        await pilot.press("x", "x")
        for key in ("d", "D", "l", "n", "W", "M", "y", "A", "R"):
            told.clear()
            await pilot.press(key)
            await pilot.pause()
            assert app.screen is inbox and told == [ONE_AT_A_TIME], key
        assert len(inbox.listing.selected) == 2
