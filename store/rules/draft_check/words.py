"""The word lists of a language, compiled once, and which language a text is in."""

from __future__ import annotations

import os
import re

from store.rules.draft_check.flags import PLAIN
from store.rules.draft_check.phrases import Phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.rules.draft_check.flags import Options


FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "words")
LANGUAGES = ("en", "de", "fr", "es")
"Languages with lists of their own, the best kept one first."
SINGLE = ("function", "me", "you", "superlative", "our-offer", "stock", "dates", "soft-dates", "past", "placeholder",
          "no-place", "business")
"Lists of single words."
EVERYDAY = ("function", "stock", "dates", "soft-dates")
"Lists of what cannot be a name."
PHRASES = ("inclusive", "spiel", "pressure", "pressure-fine", "filler", "asked", "thanks", "not-thanks", "life", "no-answer",
           "offer", "late", "attached", "attached-fine", "quote-words")
_INFLECTION = re.compile(r"(?<=[a-zß-ÿ])(?:ing|edly|ed|ly)$")
_VOWEL = re.compile(r"[aeiouyà-ÿ]")
_cache: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Lexicon] = {}


class Lexicon:
    """One language's words."""

    def __init__(self, language: str, lists: Mapping[str, Sequence[str]], options: Options) -> None:
        """Compile the lists, with the user's own words in them."""
        self.language = language
        self.singles = {name: frozenset(" ".join(lists.get(name, ())).lower().split()) for name in SINGLE}
        phrases = {name: tuple(lists.get(name, ())) for name in PHRASES}
        phrases["spiel"] += tuple(literal(each) for each in options.offer)
        phrases["pressure"] += tuple(literal(each) for each in options.pressure)
        self.phrases = Phrases(phrases)
        self.greetings = _starts(lists.get("greeting", ()))
        self.greeting_words = frozenset(each.split()[0] for each in self.greetings)
        self.closings = _starts(lists.get("closing", ()))
        self.stock = frozenset(stem(each) for name in ("function", "stock", "dates", "soft-dates", "me", "you")
                               for each in self.singles[name])
        self.nicknames: dict[str, set[str]] = {}
        for line in lists.get("nicknames", ()):
            names = line.lower().split()
            for each in names:
                self.nicknames.setdefault(each, set()).update(names)

    def has(self, name: str, word: str) -> bool:
        """Return whether a single word, in lower case, is in a list."""
        return word in self.singles[name]

    def is_plain(self, word: str) -> bool:
        """Return whether a word, in lower case, is one of everyday and no name."""
        return any(word in self.singles[name] for name in EVERYDAY)


def lexicon(language: str, options: Options) -> Lexicon:
    """Return a language's lists, compiled once; English for a language without any."""
    language = language.lower().partition("-")[0]
    if language not in LANGUAGES:
        language = LANGUAGES[0]
    key = (language, options.offer, options.pressure)
    found = _cache.get(key)
    if found is None:
        if len(_cache) > 16:
            _cache.clear()
        found = _cache[key] = Lexicon(language, _read(language), options)
    return found


def literal(words: str) -> str:
    """Return words of the user's as a phrase that means nothing but them."""
    return " ".join(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", words[:200]))


def language_of(spoken: Sequence[str], otherwise: str) -> str:
    """Return the language that most little words of a text belong to; `otherwise` where they say nothing."""
    sample = spoken[:400]
    home = otherwise.lower().partition("-")[0]
    order = dict.fromkeys((home, *LANGUAGES) if home in LANGUAGES else LANGUAGES)
    best, most = next(iter(order)), 0
    for each in order:
        little = lexicon(each, PLAIN).singles["function"]
        count = sum(1 for word in sample if word in little)
        if count > most:
            best, most = each, count
        if most * 3 >= len(sample):
            break
    return best


def _read(language: str) -> dict[str, list[str]]:
    """Return a language's lists by name.

    A file holds `[name of a list]` and below it one entry a line, or single words parted by spaces; `#` begins a comment.
    """
    lists: dict[str, list[str]] = {}
    entries: list[str] = []
    with open(os.path.join(FOLDER, f"{language}.txt"), encoding="utf-8") as file:
        for line in file:
            bare = line.partition("#")[0].strip()
            if bare.startswith("["):
                entries = lists.setdefault(bare.strip("[]"), [])
            elif bare:
                entries.append(bare)
    return lists


def stem(word: str) -> str:
    """Return a word without its usual endings, so that `exploring` and `explores` are one."""
    word = word.removesuffix("'s").rstrip("'")
    if len(word) > 3 and word[-1] == "s" and word[-2] != "s":
        word = word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    shorter = _INFLECTION.sub("", word)
    if len(shorter) > 2 or (len(shorter) == 2 and word.endswith("ing")):
        word = shorter if _VOWEL.search(shorter) else word
    if len(word) > 3 and word[-1] in "eyi":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def _starts(phrases: Sequence[str]) -> frozenset[str]:
    """Return phrases with `/` and `?` in them, spelled out."""
    found: set[str] = set()
    for phrase in phrases:
        spelled = [""]
        for word in phrase.split():
            choices = word.rstrip("?").split("/") + ([""] if word.endswith("?") else [])
            spelled = [f"{each} {choice}".strip() for each in spelled for choice in choices]
        found.update(spelled)
    return frozenset(found)
