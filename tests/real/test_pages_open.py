"""The desktop's own way to open a page or a mail file, and handlers that would draw on this terminal: they are none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from store.errors import Unavailable
from store.model import Draft
from store.outbox import mailto
from tui.handover import open_link, open_page


@pytest.fixture
def desktop(needs, tmp_path, monkeypatch):
    """Return what makes a private desktop with one handler of some kinds; it keeps its arguments in the file returned."""
    needs("xdg-open", "xdg-utils")
    needs("xdg-mime", "xdg-utils")

    def make(*kinds: str, terminal: bool = False) -> Path:
        kept = tmp_path / "kept"
        applications = tmp_path / "share" / "applications"
        applications.mkdir(parents=True)
        (tmp_path / "keeper").write_text(f"#!/bin/sh\nprintf '%s' \"$*\" > '{kept}.new'\nmv '{kept}.new' '{kept}'\n")
        (tmp_path / "keeper").chmod(0o755)
        (applications / "keeper.desktop").write_text(
            f"[Desktop Entry]\nType=Application\nName=Keeper\nTerminal={str(terminal).lower()}\n"
            f"Exec={tmp_path / 'keeper'} %u\nMimeType={';'.join(kinds)};\n")
        (tmp_path / "config").mkdir()
        lines = "\n".join(f"{each}=keeper.desktop" for each in kinds)
        (tmp_path / "config" / "mimeapps.list").write_text(f"[Default Applications]\n{lines}\n")
        return kept

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":99")
    for name in ("XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "KDE_FULL_SESSION", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    return make


def arrived(kept: Path) -> str:
    """Return what the handler was given, once it has it."""
    until = time.monotonic() + 20
    while not kept.exists():
        assert time.monotonic() < until, "the handler was never started"
        time.sleep(0.02)
    return kept.read_text()


def test_a_page_is_opened_by_the_browser(desktop, tmp_path):
    kept = desktop("text/html")
    page = tmp_path / "card to Marty.html"
    page.write_text("<!DOCTYPE html><html><body>x</body></html>")
    assert open_page(str(page), wait=10) == "keeper"
    assert arrived(kept).endswith("Marty.html")


def test_without_a_browser_the_place_is_told(desktop, tmp_path, monkeypatch):
    desktop("x-scheme-handler/mailto")
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "none"))
    with pytest.raises(Unavailable) as caught:
        open_page(str(tmp_path / "card.html"))
    assert (caught.value.code, caught.value.values["reason"]) == ("no-page-program", "no-handler")
    assert caught.value.values["path"] == str(tmp_path / "card.html")


@pytest.mark.parametrize("code", ["no-page-program", "no-mail-program"])
def test_a_handler_that_would_draw_on_this_terminal_is_none(desktop, tmp_path, code):
    kept = desktop("text/html", "x-scheme-handler/mailto", terminal=True)
    with pytest.raises(Unavailable) as caught:
        if code == "no-page-program":
            open_page(str(tmp_path / "card.html"))
        else:
            open_link(mailto(Draft("d", "c", "email", "open", address="marty@example.com")))
    assert (caught.value.code, caught.value.values["reason"]) == (code, "no-handler")
    assert not kept.exists()


def test_without_a_display_nothing_is_started(desktop, tmp_path, monkeypatch):
    kept = desktop("text/html")
    monkeypatch.delenv("DISPLAY")
    with pytest.raises(Unavailable) as caught:
        open_page(str(tmp_path / "card.html"))
    assert caught.value.values["reason"] == "no-display"
    assert not kept.exists()
