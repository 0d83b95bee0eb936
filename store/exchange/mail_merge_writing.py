"""A table for letters in a word processor: how to greet, the name, the address line by line, and what fills the gaps."""

from __future__ import annotations

from store.exchange.csv_cells import disarmed, table
from store.exchange.outgoing import spoken
from store.model import EMPTY
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.model import Contact

_GREETINGS = {"de": "Guten Tag {name},", "es": "Hola, {first}:", "fr": "Bonjour {first},", "it": "Buongiorno {first},",
              "nl": "Dag {first},", "pt": "Olá, {first},"}
"""Greetings that say neither he nor she; English for all others."""


@record
class Letter:
    """One contact as a row."""

    contact: Contact
    "The contact."
    lines: tuple[str, ...] = ()
    "The postal address, line by line."
    kind: str = ""
    "The kind of touch due, or empty."
    template: str = ""
    "The template that would fill it, or empty."
    gaps: Mapping[str, str] = EMPTY
    "What is known for the gaps of templates, by their names."


def write(letters: Sequence[Letter], gaps: Sequence[str], mark: bool = False) -> Iterator[bytes]:
    """Yield the table, a row a piece; `gaps` are the names of the gap columns."""
    most = max([3, *(len(each.lines) for each in letters)])
    header = ["Salutation", "Prefix", "First name", "Last name", "Name", "Company", "Job title",
              *(f"Address line {number}" for number in range(1, most + 1)), "Country", "E-mail", "Phone", "Touch", "Template",
              *gaps]
    return table(header, (_cells(each, most, gaps) for each in letters), mark)


def _cells(letter: Letter, most: int, gaps: Sequence[str]) -> list[str]:
    """Return a row."""
    contact = letter.contact
    mail, phone = contact.address("email"), contact.address("phone")
    cells = [salutation(contact), contact.prefix, contact.given or contact.first_name, contact.family, contact.name,
             contact.company, contact.title, *letter.lines, *[""] * (most - len(letter.lines)), contact.country,
             mail.value if mail else "", spoken(phone.value) if phone else "", letter.kind, letter.template,
             *(letter.gaps.get(each, "") for each in gaps)]
    return [disarmed(each) for each in cells]


def salutation(contact: Contact) -> str:
    """Return how to begin a letter: with a title and the family name, else the first name, in the contact's language."""
    language = contact.language.replace("_", "-").split("-", 1)[0].lower()
    first = contact.first_name if any(each.isalpha() for each in contact.first_name) and "@" not in contact.name else ""
    if language in _GREETINGS:
        name = " ".join(filter(None, (contact.prefix, contact.name if language == "de" else first)))
        return _GREETINGS[language].format(name=name, first=first).replace(" ,", ",").replace(" :", ":")
    if contact.prefix and contact.family:
        return f"Dear {contact.prefix} {contact.family},"
    return f"Dear {first}," if first else "Dear Sir or Madam,"
