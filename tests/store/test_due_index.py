"""The index of who is due: always what the rules say of the book, whoever wrote, whatever day it is."""

from __future__ import annotations

import datetime as dt
import json
import random

from store.book import Book
from store.book.due import DueIndex
from store.model import Planned
from store.rules.agenda import agenda
from store.settings import home_under
from tests.bench import generator


def agrees(book):
    """Return whether the index says of everybody what the rules say of the book."""
    known = {entry.line.id: entry.agenda for entry in book._due().entries()}
    computed = {
        line.id: agenda(book.dossier(line.id), book.practice, book.now()) for line in book.everyone()
    }
    return known == computed


def test_a_second_opening_reads_the_index_and_not_the_book(book, again, monkeypatch):
    book.log("met Ada Long 415 555 0101")
    first = book.queue()
    monkeypatch.setattr(DueIndex, "_rebuild", lambda *_: (_ for _ in ()).throw(AssertionError("rebuilt")))
    assert again().queue() == first


def test_what_another_process_logs_is_in_the_index(book, again):
    book.queue()
    other = again()
    other.log("met Ada Long 415 555 0101")
    assert book.changed_elsewhere()
    assert book.refresh()
    assert [row.name for row in book.queue().rows] == ["Ada Long"]
    assert agrees(book)


def test_a_unit_that_said_nothing_to_the_index_is_found_in_the_journal(book, again):
    book.queue()
    index = DueIndex(book)
    rows = open(index._files.due, encoding="utf-8").read()
    book.log("met Ada Long 415 555 0101")
    with open(index._files.due, "w", encoding="utf-8") as file:
        file.write(rows)
    assert [row.name for row in again().queue().rows] == ["Ada Long"]


def test_rubbish_in_the_index_only_costs_time(book, again):
    book.log("met Ada Long 415 555 0101")
    book.queue()
    index = DueIndex(book)
    for rubbish in (b"", b"{}\n", b"\x00" * 200, b'{"number": 1}\n', json.dumps(["x"]).encode()):
        for path in (index._files.due, index._files.later):
            with open(path, "wb") as file:
                file.write(rubbish)
        assert [row.name for row in again().queue().rows] == ["Ada Long"]


def test_the_index_follows_the_days_and_the_writers(tmp_path):
    clock = [generator.NOW]
    generator.build(tmp_path / "book", 60, touches_each=3).close()
    chance = random.Random(3)
    home = home_under(str(tmp_path / "book"))
    books = [Book.open(home, now=lambda: clock[0]) for _ in range(2)]
    for _ in range(25):
        clock[0] += dt.timedelta(hours=chance.choice((1, 5, 20, 30, 60)))
        book = chance.choice(books)
        book.refresh()
        rows = [row for row in book.queue().rows if row.due.contact and row.due.kind != "decide"]
        if rows and chance.random() < 0.8:
            book.done([chance.choice(rows).due.contact])
        else:
            book.snooze([book.everyone()[chance.randrange(60)].id], Planned(clock[0].date() + dt.timedelta(days=3)))
        if chance.random() < 0.3:
            books[0] = Book.open(home, now=lambda: clock[0])
        for each in books:
            each.refresh()
            assert agrees(each)
    for each in books:
        each.close()


def test_a_changed_setting_makes_the_index_again(home, clock):
    book = Book.open(home, now=clock)
    contact = book.log("met Ada Long ada@example.com").contacts[0]
    book.queue()
    book.close()
    with open(home.settings, "a", encoding="utf-8") as file:
        file.write('[work]\nhours = "13:00-14:00"\n')
    other = Book.open(home, now=clock)
    assert agrees(other) and other.queue().rows[0].due.contact == contact
    other.close()


def test_the_counts_are_right_without_reading_those_who_rest(tmp_path):
    generator.build(tmp_path / "book", 120, touches_each=2).close()
    home = home_under(str(tmp_path / "book"))
    first = Book.open(home, now=lambda: generator.NOW)
    whole = first.queue("everyone")
    assert whole.counts["everyone"] == 120 and whole.counts["later"] > 10
    resting = [row.due.contact for row in first.queue("later").rows][-3:]
    first.close()
    second = Book.open(home, now=lambda: generator.NOW)
    assert second.queue().counts == whole.counts
    second.log_touch(resting[0], "email", direction="in", note="well?")
    second.snooze([resting[1]], Planned(dt.date(2027, 5, 5)))
    third = Book.open(home, now=lambda: generator.NOW)
    assert third.queue().counts == third.queue("everyone").counts
    assert third.queue().counts["everyone"] == 120
    second.close()
    third.close()


def test_only_the_rows_asked_for_have_their_reasons_unpacked(tmp_path):
    home = tmp_path / "book"
    generator.build(home, 60, all_due=True).close()
    opened = [Book.open(home_under(str(home)), now=lambda: generator.NOW) for _ in range(4)]
    whole, *some = [book.queue(told=told).rows for book, told in zip(opened, (None, 0, 7, 1000), strict=True)]
    assert len(whole) > 40 and all(row.due.why for row in whole)
    for rows, told in zip(some, (0, 7, 1000), strict=True):
        assert rows[:told] == whole[:told] and not any(row.due.why for row in rows[told:])
        assert [row.due.step_key for row in rows] == [row.due.step_key for row in whole]
    for book in opened:
        assert book.queue().rows == whole
        book.close()


def test_people_with_a_birthday_and_no_cadence_are_asked_about_too(book, tmp_path):
    file = tmp_path / "one.vcf"
    file.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Jane Doe\nBDAY:1980-12-01\nEND:VCARD\n")
    book.take_in([book.read_file(file)])
    assert [each.name for each in book.without_cadence()] == ["Jane Doe"]


def test_making_the_index_anew_tells_how_far_it_has_come(book):
    for letter in "abc":
        book.log(f"met Person{letter} Number{letter} {letter}@example.com")
    book.queue("today")
    told = []
    book.tell_long = lambda done, total: told.append((done, total))
    book.queue("today")
    assert told == []
    book.forget_what_was_read()
    book.queue("today")
    assert told[0] == (0, 3) and told[-1] == (3, 3)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
