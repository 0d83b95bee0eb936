"""Keeping a draft as a template: its name, what it is for, and the words as they will be written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Label, Static, TextArea

from tui import keys
from tui.look import clean
from tui.widgets import memory
from tui.widgets.dialog import Dialog
from tui.widgets.line_input import LineInput
from tui.wording import on_screen
from tui.wording import templates as words

if TYPE_CHECKING:
    from store.book import Book
    from store.reports import TemplateProposal

TITLE = on_screen.KEEP_THESE_WORDS_AS_A_TEMPLATE
HINT = on_screen.CHANGE_WHATEVER_YOU_LIKE_THE_DRAFT
FIELDS = ("name", "kinds", "family", "subject")


class KeepTemplate(Dialog[str]):
    """Show what will be written and let it be changed; gives what was done in a sentence, or None.

    What was changed and left with Esc stands there again the next time.
    """

    DEFAULT_CSS = """
    KeepTemplate Label { width: 9; color: $text-muted; }
    KeepTemplate .field { height: 1; }
    KeepTemplate LineInput { width: 1fr; background: $panel; }
    KeepTemplate #words { height: 7; border: none; padding: 0 1; background: $panel; margin-top: 1; }
    KeepTemplate #gaps { height: auto; color: $text-muted; margin-top: 1; }
    KeepTemplate.-low #words { height: 6; margin-top: 0; }
    KeepTemplate.-low #gaps { margin-top: 0; }
    KeepTemplate.-low #hint { display: none; }
    """
    PLACE = "form"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("form")

    def __init__(self, book: Book, draft: str, proposal: TemplateProposal) -> None:
        """Keep the draft's id, and its words as they would become a template."""
        super().__init__(TITLE, hint=HINT)
        self.book = book
        self.draft = draft
        self.proposal = proposal
        self._values = {"name": proposal.name, "kinds": ", ".join(proposal.kinds), "family": proposal.family,
                        "subject": proposal.subject}

    def body(self) -> Iterable[Widget]:
        """Return the fields, the words, and what became a gap."""
        labels = {"name": "Name", "kinds": "Kinds", "family": "For", "subject": "Subject"}
        helps = {"family": on_screen.THANK_YOU_CHECK_IN_OR_EMPTY, "subject": on_screen.ONLY_A_MAIL_HAS_ONE}
        for field in FIELDS:
            yield Horizontal(Label(labels[field]), LineInput(self._values[field], helps.get(field, ""), id=field),
                             classes="field")
        yield TextArea(clean(self.proposal.body, one_line=False), soft_wrap=True, tab_behavior="focus", id="words")
        yield Static(Content(words.replaced(self.proposal.gaps)), id="gaps")

    def on_mount(self) -> None:
        """Begin with the name."""
        super().on_mount()
        for field in FIELDS:
            line = self.query_one(f"#{field}", LineInput)
            line.value = memory.kept(self.app, self._place(field)) or line.value
        left = memory.kept(self.app, self._place("words"))
        if left:
            self.query_one(TextArea).text = left
        name = self.query_one("#name", LineInput)
        name.cursor_position = len(name.value)
        name.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field."""
        event.stop()
        self.focus_next()

    def action_back(self) -> None:
        """Leave with nothing written; what was changed is kept for the next time."""
        self._remember()
        self.dismiss(None)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field before."""
        self.focus_previous()

    def action_go_on(self) -> None:
        """Go on to the next field."""
        self.focus_next()

    def action_save(self) -> None:
        """Write the template; where something is wrong with it, say so and stay."""
        given = {field: self.query_one(f"#{field}", LineInput).value for field in FIELDS}
        body = self.query_one(TextArea).text
        kept = self.attempt(lambda: self.book.keep_template(
            given["name"], given["kinds"], given["family"], self.proposal.language, given["subject"], body))
        if kept is not None:
            self._remember(forget=True)
            self.dismiss(words.kept(kept.name, kept.path))

    def _remember(self, forget: bool = False) -> None:
        """Keep every field that was changed, or none."""
        for field in FIELDS:
            typed = self.query_one(f"#{field}", LineInput).value
            memory.keep(self.app, self._place(field), "" if forget or typed == self._values[field] else typed)
        typed = self.query_one(TextArea).text
        memory.keep(self.app, self._place("words"), "" if forget or typed == self.proposal.body else typed)

    def _place(self, field: str) -> str:
        return f"template of {self.draft}: {field}"
