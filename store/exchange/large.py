"""Values too long to stand in the book (photos): taken out of their properties, each under the digest of its content.

Such a property keeps `"value": ""`, `"large"` (the SHA-256 of the value in UTF-8, as hexadecimal) and `"size"` (its bytes).
One that is longer still keeps only its size, as `dropped`.
"""

from __future__ import annotations

import hashlib

from store.exchange.cleaning import kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from typing import Any

    Keep = Callable[[str, bytes], object]
    Property = Mapping[str, Any]

LONGEST_KEPT = 1 << 16
"""Characters of a value that stands in the book itself."""
LONGEST_VALUE = 1 << 24
"""Bytes of a value that is kept at all; of a longer one the name and the size stay."""
PARTS = frozenset({"name", "params", "value", "group", "large", "size"})
"""What a kept property consists of."""


def digest_of(data: bytes) -> str:
    """Return the digest under which a value is kept."""
    return hashlib.sha256(data).hexdigest()


def apart(found: dict[str, Any], keep: Keep) -> dict[str, Any]:
    """Return a kept property, the value of one that is long handed to `keep` under its digest."""
    value = found["value"]
    if len(value) <= LONGEST_KEPT:
        return found
    data = kept(value).encode("utf-8", "replace")
    left = {name: each for name, each in found.items() if name not in ("large", "size")}
    if len(data) > LONGEST_VALUE:
        return {**left, "value": "", "dropped": len(value)}
    digest = digest_of(data)
    keep(digest, data)
    return {**left, "value": "", "large": digest, "size": len(data)}


def apart_in_json(keep: Keep) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return what takes long values out of the objects of a JSON document, one by one while it is read."""

    def look(plain: dict[str, Any]) -> dict[str, Any]:
        value = plain.get("value")
        if isinstance(value, str) and len(value) > LONGEST_KEPT and "name" in plain and plain.keys() <= PARTS:
            return apart(plain, keep)
        return plain

    return look


def named(properties: Iterable[Any]) -> Iterator[str]:
    """Yield the digests of the long values that kept properties name."""
    for each in properties:
        digest = each.get("large") if hasattr(each, "get") else None
        if isinstance(digest, str) and digest:
            yield digest


def without(properties: Iterable[Property], absent: Collection[str]) -> tuple[Property, ...]:
    """Return kept properties, those whose long values are nowhere to be had with their size alone."""
    return tuple(_size_alone(each) if each.get("large") in absent else each for each in properties)


def _size_alone(found: Property) -> dict[str, Any]:
    """Return a property of which only the size is known."""
    size = found.get("size")
    left = {name: value for name, value in found.items() if name not in ("large", "size")}
    return {**left, "dropped": size if isinstance(size, int) and size > 0 else 1}


def still_there(coming: Iterable[Property], present: Iterable[Property]) -> tuple[Property, ...]:
    """Return properties that come in the place of others, each of which only the size came as it is there already."""
    there = [each for each in present if each.get("large")]
    return tuple(next((one for one in there if _is_same(one, each)), each) if each.get("dropped") else each for each in coming)


def _is_same(present: Property, coming: Property) -> bool:
    """Return whether a property of which only the size came is one that is there whole."""
    return all(present.get(name) == coming.get(name) for name in ("name", "group")) and present.get("size") == coming["dropped"]
