"""Tables going out: no cell is a formula, every field comes back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outgoing_people import ID, STEADY, days, differing, in_order, outgoing, plain, read_back

from store.exchange import csv_own, google_writing
from store.exchange.csv_cells import armed, disarmed, disarmed_but_numbers
from store.exchange.outgoing import Outgoing
from store.model import Address, Contact, SpecialDate

DANGEROUS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def values(contact: Contact) -> set[str]:
    return {each.value for each in contact.addresses if each.channel == "email" or each.value.startswith("+")}


@STEADY
@given(people=st.lists(outgoing(), min_size=1, max_size=3), mark=st.booleans())
def test_our_own_table_loses_no_field(folder, people, mark):
    data = b"".join(csv_own.write(people, mark))
    assert data.startswith(b"\xef\xbb\xbf") == mark
    for row in cells(data):
        assert not [each for each in row if each[:1] in DANGEROUS and each]
    for found, person in zip(read_back(folder / "own.csv", data), people, strict=True):
        assert differing(in_order(found.contact), in_order(person.contact)) == {}
        assert set(found.dates) == days(person)
        assert found.more.get("cadence", "") == person.cadence
        assert found.more.get("anchor") == (person.anchor if person.cadence else None)
        assert found.more.get("next_step") == person.next_step
        kept = [each for original in person.originals for each in original.properties]
        assert plain(found.original["properties"]) == plain(kept)


@STEADY
@given(people=st.lists(outgoing(), min_size=1, max_size=3))
def test_googles_form_keeps_what_it_has_columns_for(folder, people):
    data = b"".join(google_writing.write(people))
    for row in cells(data):
        for each in row:
            assert each[:1] not in DANGEROUS or not each or disarmed_but_numbers(each) == each
    for found, person in zip(read_back(folder / "google.csv", data), people, strict=True):
        assert values(person.contact) <= values(found.contact)
        assert found.contact.company == person.contact.company
        assert found.contact.note == person.contact.note
        assert {each[:3] for each in found.dates} == {each[:3] for each in days(person)}


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "'=1", "''+1", "+14155550100", "-1", "@x", "\t=1", "'", "'a", "plain", ""])
def test_disarming_is_taken_back_exactly(text):
    cell = disarmed(text)
    assert armed(cell) == text
    assert not cell or cell[0] not in DANGEROUS


def test_numbers_for_phones_are_left_alone_and_sums_with_words_are_not():
    assert disarmed_but_numbers("+14155550100 x12") == "+14155550100 x12"
    assert disarmed_but_numbers("+1+cmd|'x'") == "'+1+cmd|'x'"
    assert disarmed_but_numbers("-2+3") == "'-2+3"


def test_a_table_that_a_spreadsheet_wrote_again_is_understood(folder):
    person = Outgoing(Contact(ID, "Ann Berg", given="Ann", family="Berg", addresses=(Address("phone", "+14155550100"),)),
                      (SpecialDate("", ID, "birthday", 3, 15, 1980),))
    rows = cells(b"".join(csv_own.write([person])))
    place = rows[0].index("Birthday")
    rows[1][place] = "3/15/1980"
    rows[1][rows[0].index("Phone 1 - Value")] = "(415) 555-0199"
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerows(rows)
    found, = read_back(folder / "again.csv", buffer.getvalue().encode())
    assert found.dates == (("birthday", 3, 15, 1980),)
    assert found.contact.addresses == (Address("phone", "+14155550199", "(415) 555-0199"),)
