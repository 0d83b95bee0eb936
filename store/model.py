"""What the book holds, as frozen records: the field's words, nothing but the standard library.

Texts are kept as they came. Instants are aware and in UTC; days are dates; the two are never mixed.
"""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType

from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

KINDS = ("text", "email", "call", "meeting", "note", "card", "clipping", "invitation", "gift", "referral",
         "newsletter", "letter", "video", "social")
OUTCOMES = ("sent", "reached", "left-message", "no-answer", "replied", "bounced", "declined")
DIRECTIONS = ("out", "in")
TEMPERATURES = ("hot", "warm", "cold")
PACES = ("fast", "steady", "slow")
STAGES = ("visibility", "credibility", "profitability")
STANDINGS = ("inquiry", "sales-ready", "qualified", "client", "closed")
PERMISSION_STATES = ("implied", "granted", "unknown", "refused")
PERMISSION_CHANNELS = ("text", "call", "email", "post", "social")
ADDRESS_CHANNELS = ("phone", "email", "post", "web")
EMPTY: Mapping[str, Any] = MappingProxyType({})

_CHANNEL_OF_KIND = {
    "text": "text", "call": "call", "email": "email", "newsletter": "email", "video": "email", "letter": "email",
    "clipping": "email", "invitation": "email", "gift": "email", "referral": "email", "note": "post", "card": "post",
    "social": "social",
}
_ADDRESS_OF_CHANNEL = {"text": "phone", "call": "phone", "email": "email", "post": "post", "social": "web"}


def channel_of(kind: str) -> str | None:
    """Return the permission channel a kind travels on (`text, call, email, post, social`); None for a meeting."""
    return _CHANNEL_OF_KIND.get(kind)


def address_channel_of(kind: str) -> str | None:
    """Return the address channel a kind needs (`phone, email, post, web`); None for a meeting."""
    channel = channel_of(kind)
    return _ADDRESS_OF_CHANNEL[channel] if channel else None


@record
class Moment:
    """When something happened."""

    at: dt.datetime
    "The instant, aware, in UTC; midday in the zone where only the day is known."
    zone: str = "UTC"
    "The IANA zone in which it happened."
    day_only: bool = False
    "Whether only the day is known."


@record
class Planned:
    """When something is planned: a day, perhaps with a wall time in a zone."""

    on: dt.date
    "The day."
    time: dt.time | None = None
    "The wall time, naive; None for any time of that day."
    zone: str | None = None
    "The IANA zone of the wall time; None for the user's own."


@record
class Address:
    """One way to reach a contact."""

    channel: str
    "One of ADDRESS_CHANNELS."
    value: str
    "The normal form: E.164 for phones (with `;ext=` for an extension), lower-case domain for mail; as typed where none."
    typed: str = ""
    "What was typed or imported; empty where it equals the value."
    label: str = ""
    "home, work, mobile or any other word it came with."
    preferred: bool = False
    "Whether to use this one first."
    bounced: bool = False
    "Whether mail to it came back."


@record
class Permission:
    """What a contact allows on one channel."""

    channel: str
    "One of PERMISSION_CHANNELS."
    state: str
    "One of PERMISSION_STATES."
    how: str = ""
    "How it was given: a code such as `handed-over`, `wrote-there`, `said-so`, `import`."
    at: dt.datetime | None = None
    "When, in UTC."


@record
class Contact:
    """A person one follows up with."""

    id: str
    "Sortable unique id (UUIDv7)."
    name: str
    "The whole name as shown; never empty."
    given: str = ""
    "First name."
    family: str = ""
    "Last name."
    middle: str = ""
    "Middle names."
    prefix: str = ""
    "Dr., Prof. and the like."
    suffix: str = ""
    "Jr., PhD and the like."
    nickname: str = ""
    "What friends say."
    company: str = ""
    "Where they work."
    title: str = ""
    "What they do there."
    language: str = ""
    "BCP 47 tag such as `de`; empty for the user's own."
    country: str = ""
    "ISO 3166 code such as `US`; empty where unknown."
    zone: str = ""
    "IANA zone; empty where unknown."
    temperature: str = ""
    "One of TEMPERATURES, or empty."
    pace: str = ""
    "One of PACES, or empty where unknown."
    stage: str = ""
    "One of STAGES, or empty (treated as visibility)."
    standing: str = ""
    "One of STANDINGS, or empty."
    closed_reason: str = ""
    "Why, where the standing is closed."
    need: str = ""
    "What they need, in their words."
    size: str = ""
    "How big it is, as typed."
    wanted_by: str = ""
    "By when they want it, as typed."
    preferred_kinds: tuple[str, ...] = ()
    "Kinds of touch they like to get, best first."
    interests: tuple[str, ...] = ()
    "What they care about."
    tags: tuple[str, ...] = ()
    "The user's own tags, without the hash."
    referrer: str = ""
    "Id of the contact who sent them, or empty."
    referrer_name: str = ""
    "Name of who sent them, as it was when it was said; all there is where that person is not in the book."
    source: str = ""
    "Where you met, or which list they came from."
    note: str = ""
    "The user's private words about them."
    addresses: tuple[Address, ...] = ()
    "Ways to reach them, in the order given."
    permissions: tuple[Permission, ...] = ()
    "At most one a channel."
    slower: float = 1.0
    "Stretches every rhythm interval for this person; 1.0 leaves it."
    created: dt.datetime | None = None
    "When they came into the book, in UTC."
    origin: str = ""
    "How they came in: `log`, `import`, `sync`, `app`."
    merged_into: str = ""
    "Id of the contact that took this one over, or empty."
    extra: Mapping[str, Any] = EMPTY
    "Fields from a newer version or another program."

    def address(self, channel: str) -> Address | None:
        """Return the address to use on an address channel: preferred first, bounced never; None where there is none."""
        usable = [each for each in self.addresses if each.channel == channel and not each.bounced]
        return next((each for each in usable if each.preferred), usable[0] if usable else None)

    def permission(self, channel: str) -> str:
        """Return the permission state of a channel; `unknown` where nothing is recorded."""
        return next((each.state for each in self.permissions if each.channel == channel), "unknown")

    @property
    def first_name(self) -> str:
        """The name to greet with: nickname, first name, or the first word of the whole name."""
        return self.nickname or self.given or self.name.split(" ", 1)[0]


@record
class Touch:
    """One thing that passed between the user and one or more contacts."""

    id: str
    "Sortable unique id."
    contacts: tuple[str, ...]
    "Ids of the contacts it was with; at least one."
    kind: str
    "One of KINDS."
    direction: str
    "`out` or `in`; a meeting is `out`."
    happened: Moment
    "When it happened."
    recorded: dt.datetime
    "When it was logged, in UTC."
    outcome: str = ""
    "One of OUTCOMES, or empty."
    note: str = ""
    "The user's words about it."
    subject: str = ""
    "The subject, of a mail."
    text: str = ""
    "The words that passed, where kept."
    address: str = ""
    "The number or address used."
    plan: str = ""
    "Id of the plan it belongs to, or empty."
    step: str = ""
    "Key of the step it settles (`DueTouch.step_key`), or empty."
    template: str = ""
    "Name of the template used, or empty."
    message_id: str = ""
    "Message-ID of a mail."
    references: tuple[str, ...] = ()
    "Message-IDs it answers, oldest first."
    wants_answer: bool | None = None
    "For an incoming touch: False where nothing is to be answered; None lets the rules decide."
    event: str = ""
    "Where it happened: the event or place, of a meeting."
    origin: str = ""
    "`log`, `app`, `draft`, `import`, `sync`."
    external_key: str = ""
    "Unique key in another program; the same key is never stored twice."
    extra: Mapping[str, Any] = EMPTY
    "Fields from elsewhere."
    shelf: str = ""
    "Id of the shelf item it passed on, or empty."


@record
class Plan:
    """A cadence running for one contact from one anchor."""

    id: str
    "Sortable unique id."
    contact: str
    "Id of the contact."
    cadence: str
    "Name of the cadence."
    definition: Mapping[str, Any]
    "The cadence's definition as it was when the plan began (the parsed TOML)."
    anchor: Moment
    "What the clocks count from."
    anchor_touch: str = ""
    "Id of the touch that is the anchor, or empty."
    started: dt.datetime | None = None
    "When the plan was made, in UTC."
    ended: dt.datetime | None = None
    "When it ended, in UTC; None while open."
    ended_why: str = ""
    "A code: `replaced`, `declined`, `closed`, `finished`, `user`."
    reviewed: Moment | None = None
    "When the user last chose to go on (after a rescue, five silent touches or the snooze question)."
    slower: float = 1.0
    "Stretches the intervals of this plan."
    extra: Mapping[str, Any] = EMPTY
    "Fields from elsewhere."


@record
class Promise:
    """What was agreed: a promise of the user's, or the next step."""

    id: str
    "Sortable unique id."
    contact: str
    "Id of the contact."
    kind: str
    "One of KINDS: how it will be kept."
    due: Planned
    "When."
    text: str = ""
    "What, in words."
    next_step: bool = False
    "Whether it is the agreed next step (which holds the rhythm)."
    made: Moment | None = None
    "When it was made."
    kept: Moment | None = None
    "When it was kept; None while open."
    kept_by: str = ""
    "Id of the touch that kept it."
    dropped: Moment | None = None
    "When it was called off; None while it stands."
    extra: Mapping[str, Any] = EMPTY
    "Fields from elsewhere."


@record
class SpecialDate:
    """A date that returns every year: a birthday or another."""

    id: str
    "Sortable unique id."
    contact: str
    "Id of the contact."
    name: str
    "`birthday`, `anniversary` or the user's word."
    month: int
    "1 to 12."
    day: int
    "1 to 31; 29 February is allowed."
    year: int | None = None
    "The year it first was, or None where unknown."
    extra: Mapping[str, Any] = EMPTY
    "Fields from elsewhere."


@record
class Move:
    """A snooze, spread or skip of one step."""

    id: str
    "Sortable unique id."
    contact: str
    "Id of the contact; empty for a housekeeping row of no one contact."
    step_key: str
    "Which step (`DueTouch.step_key`)."
    what: str
    "`snooze`, `spread`, `skip`, or `settle` (asked and answered)."
    until: Planned | None = None
    "Hidden until then; None for a skip."
    made: Moment | None = None
    "When it was decided."
    extra: Mapping[str, Any] = EMPTY
    "Fields from elsewhere."


@record
class Pause:
    """A time when a contact, or everybody (away), is left alone."""

    id: str
    "Sortable unique id."
    contact: str
    "Id of the contact; empty for away."
    since: dt.date
    "First day."
    until: dt.date | None = None
    "First day on which it no longer holds; None until ended."
    ended: dt.datetime | None = None
    "When it was ended early, in UTC."
    why: str = ""
    "The user's words."
    extra: Mapping[str, Any] = EMPTY
    "Fields from elsewhere."


@record
class Draft:
    """Words for one contact, not yet sent or not yet known to be."""

    id: str
    "Sortable unique id."
    contact: str
    "Id of the contact."
    kind: str
    "One of KINDS."
    state: str
    "`open`, `handed` (given to another program, not confirmed), `sent`, `dropped`."
    subject: str = ""
    "Subject of a mail."
    body: str = ""
    "The words."
    address: str = ""
    "Where it goes."
    plan: str = ""
    "Id of the plan, or empty."
    step_key: str = ""
    "The due touch it answers, or empty."
    template: str = ""
    "Template it came from, or empty."
    started: dt.datetime | None = None
    "When it was begun, in UTC."
    handed: Moment | None = None
    "When it was handed over."
    way: str = ""
    "How it was handed over: `mail-program`, `message-program`, `qr`, `clipboard`, `editor`, `file`."
    message_id: str = ""
    "Message-ID given to it."
    extra: Mapping[str, Any] = EMPTY
    "Fields from elsewhere."
    shelf: str = ""
    "Id of the shelf item it passes on, or empty."


@record
class Account:
    """A place on the user's own servers: a mailbox, or an address book and calendar; never a password."""

    name: str
    "What the user calls it; unique."
    kind: str = "mail"
    "`mail` (IMAP and SMTP) or `dav` (CardDAV and CalDAV)."
    address: str = ""
    "The mail address that mails come from."
    user: str = ""
    "The name to log in with; empty for the address."
    imap_host: str = ""
    "Host of the mailbox; empty where there is none."
    imap_port: int = 993
    "Port of the mailbox."
    imap_security: str = "tls"
    "`tls` or `starttls`; never without."
    smtp_host: str = ""
    "Host that mails are given to; empty where there is none."
    smtp_port: int = 465
    "Port of that host."
    smtp_security: str = "tls"
    "`tls` or `starttls`; never without."
    drafts_folder: str = ""
    "Folder of drafts; empty to ask the server for its own (RFC 6154)."
    sent_folder: str = ""
    "Folder of what was sent; empty to ask the server."
    keeps_sent: bool = False
    "Whether the provider files what is sent by itself, so that no second copy belongs there."
    dav_url: str = ""
    "Address of the CardDAV and CalDAV server."
    password_command: str | tuple[str, ...] = ""
    "The user's own command that prints the password, run by a shell where it is a text; empty for the keyring."
    token_command: str | tuple[str, ...] = ""
    "The user's own command that prints an access token (XOAUTH2), run likewise; empty for a password."
    authority: str = ""
    "File of the certificate authority to trust besides the system's; empty for none."
    default: bool = False
    "Whether drafts leave from here where nothing else is said."


@record
class AccountTest:
    """How logging in to one service of an account went."""

    service: str
    "`imap`, `smtp` or `dav`; `password` where there is nothing to log in with, so that none was tried."
    works: bool
    "Whether it could be logged in to."
    reason: Reason
    "`imap-works` {host, port, drafts, sent}, `smtp-works` {host, port}, `dav-works` {host, books, calendars,"
    " tasks}; else the code of what is wrong, with its values."


@record
class ShelfItem:
    """Something worth passing on."""

    id: str
    "Sortable unique id."
    kind: str
    "`clipping`, `invitation` or `gift`."
    title: str
    "What it is."
    link: str = ""
    "Where it is."
    why: str = ""
    "Why it is worth passing on."
    tags: tuple[str, ...] = ()
    "What it is about; matched with interests and tags."
    until: dt.date | None = None
    "Last day on which it is any good."
    extra: Mapping[str, Any] = EMPTY
    "Fields from elsewhere."


@record
class Unfiled:
    """A line in doubt, kept until somebody says what it was."""

    id: str
    "Sortable unique id."
    line: str
    "The line as it came."
    reason: str
    "A code: `no-name`, `ambiguous`, `near-duplicate`, `shared-address` (a mail; `extra` keeps it)."
    received: Moment
    "When it came."
    settled: dt.datetime | None = None
    "When it was filed or thrown away, in UTC."
    extra: Mapping[str, Any] = EMPTY
    "Fields from elsewhere."


@record
class Change:
    """One field of one document, changed: the history of facts about people."""

    id: str
    "Sortable unique id."
    table: str
    "The table of the document."
    subject: str
    "Id of the document."
    contact: str
    "Id of the contact it is about, or empty."
    field: str
    "The field."
    before: Any
    "The value before, as stored."
    after: Any
    "The value after, as stored."
    at: dt.datetime
    "When, in UTC."
    by: str = ""
    "The verb that did it."
    extra: Mapping[str, Any] = EMPTY
    "Fields from elsewhere."


@record
class Original:
    """Imported properties that Onward does not use, kept for the way out."""

    id: str
    "Sortable unique id."
    contact: str
    "Id of the contact."
    source: str
    "Kind of file: `vcard`, `google-csv`, `linkedin-csv`."
    key: str
    "The record's own id in the source (UID, profile address), or empty."
    properties: tuple[Mapping[str, Any], ...] = ()
    "Each as `{name, params, value}`, in the order of the file; of a long value (a photo) `large` and `size`, or `dropped`."
    extra: Mapping[str, Any] = EMPTY
    "Fields from elsewhere."


@record
class Remote:
    """The state, this machine's own, of one account or server; never leaves it."""

    id: str
    "Sortable unique id."
    name: str
    "Account."
    state: Mapping[str, Any] = EMPTY
    "Whatever the synchronisation keeps."
    extra: Mapping[str, Any] = EMPTY
    "Fields from elsewhere."


@record
class Reason:
    """One part of a why: a code for the wording, and its values."""

    code: str
    "Names a sentence in the wording."
    values: Mapping[str, Any] = EMPTY
    "What the sentence needs: words, numbers, instants, dates."


@record
class Window:
    """Five instants, each aware and in UTC, in this order: opens <= goal <= due <= late <= last_call."""

    opens: dt.datetime
    "From when it can be done."
    goal: dt.datetime
    "By when it is done well."
    due: dt.datetime
    "By when it is due."
    late: dt.datetime
    "From when it is late."
    last_call: dt.datetime
    "After this it becomes a rescue."


GROUPS = ("owed", "running", "rescue", "dates", "rhythm", "housekeeping")


@record
class DueTouch:
    """What the rules say should happen next with a contact."""

    contact: str
    "Id of the contact; empty for a housekeeping row of no one contact."
    step_key: str
    "Derived (plan, step, count), so that nothing can be due twice."
    step: str
    "Name of the step: `thank-you`, `call`, `reply`, `promise`, `recap`, `rhythm`, `rescue`, `next-step` ..."
    kind: str
    "The kind proposed; `decide` for housekeeping that asks a question."
    group: str
    "One of GROUPS: the place in the order of the queue."
    window: Window
    "When."
    why: tuple[Reason, ...]
    "The reasons, the strongest first."
    cadence: str = ""
    "Name of the cadence, or empty."
    plan: str = ""
    "Id of the plan, or empty."
    kinds: tuple[str, ...] = ()
    "All kinds that would do, best first."
    template: str = ""
    "Name of the template family proposed, or empty."
    promise: str = ""
    "Id of the promise, or empty."
    touch: str = ""
    "Id of the incoming or anchoring touch it answers, or empty."
    possible_from: dt.datetime | None = None
    "When it cannot be done at this hour (a call at 07:30): the instant from which it can."


@record
class Dossier:
    """Everything the book holds about one contact."""

    contact: Contact
    "The contact."
    touches: tuple[Touch, ...] = ()
    "Oldest first by when they happened."
    plans: tuple[Plan, ...] = ()
    "Oldest first; at most one open of each cadence."
    promises: tuple[Promise, ...] = ()
    "Oldest first."
    dates: tuple[SpecialDate, ...] = ()
    "Birthday and others."
    moves: tuple[Move, ...] = ()
    "Oldest first."
    pauses: tuple[Pause, ...] = ()
    "This contact's own."
    drafts: tuple[Draft, ...] = ()
    "Open and handed over ones, oldest first."


@record
class Agenda:
    """All that the rules say about one contact at one instant."""

    contact: str
    "Id of the contact."
    candidates: tuple[DueTouch, ...] = ()
    "All due touches that can be due now or later, strictest first; the first whose window has opened is the row."
    waiting: bool = False
    "Whether something was sent that is unanswered and nothing is due."
    turns: dt.datetime | None = None
    "The next instant at which this agenda may differ without any change to the book; None for never."
    proposals: tuple[Reason, ...] = ()
    "Facts that the history suggests: a stage or standing to move to, each one key to accept."


@record
class Row:
    """One line of the queue or of another split."""

    due: DueTouch
    "What is due."
    name: str
    "The contact's name, or the housekeeping row's."
    company: str = ""
    "Where they work."
    temperature: str = ""
    "hot, warm, cold or empty."
    count: int = 1
    "How many contacts or lines a housekeeping row stands for."
    draft: str = ""
    "`open` where a draft to them was begun and waits, `handed` where one waits for word that it left; else empty."


@record
class Queue:
    """The rows of now, in order, and the counts of every split."""

    at: dt.datetime
    "The instant it holds for."
    rows: tuple[Row, ...] = ()
    "At most one a contact."
    counts: Mapping[str, int] = EMPTY
    "Rows by split: today, owed, running, waiting, later, everyone."
    held: int = 0
    "How many more the daily cap holds back."


@record
class Phone:
    """A phone number, understood."""

    e164: str
    "`+14155550100`, with `;ext=12` for an extension."
    typed: str
    "As typed."
    region: str = ""
    "ISO 3166 code of its country, or empty."
    zones: tuple[str, ...] = ()
    "IANA zones it may be in."


@record
class QuickTouch:
    """What a quick-log line says happened."""

    kind: str
    "One of KINDS."
    direction: str
    "`out` or `in`."
    happened: Moment
    "When."
    outcome: str = ""
    "One of OUTCOMES, or empty."
    verb: str = ""
    "The verb as understood: `met`, `inquired`, `called`, `vm` ..."


@record
class QuickNext:
    """What a quick-log line agrees for later."""

    kind: str
    "One of KINDS."
    when: Planned
    "When."
    text: str = ""
    "What, in words."


@record
class QuickEntry:
    """A quick-log line, understood; nothing looked up in the book yet."""

    line: str
    "The line as it came."
    name: str = ""
    "The name, or empty where none was found (then it is in doubt)."
    company: str = ""
    "Company."
    title: str = ""
    "Title."
    emails: tuple[str, ...] = ()
    "Mail addresses."
    phones: tuple[Phone, ...] = ()
    "Phone numbers."
    links: tuple[str, ...] = ()
    "Profile addresses."
    tags: tuple[str, ...] = ()
    "Tags without the hash."
    temperature: str = ""
    "hot, warm, cold or empty."
    pace: str = ""
    "fast, steady, slow or empty."
    permissions: Mapping[str, str] = EMPTY
    "Permission channel to state, from `ok:` and `no:`."
    via: str = ""
    "The referrer's name."
    source: str = ""
    "Where you met, from `at:`."
    touch: QuickTouch | None = None
    "What happened; None for a line that only names a person."
    next: QuickNext | None = None
    "What was agreed."
    note: str = ""
    "The note after `//`, then the words not understood, in their order."
    unparsed: tuple[str, ...] = ()
    "The words not understood, in their order."
    tail: str = ""
    "Last digits of the number of who is meant, where a line names nobody otherwise (`called 0100`)."
    birthday: tuple[int, int, int | None] | None = None
    "Month, day and year of the birthday; the year None where it is not said."


@record
class ContactLine:
    """A contact in one line, for lists and for finding."""

    id: str
    "Id of the contact."
    name: str
    "Name."
    company: str = ""
    "Company."
    temperature: str = ""
    "Temperature."
    tags: tuple[str, ...] = ()
    "Tags."
    last: dt.datetime | None = None
    "Last touch, in UTC, where known."
    why: str = ""
    "Which field matched, of a search or a line: `name`, `company`, `mail`, `phone`, `tag`, `link`; empty where none is said."


@record
class Proposal:
    """A quick-log entry held against the book: what would be stored, and what is in doubt."""

    entry: QuickEntry
    "The entry."
    known: Contact | None = None
    "The contact it is about, where certain."
    candidates: tuple[ContactLine, ...] = ()
    "Contacts it may be about: more than one fit, or near duplicates of a new name."
    doubt: str = ""
    "A code: empty, `no-name`, `ambiguous`, `near-duplicate`."
    creates: bool = False
    "Whether a new contact would be made."
    cadence: str = ""
    "Cadence that would start, or empty."
    questions: tuple[Reason, ...] = ()
    "What is asked and never done unasked: `mail-slip` with `typed` and `meant`."


@record
class Occasion:
    """Today's event and its tags, which lines about people met there need not repeat."""

    event: str = ""
    "Where, or empty."
    tags: tuple[str, ...] = ()
    "Tags without the hash."


@record
class Receipt:
    """What a verb did, for the sentence, the way back, and what comes next."""

    verb: str
    "`log`, `done`, `snooze`, `undo` ..."
    contacts: tuple[str, ...] = ()
    "Ids of the contacts it was about."
    names: tuple[str, ...] = ()
    "Their names."
    values: Mapping[str, Any] = EMPTY
    "What the sentence needs."
    unit: int = 0
    "Number of the journal's unit, for undo; 0 where nothing was written."
    next: DueTouch | None = None
    "The contact's next due touch, where there is one contact."
    unfiled: str = ""
    "Id of the unfiled line, where the line was in doubt and kept."


@record
class Filled:
    """A template filled for one contact."""

    template: str
    "Name of the template, or empty for none."
    kind: str
    "One of KINDS."
    subject: str
    "Subject of a mail, or empty."
    body: str
    "The words."
    cursor: int | None = None
    "Where in the body a gap without a fact waits; None where all are filled."
    facts: Mapping[str, str] = EMPTY
    "What was filled from where, by gap name."
    address: str = ""
    "Where it would go, or empty."


@record
class ImportRow:
    """One record of an outside file, and what would be done with it."""

    place: int
    "Line in the file, from 1."
    verdict: str
    "`new`, `same`, `changed`, `doubt`, `bad`."
    reason: Reason
    "Why."
    name: str = ""
    "The name it carries."
    existing: str = ""
    "Id of the contact it meets, or empty."
    contact: Contact | None = None
    "What would be stored; None for a bad one. `id` is empty until stored."
    dates: tuple[tuple[str, int, int, int | None], ...] = ()
    "Special dates as (name, month, day, year or None)."
    original: Mapping[str, Any] = EMPTY
    "`{source, key, properties}` for the table of originals."
    met_on: dt.date | None = None
    "The day the connection was made, where the file says."
    identity: str = ""
    "The id the contact had in the book that was exported; empty for files of other programs."
    more: Mapping[str, Any] = EMPTY
    "What a card or table of Onward's own says besides: `cadence` and its `anchor` (Moment or None), `next_step` (Promise)."
    incoming: Contact | None = None
    "What the file itself says of them, before it is joined with the one met; None where that is `contact`."
    decision: str = ""
    "What the user wants instead of what the verdict says: `add`, `update`, `replace` (the file's values win) or `skip`."


@record
class ImportPreview:
    """What an import would do; nothing is written yet."""

    path: str
    "The file."
    kind: str
    "`vcard`, `google-csv`, `linkedin-csv`, `outlook-csv`, `thunderbird-csv`, `contacts-csv`, `onward-json`."
    rows: tuple[ImportRow, ...] = ()
    "In the order of the file."
    problems: tuple[tuple[int, Reason], ...] = ()
    "Lines that could not be read, with the reason."
    entries: Mapping[str, tuple[Mapping[str, Any], ...]] = EMPTY
    "Of an Onward export: what else it holds that the book has not, by table, as it stood."
    mapping: Mapping[str, str] = EMPTY
    "What the user said that columns of a table mean."


@record
class Finding:
    """One line of the doctor."""

    about: str
    "What was looked at: `book`, `journal`, `index`, `backups`, `settings`, `cadences`, `templates`, `keyring` ..."
    state: str
    "`good`, `note` or `bad`."
    reason: Reason
    "What was found, and thereby the mend."


@record
class KeptBackup:
    """A backup on the disk."""

    path: str
    "Where it lies."
    made: dt.datetime
    "When it was made, in UTC."
    size: int = 0
    "Bytes on the disk."
