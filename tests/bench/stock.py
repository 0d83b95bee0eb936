"""The same work beside TinyDB as shipped: one touch more, and the touches of one contact, in a book of 100,000 touches."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from store import documents
from store.disk import open_database
from tests.bench import generator


def measure(folder: Path, rounds: int, large: int) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) for an insert and a look-up, ours and stock, at 100 and at ten times `large` touches."""

    for contacts in (10, large):
        yield from _at(folder, rounds, contacts)


def _at(folder: Path, rounds: int, contacts: int) -> Iterator[tuple[str, str]]:
    """Yield the figures at one size."""
    from tinydb import TinyDB, where

    home = folder / f"stock-{contacts}"
    book = generator.build(home, contacts)
    tables = {name: [dict(each) for each in book.database.table(name).all()] for name in documents.TABLES}
    somebody = book.everyone()[0].id
    book.close()
    plain = {name: {str(place): row for place, row in enumerate(rows, 1)} for name, rows in tables.items() if rows}
    stock_file = folder / f"stock-{contacts}.json"
    stock_file.write_text(json.dumps(plain))
    touch = {**tables["touches"][0], "note": "one more"}
    touch.pop("id")
    count = len(tables["touches"])
    del tables, plain
    ours = open_database(str(home / "book"), keys_of=documents.keys_of, schema=1)
    stock = TinyDB(stock_file)
    few = 3 if contacts > 1000 else rounds
    yield (f"one durable touch, {count:,} touches there, ours", _median(
        lambda: ours.table("touches").insert(dict(touch)), rounds * 5))
    yield (f"one touch, {count:,} touches there, TinyDB as shipped", _median(
        lambda: stock.table("touches", cache_size=0).insert(dict(touch)), few))
    yield (f"the touches of one contact, {count:,} touches there, ours", _median(
        lambda: ours.table("touches").with_key(f"contact:{somebody}"), rounds))
    yield (f"the touches of one contact, {count:,} touches there, TinyDB as shipped", _median(
        lambda: stock.table("touches", cache_size=0).search(where("contacts").any([somebody])), few))
    ours.close()
    stock.close()


def _median(act: Callable[[], object], rounds: int) -> str:
    """Return the median time of some runs in milliseconds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return f"{statistics.median(taken) * 1000:.3g} ms"
