"""Waiting for new mail with an open connection (IDLE, RFC 2177), for as long as somebody wants to hear of it."""

from __future__ import annotations

from store.accounts import imap
from store.errors import Unavailable
from store.passwords import secret_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.model import Account

SLICE = 240.0
"Seconds of one wait: routers forget a connection that says nothing for long."


def watch(account: Account, pause: Callable[[float], bool]) -> Iterator[None]:
    """Yield once the line stands, for what came before, and whenever something changed in an account's inbox.

    It ends when `pause` says that nobody wants to hear of it.

    `pause` waits so many seconds and returns whether it is time to end. Touches no book and may run in a thread. Raises
    Unavailable where the connection is lost, and `no-idle` where the server cannot tell of news.
    """
    with imap.connect(account, secret_of(account)) as line:
        if not line.can("IDLE"):
            raise Unavailable("no-idle", name=account.name)
        line.examine("INBOX")
        yield
        while not pause(0.0):
            if line.wait(SLICE):
                yield
