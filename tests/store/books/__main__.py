"""Write the book of the present schema: `python -m tests.store.books`. Older ones are never written again."""

import datetime as dt
import os
import shutil
import tempfile
from pathlib import Path

from store.book import Book
from store.migrations import SCHEMA
from store.model import Planned
from store.settings import home_under

START = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def write(target):
    """Write a book with something in every table that a person fills, half of it in the journal."""
    os.environ["TZ"] = "UTC"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "settings.toml").write_text('[place]\nzone = "UTC"\ncountry = "US"\n')
        at = [START]
        book = Book.open(home_under(folder), now=lambda: at[0])
        fill(book, at)
        book.close()
        target.mkdir()
        for name in ("book.json", "journal.jsonl"):
            shutil.copyfile(Path(folder) / "book" / name, target / name)


def fill(book, at):
    """Do what a week brings."""
    ada = book.log("met Ada Long @Acme 415 555 0101 ada@example.com hot #expo // likes tea").contacts[0]
    bea = book.log("inquired Bea Short bea@example.com // wants a review").contacts[0]
    at[0] += dt.timedelta(hours=1)
    book.done([ada])
    book.change([bea], temperature="warm", company="Northline")
    book.log("called")
    book.database.compact()
    at[0] += dt.timedelta(days=1)
    book.log_touch(ada, "email", direction="in", note="Could you send two dates?")
    book.set_next(bea, "call", Planned(dt.date(2026, 12, 1), dt.time(10), "UTC"))
    book.draft(bea)
    book.use_cadence([ada], "keep")
    book.snooze([bea], Planned(dt.date(2026, 11, 27)))
    book.permit([ada], "email", "refused")
    book.tag([ada], "lease")
    book.pause([ada], until=dt.date(2026, 12, 3))
    book.undo()


if __name__ == "__main__":
    write(Path(__file__).resolve().parent / f"schema-{SCHEMA}")
