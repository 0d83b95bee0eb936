"""A Secret Service on a bus of its own, in every state that a user's may be in: open, locked, hanging, gone, or none."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

STATES = ("open", "locked", "hanging", "dead", "absent")

WAIT = """
import secretstorage, time
bus = secretstorage.dbus_init()
until = time.monotonic() + 20
while True:
    try:
        if not secretstorage.Collection(bus, "/org/freedesktop/secrets/aliases/default").is_locked():
            break
    except secretstorage.exceptions.SecretStorageException:
        pass
    assert time.monotonic() < until, "the keyring did not start"
    time.sleep(0.02)
"""

LOCK = """
import secretstorage
bus = secretstorage.dbus_init()
collection = secretstorage.get_default_collection(bus)
collection.lock()
assert collection.is_locked()
"""


class Keyring:
    """A private session bus with gnome-keyring on it; `env` is what a command needs to find it."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="onward-keyring-"))
        self._processes = []
        for name in ("home", "run", "data"):
            (self.folder / name).mkdir(mode=0o700)
        self.env = {
            "HOME": str(self.folder / "home"), "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "XDG_DATA_HOME": str(self.folder / "data"), "XDG_CONFIG_HOME": str(self.folder / "home" / ".config"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.folder / 'bus'}"}

    def _start(self, *words, given=None):
        process = subprocess.Popen(
            words, env={**os.environ, **self.env}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True)
        self._processes.append(process)
        if given is not None:
            process.stdin.write(given)
            process.stdin.close()
        return process

    def open(self):
        """Start the bus and an unlocked keyring."""
        bus = self._start("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address",
                          f"--address={self.env['DBUS_SESSION_BUS_ADDRESS']}")
        assert bus.stdout.readline(), "the bus did not start"
        self._start("gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock", given=b"opensesame")
        self.run(WAIT)
        return self

    def lock(self):
        """Lock it, as a screen lock or a new login without a password does."""
        self.run(LOCK)
        return self

    def hang(self):
        """Have it answer nobody any more."""
        os.kill(self._processes[1].pid, signal.SIGSTOP)
        return self

    def die(self):
        """End the bus and everything on it; its address stays in the environment."""
        self.stop_processes()
        return self

    def run(self, script, *words):
        """Run some Python against it and return what it prints; raises where it fails."""
        done = subprocess.run([sys.executable, "-c", script, *words], env={**os.environ, **self.env}, capture_output=True,
                              text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def passwords(self):
        """Return what the keyring holds, label to secret."""
        told = self.run("import secretstorage as s\nfor i in s.get_default_collection(s.dbus_init()).get_all_items():\n"
                        "    print(i.get_label() + '\\t' + i.get_secret().decode())")
        return dict(line.split("\t") for line in told.splitlines())

    def stop_processes(self):
        """End bus and keyring."""
        for process in reversed(self._processes):
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                pipe.close()
        self._processes.clear()

    def stop(self):
        """End all and take the files away."""
        self.stop_processes()
        shutil.rmtree(self.folder, ignore_errors=True)


def needs_keyring():
    """Skip, or fail in the continuous run, where bus or keyring is not installed."""
    missing = [name for name in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(name) is None]
    if missing:
        reason = f"{', '.join(missing)} is not here: apt-get install dbus gnome-keyring"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture
def keyring_in(monkeypatch):
    """Return what makes a keyring in one of STATES: `keyring_in("locked").env`; `.passwords()` is what an open one holds."""
    needs_keyring()
    for name in ("PYTHON_KEYRING_BACKEND", "GNOME_KEYRING_CONTROL"):
        monkeypatch.delenv(name, raising=False)
    made = []

    def make(state="open"):
        found = Keyring()
        made.append(found)
        if state == "absent":
            found.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={found.folder / 'nowhere'}"
            return found
        found.open()
        {"open": lambda: found, "locked": found.lock, "hanging": found.hang, "dead": found.die}[state]()
        return found

    yield make
    for each in made:
        each.stop()
