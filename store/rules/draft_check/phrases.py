"""Finding many phrases in one pass over the words of a text, in time linear in the text."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Element = tuple[frozenset[str], tuple[str, ...]]
    "Whole words, and beginnings of words, that fit one place; both empty where any word does."
    Compiled = tuple[tuple["Element | None", ...], str]
    Hit = tuple[int, int]

WIDEST_GAP = 4
"Words that `..` may stand for, at most."
SHORTEST_BEGINNING = 3


class Phrases:
    """Phrases by list, looked up by their first word or their first two.

    `a/b` is either word, `word*` any word that begins so (three letters at least), `_` any one word, `..` up to four
    words, `word?` may be missing. A phrase begins with a word and never reaches over the end of a sentence.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        """Compile the phrases of each list."""
        self._first: dict[str, list[Compiled]] = {}
        self._pairs: dict[tuple[str, str], list[Compiled]] = {}
        self._beginnings: dict[str, list[tuple[str, Compiled]]] = {}
        for name, phrases in lists.items():
            for phrase in phrases:
                for variant in _variants(phrase.lower().replace("’", "'").replace("-", " ").split()):
                    self._add(variant, name)

    def _add(self, words: Sequence[str], name: str) -> None:
        if not words or words[0] in ("_", ".."):
            return
        compiled = (tuple(_element(each) for each in words[1:]), name)
        second = compiled[0][0] if compiled[0] else None
        for word in words[0].split("/"):
            if not word.endswith("*") and second is not None and second[0] and not second[1]:
                for follower in second[0]:
                    self._pairs.setdefault((word, follower), []).append(compiled)
            elif not word.endswith("*"):
                self._first.setdefault(word, []).append(compiled)
            elif len(word) > SHORTEST_BEGINNING:
                self._beginnings.setdefault(word[:SHORTEST_BEGINNING], []).append((word[:-1], compiled))

    def find(self, words: Sequence[str], sentences: Sequence[int]) -> dict[str, list[Hit]]:
        """Return where phrases stand, by list, as (first word, one past the last); the longest one at each place."""
        found: dict[str, list[Hit]] = {}
        last = len(words)
        followers = [*words[1:], ""] if words else []
        for place, pair in enumerate(zip(words, followers, strict=True)):
            word = pair[0]
            candidates = self._first.get(word)
            paired = self._pairs.get(pair)
            begun = self._beginnings.get(word[:SHORTEST_BEGINNING])
            if candidates is None and paired is None and begun is None:
                continue
            longest: dict[str, int] = {}
            some = [*(candidates or ()), *(paired or ())]
            some.extend(compiled for beginning, compiled in begun or () if word.startswith(beginning))
            for rest, name in some:
                end = _fits(rest, 0, words, place + 1, sentences, last)
                if end > longest.get(name, 0):
                    longest[name] = end
            for name, end in longest.items():
                found.setdefault(name, []).append((place, end))
        return found


def _variants(words: Sequence[str]) -> list[list[str]]:
    """Return a phrase with and without each of its words that may be missing."""
    found: list[list[str]] = [[]]
    for word in words:
        if word.endswith("?") and len(word) > 1:
            found = [kept for each in found for kept in (each, [*each, word[:-1]])]
        else:
            found = [[*each, word] for each in found]
    return found


def _element(word: str) -> Element | None:
    """Return what may stand at one place of a phrase; None for up to four words of any sort."""
    if word == "..":
        return None
    if word == "_":
        return frozenset(), ()
    parts = word.split("/")
    return (frozenset(each for each in parts if not each.endswith("*")),
            tuple(each[:-1] for each in parts if each.endswith("*")))


def _fits(rest: Sequence[Element | None], number: int, words: Sequence[str], place: int, sentences: Sequence[int],
          last: int) -> int:
    """Return one past the last word of what fits the rest of a phrase from a place on; 0 where it does not."""
    sentence = sentences[place - 1]
    while number < len(rest):
        element = rest[number]
        number += 1
        if element is None:
            return next((end for ahead in range(WIDEST_GAP + 1) if place + ahead < last
                         and (end := _fits(rest, number, words, place + ahead, sentences, last))), 0)
        if place >= last or sentences[place] != sentence:
            return 0
        whole, beginnings = element
        word = words[place]
        if (whole or beginnings) and word not in whole and not (beginnings and word.startswith(beginnings)):
            return 0
        place += 1
    return place
