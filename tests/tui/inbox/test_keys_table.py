"""The table of actions: no key twice in one place, every action there, own keys checked."""

from __future__ import annotations

import subprocess
import sys

import pytest

from store.errors import DefinitionFault
from tui import keys


def test_no_key_does_two_things_in_one_place():
    assert keys.clashes() == []


def test_ids_are_unique_and_groups_and_places_are_known():
    ids = [each.id for each in keys.ACTIONS]
    assert len(ids) == len(set(ids))
    for each in keys.ACTIONS:
        assert each.group in keys.GROUPS
        assert set(each.where) <= set(keys.PLACES)
        assert all(name in keys.SECOND_KEYS for name in each.follows)
        assert each.disabled_when in ("", "no-row", "no-person", "nobody", "nothing-to-undo")


def test_the_inbox_can_do_every_action_of_its_table():
    from tui.screens.inbox import InboxScreen

    for each in keys.actions("inbox"):
        assert hasattr(InboxScreen, f"action_{each.id.replace('-', '_')}"), each.id


@pytest.mark.parametrize(
    "key, id",
    [("j", "down"), ("k", "up"), ("g", "go"), ("home", "top"), ("G", "last"), ("enter", "open"), ("escape", "back"),
     ("slash", "find"), ("ctrl+f", "find"), ("a", "add"), ("c", "add"), ("d", "draft"), ("D", "draft-choose"),
     ("e", "done"), ("s", "snooze"), ("h", "snooze"), ("b", "snooze"), ("l", "log"), ("n", "next-step"),
     ("u", "undo"), ("z", "undo"), ("U", "redo"), ("Z", "redo"), ("x", "select"), ("space", "select"),
     ("v", "range"), ("t", "traits"), ("p", "pause"), ("y", "copy"), ("i", "import"), ("colon", "palette"),
     ("ctrl+p", "palette"), ("question_mark", "help"), ("q", "quit"), ("tab", "next-split"), ("6", "split-everyone")],
)
def test_the_keys_of_the_inbox(key, id):
    assert key in keys.action(id).keys
    assert "inbox" in keys.action(id).where


@pytest.mark.parametrize("place, module, name", [("draft", "tui.screens.draft", "DraftScreen"),
                                                 ("contact", "tui.screens.contact", "ContactScreen")])
def test_what_the_table_says_of_the_other_screens_is_true(place, module, name):
    import importlib

    screen = getattr(importlib.import_module(module), name)
    bound = {key for each in screen._merge_bindings().key_to_bindings for key in [each]}
    for each in keys.actions(place):
        assert set(each.keys) | set(each.typing) <= bound, each.id


def test_second_keys_are_unique_within_their_prefix():
    for name, choices in keys.SECOND_KEYS.items():
        pressed = [each.key for each in choices]
        assert len(pressed) == len(set(pressed)), name


def test_shown_keys():
    assert keys.shown("ctrl+p") == "Ctrl+P"
    assert keys.shown("shift+tab") == "Shift+Tab"
    assert keys.shown("question_mark") == "?"
    assert keys.shown("G") == "G"


def test_own_keys_replace_and_clashes_are_refused():
    own = {"done": "f, ctrl+e"}
    assert next(each for each in keys.actions("inbox", own) if each.id == "done").keys == ("f", "ctrl+e")
    with pytest.raises(DefinitionFault) as clash:
        keys.actions("inbox", {"done": "s"})
    assert clash.value.code == "key-taken"
    with pytest.raises(DefinitionFault) as unknown:
        keys.actions("inbox", {"dance": "s"})
    assert unknown.value.code == "no-such-key-action"


def test_every_action_with_a_key_is_in_help_and_readme_and_the_others_in_the_palette():
    told = "\n".join(line for _, rows in keys.help_rows() for pressed, help in rows for line in (pressed, help))
    readme = "\n".join(keys.readme_rows())
    offered = {entry[0] for entry in keys.palette_entries("inbox")}
    for each in keys.ACTIONS:
        if each.keys:
            assert each.help in told
            assert each.help in readme
        elif "inbox" in each.where:
            assert each.id in offered


def test_importing_the_table_and_clean_is_cheap():
    script = "import sys, tui.keys, tui.look; print([m for m in ('textual', 'rich', 're', 'dataclasses') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{script}"],
                         capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
