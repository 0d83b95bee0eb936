"""A screen of plain text that scrolls: a title, paragraphs, and what the keys do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui import keys
from tui.look import clean
from tui.widgets.dialog import Said, attempt, zone_of
from tui.widgets.lines import Hints, OneLine

if TYPE_CHECKING:
    from store.book import Book

Result = TypeVar("Result")
WIDEST = 100
"Columns that a text takes at most, however wide the window."


class Page(Screen[Result]):
    """Lines made anew for every width; the keys come from the table, by `place`."""

    place: ClassVar[str] = "page"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("page")
    DEFAULT_CSS = """
    Page { layout: vertical; }
    Page VerticalScroll { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    Page #text { height: auto; max-width: 100; }
    Page Said { padding: 0 2; }
    Page.-narrow VerticalScroll { padding: 0 1; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (110, "-wide")]  # noqa: RUF012 - Textual's own type

    def __init__(self, book: Book) -> None:
        """Keep the book."""
        super().__init__()
        self.book = book

    @property
    def zone(self) -> dt.tzinfo:
        """The user's zone."""
        return zone_of(self.book)

    @property
    def room(self) -> int:
        """How many columns the text may take, the scroll bar left free."""
        found = self.query(VerticalScroll)
        if not found:
            return self.size.width - 6
        place = found.first()
        return place.scrollable_content_region.width - (1 if place.show_vertical_scrollbar else 2)

    def lines(self, columns: int) -> Sequence[str]:
        """Return the text as lines of a width; the first one of a paragraph without an indent is a heading."""
        return ()

    def compose(self) -> ComposeResult:
        """Lay out the text, the line for what happened, and the keys."""
        with VerticalScroll(can_focus=False):
            yield Static(id="text")
        yield Said(id="said")
        yield Hints(id="hints")

    def on_mount(self) -> None:
        """Show the text, once it is known how wide it may be."""
        self.call_after_refresh(self.paint)

    def on_resize(self) -> None:
        """Make the lines for another width."""
        self.call_after_refresh(self.paint)

    def book_changed(self) -> None:
        """Read again what another process, or a screen on top, has changed."""
        if self.query("#text"):
            self.paint()

    def paint(self) -> None:
        """Make the lines for the width there is, and show them."""
        if not self.query("#text"):
            return
        self.query_one("#text", Static).update(Content("\n").join(self.laid_out(self.room)))
        ranked = keys.ranked(self.place, self._own_keys())
        self.query_one(Hints).show([(keys.shown((*each.keys, *each.typing)[0]), each.label, each.id) for each in ranked])

    def laid_out(self, room: int) -> list[Content]:
        """Return the text as it is shown in a number of columns."""
        return list(self.styled([clean(line) for line in self.lines(max(10, min(room, WIDEST)))]))

    def styled(self, told: Sequence[str]) -> Iterable[Content]:
        """Give cleaned lines as they are shown."""
        return _headed(told)

    def complain(self, words: str) -> None:
        """Show what went wrong above the keys."""
        self.query_one(Said).show(words, wrong=True)

    def say(self, words: str) -> None:
        """Show plain words above the keys."""
        self.query_one(Said).show(words)

    def attempt(self, act: object) -> object:
        """Run a verb of the book; an error is shown here."""
        return attempt(act, self.complain)  # type: ignore[arg-type]

    def on_one_line_clicked(self, event: OneLine.Clicked) -> None:
        """Do the action that was clicked."""
        getattr(self, f"action_{event.name.replace('-', '_')}")()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_close(self) -> None:
        """Go back."""
        self.action_back()

    def action_down(self) -> None:
        """Scroll a line down."""
        self._scroll(1)

    def action_up(self) -> None:
        """Scroll a line up."""
        self._scroll(-1)

    def action_page_down(self) -> None:
        """Scroll a screen down."""
        self._scroll(max(1, self.size.height - 4))

    def action_page_up(self) -> None:
        """Scroll a screen up."""
        self._scroll(-max(1, self.size.height - 4))

    def action_first(self) -> None:
        """Go to the top."""
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_last(self) -> None:
        """Go to the end."""
        self.query_one(VerticalScroll).scroll_end(animate=False)

    def _scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _own_keys(self) -> dict[str, str]:
        """Return the user's own keys by action."""
        return dict(getattr(self.app, "own_keys", dict)())


def _headed(told: Iterable[str]) -> Iterable[Content]:
    """Give the lines, those that begin a paragraph at the margin in bold."""
    before = ""
    for line in told:
        heads = bool(line) and not line.startswith(" ") and not before.strip()
        yield Content.styled(line, "bold") if heads else Content(line)
        before = line
