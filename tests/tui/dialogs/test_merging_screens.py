"""Merging in the app: likely pairs, who else somebody is, both side by side, and the way back."""

import pytest
from textual.widgets import OptionList, Static

from store.errors import NotFound
from tui.app import OnwardApp
from tui.screens.contact import ContactScreen
from tui.screens.merge_with import MergeWith
from tui.screens.merging import MergeScreen, PairsScreen
from tui.widgets.dialog import Said

SIZES = [(120, 36), (80, 24), (40, 20)]


@pytest.fixture
def twins(book):
    """Marty Chen twice: met lately, and long in the book under another spelling."""
    first = book.log("met Marty Chen @Acme 415 555 0100 hot #expo // son plays golf").contacts[0]
    second = book.log("called Martin Chen @Acme marty@example.com no:email #golf 3 days ago", new=True).contacts[0]
    return first, second


def options(screen):
    """Return the entries of a list as plain texts."""
    listing = screen.query_one(OptionList)
    return [str(listing.get_option_at_index(place).prompt) for place in range(listing.option_count)]


def put(screen, name):
    """Put the cursor on a field."""
    screen.query_one(OptionList).highlighted = [each.name for each in screen.preview.fields].index(name)


@pytest.mark.parametrize("size", SIZES)
async def test_side_by_side_shows_every_value_and_takes_a_side(book, stage, twins, size):
    async with stage(*size) as driver:
        screen = await driver.show(MergeScreen(book, *twins))
        shown = "\n".join(options(screen))
        for value in ("Marty Chen", "Martin Chen", "415 555 0100", "marty@example.com", "expo", "golf", "refused"):
            assert value in shown
        assert "2 touches" in screen.query_one("#foot", Static).render().plain
        put(screen, "name")
        await driver.press("left")
        assert screen.preview.result.name == "Marty Chen"
        await driver.press("right")
        assert screen.preview.result.name == "Martin Chen"
        put(screen, "tags")
        await driver.press("space")
        assert screen.preview.result.tags == ("expo",)
        put(screen, "permissions")
        await driver.press("left")
        assert screen.preview.result.permission("email") == "refused"
        assert "refused" in screen.query_one(Said).render().plain
        assert len(book.everyone()) == 2
        await driver.press("enter")
        assert driver.given.verb == "merge"
        assert [each.name for each in book.everyone()] == ["Martin Chen"]
        assert len(book.dossier(twins[1]).touches) == 2


async def test_esc_changes_nothing(book, stage, twins):
    async with stage() as driver:
        await driver.show(MergeScreen(book, *twins))
        await driver.press("right", "escape")
        assert driver.given is None
        assert len(book.everyone()) == 2


@pytest.mark.parametrize("size", SIZES)
async def test_pairs_are_told_apart_merged_and_come_back(book, stage, twins, size, text_of):
    async with stage(*size) as driver:
        screen = await driver.show(PairsScreen(book, book.likely_pairs()))
        assert "a name much like it" in " ".join(options(screen)[0].split())
        await driver.press("n")
        assert screen.pairs == [] and "different people" in text_of(screen.query_one(Said))
        assert book.likely_pairs() == ()
        await driver.press("u")
        assert len(screen.pairs) == 1
        await driver.press("enter")
        assert isinstance(driver.app.screen, MergeScreen)
        await driver.press("enter")
        assert screen.pairs == [] and len(book.everyone()) == 1
        await driver.press("u")
        assert len(screen.pairs) == 1 and len(book.everyone()) == 2


async def test_from_a_person_with_the_likely_one_first(book, twins):
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(ContactScreen(book, twins[1]))
        await pilot.pause()
        await pilot.press("M")
        await pilot.pause()
        assert isinstance(app.screen, MergeWith)
        await pilot.press("1")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ContactScreen)
        assert len(book.everyone()) == 1
        await pilot.press("u")
        await pilot.pause()
        assert len(book.everyone()) == 2
        await pilot.press("escape")
        await pilot.pause()
        await app.screen.run_action("pairs")
        for _ in range(200):
            await pilot.pause(0.01)
            if isinstance(app.screen, PairsScreen):
                break
        assert len(app.screen.pairs) == 1


async def test_anybody_can_be_found_by_name(book, stage, twins):
    other = book.log("met Priya Raman @Northline priya@example.com").contacts[0]
    async with stage() as driver:
        screen = await driver.show(MergeWith(book, other))
        assert screen.alike == []
        await driver.type("marty@example.com")
        await driver.press("enter")
        assert driver.given == twins[1]


async def test_hostile_values_are_only_text(book, stage, tmp_path):
    first = book.log("met Zoe Work 415 555 0100").contacts[0]
    second = book.log("met Zoe Worth 415 555 0101", new=True).contacts[0]
    book.change([first], company="[@click=app.quit]x[/] \x1b]52;c;eA==\x07", note="[/]" * 400)
    async with stage(40, 20) as driver:
        screen = await driver.show(MergeScreen(book, first, second))
        shown = "\n".join(options(screen))
        assert "\x1b" not in shown and "[@click=app.quit]x[/]" in shown
        book.merge(first, second)
        await driver.press("enter")
        assert screen.is_current
        with pytest.raises(NotFound):
            book.dossier("nobody")
