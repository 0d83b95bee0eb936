"""Values too long for a document (photos), each in a file of its own, named by the digest of its content.

    ab/ab12...      the content whose SHA-256 is that; written beside it first, so that a name always has all of it

The same content lies there once, whoever refers to it. A file is written before whatever refers to it, and removed after,
so that a sudden end leaves at most a file that nobody refers to.
"""

from __future__ import annotations

import contextlib
import os
import re
import time

from store.disk.files import FileLayer, fault_of, is_alive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "large"
"The folder's name, beside a book and among backups."
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PART = ".part"


def is_digest(text: object) -> bool:
    """Return whether a text can be the name of a file here."""
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None


class LargeValues:
    """A folder of such files, private to the user; it is made with the first."""

    def __init__(self, folder: str, files: FileLayer | None = None) -> None:
        """Hold the place."""
        self.folder = folder
        self.lost: set[str] = set()
        "What was asked for and is not there, or is no longer what it was."
        self._files = files or FileLayer()
        self._unsynced: set[str] = set()

    def exists(self) -> bool:
        """Return whether anything was ever kept here."""
        return os.path.isdir(self.folder)

    def _path(self, digest: str) -> str:
        return os.path.join(self.folder, digest[:2], digest)

    def has(self, digest: str) -> bool:
        """Return whether there is a file of that name; whether it is sound `read` tells."""
        return is_digest(digest) and os.path.isfile(self._path(digest))

    def read(self, digest: str) -> bytes | None:
        """Return a value; None, and a note in `lost`, where it is missing or damaged."""
        if is_digest(digest):
            from hashlib import sha256

            with contextlib.suppress(OSError), open(self._path(digest), "rb") as file:
                data = file.read()
                if sha256(data).hexdigest() == digest:
                    return data
        self.lost.add(digest)
        return None

    def is_sound(self, digest: str) -> bool:
        """Return whether a value is there whole."""
        noted = digest in self.lost
        sound = self.read(digest) is not None
        if not sound and not noted:
            self.lost.discard(digest)
        return sound

    def keep(self, digest: str, data: bytes) -> None:
        """Keep a value; it is on the disk when this and then `settle` return. Raises BookFault."""
        if not is_digest(digest):
            raise ValueError(digest)
        path = self._path(digest)
        temporary = f"{path}.{os.getpid()}{_PART}"
        try:
            if self.is_sound(digest):
                os.utime(path)
            else:
                self._make_folder(os.path.dirname(path))
                self._write(temporary, data)
                self._files.replace(temporary, path)
            self._unsynced.add(os.path.dirname(path))
        except OSError as error:
            raise fault_of(error, path) from None
        finally:
            with contextlib.suppress(OSError):
                self._files.remove(temporary)
        self.lost.discard(digest)

    def touch(self, digest: str) -> None:
        """Make a value young, for whoever removes what nobody names leaves what is young alone."""
        with contextlib.suppress(OSError):
            os.utime(self._path(digest))

    def settle(self) -> None:
        """Have the names of everything kept so far on the disk too; raises BookFault."""
        try:
            while self._unsynced:
                self._files.sync_folder(next(iter(self._unsynced)))
                self._unsynced.pop()
        except OSError as error:
            raise fault_of(error, self.folder) from None

    def _make_folder(self, folder: str) -> None:
        """Make the folder of a file, private, with its name on the disk."""
        for each in (self.folder, folder):
            if not os.path.isdir(each):
                os.makedirs(each, mode=0o700, exist_ok=True)
                self._files.sync_folder(os.path.dirname(each))

    def _write(self, path: str, data: bytes) -> None:
        """Write a new file, its content on the disk."""
        descriptor = self._files.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        try:
            self._files.write(descriptor, data, 0)
            self._files.sync(descriptor)
        finally:
            self._files.close(descriptor)

    def take_from(self, other: LargeValues, digest: str) -> bool:
        """Take a value over from another folder unless it is here; return whether it is here now. Raises BookFault."""
        if self.has(digest):
            return True
        noted = digest in other.lost
        data = other.read(digest)
        if data is None:
            if not noted:
                other.lost.discard(digest)
            return False
        self.keep(digest, data)
        return True

    def digests(self, older: float = 0.0) -> Iterator[str]:
        """Yield the names of what is here, of all that is older than so many seconds."""
        limit = time.time() - older
        for path in self._all():
            name = os.path.basename(path)
            with contextlib.suppress(OSError):
                if is_digest(name) and (not older or os.stat(path).st_mtime < limit):
                    yield name

    def _all(self) -> list[str]:
        """Return the paths of all files here."""
        found = []
        for place, _below, names in os.walk(self.folder):
            found += [os.path.join(place, name) for name in names]
        return found

    def remove(self, digest: str) -> None:
        """Remove a value for good; one that is not there is no fault. Raises BookFault."""
        path = self._path(digest)
        try:
            self._files.remove(path)
        except OSError as error:
            raise fault_of(error, path) from None

    def remove_unfinished(self) -> None:
        """Remove what processes that are no more began to write."""
        for path in self._all():
            if path.endswith(_PART) and not is_alive(path.removesuffix(_PART).rpartition(".")[2]):
                with contextlib.suppress(OSError):
                    self._files.remove(path)
