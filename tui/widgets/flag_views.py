"""What the draft check found: one line under the words, and the whole beside them where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.wording import flags as wording
from tui.wording import on_screen

if TYPE_CHECKING:
    from store.book.draft_checking import Flag

MOST_BESIDE = 6
"Flags beside the words; a key shows them all."


class FlagsLine(Static):
    """How many flags, and the first; takes no room while there are none. A click shows them all."""

    DEFAULT_CSS = """
    FlagsLine { height: 1; padding: 0 1; color: $text-warning; display: none; }
    FlagsLine.-shown { display: block; }
    """

    class Clicked(Message):
        """Somebody wants to see them all."""

    flags: Sequence[Flag] = ()
    key = ""

    def show(self, flags: Sequence[Flag], key: str) -> None:
        """Show one line about flags, with the key that shows them all; none hides it."""
        self.flags, self.key = flags, key
        self.set_class(bool(flags), "-shown")
        self._draw()

    def on_resize(self) -> None:
        """Cut the line for another width."""
        self._draw()

    def _draw(self) -> None:
        if self.flags:
            end = on_screen.SHOWS_THEM.format(key=self.key) if self.key else ""
            room = max(self.content_size.width or self.app.size.width - 2, 10)
            self.update(Content(wording.summary(self.flags, room - len(end) if room > 3 * len(end) else room)
                                + (end if room > 3 * len(end) else "")))

    def on_click(self, event: events.Click) -> None:
        """Ask for all of them."""
        event.stop()
        self.post_message(self.Clicked())


class FlagsPane(Static):
    """The flags beside the words, each with its reason and a better move; takes no room while there are none."""

    DEFAULT_CSS = """
    FlagsPane { height: auto; display: none; margin-bottom: 1; padding-right: 1; }
    FlagsPane.-shown { display: block; }
    """
    flags: Sequence[Flag] = ()

    def show(self, flags: Sequence[Flag]) -> None:
        """Show flags in the width there is; none hides it."""
        self.flags = flags
        self.set_class(bool(flags), "-shown")
        self._draw()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._draw()

    def _draw(self) -> None:
        if not self.flags:
            return
        room = max(self.content_size.width or 34, 20)
        lines: list[Content] = []
        groups = wording.grouped(self.flags)
        for first, *others in groups[:MOST_BESIDE]:
            head, *rest = wording.block(first, room, others)
            lines += [Content.styled(head, "$text-warning"), *(Content(line) for line in rest), Content("")]
        left = len(groups) - MOST_BESIDE
        if left > 0:
            lines.append(Content(on_screen.AND_MORE.format(left=left)))
        self.update(Content("\n").join(lines))
