"""Shelf, away, spread, week, cadence check, due by kind and why, run as they are installed."""

import json
import os
import re

import pytest


def good(done):
    """Check that a command went well, and return what it printed."""
    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    return done.stdout


def data(done):
    """Return the JSON that a command printed."""
    return json.loads(good(done))


@pytest.fixture
def people(onward):
    """Marty met just now and called for; Ana on keep since long ago."""
    good(onward("log", "met Marty Chen @Acme 415 555 0100 marty@example.com hot #chamber"))
    good(onward("log", "met Ana Duarte ana@example.com #lease", env={"ONWARD_NOW": "2026-08-23T17:00:00Z"}))
    good(onward("cadence", "use", "keep", "Ana Duarte", env={"ONWARD_NOW": "2026-08-23T17:00:00Z"}))


def test_the_shelf_from_the_command_line(onward, people):
    done = onward("shelf")
    assert done.returncode == 0 and done.stdout == "" and "onward shelf add" in done.stderr
    done = onward("shelf", "add", "https://example.com/lease-ends", "tag:lease", "until", "31", "dec", "//", "for", "owners")
    assert done.stderr == "On the shelf: example.com: lease ends, for 1 person. onward undo takes it back.\n"
    (entry,) = data(onward("shelf", "--json"))
    assert (entry["number"], entry["kind"], entry["until"], entry["why"]) == (1, "clipping", "2026-12-31", "for owners")
    assert [(each["name"], each["reasons"][0]["code"]) for each in entry["people"]] == [("Ana Duarte", "tag")]
    assert "suits Ana Duarte (#lease)" in good(onward("shelf"))
    assert onward("shelf", "drop", "2").returncode == 3
    good(onward("shelf", "drop", "--dry-run", "1"))
    good(onward("shelf", "drop", "1"))
    assert data(onward("shelf", "--json")) == []
    assert onward("shelf", "add").returncode == 2
    assert "Did you mean drop" in onward("shelf", "dorp", "1").stderr


def test_hostile_words_on_the_shelf_stay_words(onward):
    good(onward("shelf", "add", "[red]\x1b]52;c;ZXZpbA==\x07 talk", "tag:[b]"))
    printed = good(onward("shelf"))
    assert "\x1b" not in printed and "[red]" in printed


def test_away_from_the_command_line(onward, people):
    assert "You are not away" in onward("away").stderr
    done = onward("away", "fri", "until", "7", "dec")
    assert done.stderr.startswith("Away from Fri 27 Nov, back on Mon 7 Dec;")
    assert good(onward("away")) == "Away from Fri 27 Nov, back on Mon 7 Dec.\n"
    assert data(onward("away", "--json")) == [{"since": "2026-11-27", "until": "2026-12-07", "why": "", "now": False}]
    good(onward("away", "end"))
    assert onward("away", "end").returncode == 3
    assert onward("away", "gibberish").returncode == 2
    assert "Would be away" in onward("away", "--dry-run", "until", "monday").stderr


def test_spread_shows_asks_and_moves(onward, home, people):
    home.joinpath("settings.toml").write_text("[rules]\ndaily_cap = 1\n")
    for name in ("Otto", "Pia", "Rolf"):
        early = {"ONWARD_NOW": "2026-08-23T17:00:00Z"}
        good(onward("log", f"met {name} Long {name.lower()}@example.com", env=early))
        good(onward("cadence", "use", "keep", name, env=early))
    would = data(onward("spread", "--dry-run", "--json"))
    assert would["moved"] == 3 and [len(day["touches"]) for day in would["days"]] == [1, 1, 1, 1]
    done = onward("spread", "--dry-run")
    assert "Wed 25 Nov  1" in good(done) and "Nothing was changed" in done.stderr
    assert onward("spread").returncode == 8, "without a terminal and without --yes it asks nobody"
    done = onward("spread", "--yes")
    assert "Spread: 3 touches moved" in done.stderr
    assert data(onward("spread", "--json")) == {"verb": "spread", "moved": 0}
    good(onward("undo"))
    assert data(onward("spread", "--dry-run", "--json"))["moved"] == 3
    assert onward("spread", "--days", "none").returncode == 2
    assert onward("spread", "--days", "0").returncode == 2


def test_the_week_in_words_and_in_json(onward, people):
    good(onward("done", "Marty"))
    week = data(onward("week", "--json"))
    assert (week["since"], week["until"]) == ("2026-11-18", "2026-11-24")
    assert week["clocks"][0] == {"clock": "met", "started": 1, "goal": 1, "due": 0, "late": 0, "missed": 0, "running": 0,
                                 "median": 0.0}
    assert week["follow_up"] == {"new": 1, "followed_up": 1, "rate": 1.0, "published": 0.3}
    assert week["touches"]["out"] == {"meeting": {"reached": 1}, "text": {"sent": 1}}
    assert [each["published"] for each in week["funnel"]] == [None, 0.4, 0.4, 0.3]
    printed = good(onward("week"))
    assert re.search(r"you +█+  1 of 1 person, 100 %\n +published +▒+░+  30 %\n", printed)
    assert data(onward("week", "--since", "2026-08-01", "--json"))["follow_up"]["new"] == 2
    assert data(onward("week", "--since", "4 weeks ago", "--json"))["since"] == "2026-10-27"
    assert onward("week", "--since", "gibberish").returncode == 2


def test_the_week_as_a_picture_and_as_markdown(onward, people, tmp_path):
    picture, report = tmp_path / "week.svg", tmp_path / "week.md"
    done = onward("week", "--svg", str(picture), "--markdown", str(report))
    assert done.returncode == 0 and str(picture) in done.stderr and not done.stdout
    assert picture.read_text().startswith("<svg ") and "Touches by kind" in picture.read_text()
    assert report.read_text().startswith("# Week: ")
    again = onward("week", "--svg", str(picture))
    assert again.returncode != 0 and "--yes" in again.stderr
    good(onward("week", "--svg", str(picture), "--yes"))
    assert good(onward("week", "--markdown")) == report.read_text()
    assert onward("week", "--svg", str(tmp_path / "no" / "such" / "place.svg")).returncode != 0


@pytest.mark.parametrize("columns", [40, 80])
def test_the_lines_fit_the_window(onward, people, columns):
    onward("shelf", "add", "https://example.com/" + "long-" * 30, "tag:lease", "tag:chamber")
    env = {"COLUMNS": str(columns)}
    for words in (["week"], ["shelf"], ["why", "Marty"], ["spread", "--days", "1", "--dry-run"]):
        assert max(len(line) for line in good(onward(*words, env=env)).split("\n")) <= columns


def test_due_of_one_kind_names_the_running_clocks_of_others(onward, people):
    assert [row["contact"] for row in data(onward("due", "--kind", "text", "--json"))] == ["Marty Chen"]
    done = onward("due", "--kind", "call")
    assert "Marty" not in good(done) and "1 of another kind has a running clock" in done.stderr
    assert good(onward("due", "--kind", "note", "--count")) == "0\n"
    assert onward("due", "--kind", "fax").returncode == 2


def test_why_tells_rule_clock_and_what_comes_after(onward, people):
    printed = good(onward("why", "Marty"))
    for each in ("cadence met, step thank you", "last call", "After it, once it has left:"):
        assert each in printed
    told = data(onward("why", "Marty", "--json"))
    assert [each["outcome"] for each in told["after"]] == ["sent"] and told["proposals"] == []


def test_a_cadence_file_is_checked_and_a_faulty_one_is_named(onward, home, tmp_path):
    good(onward("due"))
    file = tmp_path / "mine.toml"
    file.write_text('name = "mine"\n[[rhythm]]\nname = "r"\nkinds = ["fax"]\nevery = 9\n')
    done = onward("cadence", "check", file)
    assert done.returncode == 7 and done.stdout == f'{file}:4: "fax" is not a kind of touch (rhythm[1].kinds)\n'
    folder = home / "cadences"
    folder.mkdir(exist_ok=True)
    os.replace(file, folder / "mine.toml")
    done = onward("cadence", "list")
    assert "met" in good(done)
    assert 'mine.toml, line 4 cannot be used: "fax" is not a kind of touch. The others go on.' in done.stderr
    (folder / "mine.toml").write_text('name = "mine"\n[[rhythm]]\nname = "r"\nkinds = ["call"]\nevery = 9\n')
    assert "good, the cadence mine" in good(onward("cadence", "check", folder / "mine.toml"))
    assert "mine" in good(onward("cadence", "list"))
    assert onward("cadence", "check", "nowhere.toml").returncode == 6
