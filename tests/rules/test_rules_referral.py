"""A referral: thanking the one who sent somebody, reaching the person, and telling the first how it went."""

import datetime as dt

import pytest

from store.book import Book
from store.records import replace
from store.rules import agenda as rules
from store.rules import referral
from store.settings import home_under

NOW = dt.datetime(2026, 12, 1, 18, 0, tzinfo=dt.UTC)
"Tuesday 1 December 2026, 10:00 in Los Angeles."
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def sent(person, **facts):
    """Return somebody whom Pat Weber has sent just now."""
    facts = {"referrer_name": "Pat Weber", **facts}
    lena = person(**facts)
    anchor = lena.touch(NOW, "referral", outcome="sent")
    lena.start("referral", NOW, anchor)
    return lena


def named(person, step, now):
    return next((each for each in person.agenda(now).candidates if each.step == step), None)


def spans(due):
    window = due.window
    return [(each - NOW) / HOUR for each in (window.opens, window.goal, window.due, window.late, window.last_call)]


def test_both_clocks_run_from_the_referral(person):
    lena = sent(person)
    assert spans(named(lena, "reach", NOW)) == [0, 2, 24, 48, 72]
    assert spans(named(lena, "thank-referrer", NOW)) == [0, 1, 24, 48, 72]
    assert named(lena, "thank-referrer", NOW).why[0].values["by"] == "Pat Weber"
    assert named(lena, "report-back", NOW) is None


def test_without_a_referrer_there_is_nobody_to_thank(person):
    lena = sent(person, referrer_name="")
    assert [each.step for each in lena.agenda(NOW).candidates] == ["reach"]


def test_thanking_is_no_touch_with_the_person_sent(person):
    lena = sent(person)
    lena.do(NOW, named(lena, "thank-referrer", NOW))
    assert [each.step for each in lena.agenda(NOW).candidates] == ["reach"]
    assert not lena.agenda(NOW + HOUR).waiting


def test_a_bounced_thank_you_is_tried_another_way(person):
    lena = sent(person)
    first = named(lena, "thank-referrer", NOW)
    lena.do(NOW, first, "bounced")
    again = named(lena, "thank-referrer", NOW)
    assert again.step_key != first.step_key
    assert (first.kind, again.kind) == ("text", "email")


def test_the_report_back_waits_until_the_person_was_reached(person):
    lena = sent(person)
    lena.do(NOW, named(lena, "reach", NOW), "left-message")
    assert named(lena, "report-back", NOW + HOUR) is None
    reached = NOW + DAY
    lena.touch(reached, "call", outcome="reached")
    report = named(lena, "report-back", reached)
    # from then on, two business days: Wednesday, so Friday 17:30 in Los Angeles
    assert (report.window.opens, report.window.due) == (reached, dt.datetime(2026, 12, 5, 1, 30, tzinfo=dt.UTC))
    lena.do(reached, report)
    assert named(lena, "report-back", reached) is None


def test_the_one_who_sent_them_is_told_of_an_answer_too(person):
    lena = sent(person)
    lena.do(NOW, named(lena, "reach", NOW), "sent", "email")
    lena.touch(NOW + HOUR, "email", "in")
    assert named(lena, "report-back", NOW + HOUR) is not None


@pytest.mark.parametrize(("kind", "direction", "outcome", "hours", "settles"), [
    ("text", "out", "sent", 1, True), ("call", "out", "reached", 1, True), ("meeting", "out", "", 1, True),
    ("note", "out", "sent", 1, True), ("text", "in", "", 1, False), ("email", "out", "bounced", 1, False),
    ("call", "out", "no-answer", 1, False), ("newsletter", "out", "sent", 1, False), ("text", "out", "sent", -1, False),
])
def test_which_touches_with_the_referrer_settle_the_thanks(person, kind, direction, outcome, hours, settles):
    lena = sent(person)
    pat = person()
    touch = pat.touch(NOW + hours * HOUR, kind, direction, outcome)
    keys = referral.settled_with_referrer(lena.dossier, lena.agenda(NOW), touch)
    assert keys == ((named(lena, "thank-referrer", NOW).step_key,) if settles else ())
    for key in keys:
        lena.move("settle", key, NOW)
        assert named(lena, "thank-referrer", NOW) is None


def test_a_plan_that_has_ended_owes_no_thanks(person):
    lena = sent(person)
    lena.plan_change(ended=NOW)
    assert not lena.agenda(NOW).candidates


def test_what_starts_a_referral():
    assert rules.cadence_for("referred") == rules.cadence_for("referral") == "referral"


class Clock:
    def __init__(self, at):
        self.at = at

    def __call__(self):
        return self.at


@pytest.fixture
def book(tmp_path):
    (tmp_path / "settings.toml").write_text('[place]\nzone = "America/Los_Angeles"\ncountry = "US"\n')
    clock = Clock(NOW)
    book = Book.open(home_under(str(tmp_path)), now=clock)
    book.log("met Pat Weber pat@example.com 415 555 0101")
    book.log("texted Pat Weber // thanks for the talk")
    clock.at = NOW + HOUR
    book.log('referred Lena Voss lena@example.com 415 555 0102 via:"Pat Weber"')
    yield book, clock
    book.close()


def steps(book, name):
    return [each.step for each in book.agenda(book.find(name)[0].id).candidates]


def test_a_line_starts_it_and_a_touch_with_the_referrer_settles_the_thanks(book):
    book, clock = book
    assert sorted(steps(book, "Lena")) == ["reach", "thank-referrer"]
    clock.at += HOUR
    book.log("texted Pat Weber // thanks for Lena")
    assert steps(book, "Lena") == ["reach"]
    clock.at += HOUR
    book.log("called Lena Voss")
    assert "report-back" in steps(book, "Lena")
    clock.at += HOUR
    book.log("emailed Pat Weber // it went well")
    assert "report-back" not in steps(book, "Lena")
    book.undo()
    assert "report-back" in steps(book, "Lena")


def test_a_row_about_the_referrer_is_done_with_the_referrer(book):
    book, clock = book
    lena, pat = book.find("Lena")[0].id, book.find("Pat")[0].id
    clock.at += HOUR
    book.log("emailed Lena Voss")
    clock.at += HOUR
    assert book.next_due(lena).step == "thank-referrer"
    book.done([lena])
    touch = book.dossier(pat).touches[-1]
    assert (touch.kind, touch.contacts, touch.address) == ("text", (lena, pat), "+14155550101")
    assert "thank-referrer" not in steps(book, "Lena")


def test_a_referrer_is_not_thanked_by_what_passes_with_others(book, person):
    book, clock = book
    clock.at += HOUR
    book.log("met Tom Ashby tom@example.com")
    assert "thank-referrer" in steps(book, "Lena")
    lena = sent(person)
    assert not referral.is_with_referrer(lena.dossier, named(lena, "reach", NOW).step_key)
    assert referral.is_with_referrer(replace(lena.dossier), named(lena, "thank-referrer", NOW).step_key)
