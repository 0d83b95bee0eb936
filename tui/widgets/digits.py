"""A telephone number in large digits, out of half blocks: three cells wide and three lines high each."""

from __future__ import annotations

_DIGITS = {
    "0": "111 101 101 101 111", "1": "010 110 010 010 111", "2": "111 001 111 100 111", "3": "111 001 111 001 111",
    "4": "101 101 111 001 001", "5": "111 100 111 001 111", "6": "111 100 111 101 111", "7": "111 001 001 010 010",
    "8": "111 101 111 101 111", "9": "111 101 111 001 111", "+": "000 010 111 010 000", "-": "00 00 11 00 00",
    " ": "0 0 0 0 0",
}
"Five rows of points a sign."
_HALVES = {("0", "0"): " ", ("1", "0"): "▀", ("0", "1"): "▄", ("1", "1"): "█"}
LINES = 3


def large(number: str) -> list[str] | None:
    """Return a number as three lines of half blocks; None where it holds anything but digits, plus, and marks between."""
    plain = "".join(" " if each in "()./\u00a0" else each for each in number)
    signs = " ".join(plain.split())
    if not signs or any(each not in _DIGITS for each in signs):
        return None
    glyphs = [_DIGITS[each].split() for each in signs]
    lines = []
    for row in range(0, LINES * 2, 2):
        cells = []
        for glyph in glyphs:
            upper = glyph[row]
            lower = glyph[row + 1] if row + 1 < len(glyph) else "0" * len(upper)
            cells.append("".join(_HALVES[pair] for pair in zip(upper, lower, strict=True)))
        lines.append(" ".join(cells))
    return lines
