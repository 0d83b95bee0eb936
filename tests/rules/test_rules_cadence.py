"""Cadence files: the shipped ones are good, every fault is named with its place and line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from store.errors import DefinitionFault, NotFound
from store.model import Moment
from store.rules import agenda, cadence, spans
from store.rules.practice import Practice

GOOD = """name = "coffee"
title = "Coffee"

[[step]]
name = "hello"
kinds = ["text", "email"]
clock = "met"
then = "steady"

[[rhythm]]
name = "steady"
kinds = ["email"]
every = 30
"""


def test_the_shipped_ones_are_good_and_plain(cadences):
    assert tuple(cadences) == cadence.SHIPPED
    for name, definition in cadences.items():
        assert definition["name"] == name
        assert definition["title"]
        assert cadence.check(definition) == []
        assert json.loads(json.dumps(definition)) == definition


def test_the_shipped_ones_use_only_templates_that_ship(cadences):
    families = {"thank-you", "acknowledgement", "first-call", "call-again", "ladder-mail", "week-after", "recap",
                "next-step", "reply", "promise", "check-in", "clipping", "invitation", "gift", "card", "rescue",
                "newsletter", "end-of-plan", "tell-me-more", "cannot-help"}
    used = {entry["template"] for each in cadences.values() for section in ("step", "rhythm", "date")
            for entry in each.get(section, ()) if "template" in entry}
    assert used <= families


def test_what_starts_a_cadence_agrees_with_the_files(cadences):
    for name, definition in cadences.items():
        for verb in definition["starts"]:
            assert agenda.cadence_for(verb) == name
    assert agenda.cadence_for("called") == ""


def test_a_good_file_loads():
    assert cadence.load_text(GOOD, "coffee.toml")["step"][0]["then"] == "steady"


@pytest.mark.parametrize(("find", "put", "place", "code", "line"), [
    ('"text", "email"', '"text", "fax"', "step[1].kinds", "unknown-kind", 6),
    ('clock = "met"', 'clock = "sundial"', "step[1].clock", "unknown-clock", 7),
    ('clock = "met"', 'opens = "soon"\ndue = "1 day"', "step[1].opens", "no-span", 7),
    ('clock = "met"', 'opens = "at once"', "step[1].due", "missing", 4),
    ('then = "steady"', 'then = "nowhere"', "step[1].then", "unknown-step", 8),
    ('then = "steady"', 'then = { maybe = "steady" }', "step[1].then", "unknown-outcome", 8),
    ('then = "steady"', 'colour = "red"', "step[1].colour", "unknown-key", 8),
    ('name = "steady"', 'name = "hello"', "rhythm[1].name", "name-taken", 11),
    ("every = 30", "every = 0", "rhythm[1].every", "no-interval", 13),
    ("every = 30", "every = [9, 7]", "rhythm[1].every", "no-interval", 13),
    ("every = 30", 'every = "often"', "rhythm[1].every", "wrong-type", 13),
    ("every = 30", "every = true", "rhythm[1].every", "wrong-type", 13),
    ("every = 30", 'by = "pace"\nevery = { fast = 7 }', "rhythm[1].every.steady", "missing", 14),
    ("every = 30", "every = 30\nstretch = 0", "rhythm[1].stretch", "no-factor", 14),
    ('name = "coffee"\n', "", "name", "missing", None),
])
def test_every_fault_is_named(find, put, place, code, line):
    with pytest.raises(DefinitionFault) as caught:
        cadence.load_text(GOOD.replace(find, put), "coffee.toml")
    values = caught.value.values
    assert caught.value.code == "bad-cadence"
    assert (values["path"], values["place"], values["reason"].code, values["line"]) == (
        "coffee.toml", place, code, line)


def test_a_file_that_is_no_toml_names_the_line():
    with pytest.raises(DefinitionFault) as caught:
        cadence.load_text('name = "a"\nsteps = [\n', "a.toml")
    assert caught.value.values["reason"].code == "not-toml"
    with pytest.raises(DefinitionFault) as caught:
        cadence.load_text('name = "a"\n= 3\n', "a.toml")
    assert caught.value.values["line"] == 2


PLAIN = some.recursive(some.none() | some.booleans() | some.integers() | some.text(max_size=8),
                       lambda inner: some.lists(inner, max_size=3)
                       | some.dictionaries(some.sampled_from((*cadence._STEP, *cadence._RHYTHM, "step", "rhythm")),
                                           inner, max_size=4), max_leaves=12)


@given(some.dictionaries(some.sampled_from(("name", "title", "step", "rhythm", "date", "other")), PLAIN))
def test_checking_never_raises(definition):
    cadence.check(definition)


@pytest.mark.parametrize(("words", "parts"), [
    ("at once", (0, "minute", "last")), ("2 hours", (2, "hour", "last")), ("1 day", (1, "day", "last")),
    ("24 hours after the start", (24, "hour", "start")), ("1 business day", (1, "business day", "last")),
    ("End of the  day", (0, "end", "last")), ("10 business days before", (10, "business day", "before")),
])
def test_words_for_spans(words, parts):
    assert spans.parse(words) == parts


@pytest.mark.parametrize("words", ["", "soon", "2", "two days", "-1 days", "1e9 days", "nan days", "0.5 business days",
                                   "inf days"])
def test_words_that_are_no_span(words):
    with pytest.raises(ValueError):
        spans.parse(words)


def test_a_plan_of_an_unknown_cadence_is_refused(cadences):
    import datetime as dt

    now = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    with pytest.raises(NotFound):
        agenda.plan_for("nowhere", "c1", Moment(now), "", Practice(cadences=cadences), now, "p1")
