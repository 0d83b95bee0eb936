"""bash, zsh and fish in a real terminal: after `onward completion install`, Tab completes commands and names of the book."""

import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.terminal


def begin(terminal, home, command, onward_home, program):
    """Start a shell as a user's own, with nothing but what lies in its home, and wait for its prompt."""
    terminal.shell(
        f"env -i HOME={home} TERM=xterm-256color LANG=C.UTF-8 PATH={Path(program).parent}:/usr/bin:/bin "
        f"ONWARD_HOME={onward_home} ONWARD_NOW={os.environ['ONWARD_NOW']} {command}", "ready>")


@pytest.mark.parametrize(("shell", "command", "start", "prompt"), [
    ("bash", "bash", ".bashrc", "PS1='ready>'\n"),
    ("zsh", "zsh", ".zshrc", "PS1='ready>'\n"),
    ("fish", "fish", ".config/fish/config.fish", "function fish_prompt; echo 'ready>'; end\nset fish_greeting\n"),
])
def test_tab_completes_after_one_command(terminal, needs, onward, program, home, tmp_path, shell, command, start, prompt):
    needs(shell)
    person = tmp_path / "person"
    (person / start).parent.mkdir(parents=True)
    (person / start).write_text(prompt)
    assert onward("log", "met Marty Chen @Acme").returncode == 0
    done = onward("completion", "install", shell, "--yes", env={
        "HOME": str(person), "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": "", "ZDOTDIR": "", "BASH_COMPLETION_USER_DIR": ""})
    assert done.returncode == 0, done.stderr
    assert (person / start).read_text().startswith(prompt)
    begin(terminal, person, command, home, program)
    terminal.type("onward comple")
    terminal.keys("Tab")
    terminal.until(r"ready>\s?onward completion")
    terminal.keys("C-u")
    terminal.type("onward show mar")
    terminal.keys("Tab")
    terminal.until(r"onward show (?i:'?marty\\? chen)")
    terminal.keys("Enter")
    terminal.until(r"Acme")
