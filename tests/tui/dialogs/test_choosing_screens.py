"""A cadence for some people, and the lines in doubt one after the other."""

import pytest

from tui.screens.choosing import ChooseCadence, FileUnfiled
from tui.widgets.choices import Choices
from tui.widgets.line_input import LineInput


@pytest.fixture
def in_doubt(book, marty):
    """Three lines in doubt beside Marty Chen."""
    return [book.log(line).unfiled for line in ("hot #expo", "met Marty Chan", "warm #golf")]


async def test_a_cadence_by_its_number(book, stage, marty, priya):
    async with stage() as driver:
        await driver.show(ChooseCadence(book, [marty, priya]))
        place = [name for name, _ in book.cadences()].index("keep") + 1
        await driver.press(str(place))
        assert set(driver.given.contacts) == {marty, priya}
        for each in (marty, priya):
            assert [plan.cadence for plan in book.dossier(each).plans if plan.ended is None] == ["keep"]


@pytest.mark.parametrize("key", ["l", "escape"])
async def test_later_changes_nothing(book, stage, marty, key):
    before = book.dossier(marty).plans
    async with stage() as driver:
        await driver.show(ChooseCadence(book, [marty]))
        await driver.press(key)
        assert driver.given is None
        assert book.dossier(marty).plans == before


async def test_no_cadence_ends_the_plan(book, stage, marty):
    async with stage() as driver:
        await driver.show(ChooseCadence(book, [marty]))
        await driver.press("0")
        assert all(plan.ended for plan in book.dossier(marty).plans)


async def test_walks_all_lines(book, stage, marty, in_doubt):
    async with stage() as driver:
        screen = await driver.show(FileUnfiled(book))
        assert screen.query_one(LineInput).value == "hot #expo"
        screen.query_one(LineInput).value = "met Ana Duarte hot #expo"
        await driver.press("enter")
        assert screen.query_one(LineInput).value == "met Marty Chan"
        await driver.press("enter", "1")
        assert screen.query_one(LineInput).value == "warm #golf"
        await driver.press("tab", "x")
        assert book.unfiled() == ()
        assert driver.given is not None
        assert {each.name for each in book.everyone()} == {"Marty Chen", "Ana Duarte"}
        book.undo()
        assert [each.line for each in book.unfiled()] == ["warm #golf"]


async def test_somebody_new(book, stage, in_doubt):
    async with stage() as driver:
        await driver.show(FileUnfiled(book))
        await driver.press("tab", "l", "tab", "n")
        assert "Marty Chan" in {each.name for each in book.everyone()}
        assert len(book.unfiled()) == 2


async def test_a_correction_that_was_left_is_kept(book, stage, in_doubt):
    async with stage() as driver:
        screen = await driver.show(FileUnfiled(book))
        await driver.type(" Ana")
        await driver.press("escape")
        assert driver.given is None
        screen = await driver.show(FileUnfiled(book))
        assert screen.query_one(LineInput).value == "hot #expo Ana"
        assert len(book.unfiled()) == 3


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_no_lines(book, stage, size):
    async with stage(*size) as driver:
        screen = await driver.show(FileUnfiled(book))
        assert screen.query_one(Choices)
        await driver.press("enter", "escape")
        assert driver.given is None
