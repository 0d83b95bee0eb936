"""backup, restore, forget, doctor, and the export that comes back, as they are installed."""

import json
import os
import stat
import time

import pytest

from tui.wording import doctor


@pytest.fixture
def filled(onward):
    """A book with two people."""
    assert onward("log", "met Marty Chen marty@example.com // likes golf").returncode == 0
    assert onward("log", "met Ada Long ada@example.com").returncode == 0


def test_a_backup_is_made_and_listed(onward, filled, home):
    done = onward("backup", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0 and told["verb"] == "backup" and os.path.exists(told["path"])
    assert "read back" in onward("backup").stderr
    listed = json.loads(onward("restore", "--list", "--json").stdout)
    assert told["path"] in [each["path"] for each in listed]
    assert str(home / "backups") in onward("restore", "--list").stdout


def test_restore_shows_asks_and_leads_back(onward, filled):
    path = json.loads(onward("backup", "--json").stdout)["path"]
    onward("log", "met Bea Short bea@example.com")
    assert "nobody is there to answer" in onward("restore", path).stderr
    look = onward("restore", path, "--dry-run")
    assert look.returncode == 0 and "came since" in look.stderr and "Nothing was changed" in look.stderr
    assert len(json.loads(onward("find", "bea", "--json").stdout)) == 1
    done = onward("restore", path, "--yes")
    assert done.returncode == 0 and "Restored" in done.stderr
    assert json.loads(onward("find", "bea", "--json").stdout or "[]") == []
    assert "restoring" in onward("undo").stderr
    assert len(json.loads(onward("find", "bea", "--json").stdout)) == 1
    assert "Nothing was changed" not in onward("restore", path, "--yes", "--json").stderr
    assert "as it was then" in onward("restore", path, "--yes").stderr


@pytest.mark.parametrize("words, status, part", [
    (["restore", "/nowhere"], 6, "no file"), (["restore", __file__], 6, "not a whole backup"), (["forget"], 2, "WHO"),
    (["forget", "Nobody"], 3, "nobody"),
])
def test_what_cannot_be_done_is_said(onward, filled, words, status, part):
    done = onward(*words)
    assert done.returncode == status and part in done.stderr and "Traceback" not in done.stderr


def test_the_days_backup_is_made_without_anybody_waiting(onward, filled, home):
    deadline = time.monotonic() + 30
    while not (found := list((home / "backups").glob("*.onward.gz"))):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert stat.S_IMODE(found[0].stat().st_mode) == 0o600
    onward("due")
    assert len(list((home / "backups").glob("*.onward.gz"))) == 1


def test_forget_says_what_goes_and_asks(onward, filled):
    look = onward("forget", "marty", "--dry-run")
    assert look.returncode == 0 and "cannot be undone" in look.stderr and "1 touch" in look.stderr
    assert "Nothing was changed" in look.stderr
    refused = onward("forget", "marty")
    assert refused.returncode == 8 and "onward" not in refused.stdout
    assert json.loads(onward("forget", "marty", "--dry-run", "--json").stdout)["touches"] == 1


def test_forget_leaves_nobody_to_find(onward, filled, home):
    done = onward("forget", "marty", "--yes")
    assert done.returncode == 0 and "is forgotten" in done.stderr
    assert onward("show", "marty").returncode == 3
    assert onward("show", "ada").returncode == 0
    assert "marty" not in json.dumps(json.loads(onward("export").stdout)).lower()


def test_the_doctor_has_a_line_for_each_and_nothing_to_mend(onward, filled):
    onward("backup")
    done = onward("doctor")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert lines[-1] == "Nothing to mend."
    about = {line.split()[1] for line in lines[:-1]}
    assert about >= {"book", "documents", "journal", "index", "backups", "settings", "cadences", "templates", "themes",
                     "keyring", "mail", "terminal"}
    assert {line.split()[0] for line in lines[:-1]} <= {"ok", "note"}


def test_the_doctor_finds_what_is_bad_and_names_the_mend(onward, filled, home):
    (home / "themes").mkdir()
    (home / "themes" / "mine.toml").write_text("name =")
    os.chmod(home / "book", 0o755)
    done = onward("doctor", "--json")
    found = {(each["about"], each["state"]): each for each in json.loads(done.stdout)}
    assert done.returncode == 1
    assert "chmod" in found["book", "bad"]["text"] and found["book", "bad"]["code"] == "folder-open-to-others"
    assert "mine.toml" in found["themes", "bad"]["text"]
    assert "2 things to mend." in onward("doctor").stdout


def test_a_notice_is_told_by_any_command_once_and_by_the_doctor_in_its_own_way(onward, filled, home):
    (home / "book" / "book (conflicted copy).json").write_text("{}")
    assert "conflicted copy" in onward("due").stderr
    done = onward("doctor")
    assert "conflicted copy" in done.stdout and "conflicted copy" not in done.stderr


@pytest.mark.parametrize("code", sorted(doctor.SENTENCES))
def test_every_sentence_of_the_doctor_reads_well_without_values(code):
    import datetime as dt

    from store.model import Finding, Reason

    said = doctor.told(Finding("x", "note", Reason(code, {"count": 1, "units": 2})), dt.datetime.now(dt.UTC), dt.UTC)
    assert "{" not in said and "  " not in said and said


def test_export_and_import_give_the_identical_book(onward, filled, tmp_path):
    path = tmp_path / "whole.json"
    assert onward("export", path).returncode == 0
    elsewhere = {"ONWARD_HOME": str(tmp_path / "elsewhere")}
    done = onward("import", path, "--yes", env=elsewhere)
    assert done.returncode == 0 and "2 people" in done.stderr
    assert json.loads(onward("export", env=elsewhere).stdout) == json.loads(path.read_text())
    assert "Nothing new" in onward("import", path, "--yes", env=elsewhere).stderr


def test_what_was_taken_back_here_stays_so_while_the_person_is_here(onward, filled, tmp_path):
    path = tmp_path / "whole.json"
    onward("log", "called Ada Long // about the lease")
    onward("export", path)
    onward("undo")
    assert "Nothing new" in onward("import", path, "--yes").stderr
