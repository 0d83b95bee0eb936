"""The ways out of a draft: mail or message program, QR code, clipboard, editor; and the question whether it left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from store.errors import OnwardError
from store.model import Draft, Receipt, channel_of
from tui import keys
from tui.look import clean
from tui.widgets.action_bar import ActionBar
from tui.widgets.dialog import attempt
from tui.wording import dialogs, on_screen
from tui.wording.errors import sentence

if TYPE_CHECKING:
    from textual.screen import Screen

    from store.book import Book
    from tui.widgets.draft_editor import DraftEditor

    Base = Screen[Receipt | None]
else:
    Base = object

GAP_OPEN = on_screen.A_GAP_IS_STILL_OPEN_FILL


class Ways(Base):
    """What a draft screen can do to let its words leave; needs `book`, `draft`, `editor`, `save`, `say`, `complain`."""

    book: Book
    draft: Draft
    _warned: bool = False

    editor: DraftEditor

    if TYPE_CHECKING:

        def save(self) -> bool:
            """Store the words."""

        def say(self, words: str) -> None:
            """Show words."""

        def complain(self, words: str) -> None:
            """Show what went wrong."""

    def action_hand_over(self) -> None:
        """Open the draft in the mail or message program, then ask whether it left."""
        if self._ready():
            self.run_worker(self._open(), exclusive=True, group="hand-over", exit_on_error=False)

    async def _open(self) -> None:
        """Hand the link over away from the screen's own thread: a desktop may take its time."""
        from tui import handover

        try:
            link = self.book.link(self.draft.id)
            await asyncio.to_thread(handover.open_link, link)
        except OnwardError as error:
            self._offer_other_ways(sentence(error))
            return
        except Exception as error:
            self.complain(keys.in_words(on_screen.OPENING_IT_DID_NOT_WORK, error=clean(str(error))))
            return
        self._handed("mail-program" if channel_of(self.draft.kind) == "email" else "message-program")

    def action_qr(self) -> None:
        """Show the draft as a QR code and a link to tap, then ask whether it left."""
        from tui.screens.qr_view import QrView

        if not self._ready():
            return
        text = attempt(lambda: self.book.scan_text(self.draft.id), self.complain)
        if text is None:
            return
        try:
            link = self.book.link(self.draft.id)
        except OnwardError:
            link = ""
        title = on_screen.KIND_TO_WHOM.format(kind=dialogs.kind(self.draft.kind), recipient=clean(self._recipient()))
        self.app.push_screen(QrView(title, text, link), lambda _: self._handed("qr"))

    def action_copy_draft(self) -> None:
        """Copy the words, then ask whether they left."""
        if self._ready():
            self._copy(self.editor.body, lambda: self._handed("clipboard"))

    def action_copy_address(self) -> None:
        """Copy the number or mail address only."""
        if self.draft.address:
            self._copy(self.draft.address, lambda: self.say(on_screen.THE_ADDRESS_IS_COPIED))
        else:
            self.say(on_screen.THERE_IS_NO_ADDRESS_TO_COPY)

    def action_editor(self) -> None:
        """Write the words in your own editor and come back with them."""
        from tui import handover

        if not self.save():
            return
        try:
            words = handover.edit(self.editor.body, self.app.suspend)
        except OnwardError as error:
            written = error.values.get("text")
            if isinstance(written, str) and written != self.editor.body:
                self.editor.put(self.editor.subject, written)
                self.save()
            self.complain(sentence(error))
            return
        except Exception as error:
            self.complain(on_screen.THE_EDITOR_DID_NOT_COME_BACK.format(error=clean(str(error))))
            return
        self.editor.put(self.editor.subject, words)
        self.save()
        self.say(on_screen.BACK_FROM_THE_EDITOR)

    def action_sent(self) -> None:
        """Log the draft as sent."""
        if not self.save():
            return
        receipt = attempt(lambda: self.book.sent([self.draft.id]), self.complain)
        if receipt is not None:
            self.dismiss(receipt)

    def _ready(self) -> bool:
        """Store the words, and warn once of an open gap; return whether to go on."""
        if not self.save():
            return False
        if self.editor.has_gap and not self._warned:
            self._warned = True
            self.complain(GAP_OPEN)
            self.editor.begin(focus=self.focused is not self.query_one(ActionBar))
            return False
        self._warned = False
        return True

    def _copy(self, text: str, then: Callable[[], None]) -> None:
        """Copy to every clipboard there is, then go on."""
        from tui.screens.clipboard import copy

        copy(self, text, then, lambda words: self.complain(keys.in_words(on_screen.THE_DRAFT_IS_KEPT_R_SHOWS, words=words)))

    def _offer_other_ways(self, reason: str) -> None:
        """Say why the program did not open, and offer the ways that are left."""
        from tui.screens.asking import Choose

        options = [
            ("r", on_screen.A_QR_CODE_AND_A_LINK, "qr"), ("c", on_screen.COPY_THE_WORDS, "copy_draft"),
            ("E", on_screen.YOUR_OWN_EDITOR, "editor"), ("k", on_screen.KEEP_IT_FOR_LATER, ""),
        ]

        def chosen(action: object) -> None:
            if action == "qr":
                self.action_qr()
            elif action == "copy_draft":
                self.action_copy_draft()
            elif action == "editor":
                self.action_editor()
            self._warned = False

        self._warned = True
        self.complain(reason)
        self.app.push_screen(Choose(reason, options), chosen)

    def _handed(self, way: str) -> None:
        """Note the way, and ask at once whether it left."""
        from tui.screens.asking import Choose

        receipt = attempt(lambda: self.book.hand_over(self.draft.id, way), self.complain)
        if receipt is None:
            return
        handed = receipt
        question = dialogs.sent_question(self.draft.kind, self._recipient())
        options = [
            ("y", on_screen.YES_LOG, "yes"), ("n", on_screen.NO_KEEP_IT_OPEN, "no"),
            ("l", on_screen.LATER_THE_SWEEP_ASKS_AGAIN, "later"),
        ]
        self.app.push_screen(Choose(question, options), lambda answer: self._answered(answer, handed))

    def _answered(self, answer: object, handed: Receipt) -> None:
        if answer == "yes":
            self.action_sent()
        elif answer == "no":
            attempt(lambda: self.book.not_sent([self.draft.id]), self.complain)
            self.say(on_screen.KEPT_OPEN)
        else:
            self.dismiss(handed)

    def _recipient(self) -> str:
        return self.book.dossier(self.draft.contact).contact.name
