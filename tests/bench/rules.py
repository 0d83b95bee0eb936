"""The rules alone, from a loaded book: the whole queue and all agendas beside json-loading the same book; one contact."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from store.book.reading import every_dossier
from store.model import Moment, Touch
from store.records import replace
from store.rules import queue
from store.rules.agenda import agenda
from tests.bench import generator

ROUNDS = 7
CHANGED = 500


def measure(folder: Path, rounds: int, large: int) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) for the agendas and the queue of `large` contacts with ten touches each."""
    book = generator.build(folder / "rules", large)
    try:
        book.queue("everyone")
        kept = _median(lambda: book.queue("everyone"), min(rounds, ROUNDS))
        dossiers = list(every_dossier(book.database))
        practice, now = book.practice, generator.NOW
        text = json.dumps([dict(each) for table in ("contacts", "touches", "plans") for each in book.database.table(table)])
    finally:
        book.close()

    def whole() -> queue.Queue:
        return queue.queue([(each.contact, agenda(each, practice, now)) for each in dossiers], practice, now)

    def of_now() -> queue.Queue:
        return queue.queue_of(dossiers, practice, now)

    if whole() != of_now():
        raise AssertionError("the queue of now is not the queue of all agendas")
    loading = _median(lambda: json.loads(text), min(rounds, ROUNDS))
    computing = _median(of_now, min(rounds, ROUNDS))
    everything = _median(whole, min(rounds, ROUNDS))
    yield (f"the whole queue, {len(dossiers):,} contacts, beside json.loads of the same book ({len(text) / 1e6:.0f} MB)",
           f"{computing / loading:.2f}x ({computing * 1000:.0f} ms, json.loads {loading * 1000:.0f} ms)")
    yield (f"the same with everything that will ever be due, all {len(dossiers):,} agendas",
           f"{everything / loading:.2f}x ({everything * 1000:.0f} ms)")
    yield (f"the whole queue of the same book, open, from its index of who is due: all {len(dossiers):,} rows",
           f"{kept / loading:.2f}x ({kept * 1000:.0f} ms)")
    changed = [replace(each, touches=(*each.touches, _touch(each.contact.id, number)))
               for number, each in enumerate(dossiers[:CHANGED])]
    taken = []
    for each in changed:
        start = time.perf_counter()
        agenda(each, practice, now)
        taken.append(time.perf_counter() - start)
    yield (f"one changed contact computed anew, {len(taken)} of them",
           f"median {statistics.median(taken) * 1e6:.0f} µs, slowest {max(taken) * 1e6:.0f} µs")


def _touch(contact: str, number: int) -> Touch:
    """Return a call nobody took, just now."""
    return Touch(id=f"z{number}", contacts=(contact,), kind="call", direction="out", happened=Moment(generator.NOW),
                 recorded=generator.NOW, outcome="no-answer")


def _median(work: Callable[[], object], rounds: int) -> float:
    """Return the median seconds of some runs, by the processor's clock."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)
