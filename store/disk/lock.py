"""One writer at a time: a lock between processes on a file beside the book, which says who holds it and for what."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import time

from store.disk.files import fault_of
from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.disk.files import FileLayer

_BUSY = frozenset((errno.EACCES, errno.EAGAIN))
_FIRST_PAUSE = 0.001
_LONGEST_PAUSE = 0.02
_NOTE = 512


class Lock:
    """A lock that dies with its process; a living holder is waited for briefly and then named."""

    def __init__(self, path: str, files: FileLayer, wait: float) -> None:
        """Prepare a lock on a path; `wait` is in seconds. The file is made when the lock is first taken."""
        self.path = path
        self.files = files
        self.wait = wait
        self._descriptor = -1

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor >= 0

    def take(self, verb: str, wait: float | None = None) -> None:
        """Take the lock; raises BookFault `book-locked` (path, holder, verb) or `cannot-write` (path)."""
        deadline = time.monotonic() + (self.wait if wait is None else wait)
        pause = _FIRST_PAUSE
        while not self._try():
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                holder = self.holder()
                raise BookFault("book-locked", path=self.path, holder=holder.get("pid"), verb=holder.get("verb"))
            time.sleep(min(pause, remaining))
            pause = min(pause * 1.5, _LONGEST_PAUSE)
        note = json.dumps({"pid": os.getpid(), "verb": verb[:60]}).encode().ljust(_NOTE)[:_NOTE]
        try:  # only a courtesy to whoever waits: a full disk must not keep the lock from being taken
            os.pwrite(self._descriptor, note, 0)  # of one length, because truncating costs file systems milliseconds
        except OSError:
            pass

    def release(self) -> None:
        """Give the lock back."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def holder(self) -> dict[str, object]:
        """Return who holds or last held the lock, as `{"pid", "verb"}`; empty where that is not known."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return {}
        try:
            found = json.loads(os.pread(descriptor, _NOTE, 0))
        except (OSError, ValueError):
            return {}
        finally:
            os.close(descriptor)
        return found if isinstance(found, dict) else {}

    def _try(self) -> bool:
        """Take the lock where it is free; return whether it was."""
        try:
            descriptor = self.files.open(self.path, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise fault_of(error, self.path) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            mine, named = os.fstat(descriptor), os.stat(self.path)
        except FileNotFoundError:
            os.close(descriptor)
            return False
        except OSError as error:
            os.close(descriptor)
            if error.errno in _BUSY:
                return False
            raise fault_of(error, self.path) from error
        if (mine.st_dev, mine.st_ino) != (named.st_dev, named.st_ino):  # somebody removed the file meanwhile
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True
