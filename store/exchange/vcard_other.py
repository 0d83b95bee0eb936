"""vCards in other clothes: jCard (RFC 7095) and xCard (RFC 6351), brought to the properties of the plain form."""

from __future__ import annotations

from store.errors import FileFault
from store.exchange.vcard import Card
from store.exchange.vcard_lines import Property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any
    from xml.etree.ElementTree import Element

MOST_BYTES = 1 << 26
"""Bytes of a file of this kind that are read; all of it is needed at once."""
_SPACE = "{urn:ietf:params:xml:ns:vcard-4.0}"
_STRUCTURED = {
    "n": ("surname", "given", "additional", "prefix", "suffix"),
    "adr": ("pobox", "ext", "street", "locality", "region", "code", "country"),
    "org": ("text",),
}


def is_jcard(document: Any) -> bool:
    """Return whether a JSON document is a jCard, or a list of them."""
    return isinstance(document, list) and bool(document) and (
        (document[0] == "vcard" and len(document) > 1 and isinstance(document[1], list))
        or (isinstance(document[0], list) and is_jcard(document[0])))


def of_jcard(document: list[Any]) -> Iterator[Card]:
    """Yield the cards of a jCard document; `place` counts them from 1."""
    cards = [document] if document[0] == "vcard" else document
    for place, plain in enumerate(cards, start=1):
        card = Card(place)
        card.closed = True
        rows = plain[1] if isinstance(plain, list) and len(plain) > 1 and isinstance(plain[1], list) else []
        for row in rows:
            if isinstance(row, list) and len(row) > 3 and isinstance(row[0], str):
                card.properties.append(_of_row(place, row))
        yield card


def _of_row(place: int, row: list[Any]) -> Property:
    """Return the property of a row `[name, parameters, type, value, ...]`."""
    name, given = row[0].upper(), row[1] if isinstance(row[1], dict) else {}
    params = {str(key).upper(): [str(each) for each in (value if isinstance(value, list) else [value])][:200]
              for key, value in given.items() if key != "group"}
    if name in ("N", "ADR", "ORG"):
        value = row[3] if isinstance(row[3], list) else row[3:]
        text = ";".join(",".join(map(_escaped, each)) if isinstance(each, list) else _escaped(each) for each in value)
    else:
        text = ",".join(_escaped(each) for each in row[3:])
    return Property(place, name, str(given.get("group", "")).lower(), params, text.encode("utf-8", "ignore"))


def _escaped(value: Any) -> str:
    """Return a value as it stands in a plain card."""
    text = "" if value is None else str(value)
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def of_xcard(data: bytes, path: str) -> Iterator[Card]:
    """Yield the cards of an xCard document; raises FileFault(`not-contacts`) for other XML, and for one with a doctype."""
    from xml.etree import ElementTree

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise FileFault("not-contacts", path=path, kind="xml")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - what could grow needs a doctype, and is refused above
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise FileFault("not-contacts", path=path, kind="xml") from error
    cards = list(root.iter(f"{_SPACE}vcard"))
    if not cards:
        raise FileFault("not-contacts", path=path, kind="xml")
    return map(_of_element, range(1, len(cards) + 1), cards)


def _of_element(place: int, found: Element) -> Card:
    """Return the card of an element `vcard`."""
    card = Card(place)
    card.closed = True
    for each in found:
        group = each.get("name", "").lower() if each.tag == f"{_SPACE}group" else ""
        for prop in each if each.tag == f"{_SPACE}group" else (each,):
            card.properties.append(_of_property(place, group, prop))
    return card


def _of_property(place: int, group: str, found: Element) -> Property:
    """Return the property of an element."""
    name = found.tag.removeprefix(_SPACE)
    params: dict[str, list[str]] = {}
    values: list[str] = []
    parts: dict[str, list[str]] = {}
    for each in found:
        tag = each.tag.removeprefix(_SPACE)
        if tag == "parameters":
            params = {one.tag.removeprefix(_SPACE).upper(): [text for text in one.itertext() if text.strip()] for one in each}
        else:
            values.append(_escaped("".join(each.itertext()).strip()))
            parts.setdefault(tag, []).append(values[-1])
    if name in ("n", "adr"):
        text = ";".join(",".join(filter(None, parts.get(part, ()))) for part in _STRUCTURED[name])
    else:
        text = (";" if name == "org" else ",").join(values)
    return Property(place, name.upper(), group, params, text.encode("utf-8", "ignore"))
