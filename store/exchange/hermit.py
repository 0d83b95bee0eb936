"""A HermitCRM folder: companies with their people and what passed between, each a Markdown file with a head."""

from __future__ import annotations

from store.exchange import front_matter, histories
from store.exchange.cleaning import decode
from store.exchange.countries import country
from store.exchange.gathering import Gathering
from store.exchange.streams import head, narrow
from store.model import Planned, Reason
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from store.exchange.parsed import Asked, ParsedRecord
    from store.model import Touch

    Head = dict[str, str | list[str]]

_KINDS = {"email": "email", "linkedin": "social", "meeting": "meeting", "call": "call", "phone": "call", "sms": "text",
          "whatsapp": "text", "text": "text"}
_STANDINGS = {"discovery": "qualified", "offer": "qualified", "won": "client", "customer": "client", "client": "client"}
_OUTCOMES = {"call": "reached", "meeting": "reached"}


def is_folder(path: Path) -> bool:
    """Return whether a folder is one of HermitCRM."""
    companies = path / "companies"
    try:
        return companies.is_dir() and (
            (path / ".hermitcrm-format").exists() or any(True for _ in companies.glob("*/company.md")))
    except OSError:
        return False


def read(path: Path, asked: Asked, problems: list[tuple[int, Reason]]) -> Iterator[ParsedRecord]:
    """Yield the people of a folder, company by company."""
    for place in sorted((path / "companies").glob("*/company.md")):
        company = _file(place, path, problems)
        if company is not None:
            yield from _people(place.parent, path, company[0], company[1], asked, problems)


def _file(place: Path, root: Path, problems: list[tuple[int, Reason]]) -> tuple[Head, str] | None:
    """Return the head and the words of one file; a fault is noted."""
    from store.errors import FileFault

    try:
        found = front_matter.read(decode(narrow(head(place, front_matter.LONGEST_FILE))))
    except FileFault:
        found = None
    if found is None:
        problems.append((1, Reason("cannot-read", {"file": str(place.relative_to(root))})))
    return found


def _people(
    folder: Path, root: Path, company: Head, words: str, asked: Asked, problems: list[tuple[int, Reason]]
) -> Iterator[ParsedRecord]:
    """Yield the people of one company, each with what passed; what passed with nobody named goes to the first."""
    passed: dict[str, list[Touch]] = {}
    notes: dict[str, list[str]] = {}
    for place in sorted((folder / "interactions").glob("*.md")):
        found = _file(place, root, problems)
        if found is not None:
            _sort(f"hermit:{place.relative_to(root)}", *found, asked.zone, passed, notes)
    first = True
    for place in sorted((folder / "contacts").glob("*.md")):
        found = _file(place, root, problems)
        if found is None:
            continue
        slug = front_matter.one(found[0], "slug") or place.stem
        slugs = [slug, ""] if first else [slug]
        person = _person(found[0], company, asked, f"{folder.name}/{slug}")
        for text in (found[1], words if first else "", *(text for each in slugs for text in notes.get(each, ()))):
            person.note(text)
        record = person.record(1, str(place.relative_to(root)))
        if record is None:
            problems.append((1, Reason("no-name", {"file": str(place.relative_to(root))})))
            continue
        more: dict[str, Any] = {"touches": tuple(touch for each in slugs for touch in passed.get(each, ()))}
        step = _next_step(company, asked) if first else None
        first = False
        yield replace(record, more={**more, "next_step": step} if step else more)


def _sort(
    key: str, found: Head, words: str, zone: str, passed: dict[str, list[Touch]], notes: dict[str, list[str]]
) -> None:
    """Put one interaction with whom it was: a touch, or a note with its day."""
    who, channel = front_matter.one(found, "contact"), front_matter.one(found, "channel").lower()
    happened = histories.moment(front_matter.one(found, "date"), zone)
    if happened is None:
        return
    if channel not in _KINDS:
        notes.setdefault(who, []).append(f"{happened.at.date().isoformat()}: {words}")
        return
    kind, direction = _KINDS[channel], "in" if front_matter.one(found, "direction") == "in" else "out"
    outcome = _OUTCOMES.get(kind, "sent" if direction == "out" else "")
    touch = histories.touch(
        kind, direction, happened, key, note=words, subject=front_matter.one(found, "subject"), outcome=outcome)
    passed.setdefault(who, []).append(touch)


def _person(found: Head, company: Head, asked: Asked, key: str) -> Gathering:
    """Return a person of a company."""
    land = country(front_matter.one(company, "country"))
    person = Gathering("hermitcrm", land or asked.region, day_first=True)
    person.key = key
    for name, field in (("first_name", "given"), ("last_name", "family"), ("title", "title"), ("language", "language")):
        person.put(field, front_matter.one(found, name))
    person.put("company", front_matter.one(company, "name"))
    person.put("country", land)
    person.put("source", front_matter.one(company, "source"))
    person.put("standing", _STANDINGS.get(front_matter.one(company, "stage").lower(), ""))
    person.mail(front_matter.one(found, "email"))
    person.phone(front_matter.one(found, "phone"))
    person.web(front_matter.one(found, "linkedin"), "linkedin")
    for tag in (*front_matter.many(company, "tags"), *front_matter.many(found, "tags")):
        person.tag(tag)
    used = {"first_name", "last_name", "slug", "title", "language", "email", "phone", "linkedin", "tags"}
    for name in found.keys() - used:
        if text := front_matter.one(found, name):
            person.keep(name, text)
    return person


def _next_step(company: Head, asked: Asked) -> Any:
    """Return the next step agreed with a company as a promise, or None."""
    due = histories.moment(front_matter.one(company, "next_step_due"), asked.zone)
    text = front_matter.one(company, "next_step")
    if due is None or not text or front_matter.one(company, "next_step_status") not in ("", "open"):
        return None
    on: dt.date = due.at.date()
    return replace(histories.promise("email", Planned(on), text), next_step=True)
