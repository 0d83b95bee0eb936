"""Choosing a template: the list, and beside or below it the words as they would stand in the draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.errors import OnwardError
from tui import keys
from tui.look import clean
from tui.widgets.action_bar import KeyLine
from tui.widgets.dialog import zone_of
from tui.widgets.line_input import LineInput
from tui.wording import on_screen
from tui.wording import templates as words
from tui.wording.errors import sentence
from tui.wording.instants import moment

if TYPE_CHECKING:
    from store.book import Book
    from store.reports import TemplateEntry

PAUSE = 0.04
"Seconds after a move until the words are filled: holding an arrow down fills only where it stops."


class ChooseTemplate(Screen[str]):
    """Choose a template with its filled words in sight; gives its name, or None. Typing narrows the list."""

    DEFAULT_CSS = """
    ChooseTemplate { layout: vertical; }
    ChooseTemplate #title { height: 1; padding: 0 1; text-style: bold; }
    ChooseTemplate #filter { margin: 0 1; background: $panel; }
    ChooseTemplate #both { layout: vertical; height: 1fr; }
    ChooseTemplate OptionList {
        height: 35%; min-height: 4; border: none; padding: 0; background: $surface; background-tint: transparent;
        scrollbar-size-vertical: 1;
    }
    ChooseTemplate OptionList:focus { border: none; background-tint: transparent; }
    ChooseTemplate OptionList > .option-list--option { padding: 0 1; }
    ChooseTemplate OptionList > .option-list--option-highlighted {
        background: $panel; color: $foreground; text-style: bold;
    }
    ChooseTemplate #right { height: 1fr; border-top: hkey $panel; }
    ChooseTemplate #why { height: auto; padding: 0 1; color: $text-muted; }
    ChooseTemplate VerticalScroll { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    ChooseTemplate #words { height: auto; }
    ChooseTemplate KeyLine { padding: 0 1; background: $panel; }
    ChooseTemplate.-normal #both, ChooseTemplate.-wide #both { layout: horizontal; }
    ChooseTemplate.-normal OptionList { width: 32; height: 100%; }
    ChooseTemplate.-wide OptionList { width: 46; height: 100%; }
    ChooseTemplate.-normal #right, ChooseTemplate.-wide #right {
        width: 1fr; height: 100%; border-top: none; border-left: vkey $panel;
    }
    ChooseTemplate.-normal #why, ChooseTemplate.-wide #why { margin-bottom: 1; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-normal"), (110, "-wide")]  # noqa: RUF012 - Textual's own type
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("templates")

    def __init__(
        self, book: Book, contact: str, kind: str, title: str, entries: Sequence[TemplateEntry], shelf: str = "",
        standing: str = "",
    ) -> None:
        """Keep the templates to choose from, and the name of the one the cursor begins on."""
        super().__init__()
        self.book = book
        self.contact = contact
        self.kind = kind
        self.heading = title
        self.entries = tuple(entries)
        self.shelf = shelf
        self.standing = standing
        self.found: tuple[TemplateEntry, ...] = ()
        self._waiting: Timer | None = None

    def compose(self) -> Iterable[Widget]:
        """Lay out the filter, the list and the filled words."""
        yield Static(Content(clean(self.heading)), id="title")
        yield LineInput(placeholder=on_screen.TYPE_TO_NARROW_THE_LIST, id="filter")
        with Container(id="both"):
            yield OptionList(id="list")
            with Vertical(id="right"):
                yield Static(id="why")
                with VerticalScroll(can_focus=False):
                    yield Static(id="words")
        yield KeyLine("templates", id="keys")

    def on_mount(self) -> None:
        """Show all of them, the cursor on the one in use."""
        self.query_one(OptionList).can_focus = False
        self._narrow("")
        names = [each.name for each in self.found]
        if self.standing in names:
            self._go_to(names.index(self.standing))
        self.query_one(LineInput).focus()

    @property
    def entry(self) -> TemplateEntry | None:
        """The template under the cursor."""
        place = self.query_one(OptionList).highlighted
        return self.found[place] if place is not None and place < len(self.found) else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what was typed."""
        event.stop()
        self._narrow(event.value)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Fill the words once the cursor stands still."""
        event.stop()
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(PAUSE, self._preview)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the template that was clicked."""
        event.stop()
        self.action_use_template()

    def action_use_template(self) -> None:
        """Give back the template under the cursor."""
        if self.entry is not None:
            self.dismiss(self.entry.name)

    def action_next_template(self) -> None:
        """Move down the list."""
        self._go_to((self.query_one(OptionList).highlighted or 0) + 1)

    def action_template_before(self) -> None:
        """Move up the list."""
        self._go_to((self.query_one(OptionList).highlighted or 0) - 1)

    def action_words_down(self) -> None:
        """Show the words further down."""
        self._scroll(1)

    def action_words_up(self) -> None:
        """Show the words further up."""
        self._scroll(-1)

    def action_back(self) -> None:
        """Empty the filter first; then go back with nothing chosen."""
        line = self.query_one(LineInput)
        if line.value:
            line.value = ""
        else:
            self.dismiss(None)

    def _narrow(self, typed: str) -> None:
        """List the templates whose name, purpose or words hold what was typed."""
        wanted = typed.lower().split()
        self.found = tuple(each for each in self.entries if all(
            word in f"{each.name} {each.family} {words.family(each.family)} {each.subject} {each.body}".lower()
            for word in wanted))
        listing = self.query_one(OptionList)
        listing.clear_options()
        listing.add_options([Option(self._line(each)) for each in self.found])
        if self.found:
            listing.highlighted = 0
        else:
            self.query_one("#why", Static).update(words.NOTHING_FITS)
            self.query_one("#words", Static).update("")

    def _line(self, each: TemplateEntry) -> Content:
        name, marks = words.choice(each, self._gone(each))
        mark = "\N{BULLET} " if each.fits else "  "
        return Content.assemble((mark, "$accent"), name, "  ", (marks, "$foreground-muted"))

    def _gone(self, each: TemplateEntry) -> str:
        """Return when a template last went to this person, in words; nothing for never."""
        return moment(each.used, self.book.now(), zone_of(self.book)) if each.used else ""

    def _go_to(self, place: int) -> None:
        if self.found:
            self.query_one(OptionList).highlighted = max(0, min(place, len(self.found) - 1))

    def _scroll(self, way: int) -> None:
        place = self.query_one(VerticalScroll)
        place.scroll_relative(y=way * max(1, place.size.height - 2), animate=False)

    def _preview(self) -> None:
        """Show the template under the cursor, filled for the person."""
        each = self.entry
        if each is None:
            return
        try:
            told = words.preview(self.book.fill(self.contact, self.kind, each.name, self.shelf))
        except OnwardError as error:
            told = sentence(error)
        self.query_one("#why", Static).update(Content(words.why_here(each, self._gone(each))))
        self.query_one("#words", Static).update(_with_marks(told))
        self.query_one(VerticalScroll).scroll_home(animate=False)


def _with_marks(told: str) -> Content:
    """Return filled words with their open gaps standing out."""
    from tui.widgets.draft_editor import GAP

    content = Content(told)
    for found in GAP.finditer(told):
        content = content.stylize("bold $warning", found.start(), found.end())
    return content
