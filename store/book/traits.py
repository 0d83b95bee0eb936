"""Facts about contacts, changed: traits, names, addresses, tags, permissions."""

from __future__ import annotations

from store import model
from store.book import reading
from store.book.touching import checked
from store.book.writing import Writing
from store.errors import UsageFault
from store.model import Contact, Permission, Receipt
from store.records import field_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from store.book import Book

ALLOWED = {
    "temperature": model.TEMPERATURES, "pace": model.PACES, "stage": model.STAGES, "standing": model.STANDINGS,
}
FIXED = frozenset({"id", "created", "origin", "merged_into", "extra", "permissions"})
ONE_LINE = frozenset({"name", "given", "family", "middle", "prefix", "suffix", "nickname", "company", "title", "source",
                      "language", "country", "zone", "closed_reason", "need", "size", "wanted_by", "referrer_name"})


def change(book: Book, contacts: Sequence[str], fields: dict[str, Any]) -> Receipt:
    """Change fields of contacts."""
    checked_fields = {name: _checked(name, value) for name, value in fields.items()}
    with Writing(book, "change") as writing:
        for contact in contacts:
            person = reading.contact(book.database, contact)
            writing.change("contacts", person.id, **checked_fields)
            writing.name(person)
            if checked_fields.get("standing") == "closed":
                for plan in reading.dossier(book.database, person.id).plans:
                    if plan.ended is None:
                        writing.change("plans", plan.id, ended=writing.now, ended_why="closed")
        writing.values.update({name: value for name, value in checked_fields.items() if isinstance(value, str)})
        writing.values["fields"] = sorted(checked_fields)
    return writing.receipt()


def _checked(name: str, value: Any) -> Any:
    """Return the value of a field as it may be stored; raises UsageFault(`bad-value`)."""
    if name in FIXED or name not in field_names(Contact):
        raise UsageFault("bad-field", field=name)
    if name in ALLOWED:
        return checked(name, value, ALLOWED[name])
    if name == "slower":
        factor = float(value)
        if not 0.25 <= factor <= 10:
            raise UsageFault("bad-value", field=name, value=value, allowed=["0.25 to 10"])
        return factor
    if name in ONE_LINE:
        value = " ".join(str(value).replace("\0", "").split())
        if name == "name" and not value:
            raise UsageFault("empty-name")
        return value
    return tuple(value) if isinstance(value, list) else value


def permit(book: Book, contacts: Sequence[str], channel: str, state: str) -> Receipt:
    """Set the permission of a channel."""
    checked("channel", channel or "-", model.PERMISSION_CHANNELS)
    checked("state", state or "-", model.PERMISSION_STATES)
    with Writing(book, "permit") as writing:
        for contact in contacts:
            person = reading.contact(book.database, contact)
            writing.name(person)
            others = tuple(each for each in person.permissions if each.channel != channel)
            granted = Permission(channel, state, "said-so", writing.now)
            writing.change("contacts", person.id, permissions=(*others, granted))
        writing.values.update(channel=channel, state=state)
    return writing.receipt()


def tag(book: Book, contacts: Sequence[str], word: str, remove: bool) -> Receipt:
    """Add or remove a tag."""
    bare = " ".join(word.replace("\0", "").split()).lstrip("#").strip()
    if not bare:
        raise UsageFault("bad-value", field="tag", value=word, allowed=["a word"])
    with Writing(book, "tag") as writing:
        for contact in contacts:
            person = reading.contact(book.database, contact)
            writing.name(person)
            others = tuple(each for each in person.tags if each.casefold() != bare.casefold())
            writing.change("contacts", person.id, tags=others if remove else (*others, bare))
        writing.values.update(tag=bare, removed=remove)
    return writing.receipt()
