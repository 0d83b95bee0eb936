"""Books of every schema open for ever; an older one is brought up in one step, a newer one is refused."""

import json
import os
import shutil
from pathlib import Path

import pytest

from store import migrations
from store.book import Book
from store.disk import FileLayer, open_database
from store.documents import keys_of
from store.errors import BookFault
from store.exchange import backup as files

BOOKS = Path(__file__).parent / "books"


@pytest.fixture
def placed(home):
    """Put a fixture where the book is."""

    def place(schema):
        shutil.copytree(BOOKS / f"schema-{schema}", home.book)
        Path(home.book).chmod(0o700)
        for each in Path(home.book).iterdir():
            each.chmod(0o600)

    return place


def test_there_is_a_fixture_of_every_schema_up_to_the_present_one():
    assert sorted(each.name for each in BOOKS.glob("schema-*")) == [
        f"schema-{number}" for number in range(1, migrations.SCHEMA + 1)]


@pytest.mark.parametrize("schema", range(1, migrations.SCHEMA + 1))
def test_a_book_of_every_schema_opens_and_goes_on(placed, home, clock, schema):
    placed(schema)
    book = Book.open(home, now=clock)
    assert [each.name for each in book.everyone()] == ["Ada Long", "Bea Short"]
    ada = book.dossier(book.who("Ada").id)
    assert ada.contact.company == "Acme" and ada.contact.permission("email") == "refused"
    assert [each.note for each in ada.touches if each.direction == "in"] == ["Could you send two dates?"]
    assert len(book.unfiled()) == 1 and book.dossier(book.who("Bea").id).promises
    assert {each.about: each.state for each in book.check() if each.about in ("book", "documents", "journal", "index")} == {
        "book": "good", "documents": "good", "journal": "good", "index": "good"}
    book.log("met Cleo Vance cleo@example.com")
    book.undo()
    book.close()


def test_undo_reaches_into_what_the_fixture_brought(placed, home, clock):
    placed(1)
    book = Book.open(home, now=clock)
    before = len(book.who("Ada").tags)
    book.undo()
    assert len(book.who("Ada").tags) == before - 1
    book.close()


def older(monkeypatch, step):
    """Pretend that the present schema is one more than the fixture's, and that a step leads to it."""
    monkeypatch.setattr(migrations, "SCHEMA", 2)
    monkeypatch.setattr(migrations, "STEPS", {1: step})


def shout(database):
    """Lead to a schema that knows only loud names; a document done already stays."""
    table = database.table("contacts")
    for document in table:
        if not document["name"].isupper():
            table.put({**document, "name": document["name"].upper()})


def test_an_older_book_is_brought_up_as_one_step(placed, home, clock, monkeypatch):
    placed(1)
    older(monkeypatch, shout)
    book = Book.open(home, now=clock)
    assert book.database.schema == 2
    assert [each.name for each in book.everyone()] == ["ADA LONG", "BEA SHORT"]
    assert book.who("ada long").name == "ADA LONG"
    book.close()
    again = Book.open(home, now=clock)
    assert [each.name for each in again.everyone()] == ["ADA LONG", "BEA SHORT"]
    again.close()


def test_a_step_that_fails_leaves_the_book_as_it_was(placed, home, clock, monkeypatch):
    placed(1)
    before = {each.name: each.read_bytes() for each in Path(home.book).glob("*.json*")}

    def fail(database):
        shout(database)
        raise BookFault("bad-document", table="contacts", id="?")

    older(monkeypatch, fail)
    with pytest.raises(BookFault):
        Book.open(home, now=clock)
    assert {name: (Path(home.book) / name).read_bytes() for name in before} == before
    monkeypatch.undo()
    book = Book.open(home, now=clock)
    assert [each.name for each in book.everyone()] == ["Ada Long", "Bea Short"]
    book.close()


class Dying(FileLayer):
    """A file layer that dies before its nth change of a name."""

    def __init__(self, left):
        super().__init__()
        self.left = left

    def replace(self, source, target):
        """Rename, while there is life left."""
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        super().replace(source, target)


@pytest.mark.parametrize("renames", range(4))
def test_killed_at_any_rename_it_is_the_old_book_or_the_new_one(placed, home, monkeypatch, renames):
    placed(1)
    older(monkeypatch, shout)
    try:
        open_database(home.book, keys_of=keys_of, schema=2, migrate=migrations.migrate, files=Dying(renames)).close()
    except KeyboardInterrupt:
        pass
    database = open_database(home.book, keys_of=keys_of, schema=2, migrate=migrations.migrate)
    assert {each["name"] for each in database.table("contacts")} == {"ADA LONG", "BEA SHORT"}
    assert database.schema == 2
    database.close()


def test_a_step_that_is_missing_is_named_and_nothing_changes(placed, home, clock, monkeypatch):
    placed(1)
    monkeypatch.setattr(migrations, "SCHEMA", 2)
    with pytest.raises(BookFault) as caught:
        Book.open(home, now=clock)
    assert caught.value.code == "no-migration"


def test_a_newer_book_is_refused_and_left_alone(placed, home, clock, monkeypatch):
    placed(1)
    older(monkeypatch, shout)
    Book.open(home, now=clock).close()
    before = (Path(home.book) / "book.json").read_bytes()
    monkeypatch.undo()
    with pytest.raises(BookFault) as caught:
        Book.open(home, now=clock)
    assert caught.value.code == "newer-book" and caught.value.values["known"] == migrations.SCHEMA
    assert (Path(home.book) / "book.json").read_bytes() == before


def test_a_backup_and_an_export_of_an_older_schema_are_brought_up_on_the_way_in(placed, home, clock, monkeypatch, tmp_path):
    placed(1)
    book = Book.open(home, now=clock)
    path = book.backup().values["path"]
    (tmp_path / "onward.json").write_text(json.dumps(book.export()))
    book.close()
    older(monkeypatch, shout)
    shutil.rmtree(home.book)
    book = Book.open(home, now=clock)
    book.restore(path)
    assert [each.name for each in book.everyone()] == ["ADA LONG", "BEA SHORT"]
    book.undo()
    assert book.everyone() == ()
    book.take_in([book.read_file(tmp_path / "onward.json")])
    assert [each.name for each in book.everyone()] == ["ADA LONG", "BEA SHORT"]
    assert not [each for each in os.listdir(home.cache) if each.startswith("older-")]
    book.close()


def test_a_backup_of_a_newer_onward_is_refused(book, monkeypatch):
    book.log("met Ada Long ada@example.com")
    path, _ = files.write({"contacts": []}, book.home.backups, migrations.SCHEMA + 1, 1, book.now())
    with pytest.raises(BookFault) as caught:
        book.restore(path)
    assert caught.value.code == "newer-book"
    assert len(book.everyone()) == 1
