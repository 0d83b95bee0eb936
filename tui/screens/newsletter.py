"""One issue of the newsletter: written once, looked at as a reader gets it, and sent to everybody whose turn it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import ProgressBar, Static

from store.errors import NotFound, OnwardError
from store.model import Account, Receipt
from tui import keys
from tui.look import clean, wrap
from tui.screens.draft_mail import NEEDS_PASSWORD
from tui.widgets.action_bar import ActionBar
from tui.widgets.dialog import Said, attempt
from tui.widgets.draft_editor import DraftEditor
from tui.wording import mail, on_screen
from tui.wording import newsletter as words
from tui.wording.errors import sentence

if TYPE_CHECKING:
    from store.book import Book
    from store.reports import IssueStatus

AUTOSAVE = 0.8
"Seconds from the first unsaved change until it is stored."


def open_newsletter(book: Book) -> NewsletterScreen:
    """Return the screen of the open issue, beginning one where there is none; raises OnwardError."""
    try:
        book.newsletter()
    except NotFound:
        book.begin_newsletter()
    return NewsletterScreen(book)


class NewsletterScreen(Screen[Receipt | None]):
    """The issue's subject and words with their gaps, who gets it, and the way out; dismisses with a Receipt or None."""

    DEFAULT_CSS = """
    NewsletterScreen { layout: vertical; }
    NewsletterScreen #readers { height: auto; max-height: 6; padding: 0 1; margin-bottom: 1; color: $foreground-muted; }
    NewsletterScreen #seen { height: 1fr; display: none; padding: 0 1; }
    NewsletterScreen.-looking #seen { display: block; }
    NewsletterScreen.-looking DraftEditor { display: none; }
    NewsletterScreen #seen Static { height: auto; }
    NewsletterScreen Said { padding: 0 1; }
    NewsletterScreen ToastRack { dock: top; align: right top; }
    """
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("newsletter")

    def __init__(self, book: Book) -> None:
        """Look up the open issue; raises NotFound(`no-newsletter`)."""
        super().__init__()
        self.book = book
        self.found: IssueStatus = book.newsletter()
        self._saving: Timer | None = None
        self._reader = -1
        issue = self.found.issue
        self._stored = (clean(issue.subject), clean(issue.body, one_line=False))
        self.editor = DraftEditor("newsletter", issue.subject, issue.body, True, id="editor")

    def compose(self) -> Iterable[Widget]:
        """Lay out who gets it, the words, and the bar."""
        yield Static(id="readers")
        with Vertical():
            yield self.editor
            with VerticalScroll(id="seen", can_focus=False):
                yield Static(id="as-read")
        yield Said(id="said")
        yield ActionBar("newsletter", id="bar")

    def on_mount(self) -> None:
        """Show who gets it."""
        self._show_readers()

    def on_resize(self) -> None:
        """Fit the lines to the window."""
        self.call_after_refresh(self._show_readers)

    def on_draft_editor_changed(self) -> None:
        """Store the words soon."""
        if self._saving is None:
            self._saving = self.set_timer(AUTOSAVE, self.save)

    def on_unmount(self) -> None:
        """Store what is not stored yet, however the screen ends."""
        try:
            self._store()
        except OnwardError:
            pass

    def save(self) -> bool:
        """Store the words, and look again who gets them; return whether that worked."""
        if self._saving is not None:
            self._saving.stop()
            self._saving = None
        try:
            self._store()
            self.found = self.book.newsletter()
        except OnwardError as error:
            self.complain(sentence(error))
            return False
        self._show_readers()
        return True

    def say(self, told: str) -> None:
        """Show plain words above the bar."""
        self.query_one("#said", Said).show(told)

    def complain(self, told: str) -> None:
        """Show what went wrong above the bar."""
        self.query_one("#said", Said).show(told, wrong=True)

    def action_keep(self) -> None:
        """Store the words now and say so."""
        if self.save():
            self.say(on_screen.KEPT_IT_WAITS_HERE)

    def action_back(self) -> None:
        """Leave the look, then the field, then the screen; the issue stays open."""
        bar = self.query_one(ActionBar)
        if self.has_class("-looking"):
            self.action_write()
        elif self.focused is not None and self.focused is not bar:
            bar.focus()
        elif self.save():
            self.dismiss(None)

    def action_write(self) -> None:
        """Go back into the words."""
        self.remove_class("-looking")
        self.editor.begin()

    def action_as_read(self) -> None:
        """Show the issue as the next of its readers gets it, and what the draft check says."""
        if not self.save():
            return
        if self.found.faults or not self.found.readers:
            self.complain(sentence(self.found.faults[0]) if self.found.faults else words.NOBODY)
            return
        self._reader = (self._reader + 1) % len(self.found.readers)
        reader = self.found.readers[self._reader]
        seen = attempt(lambda: self.book.newsletter_words(reader.contact), self.complain)
        flags = attempt(self.book.check_newsletter, self.complain)
        if seen is None or flags is None:
            return
        from tui.wording.flags import report

        room = max(20, self.app.size.width - 4)
        told = [on_screen.TO_LINE.format(name=clean(reader.name), address=clean(reader.address)),
                on_screen.SUBJECT_LINE.format(what=clean(seen[0])), "",
                *wrap(clean(seen[1], one_line=False), room)]
        if flags:
            told += ["", report(flags, room)]
        self.query_one("#as-read", Static).update(Content("\n".join(told)))
        self.add_class("-looking")
        self.query_one(ActionBar).focus()

    def action_drop_draft(self) -> None:
        """Put the issue away; undo brings it back."""
        self.save()
        receipt = attempt(self.book.drop_newsletter, self.complain)
        if receipt is not None:
            self.dismiss(receipt)

    def action_send_mail(self) -> None:
        """Send the issue to everybody who has not got it, after a yes."""
        from tui.screens.confirm import Confirm

        if not self.save():
            return
        if self.found.faults or self.editor.has_gap or not self.found.readers:
            self.complain(sentence(self.found.faults[0]) if self.found.faults else
                          words.PLACES_OPEN if self.editor.has_gap else words.NOBODY)
            return
        try:
            account = self.book.account("", "mail")
        except OnwardError as error:
            self.complain(sentence(error))
            return
        question = words.send_question(self.found, account.name, account.address)
        self.app.push_screen(Confirm(question, mail.SEND_NOW), lambda yes: self._send(account) if yes else None)

    def _send(self, account: Account, typed: str = "") -> None:
        """Send the issue in a thread, with a bar over the screen."""
        bar = Sending(len(self.found.readers) + self.found.sent)
        self.app.push_screen(bar)
        app = self.app
        app.busy = True  # type: ignore[attr-defined]

        async def work() -> None:
            try:
                receipt = await asyncio.to_thread(
                    self.book.send_newsletter, account.name, (lambda _: typed) if typed else None, bar.told)
            except OnwardError as error:
                bar.leave()
                self._failed(account, error)
            except Exception as error:
                bar.leave()
                self.complain(on_screen.SENDING_STOPPED_WHO_HAS.format(name=clean(type(error).__name__)))
            else:
                bar.leave()
                self._sent(receipt)
            finally:
                app.busy = False  # type: ignore[attr-defined]

        app.run_worker(work(), exit_on_error=False)

    def _sent(self, receipt: Receipt) -> None:
        """Say how many have it; leave where all do."""
        if receipt.values.get("left"):
            self.found = self.book.newsletter()
            self._show_readers()
            self.say(f"{words.told(receipt.values)}.")
            return
        self.app.say(f"{words.told(receipt.values)}.")  # type: ignore[attr-defined]
        self.dismiss(None)

    def _failed(self, account: Account, error: OnwardError) -> None:
        """Say what went wrong; where only the password is missing, ask for it and go on."""
        self.complain(sentence(error))
        if attempt(self.book.newsletter, self.complain) is not None:
            self.found = self.book.newsletter()
            self._show_readers()
        if error.code in NEEDS_PASSWORD or error.values.get("because") in NEEDS_PASSWORD:
            from tui.screens.asking_password import AskPassword

            self.app.push_screen(AskPassword(mail.FOR_THIS_RUN.format(name=clean(account.name))),
                                 lambda typed: self._send(account, typed) if typed else None)

    def _store(self) -> None:
        """Store the words where they changed."""
        now = (self.editor.subject, self.editor.body)
        if now != self._stored:
            self.book.save_newsletter(*now)
            self._stored = now

    def _show_readers(self) -> None:
        """Show who has it, who is to come, who is left out."""
        told = [line for each in words.status_lines(self.found)[1:] for line in wrap(each, max(20, self.app.size.width - 3))]
        self.query_one("#readers", Static).update(Content("\n".join(["Newsletter", *told])))


class Sending(ModalScreen[None]):
    """How far the sending is; Esc stops after the mail that is on its way."""

    DEFAULT_CSS = """
    Sending { align: center middle; background: $background 40%; }
    Sending > Vertical { width: 60; max-width: 100%; height: auto; padding: 1 2; background: $panel; }
    Sending Static { height: auto; }
    Sending ProgressBar { width: 100%; }
    """

    def __init__(self, total: int) -> None:
        """Keep how many get it."""
        super().__init__()
        self.total = total
        self.stopped = False

    def compose(self) -> Iterable[Widget]:
        """Lay out the words, the bar and the way to stop."""
        with Vertical():
            yield Static(Content(words.SENDING), id="who")
            yield ProgressBar(total=max(1, self.total), show_eta=False)
            yield Static(Content(on_screen.ESC_STOPS_AFTER_THIS_ONE))

    def told(self, done: int, total: int, name: str) -> bool:
        """Take in how far it is, from another thread; the answer is whether to go on."""
        try:
            self.app.call_from_thread(self._show, done, total, name)
        except RuntimeError:
            return False
        return not self.stopped

    def _show(self, done: int, total: int, name: str) -> None:
        if self.query("#who"):
            told = on_screen.SENDING_OF.format(sending=words.SENDING, done=done, total=total, name=clean(name))
            self.query_one("#who", Static).update(Content(told))
            self.query_one(ProgressBar).update(total=max(1, total), progress=done)

    def on_key(self, event: events.Key) -> None:
        """Stop on Esc; let no other key through."""
        event.stop()
        if event.key == "escape":
            self.stopped = True

    def leave(self) -> None:
        """Go away, once."""
        if self in self.app.screen_stack and self.is_current:
            self.dismiss(None)
