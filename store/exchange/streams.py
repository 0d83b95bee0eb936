"""Files as numbered lines of bytes: any line end, UTF-16 and UTF-32 brought to UTF-8, in constant memory."""

from __future__ import annotations

import codecs

from store.errors import FileFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

CHUNK = 1 << 16
LONGEST_LINE = 1 << 20
"""Bytes of one line that are kept; the rest is counted, not kept."""

_ENDS = (b"\n", b"\r")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def wide_encoding(head: bytes) -> tuple[str, int]:
    """Return a file's encoding where it is UTF-16 or UTF-32, else an empty string; and the length of its mark."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return ("" if encoding == "utf-8" else encoding), len(mark)
    sample = head[:512]
    if len(sample) >= 4 and b"\0" in sample:
        half = len(sample) // 2
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if odd > 0.6 * half and even < 0.1 * half:
            return "utf-16-le", 0
        if even > 0.6 * half and odd < 0.1 * half:
            return "utf-16-be", 0
    return "", 0


def narrow(data: bytes) -> bytes:
    """Return the beginning of a file as UTF-8, or unchanged where it is of one byte a character; no mark."""
    encoding, mark = wide_encoding(data)
    if not encoding and not data.isascii():
        from store.exchange.encodings import guess

        encoding = guess(data[mark:])
    return data[mark:].decode(encoding, "ignore").encode("utf-8") if encoding else data[mark:]


def head(path: Path, size: int = 1 << 18) -> bytes:
    """Return the first bytes of a file; raises FileFault(`cannot-read`)."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise FileFault("cannot-read", path=str(path), reason=error.strerror or "error") from error


def chunks(path: Path) -> Iterator[bytes]:
    """Yield a file piece by piece as UTF-8, or unchanged where it is of one byte a character; no mark."""
    try:
        with path.open("rb") as file:
            first = file.read(1 << 18)
            encoding, mark = wide_encoding(first)
            if not encoding and not first.isascii():
                from store.exchange.encodings import guess

                encoding = guess(first[mark:])
            if not encoding:
                yield first[mark:]
                while piece := file.read(CHUNK):
                    yield piece
                return
            decoder = codecs.getincrementaldecoder(encoding)("replace")
            yield decoder.decode(first[mark:]).encode("utf-8", "replace")
            while piece := file.read(CHUNK):
                yield decoder.decode(piece).encode("utf-8", "replace")
    except OSError as error:
        raise FileFault("cannot-read", path=str(path), reason=error.strerror or "error") from error


def lines(pieces: Iterable[bytes], longest: int = LONGEST_LINE) -> Iterator[tuple[int, bytes, int]]:
    """Yield (number from 1, line without its end, bytes cut from a line too long) for CRLF, LF and CR alike."""
    number, kept, size, after_return = 1, [], 0, False
    for piece in pieces:
        if after_return and piece[:1] == b"\n":
            piece = piece[1:]
            after_return = False
        if not piece:
            continue
        after_return = piece[-1:] == b"\r"
        for part in piece.splitlines(keepends=True):
            ended = part.endswith(_ENDS)
            if ended and not size and len(part) <= longest:
                yield number, part.rstrip(b"\r\n"), 0
                number += 1
                continue
            text = part.rstrip(b"\r\n") if ended else part
            if size < longest:
                kept.append(text[: longest - size])
            size += len(text)
            if ended:
                yield number, b"".join(kept), max(0, size - longest)
                number, kept, size = number + 1, [], 0
    if size:
        yield number, b"".join(kept), max(0, size - longest)
