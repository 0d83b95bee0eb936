"""Who a record of an outside file is: somebody in the book, somebody earlier in the file, or somebody new.

Certain: the record's own id in its source; a mail address or number shared by names that fit; the same whole name with
nothing against it. In doubt: an address shared by names that do not fit, the same name with another company, mail or
number. Inside one file what is in doubt is somebody else, since the file keeps them apart.
"""

from __future__ import annotations

import unicodedata

from store.exchange.merging import merge
from store.model import Contact
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.exchange.parsed import ParsedRecord

MOST_CANDIDATES = 12
"""Contacts with one key that are looked at."""


@record
class Evidence:
    """Why a record may be a contact."""

    code: str
    "`same-uid`, `same-email`, `same-phone`, `same-name`."
    certain: bool
    "Whether it settles it."
    strength: tuple[bool, int, bool]
    "For choosing between candidates: adds nothing, weight, same name."


def folded(text: str) -> str:
    """Return a name for comparing: case folded, accents off, spaces as one."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in decomposed if not unicodedata.combining(each)).split())


def keys(parsed: ParsedRecord) -> Iterator[tuple[str, str]]:
    """Yield (code of the evidence, key) for everything a record can be found by."""
    original = parsed.original
    if original.get("key"):
        yield "same-uid", f"original:{original['source']}:{original['key']}"
    for each in parsed.contact.addresses:
        if each.channel == "email":
            yield "same-email", f"mail:{each.value.lower()}"
        elif each.channel == "phone" and each.value.startswith("+"):
            yield "same-phone", f"phone:{each.value}"
    yield "same-name", f"name:{folded(parsed.contact.name)}"


def weigh(known: Contact, incoming: Contact, codes: set[str], in_file: bool) -> Evidence | None:
    """Return what speaks for a contact and a record being one person, or None where it is not enough to ask.

    `codes` are those of the keys they share; `in_file` says that both stand in one file.
    """
    same_name = folded(known.name) == folded(incoming.name)
    nameless = in_file and "same-email" not in codes and (_stands_in(known) or _stands_in(incoming))
    # A number that a card without a name shares with another of its own file is no proof: the file keeps them apart.
    fit = same_name or (names_fit(known, incoming) and not nameless)
    shared = codes & {"same-email", "same-phone"}
    code, certain, weight, against = "", False, 0, False
    if "same-uid" in codes and (fit or shared or not in_file):
        code, certain, weight = "same-uid", True, 4
    elif shared and fit:
        code, certain, weight = min(shared), True, 3
    elif same_name:
        against = _conflict(known, incoming)
        certain = " " in folded(incoming.name) and (not against or _agree(known, incoming))
        code, weight = "same-name", 2 if certain else 1
    elif shared:
        code, weight = min(shared), 1
    adds_nothing = bool(code) and (certain or (same_name and not against)) and merge(known, incoming) == known
    if not code or (in_file and not certain and not adds_nothing):
        return None
    return Evidence(code, certain or adds_nothing, (adds_nothing, weight, same_name))


def names_fit(first: Contact, second: Contact) -> bool:
    """Return whether two names can be one person's: every word of the shorter begins one of the longer."""
    if _stands_in(first) or _stands_in(second):
        return True
    words = [_words(first.name), _words(second.name)]
    if not words[0] or not words[1]:
        return False
    shorter, longer = sorted(words, key=len)
    left = longer + _words(first.nickname) + _words(second.nickname)
    for word in shorter:
        match = next((each for each in left if each == word or _begins(word, each)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _begins(first: str, second: str) -> bool:
    """Return whether one word is the other's initial or beginning."""
    short, long = sorted((first, second), key=len)
    return (len(short) == 1 or len(short) >= 3) and long.startswith(short)


def _words(name: str) -> list[str]:
    """Return the words of a name, the first twelve."""
    return "".join(each if each.isalnum() else " " for each in folded(name)).split()[:12]


def _stands_in(contact: Contact) -> bool:
    """Return whether a name is only an address, a number or a company in the place of one."""
    name = contact.name
    return "@" in name or name == contact.company or not any(each.isalpha() for each in name)


def _values(contact: Contact, channel: str) -> set[str]:
    return {each.value.casefold() for each in contact.addresses if each.channel == channel}


def _agree(first: Contact, second: Contact) -> bool:
    """Return whether two of the same name share something else."""
    return bool(first.company) and folded(first.company) == folded(second.company)


def _conflict(first: Contact, second: Contact) -> bool:
    """Return whether something speaks against two of the same name being one."""
    if first.company and second.company and folded(first.company) != folded(second.company):
        return True
    for channel in ("email", "phone"):
        ours, theirs = _values(first, channel), _values(second, channel)
        if ours and theirs and not ours & theirs:
            return True
    return False
