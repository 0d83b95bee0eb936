"""Meetings in the app: the quiet line, the brief on one key, and the sweep's question."""

import datetime as dt

import pytest

from store.book import Book
from store.settings import home_under
from tui.app import OnwardApp
from tui.screens.asking import AskLine, Choose
from tui.screens.brief import BriefScreen
from tui.widgets.coming import Coming

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:morning
SUMMARY:Lease
DTSTART:20261124T150000Z
DTEND:20261124T160000Z
ATTENDEE;CN=Marty Chen:mailto:marty@example.com
ATTENDEE;CN=Dana Fox:mailto:dana@example.com
END:VEVENT
BEGIN:VEVENT
UID:coming
SUMMARY:Roof [@click=app.exit]review[/]
DTSTART:20261124T190000Z
DTEND:20261124T200000Z
ATTENDEE;CN=Marty Chen:mailto:marty@example.com
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def book(tmp_path):
    """A book with a calendar: a meeting this morning, and one in two hours."""
    home = home_under(str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "work.ics").write_text(CALENDAR)
    (tmp_path / "home" / "settings.toml").write_text(
        f'[place]\nzone = "UTC"\n[calendar]\nsources = ["{tmp_path / "work.ics"}"]\n')
    opened = Book.open(home, lambda: NOW)
    opened.log("met Marty Chen marty@example.com hot 2 weeks ago // son plays golf")
    opened.read_calendars()
    yield opened
    opened.close()


@pytest.mark.parametrize("size", [(40, 20), (80, 24), (140, 40)])
async def test_a_quiet_line_and_one_key(book, size):
    app = OnwardApp(book)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        line = app.screen.query_one(Coming)
        assert line.display
        assert line.words.startswith("19:00 Roof [@click=app.exit]review[/]")
        await pilot.press("B")
        await pilot.pause()
        assert isinstance(app.screen, BriefScreen)
        shown = str(app.screen.query_one("#text").content)
        assert "Marty Chen" in shown and "son plays golf" in shown
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.query(Coming)


async def test_no_line_where_nothing_is_near(book, tmp_path):
    (tmp_path / "work.ics").write_text(CALENDAR.replace("20261124T19", "20261126T19").replace("20261124T20", "20261126T20"))
    book.read_calendars()
    app = OnwardApp(book)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert not app.screen.query_one(Coming).display


async def test_the_sweep_asks_whether_they_met_and_adds_who_is_new(book):
    app = OnwardApp(book)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.screen.action_sweep()
        await pilot.pause()
        assert isinstance(app.screen, Choose)
        assert "Lease: Marty Chen, Dana Fox" in app.screen.heading
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(app.screen, AskLine)
        await pilot.press(*"fine", "enter")
        await pilot.pause()
        dana = book.who("dana@example.com")
        (touch,) = [each for each in book.dossier(dana.id).touches if each.kind == "meeting"]
        assert (touch.note, len(touch.contacts)) == ("fine", 2)
        assert book.meetings_to_ask() == ()


async def test_no_and_later(book):
    app = OnwardApp(book)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.screen.action_sweep()
        await pilot.pause()
        await pilot.press("l")
        await pilot.pause()
        assert len(book.meetings_to_ask()) == 1
        await pilot.press("escape")
        await pilot.pause()
        app.screen.action_sweep()
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        assert book.meetings_to_ask() == ()
