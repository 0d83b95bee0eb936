"""Templates in the draft: chosen with the filled words in sight, and a draft kept as a template."""

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList, Static, TextArea

from tui.screens.choosing_template import ChooseTemplate
from tui.screens.draft import DraftScreen
from tui.screens.keep_template import KeepTemplate
from tui.widgets.dialog import Said


@pytest.fixture
def draft(book, marty):
    """A draft of a text to Marty."""
    return book.draft(marty, "text").id


async def chooser(driver, book, draft):
    """Open the draft, then the choice of a template."""
    screen = await driver.show(DraftScreen(book, draft))
    await driver.press("ctrl+t")
    assert isinstance(driver.app.screen, ChooseTemplate)
    return screen, driver.app.screen


def words_shown(screen, text_of):
    return text_of(screen.query_one("#words", Static))


async def filled(driver, screen, text_of, name):
    """Wait until the words of a template stand in sight."""
    expected = screen.book.fill(screen.contact, screen.kind, name).body
    await driver.until(lambda: words_shown(screen, text_of).endswith(expected))


@pytest.mark.parametrize("size", [(40, 20), (80, 24), (120, 36)])
async def test_the_filled_words_follow_the_cursor_in_every_window(book, stage, draft, text_of, size):
    async with stage(*size) as driver:
        _, choice = await chooser(driver, book, draft)
        assert choice.entry.name == book.drafts()[0].template, "it begins on the one in use"
        await filled(driver, choice, text_of, choice.entry.name)
        first = choice.entry.name
        await driver.press("down")
        assert choice.entry.name != first
        await filled(driver, choice, text_of, choice.entry.name)
        listing, words = choice.query_one(OptionList), choice.query_one("#words", Static)
        assert listing.region.height >= 3 and words.region.height >= 1
        assert choice.query_one("#keys").region.bottom == size[1]
        assert words.region.y > listing.region.y if size[0] < 72 else words.region.x >= listing.region.right
        await driver.press("up")
        assert choice.entry.name == first


async def test_typing_narrows_the_list_and_enter_takes_it(book, stage, draft, text_of):
    async with stage() as driver:
        screen, choice = await chooser(driver, book, draft)
        every = len(choice.found)
        await driver.type("birthday text-2")
        assert [each.name for each in choice.found] == ["birthday-text-2"]
        await filled(driver, choice, text_of, "birthday-text-2")
        await driver.press("enter")
        assert driver.app.screen is screen
        assert screen.draft.template == "birthday-text-2"
        assert screen.editor.body == book.fill(screen.draft.contact, "text", "birthday-text-2").body
        await driver.press("ctrl+t")
        await driver.type("zzz")
        again = driver.app.screen
        assert again.query_one(OptionList).option_count == 0
        assert again.found == () and "No template" in text_of(again.query_one("#why", Static))
        await driver.press("enter", "escape")
        assert len(again.found) == every, "Esc empties the filter first"
        await driver.press("escape")
        assert driver.app.screen is screen and screen.draft.template == "birthday-text-2"


async def test_what_fits_and_what_went_out_is_said(book, stage, marty, text_of):
    first = book.draft(marty, "email")
    book.sent([first.id])
    second = book.draft(marty, "email")
    async with stage(120, 36) as driver:
        _, choice = await chooser(driver, book, second.id)
        gone = next(each for each in choice.found if each.name == first.template)
        assert gone.used is not None
        await driver.type(first.template)
        await driver.until(lambda: "went out" in text_of(choice.query_one("#why", Static)))


async def test_a_faulty_or_hostile_template_does_no_harm(book, stage, draft, text_of):
    folder = Path(book.home.templates)
    folder.mkdir(parents=True)
    (folder / "a[b]x[i].txt").write_text("family: thank-you\nkinds: text\n\n[@click=app.quit]$company[/] \x1b]0;x\x07[red]‹gap›\n")
    (folder / "bad.txt").write_text("family: thank-you\nkinds: text\n\n$frist_name\n")
    async with stage() as driver:
        _, choice = await chooser(driver, book, draft)
        await driver.type("a[b]x")
        assert [each.name for each in choice.found] == ["a[b]x[i]"]
        await driver.until(lambda: "[@click=app.quit]Acme[/]" in words_shown(choice, text_of))
        assert "\x1b" not in words_shown(choice, text_of)
        await driver.press("escape")
        (folder / "a[b]x[i].txt").unlink()
        await driver.type("a[b]x")
        await driver.until(lambda: "no template called" in words_shown(choice, text_of))


async def test_a_long_preview_scrolls(book, stage, priya, text_of):
    draft = book.draft(priya, "email", "end-of-plan-mail").id
    async with stage(40, 20) as driver:
        _, choice = await chooser(driver, book, draft)
        await filled(driver, choice, text_of, "end-of-plan-mail")
        place = choice.query_one("VerticalScroll")
        await driver.press("pagedown")
        assert place.scroll_offset.y > 0
        await driver.press("pageup")
        assert place.scroll_offset.y == 0


async def test_keys_of_words_do_not_act_in_the_filter(book, stage, draft):
    async with stage() as driver:
        _, choice = await chooser(driver, book, draft)
        await driver.type("oxsq")
        assert driver.app.screen is choice and choice.query_one(Input).value == "oxsq"


async def keeper(driver, book, draft):
    """Open the draft, then what it would be as a template."""
    screen = await driver.show(DraftScreen(book, draft))
    await driver.press("escape", "T")
    assert isinstance(driver.app.screen, KeepTemplate)
    return screen, driver.app.screen


@pytest.mark.parametrize("size", [(40, 20), (80, 24), (120, 36)])
async def test_a_draft_is_kept_after_a_look_at_it(book, stage, draft, text_of, size):
    book.save_draft(draft, "", "Hi Marty, how is Acme? It costs $5.")
    async with stage(*size) as driver:
        screen, keep = await keeper(driver, book, draft)
        assert keep.query_one(TextArea).text == "Hi $first_name, how is $company? It costs $$5."
        assert "Marty → $first_name" in text_of(keep.query_one("#gaps", Static)).replace("\n", " ")
        assert not Path(book.home.templates).exists(), "nothing is written before it is said"
        for word in ("name", "kinds", "words"):
            assert keep.query_one(f"#{word}").region.height > 0
        await driver.press("f5")
        assert driver.app.screen is screen
        assert "Kept as the template my-thank-you" in text_of(screen.query_one(Said))
    written = Path(book.home.templates, "en", "my-thank-you.txt").read_text()
    assert written == "kinds: text\nfamily: thank-you\n\nHi $first_name, how is $company? It costs $$5.\n"


async def test_a_wrong_field_is_said_and_nothing_typed_is_lost(book, stage, draft, text_of):
    async with stage() as driver:
        screen, keep = await keeper(driver, book, draft)
        await driver.type("-of mine")
        keep.query_one(TextArea).text = "Hi $frist_name"
        await driver.press("f5")
        assert driver.app.screen is keep
        assert "Did you mean first_name?" in text_of(keep.query_one(Said))
        await driver.press("escape")
        assert driver.app.screen is screen and not Path(book.home.templates).exists()
        await driver.press("T")
        again = driver.app.screen
        assert again.query_one("#name", Input).value == "my-thank-you-of mine"
        assert again.query_one(TextArea).text == "Hi $frist_name"
        again.query_one(TextArea).text = "Hi $first_name"
        await driver.press("ctrl+s")
        assert driver.app.screen is screen
    assert Path(book.home.templates, "en", "my-thank-you-of-mine.txt").exists()


async def test_one_that_is_there_is_left_alone(book, stage, draft, text_of):
    made = book.new_template("mine")
    async with stage() as driver:
        _, keep = await keeper(driver, book, draft)
        keep.query_one("#name", Input).value = "mine"
        await driver.press("f5")
        assert driver.app.screen is keep
        assert "left alone" in text_of(keep.query_one(Said))
    assert Path(made.path).read_text() == made.text


async def test_enter_goes_on_from_field_to_field(book, stage, draft):
    async with stage() as driver:
        await keeper(driver, book, draft)
        for name in ("kinds", "family", "subject", "words"):
            await driver.press("enter")
            assert driver.app.focused.id == name
        await driver.press("enter")
        assert driver.app.focused.id == "words", "in the words it is a line break"
