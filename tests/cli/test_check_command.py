"""`onward check`: any text, from a file or standard input, judged in one object or in friendly blocks."""

import json

import pytest

from tui.wording import flags as wording

BAD = "Subject: Hello {name}\n\nHi Bob,\n\nJust checking in on the order. Act now!\n\nBest,\nSam\n"
GOOD = "Hi Marty,\n\nyou told me about the mill on Tuesday. Shall we look at it together?\n\nSam\n"


def test_the_shape_is_the_documented_one(onward, home):
    done = onward("check", "--kind", "email", "--stage", "visibility", "--json", "-", input=BAD)
    assert done.returncode == 0
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert list(found) == ["flags"]
    assert [list(each) for each in found["flags"]] == [["rule", "text", "reason", "better"]] * len(found["flags"])
    assert found["flags"][0]["rule"] == "unfilled"
    assert found["flags"][0]["text"] == "{name}"
    assert all(isinstance(value, str) and value for each in found["flags"] for value in each.values())
    assert not (home / "book").exists()


def test_a_good_message_passes(onward):
    assert json.loads(onward("check", "--json", "-", input=GOOD).stdout) == {"flags": []}
    assert onward("check", "-", input=GOOD).stdout == wording.NOTHING_FOUND + "\n"
    assert onward("check", input="").stdout == wording.NOTHING_GIVEN + "\n"


def test_on_the_terminal_a_block_a_flag(onward):
    done = onward("check", "--kind", "email", "-", input=BAD, env={"COLUMNS": "40"})
    blocks = done.stdout.strip().split("\n\n")
    assert blocks[0].startswith("unfilled: a gap is open")
    assert all("Better: " in each for each in blocks)
    assert all(len(line) <= 40 for line in done.stdout.split("\n"))


def test_a_file_and_what_is_wrong_with_one(onward, tmp_path):
    file = tmp_path / "note.txt"
    file.write_bytes("Hi ,\r\n\r\nl\xe9a's mill opens on Tuesday. Come?".encode("latin-1"))
    assert [each["rule"] for each in json.loads(onward("check", "--json", file).stdout)["flags"]] == ["unfilled"]
    assert onward("check", tmp_path / "none.txt").returncode == 6
    assert onward("check", tmp_path).returncode == 6


@pytest.mark.parametrize("words", [["--kind", "pigeon"], ["--stage", "love"], ["--unknown"]])
def test_what_is_not_understood(onward, words):
    assert onward("check", *words, "-", input=GOOD).returncode == 2


def test_somebody_in_the_book(onward):
    onward("log", "met Marty Chen @Northline marty@example.com 415 555 0100 ok:text no:email")
    mail = onward("check", "--who", "Marty", "--kind", "email", "--json", input="Hi Brian,\n\nhow is Northline? Shall we talk on Friday?")
    assert [each["rule"] for each in json.loads(mail.stdout)["flags"]] == ["mismatch", "unexpected"]
    text = onward("check", "--who", "Marty", "--kind", "text", "--json", input="Marty, good to hear about Northline. Thank you!")
    assert json.loads(text.stdout) == {"flags": []}
    assert onward("check", "--who", "Nobody", input=GOOD).returncode == 3


def test_the_settings_switch_rules_and_add_words(onward, home):
    home.mkdir()
    (home / "settings.toml").write_text('[draft_check]\nunfilled = false\nget-the-sale = false\noffer = ["Harvest Plan"]\n')
    done = onward("check", "--kind", "email", "--json", input=BAD.replace("Act now!", "The Harvest Plan is new in Oakland."))
    assert [each["rule"] for each in json.loads(done.stdout)["flags"]] == ["spiel", "generic", "no-next-step"]
    (home / "settings.toml").write_text('[draft_check]\nspiel = "no"\n')
    broken = onward("check", input=GOOD)
    assert broken.returncode == 7
    assert "draft_check.spiel" in broken.stderr
    (home / "settings.toml").write_text('[draft_check]\noffer = "Harvest"\n')
    assert onward("check", input=GOOD).returncode == 7


def test_hostile_words_never_act_on_the_terminal(onward):
    done = onward("check", "-", input="Hi \x1b]52;c;AAAA\x07[Name]\u202e,\n\nact now \x1b[31mtoday\n")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    json.loads(onward("check", "--json", input="\x00\xff [Name]").stdout)


def test_every_code_has_its_words(repository):
    import re

    codes = set()
    moves = set()
    for path in (repository / "store" / "rules" / "draft_check").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        codes |= set(re.findall(r'Reason\("([a-z-]+)"', text))
        moves |= set(re.findall(r'"([a-z]+(?:-[a-z]+)+|wait)"(?:, "subject"|, part)?\)', text))
    assert codes - {"filler"} <= set(wording.REASONS)
    assert set(wording.BETTER) >= {each for each in moves if each in wording.BETTER}
    from store.book.draft_checking import RULES

    assert set(wording.TITLES) == set(RULES)
