"""Undo and redo: every verb, across restarts, and never over what somebody else changed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from store.book import Book
from store.errors import BookFault, NotFound, OnwardError
from store.model import Planned
from store.settings import home_under


def facts(book):
    """Return what the book says, without the stamps that an undo renews."""
    return {
        table: sorted(
            (sorted((name, repr(value)) for name, value in row.items() if name not in ("stamp", "stamps")) for row in rows))
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
