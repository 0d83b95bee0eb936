"""`onward doctor`: a look at everything Onward stands on, one line a thing, with the mend."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.asking import Asking
    from tui.commands.console import Console

SICK = 1
"Exit status where something is bad."


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--json", "print a list of what was found as JSON")
    asking.examples("onward doctor", "onward doctor --json | jq '.[] | select(.state == \"bad\")'")


def run(asked: Namespace, console: Console) -> int:
    """Look, and tell; nothing is changed but an index that disagrees with the book, which is made again."""
    from tui.commands.surroundings import look
    from tui.wording import doctor

    console.tells_notices = False
    book = console.book()
    found = (*book.check(), *look(book, console))
    if asked.json:
        from tui.commands.shapes import plain

        console.put_json([{
            "about": each.about, "state": each.state, "code": each.reason.code, "values": plain(each.reason.values),
            "text": doctor.told(each, book.now(), console.zone)} for each in found])
    else:
        console.put(doctor.report(found, book.now(), console.zone))
    return SICK if any(each.state == "bad" for each in found) else 0
