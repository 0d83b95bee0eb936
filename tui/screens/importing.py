"""Bring in contacts from a file: the path, what it would do row by row, what is asked for the lot, and the days it comes on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from store.model import ImportPreview, Receipt
from store.records import replace
from tui import keys
from tui.look import clean
from tui.screens.asking import Choose
from tui.screens.import_lot import KEPT as TAGS
from tui.screens.import_lot import ComingDays, ImportLot, Lot
from tui.screens.import_work import Working
from tui.widgets import memory
from tui.widgets.action_bar import ActionBar
from tui.widgets.dialog import Said, attempt
from tui.widgets.line_input import LineInput
from tui.widgets.preview_rows import AS_JUDGED, ON_THE_SCREEN, PreviewRows
from tui.wording import dialogs, on_screen
from tui.wording import importing as words

if TYPE_CHECKING:
    from store.book import Book
    from store.model import ImportRow
    from store.reports import SpreadPreview

PLACE = "import"
ABOUT = on_screen.VCARD_FROM_A_PHONE_CSV_FROM
DETAIL = {"-narrow": 4, "-normal": 6, "-wide": 9}
"Lines about the row under the cursor, by the width of the window."


class Paths(Suggester):
    """Completes a path by the first name in its folder that fits."""

    def __init__(self) -> None:
        """Begin without a cache: folders change."""
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the path completed, or None."""
        return await asyncio.to_thread(completed, value)


def completed(typed: str) -> str | None:
    """Return a typed path completed by the first file or folder that fits, or None."""
    if not typed.strip():
        return None
    head, slash, tail = typed.rpartition("/")
    folder = Path(f"{head}{slash}" or ".").expanduser()
    try:
        fitting = sorted(
            each.name + ("/" if each.is_dir() else "") for each in folder.iterdir()
            if each.name.startswith(tail) and (tail.startswith(".") or not each.name.startswith(".")))
    except OSError:
        return None
    return f"{head}{slash}{fitting[0]}" if fitting and clean(fitting[0]) == fitting[0] else None


class ImportScreen(Working):
    """An import, nothing of it written before the last Enter; dismisses with the Receipt, or None."""

    DEFAULT_CSS = """
    ImportScreen { layout: vertical; }
    ImportScreen #title { text-style: bold; padding: 0 1; height: auto; margin-bottom: 1; }
    ImportScreen #path { margin: 0 1 1 1; background: $panel; }
    ImportScreen #counts { padding: 0 1; height: auto; margin-bottom: 1; }
    ImportScreen PreviewRows { height: 1fr; margin: 0 1; }
    ImportScreen #detail { height: auto; padding: 0 1; margin-top: 1; color: $text-muted; display: none; }
    ImportScreen.-rows #detail { display: block; }
    ImportScreen.-rows.-narrow #title, ImportScreen.-rows.-narrow #path { display: none; }
    ImportScreen.-rows.-narrow #counts, ImportScreen.-rows.-narrow #detail { margin: 0; }
    ImportScreen Said { padding: 0 1; }
    ImportScreen ToastRack { dock: top; align: right top; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (110, "-wide")]  # noqa: RUF012 - Textual's own type
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings("import"),
        *(each for each in keys.bindings("file") if isinstance(each, Binding) and each.id in ON_THE_SCREEN)]

    def __init__(self, book: Book, path: str = "") -> None:
        """Keep the book and a path to begin with; a path that is given is looked into at once."""
        super().__init__(book)
        self.path = path
        self.preview: ImportPreview | None = None
        self.asking: Choose | None = None

    def compose(self) -> Iterable[Widget]:
        """Lay out the path, the counts, the rows, what the one under the cursor changes, and the keys."""
        yield Static(on_screen.IMPORT_CONTACTS, id="title")
        yield LineInput(self.path, placeholder="~/Downloads/contacts.vcf", id="path")
        yield Static(ABOUT, id="counts")
        yield PreviewRows(id="rows")
        yield Static(id="detail")
        yield Said(id="said")
        yield ActionBar("import")

    def on_mount(self) -> None:
        """Begin with the path."""
        path = self.query_one(LineInput)
        path.suggester = Paths()
        path.value = self.path or memory.kept(self.app, PLACE)
        path.cursor_position = len(path.value)
        path.focus()
        if self.path:
            self.action_look()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the path."""
        memory.keep(self.app, PLACE, event.value)

    def on_preview_rows_moved(self) -> None:
        """Show what the row under the cursor changes."""
        self._detail()

    def on_resize(self) -> None:
        """Show as much about a row as there is room for."""
        self.call_after_refresh(self._detail)

    def action_look(self) -> None:
        """Read the file away from the screen's own thread and show what it would do."""
        if self.preview is not None:
            self.action_take_in()
            return
        typed = self.query_one(LineInput).value.strip().strip("'\"")
        if typed:
            path = Path(typed).expanduser()
            self.work(words.READING, lambda: self.book.read_file(path, self.far), self._looked,
                      on_screen.THE_FILE_COULD_NOT_BE_READ)

    def _looked(self, preview: ImportPreview) -> None:
        """Show what was read."""
        self.preview = preview
        self.add_class("-rows")
        rows = self.query_one(PreviewRows)
        rows.show(preview)
        self._counts()
        self.query_one(ActionBar).go_to("file")
        rows.focus()
        if large := words.too_large(preview):
            self._said(large)

    def action_complete(self) -> None:
        """Take the completion of the path; go on where there is none."""
        if not self.query_one(LineInput).complete():
            self.focus_next()

    def action_leave_out(self) -> None:
        """Leave the row under the cursor out, or in again."""
        if self._stands():
            self.query_one(PreviewRows).toggle()
            self._counts()

    def action_same_person(self) -> None:
        """Take the row for the person it looks like."""
        self._decide("update")

    def action_as_new(self) -> None:
        """Take the row for somebody new."""
        self._decide("add")

    def action_file_wins(self) -> None:
        """Take the file's values where both have one."""
        self._decide("replace")

    def _decide(self, decision: str) -> None:
        if self._stands():
            trouble = self.query_one(PreviewRows).decide(decision)
            self._said({"nobody-met": keys.in_words(words.NOT_MET), "nothing": words.NO_PERSON}.get(trouble, ""))
            self._counts()

    def action_whole_group(self) -> None:
        """Decide about every row of this kind as about this one."""
        if self._stands():
            rows = self.query_one(PreviewRows)
            decision = done(rows.row) if rows.row is not None else ""
            verdict, count = rows.decide_group()
            self._counts()
            if count:
                self._said(words.group_decided(verdict, decision, count))

    def action_filter(self) -> None:
        """Show the rows of one verdict, then of the next, then all."""
        if self._stands():
            self.query_one(PreviewRows).turn_filter()
            self._counts()

    def _stands(self) -> bool:
        """Return whether rows are there to decide about."""
        return self.preview is not None and not self.busy

    def action_back(self) -> None:
        """Stop the work, or go from the rows to the path, from the path away."""
        if self.busy:
            self._stop()
        elif self.preview is not None:
            self.preview = None
            self.remove_class("-rows")
            self.query_one(PreviewRows).show(None)
            self.query_one("#counts", Static).update("")
            self.query_one(ActionBar).go_to("import")
            self.query_one(LineInput).focus()
        else:
            self.dismiss(None)

    def _stop(self) -> None:
        """Stop reading at once; of what is being taken in ask what to keep, while it goes on."""
        if self.what != words.TAKING_IN:
            self.wants_stop = "drop"
        elif self.asking is None:
            self.asking = Choose(words.STOP_TITLE, words.STOP_CHOICES)
            self.app.push_screen(self.asking, self._stop_answered)

    def _stop_answered(self, answer: object) -> None:
        self.asking = None
        if self.busy and answer:
            self.wants_stop = str(answer)

    def work_ended(self) -> None:
        """Take the question away where the work was quicker than the answer."""
        if self.asking is not None and self.asking.is_current:
            self.asking.dismiss(None)

    def action_take_in(self) -> None:
        """Ask what is to hold for the lot, then take the rows in."""
        if self.preview is None or self.busy:
            return
        wanted = replace(self.preview, rows=self.query_one(PreviewRows).decided_rows())
        added, filled = (sum(done(row) in kinds for row in wanted.rows) for kinds in (("add",), ("update", "replace")))
        if not added and not filled and not any(wanted.entries.values()):
            self._said(words.NOTHING_TO_TAKE)
        elif wanted.entries or not added + filled:
            self._take(wanted, ("", "", ()), -1)
        else:
            self._said("")
            self.app.push_screen(ImportLot(self.book, words.lot_title(added, filled)),
                                 lambda lot: self._asked(wanted, lot) if lot is not None else None)

    def _asked(self, wanted: ImportPreview, lot: Lot) -> None:
        """Look at the days on which the first touches would come, where a cadence begins."""
        if not lot[1] or lot[1] == "none":
            self._take(wanted, lot, -1)
            return
        self.work(words.COUNTING_DAYS, lambda: self.book.import_days([wanted], lot[0], lot[1]),
                  lambda found: self._days(wanted, lot, found), on_screen.THE_DAYS_COULD_NOT_BE_LOOKED)

    def _days(self, wanted: ImportPreview, lot: Lot, found: SpreadPreview) -> None:
        """Show the days where any touch would move; else go on."""
        if not found.moves:
            self._take(wanted, lot, -1)
            return
        self.app.push_screen(ComingDays(self.book, [wanted], lot, found),
                             lambda days: self._take(wanted, lot, days) if days is not None else None)

    def _take(self, wanted: ImportPreview, lot: Lot, days: int) -> None:
        """Take the rows in."""
        self.work(words.TAKING_IN, lambda: self._store(wanted, lot, days), self._took, on_screen.IT_COULD_NOT_BE_TAKEN)

    def _store(self, wanted: ImportPreview, lot: Lot, days: int) -> Receipt:
        """Take the preview in, in a thread, and have the queue ready for the screen underneath."""
        temperature, cadence, tags = lot
        receipt = self.book.take_in([wanted], temperature, cadence, tags, None if days < 0 else days, self.far)
        self.book.queue()
        return receipt

    def _took(self, receipt: Receipt) -> None:
        """Go away with the receipt."""
        memory.keep(self.app, PLACE, "")
        memory.keep(self.app, TAGS, "")
        self.dismiss(receipt)

    def _said(self, told: str) -> None:
        self.query_one(Said).show(told)

    def _detail(self) -> None:
        """Show what the row under the cursor changes."""
        rows = self.query_one(PreviewRows)
        if not self._stands() or rows.row is None:
            self.query_one("#detail", Static).update("")
            return
        row = rows.row
        most = next((lines for name, lines in DETAIL.items() if self.has_class(name)), 4)
        fields = attempt(lambda: self.book.import_fields(row), lambda _: None) or ()
        told = words.detail(row, fields, max(self.size.width - 2, 20), most)
        self.query_one("#detail", Static).update(Content("\n".join(clean(line) for line in told)))

    def _counts(self) -> None:
        rows = self.query_one(PreviewRows)
        if self.preview is not None:
            shown = on_screen.SHOWING.format(what=dialogs.VERDICT_LABELS[rows.verdict]) if rows.verdict else ""
            counts = dialogs.import_counts(self.preview, len(rows.left_out))
            self.query_one("#counts", Static).update(Content(f"{counts}{shown}"))


def done(row: ImportRow) -> str:
    """Return what would be done with a row: what was decided, else what its verdict says."""
    return row.decision or AS_JUDGED.get(row.verdict, "skip")
