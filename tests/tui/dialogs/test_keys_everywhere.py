"""One table rules keys: every screen's bindings are in it, the bars are drawn from it, the user's own keys hold."""

import importlib
import inspect
import pkgutil

import pytest
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

import tui.screens
from store.errors import DefinitionFault
from tui import alt_enter, esc_first, keys
from tui.app import OnwardApp
from tui.screens.contact import ContactScreen
from tui.screens.draft import DraftScreen
from tui.screens.quick_log import QuickLogScreen
from tui.screens.traits import Traits
from tui.widgets.action_bar import ActionBar, KeyLine
from tui.widgets.preview_rows import PreviewRows

MOVING = {"escape", "up", "down", "pageup", "pagedown", "ctrl+home", "ctrl+end"}
"Keys that move in a popup over any screen, and leave it."


def screens():
    """Return every class of a screen that Onward has."""
    found = set()
    for module in pkgutil.walk_packages(tui.screens.__path__, "tui.screens."):
        for _, each in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(each, Screen) and each.__module__.startswith("tui."):
                found.add(each)
    return sorted(found, key=lambda each: each.__qualname__)


def own_bindings(kind):
    """Yield (key, action) of the bindings that a class itself declares."""
    for each in kind.__dict__.get("BINDINGS", ()):
        pressed, action = (each.key, each.action) if isinstance(each, Binding) else each[:2]
        yield from ((key.strip(), action) for key in pressed.split(","))


@pytest.mark.parametrize("kind", [*screens(), PreviewRows], ids=lambda each: each.__name__)
def test_every_binding_of_every_screen_is_in_the_table(kind):
    table = {(key, each.id.replace("-", "_")) for each in keys.ACTIONS for key in (*each.keys, *each.typing)}
    for key, action in own_bindings(kind):
        assert (key, action) in table or key in MOVING, f"{kind.__name__}: {key} {action} is not in tui.keys"


@pytest.mark.parametrize("kind", [each for each in screens() if "PLACE" in each.__dict__], ids=lambda each: each.__name__)
def test_what_the_table_says_of_a_question_can_be_done_there(kind):
    bound = set(kind._merge_bindings().key_to_bindings)
    for each in keys.actions(kind.PLACE):
        assert hasattr(kind, f"action_{each.id.replace('-', '_')}"), each.id
        assert set(each.keys) | set(each.typing) <= bound, each.id


def test_a_bar_shows_what_works_now():
    typing = {id: key for key, _, id in keys.footer("draft", typing=True)}
    reading = {id: key for key, _, id in keys.footer("draft")}
    assert (typing["hand-over"], reading["hand-over"]) == ("F5", "o")
    assert "sent" not in typing and reading["sent"] == "s"
    assert list(typing)[-1] == list(reading)[-1] == "back"
    for place in keys.PLACES:
        assert not any(key.isalnum() and len(key) == 1 for key, _, _ in keys.footer(place, typing=True)), place


def test_own_keys_may_not_take_a_key_that_works_while_typing():
    with pytest.raises(DefinitionFault):
        keys.actions(None, {"sent": "f5"})
    assert keys.keymap({"sent": "y", "keep": "ctrl+g"}) == {"sent": "y", "keep": "ctrl+g"}


async def test_own_keys_hold_in_draft_contact_and_log_line(book, marty):
    own = {"sent": "S", "traits": "T", "save-and-draft": "f9", "keep": "ctrl+g", "finish": "f4"}
    object.__setattr__(book.settings, "keys", own)
    draft = book.draft(marty, "text")
    book.save_draft(draft.id, "", "Hi")
    app = OnwardApp(book)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()

        async def show(screen):
            app.push_screen(screen)
            await pilot.pause()
            return {id: key for key, _, id in screen.query_one(KeyLine).items}

        assert (await show(ContactScreen(book, marty)))["traits"] == "T"
        await pilot.press("t")
        assert isinstance(app.screen, ContactScreen)
        await pilot.press("T")
        assert isinstance(app.screen, Traits)
        assert {id: key for key, _, id in app.screen.query_one(KeyLine).items}["finish"] == "F4"
        await pilot.press("f4", "escape")
        assert (await show(QuickLogScreen(book, "called Marty Chen")))["save-and-draft"] == "F9"
        await pilot.press("f9")
        await pilot.pause()
        assert len(book.dossier(marty).touches) == 2
        screen = DraftScreen(book, draft.id)
        await show(screen)
        await pilot.press("ctrl+g")
        assert "Kept" in screen.query_one("#said", Static).render().plain
        await pilot.press("escape")
        await pilot.pause()
        assert {id: key for key, _, id in screen.query_one(ActionBar).items}["sent"] == "S"
        await pilot.press("s")
        assert book.drafts()
        await pilot.press("S")
        await pilot.pause()
        assert book.drafts() == ()


async def test_a_bar_can_be_clicked_and_keeps_to_two_lines_on_a_phone(book, stage, marty):
    draft = book.draft(marty, "text")
    async with stage(40, 20) as driver:
        screen = await driver.show(DraftScreen(book, draft.id))
        await driver.press("escape")
        bar = screen.query_one(ActionBar)
        assert bar.size.height == 2
        assert [id for _, _, id in bar.items][-2:] == ["help", "back"]
        row, column = next((y, line.plain.index("i write")) for y, line in enumerate(bar.render().split("\n"))
                           if "i write" in line.plain)
        await driver.pilot.click(ActionBar, offset=(column + 1, row))
        assert driver.app.focused is screen.editor.words


def test_esc_and_a_letter_right_behind_it_are_two_keys_unless_alt_and_the_letter_is_an_own_key():
    from textual._xterm_parser import XTermParser

    def pressed(sequence):
        return [event.key for event in XTermParser().feed(sequence)]

    esc_first.teach({})
    for letter, name in (("j", "j"), ("G", "G"), ("a", "a"), ("/", "slash"), ("?", "question_mark")):
        assert pressed(f"\x1b{letter}") == ["escape", name]
    for sequence, names in (("\x1b[A", ["up"]), ("\x1bOP", ["f1"]), ("\x1b[106;3u", ["alt+j"]), ("\x1b\x1b[B", ["escape", "down"])):
        assert pressed(sequence) == names
    esc_first.teach({"down": "j, alt+j"})
    assert pressed("\x1bj") == [] and pressed("\x1bk") == ["escape", "k"]
    esc_first.teach({})
    assert pressed("\x1bj") == ["escape", "j"]


def test_alt_enter_is_understood_where_it_comes_as_two_bytes():
    from textual._xterm_parser import XTermParser

    alt_enter.teach()
    parser = XTermParser()
    for sequence, name in (("\x1b\r", "alt+enter"), ("\r", "enter"), ("\x1b[13;3u", "alt+enter")):
        assert [event.key for event in parser.feed(sequence)] == [name]
