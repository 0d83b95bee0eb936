"""A clear yes or no, and the sweep of drafts that were handed to another program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.errors import NotFound
from store.model import Draft, Receipt
from tui import keys
from tui.look import clean, fit, width
from tui.widgets.choices import Choices
from tui.widgets.dialog import Dialog, zone_of
from tui.wording import dialogs, on_screen
from tui.wording.instants import near

if TYPE_CHECKING:
    from store.book import Book


class Confirm(Dialog[bool]):
    """Ask a question with a named yes; gives True or False. Enter alone says no."""

    def __init__(self, question: str, yes_label: str) -> None:
        """Keep the question and what yes is called."""
        super().__init__(question)
        self.yes_label = yes_label

    def body(self) -> Iterable[Widget]:
        """Return no first, since it is the safe one, then yes."""
        return (Choices([("n", on_screen.NO_LEAVE, False), ("y", self.yes_label, True)]),)

    def on_mount(self) -> None:
        """Stand on no."""
        self.query_one(Choices).focus()

    def on_choices_picked(self, event: Choices.Picked) -> None:
        """Give the answer."""
        self.dismiss(bool(event.value))

    def action_back(self) -> None:
        """Esc says no."""
        self.dismiss(False)


class SentSweep(Dialog[Receipt]):
    """Ask of every draft handed over whether it left; gives the last Receipt, or None where nothing was decided.

    Nothing is written until all are answered or Enter is pressed; Esc leaves them all waiting.
    """

    DEFAULT_CSS = """
    SentSweep OptionList {
        height: auto; max-height: 16; border: none; padding: 0; scrollbar-size-vertical: 1;
        background: $surface; background-tint: transparent;
    }
    SentSweep OptionList:focus { border: none; background: $surface; background-tint: transparent; }
    SentSweep OptionList:focus > .option-list--option-highlighted { background: $panel; color: $foreground; }
    """
    PLACE = "sweep"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("sweep")

    def __init__(self, book: Book) -> None:
        """Look up the drafts that wait."""
        self.book = book
        self.drafts: tuple[Draft, ...] = tuple(book.drafts(("handed",)))
        self.answers: dict[str, bool] = {}
        super().__init__(
            dialogs.sweep_title(len(self.drafts)) if self.drafts else on_screen.NOTHING_WAITS_TO_BE_CONFIRMED,
        )

    def body(self) -> Iterable[Widget]:
        """Return one line a draft."""
        return (OptionList(*[Option(self._line(each)) for each in self.drafts]),)

    def on_mount(self) -> None:
        """Stand on the first draft."""
        rows = self.query_one(OptionList)
        rows.highlighted = 0 if self.drafts else None
        rows.focus()

    def action_it_left(self) -> None:
        """Say that the draft under the cursor left."""
        self._answer(True)

    def action_not_left(self) -> None:
        """Say that the draft under the cursor did not leave."""
        self._answer(False)

    def _answer(self, left: bool) -> None:
        """Answer for the draft under the cursor and go on; after the last answer all are stored."""
        draft = self._current()
        if draft is None:
            return
        self.answers[draft.id] = left
        self._redraw(draft)
        if len(self.answers) == len(self.drafts):
            self._store()
        else:
            self._next_open()

    def action_ask_later(self) -> None:
        """Leave the draft under the cursor for later."""
        draft = self._current()
        if draft is not None:
            self.answers.pop(draft.id, None)
            self._redraw(draft)
            self.action_down()

    def action_all_left(self) -> None:
        """Say that all that are not answered yet left, and store."""
        for draft in self.drafts:
            self.answers.setdefault(draft.id, True)
        self._store()

    def action_down(self) -> None:
        """Go to the next draft."""
        self._move(1)

    def action_up(self) -> None:
        """Go to the draft before."""
        self._move(-1)

    def action_store(self) -> None:
        """Store what is answered so far."""
        self._store()

    def _move(self, by: int) -> None:
        rows = self.query_one(OptionList)
        if self.drafts:
            rows.highlighted = ((rows.highlighted or 0) + by) % len(self.drafts)

    def on_option_list_option_selected(self) -> None:
        """Store what is answered so far."""
        self._store()

    def _store(self) -> None:
        left = [each for each, answer in self.answers.items() if answer]
        stayed = [each for each, answer in self.answers.items() if not answer]
        receipt: Receipt | None = None
        if stayed:
            receipt = self.attempt(lambda: self.book.not_sent(stayed))
            if receipt is None:
                return
            self.answers = dict.fromkeys(left, True)
        if left:
            receipt = self.attempt(lambda: self.book.sent(left))
            if receipt is None:
                return
        self.dismiss(receipt)

    def _current(self) -> Draft | None:
        place = self.query_one(OptionList).highlighted
        return self.drafts[place] if place is not None and self.drafts else None

    def _next_open(self) -> None:
        rows = self.query_one(OptionList)
        here = rows.highlighted or 0
        for step in range(1, len(self.drafts) + 1):
            place = (here + step) % len(self.drafts)
            if self.drafts[place].id not in self.answers:
                rows.highlighted = place
                return

    def _redraw(self, draft: Draft) -> None:
        self.query_one(OptionList).replace_option_prompt_at_index(self.drafts.index(draft), self._line(draft))

    def _line(self, draft: Draft) -> Content:
        """Return a draft in one line: the answer, who, what, how and when it was handed over, its first words."""
        answer = self.answers.get(draft.id)
        marks = {True: ("yes", "bold $text-success"), False: (on_screen.NO, "bold $text-warning")}
        mark, style = (" ? ", "$foreground-muted") if answer is None else marks[answer]
        when = near(draft.handed.at, self.book.now(), zone_of(self.book)) if draft.handed else ""
        words = clean(draft.subject or draft.body)
        room = (self.size.width or 80) - 4
        wide = room >= 56
        name = fit(self._recipient(draft), 18 if wide else 15, pad=True)
        head = f" {name} {fit(dialogs.kind(draft.kind), 8, pad=True)} "
        how = f"{dialogs.handed(draft)}, {when}  " if wide else f"{when} "
        return Content.assemble(
            (mark, style), head, (how, "$foreground-muted"),
            (fit(words, min(room, 98) - 4 - width(head) - width(how)), "$foreground-muted"))

    def on_resize(self) -> None:
        """Fit the lines to the window."""
        rows = self.query_one(OptionList)
        for place, draft in enumerate(self.drafts):
            rows.replace_option_prompt_at_index(place, self._line(draft))

    def _recipient(self, draft: Draft) -> str:
        try:
            return clean(self.book.dossier(draft.contact).contact.name)
        except NotFound:
            return on_screen.SOMEBODY_GONE
