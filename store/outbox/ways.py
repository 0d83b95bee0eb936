"""The ways out behind one protocol: ask a way whether it takes a draft, then let it leave.

What every way keeps, and one contract test holds it to (`tests/store/outbox/test_ways_contract.py`):
`takes` looks at the kind only and never raises; `leave` takes exactly one draft to exactly one recipient, says nothing,
asks nothing and writes nothing to the book; it raises an OnwardError where the words did not leave, and then the draft
is as it was; once they have left it raises no more, and says in `Left.trouble` what failed afterwards. Nothing in a
draft is obeyed. A way that `confirms` lets words leave at once: front ends ask first.
"""

from __future__ import annotations

from importlib import import_module

from store.errors import NotFound, Unavailable
from store.model import EMPTY, address_channel_of
from store.outbox.links import mailto, scan, sms, tel
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping
    from typing import Any, Protocol

    from store.model import Account, Draft
    from store.rules.practice import Sender
else:
    Protocol = object

MEDIA = ("link", "file", "server", "command")
"What a way leaves by: a link that another program opens, a file that it writes, a server it talks to, a user's command."


@record
class Thread:
    """The mail that a draft answers."""

    message_id: str = ""
    "Message-ID of the last mail of the conversation, with its brackets; empty where there is none."
    references: tuple[str, ...] = ()
    "Message-IDs before it, oldest first."
    subject: str = ""
    "The subject of that mail, as it stood."


@record
class Surroundings:
    """What a way may use besides the draft; whatever it does not need it leaves alone."""

    now: dt.datetime
    "The instant, aware, in the user's zone: mails carry it as their date."
    sender: Sender
    "Who drafts come from."
    account: Account | None = None
    "The account that a mail leaves from."
    message_id: str = ""
    "The Message-ID that the mail is to carry; already kept with the draft."
    thread: Thread = Thread()
    "What the mail answers."
    path: str = ""
    "The file to write, of a way that writes one."
    open_link: Callable[[str], object] | None = None
    "The front end's way to open a link; raises Unavailable where nothing opens it."
    ask: Callable[[Account], str] | None = None
    "The front end's way to ask for a password, for this run only."
    command: str = ""
    "The user's own command, of the way that runs one."
    name: str = ""
    "The contact's name."
    more: Mapping[str, Any] = EMPTY
    "What one way alone needs."


@record
class Left:
    """What became of a draft."""

    state: str
    "`handed` (given to another program or place, not known to have left) or `sent` (it has left)."
    message_id: str = ""
    "Message-ID that it left with, or empty."
    note: str = ""
    "Where it is now, for the sentence: the program, the folder, the path, the account."
    trouble: str = ""
    "A code for what failed after it left, or empty: `sent-copy-failed`."
    values: Mapping[str, Any] = EMPTY
    "What the sentence needs besides."


class Way(Protocol):
    """One way out."""

    name: str
    "As kept in `Draft.way`: `mail-program`, `message-program`, `phone`, `file`, `drafts-folder`, `send`, `command` ..."
    medium: str
    "One of MEDIA."
    confirms: bool
    "Whether words leave at once, so that a yes is asked for first."

    def takes(self, draft: Draft) -> bool:
        """Return whether drafts of this kind leave this way; says nothing of the address."""

    def leave(self, draft: Draft, around: Surroundings) -> Left:
        """Let the draft leave; raises an OnwardError where it did not, then nothing of it is anywhere."""


class LinkWay(Way, Protocol):
    """A way that opens a link in another program."""

    def link(self, draft: Draft) -> str:
        """Return the link that opens the draft; raises Unavailable: `no-address`, `bad-address`."""

    def scan(self, draft: Draft) -> str:
        """Return what a QR code of the draft holds; raises Unavailable as `link` does."""


class _ByLink:
    """What the ways by a link have in common."""

    name = ""
    medium = "link"
    confirms = False

    def link(self, draft: Draft) -> str:
        """Return the link."""
        raise NotImplementedError

    def scan(self, draft: Draft) -> str:
        """Return what a QR code of the draft holds, shortened to what a code can."""
        return scan(draft)

    def leave(self, draft: Draft, around: Surroundings) -> Left:
        """Have the link opened; raises Unavailable as `link` and the opener do, `no-browser` where there is no opener."""
        link = self.link(draft)
        if around.open_link is None:
            raise Unavailable("no-browser", reason="no-opener", command="")
        program = around.open_link(link)
        return Left("handed", note=program if isinstance(program, str) else "")


class _MailProgram(_ByLink):
    """A mail program, by a mailto link."""

    name = "mail-program"

    def takes(self, draft: Draft) -> bool:
        """Return whether the kind travels by mail."""
        return address_channel_of(draft.kind) == "email"

    def link(self, draft: Draft) -> str:
        """Return the mailto link."""
        return mailto(draft)


class _MessageProgram(_ByLink):
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


class _Phone(_ByLink):
    """A telephone, by a tel link."""

    name = "phone"

    def takes(self, draft: Draft) -> bool:
        """Return whether it is a call."""
        return draft.kind == "call"

    def link(self, draft: Draft) -> str:
        """Return the tel link."""
        return tel(draft)


MAIL_PROGRAM: LinkWay = _MailProgram()
MESSAGE_PROGRAM: LinkWay = _MessageProgram()
PHONE: LinkWay = _Phone()
WAYS: tuple[LinkWay, ...] = (MAIL_PROGRAM, MESSAGE_PROGRAM, PHONE)
"The ways by a link."
PLACES = {
    "mail-program": ("ways", "MAIL_PROGRAM"),
    "message-program": ("ways", "MESSAGE_PROGRAM"),
    "phone": ("ways", "PHONE"),
    "eml": ("by_eml", "EML"),
    "drafts-folder": ("by_imap", "DRAFTS_FOLDER"),
    "send": ("by_smtp", "SEND"),
    "command": ("by_command", "COMMAND"),
    "file": ("by_file", "FILE"),
}
"Every way by its name: the module of this package and the object in it, imported when it is asked for."


def way_for(draft: Draft, form: str = "android") -> LinkWay | None:
    """Return the way a draft leaves by a link; None for a kind that leaves on paper, in person or on a profile page."""
    if draft.kind == "text":
        return _MessageProgram(form)
    return next((way for way in WAYS if way.takes(draft)), None)


def way_named(name: str) -> Way:
    """Return a way by its name; raises NotFound(`no-such-way`, name, known)."""
    if name not in PLACES:
        raise NotFound("no-such-way", name=name, known=tuple(PLACES))
    module, attribute = PLACES[name]
    found: Way = getattr(import_module(f"store.outbox.{module}"), attribute)
    return found


def ways_for(draft: Draft) -> tuple[Way, ...]:
    """Return every way that takes a draft, in the order of PLACES."""
    return tuple(way for way in map(way_named, PLACES) if way.takes(draft))
