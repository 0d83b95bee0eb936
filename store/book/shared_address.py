"""Mail from an address that several people have: a line in doubt asks whom it is from, so that nothing is guessed or lost.

Where the name beside the address fits one of them, or it answers a mail to one of them alone, nobody is asked. Mail from long
ago, and the user's own, is logged with everybody who has the address.
"""

from __future__ import annotations

import hashlib

from store import documents
from store.book import incoming_people
from store.model import Reason, Unfiled
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.book import Book
    from store.book.incoming import Taken
    from store.book.writing import Writing
    from store.model import Contact, Touch
    from store.rules.incoming import Mail, Verdict

DOUBT = "shared-address"
"Why such a line waits."
MAIL = "mail_touch"
"Where an unfiled line keeps the mail that it stands for."
LONGEST_SUBJECT = 200


def plan(book: Book, mail: Mail, verdict: Verdict, keep_text: bool) -> Taken:
    """Return what a person's mail means that nobody of the book's certainly wrote."""
    from store.book.incoming import Taken, touch_of
    from store.rules.debts import LOOKS_LIKE, THANKS

    people, address = incoming_people.sharing(book, mail)
    if not people:
        return Taken("ignored")
    if incoming_people.known(book, mail) is not None or is_asked(book, mail):
        return Taken("known", people=people)
    notes = [Reason("asks-to-stop", {"name": _names(people)})] if verdict.asks_to_stop else []
    touch = touch_of(book, mail, "in", people, address, keep_text)
    if book.now() - touch.happened.at > incoming_people.STALE:
        return Taken("logged", people[0], replace(touch, wants_answer=False), people=people,
                     notes=(*notes, by_all(people, address)))
    if verdict.wants_answer is False:
        touch = replace(touch, extra={LOOKS_LIKE: THANKS})
    return Taken("shared", None, touch, people=people, notes=(
        *notes, Reason("shared-address", {"name": _names(people), "address": address})))


def of_thread(book: Book, mail: Mail, person: Contact) -> Reason:
    """Return what to say of a mail that was taken for a person's because it answers a mail to them."""
    others = [each for each in incoming_people.sharing(book, mail)[0] if each.id != person.id]
    values = {"name": person.name, "address": mail.sender[1]}
    return Reason("shared-thread", {**values, "others": _names(others)}) if others else Reason("other-address", values)


def by_all(people: Sequence[Contact], address: str) -> Reason:
    """Return that mail was logged with everybody who has an address."""
    return Reason("shared-by-all", {"name": _names(people), "address": address})


def is_asked(book: Book, mail: Mail) -> bool:
    """Return whether a line in doubt asks, or asked, whom a mail is from."""
    return book.database.table("unfiled").by_id(_identity(mail)) is not None


def ask(writing: Writing, mail: Mail, found: Taken) -> None:
    """Keep a mail as a line in doubt, the same on every machine that reads it."""
    touch = found.touch
    if touch is None:
        return
    kept = documents.to_document("touches", replace(touch, contacts=()), "")
    subject = mail.subject[:LONGEST_SUBJECT]
    writing.add("unfiled", Unfiled(
        id=_identity(mail), line=f"email from {touch.address}" + (f" // {subject}" if subject else ""), reason=DOUBT,
        received=touch.happened, extra={MAIL: {name: value for name, value in kept.items() if name not in ("id", "stamps")}}))


def touch_in(line: Unfiled | None) -> Touch | None:
    """Return the mail that an unfiled line stands for, with nobody yet; None for a line that somebody typed."""
    kept = line.extra.get(MAIL) if line is not None else None
    if kept is None or not hasattr(kept, "items"):
        return None
    found: Touch = documents.from_document("touches", {**kept, "id": ""})
    return found


def file(book: Book, writing: Writing, mail: Touch, person: Contact, note: str) -> Touch:
    """Log a mail that was asked about with the person it is from; the note is theirs where it is not its subject again."""
    from store.book.past import known_touch
    from store.book.touching import record_touch

    known = known_touch(book.database, mail)
    if known is not None:  # another machine, or a later run, has said already whose it is
        joined: Touch = writing.change("touches", known.id, contacts=tuple(dict.fromkeys((*known.contacts, person.id))))
        return joined
    own = "" if note and " ".join(mail.subject.split()).startswith(note) else note
    return record_touch(book, writing, person, replace(mail, contacts=(person.id,), recorded=writing.now, note=own))


def _identity(mail: Mail) -> str:
    """Return the id of the line that asks about a mail."""
    from store.book.incoming import key_of

    mark = hashlib.sha256(f"{DOUBT}:{key_of(mail)}".encode("utf-8", "replace")).hexdigest()
    return "-".join((mark[:8], mark[8:12], mark[12:16], mark[16:20], mark[20:32]))


def _names(people: Sequence[Contact]) -> str:
    """Return names with an `and` before the last."""
    names = [each.name for each in people]
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
