"""What to know before the next meeting, on one screen."""

from __future__ import annotations

from collections.abc import Sequence

from store.errors import OnwardError
from tui.screens.page import Page
from tui.wording.brief import lines
from tui.wording.errors import sentence


class BriefScreen(Page[None]):
    """When, where, who, what passed between you, and what to talk about."""

    def lines(self, columns: int) -> Sequence[str]:
        """Return the brief."""
        try:
            return lines(self.book.brief(), self.book.now(), self.zone, columns, self.book.has_calendar)
        except OnwardError as error:
            return [sentence(error)]
