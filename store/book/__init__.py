"""The book: the only mutable thing, and the one door for the front ends.

Verbs take ids and plain values, write one unit each (all or nothing, synced when they return) and give a Receipt.
Each verb's inside lives in a file of its own, imported when it is first used.
"""

from __future__ import annotations

import datetime as dt

from store.model import (
    Agenda, Contact, ContactLine, Dossier, Draft, Filled, ImportPreview, Planned, Proposal, Queue, Receipt, Unfiled,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from store.disk import Database
    from store.rules.practice import Practice, Sender
    from store.settings import Home, Settings

SPLITS = ("today", "owed", "running", "waiting", "later", "everyone")


class Book:
    """The follow-up book of one user.

    Raises BookFault where it cannot be opened, read or written; nothing acknowledged is ever lost by that.
    """

    home: Home
    settings: Settings

    @classmethod
    def open(cls, home: Home | None = None, now: Callable[[], dt.datetime] | None = None) -> Book:
        """Open the book of a home (default: ONWARD_HOME or the platform's place), making it where there is none."""
        raise NotImplementedError

    @classmethod
    def demo(cls, folder: Path, now: Callable[[], dt.datetime] | None = None) -> Book:
        """Make and open the made-up demo book in an empty folder of its own."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the files; nothing is pending, every verb has already synced."""

    def now(self) -> dt.datetime:
        """Return the instant it is, aware, in UTC (ONWARD_NOW where set)."""
        raise NotImplementedError

    # ------------------------------------------------------------ reading

    def queue(self, split: str = "today") -> Queue:
        """Return the rows of one of SPLITS at this instant, in the order of the rules, with the counts of all."""
        raise NotImplementedError

    def agenda(self, contact: str) -> Agenda:
        """Return what the rules say about one contact now: all candidates with their reasons."""
        raise NotImplementedError

    def dossier(self, contact: str) -> Dossier:
        """Return everything about one contact; raises NotFound."""
        raise NotImplementedError

    def who(self, words: str) -> Contact:
        """Return the one contact meant by a name, part of one, id, mail, number or its last digits.

        Raises NotFound(`no-such-contact`, words) or Ambiguous(`several-contacts`, words, candidates).
        """
        raise NotImplementedError

    def find(self, words: str, limit: int = 50) -> tuple[ContactLine, ...]:
        """Return the contacts that match every word by name, company, tag, mail or last digits; best first."""
        raise NotImplementedError

    def everyone(self) -> tuple[ContactLine, ...]:
        """Return all contacts in one line each, by name."""
        raise NotImplementedError

    def without_cadence(self) -> tuple[ContactLine, ...]:
        """Return the contacts for whom no cadence was ever chosen."""
        raise NotImplementedError

    def unfiled(self) -> tuple[Unfiled, ...]:
        """Return the lines in doubt that wait, oldest first."""
        raise NotImplementedError

    def drafts(self, states: Sequence[str] = ("open", "handed")) -> tuple[Draft, ...]:
        """Return the drafts in some states, oldest first."""
        raise NotImplementedError

    def cadences(self) -> tuple[tuple[str, str], ...]:
        """Return the cadences that can be used, as (name, title)."""
        raise NotImplementedError

    def changed_elsewhere(self) -> bool:
        """Return whether another process has written since this book last looked; costs microseconds."""
        raise NotImplementedError

    def refresh(self) -> tuple[str, ...]:
        """Take in what other processes wrote; return the ids of the contacts it concerns."""
        raise NotImplementedError

    # ------------------------------------------------------------ words in

    def plan_when(self, words: str) -> Planned:
        """Return the future day or time that words mean; raises UsageFault(`no-date`, words)."""
        raise NotImplementedError

    def propose(self, line: str) -> Proposal:
        """Return what a quick-log line would store, held against the book; never raises for any text."""
        raise NotImplementedError

    def log(self, line: str, contact: str | None = None, new: bool = False) -> Receipt:
        """Store a quick-log line; a line in doubt is kept as unfiled (`Receipt.unfiled`), never dropped.

        `contact` says who is meant, `new` says a near duplicate is somebody new. Raises UsageFault(`empty-line`).
        """
        raise NotImplementedError

    def log_many(self, lines: Sequence[str]) -> tuple[Receipt, ...]:
        """Store many quick-log lines as one unit; one receipt a line."""
        raise NotImplementedError

    def settle_unfiled(self, unfiled: str, line: str | None = None, contact: str | None = None, new: bool = False) -> Receipt:
        """File a line in doubt (perhaps corrected), or throw it away where `line` is the empty string."""
        raise NotImplementedError

    # ------------------------------------------------------------ verbs on contacts

    def log_touch(self, contact: str, kind: str, direction: str = "out", outcome: str = "", note: str = "",
                  happened: dt.datetime | None = None, wants_answer: bool | None = None) -> Receipt:
        """Log one touch with a contact, now or at `happened` (aware)."""
        raise NotImplementedError

    def done(self, contacts: Sequence[str], outcome: str = "", kind: str = "", note: str = "") -> Receipt:
        """Log the due touch of each contact as done, with an outcome (default `sent`, for calls `reached`)."""
        raise NotImplementedError

    def nothing_to_answer(self, contacts: Sequence[str]) -> Receipt:
        """Settle each contact's owed reply: it wanted no answer."""
        raise NotImplementedError

    def snooze(self, contacts: Sequence[str], until: Planned) -> Receipt:
        """Hide each contact's due touch until a day or time."""
        raise NotImplementedError

    def skip(self, contacts: Sequence[str]) -> Receipt:
        """Pass over each contact's due touch; the plan moves on without it."""
        raise NotImplementedError

    def set_next(self, contact: str, kind: str, when: Planned, text: str = "") -> Receipt:
        """Agree the next step with a contact; it replaces an open one."""
        raise NotImplementedError

    def change(self, contacts: Sequence[str], **fields: Any) -> Receipt:
        """Change fields of contacts (any field of Contact but id); checked; raises UsageFault(`bad-value`, field, value)."""
        raise NotImplementedError

    def permit(self, contacts: Sequence[str], channel: str, state: str) -> Receipt:
        """Set the permission of a channel."""
        raise NotImplementedError

    def tag(self, contacts: Sequence[str], tag: str, remove: bool = False) -> Receipt:
        """Add or remove a tag."""
        raise NotImplementedError

    def use_cadence(self, contacts: Sequence[str], name: str) -> Receipt:
        """Start a cadence for contacts, in place of the open one; `none` only ends it and counts as chosen."""
        raise NotImplementedError

    def pause(self, contacts: Sequence[str], until: dt.date | None = None) -> Receipt:
        """Leave contacts alone, until a day or until resumed."""
        raise NotImplementedError

    def resume(self, contacts: Sequence[str]) -> Receipt:
        """End the pauses of contacts."""
        raise NotImplementedError

    def decide(self, contact: str, choice: str) -> Receipt:
        """Answer a question of the queue (rescue, end of plan, snoozed three times): `keep`, `slow`, `nurture`, `close`."""
        raise NotImplementedError

    # ------------------------------------------------------------ drafts

    def draft(self, contact: str, kind: str = "", template: str = "") -> Draft:
        """Open a draft for a contact: the one left open for this kind, or a new one filled from the step's template."""
        raise NotImplementedError

    def fill(self, contact: str, kind: str = "", template: str = "") -> Filled:
        """Return a template filled for a contact, without keeping a draft; raises DefinitionFault, NotFound."""
        raise NotImplementedError

    def templates(self, contact: str, kind: str) -> tuple[str, ...]:
        """Return the names of the templates that fit a contact and a kind, the step's own first."""
        raise NotImplementedError

    def save_draft(self, draft: str, subject: str, body: str, address: str | None = None) -> None:
        """Keep the words of an open draft; part of writing, not an action to undo."""
        raise NotImplementedError

    def link(self, draft: str) -> str:
        """Return the mailto: or sms: link of a draft (RFC 6068, RFC 5724); raises Unavailable(`no-address`)."""
        raise NotImplementedError

    def scan_text(self, draft: str) -> str:
        """Return what the QR code of a draft holds (SMSTO, mailto or tel)."""
        raise NotImplementedError

    def hand_over(self, draft: str, way: str) -> Receipt:
        """Note that a draft was given to another program and waits for "sent?"."""
        raise NotImplementedError

    def sent(self, drafts: Sequence[str]) -> Receipt:
        """Confirm drafts as sent: the touches are logged and the plans move on."""
        raise NotImplementedError

    def not_sent(self, drafts: Sequence[str]) -> Receipt:
        """Take drafts back to open: they did not leave."""
        raise NotImplementedError

    def drop_draft(self, draft: str) -> Receipt:
        """Put a draft away; undo brings it back."""
        raise NotImplementedError

    # ------------------------------------------------------------ in and out

    def read_file(self, path: Path) -> ImportPreview:
        """Return what importing a file would do; raises FileFault for a missing, unreadable or foreign file."""
        raise NotImplementedError

    def take_in(self, previews: Sequence[ImportPreview]) -> Receipt:
        """Store the new and changed rows of previews as one unit."""
        raise NotImplementedError

    def export(self) -> Mapping[str, Any]:
        """Return the whole book as `{"schema", "contacts": [...], "touches": [...], ...}`, tombstones left out."""
        raise NotImplementedError

    # ------------------------------------------------------------ the way back

    def undo(self) -> Receipt:
        """Take back the last action, whatever it was; raises NotFound(`nothing-to-undo`), BookFault(`undo-conflict`)."""
        raise NotImplementedError

    def redo(self) -> Receipt:
        """Do again what was last taken back; raises NotFound(`nothing-to-redo`), BookFault(`undo-conflict`)."""
        raise NotImplementedError
