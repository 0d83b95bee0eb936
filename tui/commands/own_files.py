"""Files that a command puts beside those of other programs, in the user's own folders: a manual page, a completion."""

from __future__ import annotations

import os

from store.errors import FileFault


def write_own(path: str, text: str) -> str:
    """Write a file whole or not at all, its folder made where it is missing, and return its path.

    What a link leads to is written, the link stays. Raises FileFault(`file-unwritable`, path, reason).
    """
    path = os.path.realpath(path)
    temporary = f"{path}.{os.getpid()}.new"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    except OSError as error:
        try:
            os.unlink(temporary)
        except OSError:
            pass
        raise FileFault("file-unwritable", path=path, reason=error.strerror or str(error)) from None
    return path


def add_line(path: str, line: str, remark: str) -> bool:
    """Put a line and a remark at the end of a file, unless it holds that line already; return whether it was written.

    Everything else in it stays byte for byte. Raises FileFault(`file-unwritable`, path, reason).
    """
    try:
        try:
            with open(path, "rb") as file:
                there = file.read()
        except FileNotFoundError:
            there = b""
        if line.encode() in [each.strip() for each in there.splitlines()]:
            return False
        between = b"" if not there or there.endswith(b"\n") else b"\n"
        with open(path, "ab") as file:
            file.write(between + f"\n# {remark}\n{line}\n".encode())
    except OSError as error:
        raise FileFault("file-unwritable", path=path, reason=error.strerror or str(error)) from None
    return True


def has_line(path: str, line: str) -> bool:
    """Return whether a file holds a line; False where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return line.encode() in [each.strip() for each in file.read().splitlines()]
    except OSError:
        return False
