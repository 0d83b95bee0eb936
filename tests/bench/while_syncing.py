"""How long a key takes to be painted while a sync goes on in a process of its own, beside an inbox at rest.

`typed` is a letter in the line of the quick log, `moved` a step of the cursor; both from the event of the key to the end of its
first paint, as wall time and as the processor time of the app's own thread, since other work on the machine stretches the first.
"""

from __future__ import annotations

import asyncio
import os
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from store.book import Book
from store.settings import home_under
from tests.bench import generator
from tests.bench.inside import _typed, watched
from tests.bench.timing import environment, percentile

LETTERS = tuple("met pat weber at acme hot who wants a review of the lease")
MOVES = ("j",) * 40
STARTS = 300.0
"Seconds in which a sync must have begun to read."


def measure(folder: Path, step: str, label: str) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) for the book of a home whose sync tells of a step (such as `Reading`)."""
    with mock.patch.dict(os.environ, environment(str(folder))):
        book = Book.open(home_under(str(folder)), now=lambda: generator.NOW)
        found = asyncio.run(_run(book, step))
    load = f"load {os.getloadavg()[0]:.1f}"
    for what, times in found.items():
        for name, values in (("wall", [wall for wall, _ in times]), ("processor", [used for _, used in times])):
            yield (f"{label}: key {what}, {name}, {len(values)} keys",
                   f"p50 {statistics.median(values) * 1000:.1f} ms, p95 {percentile(values, 0.95) * 1000:.1f} ms ({load})")


async def _run(book: Book, step: str) -> dict[str, list[tuple[float, float]]]:
    """Return (wall, processor) seconds by what was done."""
    from tui.app import OnwardApp

    app = OnwardApp(book)
    paints: list[tuple[float, float]] = []
    watched(app, paints)
    found = {}
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause(2.0)
        inbox: Any = app.screen
        await pilot.press("6")
        found["moved, at rest"] = (await _typed(app, MOVES, paints))[0]
        await pilot.press("a")
        found["typed, at rest"] = (await _typed(app, LETTERS, paints))[0]
        await pilot.press("escape", "f5")
        async with asyncio.timeout(STARTS):
            while step not in inbox.doing:
                await asyncio.sleep(0.02)
        await pilot.press("g", "g")
        found["moved, while it syncs"] = (await _typed(app, MOVES, paints))[0]
        await pilot.press("a")
        found["typed, while it syncs"] = (await _typed(app, LETTERS, paints))[0]
        assert inbox.run_now is not None, "it was over before the keys were"
    return found
