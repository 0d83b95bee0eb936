"""The unit in hand: what a verb has changed so far, read by the verb itself and by nobody else."""

from __future__ import annotations

from zlib import crc32

from store.disk.identity import next_stamp
from store.disk.journal import change_line, commit_line
from store.disk.lines import from_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    KeysOf = Callable[[str, Mapping[str, Any]], Iterable[str]]


class UnitInHand:
    """A unit not yet written."""

    def __init__(
        self, number: int, verb: str, at: dt.datetime, stamp: str, about: Mapping[str, Any], undoable: bool,
        keys_of: KeysOf,
    ) -> None:
        """Begin a unit that has changed nothing."""
        self.number = number
        self.verb = verb
        self.at = at
        self.stamp = stamp
        "The logical stamp for every field changed by this unit."
        self.about = dict(about)
        "What the unit is about; may be filled until it ends."
        self.undoable = undoable
        self._marks: list[int] = []
        self._log: list[tuple[str, str, bool, bytes | None]] = []
        self._keys_of = keys_of
        self._befores: dict[tuple[str, str], bytes | None] = {}
        self._afters: dict[str, dict[str, bytes | None]] = {}
        self._keys: dict[tuple[str, str], frozenset[str]] = {}
        self._holders: dict[tuple[str, str], set[str]] = {}
        self.turn = 0
        "How often what this unit holds has changed."

    def record(self, table: str, id_: str, before: bytes | None, after: bytes | None) -> None:
        """Take in one change; `before` is what the book holds without this unit, `after` None for a removal."""
        keys = frozenset() if after is None else frozenset(self._keys_of(table, from_line(after)))
        self.turn += 1
        place = (table, id_)
        afters = self._afters.setdefault(table, {})
        self._log.append((table, id_, id_ in afters, afters.get(id_)))
        self._befores.setdefault(place, before)
        afters[id_] = after
        self._hold(place, keys)

    def advance(self, seen: str, machine: str) -> None:
        """Move this unit's stamp past one seen elsewhere, so that whatever is changed from now on comes after it.

        To be called before anything was stamped; a stamp of the past changes nothing.
        """
        if seen > self.stamp:
            self.stamp = next_stamp(seen, self.at, machine)

    def join(self) -> None:
        """Begin a unit inside this one."""
        self._marks.append(len(self._log))

    def part(self, is_sound: bool) -> bool:
        """End the innermost unit, taking back what it changed where it failed; return whether it was the outermost."""
        if not self._marks:
            return True
        mark = self._marks.pop()
        if not is_sound:
            self.turn += 1
            for table, id_, was_changed, after in reversed(self._log[mark:]):
                keys = frozenset() if after is None else frozenset(self._keys_of(table, from_line(after)))
                self._hold((table, id_), keys)
                if was_changed:
                    self._afters[table][id_] = after
                else:
                    del self._afters[table][id_], self._befores[table, id_], self._keys[table, id_]
            del self._log[mark:]
        return False

    def _hold(self, place: tuple[str, str], keys: frozenset[str]) -> None:
        """Note which keys a changed document has now."""
        table, id_ = place
        for key in self._keys.get(place, ()):
            if key not in keys:
                self._holders[table, key].discard(id_)
        for key in keys:
            self._holders.setdefault((table, key), set()).add(id_)
        self._keys[place] = keys

    def changed(self, table: str) -> Mapping[str, bytes | None]:
        """Return the documents of a table as this unit leaves them, by id; None for removed ones."""
        return self._afters.get(table, {})

    def tables(self) -> Iterable[str]:
        """Return the names of the tables touched."""
        return self._afters

    def holders(self, table: str, key: str) -> Iterable[str]:
        """Return the ids of the documents changed here that have a key now."""
        return self._holders.get((table, key), ())

    def before(self, table: str, id_: str) -> bytes | None:
        """Return a changed document as the book holds it without this unit."""
        return self._befores[table, id_]

    def keys(self, table: str, id_: str) -> frozenset[str] | None:
        """Return the keys of a changed document; None for a removed one."""
        return None if self._afters[table][id_] is None else self._keys[table, id_]

    def changes(self) -> Iterator[tuple[str, str, bytes | None, bytes | None]]:
        """Yield what really changed as (table, id, before, after)."""
        for (table, id_), before in self._befores.items():
            after = self._afters[table][id_]
            if before != after:
                yield table, id_, before, after

    def lines(self) -> tuple[list[bytes], bytes]:
        """Return the lines of the changes and the commit line; no lines where nothing changed."""
        lines = [change_line(*change) for change in self.changes()]
        checksum = length = 0
        for line in lines:
            checksum = crc32(line, checksum)
            length += len(line)
        return lines, commit_line(self.head(), len(lines), length, checksum)

    def head(self) -> dict[str, Any]:
        """Return the values of the commit line."""
        return {
            "number": self.number, "verb": self.verb, "at": self.at.isoformat(), "stamp": self.stamp,
            "about": self.about, "undoable": self.undoable,
        }
