"""The timeline: everything that passed between the user and a contact, by day, newest first; two thousand scroll as ten do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

from tui.keys import in_words
from tui.look import clean, fit, width
from tui.widgets.found_words import flowed, from_found, marked, pattern
from tui.widgets.sheet import WHEEL, Sheet
from tui.widgets.tones import Piece
from tui.wording import timeline as words
from tui.wording.inbox import kind_word, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from re import Pattern

    from store.model import Touch

Head = Callable[[int], "Sequence[list[Piece]]"]
"Lines above the history, for a width."
KIND_CELLS = 9
ROOMY = 50
"Cells from which a touch has its time before it and the word of its kind in a column."
MOST_LINES = 400
"Lines of words that one opened touch shows at most."


class Timeline(Sheet, can_focus=False):
    """Touches under their days, one line each, opened one by one; filtered by way, kind and words."""

    class Changed(Message):
        """Another filter is on, or another touch is under the cursor."""

    def __init__(self, id: str | None = None) -> None:
        """Begin with no touches."""
        super().__init__(id=id)
        self.filter = words.ALL
        self.wanted = ""
        self.cursor = 0
        self.shown: list[Touch] = []
        self.opened: set[str] = set()
        self._touches: Sequence[Touch] = ()
        self._found: Sequence[Touch] = ()
        self._all_filters: list[tuple[str, str, int]] = words.filters(())
        self._texts: list[str] | None = None
        self._sought: Pattern[str] | None = None
        self._head: Head | None = None
        self._above: Sequence[list[Piece]] = ()
        self._plan: list[tuple[int, int]] = []
        self._starts: list[int] = []
        self._words: dict[str, list[str]] = {}
        self._now = dt.datetime.now(dt.UTC)
        self._zone: dt.tzinfo = dt.UTC

    def show(self, touches: Sequence[Touch], now: dt.datetime, zone: dt.tzinfo, head: Head | None = None) -> None:
        """Show touches, given oldest first as a dossier holds them; the cursor stays on its touch."""
        under = self.touch
        self._touches, self._texts, self._all_filters = touches, None, words.filters(touches)
        self._now, self._zone, self._head = now, zone, head
        self._choose(under)

    @property
    def touch(self) -> Touch | None:
        """The touch under the cursor."""
        return self.shown[self.cursor] if self.cursor < len(self.shown) else None

    @property
    def filters(self) -> list[tuple[str, str, int]]:
        """The filters there are something for, in one order, counted among what holds the words; the one that is on as well."""
        if not self.wanted.strip():
            return self._all_filters
        found = {name: count for name, _, count in words.filters(self._found)}
        return [(name, label, found.get(name, 0)) for name, label, _ in self._all_filters
                if found.get(name) or name in (words.ALL, self.filter)]

    def narrow(self, filter: str = words.ALL, wanted: str = "") -> None:
        """Show only one way or kind, and only what holds every word of a text."""
        under = self.touch if wanted == self.wanted or not wanted else None
        self.filter, self.wanted = filter, wanted
        self._choose(under)

    def next_filter(self, by: int) -> None:
        """Put the next filter on, or the one before."""
        names = [name for name, _, _ in self.filters]
        at = names.index(self.filter) if self.filter in names else 0
        self.narrow(names[(at + by) % len(names)], self.wanted)

    def move_to(self, place: int) -> None:
        """Put the cursor on a touch, as near as there is one; at the newest all that stands above it is seen too."""
        if not self.shown:
            self.scroll_lines(0 if place <= 0 else self.top + self.size.height)
            return
        before, self.cursor = self.cursor, max(0, min(place, len(self.shown) - 1))
        for each in (before, self.cursor):
            if each < len(self._starts):
                self.forget(self._starts[each])
        self._keep_cursor_in_sight()
        self.post_message(self.Changed())

    def step(self, by: int) -> None:
        """Go to the touch below or above; what is opened and does not fit is read to its end first."""
        if not self._read_on(by, WHEEL) and (self.cursor + by < len(self.shown) or not self.shown):
            self.move_to(self.cursor + by)

    def page(self, by: int) -> None:
        """Move a screen down or up; what is opened and does not fit is read to its end first."""
        if not self._starts or self._read_on(by, max(1, self.size.height - 2)):
            return
        line = self._starts[self.cursor] + by * max(1, self.size.height - 2)
        inside = max(0, min(line - len(self._above), len(self._plan) - 1))
        place = self._plan[inside][0]
        if place == self.cursor:
            place += by
        if place < len(self.shown):
            self.move_to(place)

    def _read_on(self, by: int, lines: int) -> bool:
        """Scroll within the words of the touch under the cursor, where more of them are out of sight; return whether."""
        if self.touch is None or self.touch.id not in self.opened or not self._starts:
            return False
        first, last = self._lines_taken(self.cursor)
        hidden = last - (self.top + self.size.height - 1) if by > 0 else self.top - first
        in_sight = first < self.top + self.size.height and last >= self.top
        if hidden <= 0 or not in_sight:
            return False
        self.scroll_lines(self.top + (min(lines, hidden) if by > 0 else -min(lines, hidden)))
        return True

    def _lines_taken(self, place: int) -> tuple[int, int]:
        """Return the first and the last line of a touch."""
        first = self._starts[place]
        last = self._starts[place + 1] - 1 if place + 1 < len(self._starts) else self.line_count() - 1
        while last > first and self._plan[last - len(self._above)][1] < 0:
            last -= 1
        return first, last

    def open(self, opens: bool | None = None) -> None:
        """Show all words of the touch under the cursor, or one line again; None for the other of the two."""
        touch = self.touch
        if touch is None:
            return
        wanted = touch.id not in self.opened if opens is None else opens
        (self.opened.add if wanted else self.opened.discard)(touch.id)
        self._arrange()
        self._keep_cursor_in_sight()

    def on_resize(self) -> None:
        """Lay the lines out for another width."""
        self._words.clear()
        self._arrange()
        if self.cursor:
            self._keep_cursor_in_sight()

    def on_click(self, event: events.Click) -> None:
        """Go to the touch that was clicked; clicked again, open it."""
        line = event.y + self.top - len(self._above)
        if self._on_bar(event) or not 0 <= line < len(self._plan):
            return
        place, part = self._plan[line]
        if part < 0:
            return
        if place == self.cursor:
            self.open()
        else:
            self.move_to(place)

    def line_count(self) -> int:
        """Return how many lines there are."""
        return len(self._above) + max(1, len(self._plan))

    def line_pieces(self, line: int, cells: int) -> tuple[Sequence[Piece], str]:
        """Return one line: one above the history, a day, a touch, or more of its words."""
        if line < len(self._above):
            return self._above[line], ""
        line -= len(self._above)
        if line >= len(self._plan):
            if self.shown:
                return (), ""
            return [(" " + (in_words(words.NONE_SUCH if self._touches else words.NOTHING)), "quiet")], ""
        place, part = self._plan[line]
        touch = self.shown[place]
        if part == -2:
            return (), ""
        if part == -1:
            today = self._now.astimezone(self._zone).date()
            return [(" " + words.day_heading(words.day_of(touch, self._zone), today), "heading")], ""
        under = place == self.cursor
        incoming = touch.direction == "in"
        if part:
            told = self._lines_of(touch, cells)[part]
            return [(" " * self._indent(cells), "plain"), *marked(told, "plain" if incoming else "quiet", self._sought)], ""
        return self._first_line(touch, cells, under, incoming), "cursor-row" if under else ""

    def _first_line(self, touch: Touch, cells: int, under: bool, incoming: bool) -> list[Piece]:
        """Return the line of a touch: when, which way, what, and the first of its words."""
        tone = "incoming" if incoming else "outgoing"
        way = words.WAYS["in" if incoming else "out"]
        named = fit(kind_word(touch.kind), KIND_CELLS, pad=True) if cells >= ROOMY else kind_word(touch.kind)
        when = words.time_of(touch, self._zone)
        told = self._lines_of(touch, cells)
        pieces: list[Piece] = [("▌" if under else " ", "cursor-mark"), (f"{when} ", "quiet"),
                               (f"{way} {words.sign(touch.kind)} {named} ", tone)]
        room = cells - sum(width(text) for text, _ in pieces)
        first = told[0] if told else ""
        if touch.id not in self.opened and len(told) > 1:
            first += " …"
        return [*pieces, *marked(fit(first, room), "plain" if incoming or under else "quiet", self._sought)]

    def _indent(self, cells: int) -> int:
        """Return where the words of an opened touch begin."""
        return 12 + KIND_CELLS if cells >= ROOMY else 4

    def _lines_of(self, touch: Touch, cells: int) -> list[str]:
        """Return the words of a touch as lines: all of them where it is opened, else two at most."""
        key = touch.id if touch.id in self.opened else f"{touch.id} "
        known = self._words.get(key)
        if known is None:
            text = clean(words_of(touch), one_line=False).strip()
            first = cells - (12 + (KIND_CELLS if cells >= ROOMY else width(kind_word(touch.kind)) + 1))
            if key == touch.id:
                known = flowed(text, first, cells - self._indent(cells) - 1)[:MOST_LINES]
            else:
                known = flowed(from_found(text, first, self._sought)[: 3 * cells], first, first)[:2]
            self._words[key] = known
        return known

    def _choose(self, under: Touch | None) -> None:
        """Find out which touches are shown, the newest first, and lay them out with the cursor where it was, or next to it."""
        self._sought = pattern(self.wanted)
        self._found = self._holding()
        self.shown = [touch for touch in reversed(self._found) if self._fits(touch)]
        self.cursor = self._place_of(under) if under is not None else 0
        self._words.clear()
        self._arrange()
        if self.cursor:
            self._keep_cursor_in_sight()
        else:
            self.scroll_lines(0)
        if self.is_attached:
            self.post_message(self.Changed())

    def _holding(self) -> Sequence[Touch]:
        """Return the touches that hold every word that is looked for, the oldest first."""
        parts = self.wanted.casefold().split()
        if not parts:
            return self._touches
        if self._texts is None:
            self._texts = [f"{words_of(each)} {kind_word(each.kind)}".casefold() for each in self._touches]
        return [touch for touch, text in zip(self._touches, self._texts, strict=True) if all(part in text for part in parts)]

    def _place_of(self, touch: Touch) -> int:
        """Return where a touch is shown; where it is not, the place of the next older one, or the oldest."""
        for place, each in enumerate(self.shown):
            if each.id == touch.id or each.happened.at < touch.happened.at:
                return place
        return max(0, len(self.shown) - 1)

    def _fits(self, touch: Touch) -> bool:
        """Return whether a touch is of the way or kind that is shown."""
        if self.filter in (words.IN, words.OUT):
            return (touch.direction == "in") == (self.filter == words.IN)
        return self.filter in (words.ALL, touch.kind)

    def _arrange(self) -> None:
        """Work out what stands on which line: (touch, its line of words; -1 the day above it, -2 a blank line)."""
        cells = self.line_cells
        if not cells:
            return
        self._above = self._head(cells) if self._head is not None else ()
        if self.filter != words.ALL or self.wanted.strip():
            self._above = self._above[:1]
        roomy = cells >= ROOMY
        self._plan, self._starts = [], []
        day: dt.date | None = None
        for place, touch in enumerate(self.shown):
            its = words.day_of(touch, self._zone)
            if its != day:
                self._plan += [(place, -2), (place, -1)] if day is not None and roomy else [(place, -1)]
                day = its
            self._starts.append(len(self._above) + len(self._plan))
            count = len(self._lines_of(touch, cells)) if touch.id in self.opened else 1
            self._plan += [(place, part) for part in range(max(1, count))]
        self.top = max(0, min(self.top, self.line_count() - self.size.height))
        self.repaint()

    def _keep_cursor_in_sight(self) -> None:
        """Scroll to the touch under the cursor, with its day above it and its words below it as far as they fit."""
        if not self.shown or not self._starts:
            return
        first = self._starts[self.cursor]
        inside = first - len(self._above)
        above = inside - 1 if inside and self._plan[inside - 1][1] == -1 else inside
        last = self._lines_taken(self.cursor)[1]
        self.keep_in_sight(0 if self.cursor == 0 and last < self.size.height else above + len(self._above), last)
