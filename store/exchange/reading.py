"""Reading an outside file, folder or archive, whichever of the known kinds it is."""

from __future__ import annotations

import os

from store.errors import FileFault
from store.exchange.parsed import Asked, ParsedFile
from store.exchange.recognise import of_bytes, of_text, recognise
from store.exchange.streams import chunks, head, narrow
from store.model import Reason
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from store.exchange.large import Keep
    from store.exchange.packed import Packed
    from store.exchange.parsed import ParsedRecord

    Place = Path | Packed

MOST_FILES = 200_000
"""Files of a folder that are looked at."""
MOST_TOLD = 20
"""Files of another kind in a folder or an archive that are told about."""
_FIRST = {"zip": ("vcard", "csv", "json", "xml", "mbox", "calendar"), "folder": ("vcard", "csv", "calendar")}
"""What is read of an archive or a folder that holds several kinds: the first of these that is there."""


def read(path: Path, asked: Asked) -> ParsedFile:
    """Return what is in a file, a folder or an archive; see `store.exchange.read`."""
    kind = recognise(path, is_table=bool(asked.mapping))
    if kind == "folder":
        return _of_folder(path, asked)
    if kind == "zip":
        from store.exchange import packed

        return _of_several(path, [(each, str(each)) for each in packed.files(path)], asked, "zip")
    return _of_one(path, kind, asked)


def large_values(path: Path, asked: Asked, keep: Keep) -> None:
    """Hand every value of a file that is too long for a property to `keep`, one after the other; raises as `read` does."""
    for each in read(path, replace(asked, keep=keep)).records:
        for digest, data in each.large.items():
            keep(digest, data)


def _of_one(path: Path, kind: str, asked: Asked) -> ParsedFile:
    """Return what is in one file of a kind."""
    found = ParsedFile(kind, (), [], str(path), [])
    if kind == "vcard":
        from store.exchange import vcard

        return replace(found, records=vcard.read_file(path, asked.region, found.problems, found.groups))
    if kind == "csv":
        return _of_table(path, found, asked)
    if kind == "json":
        return _of_json(path, found, asked)
    if kind == "xml":
        return replace(found, kind="xcard", records=_of_xml(path, found, asked))
    if kind == "calendar":
        from store.exchange import calendar_files

        return replace(found, records=calendar_files.records(path, asked))
    from store.exchange import mail_files

    owners: dict[str, int] = {}
    mails = (mail_files.of_mbox(mail_files.raw(path), found.problems, owners) if kind == "mbox"
             else mail_files.of_one(path, found.problems, owners))
    return replace(found, kind="mail", records=mail_files.records(mails, asked, owners))


def _of_table(path: Path, found: ParsedFile, asked: Asked) -> ParsedFile:
    """Return the people of a table; raises FileFault(`not-contacts`)."""
    from store.exchange import csv_columns, csv_contacts, csv_table

    header = csv_table.find_header(narrow(head(path)), asked.mapping)
    if header is None:
        raise FileFault("not-contacts", path=str(path), kind="table")
    rows = csv_contacts.read_file(path, header, asked, found.problems)
    return replace(found, kind=csv_columns.kind(header.cells), records=rows)


def _of_json(path: Path, found: ParsedFile, asked: Asked) -> ParsedFile:
    """Return the people of Onward's own export, of Monica's, or of a jCard; raises FileFault(`not-contacts`)."""
    from store.exchange import monica, onward_json, vcard, vcard_other

    document = onward_json.parsed(path, asked.keep)
    if vcard_other.is_jcard(document):
        people = vcard.people(vcard_other.of_jcard(document), asked.region, found.problems, found.groups)
        return replace(found, kind="jcard", records=people)
    if monica.is_export(document):
        return replace(found, kind="monica", records=monica.records(document, asked, found.problems))
    whole = onward_json.checked(document, path)
    return replace(found, kind="onward-json", records=onward_json.records(whole, found.problems), whole=whole)


def _of_xml(path: Path, found: ParsedFile, asked: Asked) -> Iterator[ParsedRecord]:
    """Return the people of an xCard; raises FileFault(`not-contacts`)."""
    from store.exchange import vcard, vcard_other

    data = b""
    for piece in chunks(path):
        data += piece
        if len(data) > vcard_other.MOST_BYTES:
            raise FileFault("not-contacts", path=str(path), kind="xml")
    return vcard.people(vcard_other.of_xcard(data, str(path)), asked.region, found.problems, found.groups)


def _of_folder(path: Path, asked: Asked) -> ParsedFile:
    """Return what is in a folder: HermitCRM's, a Maildir, or files of contacts."""
    from store.exchange import hermit, mail_files

    problems: list[tuple[int, Reason]] = []
    if hermit.is_folder(path):
        return ParsedFile("hermitcrm", hermit.read(path, asked, problems), problems, str(path), [])
    below = _listed(path)
    if mail_files.is_maildir(path) or any(mail_files.is_maildir(each) for each in below if each.is_dir()):
        owners: dict[str, int] = {}
        mails = mail_files.of_maildir(path, problems, owners)
        return ParsedFile("mail", mail_files.records(mails, asked, owners), problems, str(path), [])
    files = [(each, str(each.relative_to(path))) for each in _files(path)]
    return _of_several(path, files, asked, "folder")


def _listed(folder: Path) -> list[Path]:
    """Return what is in a folder, the first thousand; raises FileFault(`cannot-read`)."""
    try:
        return [folder / name for name in sorted(os.listdir(folder))[:1000]]
    except OSError as error:
        raise FileFault("cannot-read", path=str(folder), reason=error.strerror or "error") from error


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder and those below it, by name; hidden ones and links to folders left out."""
    count = 0
    for place, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            path = folder.__class__(place) / name
            if not name.startswith(".") and path.is_file():
                count += 1
                if count > MOST_FILES:
                    return
                yield path


def _of_several(path: Path, files: Sequence[tuple[Place, str]], asked: Asked, kind: str) -> ParsedFile:
    """Return the people of several files of the same kind; raises FileFault(`not-contacts`) where none holds any."""
    by_kind: dict[str, list[tuple[Place, str]]] = {}
    problems: list[tuple[int, Reason]] = []
    for place, name in files:
        by_kind.setdefault(_kind_of(place, name, problems), []).append((place, name))
    chosen = next((each for each in _FIRST[kind] if each in by_kind), "")
    if not chosen:
        raise FileFault("not-contacts", path=str(path), kind=kind)
    if chosen != "vcard" and kind == "folder" and len(by_kind[chosen]) < len(files) / 2:
        raise FileFault("not-contacts", path=str(path), kind=kind)
    groups: list[tuple[str, tuple[str, ...]]] = []
    places = by_kind[chosen]
    if chosen == "csv":
        places = _best_tables(places)
    problems.extend((0, Reason("of-another-kind", {"file": name})) for each in ("vcard", "csv", "mbox", "calendar")
                    if each != chosen and chosen != "csv" for _, name in by_kind.get(each, ())[:MOST_TOLD])
    return ParsedFile(chosen, _of_each(places, chosen, asked, problems, groups), problems, str(path), groups)


def _best_tables(places: list[tuple[Place, str]]) -> list[tuple[Place, str]]:
    """Return the tables of an archive to read: LinkedIn's connections alone where they are among the rest."""
    connections = [each for each in places if each[1].rpartition("/")[2].lower() == "connections.csv"]
    return connections or places


def _kind_of(place: Place, name: str, problems: list[tuple[int, Reason]]) -> str:
    """Return what a file is; one of cards that cannot be read is told about by its name."""
    try:
        raw = head(place, 1 << 14)  # type: ignore[arg-type]
        return of_bytes(raw) or of_text(narrow(raw))
    except FileFault as fault:
        if place.suffix.lower() in (".vcf", ".vcard", ".csv"):
            problems.append((0, Reason("cannot-read", {"file": name, "reason": fault.values.get("reason", "")})))
        return ""


def _of_each(
    places: Sequence[tuple[Place, str]], kind: str, asked: Asked, problems: list[tuple[int, Reason]],
    groups: list[tuple[str, tuple[str, ...]]],
) -> Iterator[ParsedRecord]:
    """Yield the people of files one after the other; one that cannot be read is a problem, the others go on."""
    from store.exchange import vcard

    for place, name in places:
        try:
            if kind == "vcard":
                yield from vcard.read(chunks(place), asked.region, problems, groups, name)  # type: ignore[arg-type]
                continue
            found = _of_one(place, kind, asked)  # type: ignore[arg-type]
            for each in found.records:
                yield replace(each, file=name)
            problems.extend((line, _in_file(reason, name)) for line, reason in found.problems)
            groups.extend(found.groups)
        except FileFault as fault:
            reason = fault.values.get("reason", "") or fault.values.get("kind", "")
            problems.append((0, Reason("cannot-read", {"file": name, "reason": reason})))


def _in_file(reason: Reason, name: str) -> Reason:
    """Return a reason that says in which file."""
    return Reason(reason.code, {**reason.values, "file": name})
