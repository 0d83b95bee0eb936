"""One verb costs the same in a small book and in a large one: counted in what is read and written, not in time."""

import os
import tracemalloc

import disk_steps as steps
import pytest

from store.disk import FileLayer, new_id, open_database


class CountingLayer(FileLayer):
    """The real files, with a count of calls and bytes."""

    def __init__(self):
        self.calls = 0
        self.bytes = 0
        self.syncs = 0

    def read(self, descriptor, length, offset):
        data = super().read(descriptor, length, offset)
        self.calls, self.bytes = self.calls + 1, self.bytes + len(data)
        return data

    def write(self, descriptor, data, offset):
        self.calls, self.bytes = self.calls + 1, self.bytes + len(data)
        super().write(descriptor, data, offset)

    def sync(self, descriptor):
        self.syncs += 1
        super().sync(descriptor)


def keys_of(table, document):
    return [f"contact:{each}" for each in document.get("contacts", ())] + [f"name:{document.get('name')}"]


def made(folder, contacts, later):
    """Make a book of contacts with ten touches each, `later` of them not folded in; return the contacts' ids."""
    ids = [new_id(steps.NOW) for _ in range(contacts)]
    database = open_database(folder, keys_of=keys_of, schema=1)
    with database.unit("import", at=steps.NOW):
        database.table("contacts").insert_multiple([{"id": id_, "name": id_[-4:], "note": "n" * 200} for id_ in ids])
    with database.unit("import", at=steps.NOW):
        database.table("touches").insert_multiple(
            [{"contacts": [id_], "note": "t" * 100, "touch": touch} for touch in range(10) for id_ in ids])
    database.compact()
    for each in range(later):
        database.table("touches").insert({"contacts": [ids[each % contacts]], "note": "later"})
    database.close()
    return ids


def cost_of_a_verb(folder, contact):
    """Open a book, read one person with the history, write one touch; return calls, bytes and syncs."""
    counting = CountingLayer()
    database = open_database(folder, keys_of=keys_of, schema=1, files=counting)
    assert database.table("contacts").by_id(contact)
    touches = database.table("touches").with_key(f"contact:{contact}")
    assert len(touches) >= 10
    with database.unit("log", at=steps.NOW):
        database.table("touches").insert({"contacts": [contact], "note": "now"})
    assert len(database.table("touches")) > 10
    database.close()
    return counting.calls, counting.bytes, counting.syncs


@pytest.mark.parametrize(("contacts", "later"), [(400, 100), pytest.param(18_000, 5000, marks=pytest.mark.long)])
def test_a_verb_reads_and_writes_as_much_in_a_large_book_as_in_a_small_one(tmp_path, contacts, later):
    small = made(tmp_path / "small", 10, 0)
    large = made(tmp_path / "large", contacts, later)
    calls, size, syncs = cost_of_a_verb(tmp_path / "small", small[5])
    more_calls, more_size, more_syncs = cost_of_a_verb(tmp_path / "large", large[contacts - 1])
    assert more_syncs == syncs == 1, "the journal's, and no other"
    assert more_calls <= calls * 1.1 + 6
    assert more_size <= size * 1.1 + 600
    assert os.path.getsize(tmp_path / "large" / "book.json") > 50 * more_size


def test_a_book_that_grew_a_touch_at_a_time_costs_the_same(tmp_path):
    (contact,) = made(tmp_path / "book", 1, 0)
    other = made(tmp_path / "other", 1, 0)[0]
    database = open_database(tmp_path / "book", keys_of=keys_of, schema=1)
    for start in range(5):
        with database.unit("import", at=steps.NOW):
            database.table("touches").insert_multiple([{"contacts": [f"{start}-{each}"]} for each in range(900)])
    database.close()
    calls, size, _syncs = cost_of_a_verb(tmp_path / "other", other)
    more_calls, more_size, _syncs = cost_of_a_verb(tmp_path / "book", contact)
    assert more_calls <= calls * 2, "a few more arrays, however long it grows, until the next folding"
    assert more_size <= size * 1.3 + 600


def test_memory_does_not_hold_the_book(tmp_path):
    database = open_database(tmp_path / "book", keys_of=keys_of, schema=1)
    for start in range(0, 1000, 100):
        with database.unit("import", at=steps.NOW):
            database.table("touches").insert_multiple(
                [{"contacts": [f"{each % 10}"], "note": "n" * 20_000} for each in range(start, start + 100)])
    database.close()
    tracemalloc.start()
    try:
        database = open_database(tmp_path / "book", keys_of=keys_of, schema=1)
        assert sum(1 for _ in database.table("touches")) == 1000
        assert len(database.table("touches").search(lambda document: document["contacts"] == ["7"])) == 100
        database.compact()
        assert len(list(database.units())) == 10
        (tmp_path / "book" / "index").unlink()
        assert len(open_database(tmp_path / "book", keys_of=keys_of, schema=1).table("touches")) == 1000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (tmp_path / "book" / "book.json").stat().st_size > 20_000_000
    assert peak < 8_000_000, "readings hold a line at a time, foldings write along the way"
