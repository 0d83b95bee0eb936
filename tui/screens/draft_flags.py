"""The draft check, live in the draft screen: looked at again when a person stops typing for a moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.timer import Timer

from store.errors import OnwardError
from store.model import Draft
from tui import keys
from tui.screens.page import Page
from tui.widgets.flag_views import FlagsLine, FlagsPane
from tui.wording import flags as wording

if TYPE_CHECKING:
    from textual.screen import Screen

    from store.book import Book
    from store.book.draft_checking import Flag
    from store.model import Receipt
    from tui.widgets.draft_editor import DraftEditor

    Base = Screen[Receipt | None]
else:
    Base = object

PAUSE = 0.25
"Seconds without a key after which the words are looked at."
LONG_PAUSE = 1.5
"The same for a draft so long that looking at it would be felt."
LONG = 8_000
"Characters from which on a draft is long."
ROOM_BESIDE = 100
"Cells of a window from which on the flags stand beside the words."


class Flags(Base):
    """What a draft screen knows of the draft check; needs `book`, `draft`, `editor`, `say`."""

    book: Book
    draft: Draft
    editor: DraftEditor
    flags: Sequence[Flag] = ()
    _looking: Timer | None = None

    if TYPE_CHECKING:

        def say(self, words: str) -> None:
            """Show words."""

    def look_soon(self, pause: float = 0.0) -> None:
        """Look at the words when a person stops typing; every key puts it off."""
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(pause or (LONG_PAUSE if len(self.editor.body) > LONG else PAUSE), self.look)

    def look(self) -> None:
        """Look at the words as they stand, and show what was found; a check that cannot be made says nothing."""
        self._looking = None
        if not self.is_attached:
            return
        try:
            self.flags = self.book.check_draft(self.draft.id, self.editor.subject, self.editor.body)
        except OnwardError:
            self.flags = ()
        self.editor.mark(self.flags)
        self.show_flags()

    def show_flags(self) -> None:
        """Show the flags beside the words where there is room for that, else in one line under them."""
        beside = self.app.size.width >= ROOM_BESIDE and self.query_one("#aside").has_class("-shown")
        self.query_one(FlagsPane).show(self.flags if beside else ())
        own = dict(getattr(self.app, "own_keys", dict)())
        self.query_one(FlagsLine).show(() if beside else self.flags, _key(own))

    def on_flags_line_clicked(self) -> None:
        """Show them all."""
        self.action_flags()

    def action_flags(self) -> None:
        """Show every flag with its reason and a better move."""
        self.look()
        if self.flags:
            self.app.push_screen(FlagsPage(self.book, self.flags))
        else:
            self.say(wording.NOTHING_FOUND)


class FlagsPage(Page[None]):
    """All flags of a draft, to read."""

    def __init__(self, book: Book, flags: Sequence[Flag]) -> None:
        """Keep the flags."""
        super().__init__(book)
        self.flags = tuple(flags)

    def lines(self, columns: int) -> Sequence[str]:
        """Return a paragraph a flag."""
        return wording.report(self.flags, columns).split("\n")


def _key(own: dict[str, str]) -> str:
    """Return the key that shows all flags, as it is written on it; the one that works while typing."""
    found = next((each for each in keys.actions("draft", own) if each.id == "flags"), None)
    return keys.shown((*found.typing, *found.keys)[0]) if found is not None else ""
