"""Header fields in words: encoded words decoded, addresses, Message-IDs, dates; however badly they are written."""

from __future__ import annotations

import binascii
import datetime as dt
import re

from store.exchange.cleaning import one_line
from store.rules import addresses
from store.sync.mail_mime import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_VALUE = 8_192
"Characters of a field that are kept."
MOST_PEOPLE = 200
LONGEST_ADDRESSES = 16_384
"Characters of an address field that are read."
MOST_IDS = 100
EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_TOKEN = re.compile(r'"((?:[^"\\]|\\.){0,500})"|\(([^()]*)\)|<([^<>]*)>|([,;:])|([^",;:<>()]+)|.', re.DOTALL)
_ID = re.compile(r"<[^<>\s]{1,900}>")
_BARE_ID = re.compile(r"[^\s<>,;()\"]{1,400}@[^\s<>,;()\"]{1,400}")
_FOLD = re.compile(rb"\n[ \t]*")


def words(octets: bytes) -> str:
    """Return a field's words on one line, decoded."""
    return one_line(decoded(unfolded(octets)))[:LONGEST_VALUE]


def unfolded(octets: bytes) -> str:
    """Return a field on one line, its encoded words as they are."""
    return text_of(_FOLD.sub(b" ", octets)).strip()


def decoded(text: str) -> str:
    """Return text with its encoded words decoded (RFC 2047); neighbours of one charset are joined before, broken ones stay."""
    if "=?" not in text:
        return text
    found: list[str] = []
    pending, label, place = b"", "", 0
    for match in _ENCODED.finditer(text):
        between = text[place:match.start()]
        charset = match[1].partition("*")[0].lower()
        octets = _octets(match[2], match[3])
        if pending and (between.strip() or charset != label):
            found.append(text_of(pending, label))
            pending = b""
            found.append(between if between.strip() else "")
        elif not pending:
            found.append(between)
        pending, label, place = pending + octets, charset, match.end()
    if pending:
        found.append(text_of(pending, label))
    return "".join(found) + text[place:]


def _octets(encoding: str, text: str) -> bytes:
    """Return the bytes of one encoded word."""
    plain = text.encode("utf-8", "surrogatepass")
    if encoding in "qQ":
        return binascii.a2b_qp(plain.replace(b" ", b"_"), header=True)
    plain = plain.replace(b" ", b"").rstrip(b"=")
    plain = plain[:-1] if len(plain) % 4 == 1 else plain
    try:
        return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))
    except binascii.Error:
        return plain


def people(values: Sequence[bytes]) -> tuple[tuple[str, str], ...]:
    """Return the names and addresses in some fields, the addresses in normal form; what is no address is left out."""
    found: list[tuple[str, str]] = []
    for value in values[:20]:
        _gather(unfolded(value)[:LONGEST_ADDRESSES], found)
    return tuple(found[:MOST_PEOPLE])


def _gather(text: str, found: list[tuple[str, str]]) -> None:
    """Add the people of one address field."""
    name: list[str] = []
    comment, angle = "", None
    for match in _TOKEN.finditer(text):
        if len(found) >= MOST_PEOPLE:
            return
        if match[4] is not None:
            if match[4] == ":" and angle is None and "@" not in "".join(name):
                name, comment = [], ""
                continue
            _add(name, comment, angle, found)
            name, comment, angle = [], "", None
        elif match[3] is not None:
            angle = match[3] if angle is None or "@" not in angle else angle
        elif match[2] is not None:
            comment = match[2]
        elif angle is None:
            name.append(match[1].replace("\\", "") if match[1] is not None else match[5] or "")
    _add(name, comment, angle, found)


def _add(name: list[str], comment: str, angle: str | None, found: list[tuple[str, str]]) -> None:
    """Add one person, where there is an address."""
    said = "".join(name).strip()
    if angle is None:
        bare = next((each for each in reversed(said.split()) if "@" in each), "")
        address = addresses.mail(bare)
        said = comment if bare == said else said.replace(bare, "").strip()
    else:
        address = addresses.mail(angle.rpartition(":")[2] if angle.startswith("@") else angle)
        said = said or comment
    if address:
        found.append((one_line(decoded(said))[:200].strip("\"' "), address))


def ids(values: Sequence[bytes]) -> tuple[str, ...]:
    """Return the Message-IDs in some fields, with their brackets, each once."""
    found: dict[str, None] = {}
    for value in values[:5]:
        text = unfolded(value)
        for each in _ID.findall(text) or [f"<{bare}>" for bare in _BARE_ID.findall(text)]:
            found[each] = None
    return tuple(found)[-MOST_IDS:]


def instant(fields: Mapping[str, tuple[bytes, ...]]) -> dt.datetime | None:
    """Return when a mail was written: Date, else the newest Received; in UTC, None where neither can be read."""
    for name in ("date", "received", "delivery-date", "resent-date"):
        for value in fields.get(name, ())[:3]:
            text = unfolded(value)
            found = _instant(text.rpartition(";")[2] if name == "received" else text)
            if found is not None:
                return found
    return None


def _instant(text: str) -> dt.datetime | None:
    """Return an instant as mails write it, or nothing for what is none or out of all reason."""
    from email.utils import parsedate_tz

    try:
        parts = parsedate_tz(text[:120])
        if parts is None:
            return None
        at = dt.datetime(*parts[:6], tzinfo=dt.UTC) - dt.timedelta(seconds=parts[9] or 0)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return at if at > EARLIEST and at.year < 2200 else None
