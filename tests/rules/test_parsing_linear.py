"""Parsing takes time linear in the text: calls are counted, nothing is timed."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from store.rules import quick_log
from store.rules.practice import Practice
from store.rules.when import find_when

REFERENCE = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)
PRACTICE = Practice(zone="America/Los_Angeles", country="US")
PIECES = ("12/5 x ", "in 3 ", "two ", "the ", "the the last ", "monday after ", "next ", "a week from ", "1h", "1 h 2 min ", "3-", "10:3",
          "may ", "of the month ", "first ", "5 to ", "sat ", "12.", "1/", "in the next ", "half past ", "@x.y ", "a", "Met Ann ", "|",
          "a, ", "//", "(A ", "0100 ", "é")


def calls(work: Callable[[], object]) -> int:
    """Return how many calls some work makes, those into C too."""
    count = 0

    def seen(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_four_times_the_text_is_about_four_times_the_work(piece: str) -> None:
    """Dates and whole lines, on repeats that invite looking back."""
    for work in (lambda text: find_when(text, REFERENCE, zone="UTC"),
                 lambda text: quick_log.parse("met Ann " + text, REFERENCE, PRACTICE)):
        work(piece * 3)
        small = calls(lambda work=work: work(piece * (250 // len(piece))))
        large = calls(lambda work=work: work(piece * (1_000 // len(piece))))
        assert large <= 4.6 * small + 3_000
