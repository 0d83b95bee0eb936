"""Temperature, pace, stage, standing, permission, preferred kind and tags of one contact or of several."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Label

from store.model import PERMISSION_CHANNELS, Contact, Receipt
from tui import keys
from tui.look import clean
from tui.widgets.choices import Choice, PickRow
from tui.widgets.dialog import Dialog, zone_of
from tui.widgets.line_input import LineInput
from tui.wording import dialogs, on_screen
from tui.wording.choices import PREFERRED
from tui.wording.choices import TRAITS as FIELDS
from tui.wording.receipts import APP
from tui.wording.receipts import receipt as receipt_words

if TYPE_CHECKING:
    from store.book import Book

PERMISSION_KEYS = {"T": "text", "C": "call", "E": "email", "P": "post", "S": "social"}
PERMISSION_TURN = {"unknown": "granted", "implied": "granted", "granted": "refused", "refused": "unknown"}
"What one press makes of a permission."


class Traits(Dialog[Receipt]):
    """Each key stores at once and can be undone on its own; gives the last Receipt, or None where nothing changed."""

    DEFAULT_CSS = """
    Traits Label { width: 13; color: $text-muted; }
    Traits .field { height: auto; }
    Traits LineInput { width: 1fr; background: $panel; }
    """
    PLACE = "traits"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("traits")

    def __init__(self, book: Book, contact_ids: Iterable[str]) -> None:
        """Look up the contacts."""
        self.book = book
        self.contact_ids = tuple(contact_ids)
        self.contacts: tuple[Contact, ...] = self._looked_up()
        self.last: Receipt | None = None
        super().__init__(
            dialogs.names([each.name for each in self.contacts]),
            hint=on_screen.EACH_KEY_STORES_AT_ONCE_AGAIN,
        )

    def body(self) -> Iterable[Widget]:
        """Return a row a trait, then the tags."""
        for field, label, options in FIELDS:
            yield PickRow(label, options, self._shared(field), id=field, column=13)
        yield PickRow("Permission", self._permissions(), id="permission", column=13)
        yield PickRow("Likes", PREFERRED, self._first_preferred(), id="preferred", column=13)
        yield Horizontal(
            Label("# Tags"), LineInput(placeholder=self._tags(), id="tags"), classes="field")
        yield Horizontal(
            Label(on_screen.CLOSED_WHY), LineInput(placeholder=on_screen.NOT_A_FIT, id="reason"), classes="field",
            id="reason-field")

    def on_mount(self) -> None:
        """Begin with the temperature; the reason only shows where somebody is closed."""
        self.query_one("#reason-field").display = False
        self.query_one("#temperature", PickRow).focus()

    def on_key(self, event: events.Key) -> None:
        """Set the trait of a key, wherever the cursor stands but in a field."""
        letter = event.character or ""
        if isinstance(self.focused, Input) or not letter:
            return
        if letter == "#":
            event.stop()
            event.prevent_default()
            self.query_one("#tags", LineInput).focus()
        for field, _, options in FIELDS:
            for key, _, value in options:
                if key == letter:
                    event.stop()
                    self._set(field, str(value))
        if letter in PERMISSION_KEYS:
            event.stop()
            self._turn_permission(PERMISSION_KEYS[letter])
        for key, _, value in PREFERRED:
            if key == letter:
                event.stop()
                self._prefer(str(value))

    def on_pick_row_picked(self, event: PickRow.Picked) -> None:
        """Store what a click, a key on the row or Enter chose."""
        row, value = event.row, str(event.row.value or "")
        if event.by_enter and (row.id in ("permission", "preferred") or value == (self._shared(row.id or "") or "")):
            self.action_back()
        elif row.id == "permission":
            self._turn_permission(value)
        elif row.id == "preferred":
            self._prefer(value)
        elif row.id:
            self._set(row.id, value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Store tags, or the reason for closing; a tag with a minus before it is taken away."""
        words = event.value.replace("#", " ").replace(",", " ").split()
        if event.input.id == "reason":
            reason = event.value.strip()
            if self._store(lambda: self.book.change(self.contact_ids, closed_reason=reason)):
                self.query_one("#standing", PickRow).focus()
            return
        for word in words:
            tag, away = word.lstrip("-"), word.startswith("-")
            if tag and not self._store(lambda tag=tag, away=away: self.book.tag(self.contact_ids, tag, remove=away)):  # type: ignore[misc]
                return
        event.input.value = ""
        event.input.placeholder = self._tags()
        self.query_one("#temperature", PickRow).focus()

    def action_finish(self) -> None:
        """Close."""
        self.action_back()

    def action_next_field(self) -> None:
        """Go to the next row."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the row before."""
        self.focus_previous()

    def action_back(self) -> None:
        """Close; from a field back to the rows, with what it holds left standing."""
        if isinstance(self.focused, Input):
            self.query_one("#temperature", PickRow).focus()
        else:
            self.dismiss(self.last)

    def _set(self, field: str, value: str) -> None:
        """Store one trait; the value they all have already is taken away."""
        wanted = "" if self._shared(field) == value else value
        if self._store(lambda: self.book.change(self.contact_ids, **{field: wanted})) and field == "standing":
            closed = wanted == "closed"
            self.query_one("#reason-field").display = closed
            if closed:
                self.query_one("#reason", LineInput).focus()

    def _turn_permission(self, channel: str) -> None:
        """Turn the permission of a channel one further: yes, no, not known."""
        states = {each.permission(channel) for each in self.contacts}
        wanted = PERMISSION_TURN[states.pop()] if len(states) == 1 else "granted"
        self._store(lambda: self.book.permit(self.contact_ids, channel, wanted))

    def _prefer(self, kind: str) -> None:
        """Put a kind first among those they like; the first one again is taken away."""
        liked = self.contacts[0].preferred_kinds if len(self.contacts) == 1 else ()
        rest = tuple(each for each in liked if each != kind)
        wanted = rest if liked[:1] == (kind,) else (kind, *rest)
        self._store(lambda: self.book.change(self.contact_ids, preferred_kinds=wanted))

    def _store(self, act: Callable[[], Receipt]) -> bool:
        """Run a verb, say what it did, and show the traits as they are now."""
        receipt = self.attempt(act)
        if receipt is not None:
            self.last = receipt
            self.contacts = self._looked_up()
            self.say(receipt_words(receipt, self.book.now(), zone_of(self.book), back=APP))
        for field, _, _ in FIELDS:
            self.query_one(f"#{field}", PickRow).choose(self._shared(field))
        self.query_one("#permission", PickRow).offer(self._permissions())
        self.query_one("#preferred", PickRow).choose(self._first_preferred())
        return receipt is not None

    def _looked_up(self) -> tuple[Contact, ...]:
        return tuple(self.book.dossier(each).contact for each in self.contact_ids)

    def _shared(self, field: str) -> object:
        """Return the value that all contacts have, or None."""
        values = {getattr(each, field) for each in self.contacts}
        return values.pop() if len(values) == 1 else None

    def _permissions(self) -> list[Choice]:
        """Return the channels with how they stand."""
        found: list[Choice] = []
        for key, channel in PERMISSION_KEYS.items():
            states = {each.permission(channel) for each in self.contacts}
            state = states.pop() if len(states) == 1 else ""
            shown = "?" if state == "unknown" else dialogs.PERMISSION_LABELS.get(state, "mixed")
            found.append((key, f"{dialogs.CHANNEL_LABELS[channel]} {shown}", channel))
        assert {value for _, _, value in found} == set(PERMISSION_CHANNELS)
        return found

    def _first_preferred(self) -> object:
        firsts = {each.preferred_kinds[:1] for each in self.contacts}
        first = firsts.pop() if len(firsts) == 1 else ()
        return first[0] if first else None

    def _tags(self) -> str:
        """Return the tags they all have."""
        shared = set(self.contacts[0].tags) if self.contacts else set()
        for each in self.contacts[1:]:
            shared &= set(each.tags)
        now = "  ".join(f"#{clean(each)}" for each in sorted(shared))
        return on_screen.TYPE_TO_ADD_TAG_TAKES_AWAY.format(now=now) if now else on_screen.TYPE_TO_ADD_TAG_TAKES_AWAY_2
