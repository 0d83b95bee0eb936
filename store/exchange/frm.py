"""What frm, a personal CRM on an address book, writes into cards: how often, which group, hidden, until when."""

from __future__ import annotations

import datetime as dt

from store.exchange import histories
from store.exchange.cleaning import one_line
from store.exchange.merging import joined_words
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from store.exchange.parsed import ParsedRecord
    from store.exchange.vcard_lines import Property

PREFIX = "X-FRM-"


def complete(person: ParsedRecord, properties: Sequence[Property]) -> ParsedRecord:
    """Return a record with the rhythm, tag and pause that the card's own properties ask for; they are kept as well."""
    said = {each.name.removeprefix(PREFIX): one_line(each.plain()) for each in properties if each.name.startswith(PREFIX)}
    if not said:
        return person
    changes: dict[str, Any] = {}
    more: dict[str, Any] = dict(person.more)
    fields, rhythm = histories.rhythm(histories.days_of(said.get("FREQUENCY", "")))
    changes |= fields
    if rhythm and "cadence" not in more:
        more |= rhythm
    if said.get("IGNORE", "").lower() == "true":
        more["cadence"] = "none"
    if said.get("GROUP"):
        changes["tags"] = joined_words(person.contact.tags, (said["GROUP"],))
    try:
        more["pause_until"] = dt.date.fromisoformat(said.get("SNOOZE-UNTIL", "")[:10])
    except ValueError:
        pass
    return replace(person, contact=replace(person.contact, **changes), more=more)
