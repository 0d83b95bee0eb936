"""Whether a mail to oneself was really written by oneself, as the user's own server says it (RFC 8601). Pure.

Anybody can write any From and any Authentication-Results. What counts is what stands above everything that came from
outside: servers put their lines on top. Where the server is known to add its own and to take out false ones (named in the
settings, or a provider of whom that is known), its topmost one counts wherever it stands.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

PROVIDERS = {"gmail.com": "mx.google.com", "googlemail.com": "mx.google.com", "fastmail.com": "messagingengine.com"}
"Ending of a mailbox's host to the name that its provider signs its results with, where false ones are taken out."
LOCAL = frozenset({"LMTP", "LMTPS", "LMTPSA", "LOCAL"})
"How a mail moves inside one server (Received, with ...)."
LOGGED_IN = frozenset({"ESMTPA", "ESMTPSA", "UTF8SMTPA", "UTF8SMTPSA"})
"How a server notes that the sender had logged in (RFC 3848)."
_FIELD = re.compile(rb"^([!-9;-~]{1,100})[ \t]*:(.*(?:\r?\n[ \t].*)*)", re.MULTILINE)
_COMMENT = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r'"[^"]*"')


def authentic(octets: bytes, own: Collection[str], host: str, trusted: Sequence[str] = ()) -> bool:
    """Return whether the user's own server vouches for a mail that says it is from one of the user's own addresses.

    `octets` begin with its head; `host` is that of the mailbox; `trusted` are further names of servers (authserv-id).
    """
    fields = list(_fields(octets))
    senders = [value for name, value in fields if name == "from"]
    from store.sync.mail_heads import people

    addresses = people([each.encode() for each in senders], None)
    if len(senders) != 1 or len(addresses) != 1 or addresses[0] not in own:
        return False
    domain = addresses[0].rpartition("@")[2]
    known = [each.lower() for each in trusted]
    known += [name for ending, name in PROVIDERS.items() if _inside(host.lower(), ending)]
    if known:
        for name, value in fields:
            if name == "authentication-results" and any(_inside(_server(value), each) for each in known):
                return _passes(value, domain)
    return _on_top(fields, domain, [own_part(host), *known])


def own_part(host: str) -> str:
    """Return what the names of a user's own servers end with: the mailbox's host without its first part, where that is long."""
    parts = host.lower().strip(".").split(".")
    return ".".join(parts[1:]) if len(parts) > 2 else host.lower()


def _on_top(fields: Sequence[tuple[str, str]], domain: str, ours: Sequence[str]) -> bool:
    """Return whether the lines above everything from outside vouch for a mail: results that pass, or a login."""
    for name, value in fields:
        if name == "authentication-results" and any(_inside(_server(value), each) for each in ours):
            return _passes(value, domain)
        if name != "received":
            continue
        plain = _plain(value)
        way = re.search(r"\bwith\s+(\w+)", plain)
        by = re.search(r"\bby\s+([^\s;]+)", plain)
        how = way[1].upper() if way else ""
        if how in LOGGED_IN:
            return by is not None and any(_inside(by[1].lower(), each) for each in ours)
        if how not in LOCAL:
            return False
    return False


def _passes(value: str, domain: str) -> bool:
    """Return whether results say that a mail is from a domain: DMARC, or DKIM or SPF for the same domain."""
    for part in _plain(value).split(";")[1:]:
        words = part.split()
        if not words:
            continue
        method, _, result = words[0].lower().partition("=")
        method = method.split("/", 1)[0]
        if result != "pass":
            continue
        given = dict(each.lower().split("=", 1) for each in words[1:] if "=" in each)
        if method == "dmarc" and _same(given.get("header.from", ""), domain):
            return True
        if method == "dkim" and _same(given.get("header.d", "") or given.get("header.i", ""), domain):
            return True
        if method == "spf" and _same(given.get("smtp.mailfrom", "") or given.get("smtp.mail", ""), domain):
            return True
    return False


def _same(given: str, domain: str) -> bool:
    """Return whether a domain, or the one of an address, is the wanted one, one above it or one below it."""
    found = given.rpartition("@")[2].strip(".")
    return "." in found and (_inside(found, domain) or _inside(domain, found))


def _inside(name: str, domain: str) -> bool:
    """Return whether a host is a domain or inside it."""
    return bool(domain) and (name == domain or name.endswith("." + domain))


def _server(value: str) -> str:
    """Return the name of the server that some results are of; empty where the field begins with none."""
    first = _plain(value).split(";", 1)[0].split()
    return first[0].lower().strip(".") if first and "=" not in first[0] else ""


def _plain(value: str) -> str:
    """Return a field without comments and quoted parts."""
    value = _QUOTED.sub(" ", value[:8000])
    for _ in range(20):
        shorter = _COMMENT.sub(" ", value)
        if shorter == value:
            break
        value = shorter
    return value


def _fields(octets: bytes) -> Iterator[tuple[str, str]]:
    """Yield the header fields in their order, names in lower case, unfolded."""
    head = re.split(rb"\r?\n\r?\n", octets[:131_072], maxsplit=1)[0]
    for found in _FIELD.finditer(head):
        yield found[1].decode("ascii").lower(), " ".join(found[2].decode("utf-8", "replace").split())
