"""A real terminal for the installed command: a shell in tmux, on a server of its own."""

import os
import re
import subprocess
import time

import pytest

PATIENCE = 20.0
"Seconds to wait for a text; only a broken program takes them."


class Terminal:
    """A shell in tmux, on a server of its own."""

    def __init__(self, socket, folder, width, height):
        self.base = ["tmux", "-L", socket, "-f", "/dev/null"]
        environment = {"TERM": "xterm-256color", "PS1": "$ ", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        self.run("new-session", "-d", "-s", "walk", "-x", str(width), "-y", str(height), "-c", str(folder),
                 "env", *(f"{name}={value}" for name, value in environment.items()), "bash", "--norc", "--noprofile")

    def run(self, *words):
        """Run a tmux command and return what it printed."""
        done = subprocess.run([*self.base, *words], capture_output=True, text=True, check=True, env={**os.environ, "TMUX": ""})
        return done.stdout

    def screen(self):
        """Return what stands on the screen, without the empty lines below."""
        return self.run("capture-pane", "-p", "-t", "walk").rstrip()

    def keys(self, *keys):
        """Press keys by their tmux names."""
        self.run("send-keys", "-t", "walk", *keys)

    def type(self, text):
        """Type a text as it is."""
        self.run("send-keys", "-t", "walk", "-l", text)

    def until(self, pattern):
        """Wait until a pattern stands on the screen, and return the screen."""
        deadline = time.monotonic() + PATIENCE
        while True:
            shown = self.screen()
            if re.search(pattern, shown):
                return shown
            assert time.monotonic() < deadline, f"{pattern!r} never came:\n{shown}"
            time.sleep(0.05)

    def shell(self, line, pattern):
        """Clear the screen, run a line of shell, and wait for a pattern that it must print."""
        self.type(f"clear; {line}")
        self.keys("Enter")
        return self.until(pattern)

    def close(self):
        """End the server."""
        subprocess.run([*self.base, "kill-server"], capture_output=True, check=False)


@pytest.fixture
def terminal(needs, tmp_path):
    """Open a terminal of 80 by 24 in an empty folder."""
    needs("tmux")
    opened = Terminal(f"onward-{os.getpid()}-{tmp_path.name}", tmp_path, 80, 24)
    opened.until(r"\$$")
    yield opened
    opened.close()
