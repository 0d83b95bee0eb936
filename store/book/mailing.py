"""Drafts that leave by mail: as a file, to the Drafts folder, sent; and whether they left from elsewhere.

What a draft must remember meanwhile stands in its `extra`: `references` (what its mail answers), `account` (whose
mailbox it lies in), `kept_text` (the words put there), and `leaving` (`{at, account}`: from before the server is given
the words until the touch is logged, so that a sudden end in between sends nothing twice).
"""

from __future__ import annotations

import os

from store import documents
from store.book import drafting, reading, threads
from store.book.writing import Writing
from store.errors import NotFound, OnwardError, Unavailable, UsageFault
from store.model import Draft, Receipt
from store.outbox import way_named
from store.outbox.ways import Left, Surroundings, Thread
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from store.book import Book
    from store.model import Account
    from store.settings import Home

    Ask = Callable[[Account], str] | None

FOLDER = "mails"
"Beside the book: mails written as files."


def message(book: Book, identity: str, account: str = "") -> bytes:
    """Return the mail that a draft would leave as; nothing is written."""
    from store.outbox.message import as_bytes, compose

    found = drafting.get(book, identity)
    return as_bytes(compose(found, around(book, found, _account(book, account, needed=False), threads.thread_of(book, found))))


def write_eml(book: Book, identity: str, path: str = "") -> Receipt:
    """Write a draft as a mail that opens as a draft, and note that it waits for "sent?"."""
    found, near = _ready(book, identity, _account(book, "", needed=False))
    place = os.path.abspath(os.path.expanduser(path)) if path else _own_path(book, found, near.name)
    left = way_named("eml").leave(found, replace(near, path=place))
    receipt = drafting.hand_over(book, identity, "eml")
    return replace(receipt, values={**receipt.values, "path": left.note})


def keep_in_drafts(book: Book, identity: str, account: str = "", ask: Ask = None) -> Receipt:
    """Put a draft into the Drafts folder of an account, in place of what was put there before."""
    before = drafting.get(book, identity)
    chosen = _account(book, account or str(before.extra.get("account", "")))
    found, near = _ready(book, identity, chosen)
    more = {**near.more, "before": str(found.extra.get("kept_text", ""))}
    left = way_named("drafts-folder").leave(found, replace(near, ask=ask, more=more))
    from store.outbox.message import body_of

    with Writing(book, "keep-in-drafts") as writing:
        writing.name(reading.contact(book.database, found.contact))
        writing.change("drafts", identity, state="handed", handed=writing.moment(), way="drafts-folder",
                       extra={**found.extra, "account": near.account.name if near.account else "",
                              "kept_text": body_of(found.body).rstrip("\n")})
        writing.values.update(kind=found.kind, way="drafts-folder", folder=left.note, account=left.values["account"],
                              trouble=left.trouble)
    return writing.receipt()


def send(book: Book, identity: str, account: str = "", ask: Ask = None, connection: Any = None,
         mailbox: Any = None) -> Receipt:
    """Send a draft, log its touch, and keep a copy in Sent; for many in a row over lines that are open already."""
    chosen = _account(book, account)
    found = drafting.get(book, identity)
    if found.state not in ("open", "handed"):
        raise UsageFault("draft-not-open", state=found.state)
    if found.extra.get("leaving"):
        raise UsageFault("perhaps-sent-before", name=reading.contact(book.database, found.contact).name)
    found, near = _ready(book, identity, chosen)
    more = {"connection": connection} if connection is not None else {}
    near = replace(near, ask=ask, more={**near.more, **more})
    before = found
    found = _note_leaving(book, found, near)
    try:
        left = way_named("send").leave(found, near)
    except OnwardError as error:
        if error.code != "perhaps-sent":
            _take_back(book, before)
        raise
    receipt = _log(book, found, chosen.name)
    return _keep_copy(receipt, chosen, near, found, left, mailbox)


def look_for_sent(book: Book, account: str = "", ask: Ask = None) -> Receipt:
    """Look into the mailboxes for drafts that were sent from elsewhere, and log those found as sent."""
    from store.outbox.by_imap import Mailbox

    waiting = [each for each in drafting.waiting(book, ("handed",)) if is_mail(each)]
    if not waiting:
        return Receipt("sent", values={"count": 0})
    usable = [each for each in book.accounts() if each.kind == "mail" and each.imap_host]
    chosen = [_account(book, account)] if account else usable
    if not chosen:
        raise Unavailable("no-account")
    found: dict[str, str] = {}
    trouble: OnwardError | None = None
    for each in chosen:
        mine = [draft for draft in waiting if draft.id not in found]
        try:
            with Mailbox(around(book, mine[0], each, Thread(), ask)) as mailbox:
                found.update(mailbox.which_left(mine))
        except OnwardError as error:
            trouble = error
        if len(found) == len(waiting):
            break
    if trouble is not None and not found:
        raise trouble
    if not found:
        return Receipt("sent", values={"count": 0})
    _take_ids(book, [each for each in waiting if found.get(each.id, each.message_id) != each.message_id], found)
    receipt = drafting.sent(book, [each.id for each in waiting if each.id in found])
    return replace(receipt, values={**receipt.values, "elsewhere": True})


def usual_way(book: Book, identity: str) -> str:
    """Return the way a draft leaves by unless another key is pressed: the contact's own, the settings', the kind's."""
    from store.outbox import ways_for

    found = drafting.get(book, identity)
    person = reading.contact(book.database, found.contact)
    ways = ways_for(found)
    names = [each.name for each in ways]
    usual = next((each.name for each in ways if not each.confirms), "")
    chosen = (dict(person.extra.get("ways", {})).get(found.kind), book.settings.ways.get(found.kind))
    return next((each for each in chosen if each in names), usual)


def set_way(book: Book, contact: str, kind: str, way: str) -> Receipt:
    """Have the drafts of a kind to a contact leave by a way from now on; empty for the usual one."""
    from store.outbox import way_named

    if way and not way_named(way).takes(Draft("", contact, kind, "open")):
        raise UsageFault("way-does-not-take", way=way, kind=kind)
    with Writing(book, "set-way") as writing:
        person = reading.contact(book.database, contact)
        writing.name(person)
        ways = {**dict(person.extra.get("ways", {})), kind: way}
        kept = {name: each for name, each in ways.items() if each}
        rest = {name: value for name, value in person.extra.items() if name != "ways"}
        writing.change("contacts", contact, extra={**rest, "ways": kept} if kept else rest)
        writing.values.update(kind=kind, way=way)
    return writing.receipt()


def is_mail(draft: Draft) -> bool:
    """Return whether a draft travels by mail."""
    from store.model import channel_of

    return channel_of(draft.kind) == "email"


def forget(home: Home, contacts: set[str]) -> None:
    """Remove the files of contacts."""
    from store.book.papers import remove_of

    remove_of(folder_of(home), contacts)


def folder_of(home: Home) -> str:
    """Return the folder of the mails written as files."""
    return os.path.join(os.path.dirname(home.book), FOLDER)


def _own_path(book: Book, found: Draft, name: str) -> str:
    """Return where a mail is written when nobody said where."""
    from store.book.papers import file_name

    stem = file_name(book, found.kind, name, found.contact).removesuffix(".html")
    return os.path.join(folder_of(book.home), f"{stem}.eml")


def _account(book: Book, name: str, needed: bool = True) -> Any:
    """Return an account of the user, by name or the default; raises Unavailable(`no-account`), NotFound(`no-such-account`)."""
    try:
        return book.account(name, "mail")
    except (NotFound, Unavailable):
        if needed or name:
            raise
        return None


def around(book: Book, found: Draft, account: Account | None, thread: Thread | None = None, ask: Ask = None) -> Surroundings:
    """Return what a way needs to know around a draft."""
    name = reading.contact(book.database, found.contact).name if found.contact else ""
    return Surroundings(book.now().astimezone(book.zone()), book.settings.sender, account=account, message_id=found.message_id,
                        thread=thread or Thread(), ask=ask, name=name, more={"headers": _headers(book, found)})


def _ready(book: Book, identity: str, account: Account | None) -> tuple[Draft, Surroundings]:
    """Return a draft with a Message-ID of its own, and what is around it; what it answers is kept with it."""
    found = drafting.get(book, identity)
    if found.state not in ("open", "handed"):
        raise UsageFault("draft-not-open", state=found.state)
    from store.outbox.message import answered, compose, new_message_id, sender_address

    thread = threads.thread_of(book, found)
    near = around(book, found, account, thread)
    identified = found.message_id or new_message_id(sender_address(near))
    near = replace(near, message_id=identified)
    compose(found, near)  # what cannot be a mail is told before anything is kept
    references = list(answered(thread))
    if (identified, references) != (found.message_id, list(found.extra.get("references", ()))):
        with Writing(book, "save-draft", [found.contact], undoable=False) as writing:
            extra = {name: value for name, value in found.extra.items() if name != "references"}
            found = writing.change("drafts", identity, message_id=identified,
                                   extra={**extra, "references": references} if references else extra)
    return found, near


def _headers(book: Book, found: Draft) -> Mapping[str, str]:
    """Return the headers that a kind of mail needs besides: how to stop a newsletter."""
    if found.kind != "newsletter":
        return {}
    from store.book.newsletters import headers

    return headers(book)


def _note_leaving(book: Book, found: Draft, near: Surroundings) -> Draft:
    """Note, on the disk, that a draft is about to be given to the server."""
    assert near.account is not None
    with Writing(book, "leaving", [found.contact], undoable=False) as writing:
        note = {"at": documents.instant_text(writing.now), "account": near.account.name}
        changed: Draft = writing.change(
            "drafts", found.id, state="handed", handed=writing.moment(), way="send", extra={**found.extra, "leaving": note})
    return changed


def _take_back(book: Book, before: Draft) -> None:
    """Take back the note: nothing was sent."""
    with Writing(book, "not-leaving", [before.contact], undoable=False) as writing:
        writing.change("drafts", before.id, state=before.state, handed=before.handed, way=before.way, extra=before.extra)


def _log(book: Book, found: Draft, account: str) -> Receipt:
    """Log what the server has taken. A newsletter's many touches do not stand in the way of undoing what came before."""
    with Writing(book, "send", undoable=found.kind != "newsletter") as writing:
        writing.name(reading.contact(book.database, found.contact))
        drafting.log_sent(book, writing, found)
        writing.values.update(account=account, address=found.address)
    return writing.receipt()


def _keep_copy(receipt: Receipt, account: Account, near: Surroundings, found: Draft, left: Left, mailbox: Any) -> Receipt:
    """File a copy in Sent and take the draft out of Drafts; a failure is said, for the mail is out and logged already.

    `mailbox` is one that is open, None to open one, False for no copy.
    """
    lay_in_drafts = bool(found.extra.get("kept_text"))
    if (account.keeps_sent and not lay_in_drafts) or mailbox is False:
        return receipt
    if not account.imap_host:
        return replace(receipt, values={**receipt.values, "trouble": "no-copy"})
    from contextlib import nullcontext

    from store.outbox.by_imap import Mailbox

    try:
        with nullcontext(mailbox) if mailbox is not None else Mailbox(near) as opened:
            if not account.keeps_sent:
                opened.keep_sent(left.values["octets"], found.message_id, near.now)
            if lay_in_drafts:
                opened.take_out_of_drafts(found.message_id)
    except OnwardError as error:
        return replace(receipt, values={**receipt.values, "trouble": "sent-copy-failed", "because": error.code,
                                        "reason": str(error.values.get("reason", ""))})
    return receipt


def _take_ids(book: Book, drafts: Sequence[Draft], found: Mapping[str, str]) -> None:
    """Note the Message-IDs that drafts left with, where a mail program gave them new ones."""
    from store.outbox.message import message_id_of

    for each in drafts:
        new = message_id_of(found[each.id])
        if new:
            with Writing(book, "save-draft", [each.contact], undoable=False) as writing:
                writing.change("drafts", each.id, message_id=new)


def interrupted(book: Book) -> tuple[Draft, ...]:
    """Return the drafts of which it is not known whether the server took them, oldest first."""
    return tuple(each for each in drafting.waiting(book, ("handed",)) if each.extra.get("leaving"))
