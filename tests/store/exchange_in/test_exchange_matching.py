"""Who a record is: in the book, earlier in the file, or new; and what merging never does."""

from __future__ import annotations

import pytest
from exchange_book import Shelf, preview, values
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store import exchange
from store.model import Address, Contact
from store.records import replace


def contact(name: str, mail: str = "", phone: str = "", **fields) -> Contact:
    addresses = tuple(Address(channel, value) for channel, value in (("email", mail), ("phone", phone)) if value)
    return Contact(id="", name=name, addresses=addresses, **fields)


def card(name: str, mail: str = "", phone: str = "", company: str = "", more: str = "") -> str:
    lines = ["BEGIN:VCARD", f"FN:{name}"]
    lines += [f"{field}:{value}" for field, value in (("EMAIL", mail), ("TEL", phone), ("ORG", company)) if value]
    return "\n".join([*lines, *([more] if more else []), "END:VCARD", ""])


def held_against(tmp_path, known: list[Contact], text: str):
    book = Shelf()
    for each in known:
        book.add(each)
    path = tmp_path / "file"
    path.write_text(text)
    return preview(path, book)


MARTY = contact("Marty Chen", "marty@example.com", "+14155550100", company="Acme")


@pytest.mark.parametrize(
    ("known", "incoming", "verdict", "code"),
    [
        (MARTY, card("Marty Chen", "marty@example.com"), "same", "nothing-new"),
        (MARTY, card("MARTY  CHEN", "Marty@Example.com"), "same", "nothing-new"),
        (MARTY, card("Marty Chen", "marty@example.com", "+14155550109"), "changed", "same-email"),
        (MARTY, card("Marty Chen", "m@example.org", "+14155550100"), "changed", "same-phone"),
        (MARTY, card("M. Chen", "marty@example.com", more="TITLE:CEO"), "changed", "same-email"),
        (MARTY, card("marty@example.com", "marty@example.com"), "same", "nothing-new"),
        (MARTY, card("Anna Chen", "marty@example.com"), "doubt", "same-email"),
        (MARTY, card("Bo Lind", "", "+14155550100"), "doubt", "same-phone"),
        (MARTY, card("Marty Chen", "", "", "Acme", more="TITLE:CEO"), "changed", "same-name"),
        (MARTY, card("Marty Chen", "other@example.com", "", "Acme"), "changed", "same-name"),
        (MARTY, card("Marty Chen", "", "", "Elsewhere"), "doubt", "same-name"),
        (MARTY, card("Marty Chen", "other@example.com"), "doubt", "same-name"),
        (contact("Marty Chen"), card("Marty Chen", "", "", "Acme"), "changed", "same-name"),
        (contact("Márty Chen"), card("Marty Chen"), "same", "nothing-new"),
        (contact("Marty"), card("Marty", "x@example.com"), "doubt", "same-name"),
        (contact("Marty"), card("Marty"), "same", "nothing-new"),
        (MARTY, card("Martin Chan"), "new", "new"),
    ],
)
def test_verdicts(tmp_path, known, incoming, verdict, code):
    (row,) = held_against(tmp_path, [known], incoming).rows
    assert (row.verdict, row.reason.code) == (verdict, code)
    assert row.existing == ("" if verdict == "new" else "c1")
    if verdict == "changed":
        assert row.contact.id == "c1" and row.contact.name == known.name


def test_the_same_card_is_known_by_its_id_after_a_change_of_name(tmp_path):
    book, path = Shelf(), tmp_path / "file"
    path.write_text(card("Lena Voss", "lena@example.com", more="UID:1"))
    book.take(preview(path, book))
    path.write_text(card("Lena Maier", "lena@example.org", more="UID:1"))
    (row,) = preview(path, book).rows
    assert (row.verdict, row.reason.code, row.contact.name) == ("changed", "same-uid", "Lena Voss")
    assert values(row.contact, "email") == ["lena@example.com", "lena@example.org"]


def test_a_file_with_somebody_twice_makes_one_contact(tmp_path):
    rows = held_against(
        tmp_path,
        [],
        card("Marty Chen", "a@example.com")
        + card("Marty Chen", "", "+14155550100", more="BDAY:--0315")
        + card("Bo Lind")
        + card("M Chen", "a@example.com", more="NOTE:hello"),
    ).rows
    assert [(row.verdict, row.reason.code) for row in rows] == [
        ("new", "new"),
        ("same", "twice-in-file"),
        ("new", "new"),
        ("same", "twice-in-file"),
    ]
    assert [each.value for each in rows[0].contact.addresses] == ["a@example.com", "+14155550100"]
    assert (rows[0].contact.note, rows[0].dates) == ("hello", (("birthday", 3, 15, None),))


def test_people_that_a_file_keeps_apart_stay_apart(tmp_path):
    book, path = Shelf(), tmp_path / "file"
    path.write_text(
        card("Anna Chen", "home@example.com")
        + card("Marty Chen", "home@example.com")
        + card("John Smith", "a@example.com")
        + card("John Smith", "b@example.com", company="Acme")
    )
    first = preview(path, book)
    assert [row.verdict for row in first.rows] == ["new"] * 4
    book.take(first)
    assert [row.verdict for row in preview(path, book).rows] == ["same"] * 4


@pytest.mark.parametrize("turned", [False, True])
def test_who_is_in_doubt_is_so_wherever_in_the_file_the_contact_itself_stands(tmp_path, turned):
    cards = [card("Marty Chen", "marty@example.com"), card("Anna Chen", "marty@example.com")]
    rows = held_against(tmp_path, [MARTY], "".join(reversed(cards) if turned else cards)).rows
    assert {row.contact.name: row.verdict for row in rows} == {"Marty Chen": "same", "Anna Chen": "doubt"}


def test_a_birthday_that_the_book_lacks_is_a_change(tmp_path):
    text = card("Marty Chen", "marty@example.com", more="BDAY:1980-03-15")
    (row,) = held_against(tmp_path, [MARTY], text).rows
    assert (row.verdict, row.reason.values["brings"]) == ("changed", "birthday")


def test_merging_overwrites_nothing():
    mine = contact("Marty Chen", "marty@example.com", company="Acme", note="mine", tags=("Golf",), temperature="hot")
    theirs = contact(
        "Martin Chen",
        "MARTY@example.com",
        "+14155550100",
        company="Other",
        title="CEO",
        note="theirs",
        tags=("golf", "expo"),
        temperature="cold",
        given="Martin",
        country="US",
    )
    both = exchange.merge(mine, theirs)
    assert (both.name, both.company, both.title, both.temperature) == ("Marty Chen", "Acme", "", "hot")
    assert (both.given, both.country, both.tags, both.note) == ("Martin", "US", ("Golf", "expo"), "mine\n\ntheirs")
    assert [each.value for each in both.addresses] == ["marty@example.com", "+14155550100"]


def test_what_the_user_prefers_stays_preferred():
    mine = replace(MARTY, addresses=(Address("email", "a@example.com"), Address("phone", "+14155550100", bounced=True)))
    theirs = replace(
        MARTY, addresses=(Address("email", "b@example.com", preferred=True), Address("web", "x", preferred=True))
    )
    assert [(each.value, each.preferred) for each in exchange.merge(mine, theirs).addresses] == [
        ("a@example.com", False),
        ("+14155550100", False),
        ("b@example.com", False),
        ("x", True),
    ]


WORDS = st.sampled_from(["", "Ana", "ana", "Bo Lind", "Acme", "x"])
CONTACTS = st.builds(
    Contact,
    id=st.just(""),
    name=st.sampled_from(["Ana Duarte", "Bo Lind", "Ana"]),
    given=WORDS,
    company=WORDS,
    title=WORDS,
    note=WORDS,
    country=WORDS,
    standing=WORDS,
    closed_reason=WORDS,
    referrer_name=WORDS,
    tags=st.lists(WORDS, max_size=3).map(tuple),
    slower=st.sampled_from([1.0, 2.0]),
    addresses=st.lists(
        st.builds(
            Address,
            channel=st.sampled_from(["email", "phone", "web", "post"]),
            value=st.sampled_from(["a@b.c", "A@B.C", "+1", "http://x", "x/"]),
            label=WORDS,
            preferred=st.booleans(),
        ),
        max_size=4,
    ).map(tuple),
)


@settings(deadline=None, max_examples=60)
@given(CONTACTS, CONTACTS)
def test_merging_twice_is_merging_once_and_keeps_all_addresses(mine, theirs):
    once = exchange.merge(mine, theirs)
    assert exchange.merge(once, theirs) == once
    assert exchange.merge(mine, mine) == mine
    assert once.addresses[: len(mine.addresses)] == tuple(
        replace(each, label=new.label) for each, new in zip(mine.addresses, once.addresses, strict=False)
    )
    for name in ("name", "given", "company", "title", "country", "referrer_name"):
        assert getattr(once, name) == getattr(mine, name) or not getattr(mine, name)


NAMES = st.sampled_from(["Ana Duarte", "Bo Lind", "Ana", "A. Duarte", "Ana Lind", "bo@example.com"])
RECORDS = st.lists(
    st.builds(
        card,
        NAMES,
        st.sampled_from(["", "a@example.com", "b@example.com"]),
        st.sampled_from(["", "+14155550100", "+14155550101"]),
        st.sampled_from(["", "Acme", "Other"]),
        st.sampled_from(["", "UID:1", "UID:2", "BDAY:1980-03-15", "TITLE:x", "NOTE:y"]),
    ),
    max_size=7,
)


@settings(deadline=None, max_examples=150)
@given(first=RECORDS, second=RECORDS)
@example(
    first=[card("Ana Duarte"), card("Ana Duarte", "b@example.com"), card("Ana", "", "+14155550100")],
    second=[
        card("Ana Duarte", "a@example.com"),
        card("Ana Duarte"),
        card("Bo Lind", "", "+14155550100"),
        card("Ana Duarte", "a@example.com", "+14155550100"),
    ],
)
@example(
    first=[card("Ana Duarte", "a@example.com", "+14155550101", more="UID:2")],
    second=[
        card("A. Duarte", "b@example.com"),
        card("A. Duarte", "b@example.com", more="UID:2"),
        card("Bo Lind", "a@example.com"),
        card("bo@example.com", "b@example.com", "+14155550101"),
    ],
)
@example(
    first=[card("A. Duarte", "", "+14155550100", more="UID:1")],
    second=[
        card("A. Duarte", "", "+14155550101"),
        card("Bo Lind", "", "+14155550100"),
        card("bo@example.com", "", "+14155550101", more="UID:1"),
    ],
)
@example(
    first=[],
    second=[
        card("A. Duarte", "a@example.com"),
        card("bo@example.com", "a@example.com", more="UID:1"),
        card("Ana", more="UID:1"),
        card("Bo Lind", "a@example.com"),
    ],
)
def test_a_second_import_adds_nobody(tmp_path_factory, first, second):
    path = tmp_path_factory.getbasetemp() / "again.vcf"
    book = Shelf()
    for records in (first, second):
        if records:
            path.write_text("".join(records))
            book.take(preview(path, book))
            before = dict(book.contacts)
            again = preview(path, book)
            assert {row.verdict for row in again.rows} <= {"same", "changed", "doubt"}
            book.take(again)
            assert before.keys() == book.contacts.keys()
