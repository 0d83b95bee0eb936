"""What a file is, by its content: its name says nothing."""

from __future__ import annotations

import re

from store.errors import FileFault
from store.exchange.streams import head, narrow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_CARD = re.compile(rb"^[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_CARD_WITHOUT_BEGIN = re.compile(rb"VERSION:[234][.]\d[ \t]*\r?\n(?:.{0,2000}\n){1,200}?END:VCARD", re.IGNORECASE)
_MAILBOX = re.compile(rb"From [^\r\n]{1,300}\r?\n[!-9;-~]{1,80}:")
_MAIL = re.compile(rb"(Return-Path|Received|Delivered-To|X-Mozilla-Status|MIME-Version|Message-ID|From|To|Date|Subject):")
_MAGIC = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"SQLite format 3", "database"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "office"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"bplist", "binary"),
    (b"!BDN", "outlook"),
)


KNOWN = frozenset({"vcard", "csv", "json", "xml", "zip", "calendar", "mbox", "mail", "folder"})
"""Kinds that something reads; of `json` and `xml` only some files are contacts."""


def recognise(path: Path, is_table: bool = False) -> str:
    """Return one of KNOWN; `is_table` says that text is a table of contacts, its columns being said otherwise.

    Raises FileFault: `missing-file`, `cannot-read` (reason), or `not-contacts` with `kind` saying what it is instead:
    empty, png, jpeg, gif, picture, sound, video, pdf, office, spreadsheet, gzip, archive, program, database,
    outlook, html, table, text, binary.
    """
    try:
        if path.is_dir():
            return "folder"
        if not path.exists():
            raise FileFault("missing-file", path=str(path))
        if not path.is_file():
            raise FileFault("cannot-read", path=str(path), reason="it is a device, not a file")
    except (OSError, ValueError) as error:
        raise FileFault("cannot-read", path=str(path), reason=getattr(error, "strerror", None) or "bad name") from error
    raw = head(path)
    beginning = narrow(raw)
    if not beginning.strip(b"\0 \t\r\n"):
        raise FileFault("not-contacts", path=str(path), kind="empty")
    known = of_bytes(raw)
    found = known or of_text(beginning)
    if is_table and found in ("table", "text"):
        return "csv"
    if found not in KNOWN:
        raise FileFault("not-contacts", path=str(path), kind=found)
    return found


def of_bytes(raw: bytes) -> str:
    """Return what the first bytes of a file that is no text say it is, or an empty string."""
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            return kind
    if raw.startswith(b"PK\x03\x04"):
        return "spreadsheet" if b"xl/" in raw[:8192] else "office" if b"[Content_Types].xml" in raw[:8192] else "zip"
    if raw[4:8] == b"ftyp":
        return "picture" if raw[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "video"
    if raw.startswith(b"RIFF"):
        return "picture" if raw[8:12] == b"WEBP" else "video"
    return ""


def of_text(beginning: bytes) -> str:
    """Return what a file is by its beginning, in UTF-8 or one byte a character."""
    from store.exchange.csv_table import find_header, is_table

    content = beginning.lstrip(b" \t\r\n")
    upper = content[:40].upper()
    if content[:1] in (b"{", b"["):
        return "json"
    if upper.startswith((b"BEGIN:VCALENDAR", b"BEGIN:VEVENT")):
        return "calendar"
    if _MAILBOX.match(content):
        return "mbox"
    if _CARD.search(beginning.replace(b"\r", b"\n")) or _CARD_WITHOUT_BEGIN.match(content):
        # A note in a table may hold a whole card.
        first = content.partition(b"\n")[0]
        if first.count(b",") + first.count(b";") > 3 and find_header(first) is not None:
            return "csv"
        return "vcard"
    if _MAIL.match(content) and _is_mail(content):
        return "mail"
    if content.startswith(b"<"):
        return "html" if b"<html" in content[:2000].lower() or b"<!doctype html" in content[:200].lower() else "xml"
    if _is_binary(beginning):
        return "binary"
    if find_header(beginning):
        return "csv"
    return "table" if is_table(beginning) else "text"


def _is_mail(content: bytes) -> bool:
    """Return whether a text begins with the headers of a mail, to their empty line."""
    head = re.split(rb"\r?\n\r?\n", content[:65536], maxsplit=1)[0]
    names = {line.split(b":", 1)[0].lower() for line in head.splitlines() if b":" in line and line[:1] not in (b" ", b"\t")}
    return b"from" in names and bool(names & {b"date", b"received"}) and bool(names & {b"to", b"message-id", b"subject"})


def _is_binary(beginning: bytes) -> bool:
    """Return whether bytes are no text in any encoding of one byte a character."""
    sample = beginning[:4096]
    strange = sum(sample.count(each) for each in range(32) if each not in (9, 10, 12, 13, 26, 27))
    return (sample.count(0) > 0 and strange > len(sample) / 100) or strange > len(sample) / 20
