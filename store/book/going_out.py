"""Everything out: whom an export is about, and the book in the words of other programs.

Nothing of the settings, the keyring or this machine is ever in one; of templates only what fills their gaps.
"""

from __future__ import annotations

from store.book import large, reading
from store.book.going_out_people import outgoing
from store.errors import NotFound, UsageFault
from store.exchange import files_out
from store.exchange.large import named as digests_in
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from store.book import Book
    from store.disk.large_values import LargeValues
    from store.model import Contact, Dossier, DueTouch, Moment, Planned, Touch

    Progress = Callable[[int, int], object]

FORMATS = ("json", "vcard3", "vcard4", "csv", "google-csv", "ics", "labels", "mailmerge", "markdown")
SHEETS = ("5160", "l7160")
IN_FOLDERS = ("vcard3", "vcard4", "markdown")
"""Formats that can be a file a person."""
_SENDER = ("my_", "booking_link", "signature")


@record
class Export:
    """What is to go out, and in which form."""

    form: str
    "One of FORMATS."
    contacts: tuple[str, ...] | None = None
    "Ids of the people, in their order; None for everybody (see `chosen`)."
    mark: bool = False
    "Of tables: a byte order mark in front, for Excel."
    entry: str = "event"
    "Of a calendar: whether due touches are `event` or `todo`."
    sheet: str = ""
    "Of labels: one of SHEETS; empty for that of the user's country."
    skipped: int = 0
    "Of labels: how many of the first sheet are used up."
    page: bool = False
    "Of labels: as a page to print instead of plain text."


@record
class ExportWords:
    """How to say what the book holds; made by the front end."""

    moment: Callable[[Moment], str]
    "When something happened."
    planned: Callable[[Planned], str]
    "When something is planned."
    touch: Callable[[Touch], str]
    "What passed, which way and how it went."
    summary: Callable[[DueTouch, str, str], str]
    "What is due, with whom and where they work (name, company)."
    why: Callable[[DueTouch], str]
    "Why it is due."


def chosen(book: Book, who: Sequence[str] = (), tag: str = "", cadence: str = "") -> tuple[str, ...]:
    """Return the ids of the people meant, by name: those of `who`, or all; of these those with a tag and on a cadence.

    Raises NotFound(`nobody-to-export`), and for a name NotFound or Ambiguous.
    """
    found = [book.who(each).id for each in who] if who else [each.id for each in book.everyone()]
    ids = list(dict.fromkeys(found))
    if tag:
        wanted = tag.lstrip("#").casefold()
        ids = [each for each in ids if wanted in {one.casefold() for one in reading.contact(book.database, each).tags}]
    if cadence:
        plans = reading.alive("plans", book.database.table("plans").all())
        on = {each.contact for each in plans if each.ended is None and each.cadence == cadence}
        ids = [each for each in ids if each in on]
    if not ids and (who or tag or cadence):
        raise NotFound("nobody-to-export", tag=tag, cadence=cadence)
    return tuple(ids)


def pieces(book: Book, asked: Export, words: ExportWords, progress: Progress | None = None,
           lost: set[str] | None = None) -> Iterator[bytes]:
    """Yield an export piece by piece; `progress` is told how many people are done, of how many.

    To `lost` is added what of photos and the like cannot be read (see `incomplete`).
    """
    ids = chosen(book) if asked.contacts is None else asked.contacts
    values = _values(book, lost)
    if asked.form == "json":
        yield from _json(book, asked, values, progress)
    elif asked.form in ("vcard3", "vcard4"):
        from store.exchange.vcard_writing import card

        for person in outgoing(book, _watched(ids, progress), values):
            yield card(person, "3.0" if asked.form == "vcard3" else "4.0")
    elif asked.form in ("csv", "google-csv"):
        from store.exchange import csv_own, google_writing

        people = list(outgoing(book, _watched(ids, progress)))
        yield from (csv_own if asked.form == "csv" else google_writing).write(people, asked.mark)
    elif asked.form == "ics":
        yield from _calendar(book, asked, ids, words, progress)
    elif asked.form == "labels":
        yield from _labels(book, asked, ids, progress)
    elif asked.form == "mailmerge":
        yield from _letters(book, asked, ids, progress)
    elif asked.form == "markdown":
        for number, (_, parts) in enumerate(files(book, asked, words, progress)):
            yield b"---\n\n" if number else b""
            yield from parts
    else:
        raise UsageFault("bad-value", field="format", value=asked.form, allowed=list(FORMATS))


def files(book: Book, asked: Export, words: ExportWords, progress: Progress | None = None,
          lost: set[str] | None = None) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield (name, pieces) of an export with a file a person; raises UsageFault(`no-folder-form`)."""
    ids = chosen(book) if asked.contacts is None else asked.contacts
    if asked.form == "markdown":
        from store.exchange import history_writing

        for dossier in _dossiers(book, _watched(ids, progress)):
            named = history_writing.Words(words.moment, words.planned, words.touch)
            yield history_writing.file_name(dossier), history_writing.history(dossier, named)
    elif asked.form in IN_FOLDERS:
        from store.exchange.outgoing import file_name
        from store.exchange.vcard_writing import card

        names: set[str] = set()
        for person in outgoing(book, _watched(ids, progress), _values(book, lost)):
            name = file_name(person, ".vcf")
            if name.casefold() in names:
                name = f"{person.contact.id}.vcf"
            names.add(name.casefold())
            yield name, (card(person, "3.0" if asked.form == "vcard3" else "4.0"),)
    else:
        raise UsageFault("no-folder-form", form=asked.form, allowed=list(IN_FOLDERS))


def to_file(book: Book, path: str, asked: Export, words: ExportWords, replace: bool = False,
            progress: Progress | None = None, lost: set[str] | None = None) -> int:
    """Write an export to a private file, whole or not at all; return its size. Raises FileFault."""
    files_out.check_free(path, replace)
    return files_out.write_file(path, pieces(book, asked, words, progress, lost), replace)


def to_folder(book: Book, path: str, asked: Export, words: ExportWords, replace: bool = False,
              progress: Progress | None = None, lost: set[str] | None = None) -> int:
    """Write an export as a file a person into a folder, all or none; return how many. Raises FileFault, UsageFault."""
    if asked.form not in IN_FOLDERS:
        raise UsageFault("no-folder-form", form=asked.form, allowed=list(IN_FOLDERS))
    return files_out.write_folder(path, files(book, asked, words, progress, lost), replace)


def incomplete(book: Book, asked: Export, lost: set[str]) -> tuple[str, ...]:
    """Return the names of those of an export something of whom (a photo) could not be read, by what was `lost`."""
    if not lost:
        return ()
    found = reading.alive("originals", book.database.table("originals").all())
    whose = {each.contact for each in found if lost.intersection(digests_in(each.properties))}
    ids = chosen(book) if asked.contacts is None else asked.contacts
    return tuple(reading.contact(book.database, each).name for each in ids if each in whose)


def _values(book: Book, lost: set[str] | None) -> LargeValues:
    """Return the long values beside the book; what of them cannot be read is noted in `lost`."""
    values = large.of_book(book)
    if lost is not None:
        values.lost = lost
    return values


def without_address(book: Book, asked: Export) -> tuple[str, ...]:
    """Return the names of those whom labels are asked for and who have no postal address."""
    ids = chosen(book) if asked.contacts is None else asked.contacts
    people = (reading.contact(book.database, each) for each in ids)
    return tuple(each.name for each in people if each.address("post") is None)


def _watched(ids: Sequence[str], progress: Progress | None) -> Iterator[str]:
    """Yield ids, saying at each how many are done."""
    for done, each in enumerate(ids, 1):
        yield each
        if progress is not None:
            progress(done, len(ids))


def _dossiers(book: Book, ids: Iterable[str]) -> Iterator[Dossier]:
    """Yield the dossiers of some people."""
    return (reading.dossier(book.database, each) for each in ids)


def _json(book: Book, asked: Export, values: LargeValues, progress: Progress | None) -> Iterator[bytes]:
    """Yield the book, or what it holds of some people, as JSON in ASCII, an entry a line; long values stand in it."""
    import json

    from store.exchange.outgoing import whole as inlined

    read_large = large.reader(values)
    whole = dict(book.export())
    if asked.contacts is not None:
        whole = _of_people(whole, set(asked.contacts))
    yield f'{{\n "schema": {json.dumps(whole.pop("schema"))}'.encode()
    for name, rows in whole.items():
        yield f',\n {json.dumps(name)}: ['.encode()
        for number, each in enumerate(rows):
            if name == "originals" and any(digests_in(each.get("properties", ()))):
                each = {**each, "properties": [inlined(one, read_large) for one in each["properties"]]}
            yield f"{',' if number else ''}\n  {json.dumps(each)}".encode()
            if progress is not None and name == "contacts":
                progress(number + 1, len(rows))
        yield b"\n ]" if rows else b"]"
    yield b"\n}\n"


def _of_people(whole: dict[str, Any], ids: set[str]) -> dict[str, Any]:
    """Return what a whole export holds of some people; others in a touch they shared are left out of it."""
    found: dict[str, Any] = {"schema": whole["schema"]}
    for name, rows in whole.items():
        if name == "contacts":
            found[name] = [each for each in rows if each["id"] in ids]
        elif name == "touches":
            found[name] = [{**each, "contacts": [one for one in each.get("contacts", ()) if one in ids]}
                           for each in rows if ids & set(each.get("contacts", ()))]
        elif name not in ("schema", "definitions"):
            found[name] = [each for each in rows if each.get("contact") in ids]
    used = {each["definition"].get("kept") for each in found.get("plans", ()) if isinstance(each.get("definition"), dict)}
    found["definitions"] = [each for each in whole.get("definitions", ()) if each["id"] in used]
    return found


def _calendar(book: Book, asked: Export, ids: Sequence[str], words: ExportWords, progress: Progress | None,
              ) -> Iterator[bytes]:
    """Yield the dates and due touches of some people as a calendar."""
    from store.exchange.calendar_writing import CalendarDate, calendar

    wanted = set(ids)
    names = {each.id: each.name for each in book.everyone() if each.id in wanted}
    found = [each for each in reading.alive("dates", book.database.table("dates").all()) if each.contact in names]
    found.sort(key=lambda each: (each.month, each.day, names[each.contact], each.id))
    dates = [CalendarDate(each, names[each.contact]) for each in found]
    practice = book.practice
    yield from calendar(dates, _touches(book, wanted, words, progress), book.now(), practice.leap_day, asked.entry,
                        practice.working_hours[0])


def _touches(book: Book, wanted: set[str], words: ExportWords, progress: Progress | None) -> Iterator[Any]:
    """Yield what comes next with each of some people, as entries of a calendar."""
    from store.book.due import next_of
    from store.exchange.calendar_writing import CalendarTouch

    now, zone = book.now(), book.zone()
    entries = sorted((each for each in book.every_agenda() if each[0].id in wanted), key=lambda each: each[0].id)
    for done, (line, agenda) in enumerate(entries, 1):
        due = next_of(agenda, now)
        if due is not None and due.kind != "decide":
            timed = due.window.due > now and (due.group == "running" or any("at" in each.values for each in due.why
                                                                            if each.code == "promise"))
            day = None if timed else max(due.window.due.astimezone(zone).date(), book.today())
            yield CalendarTouch(due, words.summary(due, line.name, line.company), words.why(due), day)
        if progress is not None:
            progress(done, len(entries))


def _labels(book: Book, asked: Export, ids: Sequence[str], progress: Progress | None) -> Iterator[bytes]:
    """Yield labels for those who have a postal address."""
    from store.exchange import label_writing

    name = asked.sheet or ("5160" if book.practice.country in label_writing.LETTER_COUNTRIES else "l7160")
    if name not in label_writing.SHEETS:
        raise UsageFault("bad-value", field="sheet", value=name, allowed=list(SHEETS))
    people = (reading.contact(book.database, each) for each in _watched(ids, progress))
    labels = [lines for each in people if (lines := label_writing.lines_of(each))]
    write = label_writing.page if asked.page else label_writing.text
    return write(labels, label_writing.SHEETS[name], asked.skipped)


def _letters(book: Book, asked: Export, ids: Sequence[str], progress: Progress | None) -> Iterator[bytes]:
    """Yield the table for letters: what fills the gaps of the template that is due."""
    from store.exchange.mail_merge_writing import write
    from store.rules.templates.gaps import GAPS

    gaps = [each for each in GAPS if not each.startswith(_SENDER)]
    letters = [_letter(book, each) for each in _dossiers(book, _watched(ids, progress))]
    return write(letters, gaps, asked.mark)


def _letter(book: Book, dossier: Dossier) -> Any:
    """Return a contact as a row of letters."""
    from store.exchange.mail_merge_writing import Letter
    from store.rules import templates as rules

    contact: Contact = dossier.contact
    due = book.next_due(contact.id)
    post = contact.address("post")
    language = contact.language or book.practice.language
    facts = rules.known_facts(dossier, book.settings.sender, due, book.now(), book.practice.zone, language)
    kind = due.kind if due is not None and due.kind != "decide" else ""
    return Letter(contact, tuple(post.value.split("\n")) if post else (), kind,
                  rules.family_of(due, kind) if kind else "",
                  {name: text for name, text in facts.items() if not name.startswith(_SENDER)})
