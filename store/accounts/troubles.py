"""What goes wrong between us and a server, as codes: who did not answer, whose certificate, which word was refused.

Codes, all of Unavailable, each with `name` of the account, `service` (`imap`, `smtp`), `host` and `port`: `host-unknown`,
`connection-refused`, `server-silent`, `no-network`, `certificate-untrusted`, `certificate-other-host`,
`certificate-expired`, `certificate-bad`, `not-encrypted-there`, `tls-failed`, `no-starttls`, `login-refused`,
`app-password-needed`, `token-needed`, `login-not-offered`, `server-busy`, `server-gone`, `server-odd`, `server-refused`.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import ssl

from store.errors import OnwardError, Unavailable
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from store.model import Account
    from store.passwords import Secret

LONGEST = 160
"Characters of a server's own words that are told."
UNTRUSTED = frozenset({2, 18, 19, 20, 21, 24, 27, 28})
"OpenSSL's verify codes for a chain that leads to nobody who is trusted (X509_V_ERR_...)."
OTHER_HOST = frozenset({62, 64})
"Its codes for a host name and an IP address that do not match."
NOT_NOW = frozenset({9, 10})
"Its codes for a certificate that does not hold yet, or no longer."
NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN})


@record
class Peer:
    """Whom we speak to: an account's name and one of its services."""

    name: str
    "Name of the account."
    service: str
    "`imap`, `smtp` or `dav`."
    host: str
    "Host."
    port: int
    "Port."
    secret: Secret | None = None
    "What was logged in with, so that it is never repeated in a server's words."

    def trouble(self, code: str, **values: Any) -> Unavailable:
        """Return an error about this peer."""
        return Unavailable(code, name=self.name, service=self.service, host=self.host, port=self.port, **values)

    def words(self, said: object) -> str:
        """Return a server's own words for a person: one line, cut short, empty where they repeat a secret."""
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else _unwrapped(str(said))
        if self.secret is not None and _repeats(text, self.secret.value):
            return ""
        text = " ".join("".join(each if each.isprintable() else " " for each in text).split())
        return text if len(text) <= LONGEST else text[:LONGEST] + "..."


def peer_of(account: Account, service: str, secret: Secret | None = None) -> Peer:
    """Return an account's IMAP or SMTP server; raises Unavailable(`no-such-service`) where it has none."""
    host = account.imap_host if service == "imap" else account.smtp_host
    if not host:
        raise Unavailable("no-such-service", name=account.name, service=service)
    return Peer(account.name, service, host, account.imap_port if service == "imap" else account.smtp_port, secret)


@contextlib.contextmanager
def told(peer: Peer) -> Iterator[None]:
    """Turn whatever goes wrong inside into an error of ours, with nothing of the original hanging on to it."""
    try:
        yield
        return
    except OnwardError as error:
        error.__context__ = error.__cause__ = None
        trouble: OnwardError = error
    except Exception as error:
        trouble = translated(peer, error)
    raise trouble from None


def translated(peer: Peer, error: BaseException) -> Unavailable:
    """Return what an error of a socket, of TLS or of a mail library means."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(peer, error)
    if isinstance(error, ssl.SSLError):
        return _encryption(peer, error)
    if isinstance(error, socket.gaierror):
        return peer.trouble("host-unknown")
    if isinstance(error, TimeoutError):
        return peer.trouble("server-silent")
    if isinstance(error, ConnectionRefusedError):
        return peer.trouble("connection-refused")
    if isinstance(error, ConnectionError | EOFError):
        return peer.trouble("server-gone")
    if isinstance(error, OSError):
        if error.errno in NO_WAY:
            return peer.trouble("no-network")
        inner = error.__context__
        if isinstance(inner, OSError) and inner is not error:  # smtplib hides what happened behind one of its own
            return translated(peer, inner)
        return peer.trouble("server-gone", reason=type(error).__name__ if error.errno is None else error.strerror or "")
    inner = error.__context__
    if isinstance(inner, OSError):
        return translated(peer, inner)
    import imaplib
    import smtplib

    if isinstance(error, imaplib.IMAP4.abort | smtplib.SMTPServerDisconnected):
        return peer.trouble("server-gone")
    return peer.trouble("server-odd", reason=type(error).__name__)


def _certificate(peer: Peer, error: ssl.SSLCertVerificationError) -> Unavailable:
    """Return what is wrong with a certificate."""
    if error.verify_code in OTHER_HOST:
        return peer.trouble("certificate-other-host")
    if error.verify_code in UNTRUSTED:
        return peer.trouble("certificate-untrusted")
    if error.verify_code in NOT_NOW:
        return peer.trouble("certificate-expired")
    return peer.trouble("certificate-bad", reason=error.verify_message or "")


def _encryption(peer: Peer, error: ssl.SSLError) -> Unavailable:
    """Return why no encryption came about."""
    reason = (error.reason or "").upper()
    if reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"):
        return peer.trouble("not-encrypted-there")
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return peer.trouble("server-gone")
    if "TIMED OUT" in str(error).upper():
        return peer.trouble("server-silent")
    return peer.trouble("tls-failed", reason=reason.replace("_", " ").lower())


def refused(peer: Peer, said: object) -> Unavailable:
    """Return why a login was refused, from the server's own words."""
    words = peer.words(said)
    lower = words.lower()
    if "application-specific" in lower or "app password" in lower or "app-specific" in lower:
        return peer.trouble("app-password-needed", said=words)
    if "basic authentication" in lower or "basicauthblocked" in lower or "authentication unsuccessful" in lower:
        return peer.trouble("token-needed", said=words)
    if any(each in lower for each in ("[unavailable]", "[limit]", "[inuse]", "too many", "try again later", "454 ", "421 ")):
        return peer.trouble("server-busy", said=words)
    return peer.trouble("login-refused", said=words)


def _unwrapped(text: str) -> str:
    """Return words that imaplib gives as the look of bytes (`b'...'`) as the words themselves."""
    if text[:2] in ("b'", 'b"') and text[-1:] == text[1]:
        import ast

        try:
            return str(ast.literal_eval(text).decode("utf-8", "replace"))
        except (ValueError, SyntaxError, AttributeError):
            pass
    return text


def _repeats(text: str, value: str) -> bool:
    """Return whether a text holds a secret, plainly or as base64 hides it."""
    import base64

    if not value:
        return False
    hidden = (base64.b64encode(bytes(lead) + value.encode()).decode() for lead in range(3))
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    inside = [each.rstrip("=")[4:-2] for each in hidden if len(each.rstrip("=")) > 12]
    return any(each in text for each in (value, escaped, *inside))


def checked(peer: Peer, value: str, what: str) -> str:
    """Return a value that may go onto the wire; raises Unavailable(`unsafe-value`, field) where it holds line breaks or NUL."""
    if any(each in value for each in "\r\n\0"):
        raise peer.trouble("unsafe-value", field=what)
    return value
