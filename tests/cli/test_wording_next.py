"""What comes next, in words: never a time before it can be done, no midnight, no step's own name where words say it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from store.model import DueTouch, Reason, Window
from tui.wording.reasons import reason_line
from tui.wording.receipts import due_by

ZONE = ZoneInfo("America/Los_Angeles")
NOW = dt.datetime(2026, 11, 28, 10, 6, tzinfo=ZONE)


def due(step, kind, opens, goal, possible_from=None):
    window = Window(opens, goal, goal, goal + dt.timedelta(days=3), goal + dt.timedelta(days=7))
    return DueTouch(contact="c1", step_key="k", step=step, kind=kind, group="rhythm", window=window, why=(),
                    possible_from=possible_from)


def at(day, hour=0, minute=0, month=11):
    return dt.datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(("coming", "words"), [
    (due("call", "call", NOW, at(28, 23, 59), at(30, 9)), "next: call, Mon 30 Nov 09:00"),
    (due("call", "call", NOW, at(28, 23, 59)), "call due by 23:59"),
    (due("rhythm", "email", at(29), at(30)), "next: mail, tomorrow"),
    (due("rhythm", "email", at(30, 9), at(30, 9)), "next: mail, Mon 30 Nov 09:00"),
    (due("ladder-mail", "email", NOW, at(28, 17, 30)), "mail after the calls due by 17:30"),
    (due("week-after", "letter", at(30, 9), at(30, 9)), "next: letter a week after the inquiry, Mon 30 Nov 09:00"),
    (due("acknowledge", "email", NOW, at(28, 11)), "first answer by mail due by 11:00"),
    (due("reach", "call", NOW, at(28, 12)), "first call due by 12:00"),
    (due("thank-you", "text", NOW, at(28, 11)), "thank-you text due by 11:00"),
    (due("unanswered", "decide", at(20), at(21)), "a question about what comes next waits for your answer"),
])
def test_what_is_due_next(coming, words):
    assert due_by(coming, NOW, ZONE) == words


@pytest.mark.parametrize(("reason", "words"), [
    (Reason("away", {"until": at(30)}), "away until Mon"),
    (Reason("away", {"until": at(28)}), "away until today"),
    (Reason("snoozed", {"times": 1, "until": at(29)}), "snoozed once, until tomorrow"),
    (Reason("snoozed", {"times": 2, "until": at(28, 15)}), "snoozed twice, until 15:00"),
    (Reason("plan-day", {"day": 141, "of_day": 120, "touch": 5, "of": 9, "low": 7, "high": 10}),
     "day 141, touch 5 of 9, every 7-10 days"),
    (Reason("past-last-call", {"step": "rhythm", "last_call": at(26)}), "this touch missed, 2 days past last call: own up to it"),
    (Reason("past-last-call", {"step": "recap", "last_call": at(26)}), "recap missed, 2 days past last call: own up to it"),
])
def test_a_reason_says_a_day_where_only_a_day_is_meant(reason, words):
    assert reason_line(reason, NOW, ZONE) == words


@pytest.mark.parametrize(("line", "words"), [
    ("heard from Ana Duarte // two dates, please", "Logged: mail from Ana Duarte."),
    ("called by Ana Duarte", "Logged: call from Ana Duarte."),
    ("Ana Duarte declined // not now", "Logged: a no from Ana Duarte."),
    ("emailed Ana Duarte", "Logged: mail to Ana Duarte."),
    ("no answer Ana Duarte", "Logged: call with Ana Duarte (no answer)."),
])
def test_a_logged_line_says_who_spoke(onward, line, words):
    at = {"ONWARD_NOW": "2026-11-24T17:00:00Z"}
    assert onward("log", "met Ana Duarte ana@example.com", env=at).returncode == 0
    done = onward("log", line, env={"ONWARD_NOW": "2026-11-24T18:00:00Z"})
    assert done.returncode == 0 and words in done.stdout + done.stderr
