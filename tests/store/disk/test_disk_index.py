"""The index answers as reading everything would, after any units, foldings, failures and openings."""

import datetime as dt
import random
import shutil
import tempfile
from pathlib import Path

import disk_steps as steps
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from store.disk import FileLayer, new_id, open_database
from store.disk.identity import next_stamp, number_of_id


class RestartedLayer(FileLayer):
    """The real files on a computer that was started anew."""

    def __init__(self, boots):
        self.boots = boots

    def boot(self):
        return self.boots.to_bytes(16, "little")


class IndexAgrees(RuleBasedStateMachine):
    """Two processes on one book, and what it must hold."""

    @initialize()
    def begin(self):
        self.folder = tempfile.mkdtemp(prefix="onward-index-")
        self.boots = 0
        self.model = {table: {} for table in steps.TABLES}
        self.past = []
        self.opened = [self.open() for _ in range(2)]

    def open(self):
        return open_database(self.folder, keys_of=steps.keys_of, schema=1, files=RestartedLayer(self.boots))

    def teardown(self):
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    @rule(seed=st.integers(0, 2**32), who=st.integers(0, 1))
    def write(self, seed, who):
        changes = steps.step(random.Random(seed), self.model, self.past)
        steps.write(self.opened[who], changes)
        self.past.append(steps.apply(self.model, changes))
        steps.agrees(self.opened[who], self.model)

    @rule(seed=st.integers(0, 2**32), who=st.integers(0, 1))
    def fail(self, seed, who):
        chance, database = random.Random(seed), self.opened[who]
        database.catch_up()
        changed = {table: dict(kept) for table, kept in self.model.items()}
        with pytest.raises(ZeroDivisionError), database.unit("fail", at=steps.NOW):
            for _ in range(3):
                changes = steps.step(chance, changed, [])
                steps.write(database, changes)
                steps.apply(changed, changes)
                steps.agrees(database, changed)
            raise ZeroDivisionError
        steps.agrees(database, self.model)

    @rule(seed=st.integers(0, 2**32), who=st.integers(0, 1))
    def fail_within(self, seed, who):
        chance, database = random.Random(seed), self.opened[who]
        with database.unit("outer", at=steps.NOW):
            changes = steps.step(chance, self.model, self.past)
            steps.write(database, changes)
            self.past.append(steps.apply(self.model, changes))
            with pytest.raises(ZeroDivisionError), database.unit("inner", at=steps.NOW):
                steps.write(database, steps.step(chance, self.model, self.past))
                raise ZeroDivisionError
            steps.agrees(database, self.model)
        steps.agrees(database, self.model)

    @rule(who=st.integers(0, 1), keep=st.sampled_from((0, 1, 5, 1000)))
    def fold(self, who, keep):
        self.opened[who].compact(keep_units=keep)

    @rule(who=st.integers(0, 1))
    def reopen(self, who):
        self.opened[who].close()
        self.opened[who] = self.open()

    @rule()
    def restart(self):
        self.boots += 1
        for each in self.opened:
            each.close()
        self.opened = [self.open() for _ in range(2)]

    @invariant()
    def agrees(self):
        for each in getattr(self, "opened", ()):
            each.catch_up()
            steps.agrees(each, self.model)
            assert not each.notices
            assert not each.changed_elsewhere()


TestIndexAgrees = IndexAgrees.TestCase
TestIndexAgrees.settings = settings(max_examples=10, stateful_step_count=15, deadline=None)


@pytest.fixture
def database(tmp_path):
    """An empty book."""
    opened = open_database(tmp_path / "book", keys_of=steps.keys_of, schema=1)
    yield opened
    opened.close()


def test_other_keys_make_another_index(database):
    table = database.table("touches")
    table.insert({"colours": ["red"], "size": 1})

    def other_keys(table, document):
        return [f"big:{document['size']}"]

    other = open_database(database.folder, keys_of=other_keys, schema=1)
    assert len(other.table("touches").with_key("big:1")) == 1
    assert other.table("touches").with_key("colour:red") == []
    assert len(open_database(database.folder, keys_of=steps.keys_of, schema=1).table("touches").with_key("size:1")) == 1


def test_many_documents_through_growing_arrays(database):
    table = database.table("touches")
    documents = [{"id": new_id(steps.NOW), "colours": [f"c{n % 700}"], "size": n} for n in range(6000)]
    with database.unit("import", at=steps.NOW):
        table.insert_multiple(documents)
    assert len(table) == 6000
    for n in range(0, 6000, 501):
        assert table.by_id(documents[n]["id"])["size"] == n
        assert [each["size"] for each in table.with_key(f"colour:c{n % 700}")] == list(range(n % 700, 6000, 700))
        assert table.with_key("size:-1") == []
    assert [each["size"] for each in table] == list(range(6000))


@pytest.mark.parametrize("seed", range(8))
def test_a_spoiled_index_is_made_anew(database, seed):
    chance = random.Random(seed)
    model, past = {table: {} for table in steps.TABLES}, []
    for _ in range(10):
        changes = steps.step(chance, model, past)
        steps.write(database, changes)
        past.append(steps.apply(model, changes))
    path = database.folder / "index"
    data = bytearray(path.read_bytes())
    used = len(bytes(data).rstrip(b"\0"))
    what = seed % 4
    if what == 0:
        data = data[: chance.randrange(used)]
    elif what == 1:
        place = chance.randrange(used)
        data[place : place + 4096] = bytes(min(4096, len(data) - place))
    elif what == 2:
        for _ in range(200):
            data[chance.randrange(used)] ^= 1 << chance.randrange(8)
    else:
        data = bytearray(b"no index at all")
    path.write_bytes(data)
    again = open_database(database.folder, keys_of=steps.keys_of, schema=1)
    steps.agrees(again, model)
    steps.write(again, [("touches", id_, None) for id_ in list(model["touches"])[:2]])
    assert again.notices == []


def test_the_journal_tells_the_past_newest_first_and_keeps_what_it_is_told_to(database):
    table = database.table("contacts")
    number = table.insert({"size": 1})
    for size in range(2, 12):
        with database.unit("grow", at=steps.NOW, about={"size": size}, undoable=size % 2 == 0) as unit:
            table.update({"size": size}, doc_ids=[number])
            unit.about["more"] = "ü"
    database.compact(keep_units=5)
    assert len(list(database.units())) == 5
    table.update({"size": 12}, doc_ids=[number])
    assert database.journal_units() == 1
    newest, before, *_rest = database.units()
    assert (newest.verb, before.verb, before.about, before.undoable) == ("write", "grow", {"size": 11, "more": "ü"}, False)
    (change,) = before.changes
    assert (change.table, change.before["size"], change.after["size"]) == ("contacts", 10, 11)
    assert [unit.number for unit in database.units(newest_first=False)] == [7, 8, 9, 10, 11, 12]
    assert [unit.number for unit in database.units(limit=2)] == [12, 11]


def test_a_unit_without_changes_writes_nothing(database):
    size = (database.folder / "journal.jsonl").stat().st_size
    with database.unit("look", at=steps.NOW):
        number = database.table("contacts").insert({})
        database.table("contacts").remove(doc_ids=[number])
    assert (database.folder / "journal.jsonl").stat().st_size == size
    assert database.number == 0


def test_stamps_never_run_back_even_where_the_clock_does(database):
    seen = []
    for hours in (0, -5000, 1, 1, -1):
        with database.unit("log", at=steps.NOW + dt.timedelta(hours=hours)) as unit:
            database.table("contacts").insert({"stamp": unit.stamp})
            seen.append(unit.stamp)
    again = open_database(database.folder, keys_of=steps.keys_of, schema=1)
    with again.unit("log", at=steps.NOW - dt.timedelta(days=9000)) as unit:
        again.table("contacts").insert({"stamp": unit.stamp})
        seen.append(unit.stamp)
    assert seen == sorted(set(seen))
    assert all(each.endswith(database.machine) for each in seen)


def test_a_counter_that_is_full_moves_the_milliseconds_on():
    assert next_stamp("00000000000a-ffff-01234567", dt.datetime(1970, 1, 1, tzinfo=dt.UTC), "89abcdef") == (
        "00000000000b-0000-89abcdef")


def test_ids_of_one_process_increase_and_are_uuids_of_version_7():
    made = [new_id(steps.NOW - dt.timedelta(seconds=n)) for n in range(1000)]
    assert made == sorted(set(made))
    assert {each[14] for each in made} == {"7"}
    assert {each[19] for each in made} <= set("89ab")
    assert all(number_of_id(each) for each in made)
    future = new_id(steps.NOW + dt.timedelta(days=365))
    assert future > made[-1]
    assert int(future.replace("-", "")[:12], 16) == (steps.NOW + dt.timedelta(days=365)).timestamp() * 1000


def test_what_is_kept_to_be_undone_does_not_ask_to_be_folded_again(database, monkeypatch):
    monkeypatch.setattr("store.disk.database._SMALL_JOURNAL", 10_000)
    table = database.table("contacts")
    table.insert_multiple({"size": size, "note": "x" * 100} for size in range(200))
    assert database.wants_compacting
    database.compact()
    assert len(list(database.units())) == 1
    assert not database.wants_compacting
    assert not open_database(database.folder, keys_of=steps.keys_of, schema=1).wants_compacting
    Path(database.folder, "index").unlink()
    again = open_database(database.folder, keys_of=steps.keys_of, schema=1)
    assert not again.wants_compacting
    again.table("contacts").insert_multiple({"size": size, "note": "x" * 100} for size in range(200))
    assert again.wants_compacting
