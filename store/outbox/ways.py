"""The ways out behind one protocol: ask a way whether it takes a draft, then for the link that opens it."""

from __future__ import annotations

from store.model import address_channel_of
from store.outbox.links import mailto, scan, sms, tel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from store.model import Draft
else:
    Protocol = object


class Way(Protocol):
    """One way out."""

    name: str
    "As kept in `Draft.way`: `mail-program`, `message-program`, `phone`."

    def takes(self, draft: Draft) -> bool:
        """Return whether drafts of this kind leave this way; says nothing of the address."""

    def link(self, draft: Draft) -> str:
        """Return the link that opens the draft; raises Unavailable: `no-address`, `bad-address`."""

    def scan(self, draft: Draft) -> str:
        """Return what a QR code of the draft holds; raises Unavailable as `link` does."""


class _MailProgram:
    """A mail program, by a mailto link."""

    name = "mail-program"

    def takes(self, draft: Draft) -> bool:
        """Return whether the kind travels by mail."""
        return address_channel_of(draft.kind) == "email"

    def link(self, draft: Draft) -> str:
        """Return the mailto link."""
        return mailto(draft)

    def scan(self, draft: Draft) -> str:
        """Return the mailto link, shortened to what a code holds."""
        return scan(draft)


class _MessageProgram:
    """A message program, by an sms link."""

    name = "message-program"

    def __init__(self, form: str = "android") -> None:
        """Keep the form of the link, one of SMS_FORMS."""
        self.form = form

    def takes(self, draft: Draft) -> bool:
        """Return whether it is a text."""
        return draft.kind == "text"

    def link(self, draft: Draft) -> str:
        """Return the sms link."""
        return sms(draft, self.form)

    def scan(self, draft: Draft) -> str:
        """Return the SMSTO text."""
        return scan(draft)


class _Phone:
    """A telephone, by a tel link."""

    name = "phone"

    def takes(self, draft: Draft) -> bool:
        """Return whether it is a call."""
        return draft.kind == "call"

    def link(self, draft: Draft) -> str:
        """Return the tel link."""
        return tel(draft)

    def scan(self, draft: Draft) -> str:
        """Return the tel link."""
        return scan(draft)


MAIL_PROGRAM: Way = _MailProgram()
MESSAGE_PROGRAM: Way = _MessageProgram()
PHONE: Way = _Phone()
WAYS: tuple[Way, ...] = (MAIL_PROGRAM, MESSAGE_PROGRAM, PHONE)


def way_for(draft: Draft, form: str = "android") -> Way | None:
    """Return the way a draft leaves by a link; None for a kind that leaves on paper, in person or on a profile page."""
    if draft.kind == "text":
        return _MessageProgram(form)
    return next((way for way in WAYS if way.takes(draft)), None)
