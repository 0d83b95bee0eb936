"""The shelf: things worth passing on, put there, listed with whom they suit, taken off."""

from __future__ import annotations

import datetime as dt

from store.book import reading
from store.book.writing import Writing
from store.errors import NotFound, OnwardError, UsageFault
from store.model import Contact, Receipt, ShelfItem
from store.reports import ShelfEntry, ShelfMatch
from store.rules import shelf as rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.book import Book

LONGEST = 300
"Characters of a title."
KIND_WORDS = {"article": "clipping", "clipping": "clipping", "invitation": "invitation", "invite": "invitation", "gift": "gift"}
"First words that say what kind of thing it is."
UNTIL = ("until", "till", "til")


def read_line(book: Book, line: str) -> ShelfItem:
    """Return what a line puts on the shelf: a kind perhaps, an address or a title, #tags, `until` a day, `//` why.

    Raises UsageFault(`empty-shelf-line`), or `no-date` where the words after `until` look like a day and are none.
    """
    head, _, why = line.replace("\0", "").partition(" //") if not line.startswith("//") else ("", "", line[2:])
    words = head.split()
    kind = KIND_WORDS.get(words[0].rstrip(":").casefold(), "") if len(words) > 1 else ""
    if kind:
        words = words[1:]
    words, until = _until(book, words)
    tags = [word.lstrip("#").removeprefix("tag:") for word in words if _is_tag(word)]
    links = [word for word in words if _is_link(word)]
    title = " ".join(word for word in words if not _is_tag(word) and word not in links[:1]).strip("\"' ")
    link = links[0] if links else ""
    title = (title or _title_of(link))[:LONGEST]
    if not title:
        raise UsageFault("empty-shelf-line")
    return ShelfItem(id="", kind=kind or rules.kind_of(title), title=title, link=link, why=why.strip(),
                     tags=tuple(dict.fromkeys(each for each in tags if each)), until=until)


def _is_tag(word: str) -> bool:
    """Return whether a word is a tag."""
    return (word.startswith("#") and len(word) > 1) or (word.startswith("tag:") and len(word) > 4)


def _is_link(word: str) -> bool:
    """Return whether a word is an address of the web."""
    return word.casefold().startswith(("http://", "https://")) and len(word) > 10


def _title_of(link: str) -> str:
    """Return a title made of an address: its host and the last part of its path as words."""
    rest = link.partition("//")[2].partition("?")[0].partition("#")[0].rstrip("/")
    host, _, path = rest.partition("/")
    host = host.rpartition("@")[2].removeprefix("www.")
    last = path.rpartition("/")[2].rpartition(".")[0] or path.rpartition("/")[2]
    words = " ".join(last.replace("-", " ").replace("_", " ").split())
    return f"{host}: {words}" if words else host


def _until(book: Book, words: list[str]) -> tuple[list[str], dt.date | None]:
    """Return the words without `until` and its day, and the day; words that mean no day stay where they are."""
    place = next((at for at in range(len(words) - 1, -1, -1) if words[at].casefold() in UNTIL), None)
    if place is None:
        return words, None
    end = place + 1
    while end < len(words) and not _is_tag(words[end]) and not _is_link(words[end]):
        end += 1
    for last in range(end, place + 1, -1):
        try:
            day = book.plan_when(" ".join(words[place + 1:last])).on
        except OnwardError:
            continue
        return words[:place] + words[last:], day
    said = " ".join(words[place + 1:end])
    if any(each.isdigit() for each in said):
        raise UsageFault("no-date", words=said)
    return words, None


def add(book: Book, item: ShelfItem) -> Receipt:
    """Put a thing on the shelf; raises UsageFault(`bad-value`, `empty-shelf-line`)."""
    if item.kind not in rules.SHELF_KINDS:
        raise UsageFault("bad-value", field="kind", value=item.kind, allowed=list(rules.SHELF_KINDS))
    title = " ".join(item.title.replace("\0", "").split())
    if not title:
        raise UsageFault("empty-shelf-line")
    with Writing(book, "shelf-add") as writing:
        kept: ShelfItem = writing.add("shelf", ShelfItem(
            id="", kind=item.kind, title=title, link=item.link, why=item.why, tags=item.tags, until=item.until))
        writing.values.update(title=kept.title, kind=kept.kind, id=kept.id, suits=len(matches_of(book, kept)),
                              until=kept.until.isoformat() if kept.until else "")
    return writing.receipt()


def drop(book: Book, identity: str) -> Receipt:
    """Take a thing off the shelf; raises NotFound(`no-such-shelf-item`)."""
    document = book.database.table("shelf").by_id(identity)
    if document is None or document.get("deleted"):
        raise NotFound("no-such-shelf-item", number=identity)
    with Writing(book, "shelf-drop") as writing:
        writing.remove("shelf", identity)
        writing.values.update(title=document.get("title", ""))
    return writing.receipt()


def entries(book: Book) -> tuple[ShelfEntry, ...]:
    """Return the shelf, in the order in which things were put there, each with the people it suits."""
    items = sorted(book.practice.shelf, key=lambda each: each.id)
    if not items:
        return ()
    today = book.today()
    people = _people(book)
    return tuple(_entry(book, number, item, people, today) for number, item in enumerate(items, start=1))


def _people(book: Book) -> list[Contact]:
    """Return everybody something may be passed on to."""
    found = reading.alive("contacts", book.database.table("contacts").all())
    return [each for each in found if not each.merged_into and each.standing != "closed"]


def _entry(book: Book, number: int, item: ShelfItem, people: Sequence[Contact], today: dt.date) -> ShelfEntry:
    """Return one thing with the people it suits; a thing without tags suits anyone, so nobody is named."""
    found = _matched(book, item, people) if item.tags else []
    if not item.tags:
        touches = reading.alive("touches", book.database.table("touches").all())
        had = len({contact for each in touches if rules.given(item, (each,)) for contact in each.contacts})
    else:
        had = sum(each.given for each in found)
    return ShelfEntry(number, item, tuple(each for each in found if not each.given), had, rules.over(item, today))


def _matched(book: Book, item: ShelfItem, people: Sequence[Contact]) -> list[ShelfMatch]:
    """Return the people whom a thing suits, best first, those who have had it too."""
    table = book.database.table("touches")
    found = []
    for person in people:
        why = rules.why_it_suits(item, person)
        if why:
            touches = reading.alive("touches", table.with_key(f"contact:{person.id}"))
            found.append(ShelfMatch(item, reading.line_of(person), why, rules.given(item, touches)))
    found.sort(key=lambda each: (-len(each.why), each.contact.name.casefold(), each.contact.id))
    return found


def matches_of(book: Book, item: ShelfItem) -> tuple[ShelfMatch, ...]:
    """Return the people whom a thing suits and who have not had it; nobody in particular for a thing without tags."""
    return tuple(each for each in _matched(book, item, _people(book)) if not each.given) if item.tags else ()


def matches(book: Book, contact: str, kind: str) -> tuple[ShelfMatch, ...]:
    """Return the things that suit a contact and that they have not had, best first."""
    dossier = reading.dossier(book.database, contact)
    line = reading.line_of(dossier.contact)
    found = rules.matching(dossier.contact, dossier.touches, book.practice.shelf, book.today(), kind)
    return tuple(ShelfMatch(item, line, why) for item, why in found)
