"""The made-up book of `onward demo`: some forty people in every situation the cadences know, told relative to now."""

from __future__ import annotations

import datetime as dt
import os

from store.book.matching import name_parts
from store.book.planning import move
from store.book.touching import begin_plan, default_outcome
from store.book.writing import Writing
from store.errors import BookFault, OnwardError
from store.model import (
    EMPTY,
    Address,
    Contact,
    Draft,
    Moment,
    Permission,
    Planned,
    Promise,
    SpecialDate,
    Touch,
    Unfiled,
)
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from store.book import Book
    from store.settings import Home

HOUR = 1.0
DAY = 24.0


@record
class Event:
    """One touch of the past."""

    hours_ago: float
    "How long ago it happened."
    kind: str
    "One of the kinds."
    note: str = ""
    "The user's words, or what the other person wrote."
    direction: str = "out"
    "`out` or `in`."
    outcome: str = ""
    "The outcome, where it is not the usual one."
    event: str = ""
    "Where, of a meeting."


@record
class Person:
    """One made-up contact and what happened so far."""

    name: str
    "Name."
    company: str = ""
    "Company."
    title: str = ""
    "Title."
    traits: str = ""
    "Temperature, pace, stage and standing, in any order."
    events: tuple[Event, ...] = ()
    "Touches, oldest first."
    cadence: str = ""
    "The cadence running, from the first event (or the last, of keep)."
    anchor: int = 0
    "Which event the plan counts from."
    tags: tuple[str, ...] = ()
    "Tags."
    note: str = ""
    "A private note."
    facts: Mapping[str, str] = EMPTY
    "Further fields of the contact."
    promise: tuple[float, str, str] | None = None
    "A promise: hours from now, kind, words; a next step where the words begin with >."
    birthday: tuple[int, int | None] | None = None
    "Days from now, and the year of birth or None."
    unreachable: str = ""
    "A channel that is refused, or `bounced`."


def _met(hours: float, place: str, note: str = "") -> Event:
    return Event(hours, "meeting", note, event=place, outcome="reached")


def _inquiry(hours: float, words: str) -> Event:
    return Event(hours, "email", words, direction="in")


def _sent(hours: float, kind: str = "email", note: str = "") -> Event:
    return Event(hours, kind, note)


def _call(hours: float, outcome: str, note: str = "") -> Event:
    return Event(hours, "call", note, outcome=outcome)


def _reply(hours: float, note: str, kind: str = "email") -> Event:
    return Event(hours, kind, note, direction="in")


PEOPLE: tuple[Person, ...] = (
    Person("Marty Chen", "Acme Facilities", "Site director", "hot fast", (
        _met(0.35, "Chamber breakfast", "son plays golf; wants a site review"),), "met", tags=("chamber",),
        facts={"need": "a site review", "source": "Chamber breakfast"}),
    Person("Dolores Whitfield", "Whitfield Dental", "Owner", "warm steady", (
        _met(3, "Chamber breakfast", "two chairs, wants to add a third"),), "met", tags=("chamber",)),
    Person("Kenji Tanaka 田中健二", "Sakura Logistics", "Operations lead", "warm", (
        _met(22, "Port forum", "moving the depot in spring"),), "met", tags=("port-forum",)),
    Person("Amara Okafor", "Lagos Lane Studio", "Founder", "hot", (
        _met(26, "Design week", "needs a costing by March"), _sent(25.2, "text", "So good to meet you at Design week, Amara.")), "met"),
    Person("Ruth Feldman", "Feldman & Daughters", "Managing partner", "warm", (
        _met(3 * DAY, "Harvest dinner", "asked about lease ends"), _sent(2.9 * DAY, "text", "Lovely table talk, thank you."),
        _call(2 * DAY, "no-answer")), "met"),
    Person("Gus Petrakis", "Petrakis Marine", "Yard manager", "hot", (
        _met(6 * DAY, "Boat show", "three slips to refit"), _sent(5.9 * DAY, "email", "The photos I promised."),
        _call(5 * DAY, "no-answer"), _call(4 * DAY, "left-message", "left the short message")), "met"),
    Person("Noor Haddad نور حداد", "Cedar Clinics", "Practice manager", "warm", (
        _met(5.2 * DAY, "Health fair", "wants to hear about the waiting-room study"),), "met", tags=("health",)),
    Person("Lena Voss", "Voss Architekten", "Partner", "hot fast inquiry", (
        _inquiry(20, "Could you look at our two floors before the lease runs out?"), _sent(19.5, "email", "Got it, calling you today.")),
        "inquiry", facts={"need": "two floors before the lease runs out", "country": "DE", "zone": "Europe/Berlin"}),
    Person("Devon Clarke", "Clarke Roofing", "", "warm inquiry", (
        _inquiry(0.5, "Saw your talk. Do you take small firms?"),), "inquiry", facts={"need": "help for a small firm"}),
    Person("Ingrid Solberg", "Fjord Foods", "Head of sites", "hot inquiry", (
        _inquiry(4 * DAY, "We need a second opinion on the cold store."), _sent(3.98 * DAY, "email", "Thank you, I will call."),
        _call(3.5 * DAY, "no-answer"), _call(2 * DAY, "left-message")), "inquiry"),
    Person("Bao Tran", "Tran Family Markets", "Owner", "warm inquiry", (
        _inquiry(8 * DAY, "Our third shop: where do we start?"), _sent(7.98 * DAY, "email", "Thank you, I will call."),
        _call(7 * DAY, "no-answer"), _call(5 * DAY, "no-answer"), _sent(5 * DAY - 2, "email", "I tried to reach you.")), "inquiry",
        facts={"need": "a plan for the third shop"}),
    Person("Priya Raman", "Northline", "COO", "hot fast credibility qualified", (
        _met(45 * DAY, "Supply summit", "lease ends in May"), _sent(44.9 * DAY, "text", "Thank you for the walk, Priya."),
        _call(12 * DAY, "reached", "Lease ends in May; wants a review."), _sent(11.9 * DAY, "email", "As agreed, the outline."),
        _reply(4, "Could you send me two dates for the review?")), "met", facts={"need": "a review before May"},
        tags=("summit",)),
    Person("Tom Ashby", "Ashby Print", "Owner", "warm steady qualified", (
        _met(20 * DAY, "Rotary lunch"), _sent(19.9 * DAY, "email", "Good to meet you."), _call(3 * DAY, "reached", "wants the price note"),
        _sent(2.9 * DAY, "email", "Recap: price note by today")), "met", promise=(1, "email", "the price note")),
    Person("Salma Idris", "Idris & Co", "Director", "warm credibility", (
        _met(30 * DAY, "Founders' walk"), _sent(29.9 * DAY, "text", "Thank you for the walk."),
        _reply(16, "That article was spot on. Do you know the author?")), "met"),
    Person("Walter Nguyen", "Delta Storage", "General manager", "hot sales-ready", (
        _met(14 * DAY, "Trade night"), _sent(13.9 * DAY, "email", "Good to meet you."), _call(5 * DAY, "reached", "meet on site"),
        _sent(4.9 * DAY, "email", "See you on site.")), "met", promise=(3 * DAY, "meeting", ">walk the site together")),
    Person("Helen Brooks", "Brooks Bakery", "Owner", "warm", (
        _met(12 * DAY, "Market hall"), _sent(11.9 * DAY, "text", "What a loaf!"), _call(20, "reached", "wants to open a second counter")),
        "met", facts={"need": "a second counter"}),
    Person("Carlos Mendes", "Mendes Tiles", "Sales lead", "warm", (
        _met(9 * DAY, "Expo hall"), _sent(8.9 * DAY, "email", "Thank you."), _call(6 * DAY, "reached", "liked the idea"),
        _sent(5.9 * DAY, "email", "Recap and thanks.")), "met"),
    Person("Iris Blom", "Blom Textiel", "Head of buying", "warm slow", (
        _met(62 * DAY, "Fabric days"), _sent(61.9 * DAY, "text", "Thank you, Iris."), _call(60 * DAY, "no-answer"),
        _call(59 * DAY, "left-message"), _sent(58.5 * DAY, "email", "A thought on dye lots."), _sent(33 * DAY, "email", "A short read.")),
        "met", facts={"country": "NL", "zone": "Europe/Amsterdam"}, tags=("textile",)),
    Person("Oskar Lindqvist", "Lindqvist Timber", "CFO", "cold", (
        _met(50 * DAY, "Wood fair"), _sent(49.8 * DAY, "email", "Good to meet you."), _call(47 * DAY, "no-answer"),
        _call(46.9 * DAY, "no-answer"), _sent(46 * DAY, "email", "Tried to reach you."), _sent(22 * DAY, "email", "A note on moisture.")), "met"),
    Person("Grace Kim", "Kim Optical", "Owner", "warm", (
        _met(70 * DAY, "Eye care day"), _sent(69.9 * DAY, "text", "Thank you, Grace."), _call(69 * DAY, "no-answer"),
        _call(68.5 * DAY, "no-answer"), _sent(68 * DAY, "email", "I tried to call."), _sent(54 * DAY, "email", "One idea."), _sent(40 * DAY, "card", "a card"),
        _sent(16 * DAY, "email", "The checklist you may like.")), "met"),
    Person("Pavel Novak", "Novak Brewing", "Founder", "cold steady", (
        _met(121 * DAY, "Hop fest"), _sent(120.9 * DAY, "email", "Thank you."), _call(119 * DAY, "no-answer"), _call(118.5 * DAY, "no-answer"),
        _sent(118 * DAY, "email", "Tried you."),
        _sent(100 * DAY, "email", "One."), _sent(80 * DAY, "card", "Two."), _sent(65 * DAY, "email", "Three."),
        _sent(50 * DAY, "text", "Four."), _sent(35 * DAY, "email", "Five."), _sent(20 * DAY, "email", "Six."), _sent(8 * DAY, "card", "Seven.")),
        "met"),
    Person("Beatriz Lopes", "Lopes Legal", "Partner", "client profitability", (
        _call(70 * DAY, "reached", "first year closed well"), _sent(66 * DAY, "card", "thank-you card")), "keep", anchor=1,
        tags=("client",), birthday=(9, 1979)),
    Person("Jo Hart", "Hart Cycles", "Owner", "client credibility", (_call(46 * DAY, "reached", "spring stock is in"),), "keep", tags=("client",)),
    Person("Maya Cohen", "Cohen Ceramics", "Owner", "client profitability", (_met(20 * DAY, "Studio visit"),
        _sent(19.8 * DAY, "email", "Recap of the visit.")), "keep", anchor=1, tags=("client",)),
    Person("Pat Weber", "Weber Tax", "Adviser", "credibility", (_call(50 * DAY, "reached", "sends us people"),), "keep", tags=("referrer",),
        note="Prefers a call before nine."),
    Person("Sven Aalto", "Aalto Sauna", "Owner", "client visibility", (_sent(88 * DAY, "card", "new year card"),), "keep", tags=("client",),
        facts={"country": "FI", "zone": "Europe/Helsinki"}),
    Person("Ana Duarte", "Duarte Travel", "Director", "client credibility", (_sent(30 * DAY, "clipping", "night trains"),), "keep",
        birthday=(6, None), tags=("client",)),
    Person("Chidi Eze", "Eze Solar", "Engineer", "warm", (
        _met(15 * DAY, "Energy evening"), _sent(14.9 * DAY, "text", "Thank you!"), _call(14 * DAY, "no-answer"),
        _call(13 * DAY, "no-answer"), _sent(12.9 * DAY, "email", "I tried to call."), _sent(3 * DAY, "text", "A thought for the roof.")), "met", unreachable="bounced"),
    Person("Fatima Rahimi", "Rahimi Carpets", "Owner", "warm slow", (
        _met(1.2 * DAY, "Rug week", "does not like texts"),), "met", unreachable="text"),
    Person("Lou Sanders", "Sanders Signs", "", "cold", (
        _met(40 * DAY, "Main Street mixer"), _sent(39.9 * DAY, "email", "Good to meet you."), _call(38 * DAY, "declined", "has somebody")), "met"),
    Person("Yuki Mori", "Mori Paper", "Buyer", "warm", (
        _met(10 * DAY, "Stationers' day"), _sent(9.9 * DAY, "text", "Thank you."), _reply(9.5 * DAY, "Thank you too!", "text"),
        _sent(9.2 * DAY, "text", "See you in spring."), _call(8 * DAY, "reached", "spring catalogue first"),
        _sent(7.9 * DAY, "email", "Recap: the spring catalogue.")), "met", facts={"country": "JP", "zone": "Asia/Tokyo"},
        promise=(12 * DAY, "email", ">send the spring catalogue")),
    Person("Rosa Alvarez", "Alvarez Nursery", "Owner", "warm", tags=("imported",)),
    Person("Emil Sandberg", "Sandberg Glass", "Sales", tags=("imported",)),
    Person("Nadia Petrova", "Petrova Interiors", "Designer", tags=("imported",)),
    Person("Quentin Marsh", "Marsh & Reed", "Broker", tags=("imported",)),
    Person("Tessa O’Neill", "O’Neill Events", "Planner", tags=("imported",)),
    Person("Viktor Hahn", "Hahn Werkzeug", "Einkauf", tags=("imported",), facts={"country": "DE", "zone": "Europe/Berlin", "language": "de"}),
)

UNFILED = (
    ("met the tall man from the bank, wants a card", "no-name"),
    ("called Alex about the van", "ambiguous"),
)


def ask_nothing(home: Home) -> None:
    """Say of the demo's made-up user what would be asked of a real one; settings that are there already stay."""
    if os.path.lexists(home.settings):
        return
    os.makedirs(os.path.dirname(home.settings), mode=0o700, exist_ok=True)
    with open(os.open(home.settings, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write('# The made-up user of the demo.\n[you]\nname = ""\n\n[work]\nhours = "09:00-17:30"\n')


def fill(book: Book) -> None:
    """Write the demo into an empty book; raises BookFault(`not-empty`) where there is anybody in it."""
    if len(book.database.table("contacts")):
        raise BookFault("not-empty", path=str(book.database.folder))
    ids: dict[str, str] = {}
    with Writing(book, "demo", undoable=False) as writing:
        for number, person in enumerate(PEOPLE):
            ids[person.name] = _add(book, writing, person, number)
        writing.change("contacts", ids["Priya Raman"], referrer=ids["Pat Weber"])
        for line, reason in UNFILED:
            writing.add("unfiled", Unfiled(id="", line=line, reason=reason, received=_moment(writing, 5)))
        writing.add("drafts", Draft(
            id="", contact=ids["Carlos Mendes"], kind="email", state="handed", subject="The tile sample",
            body="Carlos, the sample left today. Shall we speak on Thursday?", address="carlos.mendes@example.com",
            started=writing.now - dt.timedelta(hours=2), handed=_moment(writing, 2), way="mail-program"))
    tomorrow = Planned((book.now() + dt.timedelta(days=1)).date())
    try:
        move(book, [ids["Jo Hart"]], "snooze", tomorrow)
    except OnwardError:
        pass
    book.pause([ids["Sven Aalto"]], (book.now() + dt.timedelta(days=30)).date())


def _moment(writing: Writing, hours_ago: float) -> Moment:
    """Return an instant some hours ago, in the user's zone."""
    return writing.moment(writing.now - dt.timedelta(hours=hours_ago))


def _add(book: Book, writing: Writing, person: Person, number: int) -> str:
    """Add one person with everything that happened; return the id."""
    contact = writing.add("contacts", _contact(writing, person, number))
    touches = [_touch(writing, contact, event) for event in person.events]
    if person.cadence:
        anchor = touches[min(person.anchor, len(touches) - 1)]
        begin_plan(book, writing, contact, person.cadence, anchor)
    if person.promise is not None:
        hours, kind, words = person.promise
        due = writing.now + dt.timedelta(hours=hours)
        writing.add("promises", Promise(
            id="", contact=contact.id, kind=kind, due=_planned(book, due), text=words.lstrip(">"), next_step=words.startswith(">"),
            made=_moment(writing, 2 * DAY)))
    if person.birthday is not None:
        days, year = person.birthday
        day = (writing.now + dt.timedelta(days=days)).date()
        writing.add("dates", SpecialDate(id="", contact=contact.id, name="birthday", month=day.month, day=day.day, year=year))
    if any(touch.outcome == "declined" for touch in touches):
        for plan in book.dossier(contact.id).plans:
            writing.change("plans", plan.id, ended=writing.now, ended_why="declined")
    return contact.id


def _planned(book: Book, instant: dt.datetime) -> Planned:
    """Return an instant as wall time in the user's zone, to the quarter of an hour."""
    from store.zones import known_zone

    zone = book.settings.practice.zone
    wall = instant.astimezone(known_zone(zone))
    return Planned(wall.date(), dt.time(wall.hour, wall.minute // 15 * 15), zone)


def _contact(writing: Writing, person: Person, number: int) -> Contact:
    """Return the contact of a made-up person."""
    words = person.traits.split()
    parts = name_parts(" ".join(each for each in person.name.split() if each.isascii() or "’" in each))
    mail = ".".join(each.lower().replace("’", "") for each in (parts.get("given", ""), parts.get("family", "")) if each)
    imported = "imported" in person.tags
    addresses = (
        Address("email", f"{mail}@example.com", label="work", bounced=person.unreachable == "bounced"),
        Address("phone", f"+1415555{100 + number:04d}", typed=f"(415) 555-{100 + number:04d}", label="mobile"),
    )
    implied = () if imported else tuple(
        Permission(channel, "refused" if person.unreachable == channel else "implied", "handed-over", writing.now)
        for channel in ("text", "call", "email"))
    from store import model

    traits: dict[str, Any] = {
        name: next((each for each in words if each in allowed), "")
        for name, allowed in (("temperature", model.TEMPERATURES), ("pace", model.PACES), ("stage", model.STAGES),
                              ("standing", model.STANDINGS))
    }
    source = next((event.event for event in person.events if event.event), "LinkedIn" if imported else "")
    oldest = max((event.hours_ago for event in person.events), default=2 * DAY)
    return Contact(
        id="", name=person.name, company=person.company, title=person.title, addresses=addresses, permissions=implied,
        tags=person.tags, note=person.note, created=writing.now - dt.timedelta(hours=oldest),
        origin="import" if imported else "log",
        **{"country": "US", "source": source, **traits, **parts, **person.facts})


def _touch(writing: Writing, contact: Contact, event: Event) -> Touch:
    """Add one touch of the past."""
    words: dict[str, Any] = {"text": event.note} if event.direction == "in" or event.kind in ("email", "text") else {"note": event.note}
    return writing.add("touches", Touch(
        id="", contacts=(contact.id,), kind=event.kind, direction=event.direction, happened=_moment(writing, event.hours_ago),
        recorded=writing.now, outcome=event.outcome or default_outcome(event.kind, event.direction), event=event.event,
        origin="log", **words))
