"""What is due, when and why: the paths of met, inquiry and keep, debts, moves, pauses and guards."""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from store.model import Address, Pause, Permission, Planned, ShelfItem, SpecialDate
from store.records import replace
from store.rules import agenda as rules
from store.rules import endings, queue
from store.rules.practice import Practice

UTC = dt.UTC
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
"Tuesday 1 December 2026, 10:00 in Los Angeles."


def codes(due):
    return [each.code for each in due.why]


def values(due, code):
    return next(each.values for each in due.why if each.code == code)


def test_a_thank_you_is_due_within_the_hour(person):
    ana = person(temperature="hot")
    ana.met(NOW)
    row = ana.row(NOW)
    assert (row.step, row.group, row.kind, row.template) == ("thank-you", "running", "text", "thank-you")
    assert row.window.goal == NOW + HOUR
    assert values(row, "met")["place"] == "Chamber"


@pytest.mark.parametrize(("channels", "permissions", "kinds"), [
    (("text", "email"), {}, ("text", "email")),
    (("email",), {}, ("email",)),
    (("text",), {}, ("text",)),
    (("text", "email"), {"text": "refused"}, ("email",)),
    (("text", "email", "post"), {}, ("text", "email", "note")),
    (("post",), {}, ("note",)),
])
def test_the_kinds_of_a_thank_you(person, channels, permissions, kinds):
    ana = person(channels=channels, permissions=tuple(Permission(*each) for each in permissions.items()))
    ana.met(NOW)
    assert ana.row(NOW).kinds == kinds


def test_without_any_address_the_row_stays_and_says_so(person):
    ana = person(channels=())
    ana.met(NOW)
    row = ana.row(NOW)
    assert row.kind == "note"
    assert "no-address" in codes(row)


def test_an_unknown_permission_to_text_asks_first(person):
    ana = person(permissions=())
    ana.met(NOW)
    assert "ask-first" in codes(ana.row(NOW))


def test_after_nine_in_the_evening_the_thank_you_goes_by_email(person):
    ana = person()
    night = dt.datetime(2026, 12, 2, 5, 30, tzinfo=UTC)
    ana.met(night - HOUR / 2)
    assert ana.row(dt.datetime(2026, 12, 2, 5, 0, tzinfo=UTC)).kind == "text"
    row = ana.row(night)
    assert (row.kind, row.possible_from) == ("email", None)
    assert "hour" in codes(row)


def test_after_nine_with_only_a_number_it_waits_for_the_morning(person):
    ana = person(channels=("text",))
    night = dt.datetime(2026, 12, 2, 5, 30, tzinfo=UTC)
    ana.met(night)
    row = ana.row(night)
    assert row.kind == "text"
    assert row.possible_from == dt.datetime(2026, 12, 2, 16, 0, tzinfo=UTC)


def test_a_thank_you_text_may_leave_on_a_sunday(person):
    ana = person()
    sunday = dt.datetime(2026, 12, 6, 20, 0, tzinfo=UTC)
    ana.met(sunday)
    assert ana.row(sunday).possible_from is None


def test_the_call_follows_the_thank_you_and_sinks_until_somebody_would_take_it(person):
    ana = person(temperature="warm")
    ana.met(NOW)
    ana.do(NOW + HOUR, ana.row(NOW + HOUR))
    row = ana.row(NOW + HOUR)
    assert (row.step, row.kind, row.possible_from) == ("call", "call", None)
    evening = NOW + 10 * HOUR
    assert ana.row(evening).possible_from == dt.datetime(2026, 12, 2, 17, 0, tzinfo=UTC)


def test_a_cold_contact_is_called_or_written_to_after_two_days(person):
    ana = person(temperature="cold")
    ana.met(NOW)
    ana.do(NOW, ana.row(NOW))
    assert ana.row(NOW + 47 * HOUR) is None
    row = ana.row(NOW + 48 * HOUR)
    assert row.kinds == ("call", "email")


def test_any_touch_settles_the_thank_you_and_a_call_settles_the_call_too(person):
    ana = person()
    ana.met(NOW)
    ana.touch(NOW + HOUR, "call", outcome="reached")
    assert not {"thank-you", "call"} & {each.step for each in ana.agenda(NOW + HOUR).candidates}


def test_a_bounced_touch_settles_nothing_and_proposes_the_next_channel(person):
    ana = person()
    ana.met(NOW)
    first = ana.row(NOW)
    ana.do(NOW, first, "bounced")
    row = ana.row(NOW)
    assert (row.step, row.kind) == ("thank-you", "email")
    assert row.step_key != first.step_key


def test_a_touch_of_the_same_instant_as_the_meeting_counts(person):
    ana = person()
    ana.met(NOW)
    ana.touch(NOW, "email", outcome="sent")
    assert ana.row(NOW).step == "call"


def test_the_ladder_call_again_then_email_then_rhythm(person):
    ana = person(pace="fast")
    ana.met(NOW)
    ana.do(NOW, ana.row(NOW))
    ana.do(NOW + HOUR, ana.row(NOW + HOUR), "no-answer")
    assert ana.row(NOW + 2 * HOUR) is None
    again = ana.row(NOW + DAY)
    assert (again.step, values(again, "call-number")["number"]) == ("call-again", 2)
    ana.do(NOW + DAY, again, "no-answer")
    mail = ana.row(NOW + DAY)
    assert (mail.step, mail.kind, mail.why[0].code, mail.why[0].values["count"]) == (
        "ladder-mail", "email", "no-answer", 2)
    ana.do(NOW + DAY, mail)
    assert ana.row(NOW + 2 * DAY) is None
    row = ana.row(NOW + 10 * DAY)
    assert row.step == "rhythm"
    assert values(row, "plan-day")["style"] == "fast"


def test_the_second_call_waits_for_a_business_day(person):
    ana = person()
    friday = NOW + 3 * DAY
    ana.met(friday)
    ana.do(friday, ana.row(friday))
    ana.do(friday, ana.row(friday), "no-answer")
    assert ana.row(friday + 2 * DAY) is None
    assert ana.row(friday + 3 * DAY).step == "call-again"


def test_a_reply_leaves_the_ladder_once_it_is_answered(person):
    ana = person()
    ana.met(NOW)
    ana.do(NOW, ana.row(NOW))
    ana.do(NOW, ana.row(NOW), "no-answer")
    ana.touch(NOW + HOUR, "email", "in", note="she asked for two dates")
    row = ana.row(NOW + DAY)
    assert (row.step, row.group, row.kind) == ("reply", "owed", "email")
    assert values(row, "owed-reply")["words"] == "she asked for two dates"
    ana.do(NOW + DAY, row)
    assert [each.step for each in ana.agenda(NOW + DAY).candidates] == ["next-step", "rhythm"]


def test_reached_asks_for_a_recap_and_the_next_step(person):
    ana = person()
    ana.met(NOW)
    ana.do(NOW, ana.row(NOW))
    ana.do(NOW + HOUR, ana.row(NOW + HOUR), "reached")
    steps = [each.step for each in ana.agenda(NOW + HOUR).candidates]
    assert steps[:2] == ["recap", "next-step"]
    ana.do(NOW + 2 * HOUR, ana.row(NOW + 2 * HOUR))
    assert ana.row(NOW + 2 * HOUR).step == "next-step"
    ana.promise(NOW + 2 * HOUR, "call", dt.date(2026, 12, 10), next_step=True)
    assert [each.step for each in ana.agenda(NOW + 2 * HOUR).candidates] == ["promise"]


def test_a_dated_next_step_holds_the_rhythm_and_not_the_thank_you(person):
    ana = person()
    ana.met(NOW)
    ana.promise(NOW, "call", dt.date(2026, 12, 20), next_step=True)
    assert ana.row(NOW).step == "thank-you"
    ana.do(NOW, ana.row(NOW))
    assert ana.row(NOW + 15 * DAY) is None
    assert ana.row(NOW + 19 * DAY).step == "promise"


def test_an_inquiry_is_acknowledged_where_they_wrote_at_any_hour(person):
    ana = person()
    night = dt.datetime(2026, 12, 6, 10, 0, tzinfo=UTC)
    ana.inquired(night, "text")
    row = ana.row(night)
    assert (row.step, row.kind, row.possible_from) == ("acknowledge", "text", None)
    assert row.window.due == night + HOUR


def test_the_inquirys_own_mail_is_not_owed_twice(person):
    ana = person()
    ana.inquired(NOW)
    assert [each.step for each in ana.agenda(NOW).candidates] == ["acknowledge"]


def test_the_whole_ladder_of_an_inquiry(person):
    ana = person(temperature="warm")
    ana.inquired(NOW)
    steps = []
    now = NOW
    while (now - NOW).days < 45:
        row = ana.row(now)
        if row is None or row.possible_from:
            now += HOUR
            continue
        steps.append((row.step, row.kind, (now - NOW).days))
        ana.do(now, row, "no-answer" if row.kind == "call" else "sent")
    assert [(step, kind) for step, kind, _ in steps[:5]] == [
        ("acknowledge", "email"), ("call", "call"), ("call-again", "call"), ("ladder-mail", "email"),
        ("week-after", "letter")]
    assert [day for *_, day in steps[:5]] == [0, 0, 0, 0, 7] or steps[4][2] == 7
    assert steps[5][0] == "rhythm"
    assert steps[5][2] >= 35


def test_a_cold_lead_has_its_own_clock(person):
    ana = person(temperature="cold")
    ana.inquired(NOW)
    ana.do(NOW, ana.row(NOW))
    row = ana.row(NOW)
    assert (row.step, row.window.due, row.kinds) == ("call", NOW + 48 * HOUR, ("call", "email"))


def test_reaching_an_inquiry_asks_for_need_size_and_when(person):
    ana = person(size="40 people")
    ana.inquired(NOW)
    ana.do(NOW, ana.row(NOW))
    ana.do(NOW, ana.row(NOW), "reached")
    question = next(each for each in ana.agenda(NOW).candidates if each.step == "next-step")
    assert values(question, "ask-needs")["missing"] == "need, wanted_by"


def test_an_inquiry_on_a_saturday_with_a_holiday_monday(person):
    ana = person(temperature="hot")
    saturday = dt.datetime(2027, 1, 16, 18, 0, tzinfo=UTC)
    ana.inquired(saturday)
    ana.do(saturday, ana.row(saturday))
    call = ana.row(saturday)
    tuesday = dt.datetime(2027, 1, 19, 17, 0, tzinfo=UTC)
    assert call.window.due == dt.datetime(2027, 1, 20, 1, 30, tzinfo=UTC)
    assert call.possible_from == tuesday
    ana.do(tuesday, ana.row(tuesday), "no-answer")
    ana.do(tuesday + 3 * DAY, ana.row(tuesday + 3 * DAY), "no-answer")
    mail = ana.row(tuesday + 3 * DAY)
    assert (mail.step, mail.window.opens) == ("ladder-mail", tuesday + 3 * DAY)


@pytest.mark.parametrize(("stage", "after"), [("visibility", 90), ("credibility", 45), ("profitability", 60), ("", 90)])
def test_keep_counts_its_days_by_stage(person, stage, after):
    ana = person(stage=stage)
    ana.touch(NOW - DAY, "call", outcome="left-message")
    ana.start("keep", NOW)
    rhythm = next(each for each in ana.agenda(NOW).candidates if each.step == "rhythm")
    assert after - 2 <= (rhythm.window.opens - NOW).days <= after + 3


def test_a_tags_interval_beats_the_stages(person, cadences):
    definition = {**cadences["keep"], "rhythm": [{**cadences["keep"]["rhythm"][0], "tags": {"vip": 10}}]}
    ana = person(practice=Practice(zone="America/Los_Angeles", cadences={"keep": definition}), tags=("vip",))
    ana.touch(NOW - DAY, "email", outcome="sent")
    ana.start("keep", NOW)
    assert (ana.agenda(NOW).candidates[0].window.opens - NOW).days == 8


def test_somebody_given_keep_without_any_touch_is_due_at_once(person):
    ana = person(channels=("text", "email", "post"))
    ana.start("keep", NOW)
    assert ana.row(NOW + HOUR).kind == "card"


def test_keep_never_proposes_the_same_kind_twice_and_only_what_is_on_the_shelf(person):
    shelf = (ShelfItem("s1", "clipping", "Leases", link="https://example.com/leases"),)
    practice = Practice(zone="America/Los_Angeles", cadences=person().practice.cadences, shelf=shelf)
    ana = person(practice=practice, channels=("text", "email", "post"), stage="credibility")
    ana.start("keep", NOW)
    kinds = []
    now = NOW
    for _ in range(5):
        while (row := ana.row(now)) is None or row.possible_from:
            now += 6 * HOUR
        if row.step in ("recap", "next-step"):
            ana.move("settle", row.step_key, now)
            continue
        kinds.append(row.kind)
        ana.do(now, row)
        ana.touch(now + HOUR, "email", "in", wants_answer=False)
    assert all(one != other for one, other in itertools.pairwise(kinds))
    assert "invitation" not in kinds
    assert "gift" not in kinds


@pytest.mark.parametrize(("facts", "low", "high"), [
    ({"pace": "fast"}, 7, 10), ({"pace": "steady"}, 14, 14), ({"pace": "slow"}, 21, 30),
    ({"temperature": "hot"}, 7, 10), ({"temperature": "warm"}, 14, 14), ({"temperature": "cold"}, 32, 45),
    ({}, 14, 14), ({"pace": "fast", "temperature": "cold"}, 10, 15), ({"pace": "fast", "slower": 2.0}, 14, 20),
])
def test_the_rhythm_follows_pace_and_temperature(person, facts, low, high):
    ana = at_rhythm(person, **facts)
    reason = values(ana.agenda(NOW).candidates[0], "plan-day")
    assert (reason["low"], reason["high"]) == (low, high)


def at_rhythm(person, **facts):
    """Return somebody met two days ago whose opening is over."""
    ana = person(**facts)
    ana.met(NOW - 2 * DAY)
    ana.touch(NOW - 2 * DAY, "text", outcome="sent")
    ana.touch(NOW - DAY, "call", outcome="reached")
    ana.touch(NOW - DAY, "email", outcome="sent")
    ana.move("settle", f"next-step:{ana.dossier.touches[-2].id}", NOW)
    return ana


def test_slower_by_country_is_a_setting(person):
    slow = Practice(zone="America/Los_Angeles", cadences=person().practice.cadences, slower_countries={"JP": 2.0})
    ana = at_rhythm(person, practice=slow, country="JP", pace="fast")
    assert values(ana.agenda(NOW).candidates[0], "plan-day")["low"] == 14


def silent(person, count, **facts):
    """Return somebody in the rhythm who has not answered `count` touches, and the instant of the last."""
    ana = at_rhythm(person, pace="fast", **facts)
    at = NOW
    for number in range(count - 1):
        at = NOW + (number + 1) * 8 * DAY
        ana.touch(at, "email", outcome="sent")
    return ana, at


def test_after_three_unanswered_the_next_is_a_gift_and_the_interval_stretches(person):
    ana, at = silent(person, 3)
    row = ana.row(at + 14 * DAY)
    assert (row.kind, row.template) == ("gift", "gift")
    assert values(row, "plan-day")["low"] == 10


def test_after_five_unanswered_it_asks_and_going_on_goes_on(person):
    ana, at = silent(person, 5)
    at += 15 * DAY
    row = ana.row(at)
    assert (row.step, row.kind, row.group) == ("unanswered", "decide", "housekeeping")
    ana.decide(at, row, "slow")
    rhythm = ana.agenda(at + DAY).candidates[0]
    assert rhythm.step == "rhythm"
    assert rhythm.group == "rhythm"


def run(person, touches, last_day):
    """Return somebody in the plan since NOW - last_day days with so many touches, answered, evenly spread."""
    ana = person(pace="slow", temperature="cold")
    start = NOW - last_day * DAY
    ana.met(start)
    ana.touch(start + HOUR, "text", outcome="sent")
    ana.touch(start + DAY, "call", outcome="left-message")
    ana.touch(start + 2 * DAY, "call", outcome="left-message")
    for number in range(touches - 3):
        at = start + (3 + number * (last_day - 12) / max(1, touches - 3)) * DAY
        ana.touch(at, "email", outcome="sent")
        ana.touch(at + HOUR, "email", "in", wants_answer=False)
    return ana


def test_a_cold_slow_contact_on_day_119_after_six_touches_goes_on(person):
    ana = run(person, 6, 119)
    steps = {each.step: each for each in ana.agenda(NOW).candidates}
    assert "end-of-plan" not in steps
    assert values(steps["rhythm"], "plan-day")["touch"] == 7


def test_nine_touches_on_day_119_end_with_a_decision_on_day_120(person):
    ana = run(person, 9, 119)
    agenda = ana.agenda(NOW)
    assert [each.step for each in agenda.candidates] == ["end-of-plan"]
    assert queue.row_of(agenda, NOW) is None
    row = ana.row(NOW + DAY)
    assert values(row, "end-of-plan")["touches"] == 9
    ana.decide(NOW + DAY, row, "keep")
    assert [plan.cadence for plan in ana.dossier.plans if plan.ended is None] == ["keep"]


def test_no_answers_bounces_and_newsletters_do_not_count_and_a_day_counts_once(person):
    ana = at_rhythm(person, pace="fast")
    before = values(ana.agenda(NOW).candidates[0], "plan-day")["touch"]
    for kind, outcome in (("call", "no-answer"), ("email", "bounced"), ("newsletter", "sent")):
        ana.touch(NOW, kind, outcome=outcome)
    ana.touch(NOW, "note", outcome="sent")
    ana.touch(NOW + HOUR, "note", outcome="sent")
    assert values(ana.agenda(NOW + HOUR).candidates[0], "plan-day")["touch"] == before + 1


def test_twenty_one_calls_ask_to_change_the_form(person):
    ana = person()
    ana.met(NOW)
    ana.touch(NOW, "text", outcome="sent")
    for number in range(21):
        ana.touch(NOW + number * HOUR, "social", outcome="sent")
    ana.dossier = replace(ana.dossier, touches=tuple(
        replace(each, kind="call", outcome="no-answer") if each.kind == "social" else each
        for each in ana.dossier.touches[:3]))
    for number in range(20):
        ana.touch(NOW + number * HOUR, "call", "out", "no-answer", step="other")
    ana.plan_change(definition={"name": "calls", "step": [
        {"name": "call", "kinds": ["call"], "done-by": ["video"], "opens": "at once", "due": "1 day"}]})
    row = ana.row(NOW + 30 * HOUR)
    assert row.kind != "call"
    assert "change-the-form" in codes(row)


def test_a_reply_on_a_friday_evening_shows_while_away(person):
    friday = dt.datetime(2026, 12, 5, 1, 0, tzinfo=UTC)
    away = (Pause("a1", "", dt.date(2026, 12, 1), dt.date(2026, 12, 20)),)
    practice = Practice(zone="America/Los_Angeles", country="US", cadences=person().practice.cadences, aways=away)
    ana = person(practice=practice)
    ana.start("keep", friday - DAY)
    ana.touch(friday, "email", "in")
    row = ana.row(friday)
    assert (row.step, row.window.due) == ("reply", dt.datetime(2026, 12, 8, 1, 30, tzinfo=UTC))
    ana.do(friday, row)
    assert ana.row(friday + DAY) is None


@pytest.mark.parametrize(("kind", "outcome", "wants", "owed"), [
    ("email", "", None, True), ("text", "", True, True), ("email", "", False, False), ("call", "reached", None, False),
    ("call", "left-message", None, True), ("email", "declined", None, False),
])
def test_which_incoming_touches_are_owed_an_answer(person, kind, outcome, wants, owed):
    ana = person()
    ana.touch(NOW, kind, "in", outcome, wants_answer=wants)
    assert any(each.step == "reply" for each in ana.agenda(NOW).candidates) is owed


def test_old_or_imported_mail_is_no_debt(person):
    ana = person()
    ana.touch(NOW - 90 * DAY, "email", "in", recorded=NOW)
    ana.touch(NOW - DAY, "email", "in", origin="import")
    ana.touch(NOW - 90 * DAY, "meeting", recorded=NOW)
    assert not ana.agenda(NOW).candidates


def test_the_clock_of_a_reply_starts_with_the_oldest_one_unanswered(person):
    ana = person()
    first = ana.touch(NOW, "email", "in")
    ana.touch(NOW + HOUR, "text", "in")
    row = ana.row(NOW + 2 * HOUR)
    assert (row.touch, row.window.opens, values(row, "owed-reply")["count"]) == (first.id, NOW, 2)


def test_a_call_without_answer_does_not_answer_and_proposes_writing(person):
    ana = person()
    ana.touch(NOW, "call", "in", "left-message")
    row = ana.row(NOW)
    assert row.kind == "call"
    ana.do(NOW, row, "no-answer")
    again = ana.row(NOW)
    assert (again.kind, again.step_key != row.step_key) == ("email", True)


def test_a_debt_past_last_call_stays_owed_and_owns_up(person):
    ana = person()
    ana.touch(NOW, "email", "in")
    row = ana.row(NOW + 20 * DAY)
    assert (row.group, row.template, row.why[0].code) == ("owed", "rescue", "past-last-call")


def test_a_promised_call_is_kept_by_a_call_that_reaches(person):
    ana = person()
    promise = ana.promise(NOW, "call", dt.date(2026, 12, 2), dt.time(10, 0))
    assert ana.row(NOW) is None
    at = NOW + DAY
    row = ana.row(at)
    assert (row.group, row.promise) == ("owed", promise.id)
    ana.do(at, row, "no-answer")
    assert ana.row(at) is None
    ana.do(at + DAY, ana.row(at + DAY), "reached")
    assert ana.dossier.promises[0].kept is not None


def test_a_recap_is_done_by_anything_written(person):
    ana = person(origin="import")
    ana.touch(NOW, "meeting")
    assert ana.row(NOW).step == "recap"
    ana.touch(NOW + HOUR, "text", outcome="sent")
    assert "recap" not in {each.step for each in ana.agenda(NOW + HOUR).candidates}


def test_past_last_call_the_step_is_a_rescue_that_asks_once(person):
    ana = person()
    ana.met(NOW)
    at = NOW + 73 * HOUR
    row = ana.row(at)
    assert (row.step, row.group, row.template) == ("rescue", "rescue", "rescue")
    assert codes(row)[0] == "past-last-call"
    assert "go-on" in codes(row)
    ana.decide(at, row, "keep")
    assert "go-on" not in codes(ana.row(at))
    ana.do(at, ana.row(at))
    assert ana.row(at).step == "call"


def test_a_snoozed_rung_counts_anew_and_a_running_clock_runs_on(person):
    ana = at_rhythm(person, pace="fast")
    rhythm = ana.agenda(NOW).candidates[0]
    ana.move("snooze", rhythm.step_key, NOW, Planned(dt.date(2027, 1, 11)))
    late = dt.datetime(2027, 1, 12, 1, 0, tzinfo=UTC)
    assert ana.row(late - 2 * DAY) is None
    assert ana.row(late).group == "rhythm"
    bob = person()
    bob.met(NOW)
    bob.move("snooze", bob.row(NOW).step_key, NOW, Planned(dt.date(2026, 12, 20)))
    assert bob.row(NOW + DAY) is None
    assert bob.row(NOW + 20 * DAY).step == "rescue"


def test_three_snoozes_of_one_step_ask_the_real_question(person):
    ana = at_rhythm(person, pace="fast")
    key = ana.agenda(NOW).candidates[0].step_key
    for day in (10, 14, 17):
        ana.move("snooze", key, NOW, Planned(dt.date(2026, 12, day)))
    at = dt.datetime(2026, 12, 17, 18, 0, tzinfo=UTC)
    row = ana.row(at)
    assert (row.step, row.group, row.kind) == ("snoozed", "housekeeping", "decide")
    ana.decide(at, row, "keep")
    assert ana.row(at).step == "rhythm"


def test_a_skipped_step_moves_the_plan_on(person):
    ana = person()
    ana.met(NOW)
    row = ana.row(NOW)
    ana.move("skip", row.step_key, NOW)
    assert ana.row(NOW).step == "call"


def test_a_pause_hides_all_but_debts(person):
    ana = person()
    ana.met(NOW)
    ana.dossier = replace(ana.dossier, pauses=(Pause("z1", "c1", NOW.date()),))
    assert ana.row(NOW) is None
    ana.touch(NOW, "email", "in")
    assert ana.row(NOW).step == "reply"
    ana.dossier = replace(ana.dossier, pauses=(Pause("z1", "c1", NOW.date(), ended=NOW + HOUR),))
    assert ana.agenda(NOW + 2 * HOUR).candidates


def test_back_from_away_the_rhythm_is_due_and_not_missed(person):
    away = (Pause("a1", "", dt.date(2026, 12, 1), dt.date(2027, 1, 11)),)
    practice = Practice(zone="America/Los_Angeles", country="US", cadences=person().practice.cadences, aways=away)
    ana = at_rhythm(person, practice=practice, pace="fast")
    assert ana.row(dt.datetime(2027, 1, 8, 18, 0, tzinfo=UTC)) is None
    assert ana.row(dt.datetime(2027, 1, 11, 18, 0, tzinfo=UTC)).group == "rhythm"


def test_a_decline_ends_the_plan(person):
    ana = person()
    ana.met(NOW)
    ana.touch(NOW + HOUR, "email", "in", "declined")
    found = endings.what_follows(None, ana.dossier, ana.practice, NOW + HOUR)
    assert ("plan-ended", "declined") in [(each.code, each.values.get("why")) for each in found]
    ana.follow(NOW + HOUR)
    assert not ana.agenda(NOW + HOUR).candidates


def test_a_bounce_marks_its_address(person):
    ana = person()
    before = ana.dossier
    ana.touch(NOW, "email", outcome="bounced", address="ana@example.com")
    found = endings.what_follows(before, ana.dossier, ana.practice, NOW)
    assert ("address-bounced", "ana@example.com") in [(each.code, each.values.get("value")) for each in found]


def test_stage_and_standing_are_proposed_when_the_facts_say_so(person):
    ana = person()
    ana.inquired(NOW)
    ana.do(NOW, ana.row(NOW))
    ana.touch(NOW + HOUR, "email", "in")
    found = {(each.code, each.values["to"]) for each in ana.agenda(NOW + HOUR).proposals}
    assert found == {("stage", "credibility"), ("standing", "inquiry")}
    ana.change(standing="client")
    assert [each.values["to"] for each in ana.agenda(NOW + HOUR).proposals] == ["profitability"]


def test_waiting_is_said_of_what_was_sent_and_is_unanswered(person):
    ana = person()
    ana.met(NOW)
    ana.do(NOW, ana.row(NOW))
    ana.do(NOW, ana.row(NOW), "left-message")
    assert ana.agenda(NOW).waiting
    ana.touch(NOW + HOUR, "text", "in", wants_answer=False)
    assert not ana.agenda(NOW + HOUR).waiting


def test_a_rhythm_touch_on_a_holiday_moves_and_says_so(person):
    ana = person(temperature="hot")
    ana.met(dt.datetime(2026, 12, 17, 18, 0, tzinfo=UTC))
    ana.touch(dt.datetime(2026, 12, 17, 18, 0, tzinfo=UTC), "text", outcome="sent")
    ana.touch(dt.datetime(2026, 12, 18, 18, 0, tzinfo=UTC), "call", outcome="left-message")
    ana.touch(dt.datetime(2026, 12, 18, 19, 0, tzinfo=UTC), "call", outcome="left-message")
    ana.touch(dt.datetime(2026, 12, 18, 20, 0, tzinfo=UTC), "email", outcome="sent")
    rhythm = ana.agenda(dt.datetime(2026, 12, 19, 18, 0, tzinfo=UTC)).candidates[0]
    assert rhythm.window.opens == dt.datetime(2026, 12, 28, 17, 0, tzinfo=UTC)
    assert values(rhythm, "moved")["because"] == "holiday"


def test_before_last_call_the_kind_changes_rather_than_the_hour(person):
    ana = person(temperature="warm", addresses=(Address("phone", "+14155550100"), Address("email", "a@example.com")))
    ana.inquired(NOW)
    ana.do(NOW, ana.row(NOW))
    night = ana.row(NOW).window.last_call - HOUR / 60
    assert ana.row(night).possible_from is None
    ana.change(zone="Asia/Tokyo")
    row = ana.row(ana.row(NOW).window.last_call - 9 * HOUR)
    assert row.possible_from is None or row.possible_from <= row.window.last_call


def test_turns_is_the_next_instant_that_changes_anything(person):
    ana = person()
    ana.met(NOW)
    ana.do(NOW, ana.row(NOW))
    ana.do(NOW, ana.row(NOW), "no-answer")
    agenda = ana.agenda(NOW)
    assert agenda.turns == agenda.candidates[0].window.opens


def test_a_leap_day_birthday_falls_on_the_28th_and_replaces_the_keep_touch(person):
    ana = person(channels=("text", "email", "post"), stage="credibility")
    ana.dossier = replace(ana.dossier, dates=(SpecialDate("d1", "c1", "birthday", 2, 29),))
    ana.touch(dt.datetime(2027, 1, 11, 18, 0, tzinfo=UTC), "call", outcome="left-message")
    ana.start("keep", dt.datetime(2027, 1, 11, 18, 0, tzinfo=UTC))
    card = ana.row(dt.datetime(2027, 2, 17, 18, 0, tzinfo=UTC))
    assert (card.step, card.kind, values(card, "date")["on"]) == ("date", "card", dt.date(2027, 2, 28))
    morning = dt.datetime(2027, 2, 28, 18, 0, tzinfo=UTC)
    steps = [each.step for each in ana.agenda(morning).candidates if each.window.opens <= morning]
    assert steps == ["date"]


OUTCOMES = {"call": ("reached", "no-answer", "left-message"), "text": ("sent", "bounced"), "email": ("sent", "bounced")}


@settings(max_examples=60, deadline=None)
@given(data=some.data(), name=some.sampled_from(("met", "inquiry", "keep", "booth", "referral", "nurture")),
       refused=some.sets(some.sampled_from(("text", "call", "email", "post"))),
       temperature=some.sampled_from(("hot", "warm", "cold", "")), start=some.datetimes(
           dt.datetime(2026, 1, 1), dt.datetime(2028, 12, 31), timezones=some.just(UTC)))
def test_doing_moves_on_never_on_a_refused_channel_and_the_same_twice(person, data, name, refused, temperature, start):
    ana = person(channels=("text", "email", "post"), temperature=temperature,
                 zone=data.draw(some.sampled_from(("Pacific/Pago_Pago", "Pacific/Kiritimati", "Europe/London"))),
                 permissions=tuple(Permission(each, "refused") for each in refused))
    if name == "inquiry":
        ana.inquired(start)
    else:
        ana.start(name, start, ana.touch(start, "meeting"))
    now = start
    for _ in range(10):
        agenda = ana.agenda(now)
        assert agenda == ana.agenda(now)
        for each in agenda.candidates:
            window = each.window
            assert window.opens <= window.goal <= window.due <= window.late <= window.last_call
            channel = {"text": "text", "call": "call", "email": "email", "note": "post", "card": "post"}.get(each.kind)
            assert channel not in refused
        row = queue.row_of(agenda, now)
        if row is None:
            now = agenda.turns or now + DAY
            continue
        if row.kind == "decide":
            ana.decide(now, row, data.draw(some.sampled_from(("keep", "slow"))))
        else:
            ana.do(now, row, data.draw(some.sampled_from(OUTCOMES.get(row.kind, ("sent",)))))
        after = ana.row(now)
        assert after is None or after.step_key != row.step_key


@settings(max_examples=40, deadline=None)
@given(data=some.data(), start=some.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1),
                                              timezones=some.just(UTC)))
def test_nothing_changes_before_turns(person, data, start):
    ana = person(zone="Asia/Kolkata")
    ana.met(start)
    now = start
    for _ in range(6):
        agenda = ana.agenda(now)
        if agenda.turns is None:
            return
        share = data.draw(some.floats(0, 1))
        between = now + (agenda.turns - now) * share
        if between < agenda.turns:
            row, later = queue.row_of(agenda, now), ana.row(between)
            assert (row and (row.step_key, row.kind, row.group)) == (later and (later.step_key, later.kind, later.group))
        now = agenda.turns
        row = ana.row(now)
        if row is not None and row.kind != "decide" and data.draw(some.booleans()):
            ana.do(now, row)


@settings(max_examples=15, deadline=None)
@given(data=some.data(), month=some.integers(1, 12), day=some.integers(1, 31))
def test_nothing_changes_before_turns_with_dates(person, data, month, day):
    ana = person(channels=("text", "email", "post"), zone="Pacific/Auckland", stage="credibility")
    ana.dossier = replace(ana.dossier, dates=(SpecialDate("d1", "c1", "birthday", month, min(day, 29)),))
    ana.touch(NOW, "email", outcome="sent")
    ana.start("keep", NOW)
    now = NOW
    for _ in range(40):
        agenda = ana.agenda(now)
        assert agenda.turns is not None
        between = now + (agenda.turns - now) * data.draw(some.floats(0, 1))
        between = min(between, agenda.turns - dt.timedelta(microseconds=1))
        row, later = queue.row_of(agenda, now), ana.row(between)
        assert (row and (row.step_key, row.kind, row.group)) == (later and (later.step_key, later.kind, later.group))
        now = agenda.turns
        row = ana.row(now)
        if row is not None and row.kind != "decide" and data.draw(some.booleans()):
            ana.do(now, row)


def test_a_merged_contact_has_no_agenda(person):
    ana = person(merged_into="c2")
    ana.met(NOW)
    assert ana.agenda(NOW) == rules.agenda(ana.dossier, ana.practice, NOW)
    assert not ana.agenda(NOW).candidates


def test_where_nothing_reaches_them_the_why_names_the_first_choice_and_what_is_proposed(person):
    refused = tuple(Permission(each, "refused") for each in ("text", "call"))
    one = person(channels=("email",), permissions=refused)
    one.met(NOW)
    one.do(NOW + HOUR / 4, one.row(NOW + HOUR / 4), "bounced")
    row = one.row(NOW + HOUR / 2)
    assert row.kind == "note"
    assert values(row, "refused") == {"kind": "text", "use": "note"}
    assert values(row, "no-address") == {"kind": "note", "use": ""}
