"""Outside text made safe, measured and cut; themes loaded, checked and told apart from bad ones."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import DefinitionFault
from tui.look import clean, fit, themes, width, wrap


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("Marty Chen", "Marty Chen"),
        ("a\x1b]52;c;ZXZpbA==\x07b", "ab"),
        ("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "alink"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("a\x1bPq#0\x1b\\b", "ab"),
        ("a\x1b]0;never ends", "a0;never ends"),
        ("\x1b(Bplain\x1bc", "plain"),
        ("rtl \u202eevil\u2066x\u2069", "rtl evilx"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("tab\tand\r\nbreak\x0bs\u2028x", "tab and break s x"),
        ("nul\x00 bell\x07 del\x7f", "nul bell del"),
        ("\ud800 alone", "\ufffd alone"),
        ("nbsp\u00a0thin\u2009x", "nbsp thin x"),
        ("Zoë Müller 日本語 🎉", "Zoë Müller 日本語 🎉"),
        ("z" + "\u0301" * 50, "z" + "\u0301" * 4),
        ("❤\ufe0f", "❤"),
        ("a[/]b [@click=app.quit]x[/]", "a[/]b [@click=app.quit]x[/]"),
    ],
)
def test_clean(raw, shown):
    assert clean(raw) == shown


def test_clean_keeps_line_breaks_where_asked():
    assert clean("one\r\ntwo\rthree\tx", one_line=False) == "one\ntwo\nthree x"


@given(st.text(st.characters(), max_size=80), st.booleans())
def test_nothing_dangerous_is_left(text, one_line):
    shown = clean(text, one_line)
    for character in shown:
        if character == "\n" and not one_line:
            continue
        assert unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"), repr(character)
    assert clean(shown, one_line) == shown
    shown.encode("utf-8")


@given(st.text(max_size=60), st.integers(0, 40))
def test_fit_never_takes_more_cells_than_there_are(text, cells):
    shown = clean(text)
    assert width(fit(shown, cells)) <= cells
    assert width(fit(shown, cells, pad=True)) == cells
    if width(shown) <= cells:
        assert fit(shown, cells) == shown


def test_fit_counts_wide_characters_twice():
    assert fit("日本語名前", 5) == "日本…"
    assert fit("Priya Raman", 6) == "Priya…"


@given(st.text(st.sampled_from("ab 日🎉\n"), max_size=80), st.integers(2, 20))
def test_wrap_loses_nothing_but_spaces_and_keeps_the_width(text, cells):
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")


def test_the_shipped_themes_load_and_name_every_meaning():
    found, faults = themes.load_all()
    assert faults == []
    assert {themes.DARK, themes.LIGHT, themes.CONTRAST} <= set(found)
    for theme in found.values():
        assert set(themes.MEANINGS) <= set(theme.variables)


def _contrast(first: str, second: str) -> float:
    from textual.color import Color

    def light(text):
        parts = [part / 255 for part in Color.parse(text).rgb]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(first), light(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", [themes.DARK, themes.LIGHT, themes.CONTRAST])
def test_every_meaning_can_be_read_on_every_row(name):
    theme = themes.load_all()[0][name]
    grounds = (theme.background, theme.surface, theme.variables["cursor-row"], theme.variables["selected-row"])
    never_words = {"cursor-row", "selected-row", "rule", "bar-empty"}
    for meaning in set(themes.MEANINGS) - never_words:
        for ground in grounds:
            assert _contrast(theme.variables[meaning], ground) >= 4.5, (meaning, ground)


@pytest.mark.parametrize(
    "text",
    ["not toml [", "[colors]\nprimary = 'no such colour'", "dark = true", "[colors]\nprimary = 3",
     "[colors]\nprimary = '#fff'\n[meanings]\nlove = '#f00'", "name = 'a b'\n[colors]\nprimary = '#fff'", "colors = 3",
     "dark = 'yes'\n[colors]\nprimary = '#fff'"],
)
def test_a_bad_theme_is_a_fault_and_the_rest_goes_on(tmp_path, text):
    (tmp_path / "mine.toml").write_text(text)
    (tmp_path / "good.toml").write_text("[colors]\nprimary = '#336699'\n")
    found, faults = themes.load_all(str(tmp_path))
    assert "good" in found
    assert themes.DARK in found
    assert [fault.code for fault in faults] == ["bad-theme"]
    assert str(tmp_path / "mine.toml") == faults[0].values["path"]


def test_a_line_is_named_where_toml_names_one(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("name = 'mine'\nbroken\n")
    with pytest.raises(DefinitionFault) as fault:
        themes.load(path)
    assert fault.value.values["line"] == "2"
