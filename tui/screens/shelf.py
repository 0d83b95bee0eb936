"""The shelf: things worth passing on, whom they suit, and a draft to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.errors import OnwardError
from store.model import Receipt
from tui import keys
from tui.look import clean
from tui.screens.page import WIDEST, Page
from tui.widgets import memory
from tui.widgets.dialog import Dialog, Said, attempt, zone_of
from tui.widgets.line_input import LineInput
from tui.widgets.lines import Hints
from tui.wording import on_screen, practice
from tui.wording.errors import sentence
from tui.wording.receipts import APP
from tui.wording.receipts import receipt as receipt_words

if TYPE_CHECKING:
    from store.book import Book
    from store.reports import ShelfEntry

PAUSE = 0.05
KEPT = "shelf line"
LINE_EXAMPLE = on_screen.HTTPS_EXAMPLE_COM_ARTICLE_LEASE


class ShelfScreen(Page[Receipt]):
    """The things in a list; dismisses with the last Receipt, or None."""

    place = "shelf"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("shelf")
    DEFAULT_CSS = """
    ShelfScreen #title { text-style: bold; height: 1; margin: 1 2 0 2; }
    ShelfScreen OptionList { height: 1fr; border: none; padding: 1 1; background: $background;
        max-width: 104; scrollbar-size-vertical: 1; }
    ShelfScreen OptionList:focus { border: none; background-tint: transparent; }
    ShelfScreen OptionList > .option-list--option-highlighted,
    ShelfScreen OptionList:focus > .option-list--option-highlighted {
        background: $panel; color: $foreground; text-style: none;
    }
    ShelfScreen.-narrow #title { margin: 0 1; }
    ShelfScreen.-narrow OptionList { padding: 0; }
    ShelfScreen #nothing { padding: 1 2; display: none; }
    ShelfScreen.-nothing #nothing { display: block; height: 1fr; }
    ShelfScreen.-nothing OptionList { display: none; }
    """

    def __init__(self, book: Book) -> None:
        """Look at the shelf."""
        super().__init__(book)
        self.entries: tuple[ShelfEntry, ...] = book.shelf()
        self.last: Receipt | None = None

    def compose(self) -> ComposeResult:
        """Lay out title, list, what happened, and the keys."""
        yield Static(Content(practice.SHELF_TITLE), id="title")
        yield OptionList()
        yield Static(id="nothing")
        yield Said(id="said")
        yield Hints(id="hints")
        yield Static(id="text", classes="hidden")

    def on_mount(self) -> None:
        """Show the things."""
        self.query_one("#text").display = False
        self.query_one(OptionList).focus()
        super().on_mount()

    def paint(self) -> None:
        """Show the things for the width there is; the cursor stays on its own."""
        super().paint()
        things = self.query_one(OptionList)
        at = things.highlighted or 0
        columns = min(self.size.width - (4 if self.size.width < 60 else 7), WIDEST)
        today = self.book.today()
        things.clear_options()
        for entry in self.entries:
            told = practice.shelf_lines([entry], today, max(columns, 20))
            first, *rest = [clean(line) for line in told]
            things.add_option(Option(Content("\n").join([Content.styled(first, "bold"), *map(Content, rest)])))
        if self.entries:
            things.highlighted = min(at, len(self.entries) - 1)
        self.set_class(not self.entries, "-nothing")
        self.query_one("#nothing", Static).update(Content(keys.in_words(practice.EMPTY_SHELF_APP)))

    def book_changed(self) -> None:
        """Look again."""
        found = attempt(self.book.shelf, self.complain)
        if found is not None and self.query(OptionList):
            self.entries = found
            self.paint()

    @property
    def entry(self) -> ShelfEntry | None:
        """The thing under the cursor."""
        at = self.query_one(OptionList).highlighted
        return self.entries[at] if at is not None and at < len(self.entries) else None

    def took(self, done: Receipt | None) -> None:
        """Say what a verb did, and look again."""
        if done is not None:
            self.last = done
            self.book_changed()
            self.say(receipt_words(done, self.book.now(), zone_of(self.book), back=APP))

    def action_back(self) -> None:
        """Go back to where this was opened; what was done here has been said here."""
        self.dismiss(None)

    def action_down(self) -> None:
        """Go to the next thing."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """Go to the thing before."""
        self.query_one(OptionList).action_cursor_up()

    def action_first(self) -> None:
        """Go to the first thing."""
        self.query_one(OptionList).action_first()

    def action_last(self) -> None:
        """Go to the last thing."""
        self.query_one(OptionList).action_last()

    def action_page_down(self) -> None:
        """Go a screen down."""
        self.query_one(OptionList).action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        """Go a screen up."""
        self.query_one(OptionList).action_page_up()  # type: ignore[no-untyped-call]

    def action_shelf_add(self) -> None:
        """Put something on the shelf."""
        self.app.push_screen(AddToShelf(self.book), self.took)

    def action_shelf_drop(self) -> None:
        """Take the thing under the cursor off the shelf."""
        entry = self.entry
        if entry is not None:
            self.took(attempt(lambda: self.book.drop_shelf(entry.item.id), self.complain))

    def action_undo(self) -> None:
        """Take back the last action."""
        self.took(attempt(self.book.undo, self.complain))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.took(attempt(self.book.redo, self.complain))

    @on(OptionList.OptionSelected)
    def opened(self) -> None:
        """Pass on the thing that was chosen."""
        self.action_pass_on()

    def action_pass_on(self) -> None:
        """Choose one of those it suits, and open a draft that passes it on."""
        from tui.screens.asking import Choose

        entry = self.entry
        if entry is None:
            return
        if not entry.people:
            self.say(practice.suits(entry).capitalize() + ".")
            return
        options = [(str(place) if place < 10 else "", practice.person_match(each), each.contact.id)
                   for place, each in enumerate(entry.people, 1)]
        self.app.push_screen(Choose(practice.pass_on_to(entry.item), options),
                             lambda contact: self._draft(entry, str(contact)) if contact else None)

    def _draft(self, entry: ShelfEntry, contact: str) -> None:
        """Open the draft."""
        from tui.screens.for_draft import screen_for

        draft = attempt(lambda: self.book.draft(contact, entry.item.kind, shelf=entry.item.id), self.complain)
        if draft is not None:
            self.app.push_screen(screen_for(self.book, draft), self.took)


class AddToShelf(Dialog[Receipt]):
    """One line for the shelf, with what it means under it; gives the Receipt, or None. Esc keeps what was typed."""

    DEFAULT_CSS = """
    AddToShelf LineInput { background: $panel; }
    AddToShelf #preview { height: auto; min-height: 1; }
    """

    def __init__(self, book: Book) -> None:
        """Keep the book."""
        self.book = book
        self._reading: Timer | None = None
        super().__init__(practice.ADD_TITLE, hint=practice.ADD_HINT)

    def body(self) -> Iterable[Widget]:
        """Return the line and what it means."""
        return (LineInput(placeholder=LINE_EXAMPLE, id="line"), Static(id="preview", classes="muted"))

    def on_mount(self) -> None:
        """Put back what was typed the last time."""
        line = self.query_one(LineInput)
        line.value = memory.kept(self.app, KEPT)
        line.cursor_position = len(line.value)
        line.focus()
        self._preview()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the line, and read it once the key has been painted."""
        memory.keep(self.app, KEPT, event.value)
        self.say("")
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(PAUSE, self._preview)

    def on_input_submitted(self) -> None:
        """Put it on the shelf."""
        line = self.query_one(LineInput).value
        done = self.attempt(lambda: self.book.add_shelf(line))
        if done is not None:
            memory.keep(self.app, KEPT, "")
            self.dismiss(done)

    def _preview(self) -> None:
        """Say what the line means."""
        line = self.query_one(LineInput).value
        told = ""
        if line.strip():
            try:
                item = self.book.read_shelf_line(line)
                why = f" // {item.why}" if item.why else ""
                told = f"{item.title}: {practice.shelf_facts(item, self.book.today())}{why}"
            except OnwardError as error:
                told = sentence(error)
        self.query_one("#preview", Static).update(Content(clean(told)))
