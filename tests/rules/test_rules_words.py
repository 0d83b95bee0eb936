"""The why and the time left in words, as the screens show them."""

import datetime as dt

import pytest

from store.model import DueTouch, Reason, Window
from tui.wording import reasons

UTC = dt.UTC
ZONE = "America/Los_Angeles"
NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=UTC)
"Tuesday, 09:12 in Los Angeles."
HOUR = dt.timedelta(hours=1)


def due(*why, group="running", opens=NOW - HOUR, goal=None, end=NOW + 5.5 * HOUR, late=None, possible=None):
    late = late or end
    return DueTouch(contact="c1", step_key="k", step="s", kind="call", group=group,
                    window=Window(opens, goal or opens, end, late, late), why=why, possible_from=possible)


@pytest.mark.parametrize(("code", "values", "line"), [
    ("met", {"at": NOW - HOUR / 3, "place": "Chamber"}, "met 20 min ago, Chamber"),
    ("met", {"at": NOW - 3 * HOUR, "place": "Chamber", "temperature": "hot"}, "met 3 h ago, Chamber, hot"),
    ("inquiry", {"at": NOW - 20 * HOUR, "kind": "email", "temperature": "hot"}, "inquiry yesterday, hot"),
    ("plan-day", {"day": 45, "of_day": 120, "touch": 5, "of": 9, "by": "pace", "style": "fast", "known": True,
                  "low": 7, "high": 10}, "day 45 of 120, touch 5 of 9, fast decider: every 7-10 days"),
    ("no-answer", {"count": 2, "kind": "email"}, "no answer twice: the ladder says email"),
    ("no-answer", {"count": 1, "kind": "call"}, "no answer once: the ladder says call"),
    ("owed-reply", {"kind": "email", "at": NOW - 24 * HOUR, "words": "she asked for two dates"},
     "she asked for two dates, yesterday"),
    ("owed-reply", {"kind": "text", "at": NOW - 50 * HOUR, "count": 2}, "they texted 2 days ago (2 waiting)"),
    ("looks-like-thanks", {"kind": "email", "at": NOW - 50 * HOUR, "words": "Re: Dates", "count": 1},
     "looks like thanks: nothing to answer? Re: Dates, 2 days ago"),
    ("promise", {"text": "the price note", "on": dt.date(2026, 11, 26), "kind": "email"}, "the price note, Thu"),
    ("without-cadence", {"count": 1}, "1 person has no cadence yet: choose one"),
    ("without-cadence", {"count": 12}, "12 people have no cadence yet: choose one"),
    ("unfiled", {"count": 1}, "1 line in doubt: who was it?"),
    ("date", {"name": "birthday", "on": dt.date(2026, 11, 28), "ahead": True}, "birthday Sat: post it in time"),
    ("keep", {"by": "stage", "style": "credibility", "known": True, "low": 45, "high": 45,
              "last": NOW - 1100 * HOUR}, "last touch 9 Oct, credibility: every 45 days"),
    ("brand-new-code", {}, "brand new code"),
])
def test_a_reason_in_one_line(code, values, line):
    assert reasons.why(due(Reason(code, values)), NOW, ZONE) == line


def test_all_reasons_in_their_order():
    lines = reasons.why_lines(due(Reason("call-number", {"number": 3}), Reason("go-on")), NOW, ZONE)
    assert lines == ["call 3", "go on with them: keep, slow, nurture or close?"]


@pytest.mark.parametrize(("touch", "words"), [
    (due(), "5 h left"),
    (due(goal=NOW + HOUR * 2 / 3), "40 min"),
    (due(end=NOW + 15 * HOUR), "by Wed 00:12"),
    (due(group="rhythm", end=NOW + 8 * HOUR), "today"),
    (due(group="rhythm", end=NOW + 80 * HOUR), "3 d left"),
    (due(end=NOW - 50 * HOUR, opens=NOW - 90 * HOUR), "2 d late"),
    (due(end=NOW - 2 * HOUR, opens=NOW - 9 * HOUR, late=NOW + HOUR), "2 h over"),
    (due(possible=NOW + 7.3 * HOUR), "from 16:30"),
    (due(opens=NOW + 48 * HOUR, end=NOW + 60 * HOUR), "from Thu 09:12"),
    (due(group="housekeeping"), ""),
])
def test_time_left(touch, words):
    assert reasons.time_left(touch, NOW, ZONE) == words


def test_share_left_drains_from_one_to_nothing():
    touch = due(opens=NOW, goal=NOW + HOUR, end=NOW + 24 * HOUR)
    assert reasons.share_left(touch, NOW) == 1.0
    assert reasons.share_left(touch, NOW + HOUR / 4) == 0.75
    assert reasons.share_left(touch, NOW + HOUR * 2) > 0.9
    assert reasons.share_left(touch, NOW + 24 * HOUR) == 0.0


def test_a_zone_that_is_none_is_utc():
    assert reasons.time_left(due(possible=NOW + HOUR), NOW, "No/Zone") == "from 18:12"


def test_every_reason_the_rules_give_has_a_sentence():
    import re
    from pathlib import Path

    import store.rules

    folder = Path(store.rules.__file__).parent
    source = "".join((folder / name).read_text() for name in (
        "agenda.py", "debts.py", "dates.py", "endings.py", "guards.py", "queue.py", "rhythm.py", "steps.py"))
    codes = set(re.findall(r'Reason\("([a-z-]+)"', source)) - {"plan-ended", "address-bounced", "interval"}
    assert len(codes) > 30
    assert codes <= set(reasons._SENTENCES)
