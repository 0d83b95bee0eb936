"""The timeline of a person: days, ways, opened words, filters, finding, two thousand touches."""

from __future__ import annotations

import datetime as dt

from textual.app import App, ComposeResult

from store.model import Moment, Touch
from tui.look import width
from tui.look.themes import meanings
from tui.widgets.timeline import Timeline, TimelineFilters
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
