"""Charts drawn by pure functions: every bar by its blocks, every width, every way out of the terminal."""

import datetime as dt
import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model import ContactLine, Reason
from store.reports import Attention, ClockFigures, FunnelStep, ReplyFigures, Week
from tui.look import width
from tui.wording.charts import MARKS, Bar, Chart, bar, bar_cells, chart_lines
from tui.wording.week import NOTHING, charts, lines, title
from tui.wording.week_markdown import markdown
from tui.wording.week_svg import svg

NOW = dt.datetime(2026, 11, 24, 17, 12, tzinfo=dt.UTC)
HOSTILE = "Zoe <script>alert(1)</script> & \x1b]52;c;ZXZpbA==\x07\"|'[a](http://x) \ufffe\ud800 名前"


def week(**more) -> Week:
    plain = {
        "since": dt.date(2026, 11, 18), "until": dt.date(2026, 11, 24), "new_people": 10, "followed_up": 9,
        "clocks": (ClockFigures("met", 4, 2, 1, 1, 0, 0, dt.timedelta(minutes=46)), ClockFigures("promise", 1, running=1)),
        "out": {"email": {"sent": 14, "replied": 2}, "call": {"reached": 4}}, "incoming": {"email": 3},
        "templates": (ReplyFigures("thank-you", 10, 7),), "numbers": (ReplyFigures("1", 6, 2), ReplyFigures("6", 2, 1)),
        "funnel": (FunnelStep("inquiry", 3, 20), FunnelStep("sales-ready", 2, 12, 0.6, 0.4)), "closed": 1,
        "cooling": (Attention(ContactLine("c1", HOSTILE), Reason("quiet", {"days": 61, "last": NOW})),)}
    return Week(**{**plain, **more})


@pytest.mark.parametrize("parts, cells, whole, drawn", [
    ((("yes", 1.0),), 8, False, "████████"),
    ((("yes", 0.5),), 8, False, "████    "),
    ((("yes", 0.3),), 8, False, "██▍     "),
    ((("yes", 0.001),), 8, False, "▏       "),
    ((("yes", 0.0),), 8, True, "░░░░░░░░"),
    ((("yes", 0.5),), 8, True, "████░░░░"),
    ((("published", 0.3),), 10, True, "▒▒▒░░░░░░░"),
    ((("goal", 0.5), ("due", 0.25), ("late", 0.25)), 8, False, "████▓▓▒▒"),
    ((("goal", 0.99), ("missed", 0.01)), 10, False, "█████████░"),
    ((("goal", 1 / 3), ("due", 1 / 3), ("running", 1 / 3)), 10, False, "████▓▓▓···"),
    ((("yes", 7.0),), 4, False, "████"),
    ((("yes", -1.0),), 4, False, "    "),
])
def test_a_bar_is_drawn_in_blocks(parts, cells, whole, drawn):
    assert bar(parts, cells, whole) == drawn


@given(st.lists(st.integers(0, 50), min_size=1, max_size=5).filter(any), st.integers(5, 40))
def test_a_bar_of_a_whole_fills_its_cells_and_leaves_no_part_out(counts, cells):
    names = ("goal", "due", "late", "missed", "running")
    parts = tuple((name, count / sum(counts)) for name, count in zip(names, counts, strict=False))
    drawn = bar(parts, cells)
    assert len(drawn) == cells
    assert [mark for mark in dict.fromkeys(drawn) if mark != " "] == [MARKS[name] for name, share in parts if share]


@pytest.mark.parametrize("columns, cells", [(40, 10), (59, 10), (60, 20), (80, 20), (90, 30), (200, 30)])
def test_a_bar_has_a_length_for_the_width(columns, cells):
    assert bar_cells(columns) == cells


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_every_line_fits_and_every_number_is_there(columns):
    told = lines(week(), NOW, dt.UTC, columns)
    assert max(width(line) for line in told) <= columns
    flat = " ".join(" ".join(told).split())
    for part in ("4: 2 by the goal, 1 in time, 1 late; half within 46 min", "1 still running", "9 of 10 people, 90 %",
                 "30 %", "16: 14 sent, 2 replied", "← mail", "3 from them", "7 of 10 answered, 70 %", "touch 6",
                 "60 % of those before: 12 got this far, 2 now", "4 in 10", "closed", "61 days without a word"):
        assert part in flat, part
    assert "\x1b" not in flat and "ZXZpbA" not in flat


def test_bars_begin_in_one_column():
    found = [re.search("^  [mp].*?([█·])", line) for line in chart_lines(charts(week(), NOW, dt.UTC)[0], 80)]
    assert [each.start(1) for each in found if each] == [11, 11]


def test_what_the_marks_mean_is_said_for_those_that_are_used():
    told = "\n".join(lines(week(), NOW, dt.UTC, 80))
    assert "█ by the goal   ▓ in time   ▒ late   · still running" in told and "missed" not in told


def test_an_empty_week_says_so():
    empty = Week(dt.date(2026, 11, 18), dt.date(2026, 11, 24))
    assert lines(empty, NOW, dt.UTC, 80)[-1] == NOTHING
    for made in (svg("Week", []), markdown("Week", [])):
        assert NOTHING in made


def test_wide_labels_keep_their_columns():
    chart = Chart("x", (Bar("名前名前", "1", (("yes", 1.0),)), Bar("ab", "2", (("yes", 0.5),))))
    first, second = (line for line in chart_lines(chart, 80) if line.startswith("  "))
    assert width(first[:first.index("█")]) == width(second[:second.index("█")])


def test_the_picture_is_xml_with_its_text_as_text():
    made = svg(title(week(), NOW.date()), charts(week(), NOW, dt.UTC))
    root = ElementTree.fromstring(made.encode())
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any("<script>alert(1)</script> &" in text and "名前" in text for text in texts)
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert "4: 2 by the goal, 1 in time, 1 late; half within 46 min" in texts
    bars = [each for each in root.iter("{http://www.w3.org/2000/svg}rect") if each.get("class") == "late"]
    assert len(bars) == 2
    assert "http" not in made.replace("http://www.w3.org/2000/svg", "").replace("http://x", "")


def test_markdown_shows_names_as_they_are():
    made = markdown(title(week(), NOW.date()), charts(week(), NOW, dt.UTC))
    row = next(line for line in made.splitlines() if "Zoe" in line)
    assert r"\<script\>" in row and r"\[a\](http" in row and "\x1b" not in row
    assert re.sub(r"\\.", "", row).count("|") == 3
    assert "| met | ██████████▓▓▓▓▓▒▒▒▒▒ | 4: 2 by the goal" in made
