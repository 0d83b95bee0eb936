"""The build of a mail: its head, and its parts within parts; linear in the bytes, whatever they are.

The standard parser builds a tree by recursion and looks at some parts again and again; a mail made for it takes minutes.
"""

from __future__ import annotations

import binascii
import re

from store.exchange.cleaning import decode as decode_text
from store.exchange.encodings import guess
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_HEAD = 262_144
"Bytes of a head that are read; what follows is body."
MOST_FIELDS = 1_000
LONGEST_FIELD = 32_768
"Bytes of one field that are read."
DEEPEST = 12
"How deep parts are looked for within parts."
MOST_PARTS = 300
LONGEST_BODY = 2_097_152
"Bytes of one part that are decoded."
_NAME = re.compile(rb"[!-9;-~]{1,100}?[ \t]*:")
_PARAMETER = re.compile(r';\s*([\w!#$%&\'*+.^`|~-]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))')
_GUESSED = re.compile(rb"^--(\S{3,200})[ \t]*$", re.MULTILINE)
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_ALIASES = {
    "x-sjis": "cp932", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030",
    "x-gbk": "gb18030", "x-euc-jp": "euc_jp", "iso-8859-8-i": "iso-8859-8", "unicode-1-1-utf-7": "utf-7",
    "windows-874": "cp874", "iso-2022-jp": "iso2022_jp_ext", "x-mac-roman": "mac-roman", "utf8mb4": "utf-8",
    "us-ascii": "", "ascii": "", "unknown-8bit": "", "x-unknown": "", "default": "", "7bit": "", "8bit": "",
}


@record
class Part:
    """A mail or one of its parts."""

    fields: Mapping[str, tuple[bytes, ...]]
    "Header fields by lower-case name, still folded."
    kind: str
    "Content type, lower case."
    parameters: Mapping[str, str]
    "Parameters of the content type, names in lower case."
    disposition: str
    "`attachment`, `inline` or empty."
    name: str
    "File name, still encoded, or empty."
    encoding: str
    "Content-Transfer-Encoding, lower case."
    body: bytes
    "What stands below its head, still encoded."
    parts: tuple[Part, ...] = ()
    "The parts within."


def taken_apart(octets: bytes) -> Part:
    """Return a mail and all its parts; line ends of any system, a byte order mark and an mbox line before it are no matter."""
    plain = octets.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    start = 3 if plain.startswith(b"\xef\xbb\xbf") else 0
    while plain.startswith(b"\n", start):
        start += 1
    while plain.startswith((b"From ", b">From "), start):
        end = plain.find(b"\n", start)
        start = end + 1 if end >= 0 else len(plain)
    left = [MOST_PARTS]
    return _part(plain[start:] if start else plain, "text/plain", 0, left)


def fields_of(octets: bytes, start: int = 0) -> tuple[dict[str, tuple[bytes, ...]], int]:
    """Return the header fields from a place on, and where the body begins; a line that is no field ends a head early."""
    found: dict[str, list[bytes]] = {}
    name, place, count = "", start, 0
    last = min(len(octets), start + LONGEST_HEAD)
    while place < last:
        end = octets.find(b"\n", place)
        end = len(octets) if end < 0 else end
        line = octets[place:end]
        if not line.strip():
            place = end + 1
            break
        if line[:1] in (b" ", b"\t"):
            if name and len(found[name][-1]) < LONGEST_FIELD:
                found[name][-1] += b"\n" + line[:LONGEST_FIELD]
        elif (match := _NAME.match(line)) and count < MOST_FIELDS:
            count += 1
            name = match[0][:-1].strip().lower().decode("ascii")
            found.setdefault(name, []).append(line[match.end():match.end() + LONGEST_FIELD])
        elif name and _goes_on(octets, end + 1):
            if len(found[name][-1]) < LONGEST_FIELD:
                found[name][-1] += b"\n " + line[:LONGEST_FIELD]
        elif not line.startswith((b"From ", b">From ")):
            break
        place = end + 1
    return {each: tuple(values) for each, values in found.items()}, min(place, len(octets))


def _goes_on(octets: bytes, place: int) -> bool:
    """Return whether the line at a place is a header field, so that the one before it is only badly folded."""
    return _NAME.match(octets, place, min(len(octets), place + 100)) is not None


def _part(octets: bytes, usual: str, depth: int, left: list[int]) -> Part:
    """Return a part from its bytes."""
    fields, place = fields_of(octets)
    kind, parameters = _typed(fields, "content-type")
    if "/" not in kind or len(kind) > 100:
        kind = {"text": "text/plain", "html": "text/html"}.get(kind, usual)
    disposition, more = _typed(fields, "content-disposition")
    encoding = _ascii(fields.get("content-transfer-encoding", (b"",))[0]).split(";")[0].strip().lower()
    body = octets[place:]
    parts: tuple[Part, ...] = ()
    if depth < DEEPEST and left[0] > 0:
        if kind.startswith("multipart/"):
            inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
            parts = _within(body, parameters.get("boundary", ""), inner, depth, left)
        elif kind in ("message/rfc822", "message/global", "message/news"):
            inside = decoded(body, encoding) if encoding in ("base64", "quoted-printable") else body
            left[0] -= 1
            parts = (_part(inside.lstrip(b"\n"), "text/plain", depth + 1, left),)
    return Part(fields, kind, parameters, disposition, more.get("filename", parameters.get("name", "")), encoding, body, parts)


def _within(body: bytes, boundary: str, usual: str, depth: int, left: list[int]) -> tuple[Part, ...]:
    """Return the parts between the lines of a boundary; the one that begins the body's first such line where none is said."""
    mark = boundary.strip().encode("utf-8", "surrogateescape")
    if not mark or b"--" + mark not in body:
        guessed = _GUESSED.search(body)
        if guessed is None:
            return ()
        mark = guessed[1]
    line = re.compile(rb"^--" + re.escape(mark) + rb"(--)?[ \t]*$", re.MULTILINE)
    found: list[Part] = []
    begin = -1
    for each in line.finditer(body):
        if begin >= 0:
            left[0] -= 1
            found.append(_part(body[begin:each.start()], usual, depth + 1, left))
        begin = each.end() + 1
        if each[1] is not None or left[0] <= 0:
            begin = -1
            break
    if begin >= 0 and body[begin:].strip():
        left[0] -= 1
        found.append(_part(body[begin:], usual, depth + 1, left))
    return tuple(found)


def _typed(fields: Mapping[str, tuple[bytes, ...]], name: str) -> tuple[str, dict[str, str]]:
    """Return a field's first word in lower case and its parameters, those cut in pieces joined."""
    if name not in fields:
        return "", {}
    text = _ascii(fields[name][0][:8_000]).replace("\n", " ")
    kind = text.split(";", 1)[0].strip().lower().strip("\"'")
    found: dict[str, str] = {}
    pieces: dict[str, list[tuple[str, str]]] = {}
    for match in _PARAMETER.finditer(text):
        key = match[1].lower()
        value = match[2].replace("\\", "") if match[2] is not None else match[3].strip()
        base, star, _rest = key.partition("*")
        if star:
            pieces.setdefault(base, []).append((key, value))
        else:
            found.setdefault(key, value)
    for base, several in pieces.items():
        found.setdefault(base, _joined(several))
    return kind.split()[0] if kind else "", found


def _joined(pieces: list[tuple[str, str]]) -> str:
    """Return a parameter that was cut in pieces or says its charset (RFC 2231)."""
    from urllib.parse import unquote_to_bytes

    charset, octets = "", b""
    for place, (key, value) in enumerate(sorted(pieces, key=lambda each: (len(each[0]), each[0]))[:50]):
        if key.endswith("*"):
            if place == 0 and value.count("'") >= 2:
                charset, _language, value = value.split("'", 2)
            octets += unquote_to_bytes(value)
        else:
            octets += value.encode("utf-8", "surrogateescape")
    return text_of(octets, charset)


def decoded(body: bytes, encoding: str) -> bytes:
    """Return a body without its transfer encoding, at most LONGEST_BODY of it; as it stands where that is broken."""
    cut = body[:LONGEST_BODY * 3 // 2]
    if encoding == "quoted-printable":
        return binascii.a2b_qp(cut)[:LONGEST_BODY]
    if encoding == "base64":
        plain = cut.partition(b"=")[0].translate(None, _NOT_BASE64)
        plain = plain[:-1] if len(plain) % 4 == 1 else plain
        try:
            return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))[:LONGEST_BODY]
        except binascii.Error:
            return cut[:LONGEST_BODY]
    return cut[:LONGEST_BODY]


def text_of(octets: bytes, charset: str = "") -> str:
    """Return bytes as text, by their label or by what they look like."""
    label = charset.strip().strip("\"'").lower()
    label = _ALIASES.get(label, label)
    if not label and octets.isascii() and (b"\x1b$" in octets or b"\x1b(" in octets):
        label = "iso2022_jp_ext"
    if not label and not octets.isascii():
        label = guess(octets[:65_536])
    if label.startswith("iso2022"):
        try:
            return octets.decode(label)
        except UnicodeDecodeError:
            return octets.decode(label, "replace")
    return decode_text(octets, label)


def _ascii(octets: bytes) -> str:
    """Return bytes as text in which every byte can be told again."""
    return octets.decode("utf-8", "surrogateescape")
