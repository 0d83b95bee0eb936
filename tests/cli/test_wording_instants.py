"""Instants, spans and windows in words."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model import Moment, Planned
from tui.wording import instants

ZONE = instants.zone_named("America/Los_Angeles")
NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)


def at(hours):
    """Return an instant some hours from now."""
    return NOW + dt.timedelta(hours=hours)


@pytest.mark.parametrize("instant, said", [
    (NOW, "09:12"), (at(1), "10:12"), (at(24.8), "tomorrow 10:00"), (at(-24), "yesterday 09:12"),
    (at(72), "Fri 27 Nov 09:12"), (at(24 * 60), "Sat 23 Jan 2027 09:12"), (at(14.8), "tomorrow 00:00"),
])
def test_near(instant, said):
    assert instants.near(instant, NOW, ZONE) == said


def test_full_names_day_and_time():
    assert instants.full(NOW, NOW, ZONE) == "Tue 24 Nov 09:12"


@pytest.mark.parametrize("hours, said", [
    (0, "1 min"), (0.6, "36 min"), (1, "1 h"), (5.9, "5 h"), (47, "47 h"), (48, "2 days"), (24 * 27, "27 days"),
    (24 * 28, "4 weeks"), (24 * 70, "10 weeks"), (-3, "3 h"),
])
def test_span(hours, said):
    assert instants.span(dt.timedelta(hours=hours)) == said


@pytest.mark.parametrize("hours, said", [(0, "now"), (2 / 3, "in 40 min"), (-5, "5 h ago"), (72, "in 3 days")])
def test_away(hours, said):
    assert instants.away(at(hours), NOW) == said


@pytest.mark.parametrize("planned, said", [
    (Planned(dt.date(2026, 11, 24)), "today"), (Planned(dt.date(2026, 11, 25), dt.time(10)), "tomorrow 10:00"),
    (Planned(dt.date(2026, 11, 26), dt.time(10)), "Thu 26 Nov 10:00"), (Planned(dt.date(2027, 1, 5)), "Tue 5 Jan 2027"),
    (Planned(dt.date(2026, 11, 25), dt.time(1), "Europe/Berlin"), "today 16:00"),
])
def test_planned(planned, said):
    assert instants.planned(planned, NOW, ZONE) == said


def test_a_day_stays_the_day_where_it_happened():
    moment = Moment(dt.datetime(2026, 11, 24, 23, 0, tzinfo=dt.UTC), "Pacific/Auckland", day_only=True)
    assert instants.moment(moment, NOW, ZONE) == "Wed 25 Nov"


def test_an_unknown_zone_is_utc():
    assert instants.zone_named("Nowhere/Land") is dt.UTC
    assert instants.zone_named("../../etc/passwd") is dt.UTC


def test_plurals():
    assert [instants.plural(each, "person", "people") for each in (0, 1, 2, 1200)] == [
        "0 people", "1 person", "2 people", "1,200 people"]


@given(st.timedeltas(min_value=dt.timedelta(days=-20000), max_value=dt.timedelta(days=20000)))
def test_any_instant_has_short_words(length):
    then = NOW + length
    for said in (instants.near(then, NOW, ZONE), instants.away(then, NOW), instants.full(then, NOW, ZONE)):
        assert 0 < len(said) <= 24
