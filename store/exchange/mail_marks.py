"""What a mail without a Message-ID is known by: who wrote when to whom about what, and how its body begins.

Said alike of a mail in the mailbox, in a file of its own and in a folder of mails, whatever was done to line ends and quotes
on the way, so that it is one mail wherever it is seen again; and two that were written in one second are two.
"""

from __future__ import annotations

import hashlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

BODY = 2_000
"Bytes of a body that count, those that ways of keeping mail change left out."
_CHANGED = b" \t\r\n\f>"
"Line ends, blanks at their ends, and the `>` that is put before a `From` in files of many mails."


def mark(at: dt.datetime | None, sender: str, to: Iterable[str], subject: str, body: bytes) -> str:
    """Return what tells a mail from others; `body` as it stands in the mail, or its beginning by `beginning`."""
    heads = (at.isoformat() if at else "", sender.lower(), ",".join(sorted({each.lower() for each in to})),
             " ".join(subject.split()))
    made = hashlib.sha256("\n".join(heads).encode("utf-8", "replace"))
    made.update(b"\n" + beginning(body))
    return made.hexdigest()[:40]


def beginning(body: bytes) -> bytes:
    """Return of a body what counts; more of the same body may be added and asked again."""
    return body[:8 * BODY].translate(None, _CHANGED)[:BODY]
