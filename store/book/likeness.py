"""Who may be the same person under nearly the same name: a slip, another order, a short form, an initial."""

from __future__ import annotations

from store import documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.disk import Database
    from store.model import Contact, QuickEntry

SHORT_FORMS = (
    "robert rob bob bobby robbie bert", "william will bill billy liam", "richard rich rick dick ricky", "james jim jimmy jamie",
    "john jack johnny jon", "jonathan jon jonny", "michael mike mick mickey", "david dave davy", "thomas tom tommy",
    "charles charlie chuck chas", "joseph joe joey", "edward ed eddie ted ned", "daniel dan danny", "matthew matt",
    "christopher chris kit", "christine chris tina christina", "anthony tony", "andrew andy drew", "steven stephen steve",
    "kenneth ken kenny", "gregory greg", "nicholas nick nico", "alexander alex sandy sasha xander",
    "alexandra alex sandra sasha",
    "samuel sam sammy", "samantha sam", "benjamin ben benny", "peter pete", "patrick pat paddy", "patricia pat patty trish",
    "elizabeth liz beth lizzie betty eliza lisa", "katherine catherine kate kathy cathy katie kat", "margaret maggie meg peggy",
    "jennifer jen jenny", "jessica jess jessie", "susan sue susie", "deborah debbie deb debra", "barbara barb", "judith judy",
    "rebecca becky becca", "victoria vicky tori", "theodore ted theo", "timothy tim", "lawrence larry laurence",
    "gerald gerry jerry",
    "frederick fred freddy", "francis frank fran", "philip phil phillip", "ronald ron ronnie", "donald don donnie",
    "martin marty",
    "jeffrey jeff geoffrey geoff", "zachary zach zack", "joshua josh", "nathaniel nathan nate", "leonard len lenny leo",
    "raymond ray", "walter walt wally", "arthur art", "albert al bert", "eugene gene", "vincent vince vinny",
    "johannes hans jan",
    "maximilian max", "sebastian seb basti", "friedrich fritz", "heinrich heinz henry", "henry harry hank", "natalie nat",
    "abigail abby gail", "madeleine maddie", "gabriel gabe", "isabel isabella bella izzy", "teresa theresa terry tess",
)
"Names that stand for one another, a family of them in each text."

_families: dict[str, set[int]] = {}


def near_duplicates(database: Database, entry: QuickEntry) -> list[Contact]:
    """Return contacts who may well be the one a line names, by name; at most nine.

    Left out: those whom a mail address or number of the line tells apart from them, unless the name is the very same.
    """
    words = documents.words_of(entry.name)
    if not words:
        return []
    table = database.table("contacts")
    found: dict[str, Contact] = {}
    for word in words:
        for document in table.with_key(f"start:{word[:3]}"):
            if document["id"] in found or document.get("deleted"):
                continue
            others = documents.words_of(f"{document.get('name', '')}")
            if nearly(words, others):
                person = documents.from_document("contacts", document)
                if sorted(words) == sorted(others) or not told_apart(person, entry):
                    found[person.id] = person
    return sorted(found.values(), key=lambda each: each.name)[:9]


def told_apart(person: Contact, entry: QuickEntry) -> bool:
    """Return whether an entry has an address of a kind that the contact has too, and another one."""
    has = {each.channel for each in person.addresses}
    return bool((entry.emails and "email" in has) or (entry.phones and "phone" in has))


def nearly(words: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether two names may be the same person's."""
    if sorted(words) == sorted(others):
        return True
    if len(words) < 2 or len(others) < 2:
        return False
    if set(words) <= set(others) or set(others) <= set(words):
        return True
    if len(words) != len(others):
        fewer, more = sorted((words, others), key=len)
        return fewer[-1] == more[-1] and _same_given(fewer[0], more[0])
    if words[-1] == others[-1] and _same_given(words[0], others[0]):
        return True
    slips = [slips_between(word, other, 2) for word, other in zip(words, others, strict=True)]
    return all(slip <= (1 if len(word) < 6 else 2) for slip, word in zip(slips, words, strict=True)) and sum(slips) <= 2


def _same_given(one: str, other: str) -> bool:
    """Return whether two first names can be the same: an initial, or short forms of one name."""
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    families = _families_by_name()
    return bool(families.get(one, set()) & families.get(other, set()))


def _families_by_name() -> dict[str, set[int]]:
    """Return the places of the families of names in which a name stands."""
    if not _families:
        for place, family in enumerate(SHORT_FORMS):
            for name in family.split():
                _families.setdefault(name, set()).add(place)
    return _families


def short_forms(name: str) -> set[str]:
    """Return the names that may stand for a first name, itself left out."""
    found = {each for place in _families_by_name().get(name, ()) for each in SHORT_FORMS[place].split()}
    return found - {name}


def slips_between(first: str, second: str, limit: int) -> int:
    """Return how many letters must be added, dropped or changed between two words; `limit + 1` where more than that."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    row = list(range(len(second) + 1))
    for place, letter in enumerate(first, start=1):
        last, row[0] = row[0], place
        for column, other in enumerate(second, start=1):
            last, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, last + (letter != other))
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
