"""The template of a draft: another one, chosen with its filled words in sight, and the draft kept as one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.model import Draft, Receipt
from tui.widgets.dialog import attempt
from tui.wording import dialogs, on_screen
from tui.wording import templates as words

if TYPE_CHECKING:
    from textual.screen import Screen

    from store.book import Book
    from tui.widgets.draft_editor import DraftEditor

    Base = Screen[Receipt | None]
else:
    Base = object


class Templates(Base):
    """What a draft screen can do with templates; needs `book`, `draft`, `editor`, `save`, `say`, `complain`, `show_head`."""

    book: Book
    draft: Draft
    editor: DraftEditor

    if TYPE_CHECKING:

        def save(self) -> bool:
            """Store the words."""

        def say(self, words: str) -> None:
            """Show words."""

        def complain(self, words: str) -> None:
            """Show what went wrong."""

        def show_head(self) -> None:
            """Show whom it is for."""

    def action_template(self) -> None:
        """Choose another template; the words written so far come back with Ctrl+Z."""
        from tui.screens.choosing_template import ChooseTemplate

        if not self.save():
            return
        entries = attempt(lambda: self.book.templates(self.draft.contact, self.draft.kind), self.complain)
        if entries is None:
            return
        if not entries:
            self.say(words.NO_CHOICE)
            return
        title = on_screen.ANOTHER_TEMPLATE.format(get=dialogs.KIND_LABELS.get(self.draft.kind, self.draft.kind))
        self.app.push_screen(ChooseTemplate(
            self.book, self.draft.contact, self.draft.kind, title, entries, self.draft.shelf, self.draft.template), self._fill)

    def action_keep_template(self) -> None:
        """Keep these words as a template of your own, after a look at what will be written."""
        from tui.screens.keep_template import KeepTemplate

        if not self.save():
            return
        proposal = attempt(lambda: self.book.as_template(self.draft.id), self.complain)
        if proposal is not None:
            self.app.push_screen(KeepTemplate(self.book, self.draft.id, proposal), self._kept)

    def _kept(self, told: str | None) -> None:
        if told:
            self.say(told)

    def _fill(self, template: str | None) -> None:
        """Put the words of a template in place of these."""
        if not template:
            return
        before = self.draft
        chosen = attempt(lambda: self.book.draft(before.contact, before.kind, template, before.shelf), self.complain)
        if chosen is None or chosen.id == before.id:
            return
        # The words from before stay in the draft put away, and in the text field's own undo.
        attempt(lambda: self.book.drop_draft(before.id), self.complain)
        self.draft = chosen
        self.editor.put(chosen.subject, chosen.body)
        self.show_head()
        self.editor.begin()
