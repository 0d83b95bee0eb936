"""The book: the only mutable thing, and the one door for the front ends.

Verbs take ids and plain values, write one unit each (all or nothing, synced when they return) and give a Receipt.
Each verb's inside lives in a file of its own, imported when it is first used.
"""

from __future__ import annotations

import datetime as dt

from store import documents, migrations
from store.errors import UsageFault
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from store.book.calling import CallCard
    from store.book.due import DueIndex
    from store.book.syncing_files import MailFile
    from store.disk import Database
    from store.errors import DefinitionFault
    from store.meetings import Attendance, Brief
    from store.model import (
        Account,
        AccountTest,
        Agenda,
        Contact,
        ContactLine,
        Dossier,
        Draft,
        DueTouch,
        Filled,
        Finding,
        ImportPreview,
        ImportRow,
        KeptBackup,
        Moment,
        Occasion,
        Pause,
        Planned,
        Proposal,
        Queue,
        Receipt,
        Row,
        ShelfItem,
        Touch,
        Unfiled,
    )
    from store.reports import (
        Batch,
        IssueStatus,
        LikelyPair,
        MergeField,
        MergePreview,
        Report,
        ShelfEntry,
        ShelfMatch,
        SpreadPreview,
        TemplateCheck,
        TemplateEntry,
        TemplateProposal,
        Week,
    )
    from store.rules.draft_check import Flag
    from store.rules.practice import Practice
    from store.settings import Home, Settings
    from store.sync import Tell

SPLITS = ("today", "owed", "running", "waiting", "later", "everyone")


class Book:
    """The follow-up book of one user.

    Raises BookFault where it cannot be opened, read or written; nothing acknowledged is ever lost by that.
    """

    def __init__(self, home: Home, clock: Callable[[], dt.datetime], settings: Settings, database: Database) -> None:
        """Hold an opened book; front ends use `open`."""
        self.home = home
        self.settings = settings
        self.database = database
        self._clock = clock
        self.tell_long: Callable[[int, int], object] = _tell_nobody
        "Called with how much of how much is done, while the index of who is due is made anew; front ends put theirs here."
        self._due_index: DueIndex | None = None
        self._practice: Practice | None = None

    @property
    def practice(self) -> Practice:
        """What the rules know of the user's practice: the settings, the times away, and the shelf."""
        if self._practice is None:
            from store.book import reading

            aways = reading.alive("pauses", self.database.table("pauses").with_key("contact:"))
            shelf = reading.alive("shelf", self.database.table("shelf").all())
            known = self.settings.practice
            self._practice = replace(known, aways=tuple(aways), shelf=tuple(shelf)) if aways or shelf else known
        return self._practice

    def _due(self) -> DueIndex:
        """Return the index of who is due."""
        if self._due_index is None:
            from store.book.due import DueIndex

            self._due_index = DueIndex(self)
        return self._due_index

    def touched(self, contacts: Sequence[str], unit: int) -> None:
        """Take in that a unit of this book concerned contacts; called by every verb."""
        before, self._practice = self._practice, None
        self._due().changed(contacts, unit)
        if not contacts and before is not None:
            self._mind_practice(before)

    def _mind_practice(self, before: Practice) -> None:
        """Have every agenda made again where the shelf or the times away are no longer what they were."""
        after = self.practice
        if (before.aways, before.shelf) != (after.aways, after.shelf):
            self._due().start_over()

    def keep_setting(self, section: str, name: str, value: str | list[str]) -> None:
        """Write one value into settings.toml, the rest of it untouched; raises UsageFault(`bad-setting`) and FileFault."""
        from store.book import settling

        settling.keep_setting(self, section, name, value)

    def setting_given(self, section: str, name: str) -> bool:
        """Return whether settings.toml says anything of a value, an empty text too."""
        from store.book import settling

        return settling.setting_given(self, section, name)

    def guess_setting(self, name: str) -> str:
        """Return a good default for `name`, `country` or `hours` of the user; empty where nothing tells."""
        from store.book import settling

        return settling.guess_setting(self, name)

    def use_settings(self, settings: Settings) -> None:
        """Heed other settings from now on; every agenda is made again where the practice has changed."""
        before, self.settings, self._practice = self.settings, settings, None
        if before.practice != settings.practice and self._due_index is not None:
            self._due_index.start_over()

    def nothing_written(self) -> None:
        """Let go of what was computed inside a unit that was not written."""
        if self._due_index is not None:
            self._due_index.forget()

    def next_due(self, contact: str) -> DueTouch | None:
        """Return what comes next with a contact: its row of now, else what opens first; None where nothing is planned."""
        from store.book.due import next_of

        return next_of(self.agenda(contact), self.now())

    @classmethod
    def open(cls, home: Home | None = None, now: Callable[[], dt.datetime] | None = None) -> Book:
        """Open the book of a home (default: ONWARD_HOME or the platform's place), making it where there is none."""
        from store import settings
        from store.disk import open_database

        places = home or settings.home()
        clock = now or settings.clock()
        database = open_database(
            places.book, keys_of=documents.keys_of, schema=migrations.SCHEMA, migrate=migrations.migrate)
        return cls(places, clock, settings.load(places), database)

    @classmethod
    def demo(cls, folder: Path, now: Callable[[], dt.datetime] | None = None) -> Book:
        """Make and open the made-up demo book in an empty folder of its own."""
        from store import demo, settings

        demo.ask_nothing(settings.home_under(str(folder)))
        book = cls.open(settings.home_under(str(folder)), now)
        demo.fill(book)
        return book

    def close(self) -> None:
        """Let go of the files; nothing is pending, every verb has already synced."""
        self.database.close()

    def now(self) -> dt.datetime:
        """Return the instant it is, aware, in UTC (ONWARD_NOW where set)."""
        return self._clock()

    def queue(self, split: str = "today", all_counts: bool = True, told: int | None = None) -> Queue:
        """Return the rows of one of SPLITS at this instant, in the order of the rules, with the counts of all.

        Without `all_counts` only the counts of what is due are right, and those who rest are not looked at. `told` is how many
        of the rows, from the first on, have to have their reasons; None for all of them.
        """
        if split not in SPLITS:
            raise UsageFault("bad-value", field="split", value=split, allowed=list(SPLITS))
        from store.book.waiting_drafts import marked

        return marked(self, self._due().queue(split, all_counts, told))

    def queue_agrees(self, dossiers: Iterable[Dossier]) -> bool:
        """Return whether today's queue is what the dossiers of everybody say, worked out without the index."""
        clock, now = self._clock, self.now()
        self._clock = lambda: now  # both at one instant: what stands for nobody in particular opens when it is asked about
        try:
            anew, kept = self._due().queue_past_the_index(dossiers), self._due().queue("today")
        finally:
            self._clock = clock
        return (anew.rows, anew.counts, anew.held) == (kept.rows, kept.counts, kept.held)

    def about_to_run_out(self) -> tuple[Row, ...]:
        """Return the rows whose clock is about to run out (`[notify] before`), each step once, whichever process asks."""
        from store.book.notifying import about_to_run_out

        return about_to_run_out(self)

    def agenda(self, contact: str) -> Agenda:
        """Return what the rules say about one contact now: all candidates with their reasons."""
        return self._due().agenda(contact)

    def dossier(self, contact: str) -> Dossier:
        """Return everything about one contact; raises NotFound."""
        from store.book import reading

        return reading.dossier(self.database, contact)

    def who(self, words: str) -> Contact:
        """Return the one contact meant by a name, part of one, id, mail, number or its last digits.

        Raises NotFound(`no-such-contact`, words) or Ambiguous(`several-contacts`, words, candidates).
        """
        from store.book import reading

        return reading.who(self.database, words)

    def find(self, words: str, limit: int = 50) -> tuple[ContactLine, ...]:
        """Return the contacts that match every word by name, company, tag, mail or last digits; best first."""
        from store.book import reading

        return reading.find(self.database, words, limit)

    def finding(self, words: str, limit: int = 50) -> Iterator[tuple[ContactLine, ...] | None]:
        """Yield None now and then while everyone is looked through, and at last what `find` returns."""
        from store.book import reading

        return reading.finding(self.database, words, limit)

    def everyone(self) -> tuple[ContactLine, ...]:
        """Return all contacts in one line each, by name."""
        from store.book import reading

        return reading.everyone(self.database)

    def without_cadence(self) -> tuple[ContactLine, ...]:
        """Return the contacts for whom no cadence was ever chosen."""
        from store.book import reading

        ids = self._due().without_cadence()
        return tuple(reading.line_of(reading.contact(self.database, each)) for each in ids)

    def unfiled(self) -> tuple[Unfiled, ...]:
        """Return the lines in doubt that wait, oldest first."""
        from store.book import reading

        found = reading.alive("unfiled", self.database.table("unfiled").with_key("waiting:"))
        return tuple(sorted(found, key=lambda each: (each.received.at, each.id)))

    def drafts(self, states: Sequence[str] = ("open", "handed")) -> tuple[Draft, ...]:
        """Return the drafts in some states, oldest first."""
        from store.book import drafting

        return drafting.waiting(self, states)

    def cadences(self) -> tuple[tuple[str, str], ...]:
        """Return the cadences that can be used, as (name, title)."""
        known = self.settings.practice.cadences
        return tuple((name, str(known[name].get("title", name))) for name in sorted(known))

    def check_cadence(self, path: Path) -> tuple[str, tuple[DefinitionFault, ...]]:
        """Return the name in a cadence file, and all its faults with line and reason; raises FileFault."""
        from store.book import planning

        return planning.check_cadence(path)

    def changed_elsewhere(self) -> bool:
        """Return whether another process has written since this book last looked; costs microseconds."""
        return self.database.changed_elsewhere()

    def refresh(self) -> tuple[str, ...]:
        """Take in what other processes wrote; return the ids of the contacts it concerns."""
        before, self._practice = self._practice, None
        found = self._due().catch_up()
        if before is not None:
            self._mind_practice(before)
        return found

    def refresh_for(self, seconds: float) -> bool:
        """Take in what other processes wrote, for about so long; return whether that was all. Until then call it again.

        Meanwhile every verb and every answer about one contact is right already; only rows of the queue may be as before.
        """
        if self.changed_elsewhere():
            before, self._practice = self._practice, None
            self._due().notice()
            if before is not None:
                self._mind_practice(before)
        return self._due().compute_changed(seconds)

    def plan_when(self, words: str) -> Planned:
        """Return the future day or time that words mean; raises UsageFault(`no-date`, words)."""
        from store.book import dating

        return dating.plan_when(self, words)

    def plan_happened(self, words: str) -> Moment:
        """Return the past instant or day that words mean; raises UsageFault(`no-date`, words)."""
        from store.book import dating

        return dating.plan_happened(self, words)

    def when(self, text: str, reference: dt.datetime | None = None) -> dict[str, Any]:
        """Return `{text, at or on, span, rest}` of the first date in a text, counted from an instant (default: now)."""
        from store.book import dating

        return dating.find(self, text, reference)

    def entry_json(self, proposal: Proposal) -> dict[str, Any]:
        """Return a proposal's entry in the documented shape of `onward log --json`."""
        from store.rules import quick_log

        return quick_log.as_json(proposal.entry, self.practice.zone)

    def propose(self, line: str) -> Proposal:
        """Return what a quick-log line would store, held against the book; never raises for any text."""
        from store.book import lines

        return lines.propose(self, line)

    def occasion(self) -> Occasion:
        """Return the event and tags remembered today; empty where there are none."""
        from store.book import occasions

        return occasions.today(self)

    def remember(self, occasion: Occasion) -> None:
        """Remember an event and its tags for the rest of the day."""
        from store.book import occasions

        occasions.remember(self, occasion)

    def read_occasion(self, line: str, before: Occasion) -> tuple[Occasion, bool]:
        """Return the event and tags that hold after a line, and whether the line says nothing else (`at:Expo #expo`)."""
        from store.book import occasions

        return occasions.read(self, line, before)

    def within(self, line: str, occasion: Occasion, booth: bool = False) -> str:
        """Return a quick-log line with an event's name and tags, where it tells of a meeting; `booth` starts its clock."""
        from store.book import occasions

        return occasions.within(self, line, occasion, booth)

    def complete(self, before: str, beginning: str, limit: int = 40) -> tuple[str, ...]:
        """Return names, companies (@) or tags (#) that a word may go on with; `before` are the words in front of it."""
        from store.book import completing

        return completing.complete(self, before, beginning, limit)

    def without_note(self) -> tuple[tuple[Contact, Touch], ...]:
        """Return today's meetings and calls that have no note, oldest first, each with its person."""
        from store.book import evening

        return evening.without_note(self)

    def annotate(self, touch: str, words: str) -> Receipt:
        """Write a note about a touch; raises NotFound, UsageFault(`empty-line`)."""
        from store.book import evening

        return evening.annotate(self, touch, words)

    def meetings_to_ask(self) -> tuple[Attendance, ...]:
        """Return the meetings of the calendar to ask about in the evening: today's, and those with only a name in the title."""
        from store.book import meetings

        return meetings.to_ask(self)

    def met(self, meeting: str, note: str = "", guests: Sequence[str] = ()) -> Receipt:
        """Log a meeting by its key with everybody known; `guests` are addresses of those to add as new people.

        `values` hold title, new (names) and touch. Raises NotFound(`no-such-meeting`, `nobody-known`).
        """
        from store.book import meetings

        return meetings.met(self, meeting, note, guests)

    def not_met(self, meeting: str) -> Receipt:
        """Note that a meeting did not take place; it is not asked about again. Raises NotFound(`no-such-meeting`)."""
        from store.book import meetings

        return meetings.not_met(self, meeting)

    def brief(self, contact: str = "") -> Brief:
        """Return what to know before the next meeting, or the next one with a contact; of them alone where none is ahead."""
        from store.book import briefing

        return briefing.brief(self, contact)

    @property
    def has_calendar(self) -> bool:
        """Whether the settings name any calendar."""
        return bool(self.settings.calendar.get("sources"))

    def meeting_soon(self, within: dt.timedelta) -> Attendance | None:
        """Return the meeting with somebody of the book that begins within a span; quick, from what was read before."""
        if not self.has_calendar:
            return None
        from store.book import briefing

        return briefing.soon(self, within)

    def read_calendars(self) -> None:
        """Read the days around today from files and copies, where they changed; contacts nobody, may run in a thread."""
        from store.book import calendars

        calendars.around(self)

    def log(self, line: str, contact: str | None = None, new: bool = False) -> Receipt:
        """Store a quick-log line; a line in doubt is kept as unfiled (`Receipt.unfiled`), never dropped.

        `contact` says who is meant, `new` says a near duplicate is somebody new. Raises UsageFault(`empty-line`).
        """
        from store.book import lines

        return lines.log(self, line, contact, new)

    def log_many(self, given: Sequence[str]) -> tuple[Receipt, ...]:
        """Store many quick-log lines as one unit; one receipt a line."""
        from store.book import lines

        return lines.log_many(self, given)

    def settle_unfiled(self, unfiled: str, line: str | None = None, contact: str | None = None, new: bool = False) -> Receipt:
        """File a line in doubt (perhaps corrected), or throw it away where `line` is the empty string."""
        from store.book import lines

        return lines.settle_unfiled(self, unfiled, line, contact, new)

    def log_touch(self, contact: str, kind: str, direction: str = "out", outcome: str = "", note: str = "",
                  happened: dt.datetime | None = None, wants_answer: bool | None = None) -> Receipt:
        """Log one touch with a contact, now or at `happened` (aware)."""
        from store.book import touching

        return touching.log_touch(self, contact, kind, direction, outcome, note, happened, wants_answer)

    def done(self, contacts: Sequence[str], outcome: str = "", kind: str = "", note: str = "") -> Receipt:
        """Log the due touch of each contact as done, with an outcome (default `sent`, for calls `reached`)."""
        from store.book import touching

        return touching.done(self, contacts, outcome, kind, note)

    def nothing_to_answer(self, contacts: Sequence[str]) -> Receipt:
        """Settle each contact's owed reply: it wanted no answer."""
        from store.book import touching

        return touching.nothing_to_answer(self, contacts)

    def snooze(self, contacts: Sequence[str], until: Planned) -> Receipt:
        """Hide each contact's due touch until a day or time."""
        from store.book import planning

        return planning.move(self, contacts, "snooze", until)

    def skip(self, contacts: Sequence[str]) -> Receipt:
        """Pass over each contact's due touch; the plan moves on without it."""
        from store.book import planning

        return planning.move(self, contacts, "skip", None)

    def set_next(self, contact: str, kind: str, when: Planned, text: str = "",
                 facts: Mapping[str, str] | None = None) -> Receipt:
        """Agree the next step with a contact; it replaces an open one. `facts`: `need`, `size`, `wanted_by`, learned too."""
        from store.book import planning

        return planning.set_next(self, contact, kind, when, text, facts)

    def change(self, contacts: Sequence[str], **fields: Any) -> Receipt:
        """Change fields of contacts (any field of Contact but id); checked; raises UsageFault(`bad-value`, field, value)."""
        from store.book import traits

        return traits.change(self, contacts, fields)

    def permit(self, contacts: Sequence[str], channel: str, state: str) -> Receipt:
        """Set the permission of a channel."""
        from store.book import traits

        return traits.permit(self, contacts, channel, state)

    def tag(self, contacts: Sequence[str], tag: str, remove: bool = False) -> Receipt:
        """Add or remove a tag."""
        from store.book import traits

        return traits.tag(self, contacts, tag, remove)

    def use_cadence(self, contacts: Sequence[str], name: str) -> Receipt:
        """Start a cadence for contacts, in place of the open one; `none` only ends it and counts as chosen."""
        from store.book import planning

        return planning.use_cadence(self, contacts, name)

    def pause(self, contacts: Sequence[str], until: dt.date | None = None) -> Receipt:
        """Leave contacts alone, until a day or until resumed."""
        from store.book import planning

        return planning.pause(self, contacts, until)

    def resume(self, contacts: Sequence[str]) -> Receipt:
        """End the pauses of contacts."""
        from store.book import planning

        return planning.resume(self, contacts)

    def decide(self, contact: str, choice: str) -> Receipt:
        """Answer a question of the queue (rescue, end of plan, snoozed three times): `keep`, `slow`, `nurture`, `close`."""
        from store.book import planning

        return planning.decide(self, contact, choice)

    def today(self) -> dt.date:
        """Return the day it is where the user is."""
        return self.now().astimezone(self.zone()).date()

    def zone(self) -> dt.tzinfo:
        """Return the user's time zone."""
        from store.rules.days import home

        return home(self.settings.practice)

    def shelf(self) -> tuple[ShelfEntry, ...]:
        """Return the things worth passing on, numbered, each with the people it suits and why."""
        from store.book import shelving

        return shelving.entries(self)

    def read_shelf_line(self, line: str) -> ShelfItem:
        """Return what a line would put on the shelf; raises UsageFault(`empty-shelf-line`, `no-date`)."""
        from store.book import shelving

        return shelving.read_line(self, line)

    def add_shelf(self, line: str) -> Receipt:
        """Put a thing on the shelf, from a line: an address or a title, #tags, `until` a day, `//` why."""
        from store.book import shelving

        return shelving.add(self, shelving.read_line(self, line))

    def drop_shelf(self, item: str) -> Receipt:
        """Take a thing off the shelf, by id; raises NotFound(`no-such-shelf-item`)."""
        from store.book import shelving

        return shelving.drop(self, item)

    def shelf_matches(self, contact: str, kind: str = "") -> tuple[ShelfMatch, ...]:
        """Return the things that suit a contact and that they have not had, best first, each with the reasons."""
        from store.book import shelving

        return shelving.matches(self, contact, kind)

    def read_away(self, words: str) -> tuple[dt.date, dt.date]:
        """Return the first day away and the day of return that words mean.

        Raises UsageFault(`no-date`, `away-backwards`, `away-too-long`).
        """
        from store.book import being_away

        return being_away.read_span(self, words)

    def away(self, since: dt.date, until: dt.date, why: str = "") -> Receipt:
        """Show nothing but debts, promises, running clocks and dates from a day until the day of return."""
        from store.book import being_away

        return being_away.go(self, since, until, why)

    def aways(self) -> tuple[Pause, ...]:
        """Return the times away that hold now or are to come, the earliest first."""
        from store.book import being_away

        return being_away.standing(self)

    def end_away(self) -> Receipt:
        """Be back: end the time away that holds, else call off the next; raises NotFound(`not-away`)."""
        from store.book import being_away

        return being_away.end(self)

    def spread_preview(self, days: int | None = None) -> SpreadPreview:
        """Return on which day each movable touch of now would come, best people first; nothing is moved.

        `days` spreads evenly over that many working days instead of by the daily cap.
        """
        from store.book import spreading

        return spreading.preview(self, self._due(), days)

    def spread(self, preview: SpreadPreview) -> Receipt:
        """Put each touch of a preview on its day, as one unit; raises NotFound(`nothing-to-spread`)."""
        from store.book import spreading

        return spreading.spread(self, preview)

    def batches(self, queue: Queue) -> tuple[Batch, ...]:
        """Return the rows of a queue by kind, what is owed or runs first."""
        from store.rules.batch import batches

        return batches(queue.rows, queue.at)

    def of_kind(self, queue: Queue, kind: str) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """Return the rows of a kind, and the running clocks of other kinds that these must not hold back."""
        from store.rules.batch import of_kind

        return of_kind(queue.rows, kind)

    def week(self, since: dt.date | None = None, until: dt.date | None = None) -> Week:
        """Return the figures of some days, both counted in (default: the last seven); raises UsageFault(`bad-value`)."""
        from store.book import reviewing

        return reviewing.week(self, since, until)

    def afterwards(self, contact: str) -> tuple[tuple[str, DueTouch | None], ...]:
        """Return for each likely outcome of what is due with a contact what would come next; empty for a question."""
        from store.book import reviewing

        return reviewing.afterwards(self, contact)

    def accept(self, contact: str, code: str = "") -> Receipt:
        """Move a contact to the `stage` or `standing` that the history suggests; raises NotFound(`no-proposal`)."""
        from store.book import reviewing

        return reviewing.accept(self, contact, code)

    def refuse(self, contact: str, code: str = "") -> Receipt:
        """Leave a contact's `stage` or `standing`; the same is not suggested again; raises NotFound(`no-proposal`)."""
        from store.book import reviewing

        return reviewing.refuse(self, contact, code)

    def draft(self, contact: str, kind: str = "", template: str = "", shelf: str = "") -> Draft:
        """Open a draft for a contact: the one left open for this kind, or a new one filled from the step's template.

        `shelf` is the thing to pass on; without it a clipping, invitation or gift takes what suits best.
        """
        from store.book import drafting

        return drafting.draft(self, contact, kind, template, shelf)

    def fill(self, contact: str, kind: str = "", template: str = "", shelf: str = "") -> Filled:
        """Return a template filled for a contact, without keeping a draft; raises DefinitionFault, NotFound."""
        from store.book import drafting

        return drafting.fill(self, contact, kind, template, drafting.chosen_item(self, shelf) if shelf else None)

    def templates(self, contact: str, kind: str) -> tuple[TemplateEntry, ...]:
        """Return the templates that fit a contact and a kind, in the contact's language, the step's own first."""
        from store.book import drafting

        return drafting.template_choices(self, contact, kind)

    def all_templates(self) -> tuple[tuple[TemplateEntry, ...], tuple[DefinitionFault, ...]]:
        """Return the user's templates, then those that ship, and the faults of the user's that cannot be used."""
        from store.book import templating

        return templating.everything(self)

    def template(self, name: str, language: str = "") -> TemplateEntry:
        """Return a template with the text of its file; raises NotFound(`no-such-template`), DefinitionFault."""
        from store.book import templating

        return templating.show(self, name, language)

    def template_gaps(self) -> tuple[tuple[str, str, bool], ...]:
        """Return the gaps a template may have: name, what it stands for, whether the settings fill it."""
        from store.book import templating

        return templating.gaps()

    def open_gaps(self, filled: Filled) -> tuple[str, ...]:
        """Return what still has to be written in filled words: the insides of the marks left open."""
        from store.rules.templates import open_gaps

        return open_gaps(f"{filled.subject}\n{filled.body}")

    def check_templates(self, paths: Sequence[Path] = ()) -> tuple[TemplateCheck, ...]:
        """Return what is wrong with files, or with all of the user's own; raises FileFault(`missing-file`)."""
        from store.book import templating

        return templating.check(self, paths)

    def new_template(self, name: str, source: str = "", language: str = "", dry_run: bool = False) -> TemplateEntry:
        """Begin a template of the user's own, from another where one is named; raises UsageFault(`template-exists`)."""
        from store.book import templating

        return templating.begin(self, name, source, language, dry_run)

    def as_template(self, draft: str) -> TemplateProposal:
        """Return a draft's words as the template they would become, with gaps for the contact's own facts."""
        from store.book import drafting, templating

        return templating.proposal(self, drafting.get(self, draft))

    def keep_template(self, name: str, kinds: str, family: str, language: str, subject: str, body: str) -> TemplateEntry:
        """Write words with gaps as a template of the user's own; raises UsageFault, DefinitionFault, BookFault."""
        from store.book import templating

        return templating.keep(self, name, kinds, family, language, subject, body)

    def check_words(self, text: str, kind: str = "", stage: str = "", who: str = "") -> tuple[Flag, ...]:
        """Return what to look at in some words before they leave; raises UsageFault(`bad-value`), NotFound, Ambiguous."""
        from store.book import draft_checking

        return draft_checking.words(self, text, kind, stage, who)

    def check_draft(self, draft: str, subject: str, body: str) -> tuple[Flag, ...]:
        """Return what to look at in a draft, with its words as they stand now; raises NotFound."""
        from store.book import draft_checking

        return draft_checking.draft(self, draft, subject, body)

    def save_draft(self, draft: str, subject: str, body: str, address: str | None = None) -> None:
        """Keep the words of an open draft; part of writing, not an action to undo."""
        from store.book import drafting

        drafting.save(self, draft, subject, body, address)

    def link(self, draft: str) -> str:
        """Return the mailto: or sms: link of a draft (RFC 6068, RFC 5724); raises Unavailable(`no-address`)."""
        from store import outbox
        from store.book import drafting

        found = drafting.get(self, draft)
        if found.kind == "text":
            return outbox.sms(found, self.settings.sms_form)
        return outbox.mailto(found)

    def scan_text(self, draft: str) -> str:
        """Return what the QR code of a draft holds (SMSTO, mailto or tel)."""
        from store import outbox
        from store.book import drafting

        return outbox.scan(drafting.get(self, draft))

    def hand_over(self, draft: str, way: str) -> Receipt:
        """Note that a draft was given to another program and waits for "sent?"."""
        from store.book import drafting

        return drafting.hand_over(self, draft, way)

    def sent(self, drafts: Sequence[str]) -> Receipt:
        """Confirm drafts as sent: the touches are logged and the plans move on."""
        from store.book import drafting

        return drafting.sent(self, drafts)

    def not_sent(self, drafts: Sequence[str]) -> Receipt:
        """Take drafts back to open: they did not leave."""
        from store.book import drafting

        return drafting.not_sent(self, drafts)

    def message(self, draft: str, account: str = "") -> bytes:
        """Return the mail that a draft would leave as; raises Unavailable(`no-address`, `bad-address`, `no-link`)."""
        from store.book import mailing

        return mailing.message(self, draft, account)

    def write_eml(self, draft: str, path: str = "") -> Receipt:
        """Write a draft as a mail file that opens as a draft; `values["path"]` says where. Raises FileFault, Unavailable."""
        from store.book import mailing

        return mailing.write_eml(self, draft, path)

    def keep_in_drafts(self, draft: str, account: str = "", ask: Callable[[Account], str] | None = None) -> Receipt:
        """Put a draft into the Drafts folder of an account, in place of the one put there before.

        `values` hold folder, account and trouble (`edited-elsewhere`: both are kept). Raises Unavailable, NotFound; then
        the draft is as it was.
        """
        from store.book import mailing

        return mailing.keep_in_drafts(self, draft, account, ask)

    def send(self, draft: str, account: str = "", ask: Callable[[Account], str] | None = None) -> Receipt:
        """Send a draft from an account (default: the usual one), log its touch and file a copy in Sent. Never unasked.

        `values` hold account, address and trouble (`sent-copy-failed`: it is sent and logged, only the copy is missing).
        Raises Unavailable, NotFound; then nothing was sent, but for `perhaps-sent`, where nobody knows: the draft then
        waits for "sent?". Undo takes back the entry only.
        """
        from store.book import mailing

        return mailing.send(self, draft, account, ask)

    def look_for_sent(self, account: str = "", ask: Callable[[Account], str] | None = None) -> Receipt:
        """Log the drafts handed over that lie in a Sent folder by now; `values["count"]` says how many, 0 for none."""
        from store.book import mailing

        return mailing.look_for_sent(self, account, ask)

    def usual_way(self, draft: str) -> str:
        """Return the way a draft leaves by unless told otherwise: the contact's own, the settings', the kind's own."""
        from store.book import mailing

        return mailing.usual_way(self, draft)

    def set_way(self, contact: str, kind: str, way: str) -> Receipt:
        """Have drafts of a kind to a contact leave by a way from now on; empty for the usual. Raises NotFound, UsageFault."""
        from store.book import mailing

        return mailing.set_way(self, contact, kind, way)

    def interrupted(self) -> tuple[Draft, ...]:
        """Return the drafts that were being sent when Onward or the line ended: nobody knows whether they left."""
        from store.book import mailing

        return mailing.interrupted(self)

    def newsletter(self) -> IssueStatus:
        """Return the open issue of the newsletter: its words, who gets it, who has it. Raises NotFound(`no-newsletter`)."""
        from store.book import newsletters

        return newsletters.status(self)

    def begin_newsletter(self, template: str = "", subject: str = "", body: str = "") -> Draft:
        """Begin an issue from a template or from words; raises UsageFault(`newsletter-open`), DefinitionFault, NotFound."""
        from store.book import newsletters

        return newsletters.begin(self, template, subject, body)

    def save_newsletter(self, subject: str, body: str) -> None:
        """Keep the words of the open issue; part of writing, not an action to undo."""
        from store.book import newsletters

        newsletters.save(self, subject, body)

    def newsletter_words(self, contact: str) -> tuple[str, str]:
        """Return subject and words of the open issue as one reader gets them; raises DefinitionFault, NotFound."""
        from store.book import newsletters

        return newsletters.words_for(self, contact)

    def check_newsletter(self) -> tuple[Flag, ...]:
        """Return what the draft check says of the open issue, as its first reader would get it."""
        from store.book import newsletters

        return newsletters.check(self)

    def send_newsletter(self, account: str = "", ask: Callable[[Account], str] | None = None,
                        progress: Callable[[int, int, str], bool] | None = None) -> Receipt:
        """Send the open issue to everybody who has not got it, one mail a person, each logged. Never unasked.

        `progress` is told how many have it, of how many, and who is next; False from it stops. `values` hold count, total,
        left, refused, later, copies_failed. Raises Unavailable(`newsletter-stopped`, sent, left): the next call goes on.
        """
        from store.book import newsletters

        return newsletters.send(self, account, ask, progress)

    def drop_newsletter(self) -> Receipt:
        """Put the open issue away; undo brings it back."""
        from store.book import newsletters

        return newsletters.drop(self)

    def newsletter_rows(self) -> tuple[Row, ...]:
        """Return a row for everybody whose turn it is to get the newsletter now."""
        return self._due().newsletter_rows()

    def drop_draft(self, draft: str) -> Receipt:
        """Put a draft away; undo brings it back."""
        from store.book import drafting

        return drafting.drop(self, draft)

    def call_card(self, draft: str, contact: str = "") -> CallCard:
        """Return what lies beside the telephone for a draft of a call; raises UsageFault(`not-a-call`).

        Without a draft it is made for a contact, and nothing is kept.
        """
        from store.book import calling

        return calling.card(self, draft, contact)

    def save_call(self, draft: str, note: str, started: dt.datetime | None = None, seconds: int | None = None) -> None:
        """Keep the notes and the clock of a call that goes on; part of calling, not an action to undo."""
        from store.book import calling

        calling.keep(self, draft, note, started, seconds)

    def called(self, draft: str, outcome: str, note: str = "", seconds: int | None = None) -> Receipt:
        """Log what came of the call of a draft, with its notes and its length."""
        from store.book import calling

        return calling.called(self, draft, outcome, note, seconds)

    def commands(self, kind: str) -> tuple[str, ...]:
        """Return the names of the user's own commands that take drafts of a kind."""
        from store.book import commanding

        return commanding.names(self, kind) if self.settings.commands else ()

    def start_command(self, draft: str, name: str) -> Callable[[], bool]:
        """Return what gives a draft to a command of the user's own; it touches no book and may run in a thread.

        Where it raises, `command_failed` takes the draft back; where it gives True, `sent` logs the touch; False is unknown.
        """
        from store.book import commanding

        return commanding.start(self, draft, name)

    def command_failed(self, draft: str) -> None:
        """Take a draft back that a command did not send."""
        from store.book import commanding

        commanding.failed(self, draft)

    def write_paper(self, draft: str) -> Receipt:
        """Write a note, card or letter as a file to print; `values` hold path and text. Raises UsageFault, FileFault."""
        from store.book import papers

        return papers.write(self, draft)

    def read_file(self, path: Path, progress: Callable[[int, int], bool] | None = None,
                  mapping: Mapping[str, str] | None = None) -> ImportPreview:
        """Return what importing a file would do; raises FileFault for a missing, unreadable or foreign file.

        `progress` is told how much of how much (0 where it is not known) was read; what it raises ends the reading.
        `mapping` says what columns of a table mean (header or number to field); raises UsageFault(`bad-map`).
        """
        from store.book import exchanging

        return exchanging.read_file(self, path, progress, mapping)

    def take_in(self, previews: Sequence[ImportPreview], temperature: str = "", cadence: str = "", tags: Sequence[str] = (),
                spread: int | None = None, progress: Callable[[int, int], bool] | None = None) -> Receipt:
        """Store the rows of previews as one unit, each as its verdict or `ImportRow.decision` says.

        The temperature goes to those without one, the cadence to those for whom none was ever chosen, the tags to all.
        `spread` puts their first touches on coming days: 0 by the daily cap, else over so many working days. `progress` is
        told how many of how many rows are done: False keeps what is done and leaves the rest, what it raises keeps nothing.
        """
        from store.book import taking_in

        lot = taking_in.checked_lot(self, temperature, cadence, tags, spread)
        return taking_in.take_in(self, self._due(), previews, lot, progress)

    def import_days(self, previews: Sequence[ImportPreview], temperature: str = "", cadence: str = "",
                    spread: int = 0) -> SpreadPreview:
        """Return on which day the first touch with everybody of an import would come, as `take_in` would spread them."""
        from store.book import taking_in

        return taking_in.coming_days(self, self._due(), previews, taking_in.checked_lot(self, temperature, cadence, (), spread))

    def import_fields(self, row: ImportRow) -> tuple[MergeField, ...]:
        """Return what a row of a file would change, field by field: `first` of the book, `second` of the file.

        The why is `new`, `adds`, `instead`, or `stays` where the book's value is kept.
        """
        from store.book import taking_in

        return taking_in.row_fields(self, row)

    def likely_pairs(self, limit: int = 0) -> tuple[LikelyPair, ...]:
        """Return the pairs of contacts who may be one person, with the reasons, likeliest first; `limit` 0 for all."""
        from store.book import pairing

        return pairing.likely_pairs(self, limit)

    def likely_with(self, contact: str) -> tuple[LikelyPair, ...]:
        """Return the pairs in which one contact may be one person with another, likeliest first."""
        from store.book import pairing

        return pairing.likely_with(self, contact)

    def merge_preview(self, kept: str, gone: str, choices: Mapping[str, str] | None = None) -> MergePreview:
        """Return two contacts side by side and what merging them would make; nothing is written. Raises as `merge`."""
        from store.book import merging

        return merging.preview(self, kept, gone, choices or {})

    def merge(self, kept: str, gone: str, choices: Mapping[str, str] | None = None) -> Receipt:
        """Make two contacts one: fields as chosen (`{"company": "2"}`; `1` is kept), histories joined; one unit.

        Raises NotFound, UsageFault(`same-person`, `bad-field`, `bad-value`).
        """
        from store.book import merging

        return merging.merge(self, kept, gone, choices or {})

    def not_the_same(self, first: str, second: str) -> Receipt:
        """Remember that two contacts are not one person; raises NotFound, UsageFault(`same-person`)."""
        from store.book import merging

        return merging.note_as_different(self, first, second)

    def export(self) -> Mapping[str, Any]:
        """Return the whole book as `{"schema", "contacts": [...], "touches": [...], ...}`, tombstones left out."""
        from store.book import exchanging

        return exchanging.export(self)

    def every_agenda(self) -> tuple[tuple[ContactLine, Agenda], ...]:
        """Return everybody in one line, each with what the rules say about them now."""
        return tuple((each.line, each.agenda) for each in self._due().entries())

    def undo(self, dry_run: bool = False) -> Receipt:
        """Take back the last action, whatever it was; raises NotFound(`nothing-to-undo`), BookFault(`undo-conflict`).

        With `dry_run` nothing is written, and the receipt's unit is 0.
        """
        from store.book import undoing

        return undoing.undo(self, dry_run)

    def can_undo(self) -> bool:
        """Return whether there is an action that undo would take back."""
        from store.book import undoing

        return undoing.can(self)

    def undo_size(self, forth: bool = False) -> int:
        """Return how many contacts the next undo (or, with `forth`, redo) concerns: of many it takes long."""
        from store.book import undoing

        return undoing.size(self, forth)

    def redo(self, dry_run: bool = False) -> Receipt:
        """Do again what was last taken back; raises NotFound(`nothing-to-redo`), BookFault(`redo-conflict`).

        With `dry_run` nothing is written, and the receipt's unit is 0.
        """
        from store.book import undoing

        return undoing.redo(self, dry_run)

    def backup(self) -> Receipt:
        """Write a backup now and read it back; `values` hold path and count. Raises BookFault(`backup-failed`)."""
        from store.book import keeping

        return keeping.backup(self)

    def backups(self) -> tuple[KeptBackup, ...]:
        """Return the backups there are, newest first."""
        from store.book import keeping

        return keeping.backups(self)

    def restore(self, path: str = "", dry_run: bool = False) -> Receipt:
        """Lead the book back to a backup (default: the newest), as one unit that undo takes back.

        `values` hold path, made, people, added, changed, removed and count; `unit` is 0 where nothing differed, and always
        with `dry_run`, which changes nothing.
        """
        from store.book import keeping

        return keeping.restore(self, path, dry_run)

    def forget(self, contact: str, dry_run: bool = False) -> Receipt:
        """Erase a person from book, journal, history, backups and caches for good; nothing brings them back.

        `values` hold how much goes of each; with `dry_run` nothing does. Raises NotFound, BookFault.
        """
        from store.book import forgetting

        return forgetting.forget(self, contact, dry_run)

    def upkeep_due(self) -> bool:
        """Return whether the day's backup is missing or the journal has grown long; costs a look at a folder."""
        from store.book import upkeep

        return upkeep.due(self)

    def upkeep(self) -> None:
        """Make the day's backup and fold a long journal, through an opening of its own; run where nobody waits for it."""
        from store.book import upkeep

        own = Book.open(self.home, self._clock)
        try:
            upkeep.run(own)
        finally:
            own.close()

    def accounts(self) -> tuple[Account, ...]:
        """Return the accounts that can be used, in the order of accounts.toml."""
        from store.book import accounting

        return accounting.every(self)

    def account_faults(self) -> tuple[DefinitionFault, ...]:
        """Return what is wrong in accounts.toml: `bad-account` (path, line, name, field, reason), `bad-accounts`."""
        from store.book import accounting

        return accounting.faults(self)

    def account(self, name: str = "", kind: str = "") -> Account:
        """Return an account by name or address, else the default one; raises NotFound(`no-account`, `no-such-account`)."""
        from store.book import accounting

        return accounting.one(self, name, kind)

    def guess_account(self, address: str, provider: str = "") -> tuple[Account, tuple[str, ...]]:
        """Return what an address says of its account, and codes of what is good to know; raises UsageFault."""
        from store.book import accounting

        return accounting.guess(address, provider)

    def account_hints(self, account: Account) -> tuple[str, ...]:
        """Return codes of what is good to know before logging in to an account."""
        from store.book import accounting

        return accounting.hints(account)

    def add_account(self, account: Account, password: str = "") -> Account:
        """Keep an account and, in the keyring, its password; return it as kept. Raises Unavailable, UsageFault, BookFault."""
        from store.book import accounting

        return accounting.add(self, account, password)

    def remove_account(self, name: str) -> tuple[Account, str]:
        """Take an account out with its password; return it, and a code where the keyring could not be asked."""
        from store.book import accounting

        return accounting.remove(self, name)

    def check_account(self, account: Account) -> None:
        """Raise UsageFault(`bad-account-value`, field, value, reason) where an account cannot be used; nothing is kept."""
        from store.book import accounting

        accounting.check(account)

    def remember_password(self, name: str, password: str) -> None:
        """Hold an account's password for this run only, where no keyring takes it."""
        from store.book import accounting

        accounting.remember(self, name, password)

    def forget_password(self, name: str) -> None:
        """Let go of the password that was typed for an account in this run, such as one that a server refused."""
        from store.book import accounting

        accounting.forget_typed(self, name)

    def for_a_process(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return what a process needs that works on this book: its variables, and by account what was typed in this run.

        The second holds passwords: it goes through a pipe of that process and nowhere else.
        """
        from store.book import accounting

        return accounting.for_a_process(self)

    def set_password(self, name: str, password: str) -> Account:
        """Put an account's password into the keyring and read it back; raises NotFound, Unavailable(`keyring-...`)."""
        from store.book import accounting

        return accounting.set_password(self, name, password)

    def test_account(self, name: str = "", ask: Callable[[Account], str] | None = None) -> tuple[AccountTest, ...]:
        """Log in with an account over IMAP and SMTP; one outcome a service. `ask` gives a password for this run."""
        from store.book import accounting

        return accounting.test(self, name, ask)

    def check(self) -> Iterator[Finding]:
        """Yield what the doctor finds, one line a thing, as it is found."""
        from store.book import checking

        return checking.check(self)

    def forget_what_was_read(self) -> None:
        """Have the index of who is due made again at the next question."""
        self._due().start_over()

    def sync(self, names: Sequence[str] = (), dry_run: bool = False, tell: Tell | None = None,
             ask: Callable[[Account], str] | None = None,
             say: Callable[[DueTouch, str, str], tuple[str, str]] | None = None) -> Iterator[Report]:
        """Yield what was done with each of the user's accounts (default: all); raises NotFound for one that is none.

        `say` gives a due touch with somebody's name and company as the title and the words of a task.
        """
        from store.book import syncing

        return syncing.sync(self, names, dry_run, tell, ask, say)

    def sync_files(self, paths: Sequence[str], dry_run: bool = False) -> Iterator[MailFile]:
        """Yield what each mail in some files and folders is, and take it in as if it had come by the mailbox."""
        from store.book import syncing_files

        return syncing_files.sync_files(self, paths, dry_run)

    def watch(self, account: Account, pause: Callable[[float], bool]) -> Iterator[None]:
        """Yield whenever new mail came, over a connection that stays open; touches no book, so it may run in a thread.

        `pause` waits so many seconds and returns whether to end. Raises Unavailable, `no-idle` where the server has none.
        """
        from store.book import watching_mail

        return watching_mail.watch(account, pause)

    def answer_line(self, account: str, values: Mapping[str, Any], words: str,
                    ask: Callable[[Account], str] | None = None) -> bool:
        """Answer a mail to oneself whose line was stored, from the values of its note; return whether that is wanted.

        Only where `[sync] answer` says so and the account can send; raises Unavailable, and nothing was sent then.
        """
        from store.book import syncing_lines

        return syncing_lines.answer(self, account, values, words, ask)


def _tell_nobody(_done: int, _total: int) -> None:
    """Tell nobody how far something has come."""
