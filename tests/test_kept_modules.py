"""Our compiled modules in one file: used where they are current, and never in the way where they are not."""

import marshal
import os
import shutil
import subprocess
import sys

import pytest

from tui.kept_modules import MARK, KeptModules

PROGRAM = """
import sys
sys.path.insert(0, {root!r})
sys.argv = ["onward", *{words!r}]
from tui.__main__ import start
import atexit  # so that the process ends in the ordinary way, and says below what it loaded
atexit.register(lambda: print("FROM", type(sys.modules["tui.cli"].__spec__.loader).__name__, sys.modules["tui.cli"].__file__))
start()
"""


@pytest.fixture
def code(repository, tmp_path):
    """A copy of the product's code, with nothing compiled yet."""
    for room in ("store", "tui"):
        shutil.copytree(repository / room, tmp_path / "code" / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "code"


@pytest.fixture
def run(code, tmp_path):
    """Run a command of the copy; return what it says, and how its command line was loaded."""
    def act(*words, **variables):
        environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM.format(root=str(code), words=list(words))], capture_output=True, text=True, check=False,
            env={**environment, "ONWARD_HOME": str(tmp_path / "home"), "ONWARD_NOW": "2026-11-24T15:00:00Z", **variables})
        assert done.returncode == 0, done.stderr
        assert not done.stderr.startswith("Traceback"), done.stderr
        said, _, how = done.stdout.rpartition("FROM ")
        assert how.split()[1].startswith(str(code))
        return said, how.split()[0]

    return act


def kept_file(code):
    """Return the one file of kept modules."""
    (found,) = (code / "tui" / "__pycache__").glob("kept.*.bin")
    return found


def test_the_second_time_modules_come_from_the_file(code, run):
    assert run("--version")[1] == "SourceFileLoader"
    assert run("--version")[1] == "_Loader"
    before = kept_file(code).stat()
    assert run("--version")[1] == "_Loader"
    assert kept_file(code).stat().st_mtime_ns == before.st_mtime_ns, "written again, with nothing new in it"


def test_each_command_adds_what_it_loads(code, run):
    run("--version")
    small = kept_file(code).stat().st_size
    said, _ = run("due")
    assert kept_file(code).stat().st_size > small
    assert run("due")[0] == said


def test_a_changed_source_counts_at_once(code, run):
    run("--version")
    changed = code / "tui" / "commands" / "helping.py"
    words = changed.read_text(encoding="utf-8")
    assert "def version()" in words
    changed.write_text(words + '\n\ndef version():\n    """Return another version."""\n    return "changed"\n', encoding="utf-8")
    assert "changed" in run("--version")[0]
    assert "changed" in run("--version")[0]


@pytest.mark.parametrize("damage", [
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(b"something else"),
    lambda path: path.write_bytes(path.read_bytes()[:-100]),
    lambda path: path.write_bytes(path.read_bytes()[:40]),
    lambda path: path.write_bytes(MARK + (1 << 40).to_bytes(8, "little") + b"\0" * 1000),
    lambda path: path.write_bytes(MARK + (9).to_bytes(8, "little") + marshal.dumps((1, 2, 3))),
    lambda path: path.write_bytes(path.read_bytes()[:-200_000] + b"\0" * 200_000),
], ids=["empty", "foreign", "cut", "head-only", "absurd-length", "other-index", "zeroes"])
def test_a_damaged_file_costs_only_time(code, run, damage):
    run("due")
    whole = run("due")[0]
    damage(kept_file(code))
    assert run("due")[0] == whole


def test_a_copy_elsewhere_never_runs_the_code_of_the_first(code, run, tmp_path):
    run("--version")
    shutil.move(code, tmp_path / "elsewhere")
    shutil.copytree(tmp_path / "elsewhere", code, copy_function=shutil.copy2)
    kept = kept_file(code)
    assert KeptModules(str(kept), str(code)).index
    assert not KeptModules(str(kept), str(tmp_path / "elsewhere")).index


def test_nothing_is_written_where_the_interpreter_may_not(code, run):
    run("--version", PYTHONDONTWRITEBYTECODE="1")
    assert not list(code.rglob("kept.*.bin"))


def test_what_the_modules_bring_along_is_still_found(code, run):
    run("template", "list")
    assert "met" in run("cadence", "list")[0]
    assert run("template", "list")[0] == run("template", "list")[0] != ""


def test_a_file_half_written_is_left_to_who_writes_it_and_taken_away_once_nobody_does(code, run):
    run("--version")
    kept = kept_file(code)
    small, half = kept.stat().st_size, kept.with_name(f"{kept.name}.new")
    half.write_bytes(b"half")
    run("due")
    assert half.read_bytes() == b"half" and kept.stat().st_size == small
    os.utime(half, (1, 1))
    run("due")
    assert not half.exists() and kept.stat().st_size > small
