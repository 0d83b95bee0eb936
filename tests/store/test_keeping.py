"""Backups: of one moment, read back, private, thinned out; restoring one is an action like any other."""

import datetime as dt
import gzip
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as some

from store.book import Book, keeping, upkeep
from store.errors import BookFault, FileFault, NotFound
from store.exchange import backup as files
from store.model import Planned

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def facts(book):
    """Return what the book says, without the stamps that a restore renews."""
    return {
        table: sorted(sorted((name, repr(value)) for name, value in row.items() if name not in ("stamp", "stamps"))
                      for row in rows)
        for table, rows in book.export().items() if isinstance(rows, list) and table != "definitions"}


def test_a_backup_holds_everything_and_is_private(book):
    person = book.log("met Ada Long ada@example.com // likes tea").contacts[0]
    book.change([person], temperature="cold")
    done = book.backup()
    found = list(files.documents_of(done.values["path"]))
    assert done.values["count"] == len(found) > 3
    assert {table for table, _ in found} >= {"contacts", "touches", "plans", "definitions"}
    assert stat.S_IMODE(os.stat(done.values["path"]).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(book.home.backups).st_mode) == 0o700
    assert [each.path for each in book.backups()] == [done.values["path"]]


def test_two_backups_of_one_second_are_two(book):
    book.log("met Ada Long ada@example.com")
    first = book.backup().values["path"]
    book.log("met Bea Short bea@example.com")
    second = book.backup().values["path"]
    assert first != second and [each.path for each in book.backups()] == [second, first]
    book.restore(first)
    assert [each.name for each in book.everyone()] == ["Ada Long"]


def test_what_one_machine_keeps_of_its_accounts_stays_out(book):
    with book.database.unit("sync", at=book.now(), undoable=False):
        book.database.table("remotes").insert({"stamp": "x", "name": "work", "state": {"token": "abc"}})
    path = book.backup().values["path"]
    with gzip.open(path) as packed:
        assert b"token" not in packed.read()
    book.restore(path)
    assert len(book.database.table("remotes")) == 1


def test_restore_leads_back_and_undo_takes_that_back(book, clock, again):
    ada = book.log("met Ada Long ada@example.com hot // likes tea").contacts[0]
    then = facts(book)
    book.backup()
    clock.forward(days=3)
    book.change([ada], temperature="cold", company="Acme")
    book.done([ada])
    book.log("met Bea Short bea@example.com")
    book.set_next(ada, "call", Planned(dt.date(2026, 12, 1)))
    later = facts(book)
    look = book.restore(dry_run=True)
    assert look.unit == 0 and look.values["count"] and facts(book) == later
    done = book.restore()
    assert done.unit and {name: done.values[name] for name in ("people", "count")} == \
        {name: look.values[name] for name in ("people", "count")}
    assert facts(book) == then
    assert [row.name for row in book.queue("everyone").rows] == ["Ada Long"]
    other = again()
    other.undo()
    assert facts(other) == later
    other.redo()
    assert facts(other) == then
    assert book.refresh() is not None and facts(book) == then


def test_what_is_restored_is_stamped_as_changed_now(book, clock):
    ada = book.log("met Ada Long ada@example.com hot").contacts[0]
    book.backup()
    clock.forward(days=1)
    book.change([ada], temperature="cold")
    changed = book.database.table("contacts").by_id(ada)["stamps"]["temperature"]
    book.restore()
    assert book.database.table("contacts").by_id(ada)["stamps"]["temperature"] > changed


def test_restoring_what_is_there_already_changes_nothing(book):
    book.log("met Ada Long ada@example.com")
    book.backup()
    number = book.database.number
    assert book.restore().unit == 0
    assert book.database.number == number


def test_into_an_empty_book_the_identical_one_comes(book, tmp_path, clock):
    from store.settings import home_under

    ada = book.log("met Ada Long ada@example.com").contacts[0]
    book.change([ada], temperature="cold")
    path = book.backup().values["path"]
    elsewhere = Book.open(home_under(str(tmp_path / "elsewhere")), now=clock)
    elsewhere.restore(path)
    assert elsewhere.export() == book.export()
    elsewhere.close()


def test_without_a_backup_there_is_nothing_to_restore(book):
    with pytest.raises(NotFound) as caught:
        book.restore()
    assert caught.value.code == "no-backup"


@pytest.mark.parametrize("spoil", ["cut", "flip", "empty", "text", "more", "head", "gone"])
def test_a_damaged_backup_is_refused_and_the_book_stays(book, spoil):
    book.log("met Ada Long ada@example.com")
    path = book.backup().values["path"]
    book.log("met Bea Short bea@example.com")
    with open(path, "rb") as file:
        data = file.read()
    plain = gzip.decompress(data)
    spoiled = {
        "cut": data[:-20], "flip": data[:60] + bytes([data[60] ^ 255]) + data[61:], "empty": b"", "text": b"hello",
        "more": gzip.compress(plain + plain), "gone": gzip.compress(b"\n".join(plain.split(b"\n")[:-3])),
        "head": gzip.compress(plain.replace(b'"schema": 1', b'"schema": "x"', 1))}[spoil]
    with open(path, "wb") as file:
        file.write(spoiled)
    before = facts(book)
    with pytest.raises(FileFault) as caught:
        book.restore(path)
    assert caught.value.code == "bad-backup"
    assert facts(book) == before


def test_a_backup_disturbed_by_a_writer_begins_again(book, monkeypatch):
    book.log("met Ada Long ada@example.com")
    original, seen = files.write, []

    def disturbed(tables, folder, schema, number, now, is_still):
        if len(seen) < 5:
            seen.append(number)
            if len(seen) < keeping.ATTEMPTS:
                book.log(f"met Person{'abcdef'[len(seen)]} New p{len(seen)}@example.com")
        return original(tables, folder, schema, number, now, is_still)

    monkeypatch.setattr(files, "write", disturbed)
    done = book.backup()
    monkeypatch.undo()
    held = {document["id"] for table, document in files.documents_of(done.values["path"]) if table == "contacts"}
    assert held == {each.id for each in book.everyone()} and len(seen) > 1
    assert len(os.listdir(book.home.backups)) == 1


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(book):
    book.log("met Ada Long ada@example.com")
    with open(book.home.backups, "w") as file:
        file.write("in the way")
    with pytest.raises(BookFault) as caught:
        book.backup()
    assert caught.value.code == "backup-failed"


def test_what_a_dead_process_began_is_cleared_away(book):
    book.log("met Ada Long ada@example.com")
    os.makedirs(book.home.backups, mode=0o700)
    begun = os.path.join(book.home.backups, files.name_for(NOW) + ".999999999.part")
    with open(begun, "w") as file:
        file.write("half")
    assert files.existing(book.home.backups) == []
    book.backup()
    assert not os.path.exists(begun)


@given(some.lists(some.integers(0, 400 * 24), max_size=60), some.integers(0, 200))
def test_thinning_is_settled_at_once_and_never_touches_the_newest(hours, later):
    made = [NOW - dt.timedelta(hours=each) for each in hours]
    going = files.superfluous(made, NOW)
    kept = list(made)
    for each in going:
        kept.remove(each)
    assert files.superfluous(kept, NOW) == []
    assert sorted(made)[-files.ALWAYS:] == sorted(kept)[-files.ALWAYS:]
    assert {(each.year, each.month) for each in made} == {(each.year, each.month) for each in kept}
    assert {each.date() for each in made if NOW - each <= files.EVERY_DAY} == \
        {each.date() for each in kept if NOW - each <= files.EVERY_DAY}


def test_a_year_of_days_leaves_a_handful():
    kept: list[dt.datetime] = []
    for day in range(365):
        now = NOW + dt.timedelta(days=day)
        kept.append(now)
        for each in files.superfluous(kept, now):
            kept.remove(each)
    assert 25 < len(kept) < 40 and NOW in kept


def test_upkeep_makes_one_backup_a_day(book, clock):
    assert not book.upkeep_due()
    book.log("met Ada Long ada@example.com")
    assert book.upkeep_due()
    book.upkeep()
    assert not book.upkeep_due() and len(book.backups()) == 1
    book.upkeep()
    clock.forward(hours=20)
    assert book.upkeep_due()
    book.upkeep()
    assert len(book.backups()) == 2
    clock.forward(days=-30)
    assert book.upkeep_due()
    book.upkeep()
    assert not book.upkeep_due()


def test_upkeep_folds_a_long_journal_and_undo_still_reaches_back(book, monkeypatch):
    monkeypatch.setattr(upkeep, "FOLD_AFTER", 5)
    ada = book.log("met Ada Long ada@example.com").contacts[0]
    book.upkeep()
    for number in range(6):
        book.tag([ada], f"tag{number}")
    assert book.upkeep_due()
    book.upkeep()
    book.refresh()
    assert book.database.journal_units() == 0 and not book.upkeep_due()
    book.undo()
    assert "tag5" not in book.who("Ada").tags


def test_of_two_processes_at_upkeep_one_goes_away(book):
    import fcntl

    book.log("met Ada Long ada@example.com")
    os.makedirs(book.home.cache, exist_ok=True)
    with open(os.path.join(book.home.cache, "upkeep.lock"), "w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        book.upkeep()
        assert book.backups() == ()
    book.upkeep()
    assert len(book.backups()) == 1
