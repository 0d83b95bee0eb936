"""Spread: only what may move moves, best people first, no day holds more than the cap, and an end is reached."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model import GROUPS, Contact, DueTouch, Window
from store.rules import spread
from store.rules.practice import Practice

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)
"A Tuesday; Thursday is Thanksgiving in the United States."
HOUR = dt.timedelta(hours=1)


def due(contact, group="rhythm", **more):
    """A due touch."""
    return DueTouch(contact, f"{contact}:k", "rhythm", "email", group,
                    Window(NOW - HOUR, NOW, NOW + HOUR, NOW + HOUR, NOW + HOUR), (), **more)


def waiting(place, group="rhythm", last=None, refers=False, **facts):
    """Somebody whose row it is."""
    person = Contact(id=f"c{place:03}", name=f"Person {place:03}", **facts)
    return spread.Waiting(person, due(person.id, group), last, refers)


def days_of(preview):
    """The days with how many come on each."""
    return [(each.on.day, len(each.moves)) for each in preview.days]


def test_the_cap_holds_each_day_and_weekends_stay_free():
    found = spread.preview([waiting(place) for place in range(11)], Practice(daily_cap=3), NOW)
    assert days_of(found) == [(24, 3), (25, 3), (26, 3), (27, 2)]
    found = spread.preview([waiting(place) for place in range(14)], Practice(daily_cap=3), NOW)
    assert days_of(found) == [(24, 3), (25, 3), (26, 3), (27, 3), (30, 2)]
    assert found.total == 14 and len(found.moves) == 11 and found.cap == 3


def test_a_public_holiday_where_the_contact_is_is_no_day_for_them():
    people = [waiting(place, country="US" if place < 4 else "NL") for place in range(8)]
    found = spread.preview(people, Practice(daily_cap=2, country="US"), NOW)
    by_day = {each.on.day: [move.contact for move in each.moves] for each in found.days}
    assert all(contact >= "c004" for contact in by_day[26])
    assert sum(map(len, by_day.values())) == 8


@pytest.mark.parametrize("group", [each for each in GROUPS if each not in ("rhythm", "housekeeping")])
def test_debts_clocks_rescues_and_dates_never_move(group):
    found = spread.preview([waiting(place, group) for place in range(5)], Practice(daily_cap=1), NOW)
    assert found.moves == () and found.stays == 5
    assert found.rescues == (5 if group == "rescue" else 0)


def test_a_promise_and_a_row_of_nobody_never_move():
    assert not spread.may_move(due("c1", promise="p1"))
    assert not spread.may_move(due(""))
    assert spread.may_move(due("c1", "housekeeping"))


def test_best_people_first():
    early, late = NOW - dt.timedelta(days=90), NOW - dt.timedelta(days=2)
    people = [
        waiting(0), waiting(1, temperature="cold"), waiting(2, last=early), waiting(3, last=late),
        waiting(4, stage="credibility"), waiting(5, temperature="warm"), waiting(6, temperature="hot"),
        waiting(7, refers=True), waiting(8, standing="client", temperature="hot"), waiting(9, standing="client"),
    ]
    found = spread.preview(people, Practice(daily_cap=1), NOW)
    assert [each.contact[-1] for day in found.days for each in day.moves] == list("8796543201")
    assert [each.code for each in found.days[0].moves[0].why] == ["client", "temperature"]


def test_what_was_done_today_and_what_is_planned_already_count():
    people = [waiting(place) for place in range(6)]
    planned = {dt.date(2026, 11, 25): 3, dt.date(2026, 11, 26): 9}
    found = spread.preview(people, Practice(daily_cap=4), NOW, planned, done_today=3)
    assert days_of(found) == [(24, 1), (25, 1), (26, 1), (27, 3)]
    assert [each.planned for each in found.days] == [0, 3, 9, 0]


def test_over_a_number_of_days_it_is_even():
    found = spread.preview([waiting(place) for place in range(10)], Practice(daily_cap=40), NOW, over_days=3)
    assert days_of(found) == [(24, 4), (25, 4), (26, 2)]


def test_a_second_spread_moves_nothing():
    people = [waiting(place) for place in range(9)]
    first = spread.preview(people, Practice(daily_cap=3), NOW)
    moved = {each.contact for each in first.moves}
    assert spread.preview([each for each in people if each.contact.id not in moved], Practice(daily_cap=3), NOW).moves == ()


def test_the_load_of_coming_days_counts_one_a_contact_and_only_rhythm():
    tomorrow = Window(NOW + 24 * HOUR, NOW + 24 * HOUR, NOW + 48 * HOUR, NOW + 48 * HOUR, NOW + 48 * HOUR)
    coming = DueTouch("c1", "k", "rhythm", "email", "rhythm", tomorrow, ())
    other = DueTouch("c1", "k2", "promise", "email", "owed", tomorrow, ())
    found = spread.load([[coming, coming], [other], [due("c2"), coming], []], Practice(), NOW)
    assert found == {dt.date(2026, 11, 25): 1}


@given(st.lists(st.tuples(st.sampled_from(GROUPS), st.sampled_from(["hot", "warm", "cold", ""]),
                          st.sampled_from(["client", "", "inquiry"]), st.sampled_from(["US", "DE", "", "XX"])), max_size=60),
       st.integers(0, 7), st.integers(0, 9), st.sets(st.integers(0, 6)))
def test_everybody_comes_exactly_once_and_no_day_is_too_full(facts, cap, done, working):
    people = [waiting(place, group, temperature=temperature, standing=standing, country=country)
              for place, (group, temperature, standing, country) in enumerate(facts)]
    practice = Practice(daily_cap=cap, working_days=tuple(sorted(working)))
    found = spread.preview(people, practice, NOW, {}, done)
    placed = [move.contact for day in found.days for move in day.moves]
    assert sorted(placed) == sorted(each.contact.id for each in people if spread.may_move(each.due))
    assert all(len(day.moves) <= (cap or spread.CAP) for day in found.days)
    assert all(day.on >= NOW.date() and (not working or day.on.weekday() in working) for day in found.days)
    assert found == spread.preview(list(reversed(people)), practice, NOW, {}, done)
