"""The evening's one question, in the app: what left, whom one met, who of today lacks a note, and who else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import OnwardError
from store.model import Receipt
from tui.screens.inbox.practising import Practising
from tui.wording import inbox as words
from tui.wording import mail
from tui.wording.errors import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.meetings import Attendance
    from store.model import Contact, Touch


class Evening(Practising):
    """The sweep: drafts handed over, then notes, then a line for anybody met."""

    def action_sweep(self) -> None:
        """Begin with the drafts that were handed over, where there are any; those in a mailbox are looked for first."""
        if any(each.way in ("drafts-folder", "send") for each in self.book.drafts(("handed",))):
            self._look_then(self._ask_drafts)
        else:
            self._ask_drafts()

    def action_look_for_sent(self) -> None:
        """Look into the Sent folder for what left from elsewhere."""
        self._look_then(lambda: None, mail.NONE_LEFT)

    def _look_then(self, then: Callable[[], None], none: str = "") -> None:
        """Look into the Sent folder, away from the screen's own thread, say what was found, and go on in any case."""

        def look() -> Receipt | OnwardError:
            try:
                return self.book.look_for_sent()
            except OnwardError as error:
                return error

        def looked(found: Receipt | OnwardError) -> None:
            if isinstance(found, OnwardError):
                self.owner.say(sentence(found), wrong=True)
            elif found.values.get("count"):
                self.closed(found)
            elif none:
                self.owner.say(none)
            then()

        self.owner.slowly(look, looked, mail.LOOKING)

    def _ask_drafts(self) -> None:
        """Ask about the drafts that were handed over."""
        if not self.book.drafts(("handed",)):
            self._ask_meetings()
            return
        from tui.screens.confirm import SentSweep

        self.app.push_screen(SentSweep(self.book), self._drafts_done)

    def _drafts_done(self, done: Receipt | None) -> None:
        """Say what left, and go on."""
        self.closed(done)
        self._ask_meetings()

    def _ask_meetings(self) -> None:
        """Ask of the meetings in the calendar whether they took place."""
        found = self.attempt(self.book.meetings_to_ask)
        self._ask_meeting(list(found or ()))

    def _ask_meeting(self, waiting: list[Attendance]) -> None:
        """Ask about the first, then the others; Esc goes on to the notes."""
        if not waiting:
            self._ask_notes()
            return
        from tui.screens.asking import Choose
        from tui.wording import brief

        first = waiting[0]
        known = bool(first.known or first.perhaps)
        options: list[tuple[str, str, object]] = [("y", brief.YES_NOBODY if first.unknown else brief.YES, "y")] if known else []
        if first.unknown:
            options.append(("a", brief.YES_ADD.format(names=brief.new_names(first)), "a"))
        options += [("n", brief.NO, "n"), ("l", brief.LATER, "l")]

        def answered(answer: object) -> None:
            if answer is None:
                self._ask_notes()
            elif answer == "n":
                self.closed(self.attempt(lambda: self.book.not_met(first.meeting.key)))
                self._ask_meeting(waiting[1:])
            elif answer == "l":
                self._ask_meeting(waiting[1:])
            else:
                self._met(first, [each.address for each in first.unknown] if answer == "a" else [], waiting[1:])

        title = brief.question(first, self.book.now(), self.zone)
        self.app.push_screen(Choose(title, options, brief.MET), answered)

    def _met(self, attended: Attendance, guests: list[str], waiting: list[Attendance]) -> None:
        """Ask for a note about a meeting, log it, and go on; Esc at the note logs it all the same, for it was said."""
        from tui.screens.asking import AskLine
        from tui.wording import brief

        def noted(line: str | None) -> None:
            self.closed(self.attempt(lambda: self.book.met(attended.meeting.key, line or "", guests)))
            self._ask_meeting(waiting)

        question = brief.NOTE_ABOUT.format(title=brief.title(attended.meeting))
        self.app.push_screen(AskLine(question, help=brief.NOTE_HELP, allow_empty=True), noted)

    def _ask_notes(self) -> None:
        """Ask for a note about everybody met or called today without one."""
        silent = self.attempt(self.book.without_note)
        self._ask_note(list(silent or ()))

    def _ask_note(self, silent: list[tuple[Contact, Touch]]) -> None:
        """Ask about the first, then the others; an empty line passes on, Esc goes to the last question."""
        if not silent:
            self._who_else()
            return
        from tui.screens.asking import AskLine

        person, touch = silent[0]

        def answered(line: str | None) -> None:
            if line is None:
                self._who_else()
                return
            if line:
                self.closed(self.attempt(lambda: self.book.annotate(touch.id, line)))
            self._ask_note(silent[1:])

        question = words.NOTE_ABOUT.format(kind=words.kind_word(touch.kind), name=person.name)
        self.app.push_screen(AskLine(question, help=words.NOTE_HELP, allow_empty=True), answered)

    def _who_else(self) -> None:
        """Ask who else was met: the quick-log line."""
        self.owner.say(words.WHO_ELSE)
        self.action_add()
