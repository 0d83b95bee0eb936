"""Getting at the book: opening its files as they belong together, and mending what does not.

`Reach` holds what this process sees. Readers take no lock: they open the index, the snapshot and the journal, and see
whether the three belong together. Where they do not, whoever holds the lock takes in, builds anew or mends.
"""

from __future__ import annotations

import os

from store.disk.covering import add_units, fingerprint_of, note_files, seal_of
from store.disk.files import fault_of
from store.disk.index import Index
from store.disk.index_head import FileStore, Odd, load_head
from store.disk.index_writer import IndexWriter
from store.disk.journal import Found, Stretch, scan
from store.disk.lock import Lock
from store.disk.view import OpenFile, View
from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.disk.files import FileLayer
    from store.disk.index_head import IndexHead
    from store.disk.unit import KeysOf

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
        self.private_stamp: tuple[int, ...] = ()
        self.fault: BookFault | None = None
        "Why nothing could be written when the lock was last held."
        self.boot = files.boot()
        self.fingerprint = fingerprint_of(keys_of)

    def _real(self, name: str) -> str:
        return os.path.realpath(os.path.join(self.folder, name))

    def keys_of(self, table: str, document: Mapping[str, Any]) -> set[str]:
        """Return the keys of a document that is stored; one whose keys cannot be told has none, and is told of."""
        try:
            return set(self._keys_of(table, document))
        except Exception:
            if not self.is_older:
                self.tell(BookFault("bad-document", path=self.paths[0], table=table, id=document.get("id")))
            return set()

    def keys_to_store(self, table: str, document: Mapping[str, Any]) -> set[str]:
        """Return the keys of a document that is to be stored; raises BookFault `odd-document` where they cannot be told."""
        try:
            return set(self._keys_of(table, document))
        except Exception as error:
            raise BookFault("odd-document", path=self.paths[0], table=table, id=document.get("id")) from error

    def exists(self) -> bool:
        """Return whether there is a book."""
        return os.path.exists(self.paths[0]) or os.path.exists(self.paths[1])

    def open(self) -> View:
        """Return the state of the book now, mending what has to be mended; raises BookFault."""
        try:
            return self._opened()
        except OSError as error:
            raise BookFault("cannot-read", path=self.paths[0], reason=error.strerror) from error

    def _opened(self) -> View:
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
            from store.disk.mending import private

            return private(self)
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
            if fault.code == "book-locked":
                return view
            from store.disk.mending import private

            return private(self)
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
            return self.private_stamp
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
        except (Odd, OSError):
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
                from store.disk.mending import rebuilt

                view = rebuilt(self)
        except OSError as error:
            from store.disk.mending import private

            view = private(self)
            self.fault = fault_of(error, self.folder)
        else:
            self.is_private = False
            self.fault = None
        self.view = view
        return view

    # What follows is how the above is done.

    def open_file(self, path: str) -> OpenFile:
        """Return a file opened for reading."""
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
            view = View(Index(store, head), self.open_file(self.paths[0]), self.open_file(self.paths[1]))
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
        add_units(writer, units, view.journal, head, self.keys_of)
        if isinstance(torn, Stretch):
            from store.disk.mending import cut

            cut(self, view.journal, torn.start, torn.end)
        note_files(head, view.book, view.journal)
        return view.at(writer.finish(head))

    def build_anew(self, is_locked: bool) -> None:
        """Make the index anew, mending what has to be mended, and see the book through it."""
        from store.disk.mending import private, rebuilt

        if not is_locked:
            try:
                self.lock.take("mend")
            except BookFault:
                self.view = private(self)
                return
        try:
            self.view = rebuilt(self)
        except OSError as error:
            self.fault = fault_of(error, self.folder)
            self.view = private(self)
        finally:
            if not is_locked:
                self.lock.release()

    def tell(self, notice: BookFault) -> None:
        """Keep a notice, once."""
        if all(each.args != notice.args for each in self.notices):
            self.notices.append(notice)

