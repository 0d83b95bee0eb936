"""Two records of one person made one: what is empty is filled, what is there stays."""

from __future__ import annotations

from store.exchange.cleaning import many_lines, one_line
from store.exchange.gathering import address_key
from store.model import Address, Contact
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FILLED = (
    "given",
    "family",
    "middle",
    "prefix",
    "suffix",
    "nickname",
    "language",
    "country",
    "zone",
    "temperature",
    "pace",
    "stage",
    "need",
    "size",
    "wanted_by",
    "source",
)
_JOINED = ("tags", "interests", "preferred_kinds")


def merge(existing: Contact, incoming: Contact) -> Contact:
    """Return the existing contact with what the incoming one adds; merging the same again changes nothing.

    Empty fields are filled, addresses, tags and notes joined. Nothing that is there is overwritten; company and title
    are taken together or not at all. Words of the book that hold control characters are the same as those words without.
    """
    changes: dict[str, Any] = {
        name: getattr(incoming, name) for name in _FILLED if not getattr(existing, name) and getattr(incoming, name)
    }
    changes |= _work(existing, incoming)
    if not existing.standing and incoming.standing:
        changes |= {"standing": incoming.standing, "closed_reason": incoming.closed_reason}
    if not existing.referrer and not existing.referrer_name and incoming.referrer_name:
        changes["referrer_name"] = incoming.referrer_name
    if existing.slower == 1.0 and incoming.slower != 1.0:
        changes["slower"] = incoming.slower
    for name in _JOINED:
        joined = joined_words(getattr(existing, name), getattr(incoming, name))
        if joined != getattr(existing, name):
            changes[name] = joined
    if incoming.note and incoming.note not in existing.note and incoming.note not in many_lines(existing.note):
        changes["note"] = f"{existing.note}\n\n{incoming.note}" if existing.note else incoming.note
    addresses = _addresses(existing.addresses, incoming.addresses)
    if addresses != existing.addresses:
        changes["addresses"] = addresses
    known = {each.channel for each in existing.permissions}
    if added := tuple(each for each in incoming.permissions if each.channel not in known):
        changes["permissions"] = existing.permissions + added
    if unknown := {name: value for name, value in incoming.extra.items() if name not in existing.extra}:
        changes["extra"] = {**existing.extra, **unknown}
    return replace(existing, **changes) if changes else existing


def joined_words(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of both, in order, none twice whatever its capitals."""
    known = {one_line(each).casefold() for each in first}
    added = {each.casefold(): each for each in reversed(second) if each.casefold() not in known}
    return (*first, *reversed(added.values())) if added else first


def _work(existing: Contact, incoming: Contact) -> dict[str, str]:
    """Return the company and title to fill in, never the title of one company beside the name of another."""
    if existing.company:
        same = existing.company.casefold() == incoming.company.casefold() or not incoming.company
        return {"title": incoming.title} if same and not existing.title and incoming.title else {}
    if existing.title and incoming.title and existing.title.casefold() != incoming.title.casefold():
        return {}
    return {
        name: getattr(incoming, name)
        for name in ("company", "title")
        if getattr(incoming, name) and not getattr(existing, name)
    }


def _addresses(first: tuple[Address, ...], second: tuple[Address, ...]) -> tuple[Address, ...]:
    """Return the addresses of both; those that are there keep their place and their rank."""
    found = list(first)
    places: dict[tuple[str, str], int] = {}
    for place, each in enumerate(first):
        places.setdefault(address_key(each), place)
    channels = {each.channel for each in first}
    for each in second:
        place_of = places.get(address_key(each))
        if place_of is None:
            places[address_key(each)] = len(found)
            found.append(replace(each, preferred=False) if each.channel in channels and each.preferred else each)
        elif each.label and not found[place_of].label and each not in first:
            found[place_of] = replace(found[place_of], label=each.label)
    return tuple(found)
