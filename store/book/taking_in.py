"""Taking files in: every row as its verdict or the user says, what is asked for the lot, and the days it comes on: one unit."""

from __future__ import annotations

import datetime as dt

from store import documents, exchange
from store.book import large, past, reading
from store.book.exchanging import OWN, Existing
from store.book.writing import Writing
from store.errors import NotFound, UsageFault
from store.exchange.large import still_there
from store.model import (
    TEMPERATURES,
    Contact,
    Dossier,
    ImportRow,
    Moment,
    Move,
    Original,
    Plan,
    Planned,
    Promise,
    Reason,
    Receipt,
    SpecialDate,
    Touch,
)
from store.records import as_mapping, record, replace
from store.reports import MergeField
from store.rules import merging

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from store.book import Book
    from store.book.due import DueIndex
    from store.model import ImportPreview
    from store.reports import SpreadPreview

    Progress = Callable[[int, int], bool]

DONE_WITH = {"new": "add", "changed": "update", "same": "skip", "doubt": "skip", "bad": "skip"}
"What is done with a row of each verdict where the user says nothing."
SOON = dt.timedelta(days=4)
"First touches that open within this span are spread too: of an import on a Saturday all would open on Monday."


@record
class Lot:
    """What is asked for everybody of an import."""

    temperature: str = ""
    "One of TEMPERATURES for those who have none; empty for none."
    cadence: str = ""
    "Name of the cadence for those for whom none was ever chosen; `none` for none on purpose, empty to ask later."
    tags: tuple[str, ...] = ()
    "Tags for all of them."
    spread: int | None = None
    "None to leave each first touch where it comes; 0 to spread them by the daily cap, else over so many working days."


def checked_lot(book: Book, temperature: str, cadence: str, tags: Sequence[str], spread: int | None) -> Lot:
    """Return a lot; raises UsageFault(`bad-value`), NotFound(`no-such-cadence`)."""
    if temperature and temperature not in TEMPERATURES:
        raise UsageFault("bad-value", field="temperature", value=temperature, allowed=list(TEMPERATURES))
    if cadence and cadence != "none" and cadence not in book.practice.cadences:
        raise NotFound("no-such-cadence", name=cadence, known=sorted(book.practice.cadences))
    if spread is not None and not 0 <= spread <= 60:
        raise UsageFault("bad-value", field="days", value=spread, allowed=["1 to 60"])
    bare = (each.strip().removeprefix("tag:").lstrip("#").strip() for each in tags)
    return Lot(temperature, cadence, tuple(dict.fromkeys(each for each in bare if each)), spread)


def decided(row: ImportRow) -> str:
    """Return what is done with a row: `add`, `update`, `replace` or `skip`."""
    wanted = row.decision or DONE_WITH.get(row.verdict, "skip")
    if row.contact is None or (wanted in ("update", "replace") and not row.existing):
        return "skip"
    return wanted


def take_in(book: Book, index: DueIndex, previews: Sequence[ImportPreview], lot: Lot, progress: Progress | None) -> Receipt:
    """Store the rows of previews; see `Book.take_in`."""
    before = _Load(book, index) if lot.spread is not None else None
    counts = {"new": 0, "changed": 0, "same": 0, "doubt": 0, "bad": 0}
    total = sum(len(preview.rows) for preview in previews)
    entries = seen = 0
    filled: set[str] = set()
    absent = large.bring(book, previews, _is_taken, progress)
    with Writing(book, "import") as writing:
        # Once more, now that nobody can forget anybody: somebody else's forgetting may have taken one away meanwhile.
        absent |= large.bring(book, [large.whole(each, absent) for each in previews], _is_taken)
        previews = [large.whole(each, absent) for each in previews]
        taking = _Taking(book, writing, lot)
        for preview in previews:
            stopped = False
            for row in preview.rows:
                if progress is not None and not progress(seen, total):
                    stopped = True
                    break
                counted = _counted(row)
                again = counted == "changed" and row.existing in filled
                counts["same" if again else counted] += 1
                if counted == "changed":
                    filled.add(row.existing)
                taking.take(row)
                seen += 1
            if stopped:
                break
            if preview.entries:
                from store.book import returning

                entries += returning.take_in(book, writing, _without_skipped(preview))
        if progress is not None:
            progress(seen, seen or 1)
        if before is not None:
            taking.put_on_days(before.spread(taking.dossiers(), lot))
        if entries:
            counts["entries"] = entries
        if seen < total:
            counts["left"] = total - seen
        writing.values.update(counts, files=[preview.path for preview in previews])
    return writing.receipt()


def _is_taken(row: ImportRow) -> bool:
    """Return whether anything is done with a row."""
    return decided(row) != "skip"


def _counted(row: ImportRow) -> str:
    """Return under what a row is counted: what was done with it, else its verdict."""
    done = decided(row)
    if done == "skip":
        return row.verdict if row.verdict in ("doubt", "bad") else "same"
    return "new" if done == "add" else "changed"


def _without_skipped(preview: ImportPreview) -> ImportPreview:
    """Return a preview of an export of ours without the entries of those who were left out."""
    out = {row.identity for row in preview.rows if row.identity and row.verdict == "new" and decided(row) == "skip"}
    if not out:
        return preview
    entries: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for table, rows in preview.entries.items():
        kept = []
        for each in rows:
            if {each["id"] if table == "contacts" else "", each.get("contact"), each.get("subject")} & out:
                continue
            people = each.get("contacts")
            if people and set(people) <= out:
                continue
            kept.append({**each, "contacts": [one for one in people if one not in out]} if people else each)
        entries[table] = tuple(kept)
    return replace(preview, entries=entries)


class _Taking:
    """The rows of an import being stored."""

    def __init__(self, book: Book, writing: Writing, lot: Lot) -> None:
        """Begin with nobody."""
        self.book = book
        self.writing = writing
        self.lot = lot
        self.started: list[Dossier] = []
        self._plan: Plan | None = None
        self._definition: Mapping[str, Any] = {}

    def take(self, row: ImportRow) -> None:
        """Store one row, as it was decided."""
        done = decided(row)
        if done == "skip":
            return
        assert row.contact is not None
        if row.identity and done == "add" and not row.decision and row.verdict == "new":
            self.writing.name(replace(row.contact, id=row.identity))
            return
        coming = row.incoming or row.contact
        twin = _twin(self.book, row) if done == "add" and not row.decision else None
        known = twin.id if twin is not None else "" if done == "add" else row.existing
        person = self._fill(known, coming, row, done) if known else self._add(coming)
        self.writing.name(person)
        if row.identity and row.verdict != "doubt":
            return
        touches = self._beside(person, row)
        self._begin(person, () if known else touches, is_new=not known, more=row.more)

    def _add(self, coming: Contact) -> Contact:
        """Store somebody new."""
        return self.writing.add("contacts", replace(
            coming, id="", created=self.writing.now, origin="import", temperature=coming.temperature or self.lot.temperature,
            tags=merging.joined_words(coming.tags, self.lot.tags)))

    def _fill(self, known: str, coming: Contact, row: ImportRow, done: str) -> Contact:
        """Fill up somebody who is there, as they are now."""
        person = reading.contact(self.book.database, known)
        filled = overwritten(person, coming) if done == "replace" else exchange.merge(person, coming)
        filled = replace(filled, temperature=filled.temperature or self.lot.temperature,
                         tags=merging.joined_words(filled.tags, self.lot.tags))
        changed: Contact = self.writing.change("contacts", person.id, **{
            name: value for name, value in as_mapping(filled).items() if name not in OWN})
        return changed

    def _beside(self, person: Contact, row: ImportRow) -> tuple[Touch, ...]:
        """Store the dates, what the file says besides, and the day on which a connection was made."""
        have = {(each.name, each.month, each.day) for each in reading.alive(
            "dates", self.book.database.table("dates").with_key(f"contact:{person.id}"))}
        for name, month, day, year in row.dates:
            if (name, month, day) not in have:
                self.writing.add("dates", SpecialDate(id="", contact=person.id, name=name, month=month, day=day, year=year))
        if row.original.get("key") or row.original.get("properties"):
            _keep_original(self.book, self.writing, person.id, row.original)
        touches = past.take(self.book, self.writing, person, row.more)
        if row.met_on is None or decided(row) != "add":
            return touches
        midday = dt.datetime.combine(row.met_on, dt.time(12), tzinfo=dt.UTC)
        return (*touches, self.writing.add("touches", Touch(
            id="", contacts=(person.id,), kind="social", direction="out", happened=Moment(midday, "UTC", day_only=True),
            recorded=self.writing.now, note="connected", origin="import")),)

    def _begin(self, person: Contact, touches: tuple[Touch, ...], is_new: bool, more: Mapping[str, Any]) -> None:
        """Start the cadence that the file names, else the lot's, for somebody who never had one."""
        own = str(more.get("cadence") or "")
        name = own if own == "none" or own in self.book.practice.cadences else self.lot.cadence
        step = more.get("next_step")
        promises: tuple[Promise, ...] = ()
        if isinstance(step, Promise) and is_new:
            promises = (self.writing.add("promises", replace(step, id="", contact=person.id)),)
        if not name or not (is_new or self._has_no_plan(person.id)):
            return
        anchor = more.get("anchor") if own == name else None
        plan = self._start(person.id, name, anchor if isinstance(anchor, Moment) else None)
        if not is_new:
            self.started.append(reading.dossier(self.book.database, person.id))
        elif plan.ended is None:
            self.started.append(Dossier(contact=person, touches=touches, plans=(plan,), promises=promises))

    def _has_no_plan(self, contact: str) -> bool:
        return not reading.alive("plans", self.book.database.table("plans").with_key(f"contact:{contact}"))

    def _start(self, contact: str, name: str, anchor: Moment | None) -> Plan:
        """Store a plan; its definition is looked up once for all of a lot."""
        if name == "none":
            return self.writing.add("plans", Plan(
                id="", contact=contact, cadence="none", definition={}, anchor=self.writing.moment(),
                started=self.writing.now, ended=self.writing.now, ended_why="user"))
        if self._plan is None or self._plan.cadence != name:
            from store.book.touching import add_plan
            from store.rules.agenda import plan_for

            made = plan_for(name, contact, anchor or self.writing.moment(), "", self.book.practice, self.writing.now,
                            self.writing.new_id())
            plan = add_plan(self.writing, made)
            stored = self.book.database.table("plans").by_id(plan.id)
            self._plan = documents.from_document("plans", stored) if stored is not None else plan
            self._definition = plan.definition
            return plan
        plan = self.writing.add("plans", replace(
            self._plan, id="", contact=contact, anchor=anchor or self.writing.moment()))
        return replace(plan, definition=self._definition)

    def dossiers(self) -> list[Dossier]:
        """Return those whose cadence was started."""
        return self.started

    def put_on_days(self, found: SpreadPreview) -> None:
        """Put each first touch on its day."""
        for each in found.moves:
            self.writing.add("moves", Move(id="", contact=each.contact, step_key=each.step_key, what="spread",
                                           until=Planned(each.on), made=self.writing.moment()))


class _Load:
    """What the coming days hold already."""

    def __init__(self, book: Book, index: DueIndex) -> None:
        """Count what is due now and what opens on each day."""
        from store.rules import spread
        from store.rules.queue import row_of

        self.book = book
        self.now = book.now()
        agendas = [each.agenda for each in index.entries()]
        rows = [row_of(each, self.now) for each in agendas]
        self.due = sum(each is not None and spread.may_move(each) for each in rows) + index.done_today()
        self.planned = spread.load([each.candidates for each in agendas], book.practice, self.now)

    def spread(self, dossiers: Sequence[Dossier], lot: Lot) -> SpreadPreview:
        """Return on which day the first touch with each would come, best people first."""
        from store.book.due import next_of
        from store.rules import spread
        from store.rules.agenda import agenda
        from store.rules.queue import row_of

        waiting = []
        for each in dossiers:
            found = agenda(each, self.book.practice, self.now)
            due = row_of(found, self.now) or next_of(found, self.now)
            if due is not None and due.window.opens <= self.now + SOON:
                last = each.touches[-1].happened.at if each.touches else None
                waiting.append(spread.Waiting(each.contact, due, last))
        return spread.preview(waiting, self.book.practice, self.now, self.planned, self.due, lot.spread or None)


def coming_days(book: Book, index: DueIndex, previews: Sequence[ImportPreview], lot: Lot) -> SpreadPreview:
    """Return on which day the first touch with everybody of an import would come; nothing is written."""
    from store.rules.agenda import plan_for

    load = _Load(book, index)
    made = load.now
    start = Moment(made, book.practice.zone)
    found = []
    if lot.cadence and lot.cadence != "none":
        like = plan_for(lot.cadence, "~", start, "", book.practice, made, "~")
        for place, person in enumerate(_newcomers(book, previews)):
            known = replace(person, id=f"~{place}", temperature=person.temperature or lot.temperature)
            found.append(Dossier(contact=known, plans=(replace(like, id=f"~{place}", contact=known.id),)))
    return load.spread(found, lot)


def _newcomers(book: Book, previews: Sequence[ImportPreview]) -> Iterator[Contact]:
    """Yield those of an import who would begin the cadence: who is new, and who is there without any plan."""
    plans = book.database.table("plans")
    for preview in previews:
        for row in preview.rows:
            done = decided(row)
            if done == "add" and not row.identity:
                person = row.incoming or row.contact
            elif done in ("update", "replace") and not reading.alive("plans", plans.with_key(f"contact:{row.existing}")):
                person = row.contact
            else:
                continue
            if person is not None and not row.more.get("cadence"):
                yield person


def overwritten(person: Contact, coming: Contact) -> Contact:
    """Return a contact with every value that a file has in the place of their own; lists are joined."""
    changes: dict[str, Any] = {}
    for name in (*merging.PLAIN, "name"):
        if getattr(coming, name) and getattr(coming, name) != getattr(person, name):
            changes |= {part: getattr(coming, part) for part in merging.PARTS.get(name, (name,))}
    if "company" in changes and person.company:
        changes["title"] = coming.title
    return exchange.merge(replace(person, **changes), coming)


def row_fields(book: Book, row: ImportRow) -> tuple[MergeField, ...]:
    """Return what a row would change, field by field; see `Book.import_fields`."""
    coming = row.incoming or row.contact
    if coming is None:
        return ()
    known = reading.contact(book.database, row.existing) if row.existing and decided(row) != "add" else None
    person = known or Contact(id="", name="")
    wins = row.decision == "replace"
    after = overwritten(person, coming) if wins else exchange.merge(person, coming) if known else coming
    then = {each.name: each for each in merging.compare(person, after)}
    found = []
    for each in merging.compare(person, coming):
        if not each.second or each.why.code == "same" or (each.name == "name" and known is None):
            continue
        result = then.get(each.name)
        stays = result is None or result.second == each.first
        if stays and set(each.second) <= set(each.first):
            continue
        code = "stays" if stays else "new" if not each.first else "adds" if each.taken == "both" else "instead"
        found.append(replace(each, taken="1" if stays else "2", why=Reason(code), sides=()))
    have = {(each.name, each.month, each.day) for each in reading.alive(
        "dates", book.database.table("dates").with_key(f"contact:{person.id}"))} if person.id else set()
    found += [MergeField(name, (), (f"{year or '????'}-{month:02}-{day:02}",), "2", Reason("new"), ())
              for name, month, day, year in row.dates if (name, month, day) not in have]
    return tuple(each for each in found if not (each.name == "permissions" and each.why.code == "stays"))


def _twin(book: Book, row: ImportRow) -> Contact | None:
    """Return who an earlier file of the same import brought in under the same mail address, number or record id."""
    assert row.contact is not None
    existing = Existing(book)
    keys = [f"{'mail' if each.channel == 'email' else 'phone'}:{each.value.lower()}"
            for each in row.contact.addresses if each.channel in ("email", "phone")]
    if row.original.get("key"):
        keys.append(f"original:{row.original.get('source', '')}:{row.original['key']}")
    for key in keys:
        for person in existing.by_key(key):
            if documents.folded(person.name) == documents.folded(row.contact.name):
                return person
    return None


def _keep_original(book: Book, writing: Writing, contact: str, original: Mapping[str, Any]) -> None:
    """Keep the properties that Onward does not use, in place of those of an earlier import of the same record."""
    source, key = str(original.get("source", "")), str(original.get("key", ""))
    properties = tuple(original.get("properties", ()))
    for each in reading.alive("originals", book.database.table("originals").with_key(f"contact:{contact}")):
        if (each.source, each.key) == (source, key):
            writing.change("originals", each.id, properties=still_there(properties, each.properties))
            return
    writing.add("originals", Original(id="", contact=contact, source=source, key=key, properties=properties))
