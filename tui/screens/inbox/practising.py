"""The practice from the inbox: week, shelf, away, spread, like kinds together, the whole why, what is suggested."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.model import Receipt
from tui import keys
from tui.screens.inbox.opening import Opening
from tui.widgets.rows import Section
from tui.wording import inbox as words
from tui.wording import practice


class Practising(Opening):
    """The keys that concern more than one touch."""

    by_kind = False
    "Whether the queue stands by kind."
    offered = False
    "Whether a spread was offered since the queue last fitted into the day."

    def action_week(self) -> None:
        """Show the figures of the week."""
        from tui.screens.week import WeekScreen

        self.app.push_screen(WeekScreen(self.book))

    def action_why(self) -> None:
        """Show the whole reasoning about the person."""
        if self.needs_one():
            from tui.screens.reasoning import WhyScreen

            self.app.push_screen(WhyScreen(self.book, self.targets()[0].due.contact))

    def action_shelf(self) -> None:
        """Show the shelf."""
        from tui.screens.shelf import ShelfScreen

        self.app.push_screen(ShelfScreen(self.book), lambda done: self.reload())

    def action_away(self) -> None:
        """Be away, or back."""
        from tui.screens.being_away import AskAway

        self.app.push_screen(AskAway(self.book), self.closed)

    def action_spread(self) -> None:
        """Show what a spread would do."""
        from tui.screens.spread import SpreadScreen

        screen = self.attempt(lambda: SpreadScreen(self.book))
        if screen is not None:
            self.app.push_screen(screen, self.closed)

    def action_by_kind(self) -> None:
        """Put like kinds together, or back into the usual order."""
        self.by_kind = not self.by_kind
        self.reload()
        self.owner.say(keys.in_words(words.BY_KIND) if self.by_kind else words.BY_ORDER)

    def action_accept(self) -> None:
        """Move the person to the stage or standing suggested."""
        self._suggested(lambda contact: self.book.accept(contact))

    def action_refuse(self) -> None:
        """Leave the person where they are; the same is not suggested again."""
        self._suggested(lambda contact: self.book.refuse(contact))

    def _suggested(self, verb: Callable[[str], Receipt]) -> None:
        """Answer what is suggested for the person under the cursor."""
        row = self.listing.row
        if self.needs_one() and row is not None and row.due.contact:
            contact = row.due.contact
            done = self.attempt(lambda: verb(contact))
            if done is not None:
                self.owner.say_receipt(done)
                self.reload(contact)

    def sections_now(self) -> Sequence[Section] | None:
        """Return the rows by kind, where they are wanted so; None for the usual order."""
        if not self.by_kind or self.split != "today":
            return None
        return [Section(words.BATCH_HEADINGS.get(each.kind, words.kind_word(each.kind).upper() + "S"), list(each.rows))
                for each in self.book.batches(self.queue_now)]

    def offer_spread(self) -> None:
        """Offer to spread, once, where more is due than a day should hold."""
        queue = self.queue_now
        if self.split != "today" or not queue.held:
            self.offered = self.offered and bool(queue.held)
            return
        if not self.offered:
            self.offered = True
            cap = self.book.practice.daily_cap
            key = keys.shown(next(iter(keys.action("spread").keys), ":"))
            self.owner.say(practice.offer_spread(queue.held + cap, cap, key))
