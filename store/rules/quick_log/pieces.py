"""What a piece of a line is by itself: a mail address, a link, a number, a word of a name."""

from __future__ import annotations

import re

from store.rules import addresses
from store.rules.quick_log.words import PARTICLES, SUFFIXES, TITLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Phone

_number: re.Pattern[str] | None = None
LONGEST_NUMBER = 40
WRAPPING = "<>()[]{},;\"'"


def read_mail(word: str) -> str | None:
    """Return the mail address a word holds, or None."""
    return addresses.mail(word) if "@" in word[1:] and len(word) < 400 else None


def read_link(word: str) -> str | None:
    """Return the web address a word holds, or None."""
    bare = word.strip(WRAPPING).rstrip(".!?")
    lower = bare[:40].lower()
    if "@" in bare:
        return None
    if (
        lower.startswith(("http://", "https://", "www.", "linkedin.com/", "uk.linkedin.com/", "de.linkedin.com/"))
        and len(bare) > 8
    ):
        return bare
    return None


def name_in_link(link: str) -> str:
    """Return the name a LinkedIn profile address spells (/in/marty-chen-1a2b3c), or nothing."""
    from urllib.parse import unquote

    _, found, slug = link.partition("linkedin.com/in/")
    parts = unquote(slug.partition("?")[0]).strip("/").partition("/")[0].split("-") if found else []
    words = [each for each in parts if each.isalpha()]
    return " ".join(each.capitalize() for each in words[:4])


def find_number(line: str, start: int, region: str) -> tuple[Phone, int] | None:
    """Return the phone number that starts at a place of the line and where it ends, or None.

    Groups of digits are taken as long as they make a number that can have been given out; else the longest that could be one.
    """
    global _number
    if line[start] not in "+(0123456789":
        return None
    if _number is None:
        _number = re.compile(
            r"(?:\+|00)?[ ]?\(?[0-9][0-9().\-/–\u00a0 ]{0,28}[0-9]\)?(?![\w@%$€])"
            r"(?:[ ]?,?[ ]?(?:x|ext\.?|extension|#)[ ]?:?[ ]?[0-9]{1,6}(?!\w))?", re.IGNORECASE,
        )
    match = _number.match(line, start, start + LONGEST_NUMBER)
    if match is None:
        return None
    text = match.group()
    cuts = [len(text)] + [place for place in range(len(text) - 1, 6, -1) if text[place] == " "]
    possible: tuple[Phone, int] | None = None
    for size in cuts[:6]:
        part = text[:size].rstrip(" -./–(")
        if sum(each.isdigit() for each in part) < (addresses.FEWEST_DIGITS if part[0] == "+" else addresses.FEWEST_DIGITS + 1):
            break
        found = addresses.phone(part, region)
        if found is None:
            continue
        if addresses.is_sound(found):
            return found, start + len(part)
        possible = possible or (found, start + len(part))
    return possible


def is_capitalised(word: str) -> bool:
    """Return whether a word looks like part of a name: its first letter is upper case or of a script without case."""
    bare = word.strip("'’\"“”")
    if not bare or any(each.isdigit() for each in bare):
        return False
    head = bare[0]
    return (
        head.isalpha()
        and not head.islower()
        and all(each.isalpha() or each in "'’.-‐ʼ·,`´" or _is_joiner(each) for each in bare)
    )


def _is_joiner(letter: str) -> bool:
    """Return whether a character is a combining mark or joiner inside words of some scripts."""
    import unicodedata

    return unicodedata.category(letter) in ("Mn", "Mc", "Cf", "Lm")


def is_picture(word: str) -> bool:
    """Return whether a word is an emoji or another sign, with whatever joins and tones it: part of a name that goes on."""
    if word.isascii() or any(each.isalnum() for each in word):
        return False
    import unicodedata

    kinds = {unicodedata.category(each) for each in word}
    return "So" in kinds and kinds <= {"So", "Sk", "Mn", "Me", "Cf"}


def is_lower_name(word: str) -> bool:
    """Return whether a lower-case word can be a name."""
    bare = word.strip("'’\"")
    return len(bare) > 0 and all(each.isalpha() or each in "'’.-" for each in bare) and bare[0].isalpha()


def is_particle(word: str) -> bool:
    """Return whether a word stands inside names in lower case: van, de la, bin."""
    return word.lower() in PARTICLES


def is_suffix(word: str) -> bool:
    """Return whether a word follows a name: Jr., PhD."""
    return word.strip(",").lower() in SUFFIXES


def is_title(word: str) -> bool:
    """Return whether a word leads a name: Dr."""
    return word.lower() in TITLES
