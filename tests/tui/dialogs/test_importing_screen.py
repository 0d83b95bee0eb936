"""Importing: the path, the preview, taking in, and the cadence for the lot."""

import pytest
from textual.widgets import Static

from tui.screens.choosing import ChooseCadence
from tui.screens.importing import ImportScreen, completed
from tui.widgets.dialog import Said
from tui.widgets.preview_rows import PreviewRows

CARDS = "".join(
    f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nN:{name.split()[1]};{name.split()[0]};;;\r\n"
    f"EMAIL:{name.split()[0].lower()}@example.com\r\nEND:VCARD\r\n"
    for name in ("Ana Duarte", "Tom Ashby", "Iris Blom")
)


@pytest.fixture
def cards(tmp_path):
    """A file of three cards."""
    path = tmp_path / "cards.vcf"
    path.write_text(CARDS)
    return path


async def looked(driver, screen):
    await driver.until(lambda: screen.preview is not None)


async def test_preview_then_taken_in_then_a_cadence(book, stage, cards):
    async with stage() as driver:
        screen = await driver.show(ImportScreen(book))
        await driver.type(str(cards).replace("_", "_"))
        screen.query_one("#path").value = str(cards)
        await driver.press("enter")
        await looked(driver, screen)
        assert "3 new" in screen.query_one("#counts", Static).render().plain
        assert book.everyone() == ()
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseCadence))
        assert len(book.everyone()) == 3
        place = [name for name, _ in book.cadences()].index("keep") + 1
        await driver.press(str(place))
        assert len(driver.given.contacts) == 3
        assert book.without_cadence() == ()


async def test_a_row_can_be_left_out(book, stage, cards):
    async with stage() as driver:
        screen = await driver.show(ImportScreen(book, str(cards)))
        await looked(driver, screen)
        await driver.press("j", "x", "enter")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseCadence))
        await driver.press("l")
        assert {each.name for each in book.everyone()} == {"Ana Duarte", "Iris Blom"}
        assert len(book.without_cadence()) == 2


async def test_the_same_file_twice_has_nothing_to_take(book, stage, cards, text_of):
    book.take_in([book.read_file(cards)])
    async with stage() as driver:
        screen = await driver.show(ImportScreen(book, str(cards)))
        await looked(driver, screen)
        assert "3 same" in screen.query_one("#counts", Static).render().plain
        await driver.press("enter")
        assert "nothing" in text_of(screen.query_one(Said))


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00", None])
async def test_a_file_that_cannot_be_used_is_a_sentence_and_the_path_stays(book, stage, tmp_path, content, text_of):
    path = tmp_path / "picture.png"
    if content is not None:
        path.write_bytes(content)
    async with stage() as driver:
        screen = await driver.show(ImportScreen(book, str(path)))
        await driver.until(lambda: "Nothing was" in text_of(screen.query_one(Said)))
        assert not screen.busy
        await driver.press("escape")
        assert driver.given is None
        again = await driver.show(ImportScreen(book))
        assert again.query_one("#path").value == str(path)


async def test_escape_goes_from_the_preview_to_the_path(book, stage, cards, nothing):
    async with stage() as driver:
        screen = await driver.show(ImportScreen(book, str(cards)))
        await looked(driver, screen)
        await driver.press("escape")
        assert driver.given is nothing
        assert screen.preview is None
        await driver.press("escape")
        assert driver.given is None
        assert book.everyone() == ()


async def test_filter_shows_one_verdict_after_the_other(book, stage, cards):
    book.log("met Ana Duarte ana@example.com")
    async with stage(40, 20) as driver:
        screen = await driver.show(ImportScreen(book, str(cards)))
        await looked(driver, screen)
        rows = screen.query_one(PreviewRows)
        verdicts = []
        for _ in range(4):
            await driver.press("f")
            verdicts.append(rows.verdict)
        assert "new" in verdicts and "" in verdicts


async def test_hostile_names_and_many_rows(book, stage, tmp_path):
    path = tmp_path / "many.vcf"
    path.write_text("".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoe [b]{place}[/] \x1b[31m\r\nEND:VCARD\r\n" for place in range(300)))
    async with stage(40, 20) as driver:
        screen = await driver.show(ImportScreen(book, str(path)))
        await looked(driver, screen)
        await driver.press("G", "g", "pagedown", "x", "k")
        await driver.pilot.resize_terminal(120, 30)
        await driver.pilot.pause()
        assert "\x1b" not in "".join(segment.text for segment in screen.query_one(PreviewRows).render_line(0))


def test_completion_of_paths(tmp_path):
    (tmp_path / "Downloads").mkdir()
    (tmp_path / "data.vcf").write_text("")
    (tmp_path / ".hidden").write_text("")
    assert completed(f"{tmp_path}/Do") == f"{tmp_path}/Downloads/"
    assert completed(f"{tmp_path}/da") == f"{tmp_path}/data.vcf"
    assert completed(f"{tmp_path}/zz") is None
    assert completed(f"{tmp_path}/none/x") is None
    assert completed("") is None
