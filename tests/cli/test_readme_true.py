"""What the README shows is true: its guide runs, its commands and flags exist, its examples are taken, its JSON is the program's."""

import json
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.pictures import SCENES
from tui.cli import COMMANDS
from tui.commands.describing import describe

README = (Path(__file__).resolve().parent.parent.parent / "README.md").read_text(encoding="utf-8")
CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Marta Lindqvist
EMAIL:marta@example.com
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Jo Hart
ORG:Hart Law
END:VCARD
"""
CONNECTIONS = ("Notes:\n\"Some addresses are missing.\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
               "Tom,Ashby,https://example.com/in/tom,,Ashby Print,Owner,12 Mar 2024\n")


def blocks(language, section=None):
    """Return the blocks of code of a language, of the whole README or of one `##` section."""
    text = README
    if section is not None:
        text = README.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def run(script, folder, program):
    """Run a block of shell as somebody would who has just installed Onward."""
    return subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, timeout=120,
                          env={**os.environ, "PATH": f"{Path(program).parent}:{os.environ['PATH']}"})


def test_the_guide_runs_from_top_to_bottom(tmp_path, program):
    (tmp_path / "contacts.vcf").write_text(CARDS)
    (tmp_path / "Connections.csv").write_text(CONNECTIONS)
    guide = [*blocks("sh", "The first five minutes"), *blocks("sh", "In the shell and on the desk")]
    assert len(guide) >= 6
    for block in guide:
        done = run(block, tmp_path, program)
        assert done.returncode == 0, (block, done.stdout, done.stderr)
        assert done.stdout or done.stderr


def shown_commands():
    """Yield every `onward COMMAND ...` of the README's text and blocks, the generated reference left out."""
    text = re.sub(r"<!-- reference:.*?<!-- end of reference -->", "", README, flags=re.S)
    lines = [line for block in re.findall(r"^```\w*\n(.*?)^```$", text, re.M | re.S) for line in block.splitlines()]
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    for shown in [*re.findall(r"`([^`]+)`", prose), *lines]:
        for found in re.finditer(r"(?:^|[\s(/\"])onward ([a-z]+)((?: [^|;&)#]*)?)", shown):
            yield found[1], found[2]


def test_every_command_and_flag_shown_exists():
    seen = 0
    for name, rest in shown_commands():
        assert name in COMMANDS, f"onward {name}"
        flags = {each.name for each in describe(name, COMMANDS).flags} | {"--help"}
        for flag in re.findall(r"(?:^|\s)(--[a-z][a-z-]*)", rest.split(" // ")[0]):
            assert flag in flags, f"onward {name} {flag}"
        seen += 1
    assert seen > 60


def test_the_cadence_shown_is_taken(onward, tmp_path):
    (shown,) = [each for each in blocks("toml", "Cadences") if "[[step]]" in each]
    (tmp_path / "webinar.toml").write_text(shown)
    done = onward("cadence", "check", tmp_path / "webinar.toml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_word_of_a_cadence_is_documented():
    from store.rules import cadence, windows

    section = README.split("\n## Cadences\n", 1)[1].split("\n## ", 1)[0]
    named = set(re.findall(r"`([a-z-]+)`", section))
    for table in (cadence._STEP, cadence._RHYTHM):
        assert set(table) - {"name"} - named - {"by"} == set()
    assert {*windows.HOURS, *windows.BUSINESS} - named == set()


def test_the_theme_shown_is_taken(tmp_path):
    from tui.look.themes import COLORS, load

    (shown,) = blocks("toml", "Themes")
    (tmp_path / "dusk.toml").write_text(shown)
    assert load(tmp_path / "dusk.toml").name == "dusk"
    section = README.split("\n## Themes\n", 1)[1].split("\n## ", 1)[0]
    assert {each for each in COLORS if f"`{each}`" not in section and f"{each} =" not in section} == set()


def test_every_theme_that_ships_is_named(repository):
    for path in (repository / "themes").glob("*.toml"):
        assert f"`{path.stem}`" in README


def test_every_settings_block_is_understood(onward, home):
    home.mkdir()
    shown = [each for title in ("Commands", "In the shell and on the desk", "Settings", "Replies find their way back")
             for each in blocks("toml", title) if "custom.onward" not in each]
    assert len(shown) >= 4
    for block in shown:
        (home / "settings.toml").write_text(block)
        done = onward("cadence", "list")
        assert (done.returncode, done.stderr) == (0, ""), block


def test_the_keys_shown_can_be_used():
    import tomllib

    from tui import keys

    (shown,) = blocks("toml", "Keys")
    own = tomllib.loads(shown)["keys"]
    assert keys.keymap(own)["done"] == "x"
    assert not keys.clashes(keys.actions(None, own))


def test_the_pictures_are_there_and_need_nothing_from_elsewhere(repository):
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert sorted(shown) == sorted(f"tests/pictures/{name}.svg" for name in SCENES)
    for path in shown:
        text = (repository / path).read_text(encoding="utf-8")
        ElementTree.fromstring(text)
        assert "@font-face" not in text and not re.search(r"(?:href|src|url)\s*[=(]\s*[\"']?http", text)
        assert len(text) < 120_000


def test_a_picture_is_drawn_by_the_program():
    import asyncio

    from tests.pictures import draw

    drawn = asyncio.run(draw("parking-lot"))
    assert "Ruth" in drawn and "Abara" in drawn and "<svg" in drawn


def test_every_link_inside_leads_somewhere():
    titles = {re.sub(r"[^a-z0-9 -]", "", each.lower()).replace(" ", "-") for each in re.findall(r"^#+ (.+)$", README, re.M)}
    links = re.findall(r"\]\(#([^)]+)\)", README)
    assert links and set(links) <= titles


def documented(command):
    """Return the names of the fields that the README gives for a command's JSON, from the braces behind its name."""
    section = README.split("\n### JSON\n", 1)[1].split("\n## ", 1)[0]
    place = section.index(f"`onward {command}")
    braces = section.index("{", place)
    depth, fields, name = 0, [], ""
    text = section[braces:]
    for found in re.finditer(r"[{}\[\]]|\"([^\"]*)\"(\s*:)?", text):
        mark = found[0]
        if mark in "{[":
            depth += 1
        elif mark in "}]":
            depth -= 1
            if not depth:
                break
        elif depth == 1:
            before = text[: found.start()].rstrip()
            if not before.endswith(":"):
                fields.append(found[1])
                name = found[1]
    assert name, command
    return fields


@pytest.fixture
def people(onward):
    """Fill the book a little."""
    for line in ("met Marty Chen @Acme 415 555 0100 #lease hot", "inquired Lena Voss lena@example.com"):
        assert onward("log", line).returncode == 0
    assert onward("shelf", "add", "https://example.com/a", "tag:lease").returncode == 0
    assert onward("cadence", "use", "keep", "Lena").returncode == 0


@pytest.mark.parametrize(("shown", "words"), [
    ("find --json", ["find", "marty", "--json"]),
    ("sweep --json", ["sweep", "--json"]),
    ("why --json", ["why", "marty", "--json"]),
    ("shelf --json", ["shelf", "--json"]),
    ("call WHO --json", ["call", "marty", "--json"]),
    ("check --json -", ["check", "--json", "-"]),
    ("draft WHO --json", ["draft", "marty", "--json"]),
    ("template list --json", ["template", "list", "--json"]),
    ("doctor --json", ["doctor", "--json"]),
    ("backup --json", ["backup", "--json"]),
])
def test_the_json_shown_is_the_programs(onward, people, shown, words):
    done = onward(*words, input="Only today!" if "-" in words else None)
    value = json.loads(done.stdout)
    if isinstance(value, list):
        value = value[0]
    assert list(value) == documented(shown)


def test_the_fields_of_due_shown_are_the_programs(onward, people):
    row = json.loads(onward("due", "--json").stdout)[0]
    assert sorted(row) == sorted(documented("due --json"))


def test_the_fields_of_the_week_shown_are_the_programs(onward, people):
    section = README.split("`onward week --json` prints one object:", 1)[1].split(".\n", 1)[0]
    week = json.loads(onward("week", "--json").stdout)
    assert sorted(week) == sorted(set(re.findall(r"`([a-z_]+)`", section)) - {"median"})


def test_a_verbs_receipt_is_as_shown(onward, people):
    shown = ["verb", "contacts", "values", "unit", "unfiled", "next"]
    for words in (["done", "marty"], ["tag", "marty", "expo"], ["cold", "marty"], ["undo"], ["redo"]):
        told = json.loads(onward(*words, "--json").stdout)
        assert list(told) == shown, words
    would = json.loads(onward("hot", "marty", "--dry-run", "--json").stdout)
    assert list(would) == ["verb", "dry_run", "contacts", "would"] and would["dry_run"] is True


@pytest.mark.parametrize(("name", "holds"), [
    ("reference", "`--all-without`"), ("settings", "`[notify]` `by`"), ("actions", "`draft-choose`"), ("keys", "| **Move** |"),
    ("commands", "`onward man`"), ("gaps", "`$first_name`"),
])
def test_no_table_is_empty(name, holds):
    (found,) = re.findall(rf"<!-- {name}:[^\n]*-->\n(.*?)<!-- end of {name} -->", README, re.S)
    assert holds in found


def test_the_benchmark_writes_its_table_between_the_marks():
    from tests.bench.__main__ import with_table

    written = with_table(README, ["| what | figure |", "|---|---|", "| this | 1 |"])
    assert "-->\n| what | figure |\n|---|---|\n| this | 1 |\n<!-- end of bench -->" in written
    assert len(written) < len(README) and written.count("end of bench") == 1
