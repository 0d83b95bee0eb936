"""The file layer: every byte of the book goes to the disk through here, so that tests can take the power away."""

from __future__ import annotations

import errno
import os
import sys

from store.errors import BookFault

FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
REFUSED = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))


class FileLayer:
    """The operating system's files, as few operations as the book needs.

    Paths are texts. Everything may raise OSError, which `fault_of` turns into what a person is told.
    """

    def open(self, path: str, flags: int) -> int:
        """Return a descriptor of a file, private to the user where it is made."""
        return os.open(path, flags | os.O_CLOEXEC, 0o600)

    def close(self, descriptor: int) -> None:
        """Let go of a descriptor."""
        os.close(descriptor)

    def read(self, descriptor: int, length: int, offset: int) -> bytes:
        """Return up to `length` bytes from `offset`; fewer only at the end of the file."""
        data = os.pread(descriptor, length, offset)
        if len(data) == length or not data:
            return data
        parts = [data]
        found = len(data)
        while found < length and (data := os.pread(descriptor, length - found, offset + found)):
            parts.append(data)
            found += len(data)
        return b"".join(parts)

    def write(self, descriptor: int, data: bytes | bytearray | memoryview, offset: int) -> None:
        """Write all of `data` at `offset`."""
        written = os.pwrite(descriptor, data, offset)
        while written < len(data):
            data, offset = memoryview(data)[written:], offset + written
            written = os.pwrite(descriptor, data, offset)

    def truncate(self, descriptor: int, length: int) -> None:
        """Cut a file to a length, or extend it with zeros."""
        os.ftruncate(descriptor, length)

    def sync(self, descriptor: int) -> None:
        """Return when the contents of a file are on the disk, not only in the system's or the disk's memory."""
        if sys.platform == "darwin":  # fsync there stops at the disk's own memory
            import fcntl

            try:
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
                return
            except OSError:
                pass
        os.fsync(descriptor)

    def sync_folder(self, path: str) -> None:
        """Return when the names in a folder are on the disk."""
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno != errno.EINVAL:  # some network file systems cannot, and need not
                raise
        finally:
            os.close(descriptor)

    def replace(self, source: str, target: str) -> None:
        """Give a file another's name in one step; `target` must be the real file, not a link to it."""
        os.replace(source, target)

    def remove(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass

    def boot(self) -> bytes:
        """Return 16 bytes that differ from one start of this computer to the next."""
        try:
            with open("/proc/sys/kernel/random/boot_id", "rb") as source:
                return bytes.fromhex(source.read(36).decode().replace("-", ""))
        except (OSError, ValueError):
            import time

            minute = int((time.time() - time.clock_gettime(time.CLOCK_MONOTONIC)) // 60)
            return minute.to_bytes(16, "little", signed=True)


def fault_of(error: OSError, path: str) -> BookFault:
    """Return what a failed write is called: `disk-full`, `cannot-write` or `disk-fault`, with the path."""
    if error.errno in FULL:
        return BookFault("disk-full", path=path)
    if error.errno in REFUSED:
        return BookFault("cannot-write", path=path)
    return BookFault("disk-fault", path=path, reason=error.strerror or str(error))


def is_alive(process: str) -> bool:
    """Return whether a process of an id is still running, so far as that can be told."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
