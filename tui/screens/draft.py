"""Words for one contact: written, filled, and handed over. Nothing leaves by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from store.errors import NotFound, OnwardError
from store.model import Draft, Receipt, channel_of
from store.records import replace
from tui import keys
from tui.look import clean
from tui.screens.draft_flags import Flags
from tui.screens.draft_mail import MailWays
from tui.screens.draft_template import Templates
from tui.widgets.action_bar import ActionBar
from tui.widgets.dialog import Said, attempt, zone_of
from tui.widgets.draft_editor import DraftEditor
from tui.widgets.flag_views import FlagsLine, FlagsPane
from tui.wording import dialogs, on_screen
from tui.wording.errors import sentence
from tui.wording.people import person_lines
from tui.wording.reasons import why

if TYPE_CHECKING:
    from store.book import Book

AUTOSAVE = 0.8
"Seconds from the first unsaved change until it is stored; a crash loses no more than that."
ROOM_FOR_FACTS = 100
"Cells from which on the facts stand beside the words without being asked for."
ROOM_FOR_TEMPLATE = 70
"Cells from which on the head names the template."
SHOWN_TOUCHES = 12
"Touches beside the draft; the contact screen has them all."


class DraftScreen(Flags, MailWays, Templates, Screen[Receipt | None]):
    """A draft: the words, whom they are for, and every way out; dismisses with a Receipt or None.

    Leaving keeps the draft open. The user's private notes stand beside it and are never pasted in.
    """

    DEFAULT_CSS = """
    DraftScreen { layout: vertical; }
    DraftScreen #to { height: auto; padding: 0 1; margin-bottom: 1; }
    DraftScreen #middle { height: 1fr; }
    DraftScreen #aside { width: 38; padding: 0 1; display: none; border-left: vkey $panel; scrollbar-size-vertical: 1; }
    DraftScreen #aside.-shown { display: block; }
    DraftScreen #facts { height: auto; }
    DraftScreen Said { padding: 0 1; }
    DraftScreen ToastRack { dock: top; align: right top; }
    DraftScreen.-narrow #middle, DraftScreen.-normal #middle { layout: vertical; }
    DraftScreen.-narrow #aside, DraftScreen.-normal #aside {
        width: 100%; height: 50%; border-left: none; border-top: hkey $panel;
    }
    DraftScreen.-narrow #to { margin-bottom: 0; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (100, "-wide")]  # noqa: RUF012 - Textual's own type
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("draft")

    def __init__(self, book: Book, draft_id: str) -> None:
        """Look up the draft and the person; raises NotFound where the draft is gone."""
        super().__init__()
        self.book = book
        self.draft: Draft = _find(book, draft_id)
        self.person = book.dossier(self.draft.contact)
        self._saving: Timer | None = None
        self._roomy = True
        self._facts_by_themselves = False
        has_subject = channel_of(self.draft.kind) == "email" or bool(self.draft.subject)
        self.editor = DraftEditor(self.draft.kind, self.draft.subject, self.draft.body, has_subject, id="editor")

    def compose(self) -> Iterable[Widget]:
        """Lay out the recipient, the words with the facts beside them, and the bar."""
        yield Static(id="to")
        with Horizontal(id="middle"):
            with Vertical():
                yield self.editor
            with VerticalScroll(id="aside", can_focus=False):
                yield FlagsPane()
                yield Static(id="facts")
        yield FlagsLine()
        yield Said(id="said")
        yield ActionBar("draft", {"hand-over": dialogs.open_label(self.draft.kind)}, id="bar")

    def on_mount(self) -> None:
        """Show whom it is for; beside wide drafts the facts stand at once."""
        self.show_head()
        self._show_facts()
        if self.app.size.width >= ROOM_FOR_FACTS:
            self.query_one("#aside").add_class("-shown")
            self._facts_by_themselves = True
        self.look_soon()
        if self.draft.state == "handed":
            self.say(keys.in_words(on_screen.HANDED_OVER_ALREADY))

    def say(self, words: str) -> None:
        """Show plain words above the bar."""
        self.query_one("#said", Said).show(words)

    def complain(self, words: str) -> None:
        """Show what went wrong above the bar."""
        self.query_one("#said", Said).show(words, wrong=True)

    def on_draft_editor_changed(self) -> None:
        """Store the words soon: the first change of a while starts the clock, later ones do not put it off."""
        self.look_soon()
        if self._saving is None:
            self._saving = self.set_timer(AUTOSAVE, self.save)

    def on_resize(self) -> None:
        """Fit the facts to their column, and the head to the window."""
        if self._facts_by_themselves and self.app.size.width < ROOM_FOR_FACTS:
            self.query_one("#aside").remove_class("-shown")  # under the words they would take half of a small window
            self._facts_by_themselves = False
        self.call_after_refresh(self._show_facts)
        self.call_after_refresh(self.show_flags)
        if self._roomy != (self.app.size.width >= ROOM_FOR_TEMPLATE):
            self.show_head()

    def on_unmount(self) -> None:
        """Store what is not stored yet, however the screen ends."""
        if self._changed:
            try:
                self.book.save_draft(self.draft.id, self.editor.subject, self.editor.body)
            except OnwardError:
                pass

    def save(self) -> bool:
        """Store the words as they stand, if they changed; return whether that worked. They stay here in any case."""
        if self._saving is not None:
            self._saving.stop()
            self._saving = None
        if not self._changed:
            return True
        subject, body = self.editor.subject, self.editor.body
        try:
            self.book.save_draft(self.draft.id, subject, body)
        except OnwardError as error:
            self.complain(sentence(error))
            return False
        self.draft = replace(self.draft, subject=subject, body=body)
        return True

    @property
    def _changed(self) -> bool:
        """Whether the words differ from those stored."""
        before = (clean(self.draft.subject), clean(self.draft.body, one_line=False))
        return (self.editor.subject, self.editor.body) != before

    def action_keep(self) -> None:
        """Store the words now and say so."""
        if self.save():
            self.say(on_screen.KEPT_IT_WAITS_HERE)

    def action_back(self) -> None:
        """Leave a field first; then leave the screen. The draft stays open."""
        bar = self.query_one(ActionBar)
        if self.focused is not None and self.focused is not bar:
            bar.focus()
        elif self.save():
            self.dismiss(None)

    def action_write(self) -> None:
        """Go back into the words."""
        self.editor.begin()

    def action_notes(self) -> None:
        """Show or hide the facts and your private notes."""
        self.query_one("#aside").toggle_class("-shown")
        self._facts_by_themselves = False
        self.show_flags()
        self.call_after_refresh(self._show_facts)

    def action_drop_draft(self) -> None:
        """Put the draft away; undo brings it back."""
        self.save()
        receipt = attempt(lambda: self.book.drop_draft(self.draft.id), self.complain)
        if receipt is not None:
            self.dismiss(receipt)

    def show_head(self) -> None:
        """Show whom it is for, and where there is room the template."""
        person = self.person.contact
        where = clean(self.draft.address) or dialogs.address(None, channel_of(self.draft.kind))
        self._roomy = self.app.size.width >= ROOM_FOR_TEMPLATE
        template = on_screen.TEMPLATE.format(template=clean(self.draft.template)) if self.draft.template and self._roomy else ""
        self.query_one("#to", Static).update(Content.assemble(
            (on_screen.KIND_TO.format(kind=dialogs.kind(self.draft.kind)), "$foreground-muted"), (clean(person.name), "bold"),
            f"  {where}", (template, "$foreground-muted"),
        ))

    def _show_facts(self) -> None:
        """Show your private notes, then the person, in the width there is."""
        aside = self.query_one("#aside")
        if not aside.has_class("-shown"):
            return
        recent = replace(self.person, touches=self.person.touches[-SHOWN_TOUCHES:])
        agenda = attempt(lambda: self.book.agenda(self.draft.contact), self.complain)
        if agenda is None:
            return
        now, zone = self.book.now(), zone_of(self.book)
        lines = person_lines(recent, agenda, now, zone, max(aside.content_size.width - 1, 20),
                             lambda due: why(due, now, zone))
        self.query_one("#facts", Static).update(Content("\n".join(lines)))


def _find(book: Book, draft_id: str) -> Draft:
    """Return a draft by its id; raises NotFound."""
    for each in book.drafts():
        if each.id == draft_id:
            return each
    raise NotFound("no-such-draft", draft=draft_id)
