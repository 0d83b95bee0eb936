"""The wheel that people install: built, complete, and working from an empty folder in an environment of its own."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory, repository):
    """Build the wheel and return its path."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(repository)],
        capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("onward-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel into a new environment and return the path of its command."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", str(wheel)],
        capture_output=True, text=True, check=False, env=clean)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "bin" / "onward"


def run(command, *words, folder, **env):
    """Run the installed command from a folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run([str(command), *words], capture_output=True, text=True, check=False, cwd=folder, input="",
                          env={**clean, **env})


def test_everything_that_is_no_program_is_inside(wheel, repository):
    inside = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        str(path.relative_to(repository)) for room in ("tui", "store") for path in (repository / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".pyc", ".so")
    }
    expected |= {f"tui/themes/{path.name}" for path in (repository / "themes").glob("*.toml")}
    assert not sorted(expected - inside)
    assert [name for name in inside if name.startswith("tui/themes/") and name.endswith(".toml")]
    assert [name for name in inside if name.startswith("store/cadences/") and name.endswith(".toml")]
    assert [name for name in inside if name.startswith("store/templates/en/")]
    assert [name for name in inside if name.endswith(".tcss")]


def test_nothing_else_is_inside(wheel):
    rooms = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {room for room in rooms if not room.endswith((".dist-info", ".data"))} == {"tui", "store"}
    data = [name for name in zipfile.ZipFile(wheel).namelist() if ".data/" in name]
    assert [name.split(".data/")[1] for name in data] == ["data/share/man/man1/onward.1"]


def test_the_installed_command_works_from_an_empty_folder(installed, tmp_path):
    home = str(tmp_path / "home")
    empty = tmp_path / "empty"
    empty.mkdir()
    version = run(installed, "--version", folder=empty)
    assert version.returncode == 0 and version.stdout.startswith("onward 0."), version.stderr
    demo = run(installed, "demo", "--list", folder=empty, ONWARD_HOME=home)
    assert demo.returncode == 0, demo.stderr
    assert len(demo.stdout.splitlines()) > 10
    assert not Path(home).exists(), "the demo touched the user's own folder"
    logged = run(installed, "log", "met Marty Chen @Acme 415 555 0100 hot // son plays golf", folder=empty, ONWARD_HOME=home)
    assert logged.returncode == 0, logged.stderr
    due = run(installed, "due", "--json", folder=empty, ONWARD_HOME=home)
    assert [row["contact"] for row in json.loads(due.stdout)] == ["Marty Chen"], due.stderr
    cadences = run(installed, "cadence", "list", folder=empty, ONWARD_HOME=home)
    assert "met" in cadences.stdout
    draft = run(installed, "draft", "Marty", "--kind", "text", folder=empty, ONWARD_HOME=home)
    assert draft.returncode == 0 and "Marty" in draft.stdout, draft.stderr
    assert not list(empty.iterdir()), "it left something behind"


def test_the_manual_page_lies_where_installers_look_for_it(installed):
    page = installed.parent.parent / "share" / "man" / "man1" / "onward.1"
    assert page.read_text(encoding="utf-8").startswith(".TH ONWARD 1")


def test_the_screen_of_the_wheel_finds_its_themes_and_style(installed, tmp_path):
    script = (
        "import asyncio\n"
        "from pathlib import Path\n"
        "from store.book import Book\n"
        "from tui.app import OnwardApp\n"
        "async def look():\n"
        f"    app = OnwardApp(Book.demo(Path({str(tmp_path / 'demo')!r})))\n"
        "    async with app.run_test(size=(120, 36)) as pilot:\n"
        "        await pilot.pause()\n"
        "        print(len(app.available_themes))\n"
        "asyncio.run(look())\n"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([str(installed.with_name("python")), "-c", script], capture_output=True, text=True, check=False,
                          cwd=tmp_path, env=clean)
    assert done.returncode == 0, done.stderr
