"""The first painted queue, key to repaint, and memory, through a real pty."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from store.book import Book
from store.settings import home_under
from tests.bench import generator, inside
from tests.bench.timing import Terminal, command, environment, interpreter, percentile

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("READYMARK")
Empty().run()
"""
LIVE = "│".encode()
"The line beside the person, which only the inbox itself draws."


def measure(folder: Path, rounds: int, large: int) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) for a book of `large` contacts of whom all are due, and for one of whom few are."""
    for label, all_due in (("all due", True), ("as usual", False)):
        home = folder / f"screen-{all_due}"
        book = generator.build(home, large, all_due=all_due)
        rows = book.queue().rows
        names = [row.name for row in rows[:60]]
        book.close()
        variables = environment(str(home))
        empty = [_first_paint([interpreter(), "-c", EMPTY], variables, b"READYMARK")[0] for _ in range(rounds)]
        painted = [_first_paint([command()], variables, _mark(names[0])) for _ in range(rounds)]
        alive = [_first_paint([command()], variables, LIVE) for _ in range(rounds)]
        times, base = [each[0] for each in painted], statistics.median(empty)
        yield (f"first painted queue, {large:,} contacts, {label} ({len(rows):,} rows), beside an empty Textual app",
               f"{statistics.median(times) / base:.2f}x ({statistics.median(times) * 1000:.0f} ms, empty {base * 1000:.0f} ms)")
        live = statistics.median(each[0] for each in alive)
        yield (f"the whole inbox with the person, {label}, beside an empty Textual app",
               f"{live / base:.2f}x ({live * 1000:.0f} ms)")
        yield (f"most memory at the first paint, {label}", f"{max(each[1] for each in alive):.0f} MB")
        repaints, memory = _repaints(variables, names)
        yield (f"key to repaint, {label}, {len(repaints)} keys",
               f"p50 {statistics.median(repaints) * 1000:.1f} ms, p95 {percentile(repaints, 0.95) * 1000:.1f} ms")
        yield (f"most memory after walking the queue, {label}", f"{memory:.0f} MB")
        yield from inside.measure(Book.open(home_under(str(home)), now=lambda: generator.NOW), label)


def _mark(name: str) -> bytes:
    """Return as much of a name as is seen of it in a row, however narrow its column."""
    return name[:14].rstrip().encode()


def _first_paint(arguments: list[str], variables: dict[str, str], mark: bytes) -> tuple[float, float]:
    """Return seconds from the start of a program to a mark on its screen, and its memory then, in megabytes."""
    terminal = Terminal(arguments, variables)
    try:
        at = terminal.wait_for(mark)
        return at - terminal.started, terminal.memory()
    finally:
        terminal.end()


def _repaints(variables: dict[str, str], names: list[str]) -> tuple[list[float], float]:
    """Return the seconds from each of many `j` to the next name on the screen, and the memory at the end."""
    terminal = Terminal([command()], variables)
    try:
        terminal.wait_for(_mark(names[0]))
        terminal.drain(1.0)
        taken = []
        for name in names[1:30]:
            at = terminal.type(b"j")
            taken.append(terminal.wait_for(_mark(name)) - at)
            terminal.drain()
        return taken, terminal.memory()
    finally:
        terminal.end()
