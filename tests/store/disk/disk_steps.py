"""What the disk tests do to a book: the same steps in the test and in the processes that it kills.

Run as a program, it is one of those processes: it works on a book until it is killed or done, and says so after each
unit, when the unit is on the disk.
"""

import datetime as dt
import os
import random
import sys

from store.disk import open_database
from store.disk.identity import id_of_number

SHARE = 0.06 if os.environ.get("ONWARD_TEST_SIZE") == "ci" else 1.0
"How much of the full number of trials the long tests do: all, or what fits a continuous run."
NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)
TABLES = ("contacts", "touches")


def full(number):
    """Return how many of a full number of trials to do."""
    return max(3, round(number * SHARE))


def keys_of(table, document):
    """Return the keys of a document: its colours, its size and the contacts it names."""
    return [f"colour:{each}" for each in document.get("colours", ())] + [f"size:{document.get('size')}"]


def document_of(chance, number):
    """Return a document of any length, with a few keys."""
    return {
        "id": id_of_number(number), "size": chance.randrange(5), "note": "ä\n" * chance.choice((0, 3, 40, 3000)),
        "colours": chance.sample(("red", "green", "blue", "Zoë's"), chance.randrange(4)),
    }


def step(chance, model, past):
    """Return the changes of one verb as (table, id, document or None): inserts, growing and shrinking, deletes, undo."""
    if past and chance.random() < 0.15:
        return [(table, id_, before) for table, id_, before, _after in reversed(past[-1])]
    changes = {}
    for _ in range(chance.choice((1, 1, 1, 2, 5, 30))):
        table = chance.choice(TABLES)
        present = sorted(model[table])
        if not present or chance.random() < 0.4:
            document = document_of(chance, chance.getrandbits(128))
            changes[table, document["id"]] = document
        elif chance.random() < 0.7:
            id_ = chance.choice(present)
            changes[table, id_] = {**document_of(chance, 0), "id": id_}
        else:
            changes[table, chance.choice(present)] = None
    return [(table, id_, document) for (table, id_), document in changes.items()]


def apply(model, changes):
    """Do the changes to a model; return them with what stood there before."""
    done = []
    for table, id_, document in changes:
        before = model[table].get(id_)
        if document is None:
            model[table].pop(id_, None)
        else:
            model[table][id_] = document
        done.append((table, id_, before, document))
    return done


def write(database, changes, verb="step"):
    """Do the changes to a book, as one unit."""
    with database.unit(verb, at=NOW):
        for table, id_, document in changes:
            place = database.table(table)
            if document is not None:
                place.put(document)
            elif place.by_id(id_) is not None:
                place.remove(doc_ids=[int(id_.replace("-", ""), 16)])


def state_of(database):
    """Return everything in a book, by table and id."""
    return {table: {each["id"]: dict(each) for each in database.table(table)} for table in TABLES}


def agrees(database, model):
    """Check that reading by table, by id and by key tells the same story, and that it is the model's."""
    assert state_of(database) == model
    for table in TABLES:
        assert len(database.table(table)) == len(model[table])
        keys = {"colour:red", "size:1"}
        for id_, document in model[table].items():
            assert database.table(table).by_id(id_) == document
            keys.update(keys_of(table, document))
        for key in keys:
            expected = [document for _id, document in sorted(model[table].items()) if key in keys_of(table, document)]
            assert database.table(table).with_key(key) == expected


def work(folder, seed, files=None):
    """Change a book until killed, saying after each unit how many there were."""
    chance = random.Random(seed)
    database = open_database(folder, keys_of=keys_of, schema=1, files=files)
    model, past = state_of(database), []
    print("ready", flush=True)
    while True:
        if chance.random() < 0.1:
            database.compact(keep_units=chance.choice((0, 3, 1000)))
        changes = step(chance, model, past)
        write(database, changes)
        past.append(apply(model, changes))
        print(database.number, flush=True)


def count_up(folder, name, times, seed):
    """Insert documents of one's own, and raise a number that everybody raises, in one unit each."""
    chance = random.Random(f"{seed}{name}")
    database = open_database(folder, keys_of=keys_of, schema=1, wait=60)
    for each in range(times):
        with database.unit("count", at=NOW) as unit:
            left, right = (database.table("pairs").by_id(id_of_number(number)) for number in (1, 2))
            database.table("pairs").put({"id": id_of_number(1), "value": left["value"] + 1})
            database.table("touches").insert({"by": name, "each": each, "number": unit.number, "colours": [name]})
            database.table("pairs").put({"id": id_of_number(2), "value": right["value"] + 1})
        if chance.random() < 0.1:
            database.compact(keep_units=chance.choice((0, 5, 1000)))
    database.close()


def watch(folder, total):
    """Read over and over what always changes together, until everything is written; fail where it does not agree."""
    database = open_database(folder, keys_of=keys_of, schema=1, wait=60)
    last = 0
    while last < total:
        if database.changed_elsewhere():
            database.catch_up()
        left, right = (database.table("pairs").by_id(id_of_number(number))["value"] for number in (1, 2))
        touches = database.table("touches").all()
        coloured = sum(len(database.table("touches").with_key(f"colour:{name}")) for name in "abc")
        assert left == right == len(touches) == len(database.table("touches")) == coloured, (left, right, len(touches))
        assert left >= last, "time runs back"
        last = left
    database.close()


def trial(folder, writers, times, seed):
    """Let several processes write at once while one reads; return their exit statuses."""
    database = open_database(folder, keys_of=keys_of, schema=1)
    with database.unit("begin", at=NOW):
        for number in (1, 2):
            database.table("pairs").put({"id": id_of_number(number), "value": 0})
    database.close()
    jobs = [(count_up, (folder, name, times, seed)) for name in "abc"[:writers]] + [(watch, (folder, writers * times))]
    children = []
    for job, values in jobs:
        child = os.fork()
        if not child:
            status = 1
            try:
                job(*values)
                status = 0
            except BaseException:
                import traceback

                traceback.print_exc()
            finally:
                os._exit(status)
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]))
