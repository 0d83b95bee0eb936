"""Keeping in step with the user's own servers: the mailbox (IMAP), and address book and calendar (CardDAV, CalDAV).

Nothing here is contacted unless `onward sync`, its key or its setting asks for it. Every step is a unit of its own,
so that stopping at any moment leaves a sound book, and doing a step again changes nothing.
"""

from __future__ import annotations

from store.errors import Stopped
from store.reports import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from store.model import Reason

    Tell = Callable[[str, int, int], None]
    """Called with what is being done (a code), how much is done and of how many (0 where that is not known); it may raise
    Stopped."""

__all__ = ["Report", "Stopped", "Tally"]


class Tally:
    """A report in the making."""

    def __init__(self, account: str, dry_run: bool = False) -> None:
        """Begin with nothing done."""
        self.account = account
        self.dry_run = dry_run
        self.counts: dict[str, int] = {}
        self.notes: list[Reason] = []
        self.values: dict[str, Any] = {}

    def add(self, code: str, more: int = 1) -> None:
        """Count something done."""
        self.counts[code] = self.counts.get(code, 0) + more

    def note(self, reason: Reason) -> None:
        """Keep what a person should know."""
        self.notes.append(reason)

    def report(self, trouble: Reason | None = None, stopped: bool = False) -> Report:
        """Return the report as it stands."""
        return Report(self.account, dict(self.counts), tuple(self.notes), trouble, stopped, self.dry_run, dict(self.values))
