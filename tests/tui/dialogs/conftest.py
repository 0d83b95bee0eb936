"""A real book on the disk, and an app that shows one screen and keeps what it gives back."""

import datetime as dt
import gc
from pathlib import Path

import pytest
from textual.app import App
from textual.cache import LRUCache
from textual.screen import Screen
from textual.widgets import Input, TextArea

from store.book import Book
from store.settings import home_under
from tui.look.themes import meanings

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)
NOTHING = object()
KEYS = {
    " ": "space", "@": "at", "#": "number_sign", "/": "slash", ":": "colon", ".": "full_stop", "-": "minus",
    ",": "comma", "+": "plus", "?": "question_mark", "[": "left_square_bracket", "]": "right_square_bracket",
}


class Kept(LRUCache):
    """A cache that outlives one app: every stage has the same theme, so that the same words mean the same rules."""

    def clear(self):
        """Keep everything."""


class Stage(App):
    """An app with one screen on top of nothing; it paints when it has settled, not in between."""

    busy = False
    parsed = Kept(512)
    "Style sheets that an app before this one has read already."

    def __init__(self):
        super().__init__()
        self.animation_level = "none"
        self.stylesheet._parse_cache = self.parsed
        self.painting = False
        self.given = NOTHING

    def paint(self):
        """Paint what has changed since the last time."""
        self.painting = True
        try:
            self.screen._compositor_refresh()
        finally:
            self.painting = False

    def get_theme_variable_defaults(self):
        """Give the app's own meanings to Textual's themes."""
        return dict(meanings(self.current_theme.dark))

    def show(self, screen):
        """Show a screen and keep its answer."""
        self.given = NOTHING
        self.push_screen(screen, self.keep)

    def keep(self, given):
        """Keep what a screen gave back."""
        self.given = given


class Driver:
    """A pilot that types whole lines and waits for what it looks for."""

    def __init__(self, pilot):
        self.pilot = pilot
        self.app = pilot.app

    async def show(self, screen):
        """Show a screen and let it settle."""
        self.app.show(screen)
        await self.pilot.pause()
        self.app.paint()
        return screen

    async def press(self, *keys):
        """Press keys and let the screen settle."""
        await self.pilot.press(*keys)
        await self.pilot.pause()
        self.app.paint()

    async def type(self, words):
        """Type a text: the first letter as a key, the rest in one go where it went into a field."""
        await self.press(KEYS.get(words[0], words[0]))
        field, rest = self.app.focused, words[1:]
        if isinstance(field, Input):
            field.insert_text_at_cursor(rest)
        elif isinstance(field, TextArea):
            field.replace(rest, *field.selection)
        elif rest:
            await self.pilot.press(*[KEYS.get(each, each) for each in rest])
        await self.pilot.pause()

    async def until(self, true, tries=400):
        """Let the app work until something is true; fail where it never is."""
        for _ in range(tries):
            if true():
                return
            await self.pilot.pause(0.01)
            self.app.paint()
        raise AssertionError("it never came true")

    @property
    def given(self):
        """What the last screen gave back; NOTHING while it stands."""
        return self.app.given


@pytest.fixture(autouse=True)
def painted_when_settled(monkeypatch):
    """Spare the stages the painting between two events that come at once."""
    at_once = Screen._compositor_refresh

    def refresh(screen):
        if getattr(screen.app, "painting", True):
            at_once(screen)
        else:
            screen._dirty_widgets.clear()

    monkeypatch.setattr(Screen, "_compositor_refresh", refresh)


@pytest.fixture(autouse=True, scope="session")
def rarely_collected():
    """Look for garbage less often: an app is thousands of objects that all live until it ends."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 50)
    yield
    gc.set_threshold(*before)


@pytest.fixture
def book(tmp_path):
    """An empty book in Los Angeles at a fixed hour."""
    home = home_under(str(tmp_path / "home"))
    Path(home.settings).parent.mkdir(parents=True, exist_ok=True)
    Path(home.settings).write_text('[place]\nzone = "America/Los_Angeles"\ncountry = "US"\n')
    found = Book.open(home, now=lambda: NOW)
    yield found
    found.close()


@pytest.fixture
def marty(book):
    """Marty Chen, met just now, with a number."""
    return book.log("met Marty Chen @Acme 415 555 0100 hot // son plays golf").contacts[0]


@pytest.fixture
def priya(book):
    """Priya Raman, met just now, with a mail address."""
    return book.log("met Priya Raman @Northline priya@example.com").contacts[0]


@pytest.fixture
def stage():
    """A function that runs the app at a size: `async with stage(80, 24) as driver`."""
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def run(width=80, height=24):
        async with Stage().run_test(size=(width, height)) as pilot:
            yield Driver(pilot)

    return run


@pytest.fixture
def nothing():
    """What `given` is while a screen stands."""
    return NOTHING


def shown(widget):
    """Return the plain text of a widget."""
    return widget.render().plain if hasattr(widget.render(), "plain") else str(widget.render())


@pytest.fixture
def text_of():
    """A function that gives the plain text of a widget."""
    return shown
