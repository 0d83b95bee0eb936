"""Made-up people of every sort on their way out, and the same read back."""

from __future__ import annotations

import datetime as dt
import unicodedata

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from store import exchange, model
from store.exchange import labels
from store.exchange.cleaning import many_lines, one_line
from store.exchange.gathering import address_key
from store.exchange.outgoing import Outgoing
from store.exchange.postal import tidy
from store.model import Address, Contact, Moment, Original, Permission, Planned, Promise, SpecialDate
from store.records import replace

STEADY = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
                  phases=[Phase.explicit, Phase.reuse, Phase.generate])
"Shrinking a whole person takes minutes; what fails is printed whole."
ID = "019ab3c4-0000-7000-8000-000000000001"
STAMP = dt.datetime(2026, 11, 20, 17, 30, 5, tzinfo=dt.UTC)

_letters = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"))
_spiced = st.one_of(
    st.text(_letters, max_size=24),
    st.text(st.sampled_from("ab,;:\\\"'^=+-@<>& nN\n\tüé漢🦊"), max_size=40),
    st.sampled_from(["a\\nb", "x" * 90, "é" * 60 + "END:VCARD", "🦊" * 30, "=cmd|' /C calc'!A0", "'=1", "BEGIN:VCARD", "a;b,c\\,d",
                     "+1 (415) 555-0100", "-2+3", "@SUM(A1)", "NOTE;ENCODING=QUOTED-PRINTABLE:=3D", "\"quoted\", and 'so'"]),
)
line = _spiced.map(one_line)
some_line = line.filter(bool)
paragraph = st.lists(_spiced, max_size=6).map("\n".join).map(many_lines).map(many_lines)
word = some_line.map(lambda each: one_line(each.lstrip("#*"))).filter(bool)
label = st.one_of(st.sampled_from(["", "home", "work", "mobile", "fax", "work fax", "home fax", "pager", "assistant", "Zürich; Büro"]),
                  some_line.map(labels.word).filter(lambda each: labels.word(each) == each))
zone = st.sampled_from(["", "America/Los_Angeles", "Europe/Berlin", "UTC"])


def unlike(words, most=4):
    """Return a strategy for a tuple of words that differ by more than their capitals."""
    return st.lists(words, max_size=most, unique_by=lambda each: unicodedata.normalize("NFC", each).casefold()).map(tuple)


@st.composite
def addresses(draw):
    """Draw addresses as the book keeps them: nothing twice, at most one a channel preferred, silent numbers last."""
    found = []
    for number in draw(st.lists(st.integers(100, 199), max_size=3, unique=True)):
        value = f"+1415555{number:04d}" + draw(st.sampled_from(["", "", ";ext=12"]))
        typed = draw(st.sampled_from(["", f"(415) 555-{number:04d}", f"415.555.{number:04d} home"]))
        found.append(Address("phone", value, typed, draw(label), bounced=draw(st.booleans())))
    found += [Address("phone", each, "", draw(label)) for each in draw(st.sampled_from([[], ["555-0123"], ["call the desk"]]))]
    for name in draw(st.lists(st.sampled_from(["ann", "bob.o'hara", "käthe", "x+y"]), max_size=3, unique=True)):
        typed = draw(st.sampled_from(["", f"{name}@Example.COM"]))
        found.append(Address("email", f"{name}@example.com", typed, draw(label), bounced=draw(st.booleans())))
    webs = ["https://example.com/a,b;c?d=e&f", "example.com", "skype:ann", "xmpp:ann@example.com", "twitter:ann"]
    found += [Address("web", each, "", draw(label)) for each in draw(st.lists(st.sampled_from(webs), max_size=3, unique=True))]
    posts = ["1 Main St\nOakland, CA 94607\nUSA", "Hauptstraße 5\n10115 Berlin\nDeutschland", "PO Box 9", "c/o Ann; Bob\n5, rue X\nParis"]
    post = st.one_of(st.sampled_from(posts), paragraph.map(tidy).filter(lambda each: each and tidy(each) == each))
    found += [Address("post", each, "", draw(label)) for each in draw(st.lists(post, max_size=2))]
    found = list({address_key(each): each for each in found}.values())
    found = [each for each in found if address_key(each)[1]]
    for channel in model.ADDRESS_CHANNELS:
        mine = [place for place, each in enumerate(found) if each.channel == channel]
        if mine and draw(st.booleans()):
            chosen = draw(st.sampled_from(mine))
            found[chosen] = replace(found[chosen], preferred=True)
    return tuple(sorted(found, key=lambda each: each.label in labels.SILENT))


def permissions():
    """Return a strategy for permissions, at most one a channel."""
    one = st.builds(Permission, st.sampled_from(model.PERMISSION_CHANNELS), st.sampled_from(model.PERMISSION_STATES), line,
                    st.sampled_from([None, STAMP]))
    return st.lists(one, max_size=4, unique_by=lambda each: each.channel).map(tuple)


def choice(words):
    """Return a strategy for one of some words, or none."""
    return st.sampled_from(["", *words])


def contacts():
    """Return a strategy for contacts as the book holds them."""
    return st.builds(
        Contact, id=st.just(ID), name=some_line, given=line, family=line, middle=line, prefix=line, suffix=line, nickname=line,
        company=line, title=line, language=st.sampled_from(["", "de", "pt-BR", "somewhat french"]),
        country=st.sampled_from(["US", "DE", "FR"]), zone=zone, temperature=choice(model.TEMPERATURES),
        pace=choice(model.PACES), stage=choice(model.STAGES), standing=choice(model.STANDINGS), closed_reason=line, need=line,
        size=line, wanted_by=line, preferred_kinds=st.lists(st.sampled_from(model.KINDS), unique=True, max_size=3).map(tuple),
        interests=unlike(some_line), tags=unlike(word), referrer_name=line, source=line, note=paragraph, addresses=addresses(),
        permissions=permissions(), slower=st.sampled_from([1.0, 1.5, 0.3333333]),
        extra=st.dictionaries(st.text(max_size=5), st.one_of(st.text(_letters, max_size=8), st.integers(), st.none()), max_size=2))


@st.composite
def dates(draw):
    """Draw special dates: at most one birthday."""
    found = {}
    for name in draw(st.lists(st.sampled_from(["birthday", "anniversary", "company founded", "anniversary "]), max_size=4)):
        month, day = draw(st.sampled_from([(2, 29), (3, 15), (12, 31), (1, 1)]))
        year = draw(st.sampled_from([None, 1980, 2000]))
        name = name.strip()
        if name != "birthday" or not any(each.name == name for each in found.values()):
            found[name, month, day] = SpecialDate("", ID, name, month, day, year)
    return tuple(found.values())


KEPT = (
    {"name": "PHOTO", "params": {"ENCODING": ["b"], "TYPE": ["JPEG"]}, "value": "AAECAwQF" * 30},
    {"name": "X-PHONETIC-FIRST-NAME", "params": {}, "value": "an\\, na"},
    {"name": "GENDER", "params": {}, "value": "F"},
    {"name": "RELATED", "params": {"TYPE": ["spouse"], "VALUE": ["text"]}, "value": "Bo; b"},
    {"name": "X-CUSTOM", "params": {"X-A": ["one, two", "a\"b^c"]}, "value": "v:w", "group": "item1"},
    {"name": "X-ABLABEL", "params": {}, "value": "Their cat", "group": "item1"},
    {"name": "ROLE", "params": {}, "value": "Second hat"},
    {"name": "GEO", "params": {}, "value": "geo:37.8,-122.2"},
)
COLUMNS = ({"name": "Custom Field", "params": {"TYPE": ["Membership"]}, "value": "gold; silver"},
           {"name": "Shoe size", "params": {}, "value": "43"})


@st.composite
def outgoing(draw):
    """Draw a contact with everything that can belong to it."""
    card = draw(st.lists(st.sampled_from(KEPT[:4] + KEPT[6:]), max_size=4, unique_by=lambda each: each["name"]))
    if draw(st.booleans()):
        card += KEPT[4:6]
    originals = []
    contact = draw(contacts())
    card = [each for each in card if contact.title or each["name"] != "ROLE"]
    if card:
        originals.append(Original("o1", ID, "vcard", draw(st.sampled_from(["", "abc-123", "urn:uuid:" + ID])), tuple(card)))
    if draw(st.booleans()):
        originals.append(Original("o2", ID, "google-csv", "", COLUMNS))
    due = Planned(dt.date(2026, 12, 1), draw(st.sampled_from([None, dt.time(10, 30)])), draw(st.sampled_from([None, "Europe/Berlin"])))
    step = draw(st.one_of(st.none(), st.builds(Promise, st.just(""), st.just(""), st.sampled_from(model.KINDS), st.just(due), line,
                                               st.just(True))))
    anchor = draw(st.sampled_from([None, Moment(STAMP, "Europe/Berlin"), Moment(STAMP, "UTC", day_only=True)]))
    return Outgoing(contact, draw(dates()), tuple(originals), step, draw(st.sampled_from(["", "keep", "my own"])), anchor)


def read_back(path, data: bytes, region: str = "US"):
    """Return the records of a file with this content."""
    path.write_bytes(data)
    parsed = exchange.read(path, region=region)
    found = list(parsed.records)
    assert parsed.problems == []
    return found


def differing(found: Contact, meant: Contact) -> dict:
    """Return the fields that travel and in which two contacts differ, as (found, meant)."""
    away = ("id", "created", "origin", "merged_into", "referrer")
    pairs = {name: (value, getattr(meant, name)) for name, value in vars(found).items() if name not in away}
    pairs = {name: (one, other) for name, (one, other) in pairs.items() if one != other}
    if "addresses" in pairs:
        pairs["addresses"] = tuple(tuple(each for each in some if each not in other) or some
                                   for some, other in (pairs["addresses"], pairs["addresses"][::-1]))
    return pairs


def in_order(contact: Contact) -> Contact:
    """Return a contact with its addresses and permissions in an order of their own: other programs have theirs."""
    return replace(contact, addresses=tuple(sorted(contact.addresses, key=lambda each: (each.channel, each.value))),
                   permissions=tuple(sorted(contact.permissions, key=lambda each: each.channel)))


def days(person: Outgoing) -> set:
    """Return the dates of a person as they are read."""
    return {(each.name, each.month, each.day, each.year) for each in person.dates}


def plain(properties, without=()) -> list:
    """Return kept properties in a form to compare: names in capitals, parameters sorted, groups told apart only by their name."""
    return sorted(repr((each["name"].upper(), sorted((name, sorted(some)) for name, some in each.get("params", {}).items()),
                        each["value"], each.get("group", ""))) for each in properties if each["name"] not in without)
