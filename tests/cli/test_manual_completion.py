"""The manual page and the completions: written from the commands, put in place, and nobody's files touched unasked."""

import json
import subprocess

import pytest

from tui.cli import COMMANDS
from tui.commands.describing import describe
from tui.commands.man import manual
from tui.wording import manual as wording


@pytest.fixture
def person(tmp_path, monkeypatch):
    """Give a home folder without anything in it, and bash as the shell."""
    folder = tmp_path / "person"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("SHELL", "/bin/bash")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR", "BASH_COMPLETION_USER_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("tui.commands.completion_installing.LOADERS", ())
    return folder


def test_every_command_says_what_it_takes():
    for name in COMMANDS:
        told = describe(name, COMMANDS)
        assert told.purpose and not told.purpose.endswith(".")
        assert all(each.name.startswith("--") and each.help for each in told.flags)
        assert all(each.startswith(("onward", "eval", "echo", "printf", "pbpaste", "cat ", "xclip", "wl-paste"))
                   or " onward " in f" {each} " for each in told.examples), name


def test_the_page_has_every_command_and_flag():
    page = manual()
    assert page.isascii() and page.endswith("\n")
    for name in COMMANDS:
        told = describe(name, COMMANDS)
        assert f".SS {wording.text(told.usage)}\n" in page
        for flag in told.flags:
            assert f"\\fB{wording.text(flag.name)}\\fR" in page


def test_the_page_is_good_roff(needs, tmp_path):
    needs("mandoc")
    path = tmp_path / "onward.1"
    path.write_text(manual())
    lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(path)], capture_output=True, text=True, check=False)
    assert [each for each in lint.stdout.splitlines() if "missing date" not in each] == []
    shown = subprocess.run(["mandoc", "-T", "ascii", str(path)], capture_output=True, text=True, check=True).stdout
    assert "onward log" in shown.replace("\b", "") or "o\bon\bnw\bwa\bar\brd\bd" in shown


@pytest.mark.parametrize(("words", "roff"), [
    ("a-b", "a\\-b"), ("it's", "it\\(aqs"), ("a\\fBb", "a\\efBb"), ("é →", "\\[u00E9] \\[u2192]"), ('say "x"', "say \\(dqx\\(dq"),
    ("~/.local", "\\(ti/.local"),
])
def test_what_roff_would_act_on_is_written_out(words, roff):
    assert wording.text(words) == roff


def test_no_line_of_text_is_taken_for_a_request():
    assert wording._line(".so /etc/passwd") == "\\&.so /etc/passwd"
    assert wording._line("'quoted").startswith("\\(aq")


def test_the_page_kept_in_the_repository_is_current(repository):
    kept = (repository / "tui" / "onward.1").read_text(encoding="utf-8")
    assert kept == manual(), "run: python -m tests.update_readme"


def test_the_page_goes_into_a_pipe_and_into_its_place(onward, person):
    assert onward("man").stdout == manual()
    assert onward("man", "--install", "--dry-run").returncode == 0 and not list(person.iterdir())
    done = onward("man", "--install")
    path = person / ".local/share/man/man1/onward.1"
    assert path.read_text() == manual() and str(path) in done.stderr
    again = json.loads(onward("man", "--install", "--json").stdout)
    assert again == {"verb": "man", "dry_run": False, "path": str(path), "written": True}


def test_a_start_file_is_never_edited_without_a_yes(onward, person):
    start = person / ".zshrc"
    start.write_bytes(b"alias x=y  # \xff no line break")
    path = person / ".local/share/zsh/site-functions/_onward"
    line = f"source {path}"
    told = onward("completion", "install", "zsh")
    assert told.returncode == 0 and path.read_text().startswith("#compdef onward")
    assert line in told.stderr and start.read_bytes() == b"alias x=y  # \xff no line break"
    assert json.loads(onward("completion", "install", "zsh", "--json").stdout)["line_is_there"] is False
    onward("completion", "install", "zsh", "--yes")
    once = start.read_bytes()
    assert once.startswith(b"alias x=y  # \xff no line break\n") and once.endswith(f"\n{line}\n".encode())
    onward("completion", "install", "zsh", "--yes")
    assert start.read_bytes() == once
    assert line not in onward("completion", "install", "zsh").stderr


def test_a_dry_run_writes_nothing(onward, person):
    for shell in ("bash", "zsh", "fish"):
        assert onward("completion", "install", shell, "--dry-run").returncode == 0
    assert not list(person.iterdir())


def test_the_shell_is_the_one_in_use(onward, person):
    assert json.loads(onward("completion", "install", "--json").stdout)["shell"] == "bash"
    assert json.loads(onward("completion", "install", "--json", env={"SHELL": "/usr/bin/fish"}).stdout)["line"] == ""
    odd = onward("completion", "install", env={"SHELL": "/bin/tcsh"})
    assert odd.returncode == 2 and "bash, zsh or fish" in odd.stderr
    assert onward("completion", "install", "bahs").returncode == 2
    assert onward("completion", "bash", "zsh").returncode == 2


def test_bash_needs_no_line_where_bash_completion_is_loaded(person, monkeypatch, tmp_path):
    from tui.commands import completion_installing as installing

    loader = tmp_path / "bash_completion"
    loader.write_text("")
    monkeypatch.setattr(installing, "LOADERS", (str(loader),))
    monkeypatch.setattr(installing, "BASH_STARTS", ())
    assert installing.start_line("bash", installing.place("bash"))[1]
    (person / ".bashrc").write_text(f"# . bash_completion, but not today\n. {loader}\n")
    assert installing.start_line("bash", installing.place("bash"))[1] == ""
    (person / ".bashrc").write_text("# . bash_completion, but not today\n")
    assert installing.start_line("bash", installing.place("bash"))[1]


def test_a_folder_that_cannot_be_made_is_a_sentence(onward, person):
    (person / ".local").write_text("a file in the way")
    done = onward("completion", "install", "bash")
    assert done.returncode == 6 and "Traceback" not in done.stderr
    assert onward("man", "--install").returncode == 6
