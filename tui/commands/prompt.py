"""The prompt of `onward log`: line after line, outside the shell's quoting, and the first words in the same breath."""

from __future__ import annotations

from store.errors import OnwardError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from store.model import Receipt
    from tui.commands.console import Console

HINT = "Who? Any order, only a name is needed: met Marty Chen @Acme 415 555 0100 hot // son plays golf"
AFTER = "t text  m mail  n next step  Enter done: "


def talk(console: Console, asked: Namespace) -> int:
    """Ask for lines until an empty one or the end of input; returns 4 where a line was left in doubt."""
    from tui.look import wrap

    console.say("\n".join(wrap(HINT, console.width)))
    doubtful = False
    waiting: str | None = None
    while True:
        line = waiting if waiting is not None else console.ask("log> ")
        waiting = None
        if line is None or not line.strip():
            break
        try:
            if asked.dry_run:
                _preview(console, line)
                continue
            filed, waiting = _store(console, line)
            doubtful = doubtful or not filed
        except OnwardError as error:
            _explain(console, error)
    return 4 if doubtful else 0


def _preview(console: Console, line: str) -> None:
    """Show what a line would store."""
    from tui.wording.entries import entry_text

    book = console.book()
    console.say(entry_text(book.propose(line), "would store", book.now(), console.zone))


def _store(console: Console, line: str) -> tuple[bool, str | None]:
    """Store a line and offer what follows; return whether it was filed, and the next line where one was typed."""
    from tui.commands.telling import tell

    receipt = console.book().log(line)
    tell(console, receipt)
    if receipt.unfiled:
        from tui.commands.unfiled import settle

        settled = settle(console, receipt.unfiled, line)
        if settled is None:
            return False, None
        receipt = settled
    if not receipt.contacts:
        return True, None
    return True, _after(console, receipt)


def _after(console: Console, receipt: Receipt) -> str | None:
    """Offer a text, a mail and the next step until Enter; return a line that was typed instead of a letter."""
    while True:
        answer = console.ask(AFTER)
        word = (answer or "").strip()
        if not word:
            return None
        try:
            if word.lower() in ("t", "text", "m", "mail"):
                from tui.commands.draft import write

                write(console, receipt.contacts[0], "text" if word[0] in "tT" else "email")
            elif word.lower() in ("n", "next"):
                _agree(console, receipt.contacts[0])
            elif len(word) > 2:
                return answer
            else:
                console.say("t, m, n, or Enter when you are done; a longer line is logged as the next one.")
        except OnwardError as error:
            _explain(console, error)


def _agree(console: Console, contact: str) -> None:
    """Ask for the next step, until it is understood or left empty."""
    from tui.commands.telling import tell

    book = console.book()
    while True:
        words = console.ask("Next step, and when (call tue 10am): ")
        if words is None or not words.strip():
            return
        step = book.propose(f"somebody next: {words}").entry.next
        if step is not None:
            tell(console, book.set_next(contact, step.kind, step.when, step.text))
            return
        console.say("I see no day or time in that. Try: call tue 10am")


def _explain(console: Console, error: OnwardError) -> None:
    """Say what is wrong and go on."""
    from tui.wording.errors import sentence

    console.say(sentence(error))
