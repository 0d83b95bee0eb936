"""The README says what the program does: its tables are drawn from the program's own."""

import re

from tui.cli import COMMANDS, INTERRUPTED, READER_GONE
from tui.keys import readme_rows


def text(repository):
    """Return the README."""
    return (repository / "README.md").read_text(encoding="utf-8")


def between(readme, start, end):
    """Return the lines between two comments of the README."""
    return re.search(rf"<!-- {start}[^\n]*-->\n(.*?)\n<!-- {end} -->", readme, re.S)[1].split("\n")


def test_the_two_commands_stand_at_the_top(repository):
    run, test = re.findall(r"^python3 -m venv .*$", text(repository), re.M)
    assert run == "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/onward demo"
    assert test == "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest"
    assert text(repository).index(run) < text(repository).index(test) < text(repository).index("\n## ")


def test_the_key_table_is_current(repository):
    assert between(text(repository), "keys", "end of keys") == readme_rows()


def test_the_command_table_is_current(repository):
    rows = [f"| `onward {name}` | {purpose} |" for name, (_, purpose) in COMMANDS.items()]
    assert between(text(repository), "commands", "end of commands")[3:] == rows


def test_every_exit_status_is_documented(repository):
    from store import errors

    said = {int(each) for each in re.findall(r"^\| (\d+) \|", text(repository), re.M)}
    used = {value.exit_status for value in vars(errors).values() if hasattr(value, "exit_status")}
    assert said == used | {0, INTERRUPTED, READER_GONE}


def test_both_variables_and_the_benchmark_command_are_named(repository):
    for each in ("ONWARD_HOME", "ONWARD_NOW", ".venv/bin/python -m tests.bench", "uv tool install .", "pipx install ."):
        assert each in text(repository)


def test_the_continuous_run_uses_the_test_command(repository):
    script = (repository / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script and "CI=true" in script
