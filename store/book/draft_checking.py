"""The draft check with what the book knows: the person, what passed, what is due, the names of everybody else."""

from __future__ import annotations

from store.errors import UsageFault
from store.model import KINDS, STAGES
from store.records import replace
from store.rules.draft_check import PLAIN as PLAIN
from store.rules.draft_check import RULES as RULES
from store.rules.draft_check import Flag as Flag
from store.rules.draft_check import Options
from store.rules.draft_check import check as check_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.book import Book
    from store.model import Draft, DueTouch
    from store.settings import Settings


def words(book: Book, text: str, kind: str, stage: str, who: str) -> tuple[Flag, ...]:
    """Check words that are in no draft, for somebody in the book where `who` names one.

    Raises UsageFault(`bad-value`), NotFound, Ambiguous.
    """
    _check_values(kind, stage)
    if not who:
        return words_alone(text, kind, stage, book.settings)
    person = book.who(who)
    due = book.next_due(person.id)
    wanted = kind or (due.kind if due is not None and due.kind in KINDS else "")
    return _checked(book, text, "", wanted, stage, person.id, None, due)


def words_alone(text: str, kind: str, stage: str, settings: Settings | None = None) -> tuple[Flag, ...]:
    """Check words for nobody in particular; needs no book, and makes none. Raises UsageFault(`bad-value`)."""
    _check_values(kind, stage)
    if settings is None:
        from store.settings import home, load

        settings = load(home())
    return check_text(text, kind=kind, stage=stage, sender=settings.sender, language=settings.practice.language,
                      options=options_of(settings))


def draft(book: Book, identity: str, subject: str, body: str) -> tuple[Flag, ...]:
    """Check the words of a draft as they stand now; raises NotFound where the draft or the person is gone."""
    from store.book.drafting import get

    found = get(book, identity)
    due = next((each for each in book.agenda(found.contact).candidates if each.step_key == found.step_key), None)
    return _checked(book, body, subject, found.kind, "", found.contact, found, due)


def _checked(book: Book, text: str, subject: str, kind: str, stage: str, contact: str, found: Draft | None,
             due: DueTouch | None) -> tuple[Flag, ...]:
    """Check words for a contact, or for the one who sent them where what is due is about that one."""
    from store.book import reading
    from store.book.referring import done_with

    dossier = reading.dossier(book.database, contact)
    partner = done_with(book, dossier.contact, due)
    if partner.id != dossier.contact.id:
        dossier = reading.dossier(book.database, partner.id)
    if found is not None and found.state != "open":
        found = replace(found, state="open")
    return check_text(
        text, subject=subject, kind=kind, stage=stage, dossier=dossier, draft=found, due=due, sender=book.settings.sender,
        known_name=lambda name: _is_first_name(book, name), now=book.now(), gap_days=book.practice.gap_days,
        language=book.practice.language, options=options_of(book.settings))


def options_of(settings: Settings) -> Options:
    """Return what the settings say about the check."""
    given = settings.draft_check
    return Options(*(tuple(given.get(name, ())) for name in ("off", "offer", "pressure"))) if given else PLAIN


def _is_first_name(book: Book, name: str) -> bool:
    """Return whether somebody in the book has a first name, given folded."""
    from store import documents

    for each in book.database.table("contacts").with_key(f"word:{name}"):
        first = str(each.get("given") or each.get("name", "").split(" ", 1)[0])
        if not each.get("deleted") and documents.folded(first) == name:
            return True
    return False


def _check_values(kind: str, stage: str) -> None:
    """Refuse a kind or stage that there is not."""
    for field, value, allowed in (("kind", kind, KINDS), ("stage", stage, STAGES)):
        if value and value not in allowed:
            raise UsageFault("bad-value", field=field, value=value, allowed=list(allowed))
