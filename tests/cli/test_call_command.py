"""`onward call`, and drafts of calls: number, link, hour and points; nothing is asked where nobody answers."""

import json

import pytest


@pytest.fixture
def marty(onward):
    """Marty, met and thanked."""
    onward("log", "met Marty Chen @Acme +1 415 555 0100 hot at:Chamber // son plays golf")
    onward("done", "Marty")
    onward("log", "heard Marty Chen // can you look at the roof?")


@pytest.mark.parametrize("words", [("call", "Marty"), ("draft", "Marty", "--kind", "call")])
def test_the_card_is_printed(onward, marty, words):
    done = onward(*words)
    assert done.returncode == 0
    for each in ("Marty Chen, Acme", "+1 415-555-0100   tel:+14155550100", "Los Angeles, 09:12 there", "can you look at the roof?",
                 "Chamber"):
        assert each in done.stdout
    narrow = onward(*words, env={"COLUMNS": "40"})
    assert max(map(len, narrow.stdout.splitlines())) <= 40


def test_as_json(onward, marty):
    card = json.loads(onward("call", "Marty", "--json").stdout)
    assert (card["number"], card["link"], card["zone"], card["zone_guessed"]) == (
        "+1 415-555-0100", "tel:+14155550100", "America/Los_Angeles", True)
    assert card["time_there"] == "2026-11-24T09:12:00-08:00"
    assert {each["code"] for each in card["points"]} >= {"they-said", "met"}


def test_a_look_keeps_no_draft(onward, marty):
    assert json.loads(onward("call", "Marty", "--json", "--dry-run").stdout)["id"] is None
    assert json.loads(onward("export", "--json").stdout)["drafts"] == []


def test_nobody_by_that_name(onward, marty):
    done = onward("call", "Lena")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
