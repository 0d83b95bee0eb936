"""The templates that ship, through the draft check: filled they pass, open they are caught."""

import datetime as dt

import pytest

from store.model import Address, Contact, Dossier, Moment, Permission, Planned, Promise, Touch
from store.rules.draft_check import check
from store.rules.practice import Sender
from store.rules.templates import fill, open_gaps
from store.templates import load

NOW = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)
ZONE = "America/Los_Angeles"
SENDER = Sender("Sam Field", "sam@example.com", "415 555 0101", "Field Consulting", "Sam Field\nField Consulting",
                "https://example.com/book")
MORE = {"referrer": "Pat Weber", "referred": "Jo Hart", "shelf_title": "Ten questions before you sign", "shelf_link": "https://example.com/ten"}
KNOWN = Dossier(
    Contact("c", "Marty Chen", given="Marty", company="Northline", need="a site review", interests=("golf",), country="US", zone=ZONE,
            addresses=(Address("phone", "+14155550100"),),
            permissions=tuple(Permission(each, "granted") for each in ("text", "email", "call", "social"))),
    (Touch("i", ("c",), "email", "in", Moment(NOW - dt.timedelta(days=1)), NOW, subject="Site review"),
     Touch("m", ("c",), "meeting", "out", Moment(NOW - dt.timedelta(hours=1)), NOW, event="the Chamber")),
    promises=(Promise("p", "c", "email", Planned(dt.date(2026, 11, 25)), "the price note"),
              Promise("q", "c", "call", Planned(dt.date(2026, 11, 26), dt.time(10)), next_step=True)))
UNKNOWN = Dossier(Contact("x", "x@example.com"))
TEMPLATES = [each for each in load()[0] if each.language in ("en", "")]
SENDERS_OWN = {"first_name", "name", "my_name", "my_first_name", "my_company", "my_phone", "booking_link", "signature", "day_met",
               "day_talked", "day_asked"}


def named(template):
    return template.name


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_filled_template_passes_but_for_what_is_still_to_be_written(template):
    for kind in template.kinds:
        filled = fill(template, KNOWN, SENDER, None, NOW, ZONE, kind, MORE)
        found = check(filled.body, subject=filled.subject, kind=kind, dossier=KNOWN, sender=SENDER, now=NOW)
        left = {each.rule for each in found if each.rule != "unfilled"}
        assert left <= (set() if set(filled.facts) - SENDERS_OWN else {"generic"})
        assert [each.text for each in found if each.rule == "unfilled"] == [
            f"‹{gap}›" for words in (filled.subject, filled.body) for gap in open_gaps(words)]


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_without_any_fact_every_open_gap_is_caught(template):
    filled = fill(template, UNKNOWN, Sender(), None, NOW, ZONE, template.kinds[0], {})
    found = [each.text for each in check(filled.body, subject=filled.subject, kind=template.kinds[0]) if each.rule == "unfilled"]
    for gap in open_gaps(f"{filled.subject}\n{filled.body}"):
        assert f"‹{gap}›" in found
    for each in found:
        assert each[0] in "‹("


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_template_that_was_never_filled_is_caught(template):
    found = [each.text for each in check(template.body, subject=template.subject, kind=template.kinds[0]) if each.rule == "unfilled"]
    if "$" in template.body + template.subject:
        assert found
