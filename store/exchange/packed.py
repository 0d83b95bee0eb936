"""Files inside a zip, read like files of a folder, and bounded: what would unpack into a flood is left alone."""

from __future__ import annotations

import zipfile
import zlib

from store.errors import FileFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

MOST_FILES = 10_000
"""Files of an archive that are looked at."""
MOST_BYTES = 1 << 30
"""Bytes that one file of an archive may unpack into."""
MOST_TIMES = 200
"""How many times its packed size a file may have, once it is larger than SMALL."""
SMALL = 1 << 24
_BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError)


class Packed:
    """One file of an archive; it opens and names itself as a path does."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        """Hold the place in the archive."""
        self._archive = archive
        self._member = member
        self.suffix = "." + member.filename.rpartition(".")[2]

    def __str__(self) -> str:
        """Return the name inside the archive."""
        return self._member.filename

    def open(self, mode: str = "rb") -> IO[bytes]:
        """Return the unpacked bytes; reading raises OSError for what is broken, locked or too large."""
        member = self._member
        if member.flag_bits & 1:
            raise OSError(0, "locked with a password")
        if member.file_size > MOST_BYTES or member.file_size > max(SMALL, member.compress_size * MOST_TIMES):
            raise OSError(0, "too large to unpack")
        try:
            return _Bounded(self._archive.open(member), member.file_size)  # type: ignore[return-value]
        except _BROKEN as error:
            raise OSError(0, "broken archive") from error


class _Bounded:
    """Unpacked bytes, never more than the archive said there are."""

    def __init__(self, inner: IO[bytes], size: int) -> None:
        """Begin at the first byte."""
        self._inner = inner
        self._left = size

    def __enter__(self) -> _Bounded:
        """Return the bytes to read."""
        return self

    def __exit__(self, *reason: object) -> None:
        """Let go of the archive's place."""
        self._inner.close()

    def read(self, size: int) -> bytes:
        """Return the next bytes; raises OSError where the archive is broken."""
        try:
            found = self._inner.read(min(size, self._left))
        except _BROKEN as error:
            raise OSError(0, "broken archive") from error
        self._left -= len(found)
        return found


def files(path: Path) -> list[Packed]:
    """Return the files of an archive by name, hidden ones left out; raises FileFault(`cannot-read`)."""
    try:
        archive = zipfile.ZipFile(path)
        members = sorted(archive.infolist()[:MOST_FILES], key=lambda each: each.filename)
    except _BROKEN as error:
        raise FileFault("cannot-read", path=str(path), reason="broken archive") from error
    return [Packed(archive, each) for each in members
            if not each.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in each.filename.split("/"))]
