"""Merging in a book: histories joined, links led over, taken back whole; and who may be in the book twice."""

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from store.book import Book
from store.errors import NotFound, UsageFault
from store.model import Planned
from store.settings import home_under

NINE = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def facts(book):
    """Return what stands in the book, table by table, without the stamps that an undo renews."""
    found = {}
    for name in sorted(book.database.tables()):
        rows = {each["id"]: {key: value for key, value in each.items() if key not in ("stamp", "stamps")}
                for each in book.database.table(name) if not each.get("deleted")}
        if rows and name != "definitions":
            found[name] = rows
    return found


def history(book, contact):
    """Return what passed with somebody, whatever the ids."""
    dossier = book.dossier(contact)
    touches = sorted((each.kind, each.direction, each.happened.at, each.outcome, each.note) for each in dossier.touches)
    promises = sorted((each.kind, each.due.on, each.text) for each in dossier.promises)
    dates = sorted((each.name, each.month, each.day) for each in dossier.dates)
    return touches, promises, dates


def two(book):
    """Put one person in the book twice, with a history each."""
    first = book.log("met Marty Chen @Acme 415 555 0100 hot #expo // son plays golf").contacts[0]
    second = book.log("met Martin Chen @Acme marty@example.com no:email #golf 3 days ago", new=True).contacts[0]
    return first, second


def test_everything_of_both_is_with_the_one_who_stays(book):
    first, second = two(book)
    book.set_next(second, "call", Planned(dt.date(2026, 12, 1)), "the price")
    book.pause([second], dt.date(2026, 12, 24))
    book.draft(second, "note")
    friend = book.log("met Pat Weber via:\"Martin Chen\"").contacts[0]
    assert book.dossier(friend).contact.referrer == second
    done = book.merge(first, second)
    assert done.contacts == (first,) and done.values["touches"] == 1
    dossier = book.dossier(first)
    assert dossier.contact.name == "Martin Chen" and dossier.contact.tags == ("expo", "golf")
    assert len(dossier.touches) == 2 and [each.text for each in dossier.promises] == ["the price"]
    assert len(dossier.pauses) == 1 and len(dossier.drafts) == 1
    assert sum(plan.ended is None for plan in dossier.plans) == 1
    assert book.dossier(friend).contact.referrer == first
    assert book.dossier(second).contact.id == first
    assert book.who("marty@example.com").id == book.who("0100").id == first
    assert {each.id for each in book.everyone()} == {first, friend}
    sign = book.database.table("contacts").by_id(second)
    assert sign["merged_into"] == first and sign["name"] == "Martin Chen"


def test_old_links_follow_a_chain(book):
    first, second = two(book)
    third = book.log("met Marty L. Chen 415 555 0101", new=True).contacts[0]
    book.merge(second, first)
    book.merge(third, second)
    assert book.dossier(first).contact.id == third == book.dossier(second).contact.id
    assert book.database.table("contacts").by_id(first)["merged_into"] == third
    assert len(book.dossier(third).touches) == 3


def test_the_same_touch_is_kept_once_and_what_named_it_follows(book, clock):
    first = book.log("met Ana Duarte ana@example.com").contacts[0]
    second = book.log("heard Anna Duarte anna@example.com", new=True).contacts[0]
    happened = NINE + dt.timedelta(hours=1)
    clock.forward(hours=2)
    book.log_touch(first, "email", "in", note="could you send two dates?", happened=happened)
    book.log_touch(second, "email", "in", note="could you send two dates?", happened=happened)
    look = book.merge_preview(first, second)
    assert look.doubles == 1 and look.counts["touches"] == 3
    book.snooze([second], Planned(dt.date(2026, 11, 26)))
    book.merge(first, second)
    dossier = book.dossier(first)
    assert len(dossier.touches) == 3
    ids = {each.id for each in dossier.touches} | {each.id for each in dossier.plans}
    assert all(any(each in move.step_key for each in ids) for move in dossier.moves)
    assert book.queue().rows == () or book.queue().rows[0].due.contact == first


def test_plans_choice_and_the_same_person(book):
    first, second = two(book)
    plans = {each: book.dossier(each).plans[-1].id for each in (first, second)}
    book.merge(first, second, {"plan": "2"})
    assert [each.id for each in book.dossier(first).plans if each.ended is None] == [plans[second]]
    with pytest.raises(UsageFault):
        book.merge(first, second)
    with pytest.raises(NotFound):
        book.merge(first, "nobody")
    book.undo()
    with pytest.raises(UsageFault):
        book.merge(first, second, {"colour": "2"})


@pytest.mark.parametrize("line, other, codes", [
    ("met Marty Chen marty@example.com", "met M Chen marty@example.com", {"same-email"}),
    ("met Marty Chen 415 555 0100", "met Martin Chen (415) 555-0100", {"same-phone"}),
    ("met Bob Ashby @Northline", "met Robert Ashby @Northline", {"near-name", "same-company"}),
    ("met Ana Duarte @Northline", "met Ana Duarte", {"same-name"}),
    ("met Ana Duarte @Northline", "met Anna Duarte @\"Northline Inc.\"", {"near-name", "same-company"}),
    ("met Ana Duarte @Acme", "met Ana Duarte @Northline", None),
    ("met Ana Duarte @Acme", "met Anna Duarte @Northline", None),
    ("met Ana Duarte @Northline", "met Iris Blom @Northline", None),
    ("met Ana Duarte 415 555 0100", "met Iris Blom 415 555 0100", None),
])
def test_who_may_be_one_person_and_why(book, line, other, codes):
    book.change([book.log(line).contacts[0]], country="US")
    book.log(other, new=True)
    pairs = book.likely_pairs()
    assert [{each.code for each in pair.why} for pair in pairs] == ([codes] if codes else [])
    if codes:
        assert book.likely_with(pairs[0].second.id) == pairs


def test_the_same_profile_however_it_is_written(book):
    first, second = (book.log(f"met {name}", new=True).contacts[0] for name in ("Ana Duarte", "A Duarte"))
    from store.model import Address

    book.change([first], addresses=[Address("web", "https://www.linkedin.com/in/anaduarte/")])
    book.change([second], addresses=[Address("web", "http://de.linkedin.com/in/anaduarte?trk=x")])
    assert {each.code for each in book.likely_pairs()[0].why} == {"same-profile"}


def test_a_pair_told_apart_is_not_offered_again_also_after_a_merge(book):
    first, second = two(book)
    assert len(book.likely_pairs()) == 1
    book.not_the_same(second, first)
    assert book.likely_pairs() == () == book.likely_with(first)
    third = book.log("met Martin Chen @Acme 415 555 0107", new=True).contacts[0]
    book.merge(third, second)
    assert all({each.first.id, each.second.id} != {first, third} for each in book.likely_pairs())
    book.undo()
    book.undo()
    book.undo()
    assert len(book.likely_pairs()) == 1


def test_a_switchboard_makes_nobody_the_same(book):
    for place in range(12):
        book.log(f"met {chr(65 + place)}nton {chr(75 + place)}berg info@example.com 415 555 0100", new=True)
    assert book.likely_pairs() == ()


def test_nobody_is_compared_with_everybody(book, monkeypatch):
    from store.book import pairing
    from store.book.writing import Writing
    from store.model import Contact

    with Writing(book, "import") as writing:
        for place in range(1500):
            writing.add("contacts", Contact(id="", name=f"G{place % 40}x F{place}y", company=f"Company {place % 700}"))
    compared = []
    monkeypatch.setattr(pairing, "nearly", lambda one, other: compared.append(1))
    book.likely_pairs()
    assert len(compared) < 1500


lines = some.lists(some.sampled_from((
    "called {} yesterday 4pm", "texted {} 2 days ago", "heard {} 3 days ago // wants dates", "emailed {} 5 days ago", "met {} 9 days ago",
    "next", "birthday", "snooze", "pause", "draft", "tag", "skip",
)), max_size=6)


def live(book, contact, name, what):
    """Let something pass with somebody."""
    try:
        if what == "next":
            book.set_next(contact, "call", Planned(dt.date(2026, 12, 1)), "call back")
        elif what == "birthday":
            from store.book.writing import Writing
            from store.model import SpecialDate

            with Writing(book, "note", [contact]) as writing:
                writing.add("dates", SpecialDate(id="", contact=contact, name="anniversary", month=3, day=len(name)))
        elif what == "snooze":
            book.snooze([contact], Planned(dt.date(2026, 12, 3)))
        elif what == "skip":
            book.skip([contact])
        elif what == "pause":
            book.pause([contact], dt.date(2026, 12, 9))
        elif what == "draft":
            book.draft(contact, "email")
        elif what == "tag":
            book.tag([contact], name.split()[0])
        else:
            book.log(what.format(name), contact=contact)
    except NotFound:
        pass


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(lines, lines)
def test_merging_loses_nothing_joins_the_same_either_way_and_is_taken_back_whole(of_first, of_second):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "settings.toml").write_text('[place]\nzone = "UTC"\ncountry = "US"\n')
        book = Book.open(home_under(folder), now=lambda: NINE)
        first = book.log("met Marty Chen @Acme 415 555 0100").contacts[0]
        second = book.log("called Martin Chen @Acme marty@example.com", new=True).contacts[0]
        for each in of_first:
            live(book, first, "Marty Chen", each)
        for each in of_second:
            live(book, second, "Martin Chen", each)
        before, queue = facts(book), book.queue()
        both = [set(map(str, (*one, *other))) for one, other in zip(history(book, first), history(book, second), strict=True)]
        joined = []
        for kept, gone in ((first, second), (second, first)):
            book.merge(kept, gone)
            after = facts(book)
            joined.append(history(book, kept))
            assert [set(map(str, each)) for each in joined[-1]] == both
            assert book.dossier(gone).contact.id == kept
            book.undo()
            assert facts(book) == before
            assert book.queue() == queue
            book.redo()
            assert facts(book) == after
            book.undo()
        assert joined[0] == joined[1]
        book.close()


def test_the_size_of_the_next_undo(book):
    assert book.undo_size() == 0 == book.undo_size(forth=True)
    first, second = two(book)
    book.change([first, second], temperature="warm")
    assert book.undo_size() == 2
    book.undo()
    assert book.undo_size(forth=True) == 2
