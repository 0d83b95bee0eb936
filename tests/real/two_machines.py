"""Two books and one server between them: how they are synced, and how they are held against each other."""

from __future__ import annotations

from store.book import Book, syncing_machines
from store.book.machines_applying import TABLES, travels
from store.rules import merge_fields
from store.settings import home_under
from store.sync import Tally
from store.sync.dav.client import Client
from store.sync.dav.discovery import discover
from tests.real.dav_servers import SECRET

SETTINGS = '[place]\nzone = "UTC"\ncountry = "US"\n'


def open_book(folder, clock):
    """Open a book of its own in a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "settings.toml").write_text(SETTINGS)
    return Book.open(home_under(str(folder)), now=clock)


def silent(_what, _done, _of):
    """Tell nobody."""


def sync(book, server, tell=silent, dry_run=False, account=None, client_of=Client):
    """Bring a book in step with its other machines; return the tally, with the number of requests but discovery's."""
    account = account or server.account()
    tally = Tally(account.name, dry_run)
    with client_of(account, SECRET) as client:
        found = discover(client)
        before = client.requests
        try:
            syncing_machines.run(book, account, client, found, tally, tell)
        finally:
            tally.values["requests"] = client.requests - before
    return tally


def shared(book):
    """Return everything in a book that is not this machine's own, by table and id."""
    found = {}
    for table in TABLES:
        for document in book.database.table(table):
            if travels(table, document):
                if table == "definitions":  # pointed at for ever, whether or not their table holds them as deleted
                    document.pop("deleted", None)
                found[table, document["id"]] = document
    return found


def differences(one, other):
    """Return what two books do not have alike."""
    first, second = shared(one), shared(other)
    told = []
    for key in sorted(first.keys() | second.keys()):
        a, b = first.get(key), second.get(key)
        if a is None or b is None:
            own = (one if a is None else other).database.table(key[0]).by_id(key[1])
            if key[0] != "drafts" or own is None or travels(*(key[0], own)):
                told.append((key, a, b))
        elif not merge_fields.same(key[0], a, b) or _plain(a) != _plain(b):
            told.append((key, a, b))
    return told


def _plain(document):
    return {name: value for name, value in document.items() if name not in ("stamps", "permissions")}


def rows(book):
    """Return the queue as it is seen."""
    return [(each.name, each.due.step, each.due.kind, each.due.window) for each in book.queue("today").rows]


def assert_equal(one, other):
    """Assert that two books are equal but for what is a machine's own, and say the same of the day."""
    found = differences(one, other)
    assert not found, "\n".join("\n    ".join(map(str, each)) for each in found[:6])
    assert rows(one) == rows(other)
