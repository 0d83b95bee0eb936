"""The quick-log line: one grammar for the command line, the prompt, the app and every import of plain lines.

Any order, only a name needed: a leading verb, a name (or `Name <mail>`, or a pasted signature or vCard), @company, mail,
phone, #tag, hot/warm/cold, fast/steady/slow, ok: and no:, via:, at:, title:, when it happened, next:, and // note to the end.
Quotes are literal. A word that is not understood goes to the note, in its order, and into `unparsed`; nothing is dropped.
"""

from __future__ import annotations

import datetime as dt

from store.model import QuickEntry
from store.rules.quick_log.words import VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from store.rules.practice import Practice

__all__ = ("VERBS", "as_json", "compose", "parse")

JOINERS = "\u200c\u200d"
LONGEST_LINE = 20_000


def parse(line: str, reference: dt.datetime, practice: Practice) -> QuickEntry:
    """Return a line understood; total: every text gives an entry, in time linear in its length.

    `reference` is the aware instant it was written. Beyond LONGEST_LINE characters the text goes to the note as it is.
    """
    from store.rules.quick_log.cut import split_note
    from store.rules.quick_log.gathered import Gathered
    from store.rules.quick_log.reader import Reader

    gathered = Gathered()
    text, beyond = line[:LONGEST_LINE], line[LONGEST_LINE:]
    text = clean(text)
    card = find_vcard(text) if "BEGIN:" in text.upper() else None
    if card is not None and not split_note(text[: card[0]])[1]:
        from store.rules.quick_log.pasted import read_vcard

        text = read_vcard(text, card, gathered, practice)
    head, note = split_note(text)
    gathered.note = "\n".join(each for each in (note.strip() + beyond, gathered.note) if each)
    lines = [each for each in head.splitlines() if each.strip()]
    if len(lines) == 1 and may_be_parted(lines[0]):
        from store.rules.quick_log.pasted import parted

        lines = parted(lines[0])
    if len(lines) > 1:
        from store.rules.quick_log.pasted import read_signature

        read_signature(lines, gathered, reference, practice)
    elif lines:
        Reader(lines[0], gathered, reference, practice).read()
    finish(gathered)
    return gathered.entry(line, reference, practice)


def may_be_parted(line: str) -> bool:
    """Return whether a line may be a signature pasted as one; a cheap first look."""
    return "|" in line or "·" in line or "•" in line or "\t" in line or line.count(",") > 1


def find_vcard(text: str) -> tuple[int, int] | None:
    """Return where the first vCard of a text begins and ends, None where there is none."""
    from store.rules.quick_log import pasted

    return pasted.find_vcard(text)


def clean(text: str) -> str:
    """Return a text with control characters as spaces, its line breaks kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each if each.isprintable() or each in "\n\t" or (each in JOINERS and _joins(lines, place)) else " "
                   for place, each in enumerate(lines))


def _joins(text: str, place: int) -> bool:
    """Return whether a joiner stands inside a word of a script, or an emoji, that is written with joiners."""
    return 0 < place < len(text) - 1 and not text[place - 1].isascii() and not text[place + 1].isascii()


def finish(gathered: Any) -> None:
    """Give a wish without a day back to the words, and a profile's name to a line without any."""
    from store.rules.quick_log.pieces import name_in_link

    if gathered.wish and gathered.next is None:
        gathered.unparsed.insert(0, gathered.wish)
    if not gathered.name:
        gathered.name = next((found for found in map(name_in_link, gathered.links) if found), "")


def compose(entry: QuickEntry, reference: dt.datetime, practice: Practice) -> str:
    """Return the line that gives the same entry again: all fields but `line`, and `unparsed`, whose words are in the note."""
    from store.rules.quick_log import composing

    return composing.compose(entry, reference, practice)


def as_json(entry: QuickEntry, zone: str = "") -> dict[str, Any]:
    """Return an entry in its documented shape for JSON; instants are ISO 8601 in UTC.

    `{"contact": {name, company, emails[], phones[{e164, as_typed}], tags[], temperature, pace, permission{}, source},
    "touch": {kind, direction, at, note} | null, "next": {kind, at | on} | null, "unparsed": []}`. `zone` is the user's,
    for the wall time of the next step; a note without a touch stands beside as `note`.
    """
    from store.rules.quick_log import composing

    return composing.as_json(entry, zone)
