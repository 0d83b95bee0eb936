"""Five cases worked by hand from the rules of the design: clocks (4.1), cadences, guards and away (4.2), order (4.3).

Each instant is a wall time in Los Angeles, written out beside the rule that gives it.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from store.model import Pause, Permission, SpecialDate
from store.records import replace
from store.rules import days, queue
from store.rules.practice import Practice
from tui.wording import reasons

HOME = "America/Los_Angeles"
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def at(year, month, day, hour=0, minute=0):
    return dt.datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(HOME)).astimezone(dt.UTC)


def wall(instant):
    return f"{instant.astimezone(ZoneInfo(HOME)):%a %d %b %H:%M}"


def five(due):
    window = due.window
    return [wall(each) for each in (window.opens, window.goal, window.due, window.late, window.last_call)]


def codes(due):
    return [each.code for each in due.why]


def values(due, code):
    return next(each.values for each in due.why if each.code == code)


class TestHotMetThreeHoursAgoAtNine:
    """Met on Tuesday 1 December 2026 at 18:00, hot, a number handed over (which permits texts); it is 21:00."""

    MET, NOW = at(2026, 12, 1, 18), at(2026, 12, 1, 21)

    def ana(self, person, channels=("text",)):
        ana = person(channels=channels, temperature="hot",
                     permissions=(Permission("text", "implied", "handed-over"),
                                  Permission("call", "implied", "handed-over")))
        ana.met(self.MET)
        return ana

    def test_the_thank_you_by_text_is_still_inside_its_day(self, person):
        row = self.ana(person).row(self.NOW)
        # met in person: goal 1 h, due 24 h, late 48 h, last call 72 h
        assert five(row) == ["Tue 01 Dec 18:00", "Tue 01 Dec 19:00", "Wed 02 Dec 18:00", "Thu 03 Dec 18:00",
                             "Fri 04 Dec 18:00"]
        # a thank-you text may leave until 21:00; nothing is unknown about the permission
        assert (row.step, row.group, row.kind, row.possible_from) == ("thank-you", "running", "text", None)
        assert "ask-first" not in codes(row)

    def test_the_why_says_where_the_clock_stands(self, person):
        row = self.ana(person).row(self.NOW)
        assert reasons.why(row, self.NOW, HOME) == "met 3 h ago, Chamber, hot: the first hour is past, still inside 24 h"

    def test_a_minute_later_the_text_waits_for_eight_in_the_morning_which_is_inside_24_hours(self, person):
        row = self.ana(person).row(self.NOW + HOUR / 60)
        assert (row.kind, wall(row.possible_from)) == ("text", "Wed 02 Dec 08:00")
        assert row.possible_from < row.window.due

    def test_with_a_mail_address_too_it_leaves_by_mail_at_once(self, person):
        row = self.ana(person, ("text", "email")).row(self.NOW + HOUR / 60)
        assert (row.kind, row.possible_from) == ("email", None)
        assert values(row, "hour")["use"] == "email"

    def test_the_call_comes_when_the_thank_you_is_out_and_waits_for_working_hours(self, person):
        ana = self.ana(person)
        ana.do(self.NOW, ana.row(self.NOW))
        row = ana.row(self.NOW)
        # hot: the call when the thank-you is out, at the latest 24 h after the meeting; calls keep working hours
        assert (row.step, row.kind, row.group) == ("call", "call", "running")
        assert (wall(row.window.due), wall(row.possible_from)) == ("Wed 02 Dec 18:00", "Wed 02 Dec 09:00")


class TestInquiryOnASaturdayBeforeAHoliday:
    """An inquiry by mail on Saturday 16 January 2027 at 10:00; Monday the 18th is a public holiday in the US."""

    ASKED = at(2027, 1, 16, 10)

    def lena(self, person):
        lena = person(temperature="hot")
        lena.inquired(self.ASKED)
        return lena

    def test_it_is_acknowledged_at_once_where_they_wrote(self, person):
        row = self.lena(person).row(self.ASKED)
        # any day, any hour: goal at once, due 1 h, late 24 h, last call 48 h
        assert five(row) == ["Sat 16 Jan 10:00", "Sat 16 Jan 10:00", "Sat 16 Jan 11:00", "Sun 17 Jan 10:00",
                             "Mon 18 Jan 10:00"]
        assert (row.step, row.kind, row.possible_from) == ("acknowledge", "email", None)

    def test_the_whole_ladder(self, person):
        lena = self.lena(person)
        lena.do(self.ASKED, lena.row(self.ASKED))
        call = lena.row(self.ASKED)
        # hot: goal the same day, due at the end of the next business day (Tuesday, after weekend and holiday),
        # late one more (Wednesday), last call two more (Thursday); a call sinks until working hours
        assert five(call) == ["Sat 16 Jan 10:00", "Sat 16 Jan 23:59", "Tue 19 Jan 17:30", "Wed 20 Jan 17:30",
                              "Thu 21 Jan 17:30"]
        assert (call.step, wall(call.possible_from)) == ("call", "Tue 19 Jan 09:00")

        tuesday = at(2027, 1, 19, 9)
        lena.do(tuesday, lena.row(tuesday), "no-answer")
        assert lena.row(tuesday) is None
        # again the next business day; late three days and last call seven after that
        again = lena.row(at(2027, 1, 20, 9))
        assert (again.step, again.kind) == ("call-again", "call")
        assert five(again) == ["Wed 20 Jan 09:00", "Wed 20 Jan 09:00", "Wed 20 Jan 17:30", "Sat 23 Jan 17:30",
                               "Wed 27 Jan 17:30"]
        assert values(again, "call-number")["number"] == 2

        friday = at(2027, 1, 22, 15)
        lena.do(friday, lena.row(friday), "no-answer")
        # still none: email the same day
        mail = lena.row(friday)
        assert (mail.step, mail.kind) == ("ladder-mail", "email")
        assert five(mail)[:3] == ["Fri 22 Jan 15:00", "Fri 22 Jan 15:00", "Fri 22 Jan 17:30"]
        assert reasons.why(mail, friday, HOME) == "no answer twice: the ladder says email"

        lena.do(friday, mail)
        # a week after the inquiry is Saturday the 23rd; a rung needs its own business day, so Monday the 25th
        letter = next(each for each in lena.agenda(friday).candidates if each.step == "week-after")
        assert (letter.kind, wall(letter.window.opens), wall(letter.window.due)) == (
            "letter", "Mon 25 Jan 09:00", "Mon 25 Jan 17:30")
        assert "moved" in codes(letter)

        monday = at(2027, 1, 25, 9)
        lena.do(monday, lena.row(monday))
        # then nurture, monthly, inside the plan
        later = lena.agenda(monday).candidates[0]
        assert (later.step, later.group) == ("rhythm", "rhythm")
        assert dt.date(2027, 2, 24) <= later.window.opens.astimezone(ZoneInfo(HOME)).date() <= dt.date(2027, 2, 26)

    def test_the_week_after_never_falls_on_the_day_of_the_mail_before_it(self, person):
        lena = self.lena(person)
        lena.do(self.ASKED, lena.row(self.ASKED))
        late = at(2027, 1, 26, 11)
        lena.do(late, lena.row(late), "left-message", "call")
        later = at(2027, 1, 27, 11)
        lena.do(later, lena.row(later), "no-answer")
        lena.do(later, lena.row(later))
        # the week is over already: the next business day, and the why says so
        letter = next(each for each in lena.agenda(later).candidates if each.step == "week-after")
        assert wall(letter.window.opens) == "Thu 28 Jan 09:00"
        assert values(letter, "moved")["because"] == "own-day"


class TestColdAndSlowOnDay119:
    """Met on 1 August 2026; six touches since, the last on day 110; it is day 119. Cold and slow."""

    MET = at(2026, 8, 1, 11)
    NOW = MET + 119 * DAY

    def gus(self, person, answered):
        gus = person(temperature="cold", pace="slow")
        gus.met(self.MET)
        for number, (day, kind, outcome) in enumerate(((0, "text", "sent"), (2, "call", "left-message"),
                                                        (3, "call", "left-message"), (3, "email", "sent"),
                                                        (40, "email", "sent"), (75, "clipping", "sent"),
                                                        (110, "note", "sent"))):
            gus.touch(self.MET + day * DAY + (number + 1) * HOUR / 4, kind, outcome=outcome)
        if answered:
            gus.touch(self.MET + 111 * DAY, "email", "in", wants_answer=False)
        return gus

    def test_nine_touches_come_later_than_day_120_so_the_plan_goes_on(self, person):
        gus = self.gus(person, answered=True)
        rhythm = gus.agenda(self.NOW).candidates[0]
        reason = values(rhythm, "plan-day")
        # two touches on one day count once: six; the next is the seventh of nine
        assert (reason["day"], reason["of_day"], reason["touch"], reason["of"]) == (119, 120, 7, 9)
        # slow: 21-30 days, cold x 1.5: 31.5 and 45, from the last touch either way (their mail on day 111)
        assert (reason["low"], reason["high"]) == (32, 45)
        opens = (self.MET + 143 * DAY).astimezone(ZoneInfo(HOME)).date()
        assert rhythm.window.opens.astimezone(ZoneInfo(HOME)).date() == opens == dt.date(2026, 12, 22)
        assert [each.step for each in gus.agenda(self.MET + 125 * DAY).candidates] == ["rhythm"]

    def test_the_decision_comes_after_the_ninth_and_a_quiet_week(self, person):
        gus = self.gus(person, answered=True)
        when = self.NOW
        for _ in range(3):
            when += 36 * DAY
            gus.touch(when, "email", outcome="sent")
            gus.touch(when + HOUR, "email", "in", wants_answer=False)
        # whichever is later: the ninth touch on day 227, then the last week before holds nothing new
        assert [each.step for each in gus.agenda(when + DAY).candidates] == ["end-of-plan"]
        assert gus.row(when + 6 * DAY) is None
        assert gus.row(when + 8 * DAY).step == "end-of-plan"

    def test_six_touches_without_an_answer_ask_before_the_seventh(self, person):
        gus = self.gus(person, answered=False)
        assert gus.row(self.NOW) is None
        # after three the interval stretches by half (47-68 days), after five it asks where the next would open
        row = gus.row(self.MET + 165 * DAY)
        assert (row.step, row.kind, row.group) == ("unanswered", "decide", "housekeeping")
        assert values(row, "five-unanswered")["count"] == 6


class TestPastClientWithABirthdayOnALeapDay:
    """A client on keep, last touched on 4 January 2027; born on 29 February 1980, which falls on Sunday 28 February."""

    def tom(self, person, **more):
        tom = person(channels=("text", "email", "post"), stage="profitability", standing="client", **more)
        tom.dossier = replace(tom.dossier, dates=(SpecialDate("d1", "c1", "birthday", 2, 29, 1980),))
        anchor = tom.touch(at(2027, 1, 4, 10), "call", outcome="left-message")
        tom.start("keep", at(2027, 1, 4, 10), anchor)
        return tom

    def test_the_card_opens_ten_business_days_before_and_is_posted_three_before(self, person):
        tom = self.tom(person)
        # back from the 28th: 26 25 24 23 22 | 19 18 17 16 | 12; Monday the 15th is Presidents' Day
        assert not [each for each in tom.agenda(at(2027, 2, 11, 23)).candidates if each.window.opens <= at(2027, 2, 11, 23)]
        card = tom.row(at(2027, 2, 12, 9))
        assert (card.step, card.group, card.kind) == ("date", "dates", "card")
        assert wall(card.window.opens) == "Fri 12 Feb 00:00"
        assert wall(card.window.due) == "Wed 24 Feb 17:30"
        assert values(card, "date")["years"] == 47

    def test_on_the_sunday_itself_a_text_since_nobody_calls_on_a_sunday(self, person):
        tom = self.tom(person)
        tom.do(at(2027, 2, 12, 9), tom.row(at(2027, 2, 12, 9)))
        greeting = tom.row(at(2027, 2, 28, 10))
        assert (greeting.step, greeting.kind, greeting.possible_from) == ("date", "text", None)
        early = tom.row(at(2027, 2, 28, 6))
        assert (early.kind, wall(early.possible_from)) == ("text", "Sun 28 Feb 08:00")

    def test_on_a_working_day_a_call(self, person):
        tom = self.tom(person)
        tom.dossier = replace(tom.dossier, dates=(SpecialDate("d1", "c1", "birthday", 3, 2),))
        tom.touch(at(2027, 2, 12, 9), "card", outcome="sent")
        early = tom.row(at(2027, 3, 2, 7))
        assert (early.kind, wall(early.possible_from)) == ("call", "Tue 02 Mar 09:00")
        assert tom.row(at(2027, 3, 2, 9)).kind == "call"

    def test_the_keep_touch_of_sixty_days_gives_way(self, person):
        tom = self.tom(person)
        # profitability: 60 days after 4 January is Friday 5 March, five days after the birthday that is to come
        rhythm = next(each for each in tom.agenda(at(2027, 1, 5, 9)).candidates if each.step == "rhythm")
        assert wall(rhythm.window.opens) == "Fri 05 Mar 09:00"
        sooner = self.tom(person)
        sooner.dossier = replace(sooner.dossier, touches=(), plans=())
        sooner.start("keep", at(2026, 12, 22, 10), sooner.touch(at(2026, 12, 22, 10), "call", outcome="left-message"))
        # 60 days after 22 December is Saturday 20 February, eight days before: it waits for three business days after
        given = next(each for each in sooner.agenda(at(2027, 2, 1, 9)).candidates if each.step == "rhythm")
        assert wall(given.window.opens) == "Wed 03 Mar 09:00"
        assert values(given, "yields-to-date")["on"] == dt.date(2027, 2, 28)

    @pytest.mark.parametrize(("year", "leap_day", "day"), [
        (2027, "28", dt.date(2027, 2, 28)), (2027, "1", dt.date(2027, 3, 1)), (2028, "28", dt.date(2028, 2, 29)),
    ])
    def test_where_a_leap_day_falls_is_a_setting(self, person, year, leap_day, day):
        practice = replace(person().practice, leap_day=leap_day)
        tom = self.tom(person, practice=practice)
        found = [each for each in tom.agenda(at(year, 2, 26, 9)).candidates if each.step == "date" and each.kind != "card"]
        assert values(found[0], "date")["on"] == day


class TestReplyOnAFridayWhileAway:
    """Away from Tuesday 1 to Sunday 20 December 2026; a mail that wants an answer comes on Friday the 4th at 17:00."""

    FRIDAY = at(2026, 12, 4, 17)

    def iris(self, person):
        away = Pause("a1", "", dt.date(2026, 12, 1), dt.date(2026, 12, 21))
        practice = Practice(zone=HOME, country="US", cadences=person().practice.cadences, aways=(away,))
        iris = person(practice=practice, pace="fast", temperature="hot")
        iris.start("keep", at(2026, 6, 1, 9), iris.touch(at(2026, 6, 1, 9), "call", outcome="left-message"))
        return iris

    def test_the_debt_shows_and_the_rhythm_stays_hidden(self, person):
        iris = self.iris(person)
        assert iris.row(self.FRIDAY) is None
        iris.touch(self.FRIDAY, "email", "in", note="could you send two dates?")
        row = iris.row(self.FRIDAY)
        # an owed reply: goal the same day, due at the end of the next business day (Monday), late +1, last call +2
        assert five(row) == ["Fri 04 Dec 17:00", "Fri 04 Dec 23:59", "Mon 07 Dec 17:30", "Tue 08 Dec 17:30",
                             "Wed 09 Dec 17:30"]
        assert (row.step, row.group, row.kind, row.possible_from) == ("reply", "owed", "email", None)

    def test_a_mail_may_leave_at_any_hour_and_a_weekend_hides_no_debt(self, person):
        iris = self.iris(person)
        iris.touch(self.FRIDAY, "email", "in")
        assert iris.row(at(2026, 12, 6, 3)).possible_from is None

    def test_answered_the_next_step_waits_for_the_return_as_the_rhythm_does(self, person):
        iris = self.iris(person)
        iris.touch(self.FRIDAY, "email", "in")
        iris.do(self.FRIDAY + HOUR, iris.row(self.FRIDAY + HOUR))
        assert iris.row(self.FRIDAY + 2 * HOUR) is None
        back = at(2026, 12, 21, 9)
        agenda = iris.agenda(back)
        assert queue.row_of(agenda, back).step == "next-step"
        assert all(each.window.opens >= at(2026, 12, 21) for each in agenda.candidates)

    def test_left_alone_it_becomes_a_debt_that_owns_up_and_is_owed_still(self, person):
        iris = self.iris(person)
        iris.touch(self.FRIDAY, "email", "in")
        row = iris.row(at(2026, 12, 10, 9))
        assert (row.group, row.template, row.why[0].code) == ("owed", "rescue", "past-last-call")


def test_the_days_of_the_cases_are_what_they_are_said_to_be():
    assert dt.date(2027, 1, 18) in days.public_holidays("US", 2027)
    assert dt.date(2027, 2, 15) in days.public_holidays("US", 2027)
    assert [each.strftime("%a") for each in (dt.date(2026, 12, 1), dt.date(2027, 1, 16), dt.date(2026, 12, 4),
                                             dt.date(2027, 2, 28))] == ["Tue", "Sat", "Fri", "Sun"]
