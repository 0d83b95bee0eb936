"""The first minute: the tour's line, and the few things asked about the user, each when it is needed first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from store.errors import OnwardError
from tui import keys
from tui.screens.inbox.looking import Looking
from tui.wording import first_minute as words

if TYPE_CHECKING:
    from collections.abc import Callable

LAST = 20
"Rows at the end of the queue among which a call that waits for its hour stands."
PLACES = {"name": ("you", "name"), "country": ("place", "country"), "hours": ("work", "hours")}
"Where in settings.toml an answer goes."


class FirstMinute(Looking):
    """The keys and lines of a beginning."""

    _hours_told = False

    def on_mount(self) -> None:
        """Say what the tour says."""
        self.show_tour()

    def reload(self, keep: str | None = None, place: int | None = None) -> None:
        """Read the split again; the first call that the working hours move is told of."""
        super().reload(keep, place)
        self.tell_hours()

    def show_tour(self) -> None:
        """Show what the tour says now, if it has anything to say here."""
        if not self.query("#tour"):
            return
        tour = self.owner.tour
        told = tour.line(self.owner.own_keys()) if tour is not None and self.owner.book is self.book else ""
        line = self.query_one("#tour", Static)
        line.update(Content(told))
        line.display = bool(told)

    def action_demo(self) -> None:
        """Open the made-up book."""
        self.owner.action_demo()

    def action_my_name(self) -> None:
        """Ask for the name under what is written."""
        self.ask_setting("name", words.ASK_NAME)

    def action_my_country(self) -> None:
        """Ask for the country of the numbers."""
        self.ask_setting("country", words.ASK_COUNTRY)

    def action_my_hours(self) -> None:
        """Ask from when to when calls are made."""
        self.ask_setting("hours", words.ASK_HOURS)

    def ask_setting(self, name: str, question: str, then: Callable[[], None] | None = None) -> None:
        """Ask for one thing about the user, with a good default, and keep the answer in the settings; then go on."""
        from tui.screens.asking import AskLine

        def answered(said: str | None) -> None:
            if said is not None:
                self._keep(name, said)
            elif then is not None:
                self.attempt(lambda: self.book.keep_setting(*PLACES[name], ""))
            if then is not None:
                then()

        self.app.push_screen(AskLine(question, self.book.guess_setting(name), words.HINTS[name]), answered)

    def _keep(self, name: str, said: str) -> None:
        try:
            self.book.keep_setting(*PLACES[name], said)
        except OnwardError as error:
            self.owner.say_error(error)
            return
        self.owner.say(words.SETTING_KEPT.format(told=said))
        self.reload()

    def lacks(self, name: str) -> bool:
        """Return whether something about the user was never said, in a book that is not made up."""
        try:
            return not self.owner.in_demo and not self.book.setting_given(*PLACES[name])
        except OnwardError:
            return False

    def tell_hours(self) -> None:
        """Say once, when the working hours first move a call, what they are taken to be."""
        at = self.queue_now.at
        if self._hours_told or not any(row.due.kind == "call" and row.due.possible_from and row.due.possible_from > at
                                       for row in self.queue_now.rows[-LAST:]):
            return
        self._hours_told = True
        if self.lacks("hours"):
            opens, closes = (f"{each:%H:%M}" for each in self.book.practice.working_hours)
            key = keys.shown(next(iter(keys.action("palette").keys), ":"))
            self.owner.say(words.HOURS_NOTICE.format(opens=opens, closes=closes, key=key))
