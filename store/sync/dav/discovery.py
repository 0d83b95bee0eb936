"""Finding address books and calendars from an address: well-known places, the principal, its homes (RFC 6764, 5397)."""

from __future__ import annotations

from store.errors import Unavailable
from store.records import record
from store.sync.dav import answers, hrefs, protocol
from store.sync.dav.answers import Collection
from store.sync.dav.markup import CALENDARS, CARDS, DAV
from store.sync.dav.protocol import CALENDAR, CARD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.sync.dav.client import Client

WELL_KNOWN = {CARD: "/.well-known/carddav", CALENDAR: "/.well-known/caldav"}
_HOMES = {CARD: (CARDS, "addressbook-home-set"), CALENDAR: (CALENDARS, "calendar-home-set")}
_PASSED_OVER = frozenset({"dav-not-there", "dav-refused", "dav-odd", "dav-elsewhere"})
"What one place may say while another one still answers."


@record
class Found:
    """What a server holds for a user."""

    principal: str = ""
    "Path of the user's own resource; empty where the server has none."
    card_homes: tuple[str, ...] = ()
    "Paths in which address books lie."
    calendar_homes: tuple[str, ...] = ()
    "Paths in which calendars lie."
    collections: tuple[Collection, ...] = ()
    "Address books and calendars, in the order of the server."


def discover(client: Client) -> Found:
    """Return what an account's address leads to; raises Unavailable(`dav-nothing-found`) where it leads to nothing.

    The address may be that of an address book, a calendar, a home, the user, or the server alone.
    """
    elsewhere: Unavailable | None = None
    principal = ""
    homes: dict[str, dict[str, None]] = {CARD: {}, CALENDAR: {}}
    direct: list[Collection] = []
    for place in _places(client):
        try:
            href, found = _look(client, place)
        except Unavailable as trouble:
            if trouble.code not in _PASSED_OVER:
                raise
            elsewhere = trouble if trouble.code == "dav-elsewhere" or elsewhere is None else elsewhere
            continue
        if place == client.start:
            listed = answers.collections(client.multistatus(protocol.propfind(href, protocol.COLLECTION_PROPERTIES)))
            direct += [each for each in listed if each.href.rstrip("/") == href.rstrip("/")]
        base = client.absolute(href)
        principal = principal or next(iter(answers.links(found, DAV, "current-user-principal", base)), "")
        _homes_of(found, base, homes)
        if principal and not all(homes.values()):
            _homes_of(client.multistatus(protocol.propfind(principal, protocol.PRINCIPAL_PROPERTIES)),
                      client.absolute(principal), homes)
        if all(homes.values()):
            break
    listed_all = list(direct)
    for home in dict.fromkeys((*homes[CARD], *homes[CALENDAR])):
        listed_all += client.collections(home)
    unique = {each.href: each for each in reversed(listed_all)}
    ordered = tuple(dict.fromkeys(each.href for each in listed_all))
    if not ordered and not any(homes.values()):
        raise elsewhere or Unavailable("dav-nothing-found", url=client.absolute(client.start))
    return Found(principal, tuple(homes[CARD]), tuple(homes[CALENDAR]), tuple(unique[each] for each in ordered))


def _places(client: Client) -> Iterator[str]:
    """Yield where to look, the address itself first."""
    yield client.start
    yield WELL_KNOWN[CARD]
    yield WELL_KNOWN[CALENDAR]
    if client.start != "/":
        yield "/"


def _look(client: Client, place: str) -> tuple[str, answers.Multistatus]:
    """Return where a place leads, and what it says of the user."""
    request = protocol.propfind(place, protocol.PRINCIPAL_PROPERTIES)
    answer = client.ask(request)
    if answer.status != 207:
        raise Unavailable("dav-not-there", what=place)
    return answer.href, answers.multistatus(answer.body, client.absolute(answer.href))


def _homes_of(found: answers.Multistatus, base: str, homes: dict[str, dict[str, None]]) -> None:
    """Add the homes that resources name."""
    for kind, (space, local) in _HOMES.items():
        for href in answers.links(found, space, local, base):
            homes[kind][href if href.endswith("/") else f"{href}/"] = None


def home_for(found: Found, kind: str) -> str:
    """Return the home in which something of ours can be made; empty where there is none."""
    homes = found.card_homes if kind == CARD else found.calendar_homes
    if homes:
        return homes[0]
    beside = next((each.href for each in found.collections if each.kind == kind), "")
    return beside.rstrip("/").rpartition("/")[0] + "/" if beside else ""


def chosen_address_book(found: Found, known: str = "") -> Collection | None:
    """Return the address book to keep in step: the one chosen before, else the first that can be written."""
    books = [each for each in found.collections if each.kind == CARD]
    same = next((each for each in books if known and hrefs.path_of(each.href) == known), None)
    return same or next((each for each in books if each.writable), books[0] if books else None)
