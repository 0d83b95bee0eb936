"""Mails to oneself that are lines for the book: stored once, and answered where that is wanted."""

from __future__ import annotations

from store.book import accounting, reading
from store.book.lines import store_received
from store.model import Original, Reason
from store.sync.mail_plan import LINE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from store.book import Book
    from store.book.writing import Writing
    from store.model import Account, Moment
    from store.rules.incoming import Mail

SOURCE = "mail-line"
"What the trace of such a mail is kept under, so that it is never stored twice, on another machine either."
LONGEST = 1000


def line_of(mail: Mail) -> str:
    """Return the line for the book in a mail to oneself: its subject, and what else was written as the note."""
    from store.rules.incoming import own_words

    found = LINE.match(mail.subject)
    line = found[1].strip() if found else ""
    more = " ".join(own_words(mail.text).split())
    if line and more:
        line = f"{line} {more}" if "//" in line else f"{line} // {more}"
    return line[:LONGEST]


def is_stored(book: Book, key: str) -> bool:
    """Return whether the line of a mail was stored before."""
    if reading.alive("originals", book.database.table("originals").with_key(f"original:{SOURCE}:{key}")):
        return True
    return any(each.extra.get("mail") == key for each in reading.alive("unfiled", book.database.table("unfiled").all()))


def store(book: Book, writing: Writing, line: str, key: str, at: Moment) -> Reason:
    """Store a line as part of a unit; return what to tell of it: `line-stored` or `line-in-doubt`."""
    before = len(writing.names)
    for name in ("line", "doubt", "candidates", "slips"):
        writing.values.pop(name, None)
    store_received(book, writing, line, at, key)
    values: dict[str, Any] = {"line": line, "mail": key}
    if writing.unfiled and "doubt" in writing.values:
        return Reason("line-in-doubt", {**values, "doubt": str(writing.values["doubt"])})
    contact = writing.contacts[-1]
    writing.add("originals", Original(id="", contact=contact, source=SOURCE, key=key))
    name = writing.names[before] if len(writing.names) > before else reading.contact(book.database, contact).name
    return Reason("line-stored", {**values, "name": name, "kind": str(writing.values.get("kind", "")),
                                  "new": bool(writing.values.get("new")), "contact": contact})


def answer(book: Book, name: str, values: Mapping[str, Any], words: str, ask: Callable[[Account], str] | None) -> bool:
    """Send a short mail to oneself that says what became of a line, where that is set; raises Unavailable."""
    account = accounting.one(book, name)
    if not book.settings.sync.get("answer") or not account.smtp_host or not account.address:
        return False
    from store.book.mailing import around
    from store.model import Draft
    from store.outbox.by_smtp import connection
    from store.outbox.message import as_bytes, compose, new_message_id, sender_address
    from store.outbox.ways import Thread
    from store.records import replace

    own = account.address
    draft = Draft(id="", contact="", kind="email", state="open", subject=f"Re: onward: {values.get('line', '')}"[:200],
                  body=words, address=own)
    before = str(values.get("message_id", ""))
    thread = Thread(before, (), "") if before.startswith("<") else Thread()
    near = around(book, draft, account, thread, ask)
    near = replace(near, message_id=new_message_id(sender_address(near) or own),
                   more={**near.more, "headers": {"Auto-Submitted": "auto-replied"}})
    octets = as_bytes(compose(draft, near))
    with connection(account, near) as server:
        server.send(octets, own, own)
    return True
