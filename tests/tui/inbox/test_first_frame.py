"""The first frame stands where the inbox will stand, and minds no window, no colours and no book."""

import json

import pytest

from store.book import Book
from tui.app import OnwardApp
from tui.first_frame import FirstFrame, _line, frame_lines, remember, remembered
from tui.look import width


@pytest.fixture
def demo_book(tmp_path):
    """Open the demo's book."""
    book = Book.demo(tmp_path / "demo")
    yield book
    book.close()


@pytest.fixture
def demo_app(demo_book):
    """The app on the demo's book."""
    return OnwardApp(demo_book)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 20), (200, 50), (100, 12)])
async def test_every_line_of_the_frame_is_where_the_inbox_has_it(demo_app, size):
    async with demo_app.run_test(size=size, notifications=False) as pilot:
        await pilot.pause()
        live = [strip.text for strip in demo_app.screen._compositor.render_strips()]
        book = demo_app.book
        frame = ["".join(text for text, _ in line).ljust(size[0]) for line in
                 frame_lines(book, book.queue("today"), *size)]
    assert len(frame) == size[1]
    assert frame[0] == live[0]
    assert frame[-1].rstrip() == live[-1].rstrip()
    cells = live[2].find("│") if size[0] >= 120 else size[0]
    rows = [line for line in frame[1:-1] if line.strip()]
    assert rows
    for line in rows:
        place = frame.index(line)
        # The last cell may hold the bar that scrolls.
        assert live[place][:cells - 16].rstrip() == line[:cells - 16].rstrip(), (place, live[place], line)


def test_lines_take_exactly_the_window(demo_book):
    for columns, lines in ((40, 20), (41, 5), (500, 90), (10, 3)):
        found = list(frame_lines(demo_book, demo_book.queue("today"), columns, lines))
        assert len(found) <= max(lines, 4)
        for line in found:
            painted = _line(line, columns, {})
            assert width(painted.replace("\x1b[0m", "").replace("\x1b[1m", "")) == columns


def test_colours_come_back_as_they_were_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    folder = str(tmp_path / "cache")
    assert remembered(folder) == {}
    remember(folder, "#102030", "#ffeedd", {"overdue": "#ff0000"})
    assert remembered(folder) == {
        "ground": "\x1b[48;2;16;32;48m", "plain": "\x1b[38;2;255;238;221m", "overdue": "\x1b[38;2;255;0;0m"}
    monkeypatch.setenv("NO_COLOR", "")
    assert remembered(folder) == {}
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.delenv("COLORTERM")
    assert remembered(folder) == {}


@pytest.mark.parametrize("kept", [
    "", "[]", "7", "{}", '{"background": "red", "foreground": "#ffffff", "tones": {}}',
    json.dumps({"background": "#12345\x1b", "foreground": "#ffffff", "tones": {}}),
    json.dumps({"background": "#000000", "foreground": "#ffffff", "tones": {"overdue": "\x1b]0;evil\x07"}}),
])
def test_a_file_of_colours_that_is_none_costs_only_colour(tmp_path, monkeypatch, kept):
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    (tmp_path / "frame.json").write_text(kept)
    assert remembered(str(tmp_path)) == {}


def test_without_a_terminal_nothing_is_painted(demo_book, capsys):
    frame = FirstFrame(demo_book)
    frame.paint()
    assert not frame.painted
    frame.take_away(False)
    assert capsys.readouterr().out == ""
