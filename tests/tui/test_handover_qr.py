"""QR codes: the size they take, the shorter form that stands in, and the widget that draws them black on white."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color
from textual.app import App
from textual.containers import VerticalScroll

from tui.handover import qr_forms, qr_in_colour, qr_lines
from tui.widgets.qr import QrCode

NUMBER = "SMSTO:+14155550100:"
WORDS = NUMBER + "Marty, good to meet you at the Chamber. It was a pleasure to hear about Northline from you. Sam"


class TestLines:
    @pytest.mark.parametrize(("letters", "across", "down"), [(17, 25, 13), (78, 37, 19), (134, 45, 23), (192, 53, 27)])
    def test_the_cells_that_a_code_takes(self, letters, across, down):
        text = "a" * letters
        lines = qr_lines(text, across, down)
        assert lines is not None
        assert (len(lines), {len(line) for line in lines}) == (down, {across})
        assert qr_lines(text, across - 1, down) is None
        assert qr_lines(text, across, down - 1) is None

    def test_a_light_border_and_two_modules_a_cell(self):
        lines = qr_lines("HELLO", 80, 40)
        assert set("".join(lines)) <= set(" ▀▄█")
        assert lines[0].strip() == ""
        assert all(line.startswith("  ") and line.endswith("  ") for line in lines)
        assert lines[1][2:9] == "█▀▀▀▀▀█"

    @pytest.mark.parametrize("text", ["", "x" * 3000])
    def test_what_no_code_holds(self, text):
        assert qr_lines(text, 500, 500) is None

    @given(st.text(max_size=60), st.integers(0, 100), st.integers(0, 60))
    def test_it_never_passes_the_window(self, text, width, height):
        lines = qr_lines(text, width, height)
        assert lines is None or (len(lines) <= height and max(map(len, lines)) <= width)

    def test_in_colour_for_a_plain_terminal(self):
        shown = qr_in_colour(["▀▄", "█ "])
        assert shown == "\x1b[38;5;16;48;5;231m▀▄\x1b[0m\n\x1b[38;5;16;48;5;231m█ \x1b[0m"


@pytest.mark.parametrize(("text", "forms"), [
    (NUMBER + "Hi: you", (NUMBER + "Hi: you", NUMBER, "tel:+14155550100")),
    ("mailto:a@example.com?subject=s&body=b", ("mailto:a@example.com?subject=s&body=b", "mailto:a@example.com?subject=s",
                                               "mailto:a@example.com")),
    ("mailto:a@example.com?body=b", ("mailto:a@example.com?body=b", "mailto:a@example.com")),
    ("tel:+14155550100", ("tel:+14155550100",)), ("", ()),
])
def test_shorter_forms(text, forms):
    assert qr_forms(text) == forms


class CodeApp(App[None]):
    """A window that scrolls, with a code in it."""

    CSS = "VerticalScroll { height: 1fr; }"

    def __init__(self, text):
        super().__init__()
        self.text = text

    def compose(self):
        """Lay the code out."""
        with VerticalScroll():
            yield QrCode(self.text)


def drawn(code):
    """Return the widget's lines as text."""
    return [code.render_line(y).text for y in range(code.size.height)]


@pytest.mark.parametrize(("size", "form", "complete"), [
    ((120, 36), WORDS, True), ((80, 24), WORDS, True), ((40, 20), NUMBER, False), ((30, 17), NUMBER, False),
    ((20, 8), "", False),
])
async def test_the_longest_form_that_fits_is_drawn(size, form, complete):
    app = CodeApp(WORDS)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        code = app.query_one(QrCode)
        assert (code.form, code.complete) == (form, complete)
        assert code.size.height <= size[1]
        said = " ".join(" ".join(drawn(code)).split())
        assert ("Only the number fits" in said) == (form == NUMBER)
        assert ("No code fits this window" in said) == (form == "")
        assert app.query_one(VerticalScroll).max_scroll_y == 0


async def test_it_is_black_on_white_in_every_theme():
    app = CodeApp(NUMBER)
    async with app.run_test(size=(80, 24)) as pilot:
        for theme in ("textual-dark", "textual-light", "nord"):
            app.theme = theme
            await pilot.pause()
            line = next(strip for strip in map(app.query_one(QrCode).render_line, range(3)) if "█" in strip.text)
            styles = {segment.style for segment in line if "█" in segment.text}
            assert {(style.color, style.bgcolor) for style in styles} == {
                (Color.parse("#000000"), Color.parse("#ffffff"))}


async def test_a_larger_window_brings_the_words_back():
    app = CodeApp(WORDS)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.pause()
        code = app.query_one(QrCode)
        assert not code.complete
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        await pilot.pause()
        assert code.complete
        await pilot.resize_terminal(40, 20)
        await pilot.pause()
        await pilot.pause()
        assert code.form == NUMBER


async def test_words_of_others_are_no_markup():
    app = CodeApp("[@click=app.quit]x[/] " * 200)
    async with app.run_test(size=(20, 10)) as pilot:
        await pilot.pause()
        assert "click" not in " ".join(drawn(app.query_one(QrCode)))
