"""Reading what the user's other machines wrote: each entry once, whatever the server remembers."""

from __future__ import annotations

from store import migrations
from store.book import machines_applying
from store.book.machines_state import OwnEntry, mark_of
from store.model import Reason
from store.sync import machines
from store.sync.dav import hrefs
from store.sync.dav.protocol import CALENDAR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.book import Book
    from store.book.machines_state import MachineState
    from store.book.writing import Writing
    from store.sync import Tally, Tell
    from store.sync.dav.answers import Changes
    from store.sync.dav.client import Client
    from store.sync.machines import Entry

TOGETHER = 8
"Entries asked for in one question: each may unpack to a good deal."


class MachineRun:
    """One run over the collection of entries: what its two directions share."""

    def __init__(self, book: Book, client: Client, state: MachineState, href: str, tally: Tally, tell: Tell) -> None:
        """Begin; `href` is the collection."""
        self.book = book
        self.client = client
        self.state = state
        self.href = href
        self.tally = tally
        self.tell = tell
        self.machine = book.database.machine
        self.wrote = False
        "Whether something on the server was changed since it was last asked for changes."
        self.put: dict[str, str] = {}
        "Marks of the entries that this run wrote, with marks of their ETags as far as known."
        self.seen: dict[str, str] = {}
        "By machine: the stamp up to which its changes will have been read when this reading is done."

    def path(self, mark: str) -> str:
        """Return the path of an entry of our own."""
        return hrefs.member(self.href, machines.name_of(self.machine, mark))


def pull(run: MachineRun) -> None:
    """Take in every entry of others that was not read yet, and look after our own."""
    state = run.state
    changes = run.client.changes(run.href, state.token)
    own, others, foreign = _parted(run, changes.changed)
    if foreign and (not changes.whole or not (state.token or state.own)):
        run.tally.note(Reason("foreign-entries", {"count": foreign}))
    orphans = [name for mark, name in ((mark, machines.name_of(run.machine, mark)) for mark in own)
               if mark not in state.own and mark not in state.leaving and mark not in run.put]
    wanted = sorted({*others, *orphans, *state.waiting}, key=lambda name: (machines.parts_of(name) or ("", name))[1])
    _read_all(run, wanted)
    state.load()
    missing = _missing(run, changes, own)
    if not run.tally.dry_run:
        _keep(run, changes, own, missing)
        state.drop_read(_gone(run, changes))


def _keep(run: MachineRun, changes: Changes, own: Mapping[str, str], missing: list[str]) -> None:
    """Note how far everything was read, and how our own entries stand."""
    state = run.state
    etags = {mark: etag for mark, etag in own.items()
             if etag and mark in state.own and mark not in missing and state.own[mark].etag != etag}
    unseen = [mark for mark in own if mark in state.own and not state.own[mark].seen]
    further = {machine: stamp for machine, stamp in run.seen.items() if stamp > state.covered.get(machine, "")}
    lost = [each for each in missing if each not in state.missing]
    if not etags and not unseen and not further and not lost and state.token == changes.token:
        return

    def keep(now: MachineState) -> None:
        now.token = changes.token
        now.covered.update(further)
        now.missing += lost
        for mark, etag in etags.items():
            if mark in now.own:
                now.own[mark].etag = etag
        for mark in unseen:
            if mark in now.own:
                now.own[mark].seen = True

    state.change(keep)


def _parted(run: MachineRun, changed: Mapping[str, str]) -> tuple[dict[str, str], list[str], int]:
    """Return our own entries among members (mark to mark of the ETag), names of others' not yet read, how many are foreign."""
    own: dict[str, str] = {}
    others = []
    foreign = 0
    read = {machine: set(marks) for machine, marks in run.state.read.items()}
    for href, etag in changed.items():
        name = href.rpartition("/")[2]
        parts = machines.parts_of(name)
        if parts is None:
            foreign += 1
        elif parts[0] == run.machine:
            own[parts[1]] = mark_of(etag)
        elif parts[1] not in read.get(parts[0], ()):
            others.append(name)
    return own, others, foreign


def _read_all(run: MachineRun, wanted: list[str]) -> None:
    """Read entries by name and take each in as a unit."""
    for start in range(0, len(wanted), TOGETHER):
        run.tell("journal", start, len(wanted))
        paths = [hrefs.member(run.href, name) for name in wanted[start:start + TOGETHER]]
        found = run.client.items(run.href, paths, CALENDAR)
        for item in sorted(found, key=lambda each: (machines.parts_of(each.href.rpartition("/")[2]) or ("", ""))[1]):
            _take(run, item.href.rpartition("/")[2], item.data)
    if wanted:
        run.tell("journal", len(wanted), len(wanted))


def _take(run: MachineRun, name: str, data: bytes) -> None:
    """Take one entry in."""
    machine, mark = machines.parts_of(name) or ("", "")
    try:
        entry = machines.read(name, data, migrations.SCHEMA)
    except machines.Newer:
        _wait_for(run, name)
        return
    except machines.NotOurs:
        run.tally.note(Reason("entry-not-read", {"name": name}))
        entry = machines.Entry(machine, ())

    def keep(writing: Writing) -> None:
        if machine != run.machine:
            run.state.note_read(writing, machine, mark)
        run.state.change(lambda now: _taken(now, run, name, machine, mark), writing)

    changed, odd = _applied(run, entry, None if run.tally.dry_run else keep)
    run.tally.add("journals-in", changed)
    if odd:
        run.tally.note(Reason("entries-odd", {"count": odd}))
    if entry.upto:
        run.seen[machine] = max(run.seen.get(machine, ""), entry.upto)


def _applied(run: MachineRun, entry: Entry, keep: object) -> tuple[int, int]:
    """Apply an entry."""
    return machines_applying.apply(run.book, entry, run.state.stamp, run.state.covered, keep)  # type: ignore[arg-type]


def _taken(now: MachineState, run: MachineRun, name: str, machine: str, mark: str) -> None:
    """Note in the state that an entry was read; one of our own that we knew nothing of is taken for ours again."""
    now.waiting = [each for each in now.waiting if each != name]
    if machine == run.machine and mark not in now.own:
        now.own[mark] = OwnEntry(size=machines.LIMIT)


def _wait_for(run: MachineRun, name: str) -> None:
    """Leave an entry of a newer Onward for later."""
    run.tally.note(Reason("newer-machine", {"name": name}))
    if name not in run.state.waiting and not run.tally.dry_run:
        run.state.change(lambda now: now.waiting.append(name))


def _missing(run: MachineRun, changes: Changes, own: Mapping[str, str]) -> list[str]:
    """Return the marks of our own entries that are gone, or were changed by somebody."""
    there = {href.rpartition("/")[2] for href in changes.gone}
    found = []
    for mark, each in run.state.own.items():
        name = machines.name_of(run.machine, mark)
        if mark in run.put and mark in own:
            continue
        if ((mark not in own and (changes.whole or not each.seen)) or name in there
                or (mark in own and each.etag and own[mark] and own[mark] != each.etag and not _is_sound(run, name))):
            found.append(mark)
    return found


def _is_sound(run: MachineRun, name: str) -> bool:
    """Return whether an entry of ours still holds what we wrote, however the server wrote it down."""
    item = run.client.item(hrefs.member(run.href, name))
    if item is None:
        return False
    try:
        machines.read(name, item.data, migrations.SCHEMA)
    except (machines.NotOurs, machines.Newer):
        return False
    return True


def _gone(run: MachineRun, changes: Changes) -> dict[str, set[str]]:
    """Return the entries of others that are no longer there, by machine."""
    gone: dict[str, set[str]] = {}
    names: Iterable[str] = (href.rpartition("/")[2] for href in changes.gone)
    if changes.whole:
        there = {href.rpartition("/")[2] for href in changes.changed}
        names = [name for machine, marks in run.state.read.items() for mark in marks
                 if (name := machines.name_of(machine, mark)) not in there]
    for name in names:
        parts = machines.parts_of(name)
        if parts is not None and parts[0] != run.machine:
            gone.setdefault(parts[0], set()).add(parts[1])
    return gone
