"""Shelf, away, spread, week and what is suggested, on a real book."""

import datetime as dt

import pytest

from store.book import Book
from store.errors import NotFound, UsageFault
from store.model import Planned
from store.records import replace

DAY = dt.timedelta(days=1)


def added(book, name, **facts):
    """Add somebody with a mail address, and return their id."""
    receipt = book.log(f"met {name} {name.split()[0].lower()}@example.com")
    (identity,) = receipt.contacts
    if facts:
        book.change([identity], **facts)
    return identity


def in_rhythm(book, clock, name, cadence="keep", **facts):
    """Add somebody met long ago whose rhythm is due."""
    clock.at -= 93 * DAY
    identity = added(book, name, **facts)
    book.use_cadence([identity], cadence)
    clock.at += 93 * DAY
    return identity


@pytest.mark.parametrize("line, title, kind, tags, until", [
    ("https://example.com/a/lease-ends-2027.html #lease tag:owners until 31 dec // for owners",
     "example.com: lease ends 2027", "clipping", ("lease", "owners"), "2026-12-31"),
    ("invitation: Breakfast talk #chamber until fri", "Breakfast talk", "invitation", ("chamber",), "2026-11-27"),
    ("gift Free lease check", "Free lease check", "gift", (), None),
    ("How long until rates fall https://example.com/x", "How long until rates fall", "clipping", (), None),
    ("\"A quoted title\" #x #x", "A quoted title", "clipping", ("x",), None),
])
def test_a_shelf_line_is_understood(book, line, title, kind, tags, until):
    item = book.read_shelf_line(line)
    assert (item.title, item.kind, item.tags, item.until.isoformat() if item.until else None) == (title, kind, tags, until)


@pytest.mark.parametrize("line, code", [("", "empty-shelf-line"), ("#lease // why", "empty-shelf-line"),
                                        ("Talk until 45 foo 2", "no-date")])
def test_a_shelf_line_that_means_nothing_changes_nothing(book, line, code):
    with pytest.raises(UsageFault) as fault:
        book.add_shelf(line)
    assert fault.value.code == code
    assert book.shelf() == ()


def test_the_shelf_knows_whom_a_thing_suits_and_never_proposes_it_twice(book, clock):
    ana = in_rhythm(book, clock, "Ana Duarte", interests=("lease",), preferred_kinds=("clipping",))
    added(book, "Bo Lind")
    assert book.next_due(ana).kind != "clipping"
    receipt = book.add_shelf("https://example.com/lease #lease // worth it")
    assert receipt.values["suits"] == 1
    (entry,) = book.shelf()
    assert [each.contact.id for each in entry.people] == [ana] and entry.had == 0
    due = book.next_due(ana)
    assert due.kind == "clipping" and "from-shelf" in [each.code for each in due.why]
    draft = book.draft(ana)
    assert draft.shelf == entry.item.id
    assert "https://example.com/lease" in draft.body
    book.sent([draft.id])
    assert book.dossier(ana).touches[-1].shelf == entry.item.id
    (entry,) = book.shelf()
    assert entry.people == () and entry.had == 1
    assert book.shelf_matches(ana) == ()
    clock.at += 60 * DAY
    assert book.next_due(ana).kind != "clipping"


def test_a_step_done_as_proposed_has_passed_the_thing_on(book, clock):
    ana = in_rhythm(book, clock, "Ana Duarte", tags=("lease",), preferred_kinds=("gift",))
    book.add_shelf("gift Free check #lease")
    book.done([ana])
    assert book.dossier(ana).touches[-1].shelf == book.shelf()[0].item.id
    book.undo()
    assert [each.item.title for each in book.shelf_matches(ana)] == ["Free check"]


def test_a_chosen_thing_goes_before_what_suits_best(book, clock):
    ana = in_rhythm(book, clock, "Ana Duarte", tags=("lease", "golf"))
    book.add_shelf("article One thing #lease #golf")
    book.add_shelf("article Another thing #lease")
    other = book.shelf()[1].item
    draft = book.draft(ana, "clipping", shelf=other.id)
    assert draft.shelf == other.id and "Another thing" in draft.subject + draft.body
    with pytest.raises(NotFound):
        book.draft(ana, "gift", shelf="nothing")


def test_what_is_taken_off_the_shelf_comes_back_by_undo(book):
    book.add_shelf("article One thing")
    book.drop_shelf(book.shelf()[0].item.id)
    assert book.shelf() == ()
    book.undo()
    assert [each.item.title for each in book.shelf()] == ["One thing"]
    with pytest.raises(NotFound):
        book.drop_shelf("nothing")


def test_the_shelf_of_another_process_counts_at_once(book, again, clock):
    ana = in_rhythm(book, clock, "Ana Duarte", tags=("lease",), preferred_kinds=("clipping",))
    assert book.queue().rows[0].due.kind != "clipping"
    again().add_shelf("article One thing #lease")
    book.refresh()
    assert next(row for row in book.queue().rows if row.due.contact == ana).due.kind == "clipping"


@pytest.mark.parametrize("words, since, until", [
    ("fri until 7 dec", "2026-11-27", "2026-12-07"), ("until monday", "2026-11-24", "2026-11-30"),
    ("mon fri", "2026-11-30", "2026-12-04"), ("23 dec 7 jan", "2026-12-23", "2027-01-07"),
    ("10 nov today", "2026-11-10", "2026-11-24"), ("from tomorrow to 1 dec", "2026-11-25", "2026-12-01"),
])
def test_days_away_in_words(book, words, since, until):
    assert [each.isoformat() for each in book.read_away(words)] == [since, until]


@pytest.mark.parametrize("words, code", [
    ("", "no-date"), ("blue moon", "no-date"), ("7 dec until 1 dec 2026", "away-backwards"),
])
def test_days_away_that_mean_nothing(book, words, code):
    with pytest.raises(UsageFault) as fault:
        book.read_away(words)
    assert fault.value.code == code


def test_away_hides_the_rhythm_and_nothing_that_is_owed(book, clock):
    keep = in_rhythm(book, clock, "Ana Duarte")
    met = added(book, "Bo Lind")
    owed = in_rhythm(book, clock, "Cy Reed", cadence="nurture")
    book.log_touch(owed, "email", "in", note="two dates?", wants_answer=True)
    today = clock.at.date()
    assert {row.due.contact for row in book.queue().rows} == {keep, met, owed}
    book.away(today, today + 7 * DAY)
    assert {row.due.contact for row in book.queue().rows} == {met, owed}
    assert [each.since for each in book.aways()] == [today]
    book.undo()
    assert {row.due.contact for row in book.queue().rows} == {keep, met, owed}
    book.redo()
    book.end_away()
    assert {row.due.contact for row in book.queue().rows} == {keep, met, owed}
    assert book.aways() == ()
    with pytest.raises(NotFound):
        book.end_away()


def test_a_holding_answer_while_away_leaves_a_promise_for_the_first_working_day_back(book, clock):
    owed = in_rhythm(book, clock, "Cy Reed", cadence="nurture")
    book.log_touch(owed, "email", "in", note="two dates?", wants_answer=True)
    book.away(clock.at.date(), dt.date(2026, 11, 28))
    draft = book.draft(owed)
    assert draft.template.startswith("holding")
    book.sent([draft.id])
    (promise,) = book.dossier(owed).promises
    assert promise.due == Planned(dt.date(2026, 11, 30)) and promise.kept is None
    clock.at += 6 * DAY
    assert book.next_due(owed).step == "promise"


def test_a_time_away_takes_the_place_of_one_it_meets(book, clock):
    today = clock.at.date()
    book.away(today, today + 7 * DAY)
    book.away(today + 3 * DAY, today + 10 * DAY)
    book.away(today + 20 * DAY, today + 22 * DAY)
    assert [(each.since - today).days for each in book.aways()] == [3, 20]


def test_a_spread_is_previewed_then_one_unit_and_one_undo(book, clock):
    book.settings = replace(book.settings, practice=replace(book.settings.practice, daily_cap=2))
    people = [in_rhythm(book, clock, f"{name} Long", standing="client" if name == "Eve" else "")
              for name in ("Ada", "Ben", "Cleo", "Dan", "Eve")]
    owed = in_rhythm(book, clock, "Cy Reed")
    book.log_touch(owed, "email", "in", note="two dates?", wants_answer=True)
    number = book.database.number
    preview = book.spread_preview()
    assert book.database.number == number, "a preview writes nothing"
    assert preview.days[0].moves[0].contact == people[4], "the client first"
    assert [len(each.moves) for each in preview.days] == [2, 2, 1] and preview.stays == 1
    receipt = book.spread(preview)
    assert receipt.values["count"] == 3 and book.database.number == number + 1
    assert book.queue().counts["today"] == 3
    moved = preview.moves[0]
    assert [each.what for each in book.dossier(moved.contact).moves] == ["spread"]
    assert book.agenda(moved.contact).candidates[0].window.opens.date() == moved.on
    with pytest.raises(NotFound):
        book.spread(preview)
    book.undo()
    assert book.queue().counts["today"] == 6


def test_a_spread_leaves_alone_what_was_done_meanwhile(book, clock, again):
    people = [in_rhythm(book, clock, f"{name} Long") for name in ("Ada", "Ben", "Cleo")]
    preview = book.spread_preview(3)
    other = again()
    other.done([preview.moves[0].contact])
    book.refresh()
    assert book.spread(preview).values["count"] == 1
    assert len(people) == 3


@pytest.mark.parametrize("days", [0, -1, 61])
def test_a_spread_over_no_days_is_refused(book, days):
    with pytest.raises(UsageFault):
        book.spread_preview(days)


def test_the_week_counts_what_the_book_holds(book, clock):
    ana = added(book, "Ana Duarte")
    clock.at += dt.timedelta(minutes=30)
    book.done([ana])
    week = book.week()
    assert (week.since, week.until) == (dt.date(2026, 11, 18), dt.date(2026, 11, 24))
    assert (week.new_people, week.followed_up) == (1, 1)
    assert [(each.clock, each.goal) for each in week.clocks] == [("met", 1)]
    with pytest.raises(UsageFault):
        book.week(dt.date(2026, 12, 1), dt.date(2026, 11, 1))


def test_the_funnel_remembers_how_far_somebody_got(book):
    ana = added(book, "Ana Duarte", standing="inquiry")
    book.change([ana], standing="qualified")
    book.change([ana], standing="closed", closed_reason="price")
    assert [each.reached for each in book.week().funnel] == [1, 1, 1, 0]


def test_what_is_suggested_is_accepted_or_left_for_good(book, clock):
    ana, bo = added(book, "Ana Duarte", standing="client"), added(book, "Bo Lind", standing="client")
    assert [each.code for each in book.agenda(ana).proposals] == ["stage"]
    book.accept(ana)
    assert book.dossier(ana).contact.stage == "profitability" and book.agenda(ana).proposals == ()
    book.refuse(bo, "stage")
    assert book.dossier(bo).contact.stage == "" and book.agenda(bo).proposals == ()
    book.undo()
    assert book.agenda(bo).proposals
    with pytest.raises(NotFound):
        book.accept(ana)


def test_what_comes_after_is_told_for_each_outcome(book, clock):
    ana = added(book, "Ana Duarte")
    after = dict(book.afterwards(ana))
    assert set(after) == {"sent"} and after["sent"].step_key != book.next_due(ana).step_key
    assert book.dossier(ana).touches[-1].kind == "meeting", "nothing was logged by asking"


def test_a_cadence_file_is_checked_with_every_fault(book, tmp_path):
    good, bad, broken = (tmp_path / name for name in ("good.toml", "bad.toml", "broken.toml"))
    good.write_text('name = "mine"\n[[rhythm]]\nname = "r"\nkinds = ["call"]\nevery = 9\n')
    bad.write_text('name = "mine"\n[[rhythm]]\nname = "r"\nkinds = ["fax"]\nevery = [5, 3]\n')
    broken.write_text('name = "mine\n')
    assert book.check_cadence(good) == ("mine", ())
    assert [(each.values["line"], each.values["reason"]) for each in book.check_cadence(bad)[1]] == [
        (4, "unknown-kind"), (5, "no-interval")]
    assert [(each.values["line"], each.values["reason"]) for each in book.check_cadence(broken)[1]] == [(1, "not-toml")]


def test_a_faulty_cadence_is_left_out_and_named_with_line_and_reason(home, clock, tmp_path):
    folder = tmp_path / "cadences"
    folder.mkdir()
    (folder / "mine.toml").write_text('name = "mine"\n[[rhythm]]\nname = "r"\nkinds = ["fax"]\nevery = 9\n')
    for _ in range(2):
        book = Book.open(home, now=clock)
        (fault,) = book.settings.faults
        assert (fault["line"], fault["reason"], fault["kind"]) == (4, "unknown-kind", "fax")
        assert "mine" not in dict(book.cadences())
        book.close()
