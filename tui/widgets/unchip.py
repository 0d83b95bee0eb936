"""Making a piece of a quick-log line plain text again: the words it came from are put in quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from tui.wording import on_screen

Piece = tuple[str, str]
TOKEN = re.compile(r'\S*?"[^"]*"|\S+')
LONGEST = 5
"Words that one piece may have come from."
DERIVED = ("note", on_screen.AS_NOTE, on_screen.THEN_DUE)
"Labels of pieces that are plain text already, or that follow from the others."


def unchipped(line: str, piece: Piece, read: Callable[[str], Sequence[Piece]]) -> str | None:
    """Return the line with the words in quotes that a piece was read from, or None where that is not possible.

    `read` gives the pieces of a line. The fewest words are taken whose quoting removes the piece and no other.
    """
    if piece[0] in DERIVED:
        return None
    others = [each for each in read(line) if each != piece and each[0] not in DERIVED]
    for start, end in _candidates(line, piece):
        words = line[start:end].replace('"', "")
        changed = f'{line[:start]}"{words}"{line[end:]}'
        now = read(changed)
        if piece not in now and [each for each in now if each[0] not in DERIVED] == others:
            return changed
    return None


def _candidates(line: str, piece: Piece) -> Iterator[tuple[int, int]]:
    """Yield stretches of whole words, the short ones first and among them those that look like the piece."""
    before_note = re.split(r"(?:^|\s)//(?:\s|$)", line, maxsplit=1)[0]
    tokens = [(found.start(), found.end()) for found in TOKEN.finditer(before_note)]
    shown = f"{piece[0]} {piece[1]}".casefold()
    for count in range(1, LONGEST + 1):
        stretches = [(tokens[at][0], tokens[at + count - 1][1]) for at in range(len(tokens) - count + 1)]
        yield from sorted(stretches, key=lambda each: not _looks_like(line[each[0]:each[1]], shown))


def _looks_like(words: str, shown: str) -> bool:
    """Return whether words, without their mark, occur in a piece as it is shown."""
    return words.casefold().lstrip("@#").rpartition(":")[2].strip('"') in shown
