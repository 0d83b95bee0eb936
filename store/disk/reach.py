"""Getting at the book: opening its files as they belong together, and mending what does not.

`Reach` holds what this process sees. Readers take no lock: they open the index, the snapshot and the journal, and see
whether the three belong together. Where they do not, whoever holds the lock takes in, builds anew or mends.
"""

from __future__ import annotations

import os

from store.disk.covering import add_units, fingerprint_of, note_files, seal_of
from store.disk.files import fault_of
from store.disk.identity import STAMP_START
from store.disk.index import Index, IndexWriter
from store.disk.index_head import FileStore, Odd, load_head
from store.disk.journal import Found, Stretch, header_line, scan
from store.disk.lock import Lock
from store.disk.view import OpenFile, View
from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.disk.files import FileLayer
    from store.disk.index_head import IndexHead
    from store.disk.truth import Truth
    from store.disk.unit import KeysOf

_MOST_KEPT = 1_000_000
_OWN = ("book.json", "journal.jsonl")


class Reach:
    """The files of one book, and the state of it that this process sees."""

    def __init__(self, folder: str, keys_of: KeysOf, schema: int, files: FileLayer, wait: float) -> None:
        """Prepare to open the book in a folder; `schema` is the newest that is understood."""
        self.folder = os.path.realpath(folder)
        self.files = files
        self._keys_of = keys_of
        self.is_older = False
        self.known_schema = schema
        self.notices: list[BookFault] = []
        self.paths = (self._real("book.json"), self._real("journal.jsonl"), self._real("index"))
        self.lock = Lock(os.path.join(self.folder, "lock"), files, wait)
        self.view: View | None = None
        self.is_private = False
        "Whether what is seen was indexed in memory, because nothing could be written."
        self._private_stamp: tuple[int, ...] = ()
        self.fault: BookFault | None = None
        "Why nothing could be written when the lock was last held."
        self.boot = files.boot()
        self.fingerprint = fingerprint_of(keys_of)

    def _real(self, name: str) -> str:
        return os.path.realpath(os.path.join(self.folder, name))

    def keys_of(self, table: str, document: Mapping[str, Any]) -> set[str]:
        """Return a document's keys; raises BookFault `bad-document` where they cannot be told.

        In a book that waits for its migration such documents have none.
        """
        try:
            return set(self._keys_of(table, document))
        except Exception as error:
            if self.is_older:
                return set()
            raise BookFault("bad-document", path=self.paths[0], table=table, id=document.get("id")) from error

    def exists(self) -> bool:
        """Return whether there is a book."""
        return os.path.exists(self.paths[0]) or os.path.exists(self.paths[1])

    def create(self) -> None:
        """Make an empty book, and its folder; the folder and its files are the user's alone."""
        from store.disk.snapshot import SnapshotWriter

        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
        except OSError as error:
            raise fault_of(error, self.folder) from error
        self.lock.take("create")
        try:
            if self.exists():
                return
            head: dict[str, Any] = {"schema": self.known_schema, "generation": os.urandom(8).hex(), "number": 0}
            for path, name in ((self.paths[1], "journal"), (self.paths[0], "book")):
                if name == "book":
                    writer = SnapshotWriter(self.files, path + ".new", {**head, "stamp": STAMP_START})
                    self.files.close(writer.finish())
                else:
                    descriptor = self.files.open(path + ".new", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
                    line = header_line(head["generation"], self.known_schema, 0, STAMP_START, 0)
                    self.files.write(descriptor, line, 0)
                    self.files.sync(descriptor)
                    self.files.close(descriptor)
                self.files.replace(path + ".new", path)
            self.files.sync_folder(self.folder)
            self.files.sync_folder(os.path.dirname(self.folder))
        except OSError as error:
            raise fault_of(error, self.folder) from error
        finally:
            self.lock.release()

    def open(self) -> View:
        """Return the state of the book now, mending what has to be mended."""
        try:
            view = self._joined()
            self.is_private = False
            view = self._brought_up(view)
        except Odd:
            view = self._opened_with_lock()
        copies = self._conflicted_copies()
        if copies:
            self.tell(BookFault("conflicted-copy", path=copies[0], paths=copies, kept=self.paths[0]))
        self.view = view
        return view

    def _conflicted_copies(self) -> list[str]:
        """Return the files beside the book that look like copies of it, as programs that share folders leave them."""
        mine = {*_OWN, *map(os.path.basename, self.paths)}
        try:
            names = os.listdir(self.folder)
        except OSError:
            return []
        return sorted(
            os.path.join(self.folder, name) for name in names
            if name not in mine and name.startswith(("book", "journal")) and name.endswith((".json", ".jsonl"))
        )

    def _opened_with_lock(self) -> View:
        """Return the state of the book after settling under the lock, or seen privately where that cannot be had."""
        try:
            self.lock.take("open")
        except BookFault:
            return self._private()
        try:
            return self.settle()
        finally:
            self.lock.release()

    def _brought_up(self, view: View) -> View:
        """Return a view with what somebody who died left in the journal; a living writer is not waited for."""
        if not self._is_behind(view):
            return view
        try:
            self.lock.take("open", wait=0)
        except BookFault as fault:
            return view if fault.code == "book-locked" else self._private()
        try:
            return self.settle()
        finally:
            self.lock.release()

    def stamp_of_files(self) -> tuple[int, ...]:
        """Return what changes whenever anybody writes the book: a few numbers, in microseconds."""
        found: list[int] = []
        for path in self.paths:
            try:
                status = os.stat(path)
            except OSError:
                continue
            found += (status.st_ino, status.st_size, status.st_mtime_ns)
        return tuple(found[:8])

    def seen(self) -> tuple[int, ...]:
        """Return what the files look like while the view is their newest state; nothing at all where it is not."""
        if self.is_private:
            return self._private_stamp
        stamp, view = self.stamp_of_files(), self.view
        try:
            if view is None or not self._is_named(view) or self._is_behind(view):
                return ()
            return stamp if load_head(view.index.store).number == view.head.number else ()
        except Odd:
            return ()

    def refresh(self) -> View:
        """Return the newest state of the book, without the lock where that is possible."""
        assert self.view is not None
        try:
            if self.is_private or not self._is_named(self.view):
                raise Odd("other files")
            head = load_head(self.view.index.store)
            view = self.view if head.number == self.view.head.number else self.view.at(self._checked(head))
            self._check(view.at(head))
        except Odd:
            return self.open()
        self.view = view = self._brought_up(view)
        return view

    def settle(self) -> View:
        """Return the newest state, with everything in the journal taken in; the lock is held."""
        try:
            try:
                view = self.view
                if view is None or self.is_private or not self._is_named(view):
                    view = self._joined(check_boot=False)
                else:
                    head = self._checked(load_head(view.index.store))
                    view = view if head.number == view.head.number and head.end == view.head.end else view.at(head)
                    self._check(view)
                is_stale = view.head.boot != self.boot
                if is_stale:
                    view = self._rewound(view)
                if is_stale or self._is_behind(view):
                    view = self._taken_in(view)
            except Odd:
                view = self._rebuilt()
        except OSError as error:
            view = self._private()
            self.fault = fault_of(error, self.folder)
        else:
            self.is_private = False
            self.fault = None
        self.view = view
        return view

    # What follows is how the above is done.

    def _open_file(self, path: str) -> OpenFile:
        return OpenFile(self.files, self.files.open(path, os.O_RDONLY))

    def _size(self, file: OpenFile) -> int:
        return os.fstat(file.descriptor).st_size

    def _is_behind(self, view: View) -> bool:
        """Return whether the journal goes on behind what the index covers."""
        return self._size(view.journal) != view.head.position

    def _is_named(self, view: View) -> bool:
        """Return whether the files of a view are still those with the names of the book."""
        store = view.index.store
        descriptors = (view.book.descriptor, view.journal.descriptor, getattr(store, "descriptor", -1))
        try:
            return all(
                os.stat(path).st_ino == os.fstat(descriptor).st_ino
                for path, descriptor in zip(self.paths, descriptors, strict=True)
            )
        except OSError:
            return False

    def _checked(self, head: IndexHead) -> IndexHead:
        """Return a head that this program can use; raises Odd, or BookFault `newer-book`."""
        if head.fingerprint != self.fingerprint:
            raise Odd("made with other keys")
        if head.schema > self.known_schema:
            raise BookFault("newer-book", found=head.schema, known=self.known_schema, path=self.paths[0])
        self.is_older = head.schema < self.known_schema
        return head

    def _joined(self, check_boot: bool = True) -> View:
        """Return the view through the index on the disk; raises Odd where it does not belong to the other two files."""
        try:
            descriptor = self.files.open(self.paths[2], os.O_RDWR)
        except OSError:
            try:
                descriptor = self.files.open(self.paths[2], os.O_RDONLY)
            except OSError as error:
                raise Odd("no index") from error
        store = FileStore(self.files, descriptor)
        head = self._checked(load_head(store))
        if check_boot and head.boot != self.boot:
            raise Odd("another start of the computer")
        try:
            view = View(Index(store, head), self._open_file(self.paths[0]), self._open_file(self.paths[1]))
        except FileNotFoundError as error:
            raise Odd("no file") from error
        except OSError as error:
            raise BookFault("cannot-read", path=self.paths[0], reason=error.strerror) from error
        self._check(view)
        return view

    def _check(self, view: View) -> None:
        """Raise Odd where the files of a view are not those that its index covers, or were changed by somebody else."""
        head = view.head
        book, journal = os.fstat(view.book.descriptor), os.fstat(view.journal.descriptor)
        if (book.st_ino, book.st_size, book.st_mtime_ns) != (head.book_inode, head.book_size, head.book_mtime):
            raise Odd("another snapshot")
        if journal.st_ino != head.journal_inode or journal.st_size < head.position:
            raise Odd("another journal")
        if journal.st_size == head.position and journal.st_mtime_ns != head.journal_mtime:
            raise Odd("a journal changed by somebody else")
        if seal_of(view.journal, head.position) != head.journal_seal:
            raise Odd("a journal with another end")

    def _rewound(self, view: View) -> View:
        """Return a view that was last written before the computer started anew, at what is known to be on the disk.

        What was written to the index afterwards may be there or not; it is written again, behind all of it.
        """
        head = view.head.copy()
        head.boot = self.boot
        head.number, head.position = head.synced, head.synced_position
        head.end = view.index.store.size()
        if head.position < head.journal_start or head.number < head.book_number:
            raise Odd("never synced")
        return view.at(head)

    def _taken_in(self, view: View) -> View:
        """Return the view with the rest of the journal taken in; what is torn at its end is set aside."""
        size = self._size(view.journal)
        head = view.head.copy()
        found = list(scan(view.journal.read, head.position, size))
        torn = found.pop() if found and isinstance(found[-1], Stretch) else None
        units = [each for each in found if isinstance(each, Found) and not each.edited]
        if len(units) != len(found):
            raise Odd("a damaged journal")
        writer = IndexWriter(view.index.store, head)
        add_units(writer, units, head, self.keys_of)
        if isinstance(torn, Stretch):
            self._cut(view.journal, torn.start, torn.end)
        note_files(head, view.book, view.journal)
        return view.at(writer.finish(head))

    def _cut(self, journal: OpenFile, start: int, end: int) -> None:
        """Set the torn end of the journal aside and cut it off; somebody died while writing it."""
        from store.disk.damage import set_aside

        aside = set_aside(self.files, self.folder, [journal.read(end - start, start)])
        descriptor = self.files.open(self.paths[1], os.O_RDWR)
        try:
            self.files.truncate(descriptor, start)
            self.files.sync(descriptor)
        finally:
            self.files.close(descriptor)
        self.notices.append(BookFault("torn-unit", path=self.paths[1], aside=aside, length=end - start))

    def truth_of(self, view: View) -> Truth:
        """Read the two files of a view from their beginnings, as far as it goes."""
        from store.disk.truth import Truth

        return Truth(view.book, view.journal, self.paths[:2], view.head.position)

    def build_anew(self, is_locked: bool) -> None:
        """Make the index anew, mending what has to be mended, and see the book through it."""
        if not is_locked:
            try:
                self.lock.take("mend")
            except BookFault:
                self.view = self._private()
                return
        try:
            self.view = self._rebuilt()
        except OSError as error:
            self.fault = fault_of(error, self.folder)
            self.view = self._private()
        finally:
            if not is_locked:
                self.lock.release()

    def _truth(self) -> Truth:
        """Read the two files from their beginnings; one that is missing counts as empty."""
        from store.disk.truth import Truth

        opened = []
        for path in self.paths[:2]:
            try:
                opened.append(self._open_file(path))
            except FileNotFoundError:
                opened.append(self._open_file(os.devnull))
            except OSError as error:
                raise BookFault("cannot-read", path=path, reason=error.strerror) from error
        truth = Truth(opened[0], opened[1], self.paths[:2])
        if truth.schema > self.known_schema:
            raise BookFault("newer-book", found=truth.schema, known=self.known_schema, path=self.paths[0])
        self.is_older = truth.schema < self.known_schema
        return truth

    def _rebuilt(self) -> View:
        """Return the view through a new index of a sound book, or of a damaged one mended; the lock is held."""
        from store.disk.fold import index_truth

        truth = self._truth()
        if not truth.sound:
            return self._mended(truth)
        if truth.torn:
            self._cut(truth.journal, *truth.lost["journal"][0])
        path = self.paths[2] + ".new"
        store = FileStore(self.files, self.files.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC))
        view = index_truth(truth, store, self.keys_of, self.boot, self.fingerprint)
        self.files.replace(path, self.paths[2])
        return view

    def _mended(self, truth: Truth) -> View:
        """Return the view of a damaged or edited book, written anew from what is sound; the rest is set aside first."""
        from store.disk.damage import set_aside
        from store.disk.fold import Folded
        from store.disk.mending import notices_of, pieces_of

        pieces = pieces_of(truth)
        aside = set_aside(self.files, self.folder, pieces) if pieces else None
        folded = Folded(self.files, self.paths, ".new")
        try:
            folded.write(truth, self.keys_of, self.boot, self.fingerprint, _MOST_KEPT, {})
            view = folded.publish()
        except OSError:
            folded.give_up()
            raise
        self.notices += notices_of(truth, view, self.paths, aside)
        return view

    def _private(self) -> View:
        """Return the view through an index in memory, where nothing can be written or the lock cannot be had."""
        from store.disk.mending import notices_of, private_view

        for _attempt in range(10):
            self._private_stamp = self.stamp_of_files()
            truth = self._truth()
            if self._private_stamp == self.stamp_of_files():
                break
        view = private_view(truth, self.keys_of, self.boot, self.fingerprint, self.files)
        self.is_private = True
        for notice in notices_of(truth, view, self.paths, None):
            self.tell(notice)
        return view

    def tell(self, notice: BookFault) -> None:
        """Keep a notice, once."""
        if all(each.args != notice.args for each in self.notices):
            self.notices.append(notice)

