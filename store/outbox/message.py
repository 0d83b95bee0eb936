"""A draft as a mail: one sender, one recipient, one subject, the words as they are; nothing in them is a header.

Header fields are folded here: the folding of `email` drops the quotes around names with commas in some Python versions,
which makes two recipients of one, and writes long Message-IDs as encoded words, which no program finds again.
"""

from __future__ import annotations

import secrets
from email.errors import HeaderParseError, MessageError
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, SingleAddressHeader, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Any

from store.errors import Unavailable
from store.model import Draft, address_channel_of
from store.outbox.ways import Surroundings, Thread

WIDTH = 76
"Characters of a header line (RFC 5322 asks for at most 78)."
LONGEST_NAME = 200
LONGEST_SUBJECT = 500
"Characters of one header value; what is longer is cut, since some servers refuse lines that it would need."
MOST_REFERENCES = 20
"Message-IDs kept of a long conversation: the first, and the newest (RFC 5537 lets the middle go)."
NO_DOMAIN = "onward.invalid"
"The right side of Message-IDs where the user has given no mail address."
REPLY_MARKS = ("re", "aw", "antw", "sv", "vs", "odp", "rif", "res")
"What mail programs put before the subject of an answer, in several languages."
_ATOMS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !#$%&'*+-/=?^_`{|}~")
_IN_MESSAGE_ID = _ATOMS - {" "} | frozenset(".@[]:")
_IN_LINK = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@.-_+")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class _Folded:
    """A header whose folded form is made here."""

    name: str

    def words(self) -> list[str]:
        """Return the pieces between which a line may end."""
        raise NotImplementedError

    def fold(self, *, policy: EmailPolicy) -> str:
        """Return the whole field with its line ends, no line much longer than WIDTH where it has a space."""
        lines = [f"{self.name}:"]
        for word in self.words():
            if len(lines[-1]) + 1 + len(word) > WIDTH and lines[-1] != f"{self.name}:":
                lines.append("")
            lines[-1] += f" {word}"
        return policy.linesep.join(lines) + policy.linesep


class _Person(_Folded, SingleAddressHeader):
    """From or To: exactly one address."""

    def words(self) -> list[str]:
        """Return the words of the name, then the address."""
        one = self.address
        return [*_phrase(one.display_name), f"<{one.addr_spec}>" if one.display_name else one.addr_spec]


class _Plain(UnstructuredHeader):
    """A header whose value is taken as it stands: words that look encoded are words."""

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take the value."""
        kwds.update(decoded=value, parse_tree=None)


class _Words(_Folded, _Plain):
    """Subject and other words."""

    def words(self) -> list[str]:
        """Return the words, encoded where they are not plain."""
        return _encoded(str(self))


class _Ids(_Folded, _Plain):
    """Message-ID, In-Reply-To and References: never encoded."""

    def words(self) -> list[str]:
        """Return the ids."""
        return str(self).split()


def _registry() -> HeaderRegistry:
    """Return what makes the headers of a mail."""
    registry = HeaderRegistry(use_default_map=True)
    for name in ("from", "to", "reply-to"):
        registry.map_to_type(name, _Person)  # type: ignore[arg-type]
    for name in ("message-id", "in-reply-to", "references"):
        registry.map_to_type(name, _Ids)  # type: ignore[arg-type]
    registry.map_to_type("subject", _Words)  # type: ignore[arg-type]
    return registry


POLICY = SMTP.clone(cte_type="7bit", max_line_length=WIDTH, header_factory=_registry())
"CR LF at line ends, nothing but ASCII in what is written, so that no server on the way has to understand more."


def compose(draft: Draft, around: Surroundings, unsent: bool = False) -> EmailMessage:
    """Return the mail that a draft is.

    `unsent` marks it as one that a mail program opens to be sent (`X-Unsent: 1`). From is left out where the user has
    given no address. Raises Unavailable: `no-address`, `bad-address`, `no-link` for a kind that does not travel by mail.
    """
    if address_channel_of(draft.kind) != "email":
        raise Unavailable("no-link", kind=draft.kind)
    message = EmailMessage(POLICY)
    sender = sender_address(around)
    if sender:
        message["From"] = person(around.sender.name, sender)
    message["To"] = person(around.name, draft.address, draft.contact)
    message["Subject"] = one_line(draft.subject)[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(around.now)
    if around.message_id:
        message["Message-ID"] = around.message_id
    for name, ids in (("In-Reply-To", answered(around.thread)[-1:]), ("References", answered(around.thread))):
        if ids:
            message[name] = " ".join(ids)
    if unsent:
        message["X-Unsent"] = "1"
    for name, value in around.more.get("headers", {}).items():
        message[name] = one_line(value)
    message.set_content(body_of(draft.body), charset="utf-8", cte=None)
    return message


def as_bytes(message: EmailMessage) -> bytes:
    """Return a mail as it goes over the line: ASCII, CR LF."""
    try:
        return message.as_bytes()
    except (MessageError, UnicodeError) as error:
        raise Unavailable("bad-mail", reason=str(error)) from None


def person(name: str, address: str, contact: str = "") -> Address:
    """Return exactly one person of a header; raises Unavailable: `no-address`, `bad-address`."""
    from store.outbox.links import one_recipient

    local, domain = one_recipient(address, contact)
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
        if not local.isascii():
            raise ValueError
        found = Address(display_name=one_line(name)[:LONGEST_NAME].strip(), addr_spec=f"{local}@{domain}")
    except (HeaderParseError, ValueError, IndexError):
        raise Unavailable("bad-address", channel="email", contact=contact, address=address) from None
    if found.addr_spec != f"{local}@{domain}":
        raise Unavailable("bad-address", channel="email", contact=contact, address=address)
    return found


def sender_address(around: Surroundings) -> str:
    """Return the address that a mail comes from: the account's, else the user's own; empty where neither is known."""
    account = around.account.address if around.account is not None else ""
    return (account or around.sender.email).strip()


def stop_address(address: str) -> str:
    """Return an address as a link in a header may hold it; empty for one that cannot stand there."""
    try:
        found = person("", address).addr_spec
    except Unavailable:
        return ""
    return found if _IN_LINK.issuperset(found) else ""


def new_message_id(address: str) -> str:
    """Return a Message-ID that nobody else has and that tells of nothing but the sender's domain."""
    domain = address.rpartition("@")[2].strip().lower()
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    if not domain or not all(each.isalnum() or each in ".-" for each in domain):
        domain = NO_DOMAIN
    return f"<{secrets.token_hex(16)}@{domain}>"


def answered(thread: Thread) -> tuple[str, ...]:
    """Return the Message-IDs that go into References, the answered one last; those that are none are left out."""
    ids = [each for each in map(message_id_of, (*thread.references, thread.message_id)) if each]
    known = list(dict.fromkeys(ids))
    if not known or known[-1] != message_id_of(thread.message_id):
        return ()
    return tuple(known if len(known) <= MOST_REFERENCES else [known[0], *known[1 - MOST_REFERENCES:]])


def message_id_of(words: str) -> str:
    """Return a Message-ID with its brackets; empty for what cannot be one, so that it never becomes a header."""
    bare = words.strip().removeprefix("<").removesuffix(">")
    sound = 3 <= len(bare) <= 240 and bare.count("@") == 1 and not bare.startswith("@") and not bare.endswith("@")
    return f"<{bare}>" if sound and _IN_MESSAGE_ID.issuperset(bare) else ""


def reply_subject(subject: str) -> str:
    """Return the subject of an answer: the one answered, with one `Re:` before it, whatever language marked it."""
    return f"Re: {bare_subject(subject)}".strip()


def bare_subject(subject: str) -> str:
    """Return a subject without the marks that answers put before it."""
    words = one_line(subject)
    while True:
        mark, colon, rest = words.partition(":")
        plain = mark.strip().casefold()
        if "[" in plain and plain.endswith("]"):
            plain = plain[: plain.index("[")]
        if not colon or plain not in REPLY_MARKS:
            return words.strip()
        words = rest.lstrip()


def one_line(words: str) -> str:
    """Return words as a header can hold them: one line, no control characters, no marks that turn the writing round."""
    return " ".join("".join("" if each in _BIDI else each if _shown(each) else " " for each in words).split())


def body_of(words: str) -> str:
    """Return words as a mail holds them: plain line ends, no NUL, nothing that no encoding holds."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return plain.encode("utf-8", "replace").decode("utf-8")


def text_of(message: Any) -> str:
    """Return the words of a mail as they read, with plain line ends and without the last one."""
    part = message.get_body(("plain",)) if hasattr(message, "get_body") else None
    try:
        words = str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError, KeyError):
        return ""
    return words.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def _shown(character: str) -> bool:
    """Return whether a character may stand in a header."""
    return not (character < " " or "\x7f" <= character <= "\x9f" or character in "\u2028\u2029"
                or "\ud800" <= character <= "\udfff")


def _phrase(name: str) -> list[str]:
    """Return the words of a display name: plain, quoted, or encoded, so that no comma in it begins a recipient."""
    if not name:
        return []
    if name.isascii() and len(name) <= WIDTH - 10 and "=?" not in name:
        if _ATOMS.issuperset(name):
            return name.split(" ")
        return ['"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"']
    return _as_encoded_words(name)


def _encoded(words: str) -> list[str]:
    """Return the words of a subject: as they are where all are plain, else encoded as a whole."""
    plain = words.split(" ")
    if words.isascii() and "=?" not in words and all(len(each) <= WIDTH - 12 for each in plain):
        return plain
    return _as_encoded_words(words)


def _as_encoded_words(words: str) -> list[str]:
    """Return words as encoded words (RFC 2047), each on its own whole characters."""
    return Header(words, "utf-8", maxlinelen=WIDTH - 12).encode(linesep="\n").split()
