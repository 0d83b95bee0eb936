"""A book with one person and an account, and servers that stand in memory and can be made to fail at any point."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes
from email.policy import default
from types import SimpleNamespace

import pytest

from store import accounts
from store.accounts import imap, smtp
from store.book import Book
from store.errors import Unavailable
from store.model import Account
from store.settings import home_under

NINE = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


class Servers:
    """A mailbox and a server for outgoing mail, as the ways out see them."""

    def __init__(self, now) -> None:
        self.now = now
        self.folders = {"Entwürfe": {}, "Gesendet": {}}
        self.roles = {"drafts": "Entwürfe", "sent": "Gesendet"}
        self.taken = []
        self.calls = []
        self.fails = {}
        self.uid = 0

    def fail(self, call: str, code: str, after: int = 0) -> None:
        """Have a call raise Unavailable with a code, after it worked some times."""
        self.fails[call] = [after, code]

    def did(self, call: str) -> None:
        """Note a call; raise where it is to fail."""
        self.calls.append(call)
        if call in self.fails:
            self.fails[call][0] -= 1
            if self.fails[call][0] < 0:
                code = self.fails[call][1]
                if isinstance(code, BaseException):
                    raise code
                raise Unavailable(code, name="work", host="mail.example.com", reason="", address="x")

    def put(self, folder: str, octets: bytes, at=None) -> int:
        """Put a mail into a folder, as another program would."""
        self.uid += 1
        self.folders[folder][self.uid] = (octets, at or self.now())
        return self.uid

    def mails(self, folder: str):
        """Return the mails of a folder as Python reads them."""
        return [message_from_bytes(octets, policy=default) for octets, _at in self.folders[folder].values()]


class FakeSender:
    """What `smtp.connect` gives."""

    def __init__(self, servers) -> None:
        self.servers = servers

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        self.servers.did("bye")

    def close(self) -> None:
        self.servers.did("bye")

    def send(self, message, recipient, sender=""):
        self.servers.did("send")
        self.servers.taken.append((sender, recipient, message))
        self.servers.did("accepted")
        return "queued"


class FakeMailbox:
    """What `imap.connect` gives."""

    def __init__(self, servers) -> None:
        self.servers = servers
        self.open = None

    def close(self) -> None:
        self.open = None

    def folder_for(self, role):
        self.servers.did("folder")
        return self.servers.roles.get(role.lstrip("\\").lower(), "")

    def select(self, folder, read_only=False):
        self.servers.did("select")
        self.open = self.servers.folders[folder]

    def examine(self, folder):
        self.select(folder, True)

    def with_message_id(self, message_id):
        return tuple(uid for uid, (octets, _at) in sorted(self.open.items())
                     if str(message_from_bytes(octets, policy=default)["Message-ID"]) == message_id)

    def append(self, folder, message, flags=(), msg_time=None):
        self.servers.did("append")
        return self.servers.put(folder, message, msg_time)

    def delete(self, uids):
        self.servers.did("delete")
        for each in uids:
            del self.open[each]

    def search(self, *criteria):
        assert criteria[0] == "SINCE"
        return tuple(sorted(uid for uid, (_octets, at) in self.open.items() if at.date() >= criteria[1]))

    def messages(self, uids, items, chunk=200):
        for uid in uids:
            octets, at = self.open[uid]
            mail = message_from_bytes(octets, policy=default)
            people = tuple(SimpleNamespace(mailbox=each.username.encode(), host=each.domain.encode())
                           for each in mail["To"].addresses)
            envelope = SimpleNamespace(message_id=str(mail["Message-ID"]).encode(), to=people, cc=None,
                                       subject=str(mail["Subject"]).encode())
            yield uid, {b"ENVELOPE": envelope, b"INTERNALDATE": at, b"BODY[]": octets}


@pytest.fixture
def clock():
    """A clock that the test moves."""
    state = SimpleNamespace(at=NINE)

    def now():
        return state.at

    now.forward = lambda **span: setattr(state, "at", state.at + dt.timedelta(**span))
    return now


@pytest.fixture
def home(tmp_path):
    """A home of its own."""
    (tmp_path / "settings.toml").write_text(
        '[you]\nname = "Sam Lee"\nemail = "sam@example.com"\n[place]\nzone = "UTC"\ncountry = "US"\n')
    return home_under(str(tmp_path))


@pytest.fixture
def servers(clock, monkeypatch):
    """Servers in memory, in place of the real ones."""
    found = Servers(clock)

    def to_mailbox(account, secret, timeout=0):
        found.did("imap")
        return FakeMailbox(found)

    def to_server(account, secret, timeout=0):
        found.did("smtp")
        return FakeSender(found)

    monkeypatch.setattr(imap, "connect", to_mailbox)
    monkeypatch.setattr(smtp, "connect", to_server)
    return found


@pytest.fixture
def open_book(home, clock):
    """Open the book, again and again."""
    opened = []

    def open_it() -> Book:
        opened.append(Book.open(home, now=clock))
        return opened[-1]

    yield open_it
    for each in opened:
        each.close()


@pytest.fixture
def account(home):
    """An account whose password a command prints."""
    found = Account("work", address="sam@work.example", imap_host="mail.example.com", smtp_host="mail.example.com",
                    password_command="echo secret", default=True)
    accounts.keep(home, found)
    return found


@pytest.fixture
def book(open_book):
    """A book."""
    return open_book()


@pytest.fixture
def marty(book):
    """A person met just now."""
    return book.log("met Marty Chen @Acme marty@example.com hot // wants a review").contacts[0]


@pytest.fixture
def draft(book, marty):
    """A mail to them, begun."""
    found = book.draft(marty, "email")
    book.save_draft(found.id, "Two dates", "Hello Marty,\n\nTuesday or Friday?\n\nSam")
    return found.id
