"""onward sync --eml as it is installed: one object a file, folders, what cannot be read, nothing twice."""

import json

ANSWER = """From: Lena Voss <lena@example.com>
To: nora@example.org
Subject: Re: The site review
Date: Tue, 24 Nov 2026 09:00:00 +0000
Message-ID: <theirs-1@example.com>
In-Reply-To: <mine-1@example.org>

Could you send two dates?
"""
AWAY = ANSWER.replace("theirs-1", "theirs-2").replace("Could you send two dates?", "I am away until 7 December.").replace(
    "In-Reply-To", "Auto-Submitted: auto-replied\nIn-Reply-To")


def test_each_file_is_told_and_logged_once(onward, tmp_path):
    assert onward("log", "met Lena Voss lena@example.com @Northline hot yesterday").returncode == 0
    folder = tmp_path / "mails"
    folder.mkdir()
    (folder / "a.eml").write_text(ANSWER, newline="\r\n")
    (folder / "b.eml").write_text(AWAY)
    (folder / "notes.txt").write_text("no mail")
    would = onward("sync", "--eml", str(folder / "a.eml"), str(folder / "b.eml"), "--dry-run", "--json")
    assert would.returncode == 0, would.stderr
    first, second = map(json.loads, would.stdout.splitlines())
    assert (first["file"], first["class"], first["contact"]["name"]) == (str(folder / "a.eml"), "person", "Lena Voss")
    assert (first["touch"]["direction"], first["touch"]["kind"]) == ("in", "email")
    assert (second["class"], second["touch"], second["returns"]) == ("automatic", None, "2026-12-07")
    assert "Re: The site review" not in onward("show", "Lena").stdout
    done = onward("sync", "--eml", str(folder))
    assert done.returncode == 0 and "a reply is owed" in done.stdout and "2 read" in done.stderr
    assert "Re: The site review" in onward("show", "Lena").stdout
    again = [json.loads(line) for line in onward("sync", "--eml", str(folder), "--json").stdout.splitlines()]
    assert [each["done"] for each in again] == ["known", "ignored"]


def test_a_file_that_cannot_be_read_keeps_no_other_back(onward, tmp_path):
    path = tmp_path / "a.eml"
    path.write_bytes(b"\xff\x00\x1b]0;x\x07")
    done = onward("sync", "--eml", str(tmp_path / "none.eml"), str(path), "--dry-run", "--json")
    assert done.returncode == 6 and "none.eml" in done.stderr
    assert json.loads(done.stdout)["class"] == "other"


def test_without_files_it_says_what_is_missing(onward):
    done = onward("sync", "--eml")
    assert done.returncode == 2 and "onward sync --eml FILE" in done.stderr
