"""A draft leaves by a command of one's own after a look, or as a file to print; whatever fails, it is kept."""

import sys
from pathlib import Path

import pytest

from store.errors import Unavailable
from store.records import replace
from tui import handover
from tui.screens.asking import Choose
from tui.screens.draft import DraftScreen
from tui.screens.draft_more_ways import ConfirmSending
from tui.widgets.dialog import Said


@pytest.fixture
def text(book, marty):
    """A draft of a text to Marty."""
    draft = book.draft(marty, "text")
    book.save_draft(draft.id, "", "Hi [b]Marty[/].\n-- good to meet you")
    return draft.id


def commands(book, tmp_path, **codes):
    """Give the book commands that run some Python each."""
    found = {}
    for name, code in codes.items():
        path = tmp_path / f"{name}.py"
        path.write_text(code)
        found[name] = {"run": [sys.executable, "-S", "-E", str(path), "{number}", "{body}"], "stdin": False, "kinds": [], "limit": 20}
    book.settings = replace(book.settings, commands=found)


def stored(book, draft, states=("open", "handed", "sent")):
    return next(each for each in book.drafts(states) if each.id == draft)


def said(driver):
    return str(driver.app.screen.query_one("#said", Said).render())


def screen_text(driver):
    return "\n".join("".join(segment.text for segment in strip) for strip in driver.app.screen._compositor.render_strips())


async def opened(driver, book, draft):
    screen = await driver.show(DraftScreen(book, draft))
    await driver.press("escape")
    return screen


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_whom_and_what_are_shown_before_it_leaves(book, stage, text, tmp_path, marty, size):
    kept = tmp_path / "kept"
    commands(book, tmp_path, phone=f"import sys; open({str(kept)!r}, 'w').write(repr(sys.argv[1:]))")
    async with stage(*size) as driver:
        await opened(driver, book, text)
        await driver.press("m")
        await driver.until(lambda: isinstance(driver.app.screen, ConfirmSending))
        shown = " ".join(screen_text(driver).split())
        for each in ("Marty Chen", "14155550100", "phone", "leaves at once", "Hi [b]Marty[/]."):
            assert each in shown
        await driver.press("enter")
        assert not kept.exists()
        assert stored(book, text).state == "open"
        await driver.press("m")
        await driver.until(lambda: isinstance(driver.app.screen, ConfirmSending))
        await driver.press("y")
        await driver.until(lambda: getattr(driver.given, "verb", "") == "sent")
        assert eval(kept.read_text()) == ["+14155550100", "Hi [b]Marty[/].\n-- good to meet you"]
        assert stored(book, text).way == "command:phone"
        assert book.dossier(marty).touches[-1].text == "Hi [b]Marty[/].\n-- good to meet you"


async def test_a_failure_is_told_and_the_draft_kept(book, stage, text, tmp_path):
    commands(book, tmp_path, phone="import sys; sys.exit('no \\x1b[31mphone [b]here')")
    async with stage() as driver:
        await opened(driver, book, text)
        await driver.press("m")
        await driver.until(lambda: isinstance(driver.app.screen, ConfirmSending))
        await driver.press("y")
        await driver.until(lambda: "did not send it" in said(driver))
        assert "[b]here" in said(driver)
        assert "\x1b" not in said(driver)
        assert stored(book, text).state == "open"


async def test_several_commands_are_chosen_from(book, stage, text, tmp_path):
    commands(book, tmp_path, phone="", desk="")
    async with stage() as driver:
        await opened(driver, book, text)
        await driver.press("m")
        await driver.until(lambda: isinstance(driver.app.screen, Choose))
        await driver.press("2")
        await driver.until(lambda: isinstance(driver.app.screen, ConfirmSending))
        assert "desk" in screen_text(driver)


async def test_an_open_gap_is_warned_of_first(book, stage, text, tmp_path):
    commands(book, tmp_path, phone="")
    book.save_draft(text, "", "Hi ‹first name›")
    async with stage() as driver:
        await opened(driver, book, text)
        await driver.press("m")
        assert "gap is still open" in said(driver)


async def test_without_a_command_it_is_said_how_to_have_one(book, stage, text):
    async with stage() as driver:
        await opened(driver, book, text)
        await driver.press("m")
        assert "[ways.commands]" in said(driver)


@pytest.mark.parametrize(("kind", "key"), [("card", "o"), ("note", "f5"), ("letter", "p")])
async def test_paper_is_written_and_its_place_told_where_nothing_opens_it(book, stage, marty, kind, key, monkeypatch):
    def refuse(path):
        raise Unavailable("no-page-program", path=path, reason="no-display")

    monkeypatch.setattr(handover, "open_page", refuse)
    draft = book.draft(marty, kind)
    book.save_draft(draft.id, draft.subject, "Dear Marty,\n\nthank you.")
    async with stage() as driver:
        await opened(driver, book, draft.id)
        await driver.press(key)
        await driver.until(lambda: isinstance(driver.app.screen, Choose))
        folder = Path(book.home.book).parent / "to-print"
        page, = folder.glob("*.html")
        assert page.name.split("-")[3] == kind
        assert "ready to print" in " ".join(screen_text(driver).split())
        await driver.press("y")
        await driver.until(lambda: getattr(driver.given, "verb", "") == "sent")
        assert book.dossier(marty).touches[-1].kind == kind


async def test_a_text_is_not_printed(book, stage, text):
    async with stage() as driver:
        await opened(driver, book, text)
        await driver.press("p")
        await driver.until(lambda: "not printed" in said(driver))
        assert stored(book, text).state == "open"
