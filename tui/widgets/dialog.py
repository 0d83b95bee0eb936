"""The frame of every question: a title, a body, a line for what went wrong, a line of hints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from store.errors import OnwardError
from store.model import Receipt
from tui import keys
from tui.look import clean
from tui.widgets.action_bar import KeyLine
from tui.widgets.choices import PickRow
from tui.wording.errors import sentence
from tui.wording.instants import planned, zone_named

if TYPE_CHECKING:
    from store.book import Book

Value = TypeVar("Value")
Result = TypeVar("Result")


def attempt(act: Callable[[], Value], complain: Callable[[str], None]) -> Value | None:
    """Run a verb of the book; on an OnwardError say its sentence and return None, so that what was typed stays."""
    try:
        return act()
    except OnwardError as error:
        complain(sentence(error))
        return None


def zone_of(book: Book) -> dt.tzinfo:
    """Return the user's time zone."""
    return zone_named(book.settings.practice.zone)


def preview_when(book: Book, words: str) -> str:
    """Return the date that words mean, as it is said; what is wrong with them where they mean none."""
    if not words.strip():
        return ""
    try:
        return planned(book.plan_when(words), book.now(), zone_of(book))
    except OnwardError as error:
        return sentence(error)


class Said(Static):
    """One line of what just happened or went wrong; takes no room while there is nothing to say."""

    DEFAULT_CSS = """
    Said { height: auto; display: none; color: $text-muted; }
    Said.-shown { display: block; }
    Said.-wrong { color: $text-error; }
    """
    _said = ""

    def show(self, words: str, wrong: bool = False) -> None:
        """Show plain words, or hide the line where they are empty."""
        if words != self._said:
            self._said = words
            self.update(Content(clean(words)))
        self.set_class(bool(words), "-shown")
        self.set_class(wrong, "-wrong")


class Dialog(ModalScreen[Result]):
    """A question at the foot of the window; Esc leaves it, errors stay in it."""

    DEFAULT_CSS = """
    Dialog { align: center bottom; background: $background 55%; }
    Dialog > #dialog {
        width: 100%; max-width: 104; height: auto; max-height: 100%;
        background: $surface; border-top: hkey $accent; padding: 0 2; scrollbar-size-vertical: 1;
    }
    Dialog #title { text-style: bold; height: auto; margin-bottom: 1; }
    Dialog #hint { color: $text-muted; height: auto; margin-top: 1; }
    Dialog #keys { margin-top: 1; }
    Dialog #keys.-under-hint { margin-top: 0; }
    Dialog.-narrow > #dialog { padding: 0 1; }
    Dialog.-narrow #title { margin-bottom: 0; }
    Dialog.-narrow.-low #hint { display: none; }
    Dialog.-narrow #hint, Dialog.-narrow #keys { margin-top: 0; }
    Dialog ToastRack { dock: top; align: right top; }
    Dialog .muted { color: $text-muted; height: auto; }
    Dialog Input { background: $surface; border: none; height: 1; padding: 0; }
    Dialog Input:focus { background: $panel; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (110, "-wide")]  # noqa: RUF012 - Textual's own type
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012
    PLACE: ClassVar[str] = "question"
    "One of `keys.PLACES`: whose keys stand at the foot."
    LABELS: ClassVar[Mapping[str, str]] = {}
    "Words for some of these keys in place of the table's, by action id."
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("question")

    def __init__(self, title: str, hint: str = "") -> None:
        """Keep the title and a line about what to do here; both are plain words."""
        super().__init__()
        self.heading = title
        self.hint = hint

    def compose(self) -> ComposeResult:
        """Lay out the title, the body, the line for errors, what to do, and the keys."""
        with VerticalScroll(id="dialog", can_focus=False):
            yield Static(Content(clean(self.heading)), id="title")
            yield from self.body()
            yield Said(id="said")
            if self.hint:
                yield Static(Content(self.hint), id="hint")
            yield KeyLine(self.PLACE, self.LABELS, id="keys").set_class(bool(self.hint), "-under-hint")

    def on_mount(self) -> None:
        """Begin at the top: the focus comes before the rows have their height, and would leave it scrolled."""
        self.call_after_refresh(self._to_the_top)

    def _to_the_top(self) -> None:
        self.query_one("#dialog").scroll_home(animate=False)
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def body(self) -> Iterable[Widget]:
        """Return the widgets between the title and the hints."""
        return ()

    def say(self, words: str) -> None:
        """Show plain words under the body."""
        self.query_one("#said", Said).show(words)

    def complain(self, words: str) -> None:
        """Show what went wrong under the body."""
        self.query_one("#said", Said).show(words, wrong=True)

    def attempt(self, act: Callable[[], Value]) -> Value | None:
        """Run a verb of the book; an error is shown here and what was typed stays."""
        return attempt(act, self.complain)

    def action_back(self) -> None:
        """Go back with nothing done."""
        self.dismiss(None)

    def action_take(self) -> None:
        """Answer with what the cursor is on: what Enter does there."""
        focused = self.focused
        if isinstance(focused, OptionList):
            focused.action_select()
        elif isinstance(focused, Input):
            self.call_later(focused.action_submit)


class Form(Dialog[Receipt]):
    """A question of several fields: the arrows go between them, Enter goes on, one key saves from anywhere."""

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field before."""
        self.focus_previous()

    def action_go_on(self) -> None:
        """Do what Enter does in the field."""
        if isinstance(self.focused, PickRow):
            self.focused.action_accept()
        else:
            self.action_take()
