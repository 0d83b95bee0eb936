"""Like kinds together: every row once, what is owed or runs first, what waits for its hour last."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from store.model import GROUPS, DueTouch, Row, Window
from store.rules.batch import batches, of_kind

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)


def row(place, kind, group, later=False):
    """A row of the queue."""
    window = Window(NOW, NOW, NOW, NOW, NOW)
    return Row(DueTouch(f"c{place}", f"k{place}", "step", kind, group, window, (),
                        possible_from=NOW + dt.timedelta(hours=1) if later else None), f"Person {place}")


ROWS = (row(0, "email", "owed"), row(1, "text", "running"), row(2, "call", "running", later=True), row(3, "card", "dates"),
        row(4, "call", "rhythm"), row(5, "email", "rhythm"), row(6, "call", "rhythm"), row(7, "decide", "housekeeping"))


def test_like_kinds_stand_together_behind_what_runs():
    found = [(each.kind, [one.due.contact for one in each.rows]) for each in batches(ROWS, NOW)]
    assert found == [("", ["c0", "c1"]), ("card", ["c3"]), ("call", ["c4", "c6"]), ("email", ["c5"]), ("decide", ["c7"]),
                     ("later", ["c2"])]


def test_all_calls_leave_the_running_clocks_of_other_kinds_in_sight():
    calls, running = of_kind(ROWS, "call")
    assert [each.due.contact for each in calls] == ["c2", "c4", "c6"]
    assert [each.due.contact for each in running] == ["c1"]


@given(st.lists(st.tuples(st.sampled_from(["call", "text", "email", "decide"]), st.sampled_from(GROUPS), st.booleans())))
def test_every_row_is_in_one_batch_and_keeps_its_place_there(facts):
    rows = [row(place, *each) for place, each in enumerate(facts)]
    found = batches(rows, NOW)
    assert sorted(one.due.contact for each in found for one in each.rows) == sorted(one.due.contact for one in rows)
    for each in found:
        assert each.rows
        places = [rows.index(one) for one in each.rows]
        assert places == sorted(places)
