"""onward merge as it is installed: the list, side by side at any width, the choice of fields, and who is meant."""

import json

import pytest


@pytest.fixture
def twins(onward):
    """Marty Chen twice in the book."""
    assert onward("log", "met Marty Chen @Acme 415 555 0100 hot #expo // son plays golf").returncode == 0
    kept = onward("log", "met Martin Chen @Acme marty@example.com no:email #golf 3 days ago")
    assert kept.returncode in (0, 4)
    if kept.returncode == 4:
        assert onward("unfiled", "file", "1", "--new").returncode == 0


def people(onward):
    """Return the names in the book."""
    export = json.loads(onward("export", "--json").stdout)
    return sorted(each["name"] for each in export["contacts"] if not each.get("merged_into"))


def test_likely_pairs_with_reasons(onward, twins):
    told = onward("merge")
    assert told.returncode == 0
    assert "Marty Chen, Acme = Martin Chen, Acme" in told.stdout and "a name much like it" in told.stdout
    pair, = json.loads(onward("merge", "--json").stdout)
    assert [each["name"] for each in pair["contacts"]] == ["Marty Chen", "Martin Chen"]
    assert {each["code"] for each in pair["reasons"]} == {"near-name", "same-company"}


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_side_by_side_at_any_width_changes_nothing(onward, twins, columns):
    told = onward("merge", "Marty Chen", "Martin Chen", "--dry-run", env={"COLUMNS": columns})
    assert told.returncode == 0
    assert all(len(line) <= int(columns) for line in told.stdout.split("\n"))
    for value in ("Marty Chen", "Martin Chen", "415 555 0100", "marty@example.com", "refused", "2 touches"):
        assert value in told.stdout
    assert "Nothing was changed" in told.stderr
    assert people(onward) == ["Martin Chen", "Marty Chen"]


def test_merged_with_chosen_fields_and_taken_back(onward, twins):
    done = onward("merge", "Marty Chen", "marty@example.com", "--keep", "2", "--field", "name=1", "--field", "tags=2", "--yes")
    assert done.returncode == 0, done.stderr
    assert people(onward) == ["Marty Chen"]
    export = json.loads(onward("export", "--json").stdout)
    stays = next(each for each in export["contacts"] if not each.get("merged_into"))
    assert stays["tags"] == ["golf"]
    assert onward("undo").returncode == 0
    assert people(onward) == ["Martin Chen", "Marty Chen"]
    assert onward("redo").returncode == 0
    assert people(onward) == ["Marty Chen"]


def test_without_quotes_and_by_number(onward, twins):
    look = json.loads(onward("merge", "Marty", "Chen", "Martin", "Chen", "--dry-run", "--json").stdout)
    assert [each["name"] for each in look["contacts"]] == ["Marty Chen", "Martin Chen"] and look["dry_run"]
    assert onward("merge", "1", "--yes").returncode == 0
    assert len(people(onward)) == 1


@pytest.mark.parametrize("words, status, said", [
    (("Chen", "marty@example.com", "--yes"), 4, "fits 2 people"),
    (("Marty Chen", "Nobody Here", "--yes"), 3, "Nobody Here"),
    (("Marty Chen", "0100", "--yes"), 2, "nothing to merge"),
    (("Marty Chen", "Martin Chen", "--field", "company=3", "--yes"), 2, "company=3"),
    (("Marty Chen", "Martin Chen", "--field", "colour=2", "--yes"), 2, "colour"),
    (("Marty Chen", "Martin Chen", "--field", "permissions=1", "--yes"), 2, "permissions"),
    (("Marty Chen", "Martin Chen", "--keep", "3", "--yes"), 2, "--keep"),
    (("Marty Chen",), 2, "WHO"),
    (("7",), 3, "7"),
    (("Marty Chen", "Martin Chen"), 8, "--yes"),
])
def test_what_is_not_clear_changes_nothing(onward, twins, words, status, said):
    told = onward("merge", *words)
    assert (told.returncode, said in told.stderr) == (status, True), told.stderr
    assert people(onward) == ["Martin Chen", "Marty Chen"]


def test_not_the_same_is_remembered(onward, twins):
    assert onward("merge", "--not", "Marty Chen", "Martin Chen").returncode == 0
    assert json.loads(onward("merge", "--json").stdout) == []
    assert onward("undo").returncode == 0
    assert len(json.loads(onward("merge", "--json").stdout)) == 1
