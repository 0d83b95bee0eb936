"""Pasted texts: a mail signature of several lines, and a vCard."""

from __future__ import annotations

import re

from store.rules import addresses
from store.rules.quick_log import pieces as shapes
from store.rules.quick_log.reader import Reader
from store.rules.quick_log.words import CLOSERS, COMPANY_ENDINGS, JOB_WORDS, LABELS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from store.rules.practice import Practice
    from store.rules.quick_log.gathered import Gathered

SILENT_PROPERTIES = frozenset((
    "BEGIN", "END", "VERSION", "PRODID", "REV", "UID", "PHOTO", "LOGO", "KEY", "SOUND", "N", "X-ABLABEL", "SORT-STRING",
    "CLASS",
))


SEPARATORS = ("|", "·", "•", "\t")


def parted(line: str) -> list[str]:
    """Return the lines of a signature pasted as one: parts between bars or dots, or "Name, Title, Company, number"."""
    if '"' in line or "@\"" in line:
        return [line]
    for mark in SEPARATORS:
        if line.count(mark) >= 2 or (mark == "|" and line.count(mark) == 1):
            parts = [each.strip() for each in line.split(mark) if each.strip()]
            return parts if parts and len(parts[0]) < 80 else [line]
    parts = [each.strip() for each in line.split(",", 5) if each.strip()]
    if len(parts) > 2 and _is_job(parts[1]) and len(parts[1].split()) <= 4 and not any(
            each.isdigit() or each in "@#/:" for each in parts[0] + parts[1]) and parts[1][0].isupper():
        return parts
    return [line]


def read_signature(lines: list[str], gathered: Gathered, reference: dt.datetime, practice: Practice) -> None:
    """Read several lines: the first that says something as a line of its own, the others as details of the same person."""
    first = True
    for line in lines:
        if line.strip().lower().rstrip(",.!") in CLOSERS:
            continue
        if first:
            Reader(line, gathered, reference, practice).read()
            first = not gathered.name and not gathered.verb
            continue
        _read_detail(line, gathered, reference, practice)


def _read_detail(line: str, gathered: Gathered, reference: dt.datetime, practice: Practice) -> None:
    """Read a line of a signature: numbers and addresses, a title, a company; the rest goes to the words left over."""
    if "@" in line and line.lstrip().startswith("@"):
        Reader(line, gathered, reference, practice).read()
        return
    before = len(gathered.emails) + len(gathered.phones) + len(gathered.links)
    left = Reader(line, gathered, reference, practice).read_details()
    if len(gathered.emails) + len(gathered.phones) + len(gathered.links) > before:
        left = [each for each in left if each.lower().strip(":.|()/-·•") not in LABELS]
    left = [each for each in left if each.strip("|·•,;:-–—/")]
    if not left:
        return
    words = " ".join(left).strip(" |·•,;")
    if any(each.isdigit() for each in words) or not _take_role(words, gathered):
        for each in left:
            gathered.leave(each)


def _take_role(words: str, gathered: Gathered) -> bool:
    """Take "Title, Company", a title or a company from a line of a signature; False where it is neither."""
    for separator in (" | ", " · ", " • ", " - ", " – ", " at ", ", "):
        title, found, company = words.partition(separator)
        if found and not gathered.title and not gathered.company and _is_job(title) and separator not in company:
            gathered.title, gathered.company = title.strip(" ,"), company.strip(" ,@")
            return True
    if not gathered.title and _is_job(words):
        gathered.title = words
        return True
    ending = words.rsplit(" ", 1)[-1].lower().strip(",")
    if (
        not gathered.company
        and len(words.split()) <= 6
        and words[0].isupper()
        and (ending in COMPANY_ENDINGS or not _is_sentence(words))
    ):
        gathered.company = words
        return True
    return False


def _is_job(words: str) -> bool:
    """Return whether words name what somebody does."""
    return any(each.strip(",.&/()").lower() in JOB_WORDS for each in words.split()) and len(words.split()) <= 8


def _is_sentence(words: str) -> bool:
    """Return whether most words are in lower case, as in a sentence."""
    parts = words.split()
    return sum(each[:1].islower() for each in parts) * 2 > len(parts) or words.endswith((".", "!", "?"))


def find_vcard(text: str) -> tuple[int, int] | None:
    """Return where the first vCard of a text begins and ends, None where there is none."""
    match = re.search(r"BEGIN:VCARD *\n(?s:.*?)(?:END:VCARD|\Z)", text, re.IGNORECASE)
    return match.span() if match else None


def read_vcard(text: str, place: tuple[int, int], gathered: Gathered, practice: Practice) -> str:
    """Read a vCard (2.1, 3.0 or 4.0, folded lines too) that stands in a text; return the text around it."""
    start, stop = place
    for name, value in _properties(text[start:stop]):
        _take_property(name, value, gathered, practice)
    return text[:start] + text[stop:]


def _properties(card: str) -> Iterator[tuple[str, str]]:
    """Yield (name in upper case, value) of each property, lines unfolded, escapes undone."""
    unfolded: list[str] = []
    for line in card.split("\n"):
        if line[:1] in (" ", "\t") and unfolded:
            unfolded.append(unfolded.pop() + line[1:] if len(unfolded[-1]) < 5_000 else line[1:])
        else:
            unfolded.append(line)
    for line in unfolded:
        name, colon, value = line.partition(":")
        name = name.partition(";")[0].rpartition(".")[2].strip().upper()
        if colon and name and value.strip():
            plain = value.replace("\\n", " ").replace("\\N", " ").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
            yield name, plain.strip()


def _take_property(name: str, value: str, gathered: Gathered, practice: Practice) -> None:
    """Take one property of a vCard; what has no field goes to the words left over."""
    if name == "FN" and not gathered.name:
        gathered.name = " ".join(value.split())
    elif name == "ORG" and not gathered.company:
        gathered.company = " ".join(value.split(";")[0].split())
    elif name == "TITLE" and not gathered.title:
        gathered.title = " ".join(value.split())
    elif name == "EMAIL" and addresses.mail(value):
        gathered.add_email(addresses.mail(value) or value)
    elif name == "TEL" and (number := addresses.phone(value.removeprefix("tel:"), practice.country)):
        gathered.add_phone(number)
    elif name == "URL" and shapes.read_link(value):
        gathered.add_link(value)
    elif name == "CATEGORIES":
        for tag in value.split(","):
            gathered.add_tag(" ".join(tag.split()))
    elif name == "NOTE" and not gathered.note:
        gathered.note = value
    elif name == "N" and not gathered.name:
        parts = [each.strip() for each in value.split(";")] + [""] * 5
        gathered.name = " ".join(each for each in (parts[3], parts[1], parts[2], parts[0], parts[4]) if each)
    elif name not in SILENT_PROPERTIES and name != "FN":
        gathered.leave(f"{name}:{value}")
