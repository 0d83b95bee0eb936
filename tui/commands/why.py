"""`onward why WHO`: why somebody is due, or not, and what comes after."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--json")
    asking.free_words("WHO")


def run(asked: Namespace, console: Console) -> int:
    """Print every candidate of the rules with its window, rule and reasons, and what would come after."""
    from tui.commands.telling import why_teller

    book = console.book()
    person = book.who(" ".join(asked.WHO))
    agenda = book.agenda(person.id)
    why = why_teller(console)
    if asked.json:
        from tui.commands import shapes

        console.put_json({
            "contact": person.name, "id": person.id, "waiting": agenda.waiting, "turns": shapes.instant(agenda.turns),
            "candidates": [shapes.due(each, person.name, why(each)) for each in agenda.candidates],
            "after": [{"outcome": outcome, "next": shapes.due(each, person.name, why(each)) if each else None}
                      for outcome, each in book.afterwards(person.id)],
            "proposals": shapes.reasons(agenda.proposals),
        })
        return 0
    from tui.wording.reasoning import lines

    after = book.afterwards(person.id)
    console.put("\n".join(lines(person, agenda, after, book.now(), console.zone, console.width)))
    return 0
