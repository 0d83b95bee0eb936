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

    from store.model import Account, Draft
    from store.outbox.ways import Surroundings

DRAFTS = "\\Drafts"
SENT = "\\Sent"
"Special uses of folders (RFC 6154)."
USUAL = {
    DRAFTS: ("drafts", "draft", "entwürfe", "brouillons", "borradores", "bozze", "concepten", "rascunhos", "utkast", "kladder"),
    SENT: ("sent", "sent messages", "sent items", "sent mail", "gesendet", "gesendete objekte", "envoyés", "enviados",
           "posta inviata", "verzonden", "skickat", "sendt"),
}
"What such folders are called where the server does not say, lower case."
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
            folder = mailbox.folder(DRAFTS)
            if not folder:
                raise Unavailable("no-drafts-folder", name=around.account.name)
            trouble = mailbox.replace_draft(folder, around.message_id, octets, str(around.more.get("before", "")), around.now)
        return Left("handed", around.message_id, note=folder, trouble=trouble, values={"account": around.account.name})


class Mailbox:
    """A connection to the user's mailbox: `with Mailbox(around) as mailbox: ...`; every failure is Unavailable."""

    def __init__(self, around: Surroundings) -> None:
        """Keep whose mailbox it is; raises Unavailable(`no-account`)."""
        if around.account is None or not around.account.imap_host:
            raise Unavailable("no-mailbox" if around.account is not None else "no-account",
                              name=around.account.name if around.account is not None else "")
        self.account: Account = around.account
        self._ask = around.ask
        self._client: Any = None

    def __enter__(self) -> Mailbox:
        """Connect and log in."""
        from store.accounts import imap
        from store.passwords import secret_of

        self._client = imap.connect(self.account, secret_of(self.account, self._ask))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Log out, and turn what the connection says into an error of ours."""
        try:
            self._client.logout()
        except Exception:
            pass
        if error is not None and _is_of_the_line(error):
            raise Unavailable("mailbox-failed", name=self.account.name, host=self.account.imap_host,
                              reason=_told(error)) from None

    def folder(self, use: str) -> str:
        """Return the folder of a special use: the account's own, the server's, else one with a usual name; else empty."""
        own = self.account.drafts_folder if use == DRAFTS else self.account.sent_folder
        if own:
            return own
        listed = [(set(map(_text, flags)), _text(name)) for flags, _delimiter, name in self._client.list_folders()]
        usable = [(flags, name) for flags, name in listed if "\\Noselect" not in flags and "\\NonExistent" not in flags]
        for flags, name in usable:
            if use in flags:
                return name
        named = {name.rpartition("/")[2].rpartition(".")[2].casefold(): name for _flags, name in reversed(usable)}
        return next((named[each] for each in USUAL[use] if each in named), "")

    def find(self, folder: str, message_id: str, writing: bool = False) -> list[int]:
        """Return the uids of the mails with a Message-ID in a folder; raises where the folder is not there."""
        from store.outbox.message import message_id_of

        sound = message_id_of(message_id)
        self._client.select_folder(folder, readonly=not writing)
        if not sound:
            return []
        found = self._client.search(["HEADER", "Message-ID", sound])
        envelopes = self._client.fetch(found, ["ENVELOPE"]) if found else {}
        # A search finds parts of headers too.
        return sorted(uid for uid, data in envelopes.items() if _text(data[b"ENVELOPE"].message_id or b"").strip() == sound)

    def replace_draft(self, folder: str, message_id: str, octets: bytes, before: str, now: dt.datetime) -> str:
        """Put a draft into a folder and take its forerunners out; return `edited-elsewhere` where one was written on."""
        older = self.find(folder, message_id, writing=True)
        texts = self._texts(older)
        self._client.append(folder, octets, flags=(b"\\Draft", b"\\Seen"), msg_time=now)
        ours = [uid for uid in older if not before or texts.get(uid, before) == before]
        if ours:
            self._erase(ours)
        return "edited-elsewhere" if len(ours) < len(older) else ""

    def keep_sent(self, octets: bytes, message_id: str, now: dt.datetime) -> str:
        """File a copy of what was sent, unless one is there; return the folder. Raises Unavailable(`no-sent-folder`)."""
        folder = self.folder(SENT)
        if not folder:
            raise Unavailable("no-sent-folder", name=self.account.name)
        if not self.find(folder, message_id):
            self._client.append(folder, octets, flags=(b"\\Seen",), msg_time=now)
        return folder

    def take_out_of_drafts(self, message_id: str) -> None:
        """Take a draft that was sent from here out of the Drafts folder."""
        folder = self.folder(DRAFTS)
        found = self.find(folder, message_id, writing=True) if folder else []
        if found:
            self._erase(found)

    def which_left(self, drafts: Sequence[Draft]) -> dict[str, str]:
        """Return the drafts that lie in the Sent folder and no longer among the drafts, id to the Message-ID they left with.

        Found by Message-ID; mail programs that give a new one are told by recipient and subject, of mails sent since the
        draft was handed over.
        """
        sent, waiting = self.folder(SENT), self.folder(DRAFTS)
        if not sent:
            raise Unavailable("no-sent-folder", name=self.account.name)
        found = {each.id: each.message_id for each in drafts if each.message_id and self.find(sent, each.message_id)}
        since = min((each.handed.at for each in drafts if each.handed is not None and each.id not in found), default=None)
        envelopes = self._sent_since(sent, since) if since is not None else []
        taken = set(found.values())
        for each in drafts:
            if each.id in found or each.handed is None:
                continue
            match = _alike(each, envelopes, taken)
            if match and not (waiting and each.message_id and self.find(waiting, each.message_id)):
                taken.add(match)
                found[each.id] = match
        return found

    def _sent_since(self, folder: str, since: dt.datetime) -> list[tuple[str, str, str, dt.datetime]]:
        """Return (Message-ID, recipient, bare subject, date received) of the mails in a folder since an instant."""
        self._client.select_folder(folder, readonly=True)
        uids = sorted(self._client.search(["SINCE", (since - dt.timedelta(days=1)).date()]))[-MOST_LOOKED_AT:]
        data = self._client.fetch(uids, ["ENVELOPE", "INTERNALDATE"]) if uids else {}
        rows = []
        for each in data.values():
            at = each[b"INTERNALDATE"]
            at = at.astimezone(dt.UTC) if at is not None else since
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

        wanted = list(uids)
        data = self._client.fetch(wanted, ["BODY.PEEK[]"]) if wanted else {}
        return {uid: text_of(message_from_bytes(each.get(b"BODY[]") or b"", policy=reading_policy))
                for uid, each in data.items()}

    def _erase(self, uids: list[int]) -> None:
        """Take mails out of the folder that is open, and no other mail that somebody else marked."""
        self._client.delete_messages(uids)
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge(uids)
        elif set(self._client.search(["DELETED"])) <= set(uids):
            self._client.expunge()


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


def _is_of_the_line(error: BaseException) -> bool:
    """Return whether an error comes from the connection or the server."""
    from imaplib import IMAP4

    return isinstance(error, OSError | EOFError | IMAP4.error)


def _told(error: BaseException) -> str:
    """Return what an error says in a few words."""
    strerror = getattr(error, "strerror", None)
    return " ".join((strerror or str(error) or type(error).__name__).split())[:200]


DRAFTS_FOLDER = _ByDraftsFolder()
