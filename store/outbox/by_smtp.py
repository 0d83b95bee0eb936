"""Sending a mail through the user's own server, at once."""

from __future__ import annotations

import smtplib

from store.errors import OnwardError, Unavailable
from store.model import address_channel_of
from store.outbox.ways import Left

TYPE_CHECKING = False
if TYPE_CHECKING:
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

        Raises Unavailable: `no-account`, what composing and logging in raise, `recipient-refused`, `mail-refused`, and
        `server-gone`, all of them with nothing sent; and `perhaps-sent` where the connection ended after the words were
        given and before the server said whether it took them.
        """
        from store.outbox.message import as_bytes, compose

        account = around.account
        if account is None:
            raise Unavailable("no-account")
        message = compose(draft, around)
        if "From" not in message:
            raise Unavailable("no-sender", name=account.name)
        octets = as_bytes(message)
        recipient = message["To"].address.addr_spec
        server = around.more.get("connection") or _connected(around)
        try:
            _hand_in(server, account, message["From"].address.addr_spec, recipient, octets)
        finally:
            if "connection" not in around.more:
                _leave(server)
        return Left("sent", around.message_id, note=account.name, values={"octets": octets})


def _connected(around: Surroundings) -> smtplib.SMTP:
    """Return a connection that is logged in."""
    from store.accounts import smtp
    from store.passwords import secret_of

    assert around.account is not None
    return smtp.connect(around.account, secret_of(around.account, around.ask))


def _hand_in(server: smtplib.SMTP, account: Account, sender: str, recipient: str, octets: bytes) -> None:
    """Give one mail for one recipient to a server."""
    given = False
    try:
        code, answer = server.mail(sender)
        if code != 250:
            raise _refused(account, "mail-refused", code, answer)
        code, answer = server.rcpt(recipient)
        if code not in (250, 251):
            raise _refused(account, "recipient-refused", code, answer, recipient)
        given = True
        code, answer = server.data(octets)
        if code != 250:
            raise _refused(account, "mail-refused", code, answer)
    except smtplib.SMTPDataError as error:
        raise _refused(account, "mail-refused", error.smtp_code, error.smtp_error) from None
    except (TimeoutError, smtplib.SMTPException, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        raise Unavailable("perhaps-sent" if given else "server-gone", name=account.name, host=account.smtp_host,
                          address=recipient, reason=reason) from None
    except OnwardError:
        _start_over(server)
        raise


def _refused(account: Account, code: str, status: int, answer: bytes | str, recipient: str = "") -> Unavailable:
    """Return the error for what a server answered; `for_good` says whether trying again later is of no use."""
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return Unavailable(code, name=account.name, host=account.smtp_host, address=recipient,
                       reason=" ".join(words.split())[:300], status=status, for_good=status >= 500)


def _start_over(server: smtplib.SMTP) -> None:
    """Make a connection ready for another mail, where it still stands."""
    try:
        server.rset()
    except (smtplib.SMTPException, OSError):
        pass


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; whatever happens then, the mail is where it is."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()


SEND = _BySmtp()
