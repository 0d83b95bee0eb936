"""What an account's values may be; one sentence's reason where one is not, the value itself never in it."""

from __future__ import annotations

import ipaddress
import re
import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from store.model import Account

LONGEST = 4096
"Characters of one value."
HOST = re.compile(r"(?=.{1,253}\Z)(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*\.?")
ADDRESS = re.compile(r"[^\s@<>(),;:\"\[\]\\]+@[^\s@<>(),;:\"\[\]\\]+")
KINDS = ("mail", "dav")
SECURITIES = ("tls", "starttls")
WHOLE = {"imap_port", "smtp_port"}
TRUTHS = {"keeps_sent", "default"}
COMMANDS = {"password_command", "token_command"}


def wrong(field: str, value: Any) -> str:
    """Return the code of what is wrong with a field's value; empty where it can be used."""
    if field in WHOLE:
        fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 65535
        return "" if fits else "not-a-port"
    if field in TRUTHS:
        return "" if isinstance(value, bool) else "not-true-or-false"
    if field in COMMANDS and isinstance(value, list | tuple):
        return next((reason for each in value if (reason := _plain_text(each))), "" if value else "not-a-command")
    return _plain_text(value) or (_CHECKS[field](value) if field in _CHECKS and value else "")


def lacking(account: Account) -> tuple[str, str]:
    """Return (field, code) of what an account lacks as a whole; two empty texts where it lacks nothing."""
    if not account.name.strip():
        return "name", "empty"
    if account.kind == "dav":
        return ("", "") if account.dav_url else ("dav_url", "empty")
    if not account.imap_host and not account.smtp_host:
        return "imap_host", "no-server"
    if account.smtp_host and not account.address:
        return "address", "empty"
    if not (account.user or account.address):
        return "user", "empty"
    return "", ""


def _plain_text(value: Any) -> str:
    """Return what keeps a value from being one line of text."""
    if not isinstance(value, str):
        return "not-text"
    if len(value) > LONGEST:
        return "too-long"
    controls = any(unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") for each in value)
    return "has-controls" if controls else ""


def _name(value: str) -> str:
    """Check what the user calls an account."""
    return "" if value == value.strip() and len(value) <= 80 and not value.startswith("-") else "bad-name"


def _host(value: str) -> str:
    """Check a host: a name or an IP address, without a port or a scheme."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return "" if HOST.fullmatch(value) else "not-a-host"
    return ""


def _address(value: str) -> str:
    """Check a mail address."""
    return "" if ADDRESS.fullmatch(value) and len(value) <= 254 else "not-an-address"


def _one_of(*choices: str) -> Callable[[str], str]:
    """Return a check for one of some words."""
    return lambda value: "" if value in choices else f"not-{'-or-'.join(choices)}"


def _dav_url(value: str) -> str:
    """Check the address of a DAV server: https, or http to this machine itself; never with a password in it."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "not-a-web-address"
    if parts.username is not None or parts.password is not None:
        return "password-in-address"
    if not host or _host(host) or parts.scheme not in ("http", "https") or " " in value:
        return "not-a-web-address"
    return "" if parts.scheme == "https" or host in ("localhost", "127.0.0.1", "::1") else "not-encrypted"


_CHECKS: dict[str, Callable[[str], str]] = {
    "name": _name, "kind": _one_of(*KINDS), "address": _address, "imap_host": _host, "smtp_host": _host,
    "imap_security": _one_of(*SECURITIES), "smtp_security": _one_of(*SECURITIES), "dav_url": _dav_url,
}
