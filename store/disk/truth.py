"""What snapshot and journal say, read from their beginnings: the base of every index, folding and mending."""

from __future__ import annotations

import json
import os
from zlib import crc32

from store.disk.identity import STAMP_START, is_stamp, number_of_id
from store.disk.index import GONE, IN_BOOK, IN_JOURNAL, Place
from store.disk.index_head import Odd
from store.disk.journal import VERSION as JOURNAL_VERSION
from store.disk.journal import Found, read_header, scan
from store.disk.lines import from_line, read_lines, to_line
from store.disk.snapshot import FORMAT, SnapshotReader, checked_head, read_document, text_of
from store.disk.snapshot import VERSION as BOOK_VERSION
from store.errors import BookFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from store.disk.view import OpenFile

    Stand = tuple[str, str]
    "Table and id."
    Item = tuple[str, str, dict[str, Any], bytes]
    "Table, id, the document, the same as JSON."


class Truth:
    """The book as its two files give it, with what is wrong with them."""

    def __init__(self, book: OpenFile, journal: OpenFile, paths: tuple[str, str], size: int | None = None) -> None:
        """Read the journal up to `size` (default: all) and check the snapshot; raises BookFault `not-a-book`."""
        self.book = book
        self.journal = journal
        self.paths = paths
        self.schema = 0
        self.number = 0
        self.stamp = STAMP_START
        self.undoable_after = 0
        self.book_number = 0
        "The last unit that the snapshot holds."
        self.units: list[tuple[int, int, bool]] = []
        "Start and end of the units in the journal, and whether they were edited by hand."
        self.changed: dict[Stand, Place] = {}
        "Where the documents changed since the snapshot stand; kind GONE for removed ones."
        self.texts: dict[Stand, bytes | None] = {}
        "Documents that stand in neither file as they should be; None for removed ones."
        self.torn = False
        "Whether the journal ends in something that is no unit."
        self.lost: dict[str, list[tuple[int, int]]] = {"book": [], "journal": []}
        "Parts of each file that hold nothing sound."
        self.edited: list[str] = []
        "Which of the files were edited by hand."
        self.cut_short = False
        "Whether the snapshot lacks its beginning or its end."
        self.headless = False
        "Whether the journal lacks its first line."
        self.gap: tuple[int, int] | None = None
        "The last unit of the snapshot and the first base of the journal, where units between are missing."
        self.documents = 0
        "About how many documents the snapshot holds."
        self._places: dict[Stand, Place] | None = None
        self._earlier: dict[Stand, Place] = {}
        self._kept = 0
        self.book_size = os.fstat(book.descriptor).st_size
        self.journal_size = os.fstat(journal.descriptor).st_size if size is None else size
        header = self._read_journal_header()
        self._read_book(header)
        self._read_journal(header)
        if self._places is not None and (self.lost["book"] or self.cut_short):
            self._recover()

    @property
    def sound(self) -> bool:
        """Whether both files are as this program wrote them, but for a torn end of the journal."""
        lost = self.lost["book"] or self.cut_short or self.headless or self.gap or self.edited
        return not lost and (not self.lost["journal"] or (self.torn and len(self.lost["journal"]) == 1))

    @property
    def position(self) -> int:
        """Where the journal's last sound unit ends."""
        return self.units[-1][1] if self.units else self.journal_start

    @property
    def kept(self) -> int:
        """Where the last of the journal's units ends that the snapshot holds as well."""
        return self._kept or self.journal_start

    def _read_journal_header(self) -> dict[str, Any] | None:
        """Return the values of the journal's first line."""
        line = next((line for _place, line in read_lines(self.journal.read, 0, min(self.journal_size, 4096))), b"")
        header = read_header(line)
        self.journal_start = 0 if header is None else len(line)
        self.headless = header is None
        if header is not None and header["version"] > JOURNAL_VERSION:
            raise BookFault("newer-book", found=header["version"], known=JOURNAL_VERSION, path=self.paths[1])
        return header

    def _read_book(self, header: dict[str, Any] | None) -> None:
        """Check the snapshot: whole, edited by hand, damaged, or no book at all."""
        reader = SnapshotReader(self.book.read, self.book_size)
        for _place, _line in reader.lines():
            self.documents += 1
        head = reader.head
        if head is None and (whole := self._whole_document()) is not None:
            head = whole
            self.edited.append("book")
        elif not reader.sealed:
            self._read_doubtful_book(head)
            if head is None and not self._places and not self._begins_as_a_book():
                raise BookFault("not-a-book", path=self.paths[0])
        if head is None and header is not None:
            head = {**header, "version": BOOK_VERSION, "number": header["after"]}
            self.cut_short = True
        if head is None:
            raise BookFault("not-a-book", path=self.paths[0])
        if head["version"] > BOOK_VERSION:
            raise BookFault("newer-book", found=head["version"], known=BOOK_VERSION, path=self.paths[0])
        self.schema = head["schema"]
        self.number = self.book_number = head["number"]
        self.stamp = head["stamp"] if is_stamp(head["stamp"]) else STAMP_START
        self.undoable_after = int(header.get("undoable_after", 0)) if header else 0
        if header is not None and header["after"] > self.number:
            self.gap = (self.number, header["after"])
            self.number = header["after"]

    def _begins_as_a_book(self) -> bool:
        """Return whether the snapshot is empty, begins as one does, or was zeroed: it is damaged, and no other file."""
        opening = b'{"format":"%s"' % FORMAT.encode()
        found = self.book.read(len(opening), 0)
        return opening.startswith(found) or not found.strip(b"\0")

    def _whole_document(self) -> dict[str, Any] | None:
        """Take in a snapshot that is one JSON document of its format but laid out anew; return its head."""
        try:
            whole = json.loads(self.book.read(self.book_size, 0))
            head = checked_head(whole)
            documents = whole["documents"]
            if head is None or not isinstance(documents, list):
                return None
            for each in documents:
                found = read_document(to_line(each))
                if found is None:
                    return None
                number_of_id(found[1]["id"])
                self.texts[found[0], found[1]["id"]] = to_line(found[1])
        except (ValueError, KeyError, TypeError, RecursionError):
            self.texts.clear()
            return None
        self._places = {}
        return {name: value for name, value in head.items() if name != "documents"}

    def _read_doubtful_book(self, head: dict[str, Any] | None) -> None:
        """Read a snapshot whose checksum is not right, line by line."""
        self._places = {}
        end = b""
        for place, line in read_lines(self.book.read, 0, self.book_size):
            end = line
            if (place == 0 and head is not None) or line.startswith(b"]") or not line.strip():
                continue
            found = read_document(line)
            try:
                stand = (found[0], found[1]["id"]) if found and number_of_id(found[1]["id"]) >= 0 else None
            except ValueError:
                stand = None
            if stand is None:
                self.lost["book"].append((place, place + len(line)))
                continue
            body = line.rstrip(b"\r\n").rstrip(b",")
            self._places[stand] = Place(IN_BOOK, 0, place, len(body), crc32(body))
        self.cut_short = not (end.startswith(b"]") and end.rstrip().endswith(b"}"))
        if not self.lost["book"] and not self.cut_short and head is not None:
            self.edited.append("book")

    def _read_journal(self, header: dict[str, Any] | None) -> None:
        """Read the journal's units, and what stands between them."""
        for each in scan(self.journal.read, self.journal_start, self.journal_size):
            if not isinstance(each, Found):
                self.lost["journal"].append((each.start, each.end))
                self.torn = each.torn
                continue
            if each.edited and "journal" not in self.edited:
                self.edited.append("journal")
            self.units.append((each.start, each.end, each.edited))
            number = each.head["number"]
            if is_stamp(each.head["stamp"]):
                self.stamp = max(self.stamp, each.head["stamp"])
            target = self.changed if number > self.book_number else self._earlier
            if target is self._earlier:
                self._kept = each.end
            self.number = max(self.number, number)
            for line in each.changes:
                kind = GONE if line.is_gone else IN_JOURNAL
                target[line.table, line.id] = Place(kind, number, line.place, line.length, line.checksum)

    def _recover(self) -> None:
        """Take documents that the damaged snapshot lacks from the units that the journal still keeps."""
        assert self._places is not None
        for stand, place in self._earlier.items():
            if place.kind != GONE and stand not in self._places and stand not in self.changed:
                self.changed[stand] = place

    def items(self) -> Iterator[Item]:
        """Yield every document in order of table and id."""
        return self._merged() if self._places is None else self._gathered(self._places)

    def book_items(self) -> Iterator[tuple[str, dict[str, Any], int, bytes]]:
        """Yield the documents of a sound snapshot in its order: table, document, place, line without comma and end."""
        for place, line in SnapshotReader(self.book.read, self.book_size).lines():
            found = read_document(line)
            if found is None:
                raise Odd("the snapshot changed while it was read")
            yield *found, place, line.rstrip(b"\n").rstrip(b",")

    def changed_document(self, stand: Stand) -> dict[str, Any] | None:
        """Return a changed document; None where it is gone."""
        if stand in self.texts and (self._places is None or stand not in self.changed):
            text = self.texts[stand]
            return None if text is None else from_line(text)
        place = self.changed[stand]
        if place.kind == GONE:
            return None
        return from_line(self.journal.read(place.length, place.offset))["after"]  # type: ignore[no-any-return]

    def _merged(self) -> Iterator[Item]:
        """Yield the documents of a sound snapshot, read as a stream, and the changed ones, each at its turn."""
        stands = sorted({**self.changed, **self.texts})
        waiting = 0
        for table, document, _place, line in self.book_items():
            stand = (table, document["id"])
            while waiting < len(stands) and stands[waiting] <= stand:
                yield from self._changed(stands[waiting])
                waiting += 1
            if stand not in self.changed and stand not in self.texts:
                yield *stand, document, text_of(table, document, line)
        for stand in stands[waiting:]:
            yield from self._changed(stand)

    def _gathered(self, places: dict[Stand, Place]) -> Iterator[Item]:
        """Yield the documents of a snapshot that is not in order."""
        for stand in sorted({**places, **self.changed, **self.texts}):
            if stand in self.changed or stand in self.texts:
                yield from self._changed(stand)
                continue
            place = places[stand]
            found = read_document(self.book.read(place.length, place.offset))
            if found is None:
                raise Odd("the snapshot changed while it was read")
            yield *stand, found[1], to_line(found[1])

    def _changed(self, stand: Stand) -> Iterator[Item]:
        """Yield a changed document where it is not gone."""
        document = self.changed_document(stand)
        if document is not None:
            yield *stand, document, to_line(document)
