"""The draft: words, gaps, saving, every way out, and what is asked afterwards."""

import pytest
from textual.widgets import Static

from store.errors import BookFault, NotFound, Unavailable
from store.segments import segments
from tui import handover
from tui.screens.asking import Choose
from tui.screens.draft import DraftScreen
from tui.screens.qr_view import QrView
from tui.widgets.action_bar import ActionBar
from tui.widgets.dialog import Said
from tui.widgets.draft_editor import DraftEditor

HANDED = ("handed",)


@pytest.fixture
def text(book, marty):
    """A draft of a text to Marty."""
    draft = book.draft(marty, "text")
    book.save_draft(draft.id, "", "Hi Marty, good to meet you.")
    return draft.id


@pytest.fixture
def mail(book, priya):
    """A draft of a mail to Priya."""
    draft = book.draft(priya, "email")
    book.save_draft(draft.id, "Two dates", "Hi Priya,\n\nTuesday or Thursday?")
    return draft.id


@pytest.fixture
def opened(monkeypatch):
    """The links that were opened."""
    links = []
    monkeypatch.setattr(handover, "open_link", links.append)
    return links


@pytest.fixture
def copied(monkeypatch):
    """The texts that were copied."""
    texts = []

    def copy(text, write):
        texts.append(text)
        return ("terminal",)

    monkeypatch.setattr(handover, "copy", copy)
    return texts


def stored(book, draft, states=("open", "handed")):
    return next(each for each in book.drafts(states) if each.id == draft)


async def asked(driver):
    await driver.until(lambda: isinstance(driver.app.screen, Choose))


async def test_the_cursor_stands_in_the_first_gap_and_tab_goes_to_the_next(book, stage, text):
    book.save_draft(text, "", "Hi Marty, we met at ‹where you met›.\nYou spoke of ‹what they said›.")
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, text))
        assert screen.editor.words.selected_text == "‹where you met›"
        await driver.type("the fair")
        await driver.press("tab")
        assert screen.editor.words.selected_text == "‹what they said›"
        await driver.type("roofs")
        await driver.press("ctrl+s")
        assert stored(book, text).body == "Hi Marty, we met at the fair.\nYou spoke of roofs."


async def test_words_are_stored_while_they_are_typed(book, stage, text):
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, text))
        await driver.type(" Sam")
        assert screen._saving is not None
        await driver.until(lambda: stored(book, text).body.endswith("you. Sam"))


async def test_the_clock_of_saving_is_not_put_off_by_more_typing(book, stage, text):
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, text))
        await driver.type("a")
        first = screen._saving
        await driver.type("b")
        assert screen._saving is first


async def test_escape_leaves_the_field_then_the_screen_and_keeps_all(book, stage, text, nothing):
    async with stage() as driver:
        await driver.show(DraftScreen(book, text))
        await driver.type("!")
        await driver.press("escape")
        assert driver.given is nothing
        await driver.press("escape")
        assert driver.given is None
        assert stored(book, text).body == "Hi Marty, good to meet you.!"
        assert stored(book, text).state == "open"


async def test_an_app_that_ends_stores_the_last_words(book, stage, text):
    async with stage() as driver:
        await driver.show(DraftScreen(book, text))
        await driver.type(" Last")
        driver.app.exit()
    assert stored(book, text).body.endswith(" Last")


async def test_the_whole_app_that_quits_stores_the_last_words(tmp_path, marty, book):
    from tui.app import OnwardApp

    draft = book.draft(marty, "text")
    home = book.home
    now = book.now()
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.push_screen(DraftScreen(book, draft.id))
        await pilot.press("ctrl+end", "q", "q", "ctrl+q")
    again = type(book).open(home, now=lambda: now)
    assert stored(again, draft.id).body.endswith("qq")
    again.close()


async def test_letters_are_words_in_the_field(book, stage, text, opened):
    async with stage() as driver:
        await driver.show(DraftScreen(book, text))
        await driver.type("orcets")
        assert opened == []
        await driver.press("ctrl+s")
        assert stored(book, text).body.endswith("orcets")


@pytest.mark.parametrize("keys", [("f5",), ("ctrl+enter",), ("escape", "o")])
async def test_opens_in_the_message_program_and_logs_with_y(book, stage, text, marty, opened, keys):
    async with stage() as driver:
        await driver.show(DraftScreen(book, text))
        await driver.press(*keys)
        await asked(driver)
        assert opened[0].startswith("sms:")
        assert stored(book, text).state == "handed"
        assert stored(book, text).way == "message-program"
        await driver.press("y")
        touch = book.dossier(marty).touches[-1]
        assert (touch.kind, touch.outcome, touch.text) == ("text", "sent", "Hi Marty, good to meet you.")
        assert driver.given.verb == "sent"


async def test_not_sent_keeps_the_draft_open(book, stage, mail, opened, nothing):
    async with stage() as driver:
        await driver.show(DraftScreen(book, mail))
        await driver.press("f5")
        await asked(driver)
        assert opened[0].startswith("mailto:")
        await driver.press("n")
        assert driver.given is nothing
        assert stored(book, mail).state == "open"


@pytest.mark.parametrize("key", ["l", "escape"])
async def test_later_waits_for_the_sweep(book, stage, mail, opened, key):
    async with stage() as driver:
        await driver.show(DraftScreen(book, mail))
        await driver.press("f5")
        await asked(driver)
        await driver.press(key)
        assert driver.given.verb == "hand-over"
        assert [each.id for each in book.drafts(HANDED)] == [mail]


async def test_the_last_words_go_with_the_link(book, stage, text, opened):
    async with stage() as driver:
        await driver.show(DraftScreen(book, text))
        await driver.type(" Yours")
        await driver.press("f5")
        await asked(driver)
        assert "Yours" in opened[0]


async def test_no_program_offers_the_other_ways(book, stage, text, monkeypatch, copied, marty):
    def missing(link):
        raise Unavailable("no-message-program")

    monkeypatch.setattr(handover, "open_link", missing)
    async with stage() as driver:
        await driver.show(DraftScreen(book, text))
        await driver.press("f5")
        await asked(driver)
        assert "No message program" in driver.app.screen.heading
        assert stored(book, text).state == "open"
        await driver.press("c")
        await driver.until(lambda: bool(book.drafts(HANDED)))
        assert copied == ["Hi Marty, good to meet you."]
        await asked(driver)
        await driver.press("y")
        assert book.dossier(marty).touches[-1].kind == "text"


async def test_a_program_that_fails_is_a_sentence(book, stage, text, monkeypatch, text_of):
    def broken(link):
        raise RuntimeError("boom [red]")

    monkeypatch.setattr(handover, "open_link", broken)
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, text))
        await driver.press("f5")
        await driver.until(lambda: "boom [red]" in text_of(screen.query_one(Said)))
        assert stored(book, text).state == "open"


async def test_qr_code_then_the_question(book, stage, text):
    async with stage() as driver:
        await driver.show(DraftScreen(book, text))
        await driver.press("f6")
        assert isinstance(driver.app.screen, QrView)
        assert driver.app.screen.text == book.scan_text(text)
        await driver.press("escape")
        await asked(driver)
        assert stored(book, text).way == "qr"
        await driver.press("y")
        assert driver.given.verb == "sent"


async def test_copy_of_words_and_of_the_address(book, stage, mail, copied, text_of):
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, mail))
        await driver.press("escape", "a")
        await driver.until(lambda: copied == ["priya@example.com"])
        await driver.until(lambda: "copied" in text_of(screen.query_one(Said)))
        assert stored(book, mail).state == "open"
        await driver.press("c")
        await asked(driver)
        assert copied[1] == "Hi Priya,\n\nTuesday or Thursday?"
        assert stored(book, mail).way == "clipboard"


async def test_no_clipboard_is_a_sentence(book, stage, text, monkeypatch, text_of):
    monkeypatch.setattr(handover, "copy", lambda text, write: ())
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, text))
        await driver.press("f7")
        await driver.until(lambda: "No clipboard" in text_of(screen.query_one(Said)))
        assert stored(book, text).state == "open"


async def test_editor_brings_words_back_and_undo_the_old_ones(book, stage, text, monkeypatch):
    monkeypatch.setattr(handover, "edit", lambda words, suspend: words + " From the editor.")
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, text))
        await driver.press("f8")
        assert stored(book, text).body == "Hi Marty, good to meet you. From the editor."
        screen.editor.words.focus()
        await driver.press("ctrl+z")
        assert screen.editor.body == "Hi Marty, good to meet you."


async def test_a_failed_editor_loses_nothing(book, stage, text, monkeypatch, text_of):
    def failed(words, suspend):
        raise Unavailable("editor-failed", editor="vi", status=1, text="what was written", reason="")

    monkeypatch.setattr(handover, "edit", failed)
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, text))
        await driver.press("f8")
        assert screen.editor.body == "what was written"
        assert text_of(screen.query_one(Said))


async def test_an_open_gap_is_warned_of_once(book, stage, text, opened, text_of):
    book.save_draft(text, "", "We met at ‹where›.")
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, text))
        await driver.press("f5")
        await driver.pilot.pause()
        assert opened == []
        assert "gap" in text_of(screen.query_one(Said))
        assert screen.editor.words.selected_text == "‹where›"
        await driver.press("f5")
        await asked(driver)
        assert len(opened) == 1


async def test_a_draft_that_cannot_be_saved_stays_on_the_screen(book, stage, text, monkeypatch, text_of, nothing):
    def full(*_):
        raise BookFault("cannot-write", path="/x", reason="denied")

    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, text))
        with monkeypatch.context() as patch:
            patch.setattr(book, "save_draft", full)
            await driver.type("!!")
            await driver.press("escape", "escape")
            assert driver.given is nothing
            assert "cannot be written" in text_of(screen.query_one(Said))
            assert screen.editor.body.endswith("!!")
        await driver.press("escape")
        assert driver.given is None
        assert stored(book, text).body.endswith("!!")


async def test_another_template_fills_and_the_words_come_back(book, stage, marty):
    names = [each.name for each in book.templates(marty, "text")]
    assert len(names) > 1
    draft = book.draft(marty, "text")
    book.save_draft(draft.id, "", "my own words")
    other = next(each for each in names if each != draft.template)
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, draft.id))
        await driver.press("ctrl+t", *["down"] * abs(names.index(other) - names.index(draft.template)), "enter")
        assert screen.draft.template == other
        assert screen.editor.body != "my own words"
        screen.editor.words.focus()
        await driver.press("ctrl+z")
        assert screen.editor.body == "my own words"
        await driver.press("escape", "escape")
    assert [each.template for each in book.drafts()] == [other]


async def test_put_away_and_undo(book, stage, text):
    async with stage() as driver:
        await driver.show(DraftScreen(book, text))
        await driver.press("escape", "x")
        assert driver.given.verb == "drop-draft"
        assert book.drafts() == ()
        book.undo()
        assert [each.id for each in book.drafts()] == [text]


async def test_notes_stand_beside_and_are_never_pasted(book, stage, text, marty):
    book.change([marty], note="private: [b]owes[/b] me lunch")
    async with stage(80, 24) as driver:
        screen = await driver.show(DraftScreen(book, text))
        assert not screen.query_one("#aside").has_class("-shown")
        await driver.press("f2")
        await driver.pilot.pause()
        facts = screen.query_one("#facts", Static)
        assert "[b]owes[/b]" in facts.render().plain
        assert "owes" not in screen.editor.body
        await driver.press("f2")
        assert not screen.query_one("#aside").has_class("-shown")


async def test_wide_windows_show_the_facts_at_once(book, stage, text):
    async with stage(120, 36) as driver:
        screen = await driver.show(DraftScreen(book, text))
        assert screen.query_one("#aside").has_class("-shown")


async def test_a_mail_has_a_subject_and_a_text_has_none(book, stage, mail, text):
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, mail))
        assert screen.query_one("#subject-row").display
        screen.query_one("#subject").focus()
        await driver.type("?")
        await driver.press("ctrl+s")
        assert stored(book, mail).subject == "Two dates?"
        screen = await driver.show(DraftScreen(book, text))
        assert not screen.query_one("#subject-row").display


async def test_control_characters_in_a_draft_are_not_painted(book, stage, text):
    book.save_draft(text, "", "Hi \x1b]52;c;ZXZpbA==\x07Marty\n[b]bold[/b]")
    async with stage() as driver:
        screen = await driver.show(DraftScreen(book, text))
        assert screen.editor.body == "Hi Marty\n[b]bold[/b]"
        await driver.press("escape", "escape")
        assert "\x1b" in stored(book, text).body


async def test_a_draft_that_is_gone_raises(book):
    with pytest.raises(NotFound):
        DraftScreen(book, "none")


async def test_fits_every_window_and_resizes_live(book, stage, text, mail):
    async with stage(120, 36) as driver:
        for draft in (text, mail):
            screen = await driver.show(DraftScreen(book, draft))
            for width, height in ((40, 20), (80, 24), (24, 10), (120, 36)):
                await driver.pilot.resize_terminal(width, height)
                assert screen.query_one(DraftEditor).size.height > 0
                await driver.until(lambda now=screen, bottom=height: now.query_one(ActionBar).region.bottom == bottom)
            await driver.press("f2", "escape", "escape")
            assert driver.given is None


@pytest.mark.parametrize("words, expected", [
    ("", (0, 0)), ("a" * 160, (160, 1)), ("a" * 161, (161, 2)), ("a" * 306, (306, 2)), ("a" * 307, (307, 3)),
    ("€" * 80, (80, 1)), ("€" * 81, (81, 2)), ("я" * 70, (70, 1)), ("я" * 71, (71, 2)), ("😀" * 35, (35, 1)),
    ("😀" * 36, (36, 2)), ("ñ" * 160, (160, 1)), ("\ud800", (1, 1)),
])
def test_segments(words, expected):
    assert segments(words) == expected


async def test_facts_that_stood_there_by_themselves_leave_a_window_that_becomes_small(book, stage, mail):
    async with stage(120, 36) as driver:
        screen = await driver.show(DraftScreen(book, mail))
        aside = screen.query_one("#aside")
        assert aside.display
        await driver.pilot.resize_terminal(40, 20)
        await driver.until(lambda: not aside.display)
        await driver.press("f2")
        assert aside.display
        await driver.pilot.resize_terminal(80, 24)
        await driver.pilot.pause()
        assert aside.display  # asked for, so it stays
