"""How things look: outside text made safe to show, measured and cut by the cells it takes.

Nothing here imports Textual: the quick commands print names through `clean` too. Themes are in `tui.look.themes`.
"""

from __future__ import annotations

Piece = tuple[str, str]
"A text, cleaned already, and its tone."
# Printable by Unicode's word, and yet without a shape of their own or changing the width of their neighbour.
_SHAPELESS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_MOST_MARKS = 4
_UNITS = frozenset({"h", "min", "d", "day", "days", "%"})
_STRING_ENDS = ("\x07", "\x1b\\", "\x9c")
_LONE_ESCAPES = "0123456789:;<=>?cDEHMNOZ|}~lmno"
_STRING_STARTS = {"]": "\x9d", "P": "\x90", "X": "\x98", "^": "\x9e", "_": "\x9f"}


def clean(text: str, one_line: bool = True) -> str:
    """Return outside text made safe for a terminal; letters are never lost, only what commands or hides.

    Escape sequences (CSI, OSC and their kin, 7 and 8 bits), control characters, bidi controls, zero-width characters
    and heaps of combining marks are taken out; tabs become spaces; line breaks too, unless `one_line` is False, which
    keeps them as line feeds. A lone surrogate becomes U+FFFD.
    """
    if text.isprintable() and text.isascii():
        return text
    plain = _without_sequences(text) if "\x1b" in text or not text.isprintable() else text
    return _without_controls(plain, " " if one_line else "\n")


def width(text: str) -> int:
    """Return how many terminal cells a cleaned text takes."""
    if text.isascii() or all(map(_is_single, text)):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _is_single(character: str) -> bool:
    """Return whether a character of a cleaned text takes one cell for certain: Latin, Greek, Cyrillic, dashes, arrows."""
    return character < "\u0300" or "\u0370" <= character < "\u0483" or "\u2010" <= character <= "\u2027" \
        or "\u2190" <= character <= "\u21ff"


def fit(text: str, cells: int, pad: bool = False) -> str:
    """Return a cleaned text cut to at most `cells` cells, with `…` where it was cut; padded with spaces if asked."""
    if cells <= 0:
        return ""
    if text.isascii() and len(text) <= cells:
        return text.ljust(cells) if pad else text
    taken = width(text)
    if taken > cells:
        text = _head(text, cells - 1) + "…"
        taken = width(text)
    return text + " " * (cells - taken) if pad else text


def wrap(text: str, cells: int) -> list[str]:
    """Return a cleaned text, line breaks kept, as lines of at most `cells` cells, broken at spaces where possible."""
    cells = max(2, cells)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _together(paragraph.split(" "), cells):
            joined = f"{line} {word}" if line else word
            if width(joined) <= cells:
                line = joined
                continue
            if line:
                lines.append(line)
            while width(word) > cells:
                head = _head(word, cells)
                lines.append(head)
                word = word[len(head):]
            line = word
        lines.append(line)
    return lines


def _together(words: list[str], cells: int) -> list[str]:
    """Return words with a number and its unit as one, so that no line ends between `4` and `h`."""
    kept: list[str] = []
    for word in words:
        if kept and word.rstrip(".,;:?!)") in _UNITS and kept[-1].isdecimal() and len(kept[-1]) + 1 + len(word) <= cells:
            kept[-1] += f" {word}"
        else:
            kept.append(word)
    return kept


def _head(text: str, cells: int) -> str:
    """Return the longest beginning of a text that takes at most `cells` cells."""
    if text.isascii() or all(map(_is_single, text[: cells + 1])):
        return text[:cells]
    from rich.cells import cell_len

    used = 0
    for place, character in enumerate(text):
        used += cell_len(character)
        if used > cells:
            return text[:place]
    return text


def _without_sequences(text: str) -> str:
    """Take whole escape sequences out; of one that never ends only the introducer goes, the words after it stay."""
    parts: list[str] = []
    place = 0
    length = len(text)
    nowhere: set[str] = set()
    while place < length:
        character = text[place]
        if character == "\x1b" and place + 1 < length:
            place = _after_escape(text, place + 1, nowhere)
        elif character == "\x9b":
            place = _after_csi(text, place + 1)
        elif character in _STRING_STARTS.values():
            place = _after_string(text, place + 1, nowhere)
        else:
            parts.append(character)
            place += 1
    return "".join(parts)


def _after_escape(text: str, place: int, nowhere: set[str]) -> int:
    """Return the place after the sequence whose ESC stands before `place`."""
    kind = text[place]
    if kind == "[":
        return _after_csi(text, place + 1)
    if kind in _STRING_STARTS:
        return _after_string(text, place + 1, nowhere)
    start = place
    while place < len(text) and "\x20" <= text[place] <= "\x2f" and place - start < 4:
        place += 1
    ended = place < len(text) and "\x30" <= text[place] <= "\x7e"
    if ended and (place > start or kind in _LONE_ESCAPES):
        return place + 1
    return start


def _after_csi(text: str, place: int) -> int:
    """Return the place after a control sequence's final byte; the place itself where it has none."""
    end = place
    while end < len(text) and "\x20" <= text[end] <= "\x3f":
        end += 1
    return end + 1 if end < len(text) and "\x40" <= text[end] <= "\x7e" else place


def _after_string(text: str, place: int, nowhere: set[str]) -> int:
    """Return the place after a control string's end; the place itself where it never ends.

    `nowhere` remembers the ends that were not found, so that many beginnings stay linear.
    """
    ends = []
    for mark in _STRING_ENDS:
        if mark not in nowhere:
            found = text.find(mark, place)
            if found < 0:
                nowhere.add(mark)
            else:
                ends.append((found, len(mark)))
    if not ends:
        return place
    found, size = min(ends)
    return found + size


def _without_controls(text: str, line_break: str) -> str:
    """Take control, format and shapeless characters out, and turn every kind of space into one."""
    from unicodedata import category, combining

    kept: list[str] = []
    marks = 0
    for character in text.replace("\r\n", "\n"):
        if character.isascii() and character.isprintable():
            marks = 0
            kept.append(character)
            continue
        if combining(character):
            marks += 1
            if marks <= _MOST_MARKS:
                kept.append(character)
            continue
        marks = 0
        kept.append(_safe(character, category(character), line_break))
    return "".join(kept)


def _safe(character: str, category: str, line_break: str) -> str:
    """Return what to show for one character that is not plain ASCII."""
    if character in "\n\r\x0b\x0c\x85\u2028\u2029":
        return line_break
    if character == "\t" or category == "Zs":
        return " "
    if category == "Cs":
        return "\ufffd"
    if category in ("Cc", "Cf") or character in _SHAPELESS or "\ufe00" <= character <= "\ufe0f":
        return ""
    if "\U000e0000" <= character <= "\U000e0fff":
        return ""
    return character
