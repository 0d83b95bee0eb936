"""The order of the queue: total, stable, one row a contact; splits, housekeeping, the cap."""

import datetime as dt
import random

import pytest

from store.model import Agenda, Contact, DueTouch, Move, Planned, Reason, Row, Window
from store.records import replace
from store.rules import queue
from store.rules.practice import Practice

NOW = dt.datetime(2026, 12, 1, 18, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
PRACTICE = Practice(zone="America/Los_Angeles")


def due(contact, group, opens=-1.0, goal=None, until=5.0, step="", kind="email", possible=None):
    end = NOW + until * HOUR
    start = NOW + opens * HOUR
    middle = max(start, NOW + goal * HOUR) if goal is not None else start
    end = max(end, middle)
    return DueTouch(contact=contact, step_key=f"{contact}:{step or group}", step=step or group, kind=kind, group=group,
                    window=Window(start, middle, end, end, end), why=(Reason("x"),),
                    possible_from=NOW + possible * HOUR if possible is not None else None)


def row(contact, group, temperature="", **more):
    return Row(due=due(contact, group, **more), name=contact, temperature=temperature)


EXPECTED = [
    row("owed-soon", "owed", until=1),
    row("owed-later", "owed", until=5),
    row("past-due", "running", until=-2, opens=-30),
    row("forty-minutes", "running", goal=0.7, until=24),
    row("goal-past", "running", goal=-1, opens=-2, until=6),
    row("rescue-hot", "rescue", "hot"),
    row("rescue-cold", "rescue", "cold"),
    row("birthday", "dates"),
    row("hot-late", "rhythm", "hot", opens=-50, until=-10),
    row("hot", "rhythm", "hot", opens=-1, until=50),
    row("warm", "rhythm", "warm", opens=-100, until=-90),
    row("none", "rhythm", opens=-100, until=-90),
    row("cold", "rhythm", "cold", opens=-100, until=-90),
    row("next", "housekeeping", step="next-step", kind="decide"),
    row("end", "housekeeping", step="end-of-plan", kind="decide"),
    row("snoozed", "housekeeping", step="snoozed", kind="decide"),
    row("", "housekeeping", step="without-cadence", kind="decide"),
    row("", "housekeeping", step="unfiled", kind="decide"),
    row("too-early-hot", "running", "hot", possible=1, kind="call"),
    row("too-early", "rhythm", possible=2, kind="call"),
]


def test_the_order_of_the_design():
    rows = list(EXPECTED)
    for seed in range(20):
        random.Random(seed).shuffle(rows)
        assert [each.due.step_key for each in queue.order(rows, NOW)] == [each.due.step_key for each in EXPECTED]


def test_rows_alike_are_ordered_by_name_then_contact():
    rows = [row(each, "rhythm") for each in ("zoe", "ann", "Bob")]
    assert [each.name for each in queue.order(rows, NOW)] == ["ann", "Bob", "zoe"]


def test_one_row_a_contact_the_first_that_has_opened():
    agenda = Agenda("c1", (due("c1", "owed", opens=2), due("c1", "rhythm", opens=-1)))
    assert queue.row_of(agenda, NOW).group == "rhythm"
    assert queue.row_of(agenda, NOW, away=True) is None
    assert queue.row_of(agenda, NOW + 3 * HOUR).group == "owed"


@pytest.mark.parametrize(("candidates", "waiting", "splits"), [
    ((), False, set()),
    ((), True, {"waiting"}),
    ((due("c", "rhythm", opens=4),), False, {"later"}),
    ((due("c", "rhythm", opens=4),), True, {"later", "waiting"}),
    ((due("c", "rhythm"),), False, {"today"}),
    ((due("c", "owed"), due("c", "running")), False, {"today", "owed", "running"}),
])
def test_splits(candidates, waiting, splits):
    agenda = Agenda("c", candidates, waiting=waiting)
    assert queue.split_of(agenda, NOW) == splits
    for split in ("today", "owed", "running", "waiting", "later"):
        assert (queue.due_in(agenda, split, NOW) is not None) is (split in splits)
    assert queue.due_in(agenda, "everyone", NOW) is not None


def entries(*groups, kind="email"):
    return [(Contact(id=f"c{number}", name=f"Name {number}"),
             Agenda(f"c{number}", (due(f"c{number}", group, kind=kind),))) for number, group in enumerate(groups)]


def test_the_queue_counts_every_split_and_adds_the_housekeeping():
    found = queue.queue(entries("owed", "running", "rhythm"), PRACTICE, NOW, without_cadence=7, unfiled=2)
    assert [each.due.step for each in found.rows] == ["owed", "running", "rhythm", "without-cadence", "unfiled"]
    assert found.rows[3].count == 7
    assert dict(found.counts) == {"today": 5, "owed": 1, "running": 1, "waiting": 0, "later": 0, "everyone": 3}
    owed = queue.queue(entries("owed", "running"), PRACTICE, NOW, without_cadence=7, split="owed")
    assert [each.due.group for each in owed.rows] == ["owed"]


def test_a_housekeeping_row_can_be_put_off():
    moves = (Move("m1", "", "unfiled", "snooze", Planned(dt.date(2026, 12, 3))),)
    assert not queue.queue((), PRACTICE, NOW, unfiled=2, moves=moves).rows
    assert queue.queue((), PRACTICE, NOW + 72 * HOUR, unfiled=2, moves=moves).rows


def test_the_cap_holds_back_the_rhythm_alone():
    practice = replace(PRACTICE, daily_cap=2)
    found = queue.queue(entries("owed", "rhythm", "rhythm", "rhythm", "dates"), practice, NOW)
    assert (len(found.rows), found.held) == (4, 1)
    assert queue.queue(entries("rhythm", "rhythm"), practice, NOW, done_today=2).held == 2
    assert queue.queue(entries("rhythm"), replace(PRACTICE, daily_cap=0), NOW).held == 0


def test_a_newsletter_issue_is_one_row():
    found = queue.queue(entries("rhythm", "rhythm", "rhythm", kind="newsletter"), PRACTICE, NOW)
    assert len(found.rows) == 1
    assert (found.rows[0].count, found.counts["today"], found.rows[0].due.contact) == (3, 1, "")


def test_the_same_book_and_clock_give_the_same_queue(person):
    people = []
    for number in range(12):
        one = person(temperature=("hot", "warm", "cold", "")[number % 4])
        one.change(id=f"c{number}", name=f"Name {number % 3}")
        one.met(NOW - number * 9 * HOUR)
        people.append(one)
    first = queue.queue([(each.dossier.contact, each.agenda(NOW)) for each in people], PRACTICE, NOW)
    second = queue.queue([(each.dossier.contact, each.agenda(NOW)) for each in reversed(people)], PRACTICE, NOW)
    assert first.rows == second.rows
    assert len({each.due.contact for each in first.rows}) == len(first.rows)
