"""Pairs of contacts who may be one person, found by what they share: nobody is compared with everybody."""

from __future__ import annotations

from store import documents
from store.book.likeness import nearly, short_forms
from store.book.matching import PREFIXES, SUFFIXES, plain_link
from store.book.merging import told_apart
from store.model import ContactLine, Reason
from store.reports import LikelyPair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from store.book import Book

MOST_SHARING = 8
"An address, number or name that more contacts have than this tells nobody from anybody (a switchboard, info@)."
MOST_AT_ONE_PLACE = 60
"Contacts of one company with like names that are compared with each other."
LEGAL = frozenset({"inc", "ltd", "llc", "llp", "gmbh", "ag", "kg", "co", "corp", "corporation", "company", "limited", "plc",
                   "sa", "sarl", "srl", "bv", "nv", "ab", "as", "oy", "spa", "ug", "mbh", "the", "group", "und", "and"})
"Words of a company's name that tell nothing."
EVERYBODY = frozenset({"gmail", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo", "ymail", "icloud", "me", "mac",
                       "aol", "gmx", "web", "proton", "protonmail", "pm", "fastmail", "mail", "email", "zoho", "yandex",
                       "orange", "wanadoo", "free", "laposte", "t-online", "freenet", "posteo", "mailbox", "comcast",
                       "verizon", "att", "sbcglobal", "btinternet", "sky", "qq", "163", "126", "example"})
"Hosts of mail for everybody, by the name before the last dot: sharing one tells nothing."
WEIGHT = {"same-email": 6, "same-phone": 5, "same-profile": 6, "same-name": 4, "near-name": 2, "same-company": 1,
          "same-domain": 1}
UNLIKE = 4
"What is taken off where the names cannot be one person's."


class Known:
    """What is compared of one contact."""

    __slots__ = ("company", "domains", "id", "mails", "name", "numbers", "places", "profiles", "words")

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Take it from a contact's document."""
        self.id: str = document["id"]
        self.name = str(document.get("name", ""))
        words = [each for each in documents.words_of(self.name) if each not in PREFIXES and each not in SUFFIXES]
        self.words = [] if "@" in self.name else words[:6]
        self.company = str(document.get("company", ""))
        self.mails: set[str] = set()
        self.numbers: set[str] = set()
        self.profiles: set[str] = set()
        self.domains: set[str] = set()
        for each in document.get("addresses", ()):
            self._learn(str(each.get("channel", "")), str(each.get("value", "")))
        self.places = {f"company:{place}"} if (place := _place(self.company)) else set()
        self.places |= {f"domain:{each}" for each in self.domains}
        self.places |= {f"company:{label}" for each in self.domains if len(label := each.split(".")[-2]) > 3}

    def _learn(self, channel: str, value: str) -> None:
        if channel == "email" and "@" in value:
            self.mails.add(value.lower())
            domain = value.lower().rpartition("@")[2]
            if "." in domain and domain.split(".")[-2] not in EVERYBODY:
                self.domains.add(domain)
        elif channel == "phone" and value.startswith("+"):
            self.numbers.add(value)
        elif channel == "web" and "/" in (link := plain_link(value)):
            self.profiles.add(link)

    def line(self, document: Mapping[str, Any]) -> ContactLine:
        """Return the contact in one line."""
        return ContactLine(self.id, self.name, self.company, str(document.get("temperature", "")),
                           tuple(document.get("tags", ())))


def _place(company: str) -> str:
    """Return a company for comparing: without legal forms and spaces."""
    return "".join(each for each in documents.words_of(company) if each not in LEGAL)


def likely_pairs(book: Book, limit: int = 0) -> tuple[LikelyPair, ...]:
    """Return the pairs that may be one person, the likeliest first; see `Book.likely_pairs`."""
    found = {each["id"]: each for each in book.database.table("contacts")
             if not each.get("deleted") and not each.get("merged_into")}
    known = {identity: Known(document) for identity, document in found.items()}
    pairs = [(one, other, why, _strength(known[one], known[other], why))
             for (one, other), why in shared(list(known.values())).items()]
    pairs = [each for each in pairs if each[3] > 0]
    apart = told_apart(book, sorted({identity for one, other, _, _ in pairs for identity in (one, other)}))
    listed = []
    for one, other, why, strength in pairs:
        if (one, other) not in apart:
            listed.append(_pair(known, found, one, other, why, strength))
    listed.sort(key=lambda each: (-each.strength, documents.folded(each.first.name), each.first.id, each.second.id))
    return tuple(listed[:limit] if limit else listed)


def likely_with(book: Book, contact: str) -> tuple[LikelyPair, ...]:
    """Return the pairs in which one contact may be, the likeliest first; see `Book.likely_with`."""
    table = book.database.table("contacts")
    own = table.by_id(contact)
    if own is None:
        return ()
    me = Known(own)
    keys = [*(f"mail:{each}" for each in me.mails), *(f"phone:{each}" for each in me.numbers),
            *(f"start:{each[:3]}" for each in me.words)]
    keys += [f"web:{each['value'].lower()}" for each in own.get("addresses", ()) if each.get("channel") == "web"]
    found = {each["id"]: each for key in keys for each in table.with_key(key) if not each.get("deleted")}
    found[me.id] = own
    known = {identity: Known(document) for identity, document in found.items()}
    apart = told_apart(book, [contact])
    listed = []
    for (one, other), why in shared(list(known.values())).items():
        strength = _strength(known[one], known[other], why)
        if contact in (one, other) and strength > 0 and (one, other) not in apart:
            listed.append(_pair(known, found, one, other, why, strength))
    listed.sort(key=lambda each: (-each.strength, each.first.id, each.second.id))
    return tuple(listed)


def _pair(known: Mapping[str, Known], found: Mapping[str, Mapping[str, Any]], one: str, other: str,
          why: Mapping[str, str], strength: int) -> LikelyPair:
    """Return two contacts as a pair, the strongest reason first."""
    reasons = tuple(Reason(code, {"value": value} if value else {}) for code, value in sorted(
        why.items(), key=lambda each: -WEIGHT[each[0]]))
    return LikelyPair(known[one].line(found[one]), known[other].line(found[other]), reasons, strength)


def shared(people: Sequence[Known]) -> dict[tuple[str, str], dict[str, str]]:
    """Return what two people share, by pair (the earlier first): code of the reason to the value."""
    pairs: dict[tuple[str, str], dict[str, str]] = {}
    seen: set[tuple[str, str]] = set()
    for code, value, holders in _blocks(people):
        for place, one in enumerate(holders):
            for other in holders[place + 1:]:
                if code == "near-name":
                    pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
                    if pair in seen:
                        continue
                    seen.add(pair)
                    if not alike(one.words, other.words):
                        continue
                _note(pairs, one, other, code, value)
    return pairs


def _note(pairs: dict[tuple[str, str], dict[str, str]], one: Known, other: Known, code: str, value: str) -> None:
    """Note one thing that two share; of two who are alike by name also the place."""
    if one.id == other.id:
        return
    first, second = sorted((one, other), key=lambda each: each.id)
    why = pairs.setdefault((first.id, second.id), {})
    if code == "near-name":
        if sorted(one.words) == sorted(other.words):
            code = "same-name"
        company = _place(one.company)
        if company and company == _place(other.company):
            why.setdefault("same-company", first.company)
        elif one.domains & other.domains:
            why.setdefault("same-domain", min(one.domains & other.domains))
        value = ""
    why.setdefault(code, value)


def _blocks(people: Sequence[Known]) -> Iterator[tuple[str, str, list[Known]]]:
    """Yield those who share something, as (code, value, people); those that too many share are left out."""
    marks: dict[tuple[str, str], list[Known]] = {}
    near: dict[tuple[str, str], list[Known]] = {}
    for each in people:
        for code, values in (("same-email", each.mails), ("same-phone", each.numbers), ("same-profile", each.profiles)):
            for value in values:
                marks.setdefault((code, value), []).append(each)
        if len(each.words) > 1:
            marks.setdefault(("same-name", " ".join(sorted(each.words))), []).append(each)
            for place in each.places:
                for key in _name_keys(each.words):
                    near.setdefault((place, key), []).append(each)
    for (code, value), holders in marks.items():
        if 1 < len(holders) <= MOST_SHARING:
            yield code, "" if code == "same-name" else value, holders
    for holders in near.values():
        if 1 < len(holders) <= MOST_AT_ONE_PLACE:
            yield "near-name", "", holders


def _name_keys(words: Sequence[str]) -> set[str]:
    """Return what names that are nearly the same have in common: the family name, the first name, or how both sound."""
    first, last = words[0], words[-1]
    return {f"last {last}", f"first {first}", f"sound {_sound(first)} {_sound(last)}", f"last {first}", *(
        f"sound {_sound(each)} {_sound(last)}" for each in short_forms(first))}


def _sound(word: str) -> str:
    """Return a word's first letter and consonants, doubled ones once: what slips of the keys mostly leave."""
    kept = word[:1]
    for letter in word[1:]:
        if letter not in "aeiouyhw" and letter != kept[-1]:
            kept += letter
    return kept[:4]


def alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two names may be one person's: a slip, another order, a short form, an initial, a middle name."""
    return bool(one and other) and nearly(one, other)


def _strength(one: Known, other: Known, why: Mapping[str, str]) -> int:
    """Return how likely two people are one; 0 or less where it is not worth asking."""
    total = sum(WEIGHT[code] for code in why)
    fitting = alike(one.words, other.words) or not one.words or not other.words or _part_of(one.words, other.words)
    if not fitting:
        total -= UNLIKE
        if set(why) == {"same-phone"}:
            return 0
    if set(why) == {"same-name"} and _apart(one, other):
        return 0
    return total


def _part_of(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether one name is a part of the other: a first name alone."""
    return set(one) <= set(other) or set(other) <= set(one)


def _apart(one: Known, other: Known) -> bool:
    """Return whether something speaks against two of the same name being one."""
    companies = {_place(each.company) for each in (one, other)} - {""}
    return len(companies) > 1

