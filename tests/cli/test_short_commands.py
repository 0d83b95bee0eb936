"""tag, hot, warm, cold, booth, sweep and completion, run as they are installed."""

import json
import shutil
import subprocess

import pytest


def good(done):
    """Check that a command went well, and return what it printed."""
    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    return done.stdout


@pytest.fixture
def people(onward):
    """Log three people."""
    good(onward("log", "met Marty Chen @\"Acme Tiles\" 415 555 0100 #expo"))
    good(onward("log", "met Marta Lindqvist @Delta 415 555 0111"))
    good(onward("log", "met Jo Hart @Acme"))


def contact(onward, who):
    return json.loads(good(onward("show", who, "--json")))["contact"]


def test_a_temperature_is_one_word(onward, people):
    done = onward("hot", "0100")
    assert done.returncode == 0 and done.stderr.startswith("Changed: Marty Chen.")
    assert contact(onward, "Marty Chen")["temperature"] == "hot"
    assert "Would call Marty Chen cold" in onward("cold", "Marty", "Chen", "--dry-run").stderr
    assert json.loads(good(onward("warm", "Marty", "Chen", "--json")))["verb"] == "change"
    good(onward("undo"))
    assert contact(onward, "Marty Chen")["temperature"] == "hot"
    assert onward("hot", "Mart").returncode == 4


def test_tags_come_and_go_in_one_action(onward, people):
    good(onward("tag", "Marty", "Chen", "golf", "-expo", "#site review"))
    assert contact(onward, "Marty Chen")["tags"] == ["golf", "site review"]
    good(onward("undo"))
    assert contact(onward, "Marty Chen")["tags"] == ["expo"]
    good(onward("tag", "0100", "-expo"))
    assert contact(onward, "Marty Chen")["tags"] == []
    assert onward("tag", "Nobody", "x").returncode == 3
    assert onward("tag", "Marty").returncode == 2


def test_a_booth_starts_the_five_minutes_and_fills_in_event_and_tag(onward):
    done = onward("booth", "Expo 2026", input="Ann Lee 415 555 0111 hot\nmet Jo Hart at:Lounge // likes tea\nvm\n")
    assert done.returncode == 4
    assert done.stdout.splitlines() == ["added     Ann Lee", "added     Jo Hart", "in doubt  vm"]
    rows = json.loads(good(onward("due", "--json")))
    assert {(each["contact"], each["cadence"]) for each in rows if each["group"] == "running"} == \
        {("Ann Lee", "booth"), ("Jo Hart", "booth")}
    assert rows[0]["goal"] == "2026-11-24T17:17:00Z"
    ann, jo = contact(onward, "Ann Lee"), contact(onward, "Jo Hart")
    assert (ann["source"], ann["tags"]) == ("Expo 2026", ["expo-2026"])
    assert (jo["source"], jo["tags"]) == ("Lounge", ["expo-2026"])
    assert [each["line"] for each in json.loads(good(onward("unfiled", "--json")))] == ["vm"]


def test_a_booth_without_an_event_takes_todays(onward):
    assert onward("booth", input="Ann Lee\n").returncode == 2
    good(onward("log", "met Jo Hart at:\"Trade Day\" #trade"))
    good(onward("booth", input="Ann Lee\n"))
    assert contact(onward, "Ann Lee")["source"] == "Trade Day" and contact(onward, "Ann Lee")["tags"] == ["trade"]
    assert onward("booth", input="Bo Lee\n", env={"ONWARD_NOW": "2026-11-25T17:12:00Z"}).returncode == 2


def test_the_sweep_lists_what_is_open(onward, people):
    good(onward("log", "met Ana Duarte // wants a plan"))
    shown = json.loads(good(onward("sweep", "--json")))
    assert [each["contact"] for each in shown["without_note"]] == ["Marty Chen", "Marta Lindqvist", "Jo Hart"]
    assert shown["drafts"] == []
    assert "Jo Hart: meeting" in good(onward("sweep"))
    assert "Nothing is open" in onward("sweep", env={"ONWARD_NOW": "2026-11-26T17:12:00Z"}).stderr


@pytest.mark.parametrize(("line", "found"), [
    ("onward sho", ["show"]), ("onward show mar", ["Marta Lindqvist", "Marty Chen"]), ("onward show Marty Ch", ["Chen"]),
    ("onward show lind", ["Lindqvist"]), ("onward show 'Marty C", ["Marty Chen"]),
    ("onward log met Jo @acm", ["@Acme", "@Acme Tiles"]),
    ("onward log ca", ["called", "called by"]), ("onward hot jo", ["Jo Hart"]), ("onward completion b", ["bash"]),
    ("onward show --j", ["--json"]), ("onward show zzz", []), ("onward done Marty Chen rea", ["reached"]), ("onward show zz top", []), ("onward log --who marta", ["Marta Lindqvist"]), ("onward cadence use boo", ["booth"]), ("onward show \"", []),
])
def test_what_a_word_may_go_on_with(onward, people, line, found):
    shown = good(onward("--complete", "zsh", "", line)).splitlines()
    assert shown == found


def test_bash_gets_what_stands_behind_its_word_breaks(onward, people):
    assert good(onward("--complete", "bash", "", "onward log met Jo @acm")).splitlines() == ["Acme", "Acme Tiles"]
    assert good(onward("--complete", "bash", "11", "onward show mar")) .splitlines() == ["show"]


def test_completion_loads_neither_the_parser_nor_the_screen(onward, people, program):
    code = ("import sys; from tui.cli import main; main(['--complete', 'bash', '', 'onward show mar']); "
            "print([each for each in ('argparse', 'textual', 'phonenumbers', 'dateutil', 'rich') if each in sys.modules])")
    done = subprocess.run([str(program.with_name("python")), "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["Marta Lindqvist", "Marty Chen", "[]"]


def test_completion_in_a_large_book_reads_only_what_begins_so(monkeypatch, tmp_path):
    from store.book import Book
    from store.book.writing import Writing
    from store.model import Contact

    book = Book.open()
    with Writing(book, "many") as writing:
        for number in range(600):
            writing.add("contacts", Contact(id="", name=f"Zed{number:03d} Person"))
        writing.add("contacts", Contact(id="", name="Marty Chen"))
    read = []
    table = type(book.database.table("contacts"))
    before = table._document
    monkeypatch.setattr(table, "_document", lambda self, each: read.append(1) or before(self, each))
    assert book.complete("", "mart") == ("Marty Chen",) and len(read) == 1
    assert book.complete("", "m") == () and len(read) == 1
    book.close()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_the_shell_understands(onward, shell, tmp_path):
    script = good(onward("completion", shell))
    assert "--complete" in script
    if shutil.which(shell):
        path = tmp_path / "script"
        path.write_text(script)
        assert subprocess.run([shell, "-n", str(path)], capture_output=True, check=False).returncode == 0
    assert onward("completion", "cmd").returncode == 2


def test_bash_completes_a_name(onward, people, program, tmp_path):
    script = tmp_path / "completion"
    script.write_text(good(onward("completion", "bash")))
    driver = (f'source {script}; COMP_LINE="{program} show Marty Ch"; COMP_POINT=${{#COMP_LINE}}; COMP_CWORD=3; '
              f'COMP_WORDS=({program} show Marty Ch); _onward; printf "%s|" "${{COMPREPLY[@]}}"')
    done = subprocess.run(["bash", "--norc", "-c", driver], capture_output=True, text=True, check=False)
    assert done.stdout == "Chen|"


def test_a_mail_slip_is_said_where_nobody_can_be_asked(onward):
    done = onward("log", "met Tom Ashby tom@gmial.com")
    assert done.returncode == 0 and "Did you mean tom@gmail.com?" in done.stderr
    shape = json.loads(good(onward("log", "--dry-run", "--json", "met Tom Ash tom@hotmial.com")))
    assert shape["questions"] == [{"code": "mail-slip", "typed": "tom@hotmial.com", "meant": "tom@hotmail.com"}]


def test_undo_and_redo_can_be_tried_first(onward):
    onward("log", "met", "Ada", "Long", "415", "555", "0101")
    onward("log", "met", "Bea", "Short", "415", "555", "0102")
    look = onward("undo", "--dry-run", "--json")
    told = json.loads(look.stdout)
    assert (told["verb"], told["dry_run"], [each["name"] for each in told["contacts"]]) == ("undo", True, ["Bea Short"])
    assert "Nothing was changed" in onward("undo", "--dry-run").stderr
    assert "Bea Short" in onward("find", "bea").stdout
    assert onward("redo", "--dry-run").returncode == 3
    onward("undo")
    assert "Bea Short" in onward("redo", "--dry-run").stderr
    assert "Bea Short" not in onward("find", "bea").stdout
    onward("redo")
    assert "Bea Short" in onward("find", "bea").stdout


def test_the_next_step_takes_what_was_learned_of_an_inquiry(onward):
    good(onward("log", "inquired Lena Voss 415 555 0188 hot"))
    good(onward("next", "Lena", "call", "thu", "14:00", "--need", "two roofs", "--size", "400 m2", "--by", "winter"))
    person = json.loads(good(onward("show", "Lena", "--json")))["contact"]
    assert (person["need"], person["size"], person["wanted_by"]) == ("two roofs", "400 m2", "winter")
