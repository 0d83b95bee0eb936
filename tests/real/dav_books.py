"""Books that are kept in step with a server, and another program's hand on the same server."""

from __future__ import annotations

import contextlib
import datetime as dt

from store import accounts, passwords, settings
from store.book import Book, dav_state
from store.sync.dav import cards, tasks
from store.sync.dav.client import Client
from tests.real.dav_servers import SECRET

START = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)


class Clock:
    """A clock that stands until it is moved; one that is wrong by an hour tells so all the time."""

    def __init__(self, wrong_by=dt.timedelta()):
        self.at = START + wrong_by

    def __call__(self):
        return self.at

    def pass_by(self, **span):
        self.at += dt.timedelta(**span)


def book_at(folder, account, clock=None):
    """Open the book in a folder, with an account whose password is known for this run."""
    places = settings.home_under(str(folder))
    accounts.keep(places, account)
    passwords.remember(account, SECRET)
    return Book.open(places, clock or Clock())


def sync(book, dry_run=False, **more):
    """Run once over the account; return the report, which must have gone to its end."""
    reports = list(book.sync(dry_run=dry_run, **more))
    assert len(reports) == 1
    assert reports[0].trouble is None, reports[0].trouble
    return reports[0]


def counts(report):
    """Return what a report counts of people and tasks, without what is 0."""
    return {name: count for name, count in report.counts.items() if count and not name.startswith("journals")}


def codes(report):
    """Return the codes of what a person should know."""
    return [each.code for each in report.notes]


class OtherProgram:
    """Another program that works on the same collections, by our client's bare words."""

    def __init__(self, book, account):
        self.book = book
        self.account = account
        state = dav_state.of_account(book, account)
        self.people = state["address_book"]
        self.list = state.get("tasks", "")

    @contextlib.contextmanager
    def client(self):
        with Client(self.account, SECRET) as client:
            yield client

    def cards(self):
        """Return the cards there are, as text by path."""
        with self.client() as client:
            found = client.items(self.people, client.changes(self.people).changed, "cards")
            return {each.href: each.data.decode().replace("\r\n", "\n") for each in found}

    def add(self, name, text, etag=""):
        """Write a card: lines between BEGIN and END."""
        body = "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *text, "END:VCARD", ""])
        with self.client() as client:
            client.put(f"{self.people}{name}", body.encode(), "cards", etag)

    def edit(self, href, change):
        """Change a card's unfolded text by a function."""
        with self.client() as client:
            item = client.item(href)
            text = item.data.decode().replace("\r\n ", "").replace("\n ", "").replace("\r\n", "\n")
            client.put(href, change(text).replace("\n", "\r\n").encode(), "cards", item.etag)

    def remove(self, href):
        """Delete a card."""
        with self.client() as client:
            client.delete(href, client.item(href).etag)

    def find(self, words):
        """Return the path of the one card that holds some words."""
        found = [href for href, text in self.cards().items() if words in text.replace("\n ", "")]
        assert len(found) == 1, (words, found)
        return found[0]

    def tasks(self):
        """Return the tasks there are, by title."""
        with self.client() as client:
            found = client.items(self.list, client.changes(self.list).changed, "calendar")
            return {tasks.read(each.data).summary: each for each in found}

    def change_task(self, item, change):
        """Change a task's text by a function."""
        text = item.data.decode().replace("\r\n ", "").replace("\n ", "").replace("\r\n", "\n")
        with self.client() as client:
            client.put(item.href, change(text).replace("\n", "\r\n").encode(), "calendar", item.etag)

    def remove_task(self, item):
        with self.client() as client:
            client.delete(item.href, item.etag)


def said_there(text):
    """Return what a card on the server says of a person."""
    found = cards.read(text.encode(), "US")
    assert found.parsed is not None, text
    return cards.facts(found.parsed)


def said_here(book, contact):
    """Return what our card of a contact would say."""
    from store.book.going_out_people import outgoing

    return cards.facts_of(next(outgoing(book, [contact])), book.settings.practice.country)
