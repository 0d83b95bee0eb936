"""Two machines and a real Radicale: a book of 100,000 touches written, read on the other machine, then nothing, then ten."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from store.book import Book
from store.settings import home_under
from tests.bench import generator
from tests.real.dav_servers import Radicale
from tests.real.two_machines import sync


def measure(folder: Path, rounds: int, large: int) -> Iterator[tuple[str, str]]:
    """Yield (what, figure); the memory of a small book stands beside that of the large one."""
    small = yield from _runs(folder / "machines-small", large // 10)
    much = yield from _runs(folder / "machines-large", large)
    for what, one, other in zip(("writing", "reading"), much, small, strict=True):
        yield f"two machines: most memory of {what} everything, beside a tenth of it", f"{one / other:.2f}x ({one:.0f} MB)"


def _runs(folder: Path, people: int) -> Iterator[tuple[str, str]]:
    """Yield the figures of one size; return the most memory of writing and of reading everything, in megabytes."""
    book = generator.build(folder / "a", people)
    touches = len(book.database.table("touches"))
    book.close()
    (folder / "b").mkdir()
    server = Radicale()
    of = f"two machines, {people:,} people, {touches:,} touches"
    try:
        memory = []
        for what, name in (("the first writes everything", "a"), ("the second reads everything", "b")):
            counts, seconds, held = _apart(lambda name=name: _sync(folder / name, server))
            memory.append(held)
            yield f"{of}: {what}", _figure(counts, seconds, held)
        nothing = [_apart(lambda: _sync(folder / "a", server)) for _ in range(5)]
        yield f"{of}: nothing new", _figure(nothing[-1][0], statistics.median(each[1] for each in nothing), nothing[-1][2])
        yield f"{of}: ten changes written", _figure(*_apart(lambda: _sync(folder / "a", server, changes=10)))
        yield f"{of}: ten changes read", _figure(*_apart(lambda: _sync(folder / "b", server)))
        return memory
    finally:
        server.stop()


def _figure(counts: dict[str, int], seconds: float, held: float) -> str:
    return (f"{seconds:.2f} s, {counts['requests']} requests, {counts.get('journals-out', 0):,} records out, "
            f"{counts.get('journals-in', 0):,} in, {held:.0f} MB of memory")


def _sync(folder: Path, server: Radicale, changes: int = 0) -> dict[str, int]:
    """Sync the book in a folder, after some changes; return the counts."""
    book = Book.open(home_under(str(folder)), now=lambda: generator.NOW)
    for line in book.everyone()[:changes]:
        book.log_touch(line.id, "call", note="wants a review")
    started = time.perf_counter()
    tally = sync(book, server)
    taken = time.perf_counter() - started
    book.close()
    return {**tally.counts, "requests": tally.values["requests"], "milliseconds": round(taken * 1000)}


def _apart(do: Callable[[], dict[str, int]]) -> tuple[dict[str, int], float, float]:
    """Do something in a process of its own; return its counts, its seconds, and the most memory it held, in megabytes."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, json.dumps(do()).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as said:
        counts = json.loads(said.read() or "{}")
    _, status, used = os.wait4(child, 0)
    assert status == 0 and counts, "the run failed; what it said stands above"
    return counts, counts["milliseconds"] / 1000, used.ru_maxrss / 1024
