"""The shelf: which of the things worth passing on suit a person, and never the same thing twice to one person."""

from __future__ import annotations

import unicodedata

from store.model import Reason
from store.rules import days

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from store.model import Contact, ShelfItem, Touch
    from store.rules.practice import Practice

SHELF_KINDS = ("clipping", "invitation", "gift")
"Kinds that take what they pass on from the shelf."
KIND_OF_WORD = {
    "invitation": ("invitation", "invite", "event", "webinar", "workshop", "breakfast", "dinner", "talk"),
    "gift": ("gift", "free", "assessment", "introduction", "checklist", "voucher", "sample"),
}
"Words in a title that tell what kind of thing it is; anything else is a clipping."
_FACTOR = {"need": 0, "interest": 1, "tag": 2, "for-anyone": 3}


def folded(words: str) -> str:
    """Return words for comparing: case and accents off, hyphens and underscores as spaces."""
    if words.isascii():
        return " ".join("".join(each if each.isalnum() else " " for each in words.lower()).split())
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join("".join(each if each.isalnum() else " " for each in bare).split())


def kind_of(title: str) -> str:
    """Return what kind of thing a title names: `invitation`, `gift`, else `clipping`."""
    words = set(folded(title).split())
    for kind, known in KIND_OF_WORD.items():
        if words.intersection(known):
            return kind
    return "clipping"


def over(item: ShelfItem, today: dt.date) -> bool:
    """Return whether an item's last day has passed."""
    return item.until is not None and item.until < today


def given(item: ShelfItem, touches: Iterable[Touch]) -> bool:
    """Return whether an item has been passed on in one of these touches: by its id, its link or its title in the words."""
    title = folded(item.title)
    for touch in touches:
        if touch.direction != "out" or touch.outcome == "bounced":
            continue
        if touch.shelf == item.id:
            return True
        words = f"{touch.note} {touch.subject} {touch.text}"
        if item.link and item.link in words:
            return True
        if title and touch.kind == item.kind and f" {title} " in f" {folded(words)} ":
            return True
    return False


def why_it_suits(item: ShelfItem, contact: Contact) -> tuple[Reason, ...]:
    """Return why an item suits a person: each of its tags found in their interests, tags or need; empty where it does not.

    An item without tags suits anyone. A tag is found where it is the interest or tag itself, or whole words of one.
    """
    wanted = dict.fromkeys(folded(each) for each in item.tags)
    wanted.pop("", None)
    if not wanted:
        return (Reason("for-anyone", {}),)
    found = []
    places = (("need", (contact.need,)), ("interest", contact.interests), ("tag", contact.tags))
    for tag in wanted:
        for code, lines in places:
            word = next((line for line in lines if f" {tag} " in f" {folded(line)} "), None)
            if word is not None:
                found.append(Reason(code, {"word": word}))
                break
    found.sort(key=lambda each: _FACTOR[each.code])
    return tuple(found)


def matching(contact: Contact, touches: Sequence[Touch], shelf: Iterable[ShelfItem], today: dt.date,
             kind: str = "") -> tuple[tuple[ShelfItem, tuple[Reason, ...]], ...]:
    """Return the items that suit a person and that they have not had, best first, each with the reasons.

    Best is what meets most of what they care about, then what lasts shortest, then the newest; items for anyone
    come last. `kind` leaves only items of that kind.
    """
    found = []
    for item in shelf:
        if (kind and item.kind != kind) or over(item, today):
            continue
        why = why_it_suits(item, contact)
        if why and not given(item, touches):
            found.append((item, why))
    found.sort(key=lambda each: each[0].id, reverse=True)
    found.sort(key=lambda each: (each[1][0].code == "for-anyone", -len(each[1]),
                                 each[0].until.toordinal() if each[0].until else 10 ** 9))
    return tuple(found)


def proposed(contact: Contact, touches: Sequence[Touch], practice: Practice, now: dt.datetime,
             kind: str) -> tuple[ShelfItem, tuple[Reason, ...]] | None:
    """Return the item that a step of a kind takes from the shelf for a person, with the reasons; None where there is none."""
    if kind not in SHELF_KINDS or not practice.shelf:
        return None
    today = now.astimezone(days.home(practice)).date()
    found = matching(contact, touches, practice.shelf, today, kind)
    return found[0] if found else None
