"""Moving about the inbox: rows, pages, splits, and the selection."""

from __future__ import annotations

from tui.screens.inbox.looking import Looking
from tui.wording.inbox import SPLIT_NAMES

_SPLITS = tuple(SPLIT_NAMES)


class Moving(Looking):
    """The keys that move the cursor and select rows."""

    def action_down(self) -> None:
        """Move to the next row."""
        self.listing.move_to(self.listing.cursor + 1)

    def action_up(self) -> None:
        """Move to the row before."""
        self.listing.move_to(self.listing.cursor - 1)

    def action_first(self) -> None:
        """Move to the first row."""
        self.listing.move_to(0)

    def action_last(self) -> None:
        """Move to the last row."""
        self.listing.move_to(len(self.listing.rows) - 1)

    def action_page_down(self) -> None:
        """Move a screen down."""
        self.listing.move_to(self.listing.cursor + self.listing.page())

    def action_page_up(self) -> None:
        """Move a screen up."""
        self.listing.move_to(self.listing.cursor - self.listing.page())

    def action_next_split(self) -> None:
        """Show the next tab."""
        self.go_to(_SPLITS[(_SPLITS.index(self.split) + 1) % len(_SPLITS)])

    def action_previous_split(self) -> None:
        """Show the tab before."""
        self.go_to(_SPLITS[(_SPLITS.index(self.split) - 1) % len(_SPLITS)])

    def action_split_today(self) -> None:
        """Show what is due today."""
        self.go_to("today")

    def action_split_owed(self) -> None:
        """Show what is owed."""
        self.go_to("owed")

    def action_split_running(self) -> None:
        """Show the running clocks."""
        self.go_to("running")

    def action_split_waiting(self) -> None:
        """Show who has not answered."""
        self.go_to("waiting")

    def action_split_later(self) -> None:
        """Show what comes later."""
        self.go_to("later")

    def action_split_everyone(self) -> None:
        """Show everyone."""
        self.go_to("everyone")

    def go_to(self, split: str) -> None:
        """Show a split from its first row, or, where the same person stands in it, with the cursor on them."""
        self.end_finding()
        if split != self.split:
            self.split = split
            self.listing.unselect()
        self.reload()

    def action_select(self) -> None:
        """Select the row under the cursor, or no longer, and move on."""
        if self.needs("no-person"):
            self.listing.toggle()
            self.listing.move_to(self.listing.cursor + 1)
            self.show_hints()

    def action_range(self) -> None:
        """Begin or end a range."""
        if self.needs("no-row"):
            self.listing.toggle_range()
            self.show_hints()

    def row_changed(self) -> None:
        """Show the other person; keep the footer in step with a range."""
        super().row_changed()
        if self.listing.cursor:
            self.owner.tour_saw("moved")
        row = self.listing.row
        if self.listing.range_from is not None or self.hinted_for is not (None if row is None else bool(row.due.contact)):
            self.show_hints()
