"""The queue's rows and the list that paints them: headings, widths, cursor, selection, cost."""

from __future__ import annotations

import datetime as dt

import pytest
from textual import events
from textual.app import App

from store.model import DueTouch, Row, Window
from tui.look import width
from tui.look.themes import meanings
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
