"""More ways out of a draft: a command of the user's own, a file to print, the page of a profile."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from store.errors import OnwardError
from store.model import Receipt
from tui.look import clean
from tui.screens.confirm import Confirm
from tui.screens.draft_ways import Ways
from tui.widgets.dialog import attempt
from tui.wording import on_screen, ways
from tui.wording.errors import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

PRINTED = ("note", "card")
"Kinds whose own way out is the printer."


class ConfirmSending(Confirm):
    """Ask before words leave at once: whom for, by what, and the words themselves; gives True or False."""

    DEFAULT_CSS = """
    ConfirmSending #sent-words { height: auto; max-height: 10; background: $panel; padding: 0 1; margin-bottom: 1; }
    ConfirmSending.-narrow #sent-words { max-height: 6; margin-bottom: 0; }
    ConfirmSending #sent-words Static { height: auto; }
    """

    def __init__(self, question: str, yes_label: str, words: str) -> None:
        """Keep the question and the words that would leave."""
        super().__init__(question, yes_label)
        self.words = words

    def body(self) -> Iterable[Widget]:
        """Return the words above no and yes."""
        with_words = VerticalScroll(Static(Content(clean(self.words, one_line=False))), id="sent-words", can_focus=False)
        return (with_words, *super().body())


class MoreWays(Ways):
    """What a draft screen can do besides the programs of the desktop."""

    _sending: bool = False

    def action_hand_over(self) -> None:
        """Open the draft where its kind goes: paper is printed, a profile's page opened, the rest as everywhere."""
        if self.draft.kind in PRINTED:
            self.action_paper()
        elif self.draft.kind == "social":
            self._to_profile()
        else:
            super().action_hand_over()

    def action_paper(self) -> None:
        """Write the draft as a page to print, and open it where a program does."""
        if self._ready():
            self.run_worker(self._print(), exclusive=True, group="hand-over", exit_on_error=False)

    async def _print(self) -> None:
        from tui import handover

        receipt = attempt(lambda: self.book.write_paper(self.draft.id), self.complain)
        if receipt is None:
            return
        path = str(receipt.values["path"])
        try:
            program = await asyncio.to_thread(handover.open_page, path)
            told = ways.PRINTING.format(program=clean(program), path=clean(path))
        except OnwardError as error:
            told = sentence(error)
        except Exception:
            told = ways.WRITTEN.format(path=clean(path))
        self._ask_left(receipt, told)

    def _to_profile(self) -> None:
        """Copy the words, open the page of the profile, and ask whether they left."""
        if not self._ready():
            return

        async def open_profile() -> None:
            from tui import handover

            try:
                await asyncio.to_thread(handover.open_link, self.draft.address)
            except OnwardError as error:
                self.complain(sentence(error))
            self._handed("clipboard")

        def copied() -> None:
            self.run_worker(open_profile(), exclusive=True, group="hand-over", exit_on_error=False)

        self._copy(self.editor.body, copied)

    def action_own_command(self) -> None:
        """Give the draft to a command of your own, after a look at what would leave."""
        if self._sending:
            self.say(ways.STILL_SENDING)
            return
        names = self.book.commands(self.draft.kind)
        if not names:
            self.say(ways.NO_COMMAND)
        elif self._ready():
            if len(names) == 1:
                self._confirm_command(names[0])
            else:
                self._choose_command(names)

    def _choose_command(self, names: tuple[str, ...]) -> None:
        from tui.screens.asking import Choose

        options = [(str(place) if place < 10 else "", name, name) for place, name in enumerate(names, 1)]
        self.app.push_screen(Choose(ways.WHICH_COMMAND, options),
                             lambda name: self._confirm_command(name) if isinstance(name, str) else None)

    def _confirm_command(self, name: str) -> None:
        """Show whom it is for and the words, and run the command on a yes."""
        question = ways.send_question(self.draft.kind, self._recipient(), self.draft.address, name)
        words = "\n\n".join(each for each in (self.draft.subject, self.draft.body) if each)

        def answered(yes: bool | None) -> None:
            if yes:
                run = attempt(lambda: self.book.start_command(self.draft.id, name), self.complain)
                if run is not None:
                    self._sending = True
                    self.say(ways.SENDING.format(name=clean(name)))
                    self.run_worker(self._run(name, run), group="own-command", exit_on_error=False)

        self.app.push_screen(ConfirmSending(question, ways.SEND_NOW, words), answered)

    async def _run(self, name: str, run: Callable[[], bool]) -> None:
        """Run the command away from the screen's own thread, and log the touch where it ended well."""
        try:
            sent = await asyncio.to_thread(run)
        except OnwardError as error:
            self._not_sent_by_command(sentence(error))
            return
        except Exception as error:
            self._not_sent_by_command(on_screen.DID_NOT_WORK_THE_DRAFT.format(name=clean(name), error=clean(str(error))))
            return
        finally:
            self._sending = False
        if sent:
            receipt = attempt(lambda: self.book.sent([self.draft.id]), self.complain)
            if receipt is not None:
                self.dismiss(receipt)
            return
        self.complain(ways.slow(name))
        self._handed(f"command:{name}")

    def _not_sent_by_command(self, reason: str) -> None:
        """Take the draft back and say why it did not leave."""
        attempt(lambda: self.book.command_failed(self.draft.id), self.complain)
        self.complain(reason)

    def _ask_left(self, handed: Receipt, told: str) -> None:
        """Say where the draft is now, and ask whether it left."""
        from tui.screens.asking import Choose
        from tui.wording import dialogs

        question = dialogs.sent_question(self.draft.kind, self._recipient())
        options = [("l", on_screen.LATER_THE_SWEEP_ASKS_AGAIN, "later"), ("y", on_screen.YES_LOG, "yes"),
                   ("n", on_screen.NO_KEEP_IT_OPEN, "no")]
        self.say(told)
        self.app.push_screen(Choose(question, options, help=told), lambda answer: self._answered(answer, handed))
