"""What changed in the book, written to the address book on the server: new cards, edits, cards of people who are gone.

What is about to be written is noted first, and what came of it after, both in units of a few dozen: where the run ends in
between, the next one finds on the server what was noted and takes it for ours.
"""

from __future__ import annotations

import json

from store.book.syncing_cards import CardRun, alive, changed_since
from store.book.syncing_cards_in import take
from store.errors import Unavailable
from store.model import Reason
from store.records import replace
from store.sync.dav import card_merging, cards, hrefs
from store.sync.dav.client import Conflict
from store.sync.dav.identity import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from store.exchange.outgoing import Outgoing
    from store.sync.dav.answers import Item
    from store.sync.dav.cards import Facts

TOGETHER = 20
"Cards that are noted and written as one lot."
ATTEMPTS = 4
"How often a card is read and written again where another program is faster."


class Letter:
    """A card to be written: whose, where, and what it is to say."""

    def __init__(self, run: CardRun, contact: str, href: str) -> None:
        """Take the contact as it is now."""
        self.contact = contact
        self.href = href
        self.person: Outgoing = run.person(contact)
        self.facts: Facts = run.facts(self.person)
        self.mark = cards.mark_of(self.person, self.facts)
        self.sum = digest(json.dumps(self.facts, sort_keys=True))
        self.etag = ""
        self.said: cards.ReadCard | None = None
        self.done = False


def push(run: CardRun) -> None:
    """Write to the server what changed here since the last run."""
    number = run.book.database.number
    changed = changed_since(run.book, run.known.state.get("number"), run.units)
    if changed is None:
        meanwhile = changed_since(run.book, run.began, run.units)
        settled = run.settled if meanwhile is not None else set()
        changed = [*(meanwhile or ()), *(each for each in alive(run.book) if each not in settled),
                   *(each for each in run.known.contacts() if _is_gone(run, each))]
    wanted = list(dict.fromkeys((*run.dirty, *changed)))
    if not run.collection.writable:
        if wanted and not run.known.state.get("told-read-only"):
            run.tally.note(Reason("dav-read-only", {"collection": run.collection.name or run.href}))
            if not run.tally.dry_run:
                with run.unit() as writing:
                    run.known.keep(writing, **{"told-read-only": True})
        return
    failed = False
    for start in range(0, len(wanted), TOGETHER):
        run.tell("cards", start, len(wanted))
        failed = not _push_some(run, wanted[start:start + TOGETHER]) or failed
    if not run.tally.dry_run and not failed and run.known.state.get("number") != number and (
            wanted or run.known.state.get("number") is None or run.units):
        with run.unit() as writing:
            run.known.keep(writing, number=number)


def _is_gone(run: CardRun, contact: str) -> bool:
    document = run.book.database.table("contacts").by_id(contact)
    return document is None or bool(document.get("deleted") or document.get("merged_into"))


def _push_some(run: CardRun, contacts: Sequence[str]) -> bool:
    """Write the cards of some people, or remove them; return whether all could be done."""
    letters = []
    fine = True
    for contact in contacts:
        if _is_gone(run, contact):
            for href in run.members_of(contact):
                fine = _remove(run, contact, href) and fine
            continue
        letter = _letter(run, contact)
        if letter is not None:
            letters.append(letter)
    if run.tally.dry_run:
        run.tally.add("cards-out", len(letters))
        return True
    if not letters:
        return fine
    letters = _read_first(run, letters)
    if not letters:
        return fine
    with run.unit() as writing:
        run.known.keep(writing, loose=True)
        for each in letters:
            _note_before(run, writing, each)
    try:
        for each in letters:
            fine = _send(run, each) and fine
    finally:
        with run.unit() as writing:
            for each in letters:
                if each.done and each.said is not None:
                    run.keep(writing, each.href, each.contact, each.etag, each.said, each.facts, each.mark)
    run.tally.add("cards-out", sum(each.done for each in letters))
    return fine


def _letter(run: CardRun, contact: str) -> Letter | None:
    """Return the card to be written of somebody; None where there is nothing to write."""
    members = run.members_of(contact)
    live = run.live_members_of(contact)
    if members and not live:
        return None
    href = live[0] if live else hrefs.member(run.href, f"{contact}.vcf")
    state: Mapping[str, Any] = run.known.members[href].state if live else {}
    if state.get("trouble"):
        return None
    letter = Letter(run, contact, href)
    if state.get("sent") == letter.mark or state.get("refused") == letter.mark:
        return None
    return letter


def _note_before(run: CardRun, writing: Any, letter: Letter) -> None:
    """Note what is about to be written."""
    if letter.href in run.known.members:
        run.known.change_member(writing, letter.href, sending=letter.sum)
    else:
        run.known.keep_member(writing, letter.href, letter.contact, pending=True, sending=letter.sum)
        run.hold(letter.contact, letter.href)


def _read_first(run: CardRun, letters: Iterable[Letter]) -> list[Letter]:
    """Read the cards that are to be written over, taking in what others changed meanwhile; leave out those now alike."""
    found = {each.href: each for each in letters}
    members = run.known.members
    over = [href for href in found if href in members and not members[href].state.get("pending")]
    ready = [each for href, each in found.items() if href not in over]
    for item in run.client.items(run.href, over, "cards"):
        letter = _held_against(run, found[item.href], item)
        if letter is not None:
            ready.append(letter)
    return ready


def _held_against(run: CardRun, letter: Letter, item: Item) -> Letter | None:
    """Return what is to be written over a card as it is now; None where nothing is."""
    known = run.known.members.get(item.href)
    if known is None or known.state.get("etag") != item.etag or known.state.get("pending") or not item.etag:
        with run.unit() as writing:
            take(run, writing, item)
        after = run.known.members[item.href].state
        if after.get("trouble"):
            return None
        letter = Letter(run, letter.contact, letter.href)
        if after.get("sent") == letter.mark:
            return None
    letter.etag = item.etag
    letter.said = cards.read(item.data, run.region)
    return None if letter.said.parsed is None else letter


def _send(run: CardRun, letter: Letter) -> bool:
    """Write one card; return whether it is as it should be."""
    for _ in range(ATTEMPTS):
        data = cards.written(letter.person, letter.said, run.book.now())
        try:
            etag = run.client.put(letter.href, data, "cards", letter.etag)
        except Conflict:
            item = run.client.item(letter.href)
            if item is None:
                if letter.etag:
                    return False  # Deleted there this very moment: the next run hears of it.
                continue
            again = _held_against(run, letter, item)
            if again is None:
                return True
            letter.person, letter.facts, letter.mark, letter.sum = again.person, again.facts, again.mark, again.sum
            letter.etag, letter.said = again.etag, again.said
            with run.unit() as writing:
                _note_before(run, writing, letter)
            continue
        except Unavailable as trouble:
            if trouble.code != "dav-refused":
                raise
            if _leave_photo(run, letter):
                continue
            _note_refused(run, letter, trouble)
            return True
        _sent(run, letter, data, etag)
        return True
    run.tally.note(Reason("card-busy", {"name": letter.person.contact.name}))
    return False


def _leave_photo(run: CardRun, letter: Letter) -> bool:
    """Have a new card that is refused go without photos, which may be what is too much; return whether it has any."""
    person = letter.person
    if letter.said is not None or person.read_large is None or not any(
            each.get("large") for original in person.originals for each in original.properties):
        return False
    letter.person = replace(person, read_large=None)
    run.tally.note(Reason("card-without-photo", {"name": person.contact.name}))
    return True


def _sent(run: CardRun, letter: Letter, data: bytes, etag: str) -> None:
    """Take in what the server made of a card that was written."""
    letter.said = cards.read(data, run.region)
    letter.done = True
    letter.etag = etag
    if etag:
        return
    item = run.client.item(letter.href)
    if item is None:
        letter.done = False
        return
    kept = cards.read(item.data, run.region)
    letter.etag = item.etag
    if kept.parsed is not None:
        theirs = cards.facts(kept.parsed)
        letter.said = kept
        letter.facts = theirs if kept.has_own or not letter.said.has_own else card_merging.with_own(theirs, letter.facts)


def _note_refused(run: CardRun, letter: Letter, trouble: Unavailable) -> None:
    """Say that a card is not taken there, and try it again only when it says something else."""
    run.tally.note(Reason("card-refused", {"name": letter.person.contact.name, "said": trouble.values.get("said", "")}))
    with run.unit() as writing:
        known = run.known.members[letter.href]
        state = {name: value for name, value in known.state.items() if name != "sending"}
        run.known.keep_member(writing, letter.href, letter.contact, **{**state, "refused": letter.mark})


def _remove(run: CardRun, contact: str, href: str) -> bool:
    """Remove the card of somebody who is no longer in the book; where it was edited meanwhile, that is taken in first."""
    state = run.known.members[href].state
    if run.tally.dry_run:
        run.tally.add("cards-out", not state.get("gone"))
        return True
    if not state.get("gone") and not state.get("pending"):
        try:
            run.client.delete(href, str(state.get("etag", "")))
        except Conflict:
            item = run.client.item(href)
            if item is not None:
                with run.unit() as writing:
                    take(run, writing, item)
                return False
        run.tally.add("cards-out")
    elif state.get("pending"):
        item = run.client.item(href)
        if item is not None:
            run.client.delete(href, item.etag)
    with run.unit() as writing:
        run.known.drop_member(writing, href)
    return True
