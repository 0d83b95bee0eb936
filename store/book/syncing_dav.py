"""One run over an address book and a calendar: people, due touches as tasks, and what other machines wrote."""

from __future__ import annotations

from store import passwords
from store.book import dav_state, machines_state, syncing_machines
from store.book.writing import Writing
from store.errors import Unavailable
from store.model import Reason
from store.records import as_mapping
from store.sync.dav import answers, discovery, hrefs
from store.sync.dav.client import Client

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from store.book import Book
    from store.book.syncing_tasks import Say
    from store.model import Account
    from store.sync import Tally, Tell

PEOPLE = "onward-people"
"What the address book is called that is made where a server has none."
SEARCHED_AGAIN = 7
"Days after which a server is asked again what it holds."


def run(book: Book, account: Account, tally: Tally, tell: Tell, ask: Callable[[Account], str] | None,
        say: Say | None = None) -> None:
    """Bring the book in step with an address book and a calendar; `say` words tasks. Raises Unavailable, Stopped."""
    tell("login", 0, 0)
    secret = passwords.secret_of(account, ask)
    with Client(account, secret) as client:
        try:
            _run(book, account, client, tally, tell, say)
        except Unavailable as trouble:
            if trouble.code == "login-refused":
                passwords.forget_typed(account)
            raise
        finally:
            tally.values.update(requests=client.requests, received=client.received)


def _run(book: Book, account: Account, client: Client, tally: Tally, tell: Tell, say: Say | None) -> None:
    """Do it, having logged in; where what was chosen before is gone, look for it anew, once."""
    from store.book import syncing_tasks

    found, chosen = find(book, account, client, tally, tell)
    _leave(book, account, client, tally)
    try:
        if chosen is not None:
            _people(book, account, client, chosen, found, tally, tell)
    except Unavailable as trouble:
        if trouble.code != "dav-not-there":
            raise
        found, chosen = find(book, account, client, tally, tell, anew=True)
        if chosen is not None:
            _people(book, account, client, chosen, found, tally, tell)
    if chosen is None:
        tally.note(Reason("no-address-book", {"account": account.name}))
    syncing_tasks.run(book, account, client, found, tally, tell, say or syncing_tasks.plain_words)
    syncing_machines.run(book, account, client, found, tally, tell)


def _people(book: Book, account: Account, client: Client, chosen: answers.Collection, found: discovery.Found, tally: Tally,
            tell: Tell) -> None:
    """Bring contacts and cards in step."""
    from store.book import syncing_cards, syncing_cards_in, syncing_cards_out

    going = syncing_cards.CardRun(book, account, client, chosen, tally, tell)
    going.has_machines = (any(each.components == ("VJOURNAL",) for each in found.collections)
                          or bool(machines_state.MachineState(book, account.name).collection))
    syncing_cards_in.pull(going)
    syncing_cards_out.push(going)
    if going.known.state.get("loose") and not tally.dry_run:
        # What we wrote ourselves is known: this hears of others' changes meanwhile, and of the server's state after it all.
        syncing_cards_in.pull(going, again=True)


def find(book: Book, account: Account, client: Client, tally: Tally, tell: Tell, anew: bool = False,
         ) -> tuple[discovery.Found, answers.Collection | None]:
    """Return what the server holds, and the address book to keep in step; both are remembered for some days.

    `anew` asks the server whatever is remembered.
    """
    state = dav_state.of_account(book, account)
    known = _kept(state, account)
    if known is not None and not anew and str(state.get("searched", "")) > _days_ago(book):
        chosen = discovery.chosen_address_book(known, str(state.get("address_book", "")))
        if chosen is not None:
            return known, chosen
    tell("find-server", 0, 0)
    found = discovery.discover(client)
    chosen = discovery.chosen_address_book(found, str(state.get("address_book", "")))
    home = discovery.home_for(found, "cards")
    if chosen is None and home and not tally.dry_run:
        href = hrefs.member(home, PEOPLE) + "/"
        client.make_address_book(href, "Onward")
        chosen = client.collection(href)
        if chosen is not None:
            found = discovery.Found(found.principal, found.card_homes, found.calendar_homes, (*found.collections, chosen))
    if not tally.dry_run:
        with Writing(book, "sync", undoable=False) as writing:
            dav_state.keep_of_account(writing, account, {
                **dav_state.of_account(book, account), "url": account.dav_url, "searched": book.now().isoformat(),
                "found": _plain(found), "address_book": chosen.href if chosen is not None else ""})
    return found, chosen


def _days_ago(book: Book) -> str:
    import datetime as dt

    return (book.now() - dt.timedelta(days=SEARCHED_AGAIN)).isoformat()


def _plain(found: discovery.Found) -> dict[str, Any]:
    """Return what a server holds as JSON can keep it."""
    return {**as_mapping(found), "card_homes": list(found.card_homes), "calendar_homes": list(found.calendar_homes),
            "collections": [{**as_mapping(each), "components": list(each.components), "token": ""}
                            for each in found.collections]}


def _kept(state: Mapping[str, Any], account: Account) -> discovery.Found | None:
    """Return what a server held when it was last asked; None where it was never asked, or the account's address is new."""
    found = state.get("found")
    if not isinstance(found, dict) or state.get("url") != account.dav_url:
        return None
    try:
        collections = tuple(answers.Collection(**{**each, "components": tuple(each["components"])})
                            for each in found["collections"])
        return discovery.Found(found["principal"], tuple(found["card_homes"]), tuple(found["calendar_homes"]), collections)
    except (KeyError, TypeError):
        return None


def _leave(book: Book, account: Account, client: Client, tally: Tally) -> None:
    """Take from the server what belonged to people who were forgotten here."""
    state = dav_state.of_account(book, account)
    leaving = list(state.get("leaving", ()))
    if not leaving:
        return
    if tally.dry_run:
        tally.add("cards-out", len(leaving))
        return
    for href in leaving:
        client.delete(href)
        tally.add("cards-out")
    with Writing(book, "sync", undoable=False) as writing:
        after = {name: value for name, value in dav_state.of_account(book, account).items() if name != "leaving"}
        dav_state.keep_of_account(writing, account, after)


def test(account: Account, secret: passwords.Secret) -> Reason:
    """Log in to an account and look for its address book and calendars; raises Unavailable. Nothing is written."""
    with Client(account, secret) as client:
        found = discovery.discover(client)
    books = [each for each in found.collections if each.kind == "cards"]
    calendars = [each for each in found.collections if each.kind == "calendar"]
    return Reason("dav-works", {"host": client.base.partition("://")[2], "books": len(books), "calendars": len(calendars),
                                "tasks": bool(discovery.home_for(found, "calendar"))})


