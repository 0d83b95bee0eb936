"""Rows of a table of contacts as people: Google in both forms, LinkedIn, Outlook, Thunderbird and others."""

from __future__ import annotations

import re

from store.exchange import days
from store.exchange.cleaning import one_line
from store.exchange.countries import country, postal_lines
from store.exchange.csv_cells import armed
from store.exchange.csv_columns import Column, columns, kind
from store.exchange.csv_table import Header, rows
from store.exchange.gathering import Gathering
from store.exchange.labels import word
from store.exchange.streams import chunks
from store.model import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from store.exchange.parsed import Asked, ParsedRecord

    Parts = dict[str, str]

_JOINED = " ::: "
_NONE_DATES = re.compile(r"0+[/.\-]0+[/.\-]0+$")
_EXCEL_TEXT = re.compile(r'^(?:="(.*)"|\'(?=[+=@\-\d])(.*))$', re.DOTALL)


def read_file(path: Path, header: Header, asked: Asked, problems: list[tuple[int, Reason]]) -> Iterator[ParsedRecord]:
    """Yield the people of a table; a row that names nobody is a problem; raises FileFault(`cannot-read`)."""
    source = kind(header.cells)
    if source == "onward-csv" and not asked.mapping:
        from store.exchange import csv_own

        for each in csv_own.read(rows(chunks(path), header, problems), header.cells, asked.region):
            if isinstance(each, int):
                problems.append((each, Reason("no-name")))
            else:
                yield each
        return
    wanted = columns(header.cells, asked.mapping)
    for place, cells in rows(chunks(path), header, problems):
        person = Gathering(source, asked.region, asked.day_first)
        _fill(person, header, wanted, cells)
        if source == "linkedin-csv":
            _of_linkedin(person)
        found = person.record(place)
        if found is None:
            problems.append((place, Reason("no-name")))
        else:
            yield found


def _fill(person: Gathering, header: Header, wanted: list[Column], cells: list[str]) -> None:
    """Bring the cells of a row to a person; what is not understood is kept under its header."""
    groups: dict[tuple[str, str], tuple[Parts, str]] = {}
    for index, cell in enumerate(cells):
        text = cell.strip()
        if not text:
            continue
        if (plain := armed(text)) != text:
            text = plain
        elif match := _EXCEL_TEXT.match(text):
            text = (match[1] or match[2] or "").strip()
        column = wanted[index] if index < len(wanted) else Column("")
        if not column.what:
            person.keep(header.cells[index] if index < len(wanted) else f"column {index + 1}", text)
            continue
        parts, _ = groups.setdefault((column.what, column.which), ({}, column.label))
        parts.setdefault(column.part, text)
    for (what, which), (parts, label) in groups.items():
        _HANDLERS.get(what, _custom)(person, which, parts, label)


def _of_linkedin(person: Gathering) -> None:
    """Say where a connection comes from, and part a family name from the degrees written after it."""
    person.put("source", "LinkedIn")
    family, comma, degrees = person.fields.get("family", "").partition(",")
    if comma and family.strip():
        person.fields["family"] = family.strip()
        person.put("suffix", degrees)
        person.put("name", f"{person.fields.get('given', '')} {family}")


def _each(parts: Parts) -> Iterator[Parts]:
    """Yield the parts of every value that Google joined into one cell."""
    if not any(_JOINED in text for text in parts.values()):
        yield parts
        return
    lists = {name: [each.strip() for each in text.split(_JOINED)] for name, text in parts.items()}
    for index in range(min(500, max(map(len, lists.values())))):
        yield {
            name: each[index] if index < len(each) else each[0] if name == "label" else ""
            for name, each in lists.items()
        }


def _label(parts: Parts, label: str) -> tuple[str, int]:
    """Return the label and the rank of an address; Google marks the preferred one with a star."""
    own = parts.get("label", "")
    return word(own) or label, 1 if own.startswith("*") else 0


def _field(person: Gathering, which: str, parts: Parts, label: str) -> None:
    if not person.put(which, parts["value"]):
        person.keep(which, parts["value"])


def _mail(person: Gathering, which: str, parts: Parts, label: str) -> None:
    for each in _each(parts):
        own, rank = _label(each, label)
        for text in (
            re.split(r"[;,\s]+(?=[^;,\s]+@)", each.get("value", ""))
            if "<" not in each.get("value", "")
            else [each["value"]]
        ):
            if not person.mail(text, own, rank):
                person.keep("E-mail", text)


def _phone(person: Gathering, which: str, parts: Parts, label: str) -> None:
    for each in _each(parts):
        own, rank = _label(each, label)
        if not person.phone(each.get("value", ""), own, rank):
            person.keep("Phone", each["value"])


def _web(person: Gathering, which: str, parts: Parts, label: str) -> None:
    for each in _each(parts):
        text = each.get("value", "")
        own, rank = _label(each, label)
        person.web(text, own or ("linkedin" if "linkedin.com/in/" in text.lower() else ""), rank)
        if person.source == "linkedin-csv" and not person.key:
            person.key = text.lower().rstrip("/")


def _address(person: Gathering, which: str, parts: Parts, label: str) -> None:
    for each in _each(parts):
        own, rank = _label(each, label)
        street = "\n".join(each[part] for part in ("street", "street 2", "street 3") if each.get(part))
        names = ("box", "extended", "city", "region", "code", "country")
        box, extended, city, region, code, land = (each.get(name, "") for name in names)
        person.post(
            each.get("formatted", "") or postal_lines(box, extended, street, city, region, code, land), own, rank
        )
        person.put("country", country(land))
        for name, text in each.items():
            if name not in ("label", "formatted") and text:
                person.keep(f"Address {name}", text, {"TYPE": [own]} if own else None)


def _organization(person: Gathering, which: str, parts: Parts, label: str) -> None:
    for each in _each(parts):
        for part, text in each.items():
            field = {"name": "company", "title": "title"}.get(part, "")
            if text and not (field and person.put(field, text)):
                person.keep(f"Organization {part}", text)


def _event(person: Gathering, which: str, parts: Parts, label: str) -> None:
    for each in _each(parts):
        name = word(each.get("label", ""))
        if not person.date(name, each.get("value", "")):
            person.keep("Event", each.get("value", ""), {"TYPE": [name]})


def _relation(person: Gathering, which: str, parts: Parts, label: str) -> None:
    for each in _each(parts):
        name = word(each.get("label", ""))
        if not (name.lower() == "referred by" and person.put("referrer_name", each.get("value", ""))):
            person.keep("Relation", each.get("value", ""), {"TYPE": [name]})


def _messenger(person: Gathering, which: str, parts: Parts, label: str) -> None:
    for each in _each(parts):
        service = one_line(each.get("service", "")).lower()
        text = each.get("value", "")
        if text:
            person.web(f"{service}:{text}" if service and ":" not in text else text, service)


def _custom(person: Gathering, which: str, parts: Parts, label: str) -> None:
    for each in _each(parts):
        person.keep("Custom Field", each.get("value", ""), {"TYPE": [each["label"]]} if each.get("label") else None)


def _department(person: Gathering, which: str, parts: Parts, label: str) -> None:
    person.keep("Department", parts["value"])


def _note(person: Gathering, which: str, parts: Parts, label: str) -> None:
    person.note(parts["value"])


def _tags(person: Gathering, which: str, parts: Parts, label: str) -> None:
    text = parts["value"]
    for each in text.split(":::") if ":::" in text or person.source == "google-csv" else re.split("[;,]", text):
        person.tag(each)


def _day(name: str) -> Callable[[Gathering, str, Parts, str], None]:
    def handle(person: Gathering, which: str, parts: Parts, label: str) -> None:
        if not _NONE_DATES.match(parts["value"]) and not person.date(name, parts["value"]):
            person.keep(name.capitalize(), parts["value"])

    return handle


def _birth(part: str) -> Callable[[Gathering, str, Parts, str], None]:
    """Return the handler of Thunderbird's three columns, which come in the order year, month, day."""

    def handle(person: Gathering, which: str, parts: Parts, label: str) -> None:
        person.birth[part] = one_line(parts["value"])
        month, number = person.birth.get("month", ""), person.birth.get("day", "")
        if part == "day" and month.isdigit() and number.isdigit():
            person.date("birthday", f"{person.birth.get('year', '').zfill(4)[:4]}-{month:0>2}-{number:0>2}")

    return handle


def _met(person: Gathering, which: str, parts: Parts, label: str) -> None:
    person.met_on = days.date(parts["value"], person.day_first)
    if person.met_on is None:
        person.keep("Connected On", parts["value"])


def _key(person: Gathering, which: str, parts: Parts, label: str) -> None:
    person.key = parts["value"][:500]


_HANDLERS: Mapping[str, Callable[[Gathering, str, Parts, str], None]] = {
    "field": _field,
    "mail": _mail,
    "phone": _phone,
    "web": _web,
    "address": _address,
    "organization": _organization,
    "event": _event,
    "relation": _relation,
    "messenger": _messenger,
    "department": _department,
    "note": _note,
    "tags": _tags,
    "birthday": _day("birthday"),
    "anniversary": _day("anniversary"),
    "met": _met,
    "key": _key,
    "birth year": _birth("year"),
    "birth month": _birth("month"),
    "birth day": _birth("day"),
}
