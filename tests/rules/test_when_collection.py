"""Several hundred phrases and what they mean, and many more lines that hold no date: false dates are as bad as misses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.rules.when import find_when

ZONE = "America/Los_Angeles"
REFERENCE = dt.datetime(2026, 11, 24, 9, 12, tzinfo=ZoneInfo(ZONE))
"A Tuesday."


def lines_of(name: str) -> list[str]:
    """Return the lines of a file beside this one, its first one left out."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("line", lines_of("phrases_with_date.txt"))
def test_a_phrase_means_what_the_collection_says(line: str) -> None:
    """The whole phrase is taken, and means that day or time."""
    phrase, meant = line.split("\t")
    found = find_when(phrase, REFERENCE, zone=ZONE)
    assert found is not None and not found.rest
    plan = found.planned
    shown = " ".join(filter(None, (plan.on.isoformat(), f"{plan.time:%H:%M}" if plan.time else "", plan.zone or "")))
    assert shown == meant


def test_lines_without_a_date_hold_none() -> None:
    """Every line of the collection, as it stands and inside a sentence of its own."""
    lines = lines_of("lines_without_date.txt")
    assert len(lines) > 700
    seen = {line: find_when(line, REFERENCE, zone=ZONE) for line in lines}
    assert {line: line[found.start: found.end] for line, found in seen.items() if found} == {}
