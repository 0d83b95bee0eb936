"""Two machines and one server: whatever was done on either, and whatever happened on the way, both books end equal."""

from __future__ import annotations

import datetime as dt

import pytest

from store.model import Planned
from tests.real import machine_steps
from tests.real.dav_servers import dav_server, radicale  # noqa: F401
from tests.real.two_machines import assert_equal, open_book, sync

NINE = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, at=NINE):
        self.at = at

    def __call__(self):
        return self.at


@pytest.fixture
def books(tmp_path):
    """Two books; the clock of the second is an hour behind."""
    made = [open_book(tmp_path / "a", Clock()), open_book(tmp_path / "b", Clock(NINE - dt.timedelta(hours=1)))]
    yield made
    for each in made:
        each.close()


def meet(books, server):
    """Sync A, B, A, and have them equal."""
    for each in (books[0], books[1], books[0]):
        sync(each, server)
    before = [each._clock.at for each in books]
    level(books)
    assert_equal(*books)
    for each, at in zip(books, before, strict=True):
        each._clock.at = at
        each.forget_what_was_read()


def level(books):
    """Have both clocks show the same, for the queues to be held against each other."""
    at = max(each._clock.at for each in books)
    for each in books:
        each._clock.at = at
        each.forget_what_was_read()


def test_what_one_machine_knows_the_other_knows(books, dav_server):  # noqa: F811
    one, other = books
    ann = one.log("met Ann Lee @Acme 415 555 0100 hot // son plays golf").contacts[0]
    one.log("called Bob Ray @Bolt 415 555 0101 vm")
    one.set_next(ann, "call", Planned(NINE.date() + dt.timedelta(days=3)), "site review")
    other.log("met Cleo Day @Core 415 555 0102 cold")
    meet(books, dav_server)
    assert other.who("Ann").id == ann
    assert [each.text for each in other.dossier(ann).promises] == ["site review"]
    assert len(other.queue("today").rows) >= 2


def test_nothing_new_is_one_request(books, dav_server):  # noqa: F811
    books[0].log("met Ann Lee @Acme 415 555 0100 hot")
    meet(books, dav_server)
    for each in books:
        done = sync(each, dav_server)
        assert (done.values["requests"], done.counts.get("journals-in", 0), done.counts.get("journals-out", 0)) == (1, 0, 0)


def test_both_change_one_field_and_both_values_are_kept(books, dav_server):  # noqa: F811
    one, other = books
    ann = one.log("met Ann Lee @Acme 415 555 0100 hot").contacts[0]
    meet(books, dav_server)
    other.change([ann], company="Bolt")
    one.change([ann], company="Core")
    meet(books, dav_server)
    company = one.who("Ann").company
    lost = ({"Bolt", "Core"} - {company}).pop()
    history = [each for each in one.database.table("history") if each.get("contact") == ann and each["by"] == "sync"]
    assert [(each["field"], each["before"], each["after"]) for each in history] == [("company", lost, company)]


def test_the_later_change_wins_though_its_clock_is_an_hour_behind(books, dav_server):  # noqa: F811
    one, other = books
    ann = one.log("met Ann Lee @Acme 415 555 0100 hot").contacts[0]
    meet(books, dav_server)
    one.change([ann], company="Core")
    meet(books, dav_server)
    other.change([ann], company="Bolt")  # an hour before, by its clock
    meet(books, dav_server)
    assert one.who("Ann").company == "Bolt"


def test_everything_a_person_does_on_two_machines(tmp_path, dav_server, monkeypatch):  # noqa: F811
    done = machine_steps.run(tmp_path, dav_server, 7, 150, monkeypatch)
    assert sum(done) > 80
