"""`onward done WHO [OUTCOME]`: the due touch with a person is done."""

from __future__ import annotations

from store.errors import OnwardError, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from store.model import Contact
    from tui.commands.asking import Asking
    from tui.commands.console import Console

OUTCOMES = ("sent", "reached", "left-message", "no-answer", "replied", "bounced", "declined", "nothing-to-answer")
SPELLINGS = {
    "left message": "left-message", "left a message": "left-message", "message": "left-message", "vm": "left-message",
    "voicemail": "left-message", "no answer": "no-answer", "na": "no-answer", "noanswer": "no-answer",
    "nothing to answer": "nothing-to-answer", "nothing": "nothing-to-answer", "spoke": "reached", "answered": "reached",
}


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    asking.flag("--note", metavar="WORDS", default="")
    asking.flag("--kind", metavar="KIND", default="")
    writing_flags(asking)
    asking.free_words("WHO", named={"outcomes": OUTCOMES})


def run(asked: Namespace, console: Console) -> int:
    """Log the due touch of a person as done."""
    from tui.commands.telling import tell, would
    from tui.wording import spoken

    book = console.book()
    person, outcome = _read(console, asked.WHO)
    if asked.dry_run:
        due = next(iter(book.agenda(person.id).candidates), None)
        if due is None and not asked.kind:
            from store.errors import NotFound

            raise NotFound("nothing-due", name=person.name)
        what = asked.kind or (due.kind if due else "")
        return would(console, asked, "done", [person], spoken.LOG_THE_TOUCH.format(
            what=what, name=person.name, outcome=outcome or "done"))
    if outcome == "nothing-to-answer":
        receipt = book.nothing_to_answer([person.id])
    else:
        receipt = book.done([person.id], outcome=outcome, kind=asked.kind, note=asked.note)
    tell(console, receipt, asked.json)
    return 0


def _read(console: Console, words: Sequence[str]) -> tuple[Contact, str]:
    """Return the person and the outcome, which may be the last one to three words."""
    book = console.book()
    for size in (3, 2, 1):
        if len(words) > size:
            spelled = " ".join(words[-size:]).lower()
            outcome = spelled if spelled in OUTCOMES else SPELLINGS.get(spelled, "")
            if outcome:
                return book.who(" ".join(words[:-size])), outcome
    try:
        return book.who(" ".join(words)), ""
    except OnwardError:
        if len(words) < 2:
            raise
        last = words[-1]
        try:
            book.who(" ".join(words[:-1]))
        except OnwardError:
            pass
        else:
            from tui.commands.asking import nearest

            raise UsageFault("no-such-outcome", words=last, hint=nearest(last, OUTCOMES), known=OUTCOMES) from None
        raise
