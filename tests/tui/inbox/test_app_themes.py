"""The app's dress: every theme and no colours at all, and a bad theme that is told."""

from __future__ import annotations

import pytest

from tui.app import OnwardApp


@pytest.mark.parametrize("name", ["onward-dark", "onward-light", "onward-contrast", "textual-light", "nord"])
async def test_every_theme_can_be_worn(app, name):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.theme = name
        await pilot.pause()
        assert app.screen.listing.tone("overdue").color is not None


async def test_the_theme_of_the_settings_and_the_users_own(book, tmp_path):
    (tmp_path / "mine.toml").write_text("name = 'mine'\n[colors]\nprimary = '#336699'\nbackground = '#101010'\n")
    (tmp_path / "bad.toml").write_text("[colors]\nprimary = 'nope'\n")
    book.home.themes = str(tmp_path)
    book.settings.theme = "mine"
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert app.theme == "mine"
        assert "onward-light" in app.available_themes


async def test_without_colours_the_cursor_and_the_selection_are_still_seen(book, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = OnwardApp(book)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await pilot.pause()
        lines = ["".join(part.text for part in app.screen.listing.render_line(y)) for y in range(3)]
        assert lines[1].startswith(" ●")
        assert lines[2].startswith("▌")
