"""vCard files as properties: unfolded however they were folded, split with RFC 2426, RFC 6350 and vCard 2.1 in mind."""

from __future__ import annotations

import binascii
import re

from store.exchange.cleaning import decode
from store.exchange.large import LONGEST_VALUE
from store.exchange.streams import LONGEST_LINE
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAMES = frozenset(
    [
        "ADR",
        "AGENT",
        "ANNIVERSARY",
        "BDAY",
        "BEGIN",
        "BIRTHDAY",
        "CALADRURI",
        "CALURI",
        "CATEGORIES",
        "CATEGORY",
        "CLASS",
        "CLIENTPIDMAP",
        "EMAIL",
        "END",
        "FBURL",
        "FN",
        "GENDER",
        "GEO",
        "IMPP",
        "KEY",
        "KIND",
        "LABEL",
        "LANG",
        "LOGO",
        "MAILER",
        "MEMBER",
        "N",
        "NAME",
        "NICKNAME",
        "NOTE",
        "ORG",
        "PHOTO",
        "PRODID",
        "PROFILE",
        "RELATED",
        "REV",
        "ROLE",
        "SORT-STRING",
        "SOUND",
        "SOURCE",
        "TEL",
        "TITLE",
        "TZ",
        "UID",
        "URL",
        "VERSION",
        "XML",
    ]
)
"""Property names of the three versions; X- names besides them."""

LONGEST_PROPERTY = LONGEST_VALUE + (1 << 13)
"""Bytes of a line, folded or not, that are kept: of names beyond the standard and those of MAY_BE_LONG."""
MAY_BE_LONG = frozenset({"KEY", "LOGO", "PHOTO", "SOUND", "XML"})
"""Properties of the standard that may hold more than a line of text."""
_NAME = re.compile(rb"[ \t]*(?:[A-Za-z0-9-]{1,60}\.)?([A-Za-z0-9-]{1,60})[ \t]*[;:]")
_PROPERTY = re.compile(rb"[ \t]*[A-Za-z0-9_\-./]+[ \t]*(?:;[^\r\n]*?)?:")
_OPENS = re.compile(rb"(?:[A-Za-z0-9-]{1,60}\.)?(?:[A-Z]{1,12}|X-[A-Z0-9-]{1,60});[A-Z-]{1,60}=")
_MARK = re.compile(rb"[ \t]*(BEGIN|END)[ \t]*:[ \t]*VCARD[ \t]*$", re.IGNORECASE)
LONGEST_MARK = 60
"""A longer line is no first or last one of a card."""
_BLANKS = frozenset((b" ", b"\t"))
_MARK_BEGINS = frozenset((b"B", b"b", b"E", b"e", b" ", b"\t"))
_QUOTED_PRINTABLE = re.compile(rb"[;=]QUOTED-PRINTABLE[;:,]|[;=]QP[;:]", re.IGNORECASE)
_BASE64 = re.compile(rb";(?:ENCODING=)?\"?(?:BASE64|B)\"?[;:]", re.IGNORECASE)
_CARET = re.compile(r"\^(.)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BARE_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "QP", "BASE64", "B", "8BIT", "7BIT"})
_HEAD_LENGTH = 1 << 13


@record
class Property:
    """One property of a card, its value still as in the file."""

    line: int
    "Line in the file, from 1."
    name: str
    "Name in capitals."
    group: str
    "Group in lower case (`item1`), or empty."
    params: dict[str, list[str]]
    "Parameters by name in capitals; a bare one stands under TYPE or ENCODING."
    raw: bytes
    "The value, unfolded."
    cut: int = 0
    "Bytes left away from a value too long to keep."

    def types(self) -> list[str]:
        """Return the TYPE parameters in capitals."""
        return [each.upper() for each in self.params.get("TYPE", ())]

    def encoding(self) -> str:
        """Return `QUOTED-PRINTABLE`, `BASE64` or an empty string."""
        named = (self.params.get("ENCODING") or [""])[0].upper()
        return {"B": "BASE64", "QP": "QUOTED-PRINTABLE"}.get(named, named if named in _BARE_ENCODINGS else "")

    def text(self, structured: bool = False) -> str:
        """Return the value as text, still escaped; `structured` escapes the semicolons of quoted-printable."""
        raw = self.raw
        if self.encoding() == "QUOTED-PRINTABLE":
            if structured and b";" in raw:
                raw = raw.replace(b"=3B", b"\\;").replace(b"=3b", b"\\;")
            raw = binascii.a2b_qp(raw)
        elif self.encoding() == "BASE64":
            raw = unbase64(raw)
        return decode(raw, (self.params.get("CHARSET") or [""])[0])

    def plain(self) -> str:
        """Return the value as one text."""
        return unescape(self.text())

    def parts(self, separator: str = ";") -> list[str]:
        """Return the components of a structured value, or the members of a list."""
        return [unescape(each) for each in split(self.text(structured=separator == ";"), separator)]


def unbase64(raw: bytes) -> bytes:
    """Return what base64 stands for, or the text itself where it is none."""
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        return raw


def unescape(text: str) -> str:
    """Return a text without the backslashes of vCard."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def split(text: str, separator: str) -> list[str]:
    """Return the parts of a text at a separator that no backslash hides."""
    if "\\" not in text:
        return text.split(separator)
    parts, start, position, end = [], 0, 0, len(text)
    while position < end:
        letter = text[position]
        if letter == "\\":
            position += 1
        elif letter == separator:
            parts.append(text[start:position])
            start = position + 1
        position += 1
    parts.append(text[start:])
    return parts


def mark(line: bytes) -> str:
    """Return `BEGIN` or `END` for the first or last line of a card, else an empty string."""
    if len(line) > LONGEST_MARK or line[:1] not in _MARK_BEGINS:
        return ""
    match = _MARK.match(line)
    return match[1].decode().upper() if match else ""


class _Folded:
    """A property while its lines are put together."""

    def __init__(self, number: int, line: bytes, lost: int, old: bool, alone: bool) -> None:
        """Begin with the first line; `old` for vCard 2.1, `alone` for a BEGIN or END."""
        self.number = number
        self.cut = lost
        self.alone = alone
        self._pieces: list[bytes] = []
        self._size = 0
        self._old = old
        self._soft = False
        self._width = len(line)
        self._longest = LONGEST_PROPERTY if _may_be_long(line) else LONGEST_LINE
        beginning = line[:_HEAD_LENGTH]
        self._quoted = _in_head(_QUOTED_PRINTABLE, beginning)
        self._base64 = _in_head(_BASE64, beginning)
        self._note = line[:4].upper() == b"NOTE"
        self._add(line)

    @property
    def is_plain(self) -> bool:
        """Whether every indented line goes on with the property, its first blank left away."""
        return not self.alone and not self._quoted and (self._base64 or not self._old)

    def go_on(self, line: bytes, lost: int) -> None:
        """Take an indented line that goes on with a plain property; of a photo there are many thousands."""
        size = self._size + len(line) - 1
        if lost or size > self._longest:
            self.cut += lost
            self._add(line[1:])
        else:
            self._size = size
            self._pieces.append(line[1:])

    def takes(self, line: bytes, lost: int) -> bool:
        """Take a line that goes on with the property; return False for one that begins another."""
        if self.alone:
            return False
        if self._soft and not _begins_property(line):
            spaces = len(line) - len(line.lstrip(b" \t"))
            more = line if spaces == 1 and line[:1] == b" " else line.lstrip(b" \t")
        elif line[:1] in (b" ", b"\t"):
            at_a_word = self._old and self._width < 73 and not self._base64
            more = b" " + line[1:] if at_a_word else line[1:]
        elif not _is_property(line) or (self._note and not _known(line)):
            more = line if self._base64 else b"\n" + line
        else:
            return False
        self._width = len(line)
        self.cut += lost
        self._add(more)
        return True

    def whole(self) -> tuple[int, bytes, int]:
        """Return the number of its first line, the property in one line, and the bytes cut from it."""
        return self.number, b"".join(self._pieces), self.cut

    def _add(self, more: bytes) -> None:
        """Add to the value, as far as there is room."""
        if self._quoted:
            trimmed = more.rstrip(b" \t")
            self._soft = trimmed.endswith(b"=")
            more = trimmed[:-1] if self._soft else more
        room = max(0, self._longest - self._size)
        self.cut += max(0, len(more) - room)
        self._size += len(more)
        if room:
            self._pieces.append(more[:room])


def unfold(lines: Iterable[tuple[int, bytes, int]]) -> Iterator[tuple[int, bytes, int]]:
    """Yield (number of the first line, whole line, bytes cut), whichever way and however badly it was folded."""
    folded: _Folded | None = None
    indent, old, plain = b"", False, False
    for place, line, lost in lines:
        if plain and len(line) > LONGEST_MARK and line[:1] in _BLANKS and not line.isspace():
            assert folded is not None
            folded.go_on(line, lost)
            continue
        which = mark(line)
        if which == "BEGIN":
            indent, old = line[: len(line) - len(line.lstrip(b" \t"))], False
        if indent and line.startswith(indent):
            line = line[len(indent) :]
        if not line.strip() or (folded and not which and folded.takes(line, lost)):
            continue
        if folded:
            yield folded.whole()
        old = old or line[:11].upper() == b"VERSION:2.1"
        folded = _Folded(place, line, lost, old, bool(which))
        plain = folded.is_plain and not indent
    if folded:
        yield folded.whole()


def _may_be_long(line: bytes) -> bool:
    """Return whether a property may hold more than a line of text: a picture, or what only some program knows."""
    match = _NAME.match(line[:_HEAD_LENGTH])
    name = match[1].decode().upper() if match else ""
    return bool(name) and (name not in NAMES or name in MAY_BE_LONG)


def _is_property(line: bytes) -> bool:
    """Return whether a line begins a property, perhaps one whose parameters are folded before its colon."""
    return bool(_PROPERTY.match(line[:_HEAD_LENGTH])) or (b";" in line[:130] and bool(_OPENS.match(line)))


def _in_head(pattern: re.Pattern[bytes], line: bytes) -> bool:
    """Return whether a pattern is found before the value of a property, which may hold the same words."""
    match = pattern.search(line)
    return match is not None and match.start() < (_colon(line) if line.find(b":") < match.start() else len(line))


def _begins_property(line: bytes) -> bool:
    """Return whether a line is a property of the standard beyond doubt: its name in capitals."""
    name = re.match(rb"[A-Z]{1,12}(?=[;:])", line)
    return name is not None and name[0].decode() in NAMES


def _known(line: bytes) -> bool:
    """Return whether a line that looks like a property has a name that is one."""
    name = line[: min(position for position in (line.find(b":"), line.find(b";"), len(line)) if position >= 0)]
    word = name.strip().rsplit(b".", 1)[-1].decode("ascii", "replace")
    return word.isupper() or word.upper() in NAMES or word[:2].upper() == "X-"


def parse(number: int, line: bytes, cut: int = 0) -> Property | None:
    """Return the property of an unfolded line, or None for a line that is none."""
    colon = _colon(line)
    if colon < 0:
        return None
    head = decode(line[:colon])
    words = _outside_quotes(head, ";") if '"' in head or "\\" in head else head.split(";")
    group, _, name = words[0].strip().rpartition(".")
    if not name or len(name) > 200:
        return None
    params: dict[str, list[str]] = {}
    for word in words[1:200]:
        _parameter(params, word.strip())
    return Property(number, name.strip().upper(), group.strip().lower(), params, line[colon + 1 :].strip(b" \t"), cut)


def _colon(line: bytes) -> int:
    """Return where the value begins: the first colon outside quotes; the first of all where a quote never closes."""
    first = colon = line.find(b":")
    quotes, start = 0, 0
    while colon >= 0 and colon < _HEAD_LENGTH:
        quotes += line.count(b'"', start, colon)
        if quotes % 2 == 0:
            return colon
        start, colon = colon, line.find(b":", colon + 1)
    return first


def _outside_quotes(text: str, separator: str) -> list[str]:
    """Return the parts of a text at a separator outside quotes that no backslash hides."""
    parts: list[str] = []
    current: list[str] = []
    inside = hidden = False
    for letter in text:
        if letter == '"' and not hidden:
            inside = not inside
        if letter == separator and not inside and not hidden:
            parts.append("".join(current))
            current = []
        else:
            current.append(letter)
        hidden = letter == "\\" and not hidden
    return [*parts, "".join(current)]


def _parameter(params: dict[str, list[str]], word: str) -> None:
    """Add a parameter; a bare word is a type, an encoding or a charset."""
    if not word:
        return
    name, equals, value = word.partition("=")
    name = name.strip().upper()
    if not equals:
        bare = word.strip('"').upper()
        name = "ENCODING" if bare in _BARE_ENCODINGS else "CHARSET" if bare in ("UTF-8", "ISO-8859-1") else "TYPE"
        value = word
    values = _outside_quotes(value, ",") if '"' in value else value.split(",")
    if name == "TYPE":
        values = [one for each in values for one in each.strip().strip('"').split(",")]
    clean = [_CARET.sub(_from_caret, each.strip().strip('"')) for each in values]
    params.setdefault(name, []).extend(each for each in clean if each)


def _from_caret(match: re.Match[str]) -> str:
    """Return what RFC 6868 writes as a caret and a letter."""
    return {"n": "\n", "^": "^", "'": '"'}.get(match[1], match[0])
