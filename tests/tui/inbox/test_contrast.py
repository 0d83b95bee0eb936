"""Every theme that ships can be read: contrast as WCAG counts it, and meanings apart for eyes that mix up colours."""

from __future__ import annotations

import pytest
from textual.color import Color

from tui.look import themes

TEXTS = [each for each in themes.MEANINGS
         if each not in ("bar", "bar-empty", "cursor-row", "cursor-mark", "selected-row", "rule")]
GENERATED = ("text-muted", "text-disabled", "foreground-muted", "text-error", "text-success", "text-warning", "text-accent")
GROUNDS = ("background", "surface", "panel", "cursor-row", "selected-row")
NAMES = sorted(path.stem for path in themes.theme_files())


def colour(theme, name):
    """Return a colour of a theme or one of its meanings."""
    return Color.parse(theme.variables.get(name) or getattr(theme, name))


def lightness(colour):
    """Return the relative luminance (WCAG 2.2)."""
    parts = [part / 255 for part in (colour.r, colour.g, colour.b)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Return the contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((lightness(one), lightness(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(scope="module")
def wardrobe():
    """Every theme that ships."""
    found, faults = themes.load_all()
    assert faults == []
    return found


def test_there_is_a_choice():
    assert len(NAMES) >= 7
    assert {themes.DARK, themes.LIGHT, themes.CONTRAST, themes.SIXTEEN} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_read_on_every_ground(wardrobe, name):
    theme = wardrobe[name]
    faint = [(text, ground, round(contrast(colour(theme, text), colour(theme, ground)), 2))
             for text in (*TEXTS, *GENERATED, "foreground", "accent", "error", "warning", "success") for ground in GROUNDS
             if contrast(colour(theme, text), colour(theme, ground)) < 4.5]
    assert faint == []


@pytest.mark.parametrize("name", NAMES)
def test_lines_and_marks_are_seen(wardrobe, name):
    theme = wardrobe[name]
    for line in ("rule", "cursor-mark", "bar"):
        assert contrast(colour(theme, line), colour(theme, "background")) >= 3, line
    for mark in ("cursor-mark", "bar"):
        assert contrast(colour(theme, mark), colour(theme, "cursor-row")) >= 3, mark
    assert contrast(colour(theme, "bar"), colour(theme, "bar-empty")) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_the_cursors_row_is_told_from_the_others_by_more_than_its_ground(wardrobe, name):
    theme = wardrobe[name]
    assert colour(theme, "cursor-row") != colour(theme, "background")


def seen_without_red_or_green(colour, kind):
    """Return about what an eye without one kind of cone sees (Vienot, Brettel and Mollon 1999), as three parts."""
    rows = {"protan": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
            "deutan": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1))}[kind]
    parts = [(part / 255) ** 2.2 for part in (colour.r, colour.g, colour.b)]
    return [max(0, sum(weight * part for weight, part in zip(row, parts, strict=True))) ** (1 / 2.2) for row in rows]


@pytest.mark.parametrize("kind", ["protan", "deutan"])
@pytest.mark.parametrize("one, other", [("overdue", "allowed"), ("overdue", "running"), ("overdue", "owed"),
                                        ("hot", "cold"), ("refused", "allowed"), ("running", "owed")])
def test_the_theme_for_eyes_that_mix_red_and_green_keeps_meanings_apart(wardrobe, kind, one, other):
    theme = wardrobe["onward-distinct"]
    seen = [seen_without_red_or_green(colour(theme, each), kind) for each in (one, other)]
    assert sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5 > 0.15
