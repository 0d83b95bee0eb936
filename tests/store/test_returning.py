"""An export comes back: into an empty book as the identical one, into a book that has it as nothing at all."""

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from store.book import Book
from store.errors import BookFault, OnwardError
from store.model import Planned, ShelfItem
from store.settings import home_under

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


class Ticking:
    """A clock that moves a minute with every look."""

    def __init__(self):
        self.at = NOW

    def __call__(self):
        self.at += dt.timedelta(minutes=1)
        return self.at


def opened(folder, now=None):
    """Open a book in UTC."""
    folder.mkdir(exist_ok=True)
    (folder / "settings.toml").write_text('[place]\nzone = "UTC"\ncountry = "US"\n')
    return Book.open(home_under(str(folder)), now=now or (lambda: NOW))


def kept(book, path):
    """Write a book's export into a file, and return what it says."""
    whole = book.export()
    path.write_text(json.dumps(whole))
    return whole


def brought(book, path):
    """Take a file in; return the preview."""
    preview = book.read_file(path)
    book.take_in([preview])
    return preview


WORDS = some.text(some.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=20)
DEEDS = some.lists(some.tuples(
    some.sampled_from(("log", "done", "change", "snooze", "next", "tag", "in", "cadence", "pause", "permit", "undo", "doubt",
                       "note", "birthday", "restore")), some.integers(0, 4), WORDS), min_size=3, max_size=14)


def act(book, deed, number, words):
    """Do one thing in a book; what does not fit is left."""
    if deed == "log":
        name = f"{'ABCDE'[number]}da L{'aeiou'[number]}ng"
        return book.log(f"met {name} p{number}@example.com 415 555 010{number} via:\"Ada Lang\" hot // {words}")
    if deed == "undo":
        return book.undo()
    if deed == "doubt":
        return book.log("called")
    if deed == "restore":
        return book.restore(book.backup().values["path"])
    person = book.who(f"p{number}@example.com").id
    verbs = {
        "done": lambda: book.done([person], note=words),
        "change": lambda: book.change([person], temperature=("hot", "warm", "cold")[number % 3], note=words, need=words),
        "snooze": lambda: book.snooze([person], Planned(dt.date(2026, 12, 1 + number))),
        "next": lambda: book.set_next(person, "call", Planned(dt.date(2026, 12, 1 + number), dt.time(10))),
        "tag": lambda: book.tag([person], f"tag{number}"),
        "in": lambda: book.log_touch(person, "email", direction="in", note=words),
        "cadence": lambda: book.use_cadence([person], "keep"),
        "pause": lambda: book.pause([person]),
        "permit": lambda: book.permit([person], "email", "refused"),
        "note": lambda: book.log_touch(person, "note", note=words),
        "birthday": lambda: book.draft(person),
    }
    return verbs[deed]()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(DEEDS)
@example([("log", 0, "x"), ("log", 1, "x"), ("birthday", 1, ""), ("undo", 0, "")])
@example([("log", 0, "0"), ("log", 0, "0"), ("change", 0, "0\x0cÄ"), ("tag", 0, "")])
@example([("log", 0, "0"), ("change", 0, " \x1f0\r\n"), ("note", 0, "\x1f0 ")])
def test_a_random_book_exported_and_imported_is_the_identical_book(tmp_path_factory, deeds):
    folder = tmp_path_factory.mktemp("books")
    first, second = opened(folder / "one", Ticking()), opened(folder / "two")
    for deed, number, words in deeds:
        try:
            act(first, deed, number, words)
        except OnwardError:
            continue
    whole = kept(first, folder / "onward.json")
    brought(second, folder / "onward.json")
    assert second.export() == whole
    number = second.database.number
    again = brought(second, folder / "onward.json")
    assert second.database.number == number
    assert not any(row.verdict in ("new", "changed") for row in again.rows) and not again.entries
    assert {each.id: second.agenda(each.id).candidates for each in second.everyone()} == \
        {each.id: second.agenda(each.id).candidates for each in second.everyone()}
    first.close()
    second.close()


def test_an_export_comes_back_as_one_action_that_undo_takes_back(tmp_path):
    first, second = opened(tmp_path / "one"), opened(tmp_path / "two")
    first.log("met Ada Long ada@example.com // likes tea")
    kept(first, tmp_path / "onward.json")
    brought(second, tmp_path / "onward.json")
    assert [each.name for each in second.everyone()] == ["Ada Long"]
    second.undo()
    assert second.everyone() == ()
    second.redo()
    assert second.dossier(second.who("Ada").id).touches[0].note == "likes tea"


def test_the_draft_of_a_person_taken_back_stays_here_and_comes_with_them_again(tmp_path):
    book = opened(tmp_path / "one")
    book.log("met Ada Long ada@example.com")
    book.log("met Bea Short bea@example.com")
    draft = book.draft(book.who("Bea").id)
    book.undo()
    whole = kept(book, tmp_path / "onward.json")
    assert not whole["drafts"] and len(whole["contacts"]) == 1
    book.redo()
    assert [each["id"] for each in book.export()["drafts"]] == [draft.id]


def test_a_touch_shared_with_somebody_deleted_goes_out_with_the_others(tmp_path):
    first, second = opened(tmp_path / "one"), opened(tmp_path / "two")
    first.log("met Ada Long ada@example.com")
    first.log("met Bea Short bea@example.com")
    ada, bea = first.who("Ada").id, first.who("Bea").id
    with first.database.unit("log", at=NOW) as unit:
        table = first.database.table("touches")
        shared = dict(table.with_key(f"contact:{bea}")[0])
        table.put({**shared, "contacts": [ada, bea]})
        people = first.database.table("contacts")
        people.put({**people.by_id(bea), "deleted": unit.stamp})
    whole = kept(first, tmp_path / "onward.json")
    assert [each["contacts"] for each in whole["touches"]] == [[ada], [ada]]
    brought(second, tmp_path / "onward.json")
    assert second.export() == whole


def test_a_person_deleted_here_comes_back_with_what_was_theirs(tmp_path):
    book = opened(tmp_path / "one")
    book.log("met Ada Long ada@example.com // likes tea")
    whole = kept(book, tmp_path / "onward.json")
    book.undo()
    brought(book, tmp_path / "onward.json")
    assert book.export() == whole


def test_into_a_book_that_knows_the_person_by_mail_their_past_is_added_to_them(tmp_path):
    first, second = opened(tmp_path / "one"), opened(tmp_path / "two")
    first.log("met Ada Long ada@example.com 415 555 0101 // likes tea")
    second.log("met Bea Short bea@example.com")
    here = second.log("met Ada Long ada@example.com @Acme").contacts[0]
    kept(first, tmp_path / "onward.json")
    preview = brought(second, tmp_path / "onward.json")
    assert [row.verdict for row in preview.rows] == ["changed"]
    dossier = second.dossier(here)
    assert len(second.everyone()) == 2
    assert {each.note for each in dossier.touches} == {"", "likes tea"}
    assert dossier.contact.company == "Acme" and dossier.contact.address("phone") is not None
    number = second.database.number
    brought(second, tmp_path / "onward.json")
    assert second.database.number == number


def test_what_was_changed_here_is_not_overwritten(tmp_path):
    book = opened(tmp_path / "one")
    person = book.log("met Ada Long ada@example.com hot // likes tea").contacts[0]
    kept(book, tmp_path / "onward.json")
    book.change([person], temperature="cold", company="Acme")
    number = book.database.number
    brought(book, tmp_path / "onward.json")
    assert book.database.number == number
    assert book.dossier(person).contact.temperature == "cold"


def test_an_export_of_a_newer_onward_is_refused(tmp_path):
    book = opened(tmp_path / "one")
    whole = kept(book, tmp_path / "onward.json")
    (tmp_path / "onward.json").write_text(json.dumps({**whole, "schema": 99}))
    with pytest.raises(BookFault) as caught:
        book.read_file(tmp_path / "onward.json")
    assert caught.value.code == "newer-book"


@pytest.mark.parametrize("spoil", [
    {"happened": {"at": "yesterday"}}, {"contacts": "nobody"}, {"contacts": []}, {"id": "../../etc"}, {"id": 7},
    {"recorded": 4}, {"contacts": ["01900000-0000-7000-8000-000000000009"]}, {"note": "\ud800"},
    {"contacts": [["a"]]}, {"contacts": {"a": 1}},
])
def test_an_entry_that_nobody_can_read_is_left_out_and_the_rest_comes(tmp_path, spoil):
    first, second = opened(tmp_path / "one"), opened(tmp_path / "two")
    first.log("met Ada Long ada@example.com // likes tea")
    whole = kept(first, tmp_path / "onward.json")
    whole["touches"].append({**whole["touches"][0], "id": "01900000-0000-7000-8000-000000000001", **spoil})
    (tmp_path / "onward.json").write_text(json.dumps(whole))
    brought(second, tmp_path / "onward.json")
    assert len(second.dossier(second.who("Ada").id).touches) == 1
    assert second.export() == first.export()


def test_the_shelf_and_times_away_come_too(tmp_path):
    first, second = opened(tmp_path / "one"), opened(tmp_path / "two")
    first.log("met Ada Long ada@example.com")
    with first.database.unit("shelf", at=NOW):
        from store.documents import to_document

        item = ShelfItem("01900000-0000-7000-8000-000000000001", "clipping", "Leases", until=dt.date(2027, 1, 1))
        first.database.table("shelf").insert(to_document("shelf", item, "000000000001-0000-00000001"))
    whole = kept(first, tmp_path / "onward.json")
    brought(second, tmp_path / "onward.json")
    assert second.export() == whole
    assert [each.title for each in second.practice.shelf] == ["Leases"]
