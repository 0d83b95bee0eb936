"""Each flag and word of each command has its text in `tui/wording/asked`, each text its flag, and a quick command reads none."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys

import pytest

from tui.cli import COMMANDS
from tui.commands.asking import Asking
from tui.commands.describing import describe
from tui.wording import asked

QUICK = (
    ("log", "met", "Marty", "Chen", "@Acme", "hot", "//", "wants", "a", "review"), ("due",), ("due", "--count"),
    ("due", "--split", "later"), ("show", "Marty"), ("find", "mar"), ("tag", "Marty", "golf"), ("undo",), ("cadence", "list"),
)
COUNT = """
import io, sys
from tui.cli import main
sys.stdout = sys.stderr = io.StringIO()
status = main({words!r})
assert status == 0, (status, sys.stdout.getvalue())
print([each for each in sys.modules if each.startswith("tui.wording.asked")], file=sys.__stdout__)
"""


class Listening:
    """Stands in for `Asking` and keeps the names of what is taken, with the lists that their texts need."""

    def __init__(self, name):
        self.name = name
        self.taken = {}

    def flag(self, name, named=None, **_):
        assert name not in self.taken
        self.taken[name] = named or {}

    words = free_words = flag

    def keep(self, name, value):
        """Take no note of what a command tells itself."""


def taken(command):
    """Return the flags and words of a command, each with its lists."""
    listening = Listening(command)
    importlib.import_module(f"tui.commands.{COMMANDS[command][0]}").arguments(listening)
    return listening.taken


def test_every_command_has_a_table_and_every_table_a_command():
    assert set(asked.TOLD) == set(COMMANDS)
    assert sum(map(len, (asked.people.TOLD, asked.touches.TOLD, asked.keeping.TOLD))) == len(COMMANDS), "one stands in two rooms"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_flag_has_a_text_and_every_text_a_flag(command):
    texts = asked.TOLD[command][0]
    assert sorted(texts) == sorted(taken(command))
    for name, named in taken(command).items():
        said = asked.text(command, name, named)
        assert said.strip() and said == said.strip() and not re.search(r"(?<!\.\.)\.$", said), name
        assert not set("{}") & set(said), f"{name} has a place without a list"
        for place, listed in named.items():
            assert f"{{{place}}}" in texts[name] and ", ".join(listed) in said, name


@pytest.mark.parametrize("command", COMMANDS)
def test_a_line_to_try_has_only_flags_that_the_command_takes(command):
    for line in asked.examples(command):
        for name, said in re.findall(r"onward ([a-z]+)([^|&)]*)", line):
            assert name in COMMANDS, line
            assert set(re.findall(r"(?<= )--[a-z-]+", said)) <= set(taken(name)), line


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_all_of_them(command):
    asking = Asking(command, COMMANDS[command][1])
    importlib.import_module(f"tui.commands.{COMMANDS[command][0]}").arguments(asking)
    shown = " ".join(asking.help(120).split())
    told = describe(command, COMMANDS)
    for each in (*told.flags, *told.words):
        assert each.name in shown and " ".join(each.help.split()) in shown, each.name
    assert all(" ".join(line.split()) in shown for line in told.examples)
    assert told.examples == asked.examples(command)


def test_a_percent_sign_is_shown_as_it_is(monkeypatch):
    monkeypatch.setitem(asked.TOLD, "backup", ({"--json": "100% of {what}, %(prog)s"}, ("onward backup",)))
    asking = Asking("backup", "keep a copy")
    asking.flag("--json", named={"what": ("this", "that")})
    assert "100% of this, that, %(prog)s" in asking.help(80)


def test_help_is_for_the_width_asked_for(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    asking = Asking("due", COMMANDS["due"][1])
    importlib.import_module("tui.commands.due").arguments(asking)
    narrow, wide = (asking.help(width).split("\n\nfor example:")[0].split("\n") for width in (60, 120))
    assert max(map(len, narrow)) <= 60 < max(map(len, wide)) <= 120
    assert os.environ["COLUMNS"] == "200"


def test_a_flag_without_a_text_is_found(monkeypatch):
    asking = Asking("backup", "keep a copy")
    asking.flag("--unheard-of")
    with pytest.raises(KeyError):
        asking.help(80)


def test_a_quick_command_reads_none_of_the_texts(onward, home):
    for words in QUICK:
        done = subprocess.run([sys.executable, "-c", COUNT.format(words=list(words))], capture_output=True, text=True, check=False)
        assert done.stdout == "[]\n", (words, done.stdout, done.stderr)


def test_what_is_not_understood_reads_none_of_them_either(onward, home):
    script = COUNT.replace("assert status == 0", "assert status == 2").format(words=["due", "--split"])
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout == "[]\n", done.stderr
    for words, reason in ((("due", "--json=1"), "argument --json: ignored explicit argument '1'"),
                          (("due", "--kind"), "argument --kind: expected one argument"),
                          (("due", "now"), '"now" is one word too many'),
                          (("completion", "bash", "zsh"), '"zsh" is one word too many')):
        done = onward(*words)
        assert done.returncode == 2 and f"could not use that: {reason}. onward {words[0]} --help" in done.stderr


def test_the_tables_are_found_by_an_installed_program(onward):
    assert "for example:\n  onward due\n" in onward("due", "--help").stdout
    assert json.loads(onward("due", "--json").stdout) == []
