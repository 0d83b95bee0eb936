"""Opening what stands on top of the inbox; every screen is imported when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from store.model import Receipt
from tui.screens.inbox.acting import Acting
from tui.screens.inbox.first_minute import FirstMinute
from tui.widgets.queue import QueueList
from tui.wording import inbox as words
from tui.wording.first_minute import ASK_COUNTRY, ASK_NAME
from tui.wording.receipts import receipt

if TYPE_CHECKING:
    from textual.screen import Screen

    from store.model import Planned

SIGNED = frozenset({"email", "letter"})
"The kinds of drafts that end with the user's name."


class Opening(Acting, FirstMinute):
    """The keys that open another screen, and what happens when it closes."""

    def push(self, screen: Screen[Receipt] | Screen[Receipt | None], moves_on: bool = False) -> None:
        """Open a screen that gives a receipt or nothing; say it and show the queue as it is then."""
        rows = self.targets()

        def closed(done: Receipt | None) -> None:
            if done is None:
                self.reload()
            else:
                self.settle(rows, done, moves_on)

        self.app.push_screen(cast("Screen[Receipt | None]", screen), closed)

    def on_queue_list_opened(self, event: QueueList.Opened) -> None:
        """Open the row that was double-clicked."""
        self.action_open()

    def action_open(self) -> None:
        """Open the person, or the question that a housekeeping row asks."""
        row = self.listing.row
        if row is None:
            return
        if row.due.contact:
            from tui.screens.contact import ContactScreen

            self.app.push_screen(ContactScreen(self.book, row.due.contact), lambda done: self.closed(done))
        elif row.due.step == "unfiled":
            from tui.screens.choosing import FileUnfiled

            self.push(FileUnfiled(self.book))
        elif row.due.step == "newsletter":
            self.action_newsletter()
        elif row.due.step == "without-cadence":
            lines = self.attempt(self.book.without_cadence)
            if lines:
                self.choose_cadence([line.id for line in lines])

    def closed(self, done: object) -> None:
        """Show the queue after a screen that may or may not give a receipt."""
        if isinstance(done, Receipt):
            self.owner.say_receipt(done)
        self.reload()

    def choose_cadence(self, ids: list[str]) -> None:
        """Choose one cadence for some people."""
        from tui.screens.choosing import ChooseCadence

        self.push(ChooseCadence(self.book, ids))

    def action_cadence(self) -> None:
        """Choose the cadence of the targets."""
        if self.needs("no-person"):
            self.choose_cadence(self.people())

    def action_add(self) -> None:
        """Open the quick-log line."""
        from tui.screens.quick_log import QuickLogScreen

        def closed(done: Receipt | tuple[Receipt, str] | None) -> None:
            wants_draft = isinstance(done, tuple)
            if isinstance(done, tuple):
                done, _ = done
            if done is None or not wants_draft or not done.contacts:
                self.closed(done)
            if done is not None:
                self.reload(done.contacts[0] if done.contacts else None)
                if not wants_draft and self.lacks_country(done):
                    self.ask_setting("country", ASK_COUNTRY)
                if wants_draft and done.contacts:
                    self.open_draft(done.contacts[0], told=receipt(done, self.book.now(), self.zone, back=""))

        self.app.push_screen(QuickLogScreen(self.book), closed)

    def lacks_country(self, done: Receipt) -> bool:
        """Return whether a line brought a number that only a country makes whole, and none was ever said."""
        if not done.contacts or self.book.settings.practice.country or not self.lacks("country"):
            return False
        dossier = self.attempt(lambda: self.book.dossier(done.contacts[0]))
        return dossier is not None and any(
            each.channel == "phone" and not each.value.startswith("+") for each in dossier.contact.addresses)

    def action_newsletter(self) -> None:
        """Open the issue of the newsletter, beginning one where there is none."""
        from tui.screens.newsletter import open_newsletter

        screen = self.attempt(lambda: open_newsletter(self.book))
        if screen is not None:
            self.push(screen)

    def action_merge(self) -> None:
        """Make this person and another one, after a look at both."""
        if self.needs_one():
            from tui.screens.merge_with import merge_with

            contact = self.targets()[0].due.contact
            merge_with(self, self.book, contact, self.closed, lambda said: self.owner.say(said, wrong=True))

    def action_pairs(self) -> None:
        """Look for people who may be in the book twice."""
        from tui.screens.merging import PairsScreen

        self.owner.slowly(
            self.book.likely_pairs, lambda found: self.push(PairsScreen(self.book, found)), words.LOOKING_FOR_PAIRS)

    def action_import(self) -> None:
        """Open the import."""
        from tui.screens.importing import ImportScreen

        self.push(ImportScreen(self.book))

    def action_draft(self) -> None:
        """Open a draft on the best channel."""
        if self.needs_one():
            self.open_draft(self.targets()[0].due.contact)

    def open_draft(self, contact: str, kind: str = "", template: str = "", told: str = "") -> None:
        """Open a draft for a contact; what has just happened is told in the draft's own line, never over its words."""
        if self.asks_name_first(contact, kind):
            self.ask_setting("name", ASK_NAME, lambda: self.open_draft(contact, kind, template, told))
            return
        from tui.screens.for_draft import screen_for

        draft = self.attempt(lambda: self.book.draft(contact, kind, template))
        if draft is not None:
            screen = screen_for(self.book, draft)
            self.push(screen, moves_on=True)
            self.app.clear_notifications()
            if told:
                screen.call_after_refresh(screen.say, told)

    def asks_name_first(self, contact: str, kind: str) -> bool:
        """Return whether the draft will be signed, and nobody ever said with what name."""
        row = next((each for each in self.targets() if each.due.contact == contact), None)
        return (kind or (row.due.kind if row else "")) in SIGNED and self.lacks("name")

    def action_draft_choose(self) -> None:
        """Choose kind and template, then open the draft."""
        if not self.needs_one():
            return
        from tui.screens.asking import Choose

        contact = self.targets()[0].due.contact
        kinds = [(key, words.kind_word(kind), kind) for key, kind in words.DRAFT_KINDS]
        self.app.push_screen(Choose(words.WHICH_KIND, kinds),
                             lambda kind: self._choose_template(contact, str(kind)) if kind else None)

    def _choose_template(self, contact: str, kind: str) -> None:
        """Choose among the templates of a kind; open the draft at once where there is no choice."""
        from tui.screens.choosing_template import ChooseTemplate

        entries = self.attempt(lambda: self.book.templates(contact, kind))
        if entries is None:
            return
        if len(entries) < 2:
            self.open_draft(contact, kind, entries[0].name if entries else "")
            return
        self.app.push_screen(ChooseTemplate(self.book, contact, kind, words.WHICH_TEMPLATE, entries),
                             lambda name: self.open_draft(contact, kind, name) if name else None)

    def action_log(self) -> None:
        """Log a touch with this person."""
        if self.needs_one():
            from tui.screens.asking import LogTouch

            self.push(LogTouch(self.book, self.targets()[0].due.contact), moves_on=True)

    def action_next_step(self) -> None:
        """Agree the next step."""
        if self.needs_one():
            self.ask_next(self.targets()[0].due.contact)

    def ask_next(self, contact: str) -> None:
        """Ask for the next step with somebody."""
        from tui.screens.asking import AskNext

        self.app.push_screen(AskNext(self.book, contact), self._said)

    def _said(self, done: Receipt | None) -> None:
        """Say a receipt, if there is one, and read again."""
        self.closed(done)

    def ask_when(self, question: str, then: Callable[[Planned], None]) -> None:
        """Ask for a day in words."""
        from tui.screens.asking import AskWhen

        self.app.push_screen(AskWhen(self.book, self.question(question)),
                             lambda until: None if until is None else then(until))

    def action_traits(self) -> None:
        """Change temperature, pace, stage, standing, permissions and preferred kind."""
        if self.needs("no-person"):
            from tui.screens.asking import Traits

            self.push(Traits(self.book, self.people()))

    def action_help(self) -> None:
        """Show all keys."""
        self.owner.action_help()

    def action_palette(self) -> None:
        """Show every command with its key."""
        self.app.action_command_palette()

    def action_theme(self) -> None:
        """Choose another theme."""
        self.owner.action_theme()
