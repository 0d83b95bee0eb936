"""Which old encoding a file without a label is in, told by its bytes: Eastern and Far Eastern ones beside Windows-1252."""

from __future__ import annotations

import re

_RUN = re.compile(rb"[\x80-\xff]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LABELLED = re.compile(rb"[;=]CHARSET=", re.IGNORECASE)
_FEWEST = 6
"""Bytes beyond ASCII that are needed to tell anything."""
_MOST_LOOKED_AT = 1 << 16

_GERMAN = frozenset("ÄÖÜäöüß".encode("cp1252"))
_WIDE = ("euc_jp", "cp932", "cp949", "gb18030", "big5")
_NARROW = ("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256")
_BLOCKS = {
    "cp1251": (("\u0400", "\u04ff"),),
    "koi8_r": (("\u0400", "\u04ff"),),
    "cp1253": (("\u0370", "\u03ff"),),
    "cp1255": (("\u0590", "\u05ff"),),
    "cp1256": (("\u0600", "\u06ff"),),
}


def is_utf_8(data: bytes) -> bool:
    """Return whether the beginning of a file is UTF-8; a letter cut off at its end is none against it."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end == len(data) and len(data) - error.start < 4 and error.reason == "unexpected end of data"
    return True


def guess(beginning: bytes) -> str:
    """Return the encoding of the beginning of a file, or an empty string for UTF-8, Windows-1252 and what cannot be told.

    A file whose properties carry charsets of their own is left to them.
    """
    if beginning.isascii() or is_utf_8(beginning) or _LABELLED.search(beginning):
        return ""
    runs = _RUN.findall(beginning[:_MOST_LOOKED_AT])
    size = sum(map(len, runs))
    alone = sum(1 for each in runs if len(each) == 1)
    if size < _FEWEST or not set(b"".join(runs)) - _GERMAN:
        return ""
    lines = [line for line in re.split(rb"[\r\n]+", beginning[:_MOST_LOOKED_AT])[:-1] or [beginning] if not line.isascii()]
    sample = b"\n".join(lines)
    if alone > 0.4 * len(runs):
        # The second byte of these two is often one of ASCII.
        split = max((_characters(sample, each), each) for each in ("cp932", "big5"))
        return split[1] if split[0] >= 0.9 else ""
    narrow = max(((_letters(sample, each), each) for each in _NARROW), default=(0.0, ""))
    wide = max(((_characters(sample, each), each) for each in _WIDE), default=(0.0, ""))
    best = max(wide, narrow)
    return best[1] if best[0] >= 0.85 else ""


def _characters(sample: bytes, encoding: str) -> float:
    """Return how well bytes are text of the Far East, from 0 to 1: everyday characters, and none that are rare."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    letters = [each for each in text if not each.isascii()]
    if not letters:
        return 0.0
    kana = sum(1 for each in letters if "\u3040" <= each <= "\u30ff")
    hangul = sum(1 for each in letters if "\uac00" <= each <= "\ud7a3")
    signs = sum(1 for each in letters if "\u3000" <= each <= "\u303f" or "\uff01" <= each <= "\uff5e")
    common = sum(1 for each in letters if "\u4e00" <= each <= "\u9fff" and _is_everyday(each, encoding))
    if encoding == "cp949":
        return (hangul + signs) / len(letters) - (0.02 if hangul < 4 else 0)
    if encoding in ("euc_jp", "cp932"):
        return (kana + common + signs) / len(letters) - (0.06 if not kana else 0)
    return (common + signs) / len(letters) - 0.05


def _is_everyday(letter: str, encoding: str) -> bool:
    """Return whether a character is of the first, common level of its standard."""
    try:
        code = letter.encode({"gb18030": "gb2312", "cp932": "euc_jp"}.get(encoding, encoding))
    except UnicodeEncodeError:
        return False
    if len(code) != 2:
        return False
    first, last = {"big5": (0xA4, 0xC6), "gb18030": (0xB0, 0xD7)}.get(encoding, (0xB0, 0xCF))
    return first <= code[0] <= last


def _letters(sample: bytes, encoding: str) -> float:
    """Return how well bytes are words of an alphabet, from 0 to 1: its letters, capitals at the beginning only."""
    text = sample.decode(encoding, "replace")
    blocks = _BLOCKS[encoding]
    beyond = [each for each in text if not each.isascii()]
    if not beyond:
        return 0.0
    own = sum(1 for each in beyond if any(first <= each <= last for first, last in blocks))
    words = [each for each in _WORD.findall(text) if not each.isascii()]
    fine = sum(len(each) for each in words if _is_cased(each))
    whole = sum(map(len, words)) or 1
    # Hebrew read as Cyrillic is all small letters; a file of people has capitals where the alphabet has any.
    has_capitals = any(word[:1] != word[:1].lower() for word in words) or encoding in ("cp1255", "cp1256")
    return min(own / len(beyond), fine / whole) * (1.0 if has_capitals else 0.8)


def _is_cased(word: str) -> bool:
    """Return whether a word is written as words are: with a capital in front at most."""
    return word[1:] == word[1:].lower()
