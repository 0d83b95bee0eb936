"""What the book tells of more than one contact: the shelf with whom it suits, a spread before it is done, the week.

Only slow commands and screens need these, so they stand apart from `store.model`.
"""

from __future__ import annotations

import datetime as dt

from store.model import EMPTY, Contact, ContactLine, Reason, Row, ShelfItem
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.errors import DefinitionFault
    from store.model import Draft, Moment


@record
class ShelfMatch:
    """A thing on the shelf and one person it suits."""

    item: ShelfItem
    "The thing."
    contact: ContactLine
    "The person."
    why: tuple[Reason, ...] = ()
    "Why it suits them: `interest`, `tag`, `need` or `for-anyone`."
    given: bool = False
    "Whether they have had it already, so that it is not proposed again."


@record
class ShelfEntry:
    """A thing on the shelf with the people it suits."""

    number: int
    "Its place in the list, from 1."
    item: ShelfItem
    "The thing."
    people: tuple[ShelfMatch, ...] = ()
    "Whom it suits and who has not had it, best first."
    had: int = 0
    "How many people have had it."
    over: bool = False
    "Whether its last day has passed."


@record
class SpreadMove:
    """One due touch and the day it would be put on."""

    contact: str
    "Id of the contact."
    name: str
    "The contact's name."
    step_key: str
    "The step (`DueTouch.step_key`)."
    step: str
    "Name of the step."
    kind: str
    "The kind proposed."
    group: str
    "`rhythm` or `housekeeping`."
    on: dt.date
    "The day."
    why: tuple[Reason, ...] = ()
    "Why this early: `client`, `referrer`, `temperature`, `stage`, `recent`."


@record
class SpreadDay:
    """What a spread would put on one day."""

    on: dt.date
    "The day."
    moves: tuple[SpreadMove, ...] = ()
    "What would be put here, best people first; of today: what stays."
    planned: int = 0
    "How many rhythm touches open on that day already."


@record
class SpreadPreview:
    """What a spread would do; nothing is moved yet."""

    at: dt.datetime
    "The instant it was made."
    cap: int
    "Touches a day."
    days: tuple[SpreadDay, ...] = ()
    "The days in order, today first where anything stays on it."
    stays: int = 0
    "How many rows never move: owed replies, promises, running clocks, rescues, dates."
    rescues: int = 0
    "How many of those are past last call."
    today: dt.date = dt.date.min
    "The user's day it was made on."

    @property
    def moves(self) -> tuple[SpreadMove, ...]:
        """What would be moved, in order; what stays today is not among it."""
        today = self.today
        return tuple(each for day in self.days if day.on != today for each in day.moves)

    @property
    def total(self) -> int:
        """How many touches it looked at."""
        return sum(len(day.moves) for day in self.days)


@record
class Batch:
    """Rows of one kind, to be done in one go."""

    kind: str
    "The kind; empty for what goes first whatever its kind."
    rows: tuple[Row, ...]
    "In the order of the queue."


@record
class ClockFigures:
    """How fast one clock was met."""

    clock: str
    "`met`, `booth`, `inquiry`, `referral`, `reply` or `promise`."
    started: int = 0
    "How many started (of promises: fell due) in the time looked at."
    goal: int = 0
    "How many were met by the goal."
    due: int = 0
    "How many after the goal, by when they were due."
    late: int = 0
    "How many after that."
    missed: int = 0
    "How many are past due and still open."
    running: int = 0
    "How many are open and not past due."
    median: dt.timedelta | None = None
    "The middle of the times from start to answer; None where nothing was answered, and for promises."


@record
class ReplyFigures:
    """How often something was answered."""

    name: str
    "The template, or the number of the touch as text."
    sent: int = 0
    "How many went out."
    answered: int = 0
    "How many were answered before the next went out."


@record
class FunnelStep:
    """One place in the funnel."""

    standing: str
    "One of STANDINGS."
    now: int = 0
    "How many stand there now."
    reached: int = 0
    "How many stand there or have ever got that far."
    share: float | None = None
    "Of those who got to the place before, how many got here; None for the first place or where nobody was there."
    published: float | None = None
    "What is published for that share."


@record
class Attention:
    """Somebody who wants a look."""

    contact: ContactLine
    "Who."
    why: Reason
    "Why: `silent` {count, last}, `quiet` {days, last}, `no-next-step` {standing}, `no-plan` {last}."


@record
class Week:
    """The figures of a stretch of days."""

    since: dt.date
    "First day."
    until: dt.date
    "Last day."
    clocks: tuple[ClockFigures, ...] = ()
    "Response time, a clock each; clocks that did not start are left out."
    new_people: int = 0
    "How many people were met, inquired or were referred."
    followed_up: int = 0
    "How many of those were followed up."
    published_follow_up: float = 0.3
    "The share of leads that are ever followed up, as published."
    out: Mapping[str, Mapping[str, int]] = EMPTY
    "Outgoing touches: kind to outcome (`sent` where none is known) to how many."
    incoming: Mapping[str, int] = EMPTY
    "Incoming touches: kind to how many."
    templates: tuple[ReplyFigures, ...] = ()
    "Replies by template, the most used first."
    numbers: tuple[ReplyFigures, ...] = ()
    "Replies by touch number of the plan, from 1."
    funnel: tuple[FunnelStep, ...] = ()
    "The funnel by standing, as it stands now."
    closed: int = 0
    "How many are closed."
    cooling: tuple[Attention, ...] = ()
    "Who is cooling, best people first."
    no_next_step: tuple[Attention, ...] = ()
    "Who has no next step, best people first."

    @property
    def follow_up_rate(self) -> float | None:
        """The share of new people who were followed up; None where there were none."""
        return self.followed_up / self.new_people if self.new_people else None


@record
class LikelyPair:
    """Two contacts who may be one person."""

    first: ContactLine
    "The one that came into the book earlier."
    second: ContactLine
    "The other one."
    why: tuple[Reason, ...]
    "`same-email` {value}, `same-phone` {value}, `same-profile` {value}, `same-name`, `near-name`, `same-company` {value}."
    strength: int = 0
    "For the order of a list: the more, the likelier."


@record
class MergeField:
    """One field of two contacts, side by side."""

    name: str
    "`name`, `company`, `addresses` ...; `plan` and `birthday` stand for the records beside a contact."
    first: tuple[str, ...]
    "What the first one has, a text each."
    second: tuple[str, ...]
    "What the second one has."
    taken: str
    "`1`, `2` or `both`."
    why: Reason
    "`same`, `only` {side}, `newer`, `longer`, `fuller`, `further`, `joined`, `refused`, `first`, `with-company`, `chosen`."
    sides: tuple[str, ...] = ("1", "2")
    "What may be chosen; one alone where there is nothing to choose."


@record
class MergePreview:
    """What merging two contacts would make; nothing is written yet."""

    kept: Contact
    "The one that stays, as it is now."
    gone: Contact
    "The one taken over, as it is now."
    result: Contact
    "The one that stays, as it would be."
    fields: tuple[MergeField, ...] = ()
    "Every field that either of them has."
    counts: Mapping[str, int] = EMPTY
    "By table (`touches`, `promises`, `plans`, `dates`, `drafts`, `moves`, `pauses`): how many the joined history holds."
    doubles: int = 0
    "Touches that both have and that are kept once."
    referred: int = 0
    "People sent by the one taken over, whose referrer is changed."


@record
class TemplateEntry:
    """One template, as lists and previews need it."""

    name: str
    "The file's name without its ending."
    family: str
    "What it is for: the word by which a step asks for it; empty where it is only chosen by hand."
    kinds: tuple[str, ...]
    "Kinds of touch it is written for."
    language: str
    "BCP 47 tag; empty for any."
    subject: str
    "Subject of a mail, with gaps, or empty."
    body: str
    "The words, with gaps."
    stage: str = ""
    "The stage of trust it is written for, or empty for any."
    path: str = ""
    "The file."
    own: bool = False
    "Whether it is the user's own and not one that ships."
    text: str = ""
    "The whole file, where it was asked for."
    fits: bool = False
    "Whether it is written for what is due, where a person was named."
    used: Moment | None = None
    "When it last went to the person named; None for never."


@record
class TemplateCheck:
    """What the check of one template file found."""

    path: str
    "The file."
    name: str
    "Its name as a template."
    faults: tuple[DefinitionFault, ...] = ()
    "Everything that keeps it from being used, in the order of its lines."
    notes: tuple[Reason, ...] = ()
    "What its writer may want to know: `replaces-shipped`, `by-hand`, `unknown-family` {family, hint}."


@record
class TemplateProposal:
    """A draft's words as the template they would become; nothing is written yet."""

    name: str
    "A name that is free."
    family: str
    "The family of the template the draft came from, or empty."
    kinds: tuple[str, ...]
    "The draft's kind."
    language: str
    "The folder it would lie in."
    subject: str
    "The subject, with gaps."
    body: str
    "The words, with gaps."
    gaps: tuple[tuple[str, str, int], ...] = ()
    "What became a gap: the gap, the words that stood there, and how often."


@record
class IssueReader:
    """Somebody whose turn it is to get the newsletter."""

    contact: str
    "Id of the contact."
    name: str
    "Name."
    address: str = ""
    "Where it goes."
    why: str = ""
    "Why it does not go to them, a code: `refused`, `bounced`, `no-address`, `open-gap`, `perhaps-sent`, `recipient-refused`."
    step_key: str = ""
    "The due touch it answers."
    plan: str = ""
    "Id of the plan."


@record
class IssueStatus:
    """An issue of the newsletter: who gets it, who has it."""

    issue: Draft
    "The issue: subject and words with their gaps."
    readers: tuple[IssueReader, ...] = ()
    "Who gets it and has it not yet, the longest due first."
    sent: int = 0
    "How many have it."
    left_out: tuple[IssueReader, ...] = ()
    "Whose turn it is, but who do not get it, with the reason."
    faults: tuple[DefinitionFault, ...] = ()
    "What keeps its words from being filled."


@record
class Report:
    """What one run did with one account."""

    account: str
    "Name of the account."
    counts: Mapping[str, int] = EMPTY
    "How often what was done, by code: `logged`, `owed`, `sent-elsewhere`, `draft-sent`, `bounced`, `cards-in` ..."
    notes: tuple[Reason, ...] = ()
    "What a person should know or decide, as codes and values."
    trouble: Reason | None = None
    "What ended the run early, as the code and values of an error; None where it went to its end."
    stopped: bool = False
    "Whether the user stopped it."
    dry_run: bool = False
    "Whether nothing was written, here or there."
    values: Mapping[str, Any] = EMPTY
    "More figures: requests made, bytes read."
