"""Processes killed at any moment: what they said is stored is there, nothing is there by half, and the book opens.

The full run, a thousand kills: `pytest -m long tests/store/disk`; with ONWARD_TEST_SIZE=ci a part of it.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import disk_steps as steps
import pytest

from store.disk import open_database
from store.disk.identity import id_of_number

PROGRAM = Path(steps.__file__)


def fill(folder, count):
    """Make a book of some documents."""
    chance = random.Random(count)
    database = open_database(folder, keys_of=steps.keys_of, schema=1)
    with database.unit("fill", at=steps.NOW):
        for number in range(count):
            document = {"id": id_of_number(chance.getrandbits(128)), "size": number % 5, "colours": []}
            database.table(steps.TABLES[number % 2]).put(document)
    database.compact(keep_units=0)
    database.close()


def kill_once(folder, seed, longest):
    """Let a process work and kill it; return the number of the last unit it said was stored."""
    child = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(folder), str(seed)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    assert child.stdout.readline() == "ready\n", child.stderr.read()
    timer = threading.Timer(random.Random(seed).random() * longest, child.send_signal, (signal.SIGKILL,))
    timer.start()
    # Not `communicate`, which reads past what `readline` has taken into its buffer: an acknowledgement could be missed.
    said = child.stdout.read()
    timer.join()
    assert child.wait() == -signal.SIGKILL, child.stderr.read()
    child.stdout.close()
    child.stderr.close()
    whole = said[: said.rfind("\n") + 1].split()
    return int(whole[-1]) if whole else 0


def killed_and_whole(folder, seed, longest):
    """Kill a process, open the book, and hold it against what that process was doing."""
    database = open_database(folder, keys_of=steps.keys_of, schema=1)
    before, model = database.number, steps.state_of(database)
    database.close()
    said = kill_once(folder, seed, longest) or before
    database = open_database(folder, keys_of=steps.keys_of, schema=1)
    assert said <= database.number <= said + 1
    assert {each.code for each in database.notices} <= {"torn-unit"}
    # A step that changes nothing, such as an undo of nothing, writes no unit and is acknowledged with the old number.
    model = replay_to(model, seed, before, database.number)
    steps.agrees(database, model)
    database.close()


def replay_to(model, seed, before, number):
    """Do a process's steps to a model until a book of that model would have reached a number."""
    chance, past = random.Random(seed), []
    while before < number:
        if chance.random() < 0.1:
            chance.choice((0, 3, 1000))
        done = steps.apply(model, steps.step(chance, model, past))
        past.append(done)
        before += any(old != new for _table, _id, old, new in done)
    return model


@pytest.mark.parametrize(("documents", "kills", "longest"), [
    (50, 14, 0.12), (1000, 6, 0.2),
    pytest.param(50, steps.full(400), 0.3, marks=pytest.mark.long),
    pytest.param(1000, steps.full(500), 0.5, marks=pytest.mark.long),
    pytest.param(50000, steps.full(100), 8.0, marks=pytest.mark.long),
])
def test_no_kill_loses_or_halves_anything(tmp_path, documents, kills, longest):
    folder = tmp_path / "book"
    fill(folder, documents)
    for kill in range(kills):
        killed_and_whole(folder, documents * 10_000 + kill, longest)


def migrate(found, database):
    """Give every document another field."""
    for table in steps.TABLES:
        database.table(table).update({"migrated": found})


@pytest.mark.parametrize("kills", [6, pytest.param(steps.full(200), marks=pytest.mark.long)])
def test_a_migration_is_done_or_not_begun(tmp_path, kills):
    fill(tmp_path / "old", 300)
    for kill in range(kills):
        folder = tmp_path / f"book{kill}"
        shutil.copytree(tmp_path / "old", folder)
        child = os.fork()
        if not child:
            timer = random.Random(kill).random() * 0.12
            signal.setitimer(signal.ITIMER_REAL, timer)
            signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
            open_database(folder, keys_of=steps.keys_of, schema=2, migrate=migrate)
            os._exit(0)
        os.waitpid(child, 0)
        database = open_database(folder, keys_of=steps.keys_of, schema=2)
        documents = [each for table in steps.TABLES for each in database.table(table)]
        assert len(documents) == 300
        assert {each.get("migrated") for each in documents} == ({1} if database.schema == 2 else {None})
        database.close()
        open_database(folder, keys_of=steps.keys_of, schema=2, migrate=migrate).close()
        database = open_database(folder, keys_of=steps.keys_of, schema=2)
        assert database.schema == 2
        assert {each.get("migrated") for table in steps.TABLES for each in database.table(table)} == {1}
        database.close()
