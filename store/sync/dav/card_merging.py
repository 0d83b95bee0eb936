"""Two states of a card held against the one both came from, field by field: what changed on one side alone is taken.

Where both sides changed a field, `ours_later` decides, a refused permission wins, and notes are joined; what did not win
is told, for the history.
"""

from __future__ import annotations

import json

from store.exchange.gathering import address_key
from store.model import Address
from store.records import record
from store.sync.dav.cards import OWN, STANDARD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from store.sync.dav.cards import Facts

WORDS = frozenset({"tags", "interests", "preferred_kinds"})
EMPTY_FACTS: Facts = {"fields": {}, "dates": []}


@record
class Clash:
    """A field that both sides changed."""

    field: str
    "The field."
    kept: Any
    "The value that stays, as JSON holds it."
    lost: Any
    "The value that does not."


@record
class Joined:
    """What comes of two states."""

    facts: Facts
    "What both are to say."
    clashes: tuple[Clash, ...] = ()
    "The fields that both changed, differently."


def joined(base: Facts, ours: Facts, theirs: Facts, ours_later: Callable[[str], bool]) -> Joined:
    """Return what comes of our state and theirs, both made from `base`."""
    fields: dict[str, Any] = {}
    clashes: list[Clash] = []
    for name in (*STANDARD, *OWN):
        before, here, there = (each["fields"].get(name) for each in (base, ours, theirs))
        if name in WORDS:
            value: Any = _words(before, here, there)
        elif name == "addresses":
            value = _addresses(before, here, there, ours_later(name), clashes)
        elif name == "permissions":
            value = _permissions(before, here, there, ours_later(name), clashes)
        else:
            value = _plain(name, before, here, there, ours_later, clashes)
        if value not in (None, "", []):
            fields[name] = value
    dates = _dates(base["dates"], ours["dates"], theirs["dates"])
    return Joined({"fields": fields, "dates": dates}, tuple(clashes))


def with_own(theirs: Facts, base: Facts) -> Facts:
    """Return what a card says whose properties of ours another program dropped: those as they were before."""
    fields = {name: value for name, value in theirs["fields"].items() if name in STANDARD}
    fields.update({name: value for name, value in base["fields"].items() if name in OWN})
    known = {address_key(Address(**each)): each for each in base["fields"].get("addresses", ())}
    if "addresses" in fields:
        fields["addresses"] = [_with_marks(each, known.get(address_key(Address(**each)))) for each in fields["addresses"]]
    return {"fields": fields, "dates": theirs["dates"]}


def _with_marks(address: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return an address with what only we note beside it."""
    if before is None:
        return dict(address)
    marks = {name: before[name] for name in ("typed", "bounced") if name in before}
    return {**{name: value for name, value in address.items() if name != "typed"}, **marks}


def _plain(name: str, base: Any, ours: Any, theirs: Any, ours_later: Callable[[str], bool], clashes: list[Clash]) -> Any:
    """Return the value of a field of one value."""
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    if name == "note" and ours and theirs:
        return ours if theirs in ours else theirs if ours in theirs else f"{ours}\n\n{theirs}"
    if not ours or not theirs:
        return ours or theirs
    kept, lost = (ours, theirs) if ours_later(name) else (theirs, ours)
    clashes.append(Clash(name, kept, lost))
    return kept


def _words(base: Sequence[str] | None, ours: Sequence[str] | None, theirs: Sequence[str] | None) -> list[str]:
    """Return a list of words: ours, with what they added and without what they took away."""
    before, there = set(base or ()), set(theirs or ())
    kept = [each for each in ours or () if each in there or each not in before]
    return [*kept, *(each for each in theirs or () if each not in before and each not in kept)]


def _dates(base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Return the dates: ours, with what they added and without what they took away."""
    before, there = {json.dumps(each) for each in base}, {json.dumps(each) for each in theirs}
    kept = [each for each in ours if json.dumps(each) in there or json.dumps(each) not in before]
    added = [each for each in theirs if json.dumps(each) not in before and each not in kept]
    names = {each[0] for each in added if each[0] == "birthday"}
    # One birthday: what they say now, where ours is the one both knew.
    kept = [each for each in kept if not (each[0] in names and json.dumps(each) in before)]
    if any(each[0] == "birthday" for each in kept):
        added = [each for each in added if each[0] != "birthday"]
    return sorted([*kept, *added], key=str)


def _by_key(found: Sequence[Mapping[str, Any]] | None) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Return addresses by what makes them the same."""
    made: dict[tuple[str, str], Mapping[str, Any]] = {}
    for each in found or ():
        made.setdefault(address_key(Address(**each)), each)
    return made


def _addresses(base: Any, ours: Any, theirs: Any, later: bool, clashes: list[Clash]) -> list[Mapping[str, Any]]:
    """Return the addresses: each on its own, its label and preference as the side has it that changed them."""
    before, here, there = _by_key(base), _by_key(ours), _by_key(theirs)
    found = []
    for key in (*here, *(each for each in there if each not in here)):
        one, other, was = here.get(key), there.get(key), before.get(key)
        if one is None or other is None:
            present = one if one is not None else other
            if was is None or present != was:
                # Added on one side, or changed there while the other took it away: it stays.
                found.append(present)
            continue
        kept = one if other == was or one == other else other if one == was else one if later else other
        found.append(kept)
    made = [each for each in found if each is not None]
    if [*here.values()] == made:
        return made
    if [*here.values()] != [*before.values()] and [*there.values()] != [*before.values()] and [*there.values()] != made:
        clashes.append(Clash("addresses", made, theirs))
    return made


def _permissions(base: Any, ours: Any, theirs: Any, later: bool, clashes: list[Clash]) -> list[Mapping[str, Any]]:
    """Return the permissions, one a channel: where both changed one, refused wins."""
    before, here, there = ({each["channel"]: each for each in found or ()} for found in (base, ours, theirs))
    made = []
    for channel in (*here, *(each for each in there if each not in here)):
        one, other, was = here.get(channel), there.get(channel), before.get(channel)
        if other in (was, one) or (other is None and one is not None and one["state"] == "refused"):
            kept = one
        elif one == was:
            kept = other
        else:
            both = [each for each in (one, other) if each is not None]
            refused = [each for each in both if each["state"] == "refused"]
            kept = refused[0] if refused else one if later and one is not None else other or one
            if len(both) > 1 and one is not None and other is not None and one["state"] != other["state"]:
                clashes.append(Clash("permissions", [kept], [other if kept is one else one]))
        if kept is not None:
            made.append(kept)
    return made
