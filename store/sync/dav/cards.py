"""A contact as one card on a server: what a card says, and how ours is written over it without losing what others put there.

`Facts` are what a card can say of a person, as JSON holds it: `{"fields": {name: value}, "dates": [[name, month, day, year]]}`.
"""

from __future__ import annotations

import datetime as dt
import json

from store import documents
from store.disk.identity import number_of_id
from store.exchange import vcard, vcard_fields, vcard_own, vcard_writing
from store.exchange.gathering import Gathering
from store.exchange.large import LONGEST_KEPT, digest_of
from store.exchange.outgoing import whole
from store.exchange.parsed import ParsedRecord
from store.exchange.streams import lines
from store.exchange.vcard_fields import bare_uid
from store.exchange.vcard_lines import LONGEST_PROPERTY
from store.exchange.vcard_text import folded
from store.model import EMPTY, Original
from store.records import record, replace
from store.sync.dav.identity import derived, digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from store.exchange.outgoing import Outgoing
    from store.exchange.vcard_lines import Property

    Facts = Mapping[str, Any]

IDENTITY = f"{vcard_own.PREFIX}ID"
"The property that carries the contact's id, so that every machine calls the person the same."
STANDARD = ("name", "given", "family", "middle", "prefix", "suffix", "nickname", "company", "title", "language", "zone", "note",
            "tags", "addresses")
"Fields that every card program knows."
OWN = ("country", "temperature", "pace", "stage", "standing", "closed_reason", "need", "size", "wanted_by", "source",
       "referrer_name", "slower", "interests", "preferred_kinds", "permissions")
"Fields that stand in properties of ours; a program that drops what it does not know drops them all."
LONGEST_CARD = 1 << 25
_NOT_OURS = ("REV", "PRODID", IDENTITY)


@record
class ReadCard:
    """What a card on a server says."""

    uid: str = ""
    "Its UID, without `urn:uuid:`, in lower case; empty where it has none."
    identity: str = ""
    "The id of the contact, where one of our machines wrote it."
    parsed: ParsedRecord | None = None
    "The person; None where `trouble` says why not."
    trouble: str = ""
    "`not-a-card`, `several-cards`, `no-name`, `too-long`, or `group` for a card that is a list of others."
    version: str = "3.0"
    "The version it is written in."
    revised: dt.datetime | None = None
    "When it was last changed, where it says so."
    has_own: bool = False
    "Whether it has properties of ours."
    properties: tuple[Mapping[str, Any], ...] = ()
    "All properties that are not used, whole, photos among them."


def read(data: bytes, region: str) -> ReadCard:
    """Return what a card says; never raises for what it holds."""
    if len(data) > LONGEST_CARD:
        return ReadCard(trouble="too-long")
    found = list(vcard.cards(lines([data], LONGEST_PROPERTY)))
    if len(found) != 1 or not found[0].properties:
        return ReadCard(trouble="several-cards" if len(found) > 1 else "not-a-card")
    card = found[0]
    # What we cannot hold whole would be lost when the card is written again.
    if any(reason.code == "card-too-long" for _, reason in card.broken) or any(each.cut for each in card.properties):
        return ReadCard(trouble="too-long")
    others, own = vcard_own.parted(card.properties)
    person = Gathering("vcard", region)
    groups: list[tuple[str, tuple[str, ...]]] = []
    kind = vcard_fields.gather(person, others, groups)
    uid = bare_uid(next((each.plain() for each in others if each.name == "UID"), ""))
    if kind == "group":
        return ReadCard(uid, trouble="group")
    if not card.closed:
        return ReadCard(uid, trouble="not-a-card")
    bare = person.record(card.place)
    if bare is None:
        return ReadCard(uid, trouble="no-name")
    properties = tuple(whole(each, lambda digest: _text(bare, digest)) for each in bare.original.get("properties", ()))
    parsed = vcard_own.complete(bare, others, own) if own else bare
    version = next((each.plain().strip() for each in others if each.name == "VERSION"), "3.0")
    return ReadCard(uid, _identity(own), parsed, "", "4.0" if version.startswith("4") else "3.0", _revised(others),
                    bool(own), properties)


def _identity(own: Sequence[Property]) -> str:
    """Return the contact's id that a card carries; empty where it carries none that can be one."""
    text = next((each.plain().strip().lower() for each in own if each.name == IDENTITY), "")
    try:
        number_of_id(text)
    except ValueError:
        return ""
    return text


def _revised(found: Sequence[Property]) -> dt.datetime | None:
    """Return when a card was last changed; None where it does not say, or says something else."""
    text = next((each.plain().strip() for each in found if each.name == "REV"), "")
    try:
        at = dt.datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _text(parsed: ParsedRecord, digest: str) -> str | None:
    """Return a value too long for a property, as a card just read has it."""
    data = parsed.large.get(digest)
    return None if data is None else data.decode("utf-8", "replace")


def contact_id(card: ReadCard, href: str) -> str:
    """Return the id under which a person comes into the book: the card's own, else one that follows from its UID."""
    if card.identity:
        return card.identity
    try:
        number_of_id(card.uid)
    except ValueError:
        return derived("contact", card.uid or href)
    return card.uid


def facts(parsed: ParsedRecord) -> Facts:
    """Return what a card says of a person, as JSON holds it."""
    plain = documents.fields_out("contacts", replace(parsed.contact, extra=EMPTY))
    return {"fields": {name: plain[name] for name in (*STANDARD, *OWN) if name in plain},
            "dates": sorted([list(each) for each in parsed.dates], key=str)}


def facts_of(person: Outgoing, region: str) -> Facts:
    """Return what our card of a contact would say, read as any card is read."""
    found = read(written(replace(person, read_large=None), None, None), region)
    return facts(found.parsed) if found.parsed is not None else {"fields": {}, "dates": []}


def mark_of(person: Outgoing, said: Facts) -> str:
    """Return a mark of everything that our card of a contact says, what only we know among it."""
    own = [list(each) for each in vcard_own.properties(person) if each[0].endswith(("CADENCE", "NEXT-STEP", "EXTRA"))]
    return digest(json.dumps([said, own], sort_keys=True))


def _ours_apart(properties: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Return kept properties without those that we write anew."""
    return tuple(each for each in properties if str(each.get("name", "")).upper() not in _NOT_OURS)


def _said(found: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return what makes two properties the same, whether a long value stands in them or apart."""
    value = found.get("value")
    if isinstance(value, str) and len(value) > LONGEST_KEPT:
        value = digest_of(value.encode("utf-8", "replace"))
    return found.get("name"), found.get("large") or value


def written(person: Outgoing, over: ReadCard | None, now: dt.datetime | None) -> bytes:
    """Return a contact as a card; `over` is the card that lies on the server, whose other properties stay as they are."""
    version = over.version if over is not None else "3.0"
    originals = tuple(each for each in person.originals if each.source != "vcard")
    if over is not None and over.parsed is not None:
        key = str(over.parsed.original.get("key", ""))
        kept = _ours_apart(over.properties)
        there = {_said(each) for each in kept}
        # What came with the card of somebody who was merged into them.
        kept += tuple(one for each in person.originals if each.source == "vcard" and each.key != key
                      for one in _ours_apart(each.properties) if _said(one) not in there)
        originals = (*originals, Original(id="", contact=person.contact.id, source="vcard", key=key, properties=kept))
    else:
        vcards = [each for each in person.originals if each.source == "vcard"]
        originals = (*originals, *(replace(each, properties=_ours_apart(each.properties)) for each in vcards))
    data = vcard_writing.card(replace(person, originals=originals), version)
    more = folded(f"{IDENTITY}:{person.contact.id}")
    if now is not None:
        more += folded(f"REV:{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}")
    head, end, tail = data.rpartition(b"END:VCARD")
    return head + more + end + tail
