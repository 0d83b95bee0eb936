"""The commands, run as they are installed, on a real book."""

import json
import re

import pytest

CARD = ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Iris Blom\r\nN:Blom;Iris;;;\r\nTEL;TYPE=CELL:+1 415 555 0102\r\n"
        "EMAIL:iris@example.com\r\nORG:Blom & Co\r\nBDAY:--1130\r\nEND:VCARD\r\n")
LINKEDIN = ('Notes:\n"Some addresses are missing."\n\n'
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
            "Ana,Duarte,https://www.linkedin.com/in/ana-duarte,ana@example.com,Beta,COO,12 Nov 2026\n")


def good(done):
    """Check that a command went well, and return what it printed."""
    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    return done.stdout


def data(done):
    """Return the JSON that a command printed, on a standard output that holds nothing else."""
    return json.loads(good(done))


@pytest.fixture
def marty(onward):
    """Log one person met just now."""
    good(onward("log", "met", "Marty", "Chen", "@Acme", "415", "555", "0100", "hot", "//", "son", "plays", "golf"))


def test_somebody_met_has_a_thank_you_due_within_the_hour(onward, marty):
    (row,) = data(onward("due", "--json"))
    assert list(row)[:13] == ["contact", "id", "kind", "cadence", "step", "opens", "goal", "due", "late", "last_call", "why",
                              "reasons", "group"]
    assert (row["contact"], row["cadence"], row["step"], row["group"]) == ("Marty Chen", "met", "thank-you", "running")
    assert (row["opens"], row["goal"]) == ("2026-11-24T17:12:00Z", "2026-11-24T18:12:00Z")
    assert "met" in row["why"] and row["reasons"][0]["code"] == "met"


def test_the_receipt_says_what_is_due_and_how_to_take_it_back(onward):
    done = onward("log", "met Marty Chen 415 555 0100")
    assert done.stdout == ""
    assert done.stderr == "Logged: met Marty Chen. Thank-you text due by 10:12. onward undo takes it back.\n"


def test_due_counts(onward, marty):
    assert good(onward("due", "--count")) == "1\n"
    assert data(onward("due", "--count", "--json"))["running"] == 1
    assert good(onward("due", "--count", "--split", "owed")) == "0\n"


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_lines_fit_the_window(onward, marty, columns):
    onward("log", "met 田中健二 さくら 田中健二 さくら @株式会社 // 長い長い長い長い長い長い長い長い長い長い長い長いメモ")
    from rich.cells import cell_len

    for words in (["due"], ["show", "Marty"], ["find", "mar"], ["why", "Marty"], ["--help"], ["log", "--help"]):
        printed = good(onward(*words, env={"COLUMNS": str(columns)}))
        assert max(cell_len(line) for line in printed.split("\n")) <= max(columns, 41) or words[-1] == "--help"


def test_log_json_has_its_documented_shape(onward):
    words = "met Marty Chen @Acme 415 555 0100 marty@example.com #expo hot fast ok:text next: call fri 10am // golf"
    would = data(onward("log", "--dry-run", "--json", words))
    assert would["result"] == "would add" and would["due"] is None
    assert data(onward("export"))["contacts"] == []
    stored = data(onward("log", "--json", words))
    assert stored["result"] == "added"
    assert set(stored) >= {"contact", "touch", "next", "unparsed", "result", "due"}
    assert stored["contact"]["phones"] == [{"e164": "+14155550100", "as_typed": "415 555 0100"}]
    assert stored["contact"]["emails"] == ["marty@example.com"]
    assert stored["contact"]["permission"]["text"] == "granted"
    assert stored["touch"]["kind"] == "meeting" and stored["touch"]["note"] == "golf"
    assert stored["next"]["kind"] == "call" and stored["next"]["at"] == "2026-11-27T18:00:00Z"
    assert stored["unparsed"] == []


def test_many_lines_get_a_report_each_and_a_status_for_doubt(onward):
    lines = "met Jo Hart @Delta\n\nmet Ana Duarte\r\nmet Ana Duart\nvm\n"
    done = onward("log", "-", input=lines)
    assert done.returncode == 4
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["added", "added", "in", "in"]
    assert len(data(onward("unfiled", "--json"))) == 2
    assert good(onward("undo")) == ""
    assert data(onward("export"))["contacts"] == []


def test_lines_without_words_and_without_a_terminal_come_from_standard_input(onward):
    done = onward("log", "--json", input=b"\xef\xbb\xbfmet Jos\xc3\xa9 Ruiz\nmet Andr\xe9 Blanc\n")
    names = [json.loads(line)["contact"]["name"] for line in good(done).decode().splitlines()]
    assert names == ["José Ruiz", "André Blanc"]


def test_a_thousand_lines_in_one_go(onward):
    names = (f"{first}{middle} {last}son" for first in ("Al", "Be", "Cy", "Da", "Ed", "Fa", "Gu", "Ha", "Ia", "Jo")
             for middle in ("bert", "nia", "rus", "vid", "win", "tima", "stav", "nna", "kob", "sef")
             for last in ("Ander", "Benne", "Carl", "Davi", "Erik", "Fergu", "Gib", "Har", "Ing", "Jack"))
    reports = onward("log", "-", input="".join(f"met {name} @Acme #big // well met\n" for name in names)).stdout.splitlines()
    assert len(reports) == 1000
    counted = int(good(onward("due", "--count")))
    assert counted >= sum(report.startswith("added") for report in reports) > 0


def test_a_flag_may_stand_anywhere_and_a_note_may_hold_dashes(onward):
    good(onward("log", "met", "Jo", "Hart", "--json", "//", "wants", "-20%", "and", "--more"))
    assert "wants -20% and --more" in good(onward("show", "jo"))


def test_the_shell_takes_quotes_off_and_they_are_put_back(onward):
    good(onward("log", "met", "Jo", "Hart", "@Acme Corp", "via:Pat Weber"))
    person = data(onward("show", "jo", "--json"))["contact"]
    assert (person["company"], person["referrer"]) == ("Acme Corp", "Pat Weber")


def test_a_line_in_doubt_says_what_it_has_in_common_with_somebody(onward):
    good(onward("log", "met Marty Chen @Acme 415 555 0100"))
    assert "Marty Chen, Acme, same number" in onward("log", "--dry-run", "met Jo Hart 415 555 0100").stdout


def test_a_line_in_doubt_is_kept_and_settled(onward, marty):
    assert onward("log", "met Marti Chen").returncode == 4
    (line,) = data(onward("unfiled", "--json"))
    assert line["line"] == "met Marti Chen" and line["reason"] == "near-duplicate"
    assert "met Marti Chen" in onward("unfiled", "drop", "1", "--dry-run").stderr
    good(onward("unfiled", "file", "1", "--who", "Marty"))
    assert data(onward("unfiled", "--json")) == []
    assert len(data(onward("show", "marty", "--json"))["touches"]) == 2
    good(onward("undo"))
    good(onward("unfiled", "drop", "1"))
    assert data(onward("unfiled", "--json")) == []


def test_done_moves_the_plan_on_and_undo_takes_it_back(onward, marty):
    before = data(onward("due", "--json"))
    soon, later = {"ONWARD_NOW": "2026-11-24T17:22:00Z"}, {"ONWARD_NOW": "2026-11-24T17:42:00Z"}
    good(onward("done", "Marty", "Chen", "--note", "short and warm", env=soon))
    (after,) = data(onward("due", "--json", env=soon))
    assert after["step"] == "call"
    good(onward("done", "Marty", "no", "answer", env=later))
    touches = data(onward("show", "marty", "--json"))["touches"]
    assert [(each["kind"], each["outcome"], each["note"]) for each in touches[1:]] == [
        ("text", "sent", "short and warm"), ("call", "no-answer", "")]
    for _ in range(2):
        good(onward("undo"))
    assert data(onward("due", "--json")) == before
    good(onward("redo"))
    assert data(onward("due", "--json", env=soon)) == [after]


@pytest.mark.parametrize("words", [
    ["done", "Marty"], ["snooze", "Marty", "tomorrow"], ["next", "Marty", "call", "friday"], ["log", "called Marty"],
    ["cadence", "use", "keep", "Marty"],
])
def test_dry_run_changes_nothing(onward, marty, words):
    before = good(onward("export"))
    done = onward(*words, "--dry-run")
    assert done.returncode == 0 and (done.stderr or done.stdout)
    shown = data(onward(*words, "--dry-run", "--json"))
    assert shown
    assert good(onward("export")) == before


def test_snooze_hides_until_then(onward, marty):
    receipt = data(onward("snooze", "Marty", "Chen", "tomorrow", "10am", "--json"))
    assert receipt["verb"] == "snooze" and receipt["values"]["until"] == "2026-11-25T10:00"
    assert data(onward("due", "--json")) == []
    assert data(onward("due", "--json", env={"ONWARD_NOW": "2026-11-25T18:01:00Z"}))[0]["contact"] == "Marty Chen"


def test_the_next_step_is_agreed_in_words(onward, marty):
    said = onward("next", "Marty", "Chen", "call", "fri", "10am", "about", "the", "lease").stderr
    assert said.startswith("Agreed with Marty Chen: call, about the lease, Fri 27 Nov 10:00.")
    (promise,) = data(onward("show", "Marty", "--json"))["promises"]
    assert promise["next_step"] and promise["due"]["on"] == "2026-11-27" and promise["due"]["time"] == "10:00"


def test_import_shows_then_takes_in_once(onward, tmp_path):
    card, connections = tmp_path / "a.vcf", tmp_path / "Connections.csv"
    card.write_text(CARD)
    connections.write_text(LINKEDIN)
    shown = good(onward("import", card, connections, "--dry-run"))
    assert "1 new" in shown and "Iris Blom" in shown and "Ana Duarte" in shown
    assert data(onward("export"))["contacts"] == []
    would = data(onward("import", "--dry-run", "--json", card))
    assert would["kind"] == "vcard" and would["contacts"][0]["birthday"] == "--11-30" and would["problems"] == []
    assert "2 people" in onward("import", card, connections, "--yes").stderr
    again = onward("import", card, connections, "--yes")
    assert again.returncode == 0 and "Nothing new" in again.stderr
    assert len(data(onward("export"))["contacts"]) == 2
    good(onward("cadence", "use", "keep", "--all-without", "--yes"))
    assert "Everybody has a cadence" in onward("cadence", "use", "keep", "--all-without", "--yes").stderr
    for _ in range(2):
        good(onward("undo"))
    assert data(onward("export"))["contacts"] == []


def test_find_and_show_by_name_company_and_number(onward, marty):
    for words in (["mar"], ["acme"], ["0100"], ["chen", "acm"]):
        assert "Marty Chen" in good(onward("find", *words))
    assert "son plays golf" in good(onward("show", "0100"))
    assert onward("find", "zzzz").returncode == 3


def test_why_names_every_instant(onward, marty):
    printed = good(onward("why", "Marty"))
    for each in ("opens", "goal", "due", "late", "last call", "Tue 24 Nov 10:12"):
        assert each in printed


def test_a_draft_is_filled_and_kept(onward, marty):
    printed = good(onward("draft", "Marty", "Chen"))
    assert "Marty" in printed and "golf" not in printed
    shown = data(onward("draft", "Marty", "--json"))
    assert shown["kind"] == "text" and shown["link"].startswith("sms:+14155550100")
    assert shown["body"].strip() in printed
    dry = data(onward("draft", "Marty", "--kind", "text", "--dry-run", "--json"))
    assert dry["contact"] == "Marty Chen"


def test_cadences_are_listed_and_shown(onward):
    names = [each["name"] for each in data(onward("cadence", "list", "--json"))]
    assert {"met", "inquiry", "keep"} <= set(names)
    assert data(onward("cadence", "show", "met", "--json"))["name"] == "met"
    assert "thank-you" in good(onward("cadence", "show", "met"))


def test_the_demo_leaves_nothing_behind(onward, home, tmp_path):
    printed = good(onward("demo", "--list", env={"TMPDIR": str(tmp_path)}))
    assert len(printed.splitlines()) > 15
    assert not home.exists()
    assert [each for each in tmp_path.iterdir() if "onward-demo" in each.name] == []
    good(onward("demo", "--list", "--folder", tmp_path / "kept"))
    assert good(onward("due", env={"ONWARD_HOME": str(tmp_path / "kept")})) == printed
    assert onward("demo", "--list", "--folder", tmp_path / "kept").returncode == 6


def test_every_command_has_help_with_its_name(onward):
    from tui.cli import COMMANDS

    overview = good(onward("--help"))
    for name, (_, purpose) in COMMANDS.items():
        assert f"  {name}" in overview and purpose in overview
        assert good(onward(name, "--help")).startswith(f"usage: onward {name}")
    assert re.fullmatch(r"onward \d+\.\d+\.\d+\n", good(onward("--version")))


def test_nothing_in_a_name_or_note_acts_on_the_terminal(onward):
    nasty = "met Zoe\x1b]52;c;aGk=\x07 \x1b[2JWork [/]\u202eevil @\x9b31mAcme // note\x1b[31m\u200b"
    onward("log", "-", "--new", input=nasty + "\n")
    for words in (["due"], ["find", "zoe"], ["show", "zoe"], ["why", "zoe"], ["unfiled"], ["draft", "zoe"], ["due", "--json"],
                  ["export"], ["undo"]):
        done = onward(*words)
        for stream in (done.stdout, done.stderr):
            bad = [each for each in stream if each != "\n" and not each.isprintable()]
            assert not bad, (words, bad)


def test_a_reader_that_leaves_is_no_trouble(program, onward):
    import subprocess

    onward("log", "-", "--new", input="".join(f"met Person{number} Number{number}\n" for number in range(300)))
    done = subprocess.run(f"'{program}' due --json | head -n 1", shell=True, capture_output=True, text=True, check=False)
    assert done.stdout == "[\n" and done.stderr == ""


def test_streams_that_are_closed_are_no_trouble(program, marty):
    import subprocess

    for command in (f"'{program}' due >&-", f"'{program}' due <&-", f"'{program}' due 2>&-"):
        done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr and done.returncode in (0, 141)


def test_when_reads_words_one_phrase_a_line(onward):
    assert good(onward("when", "next", "tuesday")) == "Tue 1 Dec\n"
    assert good(onward("when", "-", input="tomorrow 4pm\nmay the force\n")) == "Wed 25 Nov 16:00\n-\n"
    lines = good(onward("when", "-", "--json", "--from", "2026-12-01T10:00:00Z", input="20m ago\nin 3 days\nblue\n"))
    found = [json.loads(line) for line in lines.splitlines()]
    assert [found[0]["at"], found[1]["on"], found[2]["rest"]] == ["2026-12-01T09:40:00Z", "2026-12-04", "blue"]
    assert onward("when", "blue").returncode == 2
    assert onward("when", "friday", "--from", "soon").returncode == 2
