"""What is asked for everybody of an import: temperature, cadence and tags, then the days on which the first touches come."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Label

from store.errors import OnwardError
from store.model import TEMPERATURES, ImportPreview
from tui import keys
from tui.look import clean, wrap
from tui.screens.page import Page
from tui.screens.spread import DAYS
from tui.widgets import memory
from tui.widgets.choices import Choice, PickRow
from tui.widgets.dialog import Dialog
from tui.widgets.line_input import LineInput
from tui.wording import importing as words
from tui.wording import on_screen, practice
from tui.wording.errors import sentence

if TYPE_CHECKING:
    from store.book import Book
    from store.reports import SpreadPreview

KEPT = "import tags"
Lot = tuple[str, str, tuple[str, ...]]
"Temperature, cadence (empty to ask later) and tags."


class ImportLot(Dialog[Lot | None]):
    """Temperature, cadence and tags for the lot; gives them, or None to go back."""

    DEFAULT_CSS = """
    ImportLot .field { height: auto; }
    ImportLot Label { width: 13; color: $text-muted; }
    ImportLot LineInput { width: 1fr; background: $panel; }
    """
    PLACE = "form"
    LABELS: ClassVar[dict[str, str]] = {"save": on_screen.TAKE_IN}
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("form")

    def __init__(self, book: Book, title: str) -> None:
        """Keep the question."""
        self.book = book
        super().__init__(title, hint=on_screen.WHAT_SOMEBODY_HAS_ALREADY_STAYS)

    def body(self) -> Iterable[Widget]:
        """Return a row a question."""
        temperatures: list[Choice] = [(each[0], each, each) for each in TEMPERATURES]
        cadences: list[Choice] = [("l", "later", "")]
        cadences += [(str(place) if place < 10 else "", clean(name), name)
                     for place, (name, _) in enumerate(self.book.cadences(), 1)]
        cadences.append(("0", "none", "none"))
        return (
            PickRow("Temperature", [("n", on_screen.NOT_KNOWN, ""), *temperatures], "", id="temperature", column=13),
            PickRow("Cadence", cadences, "", id="cadence", column=13),
            Horizontal(Label("Tags"), LineInput(placeholder=on_screen.EXPO_LEASE, id="tags"), classes="field"),
        )

    def on_mount(self) -> None:
        """Begin with the temperature; tags typed before are there."""
        tags = self.query_one("#tags", LineInput)
        tags.value = memory.kept(self.app, KEPT)
        tags.cursor_position = len(tags.value)
        self.query_one("#temperature", PickRow).focus()

    def on_pick_row_picked(self, event: PickRow.Picked) -> None:
        """Go on to the next question."""
        self.focus_next()

    def on_input_changed(self, event: LineInput.Changed) -> None:
        """Keep the tags."""
        memory.keep(self.app, KEPT, event.value)

    def on_input_submitted(self) -> None:
        """Take it all."""
        self.action_save()

    def action_save(self) -> None:
        """Give what was chosen."""
        temperature, cadence = (str(self.query_one(f"#{name}", PickRow).value or "") for name in ("temperature", "cadence"))
        typed = self.query_one("#tags", LineInput).value.replace(",", " ")
        tags = tuple(each.lstrip("#").removeprefix("tag:") for each in typed.split())
        self.dismiss((temperature, cadence, tuple(each for each in tags if each)))

    def action_next_field(self) -> None:
        """Go to the next question."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the question before."""
        self.focus_previous()

    def action_go_on(self) -> None:
        """Do what Enter does in the row or field."""
        if isinstance(self.focused, PickRow):
            self.focused.action_accept()
        else:
            self.action_take()


class ComingDays(Page[int | None]):
    """The days on which the first touches come; gives 0 or how many days to spread them over, -1 not to, None to go back."""

    place = "coming"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("coming")

    def __init__(self, book: Book, files: Sequence[ImportPreview], lot: Lot, found: SpreadPreview) -> None:
        """Begin with the spread by the daily cap, which was looked at already."""
        super().__init__(book)
        self.files = files
        self.lot = lot
        self.over_days = 0
        self.preview = found
        self.counting = False

    def lines(self, columns: int) -> Sequence[str]:
        """Return the days with whom."""
        told = [*wrap(words.days_title(self.preview), columns)]
        for line in practice.spread_lines(self.preview, columns, most=12):
            told += [line] if line.startswith(" ") else ["", line]
        return told

    def action_coming_go(self) -> None:
        """Spread them so."""
        if not self.counting:
            self.dismiss(self.over_days)

    def action_no_spread(self) -> None:
        """Leave each where it comes."""
        if not self.counting:
            self.dismiss(-1)

    def action_more_days(self) -> None:
        """Spread over more days."""
        self._step(1)

    def action_fewer_days(self) -> None:
        """Spread over fewer days; at last by the daily cap again."""
        self._step(-1)

    def _step(self, by: int) -> None:
        """Count again for another number of days, away from the screen's own thread."""
        steps = [each or 0 for each in DAYS]
        wanted = steps[max(0, min(steps.index(self.over_days) + by, len(steps) - 1))]
        if wanted != self.over_days and not self.counting:
            self.counting = True
            self.say(words.COUNTING_DAYS)
            self.run_worker(self._count(wanted), exit_on_error=False)

    async def _count(self, days: int) -> None:
        temperature, cadence, _ = self.lot
        try:
            found = await asyncio.to_thread(self.book.import_days, self.files, temperature, cadence, days)
        except OnwardError as error:
            self.complain(sentence(error))
        else:
            self.over_days, self.preview = days, found
            self.say("")
            self.paint()
        finally:
            self.counting = False
