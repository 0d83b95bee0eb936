"""Undo and redo: every verb, across restarts, and never over what somebody else changed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from store.book import Book, undoing
from store.errors import BookFault, NotFound, OnwardError
from store.model import Planned
from store.settings import home_under


def facts(book):
    """Return what the book says, without the stamps that an undo renews."""
    return {
        table: sorted(
            sorted((name, repr(value)) for name, value in row.items() if name not in ("stamp", "stamps")) for row in rows)
        for table, rows in book.export().items() if isinstance(rows, list) and table not in ("definitions",)
    }


def test_undo_and_redo_walk_back_and_forth(book):
    states = [facts(book)]
    book.log("met Ada Long 415 555 0101 hot")
    states.append(facts(book))
    contact = book.who("Ada").id
    book.done([contact])
    states.append(facts(book))
    book.change([contact], temperature="cold")
    states.append(facts(book))
    for state in reversed(states[:-1]):
        book.undo()
        assert facts(book) == state
    with pytest.raises(NotFound):
        book.undo()
    for state in states[1:]:
        book.redo()
        assert facts(book) == state
    with pytest.raises(NotFound):
        book.redo()


def test_undo_after_a_restart(book, again):
    before = facts(book)
    book.log("met Ada Long 415 555 0101")
    book.close()
    other = again()
    other.undo()
    assert facts(other) == before


def test_a_new_action_ends_redo(book):
    book.log("met Ada Long 415 555 0101")
    book.undo()
    book.log("met Bea Short 415 555 0102")
    with pytest.raises(NotFound):
        book.redo()


def test_undo_refuses_what_another_process_changed_since(book, again):
    contact = book.log("met Ada Long 415 555 0101").contacts[0]
    book.change([contact], temperature="cold")
    other = again()
    with other.database.unit("sync", at=other.now(), undoable=False):
        document = other.database.table("contacts").by_id(contact)
        other.database.table("contacts").put({**document, "temperature": "hot"})
    with pytest.raises(BookFault) as caught:
        book.undo()
    assert caught.value.code == "undo-conflict"
    assert book.dossier(contact).contact.temperature == "hot"


def test_undo_of_a_person_refuses_where_another_process_added_to_them(book, again):
    contact = book.log("met Ada Long 415 555 0101").contacts[0]
    unit_before = book.database.number
    other = again()
    with other.database.unit("sync", at=other.now(), undoable=False) as unit:
        other.database.table("touches").insert({
            "id": "01900000-0000-7000-8000-000000000001", "stamp": unit.stamp, "contacts": [contact], "kind": "email",
            "direction": "in", "happened": {"at": "2026-11-24T09:00:00Z", "zone": "UTC"}, "recorded": "2026-11-24T09:00:00Z"})
    assert other.database.number == unit_before + 1
    with pytest.raises(BookFault):
        book.undo()
    assert book.who("Ada").id == contact


ACTIONS = some.lists(
    some.tuples(some.sampled_from(("log", "done", "change", "snooze", "next", "tag", "in", "cadence", "pause", "permit")),
                some.integers(0, 5)), min_size=1, max_size=7)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTIONS)
def test_undoing_everything_gives_the_empty_book_and_redoing_gives_it_all_back(tmp_path_factory, actions):
    folder = tmp_path_factory.mktemp("undo")
    (folder / "settings.toml").write_text('[place]\nzone = "UTC"\n')
    now = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
    book = Book.open(home_under(str(folder)), now=lambda: now)
    states = [facts(book)]
    for name, number in actions:
        before = book.database.number
        try:
            act(book, name, number)
        except OnwardError:
            assert book.database.number == before
            continue
        if book.database.number > before:  # what changes nothing is no step
            states.append(facts(book))
    for state in reversed(states[:-1]):
        book.undo()
        assert facts(book) == state
    for state in states[1:]:
        book.redo()
        assert facts(book) == state
    book.close()


def act(book, name, number):
    """Do one thing to the person of a number, who may not be there."""
    if name == "log":
        book.log(f"met Person{'abcdef'[number]} Number{'abcdef'[number]} p{number}@example.com")
        return
    contact = book.who(f"p{number}@example.com").id
    if name == "done":
        book.done([contact])
    elif name == "change":
        book.change([contact], temperature=("hot", "warm", "cold")[number % 3])
    elif name == "snooze":
        book.snooze([contact], Planned(dt.date(2026, 12, 1 + number)))
    elif name == "next":
        book.set_next(contact, "call", Planned(dt.date(2026, 12, 1 + number)))
    elif name == "tag":
        book.tag([contact], f"tag{number}")
    elif name == "in":
        book.log_touch(contact, "email", direction="in", note="well?")
    elif name == "cadence":
        book.use_cadence([contact], "keep")
    elif name == "pause":
        book.pause([contact])
    else:
        book.permit([contact], "email", "refused")


def test_a_batch_is_one_step_after_a_restart_too(book, again):
    people = [book.log(f"met Person{letter} Number{letter} {letter}@example.com").contacts[0] for letter in "abcd"]
    before = facts(book)
    book.change(people, temperature="cold")
    changed = facts(book)
    other = again()
    assert set(other.undo().contacts) == set(people)
    assert facts(other) == before
    third = again()
    third.redo()
    assert facts(third) == changed


def test_undoing_an_import_of_many_moves_the_queue_of_all_of_them(book, again, tmp_path):
    cards = "".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:Person {number} Long\nEMAIL:p{number}@example.com\nEND:VCARD\n"
                    for number in range(70))
    (tmp_path / "cards.vcf").write_text(cards)
    empty = facts(book)
    book.queue("everyone")
    book.take_in([book.read_file(tmp_path / "cards.vcf")])
    assert len(book.queue("everyone").rows) == 70
    book.undo()
    assert facts(book) == empty and book.queue("everyone").rows == ()
    other = again()
    assert other.queue("everyone").rows == ()
    other.redo()
    assert len(other.queue("everyone").rows) == 70 and len(other.who("p69@example.com").name) > 0


def test_undo_goes_back_as_far_as_is_said_and_no_further(book, monkeypatch):
    monkeypatch.setattr(undoing, "DEPTH", 5)
    person = book.log("met Ada Long ada@example.com").contacts[0]
    for number in range(8):
        book.tag([person], f"tag{number}")
    for _ in range(5):
        book.undo()
    with pytest.raises(NotFound) as caught:
        book.undo()
    assert caught.value.code == "nothing-to-undo"
    assert book.who("Ada").tags == ("tag0", "tag1", "tag2")
    for _ in range(5):
        book.redo()
    with pytest.raises(NotFound):
        book.redo()
    assert book.who("Ada").tags == tuple(f"tag{number}" for number in range(8))


def test_to_and_fro_does_not_use_the_depth_up(book, monkeypatch):
    monkeypatch.setattr(undoing, "DEPTH", 3)
    person = book.log("met Ada Long ada@example.com").contacts[0]
    book.tag([person], "one")
    for _ in range(12):
        book.undo()
        book.redo()
    book.undo()
    assert book.who("Ada").tags == ()


def test_a_synchronisation_does_not_stand_on_the_stack(book, again):
    person = book.log("met Ada Long ada@example.com").contacts[0]
    book.change([person], temperature="cold")
    other = again()
    with other.database.unit("sync", at=other.now(), undoable=False):
        document = other.database.table("contacts").by_id(person)
        other.database.table("contacts").put({**document, "company": "Acme"})
    book.undo()
    found = book.dossier(person).contact
    assert (found.temperature, found.company) == ("", "Acme")


def test_an_undo_is_a_new_change_with_newer_stamps(book):
    person = book.log("met Ada Long ada@example.com").contacts[0]
    book.change([person], temperature="cold")
    stamp = book.database.table("contacts").by_id(person)["stamps"]["temperature"]
    book.undo()
    assert book.database.table("contacts").by_id(person)["stamps"]["temperature"] > stamp


def test_a_redo_that_no_longer_fits_says_so_and_does_nothing(book, again):
    person = book.log("met Ada Long ada@example.com hot").contacts[0]
    book.change([person], temperature="cold")
    book.undo()
    other = again()
    with other.database.unit("sync", at=other.now(), undoable=False):
        document = other.database.table("contacts").by_id(person)
        other.database.table("contacts").put({**document, "temperature": "warm"})
    with pytest.raises(BookFault) as caught:
        book.redo()
    assert caught.value.code == "redo-conflict"
    assert book.dossier(person).contact.temperature == "warm"


def test_a_conflict_names_whom_it_is_about(book, again):
    from tui.wording.errors import sentence

    person = book.log("met Ada Long ada@example.com").contacts[0]
    book.change([person], temperature="cold")
    other = again()
    with other.database.unit("sync", at=other.now(), undoable=False):
        document = other.database.table("contacts").by_id(person)
        other.database.table("contacts").put({**document, "temperature": "hot"})
    with pytest.raises(BookFault) as caught:
        book.undo()
    assert "Ada Long" in sentence(caught.value)
    number = book.database.number
    with pytest.raises(BookFault):
        book.undo()
    assert book.database.number == number


def test_undo_reaches_over_a_folded_journal(book, again):
    person = book.log("met Ada Long ada@example.com").contacts[0]
    before = facts(book)
    book.change([person], temperature="cold")
    book.database.compact()
    other = again()
    other.undo()
    assert facts(other) == before


def test_whether_anything_can_be_undone_is_told_at_a_glance(book):
    assert not book.can_undo()
    book.log("met Ann Lee 415 555 0100")
    assert book.can_undo()
    book.undo()
    assert not book.can_undo()
    for place in range(60):
        with book.database.unit("sync", at=book.now(), about={}, undoable=False):
            book.database.table("history").insert({"size": place})
    assert book.can_undo(), "too many to look at: undo itself says that there is nothing"
