"""Sending a mail through the user's own server, at once."""

from __future__ import annotations

from store.errors import Unavailable
from store.model import address_channel_of
from store.outbox.ways import Left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.accounts.smtp import Sender as Outgoing
    from store.model import Account, Draft
    from store.outbox.ways import Surroundings


class _BySmtp:
    """The user's own server for outgoing mail."""

    name = "send"
    medium = "server"
    confirms = True

    def takes(self, draft: Draft) -> bool:
        """Return whether the kind travels by mail."""
        return address_channel_of(draft.kind) == "email"

    def leave(self, draft: Draft, around: Surroundings) -> Left:
        """Send the mail; return once the server has taken it. The copy in Sent is another matter (`by_imap.keep_sent`).

        `around.more["connection"]` may be one from `connection`, for many mails in a row. Raises Unavailable: `no-account`,
        `no-sender`, what composing and logging in raise, `recipient-refused`, `mail-refused` and `server-gone`, all of them
        with nothing sent; and `perhaps-sent` where the line broke before the server said whether it took the words.
        """
        from store.outbox.message import as_bytes, compose

        if around.account is None:
            raise Unavailable("no-account")
        message = compose(draft, around)
        if "From" not in message:
            raise Unavailable("no-sender", name=around.account.name)
        octets = as_bytes(message)
        sender, recipient = message["From"].address.addr_spec, message["To"].address.addr_spec
        given: Outgoing | None = around.more.get("connection")
        if given is not None:
            given.send(octets, recipient, sender)
        else:
            with connection(around.account, around) as server:
                server.send(octets, recipient, sender)
        return Left("sent", around.message_id, note=around.account.name, values={"octets": octets})


def connection(account: Account, around: Surroundings) -> Outgoing:
    """Return a connection that is logged in; a context manager. Raises as `store.accounts.smtp.connect` does."""
    from store.accounts import smtp
    from store.passwords import secret_of

    return smtp.connect(account, secret_of(account, around.ask))


SEND = _BySmtp()
