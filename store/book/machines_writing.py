"""Writing what this machine changed for the others: a few large entries the first time, then one a run, few in all."""

from __future__ import annotations

from store import migrations
from store.book.machines_applying import FROM, OUT, TABLES, travels
from store.book.machines_state import OwnEntry, mark_of
from store.rules import merge_fields
from store.sync import machines
from store.sync.dav.client import Conflict
from store.sync.dav.protocol import CALENDAR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from store.book import Book
    from store.book.machines_reading import MachineRun
    from store.book.machines_state import MachineState

    Document = Mapping[str, Any]
    Placed = tuple[str, Document]

MOST_SMALL = 40
"So many small entries become one."
MOST_MORE = 60
"So many entries more than twice as many as all take when written anew, and all are written anew."
MOST_NAMED = 20_000
"With more changed documents than this the book is read through instead."
MOST_UNITS = 200
"After so many units that changed nothing for others it is noted that they were looked at."


def push(run: MachineRun) -> None:
    """Write what changed here since the last time; what of ours is gone from the server is written again."""
    state = run.state
    number, stamp = run.book.database.mark
    if state.going:
        _all_since(run, str(state.going["since"]), int(state.going["number"]), str(state.going["upto"]))
    lost = [each for each in state.missing if each in state.own]
    if lost:
        _all_since(run, min(state.own[each].low for each in lost), number, stamp)
    elif state.number < 0:
        _all_since(run, "", number, stamp)
    elif state.number < number:
        named = changed_since(run.book, state.number, number)
        if named is None:
            _all_since(run, state.stamp, number, stamp)
        else:
            _named(run, named, number, stamp)
    if not run.tally.dry_run:
        _tidy(run)


def changed_since(book: Book, past: int, number: int) -> list[tuple[str, str]] | None:
    """Return what units of this machine's own changed after one, by table and id; None where the journal no longer says."""
    found: dict[tuple[str, str], None] = {}
    expected = set(range(past + 1, number + 1))
    for unit in book.database.units(newest_first=True):
        if unit.number <= past:
            break
        expected.discard(unit.number)
        if unit.about.get(FROM):
            found.update(dict.fromkeys((str(table), str(identity)) for table, identity in unit.about.get(OUT, ())))
        else:
            found.update(dict.fromkeys((each.table, each.id) for each in unit.changes if each.table in TABLES))
        if len(found) > MOST_NAMED:
            return None
    return None if expected else sorted(found, key=lambda each: (TABLES.index(each[0]), each[1]))


def _named(run: MachineRun, named: Iterable[tuple[str, str]], number: int, stamp: str) -> None:
    """Write some documents as they are now."""
    low = run.state.stamp

    def there() -> Iterator[Placed]:
        for table, identity in named:
            document = run.book.database.table(table).by_id(identity)
            if document is not None and travels(table, document):
                yield table, document

    written: dict[str, OwnEntry] = {}
    for _last, lines, is_end in _batches(there()):
        mark = _put(run, lines, stamp if is_end else "")
        if mark is not None:
            written[mark] = OwnEntry(run.put[mark], low, sum(map(len, lines)), seen=False)

    def keep(now: MachineState) -> None:
        now.own.update(written)
        now.number, now.stamp = max(number, now.number), max(stamp, now.stamp)

    if (written or number - run.state.number > MOST_UNITS) and not run.tally.dry_run:
        run.state.change(keep)


def wanted(document: Document, machine: str, since: str, covered: Mapping[str, str]) -> bool:
    """Return whether a document belongs among everything that this machine writes of what changed after a stamp.

    So do those that it changed itself, and those that came here by a way that no other machine's entries show.
    """
    if "definition" in document and "stamp" not in document:
        return True  # they are few, never change, and carry no stamps
    said = merge_fields.stamps_in(document)
    return any(each > since and (each[18:] == machine or each > covered.get(each[18:], "")) for each in said)


def _all_since(run: MachineRun, since: str, number: int, stamp: str) -> None:
    """Write everything that changed after a stamp, in the place of all entries that hold only such; goes on where it was."""
    state = run.state
    is_going = str(state.going.get("since", "-")) == since if state.going else False
    after = (str(state.going["table"]), str(state.going["id"])) if is_going else ("", "")
    kept = list(state.going["kept"]) if is_going else []
    replaced = list(state.going["replaces"]) if is_going else [mark for mark, each in state.own.items() if each.low >= since]
    total = sum(len(run.book.database.table(table)) for table in TABLES)
    done = 0
    covered = {**state.covered, **run.seen}

    def there() -> Iterator[Placed]:
        for table in TABLES:
            if after[0] and TABLES.index(table) < TABLES.index(after[0]):
                continue
            for document in run.book.database.table(table):
                if table == after[0] and document["id"] <= after[1]:
                    continue
                if travels(table, document) and wanted(document, run.machine, since, covered):
                    yield table, document

    for last, lines, is_end in _batches(there()):
        run.tell("journal", done, total)
        mark = _put(run, lines, stamp if is_end else "")
        done += len(lines)
        if mark is None:
            continue
        kept.append(mark)
        entry = OwnEntry(run.put[mark], since, sum(map(len, lines)), seen=False)
        going = {"since": since, "number": number, "upto": stamp, "table": last[0], "id": last[1], "kept": kept,
                 "replaces": replaced}

        def part(now: MachineState, mark: str = mark, entry: OwnEntry = entry, going: dict[str, Any] = going) -> None:
            now.own[mark] = entry
            now.going = going

        state.change(part)
    if run.tally.dry_run:
        return
    def end(now: MachineState) -> None:
        for mark in replaced:
            if now.own.pop(mark, None) is not None and mark not in now.leaving:
                now.leaving.append(mark)
        now.going = {}
        now.missing = [each for each in now.missing if each in now.own]
        now.number, now.stamp = max(number, now.number), max(stamp, now.stamp)
        if not since:
            now.base = len(now.own)

    state.change(end)


def _batches(given: Iterable[Placed]) -> Iterator[tuple[tuple[str, str], list[bytes], bool]]:
    """Yield documents in lots for one entry each: (table and id of the last, lines, whether these are the last ones)."""
    lines: list[bytes] = []
    size = 0
    last = ("", "")
    for table, document in given:
        if table == "definitions":
            document = {"id": document["id"], "definition": document["definition"]}
        line = machines.line_of(table, document)
        if lines and size + len(line) > machines.LIMIT:
            yield last, lines, False
            lines, size = [], 0
        lines.append(line)
        size += len(line)
        last = (table, document["id"])
    if lines:
        yield last, lines, True


def _put(run: MachineRun, lines: list[bytes], upto: str) -> str | None:
    """Write an entry under a new name; return its mark, None where nothing is to be written."""
    run.tally.add("journals-out", len(lines))
    if run.tally.dry_run:
        return None
    for attempt in (1, 2, 3):
        now = run.book.now()
        name = machines.name_for(run.machine, now)
        mark = (machines.parts_of(name) or ("", ""))[1]
        try:
            etag = run.client.put(run.path(mark), machines.written(name, lines, migrations.SCHEMA, upto, now), CALENDAR)
        except Conflict:
            if attempt == 3:
                raise
            continue
        run.put[mark] = mark_of(etag)
        run.wrote = True
        return mark
    return None


def _tidy(run: MachineRun) -> None:
    """Make one of many small entries, and remove those that others have taken the place of."""
    state = run.state
    state.load()
    number, stamp = state.number, state.stamp
    small = [each for each in state.own.values() if each.low and each.size < machines.LIMIT // 4]
    if len(state.own) > 2 * state.base + MOST_MORE:
        _all_since(run, "", number, stamp)
    elif len(small) > MOST_SMALL:
        _all_since(run, min(each.low for each in small), number, stamp)
    leaving = list(state.leaving)
    for mark in leaving:
        run.client.delete(run.path(mark))
        run.wrote = True
    if leaving:
        state.change(lambda now: _left(now, leaving))


def _left(now: MachineState, gone: Iterable[str]) -> None:
    """Note that entries of ours were removed."""
    left = set(gone)
    now.leaving = [each for each in now.leaving if each not in left]

