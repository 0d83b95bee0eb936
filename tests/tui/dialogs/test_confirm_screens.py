"""Yes or no, and the sweep of drafts handed over."""

import pytest

from tui.screens.confirm import Confirm, SentSweep


async def test_confirm(stage):
    async with stage() as driver:
        for keys, answer in (
            (("y",), True), (("n",), False), (("enter",), False), (("escape",), False), (("down", "enter"), True),
        ):
            await driver.show(Confirm("Erase [b]Marty[/b] for good?", "erase"))
            await driver.press(*keys)
            assert driver.given is answer, keys


@pytest.fixture
def three(book):
    """Three drafts handed over."""
    drafts = []
    for name, phone in (("Ana Duarte", "0101"), ("Tom Ashby", "0102"), ("Iris Blom", "0103")):
        contact = book.log(f"met {name} 415 555 {phone}").contacts[0]
        draft = book.draft(contact, "text")
        book.save_draft(draft.id, "", f"Hi {name}")
        book.hand_over(draft.id, "qr")
        drafts.append(draft.id)
    return drafts


def states(book, drafts):
    found = {each.id: each.state for each in book.drafts()}
    return [found.get(each, "sent") for each in drafts]


async def test_all_left_with_one_key(book, stage, three):
    async with stage() as driver:
        await driver.show(SentSweep(book))
        await driver.press("a")
        assert states(book, three) == ["sent"] * 3
        book.undo()
        assert states(book, three) == ["handed"] * 3


async def test_answers_one_by_one(book, stage, three):
    async with stage() as driver:
        await driver.show(SentSweep(book))
        await driver.press("y", "n", "y")
        assert driver.given is not None
        assert states(book, three) == ["sent", "open", "sent"]


async def test_later_leaves_it_waiting(book, stage, three):
    async with stage() as driver:
        await driver.show(SentSweep(book))
        await driver.press("y", "l", "enter")
        assert states(book, three) == ["sent", "handed", "handed"]


async def test_escape_writes_nothing(book, stage, three):
    async with stage() as driver:
        await driver.show(SentSweep(book))
        await driver.press("y", "y", "escape")
        assert driver.given is None
        assert states(book, three) == ["handed"] * 3


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_nothing_to_sweep(book, stage, size):
    async with stage(*size) as driver:
        await driver.show(SentSweep(book))
        await driver.press("y", "a", "enter", "escape")
        assert driver.given is None
