"""A seeded book of any size: the same seed and clock give the same people and touches, whatever the machine."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from store import documents
from store.book import Book
from store.book.touching import begin_plan
from store.book.writing import Writing
from store.model import Address, Contact, Moment, Permission, Touch
from store.settings import home_under

NOW = dt.datetime(2026, 11, 24, 9, 12, tzinfo=dt.UTC)
# ruff: noqa: SIM905 (a line of names reads better than a list of quotes)
GIVEN = ("Marty Priya Tom Lena Ana Iris Jo Ruth Gus Noor Devon Ingrid Bao Salma Walter Helen Carlos Oskar Grace Pavel Maya Pat "
         "Sven Chidi Fatima Lou Yuki Rosa Emil Nadia Quentin Tessa Viktor Amara Kenji Dolores").split()
FAMILY = ("Chen Raman Ashby Voss Duarte Blom Hart Feldman Petrakis Haddad Clarke Solberg Tran Idris Nguyen Brooks Mendes "
          "Lindqvist Kim Novak Cohen Weber Aalto Eze Rahimi Sanders Mori Alvarez Sandberg Petrova Marsh Hahn Okafor").split()
TRADES = ("Facilities Dental Logistics Studio Marine Clinics Roofing Foods Markets Print Storage Bakery Tiles "
          "Textiles Timber").split()
KINDS = ("email", "call", "text", "card", "clipping", "note")


def person(chance: random.Random, number: int, now: dt.datetime) -> Contact:
    """Return one made-up contact; names are told apart by a number in syllables."""
    given = chance.choice(GIVEN)
    family = chance.choice(FAMILY) + _syllables(number)
    company = f"{family} {chance.choice(TRADES)}"
    return Contact(
        id="", name=f"{given} {family}", given=given, family=family, company=company, country="US",
        temperature=chance.choice(("hot", "warm", "warm", "cold")), pace=chance.choice(("fast", "steady", "slow", "")),
        stage=chance.choice(("visibility", "credibility", "profitability")), source="Chamber",
        addresses=(Address("email", f"{given}.{family}@example.com".lower()),
                   Address("phone", f"+1415{5550100 + number % 100:07d}" if number < 100 else f"+1{2012000000 + number}")),
        permissions=tuple(Permission(channel, "implied", "handed-over", now) for channel in ("text", "call", "email")),
        tags=(chance.choice(("chamber", "expo", "rotary")),), created=now, origin="log")


def _syllables(number: int) -> str:
    """Return a number as letters, so that names differ and still look like names."""
    parts = ("ba", "co", "di", "fe", "gu", "ha", "ki", "lo", "mu", "na")
    return "".join(parts[int(digit)] for digit in str(number))


def build(folder: Path, contacts: int, touches_each: int = 10, seed: int = 7, all_due: bool = False,
          now: dt.datetime = NOW) -> Book:
    """Make a book under a folder and return it open; `all_due` leaves nobody touched for a hundred days."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    if all_due:
        (folder / "settings.toml").write_text("[rules]\ndaily_cap = 0\n[place]\nzone = \"UTC\"\n")
    else:
        (folder / "settings.toml").write_text("[place]\nzone = \"UTC\"\n")
    book = Book.open(home_under(str(folder)), now=lambda: now)
    for start in range(0, contacts, 500):
        with Writing(book, "generate", undoable=False) as writing:
            for number in range(start, min(start + 500, contacts)):
                _add(book, writing, chance, number, touches_each, all_due)
    book.database.compact()
    return book


def _add(book: Book, writing: Writing, chance: random.Random, number: int, touches_each: int, all_due: bool) -> None:
    """Add one contact with touches over two years, and a keep plan from the last of them."""
    now = writing.now
    contact = writing.add("contacts", person(chance, number, now))
    latest = chance.uniform(100, 130) if all_due else chance.uniform(1, 46)
    ages = sorted((latest + chance.uniform(0, 700) for _ in range(touches_each - 1)), reverse=True)
    last = None
    for age in [*ages, latest][:touches_each]:
        happened = (now - dt.timedelta(days=age)).replace(microsecond=0)
        last = writing.add("touches", Touch(
            id="", contacts=(contact.id,), kind=chance.choice(KINDS), direction="out", happened=Moment(happened, "UTC"),
            recorded=happened, outcome="sent", note="a line about what was said", origin="log"))
    begin_plan(book, writing, contact, "keep", last)


def count_documents(book: Book) -> int:
    """Return how many documents a book holds."""
    return sum(len(book.database.table(name)) for name in documents.TABLES)
