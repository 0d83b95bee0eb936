"""What the index of who is due knows of one contact, and how it lies on the disk."""

from __future__ import annotations

import datetime as dt
import json
import os

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

    __slots__ = ("_agenda", "_packed", "gone", "line", "plain", "wakes")

    def __init__(self, line: ContactLine, agenda: Agenda | None, plain: bool = False, gone: bool = False,
                 packed: Mapping[str, Any] | None = None, wakes: dt.datetime | None = None) -> None:
        """Keep the contact in one line, and the agenda or what it is unpacked from.

        `plain`: no cadence was ever chosen; `gone`: deleted or merged away; `wakes`: see `wakes_at`.
        """
        self.line = line
        self.plain = plain
        self.gone = gone
        self._agenda = agenda
        self._packed = packed
        self.wakes = wakes or wakes_at(self.agenda)

    def unpacked(self) -> Entry:
        """Return this with its agenda unpacked."""
        self.agenda  # noqa: B018 - asking for it unpacks it
        return self

    @property
    def agenda(self) -> Agenda:
        """What the rules say."""
        if self._agenda is None:
            self._agenda, self._packed = agenda_in({**(self._packed or {}), "contact": self.line.id}), None
        return self._agenda

    @property
    def has_plans(self) -> bool:
        """Whether anything is planned at all."""
        return bool((self._packed or {}).get("candidates") if self._agenda is None else self._agenda.candidates)

    @property
    def waits(self) -> bool:
        """Whether something unanswered was sent and nothing is due."""
        return bool((self._packed or {}).get("waiting", False) if self._agenda is None else self._agenda.waiting)


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
        _write_file(self.due, [json.dumps(head), *(json.dumps(_entry_out(entry)) for entry in entries)])

    def append(self, unit: int, entries: Iterable[Entry]) -> None:
        """Append the new entries of a unit, where there is a file."""
        rows = [json.dumps({**_entry_out(entry), "unit": unit}) for entry in entries] or [json.dumps({"unit": unit})]
        try:
            handle = os.open(self.due, os.O_WRONLY | os.O_APPEND)
        except OSError:
            return
        try:
            os.write(handle, ("\n".join(rows) + "\n").encode())
        except OSError:
            self.remove()
        finally:
            os.close(handle)

    def write_later(self, number: int, resting: Sequence[Entry], members: Mapping[str, Sequence[str]]) -> None:
        """Write those who rest, in the order in which they wake, and who of them is in which split."""
        ordered = sorted(resting, key=lambda each: (each.wakes, each.line.id))
        rows = [json.dumps(_entry_out(each)) for each in ordered]
        _write_file(self.later, [json.dumps({"number": number, **members}), *rows])

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
        limit = instant_text(until)
        try:
            with open(self.later, "rb") as file:
                if json.loads(file.readline())["number"] != number:
                    return None
                for row in file:
                    plain = json.loads(row)
                    if until is not NEVER and plain["wakes"] >= limit:
                        break
                    found.append(entry_in(plain, until))
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


def latest_entries(rows: Iterable[bytes], number: int, now: dt.datetime) -> tuple[dict[str, Entry], set[int]]:
    """Return the entries of rows by contact, the later over the earlier, and the units that rows were appended for.

    Those that are awake by now are unpacked at once: packed they take more room, and the queue asks for all of them.
    """
    units: set[int] = set()
    latest: dict[str, tuple[int, Entry]] = {}
    for row in rows:
        if not row:
            continue
        plain = json.loads(row)
        unit = plain.get("unit", number)
        units.add(unit)
        contact = plain.get("id")
        if contact and (contact not in latest or latest[contact][0] <= unit):
            latest[contact] = (unit, entry_in(plain, now))
    return {contact: entry for contact, (_unit, entry) in latest.items()}, units


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
    return {**plain, "wakes": instant_text(entry.wakes), "agenda": agenda_out(entry.agenda)}


def entry_in(plain: Mapping[str, Any], now: dt.datetime) -> Entry:
    """Return the entry of plain values, unpacked where it is awake by now."""
    line = ContactLine(plain["id"], plain.get("name", ""), plain.get("company", ""), plain.get("temperature", ""),
                       tuple(plain.get("tags", ())))
    if plain.get("gone"):
        return Entry(line, Agenda(line.id), gone=True)
    wakes = instant(plain["wakes"])
    entry = Entry(line, None, bool(plain.get("plain", False)), packed=plain["agenda"], wakes=wakes)
    return entry.unpacked() if wakes <= now else entry


def _write_file(path: str, rows: Iterable[str]) -> None:
    """Write a private file whole; one that cannot be written only costs time."""
    temporary = f"{path}.{os.getpid()}"
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write("\n".join(rows) + "\n")
        os.replace(temporary, path)
    except OSError:
        pass
