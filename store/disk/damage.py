"""Bad days: what cannot be read is set aside under a name that is told, and never thrown away."""

from __future__ import annotations

import datetime as dt
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.disk.files import FileLayer


def set_aside(files: FileLayer, folder: str, pieces: Iterable[bytes]) -> str:
    """Copy damaged parts into a new file of the folder, `damaged-<instant>.jsonl`, synced; return its path.

    Raises OSError where that cannot be written.
    """
    instant = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    attempt = 0
    while True:
        path = os.path.join(folder, f"damaged-{instant}{f'-{attempt}' if attempt else ''}.jsonl")
        try:
            descriptor = files.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
            break
        except FileExistsError:
            attempt += 1
    try:
        place = 0
        for piece in pieces:
            files.write(descriptor, piece, place)
            place += len(piece)
        files.sync(descriptor)
        files.sync_folder(folder)
    finally:
        files.close(descriptor)
    return path
