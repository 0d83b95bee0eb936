"""What this machine knows of the entries that it and the user's other machines wrote to one account's collection."""

from __future__ import annotations

from store import documents
from store.book.writing import Writing
from store.model import EMPTY, Remote
from store.sync.dav.identity import derived, digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from store.book import Book

    State = dict[str, Any]

PLACE, READ = "machines", "machines\nread"
"What the two records are called: of our own entries, and of those of others that were read."


class OwnEntry:
    """One entry of our own on the server."""

    __slots__ = ("etag", "low", "seen", "size")

    def __init__(self, etag: str = "", low: str = "", size: int = 0, seen: bool = True) -> None:
        """Keep a mark of its ETag, the stamp after which everything in it was changed, and its bytes before packing.

        `seen`: whether the server has told of it since it was written. Until then it is missing as soon as it is not told
        of: a token is often a mark of what is there, and what came after it and is gone again is never told of as gone.
        """
        self.etag = etag
        self.low = low
        self.size = size
        self.seen = seen

    def plain(self) -> list[Any]:
        """Return it as JSON holds it."""
        return [self.etag, self.low, self.size, self.seen]


class MachineState:
    """The state as it stands in the book; every change is made to what stands there at that moment, as part of a unit."""

    def __init__(self, book: Book, account: str) -> None:
        """Read what is known; another machine's state, come along with a copied book, is none of ours."""
        self.book = book
        self.account = account
        self.collection = ""
        "Path of the collection."
        self.token = ""
        "Sync token of the server, up to which everything was read."
        self.own: dict[str, OwnEntry] = {}
        "Our entries by mark."
        self.leaving: list[str] = []
        "Marks of entries of ours that another one has taken the place of, still to be removed."
        self.number = -1
        "The last unit of the book whose changes are written; -1 where nothing ever was."
        self.stamp = ""
        "The stamp of that unit."
        self.covered: dict[str, str] = {}
        "By machine: the stamp up to which its changes were read."
        self.waiting: list[str] = []
        "Names of entries that a newer Onward wrote."
        self.base = 0
        "How many entries there were when all were last written anew."
        self.going: State = {}
        "How far writing everything anew has come."
        self.missing: list[str] = []
        "Marks of entries of ours that are gone from the server, or no longer as we wrote them, and not yet written again."
        self.refused = ""
        "When the server last refused such a collection."
        self.read: dict[str, list[str]] = {}
        "By machine: the marks of its entries that were read and are still there."
        self.load()

    def load(self) -> None:
        """Read what stands in the book."""
        self._take(_state_of(self.book, self.account, PLACE))
        self.read = {machine: list(marks) for machine, marks in _state_of(self.book, self.account, READ).items()}

    def _take(self, found: Mapping[str, Any]) -> None:
        """Take a state in."""
        if found.get("machine") != self.book.database.machine:
            found = {name: found[name] for name in ("collection", "covered") if name in found}
        self.collection = str(found.get("collection", ""))
        self.token = str(found.get("token", ""))
        self.own = {mark: OwnEntry(*each) for mark, each in found.get("own", EMPTY).items()}
        self.leaving = list(found.get("leaving", ()))
        self.number = int(found.get("number", -1))
        self.stamp = str(found.get("stamp", ""))
        self.covered = dict(found.get("covered", EMPTY))
        self.waiting = list(found.get("waiting", ()))
        self.base = int(found.get("base", 0))
        self.going = dict(found.get("going", EMPTY))
        self.missing = list(found.get("missing", ()))
        self.refused = str(found.get("refused", ""))

    def _plain(self) -> State:
        """Return the state as JSON holds it."""
        return {
            "machine": self.book.database.machine, "collection": self.collection, "token": self.token,
            "own": {mark: each.plain() for mark, each in self.own.items()}, "leaving": self.leaving, "number": self.number,
            "stamp": self.stamp, "covered": self.covered, "waiting": self.waiting, "base": self.base, "going": self.going,
            "missing": self.missing, "refused": self.refused}

    def change(self, change: Callable[[MachineState], None], writing: Writing | None = None) -> None:
        """Change the state as it stands now, in a unit (default: one of its own)."""
        if writing is None:
            with Writing(self.book, "sync", undoable=False) as own:
                self.change(change, own)
            return
        self.load()
        change(self)
        _keep(writing, self.account, PLACE, self._plain())

    def note_read(self, writing: Writing, machine: str, mark: str) -> None:
        """Note that an entry of another machine was read, as part of the unit that holds what was in it."""
        there = _state_of(self.book, self.account, READ)
        self.read = {name: list(marks) for name, marks in there.items()}
        if mark not in self.read.setdefault(machine, []):
            self.read[machine].append(mark)
            _keep(writing, self.account, READ, self.read)

    def drop_read(self, gone: Mapping[str, set[str]]) -> None:
        """Forget about entries of others that are no longer there."""
        if not any(set(self.read.get(machine, ())) & marks for machine, marks in gone.items()):
            return
        with Writing(self.book, "sync", undoable=False) as writing:
            there = _state_of(self.book, self.account, READ)
            left = {machine: [each for each in marks if each not in gone.get(machine, ())] for machine, marks in there.items()}
            self.read = {machine: marks for machine, marks in left.items() if marks}
            _keep(writing, self.account, READ, self.read)

    def start_over(self) -> None:
        """Know nothing of a collection any more: the next run writes everything."""
        self.token, self.own, self.leaving, self.missing, self.number, self.going = "", {}, [], [], -1, {}


def mark_of(etag: str) -> str:
    """Return a short mark of an ETag; empty for none."""
    return digest(etag)[:8] if etag else ""


def _named(account: str, what: str) -> str:
    return f"{account}\n{what}"


def _state_of(book: Book, account: str, what: str) -> Mapping[str, Any]:
    """Return the state in a record; empty where there is none."""
    found = book.database.table("remotes").by_id(derived("remote", _named(account, what)))
    return dict(found.get("state", EMPTY)) if found is not None and not found.get("deleted") else {}


def _keep(writing: Writing, account: str, what: str, state: Mapping[str, Any]) -> None:
    """Put a state in the place of what was."""
    name = _named(account, what)
    made = Remote(id=derived("remote", name), name=name, state=state)
    writing.book.database.table("remotes").put(documents.to_document("remotes", made, writing.stamp))
