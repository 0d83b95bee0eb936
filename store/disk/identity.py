"""Who a document is and when it was changed: sortable ids, logical stamps, and this machine's own name."""

from __future__ import annotations

import datetime as dt
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

STAMP_START = "000000000000-0000-00000000"
"The stamp before every stamp."

_COUNTER_BITS = 74
_HALF = 1 << (_COUNTER_BITS - 1)
_last_milliseconds = 0
_last_counter = 0


def milliseconds_of(at: dt.datetime) -> int:
    """Return the whole milliseconds since 1970 of an aware instant, never less than 0."""
    return max(0, (at - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(milliseconds=1))


def new_id(at: dt.datetime | None = None) -> str:
    """Return a new sortable id (UUIDv7, RFC 9562) for an aware instant, the present where none is given.

    The ids made in one process increase, whatever the clock does: the 74 bits below the milliseconds start at random
    in their lower half and grow by a random step where the milliseconds do not.
    """
    global _last_milliseconds, _last_counter
    milliseconds = milliseconds_of(at or dt.datetime.now(dt.UTC))
    noise = int.from_bytes(os.urandom(10), "big")
    if milliseconds > _last_milliseconds:
        counter = noise % _HALF
    else:
        milliseconds = _last_milliseconds
        counter = _last_counter + 1 + (noise & 0xFFFFFFFF)
        if counter >> _COUNTER_BITS:
            milliseconds, counter = milliseconds + 1, noise % _HALF
    _last_milliseconds, _last_counter = milliseconds, counter
    high, low = counter >> 62, counter & ((1 << 62) - 1)
    return id_of_number((milliseconds << 80) | (7 << 76) | (high << 64) | (2 << 62) | low)


def id_in_unit(stamp: str, place: int) -> str:
    """Return a new id (UUIDv7) for the document at a place, from 0, of the unit with a stamp.

    Ids follow the logical clock: those of a later unit sort after those of an earlier one, also when two processes write
    within a millisecond or the clock stands still; the last 38 bits are random.
    """
    counter, noise = int(stamp[13:17], 16), int.from_bytes(os.urandom(5), "big") & ((1 << 38) - 1)
    order = (counter << 58) | (min(place, 0xFFFFF) << 38) | noise
    high, low = order >> 62, order & ((1 << 62) - 1)
    return id_of_number((int(stamp[:12], 16) << 80) | (7 << 76) | (high << 64) | (2 << 62) | low)


def id_of_number(number: int) -> str:
    """Return the id whose digits are a number from 0 to 2**128 - 1: TinyDB's doc_id turned back into an id."""
    if not 0 <= number < 1 << 128:
        raise ValueError(f"no document can have the number {number}")
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def number_of_id(id_: str) -> int:
    """Return the number of an id, TinyDB's doc_id; raises ValueError where it is not written as an id is."""
    try:
        number = int(id_.replace("-", ""), 16)
    except (AttributeError, ValueError):
        raise ValueError(f"not an id: {id_!r}") from None
    if id_of_number(number) != id_:
        raise ValueError(f"not an id: {id_!r}")
    return number


def id_of_content(content: bytes) -> str:
    """Return the id made from content (the first half of its SHA-256): the same on every machine, another for other content."""
    return id_of_number(int.from_bytes(_sha256()(content).digest()[:16], "big"))


def _sha256() -> Callable[[bytes], Any]:
    """Return the interpreter's own SHA-256; `hashlib` loads OpenSSL first, which takes a third as long as Python's start."""
    for place in ("_sha2", "_sha256", "hashlib"):  # since 3.12, in 3.11, and where an interpreter was built without them
        try:
            found: Callable[[bytes], Any] = __import__(place).sha256
        except (ImportError, AttributeError):
            continue
        return found
    raise ImportError("sha256")


def next_stamp(last: str, at: dt.datetime, machine: str) -> str:
    """Return the stamp after `last` at an instant: `milliseconds-counter-machine`, in hexadecimal, sorting as text.

    Never runs back: where time does not rise above `last`, the counter does.
    """
    milliseconds = milliseconds_of(at)
    past, counter = int(last[:12], 16), int(last[13:17], 16)
    if milliseconds > past:
        return f"{milliseconds:012x}-0000-{machine}"
    past, counter = (past, counter + 1) if counter < 0xFFFF else (past + 1, 0)
    return f"{past:012x}-{counter:04x}-{machine}"


def is_stamp(text: object) -> bool:
    """Return whether a text is written as a stamp is."""
    if not isinstance(text, str) or len(text) != 26 or text[12] != "-" or text[17] != "-":
        return False
    return all(letter in "0123456789abcdef" for letter in text[:12] + text[13:17] + text[18:])


def new_machine() -> str:
    """Return a new name for this machine: 8 random hexadecimal digits."""
    return os.urandom(4).hex()
