"""Two machines and one server: whatever was done on either, and whatever happened on the way, both books end equal."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from store import migrations
from store.book import incoming, machines_reading, machines_writing, syncing_dav
from store.book.writing import Writing
from store.errors import Stopped, Unavailable
from store.model import Address, Planned, Touch
from store.records import replace
from store.rules.incoming import classify
from store.sync import Tally, machines
from store.sync.dav.client import Client
from store.sync.dav.discovery import discover
from store.sync.dav.protocol import CALENDAR
from store.sync.mail_parsing import read
from tests.real import machine_steps
from tests.real.dav_servers import ON_BOTH, PASSWORD, SECRET, STATE, dav_server, radicale  # noqa: F401
from tests.real.two_machines import assert_equal, open_book, silent, sync

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


@ON_BOTH
def test_an_entry_that_goes_before_the_server_told_of_it_is_written_again(books, dav_server, monkeypatch):  # noqa: F811
    """The token of the run is older than the entry: a server whose tokens are marks of what is there never tells of it as gone."""
    one, other = books
    one.log("met Ann Lee @Acme 415 555 0100 hot")
    meet(books, dav_server)
    one.log("met Bob Ray @Bolt 415 555 0101 hot")
    before = set(entries(dav_server))
    reading, times = machines_reading.pull, []

    def killed_after_writing(run):
        times.append(run)
        if len(times) == 2:
            raise machine_steps.Killed
        reading(run)

    with monkeypatch.context() as patched:
        patched.setattr(machines_reading, "pull", killed_after_writing)
        with pytest.raises(machine_steps.Killed):
            sync(one, dav_server)
    (new,) = set(entries(dav_server)) - before
    with_client(dav_server, lambda client, _place, members: client.delete(next(each for each in members if each.endswith(new.name))))
    meet(books, dav_server)
    assert len(other.everyone()) == 2


def test_nothing_new_is_one_request(books, dav_server):  # noqa: F811
    books[0].log("met Ann Lee @Acme 415 555 0100 hot")
    meet(books, dav_server)
    for each in books:
        done = sync(each, dav_server)
        assert (done.values["requests"], done.counts.get("journals-in", 0), done.counts.get("journals-out", 0)) == (1, 0, 0)


def test_both_change_one_field_and_both_values_are_kept(books, radicale):  # noqa: F811
    one, other = books
    ann = one.log("met Ann Lee @Acme 415 555 0100 hot").contacts[0]
    meet(books, radicale)
    other.change([ann], company="Bolt")
    one.change([ann], company="Core")
    meet(books, radicale)
    company = one.who("Ann").company
    lost = ({"Bolt", "Core"} - {company}).pop()
    history = [each for each in one.database.table("history") if each.get("contact") == ann and each["by"] == "sync"]
    assert [(each["field"], each["before"], each["after"]) for each in history] == [("company", lost, company)]


def test_the_later_change_wins_though_its_clock_is_an_hour_behind(books, radicale):  # noqa: F811
    one, other = books
    ann = one.log("met Ann Lee @Acme 415 555 0100 hot").contacts[0]
    meet(books, radicale)
    one.change([ann], company="Core")
    meet(books, radicale)
    other.change([ann], company="Bolt")  # an hour before, by its clock
    meet(books, radicale)
    assert one.who("Ann").company == "Bolt"


def test_a_rehearsal_writes_nothing_anywhere(books, radicale):  # noqa: F811
    one, other = books
    one.log("met Ann Lee @Acme 415 555 0100 hot")
    sync(one, radicale)
    one.log("met Bob Ray 415 555 0101")
    other.log("met Cleo Day 415 555 0102")
    before = one.database.number, other.database.number
    assert sync(one, radicale, dry_run=True).counts["journals-out"] > 0
    counts = sync(other, radicale, dry_run=True).counts
    assert counts["journals-in"] > 0 and counts["journals-out"] > 0
    assert (one.database.number, other.database.number) == before
    meet(books, radicale)


def entries(server):
    """Return the files of the entries on a server."""
    return sorted(each for each in (server.folder / STATE[server.kind]).rglob("onward-*.ics")
                  if ".Radicale.cache" not in str(each))


def with_client(server, do):
    """Do something to the collection, as another program would."""
    with Client(server.account(), SECRET) as client:
        found = discover(client)
        place = next(each for each in found.collections if each.href.rstrip("/").endswith(machines.FOLDER))
        return do(client, place.href, sorted(client.changes(place.href).changed))


def fill(books, server):
    """Have something of both machines on the server."""
    for place, each in enumerate(books):
        each.log(f"met {('Ann', 'Bob')[place]} Lee @Acme 415 555 010{place} hot")
    meet(books, server)


def test_entries_that_somebody_deletes_are_written_again(books, dav_server, tmp_path):  # noqa: F811
    fill(books, dav_server)
    with_client(dav_server, lambda client, _place, members: [client.delete(each) for each in members])
    meet(books, dav_server)
    third = open_book(tmp_path / "c", Clock())
    sync(third, dav_server)
    for each in (*books, third):
        each._clock.at = NINE
        each.forget_what_was_read()
    assert_equal(books[0], third)
    third.close()


def test_an_entry_that_somebody_edits_is_written_again(books, dav_server, tmp_path):  # noqa: F811
    fill(books, dav_server)

    def spoil(client, _place, members):
        item = client.item(members[0])
        client.put(members[0], item.data.replace(b"onward-journal 1", b"onward-journal 1 edited"), CALENDAR, item.etag)

    with_client(dav_server, spoil)
    for each in (*books, *books):
        sync(each, dav_server)
    third = open_book(tmp_path / "c", Clock())
    assert not [each for each in sync(third, dav_server).notes if each.code == "entry-not-read"]
    assert {each.name for each in third.everyone()} == {"Ann Lee", "Bob Lee"}
    third.close()


def test_what_is_not_ours_is_left_alone_and_told(books, radicale):  # noqa: F811
    fill(books, radicale)
    note = (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VJOURNAL\r\nUID:x\r\nDTSTAMP:20261124T090000Z\r\n"
            b"SUMMARY:Mine\r\nEND:VJOURNAL\r\nEND:VCALENDAR\r\n")
    with_client(radicale, lambda client, place, _members: client.put(f"{place}mine.ics", note, CALENDAR))
    assert [each.code for each in sync(books[0], radicale).notes] == ["foreign-entries"]
    assert not sync(books[0], radicale).notes
    assert with_client(radicale, lambda _client, place, members: f"{place}mine.ics" in members)


def test_a_server_that_forgets_what_changed(books, radicale):  # noqa: F811
    fill(books, radicale)
    radicale.forget_tokens()
    books[0].log("met Cleo Day 415 555 0103")
    meet(books, radicale)
    assert sync(books[1], radicale).counts.get("journals-in", 0) == 0


def test_a_server_back_from_an_old_backup(books, dav_server, tmp_path):  # noqa: F811
    fill(books, dav_server)
    dav_server.keep("old")
    books[0].log("met Cleo Day 415 555 0103")
    books[1].log("met Dan Oak 415 555 0104")
    meet(books, dav_server)
    dav_server.restore("old")
    books[1].log("called Ann Lee vm")
    meet(books, dav_server)
    third = open_book(tmp_path / "c", Clock())
    sync(third, dav_server)
    assert len(third.everyone()) == 4
    third.close()


def test_a_collection_that_somebody_removed(books, dav_server):  # noqa: F811
    fill(books, dav_server)
    with_client(dav_server, lambda client, place, _members: client.delete(place))
    books[0].log("met Cleo Day 415 555 0103")
    meet(books, dav_server)
    assert entries(dav_server) or dav_server.kind == "xandikos"


def test_two_runs_of_one_book_at_once(books, radicale, tmp_path):  # noqa: F811
    fill(books, radicale)
    again = open_book(tmp_path / "a", Clock())
    for each in range(12):
        books[0].log(f"met Eve{'abcdefghijklmnopqrst'[each]} Poe 415 555 01{20 + each}")
    runs = [threading.Thread(target=sync, args=(each, radicale)) for each in (books[0], again)]
    for each in runs:
        each.start()
    for each in runs:
        each.join()
    again.close()
    meet(books, radicale)
    assert len(books[1].everyone()) == 14


def test_one_mail_read_on_both_machines_is_one_touch(books, radicale):  # noqa: F811
    one = books[0]
    ann = one.log("met Ann Lee @Acme 415 555 0100 hot").contacts[0]
    meet(books, radicale)
    for each in books:
        with Writing(each, "sync", [ann], undoable=False) as writing:
            writing.add("touches", Touch(id="", contacts=(ann,), kind="email", direction="in", happened=writing.moment(),
                                         recorded=writing.now, message_id="<m1@example.com>", external_key="mail:m1"))
    meet(books, radicale)
    assert len([each for each in one.dossier(ann).touches if each.kind == "email"]) == 1


def test_a_mail_that_both_machines_ask_about_is_one_question_and_one_answer(books, radicale):  # noqa: F811
    one = books[0]
    people = [one.log(f"met {name} hot").contacts[0] for name in ("Ann Lee", "Bob Lee")]
    for each in people:
        one.change([each], addresses=(Address("email", "info@example.com"),))
    meet(books, radicale)
    for each in books:
        take_mail(each)
    one.settle_unfiled(one.unfiled()[0].id, contact=people[1])
    meet(books, radicale)
    for each in books:
        assert not each.unfiled()
        assert [touch.message_id for touch in each.dossier(people[1]).touches if touch.kind == "email"] == ["<m1@example.com>"]
        assert not [touch for touch in each.dossier(people[0]).touches if touch.kind == "email"]
        take_mail(each)
        assert not each.unfiled()


def take_mail(book):
    """Take in a mail from an address that two people share."""
    mail = read(b"From: info@example.com\nTo: nora@example.org\nSubject: Dates\nMessage-ID: <m1@example.com>\n\nWhen?\n")
    mail = replace(mail, at=book.now())
    with Writing(book, "sync", undoable=False) as writing:
        incoming.take(book, writing, mail, classify(mail), ("nora@example.org",))


def test_merged_both_ways_round_is_one_person_still(books, radicale):  # noqa: F811
    one, other = books
    ann = one.log("met Ann Lee @Acme 415 555 0100 hot").contacts[0]
    anna = one.log("met Anna Lea @Bolt 415 555 0101 hot").contacts[0]
    meet(books, radicale)
    one.merge(ann, anna)
    other.merge(anna, ann)
    for each in (one, other, one, other, one):
        sync(each, radicale)
    meet(books, radicale)
    assert len(one.everyone()) == 1
    assert len(one.dossier(ann).touches) == 1  # the same words of the same minute: each machine had kept another one


def test_somebody_undone_here_and_written_about_there_comes_back(books, radicale):  # noqa: F811
    one, other = books
    ann = one.log("met Ann Lee @Acme 415 555 0100 hot").contacts[0]
    meet(books, radicale)
    other.log_touch(ann, "call", note="wants a review")
    one.undo()
    for each in (one, other, one, other):
        sync(each, radicale)
    meet(books, radicale)
    assert [each.note for each in one.dossier(ann).touches] == ["wants a review"]


def test_forgotten_on_one_is_forgotten_on_both_and_on_the_server(books, radicale, tmp_path):  # noqa: F811
    one, other = books
    fill(books, radicale)
    ann = one.who("Bob").id
    other.log_touch(ann, "call", note="wants a review")
    sync(other, radicale)
    one.forget(ann)
    for each in (one, other, one, other):
        sync(each, radicale)
    meet(books, radicale)
    assert [each.name for each in other.everyone()] == ["Ann Lee"]
    third = open_book(tmp_path / "c", Clock())
    sync(third, radicale)
    assert [each.name for each in third.everyone()] == ["Ann Lee"]
    third.close()
    said = with_client(radicale, lambda client, _place, members: [
        machines.read(each.rpartition("/")[2], client.item(each).data, 1) for each in members])
    assert ann not in str(said) and "Bob" not in str(said)


def test_entries_stay_few_over_the_years(books, radicale, monkeypatch):  # noqa: F811
    monkeypatch.setattr(machines_writing, "MOST_SMALL", 4)
    fill(books, radicale)
    for each in range(14):
        books[0].log(f"met Eve{'abcdefghijklmnopqrst'[each]} Poe 415 555 01{20 + each}")
        sync(books[0], radicale)
        if each % 3 == 0:
            sync(books[1], radicale)
    assert len(entries(radicale)) < 10
    meet(books, radicale)


def test_a_server_without_journals_is_told_of_once(books, radicale, monkeypatch):  # noqa: F811
    def refuse(self, *_words):
        raise Unavailable("dav-refused", status=403, said="", what="MKCALENDAR", account="phone")

    monkeypatch.setattr(Client, "make_calendar", refuse)
    assert [each.code for each in sync(books[0], radicale).notes] == ["no-journal-there"]
    assert not sync(books[0], radicale).notes
    books[0]._clock.at += dt.timedelta(days=8)
    assert [each.code for each in sync(books[0], radicale).notes] == ["no-journal-there"]


def test_a_newer_onward_is_waited_for(books, radicale, monkeypatch):  # noqa: F811
    books[0].log("met Ann Lee @Acme 415 555 0100 hot")
    with monkeypatch.context() as newer:
        newer.setattr(migrations, "SCHEMA", 2)
        sync(books[0], radicale)
    assert [each.code for each in sync(books[1], radicale).notes] == ["newer-machine"]
    assert not books[1].everyone()
    with monkeypatch.context() as newer:
        newer.setattr(migrations, "SCHEMA", 2)
        sync(books[1], radicale)
    assert len(books[1].everyone()) == 1


def test_stopping_leaves_a_sound_book_and_goes_on_later(books, radicale, monkeypatch):  # noqa: F811
    monkeypatch.setattr(machines, "LIMIT", 2000)
    for each in range(20):
        books[0].log(f"met Eve{'abcdefghijklmnopqrst'[each]} Poe 415 555 01{20 + each}")

    def stop(_what, done, of):
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        sync(books[0], radicale, tell=stop)
    assert 0 < len(entries(radicale)) < 20
    meet(books, radicale)
    assert len(books[1].everyone()) == 20


def test_everything_a_person_does_on_two_machines(tmp_path, dav_server, monkeypatch):  # noqa: F811
    done = machine_steps.run(tmp_path, dav_server, 7, 70, monkeypatch)
    assert sum(done) > 35


@pytest.mark.long
@ON_BOTH
@pytest.mark.parametrize("seed", range(machine_steps.SEEDS))
def test_thousands_of_things_done_with_kills_and_faults_in_between(tmp_path, dav_server, monkeypatch, seed):  # noqa: F811
    """In all more than ten thousand operations; with ONWARD_TEST_SIZE=ci a part of it."""
    done = machine_steps.run(tmp_path, dav_server, 100 + seed, machine_steps.STEPS_EACH, monkeypatch, machine_steps.FAULTS)
    assert sum(done) > machine_steps.STEPS_EACH // 2


def whole(book, server):
    """Sync people, tasks and what other machines wrote, as `onward sync` does."""
    account = server.account()
    syncing_dav.run(book, account, Tally(account.name), silent, lambda _account: PASSWORD)


def test_with_cards_and_tasks_between_them_too(books, radicale):  # noqa: F811
    one, other = books
    ann = one.log("met Ann Lee @Acme 415 555 0100 ann@example.com hot via Bob Ray").contacts[0]
    other.log("met Cleo Day @Core 415 555 0102 cold")
    for each in (one, other, one):
        whole(each, radicale)
    other.change([ann], company="Bolt")
    one.permit([ann], "text", "refused")
    one.log_touch(ann, "call", note="wants a review")
    for each in (one, other, one, other, one):
        whole(each, radicale)
    level(books)
    assert_equal(one, other)
    assert [each.name for each in other.everyone()] == [each.name for each in one.everyone()]
    assert len(one.everyone()) == 2
    assert one.who("Ann").company == "Bolt" and other.who("Ann").permission("text") == "refused"
    assert len(other.dossier(ann).touches) == 2
