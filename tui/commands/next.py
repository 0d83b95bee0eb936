"""`onward next WHO WHAT WHEN`: agree the next step with a person."""

from __future__ import annotations

from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    writing_flags(asking)
    asking.flag("--need", metavar="WORDS", default="")
    asking.flag("--size", metavar="WORDS", default="")
    asking.flag("--by", metavar="WORDS", default="")
    asking.free_words("WORDS")


def run(asked: Namespace, console: Console) -> int:
    """Agree the next step."""
    from tui.commands.telling import person_and_rest, tell, would
    from tui.wording import dialogs, instants, spoken

    book = console.book()
    words = ""
    facts = {"need": asked.need, "size": asked.size, "wanted_by": asked.by}
    for person, rest in person_and_rest(console, asked.WORDS, "next", spoken.WHAT_AND_WHEN):
        words = " ".join(rest)
        step = book.propose(f"{person.name} next: {words}").entry.next
        if step is None:
            continue
        if asked.dry_run:
            when = instants.planned(step.when, book.now(), console.zone)
            what = f"{dialogs.kind(step.kind)}, {when}"
            return would(console, asked, "next", [person], spoken.AGREE_WITH.format(name=person.name, what=what))
        tell(console, book.set_next(person.id, step.kind, step.when, step.text, facts), asked.json)
        return 0
    raise UsageFault("no-date", words=words)
