"""Reading a mailbox in small steps: heads by the hundred, whole mails a few at a time, nothing changed there.

Every folder is opened for reading only, so that nothing is marked as seen. What a server cannot give of one mail is passed
over and counted; what it cannot give at all is raised as `store.accounts.imap` raises it.
"""

from __future__ import annotations

import datetime as dt

from store.errors import Unavailable
from store.records import record
from store.sync import mail_heads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import Any

    from store.accounts.imap import Mailbox, Selected
    from store.sync.mail_heads import Head

HEADS = 250
"Heads asked for in one command."
WHOLE = 16
"Whole mails asked for in one command, and taken into the book as one unit."
MOST = 131_072
"Bytes of one mail that are fetched: its head, its words, the beginning of what is attached."
ONE_BROKEN = frozenset({"server-odd", "server-refused"})
"What may be the fault of one mail and not of the connection."


@record
class Whole:
    """A mail as it was fetched."""

    uid: int
    "Its number in the folder."
    octets: bytes
    "Its first bytes, head first."
    received: dt.datetime | None
    "When the server took it in (INTERNALDATE), aware; None where it does not say."


class Reader:
    """A mailbox that is read; counts what is asked for."""

    def __init__(self, line: Mailbox) -> None:
        """Hold an open connection."""
        self.line = line
        self.requests = 0
        self.octets = 0
        self.broken = 0

    def folders(self, more: Sequence[str]) -> list[tuple[str, bool]]:
        """Return the folders to read, each with whether it holds what was sent: Sent, the inbox, and those named."""
        self.requests += 1
        sent = self.line.folder_for("sent")
        found = [(sent, True)] if sent else []
        found.append(("INBOX", False))
        return found + [(each, False) for each in more if each and each != sent and each.upper() != "INBOX"]

    def open(self, folder: str) -> Selected | None:
        """Open a folder for reading; None where it is gone."""
        self.requests += 1
        try:
            return self.line.examine(folder)
        except Unavailable as trouble:
            if trouble.code == "no-such-folder":
                return None
            raise

    def since(self, first: int, day: dt.date) -> tuple[int, ...]:
        """Return the numbers from `first` on of the mails in the open folder that came on a day or after it."""
        self.requests += 1
        found = self.line.search("UID", f"{first}:*", "SINCE", day)
        return tuple(each for each in found if each >= first)  # `n:*` always gives the last one

    def found(self, criteria: Sequence[str], day: dt.date) -> tuple[int, ...]:
        """Return the numbers of the mails in the open folder since a day that meet criteria."""
        self.requests += 1
        return self.line.search(*criteria, "SINCE", day)

    def heads(self, uids: Sequence[int], known: Collection[str]) -> Iterator[list[Head]]:
        """Yield the heads of mails in their order, a command's worth at a time; those that cannot be given left out."""
        for start in range(0, len(uids), HEADS):
            some = uids[start:start + HEADS]
            answers = self._fetch(some, [mail_heads.ITEM])
            heads = []
            for uid in some:
                octets = _beginning_with(answers.get(uid, {}), mail_heads.ANSWERED_AS)
                if octets is not None:
                    self.octets += len(octets)
                    heads.append(mail_heads.read(uid, octets, known))
            yield heads

    def whole(self, uids: Sequence[int]) -> list[Whole]:
        """Return some mails, as much of each as is looked at."""
        answers = self._fetch(uids, ["INTERNALDATE", f"BODY.PEEK[]<0.{MOST}>"])
        mails = []
        for uid in uids:
            octets = _beginning_with(answers.get(uid, {}), b"BODY[]")
            if octets is not None:
                self.octets += len(octets)
                mails.append(Whole(uid, octets, _aware(answers[uid].get(b"INTERNALDATE"))))
        return mails

    def _fetch(self, uids: Sequence[int], items: list[str]) -> dict[int, Any]:
        """Return what is asked for of some mails; where the lot cannot be given, one half after the other."""
        self.requests += 1
        try:
            return dict(self.line.fetch(list(uids), items))
        except Unavailable as trouble:
            if trouble.code not in ONE_BROKEN:
                raise
        if len(uids) == 1:
            self.broken += 1
            return {}
        half = len(uids) // 2
        return {**self._fetch(uids[:half], items), **self._fetch(uids[half:], items)}


def _beginning_with(items: Any, name: bytes) -> bytes | None:
    """Return the bytes of an item by the beginning of its name: servers spell the rest in their own way."""
    for each, value in items.items():
        if bytes(each).upper().startswith(name):
            return value if isinstance(value, bytes) else b"" if value is None else str(value).encode()
    return None


def _aware(value: Any) -> dt.datetime | None:
    """Return the server's instant; IMAPClient gives it without a zone, in the one of this machine."""
    if not isinstance(value, dt.datetime):
        return None
    try:
        return value.astimezone(dt.UTC)
    except (OverflowError, ValueError, OSError):
        return None
