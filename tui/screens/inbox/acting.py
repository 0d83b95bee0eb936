"""Acting on the row under the cursor, or on all that are selected: done, snooze, pause, undo and the like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from store.model import Receipt, Row
from tui import keys
from tui.screens.inbox.looking import Looking
from tui.screens.waiting import WaitingKey
from tui.widgets.rows import row_key
from tui.wording import inbox as words

if TYPE_CHECKING:
    from store.model import Planned

MANY = 100
"From so many contacts on a verb runs in a thread with a notice."


class Acting(Looking):
    """The keys that change the book."""

    def targets(self) -> list[Row]:
        """Return the selected rows, or the one under the cursor."""
        queue = self.listing
        if queue.selected:
            return [row for row in queue.rows if row_key(row) in queue.selected]
        return [queue.row] if queue.row is not None else []

    def people(self) -> list[str]:
        """Return the ids of the contacts of the targets."""
        return [row.due.contact for row in self.targets() if row.due.contact]

    def needs_one(self) -> bool:
        """Return whether there is one person to do something with that is done with one at a time; say so where not."""
        if not self.needs("no-person"):
            return False
        if len(self.targets()) > 1:
            self.owner.say(words.ONE_AT_A_TIME)
            return False
        return True

    def question(self, question: str) -> str:
        """Return a question about the targets."""
        rows = self.targets()
        return words.ask_until(words.QUESTIONS[question], len(rows), words.row_name(rows[0]) if rows else "")

    def act(self, verb: Callable[[], Receipt], moves_on: bool = True,
            then: Callable[[Receipt], None] | None = None) -> None:
        """Do a verb on the targets, say what happened, and stand on the next row (or stay on this one)."""
        rows = self.targets()

        def after(done: Receipt) -> None:
            self.settle(rows, done, moves_on)
            if then is not None:
                then(done)

        if len(rows) > MANY:
            self.owner.slowly(verb, after)
            return
        receipt = self.attempt(verb)
        if receipt is not None:
            after(receipt)

    def settle(self, rows: Sequence[Row], done: Receipt, moves_on: bool) -> None:
        """Say what a verb did and show the queue as it is now."""
        self.owner.say_receipt(done)
        following = self._following({row_key(row) for row in rows}) if moves_on else None
        self.listing.unselect()
        self.reload(following)

    def _following(self, acted: set[str]) -> str | None:
        """Return the key of the first row after the cursor that was not acted on; of the last before it, at the end."""
        queue = self.listing
        after = (row_key(row) for row in queue.rows[queue.cursor:])
        before = (row_key(row) for row in reversed(queue.rows[:queue.cursor]))
        for places in (after, before):
            found = next((key for key in places if key not in acted), None)
            if found is not None:
                return found
        return None

    def wait_for(self, question: str, then: Callable[[str], None]) -> None:
        """Show the keys that may follow and go on with the value of the one pressed."""
        self.app.push_screen(WaitingKey(self.question(question), question),
                             lambda value: None if value is None else then(value))

    def action_done(self) -> None:
        """Log what was due as done: a call asks how it went, a reply may want no answer, a question its answer."""
        if not self.needs("no-row"):
            return
        rows = self.targets()
        due = rows[0].due
        if not due.contact:
            self.action_open()
        elif due.step == "waiting" and len(rows) == 1:
            self.owner.say(keys.in_words(words.NOTHING_DUE, name=rows[0].name))
        elif due.step == "next-step" and len(rows) == 1:
            self.ask_next(due.contact)
        elif any(row.due.kind == "decide" for row in rows):
            self.decide(rows)
        elif all(row.due.kind == "call" for row in rows):
            self.wait_for("call-outcome", self.called)
        elif any(row.due.kind == "call" for row in rows):
            self.owner.say(words.MIXED_KINDS)
        elif all(row.due.step == "reply" for row in rows):
            self.wait_for("owed-outcome", self.answered)
        else:
            ids = self.people()
            self.act(lambda: self.book.done(ids))

    def action_open(self) -> None:
        """Open the row; the class that opens says how."""

    def called(self, outcome: str) -> None:
        """Log the calls with their outcome; a person reached is asked about the next step."""
        ids = self.people()
        asks = outcome == "reached" and len(ids) == 1
        self.act(lambda: self.book.done(ids, outcome), then=(lambda done: self.ask_next(ids[0])) if asks else None)

    def answered(self, outcome: str) -> None:
        """Log the replies as given, or settle them as wanting none."""
        ids = self.people()
        if outcome == "nothing-to-answer":
            self.act(lambda: self.book.nothing_to_answer(ids))
        else:
            asks = (lambda done: self.ask_next(ids[0])) if len(ids) == 1 else None
            self.act(lambda: self.book.done(ids, outcome), then=asks)

    def action_nothing_to_answer(self) -> None:
        """Settle what they wrote as wanting no answer, without a question."""
        if self.needs("no-person") and self.people():
            self.answered("nothing-to-answer")

    def ask_next(self, contact: str) -> None:
        """Ask for the next step; the class that opens screens says how."""

    def decide(self, rows: Sequence[Row]) -> None:
        """Answer a question of the queue; one person at a time."""
        row = rows[0]
        if len(rows) > 1:
            self.needs_one()
            return
        self.wait_for("decision", lambda choice: self.act(lambda: self.book.decide(row.due.contact, choice)))

    def action_snooze(self) -> None:
        """Hide what is due until another day."""
        if self.needs("no-person") and self.people():
            self.wait_for("snooze", self.snooze_words)

    def snooze_words(self, said: str) -> None:
        """Snooze until the day that words mean; without words, ask for them."""
        if not said:
            self.ask_when("snooze", self.snooze_until)
            return
        until = self.attempt(lambda: self.book.plan_when(said))
        if until is not None:
            self.snooze_until(until)

    def ask_when(self, question: str, then: Callable[[Planned], None]) -> None:
        """Ask for a day in words; the class that opens screens says how."""

    def snooze_until(self, until: Planned) -> None:
        """Snooze the targets until a day or time."""
        ids = self.people()
        self.act(lambda: self.book.snooze(ids, until))

    def action_skip(self) -> None:
        """Pass over what is due."""
        if self.needs("no-person"):
            ids = self.people()
            self.act(lambda: self.book.skip(ids))

    def action_pause(self) -> None:
        """Leave people alone for a while, or resume."""
        if self.needs("no-person"):
            self.wait_for("pause", self.pause_words)

    def pause_words(self, said: str) -> None:
        """Pause until the day that words mean, or without end; or resume."""
        ids = self.people()
        if said == "resume":
            self.act(lambda: self.book.resume(ids), moves_on=False)
        elif said == "open":
            self.act(lambda: self.book.pause(ids))
        elif not said:
            self.ask_when("pause", lambda until: self.act(lambda: self.book.pause(ids, until.on)))
        else:
            until = self.attempt(lambda: self.book.plan_when(said))
            if until is not None:
                self.act(lambda: self.book.pause(ids, until.on))

    def action_undo(self) -> None:
        """Take back the last action."""
        self._step_back(self.book.undo, forth=False)

    def action_redo(self) -> None:
        """Do again what was last taken back."""
        self._step_back(self.book.redo, forth=True)

    def _step_back(self, verb: Callable[[], Receipt], forth: bool) -> None:
        """Undo or redo, and stand on whom it was about where they are in the list; a batch of many in a thread."""
        def after(done: Receipt) -> None:
            self.owner.say_receipt(done)
            self.reload(done.contacts[0] if done.contacts else None)

        if (self.attempt(lambda: self.book.undo_size(forth)) or 0) > MANY:
            self.owner.slowly(verb, after)
            return
        done = self.attempt(verb)
        if done is not None:
            after(done)

    def action_copy(self) -> None:
        """Copy the address or number that the due touch needs."""
        if not self.needs_one():
            return
        row = self.targets()[0]
        dossier = self.attempt(lambda: self.book.dossier(row.due.contact))
        if dossier is None:
            return
        value = words.address_to_copy(dossier.contact, row.due.kind)
        if value:
            self.app.copy_to_clipboard(value)
            self.owner.say(words.COPIED.format(value=value))
        else:
            self.owner.say(keys.in_words(words.NO_ADDRESS, name=row.name))
