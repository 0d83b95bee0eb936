"""The rows of an outside file with what would become of each; its cost does not grow with the file."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.model import ImportPreview, ImportRow
from store.records import replace
from tui import keys
from tui.look import clean, fit
from tui.wording import dialogs, on_screen

Line = tuple[int, ImportRow | str]
"The place of a row in the preview with the row, or -1 with the words about a line that could not be read."
ON_THE_SCREEN = ("take-in", "leave-out", "filter", "same-person", "as-new", "file-wins", "whole-group")
"Actions on these rows that their screen does."
COMPONENTS = {"new": "rows--new", "changed": "rows--changed", "doubt": "rows--doubt", "bad": "rows--bad"}
AS_JUDGED = {"new": "add", "changed": "update"}
"What is done with a row of a verdict where nothing else was decided; nothing with all others."


class PreviewRows(ScrollView, can_focus=True):
    """Rows as lines: verdict or decision, name, reason, line of the file. Problems of the file stand first."""

    class Moved(Message):
        """The cursor stands on another row, or another thing was decided about it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--new", "rows--changed", "rows--doubt", "rows--bad", "rows--quiet", "rows--cursor",
    }
    DEFAULT_CSS = """
    PreviewRows { scrollbar-size-vertical: 1; overflow-x: hidden; background: $background; }
    PreviewRows .rows--new { color: $text-success; }
    PreviewRows .rows--changed { color: $text-accent; }
    PreviewRows .rows--doubt { color: $text-warning; }
    PreviewRows .rows--bad { color: $text-error; }
    PreviewRows .rows--quiet { color: $text-muted; }
    PreviewRows .rows--cursor { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("file", leave_out=("back", *ON_THE_SCREEN))

    def __init__(self, id: str | None = None) -> None:
        """Begin with no file."""
        super().__init__(id=id)
        self.preview: ImportPreview | None = None
        self.decisions: dict[int, str] = {}
        self.verdict = ""
        self.cursor = 0
        self._lines: list[Line] = []

    def show(self, preview: ImportPreview | None) -> None:
        """Show a preview, or none."""
        self.preview = preview
        self.decisions.clear()
        self.verdict = ""
        self._lay_out()

    def turn_filter(self) -> None:
        """Show only the next verdict that occurs; after the last one all."""
        if self.preview is not None:
            there = {row.verdict for row in self.preview.rows}
            turn = ["", *[each for each in dialogs.VERDICT_LABELS if each in there]]
            self.verdict = turn[(turn.index(self.verdict) + 1) % len(turn)]
            self._lay_out()

    @property
    def left_out(self) -> set[int]:
        """The places of the rows that would be taken in but for the user."""
        return {place for place, each in self.decisions.items() if each == "skip"}

    @property
    def row(self) -> ImportRow | None:
        """The row under the cursor with what was decided about it; None where there is none."""
        place = self._lines[self.cursor][0] if self.cursor < len(self._lines) else -1
        return self._decided(place) if place >= 0 else None

    def decided_rows(self) -> tuple[ImportRow, ...]:
        """Return all rows with what was decided about them."""
        rows = self.preview.rows if self.preview is not None else ()
        return tuple(self._decided(place) for place in range(len(rows)))

    def _decided(self, place: int) -> ImportRow:
        assert self.preview is not None
        row = self.preview.rows[place]
        return replace(row, decision=self.decisions[place]) if place in self.decisions else row

    def toggle(self) -> None:
        """Leave the row under the cursor out, or in again, and go on."""
        row = self.row
        if row is not None and (row.decision or row.verdict in AS_JUDGED):
            place = self._lines[self.cursor][0]
            self._decide(place, "" if row.decision == "skip" else "skip")
        self.move(1)

    def decide(self, decision: str) -> str:
        """Decide about the row under the cursor and go on; return a code of why it cannot be done, or nothing."""
        row = self.row
        if row is None or row.contact is None:
            return "nothing"
        if decision in ("update", "replace") and not row.existing:
            return "nobody-met"
        place = self._lines[self.cursor][0]
        self._decide(place, "" if row.decision == decision else decision)
        self.move(1)
        return ""

    def decide_group(self) -> tuple[str, int]:
        """Decide about every row of the verdict of the one under the cursor as about that one; return verdict and count."""
        row = self.row
        if row is None or self.preview is None:
            return "", 0
        count = 0
        for place, each in enumerate(self.preview.rows):
            fits = each.contact is not None and (row.decision not in ("update", "replace") or each.existing)
            if each.verdict == row.verdict and fits:
                self._decide(place, row.decision)
                count += 1
        self.refresh()
        self.post_message(self.Moved())
        return row.verdict, count

    def _decide(self, place: int, decision: str) -> None:
        """Note a decision; none where it is what is done anyway."""
        assert self.preview is not None
        if not decision or decision == AS_JUDGED.get(self.preview.rows[place].verdict):
            self.decisions.pop(place, None)
        else:
            self.decisions[place] = decision

    def move(self, by: int) -> None:
        """Move the cursor and keep it in sight."""
        self.cursor = max(0, min(self.cursor + by, len(self._lines) - 1))
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)
        self.refresh()
        self.post_message(self.Moved())

    def action_down(self) -> None:
        """Go to the next row."""
        self.move(1)

    def action_up(self) -> None:
        """Go to the row before."""
        self.move(-1)

    def action_page_down(self) -> None:
        """Go a window down."""
        self.move(max(self.size.height - 1, 1))

    def action_page_up(self) -> None:
        """Go a window up."""
        self.move(-max(self.size.height - 1, 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self.move(-len(self._lines))

    def action_last(self) -> None:
        """Go to the last row."""
        self.move(len(self._lines))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row clicked."""
        self.move(self.scroll_offset.y + event.y - self.cursor)

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        place = self.scroll_offset.y + y
        cells = self.scrollable_content_region.width
        if place >= len(self._lines):
            return Strip.blank(cells, self.rich_style)
        number, row = self._lines[place]
        verdict, words, line = self._words(number, row)
        style = self.rich_style
        if place == self.cursor and self.has_focus:
            style += self.get_component_rich_style("rows--cursor", partial=True)
        quiet = self.get_component_rich_style("rows--quiet", partial=True)
        decision = self.decisions.get(number, "")
        out = decision == "skip"
        tone = self.get_component_rich_style(COMPONENTS.get(_tone(verdict, decision), "rows--quiet"), partial=True)
        label = dialogs.DECISION_LABELS.get(decision) or dialogs.VERDICT_LABELS.get(verdict, clean(verdict))
        room = max(cells - 11 - len(line) - 1, 0)
        return Strip([
            Segment(fit(label, 10, pad=True) + " ", style + (quiet if out else tone)),
            Segment(fit(words, room, pad=True), style + quiet if out else style),
            Segment(f" {line}", style + quiet),
        ]).crop(0, cells)

    def _words(self, number: int, row: ImportRow | str) -> tuple[str, str, str]:
        """Return the verdict, the words and the place in the file of a line."""
        if isinstance(row, str):
            return "bad", row, ""
        name = clean(row.name) or ("" if row.reason.code == "no-name" else on_screen.NO_NAME)
        wide = self.size.width >= 56
        reason = dialogs.import_reason(row.reason)
        words = f"{fit(name, 28, pad=True)} {reason}" if wide else ", ".join(each for each in (name, reason) if each)
        return row.verdict, words, f"{row.place:>5}"

    def _lay_out(self) -> None:
        self.cursor = 0
        self._lines = []
        if self.preview is not None:
            if not self.verdict:
                self._lines += [(-1, on_screen.LINE_REASON.format(line=line, import_reason=dialogs.import_reason(reason)))
                                for line, reason in self.preview.problems]
            self._lines += [(place, row) for place, row in enumerate(self.preview.rows)
                            if not self.verdict or row.verdict == self.verdict]
        self.virtual_size = Size(0, len(self._lines))
        self.scroll_home(animate=False)
        self.refresh()
        self.post_message(self.Moved())


def _tone(verdict: str, decision: str) -> str:
    """Return the verdict whose tone a row has: of one in doubt that is settled, that of what is done with it."""
    return {"add": "new", "update": "changed", "replace": "changed"}.get(decision, verdict)
