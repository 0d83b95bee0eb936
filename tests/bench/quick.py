"""The quick commands beside a bare interpreter, at a small and a large book."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tests.bench import generator
from tests.bench.timing import command, environment, interpreter, medians

LINE = ["log", "met", "Zelda", "{round}", "@Acme", "hot", "//", "son", "plays", "golf"]


def measure(folder: Path, rounds: int, large: int) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) for log, due and show at 100 and at `large` contacts with ten touches each."""
    cases = {"bare": ([interpreter(), "-c", "pass"], dict(os.environ))}
    for size in (100, large):
        home = folder / f"book-{size}"
        book = generator.build(home, size)
        somebody = book.everyone()[size // 2].name
        rows = len(book.queue().rows)
        book.upkeep()  # else the day's first command has its backup made by a process beside the ones that are measured
        book.close()
        yield (f"the book of {size:,} contacts: rows due", str(rows))
        variables = environment(str(home))
        cases[f"onward --version, {size:,}"] = ([command(), "--version"], variables)
        known = [command(), "log", "called", *somebody.split()]
        cases[f"onward log (a touch with somebody known), {size:,}"] = (known, variables)
        cases[f"onward log (somebody new), {size:,}"] = ([command(), *LINE], variables)
        cases[f"onward due, {size:,}"] = ([command(), "due"], variables)
        cases[f"onward show WHO, {size:,}"] = ([command(), "show", somebody], variables)
    found = medians(cases, rounds)
    bare = found.pop("bare")
    yield ("python -c pass", f"{bare * 1000:.1f} ms")
    for what, seconds in found.items():
        yield (what, f"{seconds / bare:.2f}x ({seconds * 1000:.0f} ms)")
