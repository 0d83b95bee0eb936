"""Filling a template with the facts of one contact, so that what is missing is never seen as missing."""

from __future__ import annotations

import string

from store.model import EMPTY, Filled
from store.rules.templates.day_words import greeting
from store.rules.templates.facts import address_for, known_facts, one_line
from store.rules.templates.gaps import MARK_OPENS, NO_STAND_IN, mark
from store.rules.templates.reading import pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from store.model import Dossier, DueTouch
    from store.rules.practice import Sender
    from store.rules.templates.reading import Piece, Template


def fill(
    template: Template, dossier: Dossier, sender: Sender, due: DueTouch | None, now: dt.datetime, zone: str,
    kind: str = "", more: Mapping[str, str] = EMPTY, language: str = "",
) -> Filled:
    """Return the template's words for one contact, with the cursor where a fact is missing.

    `kind` is what it will leave as (default: the due touch's where the template is written for it, else its first);
    `more` holds facts that other contacts or the shelf know, by gap name (`referrer`, `referred`, `shelf_title`,
    `shelf_link`), and goes before the dossier's. The cursor is in the first open mark, else after the first sentence
    that stands in for a missing fact; None where every gap found its fact. Private notes are never used. Days are said
    in the template's language; in one for any language in the contact's, else in `language`.
    """
    if not kind:
        kind = due.kind if due and due.kind in template.kinds else template.kinds[0]
    spoken = template.language or dossier.contact.language or language
    facts = known_facts(dossier, sender, due, now, zone, spoken)
    facts.update({gap: line for gap, words in more.items() if (line := one_line(words))})
    subject = _Page(facts)
    subject.write_all(template.subject)
    body = _Page(facts)
    body.write_all(template.body)
    body.trim()
    cursor = body.open_mark if body.open_mark is not None else body.stand_in
    used = {gap: facts[gap] for gap in (*subject.used, *body.used)}
    return Filled(template.name, kind, " ".join(subject.words.split()), body.words, cursor, used,
                  address_for(dossier, kind, due))


def blank(
    dossier: Dossier, sender: Sender, due: DueTouch | None, now: dt.datetime, zone: str, kind: str, language: str = "",
) -> Filled:
    """Return the start of a draft for which there is no template: the greeting, the cursor, the signature."""
    facts = known_facts(dossier, sender, due, now, zone)
    name = facts.get("first_name", "")
    address = address_for(dossier, kind, due)
    if kind in ("call", "meeting"):
        return Filled("", kind, "", "", 0, EMPTY, address)
    if kind in ("text", "social"):
        body = f"{name}, " if name else ""
        return Filled("", kind, "", body, len(body), {"first_name": name} if name else EMPTY, address)
    opening = greeting(name, dossier.contact.language or language) + "\n\n"
    signature = facts.get("signature", "")
    used = {gap: words for gap, words in facts.items() if gap in ("first_name", "signature")}
    return Filled("", kind, "", f"{opening}\n\n{signature}".rstrip(" "), len(opening), used, address)


class _Page:
    """The words written so far; grows piece by piece, and closes up where a piece falls away."""

    def __init__(self, facts: Mapping[str, str]) -> None:
        self.facts = facts
        self.used: dict[str, None] = {}
        self.open_mark: int | None = None
        self.stand_in: int | None = None
        self._parts: list[str] = []
        self._length = 0
        self._fell_away = False

    @property
    def words(self) -> str:
        """Everything written so far."""
        return "".join(self._parts)

    def write_all(self, words: str) -> None:
        """Write a template's words."""
        for piece in pieces(words):
            if piece.optional:
                self._choose(piece)
            else:
                self._write(piece.alternatives[0])

    def trim(self) -> None:
        """Take off the space that fallen pieces left at both ends."""
        words = self.words
        lead = len(words) - len(words.lstrip())
        words = words.strip()
        self._parts, self._length = [words], len(words)
        for place in ("open_mark", "stand_in"):
            value = getattr(self, place)
            if value is not None:
                setattr(self, place, min(max(0, value - lead), len(words)))

    def _choose(self, piece: Piece) -> None:
        """Write the first alternative whose gaps all have facts; where there is none, write nothing."""
        fits = (place for place, words in enumerate(piece.alternatives)
                if all(gap in self.facts for gap in gaps_in(words)))
        place = next(fits, -1)
        words = piece.alternatives[place] if place >= 0 else ""
        if not words:
            self._fell_away = True
            return
        self._write(piece.before + words)
        missed = {gap for earlier in piece.alternatives[:place] for gap in gaps_in(earlier)} - NO_STAND_IN
        if missed and not gaps_in(words) and self.stand_in is None and " " in words:
            self.stand_in = self._length
        if piece.after:
            self._write(piece.after)

    def _write(self, words: str) -> None:
        """Write words, their gaps filled or marked."""
        place = 0
        for match in string.Template.pattern.finditer(words):
            gap = match["named"] or match["braced"]
            if not gap and not match["escaped"]:
                continue
            self._add_own(words[place : match.start()])
            place = match.end()
            if match["escaped"]:
                self._add("$")
            elif gap in self.facts:
                self.used[gap] = None
                self._add(self.facts[gap])
                if self._last() == "." and words.startswith(".", place):
                    place += 1
            else:
                self._add_own(mark(gap))
        self._add_own(words[place:])

    def _add_own(self, words: str) -> None:
        """Add the template's own text, which may hold a mark that the user is to write over."""
        place = words.find(MARK_OPENS)
        if place >= 0 and self.open_mark is None:
            self._add(words[:place])
            self.open_mark = self._length
            words = words[place:]
        self._add(words)

    def _add(self, words: str) -> None:
        """Add text; after a fallen piece, close the space or the empty lines it leaves."""
        if words and self._fell_away:
            self._fell_away = False
            words = self._closed_up(words)
        if words:
            self._parts.append(words)
            self._length += len(words)

    def _closed_up(self, words: str) -> str:
        """Return the text that follows a fallen piece without the space that would now be doubled."""
        if self._last() in ("", "\n"):
            written = self._line_ends()
            coming = len(words) - len(words.lstrip("\n "))
            breaks = words[:coming].count("\n")
            wanted = max(written, breaks) if self._length else 0
            return "\n" * max(0, wanted - written) + words.lstrip("\n ")
        if words[0] in " \n" or words[0] in ".,;:!?)":
            self._without_spaces_at_the_end()
        return words

    def _last(self) -> str:
        """Return the last character written; nothing where there is none."""
        return self._parts[-1][-1] if self._parts else ""

    def _line_ends(self) -> int:
        """Return how many line ends stand at the end."""
        count = 0
        for part in reversed(self._parts):
            left = len(part.rstrip("\n"))
            count += len(part) - left
            if left:
                break
        return count

    def _without_spaces_at_the_end(self) -> None:
        """Take the spaces at the end off."""
        while self._parts:
            part = self._parts.pop()
            left = part.rstrip(" ")
            self._length -= len(part) - len(left)
            if left:
                self._parts.append(left)
                return


def gaps_in(words: str) -> tuple[str, ...]:
    """Return the names of the gaps in words."""
    return tuple(match["named"] or match["braced"] for match in string.Template.pattern.finditer(words)
                 if match["named"] or match["braced"])
