"""What merging field by field leaves to be put right: doubles, loops of merged people, and records of nobody.

Every mend is a change of this machine's own, so that the others learn of it; two machines that mend the same at the same
time choose alike, because nothing is chosen but by ids.
"""

from __future__ import annotations

from store import documents
from store.rules import joining

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from store.book.writing import Writing

    Document = Mapping[str, Any]

OF_PEOPLE = ("touches", "plans", "promises", "dates", "moves", "pauses", "drafts", "originals", "history")
"Tables whose documents name the contact they are about."
TYPED = ("touches", "promises", "dates")
"What somebody said of a person: it brings back one who was deleted elsewhere meanwhile."
_KEYS = ("external_key", "message_id")


def mend(writing: Writing, changed: Iterable[tuple[str, Document]]) -> list[tuple[str, str]]:
    """Put right what the documents just taken in have brought out of order; return which documents that changed."""
    mending = _Mending(writing)
    seen = [(table, each) for table, each in changed if table in OF_PEOPLE or table == "contacts"]
    people: dict[str, None] = {}
    for table, each in seen:
        if table == "contacts":
            if each.get("deleted") or each.get("merged_into"):
                people[each["id"]] = None
        elif not each.get("deleted"):
            people.update(dict.fromkeys([each.get("contact", ""), *each.get("contacts", ())]))
    for contact in people:
        if contact:
            mending.person(contact)
    for table, each in seen:
        mending.doubles(table, each["id"])
    return list(mending.out)


class _Mending:
    """One unit's mends."""

    def __init__(self, writing: Writing) -> None:
        self.writing = writing
        self.out: dict[tuple[str, str], None] = {}

    def _there(self, table: str, identity: str) -> Document | None:
        """Return a document that is not deleted."""
        found = self.writing.book.database.table(table).by_id(identity)
        return None if found is None or found.get("deleted") else found

    def _with(self, table: str, key: str) -> list[Any]:
        """Return the documents with a key that are not deleted."""
        return [each for each in self.writing.book.database.table(table).with_key(key) if not each.get("deleted")]

    def _change(self, table: str, document: Document, **fields: Any) -> None:
        """Change plain fields of a document; an empty value takes the field away."""
        stamps = dict(document.get("stamps", {}))
        after = {name: value for name, value in document.items() if name not in fields}
        for name, value in fields.items():
            if value not in ("", None, []):
                after[name] = value
            stamps[name] = self.writing.stamp
        self._put(table, {**after, "stamps": stamps})

    def _put(self, table: str, document: Document) -> None:
        self.writing.book.database.table(table).put(document)
        self.out[table, document["id"]] = None
        self.writing.contacts += [each for each in (document.get("contact", ""), *document.get("contacts", ())) if each]

    def _remove(self, table: str, document: Document) -> None:
        self._put(table, documents.tombstone(document, self.writing.stamp))

    def person(self, contact: str) -> None:
        """Bring back a person who is gone and about whom something is known; lead what is another's now over to that one."""
        found: Document | None = self.writing.book.database.table("contacts").by_id(contact)
        if found is None:
            return
        if found.get("deleted"):
            if any(self._with(table, f"contact:{contact}") for table in TYPED):
                stamps = {**found.get("stamps", {}), "deleted": self.writing.stamp}
                found = {**{name: value for name, value in found.items() if name != "deleted"}, "stamps": stamps}
                self._put("contacts", found)
                self.writing.contacts.append(contact)
            else:
                return
        if found.get("merged_into"):
            stays = self._stays(contact)
            if stays != contact:
                self._lead_over(contact, stays)

    def _stays(self, contact: str) -> str:
        """Return who stands for a person in the end; a loop of merges is cut at its lowest id."""
        passed = [contact]
        while True:
            found = self.writing.book.database.table("contacts").by_id(passed[-1])
            following = str(found.get("merged_into", "")) if found is not None else ""
            if not following:
                return passed[-1] if found is not None else contact
            if following in passed:
                lowest = min(passed[passed.index(following):])
                stays = self.writing.book.database.table("contacts").by_id(lowest)
                assert stays is not None
                self._bring_back(str(stays.get("stamps", {}).get("merged_into", "")))
                self._change("contacts", stays, merged_into="")
                self.writing.contacts.append(lowest)
                for each in passed:
                    if each != lowest:
                        self._lead_over(each, lowest)
                return lowest
            passed.append(following)

    def _bring_back(self, merge: str) -> None:
        """Bring back the doubles that a merge dropped which does not stand: the other one dropped their twins."""
        for table in OF_PEOPLE:
            for each in [one for one in self.writing.book.database.table(table) if merge and one.get("deleted") == merge]:
                stamps = {**each.get("stamps", {}), "deleted": self.writing.stamp}
                self._put(table, {**{name: value for name, value in each.items() if name != "deleted"}, "stamps": stamps})

    def _lead_over(self, gone: str, stays: str) -> None:
        """Have everything that is about one person be about another."""
        has_birthday = any(_is_birthday(each) for each in self._with("dates", f"contact:{stays}"))
        for table in OF_PEOPLE:
            for each in self._with(table, f"contact:{gone}"):
                if each.get("field") == "merged_into" or (has_birthday and table == "dates" and _is_birthday(each)):
                    continue  # so does merging two people leave them
                if table == "touches":
                    people = list(dict.fromkeys(stays if one == gone else one for one in each.get("contacts", ())))
                    self._change(table, each, contacts=people)
                else:
                    self._change(table, each, contact=stays)
        for each in self._with("contacts", f"referrer:{gone}"):
            self._change("contacts", each, referrer=stays if each["id"] != stays else "")
        self.writing.contacts += [gone, stays]

    def doubles(self, table: str, identity: str) -> None:
        """Keep one of what two machines took in on their own: a mail, a date, the properties of a card, a plan.

        What one machine alone has twice is not for us to judge.
        """
        document = self._there(table, identity)
        if document is None:
            return
        if table == "touches":
            for name in _KEYS:
                if document.get(name):
                    self._touches(self._with(table, f"{name}:{document[name]}"))
        elif table in ("dates", "originals", "plans"):
            beside = self._with(table, f"contact:{document.get('contact', '')}")
            if len(beside) > 1:
                self._one_of(table, document, beside)

    def _touches(self, found: Sequence[Document]) -> None:
        """Make one touch of several that are the same mail, or the same thing of another program."""
        if not _of_several(found):
            return
        records = [documents.from_document("touches", each) for each in sorted(found, key=lambda one: str(one["id"]))]
        first = records[0]
        for each in records[1:]:
            twins = joining.doubles([first], [each])
            if not twins:
                continue
            people = tuple(dict.fromkeys((*first.contacts, *each.contacts)))
            first = joining.joined_touch(first, each, people)
            gone, stays = (self._there("touches", one.id) for one in (each, first))
            if gone is None or stays is None:
                continue
            after = documents.changed_document("touches", stays, first, self.writing.stamp)
            if after is not None:
                self._put("touches", after)
            self._remove("touches", gone)
            self._rename(people, each.id, first.id)

    def _rename(self, people: Iterable[str], gone: str, stays: str) -> None:
        """Have every record that names one touch name another."""
        for contact in people:
            for table, names in (("plans", ("anchor_touch",)), ("promises", ("kept_by",)), ("moves", ("step_key",)),
                                 ("drafts", ("step_key",)), ("touches", ("step",))):
                for each in self._with(table, f"contact:{contact}"):
                    fields = {name: each[name].replace(gone, stays) for name in names if gone in str(each.get(name, ""))}
                    if fields:
                        self._change(table, each, **fields)

    def _one_of(self, table: str, document: Document, beside: Sequence[Document]) -> None:
        """Keep the first of records of one person that say the same."""
        same = sorted((each for each in beside if _is_same(table, document, each)), key=lambda one: str(one["id"]))
        if not _of_several(same):
            return
        if table == "plans":
            for each in same[1:]:
                self._change(table, each, ended=documents.instant_text(self.writing.now), ended_why="replaced")
            return
        first = same[0]
        for each in same[1:]:
            if table == "dates" and not first.get("year") and each.get("year"):
                self._change(table, first, year=each["year"])
                first = {**first, "year": each["year"]}
            self._remove(table, each)


def _of_several(found: Sequence[Document]) -> bool:
    """Return whether documents were made on more than one machine."""
    return len({str(each.get("stamp", ""))[18:] for each in found}) > 1


def _is_birthday(document: Document) -> bool:
    return str(document.get("name", "")).casefold() == "birthday"


def _is_same(table: str, first: Document, second: Document) -> bool:
    """Return whether two records of one person say the same."""
    if first["id"] == second["id"]:
        return table != "plans" or not first.get("ended")
    if table == "dates":
        return joining.same_date(documents.from_document(table, first), documents.from_document(table, second))
    if table == "originals":
        return bool(first.get("key")) and all(first.get(name) == second.get(name) for name in ("source", "key"))
    return not first.get("ended") and not second.get("ended") and first.get("cadence") == second.get("cadence")
