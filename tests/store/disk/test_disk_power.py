"""Power loss: whatever was said to be stored is there afterwards, and nothing is there by half."""

import random
import shutil
import tempfile

import disk_power as power
import disk_steps as steps
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.disk import open_database


def until_the_cut(folder, layer, chance, states, first):
    """Write until the power goes; `states` gets the book after each unit begun; return how many were acknowledged."""
    acknowledged, past = first, []
    try:
        database = open_database(folder, keys_of=steps.keys_of, schema=1, files=layer)
        model = steps.state_of(database)
        for _ in range(40):
            if chance.random() < 0.15:
                database.compact(keep_units=chance.choice((0, 2, 1000)))
            changes = steps.step(chance, model, past)
            past.append(steps.apply(model, changes))
            states[database.number + 1] = {table: dict(kept) for table, kept in model.items()}
            steps.write(database, changes)
            acknowledged = database.number
            states[acknowledged] = {table: dict(kept) for table, kept in model.items()}
    except power.PowerCut:
        return acknowledged
    layer.is_cut = True
    return acknowledged


def power_loss(seed, cuts):
    """Take the power away again and again from one book."""
    chance = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="onward-power-")
    try:
        open_database(folder, keys_of=steps.keys_of, schema=1).close()
        states, number = {0: {table: {} for table in steps.TABLES}}, 0
        for boot, cut in enumerate(cuts, 1):
            layer = power.PowerLayer(boot, cut)
            acknowledged = until_the_cut(folder, layer, chance, states, number)
            layer.after_the_cut(folder, chance.random())
            # The next start also goes through the layer, so that what it mends is not on the disk before it is synced.
            database = open_database(folder, keys_of=steps.keys_of, schema=1, files=power.PowerLayer(boot + 1000))
            number = database.number
            assert acknowledged <= number <= acknowledged + 1, (acknowledged, number)
            steps.agrees(database, states[number])
            states = {number: states[number]}
            database.close()
    finally:
        shutil.rmtree(folder)


@settings(max_examples=10)
@given(st.integers(0, 2**32), st.lists(st.integers(1, 400), min_size=1, max_size=5))
def test_a_power_cut_loses_nothing_that_was_acknowledged(seed, cuts):
    power_loss(seed, cuts)


@pytest.mark.long
def test_a_thousand_power_cuts_lose_nothing_that_was_acknowledged():
    chance = random.Random(20261124)
    for _ in range(steps.full(200)):
        power_loss(chance.randrange(2**32), [chance.randrange(1, 400) for _ in range(5)])
