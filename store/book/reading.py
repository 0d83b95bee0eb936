"""Reading the book: one contact's dossier, and finding people by what is known of them."""

from __future__ import annotations

from store import documents
from store.errors import Ambiguous, NotFound, UsageFault
from store.model import Contact, ContactLine, Dossier
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from store.disk import Database

_PIECE = 32
"Documents looked at between two pauses of `finding`."


def alive(table: str, found: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Return the records of documents that are not deleted."""
    return [documents.from_document(table, each) for each in found if not each.get("deleted")]


_definitions: dict[str, Mapping[str, Any]] = {}
"Cadence definitions by the number made from their content, which can therefore never change."


def with_definitions(database: Database, plans: Iterable[Any]) -> list[Any]:
    """Return plans with the definitions that are kept once for all of them."""
    found = []
    for plan in plans:
        kept = plan.definition.get("kept")
        if kept is not None:
            if kept not in _definitions:
                document = database.table("definitions").by_id(kept)
                _definitions[kept] = document["definition"] if document is not None else {}
            plan = replace(plan, definition=_definitions[kept])
        found.append(plan)
    return found


def contact(database: Database, identity: str) -> Contact:
    """Return a contact by id, following merges; raises NotFound."""
    for _ in range(10):
        document = database.table("contacts").by_id(identity)
        if document is None or document.get("deleted"):
            break
        if not document.get("merged_into"):
            found: Contact = documents.from_document("contacts", document)
            return found
        identity = document["merged_into"]
    raise NotFound("no-such-contact", words=identity)


def dossier(database: Database, identity: str) -> Dossier:
    """Return everything about one contact; raises NotFound."""
    found: Dossier = database.derived(f"dossier:{identity}", lambda: _dossier(database, identity))
    return found


def _dossier(database: Database, identity: str) -> Dossier:
    """Return everything about one contact, read from the book; raises NotFound."""
    person = contact(database, identity)
    parts = {
        table: alive(table, database.table(table).with_key(f"contact:{person.id}")) for table in documents.OF_A_CONTACT
    }
    parts["plans"] = with_definitions(database, parts["plans"])
    return assemble(person, parts)


def assemble(person: Contact, parts: Mapping[str, Sequence[Any]]) -> Dossier:
    """Return a dossier of a contact and its records by table, each in its order."""
    return Dossier(
        contact=person,
        touches=tuple(sorted(parts["touches"], key=lambda each: (each.happened.at, each.id))),
        plans=tuple(sorted(parts["plans"], key=lambda each: each.id)),
        promises=tuple(sorted(parts["promises"], key=lambda each: each.id)),
        dates=tuple(parts["dates"]),
        moves=tuple(sorted(parts["moves"], key=lambda each: each.id)),
        pauses=tuple(parts["pauses"]),
        drafts=tuple(sorted((each for each in parts["drafts"] if each.state in ("open", "handed")), key=lambda each: each.id)),
    )


def line_of(person: Contact, why: str = "") -> ContactLine:
    """Return a contact in one line."""
    return ContactLine(person.id, person.name, person.company, person.temperature, person.tags, why=why)


def who(database: Database, words: str) -> Contact:
    """Return the one contact meant; raises NotFound, Ambiguous, UsageFault(`empty-name`)."""
    if not words.strip():
        raise UsageFault("empty-name")
    table = database.table("contacts")
    bare = words.strip()
    if len(bare) == 36 and bare.count("-") == 4 and table.by_id(bare) is not None:
        return contact(database, bare)
    for key in _exact_keys(bare):
        found = alive("contacts", table.with_key(key))
        if len(found) == 1:
            return found[0]  # type: ignore[no-any-return]
        if found:
            raise Ambiguous("several-contacts", words=words, candidates=tuple(line_of(each) for each in found))
    matches = find(database, bare, limit=12)
    if not matches:
        raise NotFound("no-such-contact", words=words)
    named = [each for each in matches if each.why == "name"] or list(matches)
    whole = set(documents.words_of(bare))
    exact = [each for each in named if whole <= set(documents.words_of(each.name))] or named
    if len(exact) > 1:
        raise Ambiguous("several-contacts", words=words, candidates=tuple(exact))
    return contact(database, exact[0].id)


def _exact_keys(words: str) -> list[str]:
    """Return the keys that would mean one person: mail, number, whole name."""
    keys = [f"name:{documents.folded(words)}"]
    if "@" in words and " " not in words:
        keys.insert(0, f"mail:{words.lower()}")
    return keys


def find(database: Database, words: str, limit: int) -> tuple[ContactLine, ...]:
    """Return contacts that match every word, best first; a word matches the beginning of one of theirs."""
    *_, found = finding(database, words, limit)
    return found or ()


def finding(database: Database, words: str, limit: int) -> Iterator[tuple[ContactLine, ...] | None]:
    """Yield None now and then while everyone is looked through, and at last what `find` returns."""
    wanted = documents.words_of(words)
    digits = documents.digits_of(words)
    table = database.table("contacts")
    if len(digits) >= 4 and not any(each.isalpha() for each in words):
        key = f"digits:{digits}" if len(digits) == 7 else f"last:{digits[-4:]}"
        found = alive("contacts", table.with_key(key))
        fitting = [each for each in found if _has_digits(each, digits)]
        yield tuple(line_of(each, "phone") for each in sorted(fitting, key=lambda each: each.name)[:limit])
        return
    if "@" in words and " " not in words.strip():
        found = alive("contacts", table.with_key(f"mail:{words.strip().lower()}"))
        if found:
            yield tuple(line_of(each, "mail") for each in found[:limit])
            return
    ranked = []
    for person in _with_beginning(database, wanted) if wanted else ():
        rank = _rank(person, wanted) if person is not None else None
        if rank and person is not None:
            ranked.append((rank, person))
        yield None
    ranked.sort(key=lambda each: (each[0][0], documents.folded(each[1].name), each[1].id))
    yield tuple(line_of(person, rank[1]) for rank, person in ranked[:limit])


def _with_beginning(database: Database, wanted: Sequence[str]) -> Iterator[Contact | None]:
    """Yield the contacts who may have words that begin so: by the index from three letters on, else by looking at all.

    In the latter case None comes now and then for those who have not.
    """
    table, longest = database.table("contacts"), max(wanted, key=len)
    if len(longest) >= 3:
        for id_ in dict.fromkeys(table.ids_with_key(f"start:{longest[:3]}") + table.ids_with_key(f"tag:{longest}")):
            found = table.by_id(id_)
            yield next(iter(alive("contacts", () if found is None else (found,))), None)
        return
    import re

    begins = [re.compile(rf"(?<![^\W_]){re.escape(word)}") for word in wanted]
    for place, document in enumerate(table.plain()):
        if _may_begin(document, begins) and not document.get("deleted") and not document.get("merged_into"):
            yield documents.from_document("contacts", document)
        elif place % _PIECE == 0:
            yield None


def _may_begin(document: Mapping[str, Any], begins: Iterable[re.Pattern[str]]) -> bool:
    """Return whether each word begins anywhere in what `_rank` looks at; most are told apart without making a record."""
    mails = (each.get("value", "") for each in document.get("addresses", ()))
    said = (document.get(name) or "" for name in ("name", "nickname", "company"))
    text = documents.folded("\n".join((*map(str, said), *map(str, document.get("tags", ())), *map(str, mails))))
    return all(each.search(text) for each in begins)


def _has_digits(person: Contact, digits: str) -> bool:
    """Return whether one of a contact's numbers ends so."""
    numbers = (address.value.split(";")[0] for address in person.addresses if address.channel == "phone")
    return any("".join(filter(str.isdigit, number)).endswith(digits) for number in numbers)


def _rank(person: Contact, wanted: Sequence[str]) -> tuple[int, str] | None:
    """Return how well a contact matches all wanted words, and by what; None where one word is not met."""
    names = documents.words_of(f"{person.name} {person.nickname}")
    if all(word in names for word in wanted):
        return (0, "name")
    if all(any(each.startswith(word) for each in names) for word in wanted):
        return (1, "name")
    company = documents.words_of(person.company)
    if all(any(each.startswith(word) for each in names + company) for word in wanted):
        return (2, "company")
    tags = [documents.folded(each) for each in person.tags]
    mails = [each.value.lower() for each in person.addresses if each.channel == "email"]
    if all(any(each.startswith(word) for each in names + company + tags + mails) for word in wanted):
        return (3, "tag" if any(word in tags for word in wanted) else "mail")
    return None


def everyone(database: Database) -> tuple[ContactLine, ...]:
    """Return all contacts in one line each, by name."""
    lines = [line_of(each) for each in alive("contacts", database.table("contacts").all()) if not each.merged_into]
    return tuple(sorted(lines, key=lambda each: (documents.folded(each.name), each.id)))


def every_dossier(database: Database) -> Iterator[Dossier]:
    """Return the dossiers of all contacts, from one reading of each table."""
    from store.book.uncollected import uncollected

    parts: dict[str, dict[str, list[Any]]] = {}
    with uncollected():
        for table in documents.OF_A_CONTACT:
            parts[table] = _by_contact(database, table)
    nothing: tuple[Any, ...] = ()
    for document in database.table("contacts").plain():
        if not document.get("deleted") and not document.get("merged_into"):
            person = documents.from_document("contacts", document)
            yield assemble(person, {table: found.pop(person.id, nothing) for table, found in parts.items()})


def _by_contact(database: Database, table: str) -> dict[str, list[Any]]:
    """Return the records of a table by the contact they are about."""
    records: Iterable[Any] = alive(table, database.table(table).plain())
    if table == "plans":
        records = with_definitions(database, records)
    found: dict[str, list[Any]] = {}
    for each in records:
        for contact in each.contacts if table == "touches" else (each.contact,):
            found.setdefault(contact, []).append(each)
    return found
