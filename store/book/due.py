"""Who is due: the agendas of everybody, kept current, with an index on the disk that spares reading the past.

The index (`due.jsonl` beside the book) holds the agendas of those with anything open before its horizon; `later.jsonl` holds
the rest in the order in which they wake. Every unit appends the new agendas of the contacts it concerns. As days turn, those
who wake before the new horizon move over. It can always be made again from the book, and is, when the settings change or it
disagrees with the journal.
"""

from __future__ import annotations

import datetime as dt
import json
import os

from store import documents
from store.book import reading
from store.book.holiday_cache import HolidayCache
from store.book.packing import agenda_in, agenda_out
from store.model import Agenda, ContactLine, Dossier, DueTouch, Queue
from store.records import record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from store.book import Book
    from store.disk import Unit

FORMAT = 1
HORIZON = dt.timedelta(hours=40)
"How far ahead of its making the index knows everything that opens."
NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
MOST_HELD = 5000
"With more entries than this in the index it is made again when a day turns, so that it does not grow for ever."
MANY = 50
"A unit that concerns more contacts than this has the index made again."


@record
class Entry:
    """What the index knows of one contact."""

    line: ContactLine
    "The contact in one line."
    agenda: Agenda
    "What the rules say."
    plain: bool = False
    "Whether no cadence was ever chosen."
    gone: bool = False
    "Whether the contact is deleted or merged away."


class DueIndex:
    """The agendas of the book, read once and kept current with every unit."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._entries: dict[str, Entry] = {}
        self._plain: set[str] = set()
        self._loaded = False
        self._whole = False
        self._seen: set[int] = set()
        self._base = 0
        self._later_base = 0
        self._holidays = HolidayCache(book.home.cache)
        self._horizon: dt.datetime | None = None
        self._made_on = ""
        self._members: dict[str, list[str]] | None = None

    @property
    def path(self) -> str:
        """Where the index lies."""
        return os.path.join(self._book.home.book, "due.jsonl")

    @property
    def later_path(self) -> str:
        """Where the agendas lie of those with nothing open before the horizon."""
        return os.path.join(self._book.home.book, "later.jsonl")

    def forget(self) -> None:
        """Let go of what was read, so that the next question reads again."""
        self._loaded = self._whole = False
        self._members = None
        self._entries.clear()
        self._plain.clear()

    def start_over(self) -> None:
        """Have the index made again from the book at the next question."""
        self.forget()
        self._remove_files()

    def agenda(self, contact: str) -> Agenda:
        """Return a contact's agenda now; computed where the one known no longer holds."""
        entry = self._entries.get(contact)
        if entry is None or self._stale(entry, self._book.now()):
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
        if self._loaded:
            for contact, entry in entries.items():
                self._take(contact, entry)
            self._seen.add(unit)
        self._append(unit, entries)

    def queue(self, split: str, all_counts: bool = True) -> Queue:
        """Return the rows of a split now, with the counts of all; without `all_counts` only those of what is due are right."""
        from store.rules import queue as rules

        now = self._book.now()
        self._make_current(now, whole=split in ("later", "waiting", "everyone"))
        practice = self._book.practice
        unfiled = len(reading.alive("unfiled", self._book.database.table("unfiled").with_key("waiting:")))
        entries = [(each.line, each.agenda) for each in self._entries.values() if not each.gone]
        found = rules.queue(entries, practice, now, without_cadence=len(self._plain), unfiled=unfiled, split=split,
                            moves=self._moves(), done_today=self._done_today(now))
        if self._whole or not all_counts:
            return found
        return replace(found, counts={name: count + self._resting(name) for name, count in found.counts.items()})

    def _resting(self, split: str) -> int:
        """Return how many of a split are among those not read, who rest until after the horizon."""
        if self._members is None:
            try:
                with open(self.later_path, "rb") as file:
                    head = json.loads(file.readline())
                fits = head["number"] == self._later_base
                self._members = {name: head[name] for name in ("everyone", "waiting", "later")} if fits else {}
            except (OSError, ValueError, KeyError, TypeError):
                self._members = {}
        return sum(contact not in self._entries for contact in self._members.get(split, ()))

    def _moves(self) -> list[Any]:
        """Return the moves of rows that are about no one contact."""
        return reading.alive("moves", self._book.database.table("moves").with_key("contact:"))

    def _done_today(self, now: dt.datetime) -> int:
        """Return how many rhythm touches were done today."""
        table, today = self._book.database.table("touches"), self._day(now)
        days = {(now + dt.timedelta(days=shift)).date().isoformat() for shift in (-1, 0, 1)}
        found = [each for day in days for each in reading.alive("touches", table.with_key(f"rhythm:{day}"))]
        return sum(self._day(each.recorded) == today for each in found)

    def done_today(self) -> int:
        """Return how many rhythm touches were done today."""
        return self._done_today(self._book.now())

    def entries(self) -> Iterable[Entry]:
        """Return what is known of every contact, current."""
        self._make_current(self._book.now(), whole=True)
        return [each for each in self._entries.values() if not each.gone]

    def without_cadence(self) -> tuple[str, ...]:
        """Return the ids of the contacts for whom no cadence was ever chosen."""
        self._make_current(self._book.now(), whole=False)
        return tuple(sorted(self._plain))

    def catch_up(self) -> tuple[str, ...]:
        """Take in the units that other processes wrote; return the contacts concerned."""
        units = self._book.database.catch_up()
        contacts: list[str] = []
        for unit in units:
            contacts += concerned(unit)
        if self._loaded:
            if len(contacts) > MANY:
                self.forget()
            else:
                for contact in contacts:
                    self._take(contact, self._compute(contact))
                self._seen.update(unit.number for unit in units)
        return tuple(dict.fromkeys(contacts))

    def _stale(self, entry: Entry, now: dt.datetime) -> bool:
        """Return whether time alone has changed an agenda."""
        return entry.agenda.turns is not None and entry.agenda.turns <= now

    def _take(self, contact: str, entry: Entry) -> None:
        """Put an entry in the place of the one before."""
        self._entries[contact] = entry
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
            return Entry(ContactLine(contact, ""), Agenda(contact), gone=True)
        if dossier.contact.id != contact:
            return Entry(ContactLine(contact, ""), Agenda(contact), gone=True)
        self._holidays.load()
        entry = self._entry(dossier)
        self._holidays.save()
        return entry

    def _entry(self, dossier: Dossier) -> Entry:
        """Return the entry of a dossier."""
        from store.rules.agenda import agenda

        found = agenda(dossier, self._book.practice, self._book.now())
        plain = not dossier.plans and dossier.contact.standing != "closed"
        return Entry(reading.line_of(dossier.contact), found, plain=plain)

    def _make_current(self, now: dt.datetime, whole: bool) -> None:
        """Have every entry of the index right for this instant."""
        if self._horizon is not None and self._loaded and self._turned(now):
            self._advance(now)
        if not self._loaded and not self._read(now):
            self._rebuild(now)
        if whole and not self._whole:
            self._read_later(now)
        stale = [contact for contact, entry in self._entries.items() if not entry.gone and self._stale(entry, now)]
        for contact in stale:
            self._take(contact, self._compute(contact))

    def _day(self, now: dt.datetime) -> str:
        """Return the day it is where the user is."""
        from zoneinfo import ZoneInfo

        return now.astimezone(ZoneInfo(self._book.practice.zone)).date().isoformat()

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
        try:
            with open(self.path, "rb") as file:
                rows = file.read().split(b"\n")
            header = json.loads(rows[0])
            if header["marks"] != self._marks() or header["number"] > self._book.database.number:
                return False
            if documents.instant(header["made"]) > now:
                return False
            appended = self._load_rows(rows[1:], header["number"])
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            self.forget()
            return False
        for contact in header["plain"]:
            if contact not in self._entries or self._entries[contact].plain:
                self._plain.add(contact)
        self._base, self._seen = header["number"], appended
        self._later_base = header["later"]
        self._horizon, self._made_on = documents.instant(header["horizon"]), header["day"]
        self._loaded = True
        if not self._mend():
            return False
        if self._turned(now):
            self._advance(now)
        return self._loaded

    def _load_rows(self, rows: Iterable[bytes], number: int) -> set[int]:
        """Take the entries of rows, the later over the earlier; return the units that rows were appended for."""
        units: set[int] = set()
        latest: dict[str, tuple[int, Mapping[str, Any]]] = {}
        for row in rows:
            if not row:
                continue
            plain = json.loads(row)
            unit = plain.get("unit", number)
            units.add(unit)
            contact = plain.get("id")
            if contact and (contact not in latest or latest[contact][0] <= unit):
                latest[contact] = (unit, plain)
        for contact, (_unit, plain) in latest.items():
            self._take(contact, _entry_in(plain))
        return units

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
        from store.rules.queue import split_of

        self.forget()
        number = self._book.database.number
        self._holidays.load()
        for dossier in every_dossier(self._book):
            self._take(dossier.contact.id, self._entry(dossier))
        self._holidays.save()
        self._base, self._later_base, self._seen = number, number, set()
        self._horizon, self._made_on = now + HORIZON, self._day(now)
        self._loaded = self._whole = True
        cold = [(wakes, entry) for entry in self._entries.values() if (wakes := wakes_at(entry)) >= self._horizon]
        cold.sort(key=lambda each: (each[0], each[1].line.id))
        rows = [json.dumps({"wakes": documents.instant_text(wakes), **_entry_out(entry)}) for wakes, entry in cold]
        splits = {entry.line.id: split_of(entry.agenda, now) for _wakes, entry in cold}
        members = {name: [each for each, found in splits.items() if name in found] for name in ("waiting", "later")}
        head = {"number": number, "everyone": list(splits), **members}
        _write_file(self.later_path, [json.dumps(head), *rows])
        self._write(now, [entry for entry in self._entries.values() if wakes_at(entry) < self._horizon])

    def _write(self, now: dt.datetime, entries: Iterable[Entry]) -> None:
        """Write the index of those due; one that cannot be written only costs time."""
        assert self._horizon is not None
        header = {"number": self._base, "later": self._later_base, "marks": self._marks(), "day": self._made_on,
                  "made": documents.instant_text(now), "horizon": documents.instant_text(self._horizon),
                  "plain": sorted(self._plain)}
        _write_file(self.path, [json.dumps(header), *(json.dumps(_entry_out(entry)) for entry in entries)])

    def _advance(self, now: dt.datetime) -> None:
        """Move the horizon on: take in those of the later file who wake before it, and write the index anew."""
        horizon = now + HORIZON
        waking = self._waking(horizon)
        if waking is None or (len(self._entries) > MOST_HELD and not self._whole):
            self.start_over()
            self._rebuild(now)
            return
        for entry in waking:
            self._entries.setdefault(entry.line.id, entry)
        for contact in [each for each, entry in self._entries.items() if not entry.gone and self._stale(entry, now)]:
            self._take(contact, self._compute(contact))
        self._horizon, self._made_on = horizon, self._day(now)
        self._base, self._seen = self._book.database.number, set()
        self._write(now, self._entries.values())

    def _waking(self, horizon: dt.datetime) -> list[Entry] | None:
        """Return the entries of the later file that wake before an instant; None where it does not fit."""
        found = []
        until = documents.instant_text(horizon)
        try:
            with open(self.later_path, "rb") as file:
                if json.loads(file.readline())["number"] != self._later_base:
                    return None
                for row in file:
                    plain = json.loads(row)
                    if plain["wakes"] >= until:
                        break
                    found.append(_entry_in(plain))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found

    def _read_later(self, now: dt.datetime) -> None:
        """Take in those with nothing open before the horizon; make the index again where that file does not fit."""
        try:
            with open(self.later_path, "rb") as file:
                rows = file.read().split(b"\n")
            fits = json.loads(rows[0])["number"] == self._later_base
            plains = [json.loads(row) for row in rows[1:] if row] if fits else []
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            fits, plains = False, []
        if not fits:
            self._rebuild(now)
            return
        for plain in plains:
            if plain["id"] not in self._entries:
                self._entries[plain["id"]] = _entry_in(plain)
        self._whole = True

    def _append(self, unit: int, entries: Mapping[str, Entry]) -> None:
        """Append the new entries of a unit to the index on the disk, where there is one."""
        rows = [json.dumps({**_entry_out(entry), "unit": unit}) for entry in entries.values()]
        rows = rows or [json.dumps({"unit": unit})]
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        except OSError:
            return
        try:
            os.write(handle, ("\n".join(rows) + "\n").encode())
        except OSError:
            self._remove_files()
        finally:
            os.close(handle)

    def _remove_files(self) -> None:
        """Take the index off the disk, so that the next to ask makes it again."""
        for path in (self.path, self.later_path):
            try:
                os.unlink(path)
            except OSError:
                pass


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


def every_dossier(book: Book) -> Iterator[Dossier]:
    """Return the dossiers of all contacts, from one reading of each table."""
    database = book.database
    parts: dict[str, dict[str, list[Any]]] = {}
    for table in documents.OF_A_CONTACT:
        found: dict[str, list[Any]] = {}
        records: Iterable[Any] = reading.alive(table, database.table(table).all())
        if table == "plans":
            records = reading.with_definitions(database, records)
        for each in records:
            for contact in each.contacts if table == "touches" else (each.contact,):
                found.setdefault(contact, []).append(each)
        parts[table] = found
    for document in database.table("contacts"):
        if not document.get("deleted") and not document.get("merged_into"):
            person = documents.from_document("contacts", document)
            yield reading.assemble(person, {table: found.get(person.id, []) for table, found in parts.items()})


def wakes_at(entry: Entry) -> dt.datetime:
    """Return the instant from which a contact's agenda shows something, or is no longer sure to be right."""
    agenda = entry.agenda
    instants = [each.window.opens for each in agenda.candidates]
    if agenda.turns is not None:
        instants.append(agenda.turns)
    return min(instants, default=NEVER)


def _entry_out(entry: Entry) -> dict[str, Any]:
    """Return an entry as plain values."""
    line = entry.line
    plain: dict[str, Any] = {"id": line.id}
    if entry.gone:
        return {**plain, "gone": True}
    plain["name"] = line.name
    for name in ("company", "temperature"):
        if getattr(line, name):
            plain[name] = getattr(line, name)
    if line.tags:
        plain["tags"] = list(line.tags)
    if entry.plain:
        plain["plain"] = True
    return {**plain, "agenda": agenda_out(entry.agenda)}


def _entry_in(plain: Mapping[str, Any]) -> Entry:
    """Return the entry of plain values."""
    line = ContactLine(plain["id"], plain.get("name", ""), plain.get("company", ""), plain.get("temperature", ""),
                       tuple(plain.get("tags", ())))
    if plain.get("gone"):
        return Entry(line, Agenda(line.id), gone=True)
    return Entry(line, agenda_in(plain["agenda"]), plain=bool(plain.get("plain", False)))


def _write_file(path: str, rows: Iterable[str]) -> None:
    """Write a private file whole; one that cannot be written only costs time."""
    temporary = f"{path}.{os.getpid()}"
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write("\n".join(rows) + "\n")
        os.replace(temporary, path)
    except OSError:
        pass
