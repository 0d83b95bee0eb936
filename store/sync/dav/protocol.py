"""What is said to a server, as requests: nothing is sent here."""

from __future__ import annotations

from store.model import EMPTY
from store.records import record
from store.sync.dav.markup import CALENDARS, CARDS, DAV, SERVER, element, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from xml.etree.ElementTree import Element

SAFE_METHODS = frozenset({"PROPFIND", "REPORT", "GET", "HEAD", "OPTIONS"})
XML = {"Content-Type": "application/xml; charset=utf-8"}
CARD, CALENDAR = "cards", "calendar"
"Kinds of collections."
_DATA = {CARD: (CARDS, "address-data", "addressbook-multiget"), CALENDAR: (CALENDARS, "calendar-data", "calendar-multiget")}
CONTENT = {CARD: "text/vcard; charset=utf-8", CALENDAR: "text/calendar; charset=utf-8"}
COLLECTION_PROPERTIES = (
    (DAV, "resourcetype"), (DAV, "displayname"), (DAV, "current-user-privilege-set"), (DAV, "supported-report-set"),
    (DAV, "sync-token"), (CALENDARS, "supported-calendar-component-set"), (SERVER, "getctag"))
PRINCIPAL_PROPERTIES = (
    (DAV, "current-user-principal"), (DAV, "principal-URL"), (DAV, "resourcetype"), (CARDS, "addressbook-home-set"),
    (CALENDARS, "calendar-home-set"))


@record
class Request:
    """One request, before it has an origin, a login or a connection."""

    method: str
    "In capitals."
    href: str
    "Absolute path."
    body: bytes = b""
    "What is sent along."
    headers: Mapping[str, str] = EMPTY
    "Headers besides those that every request has."

    @property
    def safe(self) -> bool:
        """Whether it changes nothing on the server, so that it may be said again."""
        return self.method in SAFE_METHODS

    @property
    def lists(self) -> bool:
        """Whether a server may have to look at every member of a collection before it says a word."""
        return self.method == "REPORT" or self.headers.get("Depth", "0") != "0"


def propfind(href: str, properties: Sequence[tuple[str, str]], depth: int = 0) -> Request:
    """Ask for properties of a resource, and with depth 1 of its members."""
    body = element(DAV, "propfind", element(DAV, "prop", *(element(*each) for each in properties)))
    return Request("PROPFIND", href, written(body), {**XML, "Depth": str(depth)})


def sync_collection(href: str, token: str, limit: int = 0) -> Request:
    """Ask what changed since a token, everything where it is empty (RFC 6578)."""
    parts = [element(DAV, "sync-token", token), element(DAV, "sync-level", "1")]
    if limit:
        parts.append(element(DAV, "limit", element(DAV, "nresults", str(limit))))
    parts.append(element(DAV, "prop", element(DAV, "getetag")))
    # RFC 6578 wants depth 0; older servers look for 1 and ignore what they do not know.
    return Request("REPORT", href, written(element(DAV, "sync-collection", *parts)), {**XML, "Depth": "0"})


def multiget(href: str, wanted: Iterable[str], kind: str) -> Request:
    """Ask for some members of a collection with what is in them."""
    space, data, report = _DATA[kind]
    body = element(space, report, element(DAV, "prop", element(DAV, "getetag"), element(space, data)),
                   *(element(DAV, "href", each) for each in wanted))
    return Request("REPORT", href, written(body), {**XML, "Depth": "1"})


def calendar_query(href: str, component: str) -> Request:
    """Ask for all members of a calendar that hold a component (`VTODO`, `VJOURNAL`, `VEVENT`), with what is in them."""
    whole = element(CALENDARS, "comp-filter", element(CALENDARS, "comp-filter", name=component), name="VCALENDAR")
    body = element(CALENDARS, "calendar-query",
                   element(DAV, "prop", element(DAV, "getetag"), element(CALENDARS, "calendar-data")),
                   element(CALENDARS, "filter", whole))
    return Request("REPORT", href, written(body), {**XML, "Depth": "1"})


def get(href: str) -> Request:
    """Ask for one resource."""
    return Request("GET", href)


def put(href: str, body: bytes, kind: str, etag: str = "") -> Request:
    """Write a resource: with an ETag in place of that very version, without one only where there is none yet."""
    condition = {"If-Match": sent_etag(etag)} if etag else {"If-None-Match": "*"}
    return Request("PUT", href, body, {"Content-Type": CONTENT[kind], **condition})


def delete(href: str, etag: str = "") -> Request:
    """Remove a resource, with an ETag only that very version of it."""
    return Request("DELETE", href, b"", {"If-Match": sent_etag(etag)} if etag else {})


def make_address_book(href: str, called: str) -> Request:
    """Make an address book (extended MKCOL, RFC 5689)."""
    kind = element(DAV, "resourcetype", element(DAV, "collection"), element(CARDS, "addressbook"))
    body = element(DAV, "mkcol", element(DAV, "set", element(DAV, "prop", kind, element(DAV, "displayname", called))))
    return Request("MKCOL", href, written(body), XML)


def make_calendar(href: str, called: str, components: Sequence[str], described: str = "") -> Request:
    """Make a calendar that holds some components only (MKCALENDAR, RFC 4791)."""
    properties: list[Element] = [
        element(DAV, "displayname", called),
        element(CALENDARS, "supported-calendar-component-set",
                *(element(CALENDARS, "comp", name=each) for each in components))]
    if described:
        properties.append(element(CALENDARS, "calendar-description", described))
    body = element(CALENDARS, "mkcalendar", element(DAV, "set", element(DAV, "prop", *properties)))
    return Request("MKCALENDAR", href, written(body), XML)


def sent_etag(etag: str) -> str:
    """Return an ETag as a condition needs it: strong, for a proxy that packs answers makes it weak, and in quotes."""
    bare = plain_etag(etag)
    return bare if bare.startswith('"') else f'"{bare}"'


def plain_etag(etag: str) -> str:
    """Return an ETag as it is compared: without what proxies that pack answers put to it."""
    bare = etag.strip().removeprefix("W/")
    return bare[:-6] + '"' if bare.endswith('-gzip"') else bare
