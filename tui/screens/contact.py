"""Everything about one person: the facts, what is due and promised, and the whole history, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from store.model import Agenda, Dossier, DueTouch, Planned, Receipt
from tui import keys
from tui.screens.contact_edit import EditContact
from tui.widgets.action_bar import ActionBar
from tui.widgets.dialog import Said, attempt, zone_of
from tui.widgets.line_input import LineInput
from tui.widgets.lines import OneLine
from tui.widgets.person import PersonCard, View, full_card
from tui.widgets.timeline import Timeline
from tui.widgets.timeline_filters import TimelineFilters
from tui.widgets.touches import Line
from tui.wording import on_screen
from tui.wording import timeline as words
from tui.wording.receipts import APP
from tui.wording.receipts import receipt as receipt_words

if TYPE_CHECKING:
    from store.book import Book

class ContactScreen(Screen[Receipt | None]):
    """One person; its keys act as in the inbox, on this person. Dismisses with the last Receipt, or None."""

    DEFAULT_CSS = """
    ContactScreen { layout: vertical; }
    ContactScreen #whole { height: 1fr; layout: vertical; }
    ContactScreen PersonCard { display: none; }
    ContactScreen #history { height: 1fr; width: 1fr; layout: vertical; }
    ContactScreen Timeline { height: 1fr; }
    ContactScreen #within { display: none; margin: 0 1; }
    ContactScreen Said { padding: 0 1; }
    ContactScreen ToastRack { dock: top; align: right top; }
    ContactScreen.-wide #whole { layout: horizontal; }
    ContactScreen.-wide PersonCard { display: block; width: 38%; max-width: 56; height: 1fr; padding: 0 1; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (110, "-wide")]  # noqa: RUF012 - Textual's own type
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("contact")

    def __init__(self, book: Book, contact_id: str) -> None:
        """Look up the person; raises NotFound."""
        super().__init__()
        self.book = book
        self.contact_id = contact_id
        self.dossier: Dossier = book.dossier(contact_id)
        self.agenda: Agenda = book.agenda(contact_id)
        self.last: Receipt | None = None
        self.view: View | None = None

    def compose(self) -> Iterable[Widget]:
        """Lay out the person with the history, what just happened, and the keys."""
        with Container(id="whole"):
            yield PersonCard()
            with Container(id="history"):
                yield TimelineFilters(id="filters")
                yield LineInput(placeholder=words.FIND, id="within")
                yield Timeline()
        yield Said(id="said")
        yield ActionBar("contact", labels_in_field=words.FIND_KEYS)

    def on_mount(self) -> None:
        """Show the person."""
        self.query_one(ActionBar).focus()
        self.show()

    def show(self) -> None:
        """Read the person anew and show them; the inbox calls it too when another program changed the book."""
        dossier = attempt(lambda: self.book.dossier(self.contact_id), self.complain)
        agenda = attempt(lambda: self.book.agenda(self.contact_id), self.complain)
        if dossier is None or agenda is None:
            return
        self.dossier, self.agenda = dossier, agenda
        view = self.view = View(dossier, self.due, self.book.now(), zone_of(self.book), agenda.proposals)
        self.query_one(PersonCard).show(view, short=False)
        self._show_history()

    def _show_history(self) -> None:
        """Show the history; under the facts, where there is no room beside it."""
        view = self.view
        if view is not None:
            def above(cells: int) -> list[Line]:
                return [[(" ", "plain"), *line] for line in full_card(view, cells - 2)]

            self.history.show(view.dossier.touches, view.now, view.zone, None if self.has_class("-wide") else above)

    @property
    def history(self) -> Timeline:
        """What passed."""
        return self.query_one(Timeline)

    def on_resize(self) -> None:
        """Put the facts beside the history, or above it."""
        self.call_after_refresh(self._show_history)

    def on_timeline_changed(self) -> None:
        """Keep the filters in step."""
        for line in self.query(TimelineFilters):
            line.show(self.history)

    def on_one_line_clicked(self, event: OneLine.Clicked) -> None:
        """Put the filter on that was clicked."""
        self.history.narrow(event.name, self.history.wanted)

    def action_filter_next(self) -> None:
        """Show only the next way or kind."""
        self.history.next_filter(1)

    def action_filter_before(self) -> None:
        """Show only the way or kind before."""
        self.history.next_filter(-1)

    def action_open_touch(self) -> None:
        """Show all words of the touch under the cursor, or one line again."""
        self.history.open()

    def action_fold_touch(self) -> None:
        """Show one line of the touch under the cursor."""
        self.history.open(False)

    def action_find_within(self) -> None:
        """Look for words in this history."""
        line = self.query_one("#within", LineInput)
        if not line.display:
            with line.prevent(Input.Changed):
                line.value = ""
        line.display = True
        self.set_focus(line)

    def keys_act_at_once(self) -> bool:
        """Return whether a key may act before the line of keys has seen it: what is typed fast after `/` is for that line."""
        return isinstance(self.focused, ActionBar)

    @on(Input.Changed, "#within")
    def narrow(self, event: Input.Changed) -> None:
        """Show only what holds the words so far; word of a letter may come after the line was put away."""
        if event.input.display:
            self.history.narrow(self.history.filter, event.input.value)

    @on(Input.Submitted, "#within")
    def keep_narrow(self) -> None:
        """Go back into the history with what was found."""
        self.query_one(ActionBar).focus()

    def on_key(self, event: events.Key) -> None:
        """Let the arrows move in the history while words are typed."""
        line = self.query_one("#within", LineInput)
        if self.focused is line and event.key in ("down", "up"):
            self.history.move_to(self.history.cursor + (1 if event.key == "down" else -1))
            event.stop()
            event.prevent_default()

    def _whole_again(self) -> bool:
        """Put filter and search away; return whether there were any."""
        line = self.query_one("#within", LineInput)
        had = line.display or self.history.filter != words.ALL or bool(self.history.wanted)
        line.display = False
        with line.prevent(Input.Changed):
            line.value = ""
        self.query_one(ActionBar).focus()
        if had:
            self.history.narrow()
        return had

    @property
    def due(self) -> DueTouch | None:
        """What is due, or comes next."""
        return self.agenda.candidates[0] if self.agenda.candidates else None

    def say(self, words: str) -> None:
        """Show plain words above the keys."""
        self.query_one(Said).show(words)

    def complain(self, words: str) -> None:
        """Show what went wrong above the keys."""
        self.query_one(Said).show(words, wrong=True)

    def took(self, receipt: object) -> None:
        """Show what a verb did, and the person as they are now."""
        if isinstance(receipt, Receipt):
            self.last = receipt
            self.show()
            self.say(receipt_words(receipt, self.book.now(), zone_of(self.book), back=APP))

    def act(self, verb: Callable[[], Receipt]) -> None:
        """Run a verb of the book and show what it did."""
        self.took(attempt(verb, self.complain))

    def action_draft(self) -> None:
        """Open a draft on the best channel."""
        self._draft()

    def action_draft_choose(self) -> None:
        """Choose the kind first."""
        from tui.screens.asking import Choose
        from tui.wording.choices import TOUCH_KINDS

        self.app.push_screen(
            Choose(on_screen.A_DRAFT_OF_WHICH_KIND, TOUCH_KINDS), lambda kind: self._draft(str(kind)) if kind else None)

    def action_done(self) -> None:
        """Log what is due as done; a call asks how it went, an owed reply may want no answer."""
        due = self.due
        if due is None:
            self.say(keys.in_words(on_screen.NOTHING_IS_DUE))
        elif due.kind == "decide":
            self._ask(on_screen.WHAT_SHALL_BECOME, keys.second_keys("decision"),
                      lambda choice: self.book.decide(self.contact_id, choice))
        elif due.step == "reply":
            self._ask(on_screen.THE_REPLY, keys.second_keys("owed-outcome"), self._answered)
        elif due.kind == "call":
            self._ask(on_screen.HOW_DID_THE_CALL_GO, keys.second_keys("call-outcome"),
                      lambda outcome: self.book.done([self.contact_id], outcome))
        else:
            self.act(lambda: self.book.done([self.contact_id]))

    def action_snooze(self) -> None:
        """Hide what is due until a day."""
        from tui.screens.asking import AskWhen

        def until(day: Planned | None) -> None:
            if day is not None:
                self.act(lambda: self.book.snooze([self.contact_id], day))

        self.app.push_screen(AskWhen(self.book, on_screen.NOT_NOW_UNTIL_WHEN), until)

    def action_log(self) -> None:
        """Log a touch, in or out."""
        from tui.screens.log_touch import LogTouch

        self.app.push_screen(LogTouch(self.book, self.contact_id), self.took)

    def action_next_step(self) -> None:
        """Agree the next step."""
        from tui.screens.ask_next import AskNext

        self.app.push_screen(AskNext(self.book, self.contact_id), self.took)

    def action_traits(self) -> None:
        """Change temperature, pace, stage, standing, permission, preferred kind or tags."""
        from tui.screens.traits import Traits

        self.app.push_screen(Traits(self.book, [self.contact_id]), self.took)

    def action_edit(self) -> None:
        """Edit name, company, title, note, tags and addresses in place."""
        self.app.push_screen(EditContact(self.book, self.contact_id), self.took)

    def action_copy(self) -> None:
        """Copy an address or number; where there are several, ask which."""
        from tui.screens.asking import Choose

        addresses = self.dossier.contact.addresses
        if not addresses:
            self.say(keys.in_words(on_screen.NO_ADDRESS))
        elif len(addresses) == 1:
            self._copy(addresses[0].typed or addresses[0].value)
        else:
            options = [(str(place) if place < 10 else "", each.typed or each.value, each.typed or each.value)
                       for place, each in enumerate(addresses, 1)]
            self.app.push_screen(Choose(on_screen.COPY_WHICH, options), lambda each: self._copy(str(each)) if each else None)

    def action_why(self) -> None:
        """Show the whole reasoning about the person."""
        from tui.screens.reasoning import WhyScreen

        self.app.push_screen(WhyScreen(self.book, self.contact_id))

    def action_nothing_to_answer(self) -> None:
        """Settle what they wrote as wanting no answer."""
        self.act(lambda: self.book.nothing_to_answer([self.contact_id]))

    def action_accept(self) -> None:
        """Move the person to the stage or standing suggested."""
        self.act(lambda: self.book.accept(self.contact_id))

    def action_refuse(self) -> None:
        """Leave the person where they are; the same is not suggested again."""
        self.act(lambda: self.book.refuse(self.contact_id))

    def action_merge(self) -> None:
        """Make this person and another one, after a look at both."""
        from tui.screens.merge_with import merge_with

        merge_with(self, self.book, self.contact_id, self._merged, self.complain)

    def _merged(self, receipt: Receipt | None) -> None:
        """Stand on the one who stays."""
        if receipt is not None and receipt.verb == "merge" and receipt.contacts:
            self.contact_id = receipt.contacts[0]
        self.took(receipt)

    def action_undo(self) -> None:
        """Take back the last action."""
        self.act(self.book.undo)

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.act(self.book.redo)

    def action_back(self) -> None:
        """End a search or a filter, else go back to where this was opened."""
        if not self._whole_again():
            self.dismiss(self.last)

    def action_close(self) -> None:
        """Go back to where this was opened."""
        self.dismiss(self.last)

    def action_down(self) -> None:
        """Go to the touch below."""
        self.history.step(1)

    def action_up(self) -> None:
        """Go to the touch above."""
        self.history.step(-1)

    def action_page_down(self) -> None:
        """Go a window down."""
        self.history.page(1)

    def action_page_up(self) -> None:
        """Go a window up."""
        self.history.page(-1)

    def action_first(self) -> None:
        """Go to the newest touch."""
        self.history.move_to(0)

    def action_last(self) -> None:
        """Go to the oldest touch."""
        self.history.move_to(len(self.history.shown) - 1)

    def _draft(self, kind: str = "") -> None:
        from tui.screens.for_draft import screen_for

        draft = attempt(lambda: self.book.draft(self.contact_id, kind), self.complain)
        if draft is not None:
            self.app.push_screen(screen_for(self.book, draft), self._drafted)

    def _drafted(self, receipt: Receipt | None) -> None:
        self.show()
        self.took(receipt)

    def _answered(self, answer: str) -> Receipt:
        if answer == "nothing-to-answer":
            return self.book.nothing_to_answer([self.contact_id])
        return self.book.done([self.contact_id], answer)

    def _ask(self, title: str, options: Iterable[tuple[str, str, object]], verb: Callable[[str], Receipt]) -> None:
        from tui.screens.asking import Choose

        self.app.push_screen(
            Choose(title, tuple(options)), lambda value: self.act(lambda: verb(str(value))) if value else None)

    def _copy(self, text: str) -> None:
        from tui.screens.clipboard import copy

        copy(self, text, lambda: self.say("Copied."), self.complain)
