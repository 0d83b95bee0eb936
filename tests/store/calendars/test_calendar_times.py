"""When meetings take place: repeated, moved, called off, over summer time, in any zone; and never for ever."""

from __future__ import annotations

import datetime as dt

import pytest
from calendar_texts import OUTLOOK_ZONE, SINCE, UNTIL, calendar, event, meetings, starts
from dateutil.rrule import rrulestr
from hypothesis import example, given
from hypothesis import strategies as st

from store.exchange import calendar_events, calendar_meetings, calendar_rules

BERLIN = "DTSTART;TZID=Europe/Berlin:20260310T090000"

TABLE = [
    ("once, in UTC", event("DTSTART:20260310T090000Z"), ["03-10 09:00"]),
    ("once, where one is", event("DTSTART:20260310T090000"), ["03-10 16:00"]),
    ("a zone by name", event(BERLIN), ["03-10 08:00"]),
    ("a zone behind a prefix", event("DTSTART;TZID=/example.org/20260101/Europe/Berlin:20260310T090000"), ["03-10 08:00"]),
    ("a zone in quotes", event('DTSTART;TZID="Europe/Berlin":20260310T090000'), ["03-10 08:00"]),
    ("a zone nobody knows", event("DTSTART;TZID=Nowhere:20260310T090000"), ["03-10 16:00"]),
    ("weekly over the beginning of summer time in Europe", event(BERLIN, "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4"),
     ["03-10 08:00", "03-17 08:00", "03-24 08:00", "03-31 07:00"]),
    ("weekly over its end in America", event("DTSTART;TZID=America/Los_Angeles:20261027T090000", "RRULE:FREQ=WEEKLY;COUNT=2"),
     ["10-27 16:00", "11-03 17:00"]),
    ("an hour that is not there", event("DTSTART;TZID=Europe/Berlin:20260328T023000", "RRULE:FREQ=DAILY;COUNT=3"),
     ["03-28 01:30", "03-29 01:30", "03-30 00:30"]),
    ("an hour that is there twice", event("DTSTART;TZID=Europe/Berlin:20261025T023000"), ["10-25 00:30"]),
    ("until an instant", event(BERLIN, "RRULE:FREQ=WEEKLY;UNTIL=20260324T080000Z"),
     ["03-10 08:00", "03-17 08:00", "03-24 08:00"]),
    ("until an instant before it", event(BERLIN, "RRULE:FREQ=WEEKLY;UNTIL=20260324T075959Z"), ["03-10 08:00", "03-17 08:00"]),
    ("until a day", event(BERLIN, "RRULE:FREQ=WEEKLY;UNTIL=20260317"), ["03-10 08:00", "03-17 08:00"]),
    ("one called off", event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Berlin:20260317T090000"),
     ["03-10 08:00", "03-24 08:00"]),
    ("one called off in another zone", event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260317T080000Z"),
     ["03-10 08:00", "03-24 08:00"]),
    ("a day called off", event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260317"),
     ["03-10 08:00", "03-24 08:00"]),
    ("two called off on one line", event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260317T080000Z,20260324T080000Z"),
     ["03-10 08:00"]),
    ("one moved", event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=3") + event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20260317T090000", "DTSTART;TZID=Europe/Berlin:20260318T150000"),
     ["03-10 08:00", "03-18 14:00", "03-24 08:00"]),
    ("one moved, told before the whole", event("RECURRENCE-ID:20260317T080000Z", "DTSTART:20260318T140000Z")
     + event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=3"), ["03-10 08:00", "03-18 14:00", "03-24 08:00"]),
    ("one cancelled", event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=3") + event(
        "RECURRENCE-ID:20260317T080000Z", "DTSTART:20260317T080000Z", "STATUS:CANCELLED"), ["03-10 08:00", "03-24 08:00"]),
    ("all cancelled", event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=3", "STATUS:CANCELLED"), []),
    ("moved from then on", event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=4") + event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260317T090000", "DTSTART;TZID=Europe/Berlin:20260317T110000"),
     ["03-10 08:00", "03-17 10:00", "03-24 10:00", "03-31 09:00"]),
    ("the newer version holds", event(BERLIN, "SEQUENCE:2") + event("DTSTART:20260311T090000Z", "SEQUENCE:1"), ["03-10 08:00"]),
    ("a whole day", event("DTSTART;VALUE=DATE:20260310"), ["03-10 07:00"]),
    ("a whole day, yearly", event("DTSTART;VALUE=DATE:20200310", "RRULE:FREQ=YEARLY"), ["03-10 07:00"]),
    ("whole days, one called off", event("DTSTART;VALUE=DATE:20260310", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20260311"),
     ["03-10 07:00", "03-12 07:00"]),
    ("a whole day moved", event("DTSTART;VALUE=DATE:20260310", "RRULE:FREQ=WEEKLY;COUNT=2") + event(
        "RECURRENCE-ID;VALUE=DATE:20260317", "DTSTART;VALUE=DATE:20260319"), ["03-10 07:00", "03-19 07:00"]),
    ("more times", event(BERLIN, "RDATE;TZID=Europe/Berlin:20260312T090000,20260313T100000"),
     ["03-10 08:00", "03-12 08:00", "03-13 09:00"]),
    ("a period among the times", event(BERLIN, "RDATE;VALUE=PERIOD:20260312T090000Z/PT1H"), ["03-10 08:00", "03-12 09:00"]),
    ("every second Tuesday of the month", event(BERLIN, "RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=3"),
     ["03-10 08:00", "04-14 07:00", "05-12 07:00"]),
    ("the last working day of the month", event(
        "DTSTART:20260331T090000Z", "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3"),
     ["03-31 09:00", "04-30 09:00", "05-29 09:00"]),
    ("the 31st", event("DTSTART:20260131T090000Z", "RRULE:FREQ=MONTHLY;COUNT=3"), ["01-31 09:00", "03-31 09:00", "05-31 09:00"]),
    ("begun long ago", event("DTSTART:19900102T090000Z", "RRULE:FREQ=WEEKLY;INTERVAL=26"), ["05-19 09:00", "11-17 09:00"]),
    ("a rule by hours is not followed", event("DTSTART:20260310T090000Z", "RRULE:FREQ=HOURLY"), ["03-10 09:00"]),
    ("an invitation called back", "METHOD:CANCEL\n" + event("DTSTART:20260310T090000Z"), []),
    ("somebody's answer", "METHOD:REPLY\n" + event("DTSTART:20260310T090000Z"), []),
    ("no beginning", event("DTEND:20260310T090000Z"), []),
    ("an alarm inside", event("DTSTART:20260310T090000Z", "BEGIN:VALARM", "DTSTART:20200101T000000Z", "END:VALARM"), ["03-10 09:00"]),
    ("a zone of its own", OUTLOOK_ZONE + event("DTSTART;TZID=W. Europe Standard Time:20260310T090000",
                                               "RRULE:FREQ=WEEKLY;COUNT=4"),
     ["03-10 08:00", "03-17 08:00", "03-24 08:00", "03-31 07:00"]),
    ("a zone of its own, told after", event("DTSTART;TZID=W. Europe Standard Time:20261025T023000") + OUTLOOK_ZONE,
     ["10-25 00:30"]),
    ("an hour that is not there, in a zone of its own", OUTLOOK_ZONE + event(
        "DTSTART;TZID=W. Europe Standard Time:20260329T023000"), ["03-29 01:30"]),
]


@pytest.mark.parametrize("text, expected", [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_when_meetings_take_place(text, expected):
    assert starts(calendar(text)) == expected


@pytest.mark.parametrize("lines, minutes", [
    (["DTEND;TZID=Europe/Berlin:20260310T101500"], 75), (["DURATION:PT45M"], 45), (["DURATION:P1DT1H"], 1500), ([], 0),
    (["DURATION:-PT45M"], 0), (["DTEND;TZID=Europe/Berlin:20260309T090000"], 0), (["DURATION:rubbish"], 0),
])
def test_how_long_a_meeting_is(lines, minutes):
    (found,) = meetings(calendar(event(BERLIN, *lines)))
    assert (found.ends - found.starts) == dt.timedelta(minutes=minutes)


def test_a_moved_meeting_keeps_what_it_is_known_by():
    series = event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=2")
    before = [each.key for each in meetings(calendar(series))]
    moved = event("RECURRENCE-ID:20260317T080000Z", "DTSTART:20260320T140000Z", title="Review, moved")
    after = meetings(calendar(series, moved))
    assert [each.key for each in after] == before
    assert [each.title for each in after] == ["Review", "Review, moved"]


def test_who_declined_is_not_there_and_what_the_user_declined_is_no_meeting():
    people = ("ATTENDEE;PARTSTAT=DECLINED:mailto:tom@example.com", "ATTENDEE;CUTYPE=ROOM:mailto:room@example.com",
              "ORGANIZER;CN=Me:MAILTO:Me@Example.com", "ATTENDEE;EMAIL=dana@example.com;CN=Dana Fox:urn:uuid:1234")
    (found,) = meetings(calendar(event(BERLIN, *people)), own={"me@example.com"})
    assert [(each.address, each.name) for each in found.guests] == [
        ("dana@example.com", "Dana Fox"), ("marty@example.com", "Marty")]
    declined = event(BERLIN, "ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.com")
    assert meetings(calendar(declined), own={"me@example.com"}) == []


RULES = st.builds(
    lambda frequency, interval, days, month_days, months, count: ";".join(filter(None, (
        f"FREQ={frequency}", f"INTERVAL={interval}",
        f"BYDAY={','.join(sorted(days))}" if days and frequency != "DAILY" else "",
        f"BYMONTHDAY={','.join(map(str, sorted(month_days)))}" if month_days and frequency in ("MONTHLY", "YEARLY") else "",
        f"BYMONTH={','.join(map(str, sorted(months)))}" if months and interval == 1 else "",
        f"COUNT={count}" if count else ""))),
    st.sampled_from(calendar_rules.FREQUENCIES), st.integers(1, 5), st.sets(st.sampled_from(calendar_rules.WEEKDAYS), max_size=3),
    st.sets(st.integers(1, 28), max_size=2), st.sets(st.integers(1, 12), max_size=3), st.integers(0, 30))


@given(RULES, st.dates(dt.date(2024, 1, 1), dt.date(2026, 6, 1)))
@example("FREQ=YEARLY;INTERVAL=1;BYDAY=MO", dt.date(2024, 1, 1))
@example("FREQ=MONTHLY;INTERVAL=1", dt.date(2024, 1, 31))
def test_rules_mean_what_dateutil_says_they_mean(text, first):
    rule = calendar_rules.read(text)
    end = first + dt.timedelta(days=800)
    expected = [each.date() for each in rrulestr(text, dtstart=dt.datetime.combine(first, dt.time())).between(
        dt.datetime.combine(first, dt.time()), dt.datetime.combine(end, dt.time()), inc=True)]
    found = list(calendar_rules.days(rule, first, first, end, calendar_rules.Budget(1 << 30)))
    if first not in expected:  # the first day belongs to them whatever the rule says, and is counted
        expected = [first, *(expected if not rule.count or len(expected) < rule.count else expected[:-1])]
    assert found == expected
    if not rule.count:
        since = first + dt.timedelta(days=300)
        late = list(calendar_rules.days(rule, first, since, end, calendar_rules.Budget(1 << 30)))
        assert late == [each for each in found if each >= since]


@pytest.mark.parametrize("rule", [
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
    "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;BYMONTH=6", "FREQ=DAILY;COUNT=999999999", "FREQ=YEARLY;INTERVAL=99999999999",
    "FREQ=WEEKLY;BYSETPOS=366", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=99MO", "x" * 5000,
])
def test_no_rule_costs_more_than_its_share(rule):
    budget = calendar_rules.Budget(calendar_meetings.STEPS)
    text = calendar(event("DTSTART:00010102T090000Z", f"RRULE:{rule}"))
    found = list(calendar_meetings.meetings(calendar_events.read([text.encode()]), "UTC", SINCE, UNTIL, (), budget))
    assert len(found) <= calendar_meetings.MOST_TIMES + 1
    assert calendar_meetings.STEPS - budget.left <= 2 * calendar_rules.MOST_STEPS + 2


def test_a_whole_calendar_of_such_rules_ends_with_its_budget():
    events = [event("DTSTART:19700101T090000Z", "RRULE:FREQ=DAILY;COUNT=30000", uid=str(each)) for each in range(300)]
    budget = calendar_rules.Budget(200_000)
    found = calendar_events.read(["".join([calendar(*events)]).encode()])
    list(calendar_meetings.meetings(found, "UTC", SINCE, UNTIL, (), budget))
    assert budget.left >= -1000


@given(st.binary(max_size=2000))
def test_no_bytes_upset_the_reader(raw):
    meetings(raw)


PIECES = st.sampled_from([
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:DAYLIGHT",
    "END:DAYLIGHT", "BEGIN:VALARM", "END:VALARM", "UID:a", "SUMMARY:x", " more", "\tmore", "DTSTART:20260310T090000Z",
    "DTSTART;VALUE=DATE:20260310", "DTSTART:99991231T235959Z", "DTSTART:00010101T000000", "DTEND:00010101T000000Z", "DURATION:P9999W",
    "DTSTART;TZID=own:20260310T090000", "TZID:own", "TZOFFSETFROM:+2359", "TZOFFSETTO:-2359", "RRULE:FREQ=YEARLY;BYMONTH=3",
    "RRULE:FREQ=DAILY", "EXDATE:20260310T090000Z", "RDATE:20260311T090000Z", "RECURRENCE-ID:20260310T090000Z", "SEQUENCE:١",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:00010101T000000Z", "ATTENDEE:mailto:a@example.com", "ATTENDEE;CN=\"x:mailto:y", "STATUS:CANCELLED",
])


@given(st.lists(PIECES, max_size=40), st.sampled_from(["Asia/Tokyo", "America/Los_Angeles", "UTC"]))
def test_no_order_of_lines_upsets_the_reader(lines, zone):
    for each in meetings("\r\n".join(lines), zone):
        assert each.starts.tzinfo is not None and each.ends >= each.starts


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_calendars_in_other_encodings(tmp_path, encoding):
    from store.exchange.streams import chunks

    path = tmp_path / "a.ics"
    path.write_bytes(calendar(event(BERLIN, title="Gespräch über Häuser, schön")).encode(encoding))
    found = calendar_events.read(chunks(path))
    assert [each.title for each in found.events] == ["Gespräch über Häuser, schön"]

