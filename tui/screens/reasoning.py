"""Why somebody is due, or not: every candidate with its rule, clock and guards, and what would come after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.errors import OnwardError
from tui.screens.page import Page
from tui.wording.errors import sentence
from tui.wording.reasoning import lines

if TYPE_CHECKING:
    from store.book import Book


class WhyScreen(Page[None]):
    """The whole reasoning about one contact."""

    def __init__(self, book: Book, contact: str) -> None:
        """Keep whom it is about."""
        super().__init__(book)
        self.contact = contact

    def lines(self, columns: int) -> Sequence[str]:
        """Return the reasoning."""
        try:
            person = self.book.dossier(self.contact).contact
            agenda, after = self.book.agenda(person.id), self.book.afterwards(person.id)
        except OnwardError as error:
            return [sentence(error)]
        return lines(person, agenda, after, self.book.now(), self.zone, columns)
