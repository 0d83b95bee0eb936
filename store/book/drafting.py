"""Drafts: opened from a template, kept while written, handed over, confirmed as sent."""

from __future__ import annotations

from store import documents
from store.book import reading
from store.book.referring import done_with
from store.book.threads import subject_for
from store.book.touching import default_outcome, log_for_step
from store.book.writing import Writing
from store.errors import NotFound, UsageFault
from store.model import KINDS, Draft, DueTouch, Filled, Promise, Receipt, address_channel_of, channel_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from store.book import Book
    from store.model import Dossier, ShelfItem
    from store.reports import TemplateEntry
    from store.rules.templates import Template


HOLDING = "holding"
"The family of answers that say when the real one comes."
ANSWER_PROMISED = "the answer to their message"


def best_kind(dossier: Dossier, due: DueTouch | None) -> str:
    """Return the kind a draft should have: the due touch's own where it is written or a call, else what reaches them."""
    if due is not None and due.kind in KINDS and due.kind != "meeting":
        return due.kind
    person = dossier.contact
    for kind in ("text", "email"):
        channel, place = channel_of(kind), address_channel_of(kind)
        if channel and place and person.permission(channel) != "refused" and person.address(place):
            return kind
    return "email"


def _all_templates(book: Book) -> tuple[Template, ...]:
    """Return the user's and the shipped templates; faulty ones of the user are named when asked for by name."""
    from store.templates import load

    templates, _faults = load((book.home.templates,))
    return templates


def fill(book: Book, contact: str, kind: str, template: str, item: ShelfItem | None = None) -> Filled:
    """Return a template filled for a contact; raises NotFound(`no-such-template`), DefinitionFault."""
    from store.rules import templates as rules

    dossier = reading.dossier(book.database, contact)
    due = book.next_due(dossier.contact.id)
    wanted = kind or best_kind(dossier, due)
    reader = _reader(book, dossier, due)
    chosen = _chosen(book, dossier, reader, due, wanted, template)
    sender, zone, language = book.settings.sender, book.practice.zone, book.practice.language
    more = _more_facts(book, dossier, reader, due, item or shelf_item(book, dossier, wanted))
    if chosen is None:
        return rules.blank(reader, sender, due, book.now(), zone, wanted, language)
    if not kind and wanted not in chosen.kinds:
        wanted = chosen.kinds[0]
    return rules.fill(chosen, reader, sender, due, book.now(), zone, wanted, more, language)


def all_facts(book: Book, dossier: Dossier, draft: Draft, language: str) -> dict[str, str]:
    """Return the facts by gap name that a draft's words may hold, days in words of a language."""
    from store.rules import templates as rules

    due = step_of(book, draft)
    item = next((each for each in book.practice.shelf if each.id == draft.shelf), None)
    reader = _reader(book, dossier, due)
    facts = rules.known_facts(reader, book.settings.sender, due, book.now(), book.practice.zone, language)
    return {**facts, **{gap: words for gap, words in _more_facts(book, dossier, reader, due, item).items() if words}}


def _reader(book: Book, dossier: Dossier, due: DueTouch | None) -> Dossier:
    """Return whom the words go to: the contact, or for what is done with their referrer that one."""
    partner = done_with(book, dossier.contact, due)
    return dossier if partner.id == dossier.contact.id else reading.dossier(book.database, partner.id)


def _chosen(
    book: Book, dossier: Dossier, reader: Dossier, due: DueTouch | None, kind: str, name: str,
) -> Template | None:
    """Return the template of a name, else the one for what is due that this plan has not used and the reader never had."""
    from store.book.templating import fault_of, last_used, not_there
    from store.rules import templates as rules

    found = _all_templates(book)
    language = reader.contact.language or book.practice.language
    if name:
        named = rules.named(found, name, language)
        if named is None:
            fault_of(book, name)
            raise not_there(name, found)
        return named
    used = [each.template for each in dossier.touches if each.template and (due is None or each.plan == due.plan)]
    family = rules.family_of(due, kind)
    if family == "reply" and _holds(book, due):
        family = HOLDING
    return rules.choose(found, family, kind, language, used, reader.contact.stage, last_used(reader))


def _holds(book: Book, due: DueTouch | None) -> bool:
    """Return whether an owed reply is to be held off with a word, because the user is away."""
    from store.book.being_away import now_away

    return due is not None and due.step == "reply" and now_away(book) is not None


def shelf_item(book: Book, dossier: Dossier, kind: str) -> ShelfItem | None:
    """Return what a clipping, invitation or gift to a contact takes from the shelf; None where nothing suits."""
    from store.rules.shelf import proposed

    found = proposed(dossier.contact, dossier.touches, book.practice, book.now(), kind)
    return found[0] if found else None


def chosen_item(book: Book, identity: str) -> ShelfItem:
    """Return a thing on the shelf by id; raises NotFound(`no-such-shelf-item`)."""
    found = next((each for each in book.practice.shelf if each.id == identity), None)
    if found is None:
        raise NotFound("no-such-shelf-item", number=identity)
    return found


def _more_facts(
    book: Book, dossier: Dossier, reader: Dossier, due: DueTouch | None, item: ShelfItem | None,
) -> dict[str, str]:
    """Return the facts for gaps that another document holds: the shelf, the referrer's name, the person they sent."""
    facts = {"shelf_title": item.title, "shelf_link": item.link} if item is not None else {}
    person = dossier.contact
    if person.referrer:
        try:
            facts["referrer"] = reading.contact(book.database, person.referrer).first_name
        except NotFound:
            pass
    elif person.referrer_name:
        facts["referrer"] = person.referrer_name
    if due is not None:
        for reason in due.why:
            if isinstance(reason.values.get("referred"), str):
                facts["referred"] = str(reason.values["referred"])
    if reader.contact.id != person.id:
        facts["referred"] = person.name
    return facts


def template_choices(book: Book, contact: str, kind: str) -> tuple[TemplateEntry, ...]:
    """Return the templates that fit a contact and a kind, the step's own family first."""
    from store.book.templating import fitting

    dossier = reading.dossier(book.database, contact)
    due = book.next_due(dossier.contact.id)
    return fitting(book, _reader(book, dossier, due), due, kind)


def draft(book: Book, contact: str, kind: str, template: str, shelf: str = "") -> Draft:
    """Open a draft: the one left open for this contact and kind, or a new one filled from the step's template."""
    if kind and kind not in KINDS:
        raise UsageFault("bad-value", field="kind", value=kind, allowed=list(KINDS))
    dossier = reading.dossier(book.database, contact)
    due = book.next_due(dossier.contact.id)
    wanted = kind or best_kind(dossier, due)
    step = due.step_key if due is not None else ""
    for each in reversed(dossier.drafts):
        if each.kind == wanted and each.step_key == step and each.state == "open" and template in ("", each.template) \
                and shelf in ("", each.shelf):
            return each
    item = chosen_item(book, shelf) if shelf else shelf_item(book, dossier, wanted)
    filled = fill(book, contact, wanted, template, item)
    subject = subject_for(book, _reader(book, dossier, due), due, wanted, filled.template, filled.subject)
    with Writing(book, "draft", undoable=False) as writing:
        writing.name(dossier.contact)
        return writing.add("drafts", Draft(
            id="", contact=dossier.contact.id, kind=wanted, state="open", subject=subject, body=filled.body,
            address=filled.address, plan=due.plan if due else "", step_key=step, template=filled.template,
            started=writing.now, shelf=item.id if item is not None else ""))


def get(book: Book, identity: str) -> Draft:
    """Return a draft; raises NotFound."""
    document = book.database.table("drafts").by_id(identity)
    if document is None or document.get("deleted"):
        raise NotFound("no-such-draft")
    found: Draft = documents.from_document("drafts", document)
    return found


def save(book: Book, identity: str, subject: str, body: str, address: str | None) -> None:
    """Keep the words of a draft."""
    before = get(book, identity)
    if (before.subject, before.body) == (subject, body) and address in (None, before.address):
        return
    with Writing(book, "save-draft", [before.contact], undoable=False) as writing:
        writing.change("drafts", identity, subject=subject.replace("\n", " "), body=body,
                       address=before.address if address is None else address)


def hand_over(book: Book, identity: str, way: str) -> Receipt:
    """Note that a draft was given to another program."""
    return _set_state(book, [identity], "hand-over", "handed", way=way)


def not_sent(book: Book, drafts: Sequence[str]) -> Receipt:
    """Take drafts back to open."""
    return _set_state(book, drafts, "not-sent", "open")


def drop(book: Book, identity: str) -> Receipt:
    """Put a draft away."""
    return _set_state(book, [identity], "drop-draft", "dropped")


def _set_state(book: Book, drafts: Sequence[str], verb: str, state: str, way: str = "") -> Receipt:
    """Change the state of drafts."""
    with Writing(book, verb) as writing:
        for identity in drafts:
            found = get(book, identity)
            writing.name(reading.contact(book.database, found.contact))
            handed = writing.moment() if state == "handed" else None if state == "open" else found.handed
            extra = settled(found) if state == "open" else found.extra
            writing.change("drafts", identity, state=state, handed=handed, way=way or found.way, extra=extra)
            writing.values.update(kind=found.kind, way=way, count=len(drafts))
    return writing.receipt()


def sent(book: Book, drafts: Sequence[str]) -> Receipt:
    """Confirm drafts as sent, and log their touches."""
    with Writing(book, "sent") as writing:
        for identity in drafts:
            found = get(book, identity)
            if found.state not in ("open", "handed"):
                raise UsageFault("draft-not-open", state=found.state)
            writing.name(reading.contact(book.database, found.contact))
            log_sent(book, writing, found)
            writing.values.update(count=len(drafts))
    return writing.receipt()


def log_sent(book: Book, writing: Writing, found: Draft) -> None:
    """Note a draft as sent, and log its touch."""
    person = reading.contact(book.database, found.contact)
    due = step_of(book, found)
    writing.change("drafts", found.id, state="sent", extra=settled(found, "kept_text"))
    log_for_step(
        book, writing, person, due, found.kind, default_outcome(found.kind, "out"), subject=found.subject,
        text=found.body, template=found.template, origin="draft", message_id=found.message_id,
        references=tuple(map(str, found.extra.get("references", ()))), address=found.address,
        happened=found.handed or writing.moment(), shelf=found.shelf)
    _promise_after_holding(book, writing, found)
    writing.values.update(kind=found.kind)


def settled(found: Draft, *over: str) -> dict[str, Any]:
    """Return what a draft remembers besides, once it is known whether it left; `over` names what is of no more use."""
    return {name: value for name, value in found.extra.items() if name not in ("leaving", *over)}


def _promise_after_holding(book: Book, writing: Writing, found: Draft) -> None:
    """Keep the debt that a holding answer only puts off: the real answer is promised for the first working day back."""
    from store.book.being_away import holding_day

    if not found.step_key.startswith("reply:") or not _is_holding(book, found.template):
        return
    day = holding_day(book)
    if day is not None:
        writing.add("promises", Promise(id="", contact=found.contact, kind=found.kind, due=day, made=writing.moment(),
                                        text=ANSWER_PROMISED))
        writing.values.update(promised=day.on.isoformat())


def _is_holding(book: Book, name: str) -> bool:
    """Return whether a template is a holding answer."""
    return bool(name) and any(each.name == name and each.family == HOLDING for each in _all_templates(book))


def step_of(book: Book, found: Draft) -> DueTouch | None:
    """Return the due touch that a draft answers, where it is still due; else the one that its kind would settle."""
    candidates = book.agenda(found.contact).candidates
    own = next((each for each in candidates if each.step_key == found.step_key), None)
    if own is not None or found.step_key:
        return own
    return next((each for each in candidates[:1] if found.kind == each.kind or found.kind in each.kinds), None)


def waiting(book: Book, states: Sequence[str]) -> tuple[Draft, ...]:
    """Return the drafts in some states, oldest first, whose contact is still in the book."""
    if set(states) <= {"open", "handed"}:
        found = reading.alive("drafts", book.database.table("drafts").with_key("waiting:"))
    else:
        found = reading.alive("drafts", book.database.table("drafts").all())
    people = book.database.table("contacts")
    chosen = []
    for each in sorted(found, key=lambda each: each.id):
        person = people.by_id(each.contact)
        if each.state in states and person is not None and not person.get("deleted"):
            chosen.append(each)
    return tuple(chosen)
