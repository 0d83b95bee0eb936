"""`onward doctor`: a look at everything Onward stands on, one line a thing, with the mend."""

from __future__ import annotations

import itertools

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from store.book import Book
    from store.model import Finding
    from tui.commands.asking import Asking
    from tui.commands.console import Console

SICK = 1
"Exit status where something is bad."


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    asking.flag("--online")
    asking.flag("--json")


def run(asked: Namespace, console: Console) -> int:
    """Look, and tell; nothing is changed but an index that disagrees with the book, which is made again."""
    from tui.commands.surroundings import look
    from tui.wording import doctor

    console.tells_notices = False
    book = console.book()
    looking = itertools.chain(book.check(), look(book, console), _logins(book) if asked.online else ())
    if asked.json:
        found = tuple(looking)
        from tui.commands.shapes import plain

        console.put_json([{
            "about": each.about, "state": each.state, "code": each.reason.code, "values": plain(each.reason.values),
            "text": doctor.told(each, book.now(), console.zone)} for each in found])
        return SICK if any(each.state == "bad" for each in found) else 0
    bad = 0
    for each in looking:
        console.put(doctor.line(each, book.now(), console.zone))
        console.flush()
        bad += each.state == "bad"
    console.put(doctor.ending(bad))
    return SICK if bad else 0


def _logins(book: Book) -> Iterator[Finding]:
    """Log in to each account, and yield how each of its services went."""
    from store.model import Finding, Reason
    from tui.wording.accounts import tested

    for account in book.accounts():
        for each in book.test_account(account.name):
            values = {**each.reason.values, "name": account.name, "service": each.service, "why": each.reason.code,
                      "text": tested(each)}
            yield Finding("accounts", "good" if each.works else "bad",
                          Reason("account-works" if each.works else "account-fails", values))
