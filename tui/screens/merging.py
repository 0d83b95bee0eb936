"""Two who are one: the likely pairs with their reasons, and two people side by side, field by field, before they are merged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList

from store.model import Receipt
from tui import keys
from tui.look import clean, fit, width, wrap
from tui.screens.listing import ListPage
from tui.widgets.dialog import attempt, zone_of
from tui.wording import merging as words
from tui.wording.receipts import APP
from tui.wording.receipts import receipt as receipt_words

if TYPE_CHECKING:
    from store.book import Book
    from store.reports import LikelyPair, MergeField, MergePreview

LABEL = 12
"Columns of a field's name."
MARK = "\N{BULLET}"


class PairsScreen(ListPage[Receipt | None]):
    """The people who may be in the book twice; dismisses with the last Receipt, or None."""

    place = "pairs"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("pairs")

    def __init__(self, book: Book, pairs: Sequence[LikelyPair]) -> None:
        """Keep the pairs, which were looked for already: that may take a second."""
        super().__init__(book)
        self.pairs = list(pairs)
        self.last: Receipt | None = None

    def head(self) -> str:
        """Return how many there are."""
        return words.pairs_title(len(self.pairs))

    def entries(self, columns: int) -> Sequence[Content]:
        """Return the pairs: both names, and why."""
        found = []
        for each in self.pairs:
            lines = [words.pair_line(one.name, one.company) for one in (each.first, each.second)]
            both = "   ".join(lines) if sum(map(width, lines)) + 3 <= columns else "\n".join(fit(one, columns) for one in lines)
            why = "\n".join(wrap(f"  {words.pair_reasons(each.why)}", columns))
            found.append(Content("\n").join([Content.styled(both, "bold"), Content.styled(why, "$text-muted")]))
        return found

    @property
    def pair(self) -> LikelyPair | None:
        """The pair under the cursor."""
        return self.pairs[self.at] if self.pairs else None

    def book_changed(self) -> None:
        """Leave out the pairs one of whom is no more, or who were told apart."""
        left = []
        for each in self.pairs:
            still = attempt(lambda each=each: self.book.likely_with(each.first.id), self.complain) or ()  # type: ignore[misc]
            if any({one.first.id, one.second.id} == {each.first.id, each.second.id} for one in still):
                left.append(each)
        self.pairs = left
        self.paint()

    def took(self, done: Receipt | None) -> None:
        """Say what was done, and go on with the others."""
        if done is not None:
            self.last = done
            self.book_changed()
            self.say(receipt_words(done, self.book.now(), zone_of(self.book), back=APP))

    @on(OptionList.OptionSelected)
    def opened(self) -> None:
        """Look at the pair that was chosen."""
        self.action_look_at_pair()

    def action_look_at_pair(self) -> None:
        """Show both side by side."""
        pair = self.pair
        if pair is not None:
            screen = attempt(lambda: MergeScreen(self.book, pair.first.id, pair.second.id), self.complain)
            if screen is not None:
                self.app.push_screen(screen, self.took)

    def action_not_same(self) -> None:
        """Take the pair off the list for good."""
        pair = self.pair
        if pair is not None:
            self.took(attempt(lambda: self.book.not_the_same(pair.first.id, pair.second.id), self.complain))

    def action_undo(self) -> None:
        """Take back the last action; a pair that was told apart stands here again."""
        self._step_back(attempt(self.book.undo, self.complain))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._step_back(attempt(self.book.redo, self.complain))

    def _step_back(self, done: Receipt | None) -> None:
        if done is None:
            return
        for contact in done.contacts[:4]:
            for pair in self.book.likely_with(contact):
                known = [{each.first.id, each.second.id} for each in self.pairs]
                if {pair.first.id, pair.second.id} not in known:
                    self.pairs.insert(0, pair)
        self.took(done)

    def action_back(self) -> None:
        """Go back to where this was opened; what was done here has been said here."""
        self.dismiss(None)


class MergeScreen(ListPage[Receipt | None]):
    """Two people side by side; dismisses with the Receipt of the merge, or None."""

    place = "merge"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("merge")

    def __init__(self, book: Book, kept: str, gone: str) -> None:
        """Look at both; raises NotFound, UsageFault(`same-person`)."""
        super().__init__(book)
        self.choices: dict[str, str] = {}
        self.preview: MergePreview = book.merge_preview(kept, gone)

    def head(self) -> str:
        """Return what is asked."""
        return words.question(self.preview)

    def foot(self) -> str:
        """Return what the joined history would hold."""
        return "\n".join(wrap(words.history(self.preview), max(self.columns, 20)))

    def entries(self, columns: int) -> Sequence[Content]:
        """Return the fields: beside each other where there is room, else below."""
        return [self._entry(each, columns) for each in self.preview.fields]

    def _entry(self, field: MergeField, columns: int) -> Content:
        """Return one field, what is taken in bold with a mark."""
        one, other = words.value(field.first) or "-", words.value(field.second) or "-"
        why = words.field_reason(field)
        label = words.field_label(field.name)
        taken = [field.taken in (side, "both") for side in ("1", "2")]
        room = (columns - LABEL - 7) // 2
        if field.why.code == "same":
            return Content.assemble((fit(label, LABEL, pad=True) + "   ", "$text-muted"), fit(one, columns - LABEL - 3))
        if room >= 22 and width(one) <= room and width(other) <= room:
            line = Content.assemble((fit(label, LABEL, pad=True), "$text-muted"), _side(one, taken[0], room),
                                    _side(other, taken[1], 0))
            return Content("\n").join([line, Content.styled(" " * (LABEL + 3) + why, "$text-muted")]) if why else line
        head = Content.styled(f"{label}{f', {why}' if why else ''}", "$text-muted")
        return Content("\n").join([head, *(Content("\n").join(_lines(text, is_taken, columns))
                                           for text, is_taken in ((one, taken[0]), (other, taken[1])))])

    @property
    def field(self) -> MergeField | None:
        """The field under the cursor."""
        return self.preview.fields[self.at] if self.preview.fields else None

    def action_take_left(self) -> None:
        """Take what the first one has."""
        self._take("1")

    def action_take_right(self) -> None:
        """Take what the second one has."""
        self._take("2")

    def action_take_other(self) -> None:
        """Take the next of what can be taken."""
        field = self.field
        if field is not None:
            sides = field.sides
            self._take(sides[(sides.index(field.taken) + 1) % len(sides)] if field.taken in sides else sides[0])

    def _take(self, side: str) -> None:
        """Take a side of the field under the cursor."""
        field = self.field
        if field is None or side == field.taken:
            return
        if side not in field.sides:
            self.say(words.NOT_TO_CHOOSE if field.why.code != "refused" else words.REFUSED_STAYS)
            return
        self._look({**self.choices, field.name: side})
        self.say("")

    def _look(self, choices: dict[str, str]) -> None:
        """Look at both again with some choices."""
        kept, gone = self.preview.kept.id, self.preview.gone.id
        found = attempt(lambda: self.book.merge_preview(kept, gone, choices), self.complain)
        if found is not None:
            self.choices, self.preview = choices, found
            self.paint()

    def book_changed(self) -> None:
        """Look at both again."""
        self._look(self.choices)

    @on(OptionList.OptionSelected)
    def agreed(self) -> None:
        """Merge."""
        self.action_merge_go()

    def action_merge_go(self) -> None:
        """Make them one."""
        kept, gone = self.preview.kept.id, self.preview.gone.id
        done = attempt(lambda: self.book.merge(kept, gone, self.choices), self.complain)
        if done is not None:
            self.dismiss(done)

    def action_not_same(self) -> None:
        """Remember that they are two people."""
        kept, gone = self.preview.kept.id, self.preview.gone.id
        done = attempt(lambda: self.book.not_the_same(kept, gone), self.complain)
        if done is not None:
            self.dismiss(done)


def _side(text: str, taken: bool, room: int) -> Content:
    """Return one side of a field in a line."""
    shown = fit(text, room, pad=True) if room else clean(text)
    return Content.assemble(" ", (MARK if taken else " ", "$accent"), " ", (shown, "bold" if taken else "$text-muted"))


def _lines(text: str, taken: bool, columns: int) -> list[Content]:
    """Return one side of a field as lines of its own; of a long note the beginning."""
    broken = wrap(text, columns - 3)
    shown = [*broken[:3], "..."] if len(broken) > 4 else broken
    style = "bold" if taken else "$text-muted"
    return [Content.assemble(" ", (MARK if taken and place == 0 else " ", "$accent"), " ", (line, style))
            for place, line in enumerate(shown)]
