"""What this machine knows of an account's collections on a server: a record a collection, and one a member of it.

Names begin with the account's name and a line break, which no name of an account holds. A member's record carries the id
of its contact beside its state, so that forgetting somebody takes it along.
"""

from __future__ import annotations

from store.book import reading
from store.model import EMPTY, Remote
from store.records import replace
from store.sync.dav.identity import derived

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from store.book import Book
    from store.book.writing import Writing
    from store.model import Account

ACCOUNT = "dav"
"What the record of the account itself is called."


class KnownCollection:
    """One collection as it was left by the last run: its own state, and what is known of each member by path."""

    def __init__(self, book: Book, account: Account, href: str) -> None:
        """Read what is known."""
        self.account = account.name
        self.href = href
        self.members: dict[str, Remote] = {}
        self._place = Remote(id="", name=_named(account.name, href))
        start = _named(account.name, href)
        table = book.database.table("remotes")
        found = (each for each in table.all() if str(each.get("name", "")).startswith(start))
        for each in reading.alive("remotes", found):
            if each.name == start:
                self._place = each
            else:
                self.members[each.name.partition("\n")[2]] = each

    @property
    def state(self) -> Mapping[str, Any]:
        """The collection's own state: token, the number of the book's last unit that was looked at."""
        return self._place.state

    @property
    def is_new(self) -> bool:
        """Whether it was never seen before."""
        return not self._place.id

    def keep(self, writing: Writing, **state: Any) -> None:
        """Change the collection's own state, as part of a unit."""
        self._place = _put(writing, replace(self._place, state={**self._place.state, **state}))

    def keep_member(self, writing: Writing, href: str, contact: str = "", **state: Any) -> None:
        """Put what is known of a member in the place of what was, as part of a unit."""
        known = self.members.get(href)
        made = known or Remote(id="", name=_named(self.account, href))
        extra = {"contact": contact} if contact else EMPTY
        self.members[href] = _put(writing, replace(made, state=state, extra=extra))

    def change_member(self, writing: Writing, href: str, **state: Any) -> None:
        """Change some of what is known of a member."""
        known = self.members[href]
        self.members[href] = _put(writing, replace(known, state={**known.state, **state}))

    def drop_member(self, writing: Writing, href: str) -> None:
        """Know nothing of a member any more."""
        known = self.members.pop(href, None)
        if known is not None and known.id:
            writing.book.database.table("remotes").remove(doc_ids=[_number(known.id)])

    def of_contact(self, contact: str) -> list[str]:
        """Return the paths of a contact's members."""
        return [href for href, each in self.members.items() if each.extra.get("contact") == contact]

    def contacts(self) -> dict[str, list[str]]:
        """Return the paths of all members that belong to contacts, by contact."""
        found: dict[str, list[str]] = {}
        for href, each in self.members.items():
            if contact := str(each.extra.get("contact", "")):
                found.setdefault(contact, []).append(href)
        return found


def _number(identity: str) -> int:
    from store.disk.identity import number_of_id

    return number_of_id(identity)


def _named(account: str, href: str) -> str:
    return f"{account}\n{href}"


def _put(writing: Writing, known: Remote) -> Remote:
    """Keep a record; its id follows from its name, so that none is kept twice."""
    if known.id:
        writing.change("remotes", known.id, state=known.state, extra=known.extra)
        return known
    made = replace(known, id=derived("remote", known.name))
    from store import documents

    writing.book.database.table("remotes").put(documents.to_document("remotes", made, writing.stamp))
    return made


def of_account(book: Book, account: Account) -> Mapping[str, Any]:
    """Return what is known of the account as a whole: what it holds, which collections were chosen."""
    found = book.database.table("remotes").by_id(derived("remote", _named(account.name, ACCOUNT)))
    return dict(found.get("state", {})) if found is not None and not found.get("deleted") else {}


def keep_of_account(writing: Writing, account: Account, state: Mapping[str, Any]) -> None:
    """Keep what is known of the account as a whole, as part of a unit."""
    name = _named(account.name, ACCOUNT)
    identity = derived("remote", name)
    there = writing.book.database.table("remotes").by_id(identity)
    _put(writing, Remote(id=identity if there is not None else "", name=name, state=state))


def forget(book: Book, contacts: Iterable[str]) -> None:
    """Note that the cards and tasks of people who are being forgotten are to leave the server, without a word of whose."""
    from store.book.writing import Writing

    wanted = set(contacts)
    table = book.database.table("remotes")
    going = [each for contact in wanted for each in table.with_key(f"contact:{contact}") if not each.get("deleted")]
    by_account: dict[str, list[str]] = {}
    for each in going:
        account, _, href = str(each.get("name", "")).partition("\n")
        if href:
            by_account.setdefault(account, []).append(href)
    if not by_account:
        return
    with Writing(book, "sync", undoable=False) as writing:
        for account, paths in by_account.items():
            name = _named(account, ACCOUNT)
            identity = derived("remote", name)
            there = table.by_id(identity)
            state = dict(there.get("state", {})) if there is not None else {}
            state["leaving"] = sorted({*state.get("leaving", ()), *paths})
            _put(writing, Remote(id=identity if there is not None else "", name=name, state=state))
