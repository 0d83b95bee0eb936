"""A line cut into pieces: words, quoted words, marked words; where each stands, in one pass."""

from __future__ import annotations

import re

from store.records import record
from store.rules.quick_log.words import MARKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»"}
_space: re.Pattern[str] | None = None


@record
class Piece:
    """One piece of a line."""

    kind: str
    "`word`, `quoted`, `mark` (tag:, next: ...), `tag`, `company`, or `angle`."
    text: str
    "The words themselves: without quotes, without the mark."
    start: int
    "Where in the line it begins."
    end: int
    "Where it ends."
    mark: str = ""
    "Which mark (`via`), in lower case."
    quoted: bool = False
    "Whether the text stood in quotes."


def split_note(text: str) -> tuple[str, str]:
    """Return the text before the first `//` that begins a word outside quotes, and the note after it."""
    if "//" in text:
        for piece in _pieces(text):
            if piece.kind == "word" and piece.text.startswith("//"):
                return text[: piece.start], text[piece.start + 2:]
    return text, ""


def cut(line: str) -> list[Piece]:
    """Return the pieces of a line without its note, in order, in time linear in its length."""
    return list(_pieces(line))


def _pieces(line: str) -> Iterator[Piece]:
    """Yield the pieces of a text, in order."""
    global _space
    if _space is None:
        _space = re.compile(r"\S+")
    unclosed: set[str] = set()
    place = 0
    while match := _space.search(line, place):
        piece = _piece(line, match.start(), match.end(), unclosed)
        yield piece
        place = piece.end


def _piece(line: str, start: int, end: int, unclosed: set[str]) -> Piece:
    """Return the piece that begins at a place; `end` is where its first word ends."""
    quoted = _quoted(line, start, unclosed)
    if quoted:
        return Piece("quoted", quoted[0], start, quoted[1], quoted=True)
    word = line[start:end]
    if word[0] == "#" and len(word) > 1:
        return Piece("tag", word[1:], start, end)
    if word[0] == "@":
        quoted = _quoted(line, start + 1, unclosed)
        if quoted:
            return Piece("company", quoted[0], start, quoted[1], quoted=True)
        return Piece("company", word[1:], start, end)
    if word[0] == "<" and len(word) > 2:
        close = word.find(">")
        inner = word[1:close] if close > 0 else ""
        if "@" in inner or "://" in inner:
            return Piece("angle", inner, start, start + close + 1)
    mark, colon, value = word[:20].partition(":")
    if colon and mark.lower() in MARKS and not value.startswith("//"):
        after = start + len(mark) + 1
        quoted = _quoted(line, after, unclosed)
        if quoted:
            return Piece("mark", quoted[0], start, quoted[1], mark.lower(), True)
        return Piece("mark", line[after:end], start, end, mark.lower())
    return Piece("word", word, start, end)


def _quoted(line: str, start: int, unclosed: set[str]) -> tuple[str, int] | None:
    """Return the words in the quotes that open at a place and where they end; None where they never close."""
    closing = QUOTES.get(line[start: start + 1])
    if closing is None or closing in unclosed:
        return None
    end = line.find(closing, start + 1)
    if end < 0:
        unclosed.add(closing)
        return None
    if "\n" in line[start: end]:
        return None
    return line[start + 1: end], end + 1
