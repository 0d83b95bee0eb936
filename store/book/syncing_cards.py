"""Contacts and the cards of one address book, both ways: what both directions share."""

from __future__ import annotations

from store.book import reading
from store.book.dav_state import KnownCollection
from store.book.going_out_people import outgoing
from store.book.writing import Writing
from store.sync.dav import cards

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.book import Book
    from store.exchange.outgoing import Outgoing
    from store.model import Account
    from store.sync import Tally, Tell
    from store.sync.dav.answers import Collection
    from store.sync.dav.cards import Facts, ReadCard
    from store.sync.dav.client import Client

PAST_ETAGS = 8
"How many earlier versions of a card are known again, where a server comes back from an old backup."


class CardRun:
    """One run over one address book."""

    def __init__(self, book: Book, account: Account, client: Client, collection: Collection, tally: Tally, tell: Tell) -> None:
        """Begin with what the last run left."""
        self.book = book
        self.client = client
        self.collection = collection
        self.href = collection.href
        self.tally = tally
        self.tell = tell
        self.known = KnownCollection(book, account, collection.href)
        self.region = book.settings.practice.country
        self.has_machines = False
        self.dirty: dict[str, None] = {}
        "Contacts whose card has to be written or removed."
        self.began = book.database.number
        self.settled: set[str] = set()
        "Contacts whose card was found, in this run, to say what we would."
        self.units: set[int] = set()
        "Numbers of the units that this run wrote itself."
        self.gone: dict[str, str] = {}
        "Contacts whose card was deleted on the server, with their names."
        self._held = self.known.contacts()

    def unit(self) -> Unit:
        """Begin a unit of this run."""
        return Unit(self)

    def members_of(self, contact: str) -> list[str]:
        """Return the paths of a contact's cards, those deleted on the server too."""
        return [each for each in self._held.get(contact, ()) if each in self.known.members]

    def live_members_of(self, contact: str) -> list[str]:
        """Return the paths of the cards that a contact has on the server, the one that we write first."""
        found = [each for each in self.members_of(contact) if not self.known.members[each].state.get("gone")]
        return sorted(found, key=lambda each: bool(self.known.members[each].state.get("second")))

    def hold(self, contact: str, href: str) -> None:
        """Note whose card lies at a path."""
        paths = self._held.setdefault(contact, [])
        if href not in paths:
            paths.append(href)

    def person(self, contact: str) -> Outgoing:
        """Return a contact with everything that a card says of them; raises NotFound."""
        return next(outgoing(self.book, [contact]))

    def facts(self, person: Outgoing) -> Facts:
        """Return what our card of a contact would say."""
        return cards.facts_of(person, self.region)

    def keep(self, writing: Writing, href: str, contact: str, etag: str, card: ReadCard, base: Facts, sent: str,
             **more: Any) -> None:
        """Keep what is known of a card after it was read or written."""
        before: Mapping[str, Any] = self.known.members[href].state if href in self.known.members else {}
        past = [each for each in (*before.get("etags", ()), before.get("etag", "")) if each and each != etag]
        state: dict[str, Any] = {
            "etag": etag, "etags": past[-PAST_ETAGS:], "base": base, "sent": sent,
            "revised": card.revised.isoformat() if card.revised else "", "own": card.has_own,
            "stripped": before.get("stripped", 0), **more}
        self.known.keep_member(writing, href, contact, **{name: value for name, value in state.items() if value})
        self.hold(contact, href)


class Unit(Writing):
    """A unit of a run: never on the undo stack, and known again as the run's own."""

    def __init__(self, run: CardRun) -> None:
        """Prepare it."""
        super().__init__(run.book, "sync", undoable=False)
        self._run = run

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        """Write it."""
        super().__exit__(kind, error, trace)
        if kind is None and self.number:
            self._run.units.add(self.number)


def changed_since(book: Book, number: int | None, own: set[int]) -> list[str] | None:
    """Return the contacts that units after one concern, those of `own` left out; None where the journal no longer says."""
    if number is None:
        return None
    found: dict[str, None] = {}
    oldest = book.database.number + 1
    if oldest == number + 1:
        return []
    for unit in book.database.units():
        oldest = unit.number
        if unit.number <= number:
            return list(found)
        if unit.number in own:
            continue
        for change in unit.changes:
            if change.table not in ("contacts", "dates", "originals", "promises", "plans"):
                continue
            for state in (change.before, change.after):
                if state is not None:
                    found[str(state.get("id" if change.table == "contacts" else "contact", ""))] = None
    return list(found) if oldest == number + 1 else None


def alive(book: Book) -> list[str]:
    """Return the ids of everybody in the book."""
    return [each.id for each in reading.alive("contacts", book.database.table("contacts").all()) if not each.merged_into]
