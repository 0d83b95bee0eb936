"""The doctor's look: what is sound is said to be, what is not is found and named with its mend."""

import os
from pathlib import Path

import pytest

from store import passwords
from store.book import Book
from store.errors import FileFault
from store.exchange import backup as files


def looked(book):
    """Return the findings by what was looked at, as (state, code)."""
    found = {}
    for each in book.check():
        found.setdefault(each.about, []).append((each.state, each.reason.code))
    return found


@pytest.fixture
def filled(book):
    """A book with a person and a backup."""
    book.log("met Ada Long ada@example.com hot // likes tea")
    os.chmod(book.home.book, 0o700)
    book.backup()
    return book


def test_a_sound_book_has_a_good_line_for_everything(filled):
    found = looked(filled)
    keyring = found.pop("keyring")
    assert found == {
        "book": [("good", "book-sound")], "documents": [("good", "documents-sound")], "journal": [("good", "journal-sound")],
        "index": [("good", "index-agrees")], "backups": [("good", "backup-sound")], "settings": [("good", "settings-sound")],
        "cadences": [("good", "cadences-sound")], "templates": [("good", "templates-sound")]}
    assert keyring[0][0] != "bad"


def test_an_empty_book_is_no_reason_to_worry(book):
    assert all(state != "bad" for each in looked(book).values() for state, _ in each)


@pytest.mark.parametrize("folder", ["book", "backups"])
def test_a_folder_that_others_can_read_is_bad(filled, folder):
    os.chmod(getattr(filled.home, folder), 0o755)
    assert looked(filled)["book"] == [("bad", "folder-open-to-others")]


def test_entries_that_cannot_be_read_and_entries_of_nobody(filled):
    with filled.database.unit("edit", at=filled.now(), undoable=False):
        filled.database.table("moves").insert({"stamp": "x", "contact": "01900000-0000-7000-8000-000000000009",
                                               "step_key": "s", "what": "skip"})
    assert looked(filled)["documents"] == [("note", "documents-without-contact")]
    with filled.database.unit("edit", at=filled.now(), undoable=False):
        filled.database.table("promises").insert({"stamp": "x", "contact": "", "kind": "call", "due": {"on": "soon"}})
    assert ("bad", "documents-unreadable") in looked(filled)["documents"]


def test_a_damaged_backup_is_bad_and_the_newest_is_read_to_its_end(filled, clock):
    path = filled.backups()[0].path
    Path(path).write_bytes(Path(path).read_bytes()[:-12])
    assert looked(filled)["backups"] == [("bad", "backups-damaged")]
    with pytest.raises(FileFault):
        list(files.documents_of(path))


def test_an_old_backup_is_worth_a_word(filled, clock):
    clock.forward(days=9)
    assert looked(filled)["backups"] == [("note", "backup-old")]


def test_a_clock_that_was_set_back_is_noticed(filled, clock):
    clock.forward(days=-9)
    assert ("note", "clock-behind") in looked(filled)["journal"]


def test_an_index_that_disagrees_is_made_again(filled):
    filled.queue("everyone")
    index = Path(filled.home.book) / "due.jsonl"
    assert index.exists()
    text = index.read_text()
    index.write_text(text.replace('"thank-you"', '"gratitude"'))
    filled.close()
    book = Book.open(filled.home, now=filled._clock)
    assert looked(book)["index"][0][1] in ("index-rebuilt", "index-agrees")
    assert looked(book)["index"] == [("good", "index-agrees")]
    book.close()


def test_parts_set_aside_and_notices_are_told(filled):
    filled.close()
    journal = Path(filled.home.book) / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"table":"contacts","id":"torn')
    book = Book.open(filled.home, now=filled._clock)
    found = looked(book)["book"]
    assert ("note", "torn-unit") in found and ("note", "parts-set-aside") in found and ("good", "book-sound") in found
    book.close()


@pytest.mark.parametrize("name, text, about, code", [
    ("settings.toml", '[place]\nzone = "UTC"\n[keys]\n', "settings", "settings-sound"),
    ("cadences/mine.toml", "name = ", "cadences", "bad-cadence"),
    ("templates/en/mine.txt", "kinds: pigeon\n\nhello", "templates", "bad-template"),
])
def test_definitions_with_a_fault_are_named(filled, name, text, about, code):
    path = Path(filled.home.settings).parent / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    book = Book.open(filled.home, now=filled._clock)
    assert looked(book)[about][0][1] == code
    book.close()


def test_a_keyring_that_hangs_holds_nobody_up(monkeypatch):
    import keyring

    monkeypatch.setattr(keyring, "get_keyring", lambda: __import__("threading").Event().wait())
    assert passwords.state(limit=0.05) == ("silent", "")


def test_a_keyring_that_breaks_is_told(monkeypatch):
    import keyring

    def broken():
        raise RuntimeError("dead bus")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    assert passwords.state()[0] == "broken"


def test_looking_changes_nothing(filled):
    number, before = filled.database.number, filled.export()
    list(filled.check())
    assert (filled.database.number, filled.export()) == (number, before)
