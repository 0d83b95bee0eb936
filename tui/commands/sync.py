"""`onward sync`: look into the user's own mailbox, address book and calendar; nothing else ever does."""

from __future__ import annotations

import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from store.book import Book
    from store.reports import Report
    from tui.commands.asking import Asking
    from tui.commands.console import Console
    from tui.commands.progressing import Progress

TROUBLE = 1
"Exit status where an account could not be gone through to its end."


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking)
    asking.flag("--eml")
    asking.flag("--steps")
    asking.free_words("ACCOUNT", at_least_one=False)


def run(asked: Namespace, console: Console) -> int:
    """Go through the accounts, telling of each what was done; with `--eml` through mails in files."""
    if asked.eml:
        from tui.commands import sync_files

        return sync_files.run(asked, console)
    if asked.steps:
        from tui.commands import attended

        return attended.run(asked, console)
    from tui.commands.mailing import password

    return go_through(asked, console, Telling(console, asked.json), password(console))


def go_through(asked: Namespace, console: Console, telling: Telling, ask: Any) -> int:
    """Go through the accounts, telling of each; Ctrl+C ends it after the step in hand."""
    from tui.wording import sync as words

    book = console.book()
    before = signal.signal(signal.SIGINT, telling.stop)
    status = 0
    try:
        for report in book.sync(asked.ACCOUNT, asked.dry_run, telling, ask, words.task(book.now(), console.zone)):
            telling.clear()
            told = words.lines(report, book.now(), console.zone)
            told += _answered(book, report, console, ask)
            if asked.json:
                from tui.commands import shapes

                console.put_json(shapes.sync_report(report, told), one_line=True)
                console.flush()
            else:
                console.say("\n".join(told))
            if report.trouble is not None or report.stopped:
                status = TROUBLE
    finally:
        telling.clear()
        signal.signal(signal.SIGINT, before)
    return status


def _answered(book: Book, report: Report, console: Console, ask: Any) -> list[str]:
    """Answer the mails to oneself whose lines were stored, where that is set; return what went wrong, a sentence each."""
    from store.errors import OnwardError
    from tui.wording import sync as words
    from tui.wording.errors import sentence

    wrong: list[str] = []
    for note, said in words.answers(report, book.now(), console.zone):
        try:
            book.answer_line(report.account, note.values, said, ask)
        except OnwardError as error:
            wrong.append(sentence(error))
            break
    return wrong


class Telling:
    """What is being done, on one line; Ctrl+C ends it after the step in hand, a second one at once."""

    def __init__(self, console: Console, silent: bool) -> None:
        """Begin with nothing done; `silent` where nothing is to be shown."""
        self.stopped = False
        self._console = console
        self._silent = silent
        self._what = ""
        self._progress: Progress | None = None

    def __call__(self, what: str, done: int, of: int) -> None:
        """Show how far something has come; raises Stopped where the user has had enough."""
        if self.stopped:
            from store.errors import Stopped

            raise Stopped
        self.show(what, done, of)

    def show(self, what: str, done: int, of: int) -> None:
        """Show how far something has come."""
        from tui.commands.progressing import Progress
        from tui.wording.sync import DOING

        if what != self._what or self._progress is None:
            self.clear()
            self._what = what
            self._progress = Progress(self._console, DOING.get(what, what), self._silent)
        self._progress(done, of)

    def stop(self, *_: Any) -> None:
        """Have the work end after the step in hand."""
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True

    def clear(self) -> None:
        """Take the line away."""
        if self._progress is not None:
            self._progress.done()
            self._progress = None
