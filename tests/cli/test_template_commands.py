"""`onward template`, run as it is installed."""

import json
import stat

import pytest

from tui.wording.templates import FAMILY_LABELS


def good(done):
    """Check that a command went well, and return what it printed."""
    assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
    return done.stdout


@pytest.fixture
def marty(onward):
    """Marty Chen of Acme, met just now."""
    good(onward("log", "met Marty Chen @Acme 415 555 0100 marty@example.com hot at:Chamber"))


def test_the_list_says_what_each_is_for(onward):
    printed = good(onward("template", "list", "--language", "en"))
    assert "thank-you   thanks after a meeting" in printed and "  thank-you-text " in printed
    assert good(onward("template", env={"COLUMNS": "40"}))
    assert max(len(line) for line in good(onward("template", env={"COLUMNS": "40"})).split("\n")) <= 40
    found = json.loads(good(onward("template", "list", "birthday", "--kind", "card", "--json", "--language", "en")))
    assert [each["name"] for each in found] == ["birthday-card", "birthday-card-2", "birthday-card-3"]
    assert set(found[0]) == {"name", "family", "stage", "kinds", "language", "own", "path"}
    done = onward("template", "list", "nothing-like-that")
    assert done.returncode == 0 and done.stdout == "" and "No template fits that" in done.stderr


def test_every_family_has_words_for_what_it_is(onward):
    found = json.loads(good(onward("template", "list", "--json")))
    assert {each["family"] for each in found} == set(FAMILY_LABELS)


def test_show_gives_the_file_or_the_words_for_a_person(onward, marty):
    raw = good(onward("template", "show", "thank-you-mail"))
    assert raw.startswith("subject: Good to meet you[[ at $event]]\nkinds: email\n")
    assert "Schön" in good(onward("template", "show", "thank-you-mail", "--language", "de"))
    filled = good(onward("template", "show", "thank-you-mail", "--who", "marty"))
    assert filled.startswith("Subject: Good to meet you at Chamber\n\nHi Marty,")
    told = json.loads(good(onward("template", "show", "promise-mail", "--who", "marty", "--json")))
    assert told["contact"] == "Marty Chen" and "what you promised" in told["open"]
    assert json.loads(good(onward("template", "show", "thank-you-mail", "--json")))["body"].startswith("Hi[[ $first_name]]")
    assert onward("template", "show", "thank-yu-mail").returncode == 3
    assert "Did you mean thank-you-mail" in onward("template", "show", "thank-yu-mail").stderr
    assert onward("template", "show", "thank-you-mail", "--language", "xx").returncode == 3
    assert onward("template", "show").returncode == 2
    assert onward("template", "shw").returncode == 2


def test_a_new_one_is_written_once_and_used_at_once(onward, home, marty):
    done = onward("template", "new", "--from", "thank-you-text", "My", "thanks")
    path = home / "templates" / "en" / "my-thanks.txt"
    assert done.returncode == 0 and str(path) in done.stderr and path.exists()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("kinds: text\nfamily: thank-you\n\nHello $first_name of $company\n")
    assert good(onward("template", "show", "my-thanks", "--who", "marty")) == "Hello Marty of Acme\n"
    assert json.loads(good(onward("draft", "marty", "--json")))["template"] == "my-thanks"
    again = onward("template", "new", "my-thanks")
    assert again.returncode == 2 and "left alone" in again.stderr
    assert "Hello" in path.read_text()
    dry = onward("template", "new", "other", "--dry-run")
    assert dry.returncode == 0 and "Hi[[ $first_name]]" in dry.stdout and not (path.parent / "other.txt").exists()
    made = json.loads(good(onward("template", "new", "other", "--json")))
    assert made["written"] is True and made["own"] is True and made["name"] == "other"
    assert onward("template", "new", "...").returncode == 2
    assert onward("template", "new", "x", "--from", "nobody").returncode == 3


def test_check_names_each_fault_with_file_and_line(onward, home, tmp_path):
    done = onward("template", "check")
    assert done.returncode == 0 and done.stdout == "" and "onward template new" in done.stderr
    folder = home / "templates" / "en"
    folder.mkdir(parents=True)
    bad = folder / "bad.txt"
    bad.write_text("family: thank-you\n\nHi $frist_name of $compny\n")
    (folder / "fine.txt").write_text("family: thank-yu\n\nHi $first_name\n")
    done = onward("template", "check")
    assert done.returncode == 7
    assert done.stdout == (
        f"{bad}:3: there is no gap called $frist_name; did you mean $first_name?\n"
        f"{bad}:3: there is no gap called $compny; did you mean $company?\n"
        f"{folder / 'fine.txt'}: good (no step asks for \"thank-yu\" by itself; did you mean thank-you?)\n")
    told = json.loads(onward("template", "check", "--json").stdout)
    assert [(each["name"], len(each["faults"]), len(each["notes"])) for each in told] == [("bad", 2, 0), ("fine", 0, 1)]
    assert told[0]["faults"][0] | {"told": ""} == {"line": 3, "code": "unknown-gap", "reason": "", "gap": "frist_name",
                                                   "hint": "first_name", "told": ""}
    assert good(onward("template", "check", folder / "fine.txt"))
    assert onward("template", "check", "nowhere.txt").returncode == 6
    listed = onward("template", "list", "thank-you")
    assert listed.returncode == 0 and "bad.txt, line 3" in listed.stderr and "thank-you-text" in listed.stdout
    other = tmp_path / "other.txt"
    other.write_bytes(b"\xff\xfe\x00")
    assert onward("template", "check", other).stdout == f"{other}:1: it is not text in UTF-8\n"


def test_the_gaps_are_listed(onward):
    printed = good(onward("template", "gaps", env={"COLUMNS": "40"}))
    assert "$first_name" in printed and max(len(line) for line in printed.split("\n")) <= 40
    told = json.loads(good(onward("template", "gaps", "--json")))
    assert {"gap": "signature", "stands_for": "your signature", "from_settings": True} in told


def test_hostile_files_are_shown_and_never_obeyed(onward, home, marty):
    folder = home / "templates"
    folder.mkdir(parents=True)
    (folder / "\x1b]52;c;aGk=\x07x.txt").write_text("family: a\x1b[31m\n\nHi \x1b]52;c;aGk=\x07 \u202e[b]$company[/b]\n")
    name = "\x1b]52;c;aGk=\x07x"
    for words in (["list"], ["check"], ["show", name], ["show", name, "--who", "marty"]):
        done = onward("template", *words)
        assert "\x1b" not in done.stdout + done.stderr and "\x07" not in done.stdout + done.stderr
        assert "\u202e" not in done.stdout + done.stderr
    assert "[b]Acme[/b]" in good(onward("template", "show", name, "--who", "marty"))


def test_names_are_completed(onward, home):
    assert "check" in good(onward("--complete", "zsh", "", "onward template ")).split()
    assert "thank-you-text" in good(onward("--complete", "zsh", "", "onward template show thank-y")).split()


def test_what_is_unset_leaves_words_that_read_well(onward, home, marty):
    plain = good(onward("template", "show", "thank-you-mail", "--who", "marty"))
    assert plain.rstrip("\n").endswith("I hope the rest of your week is a good one.")
    (home / "settings.toml").write_text('[you]\nname = "Sam Field"\nbooking_link = "https://example.com/book"\n'
                                        'signature = "Sam Field\\nField Consulting"\n')
    signed = good(onward("template", "show", "thank-you-mail", "--who", "marty"))
    assert signed.rstrip("\n").endswith("Warmly,\nSam Field\nField Consulting")
    assert "https://example.com/book" in good(onward("template", "show", "first-call-mail", "--who", "marty"))
