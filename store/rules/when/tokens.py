"""A text as tokens: numbers, words and marks, with where they stand."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_pattern: re.Pattern[str] | None = None

NUMBER, WORD, MARK = "number", "word", "mark"
LONGEST_NUMBER = 8


class Token:
    """One number, word or mark."""

    __slots__ = ("end", "glued", "kind", "raw", "start", "text")

    def __init__(self, raw: str, start: int, kind: str, glued: bool) -> None:
        """Keep the token; `glued` says that no space stands before it."""
        self.raw = raw
        self.text = raw.lower().replace("’", "'") if kind is WORD else raw
        self.start = start
        self.end = start + len(raw)
        self.kind = kind
        self.glued = glued


NOTHING = Token("", -1, MARK, False)


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a text in order, in time linear in its length."""
    global _pattern
    if _pattern is None:
        _pattern = re.compile(r"([0-9]+)|([^\W\d_]+(?:['’][^\W\d_]+)*)|\S")
    found = []
    last = -1
    for match in _pattern.finditer(text):
        start = match.start()
        kind = (MARK, NUMBER, WORD)[match.lastindex or 0]
        found.append(Token(match.group(), start, kind, start == last))
        last = match.end()
    return found


class Tokens:
    """Tokens by place; a place outside the text holds NOTHING."""

    __slots__ = ("_word", "items", "size", "text")

    def __init__(self, text: str) -> None:
        """Cut a text into tokens."""
        self.text = text
        self.items: Sequence[Token] = tokenise(text)
        self.size = len(self.items)
        self._word = (0, 0, False)

    def in_address(self, place: int) -> bool:
        """Return whether the token at a place is part of a web or mail address; cheap when asked from left to right."""
        start = self.items[place].start
        if not self._word[0] <= start < self._word[1]:
            first = last = start
            while first > self._word[1] and not self.text[first - 1].isspace():
                first -= 1
            while last < len(self.text) and not self.text[last].isspace():
                last += 1
            word = self.text[first:last]
            inside = "://" in word or word[:4].lower() == "www." or ("@" in word[1:] and "." in word.partition("@")[2])
            self._word = (first, last, inside)
        return self._word[2]

    def at(self, place: int) -> Token:
        """Return the token at a place."""
        return self.items[place] if 0 <= place < self.size else NOTHING

    def word(self, place: int) -> str:
        """Return the text at a place in lower case, or the empty string."""
        return self.items[place].text if 0 <= place < self.size else ""

    def words(self, place: int, *expected: str) -> bool:
        """Return whether these texts stand at a place, one after another."""
        return all(self.word(place + offset) == each for offset, each in enumerate(expected))

    def number(self, place: int) -> int | None:
        """Return the digits at a place as a number; None for no digits and for more than LONGEST_NUMBER of them."""
        token = self.at(place)
        return int(token.raw) if token.kind is NUMBER and len(token.raw) <= LONGEST_NUMBER else None

    def digits(self, place: int) -> int:
        """Return how many digits stand at a place."""
        token = self.at(place)
        return len(token.raw) if token.kind is NUMBER else 0

    def glued(self, place: int) -> bool:
        """Return whether the token at a place follows the one before without a space."""
        return self.at(place).glued
