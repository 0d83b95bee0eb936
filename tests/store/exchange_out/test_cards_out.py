"""Cards going out: everything comes back, and every line is as the standards want it."""

from __future__ import annotations

import pytest
from hypothesis import given
from outgoing_people import ID, STEADY, days, differing, outgoing, plain, read_back

from store.exchange.vcard_writing import VERSIONS, card


@pytest.mark.parametrize("version", VERSIONS)
@STEADY
@given(person=outgoing())
def test_a_card_loses_no_field(folder, version, person):
    found, = read_back(folder / "card.vcf", card(person, version))
    assert differing(found.contact, person.contact) == {}
    assert set(found.dates) == days(person)
    assert found.more.get("cadence", "") == person.cadence
    assert found.more.get("anchor") == (person.anchor if person.cadence else None)
    assert found.more.get("next_step") == person.next_step
    assert found.original["key"].removeprefix("urn:uuid:") == (next(
        (each.key for each in person.originals if each.source == "vcard" and each.key), ID).removeprefix("urn:uuid:"))
    kept = [each for original in person.originals for each in original.properties]
    missing = [each for each in plain(kept, ("PHOTO",)) if each not in plain(found.original["properties"])]
    assert missing == []
