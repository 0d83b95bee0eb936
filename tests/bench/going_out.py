"""Contacts written as vCards, beside vobject writing the same ones; and the whole command, by form."""

from __future__ import annotations

import io
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import vobject

from store.book.going_out_people import outgoing
from store.exchange.vcard_writing import card
from tests.bench import generator
from tests.bench.timing import command, environment, interpreter, medians

FORMS = ("json", "vcard3", "csv", "ics")


def measure(folder: Path, rounds: int, large: int) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) for writing a book of `large` contacts; ratios of vobject are to ours."""
    home = folder / "book-out"
    book = generator.build(home, large, touches_each=2)
    few = max(3, rounds // 5)
    people = list(outgoing(book, [each.id for each in book.everyone()]))
    for version in ("3.0", "4.0"):
        cards = [card(each, version).decode() for each in people]
        ours = _median(lambda version=version: [card(each, version) for each in people], few)  # type: ignore[misc]
        known = [vobject.readOne(each) for each in cards]
        theirs = _median(lambda known=known: [each.serialize(io.StringIO()) for each in known], few)  # type: ignore[misc]
        yield f"{large:,} vCards {version} written from contacts in memory, ours", f"{ours:.2f} s"
        yield f"the same {version} cards serialised by vobject from its own objects", f"{theirs:.2f} s ({theirs / ours:.1f}x ours)"
    book.close()
    variables = environment(str(home))
    cases = {"bare": ([interpreter(), "-c", "pass"], dict(os.environ))}
    for form in FORMS:
        cases[form] = ([command(), "export", "--format", form, "--yes", str(folder / f"out-{form}")], variables)
    found = medians(cases, few)
    bare = found.pop("bare")
    for form, seconds in found.items():
        yield f"onward export --format {form}, {large:,} contacts, to a synced file", f"{seconds:.2f} s ({seconds / bare:.0f}x)"


def _median(act: Callable[[], object], rounds: int) -> float:
    """Return the median seconds of some runs."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
