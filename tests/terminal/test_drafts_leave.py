"""Drafts in a real terminal: a crash while writing, the user's own editor whatever it does, and the code on the screen."""

import json
import os
import re
import shlex
import shutil
import signal
import struct
import subprocess
import time
import zlib

import pytest

pytestmark = pytest.mark.terminal
PATIENCE = 20.0
SIGHT = "2026-11-24T17:22:00Z"


@pytest.fixture
def onward_at(onward, home):
    """The installed command on a book with Marty, met ten minutes before the app looks."""
    home.mkdir(parents=True)
    (home / "settings.toml").write_text('[you]\nname = "Sam Reed"\n[place]\nzone = "America/Los_Angeles"\ncountry = "US"\n')
    done = onward("log", "met Marty Chen @Acme 415 555 0100 hot at:Chamber // son plays golf")
    assert done.returncode == 0, done.stderr
    return lambda *words: onward(*words, env={"ONWARD_NOW": SIGHT})


def start(terminal, program, before=""):
    """Open the app, keeping its process number in a file of the folder."""
    inner = f"echo $$ > pid; exec {shlex.quote(str(program))}"
    terminal.type(f"clear; {before} ONWARD_NOW={SIGHT} sh -c {shlex.quote(inner)}")
    terminal.keys("Enter")
    terminal.until(r"Marty Chen +text")


def body(onward_at):
    """Return the words of Marty's draft as the book has them."""
    return json.loads(onward_at("draft", "Marty", "--json").stdout)["body"]


def until(true, what):
    """Wait until something is true."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def test_a_sudden_end_while_writing_loses_no_more_than_the_last_moment(terminal, program, onward_at, tmp_path):
    start(terminal, program)
    terminal.keys("g", "d")
    terminal.until(r"Marty[\s\S]*F5 open text")
    terminal.type("ALPHA")
    until(lambda: "ALPHA" in body(onward_at), "what was typed was never stored by itself")
    terminal.type("BETA")
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
    terminal.until(r"Killed|\$ *$")
    assert "ALPHA" in body(onward_at)
    due = json.loads(onward_at("due", "--json").stdout)
    assert [(each["contact"], each["draft"]) for each in due] == [("Marty Chen", "open")]
    terminal.type("reset")
    terminal.keys("Enter")
    start(terminal, program)
    terminal.until(r"a draft waits")
    terminal.keys("g", "d")
    terminal.until(r"ALPHA")
    terminal.keys("Escape")
    terminal.until(r"s sent")
    terminal.keys("Escape")
    terminal.until(r"a draft waits")
    terminal.keys("q")
    terminal.until(r"(?m)^\$$")


EDITORS = {
    "killed": ("kill -9 $$\n", "did not end well"),
    "fails": ("printf 'FROM THE EDITOR' > \"$1\"; exit 3\n", "did not end well"),
    "deletes": ("rm \"$1\"\n", "did not end well"),
    "empties": (": > \"$1\"\n", "Back from the editor"),
    "interrupted": ("trap 'echo trapped; exit 0' INT; echo READY; while :; do sleep 0.1; done\n", "Back from the editor"),
}


@pytest.mark.parametrize("name", EDITORS)
def test_the_screen_comes_back_whatever_the_editor_does(name, terminal, program, onward_at, tmp_path):
    code, told = EDITORS[name]
    editor = tmp_path / "my editor"
    editor.write_text(f"#!/bin/bash\n{code}")
    editor.chmod(0o755)
    start(terminal, program, f"EDITOR={shlex.quote(shlex.quote(str(editor)))}")
    terminal.keys("g", "d")
    terminal.until(r"Marty[\s\S]*F5 open text")
    terminal.type("ALPHA")
    terminal.keys("Escape")
    terminal.until(r"s sent")
    terminal.keys("E")
    if name == "interrupted":
        terminal.until(r"READY")
        terminal.keys("C-c")
    shown = terminal.until(told)
    if name == "fails":
        terminal.until(r"FROM THE EDITOR")
    elif name == "empties":
        assert "ALPHA" not in shown
    else:
        assert "ALPHA" in shown
    terminal.keys("Escape")
    terminal.until(r"Marty Chen +text")
    terminal.keys("q")
    terminal.until(r"(?m)^\$$")


def test_an_editor_that_is_not_there(terminal, program, onward_at):
    start(terminal, program, "EDITOR=no-such-editor")
    terminal.keys("g", "d")
    terminal.until(r"F5 open text")
    terminal.keys("Escape")
    terminal.until(r"s sent")
    terminal.keys("E")
    terminal.until(r"No editor can be run here")
    terminal.keys("q")


def test_vim(terminal, program, onward_at, needs):
    vim = shutil.which("vim") or needs("vim.tiny")
    start(terminal, program, f"EDITOR={vim}")
    terminal.keys("g", "d")
    terminal.until(r"F5 open text")
    terminal.keys("Escape")
    terminal.until(r"s sent")
    terminal.keys("E")
    terminal.until(r"(?s)draft\.txt.*\d+L")
    terminal.keys("C-c")
    terminal.type("ggOFIRST LINE WITH [b]marks[/] and ünïcode")
    terminal.keys("Escape")
    terminal.type(":wq!")
    terminal.keys("Enter")
    terminal.until(r"FIRST LINE WITH \[b\]marks\[/\] and ünïcode[\s\S]*Back from the editor")
    assert body(onward_at).startswith("FIRST LINE WITH [b]marks[/] and ünïcode\n")
    terminal.keys("E")
    terminal.until(r"(?s)draft\.txt.*\d+L")
    terminal.type("ggdG:cq")
    terminal.keys("Enter")
    terminal.until(r"FIRST LINE[\s\S]*did not end well")


SEQUENCE = re.compile(r"\x1b\[([\d;]*)m")


def cells(screen):
    """Return a captured screen as rows of (letter, is the letter dark, is its ground dark)."""
    rows = []
    ink, ground = 255, 0
    for line in screen.split("\n"):
        row = []
        place = 0
        while place < len(line):
            found = SEQUENCE.match(line, place)
            if found:
                ink, ground = colours(found[1], ink, ground)
                place = found.end()
            else:
                row.append((line[place], ink, ground))
                place += 1
        rows.append(row)
    return rows


def colours(codes, ink, ground):
    """Return how light letters and ground are after a sequence; 0 to 255."""
    numbers = [int(each or 0) for each in codes.split(";")]
    while numbers:
        code = numbers.pop(0)
        if code in (38, 48) and numbers[:1] == [2]:
            light = sum(numbers[1:4]) // 3
            numbers = numbers[4:]
        elif code in (38, 48) and numbers[:1] == [5]:
            light = {16: 0, 0: 0, 231: 255, 15: 255}.get(numbers[1], 128)
            numbers = numbers[2:]
        elif code == 0:
            ink, ground = 255, 0
            continue
        elif code in (39, 49):
            light, code = (255, 38) if code == 39 else (0, 48)
        elif 30 <= code <= 37 or 40 <= code <= 47:
            light, code = (255 if code % 10 == 7 else 0), 38 if code < 40 else 48
        else:
            continue
        if code == 38:
            ink = light
        else:
            ground = light
    return ink, ground


def picture(screen, path, scale=4):
    """Write a captured screen as a PNG file, two points a cell, one above the other."""
    width = max(map(len, screen))
    rows = []
    for row in screen:
        padded = [*row, *[(" ", 255, 0)] * (width - len(row))]
        for halves in ("▀█", "▄█"):
            rows.append([ink if letter in halves else ground for letter, ink, ground in padded])
    raw = b"".join((b"\0" + b"".join(bytes([point]) * scale for point in row)) * scale for row in rows)
    head = struct.pack(">IIBBBBB", width * scale, len(rows) * scale, 8, 0, 0, 0, 0)

    def part(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    path.write_bytes(b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(raw)) + part(b"IEND", b""))
    return path


def scanned(terminal, tmp_path, program):
    """Return what a scanner reads from the terminal's screen."""
    shown = terminal.run("capture-pane", "-e", "-N", "-p", "-t", "walk")
    done = subprocess.run([program, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable",
                           str(picture(cells(shown), tmp_path / "screen.png"))], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, f"no code was found on the screen:\n{terminal.screen()}"
    return done.stdout.decode().removesuffix("\n")


def test_a_scanner_reads_the_code_from_the_terminals_own_screen(terminal, program, onward_at, tmp_path, needs):
    zbarimg = needs("zbarimg")
    start(terminal, program)
    terminal.keys("g", "d")
    terminal.until(r"F5 open text")
    terminal.keys("Escape")
    terminal.until(r"s sent")
    draft = json.loads(onward_at("draft", "Marty", "--json").stdout)
    terminal.keys("r")
    terminal.until(r"█▀▀▀▀▀█.*█▀▀▀▀▀█[\s\S]*▀▀▀▀▀▀▀")
    read = scanned(terminal, tmp_path, zbarimg)
    assert read.startswith(("SMSTO:+14155550100:", "tel:+14155550100"))
    if read != f"SMSTO:+14155550100:{draft['body']}":
        assert read in ("SMSTO:+14155550100:", "tel:+14155550100")
        terminal.until(r"Only the number fits this window")


def test_a_scanner_reads_the_number_beside_the_telephone(terminal, program, onward_at, tmp_path, needs):
    zbarimg = needs("zbarimg")
    onward_at("done", "Marty")
    terminal.type(f"clear; ONWARD_NOW={SIGHT} {shlex.quote(str(program))}")
    terminal.keys("Enter")
    terminal.until(r"Marty Chen +call")
    terminal.keys("g", "d")
    terminal.until(r"r reached[\s\S]*n no answer")
    terminal.until(r"█▀▀▀▀▀█.*█▀▀▀▀▀█[\s\S]*▀▀▀▀▀▀▀")
    assert scanned(terminal, tmp_path, zbarimg) == "tel:+14155550100"
    terminal.keys("n")
    terminal.until(r"Marty Chen +call +tomorrow")


def test_a_call_is_logged_at_the_prompt(terminal, program, onward_at):
    onward_at("done", "Marty")
    terminal.shell(f"ONWARD_NOW={SIGHT} {shlex.quote(str(program))} call Marty", r"r reached[\s\S]*Enter later: ?$")
    terminal.type("r")
    terminal.keys("Enter")
    terminal.until(r"What was said\?")
    terminal.type("wants two dates")
    terminal.keys("Enter")
    terminal.until(r"call with Marty Chen[\s\S]*A note, or next")
    terminal.type("call tue 10am")
    terminal.keys("Enter")
    terminal.until(r"Agreed with Marty Chen")
    assert "wants two dates" in onward_at("show", "Marty").stdout


def test_a_draft_is_sent_by_a_command_at_the_prompt_after_a_yes(terminal, program, onward_at, home, tmp_path):
    kept = tmp_path / "kept"
    with (home / "settings.toml").open("a") as file:
        file.write(f"[ways.commands]\nphone = ['sh', '-c', 'printf %s \"$1\" > \"{kept}\"', 'x', '{{number}}']\n")
    terminal.shell(f"ONWARD_NOW={SIGHT} {shlex.quote(str(program))} draft Marty", r"m phone[\s\S]*Enter\s+keeps\s+it: ?$")
    terminal.type("m")
    terminal.keys("Enter")
    terminal.until(r"with phone\?\s+It leaves at\s+once")
    assert not kept.exists()
    terminal.type("y")
    terminal.keys("Enter")
    terminal.until(r"Sent: text to Marty Chen")
    assert kept.read_text() == "+14155550100"
