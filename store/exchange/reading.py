"""Reading an outside file or folder, whichever of the known kinds it is."""

from __future__ import annotations

import os

from store.errors import FileFault
from store.exchange.parsed import ParsedFile
from store.exchange.recognise import of_text, recognise
from store.exchange.streams import head, narrow
from store.model import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.exchange.parsed import ParsedRecord

MOST_FILES = 200_000
"""Files of a folder that are looked at."""


def read(path: Path, region: str = "") -> ParsedFile:
    """Return what is in a file or a folder of cards; see `store.exchange.read`."""
    kind = recognise(path)
    problems: list[tuple[int, Reason]] = []
    groups: list[tuple[str, tuple[str, ...]]] = []
    if kind == "folder":
        files = card_files(path)
        if not files:
            raise FileFault("not-contacts", path=str(path), kind="folder")
        return ParsedFile("vcard", _of_folder(path, files, region, problems, groups), problems, str(path), groups)
    if kind == "vcard":
        from store.exchange import vcard

        return ParsedFile("vcard", vcard.read_file(path, region, problems, groups), problems, str(path), groups)
    if kind == "json":
        from store.exchange import onward_json

        document = onward_json.load(path)
        found = onward_json.records(document, problems)
        return ParsedFile("onward-json", found, problems, str(path), groups, document)
    from store.exchange import csv_columns, csv_contacts, csv_table

    header = csv_table.find_header(narrow(head(path)))
    if header is None:
        raise FileFault("not-contacts", path=str(path), kind="table")
    rows = csv_contacts.read_file(path, header, region, problems)
    return ParsedFile(csv_columns.kind(header.cells), rows, problems, str(path), groups)


def card_files(folder: Path) -> list[Path]:
    """Return the files of cards in a folder and those below it, by name; hidden ones and links to folders left out.

    Raises FileFault(`cannot-read`) where the folder itself cannot be listed.
    """

    def refuse(error: OSError) -> None:
        if error.filename == str(folder):
            raise FileFault("cannot-read", path=str(folder), reason=error.strerror or "error") from error

    found: list[Path] = []
    for place, below, names in os.walk(folder, onerror=refuse):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            path = folder.__class__(place) / name
            if not name.startswith(".") and path.is_file() and _holds_cards(path):
                found.append(path)
        if len(found) >= MOST_FILES:
            break
    return found[:MOST_FILES]


def _holds_cards(path: Path) -> bool:
    """Return whether a file begins like one of cards; one that cannot be read is told about later, by its name."""
    try:
        return of_text(narrow(head(path, 4096))) == "vcard"
    except FileFault:
        return path.suffix.lower() in (".vcf", ".vcard")


def _of_folder(
    folder: Path,
    files: list[Path],
    region: str,
    problems: list[tuple[int, Reason]],
    groups: list[tuple[str, tuple[str, ...]]],
) -> Iterator[ParsedRecord]:
    """Yield the people of a folder's files; one that cannot be read is a problem, the others go on."""
    from store.exchange import vcard
    from store.exchange.streams import chunks

    for path in files:
        name = str(path.relative_to(folder))
        try:
            yield from vcard.read(chunks(path), region, problems, groups, name)
        except FileFault as fault:
            problems.append((0, Reason("cannot-read", {"file": name, "reason": fault.values.get("reason", "")})))
