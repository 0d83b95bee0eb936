"""The walls of the house: who may import whom, and what the quick commands never load."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "textual", "rich", "dataclasses", "inspect", "asyncio", "logging", "phonenumbers", "holidays", "keyring",
    "platformdirs", "segno", "dateutil", "tomllib", "unittest", "http", "email", "urllib.request", "importlib.metadata",
    "concurrent", "multiprocessing", "socket", "ssl", "sqlite3", "xml",
}


def loaded_after(code, env=None):
    """Return the names of the modules that a fresh interpreter holds after running some code."""
    script = f"{code}\nimport sys\nprint('\\n'.join(sorted(sys.modules)), file=sys.__stdout__)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False,
                          env={**os.environ, **(env or {})})
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split("\n"))


def heavy(names):
    """Return the modules that a quick command must not load."""
    return sorted(name for name in names if name in HEAVY or name.split(".")[0] in HEAVY)


def test_imports_go_one_way(repository):
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(linter), "--no-cache", "--no-logo"], cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_line_itself_is_light():
    before = loaded_after("pass")
    names = loaded_after("import tui.cli") - before
    assert not heavy(names)
    assert not {"typing", "argparse", "json", "tinydb"} & names
    assert {name for name in names if name.startswith("store")} <= {"store", "store.errors"}


RUN = """
import io, sys
from tui.cli import main
sys.stdout = sys.stderr = io.StringIO()
status = main({words!r})
assert status == 0, (status, sys.stdout.getvalue())
sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
"""


@pytest.mark.parametrize("words", [
    ["log", "met", "Marty", "Chen", "@Acme", "hot", "#expo", "//", "wants", "a", "review"],
    ["due"], ["due", "--count"], ["show", "Marty"], ["find", "mar"], ["undo"],
])
def test_a_quick_command_loads_nothing_heavy(onward, home, words):
    before = (("2026-11-24T15:00:00Z", ["log", "met Marty Chen @Acme 415 555 0100 hot"]),
              ("2026-11-24T16:00:00Z", ["done", "Marty"]), ("2026-11-24T16:30:00Z", ["done", "Marty", "no", "answer"]),
              ("2026-11-24T17:00:00Z", ["due"]))
    for at, prepared in before:  # holidays are looked up when they first matter, and remembered
        done = onward(*prepared, env={"ONWARD_NOW": at})
        assert done.returncode == 0, done.stderr
    assert (home / "cache" / "holidays.json").exists()
    assert not heavy(loaded_after(RUN.format(words=words)))


def sources(repository):
    """Return every Python file of the product."""
    return [path for room in ("tui", "store") for path in sorted((repository / room).rglob("*.py"))]


def test_textual_is_never_imported_by_the_command_line(repository):
    for path in [repository / "tui" / "cli.py", *sorted((repository / "tui" / "commands").glob("*.py"))]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not [name for name in names if name.split(".")[0] == "textual"], path


@pytest.mark.parametrize("library, room", [
    ("keyring", "store/passwords"), ("phonenumbers", "store/rules/addresses"), ("platformdirs", "store/settings"),
    ("segno", "tui"), ("tinydb", "store/disk"), ("imapclient", "store/accounts/imap"), ("secretstorage", "store/passwords"),
])
def test_a_library_is_imported_in_one_place(repository, library, room):
    users = set()
    for path in sources(repository):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            if any(name.split(".")[0] == library for name in names):
                users.add(str(path.relative_to(repository)))
    assert all(user.startswith(room) for user in users), users


def test_only_one_place_reads_the_variables(repository):
    readers = {"ONWARD_HOME": set(), "ONWARD_NOW": set()}
    for path in sources(repository):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for each in node.args if isinstance(node, ast.Call) else ():
                if isinstance(each, ast.Constant) and each.value in ("ONWARD_HOME", "ONWARD_NOW"):
                    readers[each.value].add(str(path.relative_to(repository)))
    assert readers == {"ONWARD_HOME": {"store/settings.py"}, "ONWARD_NOW": {"store/settings.py"}}


def test_nothing_in_the_store_prints_or_asks(repository):
    for path in sorted((repository / "store").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            assert called not in ("print", "input"), f"{path}:{node.lineno}"
