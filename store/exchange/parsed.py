"""What an outside file holds, as records: understood, cleaned, and not yet held against the book."""

from __future__ import annotations

import datetime as dt

from store.model import EMPTY, Contact, Reason
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, Protocol

    from store.model import Original

    Day = tuple[str, int, int, int | None]

    class ExistingContacts(Protocol):
        """What the book tells about the contacts it has already."""

        def by_key(self, key: str) -> Sequence[Contact]:
            """Return the contacts with a key.

            Keys: `mail:<address in lower case>`, `phone:<E.164>`, `original:<source>:<key>`, `name:<name, casefolded>`,
            `id:<id>`.
            """

        def original(self, contact_id: str) -> Original | None:
            """Return the imported properties kept with a contact."""


@record
class Asked:
    """What the reader of a file is to know besides the file."""

    region: str = ""
    "ISO country of numbers without one."
    zone: str = "UTC"
    "IANA zone of times without one."
    now: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    "The instant it is: only what is over is history."
    own: tuple[str, ...] = ()
    "The user's own mail addresses."
    mapping: Mapping[str, str] = EMPTY
    "What columns of a table mean, by header or number, where the user says so."
    keep: Callable[[str, bytes], object] | None = None
    "Takes the long values of a JSON document (digest, content) while it is read; None where nobody wants them."

    @property
    def day_first(self) -> bool:
        """Whether 3/5 is the third of May there."""
        return self.region.upper() not in MONTH_FIRST


MONTH_FIRST = frozenset({"", "US", "PH", "PR", "GU", "VI", "AS", "MH", "FM", "PW"})
"""Countries, and none, where 3/5 is the fifth of March."""
BAD = frozenset({"no-name", "cannot-understand"})
"""Codes of problems that cost a whole record; in a preview each is a row of its own."""


@record
class ParsedRecord:
    """One person of an outside file."""

    place: int
    "Line in the file at which it begins, from 1."
    contact: Contact
    "What the file says; `id` is empty."
    dates: tuple[Day, ...] = ()
    "Special dates as (name, month, day, year or None)."
    original: Mapping[str, Any] = EMPTY
    "`{source, key, properties}`; each property `{name, params, value}`, some with `group`, `large`, `size`, `dropped`."
    met_on: dt.date | None = None
    "The day the connection was made, where the file says."
    file: str = ""
    "Name of the file inside a folder; empty for a file on its own."
    identity: str = ""
    "The id the contact had in the book that was exported; empty for files of other programs."
    more: Mapping[str, Any] = EMPTY
    "What a card or table of Onward's own says besides: `cadence` and its `anchor` (Moment or None), `next_step` (Promise)."
    large: Mapping[str, bytes] = EMPTY
    "The values too long for a property (`store.exchange.large`), by digest; nobody holds them longer than the record at hand."


@record
class ParsedFile:
    """An outside file; its records are read while they are asked for, once."""

    kind: str
    "`vcard`, `google-csv`, `linkedin-csv`, `outlook-csv`, `thunderbird-csv`, `contacts-csv`, `onward-json`."
    records: Iterable[ParsedRecord]
    "The people in it, in the order of the file."
    problems: list[tuple[int, Reason]]
    "Lines that could not be read, with the reason; complete when the records have been read."
    path: str = ""
    "The file or folder."
    groups: list[tuple[str, tuple[str, ...]]] = []  # noqa: RUF012 - always given; a record's default is never shared
    "Groups as (name, keys of the members); complete when the records have been read."
    whole: Mapping[str, Any] = EMPTY
    "The whole document of an Onward export, with every table; empty for other files."
