"""Two contacts made one: the fields as chosen, the histories joined, the one taken over kept as a sign to the other."""

from __future__ import annotations

from store.book import reading
from store.book.writing import Writing
from store.errors import UsageFault
from store.model import Contact, Original, Reason, Receipt, Touch
from store.records import as_mapping, replace
from store.reports import MergeField, MergePreview
from store.rules import joining, merging

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from store.book import Book
    from store.model import Dossier, Plan

LED = {"plans": ("anchor_touch",), "promises": ("kept_by",), "moves": ("step_key",), "drafts": ("step_key",),
       "touches": ("step",)}
"By table, the fields that name another record."
NOT_SAME = "not-same:"
"How the step of a move begins that says two contacts are not one person."


def preview(book: Book, kept: str, gone: str, choices: Mapping[str, str]) -> MergePreview:
    """Return what a merge would make; raises NotFound, UsageFault(`same-person`, `bad-field`, `bad-value`)."""
    first, second = _both(book, kept, gone)
    fields = _fields(book, first, second, choices)
    twins = joining.doubles(first.touches, second.touches)
    ours = {each.id for each in first.touches}
    counts = {table: len(getattr(first, table)) + len(getattr(second, table))
              for table in ("promises", "plans", "dates", "drafts", "moves", "pauses")}
    counts["touches"] = len(ours | {each.id for each in second.touches}) - len(twins)
    referred = [each for each in _sent_by(book, second.contact.id) if each.id != first.contact.id]
    return MergePreview(first.contact, second.contact, merging.merged(first.contact, second.contact, fields), fields,
                        counts, len(twins), len(referred))


def merge(book: Book, kept: str, gone: str, choices: Mapping[str, str]) -> Receipt:
    """Make two contacts one, as one unit; see `Book.merge`."""
    with Writing(book, "merge") as writing:
        first, second = _both(book, kept, gone)
        fields = _fields(book, first, second, choices)
        joined = _Joining(book, writing, first, second, {each.name: each.taken for each in fields})
        joined.join()
        result = merging.merged(first.contact, second.contact, fields)
        writing.contacts += [first.contact.id, second.contact.id, *joined.others]
        writing.name(writing.change("contacts", first.contact.id, **_fields_of(result)))
        writing.change("contacts", second.contact.id, merged_into=first.contact.id)
        gone_name = second.contact.name if second.contact.name != result.name else first.contact.name
        writing.values.update(gone=gone_name, touches=joined.touches, doubles=joined.doubles)
    done = writing.receipt()
    return replace(done, contacts=(first.contact.id,), next=book.next_due(first.contact.id))


def _fields_of(record: object) -> dict[str, Any]:
    """Return the fields of a record, its id left out."""
    return {name: value for name, value in as_mapping(record).items() if name != "id"}


def _both(book: Book, kept: str, gone: str) -> tuple[Dossier, Dossier]:
    """Return the dossiers of two people; raises UsageFault(`same-person`) where they are one already."""
    first, second = reading.dossier(book.database, kept), reading.dossier(book.database, gone)
    if first.contact.id == second.contact.id:
        raise UsageFault("same-person", name=first.contact.name)
    return first, second


def _fields(book: Book, first: Dossier, second: Dossier, choices: Mapping[str, str]) -> tuple[MergeField, ...]:
    """Return the fields of two people side by side, with the plan and the birthday among them."""
    own = {name: side for name, side in choices.items() if name not in merging.BESIDE}
    found = list(merging.compare(first.contact, second.contact, _newer(book, first.contact, second.contact), own))
    beside = [_plan_field(first, second), _birthday_field(first, second)]
    merging.check(choices, {each.name: each.sides for each in beside if each is not None})
    for each in beside:
        if each is not None:
            side = choices.get(each.name, each.taken)
            found.append(each if side == each.taken else replace(each, taken=side, why=Reason("chosen")))
    return tuple(sorted(found, key=lambda each: merging.ORDER.index(each.name)))


def _newer(book: Book, first: Contact, second: Contact) -> frozenset[str]:
    """Return the fields that were changed later on the second contact."""
    table = book.database.table("contacts")
    one: Mapping[str, Any] = table.by_id(first.id) or {}
    other: Mapping[str, Any] = table.by_id(second.id) or {}
    return frozenset(name for name in merging.ORDER if _stamp(other, name) > _stamp(one, name))


def _stamp(document: Mapping[str, Any], name: str) -> str:
    return str(document.get("stamps", {}).get(name, document.get("stamp", "")))


def _plan_field(first: Dossier, second: Dossier) -> MergeField | None:
    """Return the open plans side by side; None where neither has one."""
    ours, theirs = (tuple(_plan_text(each) for each in joining.running(one)) for one in (first, second))
    if not ours and not theirs:
        return None
    if not ours or not theirs:
        only = "1" if ours else "2"
        return MergeField("plan", ours, theirs, only, Reason("only", {"side": only}), (only,))
    return MergeField("plan", ours, theirs, joining.further(first, second), Reason("further"))


def _plan_text(plan: Plan) -> str:
    """Return a plan as it stands beside another: its cadence and its first day."""
    return f"{plan.cadence}, since {plan.anchor.at.date().isoformat()}"


def _birthday_field(first: Dossier, second: Dossier) -> MergeField | None:
    """Return the birthdays side by side; None where neither is known."""
    one, other = joining.birthday(first.dates), joining.birthday(second.dates)
    texts = [() if each is None else (f"{each.year or '????'}-{each.month:02}-{each.day:02}",) for each in (one, other)]
    if one is None and other is None:
        return None
    if one is None or other is None:
        only = "1" if one is not None else "2"
        return MergeField("birthday", texts[0], texts[1], only, Reason("only", {"side": only}), (only,))
    if joining.same_date(one, other):
        return MergeField("birthday", texts[0], texts[1], "1", Reason("same"), ("1",))
    fuller = one.year is None and other.year is not None
    return MergeField("birthday", texts[0], texts[1], "2" if fuller else "1", Reason("fuller" if fuller else "first"))


def _sent_by(book: Book, contact: str) -> list[Contact]:
    """Return the people whose referrer is a contact."""
    return reading.alive("contacts", book.database.table("contacts").with_key(f"referrer:{contact}"))


class _Joining:
    """The records of one contact led over to another, those that both have kept once."""

    def __init__(self, book: Book, writing: Writing, first: Dossier, second: Dossier, taken: Mapping[str, str]) -> None:
        """Keep both, and which side is taken of the plan and the birthday."""
        self.book = book
        self.writing = writing
        self.first = first
        self.second = second
        self.kept = first.contact.id
        self.gone = second.contact.id
        self.taken = taken
        self.now_called = {self.gone: self.kept}
        "Ids of what is no more, to what stands in its place."
        self.others: list[str] = []
        self.touches = self.doubles = 0

    def join(self) -> None:
        """Lead everything over."""
        self._join_touches()
        self._join_promises()
        self._join_dates()
        self._join_pauses()
        self._lead_over()
        self._join_originals()
        for each in self._own("history"):
            self.writing.change("history", each.id, contact=self.kept)
        self._lead_links()

    def _own(self, table: str, contact: str = "") -> list[Any]:
        """Return the records of the one taken over (or of another contact)."""
        return reading.alive(table, self.book.database.table(table).with_key(f"contact:{contact or self.gone}"))

    def _join_touches(self) -> None:
        """Lead the touches over; of one that both have, one record stays."""
        twins = joining.doubles(self.first.touches, self.second.touches)
        ours = {each.id: each for each in self.first.touches}
        for each in self.second.touches:
            twin = ours.get(twins.get(each.id, ""))
            if twin is None:
                self.writing.change("touches", each.id, contacts=self._people(each))
                self.touches += each.id not in ours
                self.others += [one for one in each.contacts if one not in (self.kept, self.gone)]
                continue
            people = tuple(dict.fromkeys((*self._people(twin), *self._people(each))))
            joined = joining.joined_touch(twin, each, people)
            self.writing.change("touches", twin.id, **_fields_of(joined))
            self.writing.remove("touches", each.id)
            self.now_called[each.id] = twin.id
            self.doubles += 1
            self.others += [one for one in people if one not in (self.kept, self.gone)]

    def _people(self, touch: Touch) -> tuple[str, ...]:
        """Return who had a part in a touch, the one taken over being the other one."""
        return tuple(dict.fromkeys(self.kept if each == self.gone else each for each in touch.contacts))

    def _join_promises(self) -> None:
        """Note which promises both have; one record of each stays."""
        for each in self.second.promises:
            twin = next((one for one in self.first.promises if joining.same_promise(one, each)), None)
            if twin is not None:
                self.now_called[each.id] = twin.id
                self.writing.remove("promises", each.id)

    def _join_dates(self) -> None:
        """Lead the dates over; a birthday that was not taken stays with the one taken over."""
        taken = self.taken.get("birthday", "1")
        birthdays = [joining.birthday(one.dates) for one in (self.first, self.second)]
        if taken == "2" and birthdays[0] is not None and birthdays[1] is not None:
            self.writing.change("dates", birthdays[0].id, contact=self.gone)
        for each in self.second.dates:
            twin = next((one for one in self.first.dates if joining.same_date(one, each)), None)
            if twin is not None:
                self.writing.change("dates", twin.id, year=twin.year or each.year)
                self.now_called[each.id] = twin.id
                self.writing.remove("dates", each.id)
            elif not (taken == "1" and birthdays[0] is not None and each == birthdays[1]):
                self.writing.change("dates", each.id, contact=self.kept)

    def _join_pauses(self) -> None:
        """Lead the pauses over; of the same span one stays."""
        for each in self.second.pauses:
            if any(joining.same_pause(one, each) for one in self.first.pauses):
                self.writing.remove("pauses", each.id)
            else:
                self.writing.change("pauses", each.id, contact=self.kept)

    def _lead_over(self) -> None:
        """Lead plans, promises, moves and drafts over, and have every record name what stands in the place of another."""
        ends = {each.id for each in self._plans_that_end()}
        for contact in dict.fromkeys((self.gone, self.kept, *self.others)):
            for table, names in LED.items():
                for each in self._own(table, contact):
                    changes: dict[str, Any] = {name: self._named(getattr(each, name)) for name in names}
                    if table != "touches" and each.contact == self.gone:
                        changes["contact"] = self.kept
                    if each.id in ends:
                        changes |= {"ended": self.writing.now, "ended_why": "replaced"}
                    if changes.get("step_key") == NOT_SAME + self.kept and contact in (self.gone, self.kept):
                        self.writing.remove(table, each.id)
                    else:
                        self.writing.change(table, each.id, **changes)

    def _plans_that_end(self) -> Sequence[Any]:
        """Return the open plans that do not go on, where both have one."""
        ours, theirs = joining.running(self.first), joining.running(self.second)
        if not ours or not theirs:
            return ()
        return ours if self.taken.get("plan") == "2" else theirs

    def _named(self, text: str) -> str:
        """Return a text that names records with what stands in their place now."""
        if text:
            for before, after in self.now_called.items():
                text = text.replace(before, after)
        return text

    def _join_originals(self) -> None:
        """Lead the imported properties over, so that the same file is known again."""
        ours = {(each.source, each.key): each for each in self._own("originals", self.kept)}
        for each in self._own("originals"):
            twin: Original | None = ours.get((each.source, each.key))
            if twin is None:
                self.writing.change("originals", each.id, contact=self.kept)
                continue
            more = tuple(one for one in each.properties if one not in twin.properties)
            self.writing.change("originals", twin.id, properties=(*twin.properties, *more))
            self.writing.remove("originals", each.id)

    def _lead_links(self) -> None:
        """Have everybody whom the one taken over sent, or who was merged into them, point to the one that stays."""
        for each in _sent_by(self.book, self.gone):
            if each.id != self.kept:
                self.writing.change("contacts", each.id, referrer=self.kept)
                self.others.append(each.id)
        table = self.book.database.table("contacts")
        before = [each["id"] for each in table if each.get("merged_into") == self.gone and not each.get("deleted")]
        for identity in before:
            self.writing.change("contacts", identity, merged_into=self.kept)


def note_as_different(book: Book, first: str, second: str) -> Receipt:
    """Remember that two contacts are not one person, so that they are not offered again; see `Book.not_the_same`."""
    from store.model import Move

    with Writing(book, "not-same") as writing:
        people = [reading.contact(book.database, each) for each in (first, second)]
        if people[0].id == people[1].id:
            raise UsageFault("same-person", name=people[0].name)
        for one, other in (people, reversed(people)):
            key = NOT_SAME + other.id
            writing.name(one)
            there = reading.alive("moves", book.database.table("moves").with_key(f"contact:{one.id}"))
            if all(each.step_key != key for each in there):
                writing.add("moves", Move(id="", contact=one.id, step_key=key, what="settle", made=writing.moment()))
    return writing.receipt()


def told_apart(book: Book, contacts: Sequence[str]) -> set[tuple[str, str]]:
    """Return the pairs, each in both orders, that were said not to be one person, among some contacts."""
    found = set()
    table = book.database.table("moves")
    for contact in contacts:
        for each in table.with_key(f"contact:{contact}"):
            key = str(each.get("step_key", ""))
            if key.startswith(NOT_SAME) and not each.get("deleted"):
                other = key.removeprefix(NOT_SAME)
                found |= {(contact, other), (other, contact)}
    return found
