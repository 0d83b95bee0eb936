"""What the inbox shows: tabs, queue, person, footer; read from the book and painted again when it changes."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from textual.app import ComposeResult
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from store.errors import OnwardError
from store.model import Queue, Row
from tui import keys
from tui.screens.inbox import nothing
from tui.widgets.backdrop import Backdrop, Ground
from tui.widgets.coming import Coming
from tui.widgets.edges import lacking
from tui.widgets.line_input import LineInput
from tui.widgets.lines import Hints, Notes, Tabs, WhyLine
from tui.widgets.person import View
from tui.widgets.person_pane import PersonPane
from tui.widgets.queue import QueueList
from tui.widgets.rows import Section, row_key, sections_of
from tui.wording import inbox as words
from tui.wording.instants import full
from tui.wording.reasons import why

if TYPE_CHECKING:
    from store.book import Book
    from tui.app import OnwardApp

Value = TypeVar("Value")
Part = TypeVar("Part", bound=Widget)
RECOUNT_EVERY = dt.timedelta(seconds=60)
"How long the order of the queue may stand while only the clock goes on."
REPAINT_EVERY = dt.timedelta(seconds=10)
"How long the time that is left may stand."
ROOM_FOR_PERSON = 16
"Lines that the window needs before the person is shown under the queue."


class Looking(Backdrop, Screen[None]):
    """The part of the inbox that reads and paints; the keys are in the classes that build on it."""

    HORIZONTAL_BREAKPOINTS = [(0, "-phone"), (60, "-normal"), (120, "-wide")]  # noqa: RUF012 - Textual's own type
    VERTICAL_BREAKPOINTS = [(0, "-low"), (ROOM_FOR_PERSON, "-high")]  # noqa: RUF012
    AUTO_FOCUS = "QueueList"

    def __init__(self, book: Book) -> None:
        """Keep the book; today's queue is the first thing shown."""
        super().__init__()
        self.book = book
        self.split = "today"
        self.queue_now = Queue(book.now())
        self.can_undo = False
        self._parts: dict[type[Widget], Widget] = {}
        self._person_wanted = False
        self.hinted_for: bool | None = None
        "Whether the row that the hints are for is a person's; None for no row."
        self.doing = ""
        self.looks_on = False
        "Whether more rows may come at once: until then an empty list says nothing."

    @property
    def owner(self) -> OnwardApp:
        """The app, with its own verbs."""
        return cast("OnwardApp", self.app)

    @property
    def zone(self) -> dt.tzinfo:
        """The user's zone."""
        return self.owner.zone

    def compose(self) -> ComposeResult:
        """Lay out tabs, the line to find with, queue, person, why and hints."""
        yield Tabs(words.SPLIT_NAMES, id="tabs")
        with Ground(id="body"):
            with Ground(id="list"):
                yield LineInput(placeholder=words.FIND_PROMPT, id="find")
                yield QueueList(self.row_changed, id="queue")
                yield Notes(id="nothing")
            yield PersonPane(id="person")
        yield WhyLine(id="why")
        yield Static(id="tour")
        yield Coming(id="coming")
        yield Hints(id="hints")

    def on_mount(self) -> None:
        """Show today; what was read for it need not be gone through again for what nobody uses any more."""
        self.reload()
        self.call_after_refresh(gc.freeze)

    @property
    def listing(self) -> QueueList:
        """The queue's widget."""
        return self.part(QueueList)

    def part(self, kind: type[Part]) -> Part:
        """Return the screen's one widget of a kind, looked for once, since every key asks; raises NoMatches until then."""
        known = self._parts.get(kind)
        if known is None:
            known = self._parts[kind] = self.query_one(kind)
        return cast("Part", known)

    def reload(self, keep: str | None = None, place: int | None = None) -> None:
        """Read the split again; the cursor stays on a row (default: the one under it), or goes to a place."""
        queue = self.owner.attempt(lambda: self.book.queue(self.split))
        if queue is None:
            return
        self.queue_now = queue
        self.can_undo = bool(self.owner.attempt(self.book.can_undo))
        by_kind = self.sections_now()
        usual = sections_of(queue.rows, self.split == "today", queue.at) if by_kind is None else by_kind
        self.show_rows(usual, keep, place)
        self.offer_spread()
        self.show_coming()

    def sections_now(self) -> Sequence[Section] | None:
        """Return the rows in another order than the usual one; the class that has one says how."""
        return None

    def show_coming(self) -> None:
        """Show the meeting that comes; the class that knows of meetings says how."""

    def offer_spread(self) -> None:
        """Offer to spread where too much is due; the class that spreads says how."""

    def show_rows(self, sections: Sequence[Section], keep: str | None = None, place: int | None = None) -> None:
        """Put rows into the list and everything around it in step."""
        queue = self.listing
        if place is None:
            wanted = keep or (row_key(queue.row) if queue.row else None)
            found = _place_in(sections, wanted) if wanted else None
            place = queue.cursor if found is None else found
        queue.show(sections, self.book.now(), self.zone, place)
        self._show_tabs()
        self._show_nothing()
        self.show_hints()

    @property
    def ready(self) -> bool:
        """Whether the widgets are there: not before they are made, nor while the app leaves."""
        try:
            return self.part(QueueList).is_attached and self.part(Hints).is_attached
        except NoMatches:
            return False

    def book_changed(self) -> None:
        """Read again what another process, or a screen on top, has changed."""
        if self.ready:
            self.reload()

    def time_passed(self) -> None:
        """Let the bars drain; read the queue again once a minute."""
        if not self.ready:
            return
        now = self.book.now()
        if now - self.queue_now.at >= RECOUNT_EVERY:
            self.reload()
        elif now - self.listing.shown_at >= REPAINT_EVERY:
            self.listing.tick(now)
            self._show_tabs()

    def row_changed(self) -> None:
        """Show the other person: with the row where they were read ahead, else once the row is painted."""
        if self._person_wanted or not self.ready:
            return
        row = self.listing.row
        now = self.book.now()
        if self._person_known(row, now):
            self._show_why(row, now)
            self.call_after_refresh(self._read_ahead)
        else:
            self._person_wanted = True
            self.show_person_soon()

    def show_person_soon(self) -> None:
        """Show the person once nothing else waits to be painted."""
        self.call_after_refresh(self.show_person)

    def _person_known(self, row: Row | None, now: dt.datetime) -> bool:
        """Show the person of a row where their lines are there already; return whether they were."""
        pane = self.part(PersonPane)
        if row is None or not row.due.contact or not pane.display:
            return False
        try:
            dossier = self.book.dossier(row.due.contact)
        except OnwardError:
            return False
        return pane.show_again(dossier, row.due, now, not self.has_class("-wide"))

    def on_resize(self) -> None:
        """Show the person, and what stands in place of an empty list, as there is room now."""
        if self.ready:
            self._show_nothing()
        self.call_after_refresh(self.show_person)

    def show_person(self) -> None:
        """Show the person under the cursor, in full, in six lines, or only why the row is there."""
        self._person_wanted = False
        if not self.ready:
            return
        row = self.listing.row
        now = self.book.now()
        self._show_why(row, now)
        pane = self.part(PersonPane)
        if not pane.display:
            return
        pane.show(self._view(row, now) if row and row.due.contact else None, not self.has_class("-wide"))
        self.call_after_refresh(self._read_ahead)

    def _read_ahead(self) -> None:
        """Have the person whom the cursor meets next read, and what a step there shows painted, while nobody waits."""
        rows, place = self.listing.rows, self.listing.cursor + self.listing.heading
        if self._person_wanted or not self.ready or isinstance(self.focused, Input) or not 0 <= place < len(rows) \
                or not rows[place].due.contact:
            return
        self.listing.prepare()
        pane = self.part(PersonPane)
        view = self._view(rows[place], self.book.now()) if pane.display else None
        if view is not None:
            pane.prepare(view, not self.has_class("-wide"))

    def _show_why(self, row: Row | None, now: dt.datetime) -> None:
        """Show why the row is there, where there is a line for it."""
        line = self.part(WhyLine)
        if line.display:
            line.show(words.with_draft(row, why(row.due, now, self.zone)) if row else "")

    def _view(self, row: Row, now: dt.datetime) -> View | None:
        """Return what the pane needs; None for somebody who has just gone."""
        try:
            dossier = self.book.dossier(row.due.contact)
        except OnwardError:
            return None
        return View(dossier, row.due, now, self.zone, self.book.agenda(row.due.contact).proposals)

    def on_descendant_focus(self) -> None:
        """Show what the keys do where the focus is now."""
        if self.ready:
            self.show_hints()

    def show_hints(self) -> None:
        """Show what the keys do now."""
        hints = self.part(Hints)
        if self.focused is self.query_one("#find", Input):
            hints.show(words.FIND_HINTS if self.listing.rows else words.FIND_HINTS[-1:])
            return
        count = len(self.listing.selected)
        row = self.listing.row
        self.hinted_for = None if row is None else bool(row.due.contact)
        under = None if row is None else bool(count) or bool(row.due.contact)
        named = keys.fitting("inbox", self.owner.own_keys(), lacking(self.queue_now, under, self.can_undo))
        if count or self.listing.range_from is not None:
            named = keys.named(words.SELECTION_HINTS, "inbox", self.owner.own_keys())
        hints.show(named, words.selected(count) if count else self.doing)

    def _show_tabs(self) -> None:
        """Show the counts and the time."""
        now = self.book.now()
        self.part(Tabs).show(self.queue_now.counts, self.split, full(now, now, self.zone))

    def _show_nothing(self) -> None:
        """Show a good screen in place of an empty list."""
        empty = not self.listing.rows and not self.looks_on
        notes = self.part(Notes)
        notes.display = empty
        self.set_class(empty, "-nothing")
        if empty:
            lines = self._empty_lines()
            notes.show([line for line, _ in lines], {place: action for place, (_, action) in enumerate(lines) if action})

    def on_notes_clicked(self, event: Notes.Clicked) -> None:
        """Do what the line that was clicked says."""
        getattr(self, f"action_{event.name}")()

    def _empty_lines(self) -> list[nothing.Line]:
        """Return the lines of an empty split, with what comes next, or of an empty book."""
        if self.query_one("#find", Input).display:
            return nothing.nobody_found()
        if not self.queue_now.counts.get("everyone"):
            return nothing.empty_book(self.owner.own_keys(), self.size.width)
        later = self.owner.attempt(lambda: self.book.queue("later"))
        return nothing.nothing_due(self.split, self.queue_now.held, later.rows[:6] if later else (), self.book.now(), self.zone,
                                   self.size.width)

    def needs(self, what: str) -> bool:
        """Return whether there is what an action needs (`no-row`, `no-person`); say so where there is not."""
        row = self.listing.row
        if row is None or (what == "no-person" and not row.due.contact and not self.listing.selected):
            self.owner.say(keys.in_words(words.DISABLED["no-row" if row is None else what]))
            return False
        return True

    def end_finding(self) -> bool:
        """Put a filter away; the class that finds says how."""
        return False

    def attempt(self, act: Callable[[], Value]) -> Value | None:
        """Do something with the book; an error becomes a sentence and None."""
        return self.owner.attempt(act)


def _place_in(sections: Sequence[Section], key: str) -> int | None:
    """Return the place of a row among all sections; None where it is in none."""
    place = 0
    for section in sections:
        for row in section.rows:
            if row_key(row) == key:
                return place
            place += 1
    return None
