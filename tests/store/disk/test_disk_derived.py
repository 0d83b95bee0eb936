"""What is derived from the book is kept as long as the book is as it was, within a unit and over its end, and no longer."""

import contextlib
import datetime as dt

import disk_steps as steps
from hypothesis import given, settings
from hypothesis import strategies as some

from store.disk import open_database
from store.disk.identity import id_of_number

AT = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
STEPS = some.lists(some.one_of(
    some.tuples(some.just("put"), some.integers(1, 4), some.integers(0, 2)),
    some.tuples(some.sampled_from(("begin", "end", "fail", "other", "look")), some.just(0), some.integers(0, 3)),
), max_size=25)


class Fails(Exception):
    """A unit that comes to nothing."""


def said(database):
    """Return what a table says, read anew."""
    return sorted((each["id"], each["value"]) for each in database.table("things").all())


@settings(max_examples=60)
@given(steps_=STEPS)
def test_what_is_derived_is_what_the_book_says(tmp_path_factory, steps_):
    folder = tmp_path_factory.mktemp("book")
    database, other = (open_database(folder, keys_of=steps.keys_of, schema=1) for _ in range(2))
    units = []
    for step, number, value in [*steps_, ("end", 0, 0), ("look", 0, 0)]:
        if step == "put":
            database.table("things").put({"id": id_of_number(number), "value": value})
        elif step == "begin" and len(units) < 2:
            units.append(database.unit("try", at=AT))
            units[-1].__enter__()
        elif step == "end" and units:
            units.pop().__exit__(None, None, None)
        elif step == "fail" and units:
            with contextlib.suppress(Fails):
                if not units.pop().__exit__(Fails, Fails(), None):
                    raise Fails
        elif step == "other" and not units:
            other.table("things").put({"id": id_of_number(9), "value": value})
            database.catch_up()
        if value % 2 == 0:
            assert database.derived("said", lambda: said(database)) == said(database)
    for unit in reversed(units):
        unit.__exit__(None, None, None)
    assert database.derived("said", lambda: said(database)) == said(database)
    database.close()
    other.close()


def test_what_was_read_after_the_last_change_is_not_read_again_when_the_unit_ends(tmp_path):
    database = open_database(tmp_path, keys_of=steps.keys_of, schema=1)
    read = []

    def make():
        read.append(said(database))
        return read[-1]

    with database.unit("try", at=AT):
        database.derived("said", make)
        database.table("things").put({"id": id_of_number(1), "value": 1})
        database.derived("said", make)
    assert database.derived("said", make) == said(database) and len(read) == 2
    with database.unit("try", at=AT):
        database.table("things").put({"id": id_of_number(1), "value": 2})
    assert database.derived("said", make) == said(database) and len(read) == 3
    database.close()
