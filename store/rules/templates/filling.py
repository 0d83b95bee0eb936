"""Filling a template with the facts of one contact, so that what is missing is never seen as missing."""

from __future__ import annotations

import string

from store.model import EMPTY, Filled
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
    kind: str = "", more: Mapping[str, str] = EMPTY,
) -> Filled:
    """Return the template's words for one contact, with the cursor where a fact is missing.

    `kind` is what it will leave as (default: the due touch's where the template is written for it, else its first);
    `more` holds facts that other contacts or the shelf know, by gap name (`referrer`, `referred`, `shelf_title`,
    `shelf_link`), and goes before the dossier's. The cursor is in the first open mark, else after the first sentence
    that stands in for a missing fact; None where every gap found its fact. Private notes are never used.
    """
    if not kind:
        kind = due.kind if due and due.kind in template.kinds else template.kinds[0]
    facts = known_facts(dossier, sender, due, now, zone)
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


def blank(dossier: Dossier, sender: Sender, due: DueTouch | None, now: dt.datetime, zone: str, kind: str) -> Filled:
    """Return the start of a draft for which there is no template: the greeting, the cursor, the signature."""
    facts = known_facts(dossier, sender, due, now, zone)
    name = facts.get("first_name", "")
    address = address_for(dossier, kind, due)
    if kind in ("call", "meeting"):
        return Filled("", kind, "", "", 0, EMPTY, address)
    if kind in ("text", "social"):
        body = f"{name}, " if name else ""
        return Filled("", kind, "", body, len(body), {"first_name": name} if name else EMPTY, address)
    greeting = f"Hi {name},\n\n" if name else "Hi,\n\n"
    signature = facts.get("signature", "")
    used = {gap: words for gap, words in facts.items() if gap in ("first_name", "signature")}
    return Filled("", kind, "", f"{greeting}\n\n{signature}".rstrip(" "), len(greeting), used, address)


class _Page:
    """The words written so far; grows piece by piece, and closes up where a piece falls away."""

    def __init__(self, facts: Mapping[str, str]) -> None:
        self.facts = facts
        self.words = ""
        self.used: dict[str, None] = {}
        self.open_mark: int | None = None
        self.stand_in: int | None = None
        self._fell_away = False

    def write_all(self, words: str) -> None:
        """Write a template's words."""
        for piece in pieces(words):
            if piece.optional:
                self._choose(piece)
            else:
                self._write(piece.alternatives[0])

    def trim(self) -> None:
        """Take off the space that fallen pieces left at both ends."""
        lead = len(self.words) - len(self.words.lstrip())
        self.words = self.words.strip()
        for place in ("open_mark", "stand_in"):
            value = getattr(self, place)
            if value is not None:
                setattr(self, place, min(max(0, value - lead), len(self.words)))

    def _choose(self, piece: Piece) -> None:
        """Write the first alternative whose gaps all have facts; where there is none, write nothing."""
        fits = (place for place, words in enumerate(piece.alternatives)
                if all(gap in self.facts for gap in _gaps(words)))
        place = next(fits, -1)
        words = piece.alternatives[place] if place >= 0 else ""
        if not words:
            self._fell_away = True
            return
        self._write(piece.before + words)
        missed = {gap for earlier in piece.alternatives[:place] for gap in _gaps(earlier)} - NO_STAND_IN
        if missed and not _gaps(words) and self.stand_in is None and " " in words:
            self.stand_in = len(self.words)
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
                if self.words.endswith(".") and words.startswith(".", place):
                    place += 1
            else:
                self._add_own(mark(gap))
        self._add_own(words[place:])

    def _add_own(self, words: str) -> None:
        """Add the template's own text, which may hold a mark that the user is to write over."""
        place = words.find(MARK_OPENS)
        if place >= 0 and self.open_mark is None:
            self._add(words[:place])
            self.open_mark = len(self.words)
            words = words[place:]
        self._add(words)

    def _add(self, words: str) -> None:
        """Add text; after a fallen piece, close the space or the empty lines it leaves."""
        if not words:
            return
        if self._fell_away:
            self._fell_away = False
            words = self._closed_up(words)
        self.words += words

    def _closed_up(self, words: str) -> str:
        """Return the text that follows a fallen piece without the space that would now be doubled."""
        if not self.words or self.words.endswith("\n"):
            written = len(self.words) - len(self.words.rstrip("\n"))
            coming = len(words) - len(words.lstrip("\n "))
            breaks = words[:coming].count("\n")
            words = words.lstrip("\n ")
            wanted = max(written, breaks) if self.words else 0
            return "\n" * max(0, wanted - written) + words
        if words[0] in " \n" or words[0] in ".,;:!?)":
            self.words = self.words.rstrip(" ")
        return words


def _gaps(words: str) -> tuple[str, ...]:
    """Return the names of the gaps in words."""
    return tuple(match["named"] or match["braced"] for match in string.Template.pattern.finditer(words)
                 if match["named"] or match["braced"])
