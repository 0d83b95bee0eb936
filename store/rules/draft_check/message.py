"""A message taken apart: subject, greeting, own words, signature; what is quoted or printed below every mail left out.

Everything keeps its place in the text: what does not count is blanked, never cut.
"""

from __future__ import annotations

import re

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
LONGEST_SHOWN = 120
"Characters of a flag's text."
_HEADER = re.compile(r"(?P<name>[A-Za-z][A-Za-z-]{1,30}):[ \t]*(?P<value>.*)")
_KNOWN_HEADERS = frozenset(("subject", "to", "from", "cc", "bcc", "date", "reply-to", "betreff", "an", "von", "objet",
                            "asunto", "para", "message-id", "mime-version", "content-type", "attachment", "attachments",
                            "x-mailer", "content-transfer-encoding", "in-reply-to", "references", "sent"))
_SUBJECTS = ("subject", "betreff", "objet", "asunto")
_QUOTE_BEGINS = re.compile(
    r"\s*(?:On\b.{4,200}\bwrote:|Am\b.{4,200}\bschrieb\b.{0,120}:|Le\b.{4,200}\ba \u00e9crit\s?:|El\b.{4,200}\bescribi\u00f3:"
    r"|-{2,}\s*(?:Original|Forwarded|Urspr\u00fcngliche|Weitergeleitete|Message d'origine|Mensaje original).{0,60}"
    r"|_{20,}\s*$|(?:From|Von|De):\s.{1,200}$)", re.IGNORECASE)
_AFTER_FROM = re.compile(r"\s*(?:Sent|Date|To|Subject|Gesendet|Datum|An|Betreff|Envoy\u00e9|Enviado|Fecha|Para|\u00c0)\s?:", re.IGNORECASE)
_FOOTERS = (
    "unsubscribe", "opt out", "opt-out", "you are receiving this", "you're receiving this", " in your browser", "view in browser",
    "view online", "manage preferences", "manage your preferences", "email preferences", "sent from my ", "get outlook for",
    "abmelden", "abbestellen", "newsletter austragen", "d\u00e9sabonner", "d\u00e9sinscri", "darse de baja", "envoy\u00e9 de mon",
    "gesendet von mein", "meinem iphone gesendet", "enviado desde mi", "all rights reserved", "\u00a9", "this email is confidential",
    "this message is confidential", "intended only for", "intended solely", "rather not get these", "no longer wish to receive",
    "virus-free")
"What is printed below mails, whoever writes them."
_SENTENCE_ENDS = re.compile(r"(?<![.!?\u2026])[.!?\u2026]++[\"'\u201d\u2019)]*+(?=\s|$)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*\u2022\u2013]|\d{1,2}[.)]|[a-z]\))[ \t])")
_CAPITAL_NAME = r"[^\W\d_a-z\u00df-\u00f6\u00f8-\u00ff][^\W\d_]*(?:['\u2019-][^\W\d_]+)*\.?"
_NAME_LINE = re.compile(rf"[-\u2013\u2014~*]?\s*{_CAPITAL_NAME}(?:\s+(?:{_CAPITAL_NAME}|van|von|de|der|la|du)){{0,3}}\s*$")
_DASH_NAME = re.compile(rf"\s[-\u2013\u2014~]\s?{_CAPITAL_NAME}(?:\s{_CAPITAL_NAME})?[.!]?\s*$")
_LAST_NAME = re.compile(rf"(?<=[.!?)])[ \t]+{_CAPITAL_NAME}(?:\s{_CAPITAL_NAME})?\s*(?:[xX]{{1,3}})?\s*$")
_SIGNATURE_LINES = 10
_CLAUSE_MARKS = (",", ";", ":", "(", ")", "\u2013", "\u2014", ".", "!", "?", "\u2026", "\n\n", "\n-", "\n*", "\n\u2022")
_NO = frozenset(("not", "no", "never", "without", "nobody", "nothing", "don't", "won't", "needn't", "isn't", "doesn't", "neither", "nor",
                 "nicht", "kein", "keine", "keinen", "ohne", "nie", "pas", "sans", "jamais", "aucun", "aucune", "ni", "sin", "nunca"))
_BULK = ("unsubscribe", "abmelden", "abbestellen", "sabonner", "sinscri", "darse de baja", "receiving this", "in your browser",
         "rather not get these", "no longer wish to receive", "preferences")


class Message:
    """The parts of a message, and its words with their places."""

    def __init__(self, text: str, subject: str, language: str, options: Options) -> None:
        """Take a message apart; never raises for any text."""
        self.text = text[:LONGEST]
        self.subject = subject[:LONGEST // 100]
        self.subject_place = 0
        self.subject_in_text = False
        self.recipient = ""
        self.has_attachment = False
        lines, places = _lines(self.text)
        first = self._headers(lines, places)
        last = _before_quotes(lines, first)
        self.full = bool(self.subject) or last < len(lines)
        "Whether it has what only a mail has: a subject, or quoted matter below."
        self.is_answer = last < len(lines) or self.subject[:4].lower().startswith(("re:", "aw:", "sv:"))
        spoken = [each.group().lower().replace("\u2019", "'") for each in WORD.finditer(
            " ".join(lines[first : min(last, first + 60)])[:4000])]
        self.lexicon = lexicon(language_of(spoken, language), options)
        self._lines, self._places = lines, places
        self._footer = [_is_footer(line) for line in lines[:last]]
        self.is_bulk = any(found and any(each in line.lower() for each in _BULK)
                           for line, found in zip(lines, self._footer, strict=False))
        kept = [bool(line.strip()) and not line.lstrip().startswith(">") for line in lines[:last]]
        self.greeted, self.greets_by_word, self.greeted_place = "", False, 0
        self.greeting, self.greeting_line = (0, 0), -1
        self._greeting(first, last, kept)
        signature_from = self._signature(first, last, kept)
        ends = places[last] if last < len(places) else len(self.text)
        self.signature = self.text[places[signature_from] : ends] if signature_from < last else ""
        self.shown = self._masked(first, last, kept)
        for number in range(first, last):
            if number >= signature_from or self._footer[number]:
                kept[number] = False
        self.own = self._without_last_name(self._masked(first, last, kept), signature_from < last)
        self._cut()

    def _headers(self, lines: list[str], places: list[int]) -> int:
        """Take in the header lines that a text begins with; return the first line of the body."""
        found = 0
        for number, line in enumerate(lines[:40]):
            match = _HEADER.match(line)
            if match is None and not (found and line[:1] in " \t" and line.strip()):
                break
            if match is not None:
                name = match["name"].lower()
                if not found and name not in _KNOWN_HEADERS:
                    break
                if name in _SUBJECTS:
                    self.subject = match["value"][:1000]
                    self.subject_place = places[number] + match.start("value")
                    self.subject_in_text = True
                elif name in ("to", "an", "para"):
                    self.recipient = re.sub(r"<[^>]*>|[\"']|\S+@\S+", " ", match["value"][:200]).strip()
                elif name in ("attachment", "attachments") and match["value"].strip():
                    self.has_attachment = True
            found += 1
        return found

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

    def _signature(self, first: int, last: int, kept: list[bool]) -> int:
        """Return the line from which the closing words, the name and what is printed below it stand; `last` for none."""
        for number in range(first, last):
            if self._lines[number].rstrip("\r") in ("--", "-- ", "\u2014", "---", "--\t"):
                return number
        solid = [each for each in range(first, last) if kept[each] and not self._footer[each]]
        if len(solid) < 2:
            return last
        for number in reversed(solid[1:][-_SIGNATURE_LINES:]):
            line = self._lines[number].strip()
            if len(line) > 60:
                break
            words = [each.group().lower().replace("\u2019", "'") for each in WORD.finditer(line)]
            bare = " ".join(words)
            if bare in self.lexicon.closings and number != self.greeting_line:
                return number
            for count in range(min(4, len(words)), 0, -1):
                if " ".join(words[:count]) in self.lexicon.closings and re.match(r"[^,]{2,40},\s*\S", line) and len(words) <= count + 3:
                    return number
        final = self._lines[solid[-1]].strip()
        block = solid[-1]
        while block - 1 in solid and solid[-1] - block < _SIGNATURE_LINES:
            block -= 1
        lines = [self._lines[each].strip() for each in range(block, solid[-1] + 1)]
        if solid[0] < block and block != self.greeting_line and _NAME_LINE.match(lines[0][:80]) and all(
                len(each) < 60 and not each.endswith(("?", "!", ".", ",")) for each in lines):
            return block
        if solid[-1] != self.greeting_line and _NAME_LINE.match(final[:80]) and len(final) < 60:
            return solid[-1]
        return last

    def _masked(self, first: int, last: int, kept: list[bool]) -> str:
        """Return the text with all but the lines kept blanked."""
        return "\n".join(line if first <= number < last and kept[number] else " " * len(line)
                         for number, line in enumerate(self._lines))

    def _without_last_name(self, own: str, signed: bool) -> str:
        """Return the own words with the greeting blanked, and a name at their very end: `... talk soon! Sam`."""
        start, end = self.greeting
        own = own[:start] + " " * (end - start) + own[end:]
        if signed:
            return own
        tail = own[-200:].rstrip()
        match = _DASH_NAME.search(tail) or _LAST_NAME.search(tail)
        if match is None or any(self.lexicon.is_plain(each.group().lower()) for each in WORD.finditer(match.group())):
            return own
        place = len(own[:-200]) + match.start()
        self.signature = own[place:].strip()
        return own[:place] + " " * (len(own) - place)

    def _cut(self) -> None:
        """Cut the own words into words and sentences."""
        own = self.own
        ends = [each.end() for each in _SENTENCE_ENDS.finditer(own)]
        ends.append(len(own))
        self.words: list[str] = []
        self.places: list[tuple[int, int]] = []
        self.sentence_of: list[int] = []
        current = 0
        bounds: list[int] = []
        for each in WORD.finditer(own):
            moved = False
            while each.start() >= ends[current]:
                current += 1
                moved = True
            if moved or not bounds:
                bounds.append(each.start())
            self.words.append(each.group().lower().replace("\u2019", "'"))
            self.places.append(each.span())
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
            if any(each in own[before:start][:200] for each in _CLAUSE_MARKS):
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
        found = [(each.group().lower().replace("\u2019", "'"), each.span()) for each in WORD.finditer(self.subject)]
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
            words = words[: LONGEST_SHOWN - 1].rstrip() + "\u2026"
        return Flag(rule, words, reason, better, start, end, part)


def _is_footer(line: str) -> bool:
    """Return whether a line is one that is printed below mails."""
    lower = line[:2000].lower()
    return any(each in lower for each in _FOOTERS)


def _lines(text: str) -> tuple[list[str], list[int]]:
    """Return the lines of a text and where each begins."""
    lines = text.split("\n")
    places = []
    place = 0
    for line in lines:
        places.append(place)
        place += len(line) + 1
    return lines, places


def _before_quotes(lines: list[str], first: int) -> int:
    """Return the line at which quoted matter begins that runs to the end; the number of lines where there is none."""
    for number in range(first, len(lines)):
        line = lines[number][:400]
        if not _QUOTE_BEGINS.match(line):
            if number + 1 < len(lines) and line.rstrip().endswith((">", ",")) and _QUOTE_BEGINS.match(
                    f"{line.rstrip()} {lines[number + 1][:200]}") and lines[number + 1].rstrip().endswith(":"):
                return number
            continue
        lowered = line.lstrip().lower()
        if lowered.startswith(("from:", "von:", "de:")) and not any(
                _AFTER_FROM.match(each) for each in lines[number + 1 : number + 3]):
            continue
        if number > first:
            return number
    return len(lines)
