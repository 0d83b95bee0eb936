"""`onward brief`, the sweep's question about meetings, and sync with a calendar file, run as they are installed."""

import json

import pytest

CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:morning
SUMMARY:Lease
DTSTART:20261124T150000Z
DTEND:20261124T160000Z
ATTENDEE;CN=Marty Chen:mailto:marty@example.com
ATTENDEE;CN=Dana Fox:mailto:dana@example.com
END:VEVENT
BEGIN:VEVENT
UID:coming
SUMMARY:Roof \x1b]52;c;ZXZpbA==\x07review
LOCATION:500 Broadway\\, Oakland
DTSTART:20261124T190000Z
DTEND:20261124T200000Z
ATTENDEE;CN=Marty Chen:mailto:marty@example.com
ATTENDEE;CN=Eve [b]Strange:mailto:eve@example.com
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def marty(onward, home, tmp_path):
    home.mkdir()
    (tmp_path / "work.ics").write_text(CALENDAR)
    (home / "settings.toml").write_text(f'[calendar]\nsources = ["{tmp_path / "work.ics"}"]\n')
    assert onward("log", "met Marty Chen @Acme marty@example.com hot 2 weeks ago // son plays golf").returncode == 0
    return "Marty Chen"


def test_the_brief_is_one_screen(onward, marty):
    done = onward("brief")
    assert (done.returncode, done.stderr) == (0, "")
    for each in ("Roof ", "review\n", "today 11:00-12:00, in 1 h", "500 Broadway, Oakland", "Marty Chen, Acme", "hot", "son plays golf",
                 "Not in your book", "Eve [b]Strange, eve@example.com"):
        assert each in done.stdout
    assert "\x1b" not in done.stdout
    assert len(done.stdout.splitlines()) <= 22
    narrow = onward("brief", "--next", env={"COLUMNS": "40"})
    assert max(map(len, narrow.stdout.splitlines())) <= 40
    assert len(narrow.stdout.splitlines()) <= 24


def test_the_brief_as_json(onward, marty):
    shown = json.loads(onward("brief", "Marty", "--json").stdout)
    assert shown["meeting"]["at"] == "2026-11-24T19:00:00Z"
    assert [each["name"] for each in shown["people"]] == ["Marty Chen"]
    assert {"stage", "temperature", "promises", "points", "drafts", "due", "likes"} <= shown["people"][0].keys()
    assert shown["unknown"] == [{"name": "Eve [b]Strange", "address": "eve@example.com"}]
    none = json.loads(onward("brief", "--json", env={"ONWARD_NOW": "2026-11-26T17:12:00Z"}).stdout)
    assert none == {"meeting": None, "people": [], "unknown": [], "next": None}


def test_without_a_calendar_it_says_how_to_name_one(onward):
    done = onward("brief")
    assert done.returncode == 0 and "[calendar]" in done.stdout
    assert onward("brief", "Nobody").returncode == 3
    assert onward("brief", "--next", "Marty").returncode == 2


def test_the_sweep_lists_the_meetings_of_today(onward, marty):
    (asked,) = json.loads(onward("sweep", "--json").stdout)["meetings"]
    assert (asked["title"], asked["people"]) == ("Lease", ["Marty Chen"])
    assert asked["unknown"] == [{"name": "Dana Fox", "address": "dana@example.com"}]
    assert "07:00 Lease: Marty Chen, Dana Fox" in onward("sweep").stdout


def test_sync_reads_the_calendar_without_any_account(onward, marty):
    done = onward("sync", "--dry-run", "--json")
    shown = json.loads(done.stdout)
    assert (done.returncode, shown["account"], shown["counts"]) == (0, "calendar", {"meetings-to-ask": 1})
    later = onward("sync", env={"ONWARD_NOW": "2026-11-25T17:12:00Z"})
    assert later.stderr.strip() == "calendar: 2 meetings logged."
    assert onward("sync", "nothing").returncode == 3
