"""Whom a line greets."""

from __future__ import annotations

import re

from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.draft_check.words import Lexicon

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
MOST_WORDS = 6
"Words of a greeted name, its titles among them."
LOOKED_AT = 200
_ANYBODY = frozenset((
    "there", "again", "friend", "friends", "all", "everyone", "everybody", "team", "folks", "both", "zusammen", "tous",
    "toutes", "todos", "todas", "sir", "madam", "and", "und", "et", "y", "my", "dear", "mr", "mrs", "ms", "dr", "prof",
    "herr", "frau", "monsieur", "madame", "señor", "señora", "sr", "sra", "mx"))
_THANKS = ("thank", "happy", "congrat", "danke", "merci", "gracias", "bravo", "joyeux", "feliz", "alles", "herzlich", "bon ")
_BETWEEN = re.compile(r"[ \t]*(?:,[ \t]*|\.[ \t]+|&[ \t]*|[-/])?$")


@record
class Greeting:
    """A greeting at the beginning of a line."""

    name: str = ""
    "Whom it names, as written; empty where it names nobody."
    start: int = 0
    "Where it begins; behind words such as thanks, which are no mere greeting."
    end: int = 0
    "Where it ends, its comma in it."
    name_start: int = 0
    "Where the name begins."
    spoken: bool = False
    "Whether there is a word of greeting, and not a name alone."


def greeting_of(line: str, lexicon: Lexicon, alone: bool = False) -> Greeting | None:
    """Return the greeting that a line begins with, or None; with `alone` a name and a comma are one too."""
    line = line[:LOOKED_AT]
    words = list(WORD.finditer(line))
    if not words or line[: words[0].start()].strip(" \t\"'“„*¡"):
        return None
    lower = [each.group().lower().replace("’", "'") for each in words]
    said = next((count for count in (4, 3, 2, 1) if count <= len(lower) and " ".join(lower[:count]) in lexicon.greetings), 0)
    if not said and not alone:
        return None
    chosen = _name(line, words, said, lexicon)
    warm = (said > 0 and lower[0].startswith(_THANKS)) or " ".join(lower[:said]).startswith(_THANKS)
    if not chosen:
        if not said or warm:
            return None
        return Greeting(start=words[0].start(), end=_past_mark(line, words[said - 1].end()), spoken=True)
    end = chosen[-1].end()
    if (not said or warm) and not re.match(r"\s*[,:!.—–]|\s+-\s|\s*$", line[end:]):
        return None
    if not said and ((not line[end:].strip(" ,:!.-—–") and line[end : end + 1] not in (",", ":", "!"))
                     or re.match(r"\s*(?:\.|$)", line[end:])):
        return None
    named = [each for each in chosen if each.group().lower() not in _ANYBODY]
    name = line[named[0].start() : named[-1].end()] if named else ""
    start = chosen[0].start() if warm else words[0].start()
    return Greeting(name, start, _past_mark(line, end), named[0].start() if named else start, bool(said))


def _name(line: str, words: list[re.Match[str]], said: int, lexicon: Lexicon) -> list[re.Match[str]]:
    """Return the words of the name that follows a word of greeting, or that a line begins with."""
    chosen: list[re.Match[str]] = []
    for each in words[said : said + MOST_WORDS]:
        word = each.group()
        before = chosen[-1].end() if chosen else words[said - 1].end() if said else each.start()
        between = line[before : each.start()]
        if not _BETWEEN.match(between) or (chosen and "," in between and chosen[-1].group().lower() not in _ANYBODY):
            break
        if "." in between and (not chosen or len(chosen[-1].group()) > 4):
            break
        anybody = word.lower() in _ANYBODY
        if not word[0].isupper() and not anybody:
            ends_here = re.match(r"\s*(?:[,!:—–]|-\s|$)", line[each.end():])
            if not (said and not chosen and ends_here and not lexicon.is_plain(word.lower())):
                break
        elif not said and ((anybody and not chosen) or lexicon.is_plain(word.lower())):
            return []
        elif said and word[0].isupper() and chosen == [] and "," in between and lexicon.is_plain(word.lower()):
            break
        chosen.append(each)
    if chosen and all(each.group().lower() in _ANYBODY for each in chosen) and not said:
        return []
    return chosen if said or len(chosen) <= 3 else []


def _past_mark(line: str, end: int) -> int:
    """Return the place past the mark that closes a greeting."""
    match = re.match(r"\s*[,:;!]|\s*[—–]|\s+-(?=\s)", line[end:])
    return end + match.end() if match else end
