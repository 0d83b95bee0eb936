"""vCard 2.1, 3.0 and 4.0 as phones, address books and servers write them: one card after the other, none twice read.

A parser of our own: the libraries give up a whole file on one bad line. It reads a card at a time in linear time and
never raises for what a card holds.
"""

from __future__ import annotations

from store.exchange import frm, vcard_fields, vcard_own
from store.exchange.gathering import Gathering
from store.exchange.streams import chunks
from store.exchange.streams import lines as numbered
from store.exchange.vcard_lines import LONGEST_PROPERTY, Property, mark, parse, unfold
from store.model import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from store.exchange.parsed import ParsedRecord

    Problems = list[tuple[int, Reason]]
    Groups = list[tuple[str, tuple[str, ...]]]

LONGEST_CARD = 1 << 25
"""Bytes of one card that are kept."""


class Card:
    """The properties between a BEGIN and its END."""

    def __init__(self, place: int) -> None:
        """Begin at a line."""
        self.place = place
        self.properties: list[Property] = []
        self.closed = False
        self.broken: list[tuple[int, Reason]] = []
        self._size = 0
        self._nested = 0

    def begins_inside(self) -> bool:
        """Take a BEGIN as that of an AGENT's card within this one; return False where there is no reason to."""
        last = self.properties[-1] if self.properties else None
        if last is not None and last.name == "AGENT" and last.raw.strip().upper() in (b"", b"BEGIN:VCARD"):
            self._nested += 1
            self.properties.append(Property(last.line, "", "", {}, b""))
            return True
        return False

    def ends_inside(self) -> bool:
        """Take an END as that of a card within this one; return False where it is this card's own."""
        if self._nested:
            self._nested -= 1
            return True
        return False

    def add(self, number: int, line: bytes, cut: int) -> None:
        """Add a line; those of a card within are left away."""
        self._size += len(line)
        found = parse(number, line, cut)
        if found is None:
            self.broken.append((number, Reason("not-a-property")))
        elif self._size > LONGEST_CARD:
            if not any(reason.code == "card-too-long" for _, reason in self.broken):
                self.broken.append((number, Reason("card-too-long")))
        elif not self._nested:
            self.properties.append(found)
            if found.name == "AGENT" and found.raw.strip().upper() == b"BEGIN:VCARD":
                self.begins_inside()
        elif found.name == "AGENT":
            self.properties[-1] = found


def cards(lines: Iterable[tuple[int, bytes, int]]) -> Iterator[Card]:
    """Yield the cards of a file; one without an END ends where the next begins."""
    card: Card | None = None
    for number, line, cut in unfold(lines):
        which = mark(line)
        if which == "BEGIN":
            if card is not None:
                if card.begins_inside():
                    continue
                yield card
            card = Card(number)
        elif card is None:
            if which or not _begins_unasked(line):
                continue
            card = Card(number)
            card.add(number, line, cut)
        elif which == "END":
            if not card.ends_inside():
                card.closed = True
                yield card
                card = None
        else:
            card.add(number, line, cut)
    if card is not None:
        yield card


def _begins_unasked(line: bytes) -> bool:
    """Return whether a line outside any card is the first of one whose BEGIN is missing."""
    return line[:9].upper() in (b"VERSION:2", b"VERSION:3", b"VERSION:4") or line[:3].upper() == b"FN:"


def read(
    pieces: Iterable[bytes], region: str, problems: Problems, groups: Groups, file: str = ""
) -> Iterator[ParsedRecord]:
    """Yield the people of a file of cards; what goes wrong is added to `problems`, group cards to `groups`."""
    yield from people(cards(numbered(pieces, LONGEST_PROPERTY)), region, problems, groups, file)


def people(
    found_cards: Iterable[Card], region: str, problems: Problems, groups: Groups, file: str = ""
) -> Iterator[ParsedRecord]:
    """Yield the people that cards are about; what goes wrong is added to `problems`, group cards to `groups`."""
    values = {"file": file} if file else {}
    for card in found_cards:
        person = Gathering("vcard", region)
        others, own = vcard_own.parted(card.properties)
        kind = vcard_fields.gather(person, others, groups)
        problems.extend((number, Reason(reason.code, values)) for number, reason in card.broken[:20])
        if not card.closed:
            problems.append((card.place, Reason("no-end", values)))
        if kind == "group":
            continue
        found = person.record(card.place, file)
        if found is None:
            problems.append((card.place, Reason("no-name" if card.properties else "no-contact", values)))
        else:
            whole = vcard_own.complete(found, others, own) if own else found
            yield frm.complete(whole, others) if any(each.name.startswith(frm.PREFIX) for each in others) else whole


def read_file(path: Path, region: str, problems: Problems, groups: Groups) -> Iterator[ParsedRecord]:
    """Yield the people of one file; raises FileFault(`cannot-read`)."""
    yield from read(chunks(path), region, problems, groups)
