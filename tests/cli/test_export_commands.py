"""`onward export`, as a person types it: every form, to files and folders, whole or not at all."""

import json
import os
import stat
import subprocess

import pytest

from store.book.going_out import FORMATS
from store.errors import FileFault
from store.exchange.files_out import write_file, write_folder

CARD = ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:ann-1\r\nFN:Ann Berg\r\nN:Berg;Ann;;;\r\nORG:Acme;Sales\r\nBDAY:1980-03-15\r\n"
        "TEL;TYPE=CELL:+14155550111\r\nADR;TYPE=WORK:;;1 Main St;Oakland;CA;94607;USA\r\nX-CAT:Tom\r\nPHOTO;ENCODING=b:AAEC\r\n"
        "END:VCARD\r\n")
ENDINGS = {"json": "json", "vcard3": "vcf", "vcard4": "vcf", "csv": "csv", "google-csv": "csv", "ics": "ics", "labels": "txt",
           "mailmerge": "csv", "markdown": "md"}


@pytest.fixture
def filled(onward, tmp_path):
    """Return a runner with two people in its book."""
    (tmp_path / "ann.vcf").write_text(CARD)
    assert onward("log", "met Marty Chen @Acme 415 555 0100 marty@example.com tag:expo hot fast ok:text next: call fri 10am // golf",
                  ).returncode == 0
    assert onward("import", tmp_path / "ann.vcf", "--yes").returncode == 0
    return onward


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_goes_to_a_private_file_and_to_standard_output(filled, tmp_path, form):
    path = tmp_path / f"out.{ENDINGS[form]}"
    some = ("--who", "Marty") if form == "markdown" else ()
    done = filled("export", path, "--format", form, *some)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "" and str(path) in done.stderr
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = filled("export", "--format", form, *some, input=b"")
    assert again.stdout == path.read_bytes()
    assert not list(tmp_path.glob("*.part"))


def test_what_is_there_is_never_replaced_unasked(filled, tmp_path):
    path = tmp_path / "out.vcf"
    path.write_text("mine")
    for more in ((), ("--dry-run",)):
        done = filled("export", path, *more)
        assert done.returncode == 6 and path.read_text() == "mine"
    assert "in place of" in filled("export", path, "--yes", "--dry-run").stderr and path.read_text() == "mine"
    assert filled("export", path, "--yes").returncode == 0
    assert path.read_bytes().startswith(b"BEGIN:VCARD\r\n")


@pytest.mark.parametrize("form", ["vcard3", "vcard4", "csv"])
def test_out_and_in_again_changes_nothing_and_into_an_empty_book_brings_everything(filled, tmp_path, form):
    path = tmp_path / f"out.{ENDINGS[form]}"
    assert filled("export", path, "--format", form).returncode == 0
    preview = json.loads(filled("import", path, "--dry-run", "--json").stdout)
    assert {each["verdict"] for each in preview["contacts"]} == {"same"} and preview["problems"] == []
    other = {"ONWARD_HOME": str(tmp_path / "other")}
    assert filled("import", path, "--yes", env=other).returncode == 0
    second = tmp_path / f"again.{ENDINGS[form]}"
    assert filled("export", second, "--format", form, env=other).returncode == 0
    person = json.loads(filled("show", "Marty", "--json", env=other).stdout)
    assert person["contact"]["temperature"] == "hot" and person["contact"]["permission"]["text"] == "granted"
    assert [each["cadence"] for each in person["plans"]] == ["met"] and len(person["promises"]) == 1
    cards = filled("export", "--format", "vcard3", "--who", "Ann Berg", env=other).stdout
    for line in ("ORG:Acme;Sales", "X-CAT:Tom", "ADR;TYPE=work:;;1 Main St;Oakland;CA;94607;USA", "PHOTO;ENCODING=b:AAEC",
                 "BDAY:1980-03-15"):
        assert line in cards.replace("item1.", ""), cards
    if form != "csv":
        assert "UID:ann-1" in cards


def test_a_folder_holds_a_card_a_person_under_its_uid(filled, tmp_path):
    folder = tmp_path / "cards"
    done = filled("export", "--folder", folder)
    assert done.returncode == 0, done.stderr
    names = sorted(each.name for each in folder.iterdir())
    assert len(names) == 2 and "ann-1.vcf" in names
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}
    (folder / "ann-1.vcf").write_text("mine")
    (folder / "other.vcf").write_text("theirs")
    assert filled("export", "--folder", folder).returncode == 6
    assert (folder / "ann-1.vcf").read_text() == "mine"
    assert filled("export", "--folder", folder, "--yes").returncode == 0
    assert (folder / "ann-1.vcf").read_text().startswith("BEGIN") and (folder / "other.vcf").read_text() == "theirs"
    assert filled("export", "--folder", tmp_path / "hist", "--format", "markdown").returncode == 0
    assert len(list((tmp_path / "hist").glob("*.md"))) == 2


def test_some_people_by_name_tag_and_cadence(filled):
    def names(*words):
        done = filled("export", "--format", "vcard3", *words)
        return [line[3:] for line in done.stdout.splitlines() if line.startswith("FN:")] if done.returncode == 0 else done.returncode

    assert names() == ["Ann Berg", "Marty Chen"]
    assert names("--who", "Marty", "--who", "Ann Berg") == ["Marty Chen", "Ann Berg"]
    assert names("--tag", "#Expo") == ["Marty Chen"]
    assert names("--cadence", "met") == ["Marty Chen"]
    assert names("--tag", "nothing") == 3
    some = json.loads(filled("export", "--json", "--who", "Marty").stdout)
    assert [each["name"] for each in some["contacts"]] == ["Marty Chen"]
    assert len(some["touches"]) == 1 and some["originals"] == [] and len(some["definitions"]) == 1


@pytest.mark.parametrize("words, status", [
    (("x.foo",), 2), (("--format", "vcrad"), 2), (("--format", "markdown"), 2), (("--format", "csv", "--folder", "f"), 2),
    (("a.vcf", "--folder", "f"), 2), (("--sheet", "1234", "--format", "labels"), 2), (("--json", "--format", "csv"), 2),
    (("/nowhere/at/all/a.vcf",), 6), (("--who", "nobody"), 3), (("--skip", "x"), 2)])
def test_what_cannot_be_done_is_said_and_nothing_is_written(filled, tmp_path, words, status):
    before = set(os.listdir(tmp_path))
    done = filled("export", *words, cwd=tmp_path)
    assert done.returncode == status, done.stderr
    assert done.stdout == "" and "Traceback" not in done.stderr and done.stderr.count("\n") == 1
    assert set(os.listdir(tmp_path)) == before


def test_nothing_secret_is_in_any_form(filled, home, tmp_path):
    (home / "settings.toml").write_text(
        '[me]\nname = "Sam SECRET-ME"\nsignature = "SECRET-SIGNATURE"\n[mail]\ncommand = "SECRET-COMMAND %s"\n')
    for form in FORMATS:
        some = ("--who", "Marty") if form == "markdown" else ()
        done = filled("export", "--format", form, *some)
        assert done.returncode == 0, done.stderr
        assert "SECRET" not in done.stdout, form


def test_control_characters_of_a_note_never_reach_a_terminal_through_a_form(filled, tmp_path):
    assert filled("log", "-", input="called Marty Chen // evil \x1b]52;c;eA==\x07 end\n").returncode == 0
    for form in set(FORMATS) - {"markdown"}:
        assert "\x1b" not in filled("export", "--format", form).stdout, form
    assert "\x1b" not in filled("export", "--format", "markdown", "--who", "Marty").stdout


def slow(started):
    """Yield pieces until somebody stops it."""
    yield b"one"
    started()
    raise KeyboardInterrupt


def test_an_interrupted_file_leaves_what_was_there(tmp_path):
    path = tmp_path / "out"
    path.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt):
        write_file(str(path), slow(lambda: None), replace=True)
    assert path.read_bytes() == b"before" and os.listdir(tmp_path) == ["out"]


def test_an_interrupted_folder_leaves_nothing(tmp_path):
    def files():
        yield "a", (b"1",)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(str(tmp_path / "out"), files())
    assert os.listdir(tmp_path) == []


def test_a_file_that_came_meanwhile_is_left_alone(tmp_path):
    path = tmp_path / "out"

    def pieces():
        path.write_bytes(b"theirs")
        yield b"ours"

    with pytest.raises(FileFault) as fault:
        write_file(str(path), pieces())
    assert fault.value.code == "file-exists" and path.read_bytes() == b"theirs"
    assert os.listdir(tmp_path) == ["out"]


def test_a_link_is_followed_and_stays_one(tmp_path):
    (tmp_path / "real").write_bytes(b"before")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_file(str(tmp_path / "link"), [b"after"], replace=True)
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_bytes() == b"after"


def test_a_reader_that_leaves_ends_it_quietly(filled, program):
    process = subprocess.Popen([str(program), "export", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env={**os.environ})
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(30) in (0, 141) and b"Traceback" not in said
