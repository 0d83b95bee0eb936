"""Several processes at once: no insert lost, no id repeated, no reader ever sees half of a unit.

The full run, a thousand trials of two and of three writers: `pytest -m long tests/store/disk`; with
ONWARD_TEST_SIZE=ci a part of it.
"""

import shutil
import subprocess
import sys
import time

import disk_steps as steps
import pytest

from store.disk import FileLayer, open_database
from store.disk.identity import id_of_number
from store.errors import BookFault


def trial(folder, writers, times, seed):
    """Run one trial in a process of its own, and hold what it left against what was written."""
    program = f"import sys, disk_steps; sys.exit(any(disk_steps.trial({str(folder)!r}, {writers}, {times}, {seed})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True,
                          env={"PYTHONPATH": steps.__file__.rpartition("/")[0], "PATH": "/usr/bin:/bin"})
    assert done.returncode == 0, done.stderr
    database = open_database(folder, keys_of=steps.keys_of, schema=1)
    touches = database.table("touches").all()
    assert {(each["by"], each["each"]) for each in touches} == {(by, n) for by in "abc"[:writers] for n in range(times)}
    assert len({each["id"] for each in touches}) == len(touches) == writers * times
    assert sorted(each["number"] for each in touches) == list(range(2, 2 + writers * times))
    assert database.table("pairs").by_id(id_of_number(1))["value"] == writers * times
    stamps = [unit.stamp for unit in database.units()]
    assert stamps == sorted(set(stamps), reverse=True)
    assert not database.notices
    database.close()


@pytest.mark.parametrize(("writers", "trials", "times"), [
    (2, 3, 30), (3, 3, 30),
    pytest.param(2, steps.full(1000), 20, marks=pytest.mark.long),
    pytest.param(3, steps.full(1000), 20, marks=pytest.mark.long),
])
def test_writers_lose_nothing_and_readers_see_whole_units(tmp_path, writers, trials, times):
    for seed in range(trials):
        trial(tmp_path / "book", writers, times, seed)
        shutil.rmtree(tmp_path / "book")


@pytest.fixture
def pair(tmp_path):
    """Two processes' views of one book, in one process."""
    opened = [open_database(tmp_path / "book", keys_of=steps.keys_of, schema=1, wait=0.05) for _ in range(2)]
    yield opened
    for each in opened:
        each.close()


def test_a_change_elsewhere_is_noticed_once_and_told_by_its_units(pair):
    mine, other = pair
    assert not mine.changed_elsewhere()
    assert mine.catch_up() == []
    with other.unit("log", at=steps.NOW, about={"contact": "x"}) as unit:
        other.table("touches").insert({"colours": ["red"]})
        assert unit.number == 1
    assert mine.changed_elsewhere()
    assert len(mine.table("touches")) == 0, "a reader stays where it is until it catches up"
    (unit,) = mine.catch_up()
    assert (unit.verb, unit.about, unit.at) == ("log", {"contact": "x"}, steps.NOW)
    assert [(each.table, each.before, each.after["colours"]) for each in unit.changes] == [("touches", None, ["red"])]
    assert len(mine.table("touches").with_key("colour:red")) == 1
    assert not mine.changed_elsewhere()


def test_ones_own_units_are_nothing_from_elsewhere_but_those_taken_in_by_a_verb_are(pair):
    mine, other = pair
    other.table("touches").insert({"colours": ["red"]})
    mine.table("touches").insert({"colours": ["blue"]})
    assert mine.changed_elsewhere()
    assert [unit.number for unit in mine.catch_up()] == [1]
    mine.table("touches").insert({"colours": ["blue"]})
    assert not mine.changed_elsewhere()
    assert mine.catch_up() == []


def test_folding_elsewhere_changes_nothing_for_a_reader(pair):
    mine, other = pair
    for _ in range(5):
        other.table("touches").insert({"colours": ["red"]})
    mine.catch_up()
    walk = iter(mine.table("touches"))
    next(walk)
    other.table("touches").truncate()
    other.compact(keep_units=0)
    assert len(list(walk)) == 4, "a reading that has begun goes on over what it began with"
    assert len(mine.table("touches")) == 5
    assert [unit.verb for unit in mine.catch_up()] == [], "the unit is folded in and no longer kept"
    assert len(mine.table("touches")) == 0


def test_a_living_holder_of_the_lock_is_waited_for_and_then_named(pair):
    mine, other = pair
    with other.unit("import", at=steps.NOW):
        assert mine.table("touches").all() == [], "readers take no lock"
        with pytest.raises(BookFault) as caught:
            mine.table("touches").insert({})
    assert caught.value.code == "book-locked"
    assert caught.value.values["verb"] == "import"
    assert caught.value.values["holder"]
    mine.table("touches").insert({})


def test_a_lock_left_by_the_dead_does_not_block(tmp_path):
    program = (
        "import sys, os, disk_steps as s; d = s.open_database(sys.argv[1], keys_of=s.keys_of, schema=1)\n"
        "with d.unit('log', at=s.NOW):\n d.table('touches').insert({}); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "book")],
                          env={"PYTHONPATH": steps.__file__.rpartition("/")[0]})
    assert done.returncode == -9
    database = open_database(tmp_path / "book", keys_of=steps.keys_of, schema=1, wait=0)
    assert database.table("touches").all() == []
    database.table("touches").insert({})


def test_noticing_that_nothing_changed_costs_microseconds(pair):
    mine, _other = pair
    began = time.perf_counter()
    for _ in range(1000):
        mine.changed_elsewhere()
    assert time.perf_counter() - began < 1, "a thousandth of a second each would be a hundred times too slow"


def test_a_compaction_that_comes_second_gives_way(pair):
    mine, other = pair
    mine.table("touches").insert({"colours": ["red"]})
    other.compact()
    mine.compact()
    assert len(mine.table("touches").with_key("colour:red")) == 1
    assert len(other.table("touches").with_key("colour:red")) == 1


class InterruptedLayer(FileLayer):
    """The real files; whenever something is synced or renamed, somebody else does something first."""

    def __init__(self):
        self.interrupt = None

    def _interrupted(self):
        interrupt, self.interrupt = self.interrupt, None
        if interrupt:
            interrupt()
            self.interrupt = interrupt

    def sync(self, descriptor):
        self._interrupted()
        super().sync(descriptor)

    def replace(self, source, target):
        self._interrupted()
        super().replace(source, target)


@pytest.mark.parametrize("keep", [0, 3, 1000])
def test_what_others_write_while_one_folds_is_kept_and_waits_only_for_the_last_moment(tmp_path, keep):
    layer, stored, refused, seen = InterruptedLayer(), [], [], []
    folder = tmp_path / "book"
    mine = open_database(folder, keys_of=steps.keys_of, schema=1, files=layer)
    other = open_database(folder, keys_of=steps.keys_of, schema=1, wait=0)
    for _ in range(10):
        other.table("touches").insert({"colours": ["old"]})

    def interrupt():
        try:
            other.table("touches").insert({"colours": ["new"]})
            stored.append(other.number)
        except BookFault as fault:
            assert fault.code == "book-locked"
            refused.append(fault)
        reader = open_database(folder, keys_of=steps.keys_of, schema=1, wait=0)
        seen.append((len(reader.table("touches").with_key("colour:new")), len(stored)))
        assert len(reader.table("touches").with_key("colour:old")) == 10
        reader.close()

    layer.interrupt = interrupt
    assert mine.compact(keep_units=keep)
    layer.interrupt = None
    assert len(stored) >= 4, "while the three files were written"
    assert len(refused) <= 6, "while the last units were taken over and three files renamed"
    assert all(found == expected for found, expected in seen)
    for database in (mine, other, open_database(folder, keys_of=steps.keys_of, schema=1)):
        database.catch_up()
        assert len(database.table("touches").with_key("colour:new")) == len(stored)
        assert len(database.table("touches")) == 10 + len(stored)
        assert not database.notices
    assert set(stored) <= {unit.number for unit in mine.units()}
