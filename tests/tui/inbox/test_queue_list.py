"""The queue's rows and the list that paints them: headings, widths, cursor, selection, cost."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from textual import events
from textual.app import App
from textual.geometry import Region
from textual.widget import Widget

from store.model import DueTouch, Row, Window
from tui.look import width
from tui.look.themes import meanings
from tui.widgets.backdrop import Ground, lines_until_covered
from tui.widgets.queue import QueueList
from tui.widgets.rows import Section, bar, row_pieces, sections_of, urgency

NOW = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)


def row(place: int, group: str = "rhythm", kind: str = "email", left: int = 5, **more) -> Row:
    due = NOW + dt.timedelta(hours=left)
    window = Window(due - dt.timedelta(hours=9), due, due, due, due)
    return Row(DueTouch(f"c{place}", f"s{place}", "rhythm", kind, group, window, (), **more), f"Person {place}", "Acme")


class Bare(App):
    """An app with nothing but a list."""

    def get_theme_variable_defaults(self):
        return dict(meanings(True))

    def compose(self):
        yield QueueList()


def text(strip) -> str:
    return "".join(segment.text for segment in strip)


@pytest.mark.parametrize("cells", [12, 30, 40, 59, 60, 66, 80, 100, 200])
@pytest.mark.parametrize("name", ["Priya", "日本語 名前 とても長い名前です", "x" * 300, "a\x1b]0;t\x07b [bold]"])
def test_a_row_never_takes_more_cells_than_there_are(cells, name):
    long = Row(row(1).due, name, "Acme")
    pieces = row_pieces(long, cells, NOW, dt.UTC, cursor=True, marked=True)
    assert all("\x1b" not in piece for piece, _ in pieces)
    if cells >= 30:
        assert sum(width(piece) for piece, _ in pieces) <= cells


def test_narrow_rows_have_name_kind_and_time_left_only():
    shown = "".join(piece for piece, _ in row_pieces(row(1), 40, NOW, dt.UTC, False, False))
    assert "Person 1" in shown
    assert "mail" in shown
    assert "5h" in shown or "today" in shown
    assert "━" not in shown


@pytest.mark.parametrize("share, full, empty", [(1.0, "━━━━", ""), (0.5, "━━", "──"), (0.1, "╸", "───"), (0, "", "────"),
                                                (-3, "", "────"), (9, "━━━━", "")])
def test_the_bar_drains(share, full, empty):
    assert bar(share) == (full, empty)


def test_sections_follow_the_order_of_the_rules_and_what_cannot_be_done_yet_stands_apart():
    later = NOW + dt.timedelta(hours=2)
    rows = [row(1, "owed"), row(2, "owed"), row(3, "running"), row(4), row(5, "running", possible_from=later)]
    titles = [(section.title, len(section.rows)) for section in sections_of(rows, True, NOW)]
    assert titles == [("OWED", 2), ("RUNNING", 1), ("TODAY", 1), ("NOT AT THIS HOUR", 1)]
    assert [section.title for section in sections_of(rows, False, NOW)] == [""]
    assert sections_of([], True, NOW) == []


def test_urgency():
    assert urgency(row(1, left=-1).due, NOW) == "overdue"
    assert urgency(row(1, "owed").due, NOW) == "owed"
    assert urgency(row(1, "housekeeping", "decide", -1).due, NOW) == "quiet"


async def test_headings_cursor_and_mouse():
    app = Bare()
    async with app.run_test(size=(80, 12)) as pilot:
        queue = app.query_one(QueueList)
        queue.show(sections_of([row(1, "owed"), row(2), row(3)], True, NOW), NOW, dt.UTC)
        await pilot.pause()
        lines = [text(queue.render_line(y)) for y in range(7)]
        assert "OWED  1" in lines[0]
        assert lines[1].startswith("▌")
        assert "TODAY  2" in lines[2]
        assert "Person 2" in lines[3]
        await pilot.click(QueueList, offset=(5, 4))
        assert queue.row.name == "Person 3"
        await pilot.click(QueueList, offset=(5, 2))
        assert queue.row.name == "Person 3"


async def test_selection_survives_other_rows_and_forgets_who_is_gone():
    app = Bare()
    async with app.run_test(size=(80, 12)):
        queue = app.query_one(QueueList)
        rows = [row(place) for place in range(6)]
        queue.show([Section("", rows)], NOW, dt.UTC)
        queue.toggle()
        queue.move_to(2)
        queue.toggle_range()
        queue.move_to(4)
        assert queue.selected == {"c0", "c2", "c3", "c4"}
        queue.show([Section("", rows[2:])], NOW, dt.UTC, cursor=2)
        assert queue.selected == {"c2", "c3", "c4"}
        queue.move_to(1)
        assert {"c2", "c3"} <= queue.selected
        queue.show([Section("", rows[3:])], NOW, dt.UTC)
        assert "c2" not in queue.selected
        assert queue.range_from is None
        assert queue.unselect()
        assert not queue.unselect()


async def test_painting_touches_only_the_rows_in_sight(monkeypatch):
    painted = []
    app = Bare()
    async with app.run_test(size=(80, 20)) as pilot:
        queue = app.query_one(QueueList)
        original = queue.line_pieces
        monkeypatch.setattr(queue, "line_pieces", lambda line, cells: painted.append(line) or original(line, cells))
        queue.show([Section("", [row(place) for place in range(10_000)])], NOW, dt.UTC)
        await pilot.pause()
        assert queue.line_count() == 10_000
        assert len(painted) <= 60
        painted.clear()
        queue.move_to(1)
        await pilot.pause()
        assert len(painted) <= 4
        queue.move_to(9_999)
        await pilot.pause()
        assert "Person 9999" in text(queue.render_line(queue.size.height - 1))
        assert len(painted) <= 120


async def test_the_wheel_and_the_bar_scroll_and_leave_the_cursor():
    app = Bare()
    async with app.run_test(size=(80, 20)) as pilot:
        queue = app.query_one(QueueList)
        queue.show([Section("", [row(place) for place in range(1_000)])], NOW, dt.UTC)
        await pilot.pause()
        assert text(queue.render_line(0)).endswith("▐") and not text(queue.render_line(5)).endswith("▐")
        queue.on_mouse_scroll_down(events.MouseScrollDown(queue, 4, 4, 0, 1, 0, False, False, False))
        assert (queue.top, queue.cursor) == (3, 0)
        await pilot.mouse_down(queue, offset=(79, 19))
        await pilot.mouse_up(queue, offset=(79, 19))
        assert (queue.top, queue.cursor) == (980, 0)
        assert text(queue.render_line(19)).endswith("▐")
        queue.move_to(2)
        assert queue.top == 2
        queue.show([Section("", [row(place) for place in range(5)])], NOW, dt.UTC)
        assert queue.top == 0 and not text(queue.render_line(0)).endswith("▐")


async def test_an_empty_list_moves_nowhere():
    app = Bare()
    async with app.run_test(size=(40, 10)):
        queue = app.query_one(QueueList)
        queue.show([], NOW, dt.UTC)
        queue.move_to(3)
        queue.toggle()
        queue.toggle_range()
        assert queue.row is None
        assert queue.selected == set()


def shown_now(app) -> list[str]:
    """Return the lines that the screen has at hand to be painted, with their looks."""
    return [repr(list(strip)) for strip in app.screen._compositor.render_strips()]


@pytest.mark.parametrize("lines", [9, 30, 60])
@pytest.mark.parametrize("seed", range(2))
async def test_whatever_moves_the_lines_they_are_as_if_painted_anew(lines, seed):
    chance = random.Random(seed)
    app = Bare()
    async with app.run_test(size=(80, lines)) as pilot:
        queue = app.query_one(QueueList)
        queue.show(sections_of([row(place, "owed" if place < 20 else "running") for place in range(90)], True, NOW), NOW, dt.UTC)
        await pilot.pause()
        acts = (lambda: queue.move_to(queue.cursor + 1), lambda: queue.move_to(queue.cursor - 1),
                lambda: queue.move_to(queue.cursor + queue.page()), lambda: queue.move_to(chance.randrange(90)),
                lambda: queue.scroll_lines(queue.top + chance.choice((-3, 3))), queue.prepare, queue.toggle, queue.toggle_range, queue.unselect,
                lambda: queue.tick(NOW + dt.timedelta(minutes=chance.randrange(300))))
        for _ in range(15):
            for act in chance.choices(acts, (6, 3, 1, 1, 2, 3, 2, 1, 1, 1), k=chance.randrange(1, 5)):
                act()
            await pilot.pause()
            kept = shown_now(app)
            painted, queue._painted = queue._painted, {}
            queue.refresh()
            assert kept == shown_now(app)
            queue._painted = painted
            await pilot.pause()


class TwoGrounds(Bare):
    """A list beside another on a ground of its own, with a line of the screen left free above."""

    CSS = "#both { layout: horizontal; margin: 1 0 0 0; } #one { width: 30; } #right, #two { width: 50; }"

    def compose(self):
        with Ground(id="both"):
            yield QueueList(id="one")
            with Ground(id="right"):
                yield QueueList(id="two")


async def test_a_ground_paints_only_what_is_seen_of_it(monkeypatch):
    asked = []
    whole = Widget.render_lines
    monkeypatch.setattr(Widget, "render_lines", lambda self, crop: asked.append(self) or whole(self, crop))
    app = TwoGrounds()
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.pause()
        assert not [each for each in asked if isinstance(each, Ground)]
        seen = shown_now(app)
        monkeypatch.setattr(Ground, "render_lines", lambda self, crop: whole(self, crop))
        assert seen == shown_now(app)
        app.query_one("#two").styles.height = 4
        monkeypatch.undo()
        await pilot.pause()
        free = shown_now(app)
        monkeypatch.setattr(Ground, "render_lines", lambda self, crop: whole(self, crop))
        assert free == shown_now(app) and free != seen


@pytest.mark.parametrize("before, lines", [
    ([], 10), ([(0, 0, 40, 10)], 0), ([(0, 0, 40, 9)], 10), ([(0, 2, 40, 8)], 2), ([(0, 0, 20, 10), (20, 0, 20, 10)], 0),
    ([(0, 0, 19, 10), (20, 0, 20, 10)], 10), ([(20, 3, 20, 7), (0, 4, 20, 6)], 4), ([(-5, -5, 90, 90)], 0),
    ([(0, 0, 30, 10), (10, 5, 30, 5)], 5), ([(0, 0, 40, 5), (0, 5, 40, 4)], 10)])
def test_lines_that_are_seen_of_what_stands_behind(before, lines):
    assert lines_until_covered(Region(0, 0, 40, 10), [Region(*each) for each in before]) == lines
    moved = [Region(*each).translate((3, 7)) for each in before]
    assert lines_until_covered(Region(3, 7, 40, 10), moved) == lines
