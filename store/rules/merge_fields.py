"""Two states of one document made one, field by field, so that it never matters who meets whom first, or how often.

A document is seen as registers: each field with the stamp of its last change, each permission channel on its own, and
whether it is deleted. Of two states of a register the later one stays; since that is a choice of the greatest, the whole is
commutative, associative and idempotent. Three registers have an order of their own:

- A permission: a refusal stands against everything said without knowledge of it, however late; only who lifts that very
  refusal (`lifting` notes it in the stamps) or refuses anew comes after it.
- How somebody came into the book (FIRST): what the earliest document says stays, unless somebody changed it since.
- Deleted: a document stays deleted as long as nothing in it was changed later; what somebody typed after the deletion, not
  knowing of it, brings it back. When it was deleted stays noted: else it would matter whether an older state comes after.
"""

from __future__ import annotations

import json

from store.model import EMPTY, PERMISSION_CHANNELS
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    Document = Mapping[str, Any]
    Key = tuple[str, str]
    Registers = dict[str, tuple[Key, Any]]

FIRST: Mapping[str, frozenset[str]] = {"contacts": frozenset({"created", "origin"})}
"By table, the fields of which the earliest document has the say."
CHANNEL, REFUSAL = "permissions.", "refusal."
"How the stamps are named of one channel's permission, and of the last refusal there or its lifting."
_BOOKKEEPING = frozenset({"id", "stamp", "stamps", "deleted"})
_SET = "~"
"Sorts after every stamp that was turned."


class _Absent:
    """Stands for a field that is not there."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = _Absent()


@record
class Loss:
    """A value that did not stay, beside the one that did."""

    field: str
    "The field, `permissions.text` for the permission of a channel."
    kept: Any
    "The value that stays; None where the field is not set."
    lost: Any
    "The value that does not; None where the field was not set."
    kept_stamp: str
    "When the one that stays was set."
    lost_stamp: str
    "When the other one was."
    is_ours: bool
    "Whether the one that stays is that of the first document."


@record
class Merged:
    """What comes of two states of a document."""

    document: Document
    "The document; the first itself where the second brings nothing."
    losses: tuple[Loss, ...] = ()
    "Where the two differed."


def merged(table: str, ours: Document, theirs: Document) -> Merged:
    """Return what comes of two states of the document with one id; neither is changed."""
    first, second = _registers(table, ours), _registers(table, theirs)
    made: Registers = {}
    losses = []
    for name in sorted(first.keys() | second.keys()):
        one, other = first.get(name, _NONE), second.get(name, _NONE)
        is_ours = _rank(one) >= _rank(other)
        made[name] = one if is_ours else other
        if one[1] != other[1] and name != "deleted":
            losses.append(_loss(name, made[name], other if is_ours else one, is_ours))
    stamp = min(str(ours["stamp"]), str(theirs["stamp"])) if "stamp" in ours and "stamp" in theirs else ""
    document = _document(table, str(ours["id"]), stamp or str(ours.get("stamp", theirs.get("stamp", ""))), made)
    if _same(table, document, ours):
        return Merged(ours, tuple(losses))
    return Merged(document, tuple(losses))


def same(table: str, first: Document, second: Document) -> bool:
    """Return whether two documents say the same and know the same of when it was said."""
    return _same(table, first, second)


def newest(document: Document) -> str:
    """Return the latest stamp in a document; empty where it has none."""
    return max(stamps_in(document), default="")


def stamps_in(document: Document) -> Iterator[str]:
    """Yield every stamp in a document."""
    for name in ("stamp", "deleted"):
        if isinstance(document.get(name), str):
            yield document[name]
    yield from document.get("stamps", EMPTY).values()


def lifting(before: Document, after: Mapping[str, Any], stamp: str) -> dict[str, str]:
    """Return the stamps to keep beside a change of permissions, so that each channel is known by its own.

    `before` is the document, `after` the fields it will have. Empty where no permission changes.
    """
    if _by_channel(before) == _by_channel(after):
        return {}
    known, coming = _by_channel(before), _by_channel(after)
    kept: dict[str, str] = {}
    for channel in _channels(before) | coming.keys():
        (epoch, set_at), value = _channel(before, channel)
        now = coming.get(channel)
        if known.get(channel) != now:
            if _is_refused(now) or _is_refused(value):
                epoch = stamp
            set_at = stamp
        if set_at:
            kept[CHANNEL + channel] = set_at
        if epoch:
            kept[REFUSAL + channel] = epoch
    return kept


_NONE: tuple[Key, Any] = (("", ""), ABSENT)


def _rank(register: tuple[Key, Any]) -> tuple[Key, str]:
    """Return what orders two states of a register."""
    key, value = register
    return key, "" if value is ABSENT else json.dumps(value, sort_keys=True)


def _loss(name: str, kept: tuple[Key, Any], lost: tuple[Key, Any], is_ours: bool) -> Loss:
    """Return a difference as it is told."""
    values = [None if each[1] is ABSENT else each[1] for each in (kept, lost)]
    return Loss(name, values[0], values[1], kept[0][1], lost[0][1], is_ours)


def _registers(table: str, document: Document) -> Registers:
    """Return a document as registers."""
    stamps = document.get("stamps", EMPTY)
    made_at = str(document.get("stamp", ""))
    found: Registers = {}
    first = FIRST.get(table, frozenset())
    for name in (document.keys() | stamps.keys() | first) - _BOOKKEEPING:
        if name.startswith((CHANNEL, REFUSAL)) or (table == "contacts" and name == "permissions"):
            continue
        value = document.get(name, ABSENT)
        stamp = str(stamps.get(name) or (made_at if value is not ABSENT else ""))
        is_implicit = name in first and name not in stamps
        found[name] = ((_turned(made_at), made_at) if is_implicit else (_SET if name in first else "", stamp), value)
    if table == "contacts":
        found.update({CHANNEL + each: _channel(document, each) for each in _channels(document)})
    if document.get("deleted"):
        found["deleted"] = (("", str(document["deleted"])), True)
    elif stamps.get("deleted"):
        found["deleted"] = (("", str(stamps["deleted"])), ABSENT)
    return found


def _turned(stamp: str) -> str:
    """Return a text that sorts the other way round than a stamp."""
    return "".join(chr(0x7A - ord(each) + 0x2D) if 0x2C < ord(each) < 0x7B else each for each in stamp)


def _by_channel(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the permissions of a document by channel; the last one said of each."""
    return {str(each.get("channel", "")): each for each in document.get("permissions") or ()}


def _channels(document: Document) -> set[str]:
    """Return the channels that a document knows of, those among them of which it now says nothing."""
    named = {name.removeprefix(CHANNEL) for name in document.get("stamps", EMPTY) if name.startswith(CHANNEL)}
    return named | _by_channel(document).keys()


def _channel(document: Document, channel: str) -> tuple[Key, Any]:
    """Return the register of one channel's permission: (last refusal or its lifting, when set), and what it says."""
    stamps = document.get("stamps", EMPTY)
    value = _by_channel(document).get(channel, ABSENT)
    whole = str(stamps.get("permissions") or document.get("stamp", ""))
    set_at = str(stamps.get(CHANNEL + channel) or (whole if value is not ABSENT else ""))
    epoch = str(stamps.get(REFUSAL + channel) or (set_at if _is_refused(value) else ""))
    return (epoch, set_at), value


def _is_refused(value: Any) -> bool:
    return bool(value) and value is not ABSENT and value.get("state") == "refused"


def _document(table: str, identity: str, stamp: str, made: Registers) -> dict[str, Any]:
    """Return registers as a document."""
    document: dict[str, Any] = {"id": identity}
    if stamp:
        document["stamp"] = stamp
    stamps: dict[str, str] = {}
    fields: dict[str, Any] = {}
    permissions: dict[str, tuple[Key, Any]] = {}
    for name, (key, value) in made.items():
        if name == "deleted":
            continue
        if name.startswith(CHANNEL):
            permissions[name.removeprefix(CHANNEL)] = (key, value)
            continue
        if value is not ABSENT:
            fields[name] = value
        if key[1] and (key[1] != stamp or value is ABSENT or key[0] == _SET) and not (
                name in FIRST.get(table, ()) and key[0] != _SET):
            stamps[name] = key[1]
    if permissions:
        _put_permissions(permissions, stamp, fields, stamps)
    key, value = made.get("deleted", _NONE)
    latest = max([key_[1] for name, (key_, _) in made.items()
                  if name != "deleted" and name not in FIRST.get(table, ())], default="")
    if value is True and key[1] >= latest:
        document["deleted"] = key[1]
    elif key[1]:
        stamps["deleted"] = key[1]
    if stamps:
        document["stamps"] = stamps
    document.update(fields)
    return document


def _put_permissions(found: Mapping[str, tuple[Key, Any]], stamp: str, fields: dict[str, Any], stamps: dict[str, str]) -> None:
    """Put the permissions of all channels together again, in one order on every machine, with the stamps of each."""
    order = sorted(found, key=lambda each: (PERMISSION_CHANNELS.index(each) if each in PERMISSION_CHANNELS else 99, each))
    said = [found[each][1] for each in order if found[each][1] is not ABSENT]
    if said:
        fields["permissions"] = said
    whole = max(found[each][0][1] for each in order)
    if whole and (whole != stamp or not said):
        stamps["permissions"] = whole
    for each in order:
        (epoch, set_at), value = found[each]
        if set_at and (set_at != whole or value is ABSENT):
            stamps[CHANNEL + each] = set_at
        if epoch and not (epoch == set_at and _is_refused(value)):
            stamps[REFUSAL + each] = epoch


def _same(table: str, first: Document, second: Document) -> bool:
    """Return whether two documents have the same registers and the same beginning."""
    return (first.get("stamp") == second.get("stamp") and bool(first.get("deleted")) == bool(second.get("deleted"))
            and {name: each for name, each in _registers(table, first).items() if each != _NONE}
            == {name: each for name, each in _registers(table, second).items() if each != _NONE})
