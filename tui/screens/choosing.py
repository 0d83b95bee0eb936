"""Housekeeping that asks: a cadence for people without one, and the lines in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from store.errors import NotFound
from store.model import Proposal, Receipt, Unfiled
from tui import keys
from tui.look import clean
from tui.widgets import memory
from tui.widgets.chips import LATER, NEW_PERSON, Chips, who_choices
from tui.widgets.choices import Choice, Choices
from tui.widgets.dialog import Dialog, zone_of
from tui.widgets.line_input import LineInput
from tui.wording import dialogs, on_screen
from tui.wording.instants import moment

if TYPE_CHECKING:
    from store.book import Book

PAUSE = 0.05
ROOMY = 60
"Cells from which on a cadence is named beside what it is for."


class ChooseCadence(Dialog[Receipt]):
    """Choose the cadence for one contact or a lot of them; gives the Receipt, or None for later."""

    def __init__(self, book: Book, contact_ids: Iterable[str]) -> None:
        """Look up who they are."""
        self.book = book
        self.contact_ids = tuple(contact_ids)
        super().__init__(
            on_screen.WHICH_CADENCE.format(who=self._who()),
            hint=on_screen.NOBODY_IS_WRITTEN,
        )

    def body(self) -> Iterable[Widget]:
        """Return the cadences, none at all, and later."""
        options: list[Choice] = []
        roomy = self.app.size.width >= ROOMY
        for place, (name, title) in enumerate(self.book.cadences()):
            key = str(place + 1) if place < 9 else ""
            both = roomy and title and title != name
            options.append((key, f"{clean(name)}   {clean(title)}" if both else clean(title or name), name))
        options.append(("0", on_screen.NONE_NO_RHYTHM_THEY_STAY if roomy else on_screen.NONE_ONLY_IN_THE_BOOK, "none"))
        options.append(("l", "later", None))
        return (Choices(options),)

    def on_mount(self) -> None:
        """Stand on the first cadence."""
        self.query_one(Choices).focus()

    def on_choices_picked(self, event: Choices.Picked) -> None:
        """Start the cadence picked."""
        if event.value is None:
            self.dismiss(None)
            return
        name = str(event.value)
        receipt = self.attempt(lambda: self.book.use_cadence(self.contact_ids, name))
        if receipt is not None:
            self.dismiss(receipt)

    def _who(self) -> str:
        if len(self.contact_ids) > 3:
            return dialogs.people(len(self.contact_ids))
        found = []
        for each in self.contact_ids:
            try:
                found.append(self.book.dossier(each).contact.name)
            except NotFound:
                continue
        return dialogs.names(found)


THROW_AWAY = "throw-away"


class FileUnfiled(Dialog[Receipt]):
    """Walk the lines in doubt, one after the other; gives the last Receipt, or None where none was settled.

    A line can be corrected, filed to somebody, stored as somebody new, or thrown away, which undo brings back.
    """

    DEFAULT_CSS = """
    FileUnfiled #line { background: $panel; margin-bottom: 1; }
    FileUnfiled #who { margin-top: 1; }
    """
    PLACE = "doubt"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("doubt")

    def __init__(self, book: Book) -> None:
        """Look up the lines that wait."""
        self.book = book
        self.waiting: tuple[Unfiled, ...] = tuple(book.unfiled())
        self.place = 0
        self.last: Receipt | None = None
        self.proposal: Proposal | None = None
        self._reading: Timer | None = None
        super().__init__("", hint=on_screen.CORRECT_THE_LINE_OR_CHOOSE_BELOW)

    def body(self) -> Iterable[Widget]:
        """Return why it waits, the line, its pieces and what can be done."""
        return (Static(id="why", classes="muted"), LineInput(id="line"), Chips(id="chips"), Choices(id="who"))

    def on_mount(self) -> None:
        """Show the first line."""
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep a correction, and read it once the key has been painted."""
        line = self._line
        if line is not None:
            memory.keep(self.app, f"unfiled: {line.id}", event.value)
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(PAUSE, self._read)

    def on_input_submitted(self) -> None:
        """File the line as it stands where it is clear now, else go to the choices."""
        self._read()
        proposal = self.proposal
        if proposal is not None and not proposal.doubt and (proposal.known is not None or proposal.entry.name):
            known = proposal.known.id if proposal.known else None
            self._settle(contact=known)
        else:
            self.action_to_choices()

    def on_choices_picked(self, event: Choices.Picked) -> None:
        """Do what was picked."""
        if event.value == LATER:
            self._go_on()
        elif event.value == THROW_AWAY:
            self._settle(throw_away=True)
        elif event.value == NEW_PERSON:
            self._settle(new=True)
        else:
            self._settle(contact=str(event.value))

    def action_to_choices(self) -> None:
        """Move to the choices; among them, down."""
        choices = self.query_one(Choices)
        if self.focused is choices:
            choices.action_cursor_down()
        else:
            choices.focus()

    def action_to_line(self) -> None:
        """Move to the line; among the choices, up to the first one first."""
        choices = self.query_one(Choices)
        if self.focused is choices and choices.highlighted:
            choices.action_cursor_up()
        else:
            self.query_one(LineInput).focus()

    def action_back(self) -> None:
        """Leave the rest waiting; corrections are kept."""
        self.dismiss(self.last)

    @property
    def _line(self) -> Unfiled | None:
        return self.waiting[self.place] if self.place < len(self.waiting) else None

    def _show(self) -> None:
        """Show the line it stands at, or leave where none is left."""
        line = self._line
        title = self.query_one("#title", Static)
        if line is None:
            if self.waiting:
                self.dismiss(self.last)
            else:
                title.update(on_screen.NO_LINE_IS_IN_DOUBT)
            return
        title.update(Content(on_screen.LINE_IN_DOUBT.format(what=self.place + 1, waiting=len(self.waiting))))
        came = moment(line.received, self.book.now(), zone_of(self.book))
        reason = dialogs.UNFILED_REASONS.get(line.reason, clean(line.reason))
        self.query_one("#why", Static).update(Content(f"{came}: {reason}"))
        field = self.query_one(LineInput)
        field.value = memory.kept(self.app, f"unfiled: {line.id}") or clean(line.line)
        field.cursor_position = len(field.value)
        self._read()
        field.focus()

    def _read(self) -> None:
        typed = self.query_one(LineInput).value
        self.proposal = self.book.propose(typed) if typed.strip() else None
        self.query_one(Chips).show(self.proposal, self.book.now(), zone_of(self.book))
        options = [each for each in who_choices(self.proposal) if each[2] != LATER] if self.proposal else []
        if self.proposal is not None and self.proposal.entry.name and all(each[2] != NEW_PERSON for each in options):
            options.append(("n", on_screen.SOMEBODY_NEW.format(name=self.proposal.entry.name), NEW_PERSON))
        options += [("l", "later", LATER), ("x", on_screen.THROW_IT_AWAY_UNDO_BRINGS, THROW_AWAY)]
        choices = self.query_one(Choices)
        if list(choices.choices) != options:
            choices.show(options)

    def _settle(self, contact: str | None = None, new: bool = False, throw_away: bool = False) -> None:
        line = self._line
        if line is None:
            return
        typed = "" if throw_away else self.query_one(LineInput).value
        settle: Callable[[], Receipt] = lambda: self.book.settle_unfiled(  # noqa: E731
            line.id, line=typed, contact=contact, new=new)
        receipt = self.attempt(settle)
        if receipt is not None:
            memory.keep(self.app, f"unfiled: {line.id}", "")
            self.last = receipt
            self._go_on()

    def _go_on(self) -> None:
        self.place += 1
        self.say("")
        self._show()
