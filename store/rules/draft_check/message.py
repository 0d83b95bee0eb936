"""A message taken apart: subject, greeting, own words, signature; what is quoted or printed below every mail left out.

Everything keeps its place in the text: what does not count is blanked, never cut.
"""

from __future__ import annotations

import re

from store.rules.draft_check import layout
from store.rules.draft_check.flags import BODY, SUBJECT, Flag
from store.rules.draft_check.greeting import WORD, greeting_of
from store.rules.draft_check.words import language_of, lexicon

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Reason
    from store.rules.draft_check.flags import Options
    from store.rules.draft_check.phrases import Hit

LONGEST = 100_000
"Characters that are looked at; nobody reads more."
LONGEST_SUBJECT = 1_000
LONGEST_SHOWN = 120
"Characters of a flag's text."
_SENTENCE_ENDS = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)]*+(?=\s|$)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*•–]|\d{1,2}[.)]|[a-z]\))[ \t])")
_CLAUSE_END = re.compile(r"[,;:()–—.!?…]|\n(?:\n|[-*•])")
_NO = frozenset((
    "not", "no", "never", "without", "nobody", "nothing", "don't", "won't", "needn't", "isn't", "doesn't", "neither",
    "nor", "nicht", "kein", "keine", "keinen", "ohne", "nie", "pas", "sans", "jamais", "aucun", "aucune", "ni", "sin",
    "nunca"))


class Message:
    """The parts of a message, and its words with their places."""

    def __init__(self, text: str, subject: str, language: str, options: Options) -> None:
        """Take a message apart; never raises for any text."""
        self.text = text[:LONGEST]
        lines, places = layout.lines_of(self.text)
        head = layout.head_of(lines, places)
        self.subject_in_text = head.subject_place >= 0
        self.subject = head.subject if self.subject_in_text else subject[:LONGEST_SUBJECT]
        self.subject_place = max(0, head.subject_place)
        self.recipient, self.has_attachment = head.recipient, head.has_attachment
        first, last = head.lines, layout.before_quotes(lines, head.lines)
        self.full = bool(self.subject) or last < len(lines)
        "Whether it has what only a mail has: a subject, or quoted matter below."
        self.is_answer = last < len(lines) or self.subject[:4].lower().startswith(("re:", "aw:", "sv:"))
        spoken = [each.group().lower().replace("’", "'") for each in WORD.finditer(
            " ".join(lines[first : min(last, first + 60)])[:4000])]
        self.lexicon = lexicon(language_of(spoken, language), options)
        self._lines, self._places = lines, places
        footers = layout.footers(self.text, lines[:last])
        self.is_bulk = any(found and layout.is_bulk(line) for line, found in zip(lines, footers, strict=False))
        kept = [bool(line.strip()) and not line.lstrip().startswith(">") for line in lines[:last]]
        self.greeted, self.greets_by_word, self.greeted_place = "", False, 0
        self.greeting, self.greeting_line = (0, 0), -1
        self._greeting(first, last, kept)
        solid = [each for each in range(first, last) if kept[each] and not footers[each]]
        signed = layout.signature_line(lines, solid, self.greeting_line, self.lexicon.closings)
        ends = places[last] if last < len(places) else len(self.text)
        self.signature = self.text[places[signed] : ends] if signed >= 0 else ""
        self.shown = self._masked(first, last, kept)
        for number in range(first, last):
            kept[number] = kept[number] and not footers[number] and not 0 <= signed <= number
        self.own = self._without_last_name(self._masked(first, last, kept))
        self._cut()

    def _greeting(self, first: int, last: int, kept: list[bool]) -> None:
        """Find whom the first line greets."""
        number = next((each for each in range(first, last) if kept[each]), -1)
        found = greeting_of(self._lines[number], self.lexicon, alone=True) if number >= 0 else None
        if found is None:
            return
        place = self._places[number]
        self.greeting_line = number
        self.greeting = place + found.start, place + found.end
        self.greeted, self.greets_by_word = found.name, found.spoken
        self.greeted_place = place + found.name_start

    def _masked(self, first: int, last: int, kept: list[bool]) -> str:
        """Return the text with all but the lines kept blanked."""
        return "\n".join(line if first <= number < last and kept[number] else " " * len(line)
                         for number, line in enumerate(self._lines))

    def _without_last_name(self, own: str) -> str:
        """Return the own words with the greeting blanked, and a name at their very end: `... talk soon! Sam`."""
        start, end = self.greeting
        own = own[:start] + " " * (end - start) + own[end:]
        if self.signature:
            return own
        tail = own[-200:].rstrip()
        match = layout.name_at_end(tail)
        if match is None or any(self.lexicon.is_plain(each.group().lower()) for each in WORD.finditer(match.group())):
            return own
        place = len(own[:-200]) + match.start()
        self.signature = own[place:].strip()
        return own[:place] + " " * (len(own) - place)

    def _cut(self) -> None:
        """Cut the own words into words and sentences."""
        own = self.own
        self.places = [each.span() for each in WORD.finditer(own)]
        self.words = [own[start:end].lower() for start, end in self.places]
        if "’" in own:
            self.words = [each.replace("’", "'") for each in self.words]
        ends = [each.end() for each in _SENTENCE_ENDS.finditer(own)]
        ends.append(len(own))
        self.sentence_of: list[int] = []
        bounds: list[int] = []
        current, end = -1, 0
        for start, _ in self.places:
            if start >= end:
                while start >= end:
                    current += 1
                    end = ends[current]
                bounds.append(start)
            self.sentence_of.append(len(bounds) - 1)
        self.sentences: list[tuple[int, int]] = []
        for number, start in enumerate(bounds):
            following = bounds[number + 1] if number + 1 < len(bounds) else len(own)
            self.sentences.append((start, start + len(own[start:following].rstrip())))
        self.sentence_starts = bounds
        self.subject_hits, self.subject_places = self._subject_hits()
        self.hits = self.lexicon.phrases.find(self.words, self._clauses())

    def _clauses(self) -> list[int]:
        """Return the clause of each word: a phrase does not reach over a comma."""
        own = self.own
        found = []
        clause = before = 0
        for start, end in self.places:
            between = own[before:start]
            if between != " " and _CLAUSE_END.search(between[:200]):
                clause += 1
            found.append(clause)
            before = end
        return found

    def refuses(self, place: int) -> bool:
        """Return whether a word stands behind a no: what is refused is not meant."""
        sentence = self.sentence_of[place]
        before = [self.words[each] for each in range(max(0, place - 4), place) if self.sentence_of[each] == sentence]
        return not _NO.isdisjoint(before) and "why" not in before

    def _subject_hits(self) -> tuple[dict[str, list[Hit]], list[tuple[int, int]]]:
        """Return the phrases in the subject, and the places of its words."""
        found = [(each.group().lower().replace("’", "'"), each.span()) for each in WORD.finditer(self.subject)]
        words = [each[0] for each in found]
        return self.lexicon.phrases.find(words, [0] * len(words)), [each[1] for each in found]

    def said(self, name: str, first_sentences: int = 0) -> bool:
        """Return whether a phrase of a list is said, in the first few sentences where asked."""
        hits = self.hits.get(name, ())
        if not first_sentences:
            return bool(hits)
        return any(self.sentence_of[start] < first_sentences for start, _ in hits)

    def span(self, hit: Hit) -> tuple[int, int]:
        """Return where some words stand in the text."""
        return self.places[hit[0]][0], self.places[hit[1] - 1][1]

    def sentence(self, number: int) -> tuple[int, int]:
        """Return where a sentence stands, counted from either end; the greeting's place where there is none."""
        return self.sentences[number] if self.sentences else self.greeting

    def flag(self, rule: str, span: tuple[int, int], reason: Reason, better: str, part: str = BODY) -> Flag:
        """Return a flag about some words of the text or the subject."""
        start, end = span
        source = self.text
        if part == SUBJECT and self.subject_in_text:
            start, end, part = start + self.subject_place, end + self.subject_place, BODY
        elif part == SUBJECT:
            source = self.subject
        words = " ".join(source[start:end].split())
        if len(words) > LONGEST_SHOWN:
            words = words[: LONGEST_SHOWN - 1].rstrip() + "…"
        return Flag(rule, words, reason, better, start, end, part)
