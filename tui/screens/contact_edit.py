"""Edit a person's own words in place: name, company, title, mail, phones, tags, note."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Label

from store.model import Address, Contact
from store.records import replace
from tui import keys
from tui.look import clean
from tui.widgets import memory
from tui.widgets.dialog import Form
from tui.widgets.line_input import LineInput
from tui.wording import on_screen
from tui.wording.choices import CONTACT_FIELDS as FIELDS

if TYPE_CHECKING:
    from store.book import Book

LISTS = ("tags", "interests")
CHANNELS = ("email", "phone")


class EditContact(Form):
    """One line a field; only what was changed is stored, as one action. What was typed is kept by Esc."""

    DEFAULT_CSS = """
    EditContact .field { height: 1; }
    EditContact Label { width: 11; color: $text-muted; }
    EditContact LineInput { width: 1fr; }
    """
    PLACE = "form"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("form")

    def __init__(self, book: Book, contact_id: str) -> None:
        """Look up the person."""
        self.book = book
        self.contact: Contact = book.dossier(contact_id).contact
        super().__init__(
            on_screen.EDIT.format(name=clean(self.contact.name)),
            hint=on_screen.SEVERAL_A_COMMA_BETWEEN_YOUR_WORDS,
        )

    def body(self) -> Iterable[Widget]:
        """Return a line a field."""
        for field, label in FIELDS:
            yield Horizontal(Label(label), LineInput(self.shown(field), id=f"field-{field}"), classes="field")

    def on_mount(self) -> None:
        """Put back what was typed the last time."""
        for field, _ in FIELDS:
            waiting = memory.kept(self.app, self._place(field))
            if waiting:
                self._field(field).value = waiting
        self._field("name").focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what was typed."""
        field = (event.input.id or "").removeprefix("field-")
        memory.keep(self.app, self._place(field), event.value if event.value != self.shown(field) else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field; from the last one, save."""
        if event.input is self._field(FIELDS[-1][0]):
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Store the fields that were changed."""
        changes = self.changes()
        if not changes:
            self.dismiss(None)
            return
        receipt = self.attempt(lambda: self.book.change([self.contact.id], **changes))
        if receipt is not None:
            for field, _ in FIELDS:
                memory.keep(self.app, self._place(field), "")
            self.dismiss(receipt)

    def changes(self) -> dict[str, Any]:
        """Return the changed fields as the book takes them."""
        found: dict[str, Any] = {}
        addresses = list(self.contact.addresses)
        for field, _ in FIELDS:
            typed = self._field(field).value.strip()
            if typed == self.shown(field):
                continue
            if field in CHANNELS:
                addresses = edited(addresses, field, split(typed))
                found["addresses"] = tuple(addresses)
            elif field in LISTS:
                found[field] = tuple(each.removeprefix("#") for each in split(typed))
            else:
                found[field] = typed
        return found

    def shown(self, field: str) -> str:
        """Return a field as it stands, in one line."""
        if field in CHANNELS:
            mine = [each for each in self.contact.addresses if each.channel == field]
            return ", ".join(clean(each.typed or each.value) for each in mine)
        value = getattr(self.contact, field)
        return ", ".join(clean(each) for each in value) if field in LISTS else clean(value)

    def _field(self, field: str) -> LineInput:
        return self.query_one(f"#field-{field}", LineInput)

    def _place(self, field: str) -> str:
        return f"edit {field}: {self.contact.id}"


def split(typed: str) -> list[str]:
    """Return the parts of a line separated by commas or semicolons, none of them empty."""
    return [each.strip() for each in re.split("[,;]", typed) if each.strip()]


def edited(addresses: list[Address], channel: str, typed: list[str]) -> list[Address]:
    """Return addresses with those of one channel as typed; one that is still there keeps its label and marks."""
    known = {clean(each.typed or each.value): each for each in addresses if each.channel == channel}
    gone = [each for shown, each in known.items() if shown not in typed]
    mine: list[Address] = []
    for text in typed:
        if text in known:
            mine.append(known[text])
        elif gone:
            mine.append(replace(gone.pop(0), value=text, typed="", bounced=False))
        else:
            mine.append(Address(channel, text))
    return [each for each in addresses if each.channel != channel] + mine
