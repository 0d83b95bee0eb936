"""Recognising people: who a line is about, and who may be the same person under nearly the same name."""

from __future__ import annotations

from store import documents
from store.book.reading import alive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.disk import Database
    from store.model import Contact, QuickEntry

PREFIXES = frozenset({"dr", "prof", "mr", "mrs", "ms", "mx", "sir", "dame", "rev", "hon", "ing", "dipl"})
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "mba", "cpa"})
PARTICLES = frozenset({"van", "von", "de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "el", "al",
                       "bin", "ibn", "ter", "ten", "zu", "zur", "st", "mac"})


def name_parts(name: str) -> dict[str, str]:
    """Return prefix, given, middle, family and suffix of a whole name; particles belong to the family name."""
    words = name.split()
    parts = {"prefix": [], "suffix": []}  # type: dict[str, list[str]]
    while len(words) > 1 and words[0].strip(".").lower() in PREFIXES:
        parts["prefix"].append(words.pop(0))
    while len(words) > 1 and words[-1].strip(".,").lower() in SUFFIXES:
        parts["suffix"].insert(0, words.pop().strip(","))
    if len(words) < 2:
        only = {"prefix": " ".join(parts["prefix"]), "given": " ".join(words), "suffix": " ".join(parts["suffix"])}
        return {key: value for key, value in only.items() if value}
    start = len(words) - 1
    while start > 1 and words[start - 1].lower().strip("'") in PARTICLES:
        start -= 1
    found = {
        "prefix": " ".join(parts["prefix"]), "given": words[0], "middle": " ".join(words[1:start]),
        "family": " ".join(words[start:]).strip(","), "suffix": " ".join(parts["suffix"]),
    }
    return {key: value for key, value in found.items() if value}


def candidates_for(database: Database, entry: QuickEntry, may_be_new: bool) -> tuple[list[Contact], list[Contact]]:
    """Return who an entry is about (one: certain, several: ambiguous), and who it may be about.

    Mail and number tell before the name. With `may_be_new`, half a name is only a possibility.
    """
    table = database.table("contacts")
    for keys in ([f"mail:{each.lower()}" for each in entry.emails], [f"phone:{each.e164}" for each in entry.phones]):
        found = {each.id: each for key in keys for each in alive("contacts", table.with_key(key))}
        if found:
            fitting = [each for each in found.values() if not entry.name or _shares_name(each, entry.name)]
            return (fitting, []) if fitting else ([], list(found.values()))
    if not entry.name:
        return [], []
    whole = alive("contacts", table.with_key(f"name:{documents.folded(entry.name)}"))
    words = documents.words_of(entry.name)
    if whole:
        same, other = _by_company(whole, entry)
        return (same, []) if same else ([], other)
    partial = _by_words(database, words)
    same, other = _by_company(partial, entry)
    if may_be_new:
        return [], same + other
    return (same, []) if same else ([], other)


def _by_words(database: Database, words: Sequence[str]) -> list[Contact]:
    """Return the contacts whose name holds all of some words."""
    if not words:
        return []
    found = alive("contacts", database.table("contacts").with_key(f"word:{max(words, key=len)}"))
    return [each for each in found if set(words) <= set(documents.words_of(f"{each.name} {each.nickname}"))]


def _by_company(found: Sequence[Contact], entry: QuickEntry) -> tuple[list[Contact], list[Contact]]:
    """Part contacts into those whose company does not speak against the entry's, and the others."""
    if not entry.company:
        return list(found), []
    wanted = set(documents.words_of(entry.company))
    same = [each for each in found if each.company and wanted & set(documents.words_of(each.company))]
    if same:
        return same, []
    open_ones = [each for each in found if not each.company]
    return open_ones, [each for each in found if each.company]


def _shares_name(person: Contact, name: str) -> bool:
    """Return whether a name has a word with a contact's in common, or the contact is only known by an address."""
    wanted = set(documents.words_of(name))
    return bool(wanted & set(documents.words_of(f"{person.name} {person.nickname}"))) or "@" in person.name


def near_duplicates(database: Database, name: str) -> list[Contact]:
    """Return contacts with nearly the same name: a slip of a letter or two, or the parts in another order."""
    words = documents.words_of(name)
    if not words:
        return []
    table = database.table("contacts")
    found: dict[str, Contact] = {}
    for word in words:
        for document in table.with_key(f"start:{word[:3]}"):
            if not document.get("deleted") and _nearly(words, documents.words_of(str(document.get("name", "")))):
                found[document["id"]] = documents.from_document("contacts", document)
    return sorted(found.values(), key=lambda each: each.name)


def _nearly(words: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether two names are nearly the same."""
    if sorted(words) == sorted(others):
        return True
    if len(words) != len(others) or len(words) < 2:
        return False
    slips = [slips_between(word, other, 2) for word, other in zip(words, others, strict=True)]
    return all(slip <= (1 if len(word) < 6 else 2) for slip, word in zip(slips, words, strict=True)) and sum(slips) <= 2


def slips_between(first: str, second: str, limit: int) -> int:
    """Return how many letters must be added, dropped or changed between two words; `limit + 1` where more than that."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    row = list(range(len(second) + 1))
    for place, letter in enumerate(first, start=1):
        last, row[0] = row[0], place
        for column, other in enumerate(second, start=1):
            last, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, last + (letter != other))
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
