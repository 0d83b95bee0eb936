"""Putting a completion where a shell finds it; its start file is touched only on a yes."""

from __future__ import annotations

import os

from tui.commands.completion import SCRIPTS
from tui.commands.own_files import add_line, has_line, write_own
from tui.wording import spoken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tui.commands.console import Console

REMARK = spoken.ONWARD_COMPLETES_NAMES
LOADERS = ("/usr/share/bash-completion/bash_completion", "/etc/bash_completion",
           "/opt/homebrew/etc/profile.d/bash_completion.sh", "/usr/local/etc/profile.d/bash_completion.sh")
"Where the bash-completion of a system lies; with it bash loads completions of the user's folder by itself."
BASH_STARTS = ("/etc/bash.bashrc", "/etc/bashrc", "/etc/profile.d/bash_completion.sh")
"Start files of the system that may load it, besides the user's own."


def install(shell: str, asked: Namespace, console: Console) -> int:
    """Write a shell's script into the user's folder, and say or add the line that the shell needs to find it."""
    path = place(shell)
    start, line = start_line(shell, path)
    needed = bool(line) and not has_line(start, line)
    added = False
    if asked.dry_run:
        if not asked.json:
            more = spoken.AND_ASK_WHETHER_TO_ADD.format(start=start, line=line) if needed else ""
            console.say(spoken.WOULD_WRITE_AND.format(path=path, more=more))
    else:
        write_own(path, SCRIPTS[shell])
        if needed and (asked.yes or (console.answers and not asked.json and _agreed(console, start, line))):
            added = add_line(start, line, REMARK)
        if not asked.json:
            _tell(console, shell, path, start, line if needed and not added else "")
    if asked.json:
        told = {"verb": "completion", "dry_run": bool(asked.dry_run), "shell": shell, "path": path,
                "start_file": start if line else "", "line": line, "line_is_there": added or not needed}
        console.put_json(told, one_line=True)
    return 0


def place(shell: str) -> str:
    """Return the file of the user's own folders in which a shell, or its line, looks for the completion."""
    home = os.path.expanduser("~")
    data = os.environ.get("XDG_DATA_HOME", "").strip() or os.path.join(home, ".local", "share")
    if shell == "fish":
        config = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.join(home, ".config")
        return os.path.join(config, "fish", "completions", "onward.fish")
    if shell == "zsh":
        return os.path.join(data, "zsh", "site-functions", "_onward")
    own = os.environ.get("BASH_COMPLETION_USER_DIR", "").strip() or os.path.join(data, "bash-completion")
    return os.path.join(own, "completions", "onward")


def start_line(shell: str, path: str) -> tuple[str, str]:
    """Return a shell's start file and the line in it that loads a completion; an empty line where the shell needs none."""
    import shlex

    home = os.path.expanduser("~")
    if shell == "fish":
        return "", ""
    if shell == "zsh":
        return os.path.join(os.environ.get("ZDOTDIR", "") or home, ".zshrc"), f"source {shlex.quote(path)}"
    start = os.path.join(home, ".bashrc")
    return start, "" if bash_loads_by_itself(start) else f"source {shlex.quote(path)}"


def bash_loads_by_itself(start: str) -> bool:
    """Return whether bash-completion is there and one of bash's start files loads it; where in doubt, it does not."""
    if not any(os.path.exists(each) for each in LOADERS):
        return False
    for path in (start, *BASH_STARTS):
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                if any("bash_completion" in line.split("#", 1)[0] for line in file):
                    return True
        except OSError:
            continue
    return False


def _agreed(console: Console, start: str, line: str) -> bool:
    """Ask whether a line may go into a start file."""
    console.say(spoken.YOUR_SHELL_NEEDS_THIS_LINE.format(line=line))
    return console.agreed(spoken.ADD_IT.format(start=start), yes=False)


def _tell(console: Console, shell: str, path: str, start: str, line: str) -> None:
    """Say where the completion is, and what is still to do."""
    console.say(spoken.THE_COMPLETION.format(shell=shell, path=path))
    if line:
        console.say(spoken.ADD_THIS_LINE_TO_IT_WAS.format(start=start, line=line))
    console.say(spoken.A_NEW_COMPLETES_ONWARD_SHOW_TAB.format(shell=shell))
