"""`onward due --notify`: one word for each clock about to run out, once, from a timer or the inbox."""

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from store.book import Book

LATER = {"ONWARD_NOW": "2026-11-24T18:04:00Z"}
"52 minutes after everybody was met."


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Put a desktop there whose notify-send keeps what it is told; return its file."""
    path = tmp_path / "bin" / "notify-send"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\necho \"$3 | $4\" >> {tmp_path / 'kept'}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{path.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":9")
    return tmp_path / "kept"


def test_each_clock_once(onward, kept, home):
    onward("log", "met Marty Chen 415 555 0100")
    assert onward("due", "--notify").returncode == 0 and not kept.exists()
    done = onward("due", "--notify", env=LATER)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert kept.read_text() == "Marty Chen: text | 8 min left, until 10:12.\n"
    assert onward("due", "--notify", env=LATER).returncode == 0
    assert len(kept.read_text().splitlines()) == 1
    assert (home / "cache" / "told.json").stat().st_mode & 0o777 == 0o600
    assert "Marty" not in (home / "cache" / "told.json").read_text()


def test_many_at_once_tell_once(onward, kept):
    onward("log", "met Marty Chen 415 555 0100")
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: onward("due", "--notify", "--json", env=LATER), range(4)))
    assert sorted(len(json.loads(each.stdout)) for each in done) == [0, 0, 0, 1]
    assert len(kept.read_text().splitlines()) == 1


def test_what_is_done_is_not_told(onward, kept):
    onward("log", "met Marty Chen 415 555 0100")
    onward("done", "Marty")
    onward("due", "--notify", env=LATER)
    assert not kept.exists() or "Marty Chen: text" not in kept.read_text()


def test_without_a_desktop_nothing_counts_as_told(onward, kept):
    onward("log", "met Marty Chen 415 555 0100")
    done = onward("due", "--notify", env={**LATER, "DISPLAY": ""})
    assert done.returncode == 8 and "no desktop" in done.stderr
    onward("due", "--notify", env=LATER)
    assert len(kept.read_text().splitlines()) == 1


def test_a_list_of_told_steps_that_is_none(onward, kept, home):
    onward("log", "met Marty Chen 415 555 0100")
    (home / "cache" / "told.json").write_bytes(b"\xff[")
    onward("due", "--notify", env=LATER)
    assert len(kept.read_text().splitlines()) == 1


@pytest.mark.parametrize("line", ['by = "pigeon"', 'by = 3', 'before = "off"', 'before = "soon"', 'before = 10'])
def test_settings_that_are_none(onward, home, line):
    home.mkdir()
    (home / "settings.toml").write_text(f"[notify]\n{line}\n")
    assert onward("due").returncode == 7


async def test_the_inbox_tells_once_when_it_is_set(monkeypatch, onward, home, kept):
    from tui import reminding
    from tui.app import OnwardApp

    onward("log", "met Marty Chen 415 555 0100")
    (home / "settings.toml").write_text('[notify]\nby = "desktop"\n')
    monkeypatch.setenv("ONWARD_NOW", LATER["ONWARD_NOW"])
    app = OnwardApp(Book.open())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for _ in range(2):
            reminding.look(app, "desktop")
            await app.workers.wait_for_complete()
    assert kept.read_text() == "Marty Chen: text | 8 min left, until 10:12.\n"


def test_off_means_that_nothing_looks():
    from tui import reminding

    app = SimpleNamespace(book=SimpleNamespace(settings=SimpleNamespace(notify={"by": "off"})))
    reminding.begin(app)
