"""Another person's name, two names, the user's own name, an attachment that is not there."""

from __future__ import annotations

import re
import unicodedata

from store.model import Reason
from store.rules.draft_check.greeting import greeting_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.model import Contact
    from store.rules.draft_check.flags import Flag
    from store.rules.draft_check.message import Message
    from store.rules.practice import Sender

_TITLES = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "herr", "frau", "monsieur", "madame", "m", "mme", "sir",
    "madam", "señor", "señora", "sr", "sra", "doctor", "mx", "and", "&", "van", "von", "de", "del", "la", "der", "den",
    "du", "di", "da", "le", "und", "et", "y", "nd", "all", "rev", "father", "sister", "coach"))
LOOKED_AT = 20_000
"Characters in which a second name is looked for."
_BY_POST = ("card", "note", "letter")
_FILE_OR_LINK = re.compile(r"https?://|\b[\w-]{2,60}\.(?:pdf|docx?|xlsx?|pptx?|csv|ics|jpe?g|png|zip)\b|📎", re.IGNORECASE)
_LATER_NAME = re.compile(r"(?i:\b(?:thanks|thank you|best wishes|congratulations|congrats|merci|danke|gracias)"
                         r"(?: again| so much)?),[ \t](?P<name>[^\W\d_a-z][^\W\d_]{1,20})(?P<mark>[!.,])")


def flags(message: Message, kind: str, contact: Contact | None, sender: Sender | None,
          known_names: Callable[[str], bool] | None) -> Iterator[Flag]:
    """Yield what does not fit whom the draft is for, or what goes with it."""
    yield from _names(message, contact, sender, known_names)
    yield from _second_greeting(message)
    if kind not in _BY_POST and not message.has_attachment:
        yield from _attachment(message)


def _names(message: Message, contact: Contact | None, sender: Sender | None,
           known_names: Callable[[str], bool] | None) -> Iterator[Flag]:
    """Yield a flag where the greeting names somebody else, or the user."""
    greeted = _parts(message.greeted)
    if not greeted:
        return
    span = message.greeted_place, message.greeted_place + len(message.greeted)
    theirs = _names_of(contact) if contact is not None else _parts(message.recipient)
    same = any(_alike(one, other, message) for one in greeted for other in theirs)
    own = _parts(sender.name)[:1] if sender is not None else []
    signed = _parts(message.signature.strip().split("\n")[-1] if message.signature else "") if contact is None else []
    if not same and greeted[0] in (*own, *(signed if len(signed) <= 3 else [])):
        yield message.flag("mismatch", span, Reason("own-name", {"name": message.greeted}), "their-name")
    elif theirs and not same:
        known = known_names is not None and known_names(greeted[0])
        if known or message.greets_by_word:
            told = contact.name if contact is not None else message.recipient
            values = {"name": message.greeted, "contact": told, "known": known}
            yield message.flag("mismatch", span, Reason("other-name", values), "their-name")


def _second_greeting(message: Message) -> Iterator[Flag]:
    """Yield a flag where a second, other name is greeted."""
    first = _parts(message.greeted)
    if not first:
        return
    begins = message.greeting[1]
    place = begins
    for line in message.own[begins : begins + LOOKED_AT].split("\n")[:400]:
        bare = line.lstrip()
        if bare:
            opens = bare.split(None, 1)[0].rstrip(",!.").lower() in message.lexicon.greeting_words
            found = greeting_of(bare, message.lexicon) if opens else None
            others = _parts(found.name) if found is not None else []
            if found is not None and others and bare[0].isupper() and found.start == 0 and not any(
                    _alike(one, other, message) for one in first for other in others):
                start = place + len(line) - len(bare) + found.name_start
                yield message.flag("mismatch", (start, start + len(found.name)),
                                   Reason("two-names", {"name": found.name, "first": message.greeted}), "one-name")
                return
        place += len(line) + 1
    signed = _parts(message.signature)
    for each in _LATER_NAME.finditer(message.own[:LOOKED_AT]):
        name = each["name"]
        others = _parts(name)
        if others and others[0] not in signed and not message.lexicon.is_plain(name.lower()) and not any(
                _alike(one, other, message) for one in first for other in others):
            values = {"name": name, "first": message.greeted}
            yield message.flag("mismatch", each.span("name"), Reason("two-names", values), "one-name")
            return


def _attachment(message: Message) -> Iterator[Flag]:
    """Yield a flag where an attachment is mentioned: a draft here carries none, and nobody sees that before it is gone."""
    fine = [place for hit in message.hits.get("attached-fine", ()) for place in range(*hit)]
    for hit in message.hits.get("attached", ()):
        if any(place in fine for place in range(*hit)):
            continue
        sentence = message.sentences[message.sentence_of[hit[0]]]
        if _FILE_OR_LINK.search(message.own[sentence[0] : sentence[1]][:2000]):
            continue
        yield message.flag("mismatch", message.span(hit), Reason("no-attachment"), "attach-or-link")
        return


def _names_of(contact: Contact) -> list[str]:
    """Return every name that a contact may be greeted by, folded."""
    told = " ".join((contact.given, contact.nickname, contact.family, contact.middle, contact.name, contact.first_name))
    return _parts(told) if "@" not in contact.name else []


def _parts(name: str) -> list[str]:
    """Return the parts of a name without accents, case and titles."""
    bare = unicodedata.normalize("NFKD", name[:200]).casefold()
    words = re.findall(r"[^\W\d_]+", "".join(each for each in bare if not unicodedata.combining(each)))
    return [each for each in words if each not in _TITLES]


def _alike(one: str, other: str, message: Message) -> bool:
    """Return whether two names may be one person's: the same, one short for the other, or known as such."""
    if one == other or other in message.lexicon.nicknames.get(one, ()):
        return True
    shorter, longer = sorted((one, other), key=len)
    return (len(shorter) >= 2 and longer.startswith(shorter)) or (len(shorter) == 1 and longer[0] == shorter)
