"""What the index of who is due knows of one contact, and how it lies on the disk."""

from __future__ import annotations

import datetime as dt
import json
import os
from zlib import crc32

from store.book.packing import agenda_in, agenda_out
from store.documents import instant, instant_text
from store.model import Agenda, ContactLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError)
"What reading a file that is not as it should be may raise."


class Entry:
    """What the index knows of one contact; what lies packed on the disk is unpacked when somebody asks."""

    __slots__ = ("_agenda", "_line", "_outline", "_packed", "contact", "gone", "has_plans", "plain", "waits", "wakes")

    def __init__(self, contact: str, wakes: dt.datetime, flags: str, line: ContactLine | None = None,
                 agenda: Agenda | None = None, packed: tuple[bytes, bytes, bytes] | None = None) -> None:
        """Keep the contact in one line and the agenda, or what both are unpacked from.

        `wakes`: see `wakes_at`; `flags` are letters of `_FLAGS`.
        """
        self.contact = contact
        self.wakes = wakes
        self.plain = "p" in flags
        self.gone = "g" in flags
        self.waits = "w" in flags
        self.has_plans = "c" in flags
        self._line = line
        self._agenda = agenda
        self._outline: Agenda | None = None
        self._packed = packed

    @property
    def line(self) -> ContactLine:
        """The contact in one line."""
        if self._line is None:
            assert self._packed is not None
            name, company, temperature, *tags = json.loads(self._packed[0].decode())
            self._line = ContactLine(self.contact, name, company, temperature, tuple(tags))
        return self._line

    @property
    def agenda(self) -> Agenda:
        """What the rules say."""
        if self._agenda is None:
            assert self._packed is not None
            self.line  # noqa: B018 - asking for it unpacks it
            self._agenda = agenda_in(self.contact, json.loads(self._packed[1].decode()), json.loads(self._packed[2].decode()))
            self._packed = self._outline = None
        return self._agenda

    @property
    def outline(self) -> Agenda:
        """What the rules say, perhaps without the reasons: enough to tell what stands in the queue, and where."""
        if self._agenda is not None:
            return self._agenda
        if self._outline is None:
            assert self._packed is not None
            self._outline = agenda_in(self.contact, json.loads(self._packed[1].decode()))
            if any(each.kind == "newsletter" for each in self._outline.candidates):
                return self.agenda  # one row stands for all who get it, with their reasons
        return self._outline

    def packed(self) -> tuple[bytes, bytes, bytes]:
        """Return line, agenda and reasons as they lie on the disk."""
        if self._packed is not None:
            return self._packed
        line, (outline, reasons) = self.line, agenda_out(self.agenda)
        return (_packed([line.name, line.company, line.temperature, *line.tags]), _packed(outline), _packed(reasons))


_FLAGS = "pgwc"
"""What an entry says without being unpacked: no cadence was ever chosen (plain), deleted or merged away (gone), something
unanswered was sent and nothing is due (waits), anything is planned at all (candidates)."""


_SEAL = 9
"Bytes of the checksum before a row, with the space behind it."


def entry_of(line: ContactLine, agenda: Agenda, plain: bool = False) -> Entry:
    """Return the entry of a contact and what the rules say; `plain` where no cadence was ever chosen."""
    flags = ("p" if plain else "") + ("w" if agenda.waiting else "") + ("c" if agenda.candidates else "")
    return Entry(line.id, wakes_at(agenda), flags, line, agenda)


def gone_entry(contact: str) -> Entry:
    """Return the entry of somebody who was deleted or merged away."""
    return Entry(contact, NEVER, "g", ContactLine(contact, ""), Agenda(contact))


def wakes_at(agenda: Agenda) -> dt.datetime:
    """Return the instant from which an agenda shows something, or is no longer sure to be right."""
    instants = [each.window.opens for each in agenda.candidates]
    if agenda.turns is not None:
        instants.append(agenda.turns)
    return min(instants, default=NEVER)


class DueFiles:
    """The two files of the index, beside the book: private, never synced, always to be made again."""

    def __init__(self, folder: str) -> None:
        self.due = os.path.join(folder, "due.jsonl")
        self.later = os.path.join(folder, "later.jsonl")

    def read(self) -> tuple[Mapping[str, Any], Iterator[bytes]] | None:
        """Return the head and the rows of those due, read one by one; None where there is no such file."""
        try:
            rows = _rows(self.due)
            head = json.loads(next(rows, b""))
        except UNREADABLE:
            return None
        return (head, rows) if isinstance(head, dict) else None

    def write(self, head: Mapping[str, Any], entries: Iterable[Entry]) -> None:
        """Write the file of those due; one that cannot be written only costs time."""
        number = int(head["number"])
        _write_file(self.due, [_packed(head), *(_row_of(entry, number) for entry in entries)])

    def append(self, unit: int, entries: Iterable[Entry]) -> None:
        """Append the new entries of a unit, where there is a file."""
        rows = [_row_of(entry, unit) for entry in entries] or [_sealed(str(unit).encode())]
        try:
            handle = os.open(self.due, os.O_WRONLY | os.O_APPEND)
        except OSError:
            return
        try:
            os.write(handle, b"\n".join(rows) + b"\n")
        except OSError:
            self.remove()
        finally:
            os.close(handle)

    def write_later(self, number: int, resting: Sequence[Entry], members: Mapping[str, Sequence[str]]) -> None:
        """Write those who rest, in the order in which they wake, and who of them is in which split."""
        ordered = sorted(resting, key=lambda each: (each.wakes, each.contact))
        _write_file(self.later, [_packed({"number": number, **members}), *(_row_of(each, number) for each in ordered)])

    def members(self, number: int) -> dict[str, list[str]]:
        """Return who of those who rest is in which split; nothing where the file is of another making."""
        try:
            with open(self.later, "rb") as file:
                head = json.loads(file.readline())
            fits = head["number"] == number
            return {name: head[name] for name in ("everyone", "waiting", "later")} if fits else {}
        except UNREADABLE:
            return {}

    def resting(self, number: int, until: dt.datetime = NEVER) -> list[Entry] | None:
        """Return those who rest and wake before an instant; None where the file is of another making."""
        found = []
        try:
            with open(self.later, "rb") as file:
                if json.loads(file.readline())["number"] != number:
                    return None
                for row in file:
                    _unit, entry = _entry_in(row.rstrip(b"\n"))
                    if entry is None or (until is not NEVER and entry.wakes >= until):
                        break
                    found.append(entry)
        except UNREADABLE:
            return None
        return found

    def remove(self) -> None:
        """Take the index off the disk, so that the next to ask makes it again."""
        for path in (self.due, self.later):
            try:
                os.unlink(path)
            except OSError:
                pass


def _rows(path: str) -> Iterator[bytes]:
    """Give the lines of a file without their ends; raises OSError."""
    with open(path, "rb") as file:
        for row in file:
            yield row.rstrip(b"\n")


def latest_entries(rows: Iterable[bytes]) -> tuple[dict[str, Entry], set[int]]:
    """Return the entries of rows by contact, the later over the earlier, and the units that rows were written for."""
    units: set[int] = set()
    latest: dict[str, tuple[int, Entry]] = {}
    for row in rows:
        if not row:
            continue
        unit, entry = _entry_in(row)
        units.add(unit)
        if entry is not None and (entry.contact not in latest or latest[entry.contact][0] <= unit):
            latest[entry.contact] = (unit, entry)
    return {contact: entry for contact, (_unit, entry) in latest.items()}, units


def _row_of(entry: Entry, unit: int) -> bytes:
    """Return an entry as a row written for a unit: what tells whether to unpack it at all, then its packed parts."""
    flags = "".join(flag for flag, stands in zip(_FLAGS, (entry.plain, entry.gone, entry.waits, entry.has_plans), strict=True)
                    if stands)
    head = f"{unit} {entry.contact} {instant_text(entry.wakes)} -{flags}".encode()
    return _sealed(head if entry.gone else b"\t".join((head, *entry.packed())))


def _entry_in(row: bytes) -> tuple[int, Entry | None]:
    """Return the unit of a row and its entry, if it is about anybody; raises one of UNREADABLE."""
    if row[:_SEAL] != b"%08x " % crc32(row[_SEAL:]):
        raise ValueError("a row is not as it was written")
    head, *packed = row[_SEAL:].split(b"\t")
    unit, *about = head.decode().split(" ")
    if not about:
        return int(unit), None
    contact, wakes, flags = about
    if "g" in flags:
        return int(unit), gone_entry(contact)
    line, outline, reasons = packed
    return int(unit), Entry(contact, instant(wakes), flags, packed=(line, outline, reasons))


def _sealed(row: bytes) -> bytes:
    """Return a row with its checksum before it, as most rows are not looked into when they are read."""
    return b"%08x " % crc32(row) + row


def _packed(values: Any) -> bytes:
    """Return plain values as JSON without a tab or an end of line in it."""
    return json.dumps(values, separators=(",", ":")).encode()


def _write_file(path: str, rows: Iterable[bytes]) -> None:
    """Write a private file whole; one that cannot be written only costs time."""
    temporary = f"{path}.{os.getpid()}"
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(b"\n".join(rows) + b"\n")
        os.replace(temporary, path)
    except OSError:
        pass
