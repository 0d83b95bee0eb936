"""One run over a mailbox: from where the last one ended, in small units, each with how far it came.

What is kept of a mailbox (`remotes`, under `mail:` and the account's name) is how far each folder was read, and marks of
the addresses that were looked for. Losing it costs time alone: a mail is known by its Message-ID.
"""

from __future__ import annotations

from store.book.alone import alone
from store.errors import Unavailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from store.book import Book
    from store.model import Account
    from store.sync import Tally, Tell

LOST = frozenset({"server-gone", "server-silent"})
"What a line that broke is told as; it is taken up again as long as something came over it."
TRIES = 3


def run(book: Book, account: Account, tally: Tally, tell: Tell, ask: Callable[[Account], str] | None) -> None:
    """Bring the book in step with a mailbox; raises Unavailable, Stopped, BookFault with what was done before kept."""
    from store.accounts import imap
    from store.book.reading_mail import Session
    from store.passwords import secret_of
    from store.sync.mailbox import Reader

    if not account.imap_host:
        return
    with alone(book, account.name):
        tell("login", 0, 0)
        secret = secret_of(account, ask)
        session = Session(book, account, tally, tell)
        for attempt in range(1, TRIES + 1):
            before = session.units
            try:
                with imap.connect(account, secret) as line:
                    reader = Reader(line)
                    try:
                        session.go(reader)
                    finally:
                        for name, value in (("requests", reader.requests), ("bytes", reader.octets)):
                            tally.values[name] = tally.values.get(name, 0) + value
                return
            except Unavailable as trouble:
                if trouble.code not in LOST or session.units == before or attempt == TRIES or tally.dry_run:
                    raise
