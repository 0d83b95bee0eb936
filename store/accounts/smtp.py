"""Giving a mail to the user's own server over SMTP: always encrypted, one recipient at a time, our host name unsaid."""

from __future__ import annotations

import base64
import re
import smtplib

from store.accounts import tls
from store.accounts.troubles import Peer, checked, peer_of, refused, told, translated
from store.errors import Unavailable
from store.waiting import within

TYPE_CHECKING = False
if TYPE_CHECKING:
    import types
    from typing import Any

    from store.model import Account
    from store.passwords import Secret

TIMEOUT = 20.0
"Seconds for any one answer of a server, and for all of connecting and logging in."
OURSELVES = "[127.0.0.1]"
"What we call ourselves in EHLO: the machine's own name is nobody's business."
TRANSIENT = frozenset({421, 450, 451, 452})
"Answers that mean: not now, perhaps later."

VERBS = frozenset({"mail", "rcpt", "data", "rset", "noop", "quit", "has_extn", "esmtp_features"})
"What a connection does under smtplib's own names, besides its methods here."


def connect(account: Account, secret: Secret, timeout: float = TIMEOUT) -> Sender:
    """Open a connection to the account's server and log in, within `timeout` seconds altogether.

    Raises Unavailable with the codes of `store.accounts.troubles`, `no-such-service`, `authority-unusable`.
    """
    peer = peer_of(account, "smtp", secret)
    trust = tls.context(account)
    with told(peer):
        server = within(timeout, lambda: _opened(account, peer, secret, trust, timeout), _leave)
        return Sender(account, peer, server)


def _opened(account: Account, peer: Peer, secret: Secret, trust: Any, timeout: float) -> smtplib.SMTP:
    """Return a connection that is encrypted and logged in."""
    server: smtplib.SMTP
    if account.smtp_security == "tls":
        server = smtplib.SMTP_SSL(local_hostname=OURSELVES, timeout=timeout, context=trust)
    else:
        server = smtplib.SMTP(local_hostname=OURSELVES, timeout=timeout)
    server._host = peer.host  # type: ignore[attr-defined]  # the name its certificate is checked for
    try:
        with told(peer):
            code, said = server.connect(peer.host, peer.port)
            if code != 220:
                raise peer.trouble("server-busy" if code in TRANSIENT else "server-refused", said=peer.words(said))
            server.ehlo_or_helo_if_needed()
            if account.smtp_security != "tls":
                _start_tls(server, peer, trust)
            _log_in(server, account, peer, secret)
    except BaseException:
        _leave(server)
        raise
    return server


def _start_tls(server: smtplib.SMTP, peer: Peer, trust: Any) -> None:
    """Encrypt a connection that began in plain text; never goes on without."""
    if not server.has_extn("starttls"):
        raise peer.trouble("no-starttls")
    code, said = server.starttls(context=trust)
    if code != 220:
        raise peer.trouble("no-starttls", said=peer.words(said))
    server.ehlo_or_helo_if_needed()


def _log_in(server: smtplib.SMTP, account: Account, peer: Peer, secret: Secret) -> None:
    """Log in with a token (XOAUTH2) or a password (PLAIN, else LOGIN)."""
    user = checked(peer, account.user or account.address, "user")
    checked(peer, secret.value, "password")
    offered = str(server.esmtp_features.get("auth", "")).upper().split()
    if secret.kind == "token":
        way = "XOAUTH2"
        said = f"user={user}\1auth=Bearer {secret.value}\1\1"
    else:
        way = "LOGIN" if "LOGIN" in offered and "PLAIN" not in offered else "PLAIN"
        said = f"\0{user}\0{secret.value}"
    if way not in offered:
        raise peer.trouble("login-not-offered", way=way)
    if way == "LOGIN":
        code, answer = server.docmd("AUTH", "LOGIN")
        for each in (user, secret.value):
            if code == 334:
                code, answer = server.docmd(_base64(each))
    else:
        code, answer = server.docmd("AUTH", f"{way} {_base64(said)}")
        if code == 334:  # a token that is refused: the reason comes first, and wants an answer
            code, answer = server.docmd("")
    if code in (235, 503):
        return
    if code in TRANSIENT or code == 454:
        raise peer.trouble("server-busy", said=peer.words(answer))
    from store import passwords

    passwords.forget_typed(account)
    raise refused(peer, answer)


def _base64(text: str) -> str:
    """Return a text as SASL carries it."""
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def _leave(server: smtplib.SMTP) -> None:
    """Close a connection without a word."""
    try:
        server.close()
    except Exception:  # it may be gone already
        pass


class Sender:
    """A connection that takes mails; a context manager, which says goodbye."""

    def __init__(self, account: Account, peer: Peer, server: smtplib.SMTP) -> None:
        """Hold a connection that is logged in; use `connect`."""
        self.account = account
        self.peer = peer
        self._server = server

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: types.TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye and close the connection; never raises."""
        try:
            self._server.quit()
        except Exception:  # the server may have left first
            _leave(self._server)

    def send(self, message: bytes, recipient: str, sender: str = "") -> str:
        """Give one mail for one recipient to the server; return its own words (often a queue number).

        `message` is a whole mail, its lines ended in any way. Raises Unavailable: `sender-refused`, `recipient-refused`
        (address), `mail-refused` (each with `reason`, `status`, `for_good`), and what a connection brings, all of these
        before the mail was taken; `perhaps-sent` where the connection broke after the last byte, so that nobody knows.
        """
        away = checked(self.peer, sender or self.account.address, "sender")
        there = checked(self.peer, recipient, "recipient")
        options = self._options(away, there)
        with told(self.peer):
            self._answer(self._server.mail(_angled(away), options), "sender-refused", address=away)
            self._answer(self._server.rcpt(_angled(there)), "recipient-refused", address=there)
            code, said = self._server.docmd("DATA")
            if code != 354:
                self._answer((code, said), "mail-refused")
        return self._deliver(_dotted(message))

    def __getattr__(self, name: str) -> Any:
        """Return a verb of smtplib by its own name, with its own errors."""
        if name not in VERBS:
            raise AttributeError(name)
        return getattr(self._server, name)

    def _options(self, *addresses: str) -> list[str]:
        """Return what MAIL FROM needs for these addresses; raises Unavailable(`address-not-ascii`)."""
        for each in addresses:
            if any(letter in each for letter in "<> "):
                raise self.peer.trouble("bad-mail-address", address=each)
            if not each.isascii():
                if not self._server.has_extn("smtputf8"):
                    raise self.peer.trouble("address-not-ascii", address=each)
                return ["SMTPUTF8", "BODY=8BITMIME"]
        return ["BODY=8BITMIME"] if self._server.has_extn("8bitmime") else []

    def _answer(self, answer: tuple[int, bytes], code: str, **values: Any) -> None:
        """Go on where the server agrees; else take the mail back and raise."""
        number, said = answer
        if 200 <= number < 300:
            return
        try:
            self._server.rset()
        except (smtplib.SMTPException, OSError):
            pass
        raise self.peer.trouble(code, reason=self.peer.words(said), status=number, for_good=number >= 500, **values)

    def _deliver(self, message: bytes) -> str:
        """Send the mail itself; a break before its end is an ordinary one, after it nobody knows."""
        with told(self.peer):
            self._server.send(message[:-5])
        trouble: Unavailable | None = None
        try:
            self._server.send(message[-5:])
            number, said = self._server.getreply()
        except Exception as error:
            trouble = self.peer.trouble("perhaps-sent", reason=translated(self.peer, error).code)
        if trouble is not None:
            raise trouble
        with told(self.peer):
            self._answer((number, said), "mail-refused")
        return self.peer.words(said)


def _angled(address: str) -> str:
    """Return an address as MAIL and RCPT take it: the domain in ASCII where only that is not."""
    local, _, domain = address.rpartition("@")
    if local.isascii() and not domain.isascii():
        try:
            return f"{local}@{domain.encode('idna').decode('ascii')}"
        except UnicodeError:
            return address
    return address


def _dotted(message: bytes) -> bytes:
    """Return a mail as DATA carries it: CR LF, dots in front doubled, a dot alone at the end (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines) + b".\r\n"
