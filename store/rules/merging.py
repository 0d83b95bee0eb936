"""Two contacts made one, field by field: what is kept by default, why, and what may be chosen instead.

Nothing is invented: every value of the result is one of the two, or both of them joined. What is not taken stays with the
contact that was taken over.
"""

from __future__ import annotations

from store.errors import UsageFault
from store.model import STAGES, Address, Contact, Permission, Reason
from store.records import replace
from store.reports import MergeField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Any

BOTH = "both"
PARTS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "given", "family", "middle", "prefix", "suffix"),
    "standing": ("standing", "closed_reason"),
    "referrer": ("referrer", "referrer_name"),
}
"Fields that are only ever taken together."
PLAIN = ("nickname", "company", "title", "language", "country", "zone", "temperature", "pace", "stage", "standing", "need",
         "size", "wanted_by", "referrer", "source")
"Fields of which one value is kept."
JOINED = ("interests", "tags", "preferred_kinds", "note", "addresses")
"Fields of which both are kept, unless one is chosen."
ALWAYS_JOINED = ("permissions",)
BESIDE = ("plan", "birthday")
"What stands beside a contact and is chosen with its fields."
ORDER = ("name", "nickname", "company", "title", "addresses", "permissions", "birthday", "temperature", "pace", "stage",
         "standing", "plan", "need", "size", "wanted_by", "referrer", "source", "tags", "interests", "preferred_kinds",
         "language", "country", "zone", "note", "slower")
"The order in which fields are shown."
_STRENGTH = {"refused": 3, "granted": 2, "implied": 1, "unknown": 0}


def compare(first: Contact, second: Contact, newer: Collection[str] = (),
            choices: Mapping[str, str] | None = None) -> tuple[MergeField, ...]:
    """Return every field that one of two contacts has, with the side taken and why.

    `newer` names the fields that were changed later on the second; `choices` are the user's own. Raises
    UsageFault(`bad-field`, `bad-value`) for a choice that there is not.
    """
    wanted = choices or {}
    found = [_name(first, second, newer)]
    found += [_plain(each, first, second, newer) for each in PLAIN]
    found += [_joined(each, first, second) for each in JOINED]
    found += [_permissions(first, second), _slower(first, second)]
    by_name = {each.name: each for each in found if each.first or each.second}
    check(wanted, {name: each.sides for name, each in by_name.items()})
    for name, side in wanted.items():
        if name in by_name:
            by_name[name] = _chosen(by_name[name], side)
    if "title" in by_name and "title" not in wanted:
        by_name["title"] = _title(by_name["title"], by_name.get("company"))
    return tuple(by_name[name] for name in ORDER if name in by_name)


def check(choices: Mapping[str, str], sides: Mapping[str, Collection[str]]) -> None:
    """Raise UsageFault(`bad-field`) for a field that cannot be chosen, UsageFault(`bad-value`) for a side it has not."""
    for name, side in choices.items():
        if name not in ORDER:
            raise UsageFault("bad-field", field=name)
        allowed = sides.get(name, ("1", "2") if name in BESIDE else ("1", "2", BOTH))
        if side not in allowed:
            raise UsageFault("bad-value", field=name, value=side, allowed=sorted(allowed))


def merged(first: Contact, second: Contact, fields: Collection[MergeField]) -> Contact:
    """Return the first contact with what was taken of the second."""
    changes: dict[str, Any] = {}
    for each in fields:
        if each.name in BESIDE:
            continue
        if each.taken == BOTH:
            changes[each.name] = _JOINERS[each.name](first, second)
        elif each.taken == "2":
            changes |= {part: getattr(second, part) for part in PARTS.get(each.name, (each.name,))}
    if second.created is not None and (first.created is None or second.created < first.created):
        changes["created"] = second.created
    more = {name: value for name, value in second.extra.items() if name not in first.extra}
    if more:
        changes["extra"] = {**first.extra, **more}
    result = replace(first, **changes) if changes else first
    if result.referrer in (first.id, second.id) and result.referrer:
        result = replace(result, referrer="", referrer_name="")
    return result


def joined_words(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of both, in order, none twice whatever its capitals."""
    return tuple({each.casefold(): each for each in (*reversed(second), *reversed(first))}[key]
                 for key in dict.fromkeys(each.casefold() for each in (*first, *second)))


def joined_notes(first: str, second: str) -> str:
    """Return both texts below each other; one that the other holds already is not repeated."""
    if not second or second in first:
        return first
    return f"{first}\n\n{second}" if first and first not in second else second


def joined_addresses(first: tuple[Address, ...], second: tuple[Address, ...]) -> tuple[Address, ...]:
    """Return the addresses of both, each once; what came back for one came back, and at most one a channel is preferred."""
    found = {_same(each): each for each in reversed(first)}
    order = list(dict.fromkeys(_same(each) for each in (*first, *second)))
    preferred = {each.channel for each in first if each.preferred}
    for each in second:
        before = found.get(_same(each))
        if before is None:
            found[_same(each)] = replace(each, preferred=False) if each.channel in preferred else each
        else:
            found[_same(each)] = replace(before, label=before.label or each.label, typed=before.typed or each.typed,
                                         bounced=before.bounced or each.bounced)
    return tuple(found[key] for key in order)


def joined_permissions(first: tuple[Permission, ...], second: tuple[Permission, ...]) -> tuple[Permission, ...]:
    """Return one permission a channel: refused wins, then granted, then implied; of two alike the later."""
    found: dict[str, Permission] = {}
    for each in (*first, *second):
        before = found.get(each.channel)
        if before is None or _firmness(each) > _firmness(before):
            found[each.channel] = each
    return tuple(found.values())


def _firmness(each: Permission) -> tuple[int, float]:
    return _STRENGTH.get(each.state, 0), each.at.timestamp() if each.at else 0.0


def _same(address: Address) -> tuple[str, str]:
    """Return what makes two addresses the same: spelling, capitals and punctuation apart."""
    value = address.value.casefold()
    if address.channel == "web":
        value = value.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    elif address.channel == "post":
        value = " ".join("".join(each if each.isalnum() else " " for each in value).split())
    elif address.channel == "phone" and not value.startswith("+"):
        value = "".join(each for each in value if each.isalnum()) or value
    return address.channel, value


_JOINERS: Mapping[str, Callable[[Contact, Contact], Any]] = {
    "interests": lambda first, second: joined_words(first.interests, second.interests),
    "tags": lambda first, second: joined_words(first.tags, second.tags),
    "preferred_kinds": lambda first, second: joined_words(first.preferred_kinds, second.preferred_kinds),
    "note": lambda first, second: joined_notes(first.note, second.note),
    "addresses": lambda first, second: joined_addresses(first.addresses, second.addresses),
    "permissions": lambda first, second: joined_permissions(first.permissions, second.permissions),
}


def _side(name: str, first: tuple[str, ...], second: tuple[str, ...], taken: str, code: str) -> MergeField:
    """Return a field of which one side is taken; where they are the same or one is empty there is nothing to choose."""
    if first == second:
        return MergeField(name, first, second, "1", Reason("same"), ("1",))
    if not first or not second:
        only = "1" if first else "2"
        return MergeField(name, first, second, only, Reason("only", {"side": only}), ("1", "2"))
    return MergeField(name, first, second, taken, Reason(code))


def _name(first: Contact, second: Contact, newer: Collection[str]) -> MergeField:
    """Return the names: a real one before an address that stands for one, then the longer, then the newer."""
    one, other = first.name, second.name
    if _is_name(one) != _is_name(other):
        taken, code = ("1" if _is_name(one) else "2"), "fuller"
    elif len(one.split()) != len(other.split()) or len(one) != len(other):
        longer = (len(one.split()), len(one)) > (len(other.split()), len(other))
        taken, code = ("1" if longer else "2"), "longer"
    else:
        taken, code = ("2", "newer") if "name" in newer else ("1", "first")
    return _side("name", _name_text(first), _name_text(second), taken, code)


def _name_text(contact: Contact) -> tuple[str, ...]:
    """Return the name, with its parts where the name alone does not show them."""
    if not contact.name:
        return ()
    parts = (contact.prefix, contact.given, contact.middle, contact.family, contact.suffix)
    spelled = " ".join(each for each in parts if each)
    return (contact.name,) if not spelled or spelled == contact.name else (contact.name, spelled)


def _is_name(text: str) -> bool:
    """Return whether a name is more than an address or a number in the place of one."""
    return "@" not in text and any(each.isalpha() for each in text)


def _plain(name: str, first: Contact, second: Contact, newer: Collection[str]) -> MergeField:
    """Return a field of which one value is kept: the filled one, the further stage, else the newer."""
    one, other = _text(first, name), _text(second, name)
    code, taken = ("newer", "2") if name in newer else ("first" if not newer else "newer", "1")
    if name == "stage" and one and other and first.stage in STAGES and second.stage in STAGES:
        code, taken = "further", "2" if STAGES.index(second.stage) > STAGES.index(first.stage) else "1"
    return _side(name, one, other, taken, code)


def _text(contact: Contact, name: str) -> tuple[str, ...]:
    """Return a plain field as texts; empty where there is nothing in it."""
    if name == "referrer":
        said = contact.referrer_name or contact.referrer
        return (said,) if said else ()
    if name == "standing" and contact.closed_reason and contact.standing:
        return (f"{contact.standing} ({contact.closed_reason})",)
    value = getattr(contact, name)
    return (str(value),) if value else ()


def _joined(name: str, first: Contact, second: Contact) -> MergeField:
    """Return a field of which both values are kept."""
    one, other = _texts(first, name), _texts(second, name)
    if one == other:
        return _alike(name, one, getattr(first, name) == getattr(second, name))
    why = Reason("joined") if one and other else Reason("only", {"side": "1" if one else "2"})
    return MergeField(name, one, other, BOTH, why, ("1", "2", BOTH))


def _alike(name: str, texts: tuple[str, ...], wholly: bool) -> MergeField:
    """Return a field that reads the same on both sides; what does not show (labels, what came back, when) is joined."""
    side = "1" if wholly else BOTH
    return MergeField(name, texts, texts, side, Reason("same"), (side,))


def _texts(contact: Contact, name: str) -> tuple[str, ...]:
    if name == "note":
        return (contact.note,) if contact.note else ()
    if name == "addresses":
        return tuple(each.typed or each.value for each in contact.addresses)
    if name == "permissions":
        return tuple(f"{each.channel} {each.state}" for each in contact.permissions)
    return tuple(getattr(contact, name))


def _permissions(first: Contact, second: Contact) -> MergeField:
    """Return the permissions, which are never chosen: what was refused stays refused."""
    one, other = _texts(first, "permissions"), _texts(second, "permissions")
    if one == other:
        return _alike("permissions", one, first.permissions == second.permissions)
    refused = any(each.state == "refused" for each in (*first.permissions, *second.permissions))
    return MergeField("permissions", one, other, BOTH, Reason("refused" if refused else "joined"), (BOTH,))


def _slower(first: Contact, second: Contact) -> MergeField:
    """Return how far the rhythm is stretched; 1 is the usual one and stands for nothing."""
    texts = [(f"{each.slower:g}",) if each.slower != 1.0 else () for each in (first, second)]
    return _side("slower", texts[0], texts[1], "1" if first.slower >= second.slower else "2", "longer")


def _title(title: MergeField, company: MergeField | None) -> MergeField:
    """Return the title with the company it belongs to, where the companies differ."""
    if company is None or company.first == company.second or not (company.first and company.second):
        return title
    return replace(title, taken=company.taken, why=Reason("with-company"), sides=("1", "2"))


def _chosen(each: MergeField, side: str) -> MergeField:
    return each if side == each.taken else replace(each, taken=side, why=Reason("chosen"))
