"""A machine's own name for a book's folder, kept in a file of its own beside the book."""

from __future__ import annotations

import os
from zlib import crc32

from store.disk.identity import new_machine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.disk.files import FileLayer


def machine_of(folder: str, files: FileLayer) -> str:
    """Return the name of a folder on this machine, making one where there is none: 8 hexadecimal digits.

    A copy of the folder, here or elsewhere, gets a name of its own: the file says for which folder and machine it was
    made. Where it cannot be written, the name holds for this run.
    """
    path = os.path.join(folder, "machine")
    place = _place_of(folder)
    try:
        with open(path, "rb") as source:  # as bytes: the codec of ASCII would be one more module of every start
            words = source.read(100).decode("utf-8", errors="replace").split()
    except OSError:
        words = []
    if len(words) == 2 and words[1] == place and len(words[0]) == 8 and set(words[0]) <= set("0123456789abcdef"):
        return words[0]
    name = new_machine()
    own = f"{path}.{name}"
    try:
        descriptor = files.open(own, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        try:
            files.write(descriptor, f"{name} {place}\n".encode(), 0)
            files.sync(descriptor)
        finally:
            files.close(descriptor)
        files.replace(own, os.path.realpath(path))
        files.sync_folder(folder)
    except OSError:
        try:
            files.remove(own)
        except OSError:
            pass
    return name


def _place_of(folder: str) -> str:
    """Return what tells this folder on this machine from its copies."""
    try:
        with open("/etc/machine-id", "rb") as source:
            host = source.read(64)
    except OSError:
        host = b""
    try:
        inode = os.stat(folder).st_ino
    except OSError:
        inode = 0
    return f"{crc32(b'%s %d' % (host.strip(), inode)):08x}"
