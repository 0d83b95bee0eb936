"""The figures of a week against a book small enough to count by hand."""

import datetime as dt

import pytest

from store.model import Contact, Dossier, Moment, Pause, Plan, Planned, Promise, Touch
from store.rules import figures
from store.rules.practice import Practice

PRACTICE = Practice(zone="UTC")
NOW = dt.datetime(2026, 11, 24, 18, 0, tzinfo=dt.UTC)
"A Tuesday."
SINCE, UNTIL = dt.date(2026, 11, 18), dt.date(2026, 11, 24)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def at(day, hour=12, minute=0):
    """An instant of November."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=dt.UTC)


class Someone:
    """A dossier that grows."""

    def __init__(self, name, **facts):
        self.contact = Contact(id=name, name=name.title(), **facts)
        self.touches, self.plans, self.promises, self.pauses = [], [], [], []

    def touch(self, when, kind, direction="out", outcome="", **more):
        number = f"{self.contact.id}{len(self.touches)}"
        self.touches.append(Touch(id=more.pop("id", number), contacts=(self.contact.id,), kind=kind, direction=direction,
                                  happened=Moment(when), recorded=when, outcome=outcome, **more))
        return self

    def plan(self, cadence, **more):
        first = self.touches[0]
        self.plans.append(Plan(id=f"p{self.contact.id}", contact=self.contact.id, cadence=cadence, definition={},
                               anchor=first.happened, anchor_touch=first.id, **more))
        return self

    def promise(self, due, kept=None, **more):
        self.promises.append(Promise(id=f"r{self.contact.id}", contact=self.contact.id, kind="email", due=due,
                                     made=Moment(at(1)), kept=Moment(kept) if kept else None, **more))
        return self

    def dossier(self):
        return Dossier(self.contact, tuple(self.touches), tuple(self.plans), tuple(self.promises), pauses=tuple(self.pauses))


def book():
    """Six people: two met, one inquiry, one client in silence, one closed, one met before the week."""
    ana = Someone("ana", temperature="hot", standing="qualified").touch(at(19), "meeting").plan("met")
    ana.touch(at(19, 12, 40), "text", outcome="sent", template="thank-you-text")
    ana.touch(at(20), "call", outcome="no-answer").touch(at(21), "email", outcome="sent", template="check-in-mail")
    ana.touch(at(22, 9), "email", "in").touch(at(23, 10), "email", outcome="sent", template="reply-mail")
    bo = Someone("bo").touch(at(23, 17), "meeting").plan("met")
    cy = Someone("cy", standing="inquiry").touch(at(20, 9), "email", "in").plan("inquiry")
    cy.touch(at(20, 9, 50), "email", outcome="bounced").touch(at(20, 11), "email", outcome="sent", template="check-in-mail")
    cy.promise(Planned(dt.date(2026, 11, 20), dt.time(15)), kept=at(20, 14))
    di = Someone("di", standing="client", temperature="warm").touch(at(1), "email", "in", wants_answer=False)
    for day in (3, 8, 19):
        di.touch(at(day), "card", outcome="sent", template="card")
    ed = Someone("ed", standing="closed").touch(at(2), "call", outcome="declined")
    fay = Someone("fay").touch(at(1), "meeting").plan("met", ended=at(5), ended_why="user").touch(at(4), "text", outcome="sent")
    fay.promise(Planned(dt.date(2026, 11, 23)))
    return [each.dossier() for each in (ana, bo, cy, di, ed, fay)]


@pytest.fixture
def week():
    """The week of that book."""
    return figures.week(book(), PRACTICE, NOW, SINCE, UNTIL, {"ed": ["inquiry", "sales-ready"], "di": ["qualified"]})


def test_response_time_against_each_clock(week):
    found = {each.clock: each for each in week.clocks}
    assert set(found) == {"met", "inquiry", "reply", "promise"}
    met = found["met"]
    assert (met.started, met.goal, met.due, met.late, met.missed, met.running) == (2, 1, 0, 0, 1, 0)
    assert met.median == 40 * MINUTE
    inquiry = found["inquiry"]
    assert (inquiry.started, inquiry.goal, inquiry.due, inquiry.late) == (1, 0, 0, 1), "a bounce answers nobody"
    assert inquiry.median == 2 * HOUR
    reply = found["reply"]
    assert (reply.started, reply.goal, reply.due) == (1, 0, 1), "Sunday 09:00 to Monday 10:00: the next business day"
    assert reply.median == 25 * HOUR
    promise = found["promise"]
    assert (promise.started, promise.goal, promise.missed, promise.median) == (2, 1, 1, None)


def test_the_follow_up_rate_beside_the_published_one(week):
    assert (week.new_people, week.followed_up) == (3, 2)
    assert week.follow_up_rate == pytest.approx(2 / 3)
    assert week.published_follow_up == 0.3


def test_touches_by_kind_and_outcome(week):
    assert week.out == {
        "meeting": {"reached": 2}, "text": {"sent": 1}, "call": {"no-answer": 1}, "email": {"sent": 3, "bounced": 1},
        "card": {"sent": 1},
    }
    assert week.incoming == {"email": 2}


def test_replies_by_template_and_by_touch_number(week):
    assert [(each.name, each.sent, each.answered) for each in week.templates] == [
        ("check-in-mail", 2, 1), ("card", 1, 0), ("reply-mail", 1, 0), ("thank-you-text", 1, 0)]
    assert [(each.name, each.sent, each.answered) for each in week.numbers] == [("1", 2, 0), ("2", 1, 1), ("3", 1, 0)]


def test_the_funnel_with_its_conversion_beside_the_published_one(week):
    assert [(each.standing, each.now, each.reached, each.share, each.published) for each in week.funnel] == [
        ("inquiry", 1, 4, None, None), ("sales-ready", 0, 3, 3 / 4, 0.4), ("qualified", 1, 2, 2 / 3, 0.4),
        ("client", 1, 1, 1 / 2, 0.3)]
    assert week.closed == 1


def test_who_is_cooling_and_who_has_no_next_step(week):
    assert [(each.contact.id, each.why.code, each.why.values.get("count")) for each in week.cooling] == [("di", "silent", 3)]
    assert [(each.contact.id, each.why.code) for each in week.no_next_step] == [
        ("di", "no-plan"), ("ana", "no-next-step-with")]


def test_long_without_a_word_is_cooling_unless_paused():
    someone = Someone("gus", temperature="hot").touch(at(1), "call", outcome="reached")
    assert [each.why.code for each in figures.cooling([someone.dossier()], NOW)] == ["quiet"]
    someone.pauses.append(Pause(id="x", contact="gus", since=dt.date(2026, 11, 20)))
    assert figures.cooling([someone.dossier()], NOW) == ()


def test_a_touch_with_two_people_counts_once():
    both = [Someone(name).touch(at(20), "meeting", id="same").dossier() for name in ("ana", "bo")]
    assert figures.week(both, PRACTICE, NOW, SINCE, UNTIL).out == {"meeting": {"reached": 1}}


def test_the_days_are_those_of_the_user():
    late = Someone("ana").touch(dt.datetime(2026, 11, 25, 2, tzinfo=dt.UTC), "text").dossier()
    west, east = Practice(zone="America/Los_Angeles"), Practice(zone="Asia/Tokyo")
    assert figures.week([late], west, NOW, SINCE, UNTIL).out == {"text": {"sent": 1}}
    assert figures.week([late], east, NOW, SINCE, UNTIL).out == {}


def test_an_empty_book_has_empty_figures():
    week = figures.week([], PRACTICE, NOW, SINCE, UNTIL)
    assert week.follow_up_rate is None and week.clocks == () and week.out == {} and week.cooling == ()
    assert all(each.reached == 0 and each.share is None for each in week.funnel)
