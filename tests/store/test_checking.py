"""The doctor's look: what is sound is said to be, what is not is found and named with its mend."""

import datetime as dt
import itertools
import os
from pathlib import Path
from zlib import crc32

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


def test_what_stands_for_nobody_in_particular_is_no_disagreement_while_the_clock_goes_on(filled):
    filled.log("met Ada Lomg")
    assert any(not row.due.contact for row in filled.queue().rows)
    began, asked = filled.now(), itertools.count()
    book = Book.open(filled.home, lambda: began + dt.timedelta(milliseconds=next(asked)))
    assert looked(book)["index"] == [("good", "index-agrees")]
    assert book.now() < book.now()
    book.close()


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


def other_words(row: bytes) -> bytes:
    """Return a row of the index about another step, sealed as if the rules had said so."""
    changed = row[9:].replace(b'"thank-you"', b'"gratitude"')
    return b"%08x " % crc32(changed) + changed


def test_an_index_that_disagrees_is_made_again(filled):
    filled.queue("everyone")
    index = Path(filled.home.book) / "due.jsonl"
    head, *rows = index.read_bytes().splitlines()
    assert any(b'"thank-you"' in row for row in rows)
    index.write_bytes(b"\n".join([head, *map(other_words, rows), b""]))
    filled.close()
    book = Book.open(filled.home, now=filled._clock)
    assert any(row.due.step == "gratitude" for row in book.queue("everyone").rows)
    assert looked(book)["index"][0][1] == "index-rebuilt"
    assert looked(book)["index"] == [("good", "index-agrees")]
    book.close()


@pytest.mark.parametrize("change", [
    lambda data: data[:-40], lambda data: data.replace(b"thank-you", b"thank-yox"), lambda data: data[:-60] + bytes(60),
    lambda data: data + b"\n7 x\n", lambda data: b"", lambda data: b"[]\n" + data])
def test_a_damaged_index_is_made_again_at_the_next_look(filled, change):
    expected = filled.queue("everyone")
    filled.close()
    for name in ("due.jsonl", "later.jsonl"):
        path = Path(filled.home.book) / name
        path.write_bytes(change(path.read_bytes()))
    book = Book.open(filled.home, now=filled._clock)
    assert book.queue("everyone").rows == expected.rows
    assert book.queue("today").counts == expected.counts
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
