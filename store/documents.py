"""Records of the model to TinyDB documents and back, the stamps of their fields, and the keys they are found by.

A document holds its `id`, a `stamp` (of its making), `stamps` (of fields changed since), perhaps `deleted` (a stamp: the
tombstone) and the fields that differ from their defaults. Names that no record knows are kept, and come out in `extra`.
"""

from __future__ import annotations

import datetime as dt

from store import model
from store.errors import BookFault
from store.model import EMPTY, Address, Moment, Permission, Planned
from store.records import as_mapping, defaults_of, field_names, filled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

TABLES: Mapping[str, type] = {
    "contacts": model.Contact, "touches": model.Touch, "plans": model.Plan, "promises": model.Promise,
    "dates": model.SpecialDate, "moves": model.Move, "pauses": model.Pause, "drafts": model.Draft,
    "shelf": model.ShelfItem, "unfiled": model.Unfiled, "history": model.Change, "originals": model.Original,
    "remotes": model.Remote,
}
OF_A_CONTACT = ("touches", "plans", "promises", "dates", "moves", "pauses", "drafts")
"The tables that make a dossier, besides the contact itself."
BOOKKEEPING = frozenset({"id", "stamp", "stamps", "deleted"})


def instant_text(instant: dt.datetime) -> str:
    """Return an aware instant as ISO 8601 in UTC with a Z, to the microsecond where it has any."""
    if instant.tzinfo is not dt.UTC:
        instant = instant.astimezone(dt.UTC)
    return f"{instant.isoformat()[:-6]}Z"


def instant(text: str) -> dt.datetime:
    """Return the aware instant, in UTC, of an ISO 8601 text with an offset."""
    found = dt.datetime.fromisoformat(text)
    return found if found.tzinfo is dt.UTC else found.astimezone(dt.UTC)


def _moment_out(value: Moment) -> dict[str, Any]:
    plain: dict[str, Any] = {"at": instant_text(value.at), "zone": value.zone}
    if value.day_only:
        plain["day_only"] = True
    return plain


def _moment_in(value: Mapping[str, Any]) -> Moment:
    return Moment(instant(value["at"]), value.get("zone", "UTC"), bool(value.get("day_only", False)))


def _planned_out(value: Planned) -> dict[str, Any]:
    plain: dict[str, Any] = {"on": value.on.isoformat()}
    if value.time is not None:
        plain["time"] = value.time.isoformat()
    if value.zone:
        plain["zone"] = value.zone
    return plain


def _planned_in(value: Mapping[str, Any]) -> Planned:
    time = value.get("time")
    return Planned(dt.date.fromisoformat(value["on"]), dt.time.fromisoformat(time) if time else None, value.get("zone"))


def _lean(value: Any) -> dict[str, Any]:
    """Return a small record's fields that differ from their defaults."""
    plain = {}
    for name in field_names(type(value)):
        each = getattr(value, name)
        if each not in ("", False, None):
            plain[name] = instant_text(each) if isinstance(each, dt.datetime) else each
    return plain


def _addresses_out(value: tuple[Address, ...]) -> list[dict[str, Any]]:
    return [_lean(each) for each in value]


def _addresses_in(value: list[dict[str, Any]]) -> tuple[Address, ...]:
    return tuple(Address(**each) for each in value)


def _permissions_out(value: tuple[Permission, ...]) -> list[dict[str, Any]]:
    return [_lean(each) for each in value]


def _permissions_in(value: list[dict[str, Any]]) -> tuple[Permission, ...]:
    return tuple(Permission(**{**each, "at": instant(each["at"]) if each.get("at") else None}) for each in value)


def _day_out(value: dt.date) -> str:
    return value.isoformat()


_MOMENT = (_moment_out, _moment_in)
_PLANNED = (_planned_out, _planned_in)
_INSTANT = (instant_text, instant)
_DAY = (_day_out, dt.date.fromisoformat)
_CODECS: Mapping[str, Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]]] = {
    "contacts": {"addresses": (_addresses_out, _addresses_in), "permissions": (_permissions_out, _permissions_in),
                 "created": _INSTANT},
    "touches": {"happened": _MOMENT, "recorded": _INSTANT},
    "plans": {"anchor": _MOMENT, "started": _INSTANT, "ended": _INSTANT, "reviewed": _MOMENT},
    "promises": {"due": _PLANNED, "made": _MOMENT, "kept": _MOMENT, "dropped": _MOMENT},
    "dates": {},
    "moves": {"until": _PLANNED, "made": _MOMENT},
    "pauses": {"since": _DAY, "until": _DAY, "ended": _INSTANT},
    "drafts": {"started": _INSTANT, "handed": _MOMENT},
    "shelf": {"until": _DAY},
    "unfiled": {"received": _MOMENT, "settled": _INSTANT},
    "history": {"at": _INSTANT},
    "originals": {},
    "remotes": {},
}


def field_out(table: str, name: str, value: Any) -> Any:
    """Return a field's value as JSON holds it."""
    codec = _CODECS[table].get(name)
    if value is None:
        return None
    if codec:
        return codec[0](value)
    if isinstance(value, tuple):
        return [dict(each) if hasattr(each, "keys") else each for each in value]
    return dict(value) if hasattr(value, "keys") else value


def fields_out(table: str, record: Any) -> dict[str, Any]:
    """Return a record's fields as JSON holds them, those that equal their defaults left out."""
    cls = TABLES[table]
    plain = {}
    for name, value in as_mapping(record).items():
        if name == "extra":
            plain.update(value)
        elif name == "id" or value != getattr(cls, name, _NOTHING):
            plain[name] = field_out(table, name, value)
    return plain


_NOTHING = object()


def to_document(table: str, record: Any, stamp: str) -> dict[str, Any]:
    """Return the document of a new record."""
    return {"id": record.id, "stamp": stamp, **fields_out(table, record)}


def changed_document(table: str, document: Mapping[str, Any], record: Any, stamp: str) -> dict[str, Any] | None:
    """Return a document with the fields in which a record differs from it, each stamped; None where nothing differs."""
    before = {name: value for name, value in document.items() if name not in BOOKKEEPING}
    after = fields_out(table, record)
    after.pop("id")
    if before == after:
        return None
    stamps = dict(document.get("stamps", EMPTY))
    for name in before.keys() | after.keys():
        if before.get(name, _NOTHING) != after.get(name, _NOTHING):
            stamps[name] = stamp
    if before.get("permissions") != after.get("permissions"):
        from store.rules.merge_fields import lifting

        stamps |= lifting(document, after, stamp)
    return {"id": document["id"], "stamp": document["stamp"], "stamps": stamps, **after}


def tombstone(document: Mapping[str, Any], stamp: str) -> dict[str, Any]:
    """Return the document marked as deleted; its fields stay for the way back."""
    return {**document, "deleted": stamp}


_fields: dict[str, tuple[type, dict[str, Any], tuple[str, ...], Mapping[str, Callable[[Any], Any]]]] = {}
"By table, as they are asked for: see `_fields_of`."


def _fields_of(table: str) -> tuple[type, dict[str, Any], tuple[str, ...], Mapping[str, Callable[[Any], Any]]]:
    """Return a table's record, its fields that may be missing, those that may not, and what reads those JSON lacks."""
    found = _fields.get(table)
    if found is None:
        cls = TABLES[table]
        defaults = defaults_of(cls)
        required = tuple(name for name in field_names(cls) if name not in defaults)
        found = _fields[table] = (cls, defaults, required, {name: codec[1] for name, codec in _CODECS[table].items()})
    return found


def from_document(table: str, document: Mapping[str, Any]) -> Any:
    """Return the record of a document; raises BookFault(`bad-document`) where a field cannot be read."""
    cls, defaults, required, readers = _fields_of(table)
    values = defaults.copy()
    extra: dict[str, Any] = {}
    try:
        for name in required:
            values[name] = document[name]
        for name, value in document.items():
            if name in readers:
                values[name] = None if value is None else readers[name](value)
            elif name == "extra":
                extra.update(value)
            elif name in values:
                values[name] = tuple(value) if isinstance(value, list) else value
            elif name not in BOOKKEEPING:
                extra[name] = value
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BookFault("bad-document", table=table, id=str(document.get("id", "?")), reason=str(error)) from None
    if extra:
        values["extra"] = extra
    return filled(cls, values)


def folded(text: str) -> str:
    """Return a text for comparing: case folded, accents off, spaces as one."""
    if text.isascii():
        return " ".join(text.lower().split())
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in decomposed if not unicodedata.combining(each)).split())


def words_of(text: str) -> list[str]:
    """Return the words of a text for finding: folded, cut at everything that is no letter or digit."""
    return "".join(each if each.isalnum() else " " for each in folded(text)).split()


def digits_of(value: str) -> str:
    """Return the last seven digits of a number, or fewer where it has fewer."""
    return "".join(each for each in value.split(";", 1)[0] if each.isdigit())[-7:]


def keys_of(table: str, document: Mapping[str, Any]) -> Iterable[str]:
    """Return the keys by which the book finds a document; none for a deleted one."""
    if document.get("deleted"):
        return ()
    if table == "contacts":
        referrer = document.get("referrer")
        return (*_contact_keys(document), f"referrer:{referrer}") if referrer else _contact_keys(document)
    keys = []
    if table == "touches":
        keys = [f"contact:{each}" for each in document.get("contacts", ())]
        keys += [f"{name}:{document[name]}" for name in ("external_key", "message_id") if document.get(name)]
        if ":rhythm:" in str(document.get("step", "")):
            keys.append(f"rhythm:{str(document.get('recorded', ''))[:10]}")
    elif "contact" in document:
        keys = [f"contact:{document['contact']}"]
    unfinished = document.get("state") in ("open", "handed") if table == "drafts" else not document.get("settled")
    if table in ("unfiled", "drafts") and unfinished:
        keys.append("waiting:")
    elif table == "originals" and document.get("key"):
        keys.append(f"original:{document.get('source', '')}:{document['key']}")
    elif table in ("pauses", "moves") and not document.get("contact"):
        keys.append("contact:")
    return keys


def _contact_keys(document: Mapping[str, Any]) -> Iterable[str]:
    """Return a contact's keys: whole name, words and their beginnings, mail addresses, numbers."""
    if document.get("merged_into"):
        return ()
    keys = {f"name:{folded(str(document.get('name', '')))}"}
    for name in ("name", "nickname", "company"):
        for word in words_of(str(document.get(name, ""))):
            keys.add(f"word:{word}")
            keys.add(f"start:{word[:3]}")
    for tag in document.get("tags", ()):
        keys.add(f"tag:{folded(str(tag))}")
    for address in document.get("addresses", ()):
        value = str(address.get("value", ""))
        if address.get("channel") == "email":
            keys.add(f"mail:{value.lower()}")
        elif address.get("channel") == "phone":
            keys.add(f"phone:{value}")
            keys.add(f"digits:{digits_of(value)}")
            keys.add(f"last:{digits_of(value)[-4:]}")
        elif address.get("channel") == "web":
            keys.add(f"web:{value.lower()}")
    return keys
