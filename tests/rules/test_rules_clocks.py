"""Every row of the table of clocks, and the order of the five instants for any start, zone and holiday."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from store.model import Contact, Planned
from store.rules import days, windows
from store.rules.practice import Practice

UTC = dt.UTC
PRACTICE = Practice(zone="America/Los_Angeles", country="US")
CONTACT = Contact(id="c1", name="Ana")
TUESDAY = dt.datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
"10:00 in Los Angeles; the Thursday after is Thanksgiving."


def hours(*spans):
    return [dt.timedelta(hours=each) for each in spans]


@pytest.mark.parametrize(("clock", "spans"), [
    ("met", (0, 1, 24, 48, 72)),
    ("booth", (0, 5 / 60, 1, 24, 72)),
    ("inquiry", (0, 0, 1, 24, 48)),
    ("cold-lead", (0, 24, 48, 60, 72)),
    ("recap", (0, 1, 24, 48, 72)),
    ("referrer", (0, 1, 24, 48, 72)),
    ("referral", (0, 2, 24, 48, 72)),
])
def test_clocks_that_count_hours(clock, spans):
    window = windows.window(clock, TUESDAY, PRACTICE, CONTACT)
    found = [window.opens, window.goal, window.due, window.late, window.last_call]
    assert [each - TUESDAY for each in found] == hours(*spans)


def wall(at, zone="America/Los_Angeles"):
    return f"{at.astimezone(days.zone(zone)):%a %d %H:%M}"


@pytest.mark.parametrize("clock", ["lead-call", "reply"])
def test_clocks_that_count_business_days_pass_over_thanksgiving_and_the_weekend(clock):
    window = windows.window(clock, TUESDAY, PRACTICE, CONTACT)
    assert window.opens == TUESDAY
    assert wall(window.goal) == "Tue 24 23:59"
    assert wall(window.due) == "Wed 25 17:30"
    assert wall(window.late) == "Fri 27 17:30"
    assert wall(window.last_call) == "Mon 30 17:30"


def test_business_days_are_those_of_the_contacts_country_and_end_in_the_contacts_zone():
    german = Contact(id="c2", name="Ute", country="DE")
    window = windows.window("reply", TUESDAY, PRACTICE, german)
    assert wall(window.due, "Europe/Berlin") == "Wed 25 17:30"
    assert wall(window.late, "Europe/Berlin") == "Thu 26 17:30"


def test_a_promise_with_a_day_shows_all_day_and_is_due_when_its_work_ends():
    place = days.place_of(CONTACT, PRACTICE)
    window = windows.promised(Planned(dt.date(2026, 11, 25)), PRACTICE, place)
    assert [wall(each) for each in (window.opens, window.goal, window.due, window.late, window.last_call)] == [
        "Wed 25 00:00", "Wed 25 17:30", "Wed 25 17:30", "Fri 27 17:30", "Mon 30 17:30"]


def test_a_promise_with_a_time_is_due_at_its_time():
    place = days.place_of(CONTACT, PRACTICE)
    window = windows.promised(Planned(dt.date(2026, 11, 24), dt.time(10, 0), "America/New_York"), PRACTICE, place)
    assert wall(window.goal, "America/New_York") == wall(window.due, "America/New_York") == "Tue 24 10:00"
    assert wall(window.late, "America/New_York") == "Wed 25 10:00"


@pytest.mark.parametrize("clock", ["rung", "rhythm"])
def test_a_rung_or_rhythm_touch_is_due_at_its_upper_bound(clock):
    bound = TUESDAY + dt.timedelta(days=3)
    window = windows.window(clock, TUESDAY, PRACTICE, CONTACT, until=bound)
    assert window.goal == window.opens == TUESDAY
    assert (window.due, window.late - bound, window.last_call - bound) == (
        bound, dt.timedelta(days=3), dt.timedelta(days=7))


def test_an_unknown_clock_is_refused():
    with pytest.raises(KeyError):
        windows.window("sundial", TUESDAY, PRACTICE, CONTACT)


ZONES = some.sampled_from(("Pacific/Pago_Pago", "Pacific/Kiritimati", "America/New_York", "Europe/London",
                           "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo", "Africa/Cairo", "", "No/Zone"))
COUNTRIES = some.sampled_from(("US", "DE", "JP", "CN", "IL", "SA", "", "XX", "gb"))
INSTANTS = some.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2035, 12, 31), timezones=some.just(UTC))


def in_order(window):
    return window.opens <= window.goal <= window.due <= window.late <= window.last_call


@settings(max_examples=300, deadline=None)
@given(clock=some.sampled_from(windows.CLOCKS), start=INSTANTS, zone=ZONES, country=COUNTRIES,
       until=some.none() | INSTANTS, later=INSTANTS,
       working=some.sets(some.integers(0, 6), min_size=0, max_size=7).map(tuple))
def test_the_order_always_holds(clock, start, zone, country, until, later, working):
    practice = Practice(zone="America/Los_Angeles", country="US", working_days=working)
    contact = Contact(id="c1", name="Ana", zone=zone, country=country)
    window = windows.window(clock, start, practice, contact, until=until)
    assert in_order(window)
    assert in_order(windows.moved(window, later, None))
    assert in_order(windows.moved(window, later, later))


@settings(max_examples=200, deadline=None)
@given(day=some.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)), zone=ZONES, country=COUNTRIES,
       time=some.none() | some.times(), named=some.sampled_from((None, "Europe/Paris", "No/Zone")))
def test_any_promise_is_in_order(day, zone, country, time, named):
    practice = Practice(zone=zone or "UTC", country=country)
    place = days.place_of(Contact(id="c1", name="Ana", zone=zone, country=country), practice)
    assert in_order(windows.promised(Planned(day, time, named), practice, place))


@pytest.mark.parametrize(("start", "closing"), [
    (dt.datetime(2026, 3, 6, 20, 0, tzinfo=UTC), dt.datetime(2026, 3, 10, 0, 30, tzinfo=UTC)),
    (dt.datetime(2026, 10, 30, 20, 0, tzinfo=UTC), dt.datetime(2026, 11, 3, 1, 30, tzinfo=UTC)),
])
def test_wall_time_holds_across_both_changes_of_the_clock(start, closing):
    assert windows.window("reply", start, PRACTICE, CONTACT).due == closing


@pytest.mark.parametrize(("zone", "country", "expected"), [
    ("Asia/Tokyo", "DE", "Asia/Tokyo"),
    ("", "DE", "Europe/Berlin"),
    ("", "US", "America/Los_Angeles"),
    ("", "", "America/Los_Angeles"),
    ("Not/There", "", "America/Los_Angeles"),
])
def test_the_zone_is_theirs_else_their_countrys_only_one_else_the_users(zone, country, expected):
    place = days.place_of(Contact(id="c1", name="Ana", zone=zone, country=country), PRACTICE)
    assert place.zone_name == expected


def test_month_ends_and_year_ends_are_ordinary_days():
    place = days.place_of(CONTACT, PRACTICE)
    assert days.business_day(dt.date(2026, 12, 31), place, 1) == dt.date(2027, 1, 4)
    assert days.business_day(dt.date(2027, 1, 1), place) == dt.date(2027, 1, 4)
    assert days.business_day(dt.date(2026, 3, 2), place, -1) == dt.date(2026, 2, 27)


def test_a_practice_without_working_days_still_ends():
    place = days.place_of(CONTACT, Practice(working_days=(), country=""))
    assert days.business_day(dt.date(2026, 11, 28), place, 1) == dt.date(2026, 11, 29)
