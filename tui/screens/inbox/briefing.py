"""The next meeting, in the inbox: a quiet line when one with somebody known is near, and what to know before it."""

from __future__ import annotations

import datetime as dt
from threading import Thread

from store.errors import OnwardError
from tui import keys
from tui.screens.inbox.evening import Evening
from tui.widgets.coming import Coming
from tui.wording.brief import soon

NEAR = dt.timedelta(hours=4)
"How long before a meeting the line is there."


class Briefing(Evening):
    """The key for the brief, and the line that says when it is worth pressing."""

    def on_mount(self) -> None:
        """Read the calendars where they changed, beside everything else; nobody waits for it."""
        if self.book.has_calendar:
            Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        """Read the calendars in a thread of its own; what cannot be read shows no line."""
        try:
            self.book.read_calendars()
            self.app.call_from_thread(self.show_coming)
        except Exception as error:  # the app may be leaving, a file may be anything
            self.log.error(repr(error))

    def show_coming(self) -> None:
        """Show the meeting that comes, or no line."""
        if not self.query(Coming):
            return
        try:
            found = self.book.meeting_soon(NEAR)
        except OnwardError:
            found = None
        line = self.query_one(Coming)
        if found is None:
            line.show("")
            return
        action = next(each for each in keys.actions("inbox", self.owner.own_keys()) if each.id == "brief")
        key = keys.shown(action.keys[0]) if action.keys else ":"
        line.show(soon(found, self.book.now(), self.zone), key, action.label, action.id)

    def action_brief(self) -> None:
        """Show what to know before the next meeting."""
        from tui.screens.brief import BriefScreen

        self.app.push_screen(BriefScreen(self.book))
