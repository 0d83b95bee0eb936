"""Cells of a table on the way out: never a formula in a spreadsheet, and the same text again on the way in.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, and so does one that has an apostrophe and then
such a sign, so that reading takes exactly one away. Numbers (`+14155550100`) are such cells too: a spreadsheet would make
14155550100 of them. Where phones and mail houses read the table instead, `disarmed_but_numbers` leaves plain numbers alone.
"""

from __future__ import annotations

import csv
import io
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MARK = "\ufeff"
"""What Excel needs at the beginning to read UTF-8."""

_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"\+\d[\d ().x/-]{3,40}")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def disarmed(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def disarmed_but_numbers(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; a phone number, which can do no more than add, stays as it is."""
    return text if _NUMBER.fullmatch(text) else disarmed(text)


def armed(cell: str) -> str:
    """Return the text of a disarmed cell."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def table(header: Sequence[str], rows: Iterable[Sequence[str]], mark: bool = False) -> Iterator[bytes]:
    """Yield a table in UTF-8 with CRLF, a row a piece; `mark` puts a byte order mark in front. Cells come disarmed."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(MARK if mark else "")
    writer.writerow(header)
    for row in rows:
        yield _taken(buffer)
        writer.writerow([_UNFIT.sub("", each) for each in row])
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    """Return what a buffer holds, and empty it."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")
