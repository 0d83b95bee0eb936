"""Reading what a program paints on a terminal of its own."""

import os


def read_until(terminal: int, wanted: bytes) -> bytes:
    """Read what is painted until a text comes, or the program ends."""
    seen = b""
    while wanted not in seen:
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        if not more:
            break
        seen += more
    return seen
