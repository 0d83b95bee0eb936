"""Files on the way out: private, whole or not at all, and never in place of another one unasked."""

from __future__ import annotations

import contextlib
import os
import shutil

from store.errors import FileFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def write_file(path: str, pieces: Iterable[bytes], replace: bool = False) -> int:
    """Write a file of mode 0600 whole or not at all, beside its place first; return its size.

    Raises FileFault(`file-exists`) where one is there and `replace` is not given, FileFault(`file-unwritable`, reason).
    Whatever ends the writing, an interruption too, leaves what was there before.
    """
    check_free(path, replace)
    target = os.path.realpath(path)
    temporary = f"{target}.{os.getpid()}.part"
    try:
        size = _write_new(temporary, pieces)
        if replace:
            os.replace(temporary, target)
        else:
            _move_new(temporary, target, path)
        _sync_folder(os.path.dirname(target))
    except OSError as error:
        raise FileFault("file-unwritable", path=path, reason=error.strerror or str(error)) from None
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
    return size


def write_folder(path: str, files: Iterable[tuple[str, Iterable[bytes]]], replace: bool = False) -> int:
    """Write files into a folder of mode 0700, all of them or none; return how many.

    They are written beside it first. Files of other names that are in the folder stay. Raises as `write_file` does;
    `file-exists` names the first of them that is there already.
    """
    target = os.path.realpath(path)
    if os.path.lexists(target) and not os.path.isdir(target):
        raise FileFault("file-exists", path=path)
    temporary = f"{target}.{os.getpid()}.part"
    names: list[str] = []
    try:
        os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
        os.mkdir(temporary, 0o700)
        for name, pieces in files:
            if not replace and os.path.lexists(os.path.join(target, name)):
                raise FileFault("file-exists", path=os.path.join(path, name))
            _write_new(os.path.join(temporary, name), pieces, sync=False)
            names.append(name)
        if not os.path.isdir(target):
            os.rename(temporary, target)
        else:
            for name in names:
                os.replace(os.path.join(temporary, name), os.path.join(target, name))
        _sync_folder(target)
    except OSError as error:
        raise FileFault("file-unwritable", path=path, reason=error.strerror or str(error)) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return len(names)


def check_free(path: str, replace: bool) -> None:
    """Raise FileFault where a file cannot be written to a path: one is there, or it is a folder."""
    if os.path.isdir(path):
        raise FileFault("file-unwritable", path=path, reason="it is a folder")
    if os.path.lexists(path) and not replace:
        raise FileFault("file-exists", path=path)


def _write_new(path: str, pieces: Iterable[bytes], sync: bool = True) -> int:
    """Write a new private file, and return its size."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        size = 0
        for each in pieces:
            size += file.write(each)
        file.flush()
        if sync:
            os.fsync(file.fileno())
    return size


def _move_new(temporary: str, target: str, path: str) -> None:
    """Give a written file its name, unless another program took the name meanwhile."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise FileFault("file-exists", path=path) from None
    except OSError:
        # A file system without links.
        check_free(path, replace=False)
        os.replace(temporary, target)


def _sync_folder(path: str) -> None:
    """Have the folder's entries on the disk."""
    try:
        folder = os.open(path or ".", os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(folder)
    except OSError:
        pass
    finally:
        os.close(folder)
