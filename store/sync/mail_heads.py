"""The few lines of a mail's head by which it is decided whether the rest is any business of ours.

Read from the header fields themselves, not from what a server makes of them: no field is too broken to be passed over.
"""

from __future__ import annotations

import re

from store.records import record
from store.sync import mail_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

FIELDS = ("FROM", "TO", "CC", "BCC", "MESSAGE-ID", "SUBJECT", "CONTENT-TYPE", "AUTO-SUBMITTED", "IN-REPLY-TO", "REFERENCES",
          "X-FAILED-RECIPIENTS")
ITEM = f"BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})]"
ANSWERED_AS = b"BODY[HEADER.FIELDS"
LONGEST = 65_536
"Bytes of a head that are looked at."
MOST_PEOPLE = 200
"Addresses of one field that are looked at: a mail to more is no word between two people."
DAEMONS = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "mdaemon", "bounce", "bounces"})
_FIELD = re.compile(rb"^([!-9;-~]{1,100})[ \t]*:(.*(?:\r?\n[ \t].*)*)", re.MULTILINE)
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\@]+@[^\s<>,;:\"()\[\]\\@]+")
_ID = re.compile(r"<[^<>\s]{1,900}>")


@record
class Head:
    """What a look at the head of one mail gives."""

    uid: int
    "Its number in the folder."
    senders: tuple[str, ...] = ()
    "Addresses in From, lower case."
    recipients: tuple[str, ...] = ()
    "Addresses in To, Cc and Bcc, lower case."
    message_id: str = ""
    "Message-ID, with its angle brackets; empty where there is none."
    subject: str = ""
    "Subject, decoded, on one line."
    content_type: str = ""
    "Content-Type, lower case."
    automatic: bool = False
    "Whether Auto-Submitted says that no person sent it."
    failed: bool = False
    "Whether X-Failed-Recipients is there."
    answers: tuple[str, ...] = ()
    "Message-IDs in In-Reply-To and References."


def read(uid: int, octets: bytes, known: Collection[str] | None = None) -> Head:
    """Return the head of a mail from the bytes of its header fields; never raises.

    With `known`, addresses are only taken apart where one of these could be among them; other recipients are left out.
    """
    fields: dict[str, list[bytes]] = {}
    for found in _FIELD.finditer(octets[:LONGEST]):
        fields.setdefault(found[1].decode("ascii", "replace").lower(), []).append(found[2])
    first = {name: mail_fields.unfolded(values[0]) for name, values in fields.items()}
    ids = _ID.findall(first.get("message-id", ""))
    answers = _ID.findall(first.get("in-reply-to", "")) + _ID.findall(first.get("references", ""))
    automatic = first.get("auto-submitted", "no").split(";")[0].strip().lower() not in ("no", "")
    return Head(
        uid, people(fields.get("from", ()), known, otherwise=True),
        people((*fields.get("to", ()), *fields.get("cc", ()), *fields.get("bcc", ())), known),
        ids[0] if ids else "", mail_fields.words(fields["subject"][0]) if "subject" in fields else "",
        first.get("content-type", "").lower()[:200], automatic, "x-failed-recipients" in fields,
        tuple(dict.fromkeys(answers[-50:])))


def people(fields: Sequence[bytes], known: Collection[str] | None, otherwise: bool = False) -> tuple[str, ...]:
    """Return the addresses in some address fields, lower case.

    Where no known one could be among them, none, or with `otherwise` what looks like some: exactness costs time.
    """
    found: dict[str, None] = {}
    for field in fields:
        loose = [each.lower() for each in _ADDRESS.findall(mail_fields.unfolded(field))[:MOST_PEOPLE]]
        if known is not None and not any(each in known for each in loose):
            found.update(dict.fromkeys(loose if otherwise else ()))
            continue
        # A name may hold somebody's address too; only the part in angle brackets is where the mail came from.
        found.update(dict.fromkeys(address.lower() for _name, address in mail_fields.people([field]) if "@" in address))
    return tuple(found)[:MOST_PEOPLE]
