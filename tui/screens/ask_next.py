"""Agree the next step: how, when, and what, with the cadence's proposal filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from store.model import KINDS, Dossier
from tui import keys
from tui.look import clean
from tui.widgets import memory
from tui.widgets.action_bar import KeyLine
from tui.widgets.choices import PickRow
from tui.widgets.dialog import Form, preview_when, zone_of
from tui.widgets.line_input import LineInput
from tui.wording import dialogs, on_screen
from tui.wording.choices import NEXT_KINDS

if TYPE_CHECKING:
    from store.book import Book

PAUSE = 0.05
FALLBACK_DAYS = "in 3 days"


class AskNext(Form):
    """Set the next step with one contact; gives the Receipt, or None. What was typed is kept by Esc."""

    DEFAULT_CSS = """
    AskNext .field { height: auto; }
    AskNext Label { width: 10; color: $text-muted; }
    AskNext LineInput { width: 1fr; background: $panel; }
    AskNext #preview { padding-left: 10; height: auto; min-height: 1; }
    """
    PLACE = "form"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("form")

    def __init__(self, book: Book, contact_id: str) -> None:
        """Look up the contact and what the rules would propose."""
        self.book = book
        self.contact_id = contact_id
        self.dossier: Dossier = book.dossier(contact_id)
        super().__init__(
            on_screen.NEXT_STEP.format(name=clean(self.dossier.contact.name)),
            hint=on_screen.ONE_KEY_FOR_HOW_YOUR_WORDS,
        )
        self._reading: Timer | None = None

    def body(self) -> Iterable[Widget]:
        """Return the kind, the day and the words."""
        kind, words, text = self._proposal()
        asked = dialogs.INQUIRY_FACTS if self._inquired else {}
        return (
            PickRow("How", NEXT_KINDS, kind, id="kind"),
            Horizontal(Label("When"), LineInput(words, placeholder=on_screen.TUE_10AM, id="when"), classes="field"),
            Static(id="preview", classes="muted"),
            Horizontal(Label("What"), LineInput(text, placeholder=on_screen.IN_YOUR_WORDS_OR_NOTHING, id="what"),
                       classes="field"),
            *(Horizontal(Label(label), LineInput(clean(str(getattr(self.dossier.contact, name))), placeholder=example, id=name),
                         classes="field") for name, (label, example) in asked.items()),
        )

    @property
    def _inquired(self) -> bool:
        """Whether they came with an inquiry, so that need, size and when are worth a question."""
        person = self.dossier.contact
        return person.standing == "inquiry" or any(
            plan.cadence == "inquiry" and plan.ended is None for plan in self.dossier.plans)

    def on_mount(self) -> None:
        """Put back what was typed the last time, and begin with how."""
        when, what = self.query_one("#when", LineInput), self.query_one("#what", LineInput)
        when.value = memory.kept(self.app, self._place("when")) or when.value
        what.value = memory.kept(self.app, self._place("what")) or what.value
        for field in (when, what):
            field.cursor_position = len(field.value)
        self._preview()
        self.query_one(PickRow).focus()
        if not self._inquired:
            line = self.query_one(KeyLine)
            line.labels = {"go-on": on_screen.TAKE_IT}
            line.go_to(self.PLACE)

    def on_pick_row_picked(self, event: PickRow.Picked) -> None:
        """Take all of it as it stands where Enter says so; by a key go on to the day, selected, so that typing replaces it."""
        if event.by_enter and not self._inquired:
            self.action_save()
            return
        when = self.query_one("#when", LineInput)
        when.focus()
        when.select_all()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the words and read the day once the key has been painted."""
        if event.input.has_focus:
            memory.keep(self.app, self._place(event.input.id or ""), event.value)
            self.say("")
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(PAUSE, self._preview)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go from one field to the next, from the last one to the end."""
        fields = list(self.query(LineInput))
        place = fields.index(event.input) if event.input in fields else len(fields)
        if place + 1 < len(fields):
            fields[place + 1].focus()
        else:
            self.action_save()

    def action_save(self) -> None:
        """Store the next step; where the day cannot be read, say so and stay."""
        words, text = self.query_one("#when", LineInput).value, self.query_one("#what", LineInput).value.strip()
        kind = str(self.query_one(PickRow).value)
        receipt = self.attempt(
            lambda: self.book.set_next(self.contact_id, kind, self.book.plan_when(words), text, self._facts()))
        if receipt is None:
            self.query_one("#when", LineInput).focus()
            return
        for field in ("when", "what"):
            memory.keep(self.app, self._place(field), "")
        self.dismiss(receipt)

    def _facts(self) -> dict[str, str]:
        """Return what was typed of need, size and when."""
        return {name: self.query_one(f"#{name}", LineInput).value for name in dialogs.INQUIRY_FACTS} if self._inquired else {}

    def _proposal(self) -> tuple[str, str, str]:
        """Return how, when (in words) and what: the open next step, else what the rules would do next."""
        offered = {value for _, _, value in NEXT_KINDS}
        standing = [each for each in self.dossier.promises if each.next_step and each.kept is None and not each.dropped]
        if standing:
            last = standing[-1]
            time = f" {last.due.time:%H:%M}" if last.due.time else ""
            return last.kind if last.kind in offered else "call", f"{last.due.on.isoformat()}{time}", last.text
        today = self.book.now().astimezone(zone_of(self.book)).date()
        for due in self.book.agenda(self.contact_id).candidates:
            if due.kind in KINDS:
                day = due.window.goal.astimezone(zone_of(self.book)).date()
                kind = due.kind if due.kind in offered else "call"
                return kind, day.isoformat() if day > today else FALLBACK_DAYS, ""
        return "call", FALLBACK_DAYS, ""

    def _preview(self) -> None:
        shown = preview_when(self.book, self.query_one("#when", LineInput).value)
        self.query_one("#preview", Static).update(Content(shown))

    def _place(self, field: str) -> str:
        return f"next {field}: {self.contact_id}"
