"""What a name, a company or a tag may go on with: through the index of beginnings, never by reading the whole book."""

from __future__ import annotations

from store import documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from store.book import Book

MOST_READ_WHOLE = 400
"People of a book small enough to be read for one or two letters."


def complete(book: Book, before: str, beginning: str, limit: int) -> tuple[str, ...]:
    """Return what a word may go on with; `before` are the words in front of it.

    A word that begins with @ or # (or tag:) is a company or a tag; else a name: the whole one where it begins so, the rest
    of it where the words before begin a name, else the part that begins so.
    """
    for mark in ("@", "#", "tag:", "via:"):
        if beginning.startswith(mark):
            rest = beginning[len(mark):]
            found = _companies(book, rest) if mark == "@" else _tags(book, rest) if mark != "via:" else _names(book, "", rest)
            return tuple(mark + each for each in _sorted(found))[:limit]
    return tuple(_sorted(_names(book, before, beginning)))[:limit]


def _sorted(found: Iterable[str]) -> list[str]:
    """Return texts once each, in the order of a dictionary."""
    return sorted(dict.fromkeys(found), key=documents.folded)


def _documents(book: Book, beginning: str) -> list[Mapping[str, Any]]:
    """Return the contacts with a word that begins so."""
    words = documents.words_of(beginning)
    table = book.database.table("contacts")
    if not words:
        return []
    if len(words[0]) >= 3:
        return [each for each in table.with_key(f"start:{words[0][:3]}") if not each.get("deleted")]
    if len(table) > MOST_READ_WHOLE:
        return [each for each in table.with_key(f"start:{words[0]}") if not each.get("deleted")]
    return [each for each in table.all() if not each.get("deleted") and not each.get("merged_into")]


def _names(book: Book, before: str, beginning: str) -> list[str]:
    """Return the names, or the rest of names, that go on so."""
    wanted = documents.folded(beginning)
    earlier = documents.words_of(before)
    found: list[str] = []
    rests: list[str] = []
    for document in _documents(book, beginning):
        name = " ".join(str(document.get("name", "")).split())
        words = name.split(" ")
        for place in range(len(words)):
            rest = " ".join(words[place:])
            if not documents.folded(rest).startswith(wanted):
                continue
            given = documents.words_of(" ".join(words[:place]))
            if given and earlier[-len(given):] == given:
                rests.append(rest)
            found.append(rest)
            break
    return rests or found


def _companies(book: Book, beginning: str) -> list[str]:
    """Return the companies that begin so."""
    wanted = documents.folded(beginning.strip('"'))
    every = (" ".join(str(each.get("company", "")).split()) for each in _documents(book, beginning))
    return [each for each in every if each and documents.folded(each).startswith(wanted)]


def _tags(book: Book, beginning: str) -> list[str]:
    """Return the tags of today's event, and one that is in use exactly so."""
    from store.book.occasions import today

    wanted = documents.folded(beginning)
    found = [each for each in today(book).tags if documents.folded(each).startswith(wanted)]
    for document in book.database.table("contacts").with_key(f"tag:{wanted}")[:1]:
        found += [each for each in document.get("tags", ()) if documents.folded(str(each)) == wanted]
    return found
