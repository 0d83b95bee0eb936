"""A draft that leaves as a mail: sent after a yes, put among the drafts of the mailbox, written as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from store.errors import OnwardError
from store.model import Account, Receipt, channel_of
from tui.look import clean
from tui.screens.draft_more_ways import ConfirmSending, MoreWays
from tui.widgets.dialog import attempt
from tui.wording import mail, on_screen
from tui.wording.errors import sentence

if TYPE_CHECKING:
    from typing import Any

    Ask = Callable[[Account], str] | None
    Act = Callable[[Account, Ask], Receipt]

NEEDS_PASSWORD = ("no-password", "keyring-locked", "keyring-absent", "keyring-silent", "keyring-broken", "keyring-unsafe")
"Errors after which the password is asked for, for this run only."


class MailWays(MoreWays):
    """What a draft screen can do with a mail account, and with mail files without one."""

    def action_hand_over(self) -> None:
        """Let the draft leave its usual way: the person's own, else that of the settings, else the program for it."""
        way = attempt(lambda: self.book.usual_way(self.draft.id), self.complain) or ""
        own = {"send": self.action_send_mail, "drafts-folder": self.action_to_drafts, "eml": self.action_mail_file,
               "command": self.action_own_command, "file": self.action_paper}
        if way in own:
            own[way]()
        else:
            super().action_hand_over()

    def action_send_mail(self) -> None:
        """Send the draft from an account, after a look at recipient and account."""
        self._with_account(self._confirm_sending)

    def action_to_drafts(self) -> None:
        """Put the draft into the Drafts folder of an account, then ask whether it left."""

        def put(account: Account) -> None:
            self._slowly(account, mail.KEEPING,
                         lambda chosen, ask: self.book.keep_in_drafts(self.draft.id, chosen.name, ask), self._among_drafts)

        self._with_account(put)

    def action_mail_file(self) -> None:
        """Write the draft as a mail file, open it where a program does, and ask whether it left."""
        if self._is_mail() and self._ready():
            self.run_worker(self._write_file(), exclusive=True, group="hand-over", exit_on_error=False)

    async def _write_file(self) -> None:
        from tui import handover

        receipt = attempt(lambda: self.book.write_eml(self.draft.id), self.complain)
        if receipt is None:
            return
        path = clean(str(receipt.values["path"]))
        try:
            program = await asyncio.to_thread(handover.open_page, str(receipt.values["path"]))
            told = mail.OPENED_FILE.format(program=clean(program), path=path)
        except Exception:
            told = mail.NEW_MAIL_FILE.format(path=path)
        self._ask_left(receipt, told)

    def _is_mail(self) -> bool:
        """Return whether this travels by mail; say so where it does not."""
        if channel_of(self.draft.kind) == "email":
            return True
        self.say(on_screen.ONLY_MAILS_LEAVE_THAT_WAY)
        return False

    def _with_account(self, then: Callable[[Account], None]) -> None:
        """Go on with the account to use: the only one, or the one chosen."""
        if self._sending or not self._is_mail() or not self._ready():
            return
        known = attempt(self.book.accounts, self.complain)
        accounts = [each for each in known or () if each.kind == "mail"]
        accounts.sort(key=lambda each: not each.default)
        if not accounts:
            if known is not None:
                self.complain(mail.NO_ACCOUNT)
        elif len(accounts) == 1:
            then(accounts[0])
        else:
            from tui.screens.asking import Choose

            options = [(str(place) if place < 10 else "", f"{each.name}  {each.address}", each)
                       for place, each in enumerate(accounts, 1)]
            self.app.push_screen(Choose(mail.WHICH_ACCOUNT, options),
                                 lambda chosen: then(chosen) if isinstance(chosen, Account) else None)

    def _confirm_sending(self, account: Account) -> None:
        """Show whom it is for, from where, and the words; send on a yes."""
        if attempt(lambda: self.book.message(self.draft.id, account.name), self.complain) is None:
            return
        question = mail.send_question(self._recipient(), self.draft.address, account.name, account.address)
        words = "\n\n".join(each for each in (self.draft.subject, self.draft.body) if each)

        def answered(yes: bool | None) -> None:
            if yes:
                self._slowly(account, mail.SENDING,
                             lambda chosen, ask: self.book.send(self.draft.id, chosen.name, ask), self.dismiss)

        self.app.push_screen(ConfirmSending(question, mail.SEND_NOW, words), answered)

    def _among_drafts(self, receipt: Receipt) -> None:
        """Say where the draft lies, and ask whether it left."""
        self._ask_left(receipt, mail.told(receipt.values, clean(self._recipient())) + ".")

    def _slowly(self, account: Account, words: str, act: Act, then: Callable[[Receipt], Any], ask: Ask = None) -> None:
        """Do something with a server away from the screen's own thread; a failure is a sentence and keeps the draft."""
        self._sending = True

        def guarded() -> Receipt | OnwardError:
            try:
                return act(account, ask)
            except OnwardError as error:
                return error
            finally:
                self._sending = False

        def went(value: Receipt | OnwardError) -> None:
            if isinstance(value, OnwardError):
                self._failed(account, value, lambda typed: self._slowly(account, words, act, then, lambda _: typed))
            else:
                then(value)

        self.app.slowly(guarded, went, words)  # type: ignore[attr-defined]

    def _failed(self, account: Account, error: OnwardError, again: Callable[[str], None]) -> None:
        """Say what went wrong; where only the password is missing, ask for it and try once more."""
        self.complain(sentence(error))
        if error.code not in NEEDS_PASSWORD:
            return
        from tui.screens.asking_password import AskPassword

        self.app.push_screen(AskPassword(mail.FOR_THIS_RUN.format(name=clean(account.name)), sentence(error)),
                             lambda typed: again(typed) if typed else None)
