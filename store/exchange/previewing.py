"""What an import would do: every record of a file held against the book and against the file itself."""

from __future__ import annotations

from store.exchange import histories, matching
from store.exchange.merging import joined_words, merge
from store.exchange.parsed import BAD
from store.exchange.vcard_fields import bare_uid
from store.model import EMPTY, Contact, ImportPreview, ImportRow, Reason
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.exchange.parsed import Day, ExistingContacts, ParsedFile, ParsedRecord


class _Person:
    """One person of the file: the first record, and what later ones and the book add."""

    def __init__(self, parsed: ParsedRecord, stored: Contact | None, code: str) -> None:
        """Begin with a record and the contact it is, if any."""
        self.first = parsed
        self.stored = stored
        self.code = code
        self.incoming = parsed.contact
        self.contact = merge(stored, parsed.contact) if stored else parsed.contact
        self.dates: dict[tuple[str, int, int], Day] = {each[:3]: each for each in parsed.dates}
        self.original = parsed.original
        self.met_on = parsed.met_on
        self.more = parsed.more
        self.doubt: tuple[str, Contact] | None = None

    def join(self, parsed: ParsedRecord) -> None:
        """Add a later record of the same person."""
        self.incoming = merge(self.incoming, parsed.contact)
        self.contact = merge(self.contact, parsed.contact)
        for each in parsed.dates:
            if each[0] != "birthday" or not any(known[0] == "birthday" for known in self.dates):
                self.dates.setdefault(each[:3], each)
        known = self.original.get("properties", ())
        if more := [each for each in parsed.original.get("properties", ()) if each not in known[-200:]]:
            self.original = {**self.original, "properties": [*known, *more]}
        if not self.original.get("key") and parsed.original.get("key"):
            self.original = {**self.original, "source": parsed.original["source"], "key": parsed.original["key"]}
        self.met_on = self.met_on or parsed.met_on
        self.more = histories.joined(self.more, parsed.more)

    def row(self, existing: ExistingContacts) -> ImportRow | None:
        """Return the person's row; None for somebody a history names who is not known."""
        known_dates = getattr(existing, "dates", None)
        if self.more.get("known_only") == "quiet" and self.stored is None:
            return None
        row = ImportRow(
            self.first.place,
            "new",
            Reason("new", self._file()),
            self.contact.name,
            contact=self.contact,
            dates=tuple(self.dates.values()),
            original=self.original,
            met_on=self.met_on,
            identity=self.first.identity,
            more=self.more,
        )
        if self.doubt:
            code, candidate = self.doubt
            reason = Reason(code, {"name": candidate.name, **self._file()})
            return replace(row, verdict="doubt", reason=reason, existing=candidate.id)
        if self.stored is None:
            asked = self.more.get("known_only")
            return replace(row, verdict="doubt", reason=Reason("not-in-book", self._file())) if asked else row
        brings = brought(self.stored, self.contact)
        lacks = getattr(existing, "lacks", None)
        if lacks is not None and (names := lacks(self.stored.id, self.original)):
            brings += names
        if known_dates is not None:
            known = {(each[0], each[1], each[2]) for each in known_dates(self.stored.id)}
            brings += list(dict.fromkeys(each[0] for each in self.dates.values() if each[:3] not in known))
        brings += self._new_touches(existing)
        if brings:
            reason = Reason(self.code, {"brings": ", ".join(brings), **self._file()})
            return replace(row, verdict="changed", reason=reason, existing=self.stored.id, incoming=self.incoming)
        same = Reason("nothing-new", self._file())
        return replace(row, verdict="same", reason=same, existing=self.stored.id, incoming=self.incoming)

    def _new_touches(self, existing: ExistingContacts) -> list[str]:
        """Return, for a reason, how many touches the contact has not yet."""
        has = getattr(existing, "has_touch", None)
        assert self.stored is not None
        new = sum(1 for each in self.more.get("touches", ()) if has is None or not has(self.stored.id, each))
        return [f"{new:,} touches" if new > 1 else "1 touch"] if new else []

    def _file(self) -> dict[str, str]:
        """Return the file of a folder, for a reason."""
        return {"file": self.first.file} if self.first.file else {}


def brought(before: Contact, after: Contact) -> list[str]:
    """Return the names of the fields in which a merged contact differs, addresses by their channel."""
    changed = [name for name, value in vars(after).items() if name != "addresses" and getattr(before, name) != value]
    there = set(before.addresses)
    return changed + list(dict.fromkeys(each.channel for each in after.addresses if each not in there))


class _Preview:
    """The people found so far, and how to find them again."""

    def __init__(self, existing: ExistingContacts) -> None:
        """Begin with nobody."""
        self.existing = existing
        self.people: list[_Person] = []
        self._by_key: dict[str, list[_Person]] = {}
        self._by_id: dict[str, _Person] = {}

    def take(self, parsed: ParsedRecord) -> _Person | None:
        """Take a record; return the person where it is one of their own, None where it joined an earlier one."""
        found = list(matching.keys(parsed))
        person, stored, evidence = self._meet(parsed, found)
        if person is not None:
            person.join(parsed)
            self._know(person, found)
            return None
        new = _Person(parsed, stored if evidence and evidence.certain else None, evidence.code if evidence else "")
        if stored is not None and evidence and not evidence.certain:
            new.doubt = (evidence.code, stored)
        self.people.append(new)
        self._know(new, found)
        if new.stored is not None:
            self._by_id[new.stored.id] = new
        return new

    def let_go(self) -> None:
        """Forget how people are found again: of a long file that is most of the memory."""
        self.people.clear()
        self._by_key.clear()
        self._by_id.clear()

    def by_uid(self) -> dict[str, list[_Person]]:
        """Return the people by the id their cards carry."""
        found: dict[str, list[_Person]] = {}
        for each in self.people:
            if each.first.original.get("key"):
                found.setdefault(bare_uid(each.first.original["key"]), []).append(each)
        return found

    def _know(self, person: _Person, found: list[tuple[str, str]]) -> None:
        """Remember a person under the keys of a record."""
        for _, key in found:
            under = self._by_key.setdefault(key, [])
            if person not in under:
                under.append(person) if len(under) < matching.MOST_CANDIDATES else None

    def _meet(
        self,
        parsed: ParsedRecord,
        found: list[tuple[str, str]],
    ) -> tuple[_Person | None, Contact | None, matching.Evidence | None]:
        """Return the person of this file or the contact of the book that a record is, and why."""
        if parsed.identity and (known := self.existing.by_key(f"id:{parsed.identity}")):
            return None, known[0], matching.Evidence("same-uid", True, (True, 9, True))
        people: dict[int, tuple[_Person, set[str]]] = {}
        contacts: dict[str, tuple[Contact, set[str]]] = {}
        for code, key in found:
            for person in self._by_key.get(key, ()) if not parsed.identity else ():
                people.setdefault(id(person), (person, set()))[1].add(code)
            for contact in self.existing.by_key(key)[: matching.MOST_CANDIDATES]:
                contacts.setdefault(contact.id, (contact, set()))[1].add(code)
                person_of = self._by_id.get(contact.id)
                if person_of is not None and not parsed.identity:
                    people.setdefault(id(person_of), (person_of, set()))[1].add(code)
        best: tuple[_Person | None, Contact | None, matching.Evidence | None] = (None, None, None)
        for person, codes in people.values():
            if person.doubt is None:
                best = _better(best, person, None, matching.weigh(person.contact, parsed.contact, codes, in_file=True))
        for contact, codes in contacts.values():
            evidence = matching.weigh(contact, parsed.contact, codes, in_file=False)
            if evidence is not None and contact.id in self._by_id and not parsed.identity:
                # Whoever was in doubt once must not be somebody new the next time, when the file has a person for the contact.
                evidence = replace(evidence, certain=False)
            best = _better(best, None, contact, evidence)
        return best


def _better(
    best: tuple[_Person | None, Contact | None, matching.Evidence | None],
    person: _Person | None,
    contact: Contact | None,
    evidence: matching.Evidence | None,
) -> tuple[_Person | None, Contact | None, matching.Evidence | None]:
    """Return the stronger of two findings, the earlier where they are equal."""
    if evidence is None:
        return best
    before = best[2]
    if before is None or (evidence.certain, evidence.strength) > (before.certain, before.strength):
        return person, contact, evidence
    return best


def preview(parsed: ParsedFile, existing: ExistingContacts) -> ImportPreview:
    """Return what importing a file would do; see `store.exchange.preview`."""
    found = _Preview(existing)
    rows: list[ImportRow | _Person] = []
    problems: list[tuple[int, Reason]] = []
    seen = 0
    for each in parsed.records:
        seen = _sort_problems(parsed.problems, seen, rows, problems)
        each = replace(each, large=EMPTY) if each.large else each
        person = found.take(each)
        rows.append(person if person is not None else _twice(each))
    _sort_problems(parsed.problems, seen, rows, problems)
    _tag_groups(parsed, found)
    found.let_go()
    finished: list[ImportRow] = []
    rows.reverse()
    while rows:
        last = rows.pop()
        row = last.row(existing) if isinstance(last, _Person) else last
        if row is not None:
            finished.append(row)
    return ImportPreview(parsed.path, parsed.kind, tuple(finished), tuple(problems))


def _sort_problems(
    new: list[tuple[int, Reason]],
    seen: int,
    rows: list[ImportRow | _Person],
    problems: list[tuple[int, Reason]],
) -> int:
    """Make rows of the problems that cost a record, and keep the others; return how many are sorted now."""
    for place, reason in new[seen:]:
        if reason.code in BAD:
            rows.append(ImportRow(place, "bad", reason))
        else:
            problems.append((place, reason))
    return len(new)


def _twice(parsed: ParsedRecord) -> ImportRow:
    """Return the row of a record that joined an earlier one."""
    values = {"file": parsed.file} if parsed.file else EMPTY
    return ImportRow(
        parsed.place,
        "same",
        Reason("twice-in-file", values),
        parsed.contact.name,
        contact=parsed.contact,
        dates=parsed.dates,
        original=parsed.original,
        met_on=parsed.met_on,
    )


def _tag_groups(parsed: ParsedFile, found: _Preview) -> None:
    """Give the members of the file's groups the group's name as a tag."""
    if not parsed.groups:
        return
    by_uid = found.by_uid()
    for name, members in parsed.groups:
        for member in members if name else ():
            for person in by_uid.get(member, ()):
                person.contact = replace(person.contact, tags=joined_words(person.contact.tags, (name,)))
                person.incoming = replace(person.incoming, tags=joined_words(person.incoming.tags, (name,)))
