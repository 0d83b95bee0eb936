"""What has been gathered from a line so far, until it is made an entry."""

from __future__ import annotations

import datetime as dt

from store.model import Moment, QuickEntry, QuickTouch
from store.rules.quick_log.words import DEFAULT_VERB, OPEN_VERBS, THING_KINDS, VERB_OF_KIND, VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Phone, QuickNext
    from store.rules.practice import Practice


class Gathered:
    """The fields of an entry while its line is read; the first of each wins, what comes twice goes to the words left over."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.name = self.company = self.title = self.temperature = self.pace = self.via = self.source = self.note = ""
        self.verb = self.wish = ""
        self.led_by_number = False
        self.emails: dict[str, str] = {}
        self.phones: dict[str, Phone] = {}
        self.links: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.permissions: dict[str, str] = {}
        self.happened: Moment | None = None
        self.next: QuickNext | None = None
        self.birthday: tuple[int, int, int | None] | None = None
        self.unparsed: list[str] = []

    def add_email(self, address: str) -> None:
        """Add a mail address, once."""
        self.emails.setdefault(address.lower(), address)

    def add_phone(self, number: Phone) -> None:
        """Add a number, once."""
        self.phones.setdefault(number.e164 or number.typed, number)

    def add_link(self, link: str) -> None:
        """Add a profile address, once."""
        self.links.setdefault(link, link)

    def add_tag(self, tag: str) -> None:
        """Add a tag, once."""
        if tag:
            self.tags.setdefault(tag.lower(), tag)

    def leave(self, word: str) -> None:
        """Keep a word that was not understood; marks that only part words are dropped."""
        if word.strip("-–—·•|,;/*>_"):
            self.unparsed.append(word)

    def entry(self, line: str, reference: dt.datetime, practice: Practice) -> QuickEntry:
        """Return the entry."""
        words = tuple(self.unparsed)
        tail = words[0] if self._is_tail() else ""
        words = words[1:] if tail else words
        note = "\n".join(each for each in (self.note, " ".join(words)) if each)
        return QuickEntry(
            line=line,
            name=self.name,
            company=self.company,
            title=self.title,
            emails=tuple(self.emails.values()),
            phones=tuple(self.phones.values()),
            links=tuple(self.links.values()),
            tags=tuple(self.tags.values()),
            temperature=self.temperature,
            pace=self.pace,
            permissions=dict(self.permissions),
            via=self.via,
            source=self.source,
            touch=self._touch(reference, practice),
            next=self.next,
            note=note,
            unparsed=words,
            tail=tail,
            birthday=self.birthday,
        )

    def _is_tail(self) -> bool:
        """Return whether the first word left over is the end of a number that stands for the person: called 0100."""
        first = self.unparsed[0] if self.unparsed and self.led_by_number else ""
        return first.isdecimal() and first.isascii() and not (self.name or self.emails or self.phones)

    def _touch(self, reference: dt.datetime, practice: Practice) -> QuickTouch | None:
        """Return what happened: the verb's touch, a meeting for a time without a verb, None for a person only named."""
        verb = self.verb or (DEFAULT_VERB if self.happened else "")
        if not verb:
            return None
        kind, direction, outcome = VERBS[verb]
        spoken = [each.lower().strip(".,;:!?") for each in self.unparsed]
        if verb in OPEN_VERBS:
            verb = next((VERB_OF_KIND[THING_KINDS[each]] for each in spoken if each in THING_KINDS), verb)
        elif (kind, direction, outcome) == ("call", "out", "reached"):
            verb = _call_verb(" ".join(spoken)) or verb
        kind, direction, outcome = VERBS[verb]
        happened = self.happened or Moment(reference.astimezone(dt.UTC), practice.zone)
        return QuickTouch(kind, direction, happened, outcome, verb)


def _call_verb(words: str) -> str:
    """Return the verb for a call whose words left over say that nobody answered or a message was left, or nothing."""
    if any(each in words for each in ("no answer", "didn't answer", "did not answer", "no reply", "didn't pick up")):
        return "no answer"
    if any(f"left {each}" in words for each in ("vm", "a vm", "message", "a message", "voicemail", "a voicemail")):
        return "vm"
    return ""
