"""Looking into the user's own mailbox and servers while the inbox stays in use: by a key, or on a timer where that is set.

It runs in a thread with a book of its own, as if another process did it: what it writes comes in as such news always do,
and neither the cursor nor anything typed is touched.
"""

from __future__ import annotations

import sys
import threading
from time import monotonic, sleep, thread_time
from typing import TYPE_CHECKING

from textual.message import Message

from store.errors import OnwardError, Stopped
from store.model import Reason
from store.reports import Report
from tui.look import clean
from tui.screens.inbox.practising import Practising
from tui.wording import mail
from tui.wording import sync as words
from tui.wording.inbox import UNEXPECTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

    from store.model import Account

NEEDS_PASSWORD = frozenset({"no-password", "keyring-locked", "keyring-absent", "keyring-silent", "keyring-broken",
                            "keyring-unsafe"})
LOOKS_APART = 5.0
"Seconds between two times that the inbox takes in what a run has written."
COMES_BACK = frozenset({"server-gone", "server-silent", "no-network", "host-unknown", "connection-refused", "server-busy"})
"Troubles of a connection that pass by themselves."
AGAIN_AFTER = 60.0
"Seconds before a connection that was lost is made again."
SHOWN_EVERY = 0.4
"Seconds between two looks at how far it came."
PATIENCE = 0.0005
"Seconds a thread may compute before a key is heard, while it runs; Python's own are ten times as many."


class SyncRun:
    """One run in a thread of its own, which the end of the app does not wait for: every step of it is whole."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self.doing = ""
        self.stop = False
        self.reports: list[Report] = []
        self.wrong = ""
        self._worked = 0.0

    def tell(self, what: str, done: int, of: int) -> None:
        """Take in how far it came, and give way to the keys; raises Stopped where the user has had enough."""
        if self.stop:
            raise Stopped
        worked = thread_time()
        sleep(min(0.2, max(0.001, worked - self._worked)))
        self._worked = thread_time()
        if of or not self.doing:
            self.doing = words.progress(what, done, of)


class Syncing(Practising):
    """The key and the timer that look into the user's own servers."""

    run_now: SyncRun | None = None
    "The run that goes on."
    _looked_at = 0.0
    _more = False
    "Whether a server told of mail meanwhile."

    class News(Message):
        """A server says that mail came."""

    class Ended(Message):
        """A run has come to its end."""

        def __init__(self, run: SyncRun, asked: bool) -> None:
            """Keep the run, and whether a key began it."""
            super().__init__()
            self.run = run
            self.asked = asked

    def on_mount(self) -> None:
        """Look every so often, and when a server tells of mail, where the settings say so."""
        self._shown: Timer | None = None
        self._left = threading.Event()
        minutes = int(self.book.settings.sync.get("every", 0))
        if minutes:
            self.set_interval(60 * minutes, self._on_time)
            self.call_after_refresh(self._on_time)
        if self.book.settings.sync.get("idle"):
            for account in self.attempt(self.book.accounts) or ():
                if account.kind == "mail" and account.imap_host:
                    threading.Thread(target=self._watch, args=(account,), name="watch", daemon=True).start()

    def _watch(self, account: Account) -> None:
        """Have new mail looked at as soon as the server tells of it; where the line breaks, try again after a while."""
        while not self._left.is_set():
            try:
                for _news in self.book.watch(account, self._left.wait):
                    self.post_message(self.News())
            except OnwardError as error:
                if error.code not in COMES_BACK:
                    return
            self._left.wait(AGAIN_AFTER)

    def on_syncing_news(self, event: Syncing.News) -> None:
        """Look, because the server says that there is something; while one goes on, once more after it."""
        self._more = self.run_now is not None
        self._on_time()

    def on_unmount(self) -> None:
        """Have a run end after the step in hand."""
        self._left.set()
        if self.run_now is not None:
            self.run_now.stop = True

    def action_sync(self) -> None:
        """Look now; where it is being done, stop after the step in hand."""
        if self.run_now is not None:
            self.run_now.stop = True
            self.owner.say(words.STOPPING)
            return
        self._begin(asked=True)

    def _on_time(self) -> None:
        """Look without a word, unless something goes on already."""
        if self.run_now is None and not self.owner.busy:
            self._begin(asked=False)

    def _begin(self, asked: bool) -> None:
        """Run in a thread; nobody waits for it."""
        run = self.run_now = SyncRun()
        self.owner.looks_later = True  # it writes many times a second; the inbox takes it in now and then, and at the end
        self._looked_at = monotonic()
        if self._shown is None:
            self._shown = self.set_interval(SHOWN_EVERY, self._show_progress)
        self._shown.resume()

        def work() -> None:
            before = sys.getswitchinterval()
            sys.setswitchinterval(PATIENCE)
            try:
                self._work(run)
            finally:
                sys.setswitchinterval(before)
                self.post_message(self.Ended(run, asked))

        threading.Thread(target=work, name="sync", daemon=True).start()

    def _work(self, run: SyncRun) -> None:
        """Go through all accounts with a book of its own; whatever goes wrong is kept for the notice."""
        try:
            own = type(self.book).open(self.book.home, self.book.now)
            try:
                for report in own.sync(tell=run.tell, say=words.task(own.now(), self.zone)):
                    run.reports.append(report)
                    for note, said in words.answers(report, own.now(), self.zone):
                        own.answer_line(report.account, note.values, said)
            finally:
                own.close()
        except OnwardError as error:
            run.reports.append(Report("", trouble=Reason(error.code, error.values)))
        except Exception as error:
            run.wrong = UNEXPECTED.format(what=type(error).__name__)

    def _show_progress(self) -> None:
        """Show how far it came, at the foot."""
        if self.run_now is not None and monotonic() - self._looked_at > LOOKS_APART:
            self._take_in()
        doing = self.run_now.doing if self.run_now is not None else ""
        if doing != self.doing and self.ready:
            self.doing = doing
            self.show_hints()

    def _take_in(self) -> None:
        """Take in what the run wrote so far."""
        self._looked_at = monotonic()
        self.owner.looks_later = False
        self.owner.look_around()
        self.owner.looks_later = self.run_now is not None

    def on_syncing_ended(self, event: Syncing.Ended) -> None:
        """Say in one notice what came of it; on a timer only where there is something to say."""
        self.run_now = None
        if self._shown is not None:
            self._shown.pause()
        if self._more and not event.run.stop:
            self._more = False
            self.call_later(self._on_time)
        self._show_progress()
        self._take_in()
        reports = event.run.reports
        missing = [each.trouble for each in reports if each.trouble is not None and each.trouble.code in NEEDS_PASSWORD]
        if event.asked and missing:
            self._ask_password(missing[0])
            return
        if event.run.wrong:
            self.owner.say(event.run.wrong, wrong=True)
        elif event.asked or any(each.counts.get(code) for each in reports for code in words.WORTH_A_NOTICE):
            self._say(reports)

    def _say(self, reports: Sequence[Report]) -> None:
        """Say what came of it."""
        self.owner.say(words.news(reports, self.book.now(), self.zone), wrong=any(each.trouble for each in reports))

    def _ask_password(self, trouble: Reason) -> None:
        """Ask for a missing password, for this run of the app only, and look again."""
        from tui.screens.asking_password import AskPassword

        name = str(trouble.values.get("name", ""))

        def typed(password: str | None) -> None:
            if password:
                self.attempt(lambda: self.book.remember_password(name, password))
                self._begin(asked=True)

        self.app.push_screen(AskPassword(mail.FOR_THIS_RUN.format(name=clean(name)),
                                         words.note(trouble, self.book.now(), self.zone)), typed)
