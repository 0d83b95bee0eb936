"""Bring in contacts from a file: the path, then what it would do row by row, then the cadence for the lot."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from store.errors import OnwardError
from store.model import ImportPreview, Receipt
from store.records import replace
from tui import keys
from tui.look import clean
from tui.widgets import memory
from tui.widgets.action_bar import ActionBar
from tui.widgets.dialog import Said
from tui.widgets.line_input import LineInput
from tui.widgets.preview_rows import ON_THE_SCREEN, PreviewRows
from tui.wording import dialogs
from tui.wording.errors import sentence

if TYPE_CHECKING:
    from store.book import Book

PLACE = "import"
ABOUT = "vCard from a phone, CSV from Google or LinkedIn. Nothing is written before you say so."

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


class ImportScreen(Screen[Receipt | None]):
    """An import, nothing of it written before Enter on its preview; dismisses with the Receipt, or None."""

    DEFAULT_CSS = """
    ImportScreen { layout: vertical; }
    ImportScreen #title { text-style: bold; padding: 0 1; height: auto; margin-bottom: 1; }
    ImportScreen #path { margin: 0 1 1 1; background: $panel; }
    ImportScreen #counts { padding: 0 1; height: auto; margin-bottom: 1; }
    ImportScreen PreviewRows { height: 1fr; margin: 0 1; }
    ImportScreen Said { padding: 0 1; }
    ImportScreen ToastRack { dock: top; align: right top; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (110, "-wide")]  # noqa: RUF012 - Textual's own type
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings("import"),
        *(each for each in keys.bindings("file") if isinstance(each, Binding) and each.id in ON_THE_SCREEN)]

    def __init__(self, book: Book, path: str = "") -> None:
        """Keep the book and a path to begin with; a path that is given is looked into at once."""
        super().__init__()
        self.book = book
        self.path = path
        self.preview: ImportPreview | None = None
        self.busy = False

    def compose(self) -> Iterable[Widget]:
        """Lay out the path, the counts, the rows and the keys."""
        yield Static("Import contacts", id="title")
        yield LineInput(self.path, placeholder="~/Downloads/contacts.vcf", id="path")
        yield Static(ABOUT, id="counts")
        yield PreviewRows(id="rows")
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

    def action_look(self) -> None:
        """Read the file away from the screen's own thread and show what it would do."""
        if self.preview is not None:
            self.action_take_in()
            return
        typed = self.query_one(LineInput).value.strip().strip("'\"")
        if typed and not self.busy:
            self._begin("Reading the file ...")
            self.run_worker(self._look(Path(typed).expanduser()), exit_on_error=False)

    def action_complete(self) -> None:
        """Take the completion of the path; go on where there is none."""
        if not self.query_one(LineInput).complete():
            self.focus_next()

    def action_take_in(self) -> None:
        """Store the new and changed rows that were not left out."""
        if self.preview is None or self.busy:
            return
        rows = self.query_one(PreviewRows)
        wanted = replace(self.preview, rows=tuple(
            row for place, row in enumerate(self.preview.rows) if place not in rows.left_out))
        if not any(row.verdict in ("new", "changed") for row in wanted.rows) and not any(wanted.entries.values()):
            self._said("There is nothing in it to take in.")
            return
        self._begin("Taking it in ...")
        self.run_worker(self._take_in(wanted), exit_on_error=False)

    def action_leave_out(self) -> None:
        """Leave the row under the cursor out, or in again."""
        if self.preview is not None:
            rows = self.query_one(PreviewRows)
            rows.toggle()
            self._counts()

    def action_filter(self) -> None:
        """Show the rows of one verdict, then of the next, then all."""
        if self.preview is not None:
            self.query_one(PreviewRows).turn_filter()
            self._counts()

    def action_back(self) -> None:
        """Go from the preview to the path, from the path away."""
        if self.busy:
            return
        if self.preview is not None:
            self.preview = None
            self.query_one(PreviewRows).show(None)
            self.query_one("#counts", Static).update("")
            self.query_one(ActionBar).go_to("import")
            self.query_one(LineInput).focus()
        else:
            self.dismiss(None)

    async def _look(self, path: Path) -> None:
        try:
            preview = await asyncio.to_thread(self.book.read_file, path)
        except OnwardError as error:
            self._failed(sentence(error))
        except Exception as error:
            self._failed(f"The file could not be read ({clean(str(error))}). Nothing was imported.")
        else:
            self._set_busy(False)
            self.preview = preview
            self._said("")
            rows = self.query_one(PreviewRows)
            rows.show(preview)
            self._counts()
            self.query_one(ActionBar).go_to("file")
            rows.focus()

    async def _take_in(self, preview: ImportPreview) -> None:
        from tui.screens.choosing import ChooseCadence

        try:
            receipt, waiting = await asyncio.to_thread(self._store, preview)
        except OnwardError as error:
            self._failed(sentence(error))
            return
        except Exception as error:
            self._failed(f"It could not be taken in ({clean(str(error))}). The book is as it was.")
            return
        self._set_busy(False)
        memory.keep(self.app, PLACE, "")
        if not waiting:
            self.dismiss(receipt)
            return
        self.app.push_screen(ChooseCadence(self.book, waiting), lambda _: self.dismiss(receipt))

    def _store(self, preview: ImportPreview) -> tuple[Receipt, list[str]]:
        """Take the preview in; return the receipt, and who of those in it has no cadence yet."""
        receipt = self.book.take_in([preview])
        without = {line.id for line in self.book.without_cadence()}
        return receipt, [contact for contact in receipt.contacts if contact in without]

    def _begin(self, words: str) -> None:
        self._set_busy(True)
        self._said(words)

    def _set_busy(self, busy: bool) -> None:
        """Keep everybody else from the book while a thread is in it."""
        self.busy = busy
        if hasattr(self.app, "busy"):
            self.app.busy = busy

    def _failed(self, words: str) -> None:
        self._set_busy(False)
        self.query_one(Said).show(words, wrong=True)

    def _said(self, words: str) -> None:
        self.query_one(Said).show(words)

    def _counts(self) -> None:
        rows = self.query_one(PreviewRows)
        if self.preview is not None:
            shown = f"   showing: {dialogs.VERDICT_LABELS[rows.verdict]}" if rows.verdict else ""
            counts = dialogs.import_counts(self.preview, len(rows.left_out))
            self.query_one("#counts", Static).update(Content(f"{counts}{shown}"))
