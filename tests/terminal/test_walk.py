"""The installed command in a real terminal, 80 by 24: import, log, open the inbox, draft, done, undo."""

import os
import re
import shlex
import subprocess
import time

import pytest

pytestmark = pytest.mark.terminal
PATIENCE = 20.0
"Seconds to wait for a text; only a broken program takes them."

CARDS = "".join(
    f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nTEL;TYPE=CELL:+1 415 555 012{number}\r\nEMAIL:{mail}@example.com\r\n"
    f"END:VCARD\r\n" for number, (name, mail) in enumerate((("Iris Blom", "iris"), ("Ana Duarte", "ana"), ("Tom Ashby", "tom")))
)


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


def test_from_a_file_to_a_sent_draft_and_back(terminal, program, tmp_path):
    (tmp_path / "contacts.vcf").write_text(CARDS)
    onward = shlex.quote(str(program))
    terminal.shell(f"{onward} import contacts.vcf", r"Take in 3 people\? \[y/N\]")
    terminal.type("y")
    terminal.keys("Enter")
    terminal.until(r"Imported: 3 people")
    terminal.shell(f"{onward} log met Marty Chen @Acme 415 555 0100 hot at:Chamber // son plays golf", r"Thank-you text due by")

    terminal.type(f"clear; ONWARD_NOW=2026-11-24T17:22:00Z {onward}")
    terminal.keys("Enter")
    terminal.until(r"Marty Chen +text")
    terminal.keys("g", "d")
    terminal.until(r"Marty, [\s\S]*F5 open text")
    terminal.keys("Escape")
    terminal.until(r"s sent")
    terminal.keys("s")
    terminal.until(r"Marty Chen +call")
    terminal.keys("u")
    terminal.until(r"Marty Chen +text")
    terminal.keys("g", "e")
    terminal.until(r"Marty Chen +call")
    terminal.keys("u")
    terminal.until(r"Marty Chen +text")
    terminal.keys("q")
    terminal.until(r"(?m)^\$$")
    terminal.shell(f"{onward} due --count; echo status $?", r"status 0")
    shown = terminal.shell(f"{onward} show Marty; echo end", r"(?m)^end")
    assert "meeting" in shown and "→ text" not in shown


def test_the_prompt_from_handshake_to_sent_text(terminal, program):
    onward = shlex.quote(str(program))
    terminal.shell(f"{onward} log", r"log>")
    terminal.type("met Marty Chen @Acme 415 555 0100 hot #expo // son plays \"golf\"")
    terminal.keys("Enter")
    terminal.until(r"Thank-you text due by[\s\S]*Enter done:")
    terminal.type("t")
    terminal.keys("Enter")
    terminal.until(r"Marty[\s\S]*QR code[\s\S]*Enter keeps it:")
    terminal.type("c")
    terminal.keys("Enter")
    terminal.until(r"Copied\.[\s\S]*Enter asks again later:")
    terminal.type("y")
    terminal.keys("Enter")
    terminal.until(r"Sent: text to Marty Chen[\s\S]*Enter done:$")
    terminal.type("met Lena Voss #expo")
    terminal.keys("Enter")
    terminal.until(r"met Lena Voss[\s\S]*Enter done:")
    terminal.keys("Enter")
    terminal.until(r"log>$")
    terminal.keys("Enter")
    terminal.shell(f"{onward} find expo; echo status $?", r"Lena Voss[\s\S]*Marty Chen[\s\S]*status 0")


def test_leaving_the_prompt_by_control_c_keeps_what_was_stored(terminal, program):
    onward = shlex.quote(str(program))
    terminal.shell(f"{onward} log", r"log>")
    terminal.type("met Marty Chen")
    terminal.keys("Enter")
    terminal.until(r"Enter done:")
    terminal.keys("C-c")
    terminal.until(r"(?m)^\$$")
    terminal.type(f"echo status $?; {onward} find marty")
    terminal.keys("Enter")
    terminal.until(r"status 130\nMarty Chen")
