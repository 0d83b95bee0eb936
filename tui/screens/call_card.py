"""Beside the telephone: the number large, a code to dial from, what to talk about, a clock, and how it ended."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from store.errors import OnwardError
from store.model import Receipt
from tui import keys
from tui.look import clean, fit, width
from tui.screens.draft import AUTOSAVE
from tui.widgets.action_bar import ActionBar
from tui.widgets.dialog import Said, attempt, zone_of
from tui.widgets.digits import LINES, large
from tui.widgets.draft_editor import Words
from tui.widgets.qr import QrCode
from tui.wording import calls, on_screen
from tui.wording.errors import sentence
from tui.wording.instants import near

if TYPE_CHECKING:
    from store.book import Book

CODE_CELLS = 72
"Cells of a window from which on the code stands beside the points."
CODE_LINES = 22
"Lines of a window from which on it does."


class CallNotes(Words):
    """What is said during the call, as it is typed."""

    DEFAULT_CSS = """
    CallNotes { height: 3; border: none; padding: 0 1; background: $surface; }
    CallNotes:focus { background: $panel; border: none; }
    CallScreen.-low CallNotes { height: 2; }
    """


class CallScreen(Screen[Receipt | None]):
    """One call; dismisses with the Receipt of its outcome, or None. Leaving keeps the notes and the clock."""

    DEFAULT_CSS = """
    CallScreen { layout: vertical; }
    CallScreen #who, CallScreen #where { height: auto; padding: 0 1; }
    CallScreen #where { color: $text-muted; }
    CallScreen #number { height: auto; padding: 0 1; color: $accent; text-style: bold; }
    CallScreen #middle { height: 1fr; }
    CallScreen #points { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    CallScreen #point-lines { height: auto; }
    CallScreen #code { width: 33; height: 100%; display: none; scrollbar-size-vertical: 0; align-horizontal: right; }
    CallScreen.-roomy #code { display: block; }
    CallScreen Said { padding: 0 1; }
    CallScreen ToastRack { dock: top; align: right top; }
    CallScreen.-high #number { margin: 1 0; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (100, "-wide")]  # noqa: RUF012 - Textual's own type
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-middling"), (30, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("call")

    def __init__(self, book: Book, draft_id: str) -> None:
        """Look up the call; raises NotFound, UsageFault."""
        super().__init__()
        self.book = book
        self.card = book.call_card(draft_id)
        self.started: dt.datetime | None = self.card.started
        self.seconds: int | None = self.card.seconds
        self.notes = CallNotes(clean(self.card.note, one_line=False), soft_wrap=True, tab_behavior="focus",
                               show_line_numbers=False, placeholder=keys.in_words(calls.NOTES_HERE), id="note")
        self._saving: Timer | None = None

    def compose(self) -> Iterable[Widget]:
        """Lay out who, where, the number, the points with the code beside them, the notes and the keys."""
        yield Static(id="who")
        yield Static(id="where")
        yield Static(id="number")
        with Horizontal(id="middle"):
            with Vertical():
                with VerticalScroll(id="points", can_focus=False):
                    yield Static(id="point-lines")
                yield self.notes
            with VerticalScroll(id="code", can_focus=False):
                if self.card.link:
                    yield QrCode(self.card.link)
        yield Said(id="said")
        yield ActionBar("call", id="bar")

    def on_mount(self) -> None:
        """Show the card, and tick."""
        self.query_one(ActionBar).focus()
        self._draw()
        self.set_interval(1.0, self._tick)
        if not self.card.number:
            self.complain(keys.in_words(calls.NO_NUMBER))
        elif self.started is not None:
            at = near(self.started, self.book.now(), zone_of(self.book))
            self.say(calls.GONE_ON.format(at=at))

    def on_resize(self) -> None:
        """Fit the number and the points to the window."""
        size = self.app.size
        self.set_class(bool(self.card.link) and size.width >= CODE_CELLS and size.height >= CODE_LINES, "-roomy")
        self.call_after_refresh(self._draw)

    def say(self, words: str) -> None:
        """Show plain words above the keys."""
        self.query_one("#said", Said).show(words)

    def complain(self, words: str) -> None:
        """Show what went wrong above the keys."""
        self.query_one("#said", Said).show(words, wrong=True)

    def _draw(self) -> None:
        """Show all of the card in the width there is."""
        if not self.is_attached:
            return
        card, cells = self.card, self.app.size.width - 2
        who = ", ".join(clean(each) for each in (card.contact.name, card.contact.company) if each)
        self.query_one("#who", Static).update(Content.assemble(
            (on_screen.CALL, "$foreground-muted"), (fit(who, cells - 5), "bold")))
        self._show_number(cells)
        points = self.query_one("#points")
        room = max((points.content_size.width or cells) - 1, 20)
        pairs = calls.point_lines(card, self.book.now(), zone_of(self.book), room)
        lines = [Content.assemble((label + " " * (calls.LABEL_CELLS - width(label)), "$foreground-muted"), line)
                 if label else Content(line) for label, line in pairs]
        self.query_one("#point-lines", Static).update(Content("\n").join(lines))
        self._tick()

    def _show_number(self, cells: int) -> None:
        """Show the number in large digits where they fit, else in one line; it can be tapped either way."""
        drawn = large(clean(self.card.number)) if self.app.size.height >= CODE_LINES else None
        if drawn is not None and len(drawn[0]) <= cells and len(drawn) == LINES:
            shown = Content("\n".join(drawn))
        else:
            shown = self._tapped(clean(self.card.number))
        self.query_one("#number", Static).update(shown)

    def _tapped(self, words: str) -> Content:
        """Return words as a link to tap, where there is a number to dial."""
        return Content(words).stylize(Style(link=self.card.link)) if self.card.link else Content(words)

    def _tick(self) -> None:
        """Show the clock, and the hour it is there."""
        now = self.book.now()
        clock = calls.clock(self.started, self.seconds, now)
        drawn = self.app.size.height >= CODE_LINES
        parts = [self._tapped(clean(self.card.number))] if drawn and self.card.number else []
        there = calls.there(self.card, now, zone_of(self.book), short=self.app.size.width < calls.NARROW)
        parts += [Content(there)] if there else []
        if clock:
            running = self.started is not None and self.seconds is None
            parts.insert(0, Content.styled(clock, "bold $text-success" if running else "bold"))
        self.query_one("#where", Static).update(Content(" · ").join(parts))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Store the notes soon."""
        event.stop()
        if self._saving is None:
            self._saving = self.set_timer(AUTOSAVE, self.save)

    def on_unmount(self) -> None:
        """Keep the notes however the screen ends."""
        if self._saving is not None:
            attempt(lambda: self.book.save_call(self.card.draft.id, self.notes.text, self.started, self.seconds),
                    lambda words: None)

    def save(self) -> bool:
        """Store the notes and the clock; return whether that worked."""
        if self._saving is not None:
            self._saving.stop()
            self._saving = None
        try:
            self.book.save_call(self.card.draft.id, self.notes.text, self.started, self.seconds)
        except OnwardError as error:
            self.complain(sentence(error))
            return False
        return True

    def action_call_clock(self) -> None:
        """Start the clock, stop it, or start it again from nothing."""
        if self.started is None or self.seconds is not None:
            self.started, self.seconds = self.book.now(), None
        else:
            self.seconds = self._elapsed()
        self.say("")
        self.save()
        self._tick()

    def action_dial(self) -> None:
        """Start the clock, and dial where a program here does."""
        if not self.card.link:
            self.complain(keys.in_words(calls.NO_NUMBER))
            return
        if self.started is None or self.seconds is not None:
            self.action_call_clock()
        self.run_worker(self._dial(), exclusive=True, group="dial", exit_on_error=False)

    async def _dial(self) -> None:
        """Open the number away from the screen's own thread."""
        from tui import handover

        try:
            program = await asyncio.to_thread(handover.open_link, self.card.link)
        except OnwardError:
            self.say(keys.in_words(calls.DIAL_YOURSELF))
        except Exception as error:
            self.complain(on_screen.DIALLING_DID_NOT_WORK_THE_NUMBER.format(error=clean(str(error))))
        else:
            self.say(keys.in_words(calls.DIALLED if program else calls.DIALLED_BY_NOBODY, program=clean(program or "")))

    def action_call_reached(self) -> None:
        """Log that they were reached, then ask for the next step."""
        self._ended("reached")

    def action_call_message(self) -> None:
        """Log that a message was left."""
        self._ended("left-message")

    def action_call_no_answer(self) -> None:
        """Log that nobody answered."""
        self._ended("no-answer")

    def action_call_declined(self) -> None:
        """Log that they do not want to go on."""
        self._ended("declined")

    def _ended(self, outcome: str) -> None:
        """Log the call; a person reached is asked about the next step."""
        if self.started is not None and self.seconds is None:
            self.seconds = self._elapsed()
        if not self.save():
            return
        receipt = attempt(
            lambda: self.book.called(self.card.draft.id, outcome, self.notes.text, self.seconds), self.complain)
        if receipt is None:
            return
        if outcome != "reached":
            self.dismiss(receipt)
            return
        from tui.screens.ask_next import AskNext

        done = receipt
        self.app.push_screen(AskNext(self.book, self.card.draft.contact), lambda agreed: self.dismiss(agreed or done))

    def _elapsed(self) -> int:
        return max(int((self.book.now() - self.started).total_seconds()), 0) if self.started is not None else 0

    def action_call_note(self) -> None:
        """Go into the notes."""
        self.notes.focus()
        self.notes.move_cursor(self.notes.document.end)

    def action_call_code(self) -> None:
        """Show the code alone, as large as the window."""
        from tui.screens.qr_view import QrView

        if self.card.link:
            title = on_screen.CALL_2.format(name=clean(self.card.contact.name))
            self.app.push_screen(QrView(title, self.card.link, self.card.link))
        else:
            self.complain(keys.in_words(calls.NO_NUMBER))

    def action_copy_number(self) -> None:
        """Copy the number."""
        from tui.screens.clipboard import copy

        if self.card.draft.address:
            copy(self, self.card.number, lambda: self.say(calls.COPIED), self.complain)
        else:
            self.complain(keys.in_words(calls.NO_NUMBER))

    def action_call_points(self) -> None:
        """Change the talking points as any draft."""
        from tui.screens.draft import DraftScreen

        self.save()
        self.app.push_screen(DraftScreen(self.book, self.card.draft.id), self._written)

    def _written(self, done: Receipt | None) -> None:
        """Show the points as they are now; leave where the draft is gone."""
        if done is not None:
            self.dismiss(done)
            return
        card = attempt(lambda: self.book.call_card(self.card.draft.id), self.complain)
        if card is not None:
            self.card = card
            self._draw()

    def action_drop_draft(self) -> None:
        """Put the call's notes away; undo brings them back."""
        self.save()
        receipt = attempt(lambda: self.book.drop_draft(self.card.draft.id), self.complain)
        if receipt is not None:
            self.dismiss(receipt)

    def action_back(self) -> None:
        """Leave the notes first; then leave the screen. The notes and the clock stay."""
        bar = self.query_one(ActionBar)
        if self.focused is not None and self.focused is not bar:
            bar.focus()
        elif self.save():
            self.dismiss(None)
