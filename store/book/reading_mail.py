"""Reading one mailbox into the book: what was sent, then what came, then the past with people who are new."""

from __future__ import annotations

import datetime as dt
import secrets

from store.book import incoming, reading, syncing
from store.book.incoming_people import STALE
from store.book.writing import Writing
from store.errors import BookFault
from store.model import Moment, Reason
from store.records import record, replace
from store.sync import mail_plan, own_lines
from store.sync.mailbox import HEADS as HEADS_A_STEP
from store.sync.mailbox import WHOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from store.book import Book
    from store.book.incoming import Taken
    from store.model import Account
    from store.rules.incoming import Mail, Verdict
    from store.sync import Tally, Tell
    from store.sync.mail_heads import Head
    from store.sync.mailbox import Reader, Whole

TOGETHER = 4
"Mails taken in as one unit: few, because whoever presses a key meanwhile may have to wait for it to be written."
MOST_NOTES = 40
"Things to know that one run tells; more would not be read."
LOGGED = frozenset({"owed", "thanks", "logged", "sent-elsewhere", "draft-sent"})
"What is a touch of its own."
TOLD = frozenset({"owed", "shared", "draft-sent", "bounced", "moved", "ignored"})
"What is counted by its own name."


NO_MAILS_FAULT = (BookFault, ImportError, MemoryError, NameError, SyntaxError)
"What goes wrong whatever mail it is: the run ends there, and the next one begins with the same mail."


class _NotKept(Exception):
    """Leaves a unit of which nothing is to stay."""


@record
class _Read:
    """A mail that was taken apart."""

    whole: Whole
    "As it was fetched."
    why: str
    "Why it was."
    mail: Mail | None = None
    "What it says; None where it cannot be read."
    verdict: Verdict | None = None
    "What it is."


def _read(whole: Whole, why: str, now: dt.datetime) -> _Read:
    """Return a mail taken apart and judged; never raises."""
    from store.rules.incoming import classify
    from store.sync.mail_parsing import read

    try:
        mail = read(whole.octets)
        mail = replace(mail, at=mail_plan.instant(mail.at, whole.received, now))
        return _Read(whole, why, mail, classify(mail))
    except NO_MAILS_FAULT:
        raise
    except Exception:  # whatever is in somebody's mail: the next one must not wait for it for ever
        return _Read(whole, why)


class Session:
    """One account's mailbox, read over one connection or, where it breaks, several."""

    def __init__(self, book: Book, account: Account, tally: Tally, tell: Tell) -> None:
        """Take in whom the book knows, and how far the last run came."""
        self.book = book
        self.account = account
        self.tally = tally
        self.tell = tell
        self.units = 0
        self._phase = ("login", 0, 0)
        self.settings: Mapping[str, Any] = book.settings.sync
        self.own = _own_addresses(book, account)
        self.known = frozenset(known_addresses(book) - self.own)
        self.since = (book.now() - dt.timedelta(days=int(self.settings.get("days", 400)))).date()
        self._whose = f"{account.user or account.address}@{account.imap_host}:{account.imap_port}"
        self._place = syncing.remote(book, f"mail:{account.name}")
        self._people = syncing.remote(book, f"mail:{account.name}:people")
        self.state = dict(self._place.state) if self._place.state.get("whose") == self._whose else {"whose": self._whose}
        self._told_gone: set[str] = set()

    def go(self, reader: Reader) -> None:
        """Read everything that is new."""
        folders = reader.folders(self.settings.get("folders", ()))
        if not any(sent for _folder, sent in folders):
            self._note(Reason("no-sent-folder-seen"))
        new = self._new_people()
        if not self.tally.dry_run:
            self._close_drafts(reader)
        for folder, sent in folders:
            self._folder(reader, folder, sent)
        for start in range(0, len(new), mail_plan.TOGETHER):
            some = new[start:start + mail_plan.TOGETHER]
            self._phase = ("mail-backwards", start, len(new))
            self.tell(*self._phase)
            for folder, sent in folders:
                self._backwards(reader, folder, sent, some)
            self._mark(some)
        if reader.broken:
            self._note(Reason("mails-unreadable", {"count": reader.broken}))
            reader.broken = 0

    def _folder(self, reader: Reader, folder: str, sent: bool) -> None:
        """Read a folder from where it was left."""
        opened = reader.open(folder)
        if opened is None:
            if folder not in self._told_gone:
                self._told_gone.add(folder)
                self._note(Reason("folder-gone", {"folder": folder}))
            return
        place = mail_plan.begin(mail_plan.place_of(self.state, folder), opened.uidvalidity, self.since)
        if opened.uidnext and place.next >= opened.uidnext:
            if opened.exists and place.next > opened.uidnext:  # numbers given back: no sound server does that
                place = replace(place, next=1)
            else:
                return
        uids = reader.since(place.next, self.since)
        phase = "mail-sent" if sent else "mail-in"
        done = 0
        self._phase = (phase, 0, len(uids))
        self.tell(*self._phase)
        for heads in reader.heads(uids, self.known | self.own):
            place = self._take_heads(reader, heads, folder, sent, place)
            done = min(done + HEADS_A_STEP, len(uids))
            place = replace(place, next=uids[done - 1] + 1)
            self._advance(folder, place)
            self._phase = (phase, done, len(uids))
            self.tell(*self._phase)
        self._advance(folder, replace(place, next=max(place.next, opened.uidnext)))

    def _take_heads(self, reader: Reader, heads: Iterable[Head], folder: str, sent: bool, place: mail_plan.Place,
                    among: frozenset[str] | None = None) -> mail_plan.Place:
        """Fetch and take in the mails of some heads that are our business, a few a unit; return how far that came."""
        wanted = []
        for head in heads:
            why = mail_plan.why_wanted(head, self.known, self.own, sent, self._is_ours)
            if why and (among is None or mail_plan.concerns(head, among)) and not self._is_logged(head, why):
                wanted.append((head, why))
        for start in range(0, len(wanted), WHOLE):
            some = wanted[start:start + WHOLE]
            mails = {mail.uid: mail for mail in reader.whole([head.uid for head, _why in some])}
            for begin in range(0, len(some), TOGETHER):
                group = some[begin:begin + TOGETHER]
                place = replace(place, next=group[-1][0].uid + 1)
                self._unit([(mails[head.uid], why) for head, why in group if head.uid in mails], sent, folder,
                           place if among is None else None)
                self.tell(*self._phase)
        return place

    def _backwards(self, reader: Reader, folder: str, sent: bool, people: Sequence[str]) -> None:
        """Look in a folder for the past with some people."""
        if reader.open(folder) is None:
            return
        fields = ("TO", "CC") if sent else ("FROM",) if folder == "INBOX" else ("FROM", "TO", "CC")
        for criteria in mail_plan.sought((each for each in people if each.isascii()), fields):
            uids = reader.found(criteria, self.since)
            for heads in reader.heads(uids, self.known | self.own):
                self._take_heads(reader, heads, folder, sent, mail_plan.Place(), frozenset(people))

    def _new_people(self) -> list[str]:
        """Return the addresses that the book did not have when it last looked; at the first run all count as looked for.

        Where there are very many, all folders are read from the beginning instead.
        """
        kept = self._people.state
        salt = str(kept.get("salt", "")) if kept.get("whose") == self._whose else ""
        if not salt or not self.state.get("folders"):
            self._keep_people(salt or secrets.token_hex(8), self.known)
            return []
        marked = frozenset(map(str, kept.get("marks", ())))
        new = sorted(each for each in self.known if not mail_plan.marks([each], salt) <= marked)
        if len(new) > mail_plan.MOST_SOUGHT:
            self.state = {**self.state, "folders": {}}
            self._advance("", mail_plan.Place())
            self._keep_people(salt, self.known)
            return []
        return new

    def _mark(self, people: Iterable[str]) -> None:
        """Remember that some addresses were looked for; those of people who left the book are forgotten."""
        kept = self._people.state
        salt = str(kept.get("salt", ""))
        marked = frozenset(map(str, kept.get("marks", ())))
        looked = [each for each in self.known if mail_plan.marks([each], salt) <= marked]
        self._keep_people(salt, (*looked, *people))

    def _keep_people(self, salt: str, people: Iterable[str]) -> None:
        """Keep marks of addresses, in a unit of their own."""
        state = {"whose": self._whose, "salt": salt, "marks": sorted(mail_plan.marks(people, salt))}
        if self.tally.dry_run or dict(self._people.state) == state:
            return
        with Writing(self.book, "sync", undoable=False) as writing:
            syncing.keep_remote(writing, self._people, state)
        self.units += 1
        self._people = syncing.remote(self.book, self._people.name)

    def _advance(self, folder: str, place: mail_plan.Place) -> None:
        """Keep how far a folder was read, where that is further than what is kept."""
        state = mail_plan.with_place(self.state, folder, place) if folder else self.state
        if self.tally.dry_run or state == dict(self._place.state):
            return
        with Writing(self.book, "sync", undoable=False) as writing:
            syncing.keep_remote(writing, self._place, state)
        self._kept(state)

    def _kept(self, state: Mapping[str, Any]) -> None:
        """Go on from what was written."""
        self.units += 1
        self.state = dict(state)
        self._place = syncing.remote(self.book, self._place.name)

    def _unit(self, mails: Sequence[tuple[Whole, str]], sent: bool, folder: str, place: mail_plan.Place | None) -> None:
        """Take some mails into the book as one unit, with how far the folder was read."""
        counts: dict[str, int] = {}
        notes: list[Reason] = []
        state = mail_plan.with_place(self.state, folder, place) if place is not None else None
        read = [_read(whole, why, self.book.now()) for whole, why in mails]  # before others have to wait for the unit
        try:
            with Writing(self.book, "sync", undoable=False) as writing:
                for each in read:
                    self._one(writing, each, sent, counts, notes)
                if state is not None:
                    syncing.keep_remote(writing, self._place, state)
                if self.tally.dry_run:
                    raise _NotKept
        except _NotKept:
            pass
        else:
            if state is not None:
                self._kept(state)
            else:
                self.units += 1
        for code, count in counts.items():
            self.tally.add(code, count)
        for note in notes:
            self._note(note)

    def _one(self, writing: Writing, each: _Read, sent: bool, counts: dict[str, int], notes: list[Reason]) -> None:
        """Take in one mail; one that cannot be taken in leaves the others alone."""
        counted, told = ["unreadable"], list[Reason]()
        try:
            if each.mail is not None:
                with self.book.database.unit("sync", at=writing.now, undoable=False):
                    counted, told = self._taken(writing, each, each.mail, sent)
        except NO_MAILS_FAULT:
            raise
        except Exception:  # whatever is in somebody's mail: the next one must not wait for it for ever
            self.book.nothing_written()
            counted, told = ["unreadable"], []
        for code in counted:
            counts[code] = counts.get(code, 0) + 1
        notes += told

    def _taken(self, writing: Writing, each: _Read, mail: Mail, sent: bool) -> tuple[list[str], list[Reason]]:
        """Take in one mail; return what to count and what to tell."""
        if each.why == "line":
            return self._line(writing, mail, each.whole, sent)
        own = self.own
        if sent and mail.sender[1] and mail.sender[1].lower() not in self.known:
            own = own | {mail.sender[1].lower()}  # another name of the user's own: it lies among what was sent
        assert each.verdict is not None
        taken = incoming.take(self.book, writing, mail, each.verdict, own, bool(self.settings.get("keep_text")))
        if taken.code == "known" and each.why == "out":
            return (["logged"] if self._also_to(writing, mail, taken) else []), []
        recent = mail.at is not None and self.book.now() - mail.at <= STALE
        return _counted(taken), [note for note in taken.notes
                                 if recent or taken.code == "bounced" or note.code == "shared-by-all"]

    def _also_to(self, writing: Writing, mail: Mail, taken: Taken) -> bool:
        """Have a mail that was logged before count for people too who came into the book later; return whether it does."""
        from store.book.incoming_people import known

        touch = known(self.book, mail)
        missing = [each.id for each in taken.people if touch is not None and each.id not in touch.contacts]
        if touch is None or touch.direction != "out" or not missing:
            return False
        writing.contacts += missing
        writing.change("touches", touch.id, contacts=(*touch.contacts, *missing))
        return True

    def _line(self, writing: Writing, mail: Mail, whole: Whole, sent: bool) -> tuple[list[str], list[Reason]]:
        """Store the line of a mail to oneself, once; only where the user's own server vouches for it."""
        from store.book import syncing_lines

        key = incoming.key_of(mail)
        if syncing_lines.is_stored(self.book, key):
            return [], []
        if not sent and not own_lines.authentic(whole.octets, self.own, self.account.imap_host,
                                                tuple(self.settings.get("trusted", ()))):
            return ["ignored"], [Reason("line-not-authentic", {"line": mail.subject[:80], "at": mail.at})]
        line = syncing_lines.line_of(mail)
        if not line:
            return ["ignored"], []
        at = Moment(mail.at or writing.now, self.book.practice.zone)
        told = syncing_lines.store(self.book, writing, line, key, at)
        return ["quick-logs"], [Reason(told.code, {**told.values, "message_id": mail.message_id})]

    def _close_drafts(self, reader: Reader) -> None:
        """Log the drafts that left from elsewhere, before what was sent is read, so that they are not logged as strangers."""
        from store.book.found_sent import close_sent

        count = close_sent(self.book, reader.line)
        if count:
            self.tally.add("draft-sent", count)
            self.tally.add("logged", count)

    def _is_ours(self, message_id: str) -> bool:
        """Return whether a Message-ID is one of the book's."""
        table = self.book.database.table("touches")
        return bool(table.with_key(f"message_id:{message_id}"))

    def _is_logged(self, head: Head, why: str) -> bool:
        """Return whether a mail was logged with everybody it concerns, so that it need not be fetched again."""
        if why not in ("in", "out") or not head.message_id:
            return False
        found = reading.alive("touches", self.book.database.table("touches").with_key(f"message_id:{head.message_id}"))
        if not found:
            return False
        people = head.recipients if why == "out" else head.senders
        contacts = {document["id"] for each in people if each in self.known
                    for document in self.book.database.table("contacts").with_key(f"mail:{each}")}
        return any(contacts <= set(touch.contacts) for touch in found)

    def _note(self, reason: Reason) -> None:
        """Keep something a person should know, within measure."""
        if len(self.tally.notes) < MOST_NOTES and reason not in self.tally.notes:
            self.tally.note(reason)


def known_addresses(book: Book) -> set[str]:
    """Return the mail addresses of everybody in the book, lower case."""
    found = set()
    for document in book.database.table("contacts"):
        if not document.get("deleted") and not document.get("merged_into"):
            for address in document.get("addresses", ()):
                if address.get("channel") == "email":
                    found.add(str(address.get("value", "")).lower())
    found.discard("")
    return found


def _own_addresses(book: Book, account: Account) -> frozenset[str]:
    """Return the user's own addresses, lower case."""
    given = [account.address, account.user, book.settings.sender.email, *(each.address for each in book.accounts())]
    return frozenset(each.strip().lower() for each in given if "@" in each)


def _counted(taken: Taken) -> list[str]:
    """Return what to count of a mail that was taken in."""
    codes = ["logged"] if taken.code in LOGGED else []
    if taken.code == "sent-elsewhere" and taken.touch is not None and taken.touch.step:
        codes.append("sent-elsewhere")
    if taken.code in TOLD:
        codes.append(taken.code)
    return codes
