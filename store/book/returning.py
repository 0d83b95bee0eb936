"""An Onward export coming back: every entry under its own id, as it stood, beside what the book has already.

A person who is not in the book comes with all that is theirs. One who is there already (the same id, or the same person by
mail, number or name) is filled up as by any import, and what is new of theirs is added. Nothing in the book is overwritten.
"""

from __future__ import annotations

from store import documents, exchange, migrations
from store.book.exchanging import Existing
from store.errors import BookFault
from store.exchange import onward_json
from store.model import Reason
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from store.book import Book
    from store.book.writing import Writing
    from store.exchange import ParsedFile
    from store.model import ImportPreview

TABLES = (*(name for name in documents.TABLES if name != "remotes"), "definitions")
"What an export holds: everything but this machine's own."


def preview(book: Book, parsed: ParsedFile) -> ImportPreview:
    """Return what taking an export in would do; raises BookFault(`newer-book`) for one of a newer Onward."""
    schema = int(parsed.whole["schema"])
    if schema > migrations.SCHEMA:
        raise BookFault("newer-book", path=parsed.path, found=schema, known=migrations.SCHEMA)
    tables = {name: {each["id"]: each for each in onward_json.entries(parsed.whole, name)} for name in TABLES}
    if schema < migrations.SCHEMA:
        tables = migrations.brought_up(tables, schema, book.home.cache)
    problems: list[tuple[int, Reason]] = []
    for name in TABLES:
        tables[name] = {key: each for key, each in tables.get(name, {}).items() if _readable(name, each, problems)}
    found = exchange.preview(parsed, Existing(book))
    found = replace(found, rows=tuple(
        replace(row, verdict="bad", contact=None, reason=Reason("cannot-understand"))
        if row.verdict == "new" and row.identity and row.identity not in tables["contacts"] else row for row in found.rows))
    goes = {row.identity: row.existing or row.identity for row in found.rows
            if row.identity and row.verdict in ("new", "changed", "same")}
    coming: dict[str, tuple[Mapping[str, Any], ...]] = {}
    goes |= {each["id"]: each["id"] for each in tables["contacts"].values() if each.get("merged_into")}
    for name, rows in tables.items():
        new = tuple(each for plain in rows.values() if (each := _coming(book, name, plain, goes)) is not None)
        if new:
            coming[name] = new
    return replace(found, entries=coming, problems=(*found.problems, *problems))


def _coming(book: Book, table: str, plain: Mapping[str, Any], goes: Mapping[str, str]) -> Mapping[str, Any] | None:
    """Return an entry as the book would have it; None where it has it already, or where it is of nobody who comes."""
    if table == "contacts" and goes.get(plain["id"]) != plain["id"]:
        return None
    there = book.database.table(table).by_id(plain["id"])
    if there is not None and not (there.get("deleted") and _is_of_new(book, table, plain)):
        return None
    led = _led(plain, goes)
    people = [led.get("contact", ""), *led.get("contacts", ())]
    if table == "history":
        people = [led.get("contact", "")]
    if any(each and each not in goes.values() for each in people) or (table == "touches" and not led.get("contacts")):
        return None
    return None if _is_twice(book, table, led, plain) else led


def _led(plain: Mapping[str, Any], goes: Mapping[str, str]) -> dict[str, Any]:
    """Return an entry with the ids of people as the book has them."""
    led = dict(plain)
    for name in ("contact", "referrer", "merged_into", "subject"):
        if isinstance(led.get(name), str):
            led[name] = goes.get(led[name], led[name])
    if isinstance(led.get("contacts"), list):
        led["contacts"] = list(dict.fromkeys(goes.get(each, "") for each in led["contacts"] if each in goes))
    return led


def _is_of_new(book: Book, table: str, plain: Mapping[str, Any]) -> bool:
    """Return whether an entry that was deleted here belongs to somebody who was deleted too, and comes back."""
    if table == "definitions":
        return True
    whose = [plain["id"]] if table == "contacts" else [plain.get("contact", ""), *(plain.get("contacts") or ())]
    contacts = book.database.table("contacts")
    people = [contacts.by_id(each) for each in whose if onward_json.is_id(each)]
    return any(each is None or each.get("deleted") for each in people)


def _is_twice(book: Book, table: str, led: Mapping[str, Any], plain: Mapping[str, Any]) -> bool:
    """Return whether the book has the same thing under another id."""
    database = book.database
    if table == "touches":
        return any(database.table(table).with_key(f"{name}:{led[name]}") for name in ("external_key", "message_id")
                   if led.get(name))
    if led.get("contact") == plain.get("contact") or table not in ("dates", "originals"):
        return False
    same = ("name", "month", "day") if table == "dates" else ("source", "key")
    return any(all(each.get(name) == led.get(name) for name in same)
               for each in database.table(table).with_key(f"contact:{led['contact']}"))


def _readable(table: str, led: Mapping[str, Any], problems: list[tuple[int, Reason]]) -> bool:
    """Return whether an entry can be read as one of its table; a fault is noted."""
    try:
        named = led.get("contacts", [])
        if not all(isinstance(each, str) for each in (led.get("contact", ""), *named)) or not isinstance(named, list):
            raise TypeError("of nobody")
        if table in documents.TABLES:
            documents.fields_out(table, documents.from_document(table, led))
            set(documents.keys_of(table, led))
        elif not isinstance(led.get("definition"), dict):
            raise TypeError("no definition")
    except (BookFault, TypeError, ValueError, AttributeError, KeyError):
        problems.append((0, Reason("cannot-understand", {"table": table, "id": str(led["id"])})))
        return False
    return True


def take_in(book: Book, writing: Writing, seen: ImportPreview) -> int:
    """Store the entries of a preview that the book still has not; return how many besides the people."""
    stored = 0
    for name, rows in seen.entries.items():
        table = book.database.table(name)
        for each in rows if name == "definitions" else _stamped(rows, writing.stamp):
            there = table.by_id(each["id"])
            if there is None or there.get("deleted"):
                table.put(dict(each))
                stored += name != "contacts"
    return stored


def _stamped(rows: Iterable[Mapping[str, Any]], stamp: str) -> Iterable[dict[str, Any]]:
    """Yield entries with a stamp each; one written by hand may have none."""
    for each in rows:
        yield dict(each) if isinstance(each.get("stamp"), str) else {**each, "stamp": stamp}
