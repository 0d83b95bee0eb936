"""What another process wrote is taken in piece by piece: the queue is right at the end, one person's agenda at once."""

from __future__ import annotations

import datetime as dt

import pytest

from store.book import SPLITS, Book
from store.settings import home_under

NAMES = ("Ada", "Bea", "Cleo", "Dora", "Edda", "Finn", "Gus", "Hal", "Ira", "Jon")
NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)


@pytest.fixture
def pair(tmp_path):
    """Two books on the same files, with seventy people; the first has read them all."""
    opened = [Book.open(home_under(str(tmp_path)), now=lambda: NOW) for _ in range(2)]
    for number in range(70):
        opened[0].log(f"met {NAMES[number % 10]} {NAMES[number // 10]}son @Acme p{number}@example.com warm {number % 40} days ago")
    opened[0].queue("everyone")
    opened[1].refresh()
    opened[1].queue()
    yield opened
    for each in opened:
        each.close()


def shown(book):
    """Return every split with its counts."""
    return {split: (book.queue(split).rows, book.queue(split).counts) for split in SPLITS}


def in_pieces(book):
    """Take in everything, a contact a piece; return how many pieces that took."""
    pieces = 1
    while not book.refresh_for(0.0):
        pieces += 1
    return pieces


def test_many_changes_take_many_pieces_and_end_right(pair):
    mine, other = pair
    people = other.everyone()
    for line in people[:60]:
        other.log_touch(line.id, "email", "in", note="two dates?")
    before = mine.queue("owed").rows
    assert mine.changed_elsewhere()
    assert not mine.refresh_for(0.0)
    assert not mine.changed_elsewhere()
    assert len(mine.queue("owed").rows) == len(before) + 1
    late = people[59].id
    assert any(each.group == "owed" for each in mine.agenda(late).candidates)
    assert in_pieces(mine) > 40
    fresh = Book.open(mine.home, now=lambda: NOW)
    assert shown(mine) == shown(other) == shown(fresh)
    fresh.close()


def test_an_own_action_between_two_pieces_holds(pair):
    mine, other = pair
    people = other.everyone()
    for line in people[:10]:
        other.log_touch(line.id, "email", "in", note="two dates?")
    mine.refresh_for(0.0)
    mine.log_touch(people[9].id, "email", "out")
    in_pieces(mine)
    other.refresh()
    assert shown(mine) == shown(other)
    assert people[9].id not in {row.due.contact for row in mine.queue("owed").rows}


def test_somebody_forgotten_meanwhile_goes(pair):
    mine, other = pair
    people = other.everyone()
    other.log_touch(people[0].id, "email", "in", note="two dates?")
    other.log_touch(people[1].id, "email", "in", note="two dates?")
    mine.refresh_for(0.0)
    other.forget(people[1].id)
    in_pieces(mine)
    assert people[1].id not in {row.due.contact for row in mine.queue("everyone").rows}


def test_resting_people_count_the_same_whether_read_or_not(pair):
    mine, _other = pair
    fresh = Book.open(mine.home, now=lambda: NOW)
    for split in ("today", "owed", "running"):
        assert mine.queue(split) == fresh.queue(split)
    fresh.close()


def test_an_index_made_again_by_another_process_is_read_not_made_again(pair, monkeypatch):
    mine, other = pair
    fresh = Book.open(mine.home, now=lambda: NOW)
    fresh.queue()
    other.forget_what_was_read()
    other.queue("everyone")
    from store.book.due import DueIndex

    def never(*_):
        raise AssertionError("it was made again")

    monkeypatch.setattr(DueIndex, "_rebuild", never)
    assert fresh.queue("everyone").counts["everyone"] == 70
    fresh.close()
