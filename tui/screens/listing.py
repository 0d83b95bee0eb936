"""A page whose lines are a list: each entry takes as many lines as it needs, the keys move between entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui import keys
from tui.look import clean
from tui.screens.page import WIDEST, Page
from tui.widgets.dialog import Said
from tui.widgets.lines import Hints

Result = TypeVar("Result")


class ListPage(Page[Result]):
    """A heading, a list, a line of what happened, and the keys."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("page")
    DEFAULT_CSS = """
    ListPage #head { height: auto; margin: 1 2 0 2; max-width: 100; }
    ListPage OptionList { height: 1fr; border: none; padding: 1 1 0 1; background: $background;
        max-width: 104; scrollbar-size-vertical: 1; }
    ListPage OptionList:focus { border: none; background-tint: transparent; }
    ListPage OptionList > .option-list--option-highlighted,
    ListPage OptionList:focus > .option-list--option-highlighted {
        background: $panel; color: $foreground; text-style: none;
    }
    ListPage #foot { height: auto; margin: 0 2; max-width: 100; color: $text-muted; }
    ListPage.-narrow #head { margin: 0 1; }
    ListPage.-narrow #foot { margin: 0 1; }
    ListPage.-narrow OptionList { padding: 0; }
    """

    def compose(self) -> ComposeResult:
        """Lay out heading, list, foot, what happened, and the keys."""
        yield Static(id="head")
        yield OptionList()
        yield Static(id="foot")
        yield Said(id="said")
        yield Hints(id="hints")
        yield Static(id="text")

    def on_mount(self) -> None:
        """Stand in the list."""
        self.query_one("#text").display = False
        self.listing.focus()
        super().on_mount()

    @property
    def listing(self) -> OptionList:
        """The list."""
        return self.query_one(OptionList)

    @property
    def at(self) -> int:
        """Where the cursor is, from 0."""
        return self.listing.highlighted or 0

    @property
    def columns(self) -> int:
        """How many columns an entry may take."""
        return max(20, min(self.size.width - (4 if self.size.width < 60 else 7), WIDEST))

    def head(self) -> str:
        """Return the heading."""
        return ""

    def foot(self) -> str:
        """Return what stands under the list."""
        return ""

    def entries(self, columns: int) -> Sequence[Content]:
        """Return the entries for a width."""
        return ()

    def paint(self) -> None:
        """Show the entries for the width there is; the cursor stays where it is."""
        super().paint()
        if not self.query(OptionList):
            return
        at = self.at
        shown = self.entries(self.columns)
        listing = self.listing
        listing.clear_options()
        listing.add_options([Option(each) for each in shown])
        if shown:
            listing.highlighted = min(at, len(shown) - 1)
        self.query_one("#head", Static).update(Content.styled(clean(self.head()), "bold"))
        self.query_one("#foot", Static).update(Content(clean(self.foot(), one_line=False)))

    def action_down(self) -> None:
        """Go to the next entry."""
        self.listing.action_cursor_down()

    def action_up(self) -> None:
        """Go to the entry before."""
        self.listing.action_cursor_up()

    def action_first(self) -> None:
        """Go to the first entry."""
        self.listing.action_first()

    def action_last(self) -> None:
        """Go to the last entry."""
        self.listing.action_last()

    def action_page_down(self) -> None:
        """Go a screen down."""
        self.listing.action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        """Go a screen up."""
        self.listing.action_page_up()  # type: ignore[no-untyped-call]
