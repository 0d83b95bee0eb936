"""Outside text made fit to keep: decoded whatever its label says, without control characters."""

from __future__ import annotations

import codecs
import re

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_CONTROL_BUT_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]")
_LINE_END = re.compile("\r\n|\r|\x85|\u2028|\u2029")
_SPACES = re.compile(" {2,}")
_BLANK_LINES = re.compile("\n{4,}")

_SINGLE_BYTE = re.compile(r"(iso-?8859|latin|windows-125|cp-?125|us-ascii|ascii|ansi)", re.IGNORECASE)


def one_line(text: str) -> str:
    """Return text as one line: control characters and line breaks become spaces, the ends are trimmed."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _SPACES.sub(" ", _CONTROL.sub(" ", text)).strip()


def many_lines(text: str) -> str:
    """Return text with plain line ends and without other control characters; the ends are trimmed."""
    if text.isascii() and text.isprintable():
        return text.strip()
    lines = _CONTROL_BUT_LINES.sub("", _LINE_END.sub("\n", text)).split("\n")
    return _BLANK_LINES.sub("\n\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def kept(text: str) -> str:
    """Return a value that is kept but not used: as it came, but for NUL and broken surrogates."""
    if text.isascii() and "\0" not in text:
        return text
    return re.sub("[\x00\ud800-\udfff]", "", text)


def decode(data: bytes, charset: str = "") -> str:
    """Return bytes as text, trusting the bytes more than their label; never raises.

    Text that is valid UTF-8 with a letter beyond ASCII is UTF-8 even where a single-byte charset is declared; text
    that does not fit its label, or has none, is Windows-1252.
    """
    if data.isascii() and not charset.lower().startswith(("utf-16", "utf-7", "iso-2022", "hz")):
        return data.decode("ascii")
    if charset and not _SINGLE_BYTE.match(charset):
        decoded = _strictly(data, charset)
        if decoded is not None:
            return decoded
    for candidate in ("utf-8", charset, "cp1252"):
        decoded = _strictly(data, candidate) if candidate else None
        if decoded is not None:
            return decoded
    return data.decode("latin-1")


def _strictly(data: bytes, charset: str) -> str | None:
    """Return the text where a text encoding of that name exists and fits, else None."""
    try:
        if not codecs.lookup(charset)._is_text_encoding:
            return None
        return data.decode(charset)
    except (LookupError, ValueError):
        return None
