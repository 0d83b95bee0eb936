"""The user's mailbox: a draft among the drafts, a copy of what was sent, and a look whether something has left.

Nothing of a mail goes into a search but its Message-ID, which is checked first: a search holds commands otherwise.
"""

from __future__ import annotations

import datetime as dt
from email.policy import default as reading_policy

from store.errors import Unavailable
from store.model import address_channel_of
from store.outbox.ways import Left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from store.accounts.imap import Mailbox as Line
    from store.model import Account, Draft
    from store.outbox.ways import Surroundings

MOST_LOOKED_AT = 200
"Mails of the Sent folder whose envelope is looked at, the newest first."


class _ByDraftsFolder:
    """The Drafts folder of the user's mailbox, from which any mail program goes on."""

    name = "drafts-folder"
    medium = "server"
    confirms = False

    def takes(self, draft: Draft) -> bool:
        """Return whether the kind travels by mail."""
        return address_channel_of(draft.kind) == "email"

    def leave(self, draft: Draft, around: Surroundings) -> Left:
        """Put the mail among the drafts, in place of the one put there before.

        `around.more["before"]` is the text put there before: where what lies there now says something else, somebody
        wrote on in a mail program, and both are kept (`Left.trouble` is `edited-elsewhere`). Raises Unavailable:
        `no-account`, `no-drafts-folder`, and what composing and logging in raise.
        """
        from store.outbox.message import as_bytes, compose

        if around.account is None:
            raise Unavailable("no-account")
        octets = as_bytes(compose(draft, around))
        with Mailbox(around) as mailbox:
            folder = mailbox.folder("drafts")
            if not folder:
                raise Unavailable("no-drafts-folder", name=around.account.name)
            trouble = mailbox.replace_draft(folder, around.message_id, octets, str(around.more.get("before", "")), around.now)
        return Left("handed", around.message_id, note=folder, trouble=trouble, values={"account": around.account.name})


class Mailbox:
    """A connection to the user's mailbox: `with Mailbox(around) as mailbox: ...`; every failure is Unavailable."""

    def __init__(self, around: Surroundings) -> None:
        """Keep whose mailbox it is; raises Unavailable(`no-account`)."""
        if around.account is None:
            raise Unavailable("no-account")
        self.account: Account = around.account
        self._ask = around.ask
        self._line: Line

    @classmethod
    def over(cls, line: Line) -> Mailbox:
        """Return a mailbox over a connection that is open and stays its owner's; not to be entered."""
        found = cls.__new__(cls)
        found.account, found._ask, found._line = line.account, None, line
        return found

    def __enter__(self) -> Mailbox:
        """Connect and log in."""
        from store.accounts import imap
        from store.passwords import secret_of

        self._line = imap.connect(self.account, secret_of(self.account, self._ask))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Log out."""
        self._line.close()

    def folder(self, role: str) -> str:
        """Return the folder of `drafts` or `sent`; empty where there is none."""
        return self._line.folder_for(role)

    def find(self, folder: str, message_id: str, writing: bool = False) -> tuple[int, ...]:
        """Return the uids of the mails with a Message-ID in a folder; raises where the folder is not there."""
        from store.outbox.message import message_id_of

        self._line.select(folder, read_only=not writing)
        sound = message_id_of(message_id)
        return self._line.with_message_id(sound) if sound else ()

    def replace_draft(self, folder: str, message_id: str, octets: bytes, before: str, now: dt.datetime) -> str:
        """Put a draft into a folder and take its forerunners out; return `edited-elsewhere` where one was written on."""
        older = self.find(folder, message_id, writing=True)
        texts = self._texts(older)
        self._line.append(folder, octets, flags=("\\Draft", "\\Seen"), msg_time=now)
        ours = [uid for uid in older if not before or texts.get(uid, before) == before]
        if ours:
            self._line.delete(ours)
        return "edited-elsewhere" if len(ours) < len(older) else ""

    def keep_sent(self, octets: bytes, message_id: str, now: dt.datetime) -> str:
        """File a copy of what was sent, unless one is there; return the folder. Raises Unavailable(`no-sent-folder`)."""
        folder = self.folder("sent")
        if not folder:
            raise Unavailable("no-sent-folder", name=self.account.name)
        if not self.find(folder, message_id):
            self._line.append(folder, octets, flags=("\\Seen",), msg_time=now)
        return folder

    def take_out_of_drafts(self, message_id: str) -> None:
        """Take a draft that was sent from here out of the Drafts folder."""
        folder = self.folder("drafts")
        found = self.find(folder, message_id, writing=True) if folder else ()
        if found:
            self._line.delete(found)

    def which_left(self, drafts: Sequence[Draft]) -> dict[str, str]:
        """Return the drafts that lie in the Sent folder and no longer among the drafts, id to the Message-ID they left with.

        Found by Message-ID; mail programs that give a new one are told by recipient and subject, of mails sent since the
        draft was handed over. Raises Unavailable(`no-sent-folder`).
        """
        sent, waiting = self.folder("sent"), self.folder("drafts")
        if not sent:
            raise Unavailable("no-sent-folder", name=self.account.name)
        found = {each.id: each.message_id for each in drafts if each.message_id and self.find(sent, each.message_id)}
        since = min((each.handed.at for each in drafts if each.handed is not None and each.id not in found), default=None)
        mails = self._sent_since(sent, since) if since is not None else []
        taken = set(found.values())
        for each in drafts:
            if each.id in found or each.handed is None:
                continue
            match = _alike(each, mails, taken)
            if match and not (waiting and each.message_id and self.find(waiting, each.message_id)):
                taken.add(match)
                found[each.id] = match
        return found

    def _sent_since(self, folder: str, since: dt.datetime) -> list[tuple[str, str, str, dt.datetime]]:
        """Return (Message-ID, recipient, bare subject, date received) of the mails in a folder since an instant."""
        self._line.examine(folder)
        uids = self._line.search("SINCE", (since - dt.timedelta(days=1)).date())[-MOST_LOOKED_AT:]
        rows = []
        for _uid, each in self._line.messages(uids, ["ENVELOPE", "INTERNALDATE"]):
            at = each[b"INTERNALDATE"]
            at = at.astimezone(dt.UTC) if at is not None else since  # naive in the zone of this machine
            people = _recipients(each[b"ENVELOPE"])
            # The server's clock has no more than seconds, and need not agree with ours to the second.
            if at >= since - dt.timedelta(minutes=2) and len(people) == 1:
                rows.append((_text(each[b"ENVELOPE"].message_id or b"").strip(), people[0],
                             _subject(each[b"ENVELOPE"].subject), at))
        return rows

    def _texts(self, uids: Iterable[int]) -> dict[int, str]:
        """Return the words of mails in the folder that is open."""
        from email import message_from_bytes

        from store.outbox.message import text_of

        return {uid: text_of(message_from_bytes(each.get(b"BODY[]") or b"", policy=reading_policy))
                for uid, each in self._line.messages(uids, ["BODY.PEEK[]"])}


def _alike(draft: Draft, sent: Iterable[tuple[str, str, str, dt.datetime]], taken: set[str]) -> str:
    """Return the Message-ID of a mail to the same one recipient under the same subject since a draft was handed over."""
    from store.outbox.message import bare_subject

    assert draft.handed is not None
    since = draft.handed.at - dt.timedelta(minutes=2)
    for message_id, recipient, subject, at in sent:
        if (at >= since and message_id not in taken and recipient.casefold() == draft.address.strip().casefold()
                and draft.subject.strip() and subject == bare_subject(draft.subject)):
            return message_id
    return ""


def _recipients(envelope: Any) -> list[str]:
    """Return the mail addresses in To and Cc of an envelope."""
    people = [*(envelope.to or ()), *(envelope.cc or ())]
    return [f"{_text(each.mailbox)}@{_text(each.host)}" for each in people if each.mailbox and each.host]


def _subject(raw: bytes | None) -> str:
    """Return the bare subject of an envelope, decoded."""
    from email.header import decode_header, make_header

    from store.outbox.message import bare_subject

    words = _text(raw or b"")
    try:
        words = str(make_header(decode_header(words)))
    except (ValueError, LookupError, UnicodeError):
        pass
    return bare_subject(words)


def _text(value: bytes | str) -> str:
    """Return what a server said as text."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


DRAFTS_FOLDER = _ByDraftsFolder()
