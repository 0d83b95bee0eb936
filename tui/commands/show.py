"""`onward show WHO`: a person and everything that passed between you."""

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
    """Print a person."""
    from tui.commands.telling import why_teller

    book = console.book()
    person = book.who(" ".join(asked.WHO))
    dossier, agenda = book.dossier(person.id), book.agenda(person.id)
    why = why_teller(console)
    if asked.json:
        from tui.commands import shapes

        coming = [shapes.due(each, person.name, why(each)) for each in agenda.candidates]
        console.put_json(shapes.dossier(dossier, coming))
        return 0
    from tui.wording.people import person_lines

    console.put("\n".join(person_lines(dossier, agenda, book.now(), console.zone, console.width, why)))
    return 0
