"""Which clocks are about to run out."""

import datetime as dt

import pytest

from store.model import DueTouch, Row, Window
from store.rules.notices import about_to_end

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)
TEN = dt.timedelta(minutes=10)


def row(opened, goal, due, group="running", step="thank-you", possible=None, draft="", contact="c"):
    """A row whose instants are minutes from now."""
    at = [NOW + dt.timedelta(minutes=each) for each in (opened, goal, due, due + 60, due + 120)]
    return Row(due=DueTouch(contact, f"plan:{step}:0", step, "text", group, Window(*at), (),
                            possible_from=None if possible is None else NOW + dt.timedelta(minutes=possible)),
               name="Marty Chen", draft=draft)


@pytest.mark.parametrize(("given", "told"), [
    (row(-51, 9, 1389), True), (row(-50, 10, 1390), True), (row(-49, 11, 1391), False),
    (row(-60, 0, 1380), False), (row(-112, -52, 8), True), (row(-112, -52, 12), False), (row(-200, -100, -1), False), (row(-200, -100, 0), False),
    (row(0, 5, 60), False), (row(-2, 3, 58), False), (row(-3, 2, 57), True),
    (row(-51, 9, 1389, possible=30), False), (row(-51, 9, 1389, possible=-5), True),
    (row(-51, 9, 1389, draft="handed"), False), (row(-51, 9, 1389, draft="open"), True),
    (row(-51, 9, 1389, group="rhythm"), False), (row(-51, 9, 1389, contact=""), False),
    (row(-500, 9, 9, group="owed", step="promise"), True), (row(-500, 9, 9, group="owed", step="reply"), False),
    (row(5, 9, 30), False),
])
def test_what_is_told_of(given, told):
    assert about_to_end([given], NOW, TEN) == ((given,) if told else ())
