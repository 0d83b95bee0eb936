"""How a server's answers are read: nothing is received here."""

from __future__ import annotations

import re

from store.model import EMPTY
from store.records import record
from store.sync.dav import hrefs, markup
from store.sync.dav.markup import CALENDARS, CARDS, DAV, SERVER, hrefs_in, name, text_of, whole_text
from store.sync.dav.protocol import CALENDAR, CARD, plain_etag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

MOST_MEMBERS = 1_000_000
_STATUS = re.compile(r"HTTP/[\d.]+ +(\d{3})")


@record
class Resource:
    """One resource that a multistatus tells of."""

    href: str
    "Absolute path."
    status: int = 200
    "Its status: 404 for one that is gone."
    properties: Mapping[str, Element] = EMPTY
    "The properties that were found, by name as ElementTree has it."

    @property
    def etag(self) -> str:
        """Its ETag, as it is compared."""
        return plain_etag(text_of(self.properties.get(name(DAV, "getetag"))))


@record
class Multistatus:
    """What a 207 says."""

    resources: tuple[Resource, ...]
    "In their order; those that lead to another origin are left out."
    token: str = ""
    "The sync token."


@record
class Item:
    """A member of a collection with what is in it."""

    href: str
    "Absolute path."
    etag: str
    "ETag, as it is compared."
    data: bytes
    "The card or calendar, in UTF-8."


@record
class Changes:
    """What changed in a collection since a token."""

    changed: Mapping[str, str]
    "Path to ETag of members that are new or changed; of all there are where `whole` is true."
    gone: tuple[str, ...] = ()
    "Paths of members that were removed; never told where `whole` is true."
    token: str = ""
    "What to ask with next time; empty where the server keeps no account of changes."
    whole: bool = False
    "Whether everything was listed: what is not among `changed` is not there."


@record
class Collection:
    """An address book or calendar."""

    href: str
    "Absolute path, ending with a slash."
    kind: str
    "`cards` or `calendar`."
    name: str = ""
    "What its owner calls it."
    components: tuple[str, ...] = ()
    "Of a calendar: what it takes (`VEVENT`, `VTODO`, `VJOURNAL`); empty where the server does not say, which means all."
    token: str = ""
    "Its sync token now; empty where the server has none."
    writable: bool = True
    "Whether we may change it; where the server does not say so, it is tried."

    def takes(self, component: str) -> bool:
        """Return whether a calendar takes a component."""
        return self.kind == CALENDAR and (not self.components or component in self.components)


def multistatus(data: bytes, base: str) -> Multistatus:
    """Return what the body of a 207 from an address says; raises markup.NotMarkup."""
    root = markup.read(data)
    if root.tag != name(DAV, "multistatus"):
        raise markup.NotMarkup("no multistatus")
    found = []
    for each in root.findall(name(DAV, "response"))[:MOST_MEMBERS]:
        made = _resource(each, base)
        if made is not None:
            found.append(made)
    return Multistatus(tuple(found), text_of(root.find(name(DAV, "sync-token"))))


def _resource(found: Element, base: str) -> Resource | None:
    """Return the resource of a response; None where its address cannot be followed."""
    try:
        href = hrefs.resolved(base, text_of(found.find(name(DAV, "href"))))
    except hrefs.Elsewhere:
        return None
    status = _status(found.find(name(DAV, "status")), 200)
    properties: dict[str, Element] = {}
    for stat in found.findall(name(DAV, "propstat")):
        if _status(stat.find(name(DAV, "status")), 200) // 100 == 2:
            for block in stat.findall(name(DAV, "prop")):
                properties.update({each.tag: each for each in block})
    return Resource(href, status, properties)


def _status(found: Element | None, otherwise: int) -> int:
    """Return the number of a status line."""
    match = _STATUS.match(text_of(found))
    return int(match[1]) if match else otherwise


def items(found: Multistatus, collection: str, kind: str) -> tuple[Item, ...]:
    """Return the members with what is in them."""
    tag = name(CARDS, "address-data") if kind == CARD else name(CALENDARS, "calendar-data")
    made = []
    for each in found.resources:
        data = each.properties.get(tag)
        if data is not None and each.status // 100 == 2 and hrefs.inside(collection, each.href):
            made.append(Item(each.href, each.etag, whole_text(data).encode("utf-8", "replace")))
    return tuple(made)


def members(found: Multistatus, collection: str) -> tuple[dict[str, str], tuple[str, ...], bool]:
    """Return the members (path to ETag), the paths that are gone, and whether the server cut its answer short."""
    there: dict[str, str] = {}
    gone = []
    cut = False
    for each in found.resources:
        if each.status == 507:
            cut = True
        elif not hrefs.inside(collection, each.href):
            continue
        elif each.status in (404, 410):
            gone.append(each.href)
        elif each.status // 100 == 2 and name(DAV, "collection") not in _types(each):
            there[each.href] = each.etag
    return there, tuple(gone), cut


def _types(found: Resource) -> frozenset[str]:
    """Return what a resource is."""
    kinds = found.properties.get(name(DAV, "resourcetype"))
    return frozenset(each.tag for each in kinds) if kinds is not None else frozenset()


def collections(found: Multistatus) -> tuple[Collection, ...]:
    """Return the address books and calendars among resources."""
    made = []
    for each in found.resources:
        types = _types(each)
        kind = CARD if name(CARDS, "addressbook") in types else CALENDAR if name(CALENDARS, "calendar") in types else ""
        if not kind or each.status // 100 != 2:
            continue
        components = each.properties.get(name(CALENDARS, "supported-calendar-component-set"))
        listed = tuple(one.get("name", "").upper() for one in components.iter(name(CALENDARS, "comp"))) \
            if components is not None else ()
        href = each.href if each.href.endswith("/") else f"{each.href}/"
        made.append(Collection(
            href, kind, text_of(each.properties.get(name(DAV, "displayname"))), listed,
            text_of(each.properties.get(name(DAV, "sync-token"))), _writable(each)))
    return tuple(made)


def _writable(found: Resource) -> bool:
    """Return whether the server lets us write; where it does not say, it may."""
    rights = found.properties.get(name(DAV, "current-user-privilege-set"))
    if rights is None:
        return True
    granted = {each.tag for each in rights.iter()}
    return bool(granted & {name(DAV, one) for one in ("all", "write", "write-content", "bind")})


def links(found: Multistatus, space: str, local: str, base: str) -> tuple[str, ...]:
    """Return the paths that a property of the resources leads to, those to another origin left out."""
    made = []
    for each in found.resources:
        for href in hrefs_in(each.properties.get(name(space, local))):
            try:
                made.append(hrefs.resolved(base, href))
            except hrefs.Elsewhere:
                continue
    return tuple(dict.fromkeys(made))


def ctag(found: Multistatus) -> str:
    """Return the mark of a collection's state, for servers without sync tokens."""
    return next((text for each in found.resources if (text := text_of(each.properties.get(name(SERVER, "getctag"))))), "")


def precondition(data: bytes) -> str:
    """Return the name of what a DAV error says was not so (`valid-sync-token`); empty where it says nothing."""
    try:
        root = markup.read(data)
    except markup.NotMarkup:
        return ""
    if root.tag != name(DAV, "error") or not len(root):
        return ""
    return root[0].tag.rpartition("}")[2]
