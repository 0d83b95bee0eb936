"""The prompt of `onward log` and `onward booth`: line after line, outside the shell's quoting, with today's event at hand."""

from __future__ import annotations

from store.errors import OnwardError
from tui.wording import spoken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from store.model import Occasion, Receipt
    from tui.commands.console import Console

HINT = spoken.PROMPT_WHO
EVENT_HINT = spoken.PROMPT_EVENT


class Prompt:
    """A run of lines: the event and tags that hold, how many were stored, and what was left in doubt."""

    def __init__(self, console: Console, occasion: Occasion, booth: bool = False, dry_run: bool = False) -> None:
        """Begin with an event, which may be empty."""
        self.console = console
        self.book = console.book()
        self.occasion = occasion
        self.booth = booth
        self.dry_run = dry_run
        self.doubtful = False
        self.on_stored: Callable[[], None] | None = None
        "What is shown after each person, at a booth."
        self.people: dict[str, str] = {}
        "Contacts stored in this run, by id, with their names."

    def question(self) -> str:
        """Return what stands before the line: the event, its tags, and at a booth the count."""
        from tui.look import fit

        parts = [self.occasion.event, *(f"#{each}" for each in self.occasion.tags)]
        held = " ".join(each for each in parts if each)
        room = max(12, self.console.width // 2 - 8)
        count = f" · {len(self.people)}" if self.booth else ""
        name = "booth" if self.booth else "log"
        return f"{name} [{fit(held, min(room, len(held)))}{count}]> " if held or count else f"{name}> "

    def read(self) -> list[str] | None:
        """Ask for a line; return the entries in it, or None at the end."""
        from tui.commands.typing_in import entries_in

        line = self.console.ask(self.question())
        return None if line is None or not line.strip() else entries_in(line, self._is_entry)

    def _is_entry(self, line: str) -> bool:
        """Return whether a line is an entry by itself: it begins with a verb and names somebody."""
        entry = self.book.propose(line).entry
        if entry.touch is None or not (entry.name or entry.emails or entry.phones):
            return False
        return line.strip().lower().startswith(entry.touch.verb or "?")

    def take(self, line: str) -> Receipt | None:
        """Store one line with the event's marks, or show what it would store; return what was stored for somebody."""
        self.occasion, only = self.book.read_occasion(line, self.occasion)
        if not self.dry_run:
            self.book.remember(self.occasion)
        if only:
            return None
        line = self.book.within(self._mended(line), self.occasion, self.booth)
        if self.dry_run:
            self._preview(line)
            return None
        return self._store(line)

    def _mended(self, line: str) -> str:
        """Return a line with its mail slips mended where the person says so."""
        from tui.commands.slips import ask_about

        return ask_about(self.console, line) if "@" in line else line

    def _preview(self, line: str) -> None:
        """Show what a line would store."""
        from tui.wording.entries import entry_text

        self.console.say(entry_text(self.book.propose(line), spoken.WOULD_STORE, self.book.now(), self.console.zone))

    def _store(self, line: str) -> Receipt | None:
        """Store a line; ask whom it is about where that is in doubt."""
        from tui.commands.telling import tell

        receipt = self.book.log(line)
        tell(self.console, receipt)
        if receipt.unfiled:
            from tui.commands.unfiled import settle

            settled = settle(self.console, receipt.unfiled, line)
            if settled is None:
                self.doubtful = True
                return None
            receipt = settled
        for contact, name in zip(receipt.contacts, receipt.names, strict=False):
            self.people[contact] = name
        return receipt if receipt.contacts else None

    def run(self) -> int:
        """Ask for lines until an empty one or the end of input; returns 4 where a line was left in doubt."""
        from tui.commands.breath import after
        from tui.commands.typing_in import Completion, entries_in

        waiting: list[str] = []
        with Completion(self.book.complete):
            while True:
                lines = waiting or self.read()
                if not lines:
                    break
                waiting = []
                stored = None
                for line in lines:
                    try:
                        stored = self.take(line) or stored
                    except OnwardError as error:
                        explain(self.console, error)
                if stored is not None:
                    typed = after(self.console, stored, self.booth)
                    waiting = entries_in(typed, self._is_entry) if typed else []
                    if self.on_stored is not None:
                        self.on_stored()
        return 4 if self.doubtful else 0


def talk(console: Console, asked: Namespace) -> int:
    """Ask for lines at the prompt of `onward log`."""
    from tui.look import wrap

    run = Prompt(console, console.book().occasion(), dry_run=asked.dry_run)
    for hint in (HINT, *(() if run.occasion.event else (EVENT_HINT,))):
        console.say("\n".join(wrap(hint, console.width)))
    return run.run()


def explain(console: Console, error: OnwardError) -> None:
    """Say what is wrong and go on."""
    from tui.wording.errors import sentence

    console.say(sentence(error))
