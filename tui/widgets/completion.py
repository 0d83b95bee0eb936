"""Completing names and companies of the book at the end of a quick-log line."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual.suggester import Suggester

from store.errors import OnwardError
from tui.look import clean

if TYPE_CHECKING:
    from store.book import Book
    from store.model import ContactLine

PAUSE = 0.15
"Seconds without a key until the book is asked; typing on costs nothing."
FEWEST = 2
"Letters before anything is offered."
LOOKED_THROUGH = 12
NOTE = re.compile(r"(?:^|\s)//(?:\s|$)")
COMPANY = re.compile(r"(?:^|\s)@\"?([^@#\"]*)$")
REFERRER = re.compile(r"(?:^|\s)via:\"?([^@#\":]*)$")
LAST_WORDS = re.compile(r"(?:^|\s)((\S+ )?([^\s@#:\"/]+))$")


class FromTheBook(Suggester):
    """Offers the first name, or after an @ the first company, that goes on as the line ends."""

    def __init__(self, book: Book, is_current: Callable[[str], bool], verb: Callable[[], str]) -> None:
        """Keep the book, what tells whether a line still stands in the field, and what gives the verb it begins with."""
        super().__init__(use_cache=False, case_sensitive=True)
        self.book = book
        self.is_current = is_current
        self.verb = verb

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line completed once no key came for a while, or None."""
        await asyncio.sleep(PAUSE)
        if not self.is_current(value):
            return None
        try:
            return completed(value, self.verb(), lambda words: self.book.find(words, LOOKED_THROUGH))
        except OnwardError:
            return None


def completed(line: str, verb: str, find: Callable[[str], Iterable[ContactLine]]) -> str | None:
    """Return a line with its last words completed from what is found, or None; notes and verbs are left alone."""
    if NOTE.search(line):
        return None
    for pattern, field in ((COMPANY, "company"), (REFERRER, "name")):
        marked = pattern.search(line)
        if marked is not None:
            return _completed(line, marked[1], field, find)
    words = LAST_WORDS.search(line)
    if words is None:
        return None
    both, last = words[1], words[3]
    if both != last and both.split(" ")[0].casefold() != verb.casefold():
        found = _completed(line, both, "name", find)
        if found is not None:
            return found
    return None if last.casefold() == verb.casefold() else _completed(line, last, "name", find)


def _completed(line: str, part: str, field: str, find: Callable[[str], Iterable[ContactLine]]) -> str | None:
    """Return a line whose end, the part, goes on to the first value of a field that begins so."""
    if len(part.strip()) < FEWEST:
        return None
    wanted = part.casefold()
    for each in find(part.strip()):
        value = clean(str(getattr(each, field)))
        if len(value) > len(part) and value.casefold().startswith(wanted):
            return line[: len(line) - len(part)] + value
    return None
