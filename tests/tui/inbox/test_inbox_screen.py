"""The inbox by its keys: moving, finding, acting on one and on many, undo, and what another process wrote."""

from __future__ import annotations

import pytest
from textual import events

from store.errors import BookFault, NotFound
from store.model import DueTouch, Planned, Reason, Row
from tests.tui.settling import until
from tui import keys_in_order
from tui.app import OnwardApp
from tui.screens.inbox import InboxScreen, finding
from tui.screens.waiting import WaitingKey
from tui.widgets.lines import Hints, Notes, Tabs, WhyLine
from tui.widgets.person_pane import PersonPane


def shown(widget) -> str:
    """The text a widget paints."""
    return "\n".join("".join(part.text for part in widget.render_line(y)) for y in range(widget.size.height))


def names(app) -> list[str]:
    return [row.name for row in app.screen.listing.rows]


def said(app) -> list[str]:
    return [each.message for each in app._notifications]


async def press(pilot, *pressed: str) -> None:
    for key in pressed:
        await pilot.press(key)
        await pilot.pause()


def typed(app, *pressed: str) -> None:
    """Type keys all at once, as a terminal gives those of a fast hand."""
    for key in pressed:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_it_opens_on_the_first_row_with_the_person_beside_it(app):
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, InboxScreen)
        assert app.screen.listing.row.name == "Priya Raman"
        card = shown(app.screen.query_one(PersonPane))
        for part in ("Priya Raman", "hot · fast", "Northline", "credibility · qualified", "✓ text", "✓ mail", "? call",
                     "✗ post", "Promised", "Thu 26 Nov", "day 45 of 120", "of 9", "09:12 there"):
            assert part in card, part
        history = card[card.index("Touches"):]
        assert history.index("← mail") < history.index("→ call") < history.index("→ text")
        assert "reached" in history
        assert "Today 9" in shown(app.screen.query_one(Tabs))
        assert "d draft" in shown(app.screen.query_one(Hints))


@pytest.mark.parametrize("size, pane, why", [((120, 36), True, False), ((80, 24), True, False), ((40, 20), False, True),
                                             ((80, 12), False, True)])
async def test_the_layout_follows_the_size(app, size, pane, why):
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert app.screen.query_one(PersonPane).display is pane
        assert app.screen.query_one(WhyLine).display is why
        assert app.screen.listing.size.height >= 6
        if size == (80, 24):
            assert app.screen.query_one(PersonPane).size.height == 7
        await pilot.resize_terminal(40, 20)
        await pilot.pause()
        assert not app.screen.query_one(PersonPane).display
        assert shown(app.screen.query_one(WhyLine)).strip()


async def test_markup_and_escapes_in_names_are_text(app):
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "G", "k")
        assert app.screen.listing.row.name == "Zoe [work] a[/]b"
        whole = shown(app.screen.listing) + shown(app.screen.query_one(PersonPane))
        assert "Zoe [work] a[/]b" in whole
        assert "\x1b" not in whole
        assert "ZXZpbA" not in whole


async def test_moving(app):
    async with app.run_test(size=(80, 24)) as pilot:
        queue = app.screen.listing
        for pressed, place in (("j", 1), ("down", 2), ("k", 1), ("up", 0), ("up", 0), ("G", 8), ("j", 8), ("g", 0),
                               ("pagedown", 8), ("pageup", 0), ("end", 8), ("home", 0)):
            await press(pilot, pressed)
            assert queue.cursor == place, pressed


async def test_splits(app):
    async with app.run_test(size=(120, 30)) as pilot:
        for pressed, split in (("tab", "owed"), ("tab", "running"), ("shift+tab", "owed"), ("6", "everyone"),
                               ("tab", "today"), ("shift+tab", "everyone"), ("5", "later"), ("4", "waiting"),
                               ("3", "running"), ("1", "today")):
            await press(pilot, pressed)
            assert app.screen.split == split
        await press(pilot, "2")
        assert names(app) == ["Priya Raman", "Tom Ashby"]
        await pilot.click(Tabs, offset=(12, 0))
        await pilot.pause()
        assert app.screen.split == "today"


async def test_done_takes_the_row_and_stands_on_the_next(app, book):
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "j", "e")
        assert book.calls[-1] == ("done", ("c1",), {"outcome": ""})
        assert app.screen.listing.row.name == "Marty Chen"
        assert "Tom Ashby" in said(app)[-1]
        assert "u takes it back" in said(app)[-1]


async def test_a_call_asks_for_its_outcome_with_one_more_key(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "j", "j", "e")
        assert isinstance(app.screen, WaitingKey)
        await press(pilot, "n")
        assert book.calls[-1] == ("done", ("c3",), {"outcome": "no-answer"})
        assert isinstance(app.screen, InboxScreen)


async def test_esc_and_strange_keys_leave_a_prefix_without_doing_anything(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        for pressed in ("escape", "Q", "f9"):
            await press(pilot, "s", pressed)
            assert isinstance(app.screen, InboxScreen)
        assert book.calls == []


async def test_an_owed_reply_offers_nothing_to_answer(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "x")
        assert book.calls[-1][:2] == ("nothing-to-answer", ("c0",))


async def test_one_key_says_that_nothing_is_to_be_answered(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "X")
        assert book.calls[-1][:2] == ("nothing-to-answer", ("c0",))


@pytest.mark.parametrize("prefix", ["s", "h", "b"])
async def test_snooze_with_one_more_key(app, book, prefix):
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, prefix, "t")
        verb, ids, values = book.calls[-1]
        assert (verb, ids) == ("snooze", ("c0",))
        assert isinstance(values["until"], Planned)


async def test_two_keys_in_one_breath(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "t", "j", "e")
        await pilot.pause()
        assert [call[0] for call in book.calls] == ["snooze", "done"]


async def test_a_batch_is_one_call_and_one_undo(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "x", "space", "u")
        assert app.screen.listing.selected == {"c1", "c2"}
        assert "2 selected" in shown(app.screen.query_one(Hints))
        await press(pilot, "s", "w")
        assert book.calls[-1][:2] == ("snooze", ("c1", "c2"))
        assert app.screen.listing.selected == set()
        assert len(names(app)) == 7
        await press(pilot, "u")
        assert len(names(app)) == 9
        await press(pilot, "U")
        assert len(names(app)) == 7
        await press(pilot, "z", "Z", "z")
        assert len(names(app)) == 9


async def test_a_range(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "v", "j", "v", "j")
        assert app.screen.listing.selected == {"c1", "c2"}
        await press(pilot, "e")
        assert book.calls[-1][:2] == ("done", ("c1", "c2"))
        await press(pilot, "x", "escape")
        assert app.screen.listing.selected == set()


async def test_calls_and_others_together_are_not_done_with_one_outcome(app, book):
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "j", "j", "x", "x", "e")
        assert book.calls == []
        assert "Select one kind" in said(app)[-1]


async def test_undo_with_nothing_to_undo_is_a_sentence(app):
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "u")
        assert said(app)[-1] == "There is nothing to take back."
        await press(pilot, "U")
        assert said(app)[-1] == "There is nothing to do again."


async def test_an_error_of_the_book_is_a_toast_and_nothing_moves(app, book):
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "j")
        book.error = NotFound("no-such-contact", words="[bold]book")
        await press(pilot, "e")
        assert "nobody" in said(app)[-1]
        assert "[bold]" in said(app)[-1]
        assert app.screen.listing.row.name == "Tom Ashby"
        assert app.is_running


async def test_find_filters_this_list_first_then_everyone_and_esc_restores(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "slash", *"ch")
        assert names(app) == ["Marty Chen"]
        await press(pilot, "backspace", "backspace", *"a")
        assert names(app)[:2] == ["Priya Raman", "Tom Ashby"]
        assert len(names(app)) > 2
        await press(pilot, "down", "tab")
        assert app.focused is app.screen.listing
        assert app.screen.listing.cursor == 1
        await press(pilot, "escape")
        assert names(app) == ["Priya Raman", "Tom Ashby"]
        assert app.screen.listing.cursor == 0


async def test_letters_typed_faster_than_the_line_opens_are_looked_for_and_after_esc_keys_act_again(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        line = app.screen.query_one("#find")
        typed(app, "slash", *"ha")
        await until(pilot, lambda: line.value == "ha")
        assert book.calls == []
        typed(app, *"qeux", "escape")
        await until(pilot, lambda: len(names(app)) == 9 and not line.display)
        typed(app, "slash", "a")
        await until(pilot, lambda: line.value == "a")


async def test_a_key_right_behind_esc_reaches_the_list_and_none_overtakes_another_in_a_line(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        line = app.screen.query_one("#find")
        typed(app, "slash", *"har", "escape", "j", "j")
        await until(pilot, lambda: app.screen.listing.cursor == 2 and not line.display and line.value == "")
        typed(app, "slash", *"hax", "backspace", *"rt", "home", "o", "tab", "escape", "k")
        await until(pilot, lambda: app.screen.listing.cursor == 1 and not line.display)
        typed(app, "slash", *"hax", "backspace", *"rt", "home", "o", "right")
        await until(pilot, lambda: line.value == "ohart")
        assert book.calls == []


async def test_keys_behind_the_one_that_ends_it_come_to_nothing(app, book, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(keys_in_order, "_is_ready", lambda screen: False)  # a screen on its way out
        stack = app.screen_stack
        app._screen_stack.clear()
        await app._hand_out(events.Key("j", "j"))
        app._screen_stack.extend(stack)
        monkeypatch.undo()
        typed(app, "slash", "a", "escape", "q", *"jjkk")
        while app.is_running:
            await pilot.pause(0.01)
    assert app.return_code == 0 and book.calls == []


async def test_letters_in_the_find_line_are_letters_and_nobody_is_a_sentence(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+f", *"qeux")
        assert app.is_running
        assert book.calls == []
        assert "Nobody like that" in shown(app.screen.query_one(Notes))
        await press(pilot, "escape")
        assert len(names(app)) == 9


async def test_in_a_large_book_everyone_is_looked_through_in_pieces_and_nobody_is_said_at_the_end(app, book, monkeypatch):
    monkeypatch.setattr(finding, "MANY", 0)
    monkeypatch.setattr(finding, "PIECE", -1.0)
    looking = True

    def pieces(words, limit=50):
        while looking:
            yield None
        yield book.find(words, limit)

    monkeypatch.setattr(book, "finding", pieces, raising=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", *"qeux")
        assert not app.screen.query_one(Notes).display, "nobody yet is not nobody"
        looking = False
        for _ in range(200):
            if app.screen.query_one(Notes).display:
                break
            await pilot.pause(0.02)
        assert app.screen.query_one(Notes).display
        await press(pilot, "escape")
        assert len(names(app)) == 9
        assert not app.screen.query_one(Notes).display


async def taken_in(pilot, book):
    """Wait until the app shows what another process wrote; a key that was struck just before comes first."""
    for _ in range(200):
        if not book.elsewhere and not pilot.app._takes_in:
            break
        await pilot.pause(0.02)
    await pilot.pause()


async def test_another_process_is_seen_with_the_cursor_and_a_typed_line_kept(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "j")
        book.rows = book.rows[1:]
        book.elsewhere = True
        app.look_around()
        await taken_in(pilot, book)
        assert app.screen.listing.row.name == "Marty Chen"
        assert app.screen.listing.cursor == 1
        await press(pilot, "slash", *"hart")
        book.elsewhere = True
        app.look_around()
        await taken_in(pilot, book)
        assert app.screen.query_one("#find").value == "hart"
        assert names(app) == ["Jo Hart"]


async def test_a_failing_look_is_said_once_and_the_app_goes_on(app, book):
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        book.error = BookFault("book-unreadable", path="/x", reason="gone")
        book.changed_elsewhere = lambda: (_ for _ in ()).throw(book.error)
        app.look_around()
        app.look_around()
        await pilot.pause()
        assert len(said(app)) == 1
        assert app.is_running


async def test_the_clock_repaints_without_reading_again(app, book):
    import datetime as dt

    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        before = shown(app.screen.listing)
        book.instant += dt.timedelta(seconds=59)
        app.look_around()
        await pilot.pause()
        assert "12 min" in before
        assert "11 min" in shown(app.screen.listing)
        book.rows = book.rows[:3]
        book.instant += dt.timedelta(seconds=61)
        app.look_around()
        await pilot.pause()
        assert len(names(app)) == 3


async def test_zero_due_and_the_empty_book_are_good_screens(book):
    later = book.rows[3:6]
    book.rows = []
    queue = book.queue
    book.queue = lambda split="today": queue(split) if split != "later" else type(queue())(book.instant, tuple(later))
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = shown(app.screen.query_one(Notes))
        assert "Nothing is due" in text
        coming = [line for line in text.splitlines() if line.strip().startswith(("Lena", "Ana", "Iris"))]
        assert len({line.index(kind) for line, kind in zip(coming, ("call", "card", "clipping"), strict=True)}) == 1, coming
        book.contacts = {}
        app.screen.reload()
        await pilot.pause()
        text = shown(app.screen.query_one(Notes))
        for part in ("a  log a line", "i  import a file", "V  look around first"):
            assert part in text
        await press(pilot, "e", "s", "d", "x", "v", "y", "j", "G", "enter")
        assert book.calls == []


async def test_housekeeping_rows_open_their_question(app, book):
    window = book.rows[0].due.window
    for step in ("without-cadence", "unfiled"):
        due = DueTouch("", step, step, "decide", "housekeeping", window, (Reason(step, {"count": 12}),))
        book.rows.append(Row(due, "", count=12))
    book.plain = tuple(book.find("a"))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "12 people" in shown(app.screen.listing)
        assert "12 lines" in shown(app.screen.listing)
        await press(pilot, "G", "k", "x")
        assert app.screen.listing.selected == set()
        await press(pilot, "G", "k", "enter")
        assert type(app.screen).__name__ == "ChooseCadence"
        await press(pilot, "escape")
        assert isinstance(app.screen, InboxScreen)


async def test_decisions(app, book):
    due = book.rows[0].due
    book.rows = [Row(DueTouch(due.contact, "p:unanswered", "unanswered", "decide", "housekeeping", due.window, ()), "Pri")]
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "c")
        assert book.calls[-1] == ("decide", (due.contact,), {"choice": "close"})


async def test_pause_and_resume(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "p", "w")
        assert book.calls[-1][:2] == ("pause", ("c0",))
        await press(pilot, "p", "r")
        assert book.calls[-1][:2] == ("resume", ("c1",))


async def test_copying_the_address_the_row_needs(app, book):
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "y")
        assert app.clipboard == "p0@example.com"
        await press(pilot, "j", "y")
        assert app.clipboard == "+14155550100"


async def test_help_and_palette(app, book):
    from textual.widgets import Static

    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "question_mark", *"snooze")
        assert type(app.screen).__name__ == "HelpScreen"
        assert "next week" in str(app.screen.query_one("#keys", Static).render())
        await press(pilot, "escape", "colon", *"undo")
        await pilot.pause()
        await app.workers.wait_for_complete()
        book.done(["c0"])
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert ("undo", (), {}) in book.calls


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_help_is_searched_from_the_top_by_words_or_by_a_key_and_paged_without_a_gap(app, size):
    from textual.containers import VerticalScroll
    from textual.widgets import Input, Static

    def told():
        return [line for line in str(app.screen.query_one("#keys", Static).render()).splitlines() if line]

    async with app.run_test(size=size) as pilot:
        await press(pilot, "question_mark")
        whole = app.screen.query_one(VerticalScroll)
        await press(pilot, "pagedown")
        assert whole.scroll_y == whole.size.height - 1 > 10
        await press(pilot, "ctrl+end")
        assert whole.scroll_y == whole.max_scroll_y > 0
        await press(pilot, "slash", *"undo")
        assert whole.scroll_y == 0 and any("take back the last" in line for line in told())
        app.screen.query_one(Input).value = "U"
        await press(pilot, "up")
        assert told()[0] == "The key U" and "do it again" in told()[1]


async def test_what_takes_long_runs_beside_and_its_failure_is_a_sentence(app, book):
    taken = []
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        app.slowly(lambda: 7, taken.append)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert taken == [7]
        app.slowly(lambda: 1 / 0, taken.append)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Something went wrong" in said(app)[-1]
        assert isinstance(app.screen, InboxScreen)
        assert not app.busy


async def test_the_mouse_opens_what_is_double_clicked_and_hints_act(app, book):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(Hints, offset=(11, 0))
        await pilot.pause()
        assert isinstance(app.screen, WaitingKey)
        await press(pilot, "escape")
        await pilot.click("#queue", offset=(6, 2))
        assert app.screen.listing.row.name == "Tom Ashby"


async def test_own_keys_work_and_a_clash_is_said(book):
    book.settings.keys = {"snooze": "m", "done": "f"}
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "m", "t")
        assert book.calls[-1][0] == "snooze"
        await press(pilot, "e")
        assert len(book.calls) == 1
        assert "f done" in shown(app.screen.query_one(Hints))
    book.settings.keys = {"snooze": "e"}
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert said(app)
        assert "s snooze" in shown(app.screen.query_one(Hints))


async def test_q_leaves(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "q")
    assert app.return_value == 0
