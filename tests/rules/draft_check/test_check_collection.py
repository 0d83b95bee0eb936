"""A collection of messages, good and bad, in several voices, lengths and languages: each is judged as a person would."""

import sys
from pathlib import Path

import pytest

from store.rules.draft_check import RULES, check

sys.path.insert(0, str(Path(__file__).parent))
from collection import messages

sys.path.pop(0)
GOOD = messages("good_messages.txt")
BAD = messages("bad_messages.txt")


def titled(each):
    return each[0]


@pytest.mark.parametrize("message", GOOD, ids=titled)
def test_a_good_message_passes(message):
    _, options, _, _, text = message
    assert [(each.rule, each.text) for each in check(text, **options)] == []


@pytest.mark.parametrize("message", BAD, ids=titled)
def test_a_bad_message_gets_the_flags_it_deserves(message):
    _, options, must, may, text = message
    found = check(text, **options)
    rules = {each.rule for each in found}
    assert must <= rules
    assert rules <= must | may
    for each in found:
        part = text if each.part == "body" else ""
        assert " ".join(part[each.start : each.end].split()).startswith(each.text.rstrip("\u2026"))


def test_every_rule_that_needs_no_history_is_in_the_collection():
    found = set().union(*(must for _, _, must, _, _ in BAD))
    assert found == set(RULES) - {"no-value", "unexpected", "too-late"}


@pytest.mark.parametrize("message", GOOD, ids=titled)
def test_what_is_quoted_or_printed_below_changes_nothing(message):
    _, options, _, _, text = message
    before = [each.rule for each in check(text, **options)]
    if options.get("kind") == "text" or "wrote:" in text:
        return
    below = ("\n\nOn Mon, 2 Nov 2026 at 10:00, Max Muster <max@example.com> wrote:\n> We offer the best solution [Name]. Act now!\n"
             "> I, me, my, we, our, us, I, I, I\n")
    assert [each.rule for each in check(text + below, **options)] == before
    footer = "\n\nYou are receiving this because you signed up. Unsubscribe: https://example.com/u\n"
    assert [each.rule for each in check(text + footer, **options)] == before


@pytest.mark.parametrize("message", GOOD, ids=titled)
def test_line_ends_of_other_systems_change_nothing(message):
    _, options, _, _, text = message
    assert [each.rule for each in check(text.replace("\n", "\r\n"), **options)] == []
