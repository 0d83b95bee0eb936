"""Lines of a vCard or calendar as the standards want them: escaped, with parameters, folded at 75 octets (RFC 6350, 5545)."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WIDTH = 75
"""Octets of a line, its end apart."""

_LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ud800-\udfff]")
_SPECIAL = re.compile(r"([\\,;])")
_MARK = re.compile(rb"[ \t]*(?:BEGIN|END)[ \t]*:[ \t]*[A-Z]+[ \t]*$", re.IGNORECASE)
_PARAMETER_NAME = re.compile(r"[A-Za-z0-9-]+")
_NEEDS_QUOTES = re.compile("[,;:]")
_CARETS = {"^": "^^", "\n": "^n", '"': "^'"}


def escaped(text: str) -> str:
    """Return a text value: backslash, comma, semicolon and line breaks escaped, control characters left out."""
    if text.isascii() and text.isalnum():
        return text
    return unbroken(_SPECIAL.sub(r"\\\1", text))


def unbroken(text: str) -> str:
    """Return a value that is escaped already on one line, without control characters."""
    if text.isprintable():
        return text
    return _CONTROL.sub("", _LINE_END.sub(r"\\n", text))


def parameters(params: Mapping[str, Iterable[str]]) -> str:
    """Return parameters as they stand behind a name; quotes and line breaks are written with carets (RFC 6868)."""
    found: list[str] = []
    for name, values in params.items():
        if not _PARAMETER_NAME.fullmatch(name):
            continue
        written = [_value(each) for each in values]
        if name.upper() == "TYPE":
            found.extend(f";TYPE={each}" for each in written if each)
        elif written:
            found.append(f";{name.upper()}={','.join(written)}")
    return "".join(found)


def _value(text: str) -> str:
    """Return the value of a parameter, in quotes where it needs them."""
    plain = _CONTROL.sub("", _LINE_END.sub("\n", text)).rstrip("\\")
    plain = "".join(_CARETS.get(each, each) for each in plain)
    return f'"{plain}"' if _NEEDS_QUOTES.search(plain) else plain


def folded(line: str) -> bytes:
    """Return a line with its end, folded without splitting a character of UTF-8."""
    data = line.encode("utf-8", "replace")
    if len(data) <= WIDTH:
        return data + b"\r\n"
    pieces = []
    start, room = 0, WIDTH
    while len(data) - start > room:
        end = _before(data, start + room)
        if _MARK.match(data[end:end + WIDTH]):
            # What is left would look like the end of the card to readers that unfold late.
            end = _before(data, end - 1)
        pieces.append(data[start:end])
        start, room = end, WIDTH - 1
    pieces.append(data[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def _before(data: bytes, end: int) -> int:
    """Return the nearest place at or before one where a character begins."""
    while data[end] & 0xC0 == 0x80:
        end -= 1
    return end
