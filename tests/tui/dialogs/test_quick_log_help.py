"""What the log line does for whoever types: completion, pieces made plain again, lines over a restart."""

import stat
from pathlib import Path

import pytest

from store.book import forgetting
from store.model import ContactLine
from tui.app import OnwardApp
from tui.screens.draft import DraftScreen
from tui.screens.quick_log import QuickLogScreen
from tui.screens.typed_lines import MOST_LINES, TypedLines
from tui.widgets import completion
from tui.widgets.chips import Chips, pieces
from tui.widgets.completion import FromTheBook, completed
from tui.widgets.dialog import zone_of
from tui.widgets.unchip import unchipped

PEOPLE = (
    ContactLine("1", "Marty Chen", "Acme Facilities"), ContactLine("2", "Mary Ann O'Neil", "Nord & Co"),
    ContactLine("3", "met\x1b[31mZoe", "Évora"), ContactLine("4", "日本語 名前", "東京電力"),
)


def find(words):
    return [each for each in PEOPLE if words.casefold() in f"{each.name} {each.company}".casefold()]


@pytest.mark.parametrize("line, whole", [
    ("met Mar", "met Marty Chen"), ("called Marty Ch", "called Marty Chen"), ("met mary a", "met Mary Ann O'Neil"),
    ("met Ana @acm", "met Ana @Acme Facilities"), ("met Ana @Nord &", "met Ana @Nord & Co"),
    ("met Ana via:mar", "met Ana via:Marty Chen"), ("日本", "日本語 名前"), ("met x @év", "met x @Évora"),
])
def test_names_and_companies_are_completed(line, whole):
    assert completed(line, "met", find) == whole


@pytest.mark.parametrize("line", [
    "met", "met M", "met Marty Chen", "met Ana // mar", "met Ana // Mar", "", "met ", "met Ana @", "met zz", "hot #mar",
])
def test_nothing_is_offered_for_verbs_notes_and_whole_names(line):
    assert completed(line, "met", find) is None


@pytest.mark.parametrize("label, words, line", [
    ("", "hot", 'met Marty Chen @Acme Roofs "hot" #expo // hot tip'),
    ("tag", "#expo", 'met Marty Chen @Acme Roofs hot "#expo" // hot tip'),
    ("company", "Acme Roofs", 'met Marty Chen "@Acme Roofs" hot #expo // hot tip'),
])
def test_a_piece_becomes_plain_text(book, label, words, line):
    def read(text):
        return pieces(book.propose(text), book.now(), zone_of(book))

    typed = "met Marty Chen @Acme Roofs hot #expo // hot tip"
    assert (label, words) in read(typed)
    assert unchipped(typed, (label, words), read) == line
    assert (label, words) not in read(line)


def test_a_note_and_what_follows_cannot_be_made_plain(book):
    def read(text):
        return pieces(book.propose(text), book.now(), zone_of(book))

    for piece in read("met Marty Chen // hot"):
        if piece[0] in ("note", "then due"):
            assert unchipped("met Marty Chen // hot", piece, read) is None


async def test_tab_takes_the_completion_then_goes_to_the_pieces(book, stage, marty):
    async with stage() as driver:
        screen = await driver.show(QuickLogScreen(book))
        await driver.type("called Mart")
        await driver.until(lambda: screen.line._suggestion == "called Marty Chen")
        await driver.press("tab")
        assert screen.line.value == "called Marty Chen"
        await driver.type(" warm")
        await driver.until(lambda: ("", "warm") in screen.query_one(Chips).pieces)
        await driver.press("tab")
        chips = screen.query_one(Chips)
        assert driver.app.focused is chips
        await driver.press("left", "backspace")
        assert screen.line.value == 'called Marty Chen "warm"'
        assert ("", "warm") not in chips.pieces
        await driver.press("left", "left", "backspace")
        assert screen.line.value == 'called Marty Chen "warm"'
        await driver.press("exclamation_mark")
        assert driver.app.focused is screen.line
        assert screen.line.value.endswith("!")
        await driver.press("ctrl+a")
        await driver.press("escape")
        assert driver.given is None


async def test_a_completion_for_a_line_that_has_changed_is_not_looked_up(book, marty, monkeypatch):
    asked = []
    monkeypatch.setattr(book, "find", lambda words, limit=50: asked.append(words) or ())
    monkeypatch.setattr(completion, "PAUSE", 0)
    assert await FromTheBook(book, lambda line: False, lambda: "met").get_suggestion("met Mar") is None
    assert asked == []
    assert await FromTheBook(book, lambda line: True, lambda: "met").get_suggestion("met Mar") is None
    assert asked == ["Mar"]


async def test_the_line_left_and_those_before_are_there_after_a_restart(book, stage):
    async with stage() as driver:
        await driver.show(QuickLogScreen(book, "met Ana Duarte"))
        await driver.press("enter")
        await driver.show(QuickLogScreen(book))
        await driver.type('met "half')
        await driver.press("escape")
    file = Path(book.home.cache) / "typed.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    async with stage() as driver:
        screen = await driver.show(QuickLogScreen(book))
        assert screen.line.value == 'met "half'
        await driver.press("up")
        assert screen.line.value == "met Ana Duarte"
        await driver.press("down", "ctrl+u")
        await driver.press("escape")
        assert TypedLines(book.home.cache).waiting() == ""


async def test_an_app_that_ends_keeps_the_line(book, stage):
    async with stage() as driver:
        await driver.show(QuickLogScreen(book))
        await driver.type("met Ana")
        driver.app.exit()
    assert TypedLines(book.home.cache).waiting() == "met Ana"


def test_forgetting_anybody_removes_what_was_typed(book, marty):
    typed = TypedLines(book.home.cache)
    typed.keep("call M. about the roof")
    typed.remember("called Mart")
    forgetting._clear_around(book, forgetting._traces(book, marty))
    assert (typed.waiting(), typed.lines()) == ("", ())


@pytest.mark.parametrize("content", [b"", b"[]", b'{"waiting": 3, "lines": 4}', b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_file_that_is_not_ours_is_nothing(tmp_path, content):
    (tmp_path / "typed.json").write_bytes(content)
    typed = TypedLines(str(tmp_path))
    assert (typed.waiting(), typed.lines()) == ("", ())
    typed.remember("met Ana")
    assert typed.lines() == ("met Ana",)


def test_lines_are_bounded_and_no_line_counts_twice_running(tmp_path):
    typed = TypedLines(str(tmp_path / "cache"))
    for number in range(MOST_LINES + 5):
        typed.remember(f"line {number}")
        typed.remember(f"line {number}")
    assert len(typed.lines()) == MOST_LINES
    assert typed.lines()[-1] == f"line {MOST_LINES + 4}"
    typed.remember("x" * 100_000)
    typed.keep("\ud800 \x1b[31m")
    assert typed.waiting() == "\ud800 \x1b[31m"


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    TypedLines(str(tmp_path / "file")).keep("met Ana")


@pytest.mark.parametrize("key", ["ctrl+j", "f5", "alt+enter"])
async def test_from_the_inbox_the_draft_of_the_line_opens(book, key):
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        app.screen.line.insert_text_at_cursor("met Marty Chen 415 555 0100")
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, DraftScreen)
        assert app.screen.draft.kind == "text"


async def test_a_slip_in_an_address_is_asked_about_and_mended_with_one_key(book, stage):
    async with stage() as driver:
        screen = await driver.show(QuickLogScreen(book, "met Ana Duarte ana@gmial.com hot"))
        await driver.until(lambda: "ana@gmial.com: did you mean gmail.com?" in str(screen.query_one("#doubt").content))
        await driver.press("f8")
        await driver.until(lambda: screen.line.value == "met Ana Duarte ana@gmail.com hot")
        await driver.until(lambda: not screen.query_one("#doubt").display)
