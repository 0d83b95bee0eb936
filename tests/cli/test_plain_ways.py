"""A plain way to everything: what the full screen does to a book, the command line does too."""

import json

import pytest

from tui import keys
from tui.cli import COMMANDS
from tui.commands.describing import describe

PLAIN_WAYS = {
    "find": "find", "add": "log", "import": "import", "draft": "draft", "draft-choose": "draft --kind", "done": "done",
    "snooze": "snooze", "log": "log", "next-step": "next", "skip": "decide", "why": "why", "by-kind": "due --kind",
    "spread": "spread", "newsletter": "newsletter", "look-for-sent": "sync", "sync": "sync", "sweep": "sweep",
    "traits": "change", "accept": "decide", "refuse": "decide", "nothing-to-answer": "done", "cadence": "cadence", "pause": "pause", "edit": "change",
    "copy": "show", "open": "show", "merge": "merge", "pairs": "merge", "undo": "undo", "redo": "redo", "brief": "brief",
    "week": "week", "shelf": "shelf", "away": "away", "end": "away", "demo": "demo", "help": "man",
    "split-today": "due --split", "split-owed": "due --split", "split-running": "due --split", "split-waiting": "due --split",
    "split-later": "due --split", "split-everyone": "due --split",
    "hand-over": "draft", "sent": "done", "qr": "draft", "copy-draft": "draft", "copy-address": "draft", "editor": "draft",
    "own-command": "draft", "send-mail": "draft --send", "to-drafts": "draft --drafts", "mail-file": "draft --eml",
    "paper": "draft", "template": "draft --template", "keep-template": "template", "flags": "check", "notes": "show",
    "as-read": "newsletter", "dial": "call", "call-reached": "call", "call-message": "call", "call-no-answer": "call",
    "call-declined": "call", "call-note": "call", "call-code": "call", "copy-number": "call", "call-points": "call",
    "save-line": "log", "save-and-draft": "log", "take-in": "import", "leave-out": "import --skip",
    "same-person": "import --update", "as-new": "import --add", "file-wins": "import --replace", "coming-go": "import --spread",
    "merge-go": "merge", "take-left": "merge --field", "take-right": "merge --field", "take-other": "merge --field",
    "not-same": "merge --not", "spread-go": "spread", "more-days": "spread --days", "fewer-days": "spread --days",
    "longer": "week --since", "earlier": "week --until", "later": "week --until", "pass-on": "shelf", "shelf-add": "shelf",
    "shelf-drop": "shelf", "it-left": "sweep", "not-left": "sweep", "ask-later": "sweep", "all-left": "sweep",
    "find-within": "show", "filter-next": "show", "open-touch": "show", "drop-draft": "draft", "keep": "draft",
    "look": "import", "look-at-pair": "merge", "no-spread": "import", "complete": "completion",
}
"An action of the full screen to the command, and the flag where there is one, that does the same."
OF_THE_SCREEN = {
    "Move": "going about on a screen",
    "select": "names are given one after the other", "range": "names are given one after the other",
    "theme": "how the screen looks", "suspend": "the shell is there already", "quit": "a command ends by itself",
    "palette": "the overview of onward --help", "my-name": "a line of settings.toml", "my-country": "a line of settings.toml",
    "my-hours": "a line of settings.toml", "fold-touch": "how the screen looks", "filter-before": "how the screen looks",
    "call-clock": "onward call asks how long", "write": "typing", "use-template": "choosing", "next-template": "choosing",
    "template-before": "choosing", "words-down": "choosing", "words-up": "choosing", "mend-slip": "onward log asks",
    "older": "typing", "newer": "typing", "piece-after": "typing", "piece-before": "typing", "unchip": "typing",
    "take": "a question's own key", "go-on": "a question's own key", "save": "a question's own key",
    "next-field": "a question's own key", "previous-field": "a question's own key", "quick-days": "a question's own key",
    "to-choices": "a question's own key", "to-line": "a question's own key", "finish": "a question's own key",
    "store": "a question's own key", "filter": "how the screen looks", "whole-group": "flags are for the whole file",
}
"Actions, or whole groups, that have no meaning without a screen, and why."


def test_everything_that_the_screen_does_has_a_plain_way():
    for each in keys.ACTIONS:
        assert each.id in PLAIN_WAYS or each.id in OF_THE_SCREEN or each.group in OF_THE_SCREEN, each.id


@pytest.mark.parametrize(("action", "way"), sorted(PLAIN_WAYS.items()))
def test_every_plain_way_is_there(action, way):
    assert action in {each.id for each in keys.ACTIONS}
    command, _, flag = way.partition(" ")
    assert command in COMMANDS
    assert not flag or flag in {each.name for each in describe(command, COMMANDS).flags}


@pytest.fixture
def marty(onward):
    """A book with one person, who was just met."""
    assert onward("log", "met Marty Chen @Acme 415 555 0100 hot").returncode == 0
    return lambda *words: onward(*words)


def test_pause_and_resume(marty):
    told = marty("pause", "Marty", "Chen", "until", "1", "march", "--dry-run")
    assert told.returncode == 0 and "Would leave Marty Chen alone until" in told.stderr
    receipt = json.loads(marty("pause", "Marty", "in", "2", "weeks", "--json").stdout)
    assert receipt["verb"] == "pause"
    assert not json.loads(marty("due", "--json").stdout)
    assert json.loads(marty("resume", "Marty", "--json").stdout)["verb"] == "resume"
    assert json.loads(marty("due", "--json").stdout)
    assert marty("pause", "Marty", "sideways").returncode != 0


def test_change(marty):
    assert marty("change", "Marty", "Chen", "company", "Northline", "Ltd").returncode == 0
    assert marty("change", "Marty", "stage", "Credibility").returncode == 0
    assert marty("change", "Marty", "text", "refused").returncode == 0
    shown = json.loads(marty("show", "Marty", "--json").stdout)["contact"]
    assert (shown["company"], shown["stage"]) == ("Northline Ltd", "credibility")
    assert marty("change", "Marty", "company", "").returncode == 0
    assert not json.loads(marty("show", "Marty", "--json").stdout)["contact"]["company"]
    for wrong in (("colour", "red"), ("pace", "sideways"), ("text", "perhaps"), ("company",)):
        told = marty("change", "Marty", *wrong)
        assert told.returncode == 2 and "Traceback" not in told.stderr, wrong


def test_decide(marty):
    assert json.loads(marty("decide", "Marty", "skip", "--json").stdout)["verb"] == "skip"
    told = marty("decide", "Marty", "dance")
    assert told.returncode == 2 and "dance" in told.stderr
    assert marty("decide", "Marty").returncode == 2
    assert marty("decide", "Marty", "accept").returncode == 3
