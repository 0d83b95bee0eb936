"""An Onward export, read back: its people, and every entry of its other tables as it stood."""

from __future__ import annotations

import datetime as dt
import json
import re

from store import model
from store.errors import FileFault
from store.exchange.cleaning import kept, many_lines, one_line
from store.exchange.large import apart_in_json
from store.exchange.parsed import ParsedRecord
from store.exchange.streams import chunks
from store.model import Address, Contact, Permission, Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from store.exchange.large import Keep
    from store.exchange.parsed import Day

_ONE_LINE = (
    "name",
    "given",
    "family",
    "middle",
    "prefix",
    "suffix",
    "nickname",
    "company",
    "title",
    "language",
    "country",
    "zone",
    "closed_reason",
    "need",
    "size",
    "wanted_by",
    "referrer_name",
    "source",
)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BREAKS = frozenset("\n\r\v\f\0\x85\u2028\u2029")
_LISTS = ("preferred_kinds", "interests", "tags")
_CHOICES = {
    "temperature": model.TEMPERATURES,
    "pace": model.PACES,
    "stage": model.STAGES,
    "standing": model.STANDINGS,
}


def load(path: Path) -> Mapping[str, Any]:
    """Return an Onward export; raises FileFault(`cannot-read`) or FileFault(`not-contacts`, kind `json`)."""
    return checked(parsed(path), path)


def parsed(path: Path, keep: Keep | None = None) -> Any:
    """Return the JSON of a file, or None for what is none, long values handed to `keep`; raises FileFault(`cannot-read`)."""
    try:
        return json.loads(b"".join(chunks(path)), object_hook=apart_in_json(keep or _let_go))
    except (ValueError, RecursionError):
        return None


def _let_go(digest: str, data: bytes) -> None:
    """Let go of a long value."""


def checked(document: Any, path: Path) -> Mapping[str, Any]:
    """Return a document that is an Onward export; raises FileFault(`not-contacts`, kind `json`)."""
    sound = isinstance(document, dict) and type(document.get("schema")) is int
    if not isinstance(document, dict) or not sound or not isinstance(document.get("contacts"), list):
        raise FileFault("not-contacts", path=str(path), kind="json")
    return document


def records(document: Mapping[str, Any], problems: list[tuple[int, Reason]]) -> Iterator[ParsedRecord]:
    """Yield the people of an export; `place` counts them from 1, as JSON has no lines to speak of."""
    dates, originals = _by_contact(document, "dates"), _by_contact(document, "originals")
    for place, plain in enumerate(document["contacts"], start=1):
        if not isinstance(plain, dict) or not one_line(_text(plain.get("name"))):
            problems.append((place, Reason("no-name")))
            continue
        if plain.get("merged_into"):
            continue
        key = _text(plain.get("id"))
        original = next((_original(each) for each in originals.get(key, ())), None)
        yield ParsedRecord(
            place,
            _contact(plain),
            tuple(day for each in dates.get(key, ()) if (day := _day(each))),
            original or {"source": "onward-json", "key": one_line(key), "properties": []},
            identity=key if is_id(key) else "",
        )


def is_id(text: object) -> bool:
    """Return whether a text is written as the id of an entry is."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def entries(document: Mapping[str, Any], table: str) -> Iterator[dict[str, Any]]:
    """Yield the entries of a table that have an id and hold only what a book can hold, as they stood.

    Line breaks and NUL in a contact's one-line fields become spaces.
    """
    rows = document.get(table)
    for each in rows if isinstance(rows, list) else ():
        if not isinstance(each, dict) or not is_id(each.get("id")) or each.get("deleted"):
            continue
        try:
            json.dumps(each, allow_nan=False, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            continue
        if table == "contacts":
            each = {name: one_line(value) if name in _ONE_LINE and isinstance(value, str) and _BREAKS & set(value) else value
                    for name, value in each.items()}
        yield each


def _by_contact(document: Mapping[str, Any], table: str) -> dict[str, list[dict[str, Any]]]:
    """Return the documents of a table by the contact they belong to."""
    found: dict[str, list[dict[str, Any]]] = {}
    rows = document.get(table)
    for each in rows if isinstance(rows, list) else ():
        if isinstance(each, dict):
            found.setdefault(_text(each.get("contact")), []).append(each)
    return found


def _text(value: object) -> str:
    """Return a text, or an empty one for what is none."""
    return value if isinstance(value, str) else ""


def _contact(plain: Mapping[str, Any]) -> Contact:
    """Return the contact of a document; fields of the wrong kind are left away."""
    fields: dict[str, Any] = {name: one_line(_text(plain.get(name))) for name in _ONE_LINE}
    fields |= {name: value for name, words in _CHOICES.items() if (value := plain.get(name)) in words}
    for name in _LISTS:
        values = plain.get(name)
        fields[name] = (
            tuple(one_line(each) for each in values if isinstance(each, str)) if isinstance(values, list) else ()
        )
    slower = plain.get("slower")
    if isinstance(slower, int | float) and 0 < slower < 100:
        fields["slower"] = float(slower)
    return Contact(
        id="",
        note=many_lines(_text(plain.get("note"))),
        origin=one_line(_text(plain.get("origin"))) or "import",
        addresses=tuple(
            _address(each) for each in _dicts(plain.get("addresses")) if each.get("channel") in model.ADDRESS_CHANNELS
        ),
        permissions=_permissions(plain),
        **fields,
    )


def _dicts(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _address(plain: Mapping[str, Any]) -> Address:
    value = _text(plain.get("value"))
    return Address(
        plain["channel"],
        many_lines(value) if plain["channel"] == "post" else one_line(value),
        one_line(_text(plain.get("typed"))),
        one_line(_text(plain.get("label"))),
        plain.get("preferred") is True,
        plain.get("bounced") is True,
    )


def _permissions(plain: Mapping[str, Any]) -> tuple[Permission, ...]:
    """Return the permissions, the last one of each channel."""
    found = {}
    for each in _dicts(plain.get("permissions")):
        if each.get("channel") in model.PERMISSION_CHANNELS and each.get("state") in model.PERMISSION_STATES:
            how = one_line(_text(each.get("how")))
            found[each["channel"]] = Permission(each["channel"], each["state"], how, _instant(_text(each.get("at"))))
    return tuple(found.values())


def _instant(text: str) -> dt.datetime | None:
    """Return an aware instant in UTC, or None."""
    try:
        found = dt.datetime.fromisoformat(text)
        return found.astimezone(dt.UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _day(plain: Mapping[str, Any]) -> Day | None:
    """Return a special date, or None where it is no day of a year."""
    month, number, year = plain.get("month"), plain.get("day"), plain.get("year")
    try:
        dt.date(year if isinstance(year, int) else 2000, month, number)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return one_line(_text(plain.get("name"))) or "date", month, number, year if isinstance(year, int) else None  # type: ignore[return-value]


def _original(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return the imported properties kept with a contact."""
    properties = [
        {name: kept(value) if isinstance(value, str) else value for name, value in each.items()}
        for each in _dicts(plain.get("properties"))
    ]
    return {
        "source": one_line(_text(plain.get("source"))),
        "key": one_line(_text(plain.get("key"))),
        "properties": properties,
    }
