"""What to fetch from a mailbox, decided without asking it: which mails, which numbers, which people anew. Pure.

Of people who are not in the book nothing is fetched but the lines by which that is seen.
"""

from __future__ import annotations

import datetime as dt
import re

from store.records import record
from store.sync.mail_heads import DAEMONS, Head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from typing import Any

LINE = re.compile(r"onward\s*:\s*(\S.*)", re.IGNORECASE | re.DOTALL)
"The subject of a mail to oneself that is a line for the book."
MOST_SOUGHT = 120
"New addresses that are looked for one by one; where there are more, reading all heads again costs less."
TOGETHER = 8
"Addresses in one search."
_SOUND = re.compile(r"[^\s\"\\(){}%*<>,;:\[\]@\x00-\x1f\x7f]{1,128}@[^\s\"\\(){}%*<>,;:\[\]@\x00-\x1f\x7f]{1,190}")


@record
class Place:
    """How far one folder has been read."""

    uidvalidity: int = 0
    "While the server says the same, the numbers hold."
    next: int = 0
    "Everything below was read."
    since: str = ""
    "The day from which on mails were read."


def place_of(state: Mapping[str, Any], folder: str) -> Place:
    """Return how far a folder has been read, from what was kept; from the beginning where nothing sound was."""
    kept = state.get("folders", {})
    found = kept.get(folder) if hasattr(kept, "get") else None
    try:
        return Place(int(found["uidvalidity"]), int(found["next"]), str(found["since"]))  # type: ignore[index]
    except (TypeError, KeyError, ValueError):
        return Place()


def with_place(state: Mapping[str, Any], folder: str, place: Place) -> dict[str, Any]:
    """Return what is to be kept, with a folder's place in it."""
    folders = {**dict(state.get("folders", {})), folder: {
        "uidvalidity": place.uidvalidity, "next": place.next, "since": place.since}}
    return {**state, "folders": folders}


def begin(place: Place, uidvalidity: int, since: dt.date) -> Place:
    """Return from where to read: from the beginning where the numbers no longer hold or more of the past is wanted."""
    day = since.isoformat()
    if place.uidvalidity != uidvalidity or not place.since or (_day(place.since, since) - since).days > 1:
        return Place(uidvalidity, 1, day)
    return Place(uidvalidity, max(place.next, 1), min(place.since, day))


def _day(text: str, otherwise: dt.date) -> dt.date:
    """Return a day as it was kept."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return otherwise


def why_wanted(head: Head, known: Collection[str], own: Collection[str], sent: bool,
               is_ours: Callable[[str], bool]) -> str:
    """Return why a mail is fetched, a code, or nothing.

    `line` to oneself with a line for the book; `out` from oneself to somebody known; `in` from somebody known, or in
    answer to a mail of the book's (`is_ours` says of a Message-ID whether it is one); `report` of the post, about any mail.
    """
    from_me = sent or any(each in own for each in head.senders)
    if from_me and head.senders and all(each in own for each in head.senders) and LINE.match(head.subject) and (
            sent or any(each in own for each in head.recipients)):
        return "line"
    if from_me:
        return "out" if any(each in known for each in head.recipients) else ""
    if any(each in known for each in head.senders):
        return "in"
    if any(is_ours(each) for each in head.answers[:20]):
        return "in"  # somebody known who writes from another address, or the post about a mail of ours
    report = head.failed or "multipart/report" in head.content_type or any(
        each.split("@", 1)[0] in DAEMONS for each in head.senders)
    return "report" if report else ""


def concerns(head: Head, people: Collection[str]) -> bool:
    """Return whether a mail is from or to one of some people."""
    return any(each in people for each in (*head.senders, *head.recipients))


def sound(address: str) -> bool:
    """Return whether an address may be searched for: nothing in it that a search or a pattern could take for its own."""
    return bool(_SOUND.fullmatch(address)) and len(address) <= 254


def sought(addresses: Iterable[str], fields: Sequence[str]) -> list[list[str]]:
    """Return the criteria of searches for mails with some addresses in some fields (FROM, TO, CC), few searches in all."""
    usable = [each for each in addresses if sound(each)]
    searches = []
    for start in range(0, len(usable), TOGETHER):
        keys = [[field, each] for each in usable[start:start + TOGETHER] for field in fields]
        searches.append(either(keys))
    return searches


def either(keys: Sequence[list[str]]) -> list[str]:
    """Return search keys of which one is to hold: `OR a OR b c`, as IMAP says it."""
    words = list(keys[-1])
    for each in reversed(keys[:-1]):
        words = ["OR", *each, *words]
    return words


def marks(addresses: Iterable[str], salt: str) -> frozenset[str]:
    """Return what is kept of addresses that were looked for: enough to know them again, too little to be written to."""
    from base64 import b85encode
    from hashlib import blake2b

    key = salt.encode()[:64]
    return frozenset(b85encode(blake2b(each.encode("utf-8", "replace"), digest_size=6, key=key).digest()).decode()
                     for each in addresses)


def instant(said: dt.datetime | None, received: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """Return when a mail was written: what it says, where the server's own clock does not speak against it.

    A mail cannot be written after it came in, nor before there was mail; long before is possible where it was moved here.
    """
    latest = min(received, now) if received is not None else now
    if said is None or said.year < 1985:
        return latest
    return said if said <= latest + dt.timedelta(minutes=5) else latest
