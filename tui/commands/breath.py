"""In the same breath: a text, a mail, a note or the next step for somebody just logged, one key each."""

from __future__ import annotations

from store.errors import OnwardError
from tui.wording import spoken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Receipt
    from tui.commands.console import Console

AFTER = spoken.BREATH
NARROW = spoken.BREATH_NARROW
HELP = spoken.BREATH_HELP
NOTE = spoken.BREATH_NOTE


def after(console: Console, receipt: Receipt, booth: bool = False) -> str | None:
    """Offer what follows until Enter; return a line that was typed instead of a letter."""
    from tui.commands.prompt import explain
    from tui.commands.typing_in import ask_key, swallow_enter

    while True:
        answer = ask_key(console, AFTER if console.width >= 60 else NARROW)
        word = (answer or "").strip()
        if not word:
            return None
        if len(word) > 2 and word.lower() not in ("text", "mail", "note", "next"):
            return answer
        if len(word) == 1 and word.lower() in "tmn":
            swallow_enter(console)
        try:
            if word[0] in "tTmM":
                from tui.commands.draft import write

                write(console, receipt.contacts[0], "text" if word[0] in "tT" else "email")
            elif word[0] in "nN":
                note_or_next(console, receipt)
            else:
                console.say(HELP)
        except OnwardError as error:
            explain(console, error)


def note_or_next(console: Console, receipt: Receipt) -> None:
    """Ask for a note or the next step: words with `next:`, or a wish with a day (call tue 10am), are the step."""
    from tui.commands.telling import tell

    book = console.book()
    words = (console.ask(NOTE) or "").strip()
    if not words:
        return
    contact = receipt.contacts[0]
    step = book.propose(words if "next:" in words.lower() else f"{words}").entry.next
    if step is None and not words.lower().startswith("next:"):
        latest = book.dossier(contact).touches
        if latest:
            tell(console, book.annotate(latest[-1].id, words))
        else:
            person = book.dossier(contact).contact
            tell(console, book.change([contact], note=f"{person.note}\n{words}".strip()))
        return
    while step is None:
        console.say(spoken.I_SEE_NO_DAY_OR_TIME)
        words = (console.ask(spoken.NEXT_STEP_AND_WHEN) or "").strip()
        if not words:
            return
        step = book.propose(f"next: {words.removeprefix('next:')}").entry.next
    tell(console, book.set_next(contact, step.kind, step.when, step.text))
