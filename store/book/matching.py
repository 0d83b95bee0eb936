"""Recognising people: who a line is about, by mail, number, profile, name, last digits or company."""

from __future__ import annotations

from store import documents
from store.book.reading import alive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.disk import Database
    from store.model import Contact, QuickEntry

PREFIXES = frozenset({"dr", "prof", "mr", "mrs", "ms", "mx", "sir", "dame", "rev", "hon", "ing", "dipl"})
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "mba", "cpa"})
PARTICLES = frozenset({"van", "von", "de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "el", "al",
                       "bin", "ibn", "ter", "ten", "zu", "zur", "st", "mac"})

SEVEN = 7
"Digits of a number without its area."


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

    Mail, number and profile tell before the name, the name before the company. With `may_be_new`, half a name is only a
    possibility.
    """
    for found in (_by_mail(database, entry), _by_number(database, entry), _by_profile(database, entry)):
        if found:
            fitting = [each for each in found if not entry.name or _shares_name(each, entry.name)]
            return (fitting, []) if fitting else ([], found)
    if not entry.name:
        return _without_name(database, entry, may_be_new)
    whole = alive("contacts", database.table("contacts").with_key(f"name:{documents.folded(entry.name)}"))
    if whole:
        same, other = _by_company(whole, entry)
        return (same, []) if same else ([], other)
    partial = _by_words(database, documents.words_of(entry.name))
    same, other = _by_company(partial, entry)
    if may_be_new:
        return [], same + other
    return (same, []) if same else ([], other)


def shared_with(person: Contact, entry: QuickEntry) -> str:
    """Return by what a contact has an entry's address: `mail`, `phone`, `link`; empty where they share none."""
    mails = {mail.lower() for mail in entry.emails}
    if any(each.channel == "email" and each.value.lower() in mails for each in person.addresses):
        return "mail"
    if any(_has_number(person, each.e164 or each.typed) for each in entry.phones):
        return "phone"
    links = {plain_link(each) for each in entry.links}
    shared = any(each.channel == "web" and plain_link(each.value) in links for each in person.addresses)
    return "link" if shared else ""


def _by_mail(database: Database, entry: QuickEntry) -> list[Contact]:
    """Return the contacts with one of an entry's mail addresses."""
    table = database.table("contacts")
    return _apart(each for mail in entry.emails for each in alive("contacts", table.with_key(f"mail:{mail.lower()}")))


def _by_number(database: Database, entry: QuickEntry) -> list[Contact]:
    """Return the contacts with one of an entry's numbers; a number without its area fits by its last seven digits."""
    table = database.table("contacts")
    found: list[Contact] = []
    for number in entry.phones:
        given = number.e164 or number.typed
        digits = documents.digits_of(given)
        if len(digits) < SEVEN:
            continue
        found += [each for each in alive("contacts", table.with_key(f"digits:{digits}")) if _has_number(each, given)]
    return _apart(found)


def _has_number(person: Contact, number: str) -> bool:
    """Return whether one of a contact's numbers is the same as far as both go; two extensions of one number differ."""
    given, _, extension = number.partition(";ext=")
    for address in person.addresses:
        if address.channel == "phone":
            value, _, other = address.value.partition(";ext=")
            whole = given.startswith("+") and value.startswith("+")
            same = value == given if whole else documents.digits_of(value) == documents.digits_of(given)
            if same and not (extension and other and extension != other):
                return True
    return False


def _by_profile(database: Database, entry: QuickEntry) -> list[Contact]:
    """Return the contacts with one of an entry's profile addresses, however it is written."""
    table = database.table("contacts")
    found: list[Contact] = []
    for link in entry.links:
        bare = plain_link(link)
        if "/" in bare:
            spellings = (f"{scheme}{www}{bare}{slash}" for scheme in ("", "https://", "http://") for www in ("", "www.")
                         for slash in ("", "/"))
            found += [each for spelling in spellings for each in alive("contacts", table.with_key(f"web:{spelling}"))]
    return _apart(found)


def plain_link(link: str) -> str:
    """Return a web address for comparing: without scheme, www or a country's own host of a network, query and last slash."""
    bare = link.lower().partition("://")[2] or link.lower()
    host, slash, path = bare.partition("?")[0].partition("#")[0].partition("/")
    host = host.removeprefix("www.")
    if host.endswith(".linkedin.com"):
        host = "linkedin.com"
    return f"{host}{slash}{path}".rstrip("/")


def _without_name(database: Database, entry: QuickEntry, may_be_new: bool) -> tuple[list[Contact], list[Contact]]:
    """Return who an entry without a name is about: by the last digits of a number, else by the company."""
    table = database.table("contacts")
    if entry.tail:
        found = alive("contacts", table.with_key(f"last:{entry.tail[-4:]}"))
        ending = [each for each in found if _ends_so(each, entry.tail)]
        return _by_company(ending, entry)[0], []
    wanted = documents.words_of(entry.company)
    if not wanted or entry.emails or entry.phones:
        return [], []
    at_work = [each for each in alive("contacts", table.with_key(f"word:{max(wanted, key=len)}"))
               if set(wanted) <= set(documents.words_of(each.company))]
    return ([], at_work) if may_be_new else (at_work, [])


def _ends_so(person: Contact, digits: str) -> bool:
    """Return whether one of a contact's numbers ends with some digits."""
    numbers = (each.value.partition(";")[0] for each in person.addresses if each.channel == "phone")
    return any("".join(letter for letter in number if letter.isdigit()).endswith(digits) for number in numbers)


def _apart(found: Iterable[Contact]) -> list[Contact]:
    """Return contacts, each once."""
    return list({each.id: each for each in found}.values())


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
