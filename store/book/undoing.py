"""Undo and redo, from the journal: the inverse of a unit, written as a new unit, where nothing has changed since.

How far back: DEPTH actions, across restarts, a batch counting as one; and no further than the journal reaches, which keeps
its last 1,000 units however often it is folded. Actions from before a migration cannot be taken back.
"""

from __future__ import annotations

import contextlib

from store.book.writing import Writing
from store.documents import BOOKKEEPING, OF_A_CONTACT
from store.errors import BookFault, NotFound
from store.model import Receipt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.book import Book
    from store.disk import Unit, UnitChange

DEPTH = 200
"How many actions can be taken back, the newest first; what was taken back and done again counts among them once."
GLANCED_AT = 40
"Units that are looked at to tell whether there is anything to take back; a sync leaves many that cannot be."
STAY = {"send": ("drafts",)}
"Verb to the tables that undo leaves: a mail that was sent stays sent, only its entry in the history is taken back."
_NOTHING = object()


class _Rehearsed(Exception):
    """Ends a block whose unit is not to be written."""


def undo(book: Book, dry_run: bool = False) -> Receipt:
    """Take back the last action; with `dry_run` only try whether that can be done."""
    with contextlib.suppress(_Rehearsed), Writing(book, "undo") as writing:
        _turn_back(book, writing, _last_action(book), backwards=True)
        writing.about["undoes"] = writing.values.pop("number")
        if dry_run:
            raise _Rehearsed
    return writing.receipt()


def redo(book: Book, dry_run: bool = False) -> Receipt:
    """Do again what was last taken back; with `dry_run` only try whether that can be done."""
    with contextlib.suppress(_Rehearsed), Writing(book, "redo") as writing:
        undoing, unit = _last_undone(book)
        _turn_back(book, writing, unit, backwards=False)
        writing.values.pop("number")
        writing.about["redoes"] = undoing.number
        if dry_run:
            raise _Rehearsed
    return writing.receipt()


def can(book: Book) -> bool:
    """Return whether there is an action to take back; True also where a short look did not find out."""
    try:
        _last_action(book, GLANCED_AT)
    except NotFound:
        return book.database.number > GLANCED_AT
    return True


def size(book: Book, forth: bool = False) -> int:
    """Return how many contacts the action concerns that undo (or, with `forth`, redo) would turn; 0 where there is none."""
    try:
        unit = _last_undone(book)[1] if forth else _last_action(book)
    except NotFound:
        return 0
    return int(unit.about.get("many") or len(unit.about.get("contacts", ())))


def _last_action(book: Book, limit: int | None = None) -> Unit:
    """Return the newest action that is not taken back, of the last `limit` units; raises NotFound."""
    cancelled: set[int] = set()
    passed = 0
    for unit in book.database.units(newest_first=True, limit=limit):
        turned = unit.about.get("undoes") or unit.about.get("redoes")
        if unit.number in cancelled:
            passed += not turned
        elif turned:
            cancelled.add(turned)
        elif unit.undoable:
            return unit
        if passed >= DEPTH:
            break
    raise NotFound("nothing-to-undo")


def _last_undone(book: Book) -> tuple[Unit, Unit]:
    """Return the newest undo that nothing followed, and the unit that it took back; raises NotFound."""
    cancelled: set[int] = set()
    undoing: Unit | None = None
    for unit in book.database.units(newest_first=True):
        if undoing is not None:
            if unit.number == undoing.about["undoes"]:
                return undoing, unit
        elif unit.number not in cancelled:
            if unit.about.get("redoes"):
                cancelled.add(unit.about["redoes"])
            elif unit.about.get("undoes"):
                undoing = unit
            elif unit.undoable:
                break
    raise NotFound("nothing-to-redo")


def _turn_back(book: Book, writing: Writing, unit: Unit, backwards: bool) -> None:
    """Write the state before a unit (or, forwards, after it) for every document it changed."""
    names = list(unit.about.get("names", ()))
    for change in reversed(unit.changes) if backwards else unit.changes:
        if change.table in STAY.get(unit.verb, ()):
            continue
        expected, wanted = (change.after, change.before) if backwards else (change.before, change.after)
        table = book.database.table(change.table)
        current = table.by_id(change.id)
        if not _as_left(current, expected, wanted):
            raise BookFault("undo-conflict" if backwards else "redo-conflict", verb=unit.verb, names=names)
        if current is None and (wanted is None or wanted.get("deleted")):
            continue
        table.put(_turned(current, expected, wanted, writing.stamp))
        if backwards and change.table == "contacts" and change.before is None:
            _refuse_orphans(book, unit, change.id, names)
    concerned = [each for change in unit.changes for each in _people_of(change)]
    writing.contacts = list(dict.fromkeys([*unit.about.get("contacts", ()), *concerned]))
    writing.names = names
    writing.values = {**unit.about.get("values", {}), "verb": unit.verb, "number": unit.number}


def _people_of(change: UnitChange) -> list[str]:
    """Return the ids of the people whose agendas a change may move."""
    state = change.after or change.before or {}
    if change.table == "contacts":
        return [change.id]
    return [each for each in (state.get("contact", ""), *state.get("contacts", ())) if each]


def _fields(document: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a document's fields, a missing document being a deleted one without any."""
    if document is None:
        return {"deleted": True}
    fields = {name: value for name, value in document.items() if name not in BOOKKEEPING}
    fields["deleted"] = bool(document.get("deleted"))
    return fields


def _as_left(current: Mapping[str, Any] | None, expected: Mapping[str, Any] | None, wanted: Mapping[str, Any] | None) -> bool:
    """Return whether the fields that would be turned back stand as the unit left them."""
    now, left, goal = _fields(current), _fields(expected), _fields(wanted)
    if left["deleted"] and now["deleted"]:
        return True
    if goal["deleted"]:
        return now == left
    return all(
        now.get(name, _NOTHING) == left.get(name, _NOTHING)
        for name in left.keys() | goal.keys() if left.get(name, _NOTHING) != goal.get(name, _NOTHING))


def _turned(current: Mapping[str, Any] | None, expected: Mapping[str, Any] | None, wanted: Mapping[str, Any] | None,
            stamp: str) -> dict[str, Any]:
    """Return the current document with the unit's fields turned to the wanted state, each stamped."""
    if wanted is None or wanted.get("deleted"):
        assert current is not None
        return {**current, "deleted": stamp}
    left, goal = _fields(expected), _fields(wanted)
    base = dict(current or wanted)
    stamps = dict(base.get("stamps", {}))
    for name in left.keys() | goal.keys():
        if left.get(name, _NOTHING) == goal.get(name, _NOTHING):
            continue
        stamps[name] = stamp
        if name == "deleted" or name not in goal:
            base.pop(name, None)
        else:
            base[name] = goal[name]
    if current is not None and base.get("permissions") != current.get("permissions"):
        from store.rules.merge_fields import lifting

        stamps |= lifting(current, base, stamp)
    base["stamps"] = stamps
    return base


def _refuse_orphans(book: Book, unit: Unit, contact: str, names: list[str]) -> None:
    """Refuse to take back a person about whom something else was stored since."""
    own = {change.id for change in unit.changes}
    for name in OF_A_CONTACT:
        if name == "drafts":
            continue
        for document in book.database.table(name).with_key(f"contact:{contact}"):
            if document["id"] not in own and not document.get("deleted"):
                raise BookFault("undo-conflict", verb=unit.verb, names=names)
