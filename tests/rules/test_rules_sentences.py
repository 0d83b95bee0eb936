"""Sentences of the design's sections 4.1 to 4.3 that no table holds, one test each."""

import datetime as dt

import pytest

from store.model import Address, Pause, Permission, Planned, SpecialDate
from store.records import replace
from store.rules import queue
from store.rules.practice import Practice

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 12, 1, 18, 0, tzinfo=dt.UTC)
"Tuesday 1 December 2026, 10:00 in Los Angeles."


def codes(due):
    return [each.code for each in due.why]


def values(due, code):
    return next(each.values for each in due.why if each.code == code)


def rhythm(one, now):
    return next(each for each in one.agenda(now).candidates if each.group == "rhythm")


def settled(person, **facts):
    """Return somebody met two days ago, called and written to since, who is in the rhythm."""
    ana = person(**facts)
    ana.met(NOW - 2 * DAY)
    ana.touch(NOW - 2 * DAY, "text", outcome="sent")
    ana.touch(NOW - DAY, "call", outcome="left-message")
    ana.touch(NOW - DAY, "call", outcome="left-message")
    ana.touch(NOW - DAY, "email", outcome="sent")
    return ana


# 4.1

def test_clocks_start_when_the_thing_happened_not_when_it_was_typed(person):
    ana = person()
    ana.met(NOW - 20 * HOUR, recorded=NOW)
    assert ana.row(NOW).window.due == NOW + 4 * HOUR


def test_a_booth_wants_five_minutes_and_goes_on_as_met(person, cadences):
    ana = person(temperature="hot")
    anchor = ana.touch(NOW, "meeting", event="Expo")
    ana.start("booth", NOW, anchor)
    row = ana.row(NOW)
    assert [(each - NOW) / HOUR for each in (row.window.goal, row.window.due, row.window.late, row.window.last_call)] == [
        5 / 60, 1, 24, 72]
    ana.do(NOW, row)
    assert ana.row(NOW).step == "call"
    later = [[each for each in cadences[name]["step"][1:]] for name in ("booth", "met")]
    assert later[0] == later[1]


def test_a_call_step_needs_a_call_answered_or_not(person):
    ana = person(temperature="warm")
    ana.met(NOW)
    ana.do(NOW, ana.row(NOW))
    ana.touch(NOW + HOUR, "email", outcome="sent")
    assert ana.row(NOW + HOUR).step == "call"
    ana.touch(NOW + 2 * HOUR, "call", outcome="no-answer")
    assert "call" not in {each.step for each in ana.agenda(NOW + 2 * HOUR).candidates}


def test_nobody_is_dropped_past_last_call(person):
    ana = person()
    ana.met(NOW)
    row = ana.row(NOW + 900 * DAY)
    assert (row.group, row.step, row.template) == ("rescue", "rescue", "rescue")


# 4.2: cadences

def test_the_thank_you_sells_nothing_and_the_call_aims_at_the_next_step(cadences):
    steps = {each["name"]: each for each in cadences["met"]["step"]}
    assert (steps["thank-you"]["template"], steps["call"]["template"]) == ("thank-you", "first-call")
    assert not {"clipping", "invitation", "gift", "newsletter"} & set(steps["thank-you"]["kinds"])


def test_a_hot_contact_is_called_at_the_latest_a_day_after_the_meeting(person):
    ana = person(temperature="hot")
    ana.met(NOW)
    ana.do(NOW + 20 * HOUR, ana.row(NOW))
    row = ana.row(NOW + 21 * HOUR)
    assert (row.step, row.group, row.window.due) == ("call", "running", NOW + 24 * HOUR)


def test_reaching_them_at_any_rung_leaves_the_ladder_for_the_next_step(person):
    for rung in range(4):
        lena = person(temperature="hot")
        lena.inquired(NOW)
        now = NOW
        for _ in range(rung):
            while (row := lena.row(now)) is None or row.possible_from:
                now += HOUR
            lena.do(now, row, "no-answer" if row.kind == "call" else "sent")
        now += HOUR
        lena.touch(now, "call", outcome="reached")
        steps = {each.step for each in lena.agenda(now).candidates}
        assert not steps & {"acknowledge", "call", "call-again", "ladder-mail", "week-after"}
        question = next(each for each in lena.agenda(now).candidates if each.step == "next-step")
        assert values(question, "ask-needs")["missing"] == "need, size, wanted_by"


def test_nurture_inside_an_inquiry_is_monthly_and_ends_with_the_plan(person):
    lena = person(temperature="cold")
    lena.inquired(NOW)
    now, monthly = NOW, []
    while now < NOW + 200 * DAY:
        row = lena.row(now)
        if row is not None and not row.possible_from:
            if row.step in ("end-of-plan", "unanswered"):
                break
            if row.step == "rhythm":
                monthly.append(now)
            lena.do(now, row, "no-answer" if row.kind == "call" else "sent")
        now += 6 * HOUR
    assert row.kind == "decide"
    assert all(29 <= (later - sooner).days <= 50 for sooner, later in zip(monthly, monthly[1:], strict=False))


def test_an_issue_that_was_missed_is_the_next_issue_and_owns_up_to_nothing(person):
    one = person()
    one.start("nurture", NOW)
    row = one.row(NOW + 60 * DAY)
    assert (row.kind, row.group, row.template) == ("newsletter", "rhythm", "newsletter")
    assert not {"past-last-call", "go-on"} & {each.code for each in row.why}


def test_somebody_met_without_any_address_has_a_row_that_says_so(person):
    one = person(channels=())
    one.start("met", NOW, one.touch(NOW, "meeting"))
    row = one.row(NOW + HOUR / 2)
    assert row.group == "running" and "nowhere" in {each.code for each in row.why}
    known = person(channels=("text",))
    known.start("met", NOW, known.touch(NOW, "meeting"))
    assert "nowhere" not in {each.code for each in known.row(NOW + HOUR / 2).why}


def test_one_issue_of_the_newsletter_is_one_row_whoever_gets_it(person):
    entries = []
    for number in range(4):
        one = person()
        one.change(id=f"c{number}", name=f"Name {number}")
        one.start("nurture", NOW)
        entries.append((one.dossier.contact, one.agenda(NOW)))
    found = queue.queue(entries, Practice(zone="America/Los_Angeles"), NOW)
    assert [(each.due.step, each.due.kind, each.count) for each in found.rows] == [("newsletter", "newsletter", 4)]


def test_dates_run_beside_any_cadence_and_without_one(person):
    for name in ("", "met", "keep", "nurture"):
        ana = person(channels=("text", "email", "post"))
        if name:
            ana.start(name, NOW - 60 * DAY, ana.touch(NOW - 60 * DAY, "meeting"))
        ana.dossier = replace(ana.dossier, dates=(SpecialDate("d1", "c1", "birthday", 12, 10),))
        assert "date" in {each.step for each in ana.agenda(NOW).candidates}, name


def test_a_birthday_without_a_year_has_no_age(person):
    ana = person(channels=("post",))
    ana.dossier = replace(ana.dossier, dates=(SpecialDate("d1", "c1", "birthday", 12, 10),))
    assert values(ana.row(NOW), "date")["years"] == 0


# 4.2: rhythm

def test_the_rhythm_mixes_its_kinds(person):
    ana = settled(person, pace="fast")
    kinds, now = [], NOW
    while len(kinds) < 5:
        row = ana.row(now)
        if row is not None and row.group == "rhythm" and not row.possible_from:
            kinds.append(row.kind)
            ana.do(now, row, "left-message" if row.kind == "call" else "sent")
            ana.touch(now + HOUR, "email", "in", wants_answer=False)
        now += 6 * HOUR
    assert all(one != other for one, other in zip(kinds, kinds[1:], strict=False))
    assert len(set(kinds)) >= 3


@pytest.mark.parametrize(("slower", "low", "high"), [(1.0, 7, 10), (1.5, 10, 15), (2.0, 14, 20), (0.5, 4, 5)])
def test_slower_by_person(person, slower, low, high):
    ana = settled(person, pace="fast", slower=slower)
    reason = values(rhythm(ana, NOW), "plan-day")
    assert (reason["low"], reason["high"], reason["slower"]) == (low, high, slower)


@pytest.mark.parametrize(("country", "low"), [("JP", 14), ("US", 7), ("", 7)])
def test_slower_by_country_is_a_setting_and_multiplies(person, country, low):
    practice = replace(person().practice, slower_countries={"JP": 2.0})
    ana = settled(person, practice=practice, pace="fast", country=country)
    assert values(rhythm(ana, NOW), "plan-day")["low"] == low
    ana.change(slower=1.5)
    assert values(rhythm(ana, NOW), "plan-day")["low"] == round(low * 1.5)


def test_slower_stretches_keep_too(person):
    ana = person(stage="credibility", slower=2.0)
    ana.start("keep", NOW, ana.touch(NOW, "call", outcome="left-message"))
    assert values(rhythm(ana, NOW), "keep")["low"] == 90


@pytest.mark.parametrize(("tags", "low", "by"), [((), 45, "stage"), (("vip",), 30, "tag"), (("rotary", "vip"), 30, "tag"),
                                                 (("quiet",), 120, "tag"), (("quiet", "vip"), 120, "tag")])
def test_tags_override_the_keep_interval_the_first_that_is_named(person, cadences, tags, low, by):
    own = {**cadences["keep"], "rhythm": [{**cadences["keep"]["rhythm"][0], "tags": {"vip": 30, "quiet": [120, 150]}}]}
    ana = person(practice=Practice(zone="America/Los_Angeles", cadences={"keep": own}), stage="credibility", tags=tags)
    ana.start("keep", NOW, ana.touch(NOW, "call", outcome="left-message"))
    reason = values(rhythm(ana, NOW), "keep")
    assert (reason["low"], reason["by"]) == (low, by)


def test_a_change_of_pace_moves_the_plan_at_once_and_the_why_says_so(person):
    ana = settled(person, pace="fast")
    before = rhythm(ana, NOW)
    ana.change(pace="slow")
    after = rhythm(ana, NOW)
    assert after.window.opens > before.window.opens
    assert (values(before, "plan-day")["style"], values(after, "plan-day")["style"]) == ("fast", "slow")


def test_calls_are_counted_and_shown(person):
    ana = person(temperature="hot")
    ana.met(NOW)
    ana.do(NOW, ana.row(NOW))
    ana.do(NOW, ana.row(NOW), "no-answer")
    assert values(ana.row(NOW + DAY), "call-number")["number"] == 2


def test_in_the_rhythm_too_twenty_one_calls_change_the_form(person):
    ana = settled(person, preferred_kinds=("call",))
    for number in range(22):
        ana.touch(NOW + number * HOUR, "call", outcome="left-message")
    ana.touch(NOW + 23 * HOUR, "email", "in", wants_answer=False)
    assert "call" not in rhythm(ana, NOW + DAY).kinds


# 4.2: stops and resumes

def test_a_reply_stops_the_rhythm_until_it_is_answered_then_it_resumes_from_there(person):
    ana = settled(person, pace="fast")
    ana.touch(NOW, "email", "in", note="could you call?")
    assert not [each for each in ana.agenda(NOW).candidates if each.group == "rhythm"]
    answered = NOW + HOUR
    ana.do(answered, ana.row(answered))
    assert ana.row(answered).step == "next-step"
    assert rhythm(ana, answered).window.opens >= answered + 6 * DAY


def test_nothing_to_answer_ends_the_debt_and_the_rhythm_counts_from_what_they_wrote(person):
    ana = settled(person, pace="fast")
    touch = ana.touch(NOW, "email", "in", note="thanks!")
    row = ana.row(NOW)
    assert row.step == "reply"
    ana.move("settle", row.step_key, NOW)
    assert ana.row(NOW) is None
    assert rhythm(ana, NOW).window.opens >= touch.happened.at + 6 * DAY


def test_a_dated_next_step_holds_the_rhythm_and_kept_it_resumes(person):
    ana = settled(person, pace="fast")
    ana.promise(NOW, "call", dt.date(2026, 12, 20), next_step=True)
    assert [each.step for each in ana.agenda(NOW).candidates] == ["promise"]
    due = dt.datetime(2026, 12, 21, 18, 0, tzinfo=dt.UTC)
    ana.do(due, ana.row(due), "reached")
    assert rhythm(ana, due).window.opens >= due + 6 * DAY


def test_a_closed_contact_is_left_alone_but_for_debts_and_promises(person):
    ana = settled(person, standing="closed")
    assert not ana.agenda(NOW).candidates
    ana.touch(NOW, "email", "in")
    ana.promise(NOW, "email", NOW.date())
    assert {each.step for each in ana.agenda(NOW).candidates} == {"reply", "promise"}


# 4.2: guards

def test_a_number_handed_over_or_written_from_permits_the_channel(person):
    ana = person(channels=("text",), permissions=())
    ana.met(NOW)
    assert "ask-first" in codes(ana.row(NOW))
    handed = person(channels=("text",), permissions=(Permission("text", "implied", "handed-over"),))
    handed.met(NOW)
    assert "ask-first" not in codes(handed.row(NOW))
    wrote = person(channels=("text",), permissions=())
    wrote.inquired(NOW, "text")
    assert "ask-first" not in codes(wrote.row(NOW))


def test_the_gap_holds_in_the_rhythm_and_not_in_openings_and_ladders(person):
    practice = replace(person().practice, gap_days=12)
    ana = settled(person, practice=practice, pace="fast")
    assert "gap" in codes(rhythm(ana, NOW))
    assert rhythm(ana, NOW).window.opens >= NOW + 11 * DAY - HOUR
    bob = person(practice=practice, temperature="hot")
    bob.met(NOW)
    bob.do(NOW, bob.row(NOW))
    assert bob.row(NOW + HOUR).step == "call"


@pytest.mark.parametrize(("hour", "minute", "kind", "can"), [
    (7, 59, "text", False), (8, 0, "text", True), (20, 59, "text", True), (21, 0, "text", True), (21, 1, "text", False),
    (3, 0, "email", True),
])
def test_the_hours_of_a_thank_you(person, hour, minute, kind, can):
    ana = person(channels=(kind,), zone="Europe/Berlin")
    at = dt.datetime(2026, 12, 5, hour - 1, minute, tzinfo=dt.UTC)
    ana.met(at)
    assert (ana.row(at).possible_from is None) is can


@pytest.mark.parametrize(("hour", "can"), [(8, False), (9, True), (17, True), (18, False)])
def test_calls_keep_working_hours_where_the_contact_is(person, hour, can):
    ana = person(temperature="hot", zone="Asia/Tokyo", country="JP", channels=("text",))
    at = dt.datetime(2026, 12, 2, hour, 0, tzinfo=dt.UTC) - 9 * HOUR
    ana.met(at - HOUR)
    ana.touch(at - HOUR / 2, "text", outcome="sent")
    assert ana.row(at).step == "call"
    assert (ana.row(at).possible_from is None) is can


def test_promises_owed_replies_and_dates_show_through_a_pause_and_away(person):
    away = (Pause("a1", "", dt.date(2026, 11, 1), dt.date(2027, 1, 1)),)
    ana = person(practice=replace(person().practice, aways=away), channels=("text", "email", "post"))
    ana.dossier = replace(ana.dossier, dates=(SpecialDate("d1", "c1", "birthday", 12, 10),),
                          pauses=(Pause("z1", "c1", dt.date(2026, 11, 1)),))
    ana.touch(NOW, "email", "in")
    ana.promise(NOW, "email", NOW.date())
    assert {each.step for each in ana.agenda(NOW).candidates} == {"reply", "promise", "date"}


def test_away_leaves_running_clocks_and_hides_housekeeping(person):
    away = (Pause("a1", "", dt.date(2026, 11, 1), dt.date(2027, 1, 1)),)
    practice = replace(person().practice, aways=away)
    ana = person(practice=practice)
    ana.met(NOW)
    assert ana.row(NOW).group == "running"
    assert not queue.queue((), practice, NOW, without_cadence=3, unfiled=2).rows


def test_three_snoozes_of_a_promise_ask_and_keep_the_debt(person):
    ana = person()
    promise = ana.promise(NOW - DAY, "email", NOW.date())
    key = ana.row(NOW).step_key
    for day in (2, 3, 4):
        ana.move("snooze", key, NOW, Planned(dt.date(2026, 12, day)))
    row = ana.row(NOW + 4 * DAY)
    assert (row.promise, row.group) == (promise.id, "owed")
    assert "snooze-question" in codes(row)


def test_a_bounce_proposes_the_next_channel_in_the_rhythm(person):
    ana = settled(person, pace="fast", addresses=(Address("email", "ana@example.com"), Address("phone", "+14155550100")))
    now = NOW + 10 * DAY
    first = ana.row(now)
    ana.touch(now, "email", outcome="bounced", step=first.step_key, address="ana@example.com")
    after = rhythm(ana, now)
    assert after.step_key != first.step_key
    assert after.kind not in ("email", "clipping", "invitation")


# 4.3

def test_one_row_a_contact_the_strictest_of_its_candidates(person):
    ana = person(channels=("text", "email", "post"))
    ana.met(NOW)
    ana.dossier = replace(ana.dossier, dates=(SpecialDate("d1", "c1", "birthday", 12, 10),))
    assert queue.row_of(ana.agenda(NOW), NOW).group == "running"
    ana.touch(NOW - HOUR, "email", "in")
    ana.promise(NOW - DAY, "email", NOW.date())
    assert [each.group for each in ana.agenda(NOW).candidates[:3]] == ["owed", "running", "dates"]


def test_a_call_nobody_would_take_yet_sinks_below_what_can_be_done(person):
    early = dt.datetime(2026, 12, 2, 15, 30, tzinfo=dt.UTC)
    entries = []
    for name, kinds in (("Ana", ("text",)), ("Bob", ("text", "email"))):
        one = person(temperature="hot", channels=kinds)
        one.change(id=name, name=name)
        if name == "Ana":
            one.met(early - 20 * HOUR)
            one.touch(early - 19 * HOUR, "text", outcome="sent")
        else:
            one.start("keep", early - 100 * DAY, one.touch(early - 100 * DAY, "call", outcome="left-message"))
        entries.append((one.dossier.contact, one.agenda(early)))
    rows = queue.queue(entries, person().practice, early).rows
    assert [each.name for each in rows][-1] == "Ana"
    assert rows[-1].due.possible_from == dt.datetime(2026, 12, 2, 17, 0, tzinfo=dt.UTC)


def test_a_clock_that_jumps_back_breaks_nothing(person):
    ana = settled(person, pace="fast")
    ana.touch(NOW + 30 * DAY, "email", "in")
    for days in (60, 1, 0, -3, -400):
        agenda = ana.agenda(NOW + days * DAY)
        assert agenda == ana.agenda(NOW + days * DAY)
        assert agenda.candidates
