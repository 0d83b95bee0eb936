"""What every test stands on: a home of its own, a fixed clock and zone, and the installed command.

No test ever sees the folder of the person who runs it.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

REPOSITORY = Path(__file__).resolve().parent.parent
NOW = "2026-11-24T17:12:00Z"
"Tuesday, 09:12 in Los Angeles."
ZONE = "America/Los_Angeles"

_nowhere = tempfile.mkdtemp(prefix="onward-tests-")
os.environ.update(ONWARD_HOME=_nowhere, ONWARD_NOW=NOW, TZ=ZONE, LANG="en_US.UTF-8")
for _name in ("LC_ALL", "LC_TIME", "NO_COLOR", "COLUMNS", "EDITOR", "VISUAL", "DISPLAY", "WAYLAND_DISPLAY"):
    os.environ.pop(_name, None)
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in a job put in the background; its children would never hear Ctrl+C
    signal.signal(signal.SIGINT, signal.default_int_handler)
hypothesis_settings.register_profile("steady", deadline=None)
hypothesis_settings.load_profile("steady")


def pytest_unconfigure():
    """Take the empty home away again."""
    shutil.rmtree(_nowhere, ignore_errors=True)


def pytest_collection_modifyitems(config, items):
    """Leave the long tests out, unless a marker expression or a test's own name asks for them."""
    if config.option.markexpr or any("::" in each for each in config.args):
        return
    long = [each for each in items if each.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [each for each in items if not each.get_closest_marker("long")]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In the continuous run nothing is skipped: a component that is not there is a failure."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def same_environment():
    """Fail a test that leaves the process's environment other than it was, since another test would start with that."""
    before = dict(os.environ)
    yield
    after = dict(os.environ)
    os.environ.clear()
    os.environ.update(before)
    told = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} - {"PYTEST_CURRENT_TEST"}
    assert not told, f"left behind in the environment: {', '.join(sorted(told))}"


@pytest.fixture(autouse=True)
def home(same_environment, tmp_path, monkeypatch):
    """Give each test a home that does not exist yet, and return its path."""
    folder = tmp_path / "onward-home"
    monkeypatch.setenv("ONWARD_HOME", str(folder))
    monkeypatch.setenv("ONWARD_NOW", NOW)
    return folder


@pytest.fixture
def program():
    """Return the path of the installed command."""
    path = Path(sys.executable).with_name("onward")
    assert path.exists(), "the package is not installed beside this interpreter: pip install -e '.[test]'"
    return path


@pytest.fixture
def onward(program):
    """Return what runs the installed command: `onward("due", "--json", input=None, env={})`, text in and out."""

    def run(*words, input=None, env=None, cwd=None, timeout=120):
        return subprocess.run(
            [str(program), *map(str, words)], input="" if input is None else input, capture_output=True,
            text=not isinstance(input, bytes), encoding=None if isinstance(input, bytes) else "utf-8",
            env={**os.environ, **(env or {})}, cwd=cwd, timeout=timeout, check=False)

    return run


@pytest.fixture
def needs():
    """Return what asks for a program of the machine: without it the test is skipped, or fails in the continuous run."""

    def ask(name):
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
        return name

    return ask


@pytest.fixture(scope="session")
def repository():
    """Return the folder of the checkout."""
    return REPOSITORY
