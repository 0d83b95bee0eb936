"""JSON a line at a time: how documents are written, and how files too long for the memory are read."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Read = Callable[[int, int], bytes]
    "Bytes of a file: how many, from where; fewer only at its end."

PIECE = 1 << 18

_plain = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_escaped = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode


def to_line(value: Any) -> bytes:
    """Return a value as JSON on one line, without its end; raises TypeError or ValueError for what JSON cannot hold."""
    try:
        return _plain(value).encode()
    except UnicodeEncodeError:  # half a surrogate pair, as a wrongly decoded argument leaves it
        return _escaped(value).encode()


def from_line(line: bytes) -> Any:
    """Return the value on a line; raises ValueError where it is not JSON in UTF-8."""
    try:
        return json.loads(line.decode())
    except RecursionError:  # nested without end, as nobody writes by accident
        raise ValueError("nested too deeply") from None


def read_lines(read: Read, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines between two places of a file as (place, line with its end); the last may lack its end."""
    rest: list[bytes] = []
    place = offset = start
    while offset < end:
        piece = read(min(PIECE, end - offset), offset)
        if not piece:
            break
        offset += len(piece)
        lines = piece.split(b"\n")
        rest.append(lines.pop(0))
        for next_start in lines:
            line = b"".join(rest) + b"\n"
            yield place, line
            place += len(line)
            rest = [next_start]
    if last := b"".join(rest):
        yield place, last
