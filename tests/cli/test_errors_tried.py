"""Every error a person can run into: a sentence, the right exit status, no traceback."""

import json
import os

import pytest

from store.book import Book
from store.settings import home_under


def said(done, status):
    """Check that a command ended with one friendly sentence and a status; return what it said."""
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stdout + done.stderr
    assert "OnwardError" not in done.stderr and "Error:" not in done.stderr
    lines = [line for line in done.stderr.split("\n") if line]
    assert lines, "it said nothing"
    assert len(lines) == 1, done.stderr
    assert lines[0].endswith((".", "?", "Chen", "10am"))
    return lines[0]


@pytest.fixture
def book(onward):
    """Make a book with two people of nearly the same name."""
    for line in ("met Marty Chen @Acme 415 555 0100", "met Maria Chen @Northline maria@example.com"):
        done = onward("log", line, "--new")
        assert done.returncode == 0, done.stderr


def test_no_terminal(onward):
    assert "onward due" in said(onward(), 8)


def test_a_terminal_that_can_show_nothing(onward):
    assert "terminal" in said(onward(env={"TERM": "dumb"}), 8)


@pytest.mark.parametrize("words", [["due"], ["log", "met Marty Chen"]])
def test_a_folder_that_cannot_be_written(onward, tmp_path, words):
    place = tmp_path / "file"
    place.write_text("in the way")
    assert str(place) in said(onward(*words, env={"ONWARD_HOME": str(place / "home")}), 5)
    assert place.read_text() == "in the way"


@pytest.mark.skipif(os.geteuid() == 0 and os.environ.get("CI") != "true", reason="root may write everywhere")
def test_a_folder_of_somebody_else(onward, tmp_path):
    place = tmp_path / "locked"
    place.mkdir(mode=0o500)
    if os.geteuid() == 0:
        place = "/proc/onward"
    assert "cannot be" in said(onward("log", "met Marty Chen", env={"ONWARD_HOME": str(place)}), 5)


def test_a_book_of_a_newer_version(onward, home):
    made = Book.open(home_under(str(home)))  # by no process that sees to the day's backup meanwhile
    made.log("met Marty Chen")
    made.close()
    path = home / "book" / "book.json"
    text = path.read_text()
    newer = text.replace('"schema":1', '"schema":999', 1)
    assert newer != text
    path.write_text(newer)
    for name in ("due.jsonl", "later.jsonl"):
        (home / "book" / name).unlink(missing_ok=True)
    assert "newer" in said(onward("due"), 5)
    assert path.read_text() == newer


@pytest.mark.parametrize("content", ["this is no book\n", "", "\0" * 200, "[1, 2", "{}\n"])
def test_a_book_that_is_no_json(onward, home, content):
    (home / "book").mkdir(parents=True)
    path = home / "book" / "book.json"
    path.write_text(content)
    done = onward("due")
    assert done.returncode in (0, 5) and "Traceback" not in done.stderr
    if content.strip():
        assert done.stderr.strip()
    kept = [each.read_bytes() for each in (home / "book").iterdir() if each.is_file()]
    assert any(content.strip().encode() in each for each in kept), "what was there is lost"


def test_an_import_of_a_picture(onward, tmp_path):
    picture = tmp_path / "me.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    assert "me.png" in said(onward("import", picture, "--yes"), 6)


def test_an_import_of_a_missing_file(onward, tmp_path):
    assert "nobody.vcf" in said(onward("import", tmp_path / "nobody.vcf"), 6)


def test_an_import_of_a_folder_without_contacts(onward, tmp_path):
    (tmp_path / "empty").mkdir()
    said(onward("import", tmp_path / "empty", "--yes"), 6)


def test_an_import_that_would_ask_without_anybody_there(onward, tmp_path):
    card = tmp_path / "one.vcf"
    card.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana Duarte\nEMAIL:ana@example.com\nEND:VCARD\n")
    done = onward("import", card)
    assert "--yes" in said(done, 8)
    assert "Ana Duarte" in done.stdout
    assert json.loads(onward("export", "--json").stdout)["contacts"] == []


@pytest.mark.parametrize("words", [["show", "Nobody", "Here"], ["draft", "Nobody"], ["done", "Nobody"], ["why", "Nobody"],
                                   ["snooze", "Nobody", "tomorrow"], ["next", "Nobody", "call", "tomorrow"],
                                   ["cadence", "use", "keep", "Nobody"]])
def test_an_unknown_name(onward, book, words):
    assert "Nobody" in said(onward(*words), 3)


@pytest.mark.parametrize("words", [["show", "Chen"], ["draft", "Chen"], ["done", "Chen"], ["snooze", "Chen", "tomorrow"],
                                   ["next", "Chen", "call", "tomorrow"], ["cadence", "use", "keep", "Chen"]])
def test_an_ambiguous_name(onward, book, words):
    before = onward("export").stdout
    sentence = said(onward(*words), 4)
    assert "Marty Chen" in sentence and "Maria Chen" in sentence
    assert onward("export").stdout == before


@pytest.mark.parametrize("words", [["snooze", "Marty", "blue", "cheese"], ["snooze", "Marty", "32 Foo"],
                                   ["next", "Marty", "call", "whenever"]])
def test_words_that_are_no_date(onward, book, words):
    assert words[-1] in said(onward(*words), 2)


def test_a_template_with_an_unknown_gap(onward, book, home):
    folder = home / "templates" / "en"
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("kinds: text\nfamily: thank-you\n\nHi $frist, good to meet you.\n")
    sentence = said(onward("draft", "Marty", "--kind", "text", "--template", "mine"), 7)
    assert "frist" in sentence and "mine.txt" in sentence


def test_a_template_that_does_not_exist(onward, book):
    assert "nothing-like-it" in said(onward("draft", "Marty", "--template", "nothing-like-it"), 3)


@pytest.mark.parametrize("line", ["", " ", "   ", "\t \t", "\u00a0\u2003"])
def test_a_line_that_is_only_spaces(onward, home, line):
    said(onward("log", line), 2)


@pytest.mark.parametrize("words, nearest", [
    (["lgo", "met"], "log"), (["deu"], "due"), (["imprt", "x"], "import"), (["due", "--jsn"], "--json"),
    (["log", "--dry-rn", "met", "Ana"], "--dry-run"), (["--vrsion"], "--version"), (["cadence", "lst"], "list"),
    (["due", "--split", "latr"], "later"), (["cadence", "show", "kep"], "keep"),
])
def test_an_unknown_command_or_flag_names_the_nearest(onward, words, nearest):
    done = onward(*words)
    assert f"Did you mean {nearest}?" in said(done, 3 if words[:2] == ["cadence", "show"] else 2)
    assert done.stdout == ""


@pytest.mark.parametrize("words", [["show"], ["import"], ["snooze", "Marty"], ["next", "Marty"], ["cadence", "use"], ["find"],
                                   ["due", "extra"], ["log", "--who"], ["undo", "twice"]])
def test_words_that_are_missing_or_too_many(onward, words):
    assert f"onward {words[0]}" in said(onward(*words), 2)


def test_an_instant_that_is_none(onward):
    assert "ONWARD_NOW" in said(onward("due", env={"ONWARD_NOW": "yesterday-ish"}), 2)


def test_settings_with_a_fault_are_named_with_their_line(onward, home):
    home.mkdir()
    (home / "settings.toml").write_text('[place]\nzone = "Mars/Olympus"\n')
    sentence = said(onward("due"), 7)
    assert "settings.toml" in sentence and "line 2" in sentence


def test_nothing_to_take_back(onward):
    said(onward("undo"), 3)
    said(onward("redo"), 3)


def test_an_export_never_replaces_a_file_unasked(onward, book, tmp_path):
    place = tmp_path / "mine.json"
    place.write_text("mine")
    said(onward("export", place), 6)
    assert place.read_text() == "mine"
    assert onward("export", place, "--yes").returncode == 0
    assert json.loads(place.read_text())["contacts"]
    assert place.stat().st_mode & 0o777 == 0o600


def test_the_unexpected_is_written_down_and_told_in_one_sentence(onward, home):
    broken = "import store.book\ndef fail(*a, **k): raise RuntimeError('zzz')\nstore.book.Book.queue = fail\n"
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", f"{broken}import sys, tui.cli\nsys.exit(tui.cli.main(['due', '--json']))"],
                          capture_output=True, text=True, check=False)
    sentence = said(done, 1)
    path = sentence[sentence.index("written down in ") + 16:].removesuffix(".")
    assert path.startswith(str(home)) and path.endswith(".txt")
    with open(path, encoding="utf-8") as file:
        assert "zzz" in file.read()
    assert os.stat(path).st_mode & 0o777 == 0o600
