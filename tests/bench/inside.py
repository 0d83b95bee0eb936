"""Key to repaint measured inside the app: from the key event to the end of the paint, beside the figures of the pty.

`first` is the first paint after a key (the row under the cursor), `last` the last one (the person beside it). Both are given
as wall time and as the processor time of the app's own thread, since a machine with other work on it stretches the first.
"""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from typing import Any

from tests.bench.timing import percentile

SETTLED = 0.12
"Seconds after a key in which everything it causes is painted."
MOVES, LETTERS = ("j",) * 60, ("slash", *"chenba")


def measure(book: Any, label: str) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) for moving, filtering and resizing on an open book; closes it."""
    found = asyncio.run(_run(book))
    load = f"load {os.getloadavg()[0]:.1f}"
    for what, times in found.items():
        for name, values in (("wall", [wall for wall, _ in times]), ("processor", [used for _, used in times])):
            yield (f"{what}, inside the app, {label}, {name}",
                   f"p50 {statistics.median(values) * 1000:.1f} ms, p95 {percentile(values, 0.95) * 1000:.1f} ms ({load})")


async def _run(book: Any) -> dict[str, list[tuple[float, float]]]:
    """Return (wall, processor) seconds by what was done."""
    from tui.__main__ import COLLECT_AFTER
    from tui.app import OnwardApp

    gc.set_threshold(COLLECT_AFTER, 20, 20)  # as the installed command does
    app = OnwardApp(book)
    paints: list[tuple[float, float]] = []
    watched(app, paints)
    found: dict[str, list[tuple[float, float]]] = {}
    async with app.run_test(size=(200, 50)) as pilot:
        await pilot.pause(1.0)
        first, last = await _typed(app, MOVES, paints)
        found = {"key to the row": first, "key to the person": last}
        await pilot.press("g")
        await pilot.press(LETTERS[0])
        found["letter of a filter to its rows"] = (await _typed(app, LETTERS[1:], paints, _new_rows(app)))[0]
        await pilot.press("escape")
        sizes = []
        for columns in (120, 80, 40, 200) * 3:
            paints.clear()
            at, used = time.perf_counter(), time.thread_time()
            await pilot.resize_terminal(columns, 40)
            await asyncio.sleep(SETTLED)
            if paints:
                sizes.append((paints[-1][0] - at, paints[-1][1] - used))
        found["another size of the window"] = sizes
    return found


def watched(app: Any, paints: list[tuple[float, float]]) -> None:
    """Have an app note in `paints` when each paint of its screen is done, as (wall, processor) instants."""
    shown = app._display

    def display(screen: Any, renderable: Any) -> None:
        shown(screen, renderable)
        if renderable is not None:
            if hasattr(renderable, "render_segments"):
                renderable.render_segments(app.console)
            paints.append((time.perf_counter(), time.thread_time()))

    app._display = display


def _new_rows(app: Any) -> list[float]:
    """Return a list to which an instant is added whenever the inbox puts other rows into its queue."""
    instants: list[float] = []
    listing = app.screen.listing
    show = listing.show

    def noted(*given: Any) -> None:
        show(*given)
        instants.append(time.perf_counter())

    listing.show = noted
    return instants


async def _typed(app: Any, keys: Sequence[str], paints: list[tuple[float, float]],
                 rows: list[float] | None = None) -> tuple[list[Any], list[Any]]:
    """Return (wall, processor) seconds from each key to the first and to the last paint after it.

    With the instants of `_new_rows`, paints before other rows are there (that of the letter in its line) do not count.
    """
    from textual import events

    first, last = [], []
    for key in keys:
        paints.clear()
        at, used = time.perf_counter(), time.thread_time()
        app.post_message(events.Key(key, key if len(key) == 1 else None))
        await asyncio.sleep(SETTLED)
        since = next((each for each in rows or () if each > at), at)
        paints[:] = [each for each in paints if each[0] > since]
        if paints:
            first.append((paints[0][0] - at, paints[0][1] - used))
            last.append((paints[-1][0] - at, paints[-1][1] - used))
    return first, last
