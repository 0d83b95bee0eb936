"""Tables of text as rows: any delimiter and encoding, a header below any preamble, one broken quote never the end."""

from __future__ import annotations

import csv
from collections import deque

from store.exchange import csv_columns
from store.exchange.cleaning import decode
from store.exchange.streams import lines as numbered
from store.model import EMPTY
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.model import Reason

DELIMITERS = (",", ";", "\t", "|")
LONGEST_PREAMBLE = 200
"""Lines above the header that are looked at."""
LONGEST_ROW = 2000
"""Lines that one row may run over; beyond, its quote was never meant to open."""
WIDEST_ROW = 5000
"""Cells of a row that are kept."""
_BROKEN_QUOTES = 20


@record
class Header:
    """Where a table begins, and how it is written."""

    line: int
    "Line in the file, from 1."
    cells: tuple[str, ...]
    "The headers."
    delimiter: str
    "One of DELIMITERS."


def find_header(beginning: bytes, mapping: Mapping[str, str] = EMPTY) -> Header | None:
    """Return the header of a table of contacts in the beginning of a file, or None where there is none.

    Where `mapping` names columns by number alone the table has no header, and begins at its first line.
    """
    if mapping and all(each.isdigit() for each in mapping):
        return _no_header(beginning)
    for line, raw, _ in numbered((beginning,)):
        if line > LONGEST_PREAMBLE:
            break
        text = decode(raw)
        candidates = []
        for delimiter in DELIMITERS:
            cells = _cells(text, delimiter)
            found = csv_columns.columns(cells, mapping)
            if csv_columns.are_contacts(found):
                candidates.append((sum(1 for each in found if each.what), Header(line, tuple(cells), delimiter)))
        if candidates:
            return max(candidates, key=lambda each: each[0])[1]
    return None


def _no_header(beginning: bytes) -> Header | None:
    """Return what stands for the header of a table without one: its columns by number."""
    for line, raw, _ in numbered((beginning,)):
        if text := decode(raw).strip():
            delimiter = max(DELIMITERS, key=lambda each: len(_cells(text, each)))
            return Header(line - 1, tuple(f"{number}" for number in range(1, len(_cells(text, delimiter)) + 1)), delimiter)
    return None


def is_table(beginning: bytes) -> bool:
    """Return whether text looks like a table at all: the same delimiter as often in its first lines."""
    texts = [decode(raw) for _, raw, _ in numbered((beginning,)) if raw.strip()][:6]
    for delimiter in DELIMITERS:
        counts = {len(_cells(each, delimiter)) for each in texts}
        if len(texts) > 1 and len(counts) == 1 and counts.pop() > 1:
            return True
    return False


def _cells(text: str, delimiter: str) -> list[str]:
    """Return the cells of one line on its own."""
    try:
        return next(csv.reader([text[:20_000]], delimiter=delimiter), [])
    except csv.Error:
        return []


class _Feed:
    """Lines for the csv module, with the way back to those of the row being read."""

    def __init__(self, source: Iterator[tuple[int, bytes, int]]) -> None:
        """Begin before the first line."""
        self._source = source
        self._waiting: deque[tuple[int, str]] = deque()
        self.row: list[tuple[int, str]] = []

    def __iter__(self) -> _Feed:
        """Return the lines from here."""
        return self

    def __next__(self) -> str:
        """Return the next line; stops a row that runs over too many."""
        if len(self.row) >= LONGEST_ROW:
            raise StopIteration
        if self._waiting:
            found = self._waiting.popleft()
        else:
            number, raw, _ = next(self._source)
            found = number, decode(raw).replace("\0", "")
        self.row.append(found)
        return found[1] + "\n"

    def give_back(self) -> tuple[int, str]:
        """Put all lines of the row back but the first, and return that."""
        first, *rest = self.row
        self._waiting.extendleft(reversed(rest))
        self.row = []
        return first


def rows(
    pieces: Iterable[bytes], header: Header, problems: list[tuple[int, Reason]]
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of the rows below the header; a row whose quote never closes is read without quotes."""
    from store.model import Reason

    csv.field_size_limit(1 << 24)
    source = iter(numbered(pieces))
    if header.line:
        for number, _, _ in source:
            if number >= header.line:
                break
    feed, broken = _Feed(source), 0
    reader = csv.reader(feed, delimiter=header.delimiter)
    while True:
        if broken >= _BROKEN_QUOTES:
            reader = csv.reader(feed, delimiter=header.delimiter, quoting=csv.QUOTE_NONE)
            broken = -1
        try:
            cells = next(reader, None)
        except csv.Error:
            cells = [""]
        if cells is None and not feed.row:
            return
        place = feed.row[0][0]
        unclosed = broken >= 0 and len(feed.row) > 1 and (cells is None or _odd(feed.row))
        if unclosed:
            place, text = feed.give_back()
            problems.append((place, Reason("open-quote")))
            cells = next(csv.reader([text], delimiter=header.delimiter, quoting=csv.QUOTE_NONE), [])
            reader = csv.reader(feed, delimiter=header.delimiter)
            broken += 1
        feed.row = []
        if cells and any(each.strip() for each in cells):
            yield place, cells[:WIDEST_ROW]


def _odd(row: list[tuple[int, str]]) -> bool:
    """Return whether a row of several lines holds an odd number of quotes: it ended with the file, not with a quote."""
    return sum(text.count('"') for _, text in row) % 2 == 1
