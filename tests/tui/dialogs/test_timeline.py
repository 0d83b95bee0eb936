"""The timeline of a person: days, ways, opened words, filters, finding, two thousand touches."""

from __future__ import annotations

import datetime as dt

from textual.app import App, ComposeResult

from store.model import Moment, Touch
from tui.look import width
from tui.look.themes import meanings
from tui.widgets.timeline import Timeline
from tui.widgets.timeline_filters import TimelineFilters
from tui.wording.timeline import SIGNS, filters

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)
LONG = "Could you send me two dates for the review?\n\nAnd the price note, " + "please " * 40


def touch(number, kind="email", way="out", hours=1.0, text="", note="", day_only=False):
    at = NOW - dt.timedelta(hours=hours)
    return Touch(f"t{number}", ("c1",), kind, way, Moment(at, "UTC", day_only), at, outcome="sent" if way == "out" else "",
                 note=note, text=text)


TOUCHES = (
    touch(1, "meeting", "out", 24 * 400, note="Chamber breakfast"), touch(2, "text", "out", 30, note="thank-you"),
    touch(3, "call", "out", 29, note="roof leaks"), touch(4, "email", "in", 3, text=LONG),
    touch(5, "card", "out", 2, note="名前 \x1b]52;c;ZXZpbA==\x07[red]x[/]", day_only=True),
)


class Bare(App[None]):
    def get_theme_variable_defaults(self):
        return dict(meanings(True))

    def compose(self) -> ComposeResult:
        yield TimelineFilters()
        yield Timeline()

    def on_timeline_changed(self) -> None:
        for line in self.query(TimelineFilters):
            line.show(self.query_one(Timeline))


def lines(widget):
    return ["".join(each.text for each in widget.render_line(y)) for y in range(widget.size.height)]


def shown(widget):
    return "\n".join(lines(widget))


async def test_touches_stand_under_their_days_newest_first_and_ways_differ_without_colour():
    app = Bare()
    async with app.run_test(size=(100, 24)) as pilot:
        timeline = app.query_one(Timeline)
        timeline.show(TOUCHES, NOW, dt.UTC)
        await pilot.pause()
        told = shown(timeline)
        places = [told.index(each) for each in ("Today, Tue 24 Nov", "❖ card", "← ✉ mail", "Yesterday, Mon 23 Nov", "→ ☏ call",
                                                "→ ❝ text", "2025", "◉ meeting")]
        assert places == sorted(places)
        assert "14:12 ←" in told and "ZXZpbA" not in told and "[red]x[/]" in told
        assert {width(line) for line in lines(timeline)} == {timeline.size.width}


async def test_words_are_opened_and_folded_again():
    app = Bare()
    async with app.run_test(size=(60, 24)) as pilot:
        timeline = app.query_one(Timeline)
        timeline.show(TOUCHES, NOW, dt.UTC)
        await pilot.pause()
        timeline.move_to(1)
        assert timeline.touch.id == "t4" and "…" in shown(timeline) and "price note" not in shown(timeline)
        timeline.open()
        assert "price note" in shown(timeline) and shown(timeline).count("please") == 40
        timeline.open(False)
        assert "price note" not in shown(timeline)


async def test_filters_by_way_and_kind_and_words_within():
    app = Bare()
    async with app.run_test(size=(100, 24)) as pilot:
        timeline, line = app.query_one(Timeline), app.query_one(TimelineFilters)
        timeline.show(TOUCHES, NOW, dt.UTC)
        await pilot.pause()
        assert "All 5   ← in 1   → out 4   " in shown(line)
        timeline.next_filter(1)
        assert [each.id for each in timeline.shown] == ["t4"]
        timeline.next_filter(-2)
        assert timeline.filter == filters(TOUCHES)[-1][0]
        timeline.narrow("all", "ROOF call")
        assert [each.id for each in timeline.shown] == ["t3"]
        timeline.narrow("all", "nothing like it")
        assert "Nothing like that" in shown(timeline)
        timeline.move_to(1)
        timeline.open()
        timeline.narrow()
        assert len(timeline.shown) == 5


async def test_a_long_text_that_was_opened_is_read_to_its_end_with_the_keys():
    app = Bare()
    async with app.run_test(size=(40, 20)) as pilot:
        timeline = app.query_one(Timeline)
        letter = "\n".join(f"line {number}" for number in range(60)) + "\nthe end"
        timeline.show([touch(1, hours=30, text="older"), touch(2, text=letter), touch(3, hours=1, text="newer")], NOW, dt.UTC)
        await pilot.pause()
        timeline.move_to(1)
        timeline.open()
        assert "line 0" in shown(timeline) and "the end" not in shown(timeline)
        for _ in range(3):
            timeline.page(1)
            assert timeline.touch.id == "t2"
        assert "the end" in shown(timeline)
        timeline.page(1)
        assert timeline.touch.id == "t1"
        timeline.move_to(1)
        for _ in range(60):
            timeline.step(1)
        assert timeline.touch.id == "t1"
        timeline.move_to(1)
        timeline.page(1)
        timeline.step(-1)
        assert timeline.touch.id == "t2"
        timeline.page(-1)
        assert timeline.touch.id == "t2" and "line 0" in shown(timeline)
        timeline.step(-1)
        assert timeline.touch.id == "t3"
        timeline.show([touch(2, text=letter)], NOW, dt.UTC)
        for act in (timeline.page, timeline.step):
            for _ in range(60):
                act(1)
            assert "the end" in shown(timeline)


async def test_a_filter_keeps_the_place_and_says_that_there_are_more():
    app = Bare()
    async with app.run_test(size=(40, 20)) as pilot:
        timeline, line = app.query_one(Timeline), app.query_one(TimelineFilters)
        kinds = ("email", "call", "text", "card", "note")
        timeline.show([touch(n, kinds[n % 5], hours=2001 - n, text="words") for n in range(2000)], NOW, dt.UTC)
        await pilot.pause()
        assert shown(line).rstrip().endswith("…")
        timeline.move_to(1000)
        assert timeline.touch.id == "t999" and timeline.touch.kind == "note"
        timeline.narrow("card")
        await pilot.pause()
        assert timeline.touch.id == "t998" and "▌" in shown(timeline)
        assert shown(line).strip().startswith("…") and "card 400" in shown(line)
        timeline.narrow()
        assert timeline.touch.id == "t998"


async def test_what_is_looked_for_is_in_sight_marked_and_counted():
    app = Bare()
    async with app.run_test(size=(60, 20)) as pilot:
        timeline, line = app.query_one(Timeline), app.query_one(TimelineFilters)
        deep = touch(6, hours=50, text="one word after another " * 20 + "\n\nthe Gazebo [red]is[/] red")
        timeline.show((deep, *TOUCHES), NOW, dt.UTC, lambda cells: [[("Marty Chen", "strong")], [("facts", "plain")]])
        await pilot.pause()
        assert "facts" in shown(timeline)
        timeline.narrow("all", "gazebo [")
        await pilot.pause()
        assert "… the Gazebo [red]is[/] red" in shown(timeline) and "All 1" in shown(line)
        assert "Marty Chen" in shown(timeline) and "facts" not in shown(timeline)
        row = timeline.render_line(next(y for y, told in enumerate(lines(timeline)) if "Gazebo" in told))
        assert [each.text for each in row if each.style.underline] == ["Gazebo", "[", "["]
        timeline.narrow("call", "roof")
        assert [name for name, _, _ in timeline.filters] == ["all", "out", "call"]
        timeline.narrow("in", "gazebo")
        await pilot.pause()
        assert "in 0" in shown(line) and "Nothing like that" in shown(timeline)
        timeline.narrow()
        assert "facts" in shown(timeline)


async def test_two_thousand_are_painted_as_ten_are():
    app = Bare()
    async with app.run_test(size=(80, 24)) as pilot:
        timeline = app.query_one(Timeline)
        timeline.show([touch(n, hours=2001 - n, text=LONG) for n in range(2000)], NOW, dt.UTC)
        await pilot.pause()
        assert len(timeline._words) <= 30
        timeline.move_to(1999)
        await pilot.pause()
        assert timeline.touch.id == "t0" and "▌" in lines(timeline)[-1]
        assert len(timeline._words) <= 60
        timeline.page(-1)
        assert timeline.cursor < 1999
        timeline.move_to(0)
        assert timeline.top == 0


async def test_no_touches_say_so_and_keys_do_no_harm():
    app = Bare()
    async with app.run_test(size=(40, 20)) as pilot:
        timeline = app.query_one(Timeline)
        timeline.show((), NOW, dt.UTC)
        await pilot.pause()
        for act in (lambda: timeline.move_to(1), timeline.open, lambda: timeline.page(1), lambda: timeline.next_filter(1)):
            act()
        assert "Nothing has passed" in shown(timeline)


def test_every_sign_takes_one_cell():
    assert {each for each in SIGNS.values() if width(each) != 1} == set()
