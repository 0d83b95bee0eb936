"""The words of a draft: a subject where there is one, the text, and how long it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Label, Static, TextArea
from textual.widgets.text_area import Selection

from store.segments import segments
from tui.look import clean
from tui.widgets.line_input import LineInput
from tui.wording import dialogs, on_screen

if TYPE_CHECKING:
    from store.book.draft_checking import Flag

MARKED = ("unfilled", "mismatch", "get-the-sale", "spiel", "generic", "too-long")
"Rules of the draft check whose words are underlined: those that are about some words and not about what is missing."
GAP = re.compile("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}[^\n\u2039\u203a]*"
                 "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}")
"An open gap of a template, such as ‹where you met›."


class Words(TextArea):
    """The text, literal; Tab goes to the next open gap, and on to the next field where there is none."""

    DEFAULT_CSS = """
    Words { border: none; padding: 0 1; height: 1fr; background: $surface; scrollbar-size-vertical: 1; }
    Words:focus { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_gap", on_screen.NEXT_GAP, show=False, priority=True),
    ]

    def action_next_gap(self) -> None:
        """Select the next open gap, or go to the next field."""
        if not self.select_gap(after_cursor=True):
            self.screen.focus_next()

    def select_gap(self, after_cursor: bool = False) -> bool:
        """Select the first open gap (of those after the cursor, where asked); return whether there is one."""
        row, column = max(self.selection.start, self.selection.end) if after_cursor else (0, 0)
        for number in range(row, self.document.line_count):
            found = GAP.search(self.document.get_line(number), column if number == row else 0)
            if found is not None:
                self.selection = Selection((number, found.start()), (number, found.end()))
                self.scroll_cursor_visible()
                return True
        return False

    marks: Mapping[int, Sequence[tuple[int, int]]] = MappingProxyType({})
    "By line, from where to where the draft check has something to say."

    def get_line(self, line_index: int) -> Text:
        """Return a line, underlined where the draft check has something to say."""
        line = super().get_line(line_index)
        for start, end in self.marks.get(line_index, ()):
            line.stylize("underline", start, end)
        return line

    def mark(self, spans: Iterable[tuple[int, int]]) -> None:
        """Underline parts of the text, given by their places in it."""
        marks: dict[int, list[tuple[int, int]]] = {}
        begins = 0
        wanted = sorted(spans)
        for number, line in enumerate(self.text.split("\n") if wanted else ()):
            found = [(max(start - begins, 0), min(end - begins, len(line))) for start, end in wanted
                     if start <= begins + len(line) and end > begins]
            if found:
                marks[number] = found
            begins += len(line) + 1
        if marks != self.marks:
            self.marks = marks
            self.notify_style_update()
            self.refresh()

    async def _on_paste(self, event: events.Paste) -> None:
        """Paste without control characters."""
        await super()._on_paste(events.Paste(clean(event.text, one_line=False)))
        event.stop()
        event.prevent_default()


class DraftEditor(Vertical):
    """Subject, text and length; says Changed when a person changed something."""

    DEFAULT_CSS = """
    DraftEditor { height: 1fr; }
    DraftEditor #subject-row { height: 1; margin-bottom: 1; padding: 0 1; }
    DraftEditor Label { width: 9; color: $text-muted; }
    DraftEditor #subject { width: 1fr; }
    DraftEditor #length { height: 1; padding: 0 1; color: $text-muted; }
    DraftEditor #length.-long { color: $text-warning; }
    """

    class Changed(Message):
        """A person changed the words."""

    def __init__(self, kind: str, subject: str, body: str, has_subject: bool, id: str | None = None) -> None:
        """Keep the words as they come; they are made safe to show."""
        super().__init__(id=id)
        self.kind = kind
        self.has_subject = has_subject
        self._loaded = (clean(subject), clean(body, one_line=False))
        self.line = LineInput(self._loaded[0], id="subject")
        self.words = Words(self._loaded[1], soft_wrap=True, tab_behavior="focus", show_line_numbers=False, id="words")

    def compose(self) -> Iterable[Widget]:
        """Lay out subject, text and length."""
        with Horizontal(id="subject-row"):
            yield Label("Subject")
            yield self.line
        yield self.words
        yield Static(id="length")

    def on_mount(self) -> None:
        """Stand in the first gap, else at the end of the words."""
        self.query_one("#subject-row").display = self.has_subject
        self.begin()
        self._measure()

    @property
    def subject(self) -> str:
        """The subject as it stands, also after the screen has gone."""
        return self.line.value

    @property
    def body(self) -> str:
        """The words as they stand, also after the screen has gone."""
        return self.words.text

    def mark(self, flags: Sequence[Flag]) -> None:
        """Underline the few words that flags are about; one about the whole is told, and underlines nothing."""
        self.words.mark([(each.start, each.end) for each in flags
                         if each.part == "body" and each.rule in MARKED and each.end <= len(self.body)])

    @property
    def has_gap(self) -> bool:
        """Whether a gap is still open."""
        return GAP.search(f"{self.subject}\n{self.body}") is not None

    def begin(self, focus: bool = True) -> None:
        """Go into the words: to the first open gap, else to the end; without the focus the gap is only shown."""
        if focus:
            self.words.focus()
        if not self.words.select_gap():
            self.words.move_cursor(self.words.document.end)

    def put(self, subject: str, body: str) -> None:
        """Put other words in place of these; Ctrl+Z in the text brings the old ones back."""
        self.line.value = clean(subject)
        words = self.words
        words.replace(clean(body, one_line=False), words.document.start, words.document.end)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell of a changed subject."""
        event.stop()
        self._changed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell of changed words."""
        event.stop()
        self._changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go from the subject into the words."""
        event.stop()
        self.words.focus()

    def _changed(self) -> None:
        now = (self.subject, self.body)
        if now != self._loaded:
            self._loaded = now
            self._measure()
            self.post_message(self.Changed())

    def _measure(self) -> None:
        length = self.query_one("#length", Static)
        if self.kind == "text":
            characters, messages = segments(self.body)
            length.update(Content(dialogs.counts(characters, messages)))
            length.set_class(messages > 2, "-long")
        else:
            length.update(Content(dialogs.words(len(self.body.split()))))
