"""TinyDB's Storage over the snapshot and the journal: single documents read, single units written."""

from __future__ import annotations

import datetime as dt
import os
from _thread import RLock, get_ident

from tinydb.storages import Storage

from store.disk.committing import write_unit
from store.disk.identity import id_of_number, next_stamp, number_of_id
from store.disk.index_head import Odd
from store.disk.journal import units_backwards
from store.disk.lines import from_line, to_line
from store.disk.machine import machine_of
from store.disk.reach import Reach
from store.disk.unit import UnitInHand
from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any, TypeVar

    from store.disk.erasing import Erasure
    from store.disk.files import FileLayer
    from store.disk.journal import Unit
    from store.disk.unit import KeysOf
    from store.disk.view import View

    Result = TypeVar("Result")

_NOTHING: Mapping[str, Any] = {}
MOST_DERIVED = 64
"How many things derived from one state of the book are kept."


class UnitBlock:
    """A unit as a block: locked and caught up with on entering, written or forgotten on leaving."""

    def __init__(
        self, storage: BookStorage, verb: str, at: dt.datetime | None, about: Mapping[str, Any], undoable: bool
    ) -> None:
        """Prepare a unit; nothing happens before the block is entered."""
        self._storage = storage
        self._values = (verb, at, about, undoable)

    def __enter__(self) -> UnitInHand:
        """Take the lock, and take in what others wrote."""
        return self._storage.begin(*self._values)

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Write the unit, or forget it where an exception leaves the block."""
        self._storage.end(kind is None)


class BookStorage(Storage):
    """A book on the disk, for TinyDB."""

    def __init__(
        self, folder: str, keys_of: KeysOf, schema: int, files: FileLayer, wait: float, create: bool
    ) -> None:
        """Open the book in a folder; see `open_database`."""
        self._reach = Reach(folder, keys_of, schema, files, wait)
        self._guard = RLock()
        self._hand: UnitInHand | None = None
        self._derived: tuple[Any, dict[str, Any]] = (None, {})
        self._owner = 0
        self._reported = 0
        self._own: set[int] = set()
        self._seen: tuple[int, ...] = ()
        self._is_open = True
        reach = self._reach
        if not reach.exists():
            if not create:
                raise BookFault("no-book", path=reach.paths[0])
            from store.disk.creating import create as create_book

            create_book(reach)
        self._reported = reach.open().head.number
        self._seen = reach.seen()
        self.machine = machine_of(reach.folder, files)

    @property
    def folder(self) -> str:
        """The folder, with links followed."""
        return self._reach.folder

    @property
    def notices(self) -> list[BookFault]:
        """What was found and mended."""
        return self._reach.notices

    @property
    def view(self) -> View:
        """The state of the book that this process sees."""
        if not self._is_open or self._reach.view is None:
            raise BookFault("book-closed", path=self._reach.paths[0])
        return self._reach.view

    # Reading.

    @property
    def _seen_hand(self) -> UnitInHand | None:
        """The unit in hand, where this thread has it."""
        return self._hand if self._owner == get_ident() else None

    def _look(self, look: Callable[[View], Result]) -> Result:
        """Return what is found in the view, mending the book once where something in it does not fit.

        What does not fit is first read again: another process may have been writing just there.
        """
        view = self.view
        try:
            for _attempt in range(2):
                try:
                    return look(view)
                except Odd:
                    continue
            return look(self._mended(view))
        except (Odd, OSError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> BookFault:
        """Return what is told where the disk will not give back what it holds."""
        return BookFault("cannot-read", path=self._reach.paths[0], reason=getattr(error, "strerror", None))

    def _mended(self, odd: View) -> View:
        """Return a view in the place of one that was found odd."""
        with self._guard:
            if self._reach.view is odd:
                self._reach.build_anew(self._hand is not None)
            return self.view

    def derived(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what `make` reads from the book, kept under a name for as long as this process sees the same state."""
        state = self._state()
        known, kept = self._derived
        if known != state or len(kept) >= MOST_DERIVED:
            kept = {}
            self._derived = (state, kept)
        if name in kept:
            return kept[name]
        made = make()
        if self._state() == state:
            kept[name] = made
        return made

    def _state(self) -> tuple[View, UnitInHand | None, int]:
        """Return what tells one state of the book, as this thread sees it, from every other."""
        hand = self._seen_hand
        return self.view, hand, hand.turn if hand is not None else 0

    def document(self, table: str, id_: str) -> bytes | None:
        """Return a document as JSON; None where there is none."""
        hand = self._seen_hand
        if hand is not None and id_ in (changed := hand.changed(table)):
            return changed[id_]
        return self._look(lambda view: view.document(table, id_))

    def documents(self, table: str) -> Iterator[dict[str, Any]]:
        """Yield the documents of a table in order of id, as they were at the first."""
        hand = self._seen_hand
        changed = dict(hand.changed(table)) if hand is not None else {}
        added = sorted(changed)
        waiting = 0
        for id_, document in self._stored(table):
            while waiting < len(added) and added[waiting] <= id_:
                if (text := changed[added[waiting]]) is not None:
                    yield from_line(text)
                waiting += 1
            if id_ not in changed:
                yield document
        for each in added[waiting:]:
            if (text := changed[each]) is not None:
                yield from_line(text)

    def _stored(self, table: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the documents of a table without the unit in hand, going on behind the last after mending."""
        view, last = self.view, ""
        for attempt in (1, 2):
            try:
                for id_, document in view.documents(table, last):
                    last = id_
                    yield id_, document
                return
            except Odd as error:
                if attempt == 2:
                    raise self._unreadable(error) from error
                view = self._mended(view)
            except OSError as error:
                raise self._unreadable(error) from error

    def ids(self, table: str) -> list[str]:
        """Return the ids of a table's documents, in order."""
        return [document["id"] for document in self.documents(table)]

    def count(self, table: str) -> int:
        """Return how many documents a table has."""
        count = self._look(lambda view: view.count(table))
        hand = self._seen_hand
        if hand is not None:
            for id_, after in hand.changed(table).items():
                count += (after is not None) - (hand.before(table, id_) is not None)
        return count

    def with_key(self, table: str, key: str) -> list[dict[str, Any]]:
        """Return the documents of a table that have a key, in order of id."""
        hand = self._seen_hand

        def look(view: View) -> list[dict[str, Any]]:
            changed: Mapping[str, bytes | None] = hand.changed(table) if hand is not None else {}
            found = []
            for id_ in sorted(_holders(view, hand, table, key)):
                text = changed[id_] if id_ in changed else view.document(table, id_)
                if text is None:
                    raise Odd("a key of no document")
                found.append(from_line(text))
            return found

        return self._look(look)

    def ids_with_key(self, table: str, key: str) -> list[str]:
        """Return the ids of the documents of a table that have a key, in their order."""
        hand = self._seen_hand
        return sorted(self._look(lambda view: _holders(view, hand, table, key)))

    def table_names(self) -> set[str]:
        """Return the names of the tables that hold documents."""
        hand = self._seen_hand
        names = self._look(lambda view: view.tables()) | set(hand.tables() if hand is not None else ())
        return {name for name in names if self.count(name)}

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the whole book, as TinyDB's own Table asks for it."""
        return {
            name: {str(number_of_id(document["id"])): document for document in self.documents(name)}
            for name in sorted(self.table_names())
        }

    # Writing.

    def unit(
        self, verb: str, at: dt.datetime | None = None, about: Mapping[str, Any] = _NOTHING, undoable: bool = True
    ) -> UnitBlock:
        """Return a unit as a block; at the present where no instant is given."""
        return UnitBlock(self, verb, at, about, undoable)

    def writing(self) -> UnitBlock:
        """Return the unit in hand as a block, or one of its own."""
        return self.unit("write")

    def begin(self, verb: str, at: dt.datetime | None, about: Mapping[str, Any], undoable: bool) -> UnitInHand:
        """Begin a unit, or join the one in hand."""
        self._guard.acquire()
        try:
            if self._hand is not None:
                self._hand.join()
                return self._hand
            self._hand = self._begun(verb, at or dt.datetime.now(dt.UTC), about, undoable)
            self._owner = get_ident()
            return self._hand
        except BaseException:
            self._guard.release()
            raise

    def _begun(self, verb: str, at: dt.datetime, about: Mapping[str, Any], undoable: bool) -> UnitInHand:
        """Return a new unit, the lock taken and everything of others taken in."""
        if not self._is_open:
            raise BookFault("book-closed", path=self._reach.paths[0])
        reach = self._reach
        reach.lock.take(verb)
        try:
            head = reach.settle().head
            if reach.fault is not None:
                raise reach.fault
            stamp = next_stamp(head.stamp, at, self.machine)
            return UnitInHand(head.number + 1, verb, at, stamp, about, undoable, reach.keys_to_store)
        except BaseException:
            reach.lock.release()
            raise

    def end(self, is_sound: bool) -> None:
        """End a unit: write it, or forget it where it failed; one inside another leaves that to the outer one."""
        hand = self._hand
        assert hand is not None
        try:
            if not hand.part(is_sound):
                return
            try:
                before = self._reach.view
                if is_sound and write_unit(self._reach, hand, self._own):
                    self._seen = self._reach.seen()
                    known, kept = self._derived
                    if known == (before, hand, hand.turn):  # read after the last change, so still what the book says
                        self._derived = ((self._reach.view, None, 0), kept)
            finally:
                self._hand, self._owner = None, 0
                self._reach.lock.release()
        finally:
            self._guard.release()

    def record(self, table: str, id_: str, after: bytes | None) -> None:
        """Take one change into the unit in hand."""
        hand = self._hand
        assert hand is not None
        before = None
        if id_ not in hand.changed(table):
            before = self._look(lambda view: view.document(table, id_))
        hand.record(table, id_, before, after)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Write the whole book, as TinyDB's own Table does it: what differs becomes one unit."""
        with self.writing():
            for table in sorted(self.table_names() | set(data)):
                wanted = {}
                for doc_id, document in data.get(table, {}).items():
                    id_ = id_of_number(int(doc_id))
                    wanted[id_] = {**document, "id": id_}
                stored = {document["id"]: document for document in self.documents(table)}
                for id_ in stored.keys() - wanted.keys():
                    self.record(table, id_, None)
                for id_, document in wanted.items():
                    if stored.get(id_) != document:
                        self.record(table, id_, to_line(document))

    # Other processes, and the past.

    def changed_elsewhere(self) -> bool:
        """Return whether the book has changed since `catch_up` was last called."""
        view = self._reach.view
        if view is None or self._hand is not None:
            return False
        return self._pending() or self._reach.stamp_of_files() != self._seen

    def _pending(self) -> bool:
        """Return whether units of others were taken in that `catch_up` has not returned yet."""
        return self.view.head.number - self._reported > len(self._own)

    def catch_up(self) -> list[Unit]:
        """Take in what others wrote, and return their units not returned before, oldest first."""
        with self._guard:
            if self._hand is None and self._reach.stamp_of_files() != self._seen:
                self._reach.refresh()
                self._seen = self._reach.seen()
            found = []
            if self._pending():
                for unit in self.units():
                    if unit.number <= self._reported:
                        break
                    if unit.number not in self._own:
                        found.append(unit)
            self._reported = self.view.head.number
            self._own.clear()
            return found[::-1]

    def units(self) -> Iterator[Unit]:
        """Yield the units of the journal, newest first."""
        view = self.view
        head = view.head
        for unit in units_backwards(view.journal.read, head.journal_start, head.position):
            if unit.number <= head.undoable_after:
                unit.undoable = False
            yield unit

    def compact(self, keep_units: int) -> bool:
        """Fold the journal into the snapshot; see `Database.compact`."""
        with self._guard:
            if self._hand is not None:
                raise BookFault("book-locked", path=self._reach.lock.path, holder=os.getpid(), verb=self._hand.verb)
            view = self._reach.refresh()
        from store.disk.folding import fold

        is_folded = fold(self._reach, view, keep_units, self._guard)
        with self._guard:
            self._seen = self._reach.seen()
        return is_folded

    def erase(self, erasure: Erasure) -> None:
        """Erase documents for good; see `Database.erase`."""
        from store.disk.erasing import erase

        def begin() -> str:
            if self._hand is not None:
                raise BookFault("book-locked", path=self._reach.lock.path, holder=os.getpid(), verb=self._hand.verb)
            return self.machine

        erase(self._reach, erasure, self._guard, begin)
        with self._guard:
            self._own.add(self.view.head.number)
            self._seen = self._reach.seen()

    def migrate(self, step: Callable[[int], None]) -> None:
        """Bring a book of an older schema to the present one, in one step."""
        from store.disk.folding import finish_migration

        reach = self._reach
        with self._guard:
            hand = self._begun("migrate", dt.datetime.now(dt.UTC), {}, False)
            self._hand, self._owner = hand, get_ident()
            try:
                if self.view.head.schema < reach.known_schema:
                    step(self.view.head.schema)
                    finish_migration(reach, hand)
            finally:
                self._hand, self._owner = None, 0
                reach.lock.release()
            self._reported = self.view.head.number
            self._seen = reach.seen()

    def close(self) -> None:
        """Let go of the files."""
        with self._guard:
            self._is_open = False
            self._reach.view = None
            self._derived = (None, {})


def _holders(view: View, hand: UnitInHand | None, table: str, key: str) -> set[str]:
    """Return the ids of the documents that have a key, as they are with what a unit in hand has changed."""
    ids = view.ids_with_key(table, key)
    if hand is not None:
        changed = hand.changed(table)
        ids = {id_ for id_ in ids if id_ not in changed}
        ids.update(hand.holders(table, key))
    return ids
