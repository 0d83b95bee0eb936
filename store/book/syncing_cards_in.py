"""What changed in the address book on the server, brought into the book: new people, edits field by field, deletions.

Every card is taken in together with what is known of it from then on, in one unit, so that doing it again changes nothing.
A card deleted on the server takes nobody out of the book: they stay, without a card.
"""

from __future__ import annotations

import datetime as dt
import json

from store import documents
from store.book import large, reading
from store.book.exchanging import OWN as NEVER_BROUGHT
from store.book.exchanging import Existing
from store.book.syncing_cards import CardRun
from store.book.writing import TOLD
from store.errors import NotFound
from store.exchange import matching
from store.model import Change, Contact, Moment, Original, Plan, Promise, Reason, SpecialDate
from store.records import as_mapping, replace
from store.sync.dav import card_merging, cards
from store.sync.dav.client import TOGETHER
from store.sync.dav.identity import derived, digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from store.book.writing import Writing
    from store.model import Remote
    from store.sync.dav.answers import Item
    from store.sync.dav.cards import Facts, ReadCard


PUT_BACK = 2
"How often, one time after the other, properties of ours are put back that another program dropped."


def pull(run: CardRun, again: bool = False) -> None:
    """Bring in what changed on the server since the last run; `again` after we have written there ourselves."""
    # A token is often a mark of what is there: a card that we wrote after it, and that is gone again, would never be told of.
    token = "" if run.known.state.get("loose") and not again else str(run.known.state.get("token", ""))
    run.tell("cards", 0, 0)
    changes = run.client.changes(run.href, token)
    # A server that has forgotten our token may have been led back to an old state: what it lacks was not deleted by anybody.
    restored = changes.whole and bool(token)
    members = run.known.members
    wanted = [href for href, etag in changes.changed.items()
              if not etag or href not in members or members[href].state.get("etag") != etag or members[href].state.get("gone")]
    missing = [href for href in (members if changes.whole else changes.gone)
               if href in members and href not in changes.changed and not members[href].state.get("gone")]
    if missing and not run.tally.dry_run:
        _take_gone(run, missing, restored)
    for start in range(0, len(wanted), TOGETHER):
        run.tell("cards", start, len(wanted))
        together = list(run.client.items(run.href, wanted[start:start + TOGETHER], "cards"))
        if run.tally.dry_run:
            run.tally.add("cards-in", sum(_brings(run, each) for each in together))
            continue
        with run.unit() as writing:
            for each in together:
                take(run, writing, each, restored)
    if run.tally.dry_run:
        return
    if changes.token != token or run.known.is_new or run.known.state.get("loose"):
        with run.unit() as writing:
            run.known.keep(writing, token=changes.token, loose=False)
    _tell_gone(run)


def _brings(run: CardRun, item: Item) -> bool:
    """Return whether a card would change something here."""
    card = cards.read(item.data, run.region)
    known = run.known.members.get(item.href)
    return card.parsed is not None and (known is None or known.state.get("base") != cards.facts(card.parsed))


def take(run: CardRun, writing: Writing, item: Item, restored: bool = False) -> None:
    """Take in a card as it is on the server now."""
    card = cards.read(item.data, run.region)
    known = run.known.members.get(item.href)
    if card.parsed is None:
        _leave_alone(run, writing, item, card, known)
        return
    contact = str(known.extra.get("contact", "")) if known is not None else ""
    document = run.book.database.table("contacts").by_id(contact) if contact else None
    if known is not None and document is not None:
        if document.get("deleted"):
            _bring_back(run, writing, document)
        _take_known(run, writing, item, card, known, restored)
    else:
        _take_new(run, writing, item, card)


def _leave_alone(run: CardRun, writing: Writing, item: Item, card: ReadCard, known: Remote | None) -> None:
    """Leave a card that cannot be read, or is a list of others, as it lies; say so once."""
    before = known.state if known is not None else {}
    if card.trouble != "group" and before.get("trouble") != card.trouble:
        run.tally.note(Reason("card-unread", {"card": item.href.rpartition("/")[2], "reason": card.trouble}))
    contact = str(known.extra.get("contact", "")) if known is not None else ""
    run.known.keep_member(writing, item.href, contact, **{**before, "etag": item.etag, "trouble": card.trouble})


def _bring_back(run: CardRun, writing: Writing, document: Mapping[str, Any]) -> None:
    """Bring somebody back who was taken out here while their card was edited there."""
    alive = {name: value for name, value in document.items() if name != "deleted"}
    run.book.database.table("contacts").put(alive)
    writing.contacts.append(str(document["id"]))
    run.tally.note(Reason("card-brought-back", {"name": document.get("name", "")}))


def _take_known(run: CardRun, writing: Writing, item: Item, card: ReadCard, known: Remote, restored: bool) -> None:
    """Take in the card of somebody who is known by it: what changed there, field by field."""
    assert card.parsed is not None
    own_id = str(known.extra["contact"])
    person = run.person(own_id)
    theirs = cards.facts(card.parsed)
    state = known.state
    base: Facts = state.get("base") or card_merging.EMPTY_FACTS
    stripped = not card.has_own and any(name in cards.OWN for name in base["fields"])
    if state.get("sending") == digest(json.dumps(theirs, sort_keys=True)):
        base = theirs
    elif stripped or (not card.has_own and not state.get("base")):
        theirs = card_merging.with_own(theirs, base if state.get("base") else run.facts(person))
    ours = run.facts(person)
    if restored and _is_older(state, item, card):
        run.tally.note(Reason("card-older-there", {"name": person.contact.name}))
        joined = card_merging.Joined(ours)
    else:
        later = _later(run, own_id, card, state) if state.get("base") else _always
        joined = card_merging.joined(base, ours, theirs, later)
    if apply(run, writing, person.contact, ours, joined):
        run.tally.add("cards-in")
    large.keep_named(run.book, own_id, card.parsed.large)
    # What another program dropped is put back, but not for ever: some servers drop it themselves.
    times = state.get("stripped", 0) + 1 if stripped else 0
    _settle(run, writing, item, card, own_id, theirs, second=bool(state.get("second")), first=False, stripped=times)


def _settle(run: CardRun, writing: Writing, item: Item, card: ReadCard, contact: str, theirs: Facts, second: bool,
            first: bool = True, stripped: int = 0) -> None:
    """Keep what is known of a card now, and note where ours says something else.

    What only we say (cadence, next step) is written where it changes here, never because a card says otherwise: two machines
    would write over each other for ever.
    """
    person = run.person(contact)
    same = run.facts(person) == theirs and person.contact.id == contact and not _wants_id(card, item.href, contact)
    if 0 < stripped <= PUT_BACK or (first and not card.has_own and (person.cadence or person.next_step)):
        same = False
    mark = cards.mark_of(person, theirs) if same else ""
    run.keep(writing, item.href, contact, item.etag, card, theirs, mark, second=second, stripped=stripped)
    if mark:
        run.settled.add(contact)
    else:
        run.dirty[contact] = None
        if second:
            run.dirty[person.contact.id] = None


def _wants_id(card: ReadCard, href: str, contact: str) -> bool:
    """Return whether other machines could not tell from a card who it is about."""
    return not card.identity and cards.contact_id(card, href) != contact


def _always(_field: str) -> bool:
    """Have ours stand, where nothing tells which is the later one."""
    return True


def _later(run: CardRun, contact: str, card: ReadCard, state: Mapping[str, Any]) -> Callable[[str], bool]:
    """Return what says whether our value of a field is later than theirs, by our stamps and the card's REV."""
    document: Mapping[str, Any] = run.book.database.table("contacts").by_id(contact) or {}
    stamps = document.get("stamps", {})
    revised = card.revised
    if revised is None or revised.isoformat() == state.get("revised"):
        return _always
    limit = int((revised - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)).total_seconds() * 1000)
    return lambda field: int(str(stamps.get(field, document.get("stamp", "0")))[:12] or "0", 16) >= limit


def _is_older(state: Mapping[str, Any], item: Item, card: ReadCard) -> bool:
    """Return whether a card is an earlier state of what we know: by its ETag, else by its REV."""
    if item.etag in state.get("etags", ()):
        return True
    before = str(state.get("revised", ""))
    return bool(before) and card.revised is not None and card.revised < dt.datetime.fromisoformat(before)


def _take_new(run: CardRun, writing: Writing, item: Item, card: ReadCard) -> None:
    """Take in a card that was not known: somebody who is in the book already, or somebody new."""
    assert card.parsed is not None
    theirs = cards.facts(card.parsed)
    person = _whom(run, card)
    if person is None:
        made = _add(run, writing, item, card)
        run.tally.add("cards-in")
        _settle(run, writing, item, card, made.id, theirs, second=False, first=run.collection.writable)
        return
    wanted = cards.contact_id(card, item.href) if card.identity else ""
    if wanted and wanted != person.id and not run.live_members_of(person.id) and not _exists(run, wanted):
        person = _renamed(run, writing, person, wanted)
    second = bool(run.live_members_of(person.id))
    for href in run.members_of(person.id):
        if run.known.members[href].state.get("gone") and href != item.href:
            run.known.drop_member(writing, href)
    run.gone.pop(person.id, None)
    whole = theirs
    ours = run.facts(run.person(person.id))
    if not card.has_own:
        whole = card_merging.with_own(theirs, ours)
    joined = card_merging.joined(card_merging.EMPTY_FACTS, ours, whole, _always)
    if apply(run, writing, person, ours, joined):
        run.tally.add("cards-in")
    _keep_original(writing, person.id, card)
    _settle(run, writing, item, card, person.id, theirs, second)


def _exists(run: CardRun, identity: str) -> bool:
    return run.book.database.table("contacts").by_id(identity) is not None


def _whom(run: CardRun, card: ReadCard) -> Contact | None:
    """Return who in the book a new card is about; None for somebody new."""
    assert card.parsed is not None
    for identity in (card.identity, card.uid):
        document = run.book.database.table("contacts").by_id(identity) if len(identity) == 36 else None
        if document is not None and not document.get("deleted"):
            try:
                return reading.contact(run.book.database, identity)
            except NotFound:
                continue
    existing = Existing(run.book)
    codes: dict[str, set[str]] = {}
    people: dict[str, Contact] = {}
    for code, key in matching.keys(card.parsed):
        for each in existing.by_key(key)[:matching.MOST_CANDIDATES]:
            if not each.merged_into:
                codes.setdefault(each.id, set()).add(code)
                people[each.id] = each
    found = []
    for identity, some in codes.items():
        evidence = matching.weigh(people[identity], card.parsed.contact, some, in_file=False)
        if evidence is not None and evidence.certain:
            found.append((evidence.strength, identity))
    return people[max(found)[1]] if found else None


def _renamed(run: CardRun, writing: Writing, person: Contact, identity: str) -> Contact:
    """Have somebody go on under the id that another machine of the user's gave them: the old one leads to it."""
    from store.book.merging import merge

    made = replace(person, id=identity)
    run.book.database.table("contacts").put(documents.to_document("contacts", made, writing.stamp))
    merge(run.book, identity, person.id, {})
    return reading.contact(run.book.database, identity)


def _add(run: CardRun, writing: Writing, item: Item, card: ReadCard) -> Contact:
    """Bring somebody new into the book."""
    assert card.parsed is not None
    identity = cards.contact_id(card, item.href)
    table = run.book.database.table("contacts")
    there = table.by_id(identity)
    if there is not None and (not there.get("deleted") or run.live_members_of(identity)):
        identity = derived("contact", card.uid, item.href)
    made = replace(card.parsed.contact, id=identity, created=writing.now, origin="sync")
    table.put(documents.to_document("contacts", made, writing.stamp))
    for name, month, day, year in card.parsed.dates:
        _add_date(run, writing, identity, (name, month, day, year))
    _keep_original(writing, identity, card)
    writing.name(made)
    _begin(run, writing, made, card.parsed.more)
    return made


def _begin(run: CardRun, writing: Writing, person: Contact, more: Mapping[str, Any]) -> None:
    """Start what the card of another machine says runs with somebody, else the cadence that the settings name."""
    from store.book.touching import add_plan
    from store.rules.agenda import plan_for

    chosen = "" if run.has_machines and more else str(more.get("cadence") or run.book.settings.sync.get("new_cadence") or "")
    step = more.get("next_step")
    if isinstance(step, Promise) and not run.has_machines:
        writing.add("promises", replace(step, id=derived("promise", person.id, step.kind, step.due.on.isoformat()),
                                        contact=person.id))
    if not chosen:
        return
    plan_id = derived("plan", person.id, chosen)
    if chosen == "none":
        writing.add("plans", Plan(id=plan_id, contact=person.id, cadence="none", definition={}, anchor=writing.moment(),
                                  started=writing.now, ended=writing.now, ended_why="user"))
    elif chosen in run.book.practice.cadences:
        anchor = more.get("anchor")
        start = anchor if isinstance(anchor, Moment) else writing.moment()
        add_plan(writing, plan_for(chosen, person.id, start, "", run.book.practice, writing.now, plan_id))


def _keep_original(writing: Writing, contact: str, card: ReadCard) -> None:
    """Keep the properties that the book does not use, photos among them, for other ways out."""
    assert card.parsed is not None
    large.keep(writing.book, card.parsed.large)
    original = card.parsed.original
    key = str(original.get("key", ""))
    if not key and not original.get("properties"):
        return
    identity = derived("original", contact, key)
    table = writing.book.database.table("originals")
    same = [each for each in reading.alive("originals", table.with_key(f"contact:{contact}"))
            if (each.source, each.key) == ("vcard", key)]
    properties = tuple(original.get("properties", ()))
    if same:
        writing.change("originals", same[0].id, properties=properties)
    else:
        table.put(documents.to_document("originals", Original(identity, contact, "vcard", key, properties), writing.stamp))


def _add_date(run: CardRun, writing: Writing, contact: str, day: Sequence[Any]) -> None:
    """Add a date that returns, under an id that follows from it."""
    name, month, number, year = day
    identity = derived("date", contact, str(name), str(month), str(number))
    made = SpecialDate(identity, contact, str(name), int(month), int(number), year)
    run.book.database.table("dates").put(documents.to_document("dates", made, writing.stamp))


def apply(run: CardRun, writing: Writing, person: Contact, ours: Facts, joined: card_merging.Joined) -> bool:
    """Bring a contact to what came of both sides; what did not win goes into the history. Return whether anything changed."""
    before, after = ours["fields"], joined.facts["fields"]
    names = [name for name in (*cards.STANDARD, *cards.OWN) if before.get(name) != after.get(name)
             and not (name == "referrer_name" and person.referrer)]
    for clash in joined.clashes:
        ours_stays = before.get(clash.field) == clash.kept
        if ours_stays or clash.field not in TOLD:
            lost, kept = (clash.lost, clash.kept) if ours_stays else (before.get(clash.field), clash.kept)
            writing.add("history", Change(id="", table="contacts", subject=person.id, contact=person.id, field=clash.field,
                                          before=lost, after=kept, at=writing.now, by="sync"))
    past = reading.dossier(run.book.database, person.id) if "standing" in names else None
    if names:
        made = as_mapping(documents.from_document("contacts", {"id": person.id, **after}))
        fields = {name: made[name] for name in names if name not in NEVER_BROUGHT}
        writing.change("contacts", person.id, **fields)
    dates = _apply_dates(run, writing, person.id, ours["dates"], joined.facts["dates"])
    if names or dates:
        writing.name(person)
    if past is not None:
        from store.book.touching import apply_what_follows

        apply_what_follows(run.book, writing, person.id, past)
    return bool(names) or dates


def _apply_dates(run: CardRun, writing: Writing, contact: str, before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Add and remove dates that return."""
    added = [each for each in after if each not in before]
    removed = [each for each in before if each not in after]
    if not added and not removed:
        return False
    there = reading.alive("dates", run.book.database.table("dates").with_key(f"contact:{contact}"))
    for name, month, day, _ in removed:
        for each in there:
            if (each.name.lower(), each.month, each.day) == (str(name).lower(), month, day):
                writing.remove("dates", each.id)
    for each in added:
        _add_date(run, writing, contact, each)
    return True


def _take_gone(run: CardRun, missing: Sequence[str], restored: bool) -> None:
    """Take in that cards are no longer on the server: whoever they were of stays in the book."""
    with run.unit() as writing:
        for href in missing:
            known = run.known.members[href]
            contact = str(known.extra.get("contact", ""))
            document = run.book.database.table("contacts").by_id(contact) if contact else None
            if document is None or document.get("deleted") or document.get("merged_into") or known.state.get("second"):
                run.known.drop_member(writing, href)
            elif known.state.get("pending") or restored:
                run.known.drop_member(writing, href)
                run.dirty[contact] = None
            else:
                run.known.keep_member(writing, href, contact, gone=True)
                run.gone[contact] = str(document.get("name", ""))


def _tell_gone(run: CardRun) -> None:
    """Say whose cards were deleted on the server, of many only how many."""
    gone = [name for contact, name in run.gone.items() if not run.live_members_of(contact)]
    if len(gone) > 3:
        run.tally.note(Reason("cards-gone", {"count": len(gone), "names": ", ".join(gone[:3])}))
    else:
        for name in gone:
            run.tally.note(Reason("card-gone", {"name": name}))
    run.gone.clear()
