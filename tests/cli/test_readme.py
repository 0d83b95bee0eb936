"""The README says what the program does: its tables are drawn from the program's own."""

import importlib.util
import re

from tui.cli import INTERRUPTED, READER_GONE


def text(repository):
    """Return the README."""
    return (repository / "README.md").read_text(encoding="utf-8")


def test_the_two_commands_stand_at_the_top(repository):
    run, test = re.findall(r"^python3 -m venv .*$", text(repository), re.M)
    assert run == "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/onward demo"
    assert test == "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest"
    assert text(repository).index(run) < text(repository).index(test) < text(repository).index("\n## ")


def test_the_tables_are_current(repository):
    spec = importlib.util.spec_from_file_location("update_readme", repository / "tests" / "update_readme.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert text(repository).count("<!-- end of ") == 7
    assert module.updated(text(repository)) == text(repository), "run: python -m tests.update_readme"


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


def test_the_settings_shown_are_understood(repository, onward, home):
    shown = re.search(r"```toml\n(.*?)```", text(repository), re.S)[1]
    home.mkdir()
    (home / "settings.toml").write_text(shown)
    done = onward("cadence", "list")
    assert done.returncode == 0
    assert done.stderr == ""


def test_the_log_line_shown_means_what_the_table_says(repository, onward):
    words = "met Marty Chen @Acme 415 555 0100 marty@example.com #expo hot fast ok:text,call no:email via:\"Pat Weber\" " \
            "20m ago next: call fri 10am // son plays golf"
    done = onward("log", "--dry-run", words)
    assert done.returncode == 0, done.stderr
    for each in ("Marty Chen", "Acme", "415 555 0100", "marty@example.com", "#expo", "hot fast", "Pat Weber", "08:52",
                 "Fri 27 Nov 10:00", "son plays golf"):
        assert each in done.stdout
