"""What has been gathered from a line so far, until it is made an entry."""

from __future__ import annotations

import datetime as dt

from store.model import Moment, QuickEntry, QuickTouch
from store.rules.quick_log.words import DEFAULT_VERB, OPEN_VERBS, THING_KINDS, VERBS

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
        self.emails: list[str] = []
        self.phones: list[Phone] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.permissions: dict[str, str] = {}
        self.happened: Moment | None = None
        self.next: QuickNext | None = None
        self.unparsed: list[str] = []

    def add_email(self, address: str) -> None:
        """Add a mail address, once."""
        if address.lower() not in (each.lower() for each in self.emails):
            self.emails.append(address)

    def add_phone(self, number: Phone) -> None:
        """Add a number, once."""
        if all((number.e164 or number.typed) != (each.e164 or each.typed) for each in self.phones):
            self.phones.append(number)

    def add_link(self, link: str) -> None:
        """Add a profile address, once."""
        if link not in self.links:
            self.links.append(link)

    def add_tag(self, tag: str) -> None:
        """Add a tag, once."""
        if tag and tag.lower() not in (each.lower() for each in self.tags):
            self.tags.append(tag)

    def leave(self, word: str) -> None:
        """Keep a word that was not understood; marks that only part words are dropped."""
        if word.strip("-–—·•|,;/*>_") or word in ("--",) * 0:
            self.unparsed.append(word)

    def entry(self, line: str, reference: dt.datetime, practice: Practice) -> QuickEntry:
        """Return the entry."""
        words = tuple(self.unparsed)
        note = "\n".join(each for each in (self.note, " ".join(words)) if each)
        return QuickEntry(
            line=line, name=self.name, company=self.company, title=self.title, emails=tuple(self.emails),
            phones=tuple(self.phones), links=tuple(self.links), tags=tuple(self.tags), temperature=self.temperature,
            pace=self.pace, permissions=dict(self.permissions), via=self.via, source=self.source,
            touch=self._touch(reference, practice), next=self.next, note=note, unparsed=words,
        )

    def _touch(self, reference: dt.datetime, practice: Practice) -> QuickTouch | None:
        """Return what happened: the verb's touch, a meeting for a time without a verb, None for a person only named."""
        verb = self.verb or (DEFAULT_VERB if self.happened else "")
        if not verb:
            return None
        kind, direction, outcome = VERBS[verb]
        spoken = [each.lower().strip(".,;:!?") for each in self.unparsed]
        if verb in OPEN_VERBS:
            kind = next((THING_KINDS[each] for each in spoken if each in THING_KINDS), kind)
        if kind == "call" and outcome == "reached" and direction == "out":
            outcome = _call_outcome(" ".join(spoken)) or outcome
        happened = self.happened or Moment(reference.astimezone(dt.UTC), practice.zone)
        return QuickTouch(kind, direction, happened, outcome, verb)


def _call_outcome(words: str) -> str:
    """Return the outcome of a call that the words left over tell, or nothing."""
    if "no answer" in words or "didn't answer" in words or "did not answer" in words or "no reply" in words:
        return "no-answer"
    for left in ("left vm", "left a vm", "left message", "left a message", "left voicemail", "left a voicemail"):
        if left in words:
            return "left-message"
    return ""
