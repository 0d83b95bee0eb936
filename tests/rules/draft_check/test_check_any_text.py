"""Any text: nothing raises, everything has its place, and the work grows with the text and no faster."""

import sys

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from store.model import KINDS
from store.rules.draft_check import RULES, check
from store.segments import segments

PIECES = ("Hi Anna,", "\n", "\n\n", "> quoted", "On Monday Ann wrote:", "[Name]", "{", "$a", "just checking in", "only today", "we offer ",
          "I ", "you ", "?", "!", "...", "best", "Best,\nSam", "https://example.com/a?b=c", "\U0001f600", "\u202e", "\x1b[31m", "\ud800",
          "Subject: x\n", "To: Ann\n", "attached ", "XXX", "___", "12", "\u2039a\u203a", "'", "\u2019", "-- \n", "From: a\nSent: b\n")
HOSTILE = (".", "a ", "[", "\n", "Hi Anna, ", "<a", "{", "x@", "'", "A", "word. ", "On x ", "1.", '"a', "just checking ", "X", "%a", "$a_", "\u00aba",
           "(a", "https://", "- ", "\n- a", "From: a\n", " ", "thanks, A", "_", "?", "in on order ", "i need to know ", "\u2039", "dear ")


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=40), st.sampled_from(("", *KINDS)),
       st.sampled_from(("", "visibility", "credibility")))
def test_nothing_raises_and_everything_has_its_place(pieces, kind, stage):
    text = "".join(pieces)
    order = []
    for each in check(text, kind=kind, stage=stage):
        assert each.rule in RULES
        assert each.part == "body" or not text.startswith("Subject")
        if each.part == "body":
            assert 0 <= each.start <= each.end <= len(text)
            assert " ".join(text[each.start : each.end].split()).startswith(each.text.rstrip("\u2026"))
        order.append(RULES.index(each.rule))
    assert order == sorted(order)


@given(st.text(max_size=400))
@hypothesis_settings(max_examples=60)
def test_the_same_text_gives_the_same_flags(text):
    assert check(text, kind="email") == check(text, kind="email")


def work(text):
    """Return how many calls and lines a check takes."""
    count = 0

    def seen(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        check(text, kind="text")
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", HOSTILE)
def test_four_times_the_text_is_about_four_times_the_work(piece):
    check(piece * 5)
    small, large = (work(piece * (size // len(piece))) for size in (1_500, 6_000))
    assert large <= 4.6 * small + 3_000


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hundred_kilobytes_are_looked_at(piece):
    check(piece * (100_000 // len(piece)), kind="email", stage="visibility")


@pytest.mark.parametrize("text, count", [
    ("", 0), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2), ("ж" * 70, 1), ("ж" * 71, 2),
    ("ж" * 134, 2), ("ж" * 135, 3), ("😀" * 35, 1), ("😀" * 36, 2),
])
def test_how_many_messages_a_text_takes(text, count):
    assert segments(text)[1] == count
    assert ("too-long" in [each.rule for each in check(text, kind="text")]) is (count > 2)
