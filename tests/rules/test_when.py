"""Dates and times in words: tables of phrases, of sentences without a date, the rules of the house, and DST."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import Moment, Planned
from store.rules.when import find_when, parse_happened, parse_plan
from store.rules.when.tokens import Tokens

ZONE = "America/Los_Angeles"
HERE = ZoneInfo(ZONE)
REFERENCE = dt.datetime(2026, 11, 24, 9, 12, tzinfo=HERE)
"A Tuesday."


def planned(words: str, reference: dt.datetime = REFERENCE, **rules: object) -> str | None:
    """Return what a plan means as `2026-11-24` or `2026-11-24 10:00`."""
    found = parse_plan(words, reference, zone=ZONE, **rules)
    return None if found is None else shown(found)


def shown(found: Planned) -> str:
    """Return a plan as text."""
    time = "" if found.time is None else f" {found.time:%H:%M}"
    return f"{found.on.isoformat()}{time}" + (f" {found.zone}" if found.zone else "")


def happened(words: str, reference: dt.datetime = REFERENCE, **rules: object) -> str | None:
    """Return when something happened as `2026-11-23` or `2026-11-23 16:00`, in the zone."""
    found = parse_happened(words, reference, zone=ZONE, **rules)
    if found is None:
        return None
    local = found.at.astimezone(HERE)
    return f"{local:%Y-%m-%d}" if found.day_only else f"{local:%Y-%m-%d %H:%M}"


PLANS = {
    "today": "2026-11-24", "tomorrow": "2026-11-25", "tmrw": "2026-11-25", "the day after tomorrow": "2026-11-26",
    "day after tomorrow": "2026-11-26", "tonight": "2026-11-24 20:00", "tonight at 8": "2026-11-24 20:00",
    "this afternoon": "2026-11-24 14:00", "tomorrow morning": "2026-11-25 09:00", "tomorrow afternoon": "2026-11-25 14:00",
    "tomorrow evening": "2026-11-25 18:00", "tomorrow at noon": "2026-11-25 12:00", "noon tomorrow": "2026-11-25 12:00",
    "noon": "2026-11-24 12:00", "midnight": "2026-11-25 00:00", "now": "2026-11-24 09:12",
    "fri": "2026-11-27", "friday": "2026-11-27", "Friday": "2026-11-27", "on friday": "2026-11-27", "by friday": "2026-11-27",
    "tue": "2026-12-01", "sun": "2026-11-29", "sat": "2026-11-28", "wed": "2026-11-25", "thurs": "2026-11-26",
    "this friday": "2026-11-27", "coming friday": "2026-11-27", "next tuesday": "2026-12-01", "next friday": "2026-12-04",
    "next mon": "2026-11-30", "friday next week": "2026-12-04", "next week friday": "2026-12-04",
    "next week on friday": "2026-12-04", "friday week": "2026-12-04", "a week on friday": "2026-12-04",
    "a week from thursday": "2026-12-03", "two weeks from tomorrow": "2026-12-09", "a week today": "2026-12-01",
    "monday two weeks from now": "2026-12-07", "three days after christmas": "2026-12-28",
    "tue 10am": "2026-11-24 10:00", "tue 8am": "2026-12-01 08:00", "fri 4pm": "2026-11-27 16:00",
    "friday at 4": "2026-11-27 16:00", "4pm on friday": "2026-11-27 16:00", "monday morning at 8": "2026-11-30 08:00",
    "8 tomorrow evening": "2026-11-25 20:00", "mon 10-11am": "2026-11-30 10:00", "monday first thing": "2026-11-30 09:00",
    "first thing monday": "2026-11-30 09:00", "between 2 and 3pm": "2026-11-24 14:00",
    "10:30": "2026-11-24 10:30", "9am": "2026-11-25 09:00", "9:12": "2026-11-25 09:12", "at 4": "2026-11-24 16:00",
    "4:30 p.m.": "2026-11-24 16:30", "14h30": "2026-11-24 14:30", "16:00": "2026-11-24 16:00", "1030am": "2026-11-24 10:30",
    "quarter past 4": "2026-11-24 16:15", "half past two": "2026-11-24 14:30", "quarter to five": "2026-11-24 16:45",
    "twenty minutes past eight": "2026-11-25 08:20", "five o'clock": "2026-11-24 17:00", "ten-thirty": "2026-11-24 10:30",
    "at seven in the evening": "2026-11-24 19:00", "in the afternoon at 3": "2026-11-24 15:00",
    "eod": "2026-11-24 17:30", "tomorrow eod": "2026-11-25 17:30", "end of day": "2026-11-24 17:30",
    "next week": "2026-11-30", "this week": "2026-11-24", "week after next": "2026-12-07", "next month": "2026-12-01",
    "next year": "2027-01-01", "next quarter": "2027-01-01", "this weekend": "2026-11-28", "next weekend": "2026-12-05",
    "q1": "2027-01-01", "in december": "2026-12-01", "january 2027": "2027-01-01", "next march": "2027-03-01",
    "end of month": "2026-11-30", "end of the month": "2026-11-30", "eom": "2026-11-30", "eow": "2026-11-27",
    "end of week": "2026-11-27", "eoy": "2026-12-31", "eoq": "2026-12-31", "end of next month": "2026-12-31",
    "early next week": "2026-11-30", "late next week": "2026-12-04", "mid december": "2026-12-15",
    "mid-december": "2026-12-15", "end of january": "2027-01-31", "beginning of next month": "2026-12-01",
    "in 3 days": "2026-11-27", "3 days from now": "2026-11-27", "in a week": "2026-12-01", "in two weeks' time": "2026-12-08",
    "in a fortnight": "2026-12-08", "2w": "2026-12-08", "3d": "2026-11-27", "1mo": "2026-12-24", "1y": "2027-11-24",
    "5b": "2026-12-01", "3 business days": "2026-11-27", "in 10 working days": "2026-12-08", "in 3 months": "2027-02-24",
    "2h": "2026-11-24 11:12", "30m": "2026-11-24 09:42", "in half an hour": "2026-11-24 09:42",
    "in an hour and a half": "2026-11-24 10:42", "in 1.5 hours": "2026-11-24 10:42", "in 2 hours": "2026-11-24 11:12",
    "in a couple of weeks": "2026-12-08", "in 3/4 hour": "2026-11-24 09:57", "in 3 days at 4pm": "2026-11-27 16:00",
    "12 Dec": "2026-12-12", "12 December": "2026-12-12", "Dec 12": "2026-12-12", "Dec 12th 2026": "2026-12-12",
    "the 12th of December": "2026-12-12", "December 12th, 2027": "2027-12-12", "12-Dec-26": "2026-12-12",
    "12.12.2026": "2026-12-12", "12.12.": "2026-12-12", "12/5": "2026-12-05", "12/5/2027": "2027-12-05",
    "12/5/27": "2027-12-05",
    "25/12": "2026-12-25", "2026-12-05": "2026-12-05", "2026/12/05": "2026-12-05", "2026-Dec-5": "2026-12-05",
    "20261205": "2026-12-05", "2026-12-05 10:00": "2026-12-05 10:00", "2026-12-05T10:00": "2026-12-05 10:00",
    "2026-12-05T10:00Z": "2026-12-05 02:00", "2026-12-05T10:00:30+01:00": "2026-12-05 01:00",
    "12 dec 10:30": "2026-12-12 10:30", "Sat, 5 Dec": "2026-12-05", "saturday 5th december at 3pm": "2026-12-05 15:00",
    "twenty-first of december": "2026-12-21", "the 15th": "2026-12-15", "15th": "2026-12-15", "may 5": "2027-05-05",
    "Thu 10th": "2026-12-10", "29 feb": "2028-02-29", "1 Nov": "2027-11-01", "24 nov": "2026-11-24",
    "first monday of january": "2027-01-04", "last friday of the month": "2026-11-27", "the first of next month": "2026-12-01",
    "last day of february": "2027-02-28", "third thursday in march": "2027-03-18",
    "last working day of the month": "2026-11-30",
    "thanksgiving": "2026-11-26", "christmas eve": "2026-12-24", "new year's day": "2027-01-01", "easter monday": "2027-03-29",
    "thursday 3pm EST": "2026-11-26 15:00 America/New_York", "5pm utc tomorrow": "2026-11-25 09:00",
    "week of december 9": "2026-12-07",
}

HAPPENED = {
    "20m ago": "2026-11-24 08:52", "half an hour ago": "2026-11-24 08:42", "an hour ago": "2026-11-24 08:12",
    "a couple of hours ago": "2026-11-24 07:12", "1h 30m ago": "2026-11-24 07:42", "20m": "2026-11-24 08:52",
    "just now": "2026-11-24 09:12", "yesterday": "2026-11-23", "yesterday 4pm": "2026-11-23 16:00",
    "yesterday evening": "2026-11-23 18:00", "day before yesterday": "2026-11-22", "last night": "2026-11-23 20:00",
    "today": "2026-11-24", "today 8am": "2026-11-24 08:00", "this morning": "2026-11-24 09:00", "fri": "2026-11-20",
    "friday": "2026-11-20", "last friday": "2026-11-20", "last tuesday": "2026-11-17", "tue": "2026-11-17",
    "tue 8am": "2026-11-24 08:00", "tue 10am": "2026-11-17 10:00", "monday": "2026-11-23", "mon at 5": "2026-11-23 17:00",
    "10am": "2026-11-23 10:00", "8am": "2026-11-24 08:00", "noon": "2026-11-23 12:00", "two weeks ago": "2026-11-10",
    "3 days ago at 4pm": "2026-11-21 16:00", "5b ago": "2026-11-17", "last week": "2026-11-16", "12 Nov": "2026-11-12",
    "12 Dec": "2025-12-12", "11/12": "2026-11-12", "the 15th": "2026-11-15", "2026-11-20": "2026-11-20",
    "2026-11-20T10:00Z": "2026-11-20 02:00", "last thanksgiving": "2025-11-27", "a year ago": "2025-11-24",
}

NO_PLAN = ("yesterday", "20m ago", "last friday", "31 Feb", "may", "asap", "", "   ", "bob", "version 2.0", "soon",
    "x" * 500, "13/13")
NOT_YET = ("tomorrow", "in 3 days", "2027-01-01", "next friday", "2w from now", "", "bob")

FOUND_IN = {
    "call Bob by friday please": ("2026-11-27", "call Bob please"),
    "lunch tomorrow at noon with Ann": ("2026-11-25 12:00", "lunch with Ann"),
    "send the draft in 3 days": ("2026-11-27", "send the draft"),
    "she comes back on 12 Dec, I think": ("2026-12-12", "she comes back , I think"),
    "let us meet next tuesday at 10": ("2026-12-01 10:00", "let us meet"),
    "the review is at 4": ("2026-11-24 16:00", "the review is"),
    "before the end of the month, the price note": ("2026-11-30", ", the price note"),
    "version 2.0 ships on may 5": ("2027-05-05", "version 2.0 ships"),
    "we meet in May": ("2027-05-01", "we meet"),
    "remind me a week from thursday": ("2026-12-03", "remind me"),
    "10am works": ("2026-11-24 10:00", "works"),
    "she leaves on the 15th.": ("2026-12-15", "she leaves ."),
}

NO_DATE = (
    "you may want to call", "may I ask", "this may take longer", "Theresa May", "April Jones said hi", "June Carter called",
    "the sun was out", "Sun Microsystems", "we sat at table 4", "they wed young", "march on Washington", "they march 5 miles",
    "give me a second", "a second opinion", "on the second floor", "for the third time", "first come first served",
    "version 2.0 is out", "upgrade to 3.12.1", "it cost $12.50", "about 12.50 euros", "10% off", "room 101", "suite 12-5",
    "call 415 555 0100", "1-800-555-0100", "24/7 support", "1/2 cup of sugar", "50/50 chance", "ratio 3:1", "won 3-2",
    "at 4 Elm Street", "at 5 percent", "at 10 dollars each", "by 2 points", "he is 45 years old", "for 2 hours", "48 hours",
    "3 years of experience", "5 days a week", "in the long run", "next to the bank", "the last one", "one day he will",
    "good morning", "morning person", "iPhone 15", "chapter 4", "Jan Becker", "Wednesday Addams", "Black Friday deals",
    "every monday", "mondays", "monday.com rocks", "friday@example.com", "http://example.com/2026/12/05", "@tuesday", "#friday",
    "10.5.3", "192.168.1.1", "12/5 ratio", "order 2026-1234", "25:00", "31 Nov", "now I know", "save the date",
    "today's special",
    "the 21st century", "5th Avenue", "in the 1990s", "raised 20m", "a 2w lease", "5G phone", "Q4 results were good",
    "Merry Christmas", "Happy New Year", "end of story", "until 5 people join", "from 3 to 4 people", "2-3 people",
    "over the moon",
)


@pytest.mark.parametrize("words", PLANS)
def test_a_plan_is_the_day_or_time_ahead(words: str) -> None:
    """Every phrase means the day or wall time of the table."""
    assert planned(words) == PLANS[words]


@pytest.mark.parametrize("words", HAPPENED)
def test_what_happened_is_the_day_or_instant_behind(words: str) -> None:
    """The same words look back where they tell what happened."""
    assert happened(words) == HAPPENED[words]


@pytest.mark.parametrize("words", NO_PLAN)
def test_words_that_are_no_plan(words: str) -> None:
    """Words about the past, impossible dates and plain words are no plan."""
    assert planned(words) is None


@pytest.mark.parametrize("words", NOT_YET)
def test_what_is_to_come_has_not_happened(words: str) -> None:
    """A future day is no moment."""
    assert happened(words) is None


@pytest.mark.parametrize("text", FOUND_IN)
def test_a_date_is_found_in_a_sentence_and_the_rest_is_left(text: str) -> None:
    """The first date is cut out with the word that leads it."""
    found = find_when(text, REFERENCE, zone=ZONE)
    assert found is not None
    assert (shown(found.planned), found.rest) == FOUND_IN[text]
    assert found.moment is None
    assert text[: found.start].strip() in text and found.start < found.end <= len(text)


@pytest.mark.parametrize("text", NO_DATE)
def test_a_sentence_without_a_date_holds_none(text: str) -> None:
    """A word that could be a date but is not stays a word."""
    assert find_when(text, REFERENCE, zone=ZONE) is None


def test_the_past_found_in_a_sentence_is_a_moment() -> None:
    """Words that say the past give the moment, also without being asked for it."""
    found = find_when("spoke to her 20m ago", REFERENCE, zone=ZONE)
    assert found is not None and found.moment == Moment(dt.datetime(2026, 11, 24, 16, 52, tzinfo=dt.UTC), ZONE)
    looking_back = find_when("we met friday", REFERENCE, zone=ZONE, past=True)
    assert looking_back is not None and looking_back.moment is not None and looking_back.moment.day_only


def test_the_locale_decides_which_figure_is_the_day() -> None:
    """12/5 follows day_first; a figure above twelve can only be the day."""
    assert planned("12/5", day_first=True) == "2027-05-12"
    assert planned("12/25", day_first=True) == "2026-12-25"


def test_the_week_starts_where_it_starts() -> None:
    """On a Saturday, next sunday is tomorrow where weeks start on Sunday and eight days off where they start on Monday."""
    saturday = dt.datetime(2026, 11, 28, 9, 0, tzinfo=HERE)
    assert planned("next sunday", saturday, first_weekday=6) == "2026-11-29"
    assert planned("next sunday", saturday, first_weekday=0) == "2026-12-06"
    assert planned("next week", saturday, first_weekday=6) == "2026-11-30"


def test_business_days_are_the_users_own() -> None:
    """Five business days of a four-day week reach further."""
    assert planned("5b", working_days=(0, 1, 2, 3)) == "2026-12-02"
    assert planned("eow", working_days=(0, 1, 2, 3)) == "2026-11-26"
    assert planned("5b", working_days=()) == "2026-11-29"


def test_end_of_day_is_the_users_own() -> None:
    """The end of the day follows the working hours; once past, it is tomorrow's."""
    assert planned("eod", end_of_day=dt.time(16, 0)) == "2026-11-24 16:00"
    assert planned("eod", dt.datetime(2026, 11, 24, 18, 0, tzinfo=HERE)) == "2026-11-25 17:30"


def test_a_wall_time_the_clocks_skip_is_the_later_one() -> None:
    """02:30 on the night the clocks go forward is 03:30."""
    assert planned("2027-03-14 02:30") == "2027-03-14 03:30"
    before = dt.datetime(2027, 3, 15, 12, 0, tzinfo=HERE)
    found = parse_happened("2027-03-14 02:30", before, zone=ZONE)
    assert found is not None and found.at == dt.datetime(2027, 3, 14, 10, 30, tzinfo=dt.UTC)


def test_a_wall_time_that_comes_twice_is_its_later_pass() -> None:
    """01:30 on the night the clocks go back is the one after the change."""
    after = dt.datetime(2026, 11, 2, 12, 0, tzinfo=HERE)
    found = parse_happened("2026-11-01 01:30", after, zone=ZONE)
    assert found is not None and found.at == dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC)


def test_hours_are_counted_in_real_time_across_a_change() -> None:
    """In 24 hours across the change is another wall time; tomorrow at nine is nine."""
    eve = dt.datetime(2027, 3, 13, 9, 0, tzinfo=HERE)
    assert planned("24h", eve) == "2027-03-14 10:00"
    assert planned("tomorrow 9am", eve) == "2027-03-14 09:00"


def test_the_day_is_the_day_of_the_zone() -> None:
    """Late on a Tuesday in Los Angeles it is Wednesday in UTC; today is Tuesday."""
    late = dt.datetime(2026, 11, 25, 5, 0, tzinfo=dt.UTC)
    assert planned("today", late) == "2026-11-24"
    found = parse_plan("today", late, zone="UTC")
    assert found is not None and found.on == dt.date(2026, 11, 25)


def test_an_unknown_zone_counts_as_utc() -> None:
    """A zone nobody knows does not raise."""
    found = parse_plan("today", REFERENCE, zone="No/Where")
    assert found is not None and found.on == dt.date(2026, 11, 24)


VOCABULARY = st.sampled_from(
    [*sorted({each for phrase in (*PLANS, *HAPPENED, *NO_DATE) for each in phrase.split()}), *"-/:.", "99999999", "1" * 50]
)


@given(st.lists(VOCABULARY, max_size=8).map(" ".join), st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_run_of_its_own_words_raises(text: str, past: bool) -> None:
    """The words of the grammar in any order give a date or none, and a span inside the text."""
    found = find_when(text, REFERENCE, zone=ZONE, past=past)
    assert found is None or 0 <= found.start < found.end <= len(text)
    parse_plan(text, REFERENCE, zone=ZONE)
    parse_happened(text, REFERENCE, zone=ZONE)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_raises(text: str) -> None:
    """Any text is taken."""
    find_when(text, REFERENCE, zone=ZONE)


@given(st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2090, 1, 1)))
@settings(max_examples=200, deadline=None)
def test_an_iso_instant_is_itself(instant: dt.datetime) -> None:
    """Every instant in ISO 8601 with Z reads back as itself, at any reference."""
    aware = instant.replace(microsecond=0, tzinfo=dt.UTC)
    found = parse_happened(aware.isoformat().replace("+00:00", "Z"), dt.datetime(2095, 1, 1, tzinfo=dt.UTC), zone=ZONE)
    assert found == Moment(aware, ZONE)


@given(st.datetimes(dt.datetime(2001, 1, 1), dt.datetime(2090, 1, 1)), st.sampled_from(sorted(set(PLANS) - {"now"})))
@settings(max_examples=300, deadline=None)
def test_a_plan_is_never_behind(instant: dt.datetime, words: str) -> None:
    """Whatever the day, a phrase without a year of its own means today or a day to come."""
    reference = instant.replace(tzinfo=HERE)
    found = parse_plan(words, reference, zone=ZONE)
    if found is not None and not any(
        each in words for each in ("20", "/27", "-26", "this", "early", "beginning", "Sat,", "week of")
    ):
        assert found.on >= reference.astimezone(HERE).date()


@pytest.mark.parametrize("piece", ["1 ", "in ", "the ", "next ", "12/5/", "a ", "first ", "quarter ", "2026-", "may ",
    "and 1h ", "- "])
def test_reading_stays_linear(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the text asks for at most about four times the tokens: counted, not timed."""
    asked = 0
    real = Tokens.word

    def counted(self: Tokens, place: int) -> str:
        nonlocal asked
        asked += 1
        return real(self, place)

    monkeypatch.setattr(Tokens, "word", counted)
    costs = []
    for size in (2_500, 10_000):
        asked = 0
        find_when(piece * (size // len(piece)), REFERENCE, zone=ZONE)
        costs.append(asked)
    assert costs[1] <= 4.5 * costs[0] + 2_000
