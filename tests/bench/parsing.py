"""Lines a second: understood, dated, and stored from standard input in one process; and a line with and without a phone."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from store.rules import quick_log
from store.rules.practice import Practice
from store.rules.when import find_when
from tests.bench import generator
from tests.bench.timing import command, environment, interpreter, medians

MANY = 1_000
FULL = ["log", "met Zelda Fitzgibbon @Acme zelda@example.com #expo hot fast ok:text,call no:email via:\"Pat Weber\" "
               "20m ago next: call fri 10am // son plays golf"]
PHONE = ["log", FULL[1].replace("#expo", "212 555 0142 #expo")]


def lines(count: int, seed: int = 11) -> list[str]:
    """Return made-up lines of every style, the same for the same seed."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        person = generator.person(chance, number, generator.NOW)
        phone = f"+1 212 555 {chance.randrange(100, 199):04d}"
        found.append(chance.choice((
            f"met {person.name} @{person.company} {phone} hot #expo // son plays golf",
            f"called {person.name} yesterday 4pm next: mail friday the price note",
            f"{person.name} <{person.address('email').value}> @\"{person.company}\"",
            f"emailed {person.name} 20m ago about the review in the spring",
            f"met {person.name} at:\"Port forum\" warm slow ok:text",
        )))
    return found


def measure(folder: Path, rounds: int, large: int) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) for parsing alone, for `onward log -` on a book of `large` contacts, and for single lines."""
    texts = lines(MANY)
    practice = Practice(zone="UTC", country="US")
    yield ("lines understood a second, one process, nothing looked up", _rate(
        rounds, lambda: [quick_log.parse(text, generator.NOW, practice) for text in texts]))
    yield ("dates found a second in the same lines", _rate(
        rounds, lambda: [find_when(text, generator.NOW, zone="UTC") for text in texts]))
    home = folder / "book-parsing"
    generator.build(home, large, touches_each=1).close()
    variables = environment(str(home))
    single = medians({
        "bare": ([interpreter(), "-c", "pass"], dict(os.environ)),
        f"onward log, everything but a phone in the line, {large:,} contacts":
            ([command(), "log", "--new", *FULL[1:]], variables),
        f"onward log, with a phone, {large:,} contacts": ([command(), "log", "--new", *PHONE[1:]], variables),
    }, rounds)
    bare = single.pop("bare")
    for what, seconds in single.items():
        yield (what, f"{seconds / bare:.2f}x ({seconds * 1000:.0f} ms)")
    for words, what in ((["log", "--dry-run", "--json", "-"], "shown"), (["log", "--new", "-"], "stored")):
        start = time.perf_counter()
        done = subprocess.run([command(), *words], env=dict(variables), input="\n".join(texts) + "\n", text=True,
                              capture_output=True, check=False)
        taken = time.perf_counter() - start
        if done.returncode not in (0, 4):
            raise RuntimeError(done.stderr)
        yield (f"onward {' '.join(words)}: {MANY:,} lines {what}, {large:,} contacts", f"{MANY / taken:,.0f} lines a second")


def _rate(rounds: int, work: object) -> str:
    """Return lines a second, the median of some rounds."""
    taken = []
    for _ in range(min(rounds, 9)):
        start = time.perf_counter()
        work()  # type: ignore[operator]
        taken.append(time.perf_counter() - start)
    return f"{MANY / statistics.median(taken):,.0f}"
