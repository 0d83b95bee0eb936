"""Who is due: the agendas of everybody, kept current, with an index on the disk that spares reading the past.

The index (`due.jsonl` beside the book) holds the agendas of those with anything open before its horizon; `later.jsonl` holds
the rest in the order in which they wake. Every unit appends the new agendas of the contacts it concerns. As days turn, those
who wake before the new horizon move over. It can always be made again from the book, and is, when the settings change or it
disagrees with the journal.
"""

from __future__ import annotations

import datetime as dt
from time import monotonic

from store import documents
from store.book import reading
from store.book.due_files import UNREADABLE, DueFiles, Entry, entry_of, gone_entry, latest_entries
from store.book.holiday_cache import HolidayCache
from store.model import Agenda, Dossier, DueTouch, Queue, Row
from store.records import replace
from store.zones import known_zone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from store.book import Book
    from store.disk import Unit

FORMAT = 3
HORIZON = dt.timedelta(hours=40)
"How far ahead of its making the index knows everything that opens."
MOST_HELD = 5000
"With more entries than this in the index it is made again when a day turns, so that it does not grow for ever."
MANY = 50
"A unit that concerns more contacts than this has the index made again."
TELL_EVERY = 250
"Contacts between two words about how far making the index has come."


class DueIndex:
    """The agendas of the book, read once and kept current with every unit."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._entries: dict[str, Entry] = {}
        self._plain: set[str] = set()
        self._changed: dict[str, None] = {}
        self._loaded = False
        self._whole = False
        self._seen: set[int] = set()
        self._base = 0
        self._later_base = 0
        self._files = DueFiles(book.home.book)
        self._holidays = HolidayCache(book.home.cache)
        self._horizon: dt.datetime | None = None
        self._made_on = ""
        self._members: dict[str, list[str]] | None = None

    def forget(self) -> None:
        """Let go of what was read, so that the next question reads again."""
        self._loaded = self._whole = False
        self._members = None
        self._entries.clear()
        self._plain.clear()
        self._changed.clear()

    def start_over(self) -> None:
        """Have the index made again from the book at the next question."""
        self.forget()
        self._files.remove()

    def agenda(self, contact: str) -> Agenda:
        """Return a contact's agenda now; computed where the one known no longer holds."""
        entry = self._entries.get(contact)
        if entry is None or contact in self._changed or self._stale(entry, self._book.now()):
            entry = self._compute(contact)
            if self._loaded:
                self._take(contact, entry)
        return entry.agenda

    def changed(self, contacts: Sequence[str], unit: int) -> None:
        """Take in that a unit of this process changed contacts, and say so in the index on the disk."""
        if len(contacts) > MANY:
            self.start_over()
            return
        entries = {each: self._compute(each) for each in contacts if each}
        for contact, entry in entries.items():
            self._take(contact, entry)
        self._seen.add(unit)
        self._files.append(unit, entries.values())

    def queue(self, split: str, all_counts: bool = True, told: int | None = None) -> Queue:
        """Return the rows of a split now, with the counts of all; see `Book.queue`."""
        from store.rules import queue as rules

        now = self._book.now()
        self._make_current(now, whole=split in ("later", "waiting", "everyone"))
        practice = self._book.practice
        unfiled = len(reading.alive("unfiled", self._book.database.table("unfiled").with_key("waiting:")))
        known = [each for each in self._entries.values() if not each.gone]
        of_the_resting = self._whole and split in ("later", "waiting", "everyone")
        shown = [each for each in known if of_the_resting or each.wakes <= now]
        found = rules.queue([(each.line, each.outline) for each in shown], practice, now, without_cadence=len(self._plain),
                            unfiled=unfiled, split=split, moves=self._moves(), done_today=self.done_today())
        seen = len(found.rows) if told is None else told
        found = replace(found, rows=(*map(self._reasoned, found.rows[:seen]), *found.rows[seen:]))
        if of_the_resting or not all_counts:
            return found
        asleep = [each for each in known if each.wakes > now]
        more = {"everyone": len(asleep), "waiting": sum(each.waits for each in asleep),
                "later": sum(each.has_plans for each in asleep)}
        unread = dict.fromkeys(found.counts, 0) if self._whole else {name: self._resting(name) for name in found.counts}
        return replace(found, counts={
            name: count + more.get(name, 0) + unread[name] for name, count in found.counts.items()})

    def _reasoned(self, row: Row) -> Row:
        """Return a row with the reasons of what is due, where they were not unpacked yet."""
        entry = self._entries.get(row.due.contact)
        if row.due.why or entry is None:
            return row
        due = next((each for each in entry.agenda.candidates if each.step_key == row.due.step_key), row.due)
        return replace(row, due=due)

    def queue_past_the_index(self, dossiers: Iterable[Dossier]) -> Queue:
        """Return the queue of today from the dossiers of everybody, without a look at what the index holds of them."""
        from store.rules.queue import queue_of

        unfiled = len(reading.alive("unfiled", self._book.database.table("unfiled").with_key("waiting:")))
        return queue_of(dossiers, self._book.practice, self._book.now(), without_cadence=len(self.without_cadence()),
                        unfiled=unfiled, moves=self._moves(), done_today=self.done_today())

    def _resting(self, split: str) -> int:
        """Return how many of a split are among those not read, who rest until after the horizon."""
        if self._members is None:
            self._members = self._files.members(self._later_base)
        return sum(contact not in self._entries for contact in self._members.get(split, ()))

    def _moves(self) -> list[Any]:
        """Return the moves of rows that are about no one contact."""
        return reading.alive("moves", self._book.database.table("moves").with_key("contact:"))

    def done_today(self) -> int:
        """Return how many rhythm touches were done today."""
        now = self._book.now()
        table, today = self._book.database.table("touches"), self._day(now)
        days = {(now + dt.timedelta(days=shift)).date().isoformat() for shift in (-1, 0, 1)}
        found = [each for day in days for each in reading.alive("touches", table.with_key(f"rhythm:{day}"))]
        return sum(self._day(each.recorded) == today for each in found)

    def entries(self) -> Iterable[Entry]:
        """Return what is known of every contact, current."""
        self._make_current(self._book.now(), whole=True)
        return [each for each in self._entries.values() if not each.gone]

    def newsletter_rows(self) -> tuple[Row, ...]:
        """Return a row for everybody whose turn it is to get the newsletter now, by contact."""
        from store.rules.queue import due_in

        now = self._book.now()
        self._make_current(now, whole=False)
        found = [(each.line, due_in(each.outline, "today", now)) for each in self._entries.values()
                 if not each.gone and each.wakes <= now]
        return tuple(Row(due=due, name=line.name, company=line.company, temperature=line.temperature)
                     for line, due in found if due is not None and due.kind == "newsletter")

    def without_cadence(self) -> tuple[str, ...]:
        """Return the ids of the contacts for whom no cadence was ever chosen."""
        self._make_current(self._book.now(), whole=False)
        return tuple(sorted(self._plain))

    def catch_up(self) -> tuple[str, ...]:
        """Take in the units that other processes wrote; return the contacts concerned."""
        contacts = self.notice()
        if len(self._changed) > MANY:
            self.forget()
        self.compute_changed()
        return contacts

    def notice(self) -> tuple[str, ...]:
        """Note which contacts other processes changed, without looking at them; `compute_changed` does that."""
        units = self._book.database.catch_up()
        contacts: dict[str, None] = {}
        for unit in units:
            contacts.update(dict.fromkeys(concerned(unit)))
        if self._loaded:
            self._changed.update(contacts)
            self._seen.update(unit.number for unit in units)
            self._mend()  # a number without a unit: others have folded, or erased somebody
        elif units:
            self.forget()
        return tuple(contacts)

    def compute_changed(self, seconds: float | None = None) -> bool:
        """Look at the contacts that others changed, for about so long; return whether none is left."""
        until = None if seconds is None else monotonic() + seconds
        while self._changed:
            contact = next(iter(self._changed))
            self._take(contact, self._compute(contact))
            if until is not None and self._changed and monotonic() >= until:
                return False
        return True

    def _stale(self, entry: Entry, now: dt.datetime) -> bool:
        """Return whether time alone has changed an agenda."""
        return entry.wakes <= now and entry.outline.turns is not None and entry.outline.turns <= now

    def _take(self, contact: str, entry: Entry) -> None:
        """Put an entry in the place of the one before."""
        self._entries[contact] = entry
        self._changed.pop(contact, None)
        if entry.plain and not entry.gone:
            self._plain.add(contact)
        else:
            self._plain.discard(contact)

    def _compute(self, contact: str) -> Entry:
        """Return a contact's entry from the book."""
        from store.errors import NotFound

        try:
            dossier = reading.dossier(self._book.database, contact)
        except NotFound:
            return gone_entry(contact)
        if dossier.contact.id != contact:
            return gone_entry(contact)
        self._holidays.load()
        entry = self._entry(dossier)
        self._holidays.save()
        return entry

    def _entry(self, dossier: Dossier) -> Entry:
        """Return the entry of a dossier."""
        from store.rules.agenda import agenda

        found = agenda(dossier, self._book.practice, self._book.now())
        plain = not dossier.plans and dossier.contact.standing != "closed"
        return entry_of(reading.line_of(dossier.contact), found, plain)

    def _make_current(self, now: dt.datetime, whole: bool) -> None:
        """Have every entry of the index right for this instant."""
        if self._horizon is not None and self._loaded and self._turned(now):
            self._advance(now)
        if not self._loaded and not self._read(now):
            self._rebuild(now)
        if whole and not self._whole:
            self._read_resting(now)
        stale = [contact for contact, entry in self._entries.items() if not entry.gone and self._stale(entry, now)]
        for contact in stale:
            self._take(contact, self._compute(contact))

    def _day(self, now: dt.datetime) -> str:
        """Return the day it is where the user is."""
        return now.astimezone(known_zone(self._book.practice.zone)).date().isoformat()

    def _turned(self, now: dt.datetime) -> bool:
        """Return whether a day has turned since the index was made, or its horizon has come."""
        return self._horizon is None or now >= self._horizon or self._day(now) != self._made_on

    def _marks(self) -> list[Any]:
        """Return what the index depends on besides the book and the day: its format and the practice."""
        practice = self._book.practice
        plain = {name: repr(value) for name, value in practice.__dict__.items() if name != "cadences"}
        names = sorted(practice.cadences)
        return [FORMAT, plain, names]

    def _read(self, now: dt.datetime) -> bool:
        """Read the index from the disk; return whether it can be used."""
        found = self._files.read()
        if found is None:
            return False
        header, rows = found
        try:
            if header["marks"] != self._marks() or header["number"] > self._book.database.number:
                return False
            if documents.instant(header["made"]) > now:
                return False
            self._horizon, self._made_on = documents.instant(header["horizon"]), header["day"]
            entries, appended = latest_entries(rows)
            plain, self._base, self._later_base = set(header["plain"]), header["number"], header["later"]
        except UNREADABLE:
            self.forget()
            return False
        for contact, entry in entries.items():
            self._take(contact, entry)
        self._plain |= {contact for contact in plain if contact not in entries or entries[contact].plain}
        self._seen, self._loaded = appended, True
        if not self._mend():
            return False
        if self._turned(now):
            self._advance(now)
        return self._loaded

    def _mend(self) -> bool:
        """Take in the units that no row was appended for; return whether that could be done."""
        database = self._book.database
        missing = set(range(self._base + 1, database.number + 1)) - self._seen
        if len(missing) > MANY:
            self.forget()
            return False
        contacts: list[str] = []
        if missing:
            for unit in database.units(newest_first=True):
                if unit.number in missing:
                    missing.discard(unit.number)
                    contacts += concerned(unit)
                if not missing:
                    break
        if missing or len(contacts) > MANY:
            self.forget()
            return False
        for contact in contacts:
            self._take(contact, self._compute(contact))
        return True

    def _rebuild(self, now: dt.datetime) -> None:
        """Compute every contact's agenda from the book, and write the index."""
        from store.book.uncollected import uncollected
        from store.rules.queue import split_of

        self.forget()
        total = len(self._book.database.table("contacts"))
        self._book.tell_long(0, total)
        number = self._book.database.number
        self._holidays.load()
        with uncollected():
            for done, dossier in enumerate(reading.every_dossier(self._book.database)):
                if done % TELL_EVERY == 0:
                    self._book.tell_long(done, total)
                self._take(dossier.contact.id, self._entry(dossier))
        self._holidays.save()
        self._book.tell_long(total, total)
        self._base, self._later_base, self._seen = number, number, set()
        self._horizon, self._made_on = now + HORIZON, self._day(now)
        self._loaded = self._whole = True
        resting = [entry for entry in self._entries.values() if entry.wakes >= self._horizon]
        splits = {entry.contact: split_of(entry.agenda, now) for entry in resting}
        members = {name: [each for each, found in splits.items() if name in found] for name in ("waiting", "later")}
        self._files.write_later(number, resting, {"everyone": list(splits), **members})
        self._write(now, [entry for entry in self._entries.values() if entry.wakes < self._horizon])

    def _write(self, now: dt.datetime, entries: Iterable[Entry]) -> None:
        """Write the index of those due; one that cannot be written only costs time."""
        assert self._horizon is not None
        header = {"number": self._base, "later": self._later_base, "marks": self._marks(), "day": self._made_on,
                  "made": documents.instant_text(now), "horizon": documents.instant_text(self._horizon),
                  "plain": sorted(self._plain)}
        self._files.write(header, entries)

    def _advance(self, now: dt.datetime) -> None:
        """Move the horizon on: take in those of the later file who wake before it, and write the index anew."""
        self.compute_changed()
        horizon = now + HORIZON
        waking = self._files.resting(self._later_base, horizon)
        if waking is None or (len(self._entries) > MOST_HELD and not self._whole):
            self.start_over()
            self._rebuild(now)
            return
        for entry in waking:
            self._entries.setdefault(entry.contact, entry)
        for contact in [each for each, entry in self._entries.items() if not entry.gone and self._stale(entry, now)]:
            self._take(contact, self._compute(contact))
        self._horizon, self._made_on = horizon, self._day(now)
        self._base, self._seen = self._book.database.number, set()
        self._write(now, self._entries.values())

    def _read_resting(self, now: dt.datetime) -> None:
        """Take in those with nothing open before the horizon; make the index again where their file does not fit."""
        resting = self._files.resting(self._later_base)
        if resting is None:  # another process made the index again
            self.forget()
            resting = self._files.resting(self._later_base) if self._read(now) and not self._whole else None
        if resting is None:
            if not self._whole:
                self._rebuild(now)
            return
        for entry in resting:
            self._entries.setdefault(entry.contact, entry)
        self._whole = True


def next_of(agenda: Agenda, now: dt.datetime) -> DueTouch | None:
    """Return what comes next with a contact: the row of now, else the first that opens; None where nothing is planned."""
    from store.rules.queue import row_of

    row = row_of(agenda, now)
    if row is not None:
        return row
    coming = [each for each in agenda.candidates if each.window.opens > now] or list(agenda.candidates)
    return min(coming, key=lambda each: (each.window.opens, each.window.due), default=None)


def concerned(unit: Unit) -> list[str]:
    """Return the ids of the contacts that a unit concerns."""
    contacts = list(unit.about.get("contacts", ()))
    if contacts and not unit.about.get("many"):
        return contacts
    for change in unit.changes:
        for document in (change.before, change.after):
            if document is None:
                continue
            if change.table == "contacts":
                contacts.append(change.id)
            elif change.table == "touches":
                contacts += document.get("contacts", ())
            elif document.get("contact"):
                contacts.append(document["contact"])
    return list(dict.fromkeys(contacts))
