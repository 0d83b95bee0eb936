"""Looking into the user's own mailbox and servers while the inbox stays in use: by a key, or on a timer where that is set.

It runs in a process of its own: what it writes comes in as such news always do, and neither the cursor nor anything typed is
touched.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from textual.message import Message

from store.errors import NotFound, OnwardError
from tui.look import clean
from tui.screens.inbox.practising import Practising
from tui.screens.inbox.sync_run import SyncRun
from tui.wording import mail
from tui.wording import sync as words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.timer import Timer

    from store.model import Account

NEEDS_PASSWORD = frozenset({"no-password", "keyring-locked", "keyring-absent", "keyring-silent", "keyring-broken",
                            "keyring-unsafe"})
COMES_BACK = frozenset({"server-gone", "server-silent", "no-network", "host-unknown", "connection-refused", "server-busy"})
"Troubles of a connection that pass by themselves."
AGAIN_AFTER = 60.0
"Seconds before a connection that was lost is made again."
SHOWN_EVERY = 0.4
"Seconds between two looks at how far it came."


class Syncing(Practising):
    """The key and the timer that look into the user's own servers."""

    run_now: SyncRun | None = None
    "The run that goes on."
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
        """Have a run end after the step in hand; nobody waits for it."""
        self._left.set()
        if self.run_now is not None:
            self.run_now.leave()

    def action_sync(self) -> None:
        """Look now; where it is being done, stop after the step in hand, and when pressed once more at once."""
        if self.run_now is not None:
            self.run_now.stop()
            self.owner.say(words.STOPPING)
            return
        self._begin(asked=True)

    def _on_time(self) -> None:
        """Look without a word, unless something goes on already."""
        if self.run_now is None and not self.owner.busy:
            self._begin(asked=False)

    def _begin(self, asked: bool) -> None:
        """Begin a run; nobody waits for it."""
        handed = self.attempt(self.book.for_a_process)
        if handed is None:
            return
        if self._shown is None:
            self._shown = self.set_interval(SHOWN_EVERY, self._show_progress)
        self._shown.resume()
        self.owner.syncs = True
        self.run_now = SyncRun(*handed, ended=lambda run: self.post_message(self.Ended(run, asked)))

    def _show_progress(self) -> None:
        """Show how far it came, at the foot; under a dialog it would only have all painted anew."""
        if not self.is_current:
            return
        doing = self.run_now.doing if self.run_now is not None else ""
        if doing != self.doing and self.ready:
            self.doing = doing
            self.show_hints()
        if self.run_now is None and self._shown is not None:
            self._shown.pause()

    def on_syncing_ended(self, event: Syncing.Ended) -> None:
        """Take in the rest of what it wrote, then tell of it."""
        self.owner.look_for_all(lambda: self._tell(event.run, event.asked))

    def _tell(self, run: SyncRun, asked: bool) -> None:
        """Say in one notice what came of a run; on a timer only where there is something to say."""
        self.run_now = None
        self.owner.syncs = False
        if self._more and not run.stopped:
            self._more = False
            self.call_later(self._on_time)
        self._show_progress()
        troubles = [each["trouble"] for each in run.reports if each["trouble"]]
        self._forget_refused(run.reports)
        missing = [each for each in run.reports if each["trouble"] and each["trouble"]["code"] in NEEDS_PASSWORD]
        if asked and missing:
            self._ask_password(missing[0])
        elif run.wrong:
            self.owner.say(run.wrong, wrong=True)
        elif run.stopped and not run.reports:
            self.owner.say(words.STOPPED)
        elif asked or any(each["counts"].get(code) for each in run.reports for code in words.WORTH_A_NOTICE):
            self.owner.say(words.news(run.reports), wrong=bool(troubles))

    def _forget_refused(self, reports: Sequence[Mapping[str, Any]]) -> None:
        """Let go of passwords that were typed and that a server refused."""
        for each in reports:
            if each["trouble"] and each["trouble"]["code"] == "login-refused":
                try:
                    self.book.forget_password(str(each["account"]))
                except NotFound:
                    continue

    def _ask_password(self, report: Mapping[str, Any]) -> None:
        """Ask for a missing password, for this run of the app only, and look again."""
        from tui.screens.asking_password import AskPassword

        name = str(report["trouble"]["values"].get("name", ""))

        def typed(password: str | None) -> None:
            if password:
                self.attempt(lambda: self.book.remember_password(name, password))
                self._begin(asked=True)

        self.app.push_screen(AskPassword(mail.FOR_THIS_RUN.format(name=clean(name)), words.trouble_of(report)), typed)
