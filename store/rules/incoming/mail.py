"""A mail as the rules see it, and what they make of it: records only, no bytes, no servers."""

from __future__ import annotations

from store.model import EMPTY
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

CLASSES = ("person", "automatic", "bounce", "temporary", "list", "other")
"What an incoming mail can be: only `person` is somebody's own words to the user."


@record
class Delivery:
    """What a delivery report (RFC 3464) says of one recipient."""

    address: str
    "The recipient, the final one before the original one; empty where the report names none."
    action: str = ""
    "`failed`, `delayed`, `delivered`, `relayed`, `expanded`, in lower case, or empty."
    status: str = ""
    "The enhanced status code such as `5.1.1` (RFC 3463), or empty."
    diagnostic: str = ""
    "What the other server said."
    others: tuple[str, ...] = ()
    "Other addresses of the same recipient: the one written to, before it was forwarded."


@record
class Mail:
    """One mail, taken apart; nothing of it is trusted."""

    sender: tuple[str, str] = ("", "")
    "Name and address in From; empty where there is none, as in bounces with `<>`."
    to: tuple[tuple[str, str], ...] = ()
    "Names and addresses in To."
    cc: tuple[tuple[str, str], ...] = ()
    "Names and addresses in Cc."
    reply_to: tuple[tuple[str, str], ...] = ()
    "Names and addresses in Reply-To."
    at: dt.datetime | None = None
    "When, aware, in UTC: Date, else the newest Received; None where neither can be read."
    subject: str = ""
    "The subject, decoded, on one line."
    message_id: str = ""
    "Message-ID with its angle brackets; empty where there is none."
    in_reply_to: tuple[str, ...] = ()
    "Message-IDs in In-Reply-To."
    references: tuple[str, ...] = ()
    "Message-IDs in References, oldest first."
    headers: Mapping[str, tuple[str, ...]] = EMPTY
    "All header fields by lower-case name, unfolded and decoded, in order; long ones cut."
    content_type: str = ""
    "Type of the whole, such as `multipart/report`, in lower case."
    report_type: str = ""
    "`report-type` of a multipart/report: `delivery-status`, `disposition-notification`, `feedback-report`."
    parts: tuple[str, ...] = ()
    "Content types of all parts in their order, those of enclosed mails left out."
    text: str = ""
    "The words: plain text, or made from HTML where there is only that; enclosed mails left out."
    html: bool = False
    "Whether the words were made from HTML."
    links: int = 0
    "How many links the HTML holds."
    images: int = 0
    "How many images the HTML shows."
    deliveries: tuple[Delivery, ...] = ()
    "What a delivery report says, one a recipient."
    original: Mapping[str, tuple[str, ...]] = EMPTY
    "Header fields of the mail that a report encloses, or quotes as text; names in lower case."
    method: str = ""
    "METHOD of a calendar part (`REQUEST`, `REPLY`, `CANCEL`), upper case, or empty."
    files: tuple[str, ...] = ()
    "Names of attached files."
    mark: str = ""
    "What it is known by where it has no Message-ID: a digest of who wrote when to whom about what, and of its body."

    def first(self, name: str) -> str:
        """Return the first value of a header field (name in lower case), or nothing."""
        values = self.headers.get(name)
        return values[0] if values else ""

    @property
    def answered(self) -> tuple[str, ...]:
        """Message-IDs it answers: In-Reply-To, then References, newest first, each once."""
        return tuple(dict.fromkeys((*self.in_reply_to, *reversed(self.references))))


@record
class Verdict:
    """What an incoming mail is."""

    kind: str
    "One of CLASSES."
    reason: str
    "Why, a code: `wrote`, `delivery-report`, `bounce-words`, `out-of-office`, `auto-submitted`, `list-header` ..."
    failed: tuple[str, ...] = ()
    "Addresses that a bounce names, normal form; those of a temporary failure too."
    full: bool = False
    "Whether a bounce says that the mailbox is full, so that the address itself exists."
    returns: dt.date | None = None
    "The first day back, where an automatic answer says one."
    answers: tuple[str, ...] = ()
    "Message-IDs, with brackets, of the mail it answers; of a bounce, of the mail that came back. Likeliest first."
    wants_answer: bool | None = None
    "Of a person's: False where it looks like thanks or a confirmation, so that it is asked about; None where not known."
    asks_to_stop: bool = False
    "Whether a person asks for no more mail or says no: to be proposed, never done unasked."
